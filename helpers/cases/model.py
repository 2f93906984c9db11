"""Judgement cases: frozen models, with no knowledge of files or screens."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from helpers.frozen import Frozen
from helpers.journal.subjects import Subject
from helpers.ladder.model import Id, ShortText, Text

MOST_WORDS = 120
"""A situation of a judgement case has fewer words than this: it is read aloud in a workshop."""


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
        return Subject.case(self.id)

    def option(self, id: str) -> CaseOption | None:
        """The option with this id; None if the case has no such option (any more)."""
        return next((option for option in self.options if option.id == id), None)


class Cases(Frozen):
    """The judgement cases of one level."""

    format: Literal[1]
    level: Id
    cases: tuple[Case, ...] = Field(min_length=1)
