"""The ladder as a map: every level, the roads between them, and the roles beside them.

It is drawn as land seen from above and not as stairs: the trail runs across the page
(down it, on a phone), forks to both sides alike, and a dotted road leads to the
neighbouring roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin, sqrt

from helpers.charts.contours import contours
from helpers.charts.key import Entry, draw_key
from helpers.charts.map_layout import MapLayout, lay_out
from helpers.charts.map_plan import HALO, LAND_STEP, MARK, NODE, SMALL, TITLE, Box, Place, Plan, plan, width_across
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme
from helpers.insight import Coverage
from helpers.insight import destination as find_destination
from helpers.insight.words import listed
from helpers.ladder.model import Ladder
from helpers.ladder.place_id import PlaceId

HERE, GOAL = "You are here", "Your destination"
"""What the marks say; both may stand at one place."""

_CONTOURS = ((0.12, 0.035), (0.3, 0.06), (0.55, 0.09), (0.85, 0.12))
"""Each contour's height, in shares of the land along a road, and how much accent is in its ground."""


def ladder_map(
    ladder: Ladder,
    theme: Theme,
    *,
    here: str | None = None,
    destination: str | None = None,
    rated: Mapping[str, Coverage] | None = None,
    width: float = 680,
    is_across: bool = False,
) -> Picture:
    """The terrain of a ladder, with where somebody stands and where they head.

    `here` is a level id, `destination` a destination id ("level:…" or "role:…");
    `rated` holds the levels that "5 of 7 rated" should stand beside. `width` is in px;
    the height follows from the ladder, and many lanes may need more width than asked
    for. `is_across` lays it across whatever the width, which many levels then need more of:
    for a slide, where a road that runs down would be small. Raises `UnknownId` for an id that
    the ladder doesn't have. `theme` has the colours. None leaves a mark, or the words, out.
    """
    if here is not None:
        ladder.level(here)
    if destination is not None:
        find_destination(ladder, destination)
    land = lay_out(ladder)
    notes = {level_id: coverage.rated_text for level_id, coverage in (rated or {}).items()}
    width = max(width, width_across(land)) if is_across else width
    laid = plan(ladder, land, notes, _marks(here, destination), width)
    canvas = Canvas(theme, laid.width)
    _draw_land(canvas, laid)
    _draw_roads(canvas, laid, land, here, destination)
    for level_id, place in laid.levels.items():
        _draw_level(
            canvas,
            place,
            rated.get(level_id) if rated else None,
            here == level_id,
            destination == PlaceId.level(level_id),
        )
    for role_id, place in laid.roles.items():
        _draw_role(canvas, place, destination == PlaceId.role(role_id))
    height = draw_key(canvas, laid.height + 10, _key(canvas, ladder, land, bool(notes)))
    return canvas.finish(height + 4, _alt(ladder, land, here, destination, notes))


def map_places(
    ladder: Ladder,
    *,
    here: str | None = None,
    destination: str | None = None,
    rated: Mapping[str, Coverage] | None = None,
    width: float = 680,
) -> dict[str, Box]:
    """Where each level stands on the `ladder_map` that is drawn of the same, by its id: for who presses on it.

    `here`, `destination`, `rated` and `width` (px) are as they were given for the map of the `ladder`.
    """
    notes = {level_id: coverage.rated_text for level_id, coverage in (rated or {}).items()}
    laid = plan(ladder, lay_out(ladder), notes, _marks(here, destination), width)
    return {level_id: place.box() for level_id, place in laid.levels.items()}


def _marks(here: str | None, destination: str | None) -> dict[str, tuple[str, ...]]:
    marks: dict[str, tuple[str, ...]] = {PlaceId.level(here): (HERE,)} if here else {}
    if destination:
        marks[destination] = (*marks.get(destination, ()), GOAL)
    return marks


# ---- drawing -------------------------------------------------------------------------


