"""A map's geometry in pixels: across the page where there is room, down it on a phone.

Both plans are the same kind of thing, so they are drawn by the same hand
(`helpers.charts.map`): places with their words, stops on the road round them, and the
outline of the land.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby
from math import hypot, inf, pi
from typing import NamedTuple

from helpers.charts.lettering import text_width, wrap
from helpers.charts.map_layout import MapLayout, Spot
from helpers.charts.svg import LINE, Anchor, Point
from helpers.ladder.model import Ladder, Role
from helpers.ladder.place_id import PlaceId

LAND_STEP = 16.0
"""The distance between the points that raise the land, in px."""

NODE, HALO = 9.0, 14.5
"""The radius of a level's dot, and of the arc round it."""

TITLE, SMALL, MARK = 13.0, 11.5, 22.0
"""Text sizes, and the height of a mark ("You are here") with the space below it."""

TOUCH = 48.0
"""How wide and tall at least is what a finger has to meet, in px: 44 on a phone, where the map is a little smaller."""

_GAP = 9.0  # from a dot's arc to its words
_CLEAR = 30.0  # between the land, or the words on it, and the road round them

# Across the page
_END = 88.0  # from the page's edge to the first and last column: the land's end, and the road outside it
_LEAST_PITCH = 108.0  # between columns: less, and the marks of neighbours would touch
_LANES_APART = 92.0
_LEAN = 26.0  # how far the land's middle lies from the trail, toward the words
_SPREAD = 30.0

# Down the page
_LEAST_WIDTH = 340.0
_ROWS_APART = 78.0
_WORDS_APART = 22.0
_HALF_LAND = 54.0
_SPREAD_DOWN = 24.0


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

    @property
    def whole_height(self) -> float:
        """How tall the words and marks stand together, in px."""
        return self.height + self.marks_height


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

    def box(self) -> Box:
        """What a finger may touch: the dot, `TOUCH` px at least, with its words and marks."""
        wide = max((text_width(line, size, bold=bold) for line, size, bold in self._lines()), default=0.0)
        left = {"start": self.corner[0], "middle": self.corner[0] - wide / 2, "end": self.corner[0] - wide}[self.anchor]
        top = min(self.corner[1], self.marks[1])
        x1, y1 = min(left, self.at[0] - TOUCH / 2), min(top, self.at[1] - TOUCH / 2)
        x2 = max(left + wide, self.at[0] + TOUCH / 2)
        y2 = max(top + self.words.whole_height, self.at[1] + TOUCH / 2)
        return Box(x1, y1, x2 - x1, y2 - y1)

    def _lines(self) -> list[tuple[str, float, bool]]:
        words = self.words
        small = [(line, SMALL, False) for line in (*words.track, *words.note, *words.marks)]
        return [*small, *((line, TITLE, True) for line in words.title)]


class Box(NamedTuple):
    """A rectangle on the map, in px."""

    x: float
    y: float
    width: float
    height: float


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


def plan(ladder: Ladder, land: MapLayout, notes: Notes, marks: Marks, width: float) -> Plan:
    """The map of a ladder at a width in px: across if its columns have room, else down.

    `land` says what is beside and below what, `notes` what stands at a level (by its id), and `marks` where somebody is
    and wants to go.
    """
    if width >= max(520, width_across(land)):
        return _across(ladder, land, notes, marks, width)
    return _down(ladder, land, notes, marks, width)


def width_across(land: MapLayout) -> float:
    """The least width in px at which a map's columns have room across a page."""
    return 2 * _END + max(land.columns - 1, 1) * _LEAST_PITCH


def _level_words(ladder: Ladder, land: MapLayout, notes: Notes, marks: Marks) -> Callable[[Spot, float], Words]:
    begins: dict[str | None, str] = {}
    for spot in sorted(land.spots.values(), key=lambda spot: spot.column):
        begins.setdefault(spot.level.track, spot.level.id)

    def words(spot: Spot, room: float) -> Words:
        level_id, track = spot.level.id, spot.level.track
        return Words(
            wrap(ladder.track(track).title, SMALL, room)
            if track and begins[track] == level_id and len(begins) > 1
            else (),
            wrap(spot.level.map_title, TITLE, room, bold=True),
            wrap(notes[level_id], SMALL, room) if level_id in notes else (),
            marks.get(PlaceId.level(level_id), ()),
        )

    return words


def _land(land: MapLayout, ends: Mapping[str, Point], across: bool) -> tuple[Point, ...]:
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


