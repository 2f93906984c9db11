"""Two small cases, as a file, and the small ladder that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.ladder import Ladder, load_ladder

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = FIXTURES / "labs/tiny-cases.yaml"


@pytest.fixture
def ladder() -> Ladder:
    """Two levels on one road, a third that forks off, and one neighbouring role."""
    return load_ladder(FIXTURES / "ladders/tiny.yaml")
