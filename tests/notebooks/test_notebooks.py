"""A chapter is prose with one kit call at a time: nothing run, nothing hidden in code, nothing left out.

That the chapters run is nbval's business; these tests read them as they are committed.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import nbformat
import pytest

from helpers.chapters import Element, course, parts
from helpers.chapters.notebook import CallCell, OtherCell, TextCell, read_notebook
from helpers.ladder import load_ladder
from tests.chapters.contexts import context

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LEVEL_CHAPTERS = (
    "01_associate_pm",
    "02_mid_level_pm",
    "03_senior_pm",
    "04_group_pm_director",
    "05_vp_cpo",
    "06_individual_contributor",
)
CHAPTERS = ("00_start_here", *LEVEL_CHAPTERS, "07_adjacent_roles", "08_your_path")
FOR_ANY = ("any_level", "any_roles")
OPENING = ("What you’ll do", "What you’ll learn", "What you’ll need")

HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]*)\)")
CODE_SPAN = re.compile(r"`[^`]*`")

chapter = pytest.mark.parametrize("stem", CHAPTERS)
written = pytest.mark.parametrize("stem", (*CHAPTERS, *FOR_ANY))
level_chapter = pytest.mark.parametrize("stem", LEVEL_CHAPTERS)


def read(stem: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{stem}.ipynb", as_version=nbformat.NO_CONVERT)


def code_cells(stem: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(stem).cells if cell.cell_type == "code"]


def prose_cells(stem: str) -> list[str]:
    return [cell.source for cell in read(stem).cells if cell.cell_type == "markdown"]


def headings(stem: str) -> list[tuple[int, str]]:
    return [(len(marks), text) for source in prose_cells(stem) for marks, text in HEADING.findall(source)]


def kit_calls(stem: str) -> list[tuple[str, tuple[object, ...]]]:
    """The kit's methods that a chapter calls after opening it, with their arguments, in order."""
    calls = []
    for cell in read_notebook(NOTEBOOKS / f"{stem}.ipynb").cells:
        assert not isinstance(cell, OtherCell), cell
        if isinstance(cell, CallCell):
            calls.append((cell.method, (*cell.positional, *cell.named.values())))
    return calls


# As files


@written
def test_a_chapter_is_a_valid_notebook_for_the_kernel_named_python3(stem: str) -> None:
    notebook = read(stem)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata, "widget state is never the record"


@written
def test_nothing_that_was_run_is_committed(stem: str) -> None:
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_cells(stem))


@chapter
def test_the_title_is_the_only_heading_of_the_first_rank_and_comes_first(stem: str) -> None:
    ranks = [rank for rank, _ in headings(stem)]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert read(stem).metadata.title == headings(stem)[0][1]


# What a cell may hold


@written
def test_code_cells_are_collapsed_and_hold_a_line_or_two(stem: str) -> None:
    for cell in code_cells(stem):
        assert cell.metadata.jupyter.source_hidden is True
        assert cell.metadata.tags == ["kit"]
        assert 1 <= len(cell.source.splitlines()) <= 2
        assert "#" not in cell.source, "what is told is told in Markdown"


@written
def test_the_first_code_cell_opens_the_kit_under_the_chapters_own_name(stem: str) -> None:
    assert code_cells(stem)[0].source == f'from helpers.widgets import open_kit\nkit = open_kit("{stem}")'


@written
def test_every_other_code_cell_is_a_call_that_the_kit_has_and_takes(stem: str) -> None:
    found = course(load_ladder())
    assert kit_calls(stem)
    for part in parts(found, found.chapter(stem)):
        assert not part.id.startswith("cell-"), f"{part.id} of {stem} stays in JupyterLab"


@written
def test_what_may_be_skipped_is_closed_in_jupyterlab_too_and_its_tags_are_no_part_of_the_text(stem: str) -> None:
    """Its heading is what one presses; a heading alone stays, above what its call shows."""
    texts = {cell.id: cell for cell in read_notebook(NOTEBOOKS / f"{stem}.ipynb").cells if isinstance(cell, TextCell)}
    for cell in read(stem).cells:
        if cell.cell_type == "markdown":
            heading, _, rest = texts[cell.id].text.partition("\n\n")
            folded = bool(cell.metadata.get("kit", {}).get("fold")) and rest
            inside = f"<details><summary>\n\n{heading}\n\n</summary>\n\n{rest}\n\n</details>"
            assert cell.source == (inside if folded else texts[cell.id].text)


