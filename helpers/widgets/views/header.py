"""What stands at the top and the end of every chapter: where you are, how far, where to next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from helpers.journal import Problem, RatingState
from helpers.ladder import Ladder
from helpers.pages.page import page
from helpers.widgets.chapters import CHAPTERS, Chapter, neighbours
from helpers.widgets.session import Moment


class Progress(NamedTuple):
    """How far somebody is in a chapter: statements answered (a word other than a frequency counts too)."""

    answered: int
    total: int


def progress(moment: Moment, chapter: Chapter) -> Progress | None:
    """How many of a chapter's statements are answered; None where it rates none of this ladder's levels."""
    for level in moment.ladder.levels:
        if level.id == chapter.level:
            ratings = [moment.state.rating(statement.id) for statement in level.statements]
            return Progress(sum(r.state is not RatingState.UNANSWERED for r in ratings), len(ratings))
    return None


def header(moment: Moment, here: Chapter, journal: Path, problems: Sequence[Problem]) -> str:
    """The kit's title, its chapters with what is answered in each, and where the answers are kept."""
    return page(
        "header",
        title=moment.ladder.title,
        chapters=[(chapter, progress(moment, chapter)) for chapter in CHAPTERS],
        here=here,
        journal=journal,
        problems=problems,
        accent=moment.theme.accent,
    )


def other_levels(ladder: Ladder, here: Chapter) -> str:
    """What to know where the ladder, somebody's own, has no level for this chapter; "" where it has."""
    if here.level is None or here.level in {level.id for level in ladder.levels}:
        return ""
    levels = ", ".join(level.id for level in ladder.levels)
    what = (
        f"This chapter’s cells ask for the level “{here.level}”, and the ladder “{ladder.title}” has none of that id.\n"
        f"Its levels are: {levels}. Keep the chapters’ level ids in a ladder of your own, or put one of these into "
        "this notebook’s cells."
    )
    return page("trouble", what=what)


def onward(here: Chapter) -> str:
    """Links to the chapters before and after."""
    before, after = neighbours(here)
    return page("onward", before=before, after=after)
