"""How people are asked, and what may come back: form fields, their checks, and one reply.

    message from a screen → apply → the journal → reply to the screen

Nothing here knows which screen that is: `helpers.widgets.form` shows these fields in a
notebook, and any page that can send and receive JSON can use the same messages.

    to the kernel    {type: "hello"}                          what has been answered so far?
                     {type: "answer", seq, subject, answer}   please keep this
    to the screen    {type: "values", values}                 current answers by subject
                     {type: "saved", seq, subject, at}        it is on the disk
                     {type: "failed", seq, subject, message}  it is not, and why
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field as Setting
from pydantic import TypeAdapter, ValidationError, model_validator

from helpers.errors import KitError
from helpers.frozen import Frozen
from helpers.journal.events import (
    UNANSWERED,
    Answer,
    Choice,
    Event,
    Evidence,
    Figures,
    PlanItem,
    Rating,
    RatingState,
    Words,
)
from helpers.journal.state import State
from helpers.ladder.model import Scale, Skill, Statement

LONGEST_ANSWER = 200_000
"""The most characters that one answer may have as JSON: far beyond what anybody writes,
and small enough that a script gone wrong can't fill a journal in one go."""

Message = dict[str, Any]
"""What travels between a screen and the kernel: JSON, with a "type"."""

TitledId = tuple[str, str]
"""An id and the words that stand for it on screen."""


