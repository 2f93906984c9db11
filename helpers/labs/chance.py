"""What the labs' simulations share: triangles, and how far a number from chance may be off.

Every uncertain number is a triangle from `low` over `likely` to `high`. A triangle is chosen over
a smoother curve (PERT) because anybody can draw one, it has closed forms, and it gives the ends of
a range more weight, where people are known to give too little (Alpert & Raiffa 1982).
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.labs.model import Range

Floats = NDArray[np.float64]


def triangular(u: Floats, low: Any, likely: Any, high: Any) -> Floats:
    """The value of a triangular distribution at the probability `u` (0–1): its inverse distribution function.

    A range of no width gives its one value. `low` and `high` are the ends of the range and `likely` its peak, in any
    unit, one number or an array; the values are in the same one.
    """
    low, likely, high = (np.asarray(value, dtype=float) for value in (low, likely, high))
    span = high - low
    rising = np.sqrt(np.clip(u * span * (likely - low), 0, None))
    falling = np.sqrt(np.clip((1 - u) * span * (high - likely), 0, None))
    values: Floats = np.where(u * span < likely - low, low + rising, high - falling)
    return values


def sampled(u: Floats, points: Range) -> Floats:
    """The values of an uncertain number at the probabilities `u` (0–1)."""
    return triangular(u, points.low, points.likely, points.high)


def widened(points: Range, width: float, least: float = 0.0) -> Range:
    """A range `width` times as wide about its likely value, cut off at `least`.

    `points` are the low, likely and high estimate; the likely one stays.
    """
    low = max(min(least, points.likely), points.likely - width * (points.likely - points.low))
    return Range(low=low, likely=points.likely, high=points.likely + width * (points.high - points.likely))


def share_error(share: float, draws: int) -> float:
    """The Monte Carlo standard error of a share: √(p(1 − p)/n)."""
    return sqrt(max(0.0, share * (1 - share)) / draws) if draws else 0.0


def quantile_error(values: Floats, share: float) -> float:
    """The standard error of a quantile, from the spread of the order statistics one error of its rank around it."""
    rank = sqrt(share * (1 - share) / values.size)
    low, high = np.quantile(values, [max(0.0, share - rank), min(1.0, share + rank)])
    return float(high - low) / 2
