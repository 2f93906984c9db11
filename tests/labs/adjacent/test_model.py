"""The lab of the adjacent roles has a week for every family of the ladder, and tells what is wrong with a file."""

from __future__ import annotations

import pytest

from helpers.labs import check_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.labs.faulty import changed, faults_of

FILE = ROOT / "data/labs/adjacent.yaml"


def test_every_family_of_the_ladder_has_a_week_of_seven_tasks():
    ladder = load_ladder()
    lab = check_lab(FILE, ladder)
    assert [week.role for week in lab.families] == [role.id for role in ladder.roles]
    assert {len(week.tasks) for week in lab.families} == {7}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("role: partnerships", "role: operations", "the role 'operations' stands twice"),
        ("id: founder.sell", "id: operations.tool", "the task 'operations.tool' stands twice"),
        ("shows: [mid.alignment, senior.cross", "shows: [mid.alinment, senior.cross", "Did you mean 'mid.alignment'?"),
        ("title: Time a hand-over", "titel: Time a hand-over", "Did you mean 'title'?"),
        ("families:", "families: []\nothers:", "'families' is empty"),
    ],
)
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(tmp_path, old, new, says):
    assert says in faults_of(changed(FILE, old, new, tmp_path), load_ladder())
