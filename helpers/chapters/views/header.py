"""What stands at the top and the end of every chapter: where you are, how far, where to next."""

from __future__ import annotations

from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter
from helpers.chapters.route import next_on, suggest_route
from helpers.insight import standing_of
from helpers.insight.versions import about_the_kits_own, other_ladder
from helpers.journal import RatingState
from helpers.pages.render import render


class Progress(NamedTuple):
    """How far somebody is in a chapter: statements answered (a word other than a frequency counts too)."""

    answered: int
    total: int


def progress(context: ViewContext, chapter: Chapter) -> Progress | None:
    """How many of a chapter's statements are answered; None where it rates no level."""
    for level in context.ladder.levels:
        if level.id == chapter.level:
            ratings = [context.state.rating(statement.id) for statement in level.statements]
            return Progress(sum(r.state is not RatingState.UNANSWERED for r in ratings), len(ratings))
    return None


def header(context: ViewContext) -> str:
    """The kit's title, its chapters with what is answered in each, and where the answers are kept."""
    return render(
        "header",
        title=context.ladder.title,
        chapters=[(chapter, progress(context, chapter)) for chapter in context.course.chapters],
        here=context.here,
        link=context.link,
        journal=context.kept.place,
        **_noticed(context),
    )


def notices(context: ViewContext) -> str:
    """What somebody should know before they read on: answers that aren't shown, lines and notebooks left out."""
    return render("notices", **_noticed(context))


def _noticed(context: ViewContext) -> dict[str, object]:
    return {
        "problems": context.kept.problems,
        "other_ladder": other_ladder(context.events, context.ladder),
        "kits_own": about_the_kits_own(context.events),
        "left_out": context.course.problems,
    }


def privacy(context: ViewContext) -> str:
    """Where answers stay, in one line, and behind it why that can be said."""
    return render("privacy", kept=context.kept)


def onward(context: ViewContext) -> str:
    """Links to the chapter before this one, and on along somebody's route."""
    before, _ = context.course.neighbours(context.here)
    return render("onward", before=before, after=ahead(context), link=context.link)


def ahead(context: ViewContext) -> Chapter | None:
    """What comes next by somebody's own route; None at the end."""
    standing = standing_of(context.ladder, context.state)
    route = suggest_route(context.course, standing, context.state.chosen("curious"))
    return next_on(context.course, route, context.here)
