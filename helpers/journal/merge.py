"""Journals as sets of events: what two devices wrote, put together; what somebody takes back."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable

from helpers.journal.events import Event
from helpers.journal.lines import Problem, parse
from helpers.journal.state import by_time, later


def union(*journals: Iterable[Event]) -> tuple[Event, ...]:
    """All events of all journals, each id once, in the order of time.

    Neither the order of the journals nor how they are paired changes the result, and a journal put
    together with itself is itself. If two events share an id, the later one counts.
    """
    by_id: dict[str, Event] = {}
    for journal in journals:
        for event in journal:
            by_id[event.id] = later(by_id[event.id], event) if event.id in by_id else event
    return tuple(sorted(by_id.values(), key=by_time))


def without(data: bytes, subjects: Collection[str]) -> bytes:
    """A journal's bytes without the lines about these subjects; all other lines stay to the byte.

    A damaged line goes too if it names one of the subjects: whoever takes their words back means
    every trace of them.
    """
    names = tuple(json.dumps(subject).encode() for subject in subjects)
    kept = []
    for number, line in enumerate(io.BytesIO(data), 1):  # where only a newline ends a line
        found = parse(line, number)
        if isinstance(found, Event) and found.subject in subjects:
            continue
        if isinstance(found, Problem) and any(name in line for name in names):
            continue
        kept.append(line)
    return b"".join(kept)
