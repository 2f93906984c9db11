"""A lab's notebook is prose with one call at a time, like a chapter, and holds all that a lab must have.

That the notebooks run is nbval's business; these tests read them as they are committed.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import nbformat
import pytest

from helpers.cases import LABS, Entry
from helpers.labs import load_lab
from helpers.labs.page import lab_page
from helpers.chapters import course
from helpers.chapters.notebook import CallCell, OtherCell, read_notebook
from helpers.ladder import load_ladder

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
OPENING = ["What you’ll do", "What you’ll learn", "What you’ll need"]
EXACTLY_ONCE = ("brief", "keep", "cases", "facilitator", "reset", "onward")

HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]*)\)")
CODE_SPAN = re.compile(r"`[^`]*`")

lab = pytest.mark.parametrize("entry", LABS, ids=lambda entry: entry.lab)


def read(entry: Entry) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / entry.file, as_version=nbformat.NO_CONVERT)


def code_cells(entry: Entry) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(entry).cells if cell.cell_type == "code"]


def prose_cells(entry: Entry) -> list[str]:
    return [cell.source for cell in read(entry).cells if cell.cell_type == "markdown"]


def headings(entry: Entry) -> list[tuple[int, str]]:
    return [(len(marks), text) for source in prose_cells(entry) for marks, text in HEADING.findall(source)]


def lab_calls(entry: Entry) -> list[tuple[str, tuple[object, ...]]]:
    """The methods that a notebook calls after opening its lab, with their arguments, in order."""
    calls = []
    for cell in read_notebook(NOTEBOOKS / entry.file).cells:
        assert not isinstance(cell, OtherCell), cell
        if isinstance(cell, CallCell):
            calls.append((cell.method, cell.positional))
    return calls


def names_of(method: str, entry: Entry) -> list[object]:
    return [arguments[0] for name, arguments in lab_calls(entry) if name == method]


# As files


@lab
def test_a_lab_is_a_valid_notebook_for_the_kernel_named_python3(entry: Entry) -> None:
    notebook = read(entry)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata, "widget state is never the record"


@lab
def test_nothing_that_was_run_is_committed(entry: Entry) -> None:
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_cells(entry))


@lab
def test_the_title_is_the_labs_and_the_only_heading_of_the_first_rank(entry: Entry) -> None:
    found = headings(entry)
    assert [rank for rank, _ in found].count(1) == 1
    rank, title = found[0]
    assert rank == 1
    assert title == read(entry).metadata.title
    assert load_lab(entry.lab).title in title


# What a cell may hold


@lab
def test_code_cells_are_collapsed_and_hold_a_line_or_two(entry: Entry) -> None:
    for cell in code_cells(entry):
        assert cell.metadata.jupyter.source_hidden is True
        assert cell.metadata.tags == ["kit"]
        assert 1 <= len(cell.source.splitlines()) <= 2
        assert "#" not in cell.source, "what is told is told in Markdown"


@lab
def test_the_first_code_cell_opens_the_lab_under_its_notebooks_own_name(entry: Entry) -> None:
    assert code_cells(entry)[0].source == f'from helpers.widgets import open_kit\nkit = open_kit("{entry.stem}")'


# What must not be missing


@lab
def test_every_form_is_asked_and_every_view_is_shown_exactly_once(entry: Entry) -> None:
    page, lab_ = lab_page(entry.lab), load_lab(entry.lab)
    follows = [name for name, _ in lab_calls(entry)].count("each")
    assert follows == bool(page.forms_of(lab_))
    assert sorted(map(str, names_of("ask", entry))) == sorted(page.forms)
    assert sorted(map(str, names_of("show", entry))) == sorted(page.views)


@lab
def test_a_lab_can_be_kept_decided_run_with_a_group_started_afresh_and_left(entry: Entry) -> None:
    called = [name for name, _ in lab_calls(entry)]
    wanted = EXACTLY_ONCE if load_lab(entry.lab).level else tuple(name for name in EXACTLY_ONCE if name != "cases")
    assert {name: called.count(name) for name in wanted} == dict.fromkeys(wanted, 1)
    assert called[-1] == "onward"
    assert "header" not in called, "open_kit shows it"


# What a reader meets


@lab
def test_a_lab_opens_with_what_you_do_learn_and_need_and_with_the_minutes_of_its_file(entry: Entry) -> None:
    opening = "\n".join(prose_cells(entry)[0:3:2])
    assert [text for _, text in HEADING.findall(opening)][2:] == OPENING
    minutes = load_lab(entry.lab).minutes.total
    assert f"**About {minutes} minutes" in opening.partition(OPENING[-1])[2]
    assert read(entry).metadata.kit.minutes == minutes
    assert "Run All Cells" in prose_cells(entry)[1]


@lab
def test_headings_never_skip_a_rank(entry: Entry) -> None:
    ranks = [rank for rank, _ in headings(entry)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks)), headings(entry)


@lab
def test_links_have_words_and_lead_to_notebooks_that_exist(entry: Entry) -> None:
    files = {chapter.file for chapter in course(load_ladder()).chapters} | {other.file for other in LABS}
    for image, words, target in (match for source in prose_cells(entry) for match in LINK.findall(source)):
        assert not image, "pictures come from the kit, with their alt text"
        assert len(words) > 3, (words, target)
        file, _, anchor = target.partition("#")
        assert not file or file in files, target
        if not file:
            assert anchor in {text.replace(" ", "-") for _, text in headings(entry)}, target


@lab
def test_prose_leaves_the_company_and_its_numbers_to_the_labs_file(entry: Entry) -> None:
    """A company that puts its own case in would otherwise read about another's."""
    name = load_lab(entry.lab).company.name
    assert not any(name in source for source in prose_cells(entry))


@lab
def test_prose_never_tells_how_others_answer(entry: Entry) -> None:
    """It stands on the page before anybody has answered, and would pull the answer; panels tell it afterwards."""
    told = re.compile(r"\b(most|many) people (guess|answer|choose|name)|\b(over|under)(rate|estimate)", re.IGNORECASE)
    assert not any(told.search(source) for source in prose_cells(entry))


@lab
def test_no_bare_dollar_sign_turns_prices_into_mathematics(entry: Entry) -> None:
    for source in prose_cells(entry):
        assert not re.search(r"(?<!\\)\$", CODE_SPAN.sub("", source))
