"""A chapter that is saved in JupyterLab is the chapter, and nothing of its reader."""

import copy
import json
from pathlib import Path

import nbformat
import pytest

from helpers.cli.saving import keep_answers_out
from helpers.paths import ROOT


def model(notebook):
    return {"type": "notebook", "content": notebook}


@pytest.fixture
def used():
    """A chapter as JupyterLab holds it after a run."""
    notebook = nbformat.read(ROOT / "notebooks/01_associate_pm.ipynb", as_version=4)
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"1": "my secret"}}}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.0", "pygments_lexer": "ipython3"}
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("stream", text="my secret")]
        cell.metadata["execution"] = {"iopub.execute_input": "2026-01-01"}
        cell.metadata["scrolled"] = True
    return notebook


def test_nothing_of_a_run_stays(used):
    keep_answers_out(model(used), path="notebooks/01_associate_pm.ipynb")
    assert used == nbformat.read(ROOT / "notebooks/01_associate_pm.ipynb", as_version=4)


def test_what_was_edited_stays(used):
    used.cells[0].source = "# My own heading"
    keep_answers_out(model(used), path="notebooks/01_associate_pm.ipynb")
    assert used.cells[0].source == "# My own heading"


@pytest.mark.parametrize("path", ["analysis.ipynb", "work/notebooks/mine.ipynb"])
def test_other_notebooks_keep_their_outputs(used, path):
    before = copy.deepcopy(used)
    keep_answers_out(model(used), path=path)
    assert used == before


def test_other_files_are_left_alone():
    keep_answers_out({"type": "file", "content": "words"}, path="notebooks/words.txt")


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_saving_a_notebook_of_the_kit_changes_nothing_in_it(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    before = copy.deepcopy(notebook)
    keep_answers_out(model(notebook), path=f"notebooks/{path.name}")
    assert notebook == before
