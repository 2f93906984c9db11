"""What every lab and every judgement case has: frozen models, with no knowledge of files or screens.

A lab's own part (its candidates, levers, teams) is a model of its own on top of `Lab`, in
`helpers/labs/<lab id>.py`. Texts and numbers stand in `data/labs/`, so that a company can put
its own in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from helpers.documents import Document, Fault
from helpers.frozen import Frozen
from helpers.ladder.model import Id, ShortText, Text

FORMAT = 1
"""The lab and case format that this version of the kit reads."""

MOST_WORDS = 120
"""A situation of a judgement case has fewer words than this: it is read aloud in a workshop."""

Check = Callable[[Document], Iterable[Fault]]
"""Finds in a file's raw data what no single key can show."""

Minute = Annotated[int, Field(ge=1, le=240)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Minutes(Frozen):
    """How long a lab takes somebody alone: to read, and to do."""

    read: Minute
    do: Minute

    @property
    def total(self) -> int:
        """Reading and doing together."""
        return self.read + self.do


class Company(Frozen):
    """The invented company that a lab plays at: its name, and what one must know of it."""

    name: ShortText
    text: Text


class Facilitator(Frozen):
    """Notes for whoever runs the lab with a group.

    `minutes` for the whole group, `group` how to split it, `comes_up` what people usually
    say or run into, `ask` the questions that move them on.
    """

    minutes: Minute
    group: Text
    comes_up: tuple[Text, ...] = Field(min_length=1)
    ask: tuple[Text, ...] = Field(min_length=1)


class Reference(Frozen):
    """Where a formula or a way of working comes from; `text` is enough to find it by."""

    id: Id
    text: Text


class Keeping(Frozen):
    """What of a lab somebody may keep, if they choose to.

    `question` asks for it in their own words; what they write can go to one of the
    `statements` as evidence, or to one of the `prompts` as a reflection.
    """

    question: Text
    hint: Text | None = None
    statements: tuple[Id, ...] = ()
    prompts: tuple[Id, ...] = ()


class Lab(Frozen):
    """What all labs share; each adds its own part.

    `lab` is its id, `level` the level of the ladder whose signature skill it practises (None
    for the lab on neighbouring roles). `sources` are those of the formulas that it uses.
    """

    checks: ClassVar[tuple[Check, ...]] = ()
    """A lab's own checks of its file, run beside those that all labs share."""

    format: Literal[1]
    lab: Id
    level: Id | None
    title: ShortText
    minutes: Minutes
    company: Company
    question: Text
    objectives: tuple[Text, ...] = Field(min_length=1)
    key_points: tuple[Text, ...] = Field(min_length=1)
    keep: Keeping
    facilitator: Facilitator
    sources: tuple[Reference, ...] = ()

    def subject(self, part: str) -> str:
        """The journal's subject of one part of this lab: "lab:mid.ranking"."""
        return f"lab:{self.lab}.{part}"


class Range(Frozen):
    """An uncertain number as three points: `low` and `high` are rarely passed, `likely` is the mode.

    What "rarely" means (the extremes, or the 10th and 90th percentile) is said where it is used.
    """

    low: Finite
    likely: Finite
    high: Finite


class CaseOption(Frozen):
    """One thing that one could do, and could defend: what it gets, what it costs.

    `shows` holds the statements of the level that choosing it shows.
    """

    id: Id
    text: Text
    gets: Text
    costs: Text
    shows: tuple[Id, ...] = Field(min_length=1)


class Case(Frozen):
    """A situation with four defensible ways on: no points, and no right answer.

    `level_up` is how somebody a level up might see it.
    """

    id: Id
    title: ShortText
    situation: Text
    options: tuple[CaseOption, ...] = Field(min_length=4, max_length=4)
    level_up: Text

    @property
    def subject(self) -> str:
        """The journal's subject of the choice made in this case."""
        return f"case:{self.id}"

    def option(self, id: str) -> CaseOption | None:
        """The option with this id; None if the case has no such option (any more)."""
        return next((option for option in self.options if option.id == id), None)


class Cases(Frozen):
    """The judgement cases of one level."""

    format: Literal[1]
    level: Id
    cases: tuple[Case, ...] = Field(min_length=1)
