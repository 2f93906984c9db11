"""A map's geometry in pixels: across the page where there is room, down it on a phone.

Both plans are the same kind of thing, so they are drawn by the same hand
(`helpers.charts.map`): places with their words, stops on the road round them, and the
outline of the land.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from math import hypot, inf, pi
from typing import NamedTuple

from helpers.charts.lettering import wrap
from helpers.charts.svg import LINE, Anchor, Point
from helpers.charts.terrain import Spot, Terrain
from helpers.ladder.model import Ladder, Role

LAND_STEP = 16.0
"""The distance between the points that raise the land, in px."""

NODE, HALO = 9.0, 14.5
"""The radius of a level's dot, and of the arc round it."""

TITLE, SMALL, MARK = 13.0, 11.5, 22.0
"""Text sizes, and the height of a mark ("You are here") with the space below it."""

_GAP = 9.0
_LEAST_PITCH = 108.0
_LEAN, _SPREAD = 26.0, 30.0
_LEAST_WIDTH = 340.0
_LEAST_ROW, _BETWEEN, _LAND = (
    78.0,
    22.0,
    108.0,
)  # down the page: from dot to dot, from words to words, the land's breadth
_END = 88.0  # from the edge to the first and last column: half the land's breadth, and the road outside it


class Words(NamedTuple):
    """The words at a place, in lines: the track (where it begins), the title, a note, marks."""

    track: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """How tall they stand in px, without the marks."""
        return (len(self.track) + len(self.note)) * SMALL * LINE + len(self.title) * TITLE * LINE

    @property
    def marks_height(self) -> float:
        """How tall the marks stand in px, one below the other."""
        return len(self.marks) * MARK


class Place(NamedTuple):
    """A level or role on the map: its dot, its words, and where those stand.

    `corner` is the top of the words and `marks` that of the marks, each at the side (or
    middle) that `anchor` names.
    """

    at: Point
    words: Words
    corner: Point
    marks: Point
    anchor: Anchor


class Plan(NamedTuple):
    """A laid-out map. `ring` is SVG path data and `dot` the step between its
    dots, 0 where there are no roles; `land` holds points that raise the ground round them."""

    width: float
    height: float
    levels: dict[str, Place]
    roles: dict[str, Place]
    ring: str
    dot: float
    land: tuple[Point, ...]
    spread: float
    across: bool


Notes = Mapping[str, str]
"""A short note by level id ("5 of 7 rated")."""

Marks = Mapping[str, tuple[str, ...]]
"""The marks by destination id ("level:senior", "role:operations")."""


def plan(ladder: Ladder, land: Terrain, notes: Notes, marks: Marks, width: float) -> Plan:
    """The map of a ladder at a width in px: across if its columns have room, else down."""
    if width >= 520 and (width - 2 * _END) / max(land.columns - 1, 1) >= _LEAST_PITCH:
        return _across(ladder, land, notes, marks, width)
    return _down(ladder, land, notes, marks, width)


def _level_words(ladder: Ladder, land: Terrain, notes: Notes, marks: Marks) -> Callable[[Spot, float], Words]:
    begins: dict[str, str] = {}
    for spot in sorted(land.spots.values(), key=lambda spot: spot.column):
        begins.setdefault(spot.level.track, spot.level.id)

    def words(spot: Spot, room: float) -> Words:
        id, track = spot.level.id, spot.level.track
        return Words(
            wrap(ladder.track(track).title, SMALL, room) if begins[track] == id and len(begins) > 1 else (),
            wrap(spot.level.short_title, TITLE, room, bold=True),
            wrap(notes[id], SMALL, room) if id in notes else (),
            marks.get(f"level:{id}", ()),
        )

    return words


