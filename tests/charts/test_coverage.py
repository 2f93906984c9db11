"""The coverage chart has one sign a statement, and its kinds differ in shape and not only in colour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import Picture, Theme, coverage_chart
from helpers.charts.coverage import _square
from helpers.charts.svg import Canvas
from helpers.insight import Kind, coverage
from helpers.journal.events import Event, Rating, RatingState
from helpers.journal.state import fold
from helpers.ladder import load_ladder
from helpers.ladder.model import Ladder
from tests.charts.drawn import Box, boxes, clashes, outside, texts, tree, words
from tests.strategies import evidence, rate, shipped_shape, told

THEME = Theme()
LADDER = shipped_shape()
EVENTS = [
    rate(LADDER, "mid.s0", 3),
    evidence(LADDER, "mid.s0"),
    rate(LADDER, "mid.s1", 4),
    rate(LADDER, "mid.s2", 0),
    rate(LADDER, "mid.s3", Rating(state=RatingState.DONT_KNOW)),
]


def chart(width: float = 680) -> Picture:
    state = fold(EVENTS)
    return coverage_chart([coverage(LADDER, state, id) for id in ("mid", "senior")], THEME, width=width)


def test_n_stands_beside_every_row_and_only_kinds_that_occur_are_in_the_key() -> None:
    drawn = words(chart())
    assert "Mid-level PM ? 3 of 6 rated Senior PM 0 of 6 rated" in drawn
    assert "less often than expected" in drawn
    assert "don't know" in drawn
    assert "no opportunity" not in drawn


def test_the_alt_text_tells_the_same_counts_in_words() -> None:
    assert chart().alt == (
        "Mid-level PM: 3 of 6 statements rated. Of the 3: 1 at the expected frequency or above, with evidence, "
        "1 at the expected frequency or above, no evidence yet and 1 less often than expected. "
        "Apart from them: 1 don't know and 2 unanswered. "
        "Senior PM: 0 of 6 statements rated. Apart from them: 6 unanswered."
    )


def test_kinds_differ_even_where_no_colour_is_seen() -> None:
    """Every sign drawn alone, with its colours reduced to filled or hollow, is unlike every other."""

    def outline(kind: Kind) -> tuple[object, ...]:
        canvas = Canvas(THEME, 20)
        _square(canvas, kind, (0, 0))
        drawn = list(tree(canvas.finish(20, "")))[1:]
        return tuple(
            (element.tag, element.text, *(v for k, v in element.items() if k not in ("fill", "stroke", "stroke-width")))
            for element in drawn
        )

    assert len({outline(kind) for kind in Kind if kind is not Kind.CLAIMED}) == len(Kind) - 1
    assert outline(Kind.CLAIMED) not in {outline(kind) for kind in Kind if kind is not Kind.CLAIMED}


def test_no_level_is_no_failure() -> None:
    assert coverage_chart([], THEME).alt == "No level is shown."


@given(told(), st.sampled_from([350.0, 680.0]))
def test_any_coverage_fits_and_counts_every_statement(case: tuple[Ladder, tuple[Event, ...]], width: float) -> None:
    ladder, events = case
    state = fold(events)
    found = [coverage(ladder, state, level.id) for level in ladder.levels]
    picture = coverage_chart(found, THEME, width=width)
    laid = boxes(picture)
    assert outside(laid, picture) == []
    assert clashes(laid) == []
    for one in found:
        assert one.rated_text in words(picture)
        assert f"{one.level.short_title}: {one.rated} of {one.total} statement" in picture.alt


@pytest.mark.browser
@pytest.mark.parametrize("width", [350.0, 680.0])
def test_in_a_browser_the_shipped_ladder_s_words_are_whole_and_apart(
    measured: Callable[[Picture], list[Box]], width: float
) -> None:
    ladder = load_ladder()
    states = list(RatingState)
    ratings = [Rating(state=s, frequency=3 if s is RatingState.FREQUENCY else None) for s in states]
    events = [rate(ladder, s.id, ratings[i % len(ratings)]) for i, (_, _, s) in enumerate(ladder.walk())]
    found = [coverage(ladder, fold(events), level.id) for level in ladder.levels]
    picture = coverage_chart(found, THEME, width=width)
    drawn = measured(picture)
    assert len(drawn) == len(texts(picture))
    assert outside(drawn, picture) == []
    assert clashes(drawn) == []
