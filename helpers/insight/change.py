"""What is different since an earlier visit, told without judging: more often is not "better"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from helpers.errors import UnknownId
from helpers.frozen import Frozen
from helpers.insight.destinations import destination
from helpers.insight.words import answer_label
from helpers.journal.events import UNANSWERED, Event, Rater, Rating, RatingState
from helpers.journal.state import State, fold
from helpers.journal.subjects import Subject
from helpers.ladder.model import Ladder, Level, Prompt, Scale, Statement
from helpers.ladder.place_id import PlaceId

VISIT_GAP = timedelta(days=14)
"""Answers closer together than this belong to one visit."""


class Edit(StrEnum):
    """What happened to words that somebody wrote."""

    ADDED = "added"
    REWORDED = "reworded"
    WITHDRAWN = "withdrawn"


class RatingChange(Frozen):
    """A statement answered differently; `before` is `UNANSWERED` where it is answered for the first time.

    `reopened` says that nobody took the answer back: the ladder changed, and the statement is open again.
    """

    statement: Statement
    level: Level
    before: Rating
    after: Rating
    reopened: bool
    text: str


class EvidenceChange(Frozen):
    """A line of evidence added, reworded or withdrawn at the statement where it was written."""

    statement: Statement
    level: Level
    edit: Edit


class ReflectionChange(Frozen):
    """A reflection added, reworded or withdrawn. The words themselves stay where they are."""

    prompt: Prompt
    edit: Edit


class ChoiceChange(Frozen):
    """Where somebody stands or heads, before and after, as titles; None where nothing was chosen."""

    before: str | None
    after: str | None


class Changes(Frozen):
    """What is different in the person's own answers since a moment, in the ladder's reading order.

    `ratings` were answered before and are answered otherwise now; `newly_rated` were
    unanswered before. What was said about statements that the ladder no longer has is left out.
    """

    since: datetime
    ratings: tuple[RatingChange, ...] = ()
    newly_rated: tuple[RatingChange, ...] = ()
    evidence: tuple[EvidenceChange, ...] = ()
    reflections: tuple[ReflectionChange, ...] = ()
    standing: ChoiceChange | None = None
    destination: ChoiceChange | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing is different."""
        return not (
            self.ratings or self.newly_rated or self.evidence or self.reflections or self.standing or self.destination
        )


def earlier_visit(events: Iterable[Event], apart: timedelta = VISIT_GAP) -> datetime | None:
    """The end of the last visit before the current one; None if there was at most one visit.

    A visit is a run of the person's own answers with less than `apart` between neighbours.
    """
    times = sorted(event.at for event in events if event.rater is Rater.SELF)
    ends = [earlier for earlier, later in pairwise(times) if later - earlier >= apart]
    return ends[-1] if ends else None


def changes_since(ladder: Ladder, events: Iterable[Event], since: datetime) -> Changes:
    """What the person's own answers say now that they didn't say at `since` (answers at that very moment included).

    `events` is the whole journal; answers about anything that the `ladder` doesn't have are passed over.
    """
    events = tuple(events)
    before, after = fold(events, ladder=ladder, until=since), fold(events, ladder=ladder)
    changed = tuple(
        RatingChange(
            statement=statement,
            level=level,
            before=(was := before.rating(statement.id)),
            after=(now := after.rating(statement.id)),
            reopened=(again := bool(after.asked_again(Subject.statement(statement.id)))),
            text=_rating_text(ladder.scale, statement, was, now, reopened=again),
        )
        for level, _, statement in ladder.walk()
        if before.rating(statement.id) != after.rating(statement.id)
    )
    return Changes(
        since=since,
        ratings=tuple(change for change in changed if change.before.state is not RatingState.UNANSWERED),
        newly_rated=tuple(change for change in changed if change.before.state is RatingState.UNANSWERED),
        evidence=tuple(
            EvidenceChange(statement=statement, level=level, edit=edit)
            for level, _, statement in ladder.walk()
            if (edit := _edit(before.evidence_line(statement.id).text, after.evidence_line(statement.id).text))
        ),
        reflections=tuple(
            ReflectionChange(prompt=prompt, edit=edit)
            for _, prompt in ladder.walk_prompts()
            if (edit := _edit(*(state.words(Subject.prompt(prompt.id)) for state in (before, after))))
            and not after.asked_again(Subject.prompt(prompt.id))
        ),
        standing=_choice(ladder, before, after, "standing", PlaceId.level),
        destination=_choice(ladder, before, after, "destination"),
    )


def _rating_text(scale: Scale, statement: Statement, before: Rating, after: Rating, *, reopened: bool) -> str:
    if reopened:
        return f"“{statement.title}”: “{answer_label(scale, before)}” then, open again now."
    if before == UNANSWERED:
        return f"“{statement.title}”: “{answer_label(scale, after)}”, answered for the first time."
    if after == UNANSWERED:
        return f"“{statement.title}”: “{answer_label(scale, before)}” then, and taken back since."
    return f"“{statement.title}”: “{answer_label(scale, before)}” then, “{answer_label(scale, after)}” now."


def _edit(before: str, after: str) -> Edit | None:
    before, after = before.strip(), after.strip()
    if before == after:
        return None
    if not before:
        return Edit.ADDED
    return Edit.REWORDED if after else Edit.WITHDRAWN


def _choice(
    ladder: Ladder, before: State, after: State, choice: str, place: Callable[[str], str] = str
) -> ChoiceChange | None:
    was, now = (_title(ladder, state.chosen(choice), place) for state in (before, after))
    return None if was == now else ChoiceChange(before=was, after=now)


def _title(ladder: Ladder, chosen: tuple[str, ...], place: Callable[[str], str]) -> str | None:
    for place_id in chosen:
        try:
            return destination(ladder, place(place_id)).title
        except UnknownId:  # chosen on a ladder that has changed since
            continue
    return None
