"""Charts on two scales: a plane with ticks along both edges, and what is drawn on it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from helpers.charts.lettering import text_width, wrap
from helpers.charts.svg import LINE, Canvas, Point
from helpers.charts.theme import Theme

SMALL = 11.5
EDGE = 6.0

Ticks = Sequence[tuple[float, str]]
"""Values on a scale, each with the words that stand at it."""


class Plane:
    """A plane of `height` px with a title above it; x grows to the right and y upwards.

    Both scales go from their first tick to their last, or wider where `x` or `y` says so. What lies
    outside is drawn at the edge.
    """

    def __init__(self, theme: Theme, width: float, height: float, xs: Ticks, ys: Ticks, title: str, below: str) -> None:
        self.theme = theme
        self.canvas = Canvas(theme, width)
        y = EDGE
        for line in wrap(title, SMALL, width - 2 * EDGE):
            self.canvas.text((EDGE, y + SMALL), line, size=SMALL, colour=theme.muted)
            y += SMALL * LINE
        self.left = 2 * EDGE + max(text_width(words, SMALL) for _, words in ys)
        self.right = width - 2 * EDGE - text_width(xs[-1][1], SMALL) / 2
        self.top, self.bottom = y + 10, y + 10 + height
        self._x = (xs[0][0], xs[-1][0])
        self._y = (ys[0][0], ys[-1][0])
        for value, words in ys:
            at = self.y(value)
            self.canvas.line((self.left, at), (self.right, at), theme.tint(0.16, theme.ink), 1)
            self.canvas.text((self.left - 6, at + 4), words, size=SMALL, colour=theme.muted, anchor="end")
        for value, words in xs:
            at = self.x(value)
            self.canvas.line((at, self.bottom), (at, self.bottom + 4), theme.muted, 1)
            self.canvas.text((at, self.bottom + 6 + SMALL), words, size=SMALL, colour=theme.muted, anchor="middle")
        under = self.bottom + 8 + SMALL * LINE
        for line in wrap(below, SMALL, width - 2 * EDGE):
            self.canvas.text((width - EDGE, under + SMALL), line, size=SMALL, colour=theme.muted, anchor="end")
            under += SMALL * LINE
        self.end = under + 6

    def x(self, value: float) -> float:
        """How far right a value stands."""
        return self.left + _share(value, self._x) * (self.right - self.left)

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return self.bottom - _share(value, self._y) * (self.bottom - self.top)

    def at(self, x: float, y: float) -> Point:
        """Where a pair of values stands."""
        return self.x(x), self.y(y)

    def curve(
        self, points: Sequence[tuple[float, float]], colour: str, width: float = 2, dash: str | None = None
    ) -> None:
        """A line through pairs of values.

        `points` are in the units of the two scales and joined in their order; `width` is in px, and `dash` is a pattern
        as SVG has it (None: unbroken). `colour` is one of the theme's.
        """
        self.canvas.path("M" + "L".join(_pair(self.at(*point)) for point in points), colour, width, dash)

    def band(self, points: Sequence[tuple[float, float, float]], fill: str) -> None:
        """The area between two curves, from triples (x, low, high)."""
        upper = [self.at(x, high) for x, _, high in points]
        lower = [self.at(x, low) for x, low, _ in reversed(points)]
        self.canvas.area("M" + "L".join(map(_pair, [*upper, *lower])) + "Z", fill, fill, 0)


def ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """About `about` round values, from at or below `low` to at or above `high`."""
    span = (high - low) or 1.0
    power = 10 ** floor(log10(span / about))
    step = next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= about)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, max(last, first + 1) + 1))


def _share(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return (min(max(value, low), high) - low) / ((high - low) or 1)


def _pair(at: Point) -> str:
    return f"{at[0]:.1f} {at[1]:.1f}"
