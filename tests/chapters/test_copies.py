"""In JupyterLab a chapter is a file: a ladder of one's own gets notebooks, once, and none about another ladder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from helpers.chapters import Element, course, parts
from helpers.chapters.copies import missing
from helpers.cli.notebooks import lay_out, write_once
from helpers.errors import UsageError
from helpers.ladder import load_ladder
from helpers.paths import LADDER_FILE, ROOT

LADDERS = ROOT / "tests/fixtures/ladders"
NAMES = ("three-levels", "nine-levels", "one-level")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The kit's notebooks, where something may be written beside them."""
    return Path(shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks"))


def test_the_shipped_ladder_needs_none():
    assert list(missing(course(load_ladder()))) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_becomes_a_file_that_opens_itself_and_reads_the_same(name, folder):
    ladder = load_ladder(LADDERS / f"{name}.yaml")
    before = course(ladder, folder)
    for path, text in missing(before, folder):
        write_once(path, text)
    after = course(ladder, folder)
    assert [each.stem for each in after.chapters] == [each.stem for each in before.chapters]
    for was, here in zip(before.chapters, after.chapters, strict=True):
        assert here.notebook == folder / ladder.id / here.file
        notebook = nbformat.read(here.notebook, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        opening = next(cell.source for cell in notebook.cells if cell.cell_type == "code")
        assert opening.endswith(f'kit = open_kit("{here.stem}")')
        assert [part.id for part in parts(after, here)] == [part.id for part in parts(before, was)]
    assert list(missing(after, folder)) == []


def test_what_somebody_wrote_in_theirs_stays(folder, monkeypatch, capsys):
    monkeypatch.setenv(LADDER_FILE, str(LADDERS / "one-level.yaml"))
    assert lay_out(folder) == "notebooks/one/00_start_here.ipynb"
    assert "Wrote 5 notebooks for your ladder" in capsys.readouterr().out
    mine = folder / "one/conservator.ipynb"
    raw = json.loads(mine.read_text())
    raw["cells"].insert(1, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": ["Our own words."]})
    mine.write_text(json.dumps(raw))
    (folder / "one/08_your_path.ipynb").unlink()
    lay_out(folder)
    assert "Our own words." in mine.read_text()
    assert (folder / "one/08_your_path.ipynb").exists()
    found = course(load_ladder(), folder)
    assert "Our own words." in [part.text for part in parts(found, found.about("conservator")) if hasattr(part, "text")]


def test_a_folder_that_cant_be_written_to_is_told(folder):
    (folder / "one").write_text("a file")
    with pytest.raises(UsageError, match="can't be written"):
        write_once(folder / "one/a.ipynb", "{}")


@pytest.mark.parametrize("name", NAMES)
def test_no_chapter_of_another_ladder_speaks_of_the_shipped_one(name):
    """An id that both have ("mid", "senior") stands for another level here."""
    found = course(load_ladder(LADDERS / f"{name}.yaml"))
    assert [lab for here in found.chapters for lab in found.labs_of(here)] == []
    for here in found.chapters:
        for part in parts(found, here):
            if not isinstance(part, Element):
                assert not [it for it in ("Samira", "the usual ladder", "fork after senior") if it in part.text]


def test_the_course_goes_track_by_track():
    found = course(load_ladder(LADDERS / "nine-levels.yaml"))
    levels = [each.level for each in found.chapters if each.level]
    assert levels == ["one", "two", "three", "lead-1", "lead-2", "lead-3", "staff-1", "staff-2", "staff-3"]
