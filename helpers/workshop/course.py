"""Where a workshop is, by the clock: the step that runs, what comes next, and how far that is from the plan.

Everybody sees one clock: it belongs to the step that runs, and ends with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from helpers.frozen import Frozen
from helpers.insight.words import count_of
from helpers.workshop.agenda import Activity, Form

IN_WORDS = {
    Form.ALONE: "Everybody alone",
    Form.PAIRS: "In pairs",
    Form.FOURS: "In fours",
    Form.ALL: "All together",
    Form.BREAK: "A break",
}


OPENING, BEGINNING = "“Open: ", "“Begin: "
"""How a line begins that says how a part is put on the phones, and how one of a part in which they ask nothing."""


class Talk(Frozen):
    """What one slide asks people who talk: its title, what it tells first (a case) and its lines."""

    title: str
    lead: str = ""
    lines: tuple[str, ...]


class Step(Frozen):
    """A block of the workshop as its facilitator goes through it, whether phones have a part in it or not.

    `minutes` are planned for all of it and `timer` for what the clock is started for; `timers_after` are the minutes of
    further countdowns in it, which the clock is started for one after the other. `do` and `say` are for
    whoever stands in front of people, and `remote` is what those do meanwhile who are elsewhere; `asks` is empty
    where phones stay in pockets. `spoken` is what slides ask of people who talk in it, which phones show as well.
    """

    id: str
    title: str
    minutes: int
    timer: int
    form: Form = Form.ALL
    asks: tuple[Activity, ...] = ()
    do: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    remote: str = ""
    spoken: tuple[Talk, ...] = ()
    timers_after: tuple[int, ...] = ()

    @property
    def meanwhile(self) -> tuple[str, ...]:
        """What whoever leads does once it has begun: how phones are opened to it is done then."""
        return tuple(line for line in self.do if not line.startswith((OPENING, BEGINNING)))

    @property
    def on_the_clock(self) -> int:
        """For how many minutes the clock is planned to run in it, all countdowns together."""
        return self.timer + sum(self.timers_after)

    @property
    def how(self) -> str:
        """In what company, and how long: "In pairs, 12 minutes"."""
        return f"{IN_WORDS[self.form]}, {count_of(self.minutes, 'minute')}"


class Course(NamedTuple):
    """What a session knows of its own course: which step runs and since when, when the first began, and which `ran`.

    All of it is None before anything has begun; `ran` also where the first step began in a kit that noted none.
    """

    step: str | None = None
    step_at: datetime | None = None
    began_at: datetime | None = None
    ran: frozenset[str] | None = None


class Here(NamedTuple):
    """A course beside its steps: the number of the step that runs (-1: none yet), and minutes behind the plan.

    `behind` is below nought where there is time in hand, and None before anything has begun.
    """

    steps: tuple[Step, ...]
    number: int
    behind: int | None

    @property
    def now(self) -> Step | None:
        """The step that runs."""
        return self.steps[self.number] if self.number >= 0 else None

    @property
    def next(self) -> Step | None:
        """The step after it; None at the end."""
        return self.steps[self.number + 1] if self.number + 1 < len(self.steps) else None

    @property
    def pace(self) -> str:
        """How far it is from the plan, as a phrase; "" before anything has begun."""
        if self.behind is None:
            return ""
        if not self.behind:
            return "on time"
        return f"{count_of(abs(self.behind), 'minute')} {'behind' if self.behind > 0 else 'ahead'}"


def is_joining(steps: Sequence[Step], id: str) -> bool:
    """Whether a step comes before the first in which phones ask something: people join meanwhile."""
    early = takewhile(lambda step: not step.asks, steps)
    return any(step.id == id for step in early)


def here(steps: Sequence[Step], course: Course, now: datetime) -> Here:
    """Where a course stands at a moment. A step that this plan doesn't have counts as none.

    `now` has its time zone; a course that hasn't begun has no number of minutes behind.
    """
    number = next((place for place, step in enumerate(steps) if step.id == course.step), -1)
    if number < 0 or course.step_at is None or course.began_at is None:
        return Here(tuple(steps), -1, None)
    planned = timedelta(minutes=sum(step.minutes for step in steps[:number]))
    late = (course.step_at - course.began_at) - planned
    over = (now - course.step_at) - timedelta(minutes=steps[number].minutes)
    behind = late + max(over, timedelta(0))
    return Here(tuple(steps), number, round(behind / timedelta(minutes=1)))
