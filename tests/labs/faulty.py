"""Files of labs and cases with one thing changed, and what is told of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.labs import FileFaults, check_lab
from helpers.ladder import Ladder

Check = Callable[[Path, Ladder | None], object]


def changed(file: Path, old: str, new: str, folder: Path) -> Path:
    """A copy of a file in which a passage is another where it first stands."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    copy = folder / file.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def with_part(file: Path, key: str, value: str, folder: Path) -> Path:
    """A copy of a file in which everything under one of its topmost keys is this value."""
    text, found = re.subn(rf"^{key}:.*\n(?:[ #-].*\n|\n)*", f"{key}: {value}\n", file.read_text("utf-8"), flags=re.M)
    assert found == 1
    copy = folder / file.name
    copy.write_text(text, encoding="utf-8")
    return copy


def faults_of(file: Path, ladder: Ladder | None = None, check: Check = check_lab) -> str:
    """All that is told of a file with faults, each at its place in it."""
    with pytest.raises(FileFaults, match=rf"{re.escape(file.name)}:\d+:\d+: ") as told:
        check(file, ladder)
    assert all(fault.mark.line > 1 for fault in told.value.faults), "the first line is a comment"
    return str(told.value)