def _across(ladder: Ladder, land: MapLayout, notes: Notes, marks: Marks, width: float) -> Plan:
    """The trail from left to right; the roles in two rows, on the road above and the road below."""
    pitch = (width - 2 * _END) / max(land.columns - 1, 1)
    words_of = _level_words(ladder, land, notes, marks)
    words = {level_id: words_of(spot, min(pitch - 16, 136)) for level_id, spot in land.spots.items()}
    # The outermost words stand outside, so that what lies between two lanes stays clear for the crossings.
    above = {level_id for level_id, spot in land.spots.items() if land.lanes > 1 and spot.lane == -(land.lanes - 1) / 2}
    tallest = _tallest(words.values())
    apart = _LANES_APART if land.lanes <= 2 else 2 * (HALO + _GAP) + tallest + 20
    x = {
        level_id: _END + spot.column * pitch if land.columns > 1 else width / 2 for level_id, spot in land.spots.items()
    }
    y = {level_id: spot.lane * apart for level_id, spot in land.spots.items()}  # from the middle, at first
    top, bottom = _extent(y, words, above)

    half = len(ladder.roles) // 2
    upper, lower = (_role_words(roles, marks, width) for roles in (ladder.roles[:half], ladder.roles[half:]))
    ring_top = 10 + _tallest(upper.values()) + _GAP + 4
    middle = ring_top + _CLEAR - top
    ring_bottom = middle + bottom + _CLEAR
    roles = {
        role_id: _stacked((width * (index + 0.5) / len(row), at), role_words, _GAP + 4, up=row is upper)
        for row, at in ((upper, ring_top), (lower, ring_bottom))
        for index, (role_id, role_words) in enumerate(row.items())
    }
    ring, dot = _loop(14, ring_top, width - 14, ring_bottom, 56) if roles else ("", 0)
    ground = {
        level_id: (x[level_id], middle + y[level_id] + (-_LEAN if level_id in above else _LEAN)) for level_id in words
    }
    return Plan(
        width=width,
        height=ring_bottom + _GAP + 4 + _tallest(lower.values()) + 10,
        levels={
            level_id: _stacked((x[level_id], middle + y[level_id]), words[level_id], HALO + _GAP, up=level_id in above)
            for level_id in words
        },
        roles=roles,
        ring=ring,
        dot=dot,
        land=_land(land, ground, True),
        spread=_SPREAD,
        across=True,
    )


def _extent(y: Mapping[str, float], words: Mapping[str, Words], above: Collection[str]) -> tuple[float, float]:
    """How far up and down the dots, their words and the land under them reach."""
    reach = {level_id: HALO + _GAP + words[level_id].whole_height for level_id in y}
    shore = 2.1 * _SPREAD - _CLEAR / 2  # where the lowest contour lies; the road may come near it
    tops = (
        y[level_id] - (max(reach[level_id], _LEAN + shore) if level_id in above else max(HALO, shore - _LEAN))
        for level_id in y
    )
    bottoms = (
        y[level_id] + (max(HALO, shore - _LEAN) if level_id in above else max(reach[level_id], _LEAN + shore))
        for level_id in y
    )
    return min(tops), max(bottoms)


def _tallest(words: Iterable[Words]) -> float:
    return max((each.whole_height for each in words), default=0.0)


def _stacked(at: Point, words: Words, gap: float, *, up: bool) -> Place:
    """A place with its words below its dot or above it, the marks next to the dot."""
    x, y = at
    if up:
        marks = y - gap - words.marks_height
        return Place(at, words, (x, marks - words.height), (x, marks + 3), "middle")
    return Place(at, words, (x, y + gap + words.marks_height), (x, y + gap), "middle")


def _role_words(roles: Sequence[Role], marks: Marks, width: float) -> dict[str, Words]:
    return {
        role.id: Words(
            title=wrap(role.title, TITLE, width / len(roles) - 18), marks=marks.get(PlaceId.role(role.id), ())
        )
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


def _down(ladder: Ladder, land: MapLayout, notes: Notes, marks: Marks, width: float) -> Plan:
    """The trail from top to bottom, with the roles below it on the road that leads round both."""
    margin = 14.0 if ladder.roles else 4.0
    width = max(width, _LEAST_WIDTH)
    words_of = _level_words(ladder, land, notes, marks)
    beside = HALO + _GAP
    by_place = sorted(land.spots.values(), key=lambda spot: (spot.column, spot.lane))
    if land.lanes <= 2:  # side by side, words on the outer side of each lane
        x = {level_id: width / 2 + spot.lane * 60 for level_id, spot in land.spots.items()}
        edge = {level_id: x[level_id] + (-beside if spot.lane < 0 else beside) for level_id, spot in land.spots.items()}
        rows = [[spot.level.id for spot in row] for _, row in groupby(by_place, key=lambda spot: spot.column)]
    else:  # a row for every level, words to the right of all lanes
        step = min(44.0, width * 0.4 / land.lanes)
        first = margin + 60
        x = {level_id: first + (spot.lane + (land.lanes - 1) / 2) * step for level_id, spot in land.spots.items()}
        edge = dict.fromkeys(x, first + (land.lanes - 1) * step + beside)
        rows = [[spot.level.id] for spot in by_place]
    rooms = {
        level_id: (edge[level_id] if edge[level_id] < x[level_id] else width - edge[level_id]) - margin - 8
        for level_id in x
    }
    words = {level_id: words_of(spot, min(rooms[level_id], 190)) for level_id, spot in land.spots.items()}

    levels: dict[str, Place] = {}
    deepest, last = 16 - _WORDS_APART, -inf
    for row in rows:
        tall = max(2 * HALO, _tallest(words[level_id] for level_id in row))
        y = max(deepest + _WORDS_APART + tall / 2, last + _ROWS_APART, _HALF_LAND + 18)
        for level_id in row:
            top = y - words[level_id].whole_height / 2
            corner = (edge[level_id], top + words[level_id].marks_height)
            levels[level_id] = Place(
                (x[level_id], y),
                words[level_id],
                corner,
                (edge[level_id], top),
                "end" if edge[level_id] < x[level_id] else "start",
            )
        deepest, last = y + tall / 2, y
    foot = max(deepest, last + _HALF_LAND) + 24

    roles: dict[str, Place] = {}
    for role in ladder.roles:
        role_words = Words(
            title=wrap(role.title, TITLE, width - margin - 34), marks=marks.get(PlaceId.role(role.id), ())
        )
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
        land=_land(land, {level_id: place.at for level_id, place in levels.items()}, False),
        spread=_SPREAD_DOWN,
        across=False,
    )
