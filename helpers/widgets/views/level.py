"""A level: what changes there, what stands beside its lists, and what the answers to it say."""

from __future__ import annotations

from helpers.charts import coverage_chart
from helpers.insight import APART, Kind, coverage
from helpers.ladder import Ladder
from helpers.widgets.session import Moment
from helpers.widgets.views.page import figure, page


def changes(ladder: Ladder, level_id: str) -> str:
    """What changes when somebody comes to a level. Raises `UnknownId`."""
    return page("remarks", remarks=ladder.level(level_id).changes, ladder=ladder, heading="What changes at this level")


def notes(ladder: Ladder, level_id: str) -> str:
    """The notes that stand beside the lists of a level. Raises `UnknownId`."""
    return page("notes", notes=ladder.level(level_id).notes, ladder=ladder)


def insight(moment: Moment, level_id: str) -> str:
    """What the answers to a level say: counts with their n, evidence, room to grow, what stands apart.

    Raises `UnknownId`.
    """
    found = coverage(moment.ladder, moment.state, level_id)
    answered = found.total - found.unanswered
    return page(
        "insight",
        found=found,
        answered=answered,
        chart=figure(*(coverage_chart([found], moment.theme, width=width) for width in (680, 350))) if answered else "",
        of=lambda kind: [item for item in found.items if item.kind is kind],
        Kind=Kind,
        apart=[kind for kind in APART if kind is not Kind.UNANSWERED],
    )
