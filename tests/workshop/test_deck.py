"""Slides say what the workshop and the ladder say, in a notebook, in a browser and on paper alike."""

from __future__ import annotations

import json
import re
from datetime import date, time
from html import unescape
from pathlib import Path

import nbformat
import pytest

from helpers.charts import Theme
from helpers.errors import UsageError
from helpers.ladder import Ladder, load_ladder
from helpers.report.pictures import LONG
from helpers.workshop.agenda import WORKSHOPS, load_workshop, shipped, slide_titles
from helpers.workshop.deck import SLIDES, Deck, deck_notebook, open_deck
from helpers.workshop.export import DeckNotMade, deck_html, deck_pdf
from helpers.workshop.gathering import Gathering
from helpers.workshop.hosted import plan_session
from helpers.workshop.run_sheet import run_sheet
from helpers.workshop.slides import projected
from tests.read_aloud import faults, told
from tests.workshop.printed import claims_of, pages_of, strings, tags_of, tight

DAY = date(2026, 11, 23)
MARKUP = "<script>alert(1)</script> & {{ 7 * 7 }}"


def said(html: str) -> str:
    """The words of a piece of HTML."""
    return tight(unescape(re.sub(r"<[^>]*>", " ", html)))


def own_workshop(tmp_path: Path, old: str, new: str) -> Path:
    """A workshop of somebody's own: the taster, changed in one place."""
    path = tmp_path / "mine.yaml"
    text = (WORKSHOPS / "taster-30.yaml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


# --- what is shown ---------------------------------------------------------------------


@pytest.mark.parametrize("id", shipped())
def test_slides_are_those_of_the_workshop_in_order_and_numbered(id: str) -> None:
    workshop = load_workshop(id)
    slides = projected(workshop, load_ladder(), Theme())
    assert [slide.number for slide in slides] == list(range(1, len(slides) + 1))
    assert {slide.id: slide.title for slide in slides} == slide_titles(workshop)
    assert [slide.countdown for slide in slides] == [slide.countdown for _, slide in workshop.slides]


def test_what_they_draw_comes_from_the_ladder(ladder: Ladder) -> None:
    """Also from a company's own: here one of three levels."""
    slides = {slide.id: slide for slide in projected(load_workshop("ninety-minutes"), ladder, Theme())}
    assert [entry.label for entry in slides["levels"].entries] == [level.short_title for level in ladder.levels]
    assert [entry.label for entry in slides["roles"].entries] == [role.title for role in ladder.roles]
    assert slides["map"].picture is not None
    assert all(level.short_title in slides["map"].picture.alt for level in ladder.levels)
    assert len(slides["map"].picture.alt) <= LONG, "it can be listened to in one go"
    assert [entry.apart for entry in slides["scale"].entries] == [False] * 5 + [True] * 3
    assert "principles" not in slides, "this ladder has none, and an empty slide says nothing"
    theirs = {slide.id: slide for slide in projected(load_workshop("ninety-minutes"), load_ladder(), Theme())}
    assert theirs["principles"].points == tuple(it.text for it in load_ladder().principles)


def test_a_slide_of_what_the_ladder_lacks_is_nothing_in_a_notebook(tiny_path: Path) -> None:
    """A deck's notebook names all slides of the workshop, whichever ladder it is opened with."""
    assert str(open_deck("taster-30", ladder=tiny_path).slide("principles")._repr_html_()) == ""


def test_a_deck_is_made_where_a_part_of_the_workshop_is_left_out_with_this_ladder() -> None:
    """Of one level there is nothing to sort; the notebook that ships names that part's slide all the same."""
    deck = open_deck("half-day", ladder=Path(__file__).parents[1] / "fixtures/ladders/one-level.yaml")
    assert str(deck.slide("sorting")._repr_html_()) == str(deck.notes("sorting")._repr_html_()) == ""
    html = deck_html(deck)
    assert "shuffled set" not in html
    assert "Your last six months" in html


def test_a_case_is_asked_before_its_costs_are_shown(ladder: Ladder) -> None:
    slides = {slide.id: slide for slide in projected(load_workshop("half-day"), ladder, Theme())}
    asked, told = slides["case-one"], slides["case-one-costs"]
    assert asked.lead.startswith("Sales rings on Monday.")
    assert [entry.label for entry in asked.entries] == ["A", "B", "C", "D"]
    assert all(not entry.more for entry in asked.entries)
    assert all(len(entry.more) == 2 for entry in told.entries)


@pytest.mark.parametrize(
    ("ways", "own"), [(["hosted"], False), (["hosted", "paper"], False), (["files"], True), (["files", "paper"], True)]
)
def test_a_slide_runs_no_clock_beside_that_of_a_session(ways: list[str], own: bool) -> None:
    """Two clocks would be two truths: with phones there is the session's alone, and slide and sheet say where."""
    deck = open_deck("half-day", ways=ways)
    workshop = load_workshop("half-day")
    timed = {slide.id: slide.countdown for slide in deck.slides if slide.countdown}
    shown = {slide_id: deck.slide(slide_id).html for slide_id in timed}
    running = {slide_id for slide_id, html in shown.items() if "data-minutes=" in html}
    assert running == (timed.keys() if own else set())
    elsewhere = {slide_id for slide_id, html in shown.items() if "by the clock on the phones" in html}
    assert elsewhere == timed.keys() - running
    assert all(f"{timed[slide_id]} minutes" in shown[slide_id] for slide_id in timed.keys() - running)
    steps = {step.id: (step.timer, *step.timers_after) for step in plan_session(workshop, deck.ladder).course}
    assert {block.id: block.countdowns or (block.minutes,) for block in workshop.blocks} == steps
    assert len(steps["lab"]) == 2, "each is offered on the leading page"
    sheet = str(run_sheet(workshop, time(9), 8, list(map(Gathering, ways))).model_dump())
    on_the_slide = ("the slides have one", "the countdown on the slide", "leave the countdown up")
    assert [words in sheet for words in on_the_slide] == [own] * 3
    assert ("press “Start 20”" in sheet or "“Start 20” starts the clock" in sheet) is not own


# --- in a notebook ---------------------------------------------------------------------


@pytest.mark.parametrize("id", shipped())
def test_the_notebooks_are_those_that_the_workshops_make(id: str) -> None:
    """They are committed so that people can open and change them; by themselves they must not drift."""
    made = json.dumps(deck_notebook(open_deck(id)), indent=1, ensure_ascii=False) + "\n"
    assert (SLIDES / f"{id}.ipynb").read_text(encoding="utf-8") == made
    nbformat.validate(json.loads(made))


def test_every_slide_has_notes_with_its_minutes_and_words() -> None:
    deck = open_deck("ninety-minutes")
    begins = 0
    for block in deck.workshop.blocks:
        for slide in block.slides:
            notes = said(deck.notes(slide.id)._repr_html_())
            assert tight(f"Minutes {begins}–{begins + block.minutes}: {block.title}") in notes
            assert all(tight(str(words)) in notes for words in (*block.do, *block.say))
        begins += block.minutes


@pytest.mark.parametrize("id", shipped())
def test_a_slide_shows_all_that_it_holds(id: str) -> None:
    deck = open_deck(id)
    for slide in deck.slides:
        shown = said(deck.slide(slide.id)._repr_html_())
        data = slide.model_dump(mode="json", exclude={"id", "layout", "picture"})
        assert [string for string in strings(data) if tight(string) not in shown] == []


def test_a_slide_that_there_is_not_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no slide 'mpa'\nDid you mean 'map'\?"):
        open_deck("taster-30").slide("mpa")
    with pytest.raises(UsageError, match="no slide 'mpa'"):
        open_deck("taster-30").notes("mpa")


def test_nobodys_words_become_markup(tmp_path: Path) -> None:
    path = own_workshop(tmp_path, "title: Half an hour on your path", f"title: '{MARKUP[:46]}'")
    deck = open_deck(path)
    assert "<script" not in deck.slide("title").html
    assert said(deck.slide("title").html).startswith(tight(MARKUP[:46]))


# --- as files --------------------------------------------------------------------------


@pytest.mark.parametrize("id", shipped())
def test_the_pdf_has_a_page_for_each_slide_with_its_words_and_is_read_aloud_without_its_numbers(
    id: str, tmp_path: Path
) -> None:
    deck = open_deck(id)
    data = deck_pdf(deck, on=DAY).data
    pages = pages_of(data)
    assert len(pages) == len(deck.slides)
    for slide, page in zip(deck.slides, pages, strict=True):
        shown = slide.model_dump(mode="json", exclude={"id", "layout", "picture"})
        assert [string for string in strings(shown) if tight(string) not in page] == []
    assert claims_of(data) == ("1", "2", "A")
    assert tags_of(data).count("H1") == len(deck.slides)
    assert deck_pdf(deck, on=DAY).data == data
    assert faults(data, tmp_path) == []
    heard = told(data, tmp_path)
    assert [it.words for it in heard if it.words.isdecimal()] == []
    for slide in deck.slides:
        if slide.layout in ("cards", "rows") and not slide.head:
            assert {entry.label for entry in slide.entries} <= {it.words for it in heard if it.tag == "H2"}


def test_a_deck_of_ones_own_is_made_with_its_ladder_and_theme(tmp_path: Path) -> None:
    tiny = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"
    theme = tmp_path / "theme.yaml"
    theme.write_text('accent: "#7a1f3d"\n', encoding="utf-8")
    path = own_workshop(tmp_path, "id: levels,", "id: what-is-asked,")
    html = deck_html(open_deck(path, ladder=tiny, theme=theme))
    assert "--slide-accent:#7a1f3d" in html
    assert 'data-slide="what-is-asked"' in html
    for level in load_ladder(tiny).levels:
        assert level.short_title in html
    assert "The above copyright notice and this permission notice shall be included in" in html, "reveal.js asks for it"


def with_cell(source: str, tmp_path: Path) -> Deck:
    """The taster's deck with this for one of its cells."""
    deck = open_deck("taster-30")
    notebook = nbformat.reads((SLIDES / "taster-30.ipynb").read_text(encoding="utf-8"), as_version=4)
    notebook.cells[2].source = source
    nbformat.write(notebook, tmp_path / "own.ipynb")
    return Deck(deck.workshop, deck.ladder, deck.theme, opening=deck.opening, notebook=tmp_path / "own.ipynb")


def test_a_cell_that_fails_is_told_and_leaves_no_deck(tmp_path: Path) -> None:
    with pytest.raises(DeckNotMade, match="no slide 'gone'"):
        deck_html(with_cell('deck.slide("gone")', tmp_path))


def test_a_kernel_that_dies_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeckNotMade, match="could not be run: Kernel died"):
        deck_html(with_cell("import os\nos._exit(1)", tmp_path))


@pytest.mark.parametrize(("folder", "transport"), [("/tmp", "ipc"), ("deep/" * 20, "tcp")])  # noqa: S108 - short, unlike tmp_path
def test_a_deck_needs_no_network_unless_its_folder_is_too_deep_for_sockets(
    folder: str, transport: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / folder
    scratch.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    asked = "from ipykernel.kernelapp import IPKernelApp\nraise Exception(IPKernelApp.instance().transport)"
    with pytest.raises(DeckNotMade, match=f"{transport}$"):
        deck_html(with_cell(asked, tmp_path))
