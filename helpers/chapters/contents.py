"""What of one's own words goes into the report: ticked in or out, text by text, and kept like any answer."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Keep, Result
from helpers.insight.second_views import QUOTED, allowed
from helpers.insight.second_views import switched as quoting
from helpers.pages.page import page
from helpers.report.contents import DIRECTION, LEFT_OUT, left_out, switched, texts

FOLLOWS = ("evidence:", "prompt:", "plan:", "lab:", "reply:", DIRECTION, LEFT_OUT, QUOTED)
QUOTE = "quote "
"""What this panel is made from."""


def view(context: ViewContext) -> str:
    """Every text that the report can hold, with a tick for those that are in; nothing while nothing is written."""
    written = texts(context.ladder, context.state)
    direction = bool(context.state.picked(DIRECTION))
    lines = allowed(context.events)
    if not written and not direction and not lines:
        return ""
    out = left_out(context.state)
    number = sum(text.subject not in out for text in written)
    return page(
        "contents",
        texts=written,
        out=out,
        number=number,
        direction=DIRECTION if direction else None,
        quote=QUOTE,
        scale=context.ladder.scale,
        lines=lines,
        quoted=frozenset(context.state.picked(QUOTED)),
    )


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Take a text out, or in again; or what somebody else allowed in, or out again; all else is nothing."""
    key = value.removeprefix(QUOTE)
    if value.startswith(QUOTE) and any(line.key == key for line in allowed(context.events)):
        yield Keep(((QUOTED, quoting(context.state, key)),))
    elif value == DIRECTION or any(text.subject == value for text in texts(context.ladder, context.state)):
        yield Keep(((LEFT_OUT, switched(context.state, value)),))