def _land(land: Terrain, ends: Mapping[str, Point], across: bool) -> tuple[Point, ...]:
    """Points along every road and crossing, a step apart, and more of them at every level."""
    points = [at for at in ends.values() for _ in range(2)]
    for a, b in (*land.roads, *land.crossings):
        (x1, y1), (x2, y2) = ends[a], ends[b]
        steps = max(2, round(hypot(x2 - x1, y2 - y1) / LAND_STEP))
        for step in range(steps + 1):
            t = step / steps
            eased = t * t * (3 - 2 * t)  # the S of a road that leaves and arrives straight
            along, aside = (t, eased) if across else (eased, t)
            points.append((x1 + (x2 - x1) * along, y1 + (y2 - y1) * aside))
    return tuple((round(x), round(y)) for x, y in points)


# ---- across --------------------------------------------------------------------------


def _across(ladder: Ladder, land: Terrain, notes: Notes, marks: Marks, width: float) -> Plan:
    pitch = (width - 2 * _END) / max(land.columns - 1, 1)
    room = min(pitch - 16, 136)
    words_of = _level_words(ladder, land, notes, marks)
    words = {id: words_of(spot, room) for id, spot in land.spots.items()}
    tallest = max(w.height + w.marks_height for w in words.values())
    top_lane = -(land.lanes - 1) / 2
    above = {id for id, spot in land.spots.items() if land.lanes > 1 and spot.lane == top_lane < 0}
    lane_pitch = 92.0 if land.lanes <= 2 else HALO * 2 + _GAP * 2 + tallest + 20
    x = {id: _END + spot.column * pitch for id, spot in land.spots.items()}
    y = {id: spot.lane * lane_pitch for id, spot in land.spots.items()}
    if land.columns == 1:
        x = dict.fromkeys(x, width / 2)
    reach = {id: HALO + _GAP + words[id].height + words[id].marks_height for id in words}
    lean = {id: -_LEAN if id in above else _LEAN for id in words}  # the land lies under the words too
    land_reach = 2.1 * _SPREAD - 14
    top = min(min(y[id] - (reach[id] if id in above else HALO), y[id] + lean[id] - land_reach) for id in y)
    bottom = max(max(y[id] + (HALO if id in above else reach[id]), y[id] + lean[id] + land_reach) for id in y)

    half = len(ladder.roles) // 2
    upper, lower = ladder.roles[:half], ladder.roles[half:]
    upper_words = _role_words(upper, marks, width)
    lower_words = _role_words(lower, marks, width)
    ring_top = 10 + max((w.height + w.marks_height for w in upper_words.values()), default=0) + _GAP + 4
    middle = ring_top + 30 - top
    ring_bottom = middle + bottom + 30

    levels = {id: _stacked((x[id], middle + y[id]), words[id], HALO + _GAP, up=id in above) for id in words}
    roles: dict[str, Place] = {}
    for row, ring_y, up in ((upper_words, ring_top, True), (lower_words, ring_bottom, False)):
        for index, (id, role_words) in enumerate(row.items()):
            roles[id] = _stacked((width * (index + 0.5) / len(row), ring_y), role_words, _GAP + 4, up=up)
    ends = {id: (x[id], middle + y[id] + lean[id]) for id in words}
    height = ring_bottom + max((_GAP + 4 + w.height + w.marks_height for w in lower_words.values()), default=0) + 10
    ring, dot = _loop(14, ring_top, width - 14, ring_bottom, 56) if ladder.roles else ("", 0)
    return Plan(
        width=width,
        height=height,
        levels=levels,
        roles=roles,
        ring=ring,
        dot=dot,
        land=_land(land, ends, True),
        spread=_SPREAD,
        across=True,
    )


def _stacked(at: Point, words: Words, gap: float, *, up: bool) -> Place:
    """A place with its words below its dot or above it, the marks next to the dot."""
    x, y = at
    if up:
        marks = y - gap - words.marks_height
        return Place(at, words, (x, marks - words.height), (x, marks + 3), "middle")
    return Place(at, words, (x, y + gap + words.marks_height), (x, y + gap), "middle")


