"""The workshop board in a facilitator's browser: share files and codes in, released figures out.

It is the board of the kit (`helpers.web.board`) over a folder in the memory of a worker. The script beside it keeps
that folder's files in the browser's storage, and brings them back: a session remembers what it showed, and without
that memory two pictures could tell somebody apart. Nothing of a file's name is kept, since it may be somebody's.

    file(name, data, at) … ▶ begin a message ▶ step() … each: keep what `changed` gives before the page hears it
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from helpers.charts import Theme
from helpers.errors import KitError
from helpers.ladder import Ladder
from helpers.report.page import as_page
from helpers.web.board import BoardEngine
from helpers.web.protocol import EngineReply
from helpers.workshop.folder import OURS
from helpers.workshop.memory import Folder
from helpers.workshop.session import TeamSession
from helpers.workshop.team_build import last_report

_LONGEST_ENDING: Final = 12

Stored = tuple[str, bytes, int]
"""A file: its name here, what it holds, and when it was last changed (milliseconds)."""


class _Memory(Folder):
    """A folder that one worker has for itself: the script that calls it sees to it that no window works meanwhile."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """There is nobody to keep out."""
        yield

    def slips(self) -> None:
        """Slips aren't counted here: what goes on in a folder is `session.json` alone."""


class Board:
    """A session of one ladder in a folder of this process's own."""

    def __init__(self, ladder: Ladder, theme: Theme, folder: Path) -> None:
        self._ladder, self._theme, self._folder = ladder, theme, folder
        self._kept: dict[str, tuple[bytes, int]] = {}

    def again(self, files: list[Stored]) -> None:
        """Hold these files, as they were kept, and no others."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._folder.iterdir():
            path.unlink()
        for name, data, at in files:
            self._put(name, data, at)
        self._kept = self._now()
        for name in ("_engine", "_session"):  # of other files, or ended in another window: it begins anew
            self.__dict__.pop(name, None)

    def hand_in(self, name: str, data: bytes, at: int) -> None:
        """A share file that was dropped, its `name` and `data`, `at` what millisecond; the same file twice is one.

        Only the ending of its name is kept, which tells a journal, whose owner gave nobody leave to open it: of such
        a file nothing else is kept either.
        """
        ending = Path(name).suffix.lower()[:_LONGEST_ENDING]
        ending = ending if ending.removeprefix(".").isalnum() else ""
        digest = hashlib.sha256(data).hexdigest()[:32]
        self._put(f"share-{digest}{ending}", b"" if ending == ".jsonl" else data, at)

    def begin(self, least: int, *, coarse: bool) -> str:
        """Set the smallest group, and whether bars are `coarse`; what is wrong with them, "" for nothing."""
        try:
            self._session.begin(least, coarse=coarse)
        except KitError as error:
            return str(error)
        return ""

    def standing(self) -> tuple[int, bool]:
        """The smallest group as it stands now, and whether bars are coarse. Raises `UsageError`."""
        lobby = self._session.lobby()
        return lobby.min_group, lobby.coarse

    def handle(self, message: object) -> Iterator[EngineReply]:
        """What the board's page hears for what it said; never raises."""
        return self._engine.handle(message)

    def report(self, on: date) -> str:
        """The team report of the last picture as one HTML file. Raises `UsageError` before the first."""
        report = last_report(self._session, self._theme, on)
        return as_page(report, self._theme)

    def session(self) -> bytes:
        """`session.json`, which goes on in a folder with the share files; b"" before the board was drawn."""
        return self._now().get(OURS[0], (b"", 0))[0]

    def changed(self) -> list[Stored]:
        """Files that aren't kept yet as they are now. They count as kept from here on."""
        now = self._now()
        files = [(name, data, at) for name, (data, at) in now.items() if self._kept.get(name) != (data, at)]
        self._kept = now
        return files

    @cached_property
    def _session(self) -> TeamSession:
        session = TeamSession(_Memory(self._folder, self._ladder), self._ladder)
        session.begin()
        return session

    @cached_property
    def _engine(self) -> BoardEngine:
        return BoardEngine(self._session, self._theme, files=True)

    def _put(self, name: str, data: bytes, at: int) -> None:
        path = self._folder / name
        path.write_bytes(data)
        os.utime(path, (at / 1000, at / 1000))

    def _now(self) -> dict[str, tuple[bytes, int]]:
        """What lies in the folder, locks aside."""
        files = [path for path in self._folder.iterdir() if not path.name.startswith(".")]
        return {path.name: (path.read_bytes(), round(path.stat().st_mtime * 1000)) for path in sorted(files)}
