"""The career ladder: typed, frozen, and read from one YAML file."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from helpers.documents import Fault, FileFaults
from helpers.ladder.lint import check_ladder
from helpers.ladder.model import (
    RATED,
    Competency,
    Draw,
    Ladder,
    Learning,
    Level,
    Note,
    NoteKind,
    Prompt,
    Remark,
    Role,
    Scale,
    Section,
    Skill,
    Statement,
    Track,
)
from helpers.places import ladder_path

__all__ = [
    "RATED",
    "Competency",
    "Draw",
    "Fault",
    "FileFaults",
    "Ladder",
    "Learning",
    "Level",
    "Note",
    "NoteKind",
    "Prompt",
    "Remark",
    "Role",
    "Scale",
    "Section",
    "Skill",
    "Statement",
    "Track",
    "check_ladder",
    "ladder_schema",
    "load_ladder",
]


def load_ladder(path: Path | str | None = None) -> Ladder:
    """The ladder in a file; None means `$LADDER_FILE`, or else the shipped ladder.

    A file that has not changed since it was last read is not read again.
    Raises `FileFaults` with every fault of the file, or `DocumentError`.
    """
    file = ladder_path(path)
    try:
        stat = file.stat()
    except OSError:
        return check_ladder(file)  # says what is wrong
    return _load(file.resolve(), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _load(path: Path, modified: int, size: int) -> Ladder:
    return check_ladder(path)


def ladder_schema() -> str:
    """The JSON Schema of a ladder file, for editors that complete and check YAML."""
    return json.dumps(Ladder.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
