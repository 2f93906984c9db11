"""Notes on one's own work: which are still loose, and which statements each is likely to back.

How a likely statement is found: the words of the note are compared with those of every statement (its title, its
text and its competency). A word counts by its beginning, so that "prices" finds "pricing", and the more, the fewer
statements have it. Statements of the level where somebody stands, and those that they work on, come first among
equals. It happens in the process, with no model and no network.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import datetime
from typing import Final, NamedTuple

from helpers.insight.destinations import standing_of
from helpers.journal.events import Evidence, Rater, Words
from helpers.journal.state import State
from helpers.journal.subjects import Subject
from helpers.ladder.model import Ladder, Statement

LIKELY: Final = 3
"""How many statements are proposed for a note."""

_BEGINNING = 5
_EVERYDAY = frozenset(
    re.findall(
        r"\w+",
        "about after again also because been before being could does done each from have having into just more most "
        "much once only over other said same should some such than that their them then there these they this those "
        "through under until very want were what when where which while will with without would your",
    )
)


class Note(NamedTuple):
    """A note: its subject, its words, when they were last written, and the statements that it backs."""

    subject: Subject
    text: str
    at: datetime
    backs: tuple[str, ...]


def notes(state: State) -> tuple[Note, ...]:
    """All notes that say something, the newest first."""
    found = [
        Note(subject, event.answer.text.strip(), event.at, state.picked(Subject.backs(subject)))
        for (rater, subject), event in state.current.items()
        if subject.kind == "note"
        and rater is Rater.SELF
        and isinstance(event.answer, Words)
        and event.answer.text.strip()
    ]
    return tuple(sorted(found, key=lambda note: (note.at, note.subject), reverse=True))


def likely(ladder: Ladder, state: State, text: str) -> tuple[Statement, ...]:
    """At most three statements that a text is likely to back, the likeliest first; none where no word is shared."""
    words = {statement.id: _words(_all_of(ladder, statement)) for _, _, statement in ladder.walk()}
    spread = Counter(word for each in words.values() for word in each)
    said = _words(text)
    weight = {id: sum(math.log(1 + len(words) / spread[word]) for word in said & each) for id, each in words.items()}
    standing, focus = standing_of(ladder, state), state.chosen("focus")

    def place(statement: Statement) -> tuple[float, bool, bool]:
        here = ladder.level_of(statement.id).id == standing
        return (-weight[statement.id], statement.id not in focus, not here)

    found = sorted((statement for _, _, statement in ladder.walk() if weight[statement.id]), key=place)
    return tuple(found[:LIKELY])


def put_beside(state: State, note: Note, statement: str) -> tuple[tuple[str, Evidence], tuple[str, tuple[str, ...]]]:
    """What a note makes of the evidence at a statement, and what it backs then, as (subject, value) each.

    The words are added below those that stand there already, and only once.
    """
    standing = state.evidence_line(statement)
    known = standing.text.strip()
    text = known if note.text in known else "\n\n".join(part for part in (known, note.text) if part)
    evidence = standing.model_copy(update={"text": text})
    backs = tuple(dict.fromkeys([*note.backs, statement]))
    return (Subject.evidence(statement), evidence), (Subject.backs(note.subject), backs)


def _all_of(ladder: Ladder, statement: Statement) -> str:
    competency = next((each.title for each in ladder.competencies if each.id == statement.competency), "")
    return f"{statement.title} {statement.text} {competency}"


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return frozenset(word[:_BEGINNING] for word in found if word not in _EVERYDAY)
