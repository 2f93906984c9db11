"""A team's bars: every count can be read, and what is hidden looks unlike what is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import Picture, Theme, load_theme
from helpers.charts.team import TINTS, Bar, coarse, fine, team_chart
from helpers.charts.theme import READABLE, contrast
from helpers.ladder import load_ladder
from tests.charts.drawn import SVG, Box, boxes, clashes, faults, outside, texts, tree, words
from tests.strategies import SCALE

LIGHT = Theme()
DARK = Theme(background="#12181a", ink="#eef2f2", muted="#aab5b8", accent="#63d0b8")
MIXED = Bar("Mixed", (1, 0, 3, 0, 2), (1, 0, 2), "9 answers")
HIDDEN = Bar("Few", instead="hidden: fewer than 5 answers", hidden=True)
EMPTY = Bar("None", instead="no answers")


def chart(*bars: Bar, theme: Theme = LIGHT, width: float = 680) -> Picture:
    return team_chart(bars, fine(SCALE), theme, width=width)


def test_every_count_stands_in_its_bar_and_n_beside_it():
    assert words(chart(MIXED)).startswith("Mixed 1 3 2 1 2 ? 9 answers")


def test_only_answers_that_occur_off_the_scale_are_in_the_key_but_the_scale_is_whole():
    key = words(chart(MIXED))
    assert all(step.label in key for step in SCALE.frequencies)
    assert "no opportunity so far" in key
    assert "not applicable here" not in key
    assert "seldom" not in words(chart(HIDDEN, EMPTY))


def test_the_alt_text_tells_the_same_counts_in_words():
    assert chart(MIXED, HIDDEN, EMPTY).alt == (
        "Mixed, 9 answers: 1 “not yet”, 3 “sometimes”, 2 “almost always”, 1 “no opportunity so far” "
        "and 2 “don't know”. Few: hidden: fewer than 5 answers. None: no answers."
    )
    assert chart().alt == "Nothing is shown."


def test_hidden_and_no_answers_look_different_without_their_words():
    def shapes(bar: Bar) -> list[str]:
        return [element.tag for element in list(tree(chart(bar)))[1:] if element.tag != f"{SVG}text"]

    assert shapes(HIDDEN) != shapes(EMPTY)
    assert "stroke-dasharray" in chart(HIDDEN).svg
    assert "stroke-dasharray" not in chart(EMPTY).svg


@pytest.mark.parametrize("theme", [LIGHT, DARK, load_theme()], ids=["light", "dark", "shipped"])
def test_every_word_can_be_read_on_the_colour_it_stands_on(theme: Theme):
    picture = chart(Bar("All", (11, 12, 13, 14, 15), (16, 17, 18), "116 answers"), theme=theme)
    grounds = dict(zip(("11", "12", "13", "14", "15"), map(theme.tint, TINTS), strict=True))
    for element in texts(picture):
        ground = grounds.get(element.text or "", theme.background)
        assert contrast(element.get("fill", ""), ground) >= READABLE, element.text


@pytest.mark.parametrize("width", [350.0, 860.0])
def test_one_among_many_has_its_count_and_its_sign(width: float):
    picture = chart(Bar("Many", (1, 30, 1, 60, 1), (1, 1, 1), "96 answers"), width=width)
    laid = [box for box in boxes(picture) if box.words == "1"]
    assert len(laid) == 6
    assert words(picture).count("?") == 2  # in its part, and in the key
    assert clashes(boxes(picture)) == []


@given(
    st.lists(
        st.builds(
            lambda title, f, a: Bar(title, tuple(f), tuple(a), f"{sum(f) + sum(a)} answers"),
            st.text("abcdefgh ", min_size=1, max_size=48).map(lambda text: f"x{text}"),
            st.lists(st.integers(0, 40), min_size=5, max_size=5),
            st.lists(st.integers(0, 40), min_size=3, max_size=3),
        )
        | st.just(HIDDEN)
        | st.just(EMPTY),
        max_size=8,
    ),
    st.sampled_from([350.0, 680.0, 860.0]),
)
def test_any_bars_fit_and_stay_within_their_row(bars: list[Bar], width: float):
    picture = team_chart(bars, fine(SCALE), LIGHT, width=width)
    laid = boxes(picture)
    assert outside(laid, picture) == []
    assert clashes(laid) == []
    for rect in tree(picture).iter(f"{SVG}rect"):
        left, wide = float(rect.get("x", "0")), float(rect.get("width", "0"))
        assert left >= 0
        assert left + wide <= width + 0.05


@pytest.mark.parametrize("width", [350.0, 680.0, 860.0])
def test_every_number_stands_in_its_part_and_a_sign_beside_what_is_off_the_scale(width: float):
    """Of “2 2” at the end of a bar nobody can tell which is which, and a part without a number can’t be read."""
    picture = chart(Bar("Uneven", (1, 40, 1, 70, 2), (1, 1, 2), "118 answers"), width=width)
    assert words(picture).startswith("Uneven 1 40 1 70 2 1 1 2 ? 118 answers")
    assert faults(picture) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [350.0, 680.0, 860.0])
def test_in_a_browser_the_shipped_ladder_s_words_are_whole_and_apart(
    measured: Callable[[Picture], list[Box]], width: float
):
    ladder = load_ladder()
    bars = [
        Bar(statement.title, (1, 2, 3, 4, 5), (1, 2, 1), "19 answers")
        for level in ladder.levels[:2]
        for statement in level.statements
    ]
    picture = team_chart(bars, fine(ladder.scale), load_theme(), width=width)
    drawn = measured(picture)
    assert outside(drawn, picture) == []
    assert clashes(drawn) == []
    assert faults(picture) == []


def test_a_coarse_bar_has_three_parts_with_names_of_their_own():
    words = ("less than expected", "as expected", "otherwise")
    bars = [Bar("One", (1, 4), (2,), "7 answers"), Bar("Two", instead="hidden", hidden=True)]
    picture = team_chart(bars, coarse(words), LIGHT)
    assert picture.alt == "One, 7 answers: 1 “less than expected”, 4 “as expected” and 2 “otherwise”. Two: hidden."
    assert not any(step.label in picture.svg for step in SCALE.frequencies)