# What must not be missing


def asked() -> list[str]:
    """The subjects that are asked in the whole course, as often as they are."""
    found = course(load_ladder())
    now = context(ladder=load_ladder())
    elements = [part for here in found.chapters for part in parts(found, here) if isinstance(part, Element)]
    fields = [field for element in elements if element.id != "explore-roles" for field in element.asks(now).fields]
    return [subject for field in fields for subject in field.subjects]


def test_every_statement_is_rated_and_every_prompt_reflected_on_exactly_once() -> None:
    ladder = load_ladder()
    holders = (ladder, *ladder.levels, *ladder.roles)
    wanted = [f"statement:{statement.id}" for _, _, statement in ladder.walk()]
    wanted += [f"prompt:{prompt.id}" for holder in holders for prompt in holder.prompts]
    assert sorted(subject for subject in asked() if subject.startswith(("statement:", "prompt:"))) == sorted(wanted)


@level_chapter
def test_a_level_chapter_shows_its_notes_its_changes_and_what_the_answers_say(stem: str) -> None:
    level = load_ladder().level(str(course(load_ladder()).chapter(stem).level))
    names = {name for name, _ in kit_calls(stem)}
    assert {"notes", "insight", "reflect", "rate", "lab"} <= names
    assert ("changes" in names) == bool(level.changes)


@written
def test_every_chapter_leads_on_at_its_end(stem: str) -> None:
    assert kit_calls(stem)[-1] == ("onward", ())


# What a reader meets


@chapter
def test_a_chapter_opens_with_what_you_do_learn_and_need_and_with_its_minutes(stem: str) -> None:
    title, run, about, *_ = prose_cells(stem)
    assert [text for rank, text in HEADING.findall(about) if len(rank) == 3] == list(OPENING)
    assert "Run All Cells" in run


@chapter
def test_the_minutes_it_states_are_those_that_the_kit_plans_routes_with(stem: str) -> None:
    need = prose_cells(stem)[2].partition(OPENING[-1])[2].strip().partition(".")[0]
    assert need.startswith("**About "), need
    planned = course(load_ladder()).chapter(stem)
    stated = [int(number) for number in re.findall(r"\d+", need)]
    assert (stated[0], stated[-1]) == (planned.minutes, planned.brief)


@written
def test_headings_never_skip_a_rank(stem: str) -> None:
    ranks = [rank for rank, _ in headings(stem)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks)), headings(stem)


@written
def test_links_have_words_and_lead_to_chapters_and_headings_that_exist(stem: str) -> None:
    for image, words, target in (match for source in prose_cells(stem) for match in LINK.findall(source)):
        assert not image, "pictures come from the kit, with their alt text"
        assert len(words) > 3, (words, target)
        assert words.lower() not in {"here", "this", "link", "click here"}, (words, target)
        file, _, anchor = target.partition("#")
        other = file.removesuffix(".ipynb") or stem
        assert other in CHAPTERS, target
        assert not anchor or anchor in {text.replace(" ", "-") for _, text in headings(other)}, target


@written
def test_no_bare_dollar_sign_turns_prices_into_mathematics(stem: str) -> None:
    for source in prose_cells(stem):
        assert not re.search(r"(?<!\\)\$", CODE_SPAN.sub("", source))


@level_chapter
def test_while_rating_there_is_never_more_to_read_than_a_page(stem: str) -> None:
    """From the first rating on, at most 300 words stand between one thing to do and the next."""
    cells = read(stem).cells
    first = next(i for i, cell in enumerate(cells) if cell.cell_type == "code" and "kit.rate(" in cell.source)
    assert all(len(cell.source.split()) <= 300 for cell in cells[first - 1 :] if cell.cell_type == "markdown")
