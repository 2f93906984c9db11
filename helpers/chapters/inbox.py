"""Evidence in passing: a box for what happened, and the notes that no statement has yet.

What is typed is a draft until its owner presses: a half sentence that a closed page saved is no note.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Keep, Result, Show
from helpers.chapters.notebook import Teaches
from helpers.form import TextField
from helpers.insight import day_in_words
from helpers.insight.dated import entries
from helpers.insight.notes import Note, likely, notes, put_beside
from helpers.journal import Answer, Choice, Subject, Words
from helpers.pages.page import page

DRAFT = Subject.draft("note")
FOLLOWS = ("note:", "evidence:", "choice:focus", "choice:standing", DRAFT)
KEEP, EACH, TIE = "keep", "each", "tie "
MOST_SHOWN = 20
_OF_WORK = "Something at your own work that this brought to mind; what you did in the lab is practice. "


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
    """The button that keeps the note, and the notes that back nothing yet, with statements each is likely to back."""
    return _page(context)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Keep what is in the box, or put a note beside a statement as its evidence; anything else is nothing."""
    subject, _, statement = value.removeprefix(TIE).partition(" ")
    found = next((note for note in notes(context.state) if note.subject == subject), None)
    if value in (KEEP, EACH):
        yield from _keeping(context, each=value == EACH)
    elif value.startswith(TIE) and found and context.ladder.has_statement(statement):
        evidence, (backs, chosen) = put_beside(context.state, found, statement)
        yield Keep((evidence, (backs, Choice(chosen=chosen))))


def _keeping(context: ViewContext, *, each: bool) -> Iterator[Result]:
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


def _tied_on(context: ViewContext, note: Note) -> date | None:
    """The day on which a note was last put beside a statement; None if that is not known."""
    event = context.state.event(Subject.backs(note.subject))
    return event.at.astimezone().date() if event else None


def _shown(context: ViewContext, note: Note) -> dict[str, object]:
    """A note with the statements that it backs, and those that it is likely to back as well."""
    ladder = context.ladder
    return {
        "note": note,
        "day": day_in_words(note.day),
        "beside": [ladder.statement(id).title for id in note.backs if ladder.has_statement(id)],
        "likely": [
            (statement, ladder.level_of(statement.id).short_title)
            for statement in likely(ladder, context.state, note.text)
            if statement.id not in note.backs
        ],
    }


def _page(context: ViewContext, *, trouble: str = "") -> str:
    every = notes(context.state)
    loose = [note for note in every if not note.backs]
    tied = [note for note in every if note.backs and _tied_on(context, note) == context.today]
    return page(
        "inbox",
        shown=[_shown(context, note) for note in loose[:MOST_SHOWN]],
        tied=[_shown(context, note) for note in tied[:MOST_SHOWN]],
        more=max(0, len(loose) - MOST_SHOWN),
        entries=entries(context.state.words(DRAFT), context.today),
        tie=TIE,
        trouble=trouble,
    )
