"""The key below a picture: each sign beside what it means, flowing over as many lines as it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from helpers.charts.lettering import text_width, wrap
from helpers.charts.svg import LINE, Canvas, Point

SIZE = 11.5
_SIGN, _BETWEEN = 34.0, 18.0


class Entry(NamedTuple):
    """A sign, drawn by `draw` round a centre, and its meaning."""

    draw: Callable[[Point], None]
    words: str


def draw_key(canvas: Canvas, top: float, entries: Sequence[Entry], *, left: float = 6) -> float:
    """Draw a key from `top` on; gives back where it ends.

    Its `entries` follow one another on a line of the `canvas` until it is full; `top` and `left` are in px.
    """
    room = canvas.width - left - 6
    x, y, deepest = left, top, top
    for entry in entries:
        lines = wrap(entry.words, SIZE, room - _SIGN)
        width = _SIGN + max(text_width(line, SIZE) for line in lines)
        if x > left and x + width > left + room:
            x, y = left, deepest
        entry.draw((x + 14, y + SIZE * 0.62))
        for number, line in enumerate(lines):
            canvas.text((x + _SIGN, y + SIZE * (0.98 + LINE * number)), line, size=SIZE, colour=canvas.theme.muted)
        deepest = max(deepest, y + len(lines) * SIZE * LINE + 5)
        x += width + _BETWEEN
    return deepest


def draw_swatch(canvas: Canvas, fill: str, at: Point) -> None:
    """The sign for an area: a patch of its colour `fill`, round the centre `at`. It is 20 × 12 px on the `canvas`."""
    canvas.rect((at[0] - 10, at[1] - 6), (20, 12), fill, round=2)
