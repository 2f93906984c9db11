"""The gap chart places what has a frequency on the scale, and lists apart what has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import Picture, Theme, gap_chart
from helpers.insight import gap
from helpers.journal.events import Event, Rating, RatingState
from helpers.journal.state import fold
from helpers.ladder import load_ladder
from helpers.ladder.model import Ladder
from tests.charts.drawn import SVG, Box, boxes, clashes, outside, texts, tree, words
from tests.strategies import destination_ids, evidence, rate, shipped_shape, told

THEME = Theme()
LADDER = shipped_shape()
EVENTS = [
    rate(LADDER, "mid.s0", 1),
    evidence(LADDER, "mid.s0"),
    rate(LADDER, "mid.s1", 0),
    rate(LADDER, "mid.s2", 3),
    rate(LADDER, "mid.s3", Rating(state=RatingState.NO_OPPORTUNITY)),
]
GAP = gap(LADDER, fold(EVENTS), "level:mid")


def test_the_widest_difference_stands_on_top_and_what_is_unrated_is_listed_apart() -> None:
    drawn = words(gap_chart(GAP, LADDER, THEME))
    order = [drawn.index(words_) for words_ in ("Less often", "mid.s1", "mid.s0", "As often", "mid.s2", "mid.s3")]
    assert order == sorted(order)
    assert "Less often than expected: 2 of 3 rated" in drawn
    assert drawn.index("no opportunity so far (1)") < drawn.index("mid.s3") < drawn.index("unanswered (2)")


def test_only_what_has_a_frequency_gets_a_dot_and_evidence_fills_it() -> None:
    """Two circles a dot: its clearing and itself. The key adds one of each kind."""
    circles = list(tree(gap_chart(GAP, LADDER, THEME)).iter(f"{SVG}circle"))
    dots = [circle.get("fill") for circle in circles if circle.get("stroke") == THEME.accent]
    assert dots == [THEME.background, THEME.accent, THEME.background, THEME.accent, THEME.background]


def test_the_alt_text_tells_the_same_answers_in_words() -> None:
    assert gap_chart(GAP, LADDER, THEME).alt == (
        "From your answers to what Mid-level PM asks for: 3 of 6 rated. "
        "Less often than expected, 2 of 3 rated: "
        "“mid.s1”, answered “not yet”, expected “often”, no evidence; "
        "“mid.s0”, answered “seldom”, expected “often”, with evidence. "
        "As often as expected, or more, 1 of 3 rated: “mid.s2”, answered “often”, expected “often”, no evidence. "
        "Answered “no opportunity so far”: “mid.s3”. "
        "Not answered yet: “mid.k0” and “mid.k1”."
    )


def test_with_nothing_rated_there_is_no_scale_and_no_key() -> None:
    picture = gap_chart(gap(LADDER, fold([]), "level:mid"), LADDER, THEME)
    assert words(picture).startswith("Answered otherwise, or not yet: 6 of 6 unanswered (6)")
    assert not list(tree(picture).iter(f"{SVG}circle"))


def test_at_a_role_each_statement_names_its_level() -> None:
    picture = gap_chart(gap(LADDER, fold([rate(LADDER, "senior.s1", 2)]), "role:operations"), LADDER, THEME)
    assert "senior.s1 Senior PM" in words(picture)


@given(told(), st.data(), st.sampled_from([350.0, 680.0]))
def test_any_gap_fits_and_names_every_statement(
    case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject, width: float
) -> None:
    ladder, events = case
    found = gap(ladder, fold(events), data.draw(st.sampled_from(destination_ids(ladder))))
    picture = gap_chart(found, ladder, THEME, width=width)
    laid = boxes(picture)
    assert outside(laid, picture) == []
    assert clashes(laid) == []
    for item in found.items:
        assert item.statement.title in words(picture)
        assert f"“{item.statement.title}”" in picture.alt


@pytest.mark.browser
@pytest.mark.parametrize("width", [350.0, 680.0])
@pytest.mark.parametrize("goal", ["level:senior", "level:executive", "role:founder"])
def test_in_a_browser_the_shipped_ladder_s_words_are_whole_and_apart(
    measured: Callable[[Picture], list[Box]], width: float, goal: str
) -> None:
    ladder = load_ladder()
    events = [rate(ladder, s.id, i % 5) for i, (_, _, s) in enumerate(ladder.walk()) if i % 3]
    picture = gap_chart(gap(ladder, fold(events), goal), ladder, THEME, width=width)
    found = measured(picture)
    assert len(found) == len(texts(picture))
    assert outside(found, picture) == []
    assert clashes(found) == []
    assert min(float(element.get("font-size", "0")) for element in texts(picture)) >= 11
