"""Reading a file that somebody else made: an ordinary file, no larger than it may be, or an error that says what it is.

Every reader of people's files goes through `read`: a pipe would keep it waiting for ever, a device or a file of
several gigabytes would fill the memory.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


class NotAFile(OSError):
    """The path is a folder, a pipe or a device."""


class TooLarge(OSError):
    """The file is larger than any of its kind."""


def read(path: Path, *, most: int, start: int = 0) -> bytes:
    """Everything in a file from the offset `start` on.

    `most` is how many bytes the file may have. Raises `NotAFile`, `TooLarge`, and `OSError` for a file that isn't
    there or may not be read; `reason` puts each into words. `path` is followed where it is a link.
    """
    _check(path.stat(), most)  # before it is opened, since opening a pipe waits for somebody at its other end
    with path.open("rb") as file:
        _check(os.fstat(file.fileno()), most)
        file.seek(start)
        return file.read(most + 1 - start)


def reason(error: OSError) -> str:
    """Why a file can't be read or written, in the system's own words, without the path."""
    return (error.strerror or str(error)).lower() if error.errno else str(error)


def _check(status: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile("this is a folder" if stat.S_ISDIR(status.st_mode) else "this is a pipe or a device")
    if status.st_size > most:
        raise TooLarge(f"this file has {_megabytes(status.st_size)}; no more than {_megabytes(most)} are read")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
