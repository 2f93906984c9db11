"""The first minute: where somebody works, what to know before they answer, three statements, one sentence back."""

from __future__ import annotations

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked
from helpers.chapters.route import suggest_route
from helpers.form import rating_fields
from helpers.insight import Coverage, answer_label, coverage, standing_of
from helpers.insight.few import EIGHT, THREE, a_few
from helpers.journal import Rating, RatingState
from helpers.ladder import Level, Statement
from helpers.pages.render import render


def level_of(context: ViewContext) -> Level | None:
    """The level where somebody says that they work; None while they haven't said."""
    standing = standing_of(context.ladder, context.state)
    return context.ladder.level(standing) if standing else None


def first(level: Level) -> tuple[Statement, ...]:
    """The statements of the very first minute: the first of the eight that ten minutes hold."""
    return a_few(level)[:THREE]


def rule(context: ViewContext) -> str:
    """What people are told before they rate; and until they say where they work, what comes then."""
    level = level_of(context)
    return render("first_rule", level=level, many=len(first(level)) if level else 0)


def questions(context: ViewContext, most: int = THREE) -> Asked:
    """The first statements of somebody's level, at most `most`; none before they say where they work.

    Those of the other levels are taken too: a page may have been drawn before another level was chosen.
    """
    every = rating_fields([statement for _, _, statement in context.ladder.walk()])
    level = level_of(context)
    if level is None:
        return Asked("Your first answers", (), every)
    asked = {statement.id for statement in a_few(level)[:most]}
    fields = tuple(field for field in rating_fields(level.statements) if field.statement_id in asked)
    return Asked(f"{level.title}: the first of its statements", fields, every)


def back(context: ViewContext) -> str:
    """One sentence on the first answers, with how many there are; "" before all of them are given."""
    level = level_of(context)
    if level is None:
        return ""
    covered = coverage(context.ladder, context.state, level.id)
    about = context.course.about(level.id)
    if about is None or any(_answer(context, each).state is RatingState.UNANSWERED for each in first(level)):
        return ""
    return render(
        "first_back",
        sentence=sentence(context, level),
        found=covered,
        answered=covered.total - covered.unanswered,
        chapter=about,
        questions=context.questions(about),
    )


def sentence(context: ViewContext, level: Level) -> str:
    """What the first answers say side by side: never more than that, and nothing about the person."""
    answers = [(each, _answer(context, each)) for each in first(level)]
    said = [(each, rating.frequency) for each, rating in answers if rating.frequency is not None]
    scale = context.ladder.scale
    if not said:
        return "None of these has a frequency yet. That is an answer as well, and it counts against nobody."
    most, least = max(said, key=lambda pair: pair[1]), min(said, key=lambda pair: pair[1])
    words = answer_label(scale, _answer(context, most[0]))
    if most[1] == least[1]:
        alike = f"“{most[0].title}” is" if len(said) == 1 else f"All {len(said)} are"
        return f"{alike} “{words}”. The rest of the level shows what stands beside that."
    other = answer_label(scale, _answer(context, least[0]))
    return f"“{most[0].title}” comes up most ({words}), “{least[0].title}” least ({other})."


def ways(context: ViewContext) -> str:
    """Three ways on, by the time that somebody has: ten minutes, an evening, the whole walk."""
    level = level_of(context)
    course = context.course
    route = suggest_route(course, level.id if level else None, context.state.chosen("curious"))
    return render(
        "ways",
        level=level,
        short=course.short,
        few=min(EIGHT, len(level.statements)) if level else EIGHT,
        sitting=route.sitting,
        route=route,
        last=course.chapters[-1],
        first=next((each for each in course.chapters if each.level), course.chapters[-1]),
        labs=course.labs,
        hours=round(sum(each.minutes for each in (*course.chapters, *course.labs)) / 60),
        link=context.link,
        questions=context.questions,
    )


def picture(context: ViewContext) -> Coverage | None:
    """What is answered at somebody's level; None before they say where they work."""
    level = level_of(context)
    return coverage(context.ladder, context.state, level.id) if level else None


def _answer(context: ViewContext, statement: Statement) -> Rating:
    return context.state.rating(statement.id)
