"""Every fault of the executive's lab file is told with its line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.labs import check_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.labs.faulty import changed, faults_of, with_part

FILE = ROOT / "data/labs/executive.yaml"


def test_the_shipped_file_is_in_order() -> None:
    assert check_lab(FILE, load_ladder()).lab == "executive"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("share: 0.34", "share: 0.44", "the plans' shares of new customers add up to 1.1. Make them add up to 1."),
        ("churn: {low: 0.8,", "churn: {low: -0.8,", "'churn' can't be below 0."),
        ("cac: {low: 720,", "cac: {low: 0,", "a paid customer can't cost nothing. Count those who do in 'organic'."),
        ("elasticity: {low: 0.3", "elasticity: {low: 0.9", "the range 0.9 – 0.8 – 1.8 is out of order."),
        ("    start: 190", "    start: 290", "the lever starts at 290, outside 0 to 250."),
        ("    start: 190", "    start: 0", "without spending today nobody can say what more of it would do."),
        ("    nudge: 5\n", "    nudge: 0\n", "a step of 0 from 0 leads nowhere"),
        ("    nudge: 5\n", "    nudge: 50\n", "a step of 50 from 0 leads nowhere, or outside -15 to 20."),
        ("    min: -15\n    max: 20", "    min: -100\n    max: 20", "nobody is paid to be a customer."),
        ("    min: 0\n    max: 60", "    min: -5\n    max: 60", "nobody spends less than nothing."),
        (
            "    max: 12\n    step: 1\n    start: 0",
            "    max: 12\n    step: 1\n    start: 1",
            "'mix' is a change from today.",
        ),
        ("- id: expansion\n", "- id: expanding\n", "there is no lever 'expansion'. This lab has every lever once."),
        ("moves: up", "moves: sideways", "'moves'"),
        ("gross_margin: 0.7", "gross_margin: 70", "'gross_margin': Input should be less than or equal to 1"),
        ("draws: 1000", "draws: 10", "'draws': Input should be greater than or equal to 100"),
        ("scale: 0.65", "scale: 1.65", "'scale': Input should be less than or equal to 1"),
        ("price: 49", "price: 0", "'price': Input should be greater than 0"),
        (
            "executive.business-model,",
            "executive.busines-model,",
            "the ladder has no statement 'executive.busines-model'.",
        ),
    ],
)
def test_a_fault_is_told_with_how_to_mend_it(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in faults_of(changed(FILE, old, new, tmp_path), load_ladder())


@pytest.mark.parametrize("key", ["levers", "plans", "unknowns", "today", "board", "effects", "staffing", "raising"])
@pytest.mark.parametrize("value", ["3", "[3, {}]", "{a: 1}", "null"])
def test_a_part_of_another_shape_is_told_and_breaks_nothing(tmp_path: Path, key: str, value: str) -> None:
    faults_of(with_part(FILE, key, value, tmp_path))
