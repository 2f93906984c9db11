"""The guide for managers: two pages for every level, from any ladder, without a word about anybody."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.charts import load_theme
from helpers.ladder import load_ladder
from helpers.report import as_page, as_text, typeset
from helpers.workshop.managers import managers_guide
from tests.workshop.printed import claims_of, pages_of, tight

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


def test_a_ladder_with_texts_alone_has_one_too() -> None:
    plain = LADDER.level("mid").responsibilities[0].model_copy(update={"competency": None, "text": "<b>x</b>"})
    level = LADDER.level("mid").model_copy(
        update={"responsibilities": (plain,), "signs": (), "skills": (), "summary": None, "prompts": (), "notes": ()}
    )
    guide = managers_guide(LADDER.model_copy(update={"competencies": ()}), level, on=DAY)
    assert "<b>x</b>" in as_text(guide)
    assert "<b>x</b>" not in as_page(guide, load_theme())
