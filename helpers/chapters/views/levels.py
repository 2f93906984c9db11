"""Two levels side by side: which two is chosen on the page, and travels with the panel."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Become, Result
from helpers.insight import standing_of
from helpers.ladder import beside, neighbours
from helpers.pages.render import render


def view(context: ViewContext) -> str:
    """The levels to choose from, and the two that were chosen, by competency; "" for a ladder of one level."""
    chosen = _chosen(context)
    if chosen is None:
        return ""
    side_by_side = beside(context.ladder, *chosen) if chosen[0] != chosen[1] else None
    return render("levels", ladder=context.ladder, levels=context.ladder.levels, chosen=chosen, found=side_by_side)


def choose(context: ViewContext, value: str) -> Iterator[Result]:
    """Put another level in one of the two places ("first senior"); anything else is nothing."""
    place, _, level_id = value.partition(" ")
    chosen = _chosen(context)
    if chosen and place in ("first", "second") and _is_level(context, level_id):
        first, second = chosen
        yield Become(f"{level_id} {second}" if place == "first" else f"{first} {level_id}")


def _chosen(context: ViewContext) -> tuple[str, str] | None:
    first, _, second = context.own.partition(" ")
    if _is_level(context, first) and _is_level(context, second):
        return first, second
    return neighbours(context.ladder, standing_of(context.ladder, context.state))


def _is_level(context: ViewContext, level_id: str) -> bool:
    return any(level.id == level_id for level in context.ladder.levels)
