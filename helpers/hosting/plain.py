"""The same questions as an ordinary HTML form, for browsers without JavaScript, and what such a form sends back.

A field of the form is named after its subject; the parts of a plan after the subject and
the part ("plan:1/when"). The form names what it asked in fields called "asked", each with the id of the event whose
answer it was drawn with ("prompt:why 0f…"), or "-" for none; and itself, by a number, in "form". What says the same as
the answer that it was drawn with is no change, whatever was answered elsewhere since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from helpers.form import WORDS, ChoiceField, Field, PlanField, Question, RatingField, TextField
from helpers.insight import answer_label
from helpers.journal import Answer, Choice, Event, Evidence, PlanItem, Rating, RatingState, State, Words, fold
from helpers.ladder import Scale

PLAN_PARTS = ("focus", "aim", "when", "then", "obstacle", "first_step", "by", "shows", "follow_up")
AGAIN = "look_again"
"""The further dates to look back: two controls of one name. What a plan has beyond them stays as it is."""
_BOXES = 2

Sent = Mapping[str, Sequence[str]]
"""What a form sent: the values of each name, in their order."""


ASKED = (RatingField, TextField, ChoiceField, PlanField)
"""What such a form can ask."""


class Change(NamedTuple):
    """What a form says otherwise than it was drawn with: the subject, the answer as JSON, and what the form knew.

    `id` is the same for the same change of the same form, so that a second press finds the first. `knew` is the
    answer that stood as far as the form knew, as JSON in a list; None where the form doesn't say.
    """

    id: str
    subject: str
    answer: dict[str, Any]
    knew: list[dict[str, Any]] | None


def changes(questions: Iterable[Question], sent: Sent, events: Sequence[Event], *, me: str) -> Iterator[Change]:
    """What a form answers otherwise than it was drawn with.

    `questions` are all that are taken (of two with one subject the first counts), `sent` is what came, `events` all
    that the person ever answered, and `me` is who it is. Only questions that were in the form count, since an
    unticked box sends nothing.
    """
    drawn, form = drawn_with(sent), _text(sent, "form")[:80]
    state, by_id = fold(events), {event.id: event for event in events}

    on: dict[str, list[Event]] = {}
    for event in events:
        on.setdefault(event.subject, []).append(event)

    def change_id(subject: str, knew: Event | None, answer: Mapping[str, Any]) -> str:
        said = sorted((part, value) for part, value in answer.items() if value not in (None, "", []))
        of = [me, form, subject, knew.id if knew else "", said]
        return hashlib.sha256(json.dumps(of).encode()).hexdigest()[:32]

    def followed(subject: str, knew: Event | None) -> Event | None:
        """What this very form sent before it knows as well: a browser's Back brings it again as it was drawn."""
        answers = {event: event.answer.model_dump(mode="json") for event in on.get(subject, ())}
        while own := next(
            (event for event, said in answers.items() if event.id == change_id(subject, knew, said)), None
        ):
            knew = own
        return knew

    for field in (question for question in questions if isinstance(question, ASKED)):
        for subject in field.subjects:
            if subject not in drawn:
                continue
            at = drawn.pop(subject)
            says = at == "" or at in by_id
            knew = followed(subject, by_id.get(at or "")) if says else state.event(subject)
            there = knew.answer if knew else field.blank(subject)
            given = _given(field, subject, sent, there)
            if given != there.model_dump(mode="json"):
                base = [there.model_dump(mode="json")] if says else None
                yield Change(change_id(subject, knew, given), subject, given, base)


def drawn_with(sent: Sent) -> dict[str, str | None]:
    """What a form asked: by subject the id of the event that it was drawn with, "" for none, None if it doesn't say."""
    by_subject = {}
    for line in sent.get("asked", ()):
        subject, _, at = line.partition(" ")
        by_subject[subject] = None if not at else "" if at == "-" else at
    return by_subject


def only(sent: Sent, subjects: Iterable[str]) -> dict[str, list[str]]:
    """Of what a form sent, what it says on these subjects."""
    wanted = set(subjects)
    kept = {name: list(values) for name, values in sent.items() if name.partition("/")[0] in wanted}
    return kept | {"asked": [line for line in sent.get("asked", ()) if line.partition(" ")[0] in wanted]}


