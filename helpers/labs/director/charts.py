"""Pictures of the lab “Fund the portfolio”: the next person, the year, the frontier, the ties between teams."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from helpers.charts.key import Entry, draw_key, draw_swatch
from helpers.charts.lettering import text_width, wrap
from helpers.charts.picture import Picture
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme
from helpers.insight.words import count_of, listed
from helpers.labs.director.boundaries import Drawn
from helpers.labs.director.model import Part, Tie
from helpers.labs.director.simulation import Step, Tip, Year
from helpers.labs.money import money
from helpers.labs.plane import EDGE, SMALL, Plane, ticks
from helpers.labs.rows import NARROW, Rows

THOUSAND = 1000


def amount(thousands: float, currency: str, *, signed: bool = False) -> str:
    """Thousands as people say them. `currency` is the sign put before the number; with `signed` a gain has a plus."""
    return money(THOUSAND * thousands, currency, signed=signed)


def steps_chart(
    steps: Sequence[Step], currency: str, theme: Theme, *, strong: Sequence[str] = (), width: float = 680
) -> Picture:
    """One row a place: what one person more brings there, as a bar, and what one fewer costs, as a mark.

    `strong` are the places whose names stand out; `width` is in px. The `steps` are in thousands of the lab's
    `currency` a year; `theme` has the colours.
    """
    most = max([step.more for step in steps] + [-(step.fewer or 0) for step in steps] + [1.0])
    marks = ticks(0, most)
    rows = Rows(theme, width, (0, marks[-1]), _scale(marks), right=40)
    rows.axis(f"{currency} thousand a year, for one person")
    for step in steps:
        y = rows.row(step.title, strong=step.place in strong)
        bar = max(rows.x(max(0.0, step.more)) - rows.x(0), 0.5)
        rows.canvas.rect(
            (rows.x(0), y - 7), (bar, 14), theme.accent if step.place in strong else theme.tint(0.4), round=2
        )
        if step.fewer is not None:
            _fewer(rows.canvas, (rows.x(-step.fewer), y))
    entries = [
        Entry(partial(draw_swatch, rows.canvas, theme.tint(0.4)), "what one person more would bring"),
        Entry(partial(_fewer, rows.canvas), "what one person fewer would cost"),
    ]
    if strong:
        entries.insert(1, Entry(partial(draw_swatch, rows.canvas, theme.accent), "the place that you named"))
    end = draw_key(rows.canvas, rows.y + 6, entries)
    words = [
        f"{step.title}: one more {amount(step.more, currency, signed=True)}, "
        + ("nobody to take away" if step.fewer is None else f"one fewer {amount(step.fewer, currency, signed=True)}")
        for step in steps
    ]
    return rows.canvas.finish(end + 4, "What one person changes in a year. " + "; ".join(words) + ".")


def year_chart(mine: Year, today: Year, currency: str, theme: Theme, *, width: float = 680) -> Picture:
    """One row a line: what it brings in the year as likely, with its band, and with today's people as a mark.

    `mine` and `today` are in thousands of the lab's `currency`; `theme` has the colours, and `width` is in px.
    """
    ends = [value for year in (mine, today) for p in year.portions for value in (p.low, p.high, p.likely)]
    marks = ticks(min(0.0, *ends), max(ends), 4 if width < NARROW else 6)
    rows = Rows(theme, width, (marks[0], marks[-1]), _scale(marks), right=36)
    rows.axis(f"{currency} thousand of yearly revenue, gained or lost")
    for portion, before in zip(mine.portions, today.portions, strict=True):
        y = rows.row(f"{portion.line.title}, {portion.people}", lane=26)
        if marks[0] < 0:
            rows.canvas.line((rows.x(0), y - 11), (rows.x(0), y + 11), theme.muted, 1)
        low, high = rows.x(portion.low), rows.x(portion.high)
        rows.canvas.rect((low, y - 6), (max(high - low, 1), 12), theme.tint(0.3), round=2)
        _today(rows.canvas, (rows.x(before.likely), y))
        rows.canvas.circle((rows.x(portion.likely), y), 5.5, theme.accent)
    entries = [
        Entry(lambda at: rows.canvas.circle(at, 5.5, theme.accent), "as likely, with your people"),
        Entry(partial(draw_swatch, rows.canvas, theme.tint(0.3)), "eight years in ten"),
        Entry(partial(_today, rows.canvas), "as likely, with today’s"),
    ]
    end = draw_key(rows.canvas, rows.y + 6, entries)
    words = [
        f"{p.line.title} with {p.people}: {amount(p.likely, currency, signed=True)} as likely, "
        f"{amount(p.low, currency, signed=True)} to {amount(p.high, currency, signed=True)} in eight years of ten; "
        f"today’s {before.people} would bring {amount(before.likely, currency, signed=True)}"
        for p, before in zip(mine.portions, today.portions, strict=True)
    ]
    return rows.canvas.finish(end + 4, "What each line brings. " + ". ".join(words) + ".")


class Place(NamedTuple):
    """An allocation on the frontier's plane."""

    speed: float
    growth: float
    low: float
    high: float

    @classmethod
    def of(cls, year: Year) -> Place:
        """Where a year stands."""
        return cls(year.next_speed, year.growth, year.low, year.high)


