"""How people are asked: form fields, what may come back in each, and the form as a screen needs it.

Nothing here knows which screen that is: a notebook shows these fields (`helpers.widgets.form`),
and so does the page that a phone opens (`helpers.hosting`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field as Setting
from pydantic import model_validator

from helpers.frozen import Frozen
from helpers.journal.events import (
    MOST_OCCASIONS,
    UNANSWERED,
    Answer,
    Choice,
    Evidence,
    Figures,
    PlanItem,
    Rating,
    RatingState,
    Words,
    says_something,
)
from helpers.journal.state import State
from helpers.journal.subjects import Subject
from helpers.ladder.model import Occasions, Scale, Skill, Statement
from helpers.ladder.spoken import NOBODY, Spoken

MOST_DATES = 12
"""The most dates to look back on again that a plan may have: far more than the two that a form shows."""

TitledId = tuple[str, str]
"""An id and the words that stand for it on screen."""


class RatingField(Frozen):
    """One statement to rate, with a line of evidence that opens when wanted.

    `also` holds the other statements, as (id, title), that one line of evidence may
    support as well: evidence is an answer of its own, apart from the number. `state` is
    asked as it stands; `links` are (name, address on the web). `rare` asks in the
    words that the scale has for rare occasions, and how many there were.
    """

    kind: Literal["rating"] = "rating"
    statement_id: str
    title: str
    text: str
    state: bool = False
    mandatory: bool = False
    meaning: str | None = None
    examples: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    practice: str | None = None
    also: tuple[TitledId, ...] = ()
    rare: bool = False

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the journal that this field answers."""
        return (Subject.statement(self.statement_id), Subject.evidence(self.statement_id))

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        if subject == Subject.statement(self.statement_id):
            return UNANSWERED
        return Evidence(text="", supports=(self.statement_id,))

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here.

        Evidence may go on supporting what it already supports, even a statement that
        this form doesn't show: it was linked on another page. `subject` is one of the field's, and `current` what
        stands there (None: nothing yet).
        """
        if subject == Subject.statement(self.statement_id):
            return isinstance(answer, Rating) and (self.rare or answer.occasions is None)
        if not isinstance(answer, Evidence):
            return False
        known = {self.statement_id, *(statement_id for statement_id, _ in self.also)}
        if isinstance(current, Evidence):
            known.update(current.supports)
        return self.statement_id in answer.supports and distinct(answer.supports) and known.issuperset(answer.supports)


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
        """Whether an answer belongs here.

        `subject` is the field's own, and what is `current` plays no part: any words are taken.
        """
        return isinstance(answer, Words)


class Option(Frozen):
    """One thing to choose: its id, its name, and a line that helps to decide."""

    id: str
    title: str
    detail: str | None = None


class ChoiceField(Choosing):
    """Options to choose from: one (`max` = 1, radio buttons) or several, at most `max` if given.

    `first` is how many are shown at once; the others are a press away, and one that is chosen is never hidden.
    None shows them all.
    """

    kind: Literal["choice"] = "choice"
    label: str
    hint: str | None = None
    options: tuple[Option, ...]
    max: Annotated[int, Setting(ge=1)] | None = None
    first: Annotated[int, Setting(ge=1)] | None = None

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: options of this field, none twice, not too many.

        `subject` is the field's own, and what is `current` plays no part.
        """
        return (
            isinstance(answer, Choice)
            and (self.max is None or len(answer.chosen) <= self.max)
            and distinct(answer.chosen)
            and {option.id for option in self.options}.issuperset(answer.chosen)
        )


class PlanField(OneSubject):
    """An if–then plan for one focus area (Gollwitzer & Sheeran 2006), with dates.

    `focus_options` are the statements, as (id, title), to choose the focus from; a focus
    of one's own is always on offer. `focus` is the one shown for a plan that nothing has
    been said in yet, because it was chosen as a focus area already; None is one's own.
    `propose` are three dates to look back, which a button fills in; without them there is no such button.
    """

    kind: Literal["plan"] = "plan"
    title: str
    hint: str | None = None
    focus: str | None = None
    focus_options: tuple[TitledId, ...] = ()
    propose: tuple[date, ...] = ()

    def blank(self, subject: str) -> Answer:
        """The answer that stands for "nothing said" on a subject of this field."""
        return PlanItem(focus=self.focus)

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: a focus that is on offer, or the one that stands already.

        `subject` is the field's own, and `current` what stands there (None: nothing yet).
        """
        if not isinstance(answer, PlanItem) or len(answer.look_again) > MOST_DATES:
            return False
        offered: set[str | None] = {None, self.focus, *(statement_id for statement_id, _ in self.focus_options)}
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
        """Whether an answer belongs here: numbers of this field, each between its least and its most.

        `subject` is the field's own, and what is `current` plays no part.
        """
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
        """Whether an answer belongs here: every option once, or none at all (taken back).

        `subject` is the field's own, and what is `current` plays no part.
        """
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
        """Whether an answer belongs here: items of this field, each at most once, on steps of its scale.

        `subject` is the field's own, and what is `current` plays no part.
        """
        if not isinstance(answer, Choice):
            return False
        known = {self.place(item.id, step.id) for item in self.items for step in self.scale}
        items = [self.item_and_step(place)[0] for place in answer.chosen]
        return known.issuperset(answer.chosen) and distinct(items)

    @staticmethod
    def place(item: str, step: str) -> str:
        """An item on a step of the scale, as an answer names it; both are ids."""
        return f"{item}:{step}"

    @staticmethod
    def item_and_step(place: str) -> tuple[str, str]:
        """The ids of which `place` made this; the step is "" where it didn't."""
        item, _, step = place.partition(":")
        return item, step


