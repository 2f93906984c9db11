"""The journal of this machine, as the engine wants it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from helpers.chapters import Give, Kept, Stored
from helpers.chapters.files import stored
from helpers.journal import Answer, Event, Journal, Rater
from helpers.journal.lines import Contents
from helpers.ladder import Ladder
from helpers.review.sealing import KeyFile


class JournalKeeping:
    """Answers in a journal, files in a folder. `ladder` is what the answers are about, `pages` as in `Kept`."""

    def __init__(self, journal: Journal, ladder: Ladder, folder: Path, pages: str = "") -> None:
        self._journal = journal
        self._ladder = ladder
        self._folder = folder
        self._pages = pages
        self._one_at_a_time = threading.Lock()

    def version(self) -> str:
        """Which state of the journal this is."""
        return self._journal.version()

    def events(self) -> tuple[Event, ...]:
        """Every answer in the journal. Raises `JournalUnreadable`."""
        with self._one_at_a_time:
            return self._journal.events()

    def kept(self) -> Kept:
        """Where the journal is. Raises `JournalUnreadable`."""
        with self._one_at_a_time:
            path = self._journal.path
            problems = tuple(self._journal.problems())
            return Kept(str(path), path.stem, problems, KeyFile.beside(path), pages=self._pages)

    def record(self, subject: str, answer: Answer, rater: Rater = Rater.SELF) -> Event:
        """Keep an answer on the disk. Raises `JournalNotSaved`.

        `subject` is "kind:id", and `rater` says whose view it is.
        """
        with self._one_at_a_time:
            return self._journal.record(subject, answer, ladder=self._ladder, rater=rater)

    def keep(self, given: Sequence[tuple[str, Answer, Rater]], act: str) -> None:
        """Keep all of these on the disk, or none; nothing where `act` did so before. Raises `JournalNotSaved`."""
        with self._one_at_a_time:
            self._journal.record_all(given, ladder=self._ladder, act=act)

    def bring(self, contents: Contents) -> int:
        """Add what is new to the journal. Raises `JournalNotSaved`."""
        with self._one_at_a_time:
            return len(self._journal.add(contents).events)

    def store(self, file: Give) -> Stored:
        """Keep a file in the folder."""
        return stored(file, self._folder)

    def token(self) -> str:
        """A digest of where the journal is."""
        return blake2b(str(self._journal.path).encode("utf-8", "replace"), digest_size=8).hexdigest()
