"""What the workshop board shows at the moment, and what its buttons do; the same in a notebook and on a hosted page."""

from __future__ import annotations

import logging
import re
from traceback import format_tb

from markupsafe import Markup

from helpers.charts import Theme
from helpers.errors import KitError
from helpers.pages import board
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import Snapshot

_BROKEN = "Something in the kit itself went wrong. Nothing is lost; open this page again."

_REVEAL = re.compile(r"reveal(?::([0-9]{1,6}))?")
"""The button and the number of the last picture that was seen beside it, so that a second press takes no second one."""

log = logging.getLogger(__name__)


class Screen:
    """No figure of anybody's answers before somebody presses a button.

    `view` is the page that is turned to, `shown` whether the picture is up, and `trouble` what the last press
    was told ("": nothing): what a page has to remember between two requests. `title` is the session's own, as on its
    other pages ("": the ladder's).
    """

    def __init__(
        self,
        session: TeamSession,
        theme: Theme,
        *,
        view: str = "lobby",
        shown: bool = False,
        trouble: str = "",
        title: str = "",
    ) -> None:
        self.view = view
        self.shown = shown
        self.trouble = trouble
        self.title = title
        self._session = session
        self._theme = theme

    def __repr__(self) -> str:
        return "<Screen>"

    def act(self, value: str) -> None:
        """Do what a button on the board says; a value that belongs to no button does nothing."""
        self.trouble = ""
        try:
            match value:
                case "lobby":
                    self.view = "lobby"
                case _ if match := _REVEAL.fullmatch(value):
                    self._session.reveal(after=None if match[1] is None else int(match[1]))
                    self._up()
                case "show" if self._session.snapshot:
                    self._up()
                case "said" if self.view == "aloud":
                    self.shown, self.view = True, "agenda"
                case _ if self.shown and (snapshot := self._session.snapshot):
                    if self._pages(snapshot).turned_to(value) is not None:
                        self.view = value
        except KitError as error:
            self.trouble = str(error)

    def html(self) -> str:
        """What is shown now, from what the session holds now; never raises."""
        try:
            return self._drawn()
        except KitError as error:
            return board.trouble(self._session.ladder, str(error), self.title)
        except Exception as error:
            # Only where it happened: the message may quote what somebody wrote.
            log.error("the board: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
            return board.trouble(self._session.ladder, _BROKEN, self.title)

    def aside(self) -> str:
        """For the facilitator: which files were left out and why, without their names. Raises `KitError`."""
        return board.aside(self._session.lobby())

    def _up(self) -> None:
        """Put the last picture up, after what has to be said aloud."""
        snapshot = self._session.snapshot
        first = snapshot and self._pages(snapshot).aloud()
        self.shown, self.view = (False, "aloud") if first else (True, "agenda")

    def _drawn(self) -> str:
        snapshot = self._session.snapshot
        if snapshot and self.view == "aloud":
            return self._pages(snapshot).aloud() or ""
        if snapshot and self.shown and self.view != "lobby":
            here = self.view == "words"
            words, went = (self._session.words(), self._session.words_went()) if here else ((), False)
            if drawn := self._pages(snapshot).turned_to(self.view, words, went=went):
                return drawn
        lobby = self._session.lobby()
        words_shown = {"trouble": self.trouble, "title": self.title}
        return board.lobby(self._session.ladder, lobby, snapshot, shown=self.shown, **words_shown)

    def _pages(self, snapshot: Snapshot) -> board.Pages:
        return board.Pages(self._session.ladder, self._theme, snapshot, self._session.min_group, self.title)


def in_colour(html: str, theme: Theme) -> str:
    """The same page in a theme's colour, where there is no style sheet that could say it."""
    return Markup("<style>:root {{ --kit-accent: {}; }}</style>").format(theme.accent) + Markup(html)  # noqa: S704
