"""Where each level of a ladder lies on its map, whatever ladder it is.

A level's column is how many steps lead to it. As long as one road leads on, it keeps to
the middle; from the first fork each track has a lane of its own, spread evenly to both
sides. Along or across, no lane is drawn as worth more than another.
"""

from __future__ import annotations

from collections import Counter, deque
from functools import cache
from typing import NamedTuple

from helpers.insight import crossings
from helpers.ladder.model import Ladder, Level


class Spot(NamedTuple):
    """A level's place: its column from the start, and its lane's offset from the middle (in lanes)."""

    level: Level
    column: int
    lane: float


class MapLayout(NamedTuple):
    """The spots of a ladder, the roads between them, and how far they spread."""

    spots: dict[str, Spot]
    roads: tuple[tuple[str, str], ...]
    crossings: tuple[tuple[str, str], ...]
    columns: int
    lanes: int

    def route(self, start: str, end: str) -> tuple[tuple[str, str], ...]:
        """The legs of a shortest way between two levels, by road or crossing, either way; () if none."""
        legs = [*self.roads, *self.crossings]
        before: dict[str, str] = {start: start}
        edge = deque([start])
        while edge and end not in before:
            here = edge.popleft()
            near = [b if a == here else a for a, b in legs if here in (a, b)]
            for there in near:
                if there not in before:
                    before[there] = here
                    edge.append(there)
        if end not in before:
            return ()
        way = [end]
        while way[-1] != start:
            way.append(before[way[-1]])
        return tuple(zip(way[:0:-1], way[-2::-1], strict=True))


def lay_out(ladder: Ladder) -> MapLayout:
    """Lay a ladder out."""

    @cache
    def column(level_id: str) -> int:
        return max((column(before) + 1 for before in ladder.level(level_id).follows), default=0)

    columns = {level.id: column(level.id) for level in ladder.levels}
    crowd = Counter(columns.values())
    fork = min((at for at, count in crowd.items() if count > 1), default=max(crowd) + 1)
    beyond = [level for level in ladder.levels if columns[level.id] >= fork]

    first_slot: dict[str | None, int] = {}
    lanes = 0
    for track in ladder.lines:
        abreast = Counter(columns[level.id] for level in beyond if level.track == track)
        if abreast:
            first_slot[track] = lanes
            lanes += max(abreast.values())

    spots: dict[str, Spot] = {}
    taken: Counter[tuple[str | None, int]] = Counter()
    for level in ladder.levels:
        at = columns[level.id]
        lane = 0.0
        if at >= fork:
            lane = first_slot[level.track] + taken[level.track, at] - (lanes - 1) / 2
            taken[level.track, at] += 1
        spots[level.id] = Spot(level, at, lane)
    return MapLayout(
        spots=spots,
        roads=tuple((before, level.id) for level in ladder.levels for before in level.follows),
        crossings=_neighbours(spots, crossings(ladder)),
        columns=max(crowd) + 1,
        lanes=max(lanes, 1),
    )


def _neighbours(spots: dict[str, Spot], pairs: tuple[tuple[Level, Level], ...]) -> tuple[tuple[str, str], ...]:
    """The crossings between lanes side by side; a wider one leads across what lies between, which stands for it."""
    return tuple(
        (level.id, other.id)
        for level, other in pairs
        if not any(
            spot.column == spots[level.id].column == spots[other.id].column
            and min(spots[level.id].lane, spots[other.id].lane)
            < spot.lane
            < max(spots[level.id].lane, spots[other.id].lane)
            for spot in spots.values()
        )
    )
