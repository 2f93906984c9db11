"""What somebody shows already: evidence first, because a number alone is a claim."""

from __future__ import annotations

from helpers.insight.coverage import ItemView, item_views
from helpers.insight.destinations import standing_of, steps_between
from helpers.insight.words import answer_label, day_in_words, expectation
from helpers.journal.state import State
from helpers.ladder.model import Ladder


class Strength(ItemView):
    """A statement at or above the expectation, or done often where there is none; `reason` names its answer."""

    reason: str


def strengths(ladder: Ladder, state: State, limit: int | None = None) -> tuple[Strength, ...]:
    """Statements answered at or above the expected frequency ("often" where none is), at most `limit` (None: all).

    Those with evidence come first, so that a claim never hides what is supported. Within
    that, levels nearest to where the person stands come first, then what is furthest
    above the expectation, then reading order. `state` is the fold of the person's answers about the `ladder`; what
    isn't answered with a frequency is no strength.
    """
    standing = standing_of(ladder, state)
    steps = steps_between(ladder, standing) if standing else {}
    views = [view for view in item_views(ladder, state, (s.id for _, _, s in ladder.walk())) if view.shown]
    views.sort(key=lambda view: (not view.supported, steps.get(view.level.id, len(ladder.levels)), _above(view)))
    return tuple(Strength(**dict(view), reason=_reason(ladder, view)) for view in views[:limit])


def _above(view: ItemView) -> int:
    return -(view.rating.frequency or 0) if view.difference is None else view.difference


def _reason(ladder: Ladder, view: ItemView) -> str:
    assert view.answered is not None  # noqa: S101  only answered statements are strengths
    return (
        f"You answered “{answer_label(ladder.scale, view.rating)}” ({day_in_words(view.answered)}); "
        f"{expectation(ladder.scale, view.level.short_title, view.expected)}."
    )
