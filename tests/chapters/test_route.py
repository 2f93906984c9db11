"""The route through the course."""

import pytest

from helpers.chapters import course, suggest_route
from helpers.chapters.route import next_on
from tests.chapters.contexts import LADDER

COURSE = course(LADDER)


@pytest.mark.parametrize(
    ("standing", "curious", "first"),
    [
        ("mid", ["principal"], ["02_mid_level_pm", "06_individual_contributor"]),
        ("mid", ["founder", "executive"], ["02_mid_level_pm", "07_adjacent_roles", "05_vp_cpo"]),
        ("mid", [], ["02_mid_level_pm", "03_senior_pm"]),
        ("mid", ["mid"], ["02_mid_level_pm", "03_senior_pm"]),
        ("senior", [], ["03_senior_pm", "04_group_pm_director", "06_individual_contributor"]),
        ("executive", [], ["05_vp_cpo"]),
        (None, ["senior", "founder", "mid"], ["03_senior_pm", "07_adjacent_roles", "02_mid_level_pm"]),
        (None, ["founder", "operations"], ["07_adjacent_roles"]),
        (None, [], []),
        ("gone", ["gone-too"], []),
    ],
)
def test_a_route_starts_where_somebody_stands_and_goes_where_they_look(standing, curious, first):
    """All that was ticked is on it, none twice, and every other chapter is still on offer."""
    route = suggest_route(COURSE, standing, curious)
    assert [turn.chapter.stem for turn in route.sitting] == first[:2]
    assert [turn.chapter.stem for turn in route.turns] == first
    others = {c.stem for c in route.rest}
    assert others.isdisjoint(first)
    assert others | set(first) == {c.stem for c in COURSE.chapters[1:-1]}


def test_a_first_sitting_at_two_levels_takes_half_an_hour_straight_through_the_questions():
    levels = [c for c in COURSE.chapters if c.level]
    assert all(one.brief + other.brief <= 30 for one in levels for other in levels if one != other)


def test_the_length_of_a_route_is_that_of_its_first_stops():
    route = suggest_route(COURSE, "associate", ["mid"])
    assert (route.brief, route.minutes) == (22, 45)


def test_next_leads_along_the_route_and_off_it_to_the_chapter_that_follows():
    route = suggest_route(COURSE, "mid", ["executive", "founder"])
    stops = ["00_start_here", "02_mid_level_pm", "05_vp_cpo", "07_adjacent_roles", "08_your_path"]
    led = [next_on(COURSE, route, COURSE.chapter(stem)) for stem in stops]
    assert [each.stem if each else None for each in led] == [*stops[1:], None]
    assert next_on(COURSE, route, COURSE.chapter("03_senior_pm")) == COURSE.chapter("04_group_pm_director")
    assert next_on(COURSE, route, COURSE.chapter("02_lab_what_first")) == COURSE.chapter("05_vp_cpo")
    assert next_on(COURSE, route, COURSE.chapter("00_ten_minutes")) == COURSE.chapter("02_mid_level_pm")
    nowhere = suggest_route(COURSE, None, [])
    assert next_on(COURSE, nowhere, COURSE.chapter("00_start_here")) == COURSE.chapter("01_associate_pm")
