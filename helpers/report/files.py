"""Reports on disk: file names that clash with nothing, and files that appear whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from helpers.errors import ReportError
from helpers.files import reason
from helpers.insight.versions import SHIPPED
from helpers.journal import disk
from helpers.ladder import Ladder

LONGEST_NAME = 80
"""Bytes of one part of a file name (a person, a ladder); file systems allow 255 bytes for all of it and its ending."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")


def slug(stem: str) -> str:
    """A file name from another's stem: lower-case letters and digits of any script, joined by hyphens."""
    words = _NO_WORD.sub("-", unicodedata.normalize("NFC", stem).casefold()).strip("-")
    name = words.encode()[:LONGEST_NAME].decode(errors="ignore").strip("-")  # cut between two characters
    if not name:
        return "report"
    return f"report-{name}" if _RESERVED.fullmatch(name) else name  # Windows keeps a few names for itself


def ladder_in_name(ladder: Ladder) -> str:
    """What a file's name says of the ladder that it is about, so that it takes no other's place; "" for the shipped."""
    return "" if ladder.id == SHIPPED else f"-{slug(ladder.id)}"


def slugs(stems: Iterable[str]) -> tuple[str, ...]:
    """A slug for each stem, in order; where two would be the same, the later one gets a number."""
    names: list[str] = []
    for stem in stems:
        base = slug(stem)
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base}-{number}"
        names.append(name)
    return tuple(names)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all, in place of any older one.

    Raises `ReportError` if it can't be written; what was there before then still is.
    """
    try:
        disk.replace(path, data)
    except OSError as error:
        raise ReportError(
            f"this file can't be written: {reason(error)}",
            where=str(path),
            next_step="Choose another place, one that you may write to.",
        ) from error
