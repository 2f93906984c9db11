"""What stands beside a statement while it is rated: the evidence that its owner noted in the statement's own period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from helpers.chapters.context import ViewContext
from helpers.form import Field, RatingField
from helpers.insight import day_in_words
from helpers.insight.at_hand import Noted, at_hand, period_of

Beside = Mapping[str, Mapping[str, Any]]
"""By statement id, as a screen needs it: `period` in words, and `moments` with `day`, `text` and `at` (a title)."""


def beside(fields: Iterable[Field], context: ViewContext) -> Beside:
    """What a form shows beside its statements now; a statement of which nothing was noted isn't in it.

    It tells what somebody wrote, so it travels with the answers and never with the questions.
    """
    asked = {
        field.statement_id: context.ladder.statement(field.statement_id)
        for field in fields
        if isinstance(field, RatingField) and context.ladder.has_statement(field.statement_id)
    }
    if not asked:
        return {}
    on = context.today
    noted = at_hand(context.ladder, context.state, context.events, asked.values(), on)
    return {
        statement_id: {
            "period": period_of(context.ladder.scale, asked[statement_id]).words,
            "moments": [_moment(context, moment) for moment in moments],
        }
        for statement_id, moments in noted.items()
    }


def _moment(context: ViewContext, moment: Noted) -> dict[str, str]:
    """A moment as a screen needs it; its day only where its words don't begin with one."""
    at = context.ladder.statement(moment.at).title if context.ladder.has_statement(moment.at) else ""
    return {"day": "" if moment.dated else day_in_words(moment.day), "text": moment.text, "at": at}
