"""What a notebook cell calls: `kit = open_kit("02_mid_level_pm")`, then one method a cell.

Each method shows something and returns nothing, so that a notebook file keeps no word
of it. What stands in the panels is in `helpers.widgets.views`, what is asked in
`helpers.widgets.questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from IPython.display import display
from ipywidgets import Widget  # type: ignore[import-untyped]

from helpers.clock import today
from helpers.form import Field, Form
from helpers.insight import chosen_destination, standing_of
from helpers.labs import frame
from helpers.widgets import cases, pdf, questions
from helpers.widgets.chapters import Chapter, chapter
from helpers.widgets.closed import or_closed
from helpers.widgets.form import AnswerForm
from helpers.widgets.panel import Panel
from helpers.widgets.session import Moment, Session
from helpers.widgets.sharing import Sharing
from helpers.widgets.shelf import Shelf
from helpers.widgets.views import header, level, roads, terrain, time


def open_kit(stem: str, *, journal: Path | None = None, ladder: Path | None = None) -> Kit:
    """Open the kit in a chapter, named by its notebook's stem, and show its header.

    `journal` and `ladder` are paths; None means this machine's own (see `Journal.open`
    and `load_ladder`). Raises `KitError`, which a notebook shows as its message alone; on
    a page the message stands in the place of the kit.
    """

    def open() -> Kit:
        kit = Kit(Session.open(journal, ladder), chapter(stem))
        kit.header()
        return kit

    return or_closed(open)


class Kit:
    """One open chapter: shows, asks, and keeps what it shows in step with what is answered."""

    def __init__(self, session: Session, here: Chapter) -> None:
        self._session = session
        self._here = here

    def __repr__(self) -> str:
        return f"Kit({self._here.stem!r})"

    # What is read

    def header(self) -> None:
        """The kit's title, the chapters with what is answered in each, and where answers are kept."""
        journal = self._session.journal
        self._follow(lambda moment: header.header(moment, self._here, journal.path, journal.problems()))
        if missing := header.other_levels(self._session.ladder, self._here):
            _show(Panel(missing))

    def onward(self) -> None:
        """Links to the chapters before and after."""
        _show(Panel(header.onward(self._here)))

    def changes(self, level_id: str) -> None:
        """What changes when somebody comes to a level."""
        _show(Panel(level.changes(self._session.ladder, level_id)))

    def notes(self, level_id: str) -> None:
        """The notes that stand beside the lists of a level."""
        _show(Panel(level.notes(self._session.ladder, level_id)))

    def terrain_notes(self) -> None:
        """The notes on the ladder as a whole."""
        _show(Panel(terrain.terrain_notes(self._session.ladder)))

    def principles(self) -> None:
        """The closing principles."""
        _show(Panel(terrain.principles(self._session.ladder)))

    def scale(self) -> None:
        """The words that people answer with, and what each means."""
        _show(Panel(terrain.scale(self._session.ladder)))

    # What is asked

    def rate(self, level_id: str, section: str) -> None:
        """The statements of a section ("responsibilities", "signs", "skills") to rate, with evidence."""
        _show(self._form(*questions.statements(self._session.ladder, level_id, section)))

    def reflect(self, owner: str) -> None:
        """The reflection prompts of a level, a role or the whole "path"."""
        _show(self._form(*questions.prompts(self._session.ladder, owner)))

    def profile(self) -> None:
        """Name, role, where somebody stands and what they are curious about: all may stay empty."""
        _show(self._form(*questions.profile(self._session.ladder)))

    # What can be practised

    def lab(self, lab_id: str) -> None:
        """The lab that belongs here ("mid", "adjacent"): its title, minutes, question, and the link to it."""
        _show(Panel(frame.card(lab_id)))

    def cases(self, level_id: str) -> None:
        """The judgement cases of a level: choose first, then see what each choice gets and costs."""
        cases.show(self._session, level_id, _show)

    # What the answers say

    def insight(self, level_id: str) -> None:
        """What the answers to a level say, fresh after every answer."""
        self._follow(lambda moment: level.insight(moment, level_id))

    def map(self) -> None:
        """The map of the ladder, with where somebody stands."""
        self._follow(terrain.terrain_map)

    def route(self) -> None:
        """Which chapters matter to this person."""
        self._follow(terrain.route)

    def since_last_time(self) -> None:
        """What is different since the visit before this one."""
        self._follow(time.since_last_time)

    # Where to

    def explore_roles(self) -> None:
        """The families of neighbouring roles one at a time, with the questions still open on what each draws on."""
        moment = self._session.moment()
        if first := roads.first_role(moment):
            shelf = Shelf()
            shelf.show(first, lambda: self._role(first))
            _show(Panel(roads.chooser(moment.ladder, first), lambda _, id: shelf.show(id, lambda: self._role(id))))
            _show(shelf)

    def compare(self) -> None:
        """Up to three destinations to choose, and those side by side."""
        self._ask_anew(_standing, questions.comparison)
        self._follow(roads.compare)

    def choose_destination(self) -> None:
        """The direction for now."""
        self._ask_anew(_standing, questions.direction)

    def gap(self) -> None:
        """What lies between the answers and the chosen destination."""
        self._follow(roads.between)

    def choose_focus(self) -> None:
        """At most three statements to work on; what is on offer depends on the chosen destination."""
        self._ask_anew(_destination, questions.focus, empty=roads.no_focus())

    def plan(self) -> None:
        """An if–then plan for each focus area, and then all of them to be said aloud."""
        self._ask_anew(_focus, questions.plans)
        self._follow(time.plan_aloud)

    def report(self) -> None:
        """The button that makes the PDF, and the link to it."""
        _show(Panel(pdf.invitation(), lambda panel, _: panel.play(pdf.making(self._make_pdf))))

    def share(self) -> None:
        """What a workshop gets, if there is one: chosen, seen as it will stand in the file, then written."""
        _show(Sharing(self._session).panel())

    # How

    def _make_pdf(self) -> pdf.Made:
        return pdf.make_pdf(self._session, on=today())

    def _role(self, role_id: str) -> list[Widget]:
        title, fields = questions.drawn_on(self._session.moment(), role_id)
        panel = self._session.follow(lambda moment: roads.role(moment, role_id))
        return [panel, self._form(title, fields, private=True)] if fields else [panel]

    def _ask_anew(self, key: Callable[[Moment], object], form: Callable[[Moment], Form], empty: str = "") -> None:
        """Show a form whose questions depend on an answer, and make it anew when that answer changes."""
        shelf = Shelf()

        def make(moment: Moment) -> list[Widget]:
            title, fields = form(moment)
            return [self._form(title, fields, private=True) if fields else Panel(empty)]

        def refresh(moment: Moment) -> None:
            shelf.show(key(moment), lambda: make(moment))

        refresh(self._session.moment())
        self._session.listen(refresh)
        _show(shelf)

    def _follow(self, view: Callable[[Moment], str]) -> None:
        """Show a view, and show it afresh after every answer."""
        _show(self._session.follow(view))

    def _form(self, title: str, fields: Sequence[Field], *, private: bool = False) -> AnswerForm:
        return AnswerForm(
            fields,
            state=lambda: self._session.moment().state,
            on_answer=self._session.record,
            scale=self._session.ladder.scale,
            title=title,
            token=str(self._session.journal.path),
            private=private,
        )


def _standing(moment: Moment) -> str | None:
    return standing_of(moment.ladder, moment.state)


def _destination(moment: Moment) -> str | None:
    goal = chosen_destination(moment.ladder, moment.state)
    return goal.id if goal else None


def _focus(moment: Moment) -> tuple[str, ...]:
    return moment.state.chosen("focus")


def _show(widget: Widget) -> None:
    display(widget)  # type: ignore[no-untyped-call]  # IPython ships no types for it
