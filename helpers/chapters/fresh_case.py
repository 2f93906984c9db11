"""Three weeks after a plan: one judgement case that suits its focus and wasn't seen yet, and what it calls to mind.

What is practised after a while, in another situation, lasts longer. The case is practice and is marked as that; what
somebody remembers of their own work becomes a note, which backs nothing until its owner says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from helpers.cases import Case
from helpers.chapters import cases
from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked
from helpers.form import TextField
from helpers.insight.destinations import standing_of
from helpers.journal import Event, PlanItem, Subject, says_something
from helpers.labs import judgement
from helpers.pages.render import render

AFTER: Final = timedelta(weeks=3)
FOLLOWS = ("plan:", "case:", "choice:standing")


class Fresh(NamedTuple):
    """The case that is offered for a plan, and when it was first answered; None while it isn't."""

    case: Case
    answered: datetime | None


def view(context: ViewContext) -> str:
    """Why there is a case now, and its situation; "" while no plan is three weeks old, or every case was seen."""
    fresh = _fresh(context)
    return render("fresh_case") + judgement.situation(fresh.case, 1, 1) if fresh else ""


def questions(context: ViewContext) -> Asked:
    """What one would do."""
    fresh = _fresh(context)
    return Asked(fresh.case.title, (judgement.choice_field(fresh.case),)) if fresh else Asked("", ())


def outcome(context: ViewContext) -> str:
    """What each choice gets and costs, once one is chosen."""
    fresh = _fresh(context)
    return judgement.consequences(fresh.case, context.ladder, context.state) if fresh else ""


def memory(context: ViewContext) -> Asked:
    """Once a way is chosen: where something like this happened at one's own work."""
    fresh = _fresh(context)
    if fresh is None or fresh.answered is None or not context.state.picked(fresh.case.subject):
        return Asked("", ())
    field = TextField(
        subject=Subject.note(fresh.case.id),
        label="Where has something like this happened at your work since?",
        hint="What happened, when, who saw it. It becomes a note, which you can put beside a statement below.",
        rows=2,
    )
    return Asked("From the case to your work", (field,))


def _fresh(context: ViewContext) -> Fresh | None:
    """The one case of the newest plan that has stood for three weeks."""
    planned = _planned(context)
    if planned is None:
        return None
    since, item = planned
    first: dict[str, datetime] = {}
    for event in sorted(context.events, key=lambda event: event.at):
        if event.subject.kind == "case":
            first.setdefault(event.subject, event.at)
    ranked = sorted(_cases(context, item), key=lambda pair: -pair[0])
    offered = [case for _, case in ranked]
    answered = [(first[case.subject], case) for case in offered if first.get(case.subject, since) > since]
    if answered:
        at, case = min(answered, key=lambda pair: pair[0])
        return Fresh(case, at)
    return next((Fresh(case, None) for case in offered if case.subject not in first), None)


def _planned(context: ViewContext) -> tuple[datetime, PlanItem] | None:
    """When the newest plan that has stood for three weeks had done so, and what it says now."""
    standing = dict(context.state.plan())
    begun: dict[str, Event] = {}
    for event in sorted(context.events, key=lambda event: event.at):
        if event.subject in standing and isinstance(event.answer, PlanItem) and says_something(event.answer):
            begun.setdefault(event.subject, event)
    old = [(event.at + AFTER, standing[event.subject]) for event in begun.values()]
    return max((pair for pair in old if pair[0] <= context.now), key=lambda pair: pair[0], default=None)


def _cases(context: ViewContext, item: PlanItem) -> Iterator[tuple[int, Case]]:
    """The cases of the focus's level, or else of the own one, with how well each suits the focus."""
    ladder = context.ladder
    focus = ladder.statement(item.focus) if item.focus and ladder.has_statement(item.focus) else None
    level = ladder.level_of(focus.id).id if focus else standing_of(ladder, context.state)
    for case in cases.of_level(context.course, level) if level else ():
        shown = {statement_id for option in case.options for statement_id in option.shows}
        near = {
            ladder.statement(statement_id).competency for statement_id in shown if ladder.has_statement(statement_id)
        }
        yield (2 if focus and focus.id in shown else int(bool(focus and focus.competency in near)), case)
