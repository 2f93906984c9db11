"""Who stands where, on a page and on a phone: no word is broken, whatever an option is called."""

from __future__ import annotations

import pytest

from helpers.charts import load_theme
from helpers.labs import load_lab
from helpers.labs.principal.charts import stances_chart
from tests.charts.drawn import faults, texts

LAB, THEME = load_lab("principal"), load_theme()


@pytest.mark.parametrize("width", [350, 680])
@pytest.mark.parametrize("chosen", [None, *(option.id for option in LAB.options)])
def test_every_word_of_an_option_stands_whole(width: float, chosen: str | None) -> None:
    picture = stances_chart(LAB, THEME, chosen=chosen, width=width)
    drawn = {word for text in texts(picture) for word in (text.text or "").split()}
    assert {word for option in LAB.options for word in option.title.split()} <= drawn
    assert faults(picture) == []


def test_where_columns_are_too_narrow_each_has_the_letter_of_its_option() -> None:
    wide, narrow = ([t.text for t in texts(stances_chart(LAB, THEME, width=width))] for width in (680, 350))
    assert narrow.count("A") == narrow.count("D") == 2
    assert "A" not in wide
