"""What people are asked: the fields of each form, from the ladder and the answers so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked
from helpers.chapters.views.destinations import road_words
from helpers.errors import UsageError
from helpers.form import ChoiceField, Option, PlanField, TextField, curious_field, rating_fields, standing_field
from helpers.insight import (
    Destination,
    chosen_destination,
    destination,
    roads_from,
    standing_of,
    suggest_focus,
)
from helpers.insight.focus import MOST
from helpers.insight.look_back import PROPOSED, finished
from helpers.journal import RatingState, Subject
from helpers.ladder import RATED, Ladder, Level, Prompt, Role, Section, Skill, Statement
from helpers.ladder.place_id import PlaceId
from helpers.review.agreeing import unused_plan

_SECTIONS = {
    Section.RESPONSIBILITIES: "what the work asks",
    Section.SIGNS: "signs that it goes well",
    Section.SKILLS: "skills to grow",
    Section.PLAIN: "what the level asks",
}


def statements(ladder: Ladder, level_id: str, section: str) -> Asked:
    """The statements of one section of a level, to rate; evidence at one may support any of the level's.

    Raises `UnknownId`, and `UsageError` for a section that isn't rated. `level_id` is one of the `ladder`, and
    `section` the name of a part of it, such as "skills".
    """
    level = ladder.level(level_id)
    if section not in RATED:
        raise UsageError(f"{section!r} is no section to rate", next_step=f"There are: {', '.join(RATED)}.")
    asked = {statement.id for statement in getattr(level, section)}
    fields = tuple(field for field in rating_fields(level.statements) if field.statement_id in asked)
    return Asked(f"{level.title}: {_SECTIONS[Section(section)]}", fields)


def prompts(holder: Level | Role) -> Asked:
    """The reflection prompts of a level or role."""
    return Asked(f"{holder.title}: in your own words", tuple(map(_prompt, holder.prompts)))


def path_prompts(ladder: Ladder) -> Asked:
    """The reflection prompts of the ladder as a whole."""
    return Asked("Your path", tuple(map(_prompt, ladder.prompts)))


def _prompt(prompt: Prompt) -> TextField:
    return TextField(subject=Subject.prompt(prompt.id), label=prompt.text, hint=prompt.hint)


def standing(ladder: Ladder) -> Asked:
    """Where somebody works today, as one of the ladder's levels."""
    return Asked(
        "Where you work today",
        (standing_field(ladder),),
    )


def profile(ladder: Ladder) -> Asked:
    """What somebody is curious about and, as far as they care to say it, who they are: name and role.

    Nothing is asked of one level without roles: there is nothing else to be curious about.
    """
    curious = curious_field(ladder)
    return Asked(
        "About you",
        (
            *([curious] if len(curious.options) > 1 else []),
            TextField(
                subject=Subject.profile("name"),
                label="Your name, as it should stand on your report",
                hint="Optional. A first name is enough.",
                single_line=True,
            ),
            TextField(
                subject=Subject.profile("role"),
                label="What you do, in a line",
                hint="Optional. For example: what you look after, with how many people, and for how long.",
                single_line=True,
            ),
        ),
    )


def drawn_on(context: ViewContext, role_id: str) -> Asked:
    """The statements that a role draws on and that have no answer yet. Raises `UnknownId`."""
    role = context.ladder.role(role_id)
    drawn = rating_fields([context.ladder.statement(draw.statement) for draw in role.draws_on])
    opened = (f for f in drawn if context.state.rating(f.statement_id).state is RatingState.UNANSWERED)
    return Asked(f"What {role.title} draws on, not answered yet", tuple(opened), drawn)


def comparison(context: ViewContext) -> Asked:
    """Up to three destinations to set side by side; nothing is asked where there is only one."""
    options = _destinations(context)
    most = min(MOST_SIDES, len(options))
    field = ChoiceField(
        subject="choice:compare",
        label="Which roads would you like to compare?",
        hint=(UP_TO_THREE if most == MOST_SIDES else "")
        + "They are listed by how they lie from where you stand. No road ranks above another.",
        options=options,
        max=most,
    )
    return Asked("Roads to compare", (field,) if most > 1 else ())


