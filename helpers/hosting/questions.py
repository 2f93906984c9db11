"""What a hosted session asks a person, and what it takes from them.

What is shown may follow what somebody chose (a plan for each focus). What is taken may not:
an answer that was given while the phone was offline still belongs, whatever was chosen since.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from helpers.form import (
    ChoiceField,
    Field,
    Option,
    PlanField,
    Question,
    TextField,
    curious_field,
    rating_fields,
    standing_field,
)
from helpers.insight import answer_label
from helpers.insight.focus import MOST
from helpers.insight.look_back import PROPOSED
from helpers.journal import Answer, Choice, Event, RatingState, State, Subject, fold
from helpers.workshop import feedback
from helpers.workshop.agenda import Activity
from helpers.workshop.hosted import LEFT_OUT, PICTURE, RELEASE, HostedPlan, releasable, release_mark

MOST_MARKS = 60
_ACCEPTED_AT_HAND = 256
_accepted: dict[tuple[int, frozenset[Activity]], tuple[HostedPlan, tuple[Question, ...]]] = {}
_MARK = re.compile(r"(prompt|evidence|plan):[a-z0-9.-]{1,90}#[0-9a-f]{16}")


BEFORE_RATING = (
    "Think of the occasions that there were before each answer. It is your own view, which you will set beside "
    "evidence or somebody else’s, and no checklist for promotion: nobody can show everything in every team."
)
"""Told once, where people rate: that they will set the answer beside something makes it truer."""


BEFORE_PLACES = "For the first page of your own PDF. The team’s picture holds nothing of it."
BEFORE_WORDS = "If you like, while this part is open. Nobody waits for it, and nobody reads it unless you say so."


BEFORE_FEEDBACK = (
    "For whoever leads, and for the team’s report: counts, once enough have answered, by the rules of the picture. "
    "Nothing of it is set beside your other answers. Whoever is left out of the picture isn’t counted here either. "
    "Counts that were shown stay as they were."
)
UNTICKED = "Nobody reads it unless you tick it below, under “What the team may read”."


class Form(NamedTuple):
    """One of the things that a block asks for: its heading, its questions, and what is told before them.

    `ask` is None for what no block asks for.
    """

    ask: Activity | None
    title: str
    fields: tuple[Field, ...]
    lead: str = ""


class Release:
    """The choice of texts that the team may read. A mark of a text that was changed since does nothing."""

    subjects = (RELEASE,)

    def takes(self, subject: str, answer: Answer, current: Answer | None) -> bool:
        """Whether an answer belongs here: marks of texts, not too many.

        `subject` is the field's own, and what is `current` plays no part.
        """
        return (
            isinstance(answer, Choice)
            and len(answer.chosen) <= MOST_MARKS
            and all(_MARK.fullmatch(mark) for mark in answer.chosen)
        )


def forms_for(plan: HostedPlan, asks: Iterable[Activity], state: State, *, on: date) -> tuple[Form, ...]:
    """The forms of a block, as one person sees them on a day, from which a plan's dates to look back are proposed.

    `asks` are the block's, and `state` is the fold of what this person answered.
    """
    return tuple(_form(plan, ask, state, on) for ask in asks)


def accepted_fields(plan: HostedPlan, asks: Iterable[Activity]) -> tuple[Question, ...]:
    """Everything that is taken from a person once blocks with these asks have been opened.

    Every answer that comes in asks for it, so it is made once for a plan.
    """
    wanted = frozenset(asks)
    whose, fields = _accepted.get((id(plan), wanted), (None, ()))
    if whose is not plan:  # another one, which may lie where an earlier one lay
        if len(_accepted) >= _ACCEPTED_AT_HAND:
            _accepted.clear()
        fields = _fields_of(plan, wanted)
        _accepted[id(plan), wanted] = plan, fields
    return fields


def _fields_of(plan: HostedPlan, wanted: Collection[Activity]) -> tuple[Question, ...]:
    nobody = fold(())
    fields: list[Question] = []
    for ask in Activity:
        if ask in wanted:
            fields += _plans(plan, MOST, nobody) if ask is Activity.PLAN else _form(plan, ask, nobody).fields
    return (*fields, picture_field(), *feedback_form().fields, Release())


def picture_field() -> ChoiceField:
    """The tick of whoever wants to be left out of the team's picture; it can be changed until they are in one."""
    return ChoiceField(
        subject=PICTURE,
        label="The team’s picture",
        hint="Your own PDF and your journal stay the same. What you say under “Was it worth it?” isn’t counted "
        "either. You can change it until a picture with you in it is shown.",
        options=(Option(id=LEFT_OUT, title="Leave me out of the picture"),),
    )


