"""One open notebook: the ladder, the journal, and the panels that follow the answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from traceback import format_tb
from typing import NamedTuple

from helpers.charts import Theme, load_theme
from helpers.errors import KitError
from helpers.journal import Answer, Event, Journal, State, fold
from helpers.ladder import Ladder, load_ladder
from helpers.pages.page import page
from helpers.widgets.panel import Act, Panel

__all__ = ["Listener", "Moment", "Session", "View"]

log = logging.getLogger(__name__)

_BROKEN = "This part couldn’t be drawn. What you answered is saved; run the cell again to try once more."


class Moment(NamedTuple):
    """All that a view is drawn from: nothing else goes into a picture of somebody's answers."""

    ladder: Ladder
    theme: Theme
    events: tuple[Event, ...]
    state: State

    def one(self, choice: str) -> str | None:
        """The single id of a choice ("destination"), or None."""
        chosen = self.state.chosen(choice)
        return chosen[0] if chosen else None


Listener = Callable[[Moment], None]
View = Callable[[Moment], str]


class Session:
    """Where answers go and where panels come from; each saved answer refreshes what follows it."""

    def __init__(self, ladder: Ladder, journal: Journal, theme: Theme) -> None:
        self.ladder = ladder
        self.journal = journal
        self.theme = theme
        self._listeners: list[Listener] = []

    @classmethod
    def open(cls, journal: Path | None = None, ladder: Path | None = None) -> Session:
        """The session of this machine's journal and ladder, or of the ones given. Raises `KitError`."""
        return cls(load_ladder(ladder), Journal.open(journal), load_theme())

    def moment(self) -> Moment:
        """Where things stand now, read afresh, so that answers from other notebooks count too."""
        events = self.journal.events()
        return Moment(self.ladder, self.theme, events, fold(events, ladder=self.ladder.id))

    def record(self, subject: str, answer: Answer) -> Event:
        """Save an answer, then tell everyone who listens. Raises `JournalNotSaved`."""
        event = self.journal.record(subject, answer, ladder=self.ladder)
        # From here on the answer is on the disk, whatever becomes of a picture of it.
        try:
            moment = self.moment()
            for listener in self._listeners:
                listener(moment)
        except Exception as error:
            note(error, "panels could not be refreshed")
        return event

    def listen(self, listener: Listener) -> None:
        """Call `listener` after each answer that is saved from now on."""
        self._listeners.append(listener)

    def follow(self, view: View, act: Act | None = None) -> Panel:
        """A panel that shows a view of the answers now, and again after each answer.

        Raises what the view raises; later it is shown in the panel instead.
        """
        panel = Panel(view(self.moment()), act)
        self.listen(lambda moment: panel.show(drawn(view, moment)))
        return panel


def drawn(view: View, moment: Moment) -> str:
    """The HTML of a view, or a note that it couldn't be drawn: an answer that is saved stays saved."""
    try:
        return view(moment)
    except KitError as error:
        return page("trouble", what=str(error))
    except Exception as error:
        note(error, "a panel could not be drawn")
        return page("trouble", what=_BROKEN)


def note(error: Exception, what: str) -> None:
    """Log a fault of the kit by its kind and place alone: its message may quote what somebody wrote."""
    log.error("%s: %s\n%s", what, type(error).__name__, "".join(format_tb(error.__traceback__)))
