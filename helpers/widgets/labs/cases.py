"""Judgement cases on the page: choose first, then see what each choice gets and costs."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Widget  # type: ignore[import-untyped]

from helpers.cases import Case, load_cases
from helpers.form import ChoiceField, Option
from helpers.widgets.form import AnswerForm
from helpers.widgets.panel import Panel
from helpers.widgets.session import Session
from helpers.widgets.views import practice


def show(session: Session, level_id: str, display: Callable[[Widget], None]) -> None:
    """Show a level's cases, one below the other. Raises `DocumentError` for a level that has none."""
    found = load_cases(level_id).cases
    for number, case in enumerate(found, 1):
        display(Panel(practice.situation(case, number, len(found))))
        display(_form(session, case))
        display(session.follow(lambda moment, case=case: practice.consequences(moment, case)))  # type: ignore[misc]


def choice_field(case: Case) -> ChoiceField:
    """What one would do in a case: one of its four ways on."""
    return ChoiceField(
        subject=case.subject,
        label="What would you do?",
        options=tuple(Option(id=option.id, title=option.text) for option in case.options),
        max=1,
    )


def _form(session: Session, case: Case) -> AnswerForm:
    return AnswerForm(
        (choice_field(case),),
        state=lambda: session.moment().state,
        on_answer=session.record,
        title=case.title,
        token=str(session.journal.path),
    )
