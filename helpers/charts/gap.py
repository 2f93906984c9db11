"""From now to what a destination expects, statement by statement, as a dumbbell plot."""

from __future__ import annotations

from helpers.charts.picture import Picture
from helpers.charts.theme import Theme
from helpers.insight import Gap
from helpers.ladder.model import Ladder


def gap_chart(gap: Gap, ladder: Ladder, theme: Theme, *, width: float = 680) -> Picture:
    """One row a statement, the widest difference first."""
    raise NotImplementedError