def _draw_land(canvas: Canvas, laid: Plan) -> None:
    on_a_road = laid.spread * sqrt(2 * pi) / LAND_STEP  # the sum of the bells of a long straight row of points
    lines = contours(laid.land, laid.spread, tuple(share * on_a_road for share, _ in _CONTOURS))
    for line, (_, depth) in zip(lines, _CONTOURS, strict=True):
        canvas.area(line, canvas.theme.tint(depth), canvas.theme.tint(depth + 0.13), 0.8)


def _draw_roads(canvas: Canvas, laid: Plan, land: MapLayout, here: str | None, destination: str | None) -> None:
    theme = canvas.theme
    if laid.ring:
        canvas.path(laid.ring, theme.muted, 2, dash=f"0.1 {laid.dot - 0.1:.3f}")
    at = {level_id: place.at for level_id, place in laid.levels.items()}
    for a, b in land.crossings:
        canvas.path(_crossing(laid.levels[a], laid.levels[b], laid.across), theme.muted, 1.6, dash="5 5")
    for a, b in land.roads:
        canvas.path(_leg(at[a], at[b], laid.across), theme.background, 7)
    for a, b in land.roads:
        canvas.path(_leg(at[a], at[b], laid.across), theme.muted, 2.4)
    if here and destination and (goal := PlaceId(destination)).kind == "level":
        for a, b in land.route(here, goal.bare):
            if (a, b) in land.roads or (b, a) in land.roads:
                first, then = (a, b) if (a, b) in land.roads else (b, a)
                canvas.path(_leg(at[first], at[then], laid.across), theme.accent, 4.5)
            else:
                canvas.path(_crossing(laid.levels[a], laid.levels[b], laid.across), theme.accent, 3.5, dash="8 6")


def _draw_level(canvas: Canvas, place: Place, coverage: Coverage | None, here: bool, goal: bool) -> None:
    theme = canvas.theme
    canvas.circle(place.at, HALO + 2 if coverage else NODE + 3, theme.background)
    if coverage is not None:
        canvas.circle(place.at, HALO, "none", theme.tint(0.3, theme.muted), 2.5)
        if coverage.rated:
            canvas.path(_arc(place.at, HALO, coverage.rated / coverage.total), theme.accent, 3)
    if here:
        canvas.circle(place.at, NODE, theme.accent)
        if not goal:
            canvas.circle(place.at, 3.4, theme.background)
    else:
        canvas.circle(place.at, NODE - 1.2, theme.background, theme.accent if goal else theme.ink, 2.4)
    if goal:
        _flag(canvas, place.at, theme.background if here else theme.accent)
    _draw_words(canvas, place, bold=True)


def _draw_role(canvas: Canvas, place: Place, goal: bool) -> None:
    theme, (x, y) = canvas.theme, place.at
    canvas.circle(place.at, 10, theme.background)
    size = 7.0 if goal else 6.0
    diamond = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    canvas.shape(diamond, theme.accent if goal else theme.background, theme.accent if goal else theme.ink, 2)
    _draw_words(canvas, place, bold=goal)


def _draw_words(canvas: Canvas, place: Place, *, bold: bool) -> None:
    theme, words = canvas.theme, place.words
    x, y = place.corner
    for lines, size, colour, heavy, slanted in (
        (words.track, SMALL, theme.muted, False, True),
        (words.title, TITLE, theme.ink, bold, False),
        (words.note, SMALL, theme.muted, False, False),
    ):
        for line in lines:
            at = (x, y + size * 0.95)
            canvas.text(at, line, size=size, colour=colour, anchor=place.anchor, bold=heavy, italic=slanted)
            y += size * LINE
    x, y = place.marks
    for mark in words.marks:
        canvas.pill((x, y), mark, size=SMALL, anchor=place.anchor)
        y += MARK


