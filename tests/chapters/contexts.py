"""A moment in a chapter, for tests: events about an invented ladder, on a day that stands still."""

from __future__ import annotations

from datetime import datetime

from helpers.chapters import Kept, ViewContext, course
from helpers.charts import load_theme
from helpers.journal import Event, Problem
from helpers.ladder import Ladder
from tests.strategies import shipped_shape

THEME = load_theme()
LADDER = shipped_shape().model_copy(update={"id": "product-management"})
"""Invented statements on the levels of the shipped ladder, so that the chapters are those in `notebooks/`."""

CHAPTERS = course(LADDER).chapters
NOON = datetime(2026, 11, 23, 12).astimezone()  # where the tests run: what a person calls today is the day there
JOURNAL = "/home/ada/journal.jsonl"


def context(
    *events: Event,
    ladder: Ladder = LADDER,
    here: int = 0,
    place: str = JOURNAL,
    problems: tuple[Problem, ...] = (),
) -> ViewContext:
    """The chapter of this number, for somebody who has given these answers."""
    found = course(ladder)
    kept = Kept(place, problems=problems)
    return ViewContext.of(found, found.chapters[here], events, theme=THEME, now=NOON, kept=kept)
