"""The neighbouring roles, one at a time. Which one is looked at travels with the panel."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters import questions as asked
from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Become, Result
from helpers.chapters.views import destinations


def view(context: ViewContext) -> str:
    """The families to choose from, and the one that is looked at."""
    shown = _shown(context)
    return destinations.chooser(context.ladder, shown) + destinations.role(context, shown)


def questions(context: ViewContext) -> Asked:
    """The statements that it draws on and that have no answer yet."""
    return asked.drawn_on(context, _shown(context))


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Look at another role; a role that there isn't is nothing."""
    if any(role.id == value for role in context.ladder.roles):
        yield Become(value)


def _shown(context: ViewContext) -> str:
    """The role that was chosen here, or else one that somebody is curious about, or the ladder's first."""
    roles = [role.id for role in context.ladder.roles]
    curious = [role_id for role_id in context.state.chosen("curious") if role_id in roles]
    return context.own if context.own in roles else (curious + roles)[0]
