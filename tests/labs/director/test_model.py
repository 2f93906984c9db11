"""What can be wrong with a file of the director's lab is told with its line and how to mend it."""

from __future__ import annotations

import pytest

from helpers.labs import check_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.labs.faulty import changed, faults_of, with_part

FILE = ROOT / "data/labs/director.yaml"


def test_the_shipped_file_is_sound():
    assert check_lab(FILE, load_ladder()).lab == "director"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("people: 40", "people: 41", "40 people are placed today, and there are 41."),
        ("id: exams", "id: registers", "the id 'registers' stands twice"),
        ("id: exams", "id: platform", "'platform' is a place of its own."),
        ("ceiling: {low: 0,", "ceiling: {low: -10,", "'ceiling' can't be below 0."),
        ("ceiling: {low: 900,", "ceiling: {low: 1900,", "the range 1900 – 1300 – 1800 is out of order."),
        (
            "drag: {low: 0.15, likely: 0.3, high: 0.45}",
            "drag: {low: 15, likely: 30, high: 45}",
            "'drag' is a share, not 15.",
        ),
        ("relies: 0.2", "relies: 20", "'relies': Input should be less than or equal to 1"),
        ("scale: 4.5", "scale: 0", "'scale': Input should be greater than 0"),
        ("between: [enrolment, student-records]", "between: [enrolment, records]", "there is no part 'records'."),
        ("between: [timetable, rooms]", "between: [rooms, rooms]", "'rooms' is tied to itself."),
        (
            "between: [enrolment, funding-rules]",
            "between: [student-records, enrolment]",
            "student-records and enrolment are tied twice.",
        ),
        ("people: 3, now: screens", "people: 3, now: screen", "there is no team 'screen'."),
        ("most: 9", "most: 6", "28 people don't fit into 4 teams of 5 to 6."),
        ("statements: [director.portfolio-tradeoffs,", "statements: [director.portfolio-tradeofs,", "Did you mean"),
    ],
)
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(tmp_path, old, new, says):
    assert says in faults_of(changed(FILE, old, new, tmp_path), load_ladder())


@pytest.mark.parametrize("key", ["lines", "boundaries", "debt", "platform"])
def test_nonsense_in_place_of_a_part_is_told_and_breaks_nothing(tmp_path, key):
    assert f"'{key}'" in faults_of(with_part(FILE, key, "7", tmp_path), load_ladder())
