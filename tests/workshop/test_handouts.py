"""Handouts say what the ladder says, print without colour, and let a workshop run on paper alone."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pymupdf
import pytest
from pypdf import PdfReader

from helpers.charts import Theme
from helpers.errors import UnknownId
from helpers.ladder import Ladder, Level, Statement, beside, load_ladder
from helpers.workshop.agenda import load_workshop
from helpers.workshop.feedback import questions
from helpers.workshop.handouts import (
    all_handouts,
    card_sets,
    cards,
    cards_in_pages,
    conversation,
    feedback_slips,
    levels_sheet,
    pair_minutes,
    plan_page,
    shuffled,
    worksheet,
)
from tests.in_process import ladder as in_process
from tests.read_aloud import faults
from tests.workshop.printed import claims_of, pages_of, tags_of, tight

DAY = date(2026, 11, 23)
SHIPPED = load_ladder()


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme()


@pytest.mark.parametrize("level", SHIPPED.levels, ids=lambda level: level.id)
def test_a_worksheet_is_one_sheet_with_every_statement_and_every_answer(level: Level, theme: Theme) -> None:
    data = worksheet(SHIPPED, level, theme, on=DAY).data
    pages = pages_of(data)
    assert len(pages) == 2, "both sides of one sheet"
    text = "".join(pages)
    for at, statement in enumerate(level.statements, start=1):
        rare = SHIPPED.scale.rare_of(statement)
        since = f" ({rare.period}, of ___)" if rare else ""
        assert tight(f"{at} {statement.title} {statement.text}{since} Evidence") in text
        assert rare is None or tight(rare.note) in text
    scale = SHIPPED.scale
    for answer in (*scale.frequencies, scale.no_opportunity, scale.not_applicable, scale.dont_know):
        assert tight(answer.label) in text
    assert claims_of(data) == ("1", "2", "A")


@pytest.mark.parametrize("pair", [("mid", "senior"), ("director", "principal")], ids=":".join)
def test_two_levels_side_by_side_are_a_sheet_with_every_statement_of_both(pair, theme: Theme, tmp_path) -> None:
    data = levels_sheet(SHIPPED, *pair, theme, on=DAY).data
    text = "".join(pages_of(data))
    for id in pair:
        for statement in SHIPPED.level(id).statements:
            assert tight(statement.title) in text
            assert tight(statement.text) in text
    assert faults(data, tmp_path) == []
    new = beside(SHIPPED, *pair).new
    assert text.count("Newat") == bool(new), "said once, and only where something is"
    if new:
        assert tight(f"New at {SHIPPED.level(pair[1]).short_title}: {', '.join(new)}.") in text
    assert claims_of(data) == ("1", "2", "A")


def test_a_competency_stands_on_one_page_with_its_heading(theme: Theme) -> None:
    """Of two levels side by side: no heading is left alone at the foot of a page."""
    pages = pages_of(levels_sheet(SHIPPED, "mid", "senior", theme, on=DAY).data)
    assert len(pages) > 1
    for competency in SHIPPED.competencies:
        asked = [
            tight(it.text)
            for id in ("mid", "senior")
            for it in SHIPPED.level(id).statements
            if it.competency == competency.id
        ]
        here = [page for page in pages if any(text in page for text in asked)]
        assert len(here) == bool(asked)
        assert all(tight(competency.title) in page for page in here)


def test_the_line_for_evidence_is_on_the_page_of_its_statement(theme: Theme) -> None:
    level = SHIPPED.level("senior")
    for page in pages_of(worksheet(SHIPPED, level, theme, on=DAY).data):
        here = [it for it in level.statements if tight(it.title + it.text) in page]
        assert page.count("Evidence") == len(here) > 0


def test_two_checkers_of_accessibility_have_nothing_to_say(theme: Theme, tmp_path: Path) -> None:
    made = all_handouts(SHIPPED, theme, on=DAY, levels=["senior", "principal"])
    assert len(made) == 6
    assert {name: found for name, pdf in made.items() if (found := faults(pdf.data, tmp_path))} == {}


def test_the_cards_have_bookmarks_and_headings_of_two_ranks(theme: Theme) -> None:
    made = cards(SHIPPED, [SHIPPED.level("mid")], theme, on=DAY)
    outline = PdfReader(io.BytesIO(made.data)).outline
    assert [item["/Title"] for item in outline] == ["Level cards", "Which card belongs where"]
    tags = tags_of(made.data)
    assert tags.count("H1") == 2
    assert tags.count("H2") == len(SHIPPED.level("mid").statements) + 1


def test_there_are_eight_boxes_for_each_statement_to_see_and_none_to_listen_to(theme: Theme) -> None:
    """A table of empty cells would say nothing eight times a statement; each statement is a heading instead."""
    level = SHIPPED.level("associate")
    data = worksheet(SHIPPED, level, theme, on=DAY).data
    with pymupdf.open(stream=data) as file:
        drawn = [path["rect"] for page in file for path in page.get_drawings()]
    side = 4.2 / 25.4 * 72
    boxes = [rect for rect in drawn if abs(rect.width - side) < 1 and abs(rect.height - side) < 1]
    assert len(boxes) == 8 * len(level.statements)
    tags = tags_of(data)
    assert not {"Table", "TH", "TD"} & set(tags)
    assert tags.count("H3") == len(level.statements)


def test_every_statement_is_on_one_card_and_its_number_tells_the_level_only_in_the_key(theme: Theme) -> None:
    levels = [SHIPPED.level("mid"), SHIPPED.level("senior")]
    *fronts, key = pages_of(cards(SHIPPED, levels, theme, on=DAY).data)
    assert cards_in_pages(levels) == f"{len(shuffled(levels))} cards on {len(fronts)} pages, and a key"
    for at, statement in enumerate(shuffled(levels), start=1):
        on_card = tight(statement.title + statement.text)
        assert sum(on_card in page for page in fronts) == 1
        assert on_card in fronts[(at - 1) // 8]
        assert tight(f"{at}{statement.title}") in key
    for level in levels:
        assert tight(level.title) in key
        assert not any(tight(level.title) in page for page in fronts)


def test_cards_are_shuffled_and_a_set_can_be_printed_again(theme: Theme) -> None:
    levels = list(SHIPPED.levels)
    order = [SHIPPED.level_of(statement.id).id for statement in shuffled(levels)]
    assert order != sorted(order, key=[level.id for level in levels].index)
    assert cards(SHIPPED, levels[:2], theme, on=DAY) == cards(SHIPPED, levels[:2], theme, on=DAY)


def test_a_set_of_cards_is_of_two_levels_that_follow_each_other(ladder: Ladder) -> None:
    ours = [(first.id, second.id) for first, second in card_sets(SHIPPED)]
    assert set(ours) == {(before, level.id) for level in SHIPPED.levels for before in level.follows}
    loose = tuple(level.model_copy(update={"follows": ()}) for level in ladder.levels)
    assert card_sets(ladder.model_copy(update={"levels": loose})) == ((loose[0], loose[1]), (loose[1], loose[2]))
    assert card_sets(ladder.model_copy(update={"levels": loose[:1]})) == ()


def test_plan_and_guide_are_one_page_each(theme: Theme) -> None:
    for pdf in (plan_page(SHIPPED, theme, on=DAY), conversation(SHIPPED, theme, on=DAY)):
        assert len(pages_of(pdf.data)) == 1
        assert claims_of(pdf.data) == ("1", "2", "A")
    (text,) = pages_of(plan_page(SHIPPED, theme, on=DAY).data)
    for asked in ("What may get in the way", "after two weeks", "after six weeks", "after twelve weeks"):
        assert tight(asked) in text


def test_slips_ask_what_phones_ask_four_on_a_page(theme: Theme) -> None:
    (page,) = pages_of(feedback_slips(SHIPPED, theme, on=DAY).data)
    asked = [*(question.title for _, _, question in questions().walk()), "not at all", "fully"]
    for words in (*asked, *(prompt.text for _, prompt in questions().walk_prompts())):
        assert page.count(tight(words)) >= 4


def test_the_guide_takes_its_minutes_from_the_workshop(theme: Theme) -> None:
    workshops = {id: load_workshop(id) for id in ("taster-30", "ninety-minutes", "half-day")}
    assert {id: pair_minutes(each) for id, each in workshops.items()} == {
        "taster-30": 3,
        "ninety-minutes": 5,
        "half-day": 6,
    }
    made = all_handouts(SHIPPED, theme, on=DAY, workshop=workshops["taster-30"], levels=["mid"])
    assert "3minuteseach." in pages_of(made["conversation.pdf"].data)[0]


def test_a_workshop_gets_the_handouts_that_it_uses(ladder: Ladder, theme: Theme) -> None:
    def names(id: str | None, *levels: str) -> list[str]:
        workshop = load_workshop(id) if id else None
        return list(all_handouts(ladder, theme, on=DAY, workshop=workshop, levels=levels))

    first, second, third = (f"worksheet-{level.id}.pdf" for level in ladder.levels)
    assert names(None) == [first, second, third, "cards.pdf", "plan.pdf", "conversation.pdf", "feedback.pdf"]
    assert names("ninety-minutes", ladder.levels[1].id) == [second, "plan.pdf", "conversation.pdf", "feedback.pdf"]
    with pytest.raises(UnknownId, match="no level 'boss'"):
        names(None, "boss")


def test_paper_and_words_are_the_themes_and_the_ladders(ladder: Ladder) -> None:
    """A company's own ladder may hold any script; its words come out as they are or as a stand-in that is told."""
    odd = ladder.levels[0].model_copy(update={"title": "Début ⟨\u0007⟩ פרק"})
    made = worksheet(ladder, odd, Theme(paper="letter"), on=DAY)
    box = PdfReader(io.BytesIO(made.data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)
    assert "[U+0007]" in pages_of(made.data)[0]
    assert any("U+0007" in notice for notice in made.notices)


def test_the_command_writes_them_into_a_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "helpers.cli", "handouts", "-o", str(tmp_path / "out")]
    done = subprocess.run([*command, "--level", "mid", "--level", "senior"], capture_output=True, text=True)
    guides = [f"for-managers-{level}.{ending}" for level in ("mid", "senior") for ending in ("html", "pdf")]
    names = [
        "cards.pdf",
        "conversation.pdf",
        "feedback.pdf",
        *guides,
        "plan.pdf",
        "worksheet-mid.pdf",
        "worksheet-senior.pdf",
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (0, 10, "")
    done = in_process("handouts", "-o", tmp_path / "out", "--level", "chief")
    assert done.returncode == 1
    assert "no level 'chief'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_long_statement_stays_on_its_card(theme: Theme) -> None:
    """The longest of public frameworks has 537 characters; what ran over its card covered the next."""
    text = ("write down what was decided, and why, where everybody who acts on it finds it a year later, " * 6)[:537]
    long, short = (Statement(id=f"a.s{at}", text=words) for at, words in enumerate((text, "write it down")))
    level = Level(id="a", title="A", statements=[long, short])
    about = Ladder(format=2, id="x", version="1", title="X", language="en", scale=SHIPPED.scale, levels=(level,))
    page = pymupdf.open(stream=cards(about, [level], theme, on=DAY).data)[0]
    bottoms = [y1 for _, _, _, y1, word, *_ in page.get_text("words") if word not in ("Level", "cards")]
    height = page.rect.height / 841.9 * 62 / 25.4 * 72
    assert max(bottoms) < (page.rect.height - 4 * height) / 2 + height