Field = RatingField | TextField | ChoiceField | PlanField | FiguresField | OrderField | GridField
"""Any question of a form."""

Form = tuple[str, tuple[Field, ...]]
"""What a form is about, and its questions."""


def rating_fields(statements: Sequence[Statement]) -> tuple[RatingField, ...]:
    """A field for each statement; a line of evidence at one may support the others too."""
    titles = tuple((statement.id, statement.title) for statement in statements)
    return tuple(
        RatingField(
            statement_id=statement.id,
            title=statement.headline,
            text=statement.text,
            state=statement.state,
            mandatory=statement.mandatory,
            meaning=statement.meaning,
            examples=statement.examples,
            links=tuple((link.title, link.address) for link in statement.links),
            practice=statement.practice.text if isinstance(statement, Skill) and statement.practice else None,
            also=tuple(titled for titled in titles if titled[0] != statement.id),
            rare=statement.occasions is Occasions.RARE,
        )
        for statement in statements
    )


def is_question(field: Field) -> bool:
    """Whether it is one that is still to be answered: a plan isn't, nor a box in which something is only prepared."""
    return field.kind != "plan" and Subject(field.subjects[0]).kind != "draft"


def is_answered(field: Field, state: State) -> bool:
    """Whether a question counts as answered, as `form.js` counts it: by its first subject; a grid by every item."""
    event = state.event(field.subjects[0])
    answer = event.answer if event else None
    if isinstance(field, GridField):
        return isinstance(answer, Choice) and len(answer.chosen) == len(field.items)
    return answer is not None and says_something(answer)


def form_spec(
    fields: Sequence[Field],
    *,
    scale: Scale | None,
    words: Mapping[str, str],
    title: str | None,
    token: str,
    spoken: Spoken = NOBODY,
) -> dict[str, Any]:
    """Everything that a screen needs to draw a form, as JSON; never an answer.

    `spoken` are the words of the ladder that the form is about: those that stand in it are named, with their language.
    Two fields that answer one subject are a mistake in the caller: raises `ValueError`. `scale` is the ladder's (None:
    nothing is rated), `title` stands above (None: nothing does), and `token` names where its answers are kept.
    """
    subjects = [subject for field in fields for subject in field.subjects]
    if not distinct(subjects):
        raise ValueError("two fields of one form answer the same subject")
    if scale is None and any(isinstance(field, RatingField) for field in fields):
        raise ValueError("a form that rates statements needs the ladder's scale")
    spec = {
        "title": title,
        "token": token,
        "words": dict(words),
        "scale": scale and scale_spec(scale),
        "fields": [
            {
                **field.model_dump(mode="json"),
                "subjects": list(field.subjects),
                "question": is_question(field),
                "blank": {subject: field.blank(subject).model_dump(mode="json") for subject in field.subjects},
            }
            for field in fields
        ],
    }
    return {**spec, **spoken.named([title or "", spec["scale"], spec["fields"]])}


def scale_spec(scale: Scale) -> dict[str, Any]:
    """The words that people answer with, and what each means, as JSON."""
    states = (RatingState.NO_OPPORTUNITY, RatingState.NOT_APPLICABLE, RatingState.DONT_KNOW)
    labels = (scale.no_opportunity, scale.not_applicable, scale.dont_know)
    return {
        "question": scale.question,
        "state_question": scale.state_question,
        "frequencies": [label.model_dump(mode="json") for label in scale.frequencies],
        "states": [
            {"state": state.value, **label.model_dump(mode="json")} for state, label in zip(states, labels, strict=True)
        ],
        "rare": scale.rare and {**scale.rare.model_dump(mode="json"), "most": MOST_OCCASIONS},
    }


def distinct(items: Sequence[str]) -> bool:
    """Whether nothing stands twice."""
    return len(set(items)) == len(items)
