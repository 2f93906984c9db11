"""The map shows every level and role of any ladder, whole, with nothing standing on anything else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.charts import Picture, Theme, ladder_map, map_places
from helpers.charts.lettering import wrap
from helpers.errors import UnknownId
from helpers.insight import coverage
from helpers.journal.state import fold
from helpers.ladder import load_ladder
from helpers.ladder.model import Ladder
from tests.charts.drawn import Box, boxes, clashes, outside, texts, words
from tests.strategies import destination_ids, ladders, make_ladder, make_level, rate, shipped_shape

THEME = Theme()
LADDER = shipped_shape()
STATE = fold([rate(LADDER, "mid.s0", 3), rate(LADDER, "mid.s1", 0)])
RATED = {level.id: coverage(LADDER, STATE, level.id) for level in LADDER.levels}


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_level_track_and_role_stands_on_the_map() -> None:
    drawn = squeezed(words(ladder_map(LADDER, THEME)))
    for title in (
        *(level.short_title for level in LADDER.levels),
        *(track.title for track in LADDER.tracks),
        *(role.title for role in LADDER.roles),
    ):
        assert squeezed(title) in drawn


def test_where_one_stands_and_heads_is_said_in_words_and_not_by_colour_alone() -> None:
    drawn = words(ladder_map(LADDER, THEME, here="mid", destination="role:founder", rated=RATED))
    assert drawn.count("You are here") == drawn.count("Your destination") == 1
    assert "2 of 6 rated" in drawn
    plain = words(ladder_map(LADDER, THEME))
    assert "You are here" not in plain
    assert "Your destination" not in plain
    assert "rated" not in plain


def test_both_marks_may_stand_at_one_place() -> None:
    drawn = words(ladder_map(LADDER, THEME, here="executive", destination="level:executive"))
    assert "You are here Your destination" in drawn


def test_the_alt_text_says_what_the_picture_shows() -> None:
    alt = ladder_map(LADDER, THEME, here="senior", destination="level:principal", rated={"mid": RATED["mid"]}).alt
    assert alt == (
        "Map of the ladder “An invented ladder”. "
        "Core path: Associate PM, Mid-level PM and Senior PM. "
        "Management: Group PM / Director and VP of Product / CPO. "
        "Individual contributor: Principal / Staff PM. "
        "From Senior PM the trail forks to Group PM / Director and Principal / Staff PM. "
        "People cross between Group PM / Director and Principal / Staff PM either way. "
        "Open from any level are the neighbouring roles: Operations and program management; "
        "Business development and partnerships; Founder or CEO of a start-up; Product marketing or strategy; "
        "Innovation, R&D or incubation. "
        "You are here: Senior PM. Your destination: Principal / Staff PM. "
        "Rated so far: Mid-level PM, 2 of 6 rated."
    )


def test_no_track_is_drawn_with_more_weight_than_another() -> None:
    """The forked tracks' words are alike in size, weight and colour, and the lanes lie evenly about the middle."""
    picture = ladder_map(LADDER, THEME)
    by_words = {element.text: element for element in texts(picture)}
    one, other = by_words["Management"], by_words["Individual contributor"]
    assert {k: v for k, v in one.items() if k not in "xy"} == {k: v for k, v in other.items() if k not in "xy"}


@pytest.mark.parametrize("wrong", [{"here": "nowhere"}, {"destination": "level:nowhere"}, {"destination": "mid"}])
def test_an_unknown_place_is_said(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownId):
        ladder_map(LADDER, THEME, **wrong)  # type: ignore[arg-type]


@given(st.data(), ladders(most_levels=9), st.sampled_from([350.0, 680.0]))
def test_any_ladder_fits_on_its_map(data: st.DataObject, ladder: Ladder, width: float) -> None:
    here = data.draw(st.sampled_from([None, *(level.id for level in ladder.levels)]))
    goal = data.draw(st.sampled_from([None, *destination_ids(ladder)]))
    rated = {level.id: coverage(ladder, fold([]), level.id) for level in ladder.levels}
    picture = ladder_map(ladder, THEME, here=here, destination=goal, rated=rated, width=width)
    found = boxes(picture)
    assert outside(found, picture) == []
    assert clashes(found) == []
    for place in (*ladder.levels, *ladder.roles):
        assert place.title in [box.words for box in found]


