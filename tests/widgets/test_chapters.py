"""The nine chapters and the route through them."""

import pytest

from helpers.errors import UsageError
from helpers.paths import ROOT
from helpers.widgets.chapters import CHAPTERS, PATH, ROLES, chapter, chapter_of, neighbours, suggest_route
from tests.strategies import shipped_shape


def test_there_is_one_notebook_for_each_chapter():
    """A link that leads nowhere would be the first thing a reader meets."""
    found = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb") if "_lab_" not in path.name)
    assert [c.file for c in CHAPTERS] == found


def test_a_chapter_takes_longer_with_its_stories_than_without():
    assert all(0 < c.brief <= c.minutes for c in CHAPTERS)


def test_an_unknown_chapter_is_refused_with_the_ones_there_are():
    with pytest.raises(UsageError, match="02_mid_level_pm"):
        chapter("02_mid")


def test_neighbours_are_missing_at_either_end_only():
    assert neighbours(CHAPTERS[0]) == (None, CHAPTERS[1])
    assert neighbours(CHAPTERS[4]) == (CHAPTERS[3], CHAPTERS[5])
    assert neighbours(PATH) == (ROLES, None)


LADDER = shipped_shape()


@pytest.mark.parametrize(
    ("standing", "curious", "first"),
    [
        ("mid", ["principal"], ["02_mid_level_pm", "06_individual_contributor"]),
        ("mid", ["founder", "executive"], ["02_mid_level_pm", "07_adjacent_roles"]),
        ("mid", [], ["02_mid_level_pm", "03_senior_pm"]),
        ("mid", ["mid"], ["02_mid_level_pm", "03_senior_pm"]),
        ("senior", [], ["03_senior_pm", "04_group_pm_director"]),
        ("executive", [], ["05_vp_cpo"]),
        (None, ["senior", "founder", "mid"], ["03_senior_pm", "07_adjacent_roles"]),
        (None, ["founder", "operations"], ["07_adjacent_roles"]),
        (None, [], []),
        ("gone", ["gone-too"], []),
    ],
)
def test_a_route_starts_where_somebody_stands_and_goes_where_they_look(standing, curious, first):
    """At most two chapters, none twice, and every other one is still on offer."""
    route = suggest_route(LADDER, standing, curious)
    assert [turn.chapter.stem for turn in route.first] == first
    others = {c.stem for c in route.rest}
    assert others.isdisjoint(first)
    assert others | set(first) == {c.stem for c in CHAPTERS[1:-1]}


def test_a_first_sitting_at_two_levels_takes_half_an_hour_straight_through_the_questions():
    levels = [c for c in CHAPTERS if c.level]
    assert all(one.brief + other.brief <= 30 for one in levels for other in levels if one != other)


def test_the_length_of_a_route_is_that_of_its_first_stops():
    route = suggest_route(LADDER, "associate", ["mid"])
    assert (route.brief, route.minutes) == (22, 45)


def test_a_lab_stands_beside_its_chapter():
    assert chapter_of("mid").stem == "02_mid_level_pm"
    assert chapter_of("adjacent").stem == "07_adjacent_roles"
    assert {chapter_of(chapter.level) for chapter in CHAPTERS if chapter.level} == set(CHAPTERS[1:7])
