"""The whole ladder: its map, its notes, how people are asked, the principles, and a route through."""

from __future__ import annotations

from helpers.chapters.context import ViewContext
from helpers.chapters.notebook import Teaches
from helpers.chapters.route import suggest_route
from helpers.charts import ladder_map
from helpers.insight import chosen_destination, coverage, frequency_label, standing_of
from helpers.ladder import Ladder
from helpers.pages.page import figure, page


def terrain_map(context: ViewContext) -> str:
    """The map of the ladder, with where somebody stands, where they head, and how much is rated."""
    here = standing_of(context.ladder, context.state)
    goal = chosen_destination(context.ladder, context.state)
    rated = {level.id: coverage(context.ladder, context.state, level.id) for level in context.ladder.levels}
    maps = [
        ladder_map(
            context.ladder,
            context.theme,
            here=here,
            destination=goal.id if goal else None,
            rated=rated if any(found.rated for found in rated.values()) else None,
            width=width,
        )
        for width in (680, 350)
    ]
    return page("map", picture=figure(*maps))


def terrain_notes(ladder: Ladder) -> str:
    """The notes on the ladder as a whole."""
    return page("notes", notes=ladder.notes, ladder=ladder)


def principles(ladder: Ladder) -> str:
    """The closing principles."""
    return page("principles", principles=ladder.principles)


def scale(ladder: Ladder) -> str:
    """The words that people answer with, what each means, and what a level expects."""
    general = ladder.scale.expected
    expected = None if general is None else frequency_label(ladder.scale, general)
    return page("scale", scale=ladder.scale, expected=expected, expects=ladder.expects, expecter=ladder.expecter)


def route(context: ViewContext) -> str:
    """Which chapters matter to this person, in what order, and how long they take."""
    found = suggest_route(context.course, standing_of(context.ladder, context.state), context.state.chosen("curious"))
    return page(
        "route", route=found, last=context.course.first(Teaches.PATH), link=context.link, questions=context.questions
    )
