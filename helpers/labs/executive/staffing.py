"""Who is there to do the work, month by month: those told to go, those who then leave by themselves, those hired.

- Somebody who is told to go is paid for the months of notice, and their work goes to handing over from the
  second month on; what they are owed on leaving is paid when the notice ends.
- For each of them `wave` others leave by themselves within some months: C. O. Trevor and A. J. Nyberg, "Keeping
  your headcount when all about you are losing theirs", Academy of Management Journal 51 (2), 2008, find that
  voluntary turnover follows downsizing. Their posts stay open, then somebody is found, paid and learns.
- Somebody hired is found after the same time, and learns as long.

Posts are shared evenly over the months, so numbers of people are not whole.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from helpers.labs.chance import Floats
from helpers.labs.executive.model import MONTHS, RunTheBusiness


class Staff(NamedTuple):
    """The people of a setting of the levers; months × worlds, from month 1 on.

    `useful` are those whose work counts, `paid` those on the payroll, `once` what is paid beside the pay:
    on leaving, and for finding somebody.
    """

    useful: Floats
    paid: Floats
    once: Floats


def staff(lab: RunTheBusiness, change: float, wave: Floats) -> Staff:
    """Everybody's months when `change` people are hired (above 0) or let go (below 0) at the beginning.

    `wave` is how many leave by themselves for each who is let go, one number for each world. The `lab` holds how many
    people there are today, what one costs, and how long finding, learning and notice take.
    """
    rules = lab.staffing
    found_after, learned = rules.found, rules.found + rules.learned
    cut, hired = max(0.0, -change), max(0.0, change)
    followers = cut * np.outer(_by(1, rules.wave_months), wave)  # so many have left by themselves by each month
    useful = lab.today.people - cut * _from(2)[:, None] - followers + _later(followers, learned)
    paid = lab.today.people - cut * _from(rules.notice + 1)[:, None] - followers + _later(followers, found_after)
    useful = useful + hired * _from(learned + 1)[:, None]
    paid = paid + hired * _from(found_after + 1)[:, None]
    filled = np.diff(_later(followers, found_after), axis=0, prepend=0.0) + hired * _at(found_after + 1)[:, None]
    owed = cut * _at(rules.notice + 1)[:, None]
    once = lab.today.person_cost * (rules.severance * owed + rules.hiring * filled)
    return Staff(np.maximum(0.0, useful), np.maximum(0.0, paid), once)


_NUMBERS = np.arange(1.0, MONTHS + 1)


def _from(month: int) -> Floats:
    return np.where(month <= _NUMBERS, 1.0, 0.0)


def _at(month: int) -> Floats:
    return np.where(month == _NUMBERS, 1.0, 0.0)


def _by(start: int, months: int) -> Floats:
    """The share of something that has happened by each month, when it begins after `start` and takes so many months."""
    share: Floats = np.clip((_NUMBERS - start) / months, 0.0, 1.0)
    return share


def _later(course: Floats, months: int) -> Floats:
    """The same course, so many months later."""
    return np.concatenate([np.zeros((months, course.shape[1])), course])[:MONTHS]
