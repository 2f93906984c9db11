"""What can be wrong with a file of the senior's lab is told with its line and how to mend it."""

from __future__ import annotations

import pytest

from helpers.labs import check_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.labs.faulty import changed, faults_of, with_part

FILE = ROOT / "data/labs/senior.yaml"


def test_the_shipped_file_is_sound():
    lab = check_lab(FILE, load_ladder())
    assert lab.rounds[0][1] == "Quarter 1: the first $40,000"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - id: market\n", "  - id: product\n", "the id 'product' stands twice"),
        ("  - id: market\n", "  - id: product\n", "there is no 'market' here."),
        ("  - id: reach\n", "  - id: ocean\n", "'id' is 'ocean'. It can be"),
        ("  - id: reach\n", "  - id: help\n", "there is no 'reach' here."),
        ("word: {low: 0.032,", "word: {low: -0.032,", "'word' can't be below 0."),
        ("word: {low: 0.032,", "word: {low: 0.32,", "the range 0.32 – 0.04 – 0.048 is out of order."),
        ("likely: 0.02, high: 0.03}", "likely: 0.02, high: 3}", "'waiting' is a share a week, not 3."),
        ("memory: {low: 7,", "memory: {low: 0.5,", "'memory' is at least a week."),
        ("thousand: {low: 40,", "thousand: {low: -4,", "'thousand' can't be below 0."),
        ("members: 38000", "members: 0", "'members': Input should be greater than 0"),
        ("product: 0.5,", "product: 50,", "'product': Input should be less than or equal to 1"),
        ("training: 8", "training: 0", "'training': Input should be greater than or equal to 1"),
        ("slices: 2", "slices: 9", "'slices': Input should be less than or equal to 3"),
        ("[senior.patterns,", "[senior.paterns,", "Did you mean 'senior.patterns'?"),
    ],
)
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(tmp_path, old, new, says):
    assert says in faults_of(changed(FILE, old, new, tmp_path), load_ladder())


@pytest.mark.parametrize("key", ["limits", "start", "joining", "leaving", "quality", "spending"])
def test_nonsense_in_place_of_a_part_is_told_and_breaks_nothing(tmp_path, key):
    assert f"'{key}'" in faults_of(with_part(FILE, key, "7", tmp_path), load_ladder())
