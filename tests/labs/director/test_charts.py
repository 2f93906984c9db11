"""The pictures of the portfolio lab: nothing on top of anything, nothing over the edge, and all of it told in words."""

from __future__ import annotations

import pytest

from helpers.charts import Picture, load_theme
from helpers.labs import load_lab
from helpers.labs.director.boundaries import read_drawing
from helpers.labs.director.charts import Place, frontier_chart, steps_chart, ties_chart, year_chart
from helpers.labs.director.simulation import as_written, edge, steps, year
from helpers.labs.plane import ticks
from tests.charts.drawn import boxes, clashes, outside

LAB = load_lab("director")
THEME = load_theme()
GIVEN = as_written(LAB)
TODAY = year(LAB, LAB.today(), GIVEN)
MINE = year(LAB, {**LAB.today(), "registers": 9, "employers": 6}, GIVEN)


def pictures(width: float) -> dict[str, Picture]:
    return {
        "steps": steps_chart(steps(LAB, LAB.today(), GIVEN), LAB.currency, THEME, strong=["exams"], width=width),
        "year": year_chart(MINE, TODAY, LAB.currency, THEME, width=width),
        "frontier": frontier_chart(edge(LAB, GIVEN), Place.of(MINE), Place.of(TODAY), LAB.currency, THEME, width=width),
        "ties": ties_chart(
            read_drawing(LAB.boundaries, LAB.boundaries.today()), LAB.boundaries.ties, THEME, width=width
        ),
        "open": ties_chart(read_drawing(LAB.boundaries, {"rooms": "data"}), LAB.boundaries.ties, THEME, width=width),
    }


@pytest.mark.parametrize("width", [350, 680])
@pytest.mark.parametrize("name", ["steps", "year", "frontier", "ties", "open"])
def test_words_stand_inside_the_picture_and_never_on_one_another(name, width):
    picture = pictures(width)[name]
    assert picture.width == width
    assert outside(boxes(picture), picture) == []
    assert clashes(boxes(picture)) == []


def test_everything_that_is_drawn_is_told():
    told = {name: picture.alt for name, picture in pictures(680).items()}
    for place, title in LAB.places:
        assert f"{title}: one more" in told["steps"], place
    for line in LAB.lines:
        assert f"{line.title} with" in told["year"]
    assert told["frontier"].count("on the debt") == len(edge(LAB, GIVEN))
    for team in LAB.boundaries.teams:
        assert f"{team.title}:" in told["ties"]
    assert "0 ties across teams, hours a week: none." in told["open"]


def test_a_picture_without_spread_or_debt_can_still_be_drawn():
    flat = GIVEN._replace(drag=0.0)
    mine = Place.of(year(LAB, LAB.today(), flat))
    picture = frontier_chart(edge(LAB, flat), mine, mine, LAB.currency, THEME)
    assert outside(boxes(picture), picture) == []


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.2, 17), (0.59, 1.0), (0, 0), (740, 1_830_000), (-5, -1)])
def test_ticks_are_round_few_and_hold_the_range(low, high):
    marks = ticks(low, high)
    assert marks[0] <= low + 1e-6
    assert marks[-1] >= high - 1e-6
    assert 2 <= len(marks) <= 8
