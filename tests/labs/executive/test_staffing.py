"""Who is there to do the work: going and coming take time, cost what the file says, and draw others after them."""

from __future__ import annotations

from math import isclose

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs import load_lab
from helpers.labs.executive.model import MONTHS, RunTheBusiness
from helpers.labs.executive.staffing import staff

LAB = load_lab("executive")
assert isinstance(LAB, RunTheBusiness)
RULES, TODAY = LAB.staffing, LAB.today
NOBODY, SOME = np.zeros(1), np.array([0.5])


def test_with_nobody_told_and_nobody_hired_all_stay() -> None:
    there = staff(LAB, 0, SOME)
    assert (there.useful == TODAY.people).all()
    assert (there.paid == TODAY.people).all()
    assert (there.once == 0).all()


def test_those_told_to_go_are_paid_for_their_notice_and_what_they_are_owed_once() -> None:
    there = staff(LAB, -4, NOBODY)
    assert there.paid[:, 0].tolist() == [TODAY.people] * RULES.notice + [TODAY.people - 4] * (MONTHS - RULES.notice)
    assert there.useful[:, 0].tolist() == [TODAY.people] + [TODAY.people - 4] * (MONTHS - 1)
    owed = there.once[:, 0]
    assert isclose(owed.sum(), 4 * TODAY.person_cost * RULES.severance)
    assert np.flatnonzero(owed).tolist() == [RULES.notice]


def test_others_follow_those_who_were_told_and_are_found_again() -> None:
    """Four go and half as many follow: in the end four are missing, in between more, and the two were paid for."""
    there = staff(LAB, -4, SOME)
    assert there.useful.min() < TODAY.people - 4
    assert isclose(there.useful[-1, 0], TODAY.people - 4)
    assert isclose(there.paid[-1, 0], TODAY.people - 4)
    assert isclose(there.once.sum(), TODAY.person_cost * (4 * RULES.severance + 2 * RULES.hiring))


def test_whoever_is_hired_is_paid_before_their_work_counts() -> None:
    there = staff(LAB, 3, SOME)
    assert int(np.argmax(there.paid[:, 0] > TODAY.people)) == RULES.found
    assert int(np.argmax(there.useful[:, 0] > TODAY.people)) == RULES.found + RULES.learned
    assert isclose(there.once.sum(), 3 * TODAY.person_cost * RULES.hiring)


@given(change=st.floats(-200, 50), wave=st.floats(0, 3))
def test_nobody_works_who_isnt_there(change: float, wave: float) -> None:
    there = staff(LAB, change, np.array([wave]))
    assert (there.useful >= 0).all()
    assert (there.paid >= there.useful - 1e-9).all()
    assert (there.once >= -1e-6).all()
