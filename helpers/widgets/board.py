"""The workshop board: a room's answers on a projector, and what its facilitator needs beside it.

    board = open_board("team")     the folder that share files are put into
    board.show()                   what is projected
    board.paper()                  counts from paper sheets
    board.left_out()               files that can't be used, and why

Nothing that a person answered reaches the page except through `helpers.workshop.suppression`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from traceback import format_tb
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from helpers.charts import Theme, load_theme
from helpers.errors import KitError, UsageError
from helpers.insight.words import count_of
from helpers.ladder import load_ladder
from helpers.places import ROOT
from helpers.widgets.panel import STATIC, Panel
from helpers.widgets.views import board as views
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import CATEGORIES, Snapshot

LADDER_TEAM = "LADDER_TEAM"
EVERY_SECONDS = 3
"""How often the page asks whether files have arrived."""

CSS = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("kit.css", "board.css"))

_BROKEN = "Something in the kit itself went wrong. Nothing is lost; run the cell again."

log = logging.getLogger(__name__)


def open_board(folder: Path | str | None = None, *, min_group: int | None = None, ladder: Path | None = None) -> Board:
    """Open the board on a folder of share files and show nothing yet.

    None stands for `$LADDER_TEAM`, or else the folder `team` in the kit, which is made if
    need be. `min_group` is the smallest number of people whose answers are shown together
    (None: as set before, else five); once an answer is in it is fixed. Raises `UsageError`.
    """
    named = folder or os.environ.get(LADDER_TEAM, "").strip()
    if not named:
        (ROOT / "team").mkdir(mode=0o700, exist_ok=True)
    return Board(TeamSession.open(named or ROOT / "team", load_ladder(ladder), min_group=min_group), load_theme())


class BoardPanel(Panel):
    """A panel for a projector."""

    _css = CSS  # type: ignore[assignment]  # a path in the panels of chapters


class Pulse(anywidget.AnyWidget):
    """Shows nothing; while the page can be seen, it asks every few seconds whether anything is new."""

    _esm = STATIC / "pulse.js"
    seconds = traitlets.Float().tag(sync=True)

    def __init__(self, seconds: float, heard: Callable[[], None]) -> None:
        super().__init__(seconds=seconds)
        self.on_msg(lambda widget, message, buffers: heard() if message == {"type": "tick"} else None)

    def __repr__(self) -> str:
        return ""


class Tally(anywidget.AnyWidget):
    """A form in which counts from paper sheets are entered, a pile at a time."""

    _esm = STATIC / "tally.js"
    _css = CSS

    def __init__(self, session: TeamSession, done: Callable[[], None]) -> None:
        super().__init__()
        self._session = session
        self._done = done
        self.on_msg(lambda widget, message, buffers: self.hear(message))

    def hear(self, message: object) -> None:
        """Answer the screen: it asks for the form, or hands in a pile. All else is nothing."""
        match message:
            case {"type": "hello"}:
                self.send(self._form())
            case {"type": "count", "sheets": sheets, "counts": dict(counts)}:
                self.send(self._count(sheets, counts))

    def _count(self, sheets: object, counts: dict[Any, Any]) -> dict[str, object]:
        try:
            if not (_is_count(sheets) and all(_is_row(id, row) for id, row in counts.items())):
                raise UsageError("counts are whole numbers, nought or more")
            self._session.add_paper(int(str(sheets)), counts)
        except KitError as error:
            return {"type": "said", "done": False, "text": str(error)}
        self._done()
        return {"type": "said", "done": True, "text": f"{count_of(int(str(sheets)), 'sheet')} counted in."}

    def _form(self) -> dict[str, object]:
        ladder, scale = self._session.ladder, self._session.ladder.scale
        apart = (scale.no_opportunity, scale.not_applicable, scale.dont_know)
        labels = [step.label for step in sorted(scale.frequencies, key=lambda step: step.value)]
        labels += [state.label for state in apart]
        return {
            "type": "form",
            "least": self._session.min_group,
            "answers": [{"id": id, "label": label} for id, label in zip(CATEGORIES, labels, strict=True)],
            "levels": [
                {"title": level.title, "statements": [{"id": s.id, "title": s.title} for s in level.statements]}
                for level in ladder.levels
            ],
        }

    def __repr__(self) -> str:
        return "Run this cell again to enter paper sheets."


class Board:
    """What the board shows at the moment; no figure of anybody's answers before somebody presses a button."""

    def __init__(self, session: TeamSession, theme: Theme) -> None:
        self._session = session
        self._theme = theme
        self._view = "lobby"
        self._shown = False
        self._trouble = ""
        self._board = BoardPanel(act=lambda panel, value: self.act(value))
        self._aside = Panel()
        self.refresh()

    def __repr__(self) -> str:
        return "<Board>"

    def show(self) -> None:
        """What is projected. It follows the folder by itself."""
        _display(self._board)
        _display(Pulse(EVERY_SECONDS, self.refresh))

    def paper(self) -> None:
        """The form for counts from paper sheets."""
        _display(Tally(self._session, self.refresh))

    def left_out(self) -> None:
        """Which files were left out and why, in a part of the page that is closed at first."""
        _display(self._aside)

    def act(self, value: str) -> None:
        """Do what a button on the board says; a value that belongs to no button does nothing."""
        self._trouble = ""
        try:
            match value:
                case "lobby":
                    self._view = "lobby"
                case "reveal":
                    self._session.reveal()
                    self._up()
                case "show" if self._session.snapshot:
                    self._up()
                case "said" if self._view == "aloud":
                    self._shown, self._view = True, "agenda"
                case _ if self._shown and (snapshot := self._session.snapshot):
                    if self._pages(snapshot).turned_to(value) is not None:
                        self._view = value
        except KitError as error:
            self._trouble = str(error)
        self.refresh()

    def refresh(self) -> None:
        """Draw what is shown now, from what the folder holds now; never raises."""
        try:
            self._board.show(self._drawn())
            self._aside.show(views.aside(self._session.lobby()))
        except KitError as error:
            self._board.show(views.trouble(self._session.ladder, self._theme, str(error)))
        except Exception as error:
            # Only where it happened: the message may quote what somebody wrote.
            log.error("the board: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
            self._board.show(views.trouble(self._session.ladder, self._theme, _BROKEN))

    def _up(self) -> None:
        """Put the last picture up, after what has to be said aloud."""
        snapshot = self._session.snapshot
        first = snapshot and self._pages(snapshot).aloud()
        self._shown, self._view = (False, "aloud") if first else (True, "agenda")

    def _drawn(self) -> str:
        snapshot = self._session.snapshot
        if snapshot and self._view == "aloud":
            return self._pages(snapshot).aloud() or ""
        if snapshot and self._shown and self._view != "lobby":
            words = self._session.words() if self._view == "words" else ()
            if drawn := self._pages(snapshot).turned_to(self._view, words):
                return drawn
        people = snapshot.people if snapshot else 0
        ladder, lobby = self._session.ladder, self._session.lobby()
        return views.lobby(ladder, self._theme, lobby, people, shown=self._shown, trouble=self._trouble)

    def _pages(self, snapshot: Snapshot) -> views.Pages:
        return views.Pages(self._session.ladder, self._theme, snapshot, self._session.min_group)


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _is_row(id: object, row: object) -> bool:
    return isinstance(id, str) and isinstance(row, dict) and all(map(_is_count, row.values()))


def _display(widget: object) -> None:
    display(widget)  # type: ignore[no-untyped-call]  # IPython ships no types for it
