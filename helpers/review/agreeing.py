"""What two people agreed when they talked about a second view, as a plan of its owner’s."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.errors import UsageError
from helpers.insight.focus import MOST
from helpers.insight.look_back import finished
from helpers.journal import PlanItem, State, Subject


def plan_of(state: State, text: str) -> tuple[str, PlanItem] | None:
    """A new plan that aims at this, as (subject, answer); None where one stands already that does.

    Raises `UsageError` where there are as many plans as one can carry.
    """
    if is_planned(state, text):
        return None
    if sum(item.written and not finished(state, subject) for subject, item in state.plan()) >= MOST:
        raise UsageError(f"you have {MOST} plans already", next_step="Finish or drop one first.")
    return unused_plan(state), PlanItem(aim=text)


def is_planned(state: State, text: str) -> bool:
    """Whether a plan stands that aims at this."""
    return any(item.aim.strip() == text for _, item in state.plan())


def unused_plan(state: State, taken: Iterable[str] = ()) -> str:
    """The subject of a plan that was never used, and that is none of those that are `taken`."""
    number = 1
    while state.event(Subject.plan(number)) or Subject.plan(number) in taken:
        number += 1
    return Subject.plan(number)
