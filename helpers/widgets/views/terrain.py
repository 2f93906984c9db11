"""The whole ladder: its map, its notes, how people are asked, the principles, and a route through."""

from __future__ import annotations

from helpers.charts import ladder_map
from helpers.insight import chosen_destination, coverage, frequency_label, standing_of
from helpers.ladder import Ladder
from helpers.pages.page import figure, page
from helpers.widgets.chapters import CHAPTERS, PATH, suggest_route
from helpers.widgets.session import Moment


def terrain_map(moment: Moment) -> str:
    """The map of the ladder, with where somebody stands, where they head, and how much is rated."""
    here = standing_of(moment.ladder, moment.state)
    goal = chosen_destination(moment.ladder, moment.state)
    rated = {level.id: coverage(moment.ladder, moment.state, level.id) for level in moment.ladder.levels}
    maps = [
        ladder_map(
            moment.ladder,
            moment.theme,
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
    expected = frequency_label(ladder.scale, ladder.scale.expected)
    return page("scale", scale=ladder.scale, expected=expected)


def route(moment: Moment) -> str:
    """Which chapters matter to this person, in what order, and how long they take."""
    found = suggest_route(moment.ladder, standing_of(moment.ladder, moment.state), moment.state.chosen("curious"))
    return page("route", route=found, last=PATH, chapters=CHAPTERS[1:-1])
