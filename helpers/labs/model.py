"""What every lab has: frozen models, with no knowledge of files or screens.

A lab's own part (its candidates, levers, teams) is a model of its own on top of `Lab`, in
`helpers/labs/<lab id>/model.py`. Texts and numbers stand in `data/labs/`, so that a company can put
its own in.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from helpers.cases.lint import Check
from helpers.frozen import Frozen
from helpers.journal.subjects import Subject
from helpers.ladder.model import Id, ShortText, Text

Minute = Annotated[int, Field(ge=1, le=240)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Minutes(Frozen):
    """How long a lab takes somebody alone: to read, to do, and for its judgement cases (0 where it has none)."""

    read: Minute
    do: Minute
    cases: Annotated[int, Field(ge=0, le=60)] = 0

    @property
    def total(self) -> int:
        """Everything together."""
        return self.read + self.do + self.cases


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

    `lab` is its id, `notebook` the stem of its notebook's file name (a company's own file needn't
    say it), `level` the level of the ladder whose signature skill it practises (None for the lab on
    neighbouring roles). `sources` are those of the formulas that it uses.
    """

    checks: ClassVar[tuple[Check, ...]] = ()
    """A lab's own checks of its file, run beside those that all labs share."""

    format: Literal[1]
    lab: Id
    notebook: str | None = None
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

    def subject(self, part: str) -> Subject:
        """The journal's subject of one part of this lab: "lab:mid.ranking"."""
        return Subject.lab(self.lab, part)


class Range(Frozen):
    """An uncertain number as three points: `low` and `high` are rarely passed, `likely` is the mode.

    What "rarely" means (the extremes, or the 10th and 90th percentile) is said where it is used.
    """

    low: Finite
    likely: Finite
    high: Finite
