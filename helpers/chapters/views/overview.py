"""The whole ladder: its map, its notes, how people are asked, the principles, and a route through."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Keep, Result
from helpers.chapters.notebook import Teaches
from helpers.chapters.route import suggest_route
from helpers.charts import ladder_map, map_places
from helpers.insight import chosen_destination, coverage, frequency_label, standing_of
from helpers.journal import Choice, Subject
from helpers.ladder import Ladder
from helpers.pages.render import figure, render


def terrain_map(context: ViewContext) -> str:
    """The map of the ladder, with where somebody stands, where they head, and how much is rated.

    Each level on it is a button that says that one works there.
    """
    ladder = context.ladder
    here = standing_of(ladder, context.state)
    goal = chosen_destination(ladder, context.state)
    coverages = {level.id: coverage(ladder, context.state, level.id) for level in ladder.levels}
    rated = coverages if any(each.rated for each in coverages.values()) else None
    to = goal.id if goal else None
    sizes = {"wide": 680, "narrow": 350}
    maps = {
        kind: (
            ladder_map(ladder, context.theme, here=here, destination=to, rated=rated, width=width),
            map_places(ladder, here=here, destination=to, rated=rated, width=width),
        )
        for kind, width in sizes.items()
    }
    picture = figure(*(drawn for drawn, _ in maps.values()))
    return render("map", picture=picture, maps=maps, levels=ladder.levels, here=here)


def stand(context: ViewContext, value: str) -> Iterator[Result]:
    """Say that one works at a level of the map; anything else is nothing."""
    if any(level.id == value for level in context.ladder.levels):
        yield Keep(((Subject.choice("standing"), Choice(chosen=(value,))),))


def terrain_notes(ladder: Ladder) -> str:
    """The notes on the ladder as a whole."""
    return render("notes", notes=ladder.notes, ladder=ladder)


def principles(ladder: Ladder) -> str:
    """The closing principles."""
    return render("principles", principles=ladder.principles)


def scale(ladder: Ladder) -> str:
    """The words that people answer with, what each means, and what a level expects."""
    general = ladder.scale.expected
    expected = None if general is None else frequency_label(ladder.scale, general)
    return render("scale", scale=ladder.scale, expected=expected, expects=ladder.expects, expecter=ladder.expecter)


def route(context: ViewContext) -> str:
    """Which chapters matter to this person, in what order, and how long they take."""
    suggested = suggest_route(
        context.course, standing_of(context.ladder, context.state), context.state.chosen("curious")
    )
    return render(
        "route",
        route=suggested,
        last=context.course.first(Teaches.PATH),
        link=context.link,
        questions=context.questions,
    )
