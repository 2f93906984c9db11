"""What labs draw from is what the textbook says, and what they may be off is what repeated draws are off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs import Range
from helpers.labs.chance import quantile_error, sampled, share_error, triangular, widened

MIDPOINTS = (np.arange(20_000) + 0.5) / 20_000
triples = st.tuples(*[st.floats(0, 1e5)] * 3).map(sorted)


@given(triples)
def test_a_triangle_has_its_textbook_mean_and_variance(points: list[float]) -> None:
    a, c, b = points
    values = triangular(MIDPOINTS, a, c, b)
    assert values.min() >= a - 1e-6
    assert values.max() <= b + 1e-6
    scale = max(b, 1)
    assert values.mean() == pytest.approx((a + b + c) / 3, abs=1e-4 * scale)
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    assert values.var() == pytest.approx(variance, abs=1e-4 * scale**2)


def test_the_probability_below_the_peak_is_its_share_of_the_range() -> None:
    assert triangular(np.array([0.25]), 0, 1, 4)[0] == pytest.approx(1.0)
    assert triangular(np.array([0.0, 1.0]), 2, 3, 5).tolist() == [2.0, 5.0]
    assert triangular(np.array([0.0, 0.7]), 3, 3, 3).tolist() == [3.0, 3.0], "a range of no width has one value"


@given(triples, st.floats(0.2, 3))
def test_a_widened_range_keeps_its_peak_and_is_never_below_nothing(points: list[float], width: float) -> None:
    low, likely, high = points
    wide = widened(Range(low=low, likely=likely, high=high), width)
    assert 0 <= wide.low <= wide.likely == likely <= wide.high
    assert wide.high - likely == pytest.approx(width * (high - likely))


def test_an_uncertain_number_is_drawn_from_its_triangle() -> None:
    values = sampled(np.array([0.0, 0.25, 1.0]), Range(low=0, likely=1, high=4))
    assert values.tolist() == pytest.approx([0.0, 1.0, 4.0])


def test_the_standard_error_is_the_spread_of_repeated_shares() -> None:
    rng = np.random.default_rng(2)
    shares = (rng.random((2000, 400)) < 0.3).mean(axis=1)
    assert shares.std() == pytest.approx(share_error(0.3, 400), rel=0.1)
    assert share_error(0.3, 0) == 0
    assert share_error(1.0, 10) == 0


def test_the_error_of_a_quantile_shrinks_with_the_root_of_the_draws() -> None:
    """Of a uniform distribution it is √(p(1 − p)/n)."""
    even = np.linspace(0, 1, 10_001)
    assert quantile_error(even, 0.1) == pytest.approx((0.09 / 10_001) ** 0.5, rel=0.02)
