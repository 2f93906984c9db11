"""What somebody noted of their own work, at hand while they answer how often: by statement, of its own period alone.

How far back a statement is asked about stands in the scale's words ("in the last six months", "18 months"). What is
older says little about the answer, so it isn't at hand; it stays in the journal.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from helpers.insight.dated import day_in
from helpers.insight.notes import notes
from helpers.journal.events import Event, Evidence, Rater
from helpers.journal.state import State
from helpers.journal.subjects import Subject
from helpers.ladder.model import Ladder, Scale, Statement

_NUMBERS: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)
_TIME = re.compile(rf"\b(?:(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+)?(?P<unit>months?|years?)\b", re.IGNORECASE)


class Period(NamedTuple):
    """How far back a statement is asked about: in months, and in the words of its scale ("six months")."""

    months: int
    words: str

    def since(self, on: date) -> date:
        """The first day of the period that ends on a day."""
        year, month = divmod(on.year * 12 + on.month - 1 - self.months, 12)
        return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


USUAL: Final = Period(6, "six months")
"""The period of a scale whose words name none."""


class Noted(NamedTuple):
    """Something that was noted: its words, the day it is about, and the statement (by id) whose evidence it stands in.

    `dated` says that the words begin with that day themselves. `at` is "" for what belongs to the statement itself.
    """

    text: str
    day: date
    dated: bool = False
    at: str = ""


def period_of(scale: Scale, statement: Statement) -> Period:
    """How far back a statement is asked about."""
    rare = scale.rare_of(statement)
    return (rare and _period(rare.period)) or _period(scale.question) or USUAL


def at_hand(
    ladder: Ladder, state: State, events: Iterable[Event], statements: Iterable[Statement], on: date
) -> Mapping[str, tuple[Noted, ...]]:
    """What was noted for each of these statements within its period up to `on`, the newest first, by statement id.

    That is each note that backs it, and each paragraph of evidence that supports it, wherever it stands; a note
    whose words stand in the evidence as well is told once. `state` is the fold of `events`, from which comes on
    which day a paragraph was first written. A statement with nothing of its period isn't in it. The `ladder` gives each
    statement's period.
    """
    asked = {statement.id: period_of(ladder.scale, statement).since(on) for statement in statements}
    moments: dict[str, dict[str, Noted]] = {statement_id: {} for statement_id in asked}
    for note in notes(state):
        dated = day_in(note.text, note.at.astimezone().date()) is not None
        for statement_id in asked.keys() & set(note.backs):
            moments[statement_id].setdefault(note.text, Noted(note.text, note.day, dated))
    for subject, supports, text, written in _paragraphs(state, tuple(events)):
        day = day_in(text, written)
        for statement_id in (
            statement_id
            for statement_id in supports
            if statement_id in asked and not any(text in known for known in moments[statement_id])
        ):
            at = "" if subject.id == statement_id else subject.id
            moments[statement_id][text] = Noted(text, day or written, day is not None, at)
    kept = {
        statement_id: tuple(
            sorted(
                (moment for moment in by_text.values() if asked[statement_id] <= moment.day <= on),
                key=lambda moment: moment.day,
                reverse=True,
            )
        )
        for statement_id, by_text in moments.items()
    }
    return {statement_id: noted for statement_id, noted in kept.items() if noted}


def _paragraphs(state: State, events: tuple[Event, ...]) -> Iterator[tuple[Subject, tuple[str, ...], str, date]]:
    """Each paragraph of evidence that stands now: where, what it supports, its words, the day it was first written."""
    for (rater, subject), now in state.current.items():
        if rater is not Rater.SELF or subject.kind != "evidence" or not isinstance(now.answer, Evidence):
            continue
        for text in filter(None, (part.strip() for part in re.split(r"\n\s*\n", now.answer.text))):
            written = min(
                (
                    event.at
                    for event in events
                    if event.subject == subject and isinstance(event.answer, Evidence) and text in event.answer.text
                ),
                default=now.at,
            )
            yield subject, now.answer.supports, text, written.astimezone().date()


def _period(text: str) -> Period | None:
    match = _TIME.search(text)
    if match is None:
        return None
    said = (match["number"] or "one").lower()
    number = int(said) if said.isdecimal() else _NUMBERS.index(said) + 1
    return Period(number * (12 if match["unit"].lower().startswith("year") else 1), match[0])
