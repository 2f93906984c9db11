"""A lab is found by its id: in the company's own folder first, and as shipped for what isn't there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.errors import DocumentError, UnknownId
from helpers.labs import load_lab
from tests.labs.conftest import LAB


def test_an_unknown_lab_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownId, match="There is: associate, mid"):
        load_lab("middle")


def test_a_path_may_be_given() -> None:
    assert load_lab("mid", LAB).title == "What first?"


def test_a_folder_of_ones_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mid.yaml").write_bytes(LAB.read_bytes())
    monkeypatch.setenv("LADDER_LABS", str(tmp_path))
    assert load_lab("mid").company.name == "Tiny & Co"


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mid.yaml"
    path.write_bytes(LAB.read_bytes())
    before = load_lab("mid", path)
    assert load_lab("mid", path) is before
    path.write_text(LAB.read_text(encoding="utf-8").replace("Tiny & Co", "Tiny and Company"), encoding="utf-8")
    assert load_lab("mid", path).company.name == "Tiny and Company"


def test_another_labs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "senior.yaml"
    path.write_bytes(LAB.read_bytes())
    with pytest.raises(DocumentError, match="this is the lab 'mid', not 'senior'"):
        load_lab("senior", path)


def test_reading_a_lab_needs_no_numpy() -> None:
    """A chapter that links to its lab opens as fast as before."""
    code = f"import sys, helpers.labs as l; l.load_lab('mid', {str(LAB)!r}); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
