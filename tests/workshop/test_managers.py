"""The guide for managers: two pages for every level, from any ladder, without a word about anybody."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.chapters.questions import statement_option
from helpers.charts import load_theme
from helpers.ladder import Ladder, Statement, load_ladder
from helpers.report import as_page, as_text, typeset
from helpers.workshop.managers import managers_guide
from tests.workshop.printed import claims_of, lines_of, pages_of, tight

DAY = date(2026, 11, 23)
LADDER = load_ladder()


@pytest.mark.parametrize("id", [level.id for level in LADDER.levels])
def test_a_guide_is_two_pages_and_names_every_statement_of_its_level(id: str) -> None:
    level = LADDER.level(id)
    guide = managers_guide(LADDER, level, on=DAY)
    pdf = typeset(guide, load_theme())
    pages = pages_of(pdf.data)
    assert len(pages) == 2
    assert claims_of(pdf.data) == ("1", "2", "A")
    whole = "".join(pages)
    assert all(tight(statement.text) in whole for statement in level.statements)
    html = as_page(guide, load_theme())
    assert "What you never ask for" in html
    assert "<script" not in html


@pytest.mark.parametrize("id", [level.id for level in LADDER.levels])
def test_no_word_of_its_title_stands_alone(id: str) -> None:
    """“For managers: Senior product / manager”."""
    guide = managers_guide(LADDER, LADDER.level(id), on=DAY)
    lines = lines_of(typeset(guide, load_theme()).data)
    assert guide.heading.split()[-1] not in lines[:4]
    assert guide.heading.startswith(lines[1])


def test_a_ladder_with_texts_alone_has_one_too() -> None:
    plain = LADDER.level("mid").responsibilities[0].model_copy(update={"competency": None, "text": "<b>x</b>"})
    level = LADDER.level("mid").model_copy(
        update={"responsibilities": (plain,), "signs": (), "skills": (), "summary": None, "prompts": (), "notes": ()}
    )
    guide = managers_guide(LADDER.model_copy(update={"competencies": ()}), level, on=DAY)
    assert "<b>x</b>" in as_text(guide)
    assert "<b>x</b>" not in as_page(guide, load_theme())


@pytest.mark.parametrize("text", ["writes tests before merging", "ships features " + "that people asked for " * 4])
def test_a_statement_without_a_title_of_its_own_is_said_once(text: str) -> None:
    given = LADDER.level("mid").responsibilities[0]
    plain = Statement(id=given.id, text=text.strip(), competency=given.competency)
    assert not plain.named
    level = LADDER.level("mid").model_copy(update={"responsibilities": (plain,), "signs": (), "skills": ()})
    said = as_text(managers_guide(LADDER, level, on=DAY)).casefold()
    assert " ".join(said.split()).count(text.split(" that")[0]) == 2, "what to look for, and the occasions"
    whole = {name: getattr(LADDER, name) for name in Ladder.model_fields}  # a copy would know the old statements too
    ladder = Ladder.model_construct(**whole | {"levels": (level,)})
    option = statement_option(ladder, plain.id)
    assert (option.title.casefold(), option.detail) == (plain.text.casefold(), level.short_title)


def test_a_title_of_its_own_stands_before_the_text() -> None:
    given = LADDER.level("mid").responsibilities[0]
    assert given.in_full == f"{given.title}: {given.text}"
    assert statement_option(LADDER, given.id).title == given.title
