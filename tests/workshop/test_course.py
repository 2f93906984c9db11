"""Where a workshop is by the clock: nothing has begun, one part after the other, behind and ahead of the plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.workshop.agenda import load_workshop
from helpers.workshop.course import OPENING, Course, Step, here
from helpers.workshop.hosted import plan_session

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
STEPS = tuple(Step(id=id, title=id, minutes=minutes, timer=minutes) for id, minutes in (("a", 10), ("b", 20), ("c", 5)))


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_before_anything_has_begun_there_is_a_first_part_and_no_pace():
    found = here(STEPS, Course(), NOON)
    assert (found.now, found.next, found.pace) == (None, STEPS[0], "")


def test_a_part_that_the_plan_does_not_have_counts_as_none():
    assert here(STEPS, Course("gone", NOON, NOON), NOON).now is None


@pytest.mark.parametrize(
    ("step", "began", "now", "pace"),
    [
        ("a", 0, 9, "on time"),
        ("a", 0, 13, "3 minutes behind"),  # it should be over
        ("b", 7, 8, "3 minutes ahead"),
        ("b", 14, 15, "4 minutes behind"),
        ("b", 7, 29, "1 minute ahead"),  # what was won is spent
        ("c", 30, 30.4, "on time"),
    ],
)
def test_how_far_it_is_from_the_plan_is_told_in_minutes(step, began, now, pace):
    assert here(STEPS, Course(step, at(began), NOON), at(now)).pace == pace


def test_after_the_last_part_there_is_none():
    assert here(STEPS, Course("c", at(30), NOON), at(31)).next is None


@pytest.mark.parametrize("workshop", sorted(path.stem for path in (ROOT / "data/workshops").glob("*.yaml")))
def test_once_a_part_has_begun_nothing_tells_how_to_open_it(workshop):
    agenda = load_workshop(workshop)
    if not any(block.asks for block in agenda.blocks):
        return
    steps = plan_session(agenda, load_ladder()).course
    for step in steps:
        assert set(step.meanwhile) <= set(step.do)
        assert not any(line.startswith(OPENING) for line in step.meanwhile)
        assert any(line.startswith(f"{OPENING}{step.title}”") for line in step.do) == bool(step.asks), step.title
