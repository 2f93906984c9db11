"""A person's journal: one JSON Lines file that only grows.

    read:   bytes ── lines.scan ──▶ Snapshot (events, problems)
    record: lock ▶ read ▶ one write ▶ flushed to the disk ▶ unlock

Several notebooks, each with a kernel of its own, may write to one journal at once.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import files
from helpers.clock import utc_now
from helpers.errors import JournalNotSaved, JournalUnreadable
from helpers.journal import disk, lines, merge
from helpers.journal.events import Answer, Event, Rater
from helpers.journal.lines import Contents, Problem, Snapshot
from helpers.journal.recording import events_of
from helpers.journal.state import State, fold
from helpers.paths import LADDER_JOURNAL, own_folder

if TYPE_CHECKING:
    import pandas as pd

    from helpers.ladder.model import Ladder

PATIENCE_SECONDS = 10.0
"""How long an answer waits for other writers before it is reported as not saved."""

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def default_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the journal is unless somebody says otherwise: $LADDER_JOURNAL, or journals/my-journal.jsonl."""
    named = environ.get(LADDER_JOURNAL, "").strip()
    return Path(named) if named else own_folder() / "journals" / "my-journal.jsonl"


class Journal:
    """The answers in one file. `Journal.open` makes one; nothing is created before the first answer."""

    def __init__(
        self, path: Path, *, clock: Callable[[], datetime] = utc_now, patience: float = PATIENCE_SECONDS
    ) -> None:
        self.path = path.expanduser().absolute()
        # A link stays a link, and whoever comes by the link and by the file itself shares one lock.
        self._file = Path(os.path.realpath(self.path))
        self._clock = clock
        self._patience = patience
        self._seen = lines.EMPTY
        self._digest = _digest(b"")  # of what was seen, to its last newline

    @classmethod
    def open(
        cls,
        path: Path | str | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        patience: float = PATIENCE_SECONDS,
    ) -> Journal:
        """The journal at `path`; with None the one that `default_path` names.

        `clock` gives the time of new answers, `patience` is how many seconds one waits for other
        writers. Raises `JournalUnreadable`.
        """
        journal = cls(default_path() if path is None else Path(path), clock=clock, patience=patience)
        journal._read()
        return journal

    def __repr__(self) -> str:
        return f"Journal({str(self.path)!r})"

    def events(self) -> tuple[Event, ...]:
        """Every answer ever given, each event id once, in the order of time; reads what is new on disk.

        Raises `JournalUnreadable`.
        """
        return self._read().events

    def problems(self) -> tuple[Problem, ...]:
        """The lines that were left out because this version can't read them, with their numbers."""
        return self._read().problems

    def version(self) -> str:
        """What tells two states of the file apart without reading it: it is another file, longer, or written again."""
        try:
            status = self.path.stat()
        except OSError:
            return "none"
        return f"{status.st_ino:x}-{status.st_size:x}-{status.st_mtime_ns:x}"

    def contents(self) -> Contents:
        """All that is in the journal: its events, and the lines that this version can't read, as they are."""
        return self._read().contents

    def state(self, ladder: Ladder | None = None, until: datetime | None = None) -> State:
        """Where somebody stands: the latest answer per rater and subject (see `fold`)."""
        return fold(self.events(), ladder=ladder, until=until)

    def frame(self) -> pd.DataFrame:
        """The answers as a tidy table, one row each (needs pandas)."""
        from helpers.journal.frame import journal_frame

        return journal_frame(self.events())

    def record(
        self, subject: str, answer: Answer, *, ladder: Ladder, rater: Rater = Rater.SELF, at: datetime | None = None
    ) -> Event:
        """Save one answer and return its event, once it has reached the disk.

        `subject` is "kind:id" and `answer` the kind of answer that goes with it; `at` is now if None,
        and local time if it names no time zone; it is moved on if it isn't later than what it replaces.
        Raises `JournalNotSaved`, with the file as it was, and what `events` raises. The `ladder` is the one that was
        answered, and `rater` says whose view it is.
        """
        return self.record_all([(subject, answer, rater)], ladder=ladder, at=at)[0]

    def record_all(
        self,
        given: Sequence[tuple[str, Answer, Rater]],
        *,
        ladder: Ladder,
        act: str = "",
        at: datetime | None = None,
    ) -> tuple[Event, ...]:
        """Save what is `given` together, as (subject, answer, rater), in one write: all of it, or nothing.

        `act` is the number of the press that gives them ("": none). What comes with it a second time adds nothing,
        and gives the events that it made the first time. `ladder` and `at` are as in `record`, which says what
        is raised.
        """
        moment = (at or self._clock()).astimezone(UTC)
        events: tuple[Event, ...] = ()

        def new(seen: Contents) -> Contents:
            nonlocal events
            events = events_of(given, ladder, moment, seen.events, act)
            known = {event.id: event for event in seen.events} if act else {}
            fresh = tuple(event for event in events if event.id not in known)
            events = tuple(known.get(event.id, event) for event in events)
            return Contents(fresh)

        self._append(new)
        return events

    def add(self, other: Contents) -> Contents:
        """Put what another journal holds into this one, and return what was new to it.

        Nothing that stands in the journal changes, and adding the same again adds nothing. Lines that
        this version can't read come along to the byte. Raises what `record` raises.
        """

        return self._append(lambda seen: merge.missing(seen, other))

    def forget(self, subjects: Collection[str] | None, *, keep: Collection[str] = ()) -> int:
        """Remove every answer, current and earlier, to these subjects; with None all that was ever written.

        With None the lines about the subjects of `keep` stay, to the byte, if they can be read.

        A line that can't be read, or that was set aside, goes as well if it names one of the subjects; all
        others stay to the byte. Returns how many lines of the journal went, one for each answer. The new file
        takes the old one's place at once, and an answer that another notebook is saving meanwhile waits, then
        goes into the new one. Raises `JournalNotSaved`, with the file as it was, and what `events` raises.
        """
        self._read()
        aside = self._file.with_name(f"{self._file.name}.torn")
        try:
            with disk.locked(self._file, self._patience):
                seen = self._read()
                for path in (aside, self._file):
                    old = disk.read(path)
                    new = merge.only(old, keep) if subjects is None else merge.without(old, subjects)
                    if path is self._file and not lines.could_be_a_journal(new):
                        # Only damage is left, and nobody could tell any more that this file is ours.
                        disk.append(aside, new if new.endswith(b"\n") else new + b"\n")
                        new = b""
                    if path is aside and not new:
                        path.unlink(missing_ok=True)
                    elif new != old:
                        disk.replace(path, new)
                unread = seen.unread if subjects is None else [s for s in seen.unread if merge.names(s, subjects)]
                return len(seen.events) - len(self._read().events) + len(unread)
        except OSError as error:
            raise self._not_saved(error, "the answers could not be removed") from error

    def _append(self, make: Callable[[Contents], Contents]) -> Contents:
        self._read()  # a file that isn't ours is refused before anything is made beside it
        try:
            with disk.locked(self._file, self._patience):
                seen = self._read()
                new = make(seen.contents)
                if data := lines.write(new):
                    # A line whose newline was lost is whole: it only needs the newline.
                    newline = b"\n" if seen.tail and not seen.torn else b""
                    disk.append(
                        self._file,
                        newline + data,
                        torn=seen.tail if seen.torn else b"",
                        size=seen.size,
                    )
                return new
        except OSError as error:
            raise self._not_saved(error, "the answer was not saved") from error

    def _read(self) -> Snapshot:
        seen = self._seen
        try:
            data = disk.read(self._file)
        except files.NotAFile as error:
            raise JournalUnreadable(
                f"{error}, not a journal", where=str(self.path), next_step="Give the path of a file."
            ) from None
        except OSError as error:
            raise JournalUnreadable(
                f"the journal can't be read: {files.reason(error)}",
                where=str(self.path),
                next_step="Check the path and that you may read the file; nothing was changed.",
            ) from error
        # Shorter than it was, changed by hand or another file: all of it is parsed afresh.
        if self._digest != _digest(data[: seen.end]):
            seen = lines.EMPTY
        self._seen = lines.scan(data[seen.end :], seen, where=str(self.path))
        if self._seen is not seen:
            self._digest = _digest(data[: self._seen.end])
        return self._seen

    def _not_saved(self, error: OSError, what: str) -> JournalNotSaved:
        if error.errno in _FULL:
            next_step = "Free some space on this disk, then give the answer again."
        elif error.errno in _FORBIDDEN:
            next_step = f"Choose a place that you may write to, with --journal PATH or {LADDER_JOURNAL}=PATH."
        else:
            next_step = "Try again; if it happens again, choose another place for the journal with --journal PATH."
        return JournalNotSaved(
            f"{what}: {files.reason(error)}. The journal is as it was before",
            where=str(self.path),
            next_step=next_step,
        )


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
