"""Reading a file again only when it has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def read_once(read: Callable[[Path], T], *, keep: int = 16) -> Callable[[Path], T]:
    """`read`, which reads a file anew only if its time or its size is another than last time.

    What it gives back is shared between callers, so it must be frozen. It raises what
    `read` raises, and remembers no error. `keep` is how many files it remembers.
    """

    @lru_cache(maxsize=keep)
    def version(path: Path, modified: int, size: int) -> T:
        return read(path)

    def unless_unchanged(path: Path) -> T:
        try:
            stat = path.stat()
        except OSError:
            return read(path)  # which says what is wrong
        return version(path, stat.st_mtime_ns, stat.st_size)

    return unless_unchanged
