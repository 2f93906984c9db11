"""What others allowed to be quoted of their second views, and what of it its owner wants in the report.

Two yeses are needed: the author's, line by line, and the owner's, who ticks each. Without either a line stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from helpers.journal.events import Ask, Choice, Event, Rater, Reply, Seen
from helpers.journal.state import State
from helpers.journal.subjects import Subject

QUOTED: Final = Subject.choice("quoted")
"""The subject of the choice: the lines of second views that go into the report."""

WHO: Final = {
    Rater.MANAGER: "my manager",
    Rater.PEER: "a peer",
    Rater.REPORT: "somebody I lead",
    Rater.OTHER: "somebody I work with",
}
"""What somebody is to the owner, where they gave no name."""


class Allowed(NamedTuple):
    """One line that its author allowed: who it is from, as they named themselves or as what they are, and its words."""

    key: str
    event: Event
    by: str
    seen: Seen

    @property
    def text(self) -> str:
        """The statement as it was put to them."""
        return dict(self.event.asked).get(self.seen.statement, self.seen.statement)


def allowed(events: Iterable[Event]) -> tuple[Allowed, ...]:
    """Every line that may be quoted, of each reply that was opened, oldest first; none of a forgotten invitation."""
    lines = []
    for event, reply, ask in _replies(events):
        by = reply.by.strip() or WHO[ask.of]
        lines += [
            Allowed(f"{event.subject.id}.{sighting.statement}", event, by, sighting)
            for sighting in reply.seen
            if sighting.quotable
        ]
    return tuple(lines)


def opened(events: Iterable[Event]) -> int:
    """How many replies were opened; none of a forgotten invitation."""
    return len(list(_replies(events)))


def seen(events: Iterable[Event]) -> frozenset[str]:
    """The statements of which somebody said how often they have seen them, whether that may be quoted or not."""
    return frozenset(
        sighting.statement for _, reply, _ in _replies(events) for sighting in reply.seen if sighting.often is not None
    )


def _replies(events: Iterable[Event]) -> Iterator[tuple[Event, Reply, Ask]]:
    """Each reply as it stands, oldest first, with what asked for it; none of a forgotten invitation."""
    events = sorted(events, key=lambda event: (event.at, event.id))
    asks = {event.id: event.answer for event in events if isinstance(event.answer, Ask)}
    latest = {event.subject: event for event in events if isinstance(event.answer, Reply)}
    for event in latest.values():
        reply = event.answer
        if isinstance(reply, Reply) and reply.to in asks:
            yield event, reply, asks[reply.to]


def chosen(state: State, events: Iterable[Event]) -> tuple[Allowed, ...]:
    """The lines that their author allowed and their owner ticked."""
    ticked = frozenset(state.picked(QUOTED))
    return tuple(line for line in allowed(events) if line.key in ticked)


def switched(state: State, key: str) -> Choice:
    """The choice with this line in, or out again if it is in."""
    return Choice(chosen=tuple(sorted(set(state.picked(QUOTED)) ^ {key})))
