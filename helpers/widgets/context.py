"""One open notebook: the course, the journal, and what follows the answers."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Sequence, Set
from functools import cached_property
from pathlib import Path

from helpers.chapters import Chapter, Course, Kept, ViewContext, Where, changed, course
from helpers.chapters.drawing import note
from helpers.charts import Theme, load_theme
from helpers.clock import utc_now
from helpers.journal import Answer, Event, Journal, Rater
from helpers.journal.lines import Contents
from helpers.ladder import Ladder, load_ladder
from helpers.review.sealing import KeyFile

__all__ = ["Context", "Listener"]

Listener = Callable[[ViewContext, frozenset[str]], None]
"""Is told how things stand after an answer, and the subjects on which they are different."""

JUPYTERHUB_USER = "JUPYTERHUB_USER"
"""A variable that a JupyterHub sets for each of its servers: whoever sits here sits at another computer."""

EVERY = 2.0
"""Seconds between two looks at whether another window, the app or the command line wrote into the journal."""


class Context:
    """Where answers go and where panels come from; each saved answer refreshes what follows it."""

    def __init__(self, ladder: Ladder, journal: Journal, theme: Theme) -> None:
        self.ladder = ladder
        self.journal = journal
        self.theme = theme
        self.here: Chapter | None = None
        self.one_at_a_time = threading.RLock()
        """Held while an answer is saved and told: JupyterLab sends answers from a thread of their own."""
        self._listeners: list[Listener] = []
        self._version = journal.version()  # first: what is written meanwhile is found at the next look
        self._shown = self.context().state

    @classmethod
    def open(cls, journal: Path | None = None, ladder: Path | None = None) -> Context:
        """The session of this machine's journal and ladder, or of the ones given. Raises `KitError`."""
        return cls(load_ladder(ladder), Journal.open(journal), load_theme())

    @cached_property
    def course(self) -> Course:
        """The course of the session's ladder."""
        return course(self.ladder)

    def context(self) -> ViewContext:
        """Where things stand now, read afresh, so that answers from other notebooks count too."""
        journal = self.journal
        kept = Kept(
            str(journal.path),
            journal.path.stem,
            tuple(journal.problems()),
            KeyFile.beside(journal.path),
            where=Where.HUB if JUPYTERHUB_USER in os.environ else Where.MACHINE,
        )
        here = self.here or self.course.chapters[0]
        return ViewContext.of(self.course, here, journal.events(), theme=self.theme, now=utc_now(), kept=kept)

    def record(self, subject: str, answer: Answer, rater: Rater = Rater.SELF) -> Event:
        """Save an answer, then tell everyone who listens. Raises `JournalNotSaved`.

        `subject` is "kind:id", and `rater` says whose view it is.
        """
        return self.keep([(subject, answer, rater)])[0]

    def keep(self, given: Sequence[tuple[str, Answer, Rater]]) -> tuple[Event, ...]:
        """Save answers that belong together, as (subject, answer, rater), and tell of them; raises as `record` does."""
        with self.one_at_a_time:
            events = self.journal.record_all(given, ladder=self.ladder)
            # From here on they are on the disk, whatever becomes of a picture of them.
            self._tell({subject for subject, _, _ in given})
        return events

    def bring(self, contents: Contents) -> int:
        """Add what another journal holds, and return how many answers were new. Raises `JournalNotSaved`."""
        with self.one_at_a_time:
            new = len(self.journal.add(contents).events)
            self._tell(frozenset())
        return new

    def look(self) -> None:
        """Tell everyone who listens what was written elsewhere since; never raises, and waits for nobody."""
        if not self.one_at_a_time.acquire(blocking=False):
            return
        try:
            if self.journal.version() != self._version:
                self._tell(frozenset())
        finally:
            self.one_at_a_time.release()

    def follow(self) -> None:
        """Look every few seconds for as long as the kernel lives; where nothing runs between cells, do nothing."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return

        def again() -> None:
            self.look()
            loop.call_later(EVERY, again)

        loop.call_later(EVERY, again)

    def _tell(self, surely: Set[str]) -> None:
        try:
            self._version = self.journal.version()
            context = self.context()
            before, self._shown = self._shown, context.state
            if subjects := changed(before, context.state) | surely:
                for listener in self._listeners:
                    listener(context, subjects)
        except Exception as error:
            note(error, "panels could not be refreshed")

    def listen(self, listener: Listener) -> None:
        """Call `listener` after each answer that is saved from now on."""
        self._listeners.append(listener)
