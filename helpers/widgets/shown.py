"""`show`: one element of a chapter as widgets, kept in step with what is answered."""

from __future__ import annotations

from pathlib import Path

from IPython.display import display
from ipywidgets import VBox, Widget  # type: ignore[import-untyped]
from markupsafe import Markup

from helpers.chapters import Asked, Become, Bring, Element, Give, Keep, Result, Show, ViewContext, drawn
from helpers.chapters.drawing import BROKEN, note
from helpers.chapters.files import stored
from helpers.chapters.recalling import beside
from helpers.errors import KitError
from helpers.journal import Answer, Event
from helpers.pages.render import render
from helpers.pages.screen import in_colour
from helpers.paths import own_folder
from helpers.widgets.context import Context
from helpers.widgets.form import AnswerForm
from helpers.widgets.panel import Panel

REPORTS = own_folder() / "reports"
"""Where files for a person are kept; git leaves this folder out."""


def show(session: Context, element: Element) -> None:
    """Show an element in the notebook. Raises what its view raises now; later that is shown in its place."""
    widget = Shown(session, element).widget
    display(widget)  # type: ignore[no-untyped-call]  # IPython ships no types for it


class Shown:
    """An element on the page: its HTML in a panel, its questions in a form below.

    The form is made anew only when its questions are others, so that nobody loses the place where
    they are typing; what was answered elsewhere (by a button, in another window) is shown in it.
    `folder` is where files go that an act gives.
    """

    def __init__(self, session: Context, element: Element, folder: Path = REPORTS) -> None:
        self._session = session
        self._element = element
        self._folder = folder
        self._own = ""
        self._asked: Asked | None = None
        self._answering = False
        context = session.context()
        self.panel = (
            Panel(self._framed(element.shows(context)), self._act if element.act else None) if element.view else None
        )
        self.form = self._made(element.asks(context)) if element.form else None
        self._box = VBox(self._children()) if self._may_change else None
        session.listen(self._follow)

    @property
    def widget(self) -> Widget:
        """What stands on the page."""
        return next(each for each in (self._box, self.panel, self.form) if each is not None)

    @property
    def _may_change(self) -> bool:
        """Whether what stands here is more than one widget, or may be another one later."""
        element = self._element
        return element.form is not None and bool(element.view or element.act or element.form_follows)

    def _children(self) -> list[Widget]:
        return [each for each in (self.panel, self.form) if each is not None]

    def _follow(self, context: ViewContext, subjects: frozenset[str]) -> None:
        context = context.within(self._own)
        if self._element.view_changes(subjects):
            self._draw(context)
        if self._element.form_changes(subjects):
            self._ask(context)
        if self.form and not self._answering and self._answers(subjects):
            self.form.refresh()

    def _answers(self, subjects: frozenset[str]) -> bool:
        """Whether the form that stands here answers one of these subjects."""
        return any(not subjects.isdisjoint(field.subjects) for field in self._asked.fields) if self._asked else False

    def _answer(self, subject: str, answer: Answer) -> Event:
        """Keep an answer that was given here: the form knows it, and need not be told."""
        with self._session.one_at_a_time:
            self._answering = True
            try:
                return self._session.record(subject, answer)
            finally:
                self._answering = False

    def _draw(self, context: ViewContext) -> None:
        if self.panel:
            self.panel.show(self._framed(drawn(self._element.shows, context)))

    def _framed(self, html: str) -> str:
        """HTML that says of the ladder's words their language; the header brings the theme's colour along, for all.

        What may be skipped is closed.
        """
        html = self._session.ladder.spoken.in_html(html)
        if self._element.id == "header":
            return in_colour(html, self._session.theme)
        if self._element.fold and html.strip():
            return render("folded", html=Markup(html))  # noqa: S704 - made by the kit's own templates
        return html

    def _ask(self, context: ViewContext) -> None:
        asked = self._element.asks(context)
        if asked != self._asked:
            self.form = self._made(asked)
            if self._box:
                self._box.children = self._children()

    def _made(self, asked: Asked) -> AnswerForm | None:
        """The form of these questions; None where there are none."""
        self._asked = asked
        if not asked.fields:
            return None
        return AnswerForm(
            asked.fields,
            takes=asked.takes,
            state=lambda: self._session.context().state,
            on_answer=self._answer,
            scale=self._session.ladder.scale,
            title=asked.title,
            token=str(self._session.journal.path),
            private=self._element.personal,
            beside=lambda: beside(asked.fields, self._session.context()),
            spoken=self._session.ladder.spoken,
        )

    # What controls do

    def _act(self, panel: Panel, value: str) -> None:
        """Do what a control in the panel says, and show what comes of it as it comes; never raises."""
        try:
            if self._element.act:
                for result in self._element.act(self._session.context().within(self._own), value):
                    self._do(panel, result)
        except KitError as error:
            panel.show(render("trouble", what=str(error)))
        except Exception as error:
            note(error, "a control failed")
            panel.show(render("trouble", what=BROKEN))

    def _do(self, panel: Panel, result: Result) -> None:
        match result:
            case Show():
                self._place(panel, result)
            case Become(own):
                self._own = own
                context = self._session.context().within(own)
                self._draw(context)
                self._ask(context)
            case Keep():
                self._session.keep(result.given)
            case Bring(contents, then):
                self._place(panel, then(self._session.bring(contents)))
            case Give():
                self._place(panel, result.then(stored(result, self._folder)))

    def _place(self, panel: Panel, shown: Show) -> None:
        if shown.own is not None:
            self._own = shown.own
        panel.show(self._framed(shown.html))
