"""What `-o` may name: a file or a folder, told before anything else is done or said."""

from __future__ import annotations

import stat
from pathlib import Path

from helpers.errors import UsageError
from helpers.files import reason


def check_file(path: Path, *, such_as: str) -> None:
    """Raise `UsageError` if no file can be written at a path because of what stands there or above it.

    `such_as` is a file name that would do, for the message where the path is a folder.
    """
    mode = _mode(path)
    if mode and stat.S_ISDIR(mode):
        raise UsageError(
            "this is a folder, and what is written here is a file",
            where=str(path),
            next_step=f"Name a file, for instance {path / such_as}.",
        )
    if mode and not stat.S_ISREG(mode):
        raise UsageError("this is a pipe or a device, not a file", where=str(path), next_step="Name a file.")
    check_folder(path.parent)


def check_folder(path: Path) -> None:
    """Raise `UsageError` if a path can't be a folder because it, or something above it, is a file."""
    for above in (path, *path.parents):
        if mode := _mode(above):
            if not stat.S_ISDIR(mode):
                raise UsageError(
                    "this is a file, and a folder is needed here",
                    where=str(above),
                    next_step="Name a folder; it is made if it isn't there yet.",
                )
            return


def _mode(path: Path) -> int | None:
    """What stands at a path, None for nothing."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UsageError(
            f"this place can't be used: {reason(error)}",
            where=str(path),
            next_step="Choose another place, one that you may write to.",
        ) from error
