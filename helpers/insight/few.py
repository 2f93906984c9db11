"""A few statements of a level, for somebody who has ten minutes: some of each part, in the ladder's order."""

from __future__ import annotations

from helpers.ladder.model import RATED, Level, Occasions, Statement

EIGHT = 8
"""How many statements ten minutes hold, with a plan after them."""

THREE = 3
"""How many the very first minute holds."""


def a_few(level: Level, most: int = EIGHT) -> tuple[Statement, ...]:
    """At most so many statements of a level: the first of each part, then the second of each, and so on.

    Statements about rare occasions come after the others, since they need a longer look back. Which they are follows
    from the ladder alone, so that whoever comes back meets the same ones. They come in reading order.
    """
    sections = [sorted(getattr(level, section), key=_is_rare) for section in RATED]
    in_turn = [part[at] for at in range(max(map(len, sections))) for part in sections if at < len(part)]
    chosen = {statement.id for statement in in_turn[:most]}
    return tuple(statement for statement in level.statements if statement.id in chosen)


def _is_rare(statement: Statement) -> bool:
    return statement.occasions is Occasions.RARE
