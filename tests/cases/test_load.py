"""Cases are found by their level, in the company's own folder first; the catalogue knows every lab and needs none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.cases import LABS, load_cases
from helpers.documents import read_document
from helpers.errors import DocumentError
from helpers.paths import ROOT
from tests.cases.conftest import CASES


def test_a_path_may_be_given() -> None:
    assert len(load_cases("first", CASES).cases) == 2


def test_a_folder_of_ones_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/first.yaml").write_bytes(CASES.read_bytes())
    monkeypatch.setenv("LADDER_LABS", str(tmp_path))
    assert load_cases("first").level == "first"


def test_another_levels_file_is_refused() -> None:
    with pytest.raises(DocumentError, match="the cases of the level 'first', not 'lead'"):
        load_cases("lead", CASES)


def test_every_file_folder_and_notebook_of_a_lab_belong_together() -> None:
    """Adding a lab is one of each; the catalogue is what they say, in the order of the notebooks."""
    assert len({entry.stem for entry in LABS}) == len(LABS) > 0
    assert {entry.lab for entry in LABS} == {path.stem for path in ROOT.glob("data/labs/*.yaml")}
    assert {entry.lab for entry in LABS} == {path.parent.name for path in ROOT.glob("helpers/labs/*/page.py")}
    assert [entry.file for entry in LABS] == sorted(path.name for path in ROOT.glob("notebooks/*_lab_*.ipynb"))
    for entry in LABS:
        assert read_document(ROOT / f"data/labs/{entry.lab}.yaml").data["notebook"] == entry.stem


def test_the_catalogue_and_the_cases_need_no_lab() -> None:
    """An agenda that names a lab is read without what the lab's simulation needs."""
    found = "[m for m in sys.modules if 'labs' in m or m == 'numpy']"
    code = f"import sys, helpers.cases as c; c.load_cases('mid'); print({found})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
