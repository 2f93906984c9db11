"""The tiny ladder through its versions, for tests of what becomes of answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from helpers.journal import Answer, Event
from helpers.journal.recording import answered
from helpers.ladder import Ladder, load_ladder

TINY = load_ladder(Path(__file__).parent / "fixtures/ladders/tiny.yaml")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def revised(ladder: Ladder, **update: object) -> Ladder:
    """The ladder with other parts; `model_copy` would take along what it has looked up."""
    return Ladder.model_construct(**{name: getattr(ladder, name) for name in Ladder.model_fields} | update)


def second(changes: dict[str, dict[str, Any]] | None = None, gone: tuple[str, ...] = (), **update: object) -> Ladder:
    """The second version of the tiny ladder: some of its statements and prompts otherwise, some gone."""

    def rewritten(things: tuple[Any, ...]) -> tuple[Any, ...]:
        kept = (each for each in things if each.id not in gone)
        return tuple(each.model_copy(update=(changes or {}).get(each.id, {})) for each in kept)

    levels = tuple(
        level.model_copy(
            update={
                part: rewritten(getattr(level, part)) for part in ("responsibilities", "signs", "skills", "prompts")
            }
        )
        for level in TINY.levels
    )
    return revised(TINY, **{"version": "2", "versions": ("1", "2"), "levels": levels} | update)


def give(ladder: Ladder, subject: str, answer: Answer, days: float = 0) -> Event:
    """An answer, so many days after the first."""
    return answered(subject, answer, ladder, START + timedelta(days=days))
