"""A chapter is prose with one kit call at a time: nothing run, nothing hidden in code, nothing left out.

That the chapters run is nbval's business; these tests read them as they are committed.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from pathlib import Path

import nbformat
import pytest

from helpers.ladder import load_ladder
from helpers.ladder.model import RATED

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
OPENING = ("What you’ll do", "What you’ll learn", "What you’ll need")

HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]*)\)")
CODE_SPAN = re.compile(r"`[^`]*`")

chapter = pytest.mark.parametrize("stem", CHAPTERS)
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
    for cell in code_cells(stem)[1:]:
        for statement in ast.parse(cell.source).body:
            assert isinstance(statement, ast.Expr), cell.source
            call = statement.value
            assert isinstance(call, ast.Call), cell.source
            assert isinstance(call.func, ast.Attribute), cell.source
            assert isinstance(call.func.value, ast.Name), cell.source
            assert call.func.value.id == "kit", cell.source
            assert not call.keywords, cell.source
            calls.append((call.func.attr, tuple(ast.literal_eval(argument) for argument in call.args)))
    return calls


def calls_of(method: str, stems: tuple[str, ...] = CHAPTERS) -> list[tuple[object, ...]]:
    return [arguments for stem in stems for name, arguments in kit_calls(stem) if name == method]


# As files


@chapter
def test_a_chapter_is_a_valid_notebook_for_the_kernel_named_python3(stem: str) -> None:
    notebook = read(stem)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata, "widget state is never the record"


@chapter
def test_nothing_that_was_run_is_committed(stem: str) -> None:
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_cells(stem))


@chapter
def test_the_title_is_the_only_heading_of_the_first_rank_and_comes_first(stem: str) -> None:
    ranks = [rank for rank, _ in headings(stem)]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert read(stem).metadata.title == headings(stem)[0][1]


# What a cell may hold


@chapter
def test_code_cells_are_collapsed_and_hold_a_line_or_two(stem: str) -> None:
    for cell in code_cells(stem):
        assert cell.metadata.jupyter.source_hidden is True
        assert cell.metadata.tags == ["kit"]
        assert 1 <= len(cell.source.splitlines()) <= 2
        assert "#" not in cell.source, "what is told is told in Markdown"


@chapter
def test_the_first_code_cell_opens_the_kit_under_the_chapters_own_name(stem: str) -> None:
    assert code_cells(stem)[0].source == f'from helpers.widgets import open_kit\nkit = open_kit("{stem}")'


@chapter
def test_every_other_code_cell_calls_public_methods_that_the_kit_has(stem: str) -> None:
    from helpers.widgets.kit import Kit

    calls = kit_calls(stem)
    assert calls
    for name, arguments in calls:
        assert not name.startswith("_")
        method = inspect.getattr_static(Kit, name)
        inspect.signature(method).bind(None, *arguments)  # TypeError: the kit would refuse these arguments


# What must not be missing


def test_every_level_and_section_is_rated_exactly_once() -> None:
    asked = calls_of("rate", LEVEL_CHAPTERS)
    assert sorted(asked) == sorted((level.id, str(section)) for level in load_ladder().levels for section in RATED)
    assert calls_of("rate") == asked, "rating belongs to the level chapters"


def test_everyone_who_has_prompts_is_reflected_on_exactly_once() -> None:
    ladder = load_ladder()
    owners = [level.id for level in ladder.levels] + [role.id for role in ladder.roles] + ["path"]
    assert sorted(calls_of("reflect")) == sorted((owner,) for owner in owners)


@level_chapter
def test_a_level_chapter_speaks_of_one_level_and_shows_its_notes_and_what_the_answers_say(stem: str) -> None:
    about = {"changes", "notes", "rate", "insight", "reflect"}
    calls = [(name, arguments) for name, arguments in kit_calls(stem) if name in about]
    (level,) = {arguments[0] for _, arguments in calls}
    names = [name for name, _ in calls]
    assert {"notes", "insight", "reflect"} <= set(names)
    assert ("changes" in names) == bool(load_ladder().level(str(level)).changes)


@chapter
def test_every_chapter_leads_on_at_its_end(stem: str) -> None:
    assert kit_calls(stem)[-1] == ("onward", ())


# What a reader meets


@chapter
def test_a_chapter_opens_with_what_you_do_learn_and_need_and_with_its_minutes(stem: str) -> None:
    opening = prose_cells(stem)[0]
    assert [text for _, text in HEADING.findall(opening)][1:] == list(OPENING)
    assert "Run All Cells" in opening


@chapter
def test_the_minutes_it_states_are_those_that_the_kit_plans_routes_with(stem: str) -> None:
    from helpers.widgets.chapters import chapter as planned

    need = prose_cells(stem)[0].partition(OPENING[-1])[2].strip().partition(".")[0]
    assert need.startswith("**About "), need
    stated = [int(number) for number in re.findall(r"\d+", need)]
    assert (stated[0], stated[-1]) == (planned(stem).minutes, planned(stem).brief)


@chapter
def test_headings_never_skip_a_rank(stem: str) -> None:
    ranks = [rank for rank, _ in headings(stem)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(ranks)), headings(stem)


@chapter
def test_links_have_words_and_lead_to_chapters_and_headings_that_exist(stem: str) -> None:
    for image, words, target in (match for source in prose_cells(stem) for match in LINK.findall(source)):
        assert not image, "pictures come from the kit, with their alt text"
        assert len(words) > 3, (words, target)
        assert words.lower() not in {"here", "this", "link", "click here"}, (words, target)
        file, _, anchor = target.partition("#")
        other = file.removesuffix(".ipynb") or stem
        assert other in CHAPTERS, target
        assert not anchor or anchor in {text.replace(" ", "-") for _, text in headings(other)}, target


@chapter
def test_no_bare_dollar_sign_turns_prices_into_mathematics(stem: str) -> None:
    for source in prose_cells(stem):
        assert not re.search(r"(?<!\\)\$", CODE_SPAN.sub("", source))


@level_chapter
def test_while_rating_there_is_never_more_to_read_than_a_page(stem: str) -> None:
    """From the first rating on, at most 300 words stand between one thing to do and the next."""
    cells = read(stem).cells
    first = next(i for i, cell in enumerate(cells) if cell.cell_type == "code" and "kit.rate(" in cell.source)
    assert all(len(cell.source.split()) <= 300 for cell in cells[first - 1 :] if cell.cell_type == "markdown")
