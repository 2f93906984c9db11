"""Invented people of a team: their events, and the folder that a facilitator gathers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpers.journal import Answer, Event, Rating, RatingState, Words, often
from helpers.ladder import Ladder
from helpers.workshop.share import Share, as_file, make_share

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
APART = RatingState.DONT_KNOW


def events_of(
    name: str, answers: Mapping[str, int | RatingState], *, ladder: Ladder, more: Mapping[str, Answer] | None = None
) -> list[Event]:
    """A person's journal: their name, a rating for each statement, then anything more by subject."""
    rated: dict[str, Answer] = {
        f"statement:{id}": often(given) if isinstance(given, int) else Rating(state=given)
        for id, given in answers.items()
    }
    given: dict[str, Answer] = {"profile:name": Words(text=name), **rated, **(more or {})}
    return [
        Event(
            id=hashlib.md5(f"{name} {subject}".encode(), usedforsecurity=False).hexdigest(),
            at=START + timedelta(minutes=minute),
            subject=subject,
            answer=answer,
            ladder=ladder.id,
            ladder_version=ladder.version,
        )
        for minute, (subject, answer) in enumerate(given.items())
    ]


def share_of(
    name: str,
    answers: Mapping[str, int | RatingState],
    *,
    ladder: Ladder,
    more: Mapping[str, Answer] | None = None,
    release: tuple[str, ...] = (),
) -> Share:
    return make_share(ladder, events_of(name, answers, ladder=ladder, more=more), release)


def put(folder: Path, name: str, share: Share) -> Path:
    """A share file in a folder, named after the person: what facilitators get by mail."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(as_file(share), encoding="utf-8")
    return path