def feedback_form() -> Form:
    """The three questions about the workshop itself, which stand at its end."""
    asked = feedback.questions()
    options = tuple(Option(id=f"{feedback.STEP}{step.value}", title=step.label) for step in asked.scale.frequencies)
    choices = (
        ChoiceField(
            subject=Subject.choice(question.id), label=question.title, hint=question.meaning, options=options, max=1
        )
        for _, _, question in asked.walk()
    )
    text = next(prompt.text for _, prompt in asked.walk_prompts())
    words = TextField(subject=feedback.prompt(), label=text, hint=UNTICKED)
    return Form(None, asked.title, (*choices, words), BEFORE_FEEDBACK)


def release_field(plan: HostedPlan, events: Iterable[Event]) -> ChoiceField | None:
    """The question which texts the team may read; None as long as nothing is written."""
    options = tuple(
        Option(id=release_mark(offer.subject, offer.text), title=offer.title, detail=offer.text)
        for offer in releasable(plan, events)
    )
    if not options:
        return None
    return ChoiceField(
        subject=RELEASE,
        label="What may the team read?",
        hint="Nothing, unless you tick it. A text that you change afterwards is private again until you tick it anew.",
        options=options,
    )


def _form(plan: HostedPlan, ask: Activity, state: State, on: date | None = None) -> Form:
    ladder = plan.ladder
    statements = [ladder.statement(statement_id) for statement_id in plan.statements]
    match ask:
        case Activity.STAND:
            return Form(ask, "Where you stand", (standing_field(ladder), curious_field(ladder)), BEFORE_PLACES)
        case Activity.RATE:
            return Form(ask, "Your last six months", rating_fields(statements), BEFORE_RATING)
        case Activity.REFLECT:
            prompts = [ladder.prompt(prompt_id) for prompt_id in plan.prompts]
            texts = (
                TextField(subject=Subject.prompt(prompt.id), label=prompt.text, hint=prompt.hint) for prompt in prompts
            )
            return Form(ask, "In your own words", tuple(texts), BEFORE_WORDS)
        case Activity.FOCUS:
            options = tuple(
                Option(id=statement.id, title=statement.title, detail=_said(plan, statement.id, state))
                for statement in statements
            )
            field = ChoiceField(
                subject="choice:focus",
                label="What will you work on?",
                hint="One is plenty, three at most. It needn’t be your lowest answer: what would help soonest?",
                options=options,
                max=MOST,
            )
            return Form(ask, "Your focus", (field,))
        case Activity.PLAN:
            standing = [place for place in range(1, MOST + 1) if state.event(Subject.plan(place))]
            return Form(ask, "Your plan", _plans(plan, max(1, len(_focus(plan, state)), *standing), state, on))


def _plans(plan: HostedPlan, number: int, state: State, on: date | None = None) -> tuple[PlanField, ...]:
    options = tuple((statement_id, plan.ladder.statement(statement_id).title) for statement_id in plan.statements)
    chosen = _focus(plan, state)
    return tuple(
        PlanField(
            subject=Subject.plan(place),
            title=f"Plan {place}" if number > 1 else "Plan",
            hint="One is enough for today." if number > 1 and place == 1 else None,
            focus=chosen[place - 1] if place <= len(chosen) else None,
            focus_options=options,
            propose=tuple(on + later for later in PROPOSED) if on else (),
        )
        for place in range(1, min(number, MOST) + 1)
    )


def _focus(plan: HostedPlan, state: State) -> list[str]:
    return [statement_id for statement_id in state.chosen("focus") if statement_id in plan.statements]


def _said(plan: HostedPlan, statement: str, state: State) -> str | None:
    rating = state.rating(statement)
    if rating.state is RatingState.UNANSWERED:
        return None
    return f"You said: {answer_label(plan.ladder.scale, rating)}"
