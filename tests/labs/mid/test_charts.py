"""The pictures of “Choose what comes first” hold what the numbers say, fit their width, and say it in words too."""

from __future__ import annotations

import pytest

from helpers.charts import Picture, load_theme
from helpers.labs import load_lab
from helpers.labs.mid.charts import ranks_chart, shares_chart, swings_chart, worth_chart
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.simulation import Levers, Method, information, quarter, ranking, simulate
from tests.charts.drawn import boxes, clashes, outside, tree

LAB = load_lab("mid")
assert isinstance(LAB, WhatFirst)
THEME = load_theme()
FOUND = {method: simulate(LAB, method) for method in Method}
WORTH = information(LAB, Levers(1.0, 26.0))
RANKINGS = [(method, ranking(LAB, method)) for method in Method]


def pictures(width: float) -> list[Picture]:
    shares = [
        shares_chart(found, ["deposits"], THEME, guess=("deposits", 0.8), width=width) for found in FOUND.values()
    ]
    swings = [swings_chart(found, THEME, width=width) for found in FOUND.values()]
    return [
        ranks_chart(LAB.candidates, RANKINGS, quarter(LAB, LAB.candidates), THEME, width=width),
        worth_chart(WORTH, "£", THEME, width=width),
        *shares,
        *swings,
    ]


@pytest.mark.parametrize("width", [680, 350])
def test_everything_is_within_the_picture_and_each_has_its_words(width: float) -> None:
    for picture in pictures(width):
        assert picture.width == width
        assert tree(picture).get("aria-label") == picture.alt
        assert outside(boxes(picture), picture) == []
        assert clashes(boxes(picture)) == []


def test_the_alt_text_of_the_shares_tells_each_of_them() -> None:
    alt = shares_chart(FOUND[Method.RICE], [], THEME).alt
    for standing in FOUND[Method.RICE].standings:
        assert f"{standing.candidate.title} {100 * standing.share:.0f}" in alt


def test_the_alt_text_of_the_places_tells_the_own_place_and_each_methods() -> None:
    alt = ranks_chart(LAB.candidates, RANKINGS, quarter(LAB, LAB.candidates), THEME).alt
    assert "Patients who don’t turn up: 1st for you, 2nd by RICE, 4th by WSJF and 3rd by cost of delay" in alt


def test_a_bar_is_as_long_as_its_share() -> None:
    """Measured in the picture: the bar of each share against the scale from 0 to 100."""
    found = FOUND[Method.CD3]
    root = tree(shares_chart(found, [], THEME))
    bars = [float(e.get("width", 0)) for e in root.iter() if e.tag.endswith("rect") and e.get("height") == "14"]
    full = 680 * (1 - 0.36) - 64
    assert bars == pytest.approx([max(0.5, full * standing.share) for standing in found.standings], abs=0.02)


def test_what_costs_more_than_it_is_worth_has_another_colour() -> None:
    root = tree(worth_chart(WORTH, "£", THEME))
    fills = [e.get("fill") for e in root.iter() if e.tag.endswith("rect") and e.get("height") == "14"]
    assert fills == [THEME.accent if finding.net > 0 else THEME.tint(0.3) for finding in WORTH.findings]
    assert len(set(fills)) == 2
