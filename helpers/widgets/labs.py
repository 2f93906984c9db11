"""What a lab notebook's cells call: `lab = open_lab("mid")`, then one method a cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from IPython.display import display
from ipywidgets import Widget  # type: ignore[import-untyped]

from helpers.chapters import Chapter
from helpers.errors import KitError
from helpers.form import Form
from helpers.journal import Answer
from helpers.labs import Lab, frame, keeping, load_lab, resetting
from helpers.labs.context import LabContext
from helpers.labs.page import LabPage, lab_page
from helpers.pages.page import page
from helpers.widgets import cases
from helpers.widgets.closed import or_closed
from helpers.widgets.form import AnswerForm
from helpers.widgets.panel import Panel
from helpers.widgets.session import Moment, Session

__all__ = ["LabView", "open_lab"]


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
        session = Session.open(journal, ladder)
        session.here = next((each for each in session.course.labs if each.lab == lab_id), None)
        view = LabView(session, lab, lab_page(lab_id))
        view.header()
        return view

    return or_closed(open)


class LabView:
    """One open lab: asks, shows, and keeps what it shows in step with what is answered."""

    def __init__(self, session: Session, lab: Lab, page: LabPage[Lab]) -> None:
        self._session = session
        self._lab = lab
        self._page = page
        self._open: list[AnswerForm] = []

    def __repr__(self) -> str:
        return f"LabView({self._lab.lab!r})"

    def header(self) -> None:
        """What the lab is, how long it takes, where it is played, and the way back to its chapter."""
        _show(Panel(frame.header(self._lab, self._session.theme, _link(self._around()[0]))))

    def brief(self) -> None:
        """The company that the lab is played at, and what one learns to do."""
        _show(Panel(frame.brief(self._lab)))

    def ask(self, name: str) -> None:
        """One of the lab's forms, by its name. Raises `UsageError`, naming the ones there are."""
        _show(self._form(self._page.form(name, self._lab)))

    def show(self, name: str) -> None:
        """One of the lab's views, by its name; it is shown afresh after each answer. Raises `UsageError`."""
        _show(self._session.follow(lambda moment: self._page.view(name, self._here(moment))))

    def keep(self) -> None:
        """What one did, in one's own words, and the buttons that keep it as evidence or reflection."""
        _show(self._form(keeping.question(self._lab)))

        def view(moment: Moment) -> str:
            here = self._here(moment)
            return keeping.offer(here, self._page.starter(here))

        def act(panel: Panel, value: str) -> None:
            self._record(keeping.act(self._here(self._session.moment()), value), panel)

        _show(self._session.follow(view, act))

    def cases(self) -> None:
        """The judgement cases of the lab's level."""
        if self._lab.level:
            cases.show(self._session, self._lab.level, _show)

    def facilitator(self) -> None:
        """Notes for whoever runs the lab with a group, closed until wanted."""
        _show(Panel(frame.facilitator(self._lab)))

    def reset(self) -> None:
        """A button that empties the answers of this lab, and another that puts them back."""
        emptied: tuple[str, ...] = ()

        def act(panel: Panel, value: str) -> None:
            nonlocal emptied
            moment = self._session.moment()
            found = resetting.act(self._lab, moment.events, moment.state, value, emptied)
            if found is not None:
                emptied = found.emptied
                self._record(found.record, panel)
                for form in self._open:
                    form.refresh()

        _show(self._session.follow(lambda moment: resetting.offer(self._lab, moment.state, emptied), act))

    def onward(self) -> None:
        """Links back to the lab's chapter and on to the next."""
        chapter, after = self._around()
        _show(Panel(frame.onward(_link(chapter), _link(after) if after else None)))

    def _around(self) -> tuple[Chapter, Chapter | None]:
        """The chapter of the lab, or the first one where the ladder in use has no place for the lab; and the next."""
        course, here = self._session.course, self._session.here
        before, after = course.neighbours(here) if here else (None, None)
        return before or course.chapters[0], after

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

    def _here(self, moment: Moment) -> LabContext[Lab]:
        return LabContext(self._lab, moment.ladder, moment.theme, moment.state)

    def _record(self, answers: Mapping[str, Answer], panel: Panel) -> None:
        try:
            for subject, answer in answers.items():
                self._session.record(subject, answer)
        except KitError as error:
            panel.show(page("trouble", what=str(error)))


def _link(chapter: Chapter) -> frame.ChapterLink:
    return frame.ChapterLink(chapter.file, chapter.title, chapter.number or 0, chapter.minutes)


def _show(widget: Widget) -> None:
    display(widget)  # type: ignore[no-untyped-call]  # IPython ships no types for it