MOST_SIDES = 3
"""How many destinations are compared at once: more don't stand side by side on a page."""

UP_TO_THREE = (
    "Choose up to three: the one you expect to take, the one you would be a little embarrassed to admit to, and one "
    "that you have never considered. "
)


def direction(context: ViewContext) -> Asked:
    """The one destination that somebody heads for, for now."""
    return Asked(
        "Your direction for now",
        (
            ChoiceField(
                subject="choice:destination",
                label="Which direction do you choose for the coming months?",
                options=_destinations(context),
                max=1,
            ),
        ),
    )


def _destinations(context: ViewContext) -> tuple[Option, ...]:
    standing = standing_of(context.ladder, context.state)
    return tuple(
        Option(id=road.id, title=road.title, detail=road_words(road, standing) or None)
        for road in roads_from(context.ladder, standing)
    )


def focus(context: ViewContext) -> Asked:
    """At most three statements to work on: suggestions with their reasons first, then all else to choose from.

    They come from the chosen destination, then from the level where somebody stands, since growing there is a
    direction too. What was chosen before stays on offer, wherever it comes from. With neither there is nothing
    to choose from: no questions.
    """
    heading_for = goals(context)
    chosen = [
        statement_id for statement_id in context.state.chosen("focus") if context.ladder.has_statement(statement_id)
    ]
    if not heading_for and not chosen:
        return Asked("Your focus", (), (_any_focus(context.ladder),))
    suggested = {
        suggestion.statement.id: suggestion
        for goal in heading_for
        for suggestion in suggest_focus(context.ladder, context.state, goal.id)
    }
    options = {
        statement_id: Option(id=statement_id, title=suggestion.statement.title, detail=suggestion.reason)
        for statement_id, suggestion in suggested.items()
    }
    asked_for = [statement_id for goal in heading_for for statement_id in statements_of(goal)]
    # Nothing moves by being chosen: the form would be drawn anew under somebody's hand.
    for statement_id in [*(statement_id for statement_id in chosen if statement_id not in asked_for), *asked_for]:
        options.setdefault(statement_id, statement_option(context.ladder, statement_id))
    if suggested:
        hint = "The first {} from your answers, and each says which. The others are yours to choose.".format(
            "one comes" if len(suggested) == 1 else f"{COUNT[len(suggested)]} come"
        )
    else:
        hint = "Your answers suggest nothing yet. Rate a few of these in their chapter, or choose for yourself."
    return Asked(
        "Your focus",
        (
            ChoiceField(
                subject="choice:focus",
                label="What will you work on?",
                hint=hint,
                options=tuple(options.values()),
                max=MOST,
                first=len(suggested) or None,
            ),
        ),
        (_any_focus(context.ladder),),
    )


COUNT = ("none", "one", "two", "three", "four", "five", "six")


def goals(context: ViewContext) -> tuple[Destination, ...]:
    """What answers are held against: the chosen destination, then the level where somebody stands."""
    standing = standing_of(context.ladder, context.state)
    destinations = [chosen_destination(context.ladder, context.state)]
    destinations += [destination(context.ladder, PlaceId.level(standing), standing)] if standing else []
    return tuple({goal.id: goal for goal in destinations if goal}.values())


def statements_of(goal: Destination) -> tuple[str, ...]:
    """The ids of the statements that a destination asks for."""
    if goal.role is not None:
        return tuple(draw.statement for draw in goal.role.draws_on)
    return tuple(statement.id for statement in goal.level.statements) if goal.level else ()


def statement_option(ladder: Ladder, id: str) -> Option:
    """A statement to choose, by its title with its level and its text beside it; by its text where that is all."""
    statement, level = ladder.statement(id), ladder.level_of(id).short_title
    if statement.named:
        return Option(id=id, title=statement.title, detail=f"{level}: {statement.text}")
    return Option(id=id, title=statement.in_full, detail=level)


