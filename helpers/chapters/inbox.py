"""Evidence in passing: a box for what happened, and the notes that no statement has yet."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Become, Keep, Result
from helpers.form import TextField
from helpers.insight import day_in_words
from helpers.insight.notes import likely, notes, put_beside
from helpers.journal import Choice, Subject
from helpers.pages.page import page

FOLLOWS = ("note:", "evidence:", "choice:focus", "choice:standing")
ANOTHER, TIE = "another", "tie "
MOST_SHOWN = 20


def questions(context: ViewContext) -> Asked:
    """One box, for the next note; the notes that were written before are taken too."""
    field = TextField(
        subject=_next(context),
        label="What happened, when, and who saw it?",
        hint="A line is enough. It is saved as you write.",
        rows=2,
    )
    every = tuple(field.model_copy(update={"subject": each}) for each in _written(context))
    return Asked("A note for later", (field,), every)


def view(context: ViewContext) -> str:
    """The notes that back nothing yet, each with the statements that it is likely to back; the button for another."""
    loose = [note for note in notes(context.state) if not note.backs]
    shown = [
        {
            "note": note,
            "day": day_in_words(note.at.astimezone()),
            "likely": [
                (statement, context.ladder.level_of(statement.id).short_title)
                for statement in likely(context.ladder, context.state, note.text)
            ],
        }
        for note in loose[:MOST_SHOWN]
    ]
    any_yet = bool(_written(context))
    return page("inbox", shown=shown, more=max(0, len(loose) - MOST_SHOWN), any_yet=any_yet, tie=TIE, another=ANOTHER)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Put a note beside a statement as its evidence, or make room for the next one; all else is nothing."""
    if value == ANOTHER:
        yield Become(context.own)
    subject, _, statement = value.removeprefix(TIE).partition(" ")
    found = next((note for note in notes(context.state) if note.subject == subject), None)
    if value.startswith(TIE) and found and context.ladder.has_statement(statement):
        (evidence, text), (backs, chosen) = put_beside(context.state, found, statement)
        yield Keep(((evidence, text), (backs, Choice(chosen=chosen))))


def _written(context: ViewContext) -> tuple[str, ...]:
    return tuple(note.subject for note in notes(context.state))


def _next(context: ViewContext) -> str:
    number = 1
    while context.state.event(Subject.note(number)):
        number += 1
    return Subject.note(number)
