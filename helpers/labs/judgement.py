"""Judgement cases on the page: choose first, then see what each choice gets and costs."""

from __future__ import annotations

from typing import NamedTuple

from helpers.cases import Case, CaseOption
from helpers.form import ChoiceField, Option
from helpers.journal import State
from helpers.labs.page import render
from helpers.ladder import Ladder, Statement


def situation(case: Case, number: int, total: int) -> str:
    """A judgement case before anything is chosen. It is the one with this `number`, from 1, of a `total` of so many."""
    return render("situation", case=case, number=number, total=total)


def choice_field(case: Case) -> ChoiceField:
    """What one would do in a case: one of its four ways on."""
    return ChoiceField(
        subject=case.subject,
        label="What would you do?",
        options=tuple(Option(id=option.id, title=option.text) for option in case.options),
        max=1,
    )


class Way(NamedTuple):
    """One option of a case with what it shows; `chosen` says whether it is the person's."""

    option: CaseOption
    chosen: bool
    shows: tuple[Statement, ...]


def consequences(case: Case, ladder: Ladder, state: State) -> str:
    """What each choice gets, costs and shows, and the view from a level up; "" before one is chosen.

    `ladder` is the one in use (statements that it doesn't have are passed over), `state` the answers so far. `case` is
    the situation whose choices these are.
    """
    chosen = next(iter(state.picked(case.subject)), None)
    if chosen is None or case.option(chosen) is None:
        return ""
    ways = [
        Way(
            option,
            option.id == chosen,
            tuple(
                ladder.statement(statement_id) for statement_id in option.shows if ladder.has_statement(statement_id)
            ),
        )
        for option in case.options
    ]
    return render("consequences", ways=sorted(ways, key=lambda way: not way.chosen), case=case)
