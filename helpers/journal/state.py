"""Where somebody stands now: the fold of their events.

The latest event per rater and subject wins. Ties in time are broken by id, and two events that
share even that (a line edited by hand) by what they say, so the order in which events are read
never changes the result. With a ladder, what earlier versions of it called otherwise is read under
its id of today (see `helpers.journal.carrying`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from helpers.journal.carrying import Fate, carry
from helpers.journal.events import (
    UNANSWERED,
    Choice,
    Event,
    Evidence,
    Figures,
    PlanItem,
    Rater,
    Rating,
    Words,
    says_something,
)
from helpers.journal.subjects import Subject
from helpers.ladder.lineage import CARRIED
from helpers.ladder.model import Ladder


class State(NamedTuple):
    """The current answers of a journal; look-ups give "unanswered" or "" where there is none.

    `fates` say what became of each answer since it was given; they are empty where no ladder was given.
    """

    current: Mapping[tuple[Rater, Subject], Event]
    fates: tuple[Fate, ...] = ()

    def event(self, subject: str, rater: Rater = Rater.SELF) -> Event | None:
        """The latest event on a subject ("statement:mid.roadmap"), or None."""
        return self.current.get((rater, Subject(subject)))

    def rating(self, statement: str, rater: Rater = Rater.SELF) -> Rating:
        """The answer to a statement (by its id); `UNANSWERED` if there is none."""
        event = self.event(Subject.statement(statement), rater)
        return event.answer if event and isinstance(event.answer, Rating) else UNANSWERED

    def evidence_line(self, statement: str, rater: Rater = Rater.SELF) -> Evidence:
        """The evidence written down at a statement, with all that it supports; empty if none."""
        event = self.event(Subject.evidence(statement), rater)
        return (
            event.answer if event and isinstance(event.answer, Evidence) else Evidence(text="", supports=(statement,))
        )

    def evidence(self, rater: Rater = Rater.SELF) -> tuple[Evidence, ...]:
        """Every line of evidence that is not empty, oldest first."""
        written = [
            event
            for event in self.current.values()
            if event.rater == rater and isinstance(event.answer, Evidence) and event.answer.text.strip()
        ]
        return tuple(event.answer for event in sorted(written, key=by_time) if isinstance(event.answer, Evidence))

    def words(self, subject: str) -> str:
        """What was written on a prompt, in the profile or in a lab ("prompt:…", "lab:…"); "" if nothing."""
        event = self.event(subject)
        return event.answer.text if event and isinstance(event.answer, Words) else ""

    def labs(self, subject: str) -> tuple[str, ...]:
        """The labs that the words on a prompt were taken from; none for somebody's own work, or where nothing is."""
        event = self.event(subject)
        return event.answer.labs if event and isinstance(event.answer, Words) else ()

    def chosen(self, choice: str) -> tuple[str, ...]:
        """The ids chosen for a choice ("destination"); empty if none."""
        return self.picked(Subject.choice(choice))

    def picked(self, subject: str) -> tuple[str, ...]:
        """The ids chosen or put in order on any subject ("case:…", "lab:mid.ranking"); empty if none."""
        event = self.event(subject)
        return event.answer.chosen if event and isinstance(event.answer, Choice) else ()

    def figures(self, subject: str) -> Mapping[str, float]:
        """The numbers given in a part of a lab ("lab:mid.levers"), by name; one that was left alone is absent."""
        event = self.event(subject)
        return event.answer.values if event and isinstance(event.answer, Figures) else MappingProxyType({})

    def plan(self) -> tuple[tuple[Subject, PlanItem], ...]:
        """The plan items that stand, as (subject, item), in the order of their numbers."""
        return tuple(
            (event.subject, event.answer)
            for event in self.in_order()
            if event.rater is Rater.SELF and isinstance(event.answer, PlanItem) and not event.answer.dropped
        )

    def asked_again(self, subject: str, rater: Rater = Rater.SELF) -> tuple[Fate, ...]:
        """The answers of earlier versions in whose place a subject is asked afresh, oldest first; none once it has
        an answer of its own.
        """
        event = self.event(subject, rater)
        if event is not None and says_something(event.answer):
            return ()
        return tuple(fate for fate in self.left if subject in fate.now and fate.event.rater is rater)

    @property
    def left(self) -> tuple[Fate, ...]:
        """The answers that weren't carried over, oldest first: asked afresh, or gone from the ladder."""
        return tuple(fate for fate in self.fates if fate.how not in CARRIED)

    def in_order(self) -> tuple[Event, ...]:
        """The current answers by rater and the place of their subjects."""
        return tuple(sorted(self.current.values(), key=lambda event: (event.rater, event.subject.place)))


def by_time(event: Event) -> tuple[datetime, str]:
    """The key that puts events in the order in which they were given."""
    return (event.at, event.id)


def later(one: Event, other: Event) -> Event:
    """Whichever of two events counts; the same one whichever way round they are given."""
    if by_time(one) != by_time(other):
        return max(one, other, key=by_time)
    return max(one, other, key=Event.model_dump_json)


def fold(events: Iterable[Event], *, ladder: Ladder | None = None, until: datetime | None = None) -> State:
    """The state after these events.

    With `ladder` only what was said about that ladder counts, as far as it means the same in this version of it;
    what is in the profile (a name) belongs to every ladder. With `until` only events at or before that time count.
    """
    latest: dict[tuple[Rater, Subject], Event] = {}
    for event in events:
        if until is not None and event.at > until:
            continue
        if ladder is not None and event.ladder != ladder.id and event.subject.kind != "profile":
            continue
        key = (event.rater, event.subject)
        latest[key] = later(latest[key], event) if key in latest else event
    if ladder is None:
        return State(MappingProxyType(latest))
    current, fates = carry(latest, ladder)
    return State(MappingProxyType(current), fates)
