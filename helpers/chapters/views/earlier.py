"""What somebody answered to an earlier version of the ladder, where it is open again: beside the words of then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.form import ChoiceField, Field, RatingField, TextField
from helpers.insight.versions import old_answer, old_words, then_and_now
from helpers.journal import Subject, Words
from helpers.pages.render import render


class Old(NamedTuple):
    """An earlier answer to what a question asks now: its words then, the answer, and what became of it."""

    asks: str
    words: str
    answer: str
    said: str
    became: str


def asking(fields: Iterable[Field]) -> tuple[tuple[str, str], ...]:
    """The subject of each of these questions that a ladder may change, and what it asks."""
    questions = []
    for field in fields:
        if isinstance(field, RatingField):
            questions.append((Subject.statement(field.statement_id), field.text))
        elif isinstance(field, TextField | ChoiceField):
            questions.append((Subject(field.subject), field.label))
    return tuple(questions)


def earlier(context: ViewContext, questions: Iterable[tuple[str, str]]) -> str:
    """The earlier answers to those of these questions that are open again; "" where there is none.

    `questions` are subjects with what each asks now.
    """
    old = [
        Old(
            asks,
            old_words(fate),
            old_answer(fate, context.ladder),
            fate.event.answer.text if isinstance(fate.event.answer, Words) else "",
            then_and_now(fate),
        )
        for subject, asks in questions
        for fate in context.state.asked_again(subject)
    ]
    return render("earlier", old=old) if old else ""
