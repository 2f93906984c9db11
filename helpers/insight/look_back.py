"""Looking back at plans: which one is due, what was said, and how that reads. No streak, no score, no blame.

Prompting people to look at their progress promotes it, the more so where it is recorded (Harkin et al. 2016).
What is asked is whether the occasion came up, and whether the act was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from helpers.insight.words import day_in_words
from helpers.journal.events import Event, PlanItem
from helpers.journal.state import State
from helpers.journal.subjects import Subject

PROPOSED = (timedelta(weeks=2), timedelta(weeks=6), timedelta(weeks=12))
"""How long after a plan is written its owner is proposed to look back."""

LONG_WITHOUT = timedelta(weeks=6)
"""A plan whose occasion hasn't come for so long may be tied to the wrong one."""


class Part(StrEnum):
    """What is asked when somebody looks back."""

    OCCASION = "occasion"
    DONE = "done"
    STUCK = "stuck"
    NEXT = "next"


class Occasion(StrEnum):
    """Whether the plan's occasion came up."""

    NOT_YET = "not-yet"
    ONCE_OR_TWICE = "once-or-twice"
    MORE = "more"


class Done(StrEnum):
    """How often the act was done when the occasion came."""

    EACH_TIME = "each-time"
    SOMETIMES = "sometimes"
    NOT = "not"


class Next(StrEnum):
    """What becomes of the plan."""

    KEEP = "keep"
    SMALLER = "smaller"
    SWAP = "swap"
    DONE = "done"


class LookBack(NamedTuple):
    """What was said when somebody looked back at a plan; None, or no words, where nothing was said.

    `day` is the date on which they meant to, `said` when they last said something.
    """

    day: date
    occasion: Occasion | None = None
    done: Done | None = None
    stuck: str = ""
    next: Next | None = None
    said: datetime | None = None


class Due(NamedTuple):
    """A plan to look back at now, and the date on which its owner meant to."""

    plan: Subject
    item: PlanItem
    day: date


_ABOUT = re.compile(r"(?P<plan>.+)\.(?P<day>\d{4}-\d{2}-\d{2})\.(?P<part>[a-z]+)")


def history(state: State, plan: str) -> tuple[LookBack, ...]:
    """Every time that somebody looked back at a plan ("plan:1") and said something, the first date first."""
    by_day: dict[date, dict[str, Event]] = {}
    for (_, subject), event in state.current.items():
        about = _ABOUT.fullmatch(subject.id) if subject.kind == "lookback" else None
        if about and about["plan"] == Subject(plan).id and (day := _day(about["day"])):
            by_day.setdefault(day, {})[about["part"]] = event
    look_backs = (_look_back(state, plan, day, events.values()) for day, events in sorted(by_day.items()))
    return tuple(
        look_back
        for look_back in look_backs
        if look_back.occasion or look_back.done or look_back.stuck or look_back.next
    )


def finished(state: State, plan: str) -> bool:
    """Whether its owner said at the last look back that a plan is done."""
    look_backs = history(state, plan)
    return bool(look_backs) and look_backs[-1].next is Next.DONE


def due(state: State, now: datetime) -> tuple[Due, ...]:
    """The plans to look back at: of each the last date that has come, unless that was settled on an earlier day.

    `now` has a time zone, and its day is this machine's. What was settled today stays open for the rest of the
    day, so that it can be changed. A date that passed unnoticed isn't asked about once the next has come.
    """
    on = now.astimezone().date()
    plans = []
    for plan, item in state.plan():
        come = [day for day in item.look_backs if day <= on]
        by_day = {look_back.day: look_back for look_back in history(state, plan)}
        settled = [
            look_back
            for look_back in by_day.values()
            if look_back.next and look_back.said and look_back.said.astimezone().date() < on
        ]
        if not come or any(look_back.next is Next.DONE and look_back.day == max(by_day) for look_back in settled):
            continue
        if come[-1] not in {look_back.day for look_back in settled}:
            plans.append(Due(plan, item, come[-1]))
    return tuple(plans)


def unsettled(state: State, now: datetime) -> tuple[Due, ...]:
    """The plans to look back at of which their owner hasn't said yet what becomes of them: those to remind them of."""
    settled = {
        (due_plan.plan, look_back.day)
        for due_plan in due(state, now)
        for look_back in history(state, due_plan.plan)
        if look_back.next
    }
    return tuple(due_plan for due_plan in due(state, now) if (due_plan.plan, due_plan.day) not in settled)


def ahead(state: State, plan: str, item: PlanItem, on: date) -> tuple[date, ...]:
    """The dates after a day on which somebody means to look back; none for a plan that is done.

    `plan` is the subject ("plan:1") of `item`, and `state` says whether it is done; `on` is that day.
    """
    return () if finished(state, plan) else tuple(day for day in item.look_backs if day > on)


def occasion_in_doubt(events: Iterable[Event], plan: str, told: LookBack) -> bool:
    """Whether the occasion hadn't come although it had stood in the plan for six weeks by then.

    `plan` is its subject ("plan:1"), `told` what was said when looking back, and `events` the journal.
    """
    if told.occasion is not Occasion.NOT_YET or told.said is None:
        return False
    written = sorted(
        (event.at, event.answer.when)
        for event in events
        if event.subject == plan and isinstance(event.answer, PlanItem) and event.at <= told.said
    )
    standing = tuple(takewhile(lambda entry: entry[1] == written[-1][1], reversed(written)))
    if not standing or not standing[0][1]:
        return False
    return told.said - standing[-1][0] >= LONG_WITHOUT


_OCCASION = {
    Occasion.NOT_YET: "the occasion hadn’t come yet",
    Occasion.ONCE_OR_TWICE: "the occasion came once or twice",
    Occasion.MORE: "the occasion came more than twice",
}
_DONE = {Done.EACH_TIME: "done each time", Done.SOMETIMES: "done sometimes", Done.NOT: "not done"}
_NEXT = {Next.KEEP: "Kept.", Next.SMALLER: "To be made smaller.", Next.SWAP: "To be swapped.", Next.DONE: "Done with."}


def in_words(told: LookBack) -> str:
    """A look back as a sentence or two, without the person's own words on where it stuck."""
    said = [_OCCASION[told.occasion]] if told.occasion else []
    if told.done and told.occasion is not Occasion.NOT_YET:
        said.append(_DONE[told.done])
    sentence = f"{day_in_words(told.day)}: {', '.join(said) or 'looked back'}."
    return f"{sentence} {_NEXT[told.next]}" if told.next else sentence


def _look_back(state: State, plan: str, day: date, events: Iterable[Event]) -> LookBack:
    def chosen(part: Part) -> str:
        return next(iter(state.picked(Subject.look_back(plan, day, part))), "")

    return LookBack(
        day,
        Occasion(choice) if (choice := chosen(Part.OCCASION)) in set(Occasion) else None,
        Done(choice) if (choice := chosen(Part.DONE)) in set(Done) else None,
        state.words(Subject.look_back(plan, day, Part.STUCK)).strip(),
        Next(choice) if (choice := chosen(Part.NEXT)) in set(Next) else None,
        max(event.at for event in events),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
