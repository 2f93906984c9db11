"""A level: what changes there, what stands beside its lists, and what the answers to it say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter
from helpers.charts import coverage_chart
from helpers.insight import APART, Coverage, ItemView, Kind, coverage, whose_expectation
from helpers.ladder import Ladder, Level
from helpers.pages.render import figure, render


def summary(ladder: Ladder, level: Level, chapter: Chapter) -> str:
    """What a level is about, below the title of its chapter, and the steps of the competencies that it asks for.

    The `ladder` has those steps.
    """
    asked = {statement.competency for statement in level.statements}
    steps = [each for each in ladder.competencies if each.steps and each.id in asked]
    mandatory = sum(statement.mandatory for statement in level.statements)
    return render("summary", level=level, chapter=chapter, steps=steps, mandatory=mandatory)


def changes(ladder: Ladder, level: Level) -> str:
    """What changes when somebody comes to a level; "" where the ladder says nothing."""
    return render("remarks", remarks=level.changes, ladder=ladder, heading="What changes at this level")


def notes(ladder: Ladder, level: Level) -> str:
    """The notes that stand beside the lists of a level; "" where there are none."""
    return render("notes", notes=level.notes, ladder=ladder)


class Quoted(NamedTuple):
    """An item with its evidence: the lines that are quoted here, and the titles where the others are quoted."""

    item: ItemView
    lines: tuple[str, ...]
    elsewhere: tuple[str, ...]


_GROUPS = (
    (Kind.SUPPORTED, "Backed by evidence"),
    (Kind.CLAIMED, "Said, not yet backed"),
    (Kind.BELOW, "Less often than this level expects"),
    (Kind.BACKED, "Answered, with evidence"),
    (Kind.SAID, "Answered, no evidence yet"),
)
"""The kinds that hold a frequency, as they are headed: how the answers lie, not what they are worth."""


def insight(context: ViewContext, level_id: str) -> str:
    """What the answers to a level say: counts with their n, evidence, room to grow, what stands apart.

    Raises `UnknownId`.
    """
    covered = coverage(context.ladder, context.state, level_id)
    answered = covered.total - covered.unanswered
    quoted = _quoted([item for kind in Kind for item in _of(covered, kind)])
    return render(
        "insight",
        found=covered,
        answered=answered,
        chart=figure(*(coverage_chart([covered], context.theme, width=width) for width in (600, 350)))
        if answered
        else "",
        whose=whose_expectation(context.ladder),
        groups=[(heading, [q for q in quoted if q.item.kind is kind]) for kind, heading in _GROUPS],
        apart=[[q for q in quoted if q.item.kind is kind] for kind in APART if kind is not Kind.UNANSWERED],
        unanswered=_of(covered, Kind.UNANSWERED),
    )


def _of(covered: Coverage, kind: Kind) -> list[ItemView]:
    """The items of a kind in reading order; those below the expectation with the widest difference first."""
    return sorted((i for i in covered.items if i.kind is kind), key=lambda i: -max(i.difference or 0, 0))


def _quoted(items: Sequence[ItemView]) -> list[Quoted]:
    """Items with their evidence; a line that supports several is quoted at the first of them alone."""
    first: dict[str, str] = {}
    quoted = []
    for item in items:
        lines = tuple(line for line in item.evidence if line not in first)
        elsewhere = tuple(dict.fromkeys(first[line] for line in item.evidence if line in first))
        first |= dict.fromkeys(lines, item.statement.title)
        quoted.append(Quoted(item, lines, elsewhere))
    return quoted
