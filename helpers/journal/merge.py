"""Journals as sets of events: what two devices wrote, put together; what somebody takes back."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable

from helpers.journal.events import Event
from helpers.journal.lines import Contents, Problem, parse
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


def together(*journals: Contents) -> Contents:
    """What all journals hold: the `union` of their events, and every line that can't be read, once each.

    Such a line is passed on as it is, since a newer version of the kit may read it. As with `union`,
    order changes nothing.
    """
    return Contents(
        events=union(*(journal.events for journal in journals)),
        unread=tuple(sorted({line for journal in journals for line in journal.unread})),
    )


def missing(seen: Contents, other: Contents) -> Contents:
    """What of the `other` journal isn't in the one that is `seen`, or stands in it otherwise: what to add to it."""
    both = together(seen, other)
    have = {event.id: event for event in seen.events}
    return Contents(
        events=tuple(event for event in both.events if have.get(event.id) != event),
        unread=tuple(line for line in both.unread if line not in seen.unread),
    )


def names(line: bytes, subjects: Collection[str]) -> bool:
    """Whether a line that can't be read is about one of these subjects, or mentions it by its name."""
    return any(json.dumps(subject).encode() in line for subject in subjects)


def without(data: bytes, subjects: Collection[str]) -> bytes:
    """A journal's bytes without the lines about these subjects; all other lines stay to the byte.

    A line that can't be read goes too if it names one of the subjects: whoever takes their words back
    means every trace of them.
    """
    kept = []
    for number, line in enumerate(io.BytesIO(data), 1):  # where only a newline ends a line
        parsed = parse(line, number)
        if isinstance(parsed, Event) and parsed.subject in subjects:
            continue
        if isinstance(parsed, Problem) and names(line, subjects):
            continue
        kept.append(line)
    return b"".join(kept)


def only(data: bytes, subjects: Collection[str]) -> bytes:
    """Of a journal's bytes, the lines about these subjects that can be read; all others are left out."""
    parsed = ((line, parse(line, number)) for number, line in enumerate(io.BytesIO(data), 1))
    return b"".join(line for line, event in parsed if isinstance(event, Event) and event.subject in subjects)
