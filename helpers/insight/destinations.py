"""Where the roads lead from a level. No path outranks another.

What a road is follows from the ladder alone: which levels follow which, and on which
track each stands. So it holds for a company's own ladder just as for the shipped one.
"""

from __future__ import annotations

from enum import StrEnum

from helpers.errors import UnknownId
from helpers.frozen import Frozen
from helpers.journal.state import State
from helpers.ladder.model import Ladder, Level, Role
from helpers.ladder.place_id import PlaceId


class Road(StrEnum):
    """What lies between where somebody stands and a destination. The order is reading order, no rank."""

    NEXT = "next"
    """A level that people usually come to from here."""
    SWITCH = "switch"
    """A level on another track, reached sideways: both tracks leave from a level already passed."""
    FURTHER = "further"
    """Any other level; with no standing given, every level."""
    HERE = "here"
    """The level where they stand: growing into it is a direction too."""
    EARLIER = "earlier"
    """A level on the way to where they stand. Careers bend, and some people go back to it by choice."""
    ADJACENT = "adjacent"
    """A family of roles beside product management, open from any level."""


class Destination(Frozen):
    """A level or a family of neighbouring roles that somebody may head for.

    `id` is "level:<id>" or "role:<id>", as the journal's choices hold it. `target` is
    the bare id. Exactly one of `level` and `role` is set.
    """

    id: str
    title: str
    short_title: str
    road: Road
    level: Level | None = None
    role: Role | None = None

    @property
    def target(self) -> str:
        """The id of the level or role, without its kind."""
        return PlaceId(self.id).bare


def roads_from(ladder: Ladder, standing: str | None) -> tuple[Destination, ...]:
    """Every destination with the road that leads there from a level (or from nowhere in particular).

    Sorted by road, then as the ladder lists them. With `standing` None every level is
    FURTHER and every role ADJACENT. Raises `UnknownId` for a level the ladder doesn't have.
    """
    if standing is not None:
        ladder.level(standing)
    order = list(Road)
    destinations = [_to_level(level, _road(ladder, standing, level)) for level in ladder.levels]
    destinations += [_to_role(role) for role in ladder.roles]
    return tuple(sorted(destinations, key=lambda destination: order.index(destination.road)))


def destination(ladder: Ladder, id: str, standing: str | None = None) -> Destination:
    """The destination with this id ("level:senior", "role:operations"), seen from `standing`.

    Raises `UnknownId` if the ladder has no such level or role.
    """
    place = PlaceId(id)
    if place.kind == "level":
        return _to_level(ladder.level(place.bare), _road(ladder, standing, ladder.level(place.bare)))
    if place.kind == "role":
        return _to_role(ladder.role(place.bare))
    raise UnknownId(f"{id!r} is no destination", next_step='A destination is "level:<id>" or "role:<id>".')


def standing_of(ladder: Ladder, state: State) -> str | None:
    """The id of the level somebody said they stand at; None if they didn't, or this ladder has no such level."""
    known = {level.id for level in ladder.levels}
    return next((level_id for level_id in state.chosen("standing") if level_id in known), None)


def chosen_destination(ladder: Ladder, state: State) -> Destination | None:
    """The destination somebody chose; None if they didn't, or this ladder has no such place."""
    standing = standing_of(ladder, state)
    for chosen_id in state.chosen("destination"):
        try:
            return destination(ladder, chosen_id, standing)
        except UnknownId:  # chosen on a ladder that has changed since: the choice is simply open again
            continue
    return None


def crossings(ladder: Ladder) -> tuple[tuple[Level, Level], ...]:
    """Pairs of levels between which one can switch track either way, as the ladder lists them."""
    levels = ladder.levels
    return tuple(
        (level, other)
        for i, level in enumerate(levels)
        for other in levels[i + 1 :]
        if _road(ladder, level.id, other) is _road(ladder, other.id, level) is Road.SWITCH
    )


def steps_between(ladder: Ladder, from_level: str) -> dict[str, int]:
    """How many steps each level is from a level, along `follows` in either direction.

    Levels that no chain of steps reaches are left out. Raises `UnknownId`.
    """
    reached = {ladder.level(from_level).id: 0}
    edge = [from_level]
    while edge:
        next_edge = []
        for level_id in edge:
            near = [
                *ladder.level(level_id).follows,
                *(level.id for level in ladder.levels if level_id in level.follows),
            ]
            for other in near:
                if other not in reached:
                    reached[other] = reached[level_id] + 1
                    next_edge.append(other)
        edge = next_edge
    return reached


def _to_level(level: Level, road: Road) -> Destination:
    return Destination(
        id=PlaceId.level(level.id), title=level.title, short_title=level.short_title, road=road, level=level
    )


def _to_role(role: Role) -> Destination:
    return Destination(
        id=PlaceId.role(role.id), title=role.title, short_title=role.title, road=Road.ADJACENT, role=role
    )


def _road(ladder: Ladder, standing: str | None, level: Level) -> Road:
    if standing is None:
        return Road.FURTHER
    if level.id == standing:
        return Road.HERE
    if standing in level.follows:
        return Road.NEXT
    if level.id in _steps_back(ladder, standing):
        return Road.EARLIER
    return Road.SWITCH if _sideways(ladder, ladder.level(standing), level) else Road.FURTHER


def _sideways(ladder: Ladder, here: Level, there: Level) -> bool:
    """Whether `there` is no further past the fork of the two tracks than `here` is."""
    if here.track == there.track:
        return False
    back_here, back_there = _steps_back(ladder, here.id), _steps_back(ladder, there.id)
    shared = back_here.keys() & back_there.keys()
    if not shared or here.id in back_there:
        return False
    return min(back_there[level_id] for level_id in shared) <= min(back_here[level_id] for level_id in shared)


def _steps_back(ladder: Ladder, level_id: str) -> dict[str, int]:
    """The levels that come before a level, each with the fewest steps back to it."""
    steps: dict[str, int] = {}
    edge, distance = {level_id}, 0
    while edge:
        distance += 1
        edge = {before for reached in edge for before in ladder.level(reached).follows} - steps.keys()
        steps |= dict.fromkeys(edge, distance)
    return steps
