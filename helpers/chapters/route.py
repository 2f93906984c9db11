"""A route through the course: which chapters matter to somebody, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.chapters.course import Chapter, Course


class Turn(NamedTuple):
    """A chapter on somebody's route, and why it is there."""

    chapter: Chapter
    because: str


class Route(NamedTuple):
    """A way through the kit: the chapters that matter most (at most two), and the others between first and last."""

    first: tuple[Turn, ...]
    rest: tuple[Chapter, ...]

    @property
    def minutes(self) -> int:
        """How long the chapters that matter most take in full."""
        return sum(turn.chapter.minutes for turn in self.first)

    @property
    def brief(self) -> int:
        """How long they take for somebody who goes straight to the questions."""
        return sum(turn.chapter.brief for turn in self.first)


MOST_AT_ONCE = 2
"""How many chapters a first sitting holds."""


def suggest_route(course: Course, standing: str | None, curious: Sequence[str]) -> Route:
    """The chapters that matter to somebody who stands at a level and is curious about others.

    `standing` is a level id or None; `curious` holds ids of levels and roles, in any order.
    The level where they stand comes first, then what they are curious about. Somebody who
    is curious about nothing else is shown the level that follows theirs. Ids that have no
    chapter are passed over; nothing said gives a route without a first stop.
    """
    wanted = {standing: "where you stand now"} if standing else {}
    for id in curious:
        wanted.setdefault(id, "you said you are curious about it")
    if wanted and not wanted.keys() - {standing}:
        wanted |= {
            level.id: "where people often go from your level"
            for level in course.ladder.levels
            if standing in level.follows
        }
    turns: dict[Chapter, Turn] = {}
    for id, because in wanted.items():
        if found := course.about(id):
            turns.setdefault(found, Turn(found, because))
    first = tuple(turns.values())[:MOST_AT_ONCE]
    taken = {turn.chapter for turn in first}
    return Route(first, tuple(each for each in course.chapters[1:-1] if each not in taken))