def _role_words(roles: Sequence[Role], marks: Marks, width: float) -> dict[str, Words]:
    return {
        role.id: Words(title=wrap(role.title, TITLE, width / len(roles) - 18), marks=marks.get(f"role:{role.id}", ()))
        for role in roles
    }


def _loop(left: float, top: float, right: float, bottom: float, radius: float) -> tuple[str, float]:
    """A rounded rectangle as path data, and a step of about 7 px that goes round it without a seam."""
    r = min(radius, (bottom - top) / 2)
    path = (
        f"M{left + r} {top}H{right - r}A{r} {r} 0 0 1 {right} {top + r}V{bottom - r}A{r} {r} 0 0 1 {right - r} {bottom}"
        f"H{left + r}A{r} {r} 0 0 1 {left} {bottom - r}V{top + r}A{r} {r} 0 0 1 {left + r} {top}Z"
    )
    length = 2 * (right - left + bottom - top - 4 * r) + 2 * pi * r
    return path, length / round(length / 7)


# ---- down ----------------------------------------------------------------------------


def _down(ladder: Ladder, land: Terrain, notes: Notes, marks: Marks, width: float) -> Plan:
    margin = 14.0 if ladder.roles else 4.0
    width = max(width, _LEAST_WIDTH)
    words_of = _level_words(ladder, land, notes, marks)
    beside = HALO + _GAP
    by_place = sorted(land.spots.values(), key=lambda spot: (spot.column, spot.lane))
    if land.lanes <= 2:  # side by side, words on the outer side of each lane
        x = {id: width / 2 + spot.lane * 60 for id, spot in land.spots.items()}
        edge = {id: x[id] + (-beside if spot.lane < 0 else beside) for id, spot in land.spots.items()}
        rows = [[spot.level.id for spot in row] for _, row in groupby(by_place, key=lambda spot: spot.column)]
    else:  # a row for every level, words to the right of all lanes
        step = min(44.0, width * 0.4 / land.lanes)
        first = margin + 60
        x = {id: first + (spot.lane + (land.lanes - 1) / 2) * step for id, spot in land.spots.items()}
        edge = dict.fromkeys(x, first + (land.lanes - 1) * step + beside)
        rows = [[spot.level.id] for spot in by_place]
    rooms = {id: (edge[id] if edge[id] < x[id] else width - edge[id]) - margin - 8 for id in x}
    words = {id: words_of(spot, min(rooms[id], 190)) for id, spot in land.spots.items()}

    levels: dict[str, Place] = {}
    deepest, last = 16 - _BETWEEN, -inf
    for row in rows:
        tall = max(max(2 * HALO, words[id].height + words[id].marks_height) for id in row)
        y = max(deepest + _BETWEEN + tall / 2, last + _LEAST_ROW, _LAND / 2 + 18)
        for id in row:
            top = y - (words[id].height + words[id].marks_height) / 2
            corner = (edge[id], top + words[id].marks_height)
            levels[id] = Place((x[id], y), words[id], corner, (edge[id], top), "end" if edge[id] < x[id] else "start")
        deepest, last = y + tall / 2, y
    foot = max(deepest, last + _LAND / 2) + 24

    roles: dict[str, Place] = {}
    for role in ladder.roles:
        role_words = Words(title=wrap(role.title, TITLE, width - margin - 34), marks=marks.get(f"role:{role.id}", ()))
        top = foot + role_words.marks_height
        roles[role.id] = Place(
            (margin, top + TITLE * LINE / 2), role_words, (margin + 18, top), (margin + 18, foot), "start"
        )
        foot = top + role_words.height + 13
    ring, dot = _loop(margin, 8, width - 10, foot + 12, 34) if ladder.roles else ("", 0)
    return Plan(
        width=width,
        height=foot + 18 if roles else foot - 12,
        levels=levels,
        roles=roles,
        ring=ring,
        dot=dot,
        land=_land(land, {id: place.at for id, place in levels.items()}, False),
        spread=24,
        across=False,
    )
