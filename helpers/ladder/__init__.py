"""The career ladder: typed, frozen, and read from one YAML file."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.documents import Fault, FileFaults, read_once
from helpers.ladder.beside import Beside, beside, neighbours
from helpers.ladder.lint import check_ladder
from helpers.ladder.model import (
    NO_COMPETENCY,
    RATED,
    Competency,
    Draw,
    Ladder,
    Learning,
    Level,
    Link,
    Note,
    NoteKind,
    Prompt,
    Remark,
    Role,
    Scale,
    Section,
    Skill,
    Statement,
    Step,
    Track,
)
from helpers.paths import ladder_path

__all__ = [
    "NO_COMPETENCY",
    "RATED",
    "Beside",
    "Competency",
    "Draw",
    "Fault",
    "FileFaults",
    "Ladder",
    "Learning",
    "Level",
    "Link",
    "Note",
    "NoteKind",
    "Prompt",
    "Remark",
    "Role",
    "Scale",
    "Section",
    "Skill",
    "Statement",
    "Step",
    "Track",
    "beside",
    "check_ladder",
    "ladder_schema",
    "load_ladder",
    "neighbours",
]

_ladder = read_once(check_ladder)


def load_ladder(path: Path | str | None = None) -> Ladder:
    """The ladder in a file; None means `$LADDER_FILE`, or else the shipped ladder.

    A file that has not changed since it was last read is not read again.
    Raises `FileFaults` with every fault of the file, or `DocumentError`.
    """
    return _ladder(ladder_path(path).resolve())


def ladder_schema() -> str:
    """The JSON Schema of a ladder file, for editors that complete and check YAML."""
    return json.dumps(Ladder.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
