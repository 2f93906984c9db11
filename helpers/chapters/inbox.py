"""Evidence in passing: a box for what happened, and the notes with the statements that each backs.

What is typed is a draft until its owner presses: a half sentence that a closed page saved is no note. A note can be put
beside any statement, and be taken away from it again, on whatever day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Become, Keep, Result, Show
from helpers.chapters.notebook import Teaches
from helpers.form import TextField
from helpers.frozen import Frozen
from helpers.insight import day_in_words
from helpers.insight.dated import entries
from helpers.insight.destinations import standing_of
from helpers.insight.notes import Note, likely, matching, notes, put_beside, take_away
from helpers.insight.words import count_of
from helpers.journal import Answer, Choice, Subject, Words
from helpers.ladder import Statement
from helpers.pages.render import render

DRAFT = Subject.draft("note")
FOLLOWS = ("note:", "evidence:", "choice:focus", "choice:standing", DRAFT)
KEEP, EACH, TIE, UNTIE = "keep", "each", "tie ", "untie "
CHOOSE, LEVEL, FIND, TURN = "choose ", "level ", "find ", "turn "
LOOSE, TIED = "loose", "tied"
MOST_SHOWN = 10
"""Notes of a kind that are shown at a time."""
MOST_FOUND = 40
"""Statements that a search shows."""
LONGEST_SEARCH = 200
_OF_WORK = "Something at your own work that this brought to mind; what you did in the lab is practice. "


class Own(Frozen):
    """What the panel knows of itself.

    `kept` is how many notes the last press kept. `put` and `taken` are the statement beside which it put a note, and
    from which it took one away. `loose` and `tied` are how many pages of notes somebody has turned. `about` is the note
    for which a statement is looked for, at a `level` or by the words to `find`.
    """

    kept: int = 0
    put: str = ""
    taken: str = ""
    loose: int = 0
    tied: int = 0
    about: str = ""
    level: str = ""
    find: str = ""

    def became(self, **changed: object) -> Become:
        """The same after another press, of which this is told."""
        return Become(self.model_copy(update={"kept": 0, "put": "", "taken": "", **changed}).model_dump_json())


class Turned(NamedTuple):
    """One page of notes: these, which page it is (from 0), how many come before them, and how many there are in all."""

    notes: tuple[Note, ...]
    nth: int
    before: int
    all: int

    @property
    def older(self) -> int:
        """How many older ones the next page shows."""
        return min(MOST_SHOWN, self.all - self.before - len(self.notes))


def questions(context: ViewContext) -> Asked:
    """One box, for the next note."""
    field = TextField(
        subject=DRAFT,
        label="What happened, when, and who saw it?",
        hint=f"{_OF_WORK if context.here.teaches is Teaches.LAB else ''}A line is enough. You can also paste a list of "
        "dated lines from a document of your own.",
        rows=2,
    )
    return Asked("A note for later", (field,))


def view(context: ViewContext) -> str:
    """The button that keeps the note; the notes that back nothing yet, and those beside a statement, with the ways to
    put each beside one and to take it away."""
    return _page(context)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Keep what is in the box; put a note beside a statement as its evidence, or take it away; look for a statement.

    Anything else is nothing.
    """
    own = context.knows(Own)
    kind, _, rest = value.partition(" ")
    subject, _, argument = rest.partition(" ")
    note = next((note for note in notes(context.state) if note.subject == subject), None)
    if value in (KEEP, EACH):
        yield from _keeping(context, own, each=value == EACH)
    elif f"{kind} " == TIE and note and context.ladder.has_statement(argument):
        evidence, (backs, chosen) = put_beside(context.state, note, argument)
        yield Keep((evidence, (backs, Choice(chosen=chosen))))
        yield own.became(put=argument)
    elif f"{kind} " == UNTIE and note and argument in note.backs:
        line, chosen = take_away(context.state, note, argument)
        changed: tuple[tuple[str, Answer], ...] = ((Subject.evidence(argument), line),) if line else ()
        yield Keep((*changed, (Subject.backs(note.subject), Choice(chosen=chosen))))
        yield own.became(taken=argument)
    elif f"{kind} " == CHOOSE and note:
        level = own.level or standing_of(context.ladder, context.state) or ""
        yield own.became(about="" if own.about == subject else note.subject, level=level, find="")
    elif f"{kind} " == LEVEL and rest in {level.id for level in context.ladder.levels}:
        yield own.became(level=rest, find="")
    elif f"{kind} " == FIND:
        yield own.became(find=rest.strip()[:LONGEST_SEARCH])
    elif f"{kind} " == TURN and subject in (LOOSE, TIED) and argument.isdecimal() and len(argument) < 6:
        yield own.became(**{subject: int(argument)})