class RatingField(Frozen):
    """One statement to rate, with a line of evidence that opens when wanted.

    `also` holds the other statements, as (id, title), that one line of evidence may
    support as well: evidence is an answer of its own, apart from the number.
    """

    kind: Literal["rating"] = "rating"
    statement_id: str
    title: str
    text: str
    meaning: str
    practice: str | None = None
    also: tuple[TitledId, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the journal that this field answers."""
        return (f"statement:{self.statement_id}", f"evidence:{self.statement_id}")

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        if subject.startswith("statement:"):
            return UNANSWERED
        return Evidence(text="", supports=(self.statement_id,))

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here.

        Evidence may go on supporting what it already supports, even a statement that
        this form doesn't show: it was linked on another page.
        """
        if subject.startswith("statement:"):
            return isinstance(answer, Rating)
        if not isinstance(answer, Evidence):
            return False
        known = {self.statement_id, *(id for id, _ in self.also)}
        if isinstance(current, Evidence):
            known.update(current.supports)
        return self.statement_id in answer.supports and _distinct(answer.supports) and known.issuperset(answer.supports)


class OneSubject(Frozen):
    """A field that answers one subject of the journal."""

    subject: str

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the journal that this field answers."""
        return (self.subject,)


class Choosing(OneSubject):
    """A field whose answer is a choice of ids."""

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        return Choice(chosen=())


class TextField(OneSubject):
    """A question answered in one's own words: a reflection, or a name (`single_line`)."""

    kind: Literal["text"] = "text"
    label: str
    hint: str | None = None
    rows: Annotated[int, Setting(ge=1, le=40)] = 4
    single_line: bool = False

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        return Words(text="")

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here."""
        return isinstance(answer, Words)


class Option(Frozen):
    """One thing to choose: its id, its name, and a line that helps to decide."""

    id: str
    title: str
    detail: str | None = None


class ChoiceField(Choosing):
    """Options to choose from: one (`max` = 1, radio buttons) or several, at most `max` if given."""

    kind: Literal["choice"] = "choice"
    label: str
    hint: str | None = None
    options: tuple[Option, ...]
    max: Annotated[int, Setting(ge=1)] | None = None

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: options of this field, none twice, not too many."""
        return (
            isinstance(answer, Choice)
            and (self.max is None or len(answer.chosen) <= self.max)
            and _distinct(answer.chosen)
            and {option.id for option in self.options}.issuperset(answer.chosen)
        )


class PlanField(OneSubject):
    """An if–then plan for one focus area (Gollwitzer & Sheeran 2006), with dates.

    `focus_options` are the statements, as (id, title), to choose the focus from; a focus
    of one's own is always on offer. `focus` is the one shown for a plan that nothing has
    been said in yet, because it was chosen as a focus area already; None is one's own.
    """

    kind: Literal["plan"] = "plan"
    title: str
    hint: str | None = None
    focus: str | None = None
    focus_options: tuple[TitledId, ...] = ()

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        return PlanItem(focus=self.focus)

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: a focus that is on offer, or the one that stands already."""
        if not isinstance(answer, PlanItem):
            return False
        offered: set[str | None] = {None, self.focus, *(id for id, _ in self.focus_options)}
        if isinstance(current, PlanItem):
            offered.add(current.focus)
        return answer.focus in offered


class Figure(Frozen):
    """One number to set: from `min` to `max` in steps of `step`, `start` as long as nobody has touched it."""

    id: str
    label: str
    unit: str = ""
    detail: str | None = None
    min: float
    max: float
    step: Annotated[float, Setting(gt=0)] = 1
    start: float

    @model_validator(mode="after")
    def _start_is_within(self) -> Figure:
        if not self.min <= self.start <= self.max:
            raise ValueError("a figure starts between its least and its most")
        return self


class FiguresField(OneSubject):
    """Numbers to set: levers, estimates, an allocation.

    A number that nobody touched is not in the answer: a slider has a value before anyone moved
    it, and that is no answer. `total` is what the numbers should add up to at most; more can be
    given, so that one may take from one and give to another in any order, and the screen says so.
    """

    kind: Literal["figures"] = "figures"
    label: str
    hint: str | None = None
    figures: tuple[Figure, ...]
    total: float | None = None
    total_unit: str = ""

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        return Figures(values={})

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: numbers of this field, each between its least and its most."""
        if not isinstance(answer, Figures):
            return False
        known = {figure.id: figure for figure in self.figures}
        return all(
            name in known and known[name].min <= value <= known[name].max for name, value in answer.values.items()
        )


class OrderField(Choosing):
    """Things to put in order, every one of them; the answer is their ids, the first one first.

    `cut` draws a line after so many places ("there is room for three"), named by `cut_label`.
    """

    kind: Literal["order"] = "order"
    label: str
    hint: str | None = None
    options: tuple[Option, ...]
    cut: Annotated[int, Setting(ge=1)] | None = None
    cut_label: str | None = None

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: every option once, or none at all (taken back)."""
        if not isinstance(answer, Choice):
            return False
        return not answer.chosen or sorted(answer.chosen) == sorted(option.id for option in self.options)


class GridField(Choosing):
    """Several things, each with its place on one small scale ("gives", "neutral", "takes").

    The answer is a choice of "item:step" ids, in the order of the items; an item without an
    answer is absent.
    """

    kind: Literal["grid"] = "grid"
    label: str
    hint: str | None = None
    items: tuple[Option, ...]
    scale: Annotated[tuple[Option, ...], Setting(min_length=2)]

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: items of this field, each at most once, on steps of its scale."""
        if not isinstance(answer, Choice):
            return False
        known = {f"{item.id}:{step.id}" for item in self.items for step in self.scale}
        items = [place.partition(":")[0] for place in answer.chosen]
        return known.issuperset(answer.chosen) and _distinct(items)


Field = RatingField | TextField | ChoiceField | PlanField | FiguresField | OrderField | GridField
"""Any question of a form."""


def rating_fields(statements: Sequence[Statement]) -> tuple[RatingField, ...]:
    """A field for each statement; a line of evidence at one may support the others too."""
    titles = tuple((statement.id, statement.title) for statement in statements)
    return tuple(
        RatingField(
            statement_id=statement.id,
            title=statement.title,
            text=statement.text,
            meaning=statement.meaning,
            practice=statement.practice.text if isinstance(statement, Skill) else None,
            also=tuple(titled for titled in titles if titled[0] != statement.id),
        )
        for statement in statements
    )


def form_spec(
    fields: Sequence[Field], *, scale: Scale | None, words: Mapping[str, str], title: str | None, token: str
) -> Message:
    """Everything that a screen needs to draw a form, as JSON; never an answer.

    Two fields that answer one subject are a mistake in the caller: raises `ValueError`.
    """
    subjects = [subject for field in fields for subject in field.subjects]
    if not _distinct(subjects):
        raise ValueError("two fields of one form answer the same subject")
    if scale is None and any(isinstance(field, RatingField) for field in fields):
        raise ValueError("a form that rates statements needs the ladder's scale")
    return {
        "title": title,
        "token": token,
        "words": dict(words),
        "scale": scale and _scale_spec(scale),
        "fields": [
            {
                **field.model_dump(mode="json"),
                "blank": {subject: field.blank(subject).model_dump(mode="json") for subject in field.subjects},
            }
            for field in fields
        ],
    }


def current_values(fields: Sequence[Field], state: State) -> dict[str, Any]:
    """The current answers to these fields as JSON, by subject; a subject without an answer is left out."""
    events = {subject: state.event(subject) for field in fields for subject in field.subjects}
    return {subject: event.answer.model_dump(mode="json") for subject, event in events.items() if event}


def apply(
    message: object,
    *,
    fields: Sequence[Field],
    state: Callable[[], State],
    on_answer: Callable[[str, Answer], Event],
) -> Message:
    """Do what a screen asks, and give the reply for it.

    `state` gives the current answers; `on_answer` keeps one and raises a `KitError`
    (`JournalNotSaved`) when it can't, which becomes a "failed" reply in its own words.
    An answer that already stands is not kept a second time, so a screen that heard no
    reply may safely ask again.

    A message is never trusted: a subject that is none of the form's, an answer of the
    wrong kind or type, an option that isn't on offer or an oversized answer is refused,
    and the refusal quotes nothing of it.
    """
    if not isinstance(message, Mapping):
        return _failed(message, _NOT_UNDERSTOOD)
    try:
        if message.get("type") == "hello":
            return {"type": "values", "values": current_values(fields, state())}
        if message.get("type") == "answer":
            return _keep(message, fields, state, on_answer)
    except KitError as error:
        return _failed(message, str(error))
    return _failed(message, _NOT_UNDERSTOOD)


def fault(message: object) -> Message:
    """The reply when the kit itself broke down: the person must know, whatever the cause."""
    return _failed(message, _BROKEN)


_NOT_UNDERSTOOD = "This answer couldn't be understood, so it was not saved.\nChange it and try again."
_TOO_LONG = "This answer is too long to be saved.\nShorten it, or keep part of it elsewhere."
_BROKEN = "Something in the kit itself went wrong, and nothing was saved.\nTry again."

_answers: TypeAdapter[Answer] = TypeAdapter(Answer)


def _keep(
    message: Mapping[str, Any],
    fields: Sequence[Field],
    state: Callable[[], State],
    on_answer: Callable[[str, Answer], Event],
) -> Message:
    subject = message.get("subject")
    field = next((field for field in fields if subject in field.subjects), None)
    if field is None or not isinstance(subject, str):
        return _failed(message, _NOT_UNDERSTOOD)
    try:
        text = _as_json(message.get("answer"))
        if len(text) > LONGEST_ANSWER:
            return _failed(message, _TOO_LONG)
        answer = _answers.validate_json(text, strict=True)
    except (ValidationError, TypeError, ValueError, RecursionError):
        return _failed(message, _NOT_UNDERSTOOD)
    event = state().event(subject)
    current = event.answer if event else None
    if not field.takes(subject, answer, current):
        return _failed(message, _NOT_UNDERSTOOD)
    if event is None or current != answer:
        event = on_answer(subject, answer)
    return {"type": "saved", "seq": _seq(message), "subject": subject, "at": event.at.isoformat()}


def _as_json(answer: object) -> bytes:
    """An answer as JSON bytes, so that pydantic reads it strictly as JSON ("3" and true are no 3).

    Half a character (a lone surrogate, which some keyboards leave behind) becomes "?":
    it can't be written to a file, and is no reason to lose the rest.
    """
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def _failed(message: object, why: str) -> Message:
    subject = message.get("subject") if isinstance(message, Mapping) else None
    return {
        "type": "failed",
        "seq": _seq(message),
        "subject": subject if isinstance(subject, str) and len(subject) < 200 else None,
        "message": why,
    }


def _seq(message: object) -> str | int | None:
    """The number that the screen gave its message, handed back so that it can tell replies apart."""
    seq = message.get("seq") if isinstance(message, Mapping) else None
    return seq if isinstance(seq, int) or (isinstance(seq, str) and len(seq) < 80) else None


def _scale_spec(scale: Scale) -> Message:
    states = (RatingState.NO_OPPORTUNITY, RatingState.NOT_APPLICABLE, RatingState.DONT_KNOW)
    labels = (scale.no_opportunity, scale.not_applicable, scale.dont_know)
    return {
        "question": scale.question,
        "frequencies": [label.model_dump(mode="json") for label in scale.frequencies],
        "states": [
            {"state": state.value, **label.model_dump(mode="json")} for state, label in zip(states, labels, strict=True)
        ],
    }


def _distinct(items: Sequence[str]) -> bool:
    return len(set(items)) == len(items)
