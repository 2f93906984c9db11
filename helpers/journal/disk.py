"""What a journal needs of a file system, in bytes: a lock, an append that happens or doesn't, a swap.

Every function raises `OSError` (or portalocker's `LockException`, see `locked`) and then has
changed nothing; what a person is told about it is the store's concern.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from helpers import files

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn newlines into two bytes
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
PRIVATE = 0o600

MOST_BYTES = 64_000_000
"""The largest file that is read: some hundred thousand answers, more than anybody gives in a lifetime."""


class Busy(OSError):
    """Another program is at work on the file."""


def read(path: Path, start: int = 0) -> bytes:
    """Everything in a file from an offset on; b"" if there is no such file."""
    try:
        return files.read(path, most=MOST_BYTES, start=start)
    except FileNotFoundError:
        return b""


@contextlib.contextmanager
def locked(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock of a file that is written together; makes its folder (0700) if need be.

    The lock is a small file beside it that stays: if the journal itself were locked, somebody who
    waits for the lock while `replace` swaps the file would end up holding a lock on a file that is no
    longer there, and Windows would let nobody read meanwhile.

    Raises `Busy` after `timeout` seconds and `OSError` where the lock can't be made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    portalocker = _portalocker(path.parent)
    beside = path.with_name(f".{path.name}.lock")
    lock = portalocker.Lock(beside, "ab", timeout=timeout, check_interval=0.01, opener=_private)
    try:
        lock.acquire()
    except portalocker.AlreadyLocked as error:
        raise Busy(f"another program has held it for {timeout:g} seconds") from error
    except portalocker.LockException as error:
        raise OSError(f"this file system can't lock files ({error.strerror})") from error
    try:
        yield
    finally:
        lock.release()


def append(path: Path, data: bytes, *, torn: bytes = b"", size: int | None = None) -> None:
    """Add bytes to a file (made 0600 if it isn't there) and see them onto the disk. Hold its lock.

    `torn`, the bytes that a crash left at the end, go to "<file>.torn" first. `size` is how long the
    file was when the caller read it; a file of another size is refused, since something that knows no
    lock (a folder being synchronised) is at work on it. If anything fails, the file is again as it was. `path` is that
    file, and `data` goes to its end as it is.
    """
    if torn:
        append(path.with_name(f"{path.name}.torn"), torn + b"\n")
    is_new = not path.exists()
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY | _CLOEXEC, PRIVATE)
    try:
        before = os.fstat(fd).st_size
        if size is not None and size != before:
            raise Busy("another program changed it in that moment")
        try:
            _make_private(fd)
            if torn:
                os.ftruncate(fd, before - len(torn))
            _write(fd, data)
            os.fsync(fd)
        except BaseException:  # an interrupt too must not leave half a line
            with contextlib.suppress(OSError):
                os.ftruncate(fd, before - len(torn))
                _write(fd, torn)
            raise
    except BaseException:
        if is_new:
            with contextlib.suppress(OSError):
                path.unlink()
        raise
    finally:
        os.close(fd)
    if is_new:
        _sync_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Put a new file (0600) in the place of a file, at once: a reader sees the old or the new one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _CLOEXEC, PRIVATE)
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(fd)
        new.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    _sync_folder(path.parent)


def _portalocker(folder: Path) -> ModuleType:
    """The library that locks: imported late, since it costs more than the whole journal and readers need no lock.

    It asks for the folder of temporary files while it is imported (and never uses it for what we do). There
    is none when that disk is full, and then an answer must still be saved if the journal's own disk has room.
    """
    named = tempfile.tempdir
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = str(folder)
    try:
        import portalocker
    finally:
        if tempfile.tempdir == str(folder):
            tempfile.tempdir = named
    return portalocker


def _write(fd: int, data: bytes) -> None:
    # One call for the whole line, so that nobody reads half of it. Only a disk that is nearly full
    # takes less than it was given; asking it to take the rest makes it say why it can't.
    while data:
        data = data[os.write(fd, data) :]


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, PRIVATE)


def _make_private(fd: int) -> None:
    """Take a file's rights from everybody but its owner, if that is us and the file system has rights."""
    status = os.fstat(fd)
    if hasattr(os, "geteuid") and status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) & 0o077:
        with contextlib.suppress(OSError):
            os.fchmod(fd, PRIVATE)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows can't, and needn't
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