def _keeping(context: ViewContext, own: Own, *, each: bool) -> Iterator[Result]:
    text = context.state.words(DRAFT).strip()
    texts = [entry.text for entry in entries(text, context.today)] if each else [text] if text else []
    if not texts:
        yield Show(_page(context, trouble="There is nothing in the box yet. Write a line, then press again."))
        return
    number = 1
    kept: list[tuple[str, Answer]] = []
    for words in texts:
        while context.state.event(Subject.note(number)):
            number += 1
        kept.append((Subject.note(number), Words(text=words)))
        number += 1
    yield Keep((*kept, (DRAFT, Words(text=""))))
    yield own.became(kept=len(kept), loose=0)


def _turned(found: Sequence[Note], nth: int) -> Turned:
    nth = max(0, min(nth, (len(found) - 1) // MOST_SHOWN))
    return Turned(tuple(found[nth * MOST_SHOWN :][:MOST_SHOWN]), nth, nth * MOST_SHOWN, len(found))


def _shown(context: ViewContext, note: Note) -> dict[str, object]:
    """A note with the statements that it backs, and those that it is likely to back as well."""
    backs = [
        context.ladder.statement(statement_id)
        for statement_id in note.backs
        if context.ladder.has_statement(statement_id)
    ]
    others = [
        statement for statement in likely(context.ladder, context.state, note.text) if statement.id not in note.backs
    ]
    return {
        "note": note,
        "day": day_in_words(note.day),
        "beside": _with_levels(context, backs),
        "likely": _with_levels(context, others),
    }


def _with_levels(context: ViewContext, statements: Sequence[Statement]) -> list[tuple[Statement, str]]:
    return [(statement, context.ladder.level_of(statement.id).short_title) for statement in statements]


def _found(context: ViewContext, own: Own) -> tuple[Statement, ...]:
    """The statements to choose from, by what was searched for or else of the level that was chosen."""
    if own.find:
        return matching(context.ladder, own.find)
    return tuple(statement for level, _, statement in context.ladder.walk() if level.id == own.level)


def _said(context: ViewContext, own: Own) -> str:
    """What the last press did, for whoever looks elsewhere, or listens."""
    titles = {statement.id: statement.title for _, _, statement in context.ladder.walk()}
    if own.kept:
        return "The note is kept." if own.kept == 1 else f"{count_of(own.kept, 'note')} are kept."
    if own.put in titles:
        return f"The note stands beside “{titles[own.put]}” now, as its evidence."
    if own.taken in titles:
        return f"The note is taken away from “{titles[own.taken]}”. You still have the note itself."
    if own.about and own.find:
        return f"{count_of(len(_found(context, own)), 'statement')} found."
    return ""


def _page(context: ViewContext, *, trouble: str = "") -> str:
    own, every = context.knows(Own), notes(context.state)
    loose = _turned([note for note in every if not note.backs], own.loose)
    beside = [note for note in every if note.backs]
    lately = sorted(beside, key=lambda note: _tied_at(context, note), reverse=True)
    tied = _turned(lately, own.tied)
    shown = _found(context, own)
    about = next((note for note in every if note.subject == own.about), None)
    taken = about.backs if about else ()
    return render(
        "inbox",
        parts=[
            (LOOSE, "Notes that back nothing yet", loose, [_shown(context, note) for note in loose.notes]),
            (TIED, "Notes beside a statement", tied, [_shown(context, note) for note in tied.notes]),
        ],
        most=MOST_SHOWN,
        own=own,
        levels=[(level.id, level.short_title) for level in context.ladder.levels],
        found=_with_levels(context, [statement for statement in shown if statement.id not in taken][:MOST_FOUND]),
        more=max(0, len(shown) - MOST_FOUND),
        entries=entries(context.state.words(DRAFT), context.today),
        tie=TIE,
        trouble=trouble,
        said="" if trouble else _said(context, own),
    )


def _tied_at(context: ViewContext, note: Note) -> float:
    """When a note was last put beside a statement, or taken away from one, in seconds."""
    event = context.state.event(Subject.backs(note.subject))
    return event.at.timestamp() if event else 0
