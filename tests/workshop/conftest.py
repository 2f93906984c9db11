"""A small ladder, and journals and share files about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.ladder import Ladder, load_ladder
from tests.widgets.conftest import TINY


@pytest.fixture(scope="session")
def ladder() -> Ladder:
    """Two levels on one road, a third that forks off, and one neighbouring role: nine statements."""
    return load_ladder(TINY)


@pytest.fixture(scope="session")
def tiny_path() -> Path:
    """Where that ladder is."""
    return TINY
