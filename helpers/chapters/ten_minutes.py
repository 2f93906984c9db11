"""A lunch break: eight statements of one level, one picture, one plan, one page."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters import questions as asked
from helpers.chapters import report
from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Result
from helpers.chapters.first_minute import level_of, questions
from helpers.charts import coverage_chart
from helpers.insight import coverage, whose_expectation
from helpers.insight.few import EIGHT, a_few
from helpers.pages.render import figure, render

FOLLOWS = ("statement:", "evidence:", "choice:standing")


def standing(context: ViewContext) -> Asked:
    """Where somebody works, as long as they haven't said it: it is asked in the first chapter."""
    asks = asked.standing(context.ladder)
    return Asked(asks.title, (), asks.fields) if level_of(context) else asks


def whose(context: ViewContext) -> str:
    """Of which level the eight statements are, and what to know before answering."""
    level = level_of(context)
    start = context.course.chapters[0]
    return render("ten_whose", level=level, few=len(a_few(level)) if level else 0, start=context.link(start))


def eight(context: ViewContext) -> Asked:
    """The eight statements; none before somebody says where they work."""
    return questions(context, EIGHT)


def picture(context: ViewContext) -> str:
    """The picture of the level, with how many of its statements it rests on."""
    level = level_of(context)
    if level is None:
        return ""
    covered = coverage(context.ladder, context.state, level.id)
    answered = covered.total - covered.unanswered
    charts = [coverage_chart([covered], context.theme, width=width) for width in (600, 350)] if answered else []
    return render(
        "ten_picture",
        found=covered,
        answered=answered,
        whose=whose_expectation(context.ladder),
        chart=figure(*charts) if charts else "",
        chapter=(about := context.course.about(level.id)),
        questions=context.questions(about) if about else "",
    )


def plan(context: ViewContext) -> Asked:
    """One plan: the one that stands already, or a new one about one of the eight statements."""
    level = level_of(context)
    return asked.one_plan(context, a_few(level) if level else ())


def make(context: ViewContext, value: str) -> Iterator[Result]:
    """Make the one page, and its PDF too for the button that says so."""
    return report.making_one_page(context, pdf=value == "pdf")
