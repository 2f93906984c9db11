"""Contour lines round a set of points, as on a walker's map.

Every point raises the ground around it in a bell shape; a contour is where the sum of
all bells has one height (marching squares on a coarse grid, smoothed).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, exp

from helpers.charts.svg import Point

_CELL = 10.0
"""The grid's step in px: fine enough for bells three times as wide."""


@lru_cache(maxsize=64)
def contours(points: tuple[Point, ...], spread: float, heights: tuple[float, ...]) -> tuple[str, ...]:
    """For each height, all its contour lines as one SVG path (for the fill rule "evenodd").

    `spread` is the standard deviation of each point's bell in px; a bell's top is 1.
    """
    far = 3.2 * spread
    left, top = min(x for x, _ in points) - far, min(y for _, y in points) - far
    columns = ceil((max(x for x, _ in points) + far - left) / _CELL) + 1
    rows = ceil((max(y for _, y in points) + far - top) / _CELL) + 1
    # A bell is the product of one along x and one along y, which makes the sum cheap.
    along = [[exp(-(((left + i * _CELL - x) / spread) ** 2) / 2) for i in range(columns)] for x, _ in points]
    down = [[exp(-(((top + j * _CELL - y) / spread) ** 2) / 2) for j in range(rows)] for _, y in points]
    field = [[sum(map(float.__mul__, a, d)) for a in zip(*along, strict=True)] for d in zip(*down, strict=True)]
    return tuple("".join(_smooth(loop) for loop in _loops(field, height, left, top)) for height in heights)


_Edge = tuple[int, int, bool]
"""A grid edge: from the corner at column, row; to the right (False) or down (True)."""


def _loops(field: Sequence[Sequence[float]], height: float, left: float, top: float) -> list[list[Point]]:
    """The closed lines at a height. The field is lower than that all along its border."""
    follows: dict[_Edge, _Edge] = {}
    for j in range(len(field) - 1):
        for i in range(len(field[0]) - 1):
            corners = (field[j][i], field[j][i + 1], field[j + 1][i + 1], field[j + 1][i])
            above = [value >= height for value in corners]
            if all(above) or not any(above):
                continue
            edges: tuple[_Edge, ...] = ((i, j, False), (i + 1, j, True), (i, j + 1, False), (i, j, True))
            # Walking round the cell, a line enters where the ground starts to be high and leaves where it ends.
            ins = [k for k in range(4) if not above[k] and above[(k + 1) % 4]]
            outs = [k for k in range(4) if above[k] and not above[(k + 1) % 4]]
            is_pass = sum(corners) / 4 >= height  # two high corners face each other: over a pass they are one hill
            if len(ins) == 2 and is_pass == (ins[0] < outs[0]):
                outs.reverse()
            follows.update((edges[k], edges[m]) for k, m in zip(ins, outs, strict=True))

    loops = []
    while follows:
        start, edge = follows.popitem()
        loop = [_cut(field, start, height, left, top)]
        while edge != start:
            loop.append(_cut(field, edge, height, left, top))
            edge = follows.pop(edge)
        loops.append(loop)
    return loops


def _cut(field: Sequence[Sequence[float]], edge: _Edge, height: float, left: float, top: float) -> Point:
    i, j, is_down = edge
    here, there = field[j][i], field[j + 1][i] if is_down else field[j][i + 1]
    share = (height - here) / (there - here)
    return (left + (i + (0 if is_down else share)) * _CELL, top + (j + (share if is_down else 0)) * _CELL)


def _smooth(loop: Sequence[Point]) -> str:
    """A closed line through the middles between points, bent at each point."""
    middles = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in zip(loop, [*loop[1:], loop[0]], strict=True)]
    start = middles[-1]
    bends = (f"Q{x:.1f} {y:.1f} {mx:.1f} {my:.1f}" for (x, y), (mx, my) in zip(loop, middles, strict=True))
    return f"M{start[0]:.1f} {start[1]:.1f}{''.join(bends)}Z"
