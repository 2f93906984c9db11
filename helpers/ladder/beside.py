"""Two levels side by side, competency by competency, and what is new at the second. Nothing here knows of answers."""

from __future__ import annotations

from typing import NamedTuple

from helpers.errors import UsageError
from helpers.ladder.model import Competency, Ladder, Level, Statement

REST = "Without a competency"
"""What stands above the statements that name no competency, and above all of a ladder that has none."""


class Row(NamedTuple):
    """One competency at two levels. Neither side need have anything; one of them has."""

    competency: Competency | None
    first: tuple[Statement, ...]
    second: tuple[Statement, ...]

    @property
    def title(self) -> str:
        """The competency's title."""
        return self.competency.title if self.competency else REST

    @property
    def begins(self) -> bool:
        """Whether the second level asks for it and the first doesn't."""
        return bool(self.second) and not self.first


class Beside(NamedTuple):
    """Two levels, and their statements by competency in the order of the ladder; those that name none come last."""

    first: Level
    second: Level
    rows: tuple[Row, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """The titles of the competencies that begin at the second level."""
        return tuple(row.title for row in self.rows if row.begins and row.competency)


def beside(ladder: Ladder, first: str, second: str) -> Beside:
    """Two levels by id, in the order given. Raises `UnknownId` for another, `UsageError` for one and the same.

    `first` and `second` are ids of levels of the `ladder`.
    """
    level, other = ladder.level(first), ladder.level(second)
    if level == other:
        raise UsageError(f"“{level.title}” stands beside itself", next_step="Name two different levels.")
    rows = (
        Row(competency, _of(level, competency), _of(other, competency)) for competency in (*ladder.competencies, None)
    )
    return Beside(level, other, tuple(row for row in rows if row.first or row.second))


def _of(level: Level, competency: Competency | None) -> tuple[Statement, ...]:
    competency_id = competency.id if competency else None
    return tuple(statement for statement in level.statements if statement.competency == competency_id)


def neighbours(ladder: Ladder, standing: str | None = None) -> tuple[str, str] | None:
    """The two levels to begin with: where somebody stands and what follows it, or else the first such pair.

    None where a ladder has a single level.
    """
    if len(ladder.levels) < 2:
        return None
    ids = [level.id for level in ladder.levels]
    here = standing if standing in ids else ids[0]
    after = next((level.id for level in ladder.levels if here in level.follows), None)
    if after is None:
        at = ids.index(here)
        after = ids[at + 1] if at + 1 < len(ids) else None
    if after is not None:
        return here, after
    before = ladder.level(here).follows
    return (before[0] if before else ids[ids.index(here) - 1]), here