def frontier_chart(
    tips: Sequence[Tip],
    mine: Place,
    today: Place,
    currency: str,
    theme: Theme,
    *,
    width: float = 680,
) -> Picture:
    """Growth in the year against the speed with which the next one begins.

    The tips are the best that the people can do for each number of them on the debt, with the band that
    they come out in. One's own choice and today's stand beside them with their own ranges. `mine` and `today` are those
    two; growth is in thousands of the lab's `currency`, speed a share (0–1). `theme` has the colours, and `width` is in
    px.
    """
    places = [Place(tip.dot.speed, tip.dot.growth, tip.low, tip.high) for tip in tips]
    every = [*places, mine, today]
    # a little room on the left, so that no mark stands on the scale's words
    slowest = min(0.9, *(place.speed for place in every)) - 0.01
    across = ticks(slowest, 1.0, 4 if width < NARROW else 6)
    marks = ticks(min(place.low for place in every), max(place.high for place in every))
    plane = Plane(
        theme,
        width,
        300 if width >= NARROW else 260,
        [(mark, f"{100 * mark:.0f} %") for mark in across],
        [(mark, amount(mark, currency)) for mark in marks],
        "Growth in the year",
        "Speed with which the next year begins, of full speed",
    )
    line = sorted(places)
    plane.band([(place.speed, place.low, place.high) for place in line], theme.tint(0.15))
    plane.curve([(place.speed, place.growth) for place in line], theme.accent, 1.5)
    for place in line:
        plane.canvas.circle(plane.at(place.speed, place.growth), 4, theme.accent)
    best = max((tip.dot for tip in tips), key=lambda dot: dot.growth)
    _ring(plane.canvas, plane.at(best.speed, best.growth))
    for place, draw, aside in ((today, _square, -4.0), (mine, _diamond, 4.0)):
        x, y = plane.at(place.speed, place.growth)
        plane.canvas.line((x + aside, plane.y(place.low)), (x + aside, plane.y(place.high)), theme.ink, 1.5)
        draw(plane.canvas, (x + aside, y))
    entries = [
        Entry(partial(_diamond, plane.canvas), "yours"),
        Entry(partial(_square, plane.canvas), "today’s"),
        Entry(lambda at: plane.canvas.circle(at, 4, theme.accent), "the best for each number of people on the debt"),
        Entry(partial(_ring, plane.canvas), "the most growth"),
        Entry(partial(draw_swatch, plane.canvas, theme.tint(0.15)), "eight years in ten, as are the upright lines"),
    ]
    end = draw_key(plane.canvas, plane.end, entries)
    words = [
        f"{amount(dot.growth, currency)} with {dot.people['debt']} on the debt, next year at {100 * dot.speed:.0f} %"
        for dot in (tip.dot for tip in tips)
    ]
    alt = (
        f"Growth in the year against speed in the next. Yours: {_where(mine, currency)}. "
        f"Today’s: {_where(today, currency)}. The best: {'; '.join(words)}."
    )
    return plane.canvas.finish(end + 4, alt)


def _where(place: Place, currency: str) -> str:
    return (
        f"{amount(place.growth, currency)} as likely, {amount(place.low, currency)} to {amount(place.high, currency)} "
        f"in eight years of ten, next year at {100 * place.speed:.0f} %"
    )