def in_words(field: Field, answer: Answer, scale: Scale) -> str:
    """An answer to a question as it is told in the form, beside another that was given; text as it was written.

    `field` has the names of options, and `scale` the words for how often.
    """
    match answer:
        case Rating():
            return answer_label(scale, answer)
        case Words(text=text) | Evidence(text=text):
            return text.strip() or _NOTHING
        case Choice(chosen=chosen):
            titles = {option.id: option.title for option in field.options} if isinstance(field, ChoiceField) else {}
            return ", ".join(titles.get(chosen_id, chosen_id) for chosen_id in chosen) or _NOTHING
        case PlanItem():
            parts = answer.model_dump(mode="json")
            pairs = [(WORDS[f"plan_{part}"], parts.get(part)) for part in PLAN_PARTS[1:]]
            pairs += [(WORDS["plan_again"], day) for day in parts.get(AGAIN, ())]
            return "\n".join(f"{label}: {said}" for label, said in pairs if said)
        case _:
            return ""


def shown(field: Field, state: State, sent: Sent) -> dict[str, Any]:
    """What stands in a field's controls: what was just sent and could not be kept, else the current answers.

    `state` is the fold of the current answers; a subject without one has a blank.
    """
    values: dict[str, Any] = {}
    for subject in field.subjects:
        event = state.event(subject)
        answer = event.answer if event else field.blank(subject)
        values |= _controls(subject, answer)
        names = [name for name in values if name == subject or name.startswith(f"{subject}/")]
        if subject in drawn_with(sent):
            for name in names:
                given = sent.get(name, ())
                values[name] = list(given) if isinstance(values[name], list) else (given[0] if given else "")
    return values


def texts(sent: Sent) -> tuple[str, ...]:
    """Everything that somebody had typed into a form, whatever became of its questions."""
    kinds = ("prompt:", "evidence:", "plan:")
    names = [name for name in sent if name.startswith(kinds) and not name.endswith(_NO_TEXT)]
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
            said = {f"{subject}/{part}": parts.get(part) or "" for part in PLAN_PARTS}
            return {**said, f"{subject}/{AGAIN}": parts.get(AGAIN, [])}
        case _:
            return {}


def _given(field: Field, subject: str, sent: Sent, standing: Answer) -> dict[str, Any]:
    """The answer that a form gives on a subject, as JSON; whether it belongs there is not asked here."""
    match field, standing:
        case RatingField(), Evidence(supports=supports):
            return {"kind": "evidence", "text": _text(sent, subject), "supports": list(supports)}
        case RatingField(), _:
            given = _rating(_text(sent, subject))
            stood = standing.model_dump(mode="json")
            # How many occasions there were is asked elsewhere, and stays with its answer.
            return stood if all(stood.get(part) == given[part] for part in given) else given
        case TextField(), _:
            return {"kind": "words", "text": _text(sent, subject)}
        case ChoiceField(), _:
            return {"kind": "choice", "chosen": [chosen_id for chosen_id in sent.get(subject, ()) if chosen_id]}
        case PlanField(), PlanItem():
            stood = standing.model_dump(mode="json")
            parts = {part: _text(sent, f"{subject}/{part}") for part in PLAN_PARTS}
            optional = {part: parts[part] or None for part in ("focus", "by", "follow_up")}
            again = [day for day in sent.get(f"{subject}/{AGAIN}", ()) if day] + stood.pop(AGAIN, [])[_BOXES:]
            given = {**stood, **parts, **optional, **({AGAIN: again} if again else {})}
            # An answer leaves it out where it says nothing, and so the two must be one answer here too.
            return given if given["obstacle"] else {part: said for part, said in given.items() if part != "obstacle"}
        case _:
            return standing.model_dump(mode="json")


_NOTHING = "nothing"
_NO_TEXT = tuple(f"/{part}" for part in ("focus", "by", "follow_up", AGAIN))


def _rating(value: str) -> dict[str, Any]:
    if value.isascii() and value.isdigit() and len(value) == 1:
        return {"kind": "rating", "state": "frequency", "frequency": int(value)}
    return {"kind": "rating", "state": value or "unanswered", "frequency": None}


def _text(sent: Sent, name: str) -> str:
    """What was typed, with the line ends that people mean: browsers send each as two characters."""
    values = sent.get(name, ())
    return values[0].replace("\r\n", "\n") if values else ""
