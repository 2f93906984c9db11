"""What of one's own words goes into the report: ticked in or out, text by text, and kept like any answer."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Keep, Result
from helpers.insight.look_back import history, in_words
from helpers.insight.second_views import QUOTED, allowed, opened
from helpers.insight.second_views import switched as quoting
from helpers.journal import Choice
from helpers.pages.render import render
from helpers.report.contents import DIRECTION, HISTORY, LEFT_OUT, left_out, switched, texts

FOLLOWS = ("evidence:", "prompt:", "plan:", "lab:", "reply:", "lookback:", DIRECTION, LEFT_OUT, QUOTED, HISTORY)
QUOTE, WENT = "quote ", "went "
"""What this panel is made from."""


def view(context: ViewContext) -> str:
    """Every text that the report can hold, with a tick for those that are in; nothing while nothing is written."""
    written = texts(context.ladder, context.state)
    direction = bool(context.state.picked(DIRECTION))
    lines, views = allowed(context.events), opened(context.events)
    if not written and not direction and not views:
        return ""
    out = left_out(context.state)
    number = sum(text.subject not in out for text in written)
    return render(
        "contents",
        texts=written,
        out=out,
        number=number,
        direction=DIRECTION if direction else None,
        quote=QUOTE,
        went=WENT,
        looked_back=_looked_back(context),
        with_history=context.state.picked(HISTORY),
        scale=context.ladder.scale,
        lines=lines,
        views=views,
        quoted=frozenset(context.state.picked(QUOTED)),
    )


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Take a text out, or in again; or what somebody else allowed in, or out again; all else is nothing."""
    key = value.removeprefix(QUOTE)
    if value.startswith(QUOTE) and any(line.key == key for line in allowed(context.events)):
        yield Keep(((QUOTED, quoting(context.state, key)),))
    elif value.removeprefix(WENT) in _looked_back(context) and value.startswith(WENT):
        ticked = set(context.state.picked(HISTORY)) ^ {value.removeprefix(WENT)}
        yield Keep(((HISTORY, Choice(chosen=tuple(sorted(ticked)))),))
    elif value == DIRECTION or any(text.subject == value for text in texts(context.ladder, context.state)):
        yield Keep(((LEFT_OUT, switched(context.state, value)),))


def _looked_back(context: ViewContext) -> dict[str, tuple[str, ...]]:
    """The plans that were looked back at, each with what was said and when, as sentences."""
    by_plan = {str(plan): tuple(map(in_words, history(context.state, plan))) for plan, _ in context.state.plan()}
    return {plan: words for plan, words in by_plan.items() if words}