def ties_chart(drawn: Drawn, ties: Sequence[Tie], theme: Theme, *, width: float = 680) -> Picture:
    """Parts by parts in the order of the teams: a square for each tie, as dark as its hours a week.

    Ties inside a team stand in that team's frame and cost nothing; those outside cost their hours. `drawn` says which
    part is in which team, and which are in none; `theme` has the colours, and `width` is in px.
    """
    canvas = Canvas(theme, width)
    order: list[Part] = [part for _, parts in drawn.teams for part in parts] + list(drawn.homeless)
    place = {part.id: index for index, part in enumerate(order)}
    names = [f"{index}  {part.title}" for index, part in enumerate(order, 1)]
    room = min(max(text_width(name, SMALL) for name in names), width * 0.42)
    left = EDGE + room + 8
    cell = min(30.0, (width - EDGE - left) / len(order))
    wrapped = [wrap(name, SMALL, room) for name in names]
    tall = max(cell, max(map(len, wrapped)) * SMALL * LINE)
    top = EDGE + SMALL * LINE + 4
    for index, lines in enumerate(wrapped):
        middle = top + (index + 0.5) * tall
        for number, line in enumerate(lines):
            canvas.text((EDGE, middle + 4 + (number - (len(lines) - 1) / 2) * SMALL * LINE), line, size=SMALL)
        at = (left + (index + 0.5) * cell, top - 5)
        canvas.text(at, str(index + 1), size=11, colour=theme.muted, anchor="middle")
        canvas.rect((left + index * cell, top + index * tall), (cell, tall), theme.tint(0.12, theme.ink))
    side, depth = cell * len(order), tall * len(order)
    for index in range(len(order) + 1):
        right, down = left + index * cell, top + index * tall
        canvas.line((right, top), (right, top + depth), theme.tint(0.12, theme.ink), 0.7)
        canvas.line((left, down), (left + side, down), theme.tint(0.12, theme.ink), 0.7)
    most = max(tie.hours for tie in ties)
    dear = set(drawn.across)
    for tie in ties:
        first, second = (place[end] for end in tie.between)
        for row, column in ((first, second), (second, first)):
            centre = (left + (column + 0.5) * cell, top + (row + 0.5) * tall)
            _tie(canvas, tie in dear, (tie.hours / most) ** 0.5 * (cell - 3), centre)
    start = 0
    for _, parts in drawn.teams:
        if parts:
            size = (len(parts) * cell, len(parts) * tall)
            canvas.rect((left + start * cell, top + start * tall), size, "none", theme.ink, 2)
        start += len(parts)
    entries = [
        Entry(partial(_tie, canvas, True, 13), "a tie across teams: its area is what it costs a week"),
        Entry(
            partial(_tie, canvas, False, 13),
            "a tie inside a team" if not drawn.homeless else "a tie inside a team, or open",
        ),
        Entry(lambda at: canvas.rect((at[0] - 8, at[1] - 7), (16, 14), "none", theme.ink, 2), "a team"),
    ]
    end = draw_key(canvas, top + depth + 10, entries)
    names_of = {part.id: part.title for part in order}
    teams = [f"{team.title}: {listed([part.title for part in parts]) or 'nothing'}" for team, parts in drawn.teams]
    across = [f"{listed([names_of[end] for end in tie.between])} {tie.hours:g}" for tie in drawn.across]
    alt = (
        f"{'. '.join(teams)}. {count_of(len(across), 'tie')} across teams, hours a week: {'; '.join(across) or 'none'}."
    )
    return canvas.finish(end + 4, alt)


def _scale(marks: Sequence[float]) -> list[tuple[float, str]]:
    return [(mark, f"{mark:,.0f}".replace("-", "−")) for mark in marks]


def _tie(canvas: Canvas, dear: bool, side: float, at: Point) -> None:
    fill = canvas.theme.accent if dear else canvas.theme.tint(0.35, canvas.theme.muted)
    canvas.rect((at[0] - side / 2, at[1] - side / 2), (side, side), fill, round=1.5)


def _fewer(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0], at[1] - 9), (at[0], at[1] + 9), canvas.theme.ink, 2.5)


def _today(canvas: Canvas, at: Point) -> None:
    canvas.line((at[0], at[1] - 10), (at[0], at[1] + 10), canvas.theme.ink, 2.5)


def _ring(canvas: Canvas, at: Point) -> None:
    canvas.circle(at, 8, "none", canvas.theme.accent, 2)


def _square(canvas: Canvas, at: Point) -> None:
    canvas.rect((at[0] - 5, at[1] - 5), (10, 10), canvas.theme.background, canvas.theme.ink, 2)


def _diamond(canvas: Canvas, at: Point) -> None:
    x, y = at
    canvas.shape([(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)], canvas.theme.ink)
