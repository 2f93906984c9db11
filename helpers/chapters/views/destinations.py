"""Where to: the neighbouring roles, destinations side by side, and what lies between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Keep, Result
from helpers.charts import gap_chart
from helpers.errors import UnknownId
from helpers.insight import (
    Destination,
    Gap,
    Road,
    chosen_destination,
    destination,
    gap,
    roads_from,
    standing_of,
    whose_expectation,
)
from helpers.journal import Choice, Subject
from helpers.ladder import Ladder, NoteKind
from helpers.ladder.place_id import PlaceId
from helpers.pages.render import figure, render

ROADS = {
    Road.NEXT: "people often go there from your level",
    Road.SWITCH: "across to another track",
    Road.FURTHER: "further along",
    Road.HERE: "where you stand: growing here is a direction too",
    Road.EARLIER: "a level that yours builds on",
    Road.ADJACENT: "beside the ladder, open from any level",
}
"""What lies between somebody and a destination, in words. None of them ranks it."""


def road_words(found: Destination, standing: str | None) -> str:
    """How a destination lies as seen from where somebody stands; "" for a level seen from nowhere."""
    return "" if standing is None and found.road is Road.FURTHER else ROADS[found.road]


def chooser(ladder: Ladder, chosen: str) -> str:
    """The families of neighbouring roles to choose one from."""
    return render("chooser", roles=ladder.roles, chosen=chosen)


def role(context: ViewContext, role_id: str) -> str:
    """A family of roles: what it is, whom it suits, what it draws on beside the answers, what is new in it.

    Raises `UnknownId`.
    """
    to_role = gap(context.ladder, context.state, PlaceId.role(role_id))
    items = {item.statement.id: item for item in to_role.items}
    family = context.ladder.role(role_id)
    return render(
        "role",
        role=family,
        gap=to_role,
        items=[items[draw.statement] for draw in family.draws_on],
        ladder=context.ladder,
    )


class Side(NamedTuple):
    """One destination among those compared; every one answers the same questions.

    `suits` and `costs` are what the ladder says on it, () where it says nothing.
    """

    destination: Destination
    road: str
    work: str | None
    suits: tuple[str, ...]
    gap: Gap
    learn: tuple[str, ...]
    costs: tuple[str, ...]
    ask: str | None


def compare(context: ViewContext) -> str:
    """The destinations that somebody chose to compare, side by side; nothing where the ladder has only one."""
    if len(roads_from(context.ladder, standing_of(context.ladder, context.state))) < 2:
        return ""
    chosen = chosen_destination(context.ladder, context.state)
    sides = [_side(context, goal) for goal in compared(context)]
    return render("compare", sides=sides, scale=context.ladder.scale, chosen=chosen.id if chosen else None)


def choose(context: ViewContext, value: str) -> Iterator[Result]:
    """Choose one of the destinations that are compared as the direction for now; anything else is nothing."""
    if any(goal.id == value for goal in compared(context)):
        yield Keep(((Subject.choice("destination"), Choice(chosen=(value,))),))


def compared(context: ViewContext) -> tuple[Destination, ...]:
    """The destinations chosen to be compared; one that this ladder doesn't have is left out."""
    standing = standing_of(context.ladder, context.state)
    destinations = []
    for chosen_id in context.state.chosen("compare"):
        try:
            destinations.append(destination(context.ladder, chosen_id, standing))
        except UnknownId:  # chosen on a ladder that has changed since
            continue
    return tuple(destinations)


def _side(context: ViewContext, goal: Destination) -> Side:
    to_goal = gap(context.ladder, context.state, goal.id)
    road = road_words(goal, standing_of(context.ladder, context.state))
    if goal.role is not None:
        return Side(
            destination=goal,
            road=road,
            work=goal.role.summary.text,
            suits=(goal.role.suits.text,),
            gap=to_goal,
            learn=tuple(learning.title for learning in to_goal.learn),
            costs=(goal.role.costs.text,) if goal.role.costs else (),
            ask=goal.role.talk_to,
        )
    assert goal.level is not None  # noqa: S101  a destination is a level or a role
    notes = {kind: tuple(note.text for note in goal.level.notes if note.kind is kind) for kind in NoteKind}
    return Side(
        destination=goal,
        road=road,
        work=goal.level.summary.text if goal.level.summary else None,
        suits=notes[NoteKind.SUITS],
        gap=to_goal,
        learn=tuple(skill.title for skill in goal.level.skills),
        costs=notes[NoteKind.COST],
        ask=None,
    )


def between(context: ViewContext) -> str:
    """What lies between the answers and the chosen destination: a picture, then the same as a list."""
    goal = chosen_destination(context.ladder, context.state)
    if goal is None:
        return render("no_destination", what="what lies between your answers and it is shown here")
    to_goal = gap(context.ladder, context.state, goal.id)
    charts = [gap_chart(to_goal, context.ladder, context.theme, width=width) for width in (600, 350)]
    return render(
        "gap", gap=to_goal, chart=figure(*charts), ladder=context.ladder, whose=whose_expectation(context.ladder)
    )


def no_focus() -> str:
    """What stands in place of the focus areas while there is neither a destination nor a level of one's own."""
    return render("no_destination", what="what you could work on is suggested here")
