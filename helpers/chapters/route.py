"""A route through the course: which chapters matter to somebody, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.chapters.course import Chapter, Course
from helpers.chapters.notebook import Teaches


class Turn(NamedTuple):
    """A chapter on somebody's route, and why it is there."""

    chapter: Chapter
    because: str


class Route(NamedTuple):
    """A way through the kit: the chapters that matter to somebody, and the others between first and last."""

    turns: tuple[Turn, ...]
    rest: tuple[Chapter, ...]

    @property
    def sitting(self) -> tuple[Turn, ...]:
        """What a first sitting holds: at most two chapters."""
        return self.turns[:MOST_AT_ONCE]

    @property
    def minutes(self) -> int:
        """How long the chapters of a first sitting take in full."""
        return sum(turn.chapter.minutes for turn in self.sitting)

    @property
    def brief(self) -> int:
        """How long they take for somebody who goes straight to the questions."""
        return sum(turn.chapter.brief for turn in self.sitting)


FOLLOWS = ("choice:standing", "choice:curious")
"""What a route is made from."""

MOST_AT_ONCE = 2
"""How many chapters a first sitting holds."""


def suggest_route(course: Course, standing: str | None, curious: Sequence[str]) -> Route:
    """The chapters that matter to somebody who stands at a level and is curious about others.

    `standing` is a level id or None; `curious` holds ids of levels and roles, in any order.
    The level where they stand comes first, then all that they are curious about. Somebody who
    is curious about nothing else is shown the level that follows theirs. Ids that have no
    chapter are passed over; nothing said gives a route without a first stop. The `course` says which chapters there
    are.
    """
    wanted = {standing: "where you stand now"} if standing else {}
    for place_id in curious:
        wanted.setdefault(place_id, "you said you are curious about it")
    if wanted and not wanted.keys() - {standing}:
        wanted |= {
            level.id: "where people often go from your level"
            for level in course.ladder.levels
            if standing in level.follows
        }
    turns: dict[Chapter, Turn] = {}
    for place_id, because in wanted.items():
        if chapter := course.about(place_id):
            turns.setdefault(chapter, Turn(chapter, because))
    return Route(tuple(turns.values()), tuple(each for each in course.chapters[1:-1] if each not in turns))


def next_on(course: Course, route: Route, here: Chapter) -> Chapter | None:
    """The chapter to go on to: along the route where one is on it, else the one that follows; None at the end.

    A lab leads on as the chapter beside which it stands. `here` is the chapter of the `course` that is open.
    """
    beside = course.beside(here) if here.teaches is Teaches.LAB else here
    stops = [course.chapters[0], *(turn.chapter for turn in route.turns), course.chapters[-1]]
    if here == course.short:
        return stops[1]
    if here == course.talk:
        return None
    if beside in stops[:-1] and route.turns:
        return stops[stops.index(beside) + 1]
    return course.neighbours(here)[1]
