"""A small ladder, a real journal in a temporary folder, and a session on both."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.charts import load_theme
from helpers.journal import Journal
from helpers.ladder import Ladder, load_ladder
from helpers.widgets.context import Context

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"


@pytest.fixture
def ladder() -> Ladder:
    """Two levels on one road, a third that forks off, and one neighbouring role."""
    return load_ladder(TINY)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal in which nothing has been answered yet."""
    return Journal.open(tmp_path / "journal.jsonl")


@pytest.fixture
def session(ladder: Ladder, journal: Journal) -> Context:
    """An open notebook, as it were."""
    return Context(ladder, journal, load_theme())