def _key(canvas: Canvas, ladder: Ladder, land: MapLayout, rated: bool) -> list[Entry]:
    theme = canvas.theme

    def stop(at: Point) -> None:
        x, y = at
        canvas.line((x - 14, y), (x + 14, y), theme.muted, 2, dash="0.1 6.9")
        canvas.circle(at, 7, theme.background)
        canvas.shape([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)], theme.background, theme.ink, 1.8)

    def crossing(at: Point) -> None:
        canvas.line((at[0] - 12.5, at[1]), (at[0] + 12.5, at[1]), theme.muted, 1.6, dash="5 5")

    def arc(at: Point) -> None:
        canvas.circle(at, 6.5, "none", theme.tint(0.3, theme.muted), 2)
        canvas.path(_arc(at, 6.5, 0.4), theme.accent, 2.6)

    entries = []
    if ladder.roles:
        entries.append(Entry(stop, "neighbouring roles; the dotted road is open from any level, and leads back too"))
    if land.crossings:
        entries.append(Entry(crossing, "people cross between tracks here, either way"))
    if rated:
        entries.append(Entry(arc, "how much of a level is rated"))
    return entries


def _flag(canvas: Canvas, at: Point, colour: str) -> None:
    x, y = at
    canvas.line((x - 2.5, y - 4.5), (x - 2.5, y + 5), colour, 1.6)
    canvas.shape([(x - 2.5, y - 5), (x + 5, y - 2.2), (x - 2.5, y + 0.8)], colour)


def _leg(start: Point, end: Point, across: bool) -> str:
    (x1, y1), (x2, y2) = start, end
    if across:
        bend = (x1 + x2) / 2
        return f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    bend = (y1 + y2) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1:.1f} {bend:.1f} {x2:.1f} {bend:.1f} {x2:.1f} {y2:.1f}"


def _crossing(one: Place, other: Place, across: bool) -> str:
    """Sideways between two tracks; where words stand under the upper level, from below them."""
    if across and one.at[0] == other.at[0]:
        upper, lower = sorted((one, other), key=lambda place: place.at[1])
        top = upper.corner[1] + upper.words.height + 4 if upper.corner[1] > upper.at[1] else upper.at[1]
        return f"M{upper.at[0]:.1f} {top:.1f}V{lower.at[1]:.1f}"
    return _leg(one.at, other.at, across)


def _arc(centre: Point, radius: float, share: float) -> str:
    """A clockwise arc from twelve o'clock; a whole turn is drawn as two halves."""
    x, y = centre
    if share >= 1:
        return (
            f"M{x:.2f} {y - radius:.2f}a{radius} {radius} 0 1 1 0 {2 * radius}a{radius} {radius} 0 1 1 0 {-2 * radius}"
        )
    angle = 2 * pi * share
    end = (x + radius * sin(angle), y - radius * cos(angle))
    return f"M{x:.2f} {y - radius:.2f}A{radius} {radius} 0 {int(share > 0.5)} 1 {end[0]:.2f} {end[1]:.2f}"


# ---- in words ------------------------------------------------------------------------


def _alt(ladder: Ladder, land: MapLayout, here: str | None, destination: str | None, notes: Mapping[str, str]) -> str:
    title = {level.id: level.map_title for level in ladder.levels}
    parts = [f"Map of the ladder “{ladder.title}”."]
    for track in ladder.tracks:
        on_it = [level.map_title for level in ladder.levels if level.track == track.id]
        if on_it:
            parts.append(f"{track.title}: {listed(on_it)}.")
    for level in ladder.levels:
        onward = [b for a, b in land.roads if a == level.id]
        if len(onward) > 1:
            parts.append(
                f"From {level.map_title} the trail forks to {listed([title[level_id] for level_id in onward])}."
            )
    for a, b in land.crossings:
        parts.append(f"People cross between {title[a]} and {title[b]} either way.")
    if ladder.roles:
        parts.append(
            f"Open from any level are the neighbouring roles: {'; '.join(role.title for role in ladder.roles)}."
        )
    if here:
        parts.append(f"You are here: {title[here]}.")
    if destination:
        goal = find_destination(ladder, destination)
        parts.append(f"Your destination: {goal.level.map_title if goal.level else goal.title}.")
    if notes:
        parts.append(
            "Rated so far: " + "; ".join(f"{title[level_id]}, {note}" for level_id, note in notes.items()) + "."
        )
    return " ".join(parts)
