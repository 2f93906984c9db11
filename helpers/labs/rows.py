"""Charts in rows: a name for each row, and its marks on a scale that all rows share."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.charts.lettering import wrap
from helpers.charts.svg import LINE, Canvas
from helpers.charts.theme import Theme

NARROW = 520
"""Below this width a row's name stands above its marks instead of beside them."""

TITLE, SMALL, EDGE = 13.0, 11.5, 6.0


class Rows:
    """A chart being drawn from top to bottom; `y` is how far it has come.

    The scale goes from `domain[0]` to `domain[1]`; `ticks` are (value, words) and get a thin line
    in every row. `right` is kept free beside the scale, for figures.
    """

    def __init__(
        self,
        theme: Theme,
        width: float,
        domain: tuple[float, float],
        ticks: Sequence[tuple[float, str]],
        *,
        right: float = 20.0,
        share: float = 0.36,
    ) -> None:
        self.theme = theme
        self.canvas = Canvas(theme, width)
        self.narrow = width < NARROW
        self.left = 16.0 if self.narrow else width * share
        self.right = width - right
        self.domain = domain
        self.ticks = tuple(ticks)
        self.y = 8.0

    def x(self, value: float) -> float:
        """Where a value stands; one beyond the scale stands at its end."""
        low, high = self.domain
        at = (min(max(value, low), high) - low) / ((high - low) or 1)
        return self.left + at * (self.right - self.left)

    def heading(self, words: str, *, bold: bool = True) -> None:
        """Words across the whole width."""
        for line in wrap(words, TITLE, self.canvas.width - 2 * EDGE, bold=bold):
            self.canvas.text((EDGE, self.y + TITLE), line, size=TITLE, bold=bold)
            self.y += TITLE * LINE
        self.y += 4

    def axis(self, title: str = "") -> None:
        """The words at the ticks, and above them what the scale is about."""
        if title:
            self.canvas.text((self.left, self.y + SMALL), title, size=SMALL, colour=self.theme.muted)
            self.y += SMALL * LINE + 2
        for value, words in self.ticks:
            self.canvas.text(
                (self.x(value), self.y + SMALL), words, size=SMALL, colour=self.theme.muted, anchor="middle"
            )
        self.y += SMALL * LINE + 5

    def row(self, title: str, *, strong: bool = False, lane: float = 24.0) -> float:
        """A row with its name and the ticks' lines; gives back the height at which its marks stand.

        `title` is that name, wrapped where it must be and bold if `strong`; `lane` is the least height of a row, in px.
        """
        room = self.canvas.width - 2 * EDGE if self.narrow else self.left - 2 * EDGE - 10
        lines = wrap(title, TITLE, room, bold=strong)
        tall = len(lines) * TITLE * LINE
        if self.narrow:
            self._name(lines, self.y, strong)
            top, height = self.y + tall, lane
        else:
            height = max(tall + 6, lane)
            top = self.y
            self._name(lines, top + (height - tall) / 2, strong)
        for value, _ in self.ticks:
            at = self.x(value)
            self.canvas.line((at, top), (at, top + height), self.theme.tint(0.16, self.theme.ink), 1)
        self.y = top + height + (6 if self.narrow else 0)
        return top + height / 2

    def _name(self, lines: Sequence[str], top: float, strong: bool) -> None:
        for number, line in enumerate(lines):
            self.canvas.text((EDGE, top + TITLE * (0.97 + LINE * number)), line, size=TITLE, bold=strong)
