"""Contour lines close, and lie where the ground has their height."""

from __future__ import annotations

import re
from math import hypot, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts.contours import _loops, contours

SPREAD = 30.0
points = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200)), min_size=1, max_size=12).map(tuple)


def loops(path: str) -> list[list[tuple[float, float]]]:
    """The points that each closed line bends through."""
    return [
        [(float(x), float(y)) for x, y in re.findall(r"Q[-\d.]+ [-\d.]+ ([-\d.]+) ([-\d.]+)", part)]
        for part in path.split("Z")
        if part
    ]


def test_round_one_point_a_contour_is_a_circle_of_the_bell_s_radius() -> None:
    (path,) = contours(((100, 100),), SPREAD, (0.5,))
    (loop,) = loops(path)
    for x, y in loop:
        assert hypot(x - 100, y - 100) == pytest.approx(SPREAD * sqrt(2 * log(2)), rel=0.06)


def test_far_points_have_a_hill_each_and_near_ones_share_theirs() -> None:
    assert len(loops(contours(((0, 0), (300, 0)), SPREAD, (0.5,))[0])) == 2
    assert len(loops(contours(((0, 0), (30, 0)), SPREAD, (0.5,))[0])) == 1


def test_a_ring_of_hills_has_a_hollow_in_the_middle() -> None:
    ring = tuple((150 + 110 * dx, 150 + 110 * dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0))
    assert len(loops(contours(ring, SPREAD, (0.3,))[0])) == 2


@pytest.mark.parametrize("other_way", [False, True])
@pytest.mark.parametrize(("height", "hills"), [(0.4, 1), (0.6, 2)])
def test_over_a_pass_two_hills_are_one_and_above_it_two(height: float, hills: int, other_way: bool) -> None:
    """One cell with two high corners that face each other; in its middle the ground is 0.5 high."""
    field = [[0.0] * 4, [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0] * 4]
    assert len(_loops([row[::-1] for row in field] if other_way else field, height, 0, 0)) == hills


def test_a_height_that_nothing_reaches_has_no_line() -> None:
    assert contours(((0, 0),), SPREAD, (1.5,)) == ("",)


@given(points, st.floats(0.05, 3))
def test_every_line_is_closed_and_drawn_once(at: tuple[tuple[int, int], ...], height: float) -> None:
    (path,) = contours(at, SPREAD, (height,))
    assert path.count("M") == path.count("Z") == len(loops(path))
    for loop in loops(path):
        assert len(loop) >= 4
        steps = [hypot(a - c, b - d) for (a, b), (c, d) in zip(loop, [*loop[1:], loop[0]], strict=True)]
        assert max(steps) < 20  # neighbours lie in neighbouring cells: no line jumps
