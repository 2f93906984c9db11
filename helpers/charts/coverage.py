"""What is answered at each level, one square a statement."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.charts.picture import Picture
from helpers.charts.theme import Theme
from helpers.insight import Coverage


def coverage_chart(coverages: Sequence[Coverage], theme: Theme, *, width: float = 680) -> Picture:
    """One row a level, one square a statement."""
    raise NotImplementedError
