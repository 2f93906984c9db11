"""The kit in real kernels: everything that cells call runs, restores, and leaves nothing personal in a file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from helpers.journal import Evidence, Journal, Words
from helpers.ladder import load_ladder
from helpers.paths import ROOT

EXAMPLES = ROOT / "data/examples"

EVERYTHING = """
kit.header(); kit.onward(); kit.summary(); kit.changes(); kit.notes(); kit.terrain_notes(); kit.principles()
kit.scale(); kit.rate("responsibilities"); kit.rate("signs"); kit.rate("skills"); kit.rate()
kit.reflect(); kit.profile(); kit.lab(heading="Try it")
kit.insight(); kit.map(); kit.route(); kit.since_last_time(); kit.explore_roles()
kit.choose_destination(); kit.gap(); kit.choose_focus(); kit.plan(); kit.report(); kit.one_to_one(); kit.share()
""".strip().splitlines()

Ran = Callable[..., nbformat.NotebookNode]


@pytest.fixture
def run(tmp_path: Path) -> Ran:
    """Run cells in a kernel as a tool would, widget state kept, and give the notebook as it would be saved."""

    def run(
        *cells: str,
        journal: Path | None = None,
        ladder: Path | None = None,
        before: str = "pass",
        stem: str = "02_mid_level_pm",
    ) -> nbformat.NotebookNode:
        where = json.dumps(str(journal or tmp_path / "journal.jsonl"))
        other = f", ladder=Path({json.dumps(str(ladder))})" if ladder else ""
        opening = (
            "from pathlib import Path\nfrom helpers.widgets import open_kit\n"
            f'kit = open_kit("{stem}", journal=Path({where}){other})'
        )
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
            cells=[nbformat.v4.new_code_cell(source) for source in (before, opening, *cells)],
        )
        NotebookClient(
            notebook, timeout=120, allow_errors=True, store_widget_state=True, resources={"metadata": {"path": ROOT}}
        ).execute()
        return notebook

    return run


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells for output in cell.outputs]


def test_everything_runs_on_a_fresh_journal_and_makes_no_file(run, tmp_path):
    notebook = run(*EVERYTHING)
    assert {output.output_type for output in outputs(notebook)} == {"display_data"}
    assert all(len(cell.outputs) >= cell.source.count("kit.") for cell in notebook.cells[2:])
    assert list(tmp_path.iterdir()) == []


def test_everything_runs_on_a_used_journal_and_nothing_personal_is_in_the_file(run, tmp_path):
    """Not in the outputs and not in the widgets' state, which nbclient writes into the notebook."""
    journal = tmp_path / "linh.jsonl"
    shutil.copy(EXAMPLES / journal.name, journal)
    events = Journal.open(journal).events()
    notebook = run(*EVERYTHING, journal=journal)
    assert {output.output_type for output in outputs(notebook)} == {"display_data"}
    notebook.cells[1].source = ""  # the path stands there because this test wrote it
    file = json.dumps(notebook, ensure_ascii=False)
    said = [event.answer.text for event in events if isinstance(event.answer, Words | Evidence)]
    assert said
    assert [text for text in said if text.strip() and json.dumps(text, ensure_ascii=False)[1:-1] in file] == []
    assert str(tmp_path) not in file
    assert "You answered" not in file
    assert "where you stand: growing" not in file
    assert "not answered yet" not in file
    assert Journal.open(journal).events() == events


def test_a_cell_that_is_run_again_shows_the_same_and_changes_nothing(run, tmp_path):
    journal = tmp_path / "amara.jsonl"
    shutil.copy(EXAMPLES / journal.name, journal)
    before = journal.read_bytes()
    notebook = run("kit.insight()", "kit.insight()", "kit.plan()", "kit.plan()", journal=journal)
    shown = [[output.data["text/plain"] for output in cell.outputs] for cell in notebook.cells[2:]]
    assert shown[0] == shown[1]
    assert len(shown[2]) == len(shown[3])
    assert journal.read_bytes() == before


def test_what_a_person_can_cause_is_told_in_a_clean_message(run, tmp_path):
    """No traceback, not even in the file; and the next cell is none the worse for it."""
    notebook = run('open_kit("02_mid")', 'kit.rate("changes")', "kit.scale()")
    errors = [cell.outputs[0] for cell in notebook.cells[2:4]]
    assert [error.output_type for error in errors] == ["error"] * 2
    assert "has no chapter '02_mid'\nIts chapters are: 00_start_here" in errors[0].traceback[0]
    assert errors[1].traceback == [
        "'changes' is no section to rate\nThere are: responsibilities, signs, skills, plain."
    ]
    assert all("Traceback" not in line and ".py" not in line for error in errors for line in error.traceback)
    assert notebook.cells[4].outputs[0].output_type == "display_data"


def test_a_journal_that_cant_be_read_is_told_when_the_kit_opens(run, tmp_path):
    notebook = run(journal=tmp_path)
    (error,) = outputs(notebook)
    assert error.ename == "JournalUnreadable"
    assert error.traceback == [error.evalue]
    assert "a folder" in error.evalue


def test_another_ladder_with_other_levels_works_too(run):
    tiny = ROOT / "tests/fixtures/ladders/tiny.yaml"
    cells = ('kit.rate("skills")', "kit.insight()", "kit.explore_roles()", "kit.map()", "kit.plan()")
    shown = outputs(run(*cells, ladder=tiny, stem="first"))
    assert {output.output_type for output in shown} == {"display_data"}
    assert load_ladder(tiny).title == "A tiny ladder"
