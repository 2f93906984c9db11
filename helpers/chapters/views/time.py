"""What is different since an earlier visit, and the plan for what comes next."""

from __future__ import annotations

from helpers.chapters.context import ViewContext
from helpers.insight import Edit, changes_since, day_in_words, earlier_visit
from helpers.insight.focus import MOST
from helpers.insight.look_back import finished
from helpers.pages.render import render


def since_last_time(context: ViewContext) -> str:
    """What is different since the visit before this one; "" where there was none."""
    events = tuple(event for event in context.events if event.ladder == context.ladder.id)
    since = earlier_visit(events)
    if since is None:
        return ""
    return render(
        "since",
        changes=changes_since(context.ladder, events, since),
        since=day_in_words(since.astimezone()),
        edits=Edit,
    )


def plan_aloud(context: ViewContext) -> str:
    """The if–then plans as sentences that can be read aloud, and the focus areas that have none yet.

    Nothing at all where there is neither.
    """
    items = [item for _, item in context.state.plan()]
    current = [item for subject, item in context.state.plan() if not finished(context.state, subject)]
    plans = [item for item in current if item.when.strip() and item.then.strip()]
    chosen = [
        statement_id for statement_id in context.state.chosen("focus") if context.ladder.has_statement(statement_id)
    ]
    without = [
        context.ladder.statement(statement_id).title
        for statement_id in chosen
        if statement_id not in {item.focus for item in items}
    ]
    if not plans and not without:
        return ""
    return render("aloud", plans=plans, without=without, full=len(current) >= MOST, day=day_in_words)
