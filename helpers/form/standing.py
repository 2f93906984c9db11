"""Where somebody stands on a ladder, and what draws them: asked alike in the chapters and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.form.fields import ChoiceField, Option
from helpers.journal import Subject
from helpers.ladder import Ladder


def standing_field(ladder: Ladder) -> ChoiceField:
    """Where somebody works today, as one of the ladder's levels; it may stay open."""
    return ChoiceField(
        subject=Subject.choice("standing"),
        label="Where do you work today?",
        hint="Go by the work of your last six months, whatever your contract says. Leave it open if none fits.",
        options=_levels(ladder),
        max=1,
    )


def curious_field(ladder: Ladder) -> ChoiceField:
    """The levels and roles that somebody is curious about, as many as they like."""
    return ChoiceField(
        subject=Subject.choice("curious"),
        label="What are you curious about?",
        hint=f"As many as you like: {', '.join(_draws(ladder))}.",
        options=_levels(ladder) + tuple(Option(id=role.id, title=role.title) for role in ladder.roles),
    )


def _draws(ladder: Ladder) -> Iterator[str]:
    """What may draw somebody, as far as the ladder has it."""
    if len(ladder.levels) > 1:
        yield "the next level"
        yield "a road you have half ruled out"
    else:
        yield "growing where you are"
    if ladder.roles:
        yield "a role beside the ladder"


def _levels(ladder: Ladder) -> tuple[Option, ...]:
    return tuple(Option(id=level.id, title=level.title) for level in ladder.levels)
