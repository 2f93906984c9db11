"""The workshop board: a room's answers on a projector, and what its facilitator needs beside it.

    board = open_board("team")     the folder that share files are put into, or a hosted session
    board.show()                   what is projected
    board.paper()                  counts from paper sheets
    board.left_out()               files that can't be used, and why

Nothing that a person answered reaches the page except through `helpers.workshop.suppression`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import anywidget
import traitlets
from IPython.display import display

from helpers.charts import Theme, load_theme
from helpers.errors import KitError
from helpers.ladder import load_ladder
from helpers.pages import STATIC as PAGES
from helpers.pages.screen import Screen, in_colour
from helpers.pages.tally import answer
from helpers.paths import own_folder
from helpers.widgets.panel import CSS as PANEL
from helpers.widgets.panel import STATIC, Panel
from helpers.workshop.session import TeamSession

LADDER_TEAM = "LADDER_TEAM"
LADDER_SESSION, LADDER_DB = "LADDER_SESSION", "LADDER_DB"
EVERY_SECONDS = 3
"""How often the page asks whether files have arrived."""

CSS = "\n".join((PANEL, (PAGES / "board.css").read_text(encoding="utf-8")))


def open_board(folder: Path | str | None = None, *, min_group: int | None = None, ladder: Path | None = None) -> Board:
    """Open the board on a folder of share files and show nothing yet.

    None stands for the hosted session `$LADDER_SESSION` (its id or its join code) in the database
    `$LADDER_DB`, or else for `$LADDER_TEAM`, or else the folder `team` in the kit, which is made
    if need be. `min_group` is the smallest number of people whose answers are shown together
    (None: as set before, else five); once an answer is in it is fixed. Raises `UsageError`, and
    what `helpers.database.find_team` does. `ladder` is a file (None: the kit's own), of which a hosted session takes no
    notice: it has its own.
    """
    hosted = os.environ.get(LADDER_SESSION, "").strip()
    if folder is None and hosted:
        from helpers.database import find_team  # most boards need no database

        team = find_team(os.environ.get(LADDER_DB, ""), hosted)
        if min_group is not None:
            team.begin(min_group)
        return Board(team, load_theme(), files=False)
    named = folder or os.environ.get(LADDER_TEAM, "").strip()
    if not named:
        named = own_folder() / "team"
        named.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Board(TeamSession.open(named, load_ladder(ladder), min_group=min_group), load_theme())


class BoardPanel(Panel):
    """A panel for a projector."""

    _css = CSS


class Poller(anywidget.AnyWidget):
    """Shows nothing; while the page can be seen, it asks every few seconds whether anything is new."""

    _esm = STATIC / "poller.js"
    seconds = traitlets.Float().tag(sync=True)

    def __init__(self, seconds: float, heard: Callable[[], None]) -> None:
        super().__init__(seconds=seconds)
        self.on_msg(lambda widget, message, buffers: heard() if message == {"type": "tick"} else None)

    def __repr__(self) -> str:
        return ""


class Tally(anywidget.AnyWidget):
    """A form in which counts from paper sheets are entered, a pile at a time."""

    _esm = PAGES / "tally.js"
    _css = CSS

    def __init__(self, session: TeamSession, done: Callable[[], None]) -> None:
        super().__init__()
        self._session = session
        self._done = done
        self.on_msg(lambda widget, message, buffers: self.hear(message))

    def hear(self, message: object) -> None:
        """Answer the screen: it asks for the form, or hands in a pile. All else is nothing."""
        if (reply := answer(self._session, message)) is None:
            return
        self.send(reply)
        if reply.get("done"):
            self._done()

    def __repr__(self) -> str:
        return "Run this cell again to enter paper sheets."


class Board:
    """The board in a notebook: it follows the session by itself. `files` is whether share files are gathered."""

    def __init__(self, session: TeamSession, theme: Theme, *, files: bool = True) -> None:
        self._session = session
        self._files = files
        self._theme = theme
        self._screen = Screen(session, theme)
        self._board = BoardPanel(act=lambda panel, value: self.act(value))
        self._aside = Panel()
        self.refresh()

    def __repr__(self) -> str:
        return "<Board>"

    def show(self) -> None:
        """What is projected. It follows the folder by itself."""
        _display(self._board)
        _display(Poller(EVERY_SECONDS, self.refresh))

    def paper(self) -> None:
        """The form for counts from paper sheets."""
        _display(Tally(self._session, self.refresh))

    def left_out(self) -> None:
        """Which files were left out and why, in a part of the page that is closed at first."""
        if self._files:
            _display(self._aside)

    def act(self, value: str) -> None:
        """Do what a button on the board says; a value that belongs to no button does nothing."""
        self._screen.act(value)
        self.refresh()

    def refresh(self) -> None:
        """Draw what is shown now, from what the session holds now; never raises."""
        self._board.show(in_colour(self._screen.html(), self._theme))
        if not self._files:
            return
        with contextlib.suppress(KitError):  # the board itself says it
            self._aside.show(self._screen.aside())


def _display(widget: object) -> None:
    display(widget)  # type: ignore[no-untyped-call]  # IPython ships no types for it
