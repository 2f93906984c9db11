"""A long level to rate, one competency at a time. Which one is open travels with the panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Become, Result
from helpers.chapters.views.earlier import asking, earlier
from helpers.form import RatingField, rating_fields
from helpers.journal import RatingState
from helpers.ladder import NO_COMPETENCY, Competency, Level, Section, Statement
from helpers.pages.render import render

MOST_AT_ONCE = 25
"""A level with more statements than this is asked one competency at a time."""

MOST_CHIPS = 8
"""More groups than this would fill a phone's screen before the first question: they stand in a list that opens."""

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        Section.RESPONSIBILITIES: "What the work asks",
        Section.SIGNS: "What others would notice",
        Section.SKILLS: "What you are growing",
        Section.PLAIN: "What the level asks",
    }
)


class Group(NamedTuple):
    """One competency of a level: how many of its statements are answered, and whether it is the open one."""

    competency: Competency
    answered: int
    total: int
    open: bool


def by_competency(level: Level) -> bool:
    """Whether a level is asked one competency at a time: it is long, and has some."""
    return len(level.statements) > MOST_AT_ONCE and any(each.competency for each in level.statements)


def competencies(level: Level, context: ViewContext) -> str:
    """The competencies to choose from, with what is answered in each."""
    here, _ = _open(level, context)
    groups = [_group(context, each, of, here) for each, of in context.ladder.by_competency(level.statements)]
    beyond = [each for each in groups if not each.open]
    chooser = render(
        "competencies",
        level=level,
        groups=groups,
        here=here,
        beyond=(sum(each.answered for each in beyond), sum(each.total for each in beyond)),
        onward=_onward(groups),
        most_chips=MOST_CHIPS,
    )
    return chooser + earlier(context, asking(questions_of(level, context).fields))


def questions_of(level: Level, context: ViewContext) -> Asked:
    """The statements of the open competency; those of the others are taken too."""
    here, statements = _open(level, context)
    every = rating_fields(level.statements)
    of = {statement.id for statement in statements}
    fields: tuple[RatingField, ...] = tuple(field for field in every if field.statement_id in of)
    return Asked(f"{level.title}: {here.title}", fields, every)


def choose(context: ViewContext, value: str) -> Iterator[Result]:
    """Open another competency; one that there isn't is nothing."""
    if any(each.id == value for each in (*context.ladder.competencies, NO_COMPETENCY)):
        yield Become(value)


def _onward(groups: Sequence[Group]) -> Group | None:
    """The group to go on to once the open one is answered: the next that isn't, from the beginning after the last."""
    at = next(number for number, each in enumerate(groups) if each.open)
    return next((each for each in (*groups[at + 1 :], *groups[:at]) if each.answered < each.total), None)


def _open(level: Level, context: ViewContext) -> tuple[Competency, tuple[Statement, ...]]:
    """The competency that was chosen, or the first one, with its statements."""
    present = context.ladder.by_competency(level.statements)
    return next((each for each in present if each[0].id == context.own), present[0])


def _group(context: ViewContext, competency: Competency, statements: Sequence[Statement], here: Competency) -> Group:
    states = [context.state.rating(statement.id).state for statement in statements]
    answered = sum(state is not RatingState.UNANSWERED for state in states)
    return Group(competency, answered, len(states), competency == here)
