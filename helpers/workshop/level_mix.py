"""What a team's mix of levels means for its picture, before anybody has answered. Pure.

A row is shown once enough people have answered it. So it depends on who is asked what whether there is anything to
see: where everybody rates the level that they are at, most rows of a mixed team stay empty.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from helpers.insight.words import count_of, listed
from helpers.ladder import Ladder, Level


class Reach(NamedTuple):
    """So many of so many statements could be shown."""

    shown: int
    total: int


def alone(ladder: Ladder, mix: Mapping[str, int], least: int) -> Reach:
    """How much could be shown at most if everybody rated all of their own level and nothing else.

    `mix` is how many people are at which level, by its id, and `least` the smallest group that is shown. The `ladder`
    says what each level's statements are.
    """
    return Reach(
        sum(len(level.statements) for level in ladder.levels if mix.get(level.id, 0) >= least),
        sum(len(level.statements) for level in ladder.levels),
    )


def warnings(
    ladder: Ladder, statements: Collection[str], mix: Mapping[str, int], *, people: int | None, least: int
) -> tuple[str, ...]:
    """Where pictures would stay empty or say little, each with what to do; nothing where all is well.

    `statements` are asked of everybody, by id. `people` are how many come (None: nobody said, or as many as the `mix`
    has), `least` is the smallest group that is shown. The `ladder` says at which level each of them is.
    """
    total, advice = people or sum(mix.values()), []
    if total and total < least:
        advice.append(
            f"{count_of(total, 'person', 'people')} can’t make a picture, which takes {least}: nothing would be shown. "
            "Let each take their own report along, and talk in pairs instead."
        )
    if not (known := sum(mix.values())):
        return tuple(advice)
    own = alone(ladder, mix, least)
    if own.shown < own.total:
        advice.append(
            f"If everybody rated their own level alone, {own.shown} of {own.total} statements could be shown. Here "
            f"all are asked the same {len(statements)}, so each of these can be shown once {least} have answered it."
        )
    if thin := [level for level in _asked(ladder, statements) if _near(ladder, level, mix) < least and known >= least]:
        advice.append(
            f"Fewer than {least} of your people are at {listed([level.title for level in thin])} or a level beside it. "
            "Most will say “no opportunity” or “not applicable” there, and the picture will say little: choose fewer "
            "of these statements."
        )
    return tuple(advice)


def _asked(ladder: Ladder, statements: Collection[str]) -> list[Level]:
    wanted = set(statements)
    return [level for level in ladder.levels if any(statement.id in wanted for statement in level.statements)]


def _near(ladder: Ladder, level: Level, mix: Mapping[str, int]) -> int:
    """How many people are at a level, the one before it or the one after."""
    place = ladder.levels.index(level)
    return sum(mix.get(neighbour.id, 0) for neighbour in ladder.levels[max(0, place - 1) : place + 2])
