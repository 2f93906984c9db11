"""The ladder as a map: every level, the roads between them, and the roles beside them."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.charts.picture import Picture
from helpers.charts.theme import Theme
from helpers.insight import Coverage
from helpers.ladder.model import Ladder


def ladder_map(
    ladder: Ladder,
    theme: Theme,
    *,
    here: str | None = None,
    destination: str | None = None,
    rated: Mapping[str, Coverage] | None = None,
    width: float = 680,
) -> Picture:
    """The terrain of a ladder, seen from above."""
    raise NotImplementedError
