"""The same questions as an ordinary HTML form, for browsers without JavaScript, and what such a form sends back.

A field of the form is named after its subject; the parts of a plan after the subject and
the part ("plan:1/when"). What says the same as the answer that stands is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from helpers.form import ChoiceField, Field, PlanField, Question, RatingField, TextField
from helpers.journal import Answer, Choice, Evidence, PlanItem, Rating, RatingState, State, Words

PLAN_PARTS = ("focus", "aim", "when", "then", "first_step", "by", "shows", "follow_up")

Sent = Mapping[str, Sequence[str]]
"""What a form sent: the values of each name, in their order."""


ASKED = (RatingField, TextField, ChoiceField, PlanField)
"""What such a form can ask."""


def changes(questions: Iterable[Question], sent: Sent, state: State) -> Iterator[tuple[str, dict[str, Any]]]:
    """The subjects that a form answers otherwise than they stand, each with its new answer as JSON.

    `questions` are all that are taken (of two with one subject the first counts), `sent` is what came and
    `state` what stands. Only questions that were in the form count: an unticked box sends nothing, so the form
    names what it asked in fields called "asked".
    """
    asked = set(sent.get("asked", ()))
    for field in (question for question in questions if isinstance(question, ASKED)):
        for subject in field.subjects:
            if subject not in asked:
                continue
            asked.remove(subject)
            event = state.event(subject)
            standing = event.answer if event else field.blank(subject)
            given = _given(field, subject, sent, standing)
            if given != standing.model_dump(mode="json"):
                yield subject, given


def shown(field: Field, state: State, sent: Sent) -> dict[str, Any]:
    """What stands in a field's controls: what was just sent and could not be kept, else the current answers."""
    values: dict[str, Any] = {}
    for subject in field.subjects:
        event = state.event(subject)
        answer = event.answer if event else field.blank(subject)
        values |= _controls(subject, answer)
        names = [name for name in values if name == subject or name.startswith(f"{subject}/")]
        if subject in sent.get("asked", ()):
            for name in names:
                given = sent.get(name, ())
                values[name] = list(given) if isinstance(values[name], list) else (given[0] if given else "")
    return values


def texts(sent: Sent) -> tuple[str, ...]:
    """Everything that somebody had typed into a form, whatever became of its questions."""
    kinds = ("prompt:", "evidence:", "plan:")
    names = [name for name in sent if name.startswith(kinds) and not name.endswith(("/focus", "/by", "/follow_up"))]
    return tuple(text for name in names if (text := _text(sent, name)).strip())


def _controls(subject: str, answer: Answer) -> dict[str, Any]:
    match answer:
        case Rating(state=RatingState.UNANSWERED):
            return {subject: ""}
        case Rating(state=RatingState.FREQUENCY, frequency=frequency):
            return {subject: str(frequency)}
        case Rating(state=state):
            return {subject: state.value}
        case Words(text=text) | Evidence(text=text):
            return {subject: text}
        case Choice(chosen=chosen):
            return {subject: list(chosen)}
        case PlanItem():
            parts = answer.model_dump(mode="json")
            return {f"{subject}/{part}": parts[part] or "" for part in PLAN_PARTS}
        case _:
            return {}


def _given(field: Field, subject: str, sent: Sent, standing: Answer) -> dict[str, Any]:
    """The answer that a form gives on a subject, as JSON; whether it belongs there is not asked here."""
    match field, standing:
        case RatingField(), Evidence(supports=supports):
            return {"kind": "evidence", "text": _text(sent, subject), "supports": list(supports)}
        case RatingField(), _:
            return _rating(_text(sent, subject))
        case TextField(), _:
            return {"kind": "words", "text": _text(sent, subject)}
        case ChoiceField(), _:
            return {"kind": "choice", "chosen": [id for id in sent.get(subject, ()) if id]}
        case PlanField(), PlanItem(dropped=dropped):
            parts = {part: _text(sent, f"{subject}/{part}") for part in PLAN_PARTS}
            optional = {part: parts[part] or None for part in ("focus", "by", "follow_up")}
            return {"kind": "plan", **parts, **optional, "dropped": dropped}
        case _:
            return standing.model_dump(mode="json")


def _rating(value: str) -> dict[str, Any]:
    if value.isascii() and value.isdigit() and len(value) == 1:
        return {"kind": "rating", "state": "frequency", "frequency": int(value)}
    return {"kind": "rating", "state": value or "unanswered", "frequency": None}


def _text(sent: Sent, name: str) -> str:
    """What was typed, with the line ends that people mean: browsers send each as two characters."""
    values = sent.get(name, ())
    return values[0].replace("\r\n", "\n") if values else ""
