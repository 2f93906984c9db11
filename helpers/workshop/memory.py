"""Where a team session keeps what people shared and what was shown of it: a folder, or a database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from helpers.errors import UsageError
from helpers.journal import disk
from helpers.ladder import Ladder
from helpers.workshop.folder import OURS, Gathered, read_shares

FILE, SLIPS = OURS
PATIENCE_SECONDS = 10.0


class Memory(Protocol):
    """What `TeamSession` needs of the place where a session is kept."""

    @property
    def where(self) -> str:
        """The place, for messages to the facilitator."""

    @property
    def leaves_out(self) -> bool:
        """Whether people ask to be left out of the picture here, by a tick that they may take back."""

    def gather(self, least: int | None = None) -> Gathered:
        """What everybody has shared by now, but who was promised a larger group than `least`. Raises `UsageError`."""

    def locked(self) -> AbstractContextManager[None]:
        """Nobody else writes meanwhile. Raises `UsageError` where that can't be had."""

    def read(self) -> bytes:
        """What was written last; b"" if nothing was. Raises `OSError`."""

    def write(self, data: bytes) -> None:
        """Keep this instead, whole or not at all. Called while locked."""


class Folder:
    """A folder of share files, with a `file` of the session beside them: as private as they are.

    `session.json` holds what was shown of the answers; what slips say of the workshop is a session of its own, in
    `feedback.json`.
    """

    leaves_out = False  # whoever doesn't want to be in it hands no file in

    def __init__(self, folder: Path | str, ladder: Ladder, *, file: str = FILE) -> None:
        self.path = Path(folder).expanduser().absolute()
        self._ladder = ladder
        self._file = self.path / file

    def slips(self) -> Folder | None:
        """Where slips of paper about the workshop are counted beside these files; None where they can't be."""
        return Folder(self.path, self._ladder, file=SLIPS)

    @property
    def begun(self) -> bool:
        """Whether a session was begun here."""
        return self._file.exists()

    @property
    def where(self) -> str:
        """The path of the file."""
        return str(self._file)

    def gather(self, least: int | None = None) -> Gathered:
        """Every share file that lies in the folder now and may be shown to `least`; of slips none.

        Raises `UsageError`.
        """
        return read_shares(self.path, self._ladder, least) if self._file.name == FILE else Gathered((), ())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the file. Raises `UsageError`."""
        try:
            with disk.locked(self._file, PATIENCE_SECONDS):
                yield
        except OSError as error:
            raise UsageError(
                f"the session can't be kept: {error.strerror or error}",
                where=self.where,
                next_step="The folder must be one that you may write to.",
            ) from error

    def read(self) -> bytes:
        """The bytes of the file, b"" if there is none. Raises `OSError`."""
        return disk.read(self._file)

    def write(self, data: bytes) -> None:
        """Put a new file in the place of the old one."""
        disk.replace(self._file, data)