@given(st.data(), ladders(most_levels=9), st.sampled_from([350.0, 680.0]))
def test_a_finger_meets_every_level_and_no_two_at_once(data: st.DataObject, ladder: Ladder, width: float) -> None:
    """48 px at least, which are 44 on a phone, on the picture, and no two of them meet."""
    here = data.draw(st.sampled_from([None, *(level.id for level in ladder.levels)]))
    picture = ladder_map(ladder, THEME, here=here, width=width)
    places = map_places(ladder, here=here, width=width)
    assert {*places} == {level.id for level in ladder.levels}
    for box in places.values():
        assert min(box.width, box.height) >= 48
        assert box.x >= -1
        assert box.y >= -1
        assert box.x + box.width <= picture.width + 1
        assert box.y + box.height <= picture.height + 1
    for one, other in combinations(places.values(), 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert across <= 0 or down <= 0, (one, other)


def test_long_titles_are_wrapped_and_never_cut() -> None:
    long = "Senior Director Products"
    chain = [make_level(f"l{i}", short_title=long, follows=[f"l{i - 1}"] if i else []) for i in range(5)]
    for width in (350.0, 680.0):
        picture = ladder_map(make_ladder(chain), THEME, width=width)
        assert squeezed(words(picture)).count(squeezed(long)) == 5
        assert outside(boxes(picture), picture) == []


def test_twelve_levels_lie_across_a_slide_though_they_would_run_down_a_page() -> None:
    chain = [
        make_level(f"l{i}", short_title="Vice President Europe", follows=[f"l{i - 1}"] if i else []) for i in range(12)
    ]
    page, slide = (ladder_map(make_ladder(chain), THEME, width=900, is_across=on) for on in (False, True))
    assert page.height > page.width
    assert slide.width > 2 * slide.height
    assert squeezed(words(slide)).count(squeezed("Vice President Europe")) == 12
    assert outside(boxes(slide), slide) == []


def test_levels_whose_titles_begin_alike_are_told_apart() -> None:
    """Their short titles would be one and the same; there is room for all of each."""
    titles = [f"Senior product manager of {what}" for what in ("growth", "platform", "payments and risk")]
    chain = [
        make_level(f"l{i}", title=title, short_title="Senior product manager…"[:24], follows=[f"l{i - 1}"] if i else [])
        for i, title in enumerate(titles)
    ]
    ladder = make_ladder(chain)
    assert len({level.short_title for level in ladder.levels}) == 3
    for width in (350.0, 680.0):
        picture = ladder_map(ladder, THEME, here="l1", destination="level:l2", width=width)
        assert all(squeezed(title) in squeezed(words(picture)) for title in titles)
        assert all(title in picture.alt for title in titles)
        assert outside(boxes(picture), picture) == []
        assert clashes(boxes(picture)) == []


def test_a_ladder_too_long_for_the_page_runs_down_it() -> None:
    chain = [make_level(f"l{i}", follows=[f"l{i - 1}"] if i else []) for i in range(9)]
    picture = ladder_map(make_ladder(chain), THEME)
    assert picture.height > picture.width == 680


@pytest.mark.browser
@pytest.mark.parametrize("width", [350.0, 680.0])
@pytest.mark.parametrize(
    ("here", "goal"),
    [(None, None), ("senior", "level:principal"), ("executive", "level:executive"), ("mid", "role:operations")],
)
def test_in_a_browser_the_shipped_ladder_s_words_are_whole_and_apart(
    measured: Callable[[Picture], list[Box]], width: float, here: str | None, goal: str | None
) -> None:
    ladder = load_ladder()
    rated = {level.id: coverage(ladder, fold([]), level.id) for level in ladder.levels}
    picture = ladder_map(ladder, THEME, here=here, destination=goal, rated=rated, width=width)
    found = measured(picture)
    assert len(found) == len(texts(picture))
    assert outside(found, picture) == []
    assert clashes(found) == []


def test_text_is_no_smaller_than_eleven_pixels_at_its_own_size() -> None:
    for width in (350.0, 680.0):
        picture = ladder_map(LADDER, THEME, here="mid", rated=RATED, width=width)
        assert picture.width <= width
        assert min(float(element.get("font-size", "0")) for element in texts(picture)) >= 11


def test_wrapping_of_the_shipped_titles_reads_well() -> None:
    assert wrap("Group PM / Director", 13, 108, bold=True) == ("Group PM /", "Director")
