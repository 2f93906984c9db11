"""A file is read again when it has changed, and an error is never remembered."""

import os
from pathlib import Path

import pytest

from helpers.documents import read_once


def test_a_file_is_read_anew_only_after_a_change(tmp_path):
    path, reads = tmp_path / "a.yaml", []

    def read(path: Path) -> str:
        reads.append(path)
        return path.read_text()

    once = read_once(read)
    with pytest.raises(FileNotFoundError):
        once(path)
    path.write_text("one")
    assert [once(path), once(path)] == ["one", "one"]
    assert len(reads) == 2
    path.write_text("longer")
    assert once(path) == "longer"
    path.write_text("LONGER")  # the same size: another time tells it
    os.utime(path, ns=(0, 0))
    assert once(path) == "LONGER"
    assert len(reads) == 4


def test_a_fault_that_was_mended_is_gone(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("x")
    once = read_once(lambda path: int(path.read_text()))
    with pytest.raises(ValueError, match="invalid literal"):
        once(path)
    path.write_text("12")
    assert once(path) == 12
