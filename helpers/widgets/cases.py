"""A level's judgement cases, one below the other."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Widget  # type: ignore[import-untyped]

from helpers.cases import Case, load_cases
from helpers.labs import judgement
from helpers.widgets.form import AnswerForm
from helpers.widgets.panel import Panel
from helpers.widgets.session import Moment, Session


def show(session: Session, level_id: str, display: Callable[[Widget], None]) -> None:
    """Show a level's cases, one below the other. Raises `DocumentError` for a level that has none."""
    found = load_cases(level_id).cases
    for number, case in enumerate(found, 1):
        display(Panel(judgement.situation(case, number, len(found))))
        display(_form(session, case))
        display(session.follow(_consequences(case)))


def _consequences(case: Case) -> Callable[[Moment], str]:
    return lambda moment: judgement.consequences(case, moment.ladder, moment.state)


def _form(session: Session, case: Case) -> AnswerForm:
    return AnswerForm(
        (judgement.choice_field(case),),
        state=lambda: session.moment().state,
        on_answer=session.record,
        title=case.title,
        token=str(session.journal.path),
    )
