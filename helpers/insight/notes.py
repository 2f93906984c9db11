"""Notes on one's own work: which are still loose, and which statements each is likely to back.

How a likely statement is found: the words of the note are compared with those of every statement (its title, its
text and its competency). A word counts by its beginning, so that "prices" finds "pricing", and the more, the fewer
statements have it. Statements of the level where somebody stands, and those that they work on, come first among
equals. It happens in the process, with no model and no network.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, NamedTuple

from helpers.insight.dated import day_in
from helpers.insight.destinations import standing_of
from helpers.insight.words import day_in_words
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

    @property
    def day(self) -> date:
        """The day that it is about: the date with which it begins, else that on which it was written down."""
        written = self.at.astimezone().date()
        return day_in(self.text, written) or written


class Period(NamedTuple):
    """Notes about one competency, the earliest first; `title` is "" for those that back nothing yet."""

    title: str
    notes: tuple[Note, ...]


def by_competency(ladder: Ladder, state: State, since: date | None = None) -> tuple[Period, ...]:
    """The notes about days from `since` on (None: all), by competency in the ladder's order.

    A note that backs statements of several competencies stands with each. Those of a statement without a
    competency stand under its level. `state` is the fold of the answers that hold the notes.
    """
    chosen = [note for note in reversed(notes(state)) if since is None or note.day >= since]
    chosen.sort(key=lambda note: note.day)
    about = {
        note.subject: [
            _heading(ladder, statement_id) for statement_id in note.backs if ladder.has_statement(statement_id)
        ]
        for note in chosen
    }
    order = [*(each.title for each in ladder.competencies), *(level.title for level in ladder.levels), ""]
    periods = (
        Period(title, tuple(note for note in chosen if title in (about[note.subject] or [""])))
        for title in dict.fromkeys(order)
    )
    return tuple(period for period in periods if period.notes)


def as_text(periods: Iterable[Period], *, markdown: bool = False) -> str:
    """Notes as plain text or Markdown: headings, days and the owner's own words, and nothing else."""
    parts = []
    for title, period_notes in periods:
        heading = title or "Beside no statement yet"
        lines = [f"## {_escaped(heading)}" if markdown else heading.upper(), ""]
        for note in period_notes:
            dated = day_in(note.text, note.at.astimezone().date()) is not None
            text = _without_controls(note.text)
            words = text if dated else f"{day_in_words(note.day)}: {text}"
            words = _escaped(words) if markdown else words
            lines.append("- " + words.replace("\n", "\n  "))
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n" if parts else ""


def notes(state: State) -> tuple[Note, ...]:
    """All notes that say something, the newest first."""
    written = [
        Note(subject, event.answer.text.strip(), event.at, state.picked(Subject.backs(subject)))
        for (rater, subject), event in state.current.items()
        if subject.kind == "note"
        and rater is Rater.SELF
        and isinstance(event.answer, Words)
        and event.answer.text.strip()
    ]
    return tuple(sorted(written, key=lambda note: (note.at, note.subject), reverse=True))


def likely(ladder: Ladder, state: State, text: str) -> tuple[Statement, ...]:
    """At most three statements that a text is likely to back, the likeliest first; none where no word is shared.

    Among equals those in the focus come first, then those of the level where the `state` says that the person stands in
    the `ladder`.
    """
    words = {statement.id: _words(_all_of(ladder, statement)) for _, _, statement in ladder.walk()}
    spread = Counter(word for each in words.values() for word in each)
    said = _words(text)
    weight = {
        statement_id: sum(math.log(1 + len(words) / spread[word]) for word in said & each)
        for statement_id, each in words.items()
    }
    standing, focus = standing_of(ladder, state), state.chosen("focus")

    def place(statement: Statement) -> tuple[float, bool, bool]:
        here = ladder.level_of(statement.id).id == standing
        return (-weight[statement.id], statement.id not in focus, not here)

    ranked = sorted((statement for _, _, statement in ladder.walk() if weight[statement.id]), key=place)
    return tuple(ranked[:LIKELY])


def put_beside(state: State, note: Note, statement: str) -> tuple[tuple[str, Evidence], tuple[str, tuple[str, ...]]]:
    """What a note makes of the evidence at a statement, and what it backs then, as (subject, value) each.

    The words are added below those that stand there already, and only once. `state` says what stands there, and
    `statement` is an id.
    """
    backs = tuple(dict.fromkeys([*note.backs, statement]))
    return as_evidence(state, statement, note.text), (Subject.backs(note.subject), backs)


def take_away(state: State, note: Note, statement: str) -> tuple[Evidence | None, tuple[str, ...]]:
    """What stands as evidence at a statement without a note, and which statements the note backs then.

    The evidence is None where it stays as it is: the note's words aren't a paragraph of it any more since its owner
    changed them there, or another note with the same words backs it. `state` says what stands there, and `statement` is
    an id.
    """
    backs = tuple(statement_id for statement_id in note.backs if statement_id != statement)
    standing = state.evidence_line(statement)
    match = re.search(rf"(?:^|\n\n){re.escape(note.text)}(?=\n\n|$)", standing.text.strip())
    others = (other for other in notes(state) if other.subject != note.subject)
    if match is None or any(statement in other.backs and other.text == note.text for other in others):
        return None, backs
    known = standing.text.strip()
    return standing.model_copy(update={"text": (known[: match.start()] + known[match.end() :]).strip()}), backs


def matching(ladder: Ladder, words: str) -> tuple[Statement, ...]:
    """The statements in which each of these words stands, in the order of the ladder; none for no word.

    A word may stand in a statement's title, its text, its competency or the name of its level, whole or in part.
    """
    wanted = words.casefold().split()
    return tuple(
        statement
        for level, _, statement in ladder.walk()
        if wanted and all(word in f"{_all_of(ladder, statement)} {level.title}".casefold() for word in wanted)
    )


def as_evidence(state: State, statement: str, text: str) -> tuple[str, Evidence]:
    """The evidence at a statement (by its id) with this text below what stands there already, as (subject, answer).

    `state` says what stands there.
    """
    standing = state.evidence_line(statement)
    known = standing.text.strip()
    both = known if text in known else "\n\n".join(part for part in (known, text) if part)
    return Subject.evidence(statement), standing.model_copy(update={"text": both})


def _all_of(ladder: Ladder, statement: Statement) -> str:
    competency = next((each.title for each in ladder.competencies if each.id == statement.competency), "")
    return f"{statement.title} {statement.text} {competency}"


def _heading(ladder: Ladder, statement_id: str) -> str:
    competency = ladder.statement(statement_id).competency
    named = next((each.title for each in ladder.competencies if each.id == competency), "")
    return named or ladder.level_of(statement_id).title


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands, where a line begins too: as a list, a rule, a heading or as code."""
    escaped = re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", text)
    escaped = re.sub(r"(?m)^([ \t]*)([-+=:])", r"\1\\\2", escaped)
    escaped = re.sub(r"(?m)^([ \t]*\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)
    # Markdown counts spaces and tabs where a line begins; a space that doesn't break is shown, and counts as a letter.
    return re.sub(r"(?m)^[ \t]+(?=\S)", lambda match: match[0].expandtabs(4).replace(" ", "\u00a0"), escaped)


def _without_controls(text: str) -> str:
    """Text without characters that no program shows, and that some act on; its lines and tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character for character in lines if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    )


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return frozenset(word[:_BEGINNING] for word in words if word not in _EVERYDAY)
