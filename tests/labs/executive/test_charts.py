"""The pictures of “Run the business”: told in words too, every label on the page, and none upon another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers.charts import Picture, load_theme
from helpers.labs import load_lab
from helpers.labs.executive.charts import (
    cash_chart,
    cohorts_chart,
    months_told,
    moves_chart,
    runway_told,
)
from helpers.labs.executive.model import RunTheBusiness
from helpers.labs.executive.simulation import likely, nudges, outlook, run
from tests.charts.drawn import boxes, clashes, outside, words

LAB = load_lab("executive")
assert isinstance(LAB, RunTheBusiness)
THEME = load_theme()
BOLD = {"price": 10.0, "people": -10.0, "acquisition": 40.0}
RUIN = {"price": -15.0, "people": 6.0, "acquisition": 250.0, "retention": 60.0, "expansion": 60.0}

PICTURES: dict[str, Callable[[float], Picture]] = {
    "today": lambda width: cash_chart(LAB, outlook(LAB), THEME, width=width),
    "forecast": lambda width: cash_chart(LAB, outlook(LAB), THEME, forecast=14, width=width),
    "plan": lambda width: cash_chart(LAB, outlook(LAB), THEME, plan=outlook(LAB, BOLD), forecast=36, width=width),
    "ruin": lambda width: cash_chart(LAB, outlook(LAB), THEME, plan=outlook(LAB, RUIN), width=width),
    "moves": lambda width: moves_chart(LAB, nudges(LAB), THEME, width=width),
    "cohorts": lambda width: cohorts_chart(LAB, run(LAB, {}, likely(LAB)), outlook(LAB), THEME, width=width),
    "bold cohorts": lambda width: cohorts_chart(
        LAB, run(LAB, BOLD, likely(LAB)), outlook(LAB, BOLD), THEME, width=width
    ),
}
drawn = pytest.mark.parametrize("name", PICTURES)


@drawn
@pytest.mark.parametrize("width", [680, 350])
def test_every_label_is_on_the_page_and_none_on_another(name: str, width: float) -> None:
    picture = PICTURES[name](width)
    assert outside(boxes(picture), picture) == []
    assert clashes(boxes(picture)) == []


@drawn
def test_the_same_is_told_at_every_width(name: str) -> None:
    assert PICTURES[name](680).alt == PICTURES[name](350).alt
    assert PICTURES[name](680).svg == PICTURES[name](680).svg


def test_uncertainty_is_drawn_and_named() -> None:
    for name in PICTURES:
        assert "eight worlds in ten" in words(PICTURES[name](680)), name


def test_the_picture_of_cash_tells_both_courses_and_the_forecast() -> None:
    alt = PICTURES["plan"](680).alt
    assert "As things stand today the cash lasts 15 months to 36 or more" in alt
    assert "With your plan the cash lasts" in alt
    assert alt.endswith("You expected 36 months or more.")
    assert "your forecast" in words(PICTURES["forecast"](680))
    assert "your forecast" not in words(PICTURES["today"](680))


def test_every_lever_is_told_with_its_change() -> None:
    alt = PICTURES["moves"](680).alt
    for handle in LAB.levers:
        assert handle.nudged in alt


def test_a_runway_is_never_told_longer_than_it_was_looked_at() -> None:
    assert months_told(36) == "36 months or more"
    assert months_told(1) == "1 month"
    sure = outlook(LAB)
    assert runway_told(sure._replace(months=(12.0, 13.0, 14.0))) == "12 to 14 months"
    assert runway_told(sure._replace(months=(12.0, 12.0, 12.0))) == "12 months"
    assert runway_told(sure._replace(months=(36.0, 36.0, 36.0))) == "36 months or more"
