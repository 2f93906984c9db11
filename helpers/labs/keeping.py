"""Keeping something of a lab: always the person's own words, and always their own doing.

By default nothing of a lab enters the ratings, the evidence or the reflections.
"""

from __future__ import annotations

from typing import NamedTuple

from helpers.form import Form, TextField
from helpers.journal import Answer, State, Subject, Words
from helpers.labs.context import L, LabContext
from helpers.labs.model import Lab
from helpers.labs.page import render
from helpers.ladder import Ladder

PART = "kept"
"""The part of every lab that holds what somebody would keep: `lab:mid.kept`."""


class Place(NamedTuple):
    """Where words can be kept: the journal's subject, what it is called, whether the words are there already."""

    subject: Subject
    title: str
    is_evidence: bool
    kept: bool


def question(lab: Lab) -> Form:
    """What one would say of oneself after the lab."""
    field = TextField(subject=lab.subject(PART), label=lab.keep.question, hint=lab.keep.hint, rows=3)
    return f"{lab.title}: what you take with you", (field,)


def offer(here: LabContext[L], starter: str = "") -> str:
    """The buttons that keep the words, one for each place; what is kept can be taken back."""
    words = here.words(PART).strip()
    offered = places(here.lab, here.ladder, here.state, words)
    missing = [statement_id for statement_id in here.lab.keep.statements if not here.ladder.has_statement(statement_id)]
    return render("keep", words=words, starter=starter, places=offered, missing=missing)


def places(lab: Lab, ladder: Ladder, state: State, words: str) -> tuple[Place, ...]:
    """Where the words can be kept, as far as this ladder has the statements and prompts that the lab names.

    The `state` says what is in each place already: one that holds the `words` is marked so.
    """
    statements = [
        Place(
            Subject.evidence(statement_id),
            ladder.statement(statement_id).title,
            True,
            _holds(state.evidence_line(statement_id).text, words),
        )
        for statement_id in lab.keep.statements
        if ladder.has_statement(statement_id)
    ]
    asked = {prompt.id: prompt.text for _, prompt in ladder.walk_prompts()}
    prompts = [
        Place(Subject.prompt(prompt_id), asked[prompt_id], False, _holds(state.words(Subject.prompt(prompt_id)), words))
        for prompt_id in lab.keep.prompts
        if prompt_id in asked
    ]
    return (*statements, *prompts)


def act(here: LabContext[L], value: str) -> dict[str, Answer]:
    """What to record, by subject, so that the words are kept at a place, or taken back ("back:" before its subject).

    What stood there before stays. The lab goes with the words, so that they are known as practice however they are
    edited later. Nothing for a value that is no place of this lab, and where there are no words.
    """
    state, words = here.state, here.words(PART).strip()
    subject = value.removeprefix("back:")
    place = next((p for p in places(here.lab, here.ladder, state, words) if p.subject == subject), None)
    if place is None or not words:
        return {}
    is_back = value.startswith("back:")
    standing = state.evidence_line(place.subject.id) if place.is_evidence else _reflection(state, subject)
    labs = tuple(lab for lab in standing.labs if lab != here.lab.lab)
    change = {
        "text": (_without if is_back else _with)(standing.text, words),
        "labs": labs if is_back else (*labs, here.lab.lab),
    }
    return {subject: standing.model_copy(update=change)}


def _reflection(state: State, subject: str) -> Words:
    return Words(text=state.words(subject), labs=state.labs(subject))


def _holds(text: str, words: str) -> bool:
    return bool(words) and words in text


def _with(text: str, words: str) -> str:
    return text if words in text else f"{text.rstrip()}\n\n{words}".strip()


def _without(text: str, words: str) -> str:
    return text.replace(words, "", 1).strip()