def plans(context: ViewContext) -> Asked:
    """An if–then plan for each focus area, and every plan that stands already.

    A plan keeps its subject for good, so a new focus gets a number that was never used, and
    only while there are fewer than three plans. With neither a focus nor a plan there is one
    to fill in freely.
    """
    chosen = [
        statement_id for statement_id in context.state.chosen("focus") if context.ladder.has_statement(statement_id)
    ]
    standing = [
        (subject, item)
        for subject, item in context.state.plan()
        if (item.written or item.focus in chosen) and not finished(context.state, subject)
    ]
    slots: list[tuple[str, str | None]] = [(subject, item.focus) for subject, item in standing]
    for statement_id in chosen:
        if len(slots) < MOST and statement_id not in {focus for _, focus in slots}:
            slots.append((unused_plan(context.state, [subject for subject, _ in slots]), statement_id))
    slots = slots or [(unused_plan(context.state, [subject for subject, _ in slots]), None)]
    offered = dict.fromkeys(
        [
            *chosen,
            *(statement_id for _, statement_id in slots if statement_id and context.ladder.has_statement(statement_id)),
        ]
    )
    options = tuple((statement_id, context.ladder.statement(statement_id).title) for statement_id in offered)
    proposed = _proposed(context)
    fields = tuple(
        PlanField(
            subject=subject,
            title=f"Plan {number}" if len(slots) > 1 else "Plan",
            hint=_practice(context, statement_id),
            focus=statement_id if statement_id in offered else None,
            focus_options=options,
            propose=proposed,
        )
        for number, (subject, statement_id) in enumerate(slots, start=1)
    )
    return Asked("Your plan", fields, _any_plan(context))


def one_plan(context: ViewContext, about: Sequence[Statement]) -> Asked:
    """One plan: the first that stands, or else a new one, about one of these statements or something of one's own."""
    standing = [
        (subject, item)
        for subject, item in context.state.plan()
        if item.written and not finished(context.state, subject)
    ]
    subject, focus = (standing[0][0], standing[0][1].focus) if standing else (unused_plan(context.state), None)
    offered = dict.fromkeys(statement.id for statement in about)
    if focus and context.ladder.has_statement(focus):
        offered[focus] = None
    field = PlanField(
        subject=subject,
        title="Plan",
        focus=focus if focus in offered else None,
        focus_options=tuple((statement_id, context.ladder.statement(statement_id).title) for statement_id in offered),
        propose=_proposed(context),
    )
    return Asked("Your plan", (field,), _any_plan(context))


def _any_focus(ladder: Ladder) -> ChoiceField:
    """The same question with every statement to choose: what is taken, whichever were on offer."""
    options = tuple(Option(id=statement.id, title=statement.title) for _, _, statement in ladder.walk())
    return ChoiceField(subject="choice:focus", label="What will you work on?", options=options, max=MOST)


def _any_plan(context: ViewContext) -> tuple[PlanField, ...]:
    """A field for every plan that may stand on a page, whichever focus areas were chosen when it was drawn."""
    plans = (subject for _, subject in context.state.current if subject.kind == "plan")
    known = [int(subject.id) for subject in plans if re.fullmatch(r"\d{1,4}", subject.id)]
    focus = tuple((statement.id, statement.title) for _, _, statement in context.ladder.walk())
    return tuple(
        PlanField(subject=Subject.plan(number), title="Plan", focus_options=focus, propose=_proposed(context))
        for number in range(1, max(known, default=0) + MOST + 1)
    )


def _proposed(context: ViewContext) -> tuple[date, ...]:
    on = context.today
    return tuple(on + later for later in PROPOSED)


def _practice(context: ViewContext, statement_id: str | None) -> str | None:
    if statement_id is None or not context.ladder.has_statement(statement_id):
        return None
    statement = context.ladder.statement(statement_id)
    practice = statement.practice if isinstance(statement, Skill) else None
    return f"A way to practise it: {practice.text}" if practice else None
