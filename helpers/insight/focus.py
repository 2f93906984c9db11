"""At most three suggestions on what to focus on, each with the answers it comes from.

Feedback alone changes little (Smither, London & Reilly 2005) and a plan that says when
and where does more (Gollwitzer & Sheeran 2006), so there are only as many as become plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from helpers.frozen import Frozen
from helpers.insight.coverage import OFTEN, Kind
from helpers.insight.destinations import Destination
from helpers.insight.gaps import GapItem, gap
from helpers.insight.words import answer_label, day_in_words, expectation
from helpers.journal.state import State
from helpers.ladder.model import Ladder, Level, Practice, Scale, Skill, Statement

MOST = 3
"""More than three focus areas are none: feedback changes little until it becomes a plan (Smither et al. 2005)."""


class Why(StrEnum):
    """What makes a statement worth a focus."""

    ROOM = "room"
    """Answered less often than the destination expects."""
    SELDOM = "seldom"
    """Answered less than often, where the ladder expects nothing: whether more of it matters is theirs to say."""
    OPPORTUNITY = "opportunity"
    """There was no occasion so far, or too few to tell: the step is to ask for one."""
    EVIDENCE = "evidence"
    """At the expectation, but nothing stands beside the number: the step is to gather it."""


class Focus(Frozen):
    """A suggested focus area; `practice` is the statement's own way to practise it, None where it has none."""

    statement: Statement
    level: Level = Field(repr=False)
    why: Why
    reason: str
    practice: Practice | None = None


_ORDER = (Why.ROOM, Why.SELDOM, Why.OPPORTUNITY, Why.EVIDENCE)


def _why(item: GapItem) -> Why | None:
    """What makes a statement worth a focus; None if nothing does."""
    match item.kind:
        case Kind.BELOW if not item.thin:
            return Why.ROOM
        case Kind.BELOW | Kind.NO_OPPORTUNITY:
            return Why.OPPORTUNITY
        case Kind.BACKED | Kind.SAID if not item.shown:
            return Why.SELDOM
        case Kind.CLAIMED | Kind.SAID:
            return Why.EVIDENCE
        case _:
            return None


def suggest_focus(ladder: Ladder, state: State, destination_id: str, limit: int = MOST) -> tuple[Focus, ...]:
    """At most `limit` (never more than three) of the destination's statements to focus on.

    First what was answered below the expectation (widest first; of equals a skill, which
    has a practice, then reading order), or less than often where the ladder expects nothing,
    then what had no opportunity or too few occasions to tell, then what is said and not yet backed. One per
    competency, unless that leaves too few. What is unanswered is never suggested: nobody knows yet whether it is a
    gap. Nothing to
    suggest gives (), and the next step is then to rate. Raises `UnknownId`. `destination_id` is "level:…" or "role:…",
    and `state` the fold of the person's answers.
    """
    whole = gap(ladder, state, destination_id)
    reasons = [(item, why) for item in whole.items if (why := _why(item))]
    whys = {item.statement.id: why for item, why in reasons}
    candidates = sorted((item for item, _ in reasons), key=lambda item: _most_room_first(item, whys))
    wanted = max(0, min(limit, MOST))
    picked: list[GapItem] = []
    for item in candidates:
        family = item.statement.competency
        if family is None or family not in {other.statement.competency for other in picked}:
            picked.append(item)
    picked = picked[:wanted]
    picked += [item for item in candidates if item not in picked][: wanted - len(picked)]
    picked.sort(key=candidates.index)
    return tuple(_focus(item, whys[item.statement.id], whole.destination, ladder) for item in picked)


def _most_room_first(item: GapItem, whys: Mapping[str, Why]) -> tuple[int, int, bool]:
    why = whys[item.statement.id]
    room = (item.difference or 0) if why is Why.ROOM else 0
    if why is Why.SELDOM:
        room = OFTEN - (item.rating.frequency or 0)
    return (_ORDER.index(why), -room, not isinstance(item.statement, Skill))


def _focus(item: GapItem, why: Why, goal: Destination, ladder: Ladder) -> Focus:
    return Focus(
        statement=item.statement,
        level=item.level,
        why=why,
        reason=_reason(item, why, goal, ladder.scale),
        practice=item.statement.practice if isinstance(item.statement, Skill) else None,
    )


def _reason(item: GapItem, why: Why, goal: Destination, scale: Scale) -> str:
    assert item.answered is not None  # noqa: S101  only answered statements are candidates
    expected = expectation(scale, item.level.short_title, item.expected)
    said = (
        f"You answered “{answer_label(scale, item.rating)}” ({day_in_words(item.answered)}) at "
        f"“{item.statement.title}”; {expected}"
    )
    if goal.role is not None:
        said += f", and “{goal.title}” draws on it"
    match why:
        case Why.SELDOM:
            return f"{said}. Whether more of it would help is yours to say."
        case Why.ROOM:
            return f"{said}. " + (
                "Evidence stands beside it." if item.supported else "No evidence stands beside it yet."
            )
        case Why.OPPORTUNITY if item.thin:
            return f"{said}. So few occasions tell little: a first step is to look for the next one."
        case Why.OPPORTUNITY:
            return f"{said}. A first step is to ask for the opportunity."
        case Why.EVIDENCE:
            return f"{said}. No evidence stands beside it yet: a first step is to gather some."
