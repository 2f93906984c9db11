"""What a lab notebook's cells call: `lab = open_lab("mid")`, then one method a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from IPython.display import display
from ipywidgets import Widget  # type: ignore[import-untyped]

from helpers.errors import UsageError
from helpers.labs import Lab, load_lab
from helpers.widgets.closed import or_closed
from helpers.widgets.form import AnswerForm
from helpers.widgets.labs import cases, keeping, resetting
from helpers.widgets.labs.moment import LabMoment
from helpers.widgets.panel import Panel
from helpers.widgets.questions import Form
from helpers.widgets.session import Moment, Session
from helpers.widgets.views import practice

__all__ = ["LabView", "open_lab"]

Forms = Mapping[str, Callable[[Any], Form]]
Views = Mapping[str, Callable[[LabMoment[Any]], str]]


def open_lab(
    lab_id: str, *, journal: Path | None = None, ladder: Path | None = None, file: Path | None = None
) -> LabView:
    """Open a lab by its id, and show its header.

    `journal`, `ladder` and the lab's `file` are paths; None means this machine's own (see
    `Journal.open`, `load_ladder` and `load_lab`). Raises `KitError`, which a notebook shows
    as its message alone; on a page the message stands in the place of the lab.
    """

    def open() -> LabView:
        lab = load_lab(lab_id, file)
        module = import_module(f"helpers.widgets.labs.{lab_id}")
        view = LabView(Session.open(journal, ladder), lab, module.FORMS, module.VIEWS, getattr(module, "STARTER", None))
        view.header()
        return view

    return or_closed(open)


class LabView:
    """One open lab: asks, shows, and keeps what it shows in step with what is answered."""

    def __init__(
        self,
        session: Session,
        lab: Lab,
        forms: Forms,
        views: Views,
        starter: Callable[[LabMoment[Any]], str] | None = None,
    ) -> None:
        self._session = session
        self._lab = lab
        self._forms = forms
        self._views = views
        self._starter = starter
        self._open: list[AnswerForm] = []

    def __repr__(self) -> str:
        return f"LabView({self._lab.lab!r})"

    def header(self) -> None:
        """What the lab is, how long it takes, where it is played, and the way back to its chapter."""
        _show(Panel(practice.lab_header(self._lab, self._session.theme)))

    def brief(self) -> None:
        """The company that the lab is played at, and what one learns to do."""
        _show(Panel(practice.brief(self._lab)))

    def ask(self, name: str) -> None:
        """One of the lab's forms, by its name. Raises `UsageError`, naming the ones there are."""
        _show(self._form(_look_up(self._forms, name, "form")(self._lab)))

    def show(self, name: str) -> None:
        """One of the lab's views, by its name; it is shown afresh after each answer. Raises `UsageError`."""
        view = _look_up(self._views, name, "view")
        _show(self._session.follow(lambda moment: view(LabMoment(self._lab, moment))))

    def keep(self) -> None:
        """What one did, in one's own words, and the buttons that keep it as evidence or reflection."""
        _show(self._form(keeping.question(self._lab)))

        def view(moment: Moment) -> str:
            here = LabMoment(self._lab, moment)
            return keeping.offer(here, self._starter(here) if self._starter else "")

        _show(self._session.follow(view, lambda panel, value: keeping.act(self._session, self._lab, panel, value)))

    def cases(self) -> None:
        """The judgement cases of the lab's level."""
        if self._lab.level:
            cases.show(self._session, self._lab.level, _show)

    def facilitator(self) -> None:
        """Notes for whoever runs the lab with a group, closed until wanted."""
        _show(Panel(practice.facilitator(self._lab)))

    def reset(self) -> None:
        """A button that empties the answers of this lab, and another that puts them back."""
        afresh = resetting.Afresh(self._session, self._lab, self._refresh)
        _show(self._session.follow(afresh.page, afresh.act))

    def onward(self) -> None:
        """Links back to the lab's chapter and on to the next."""
        _show(Panel(practice.lab_onward(self._lab)))

    def _form(self, form: Form) -> AnswerForm:
        title, fields = form
        made = AnswerForm(
            fields,
            state=lambda: self._session.moment().state,
            on_answer=self._session.record,
            title=title,
            token=str(self._session.journal.path),
        )
        self._open.append(made)
        return made

    def _refresh(self) -> None:
        for form in self._open:
            form.refresh()


def _look_up(found: Mapping[str, Any], name: str, kind: str) -> Any:
    try:
        return found[name]
    except KeyError:
        raise UsageError(
            f"this lab has no {kind} {name!r}", next_step=f"It has: {', '.join(found) or 'none'}."
        ) from None


def _show(widget: Widget) -> None:
    display(widget)  # type: ignore[no-untyped-call]  # IPython ships no types for it
