"""What a round of money would find, in one year or in two: yearly revenue, its growth, what last year's customers pay.

The price of a company is yearly recurring revenue times a multiple, and investors pay a higher multiple for growth
and for net revenue retention: what the customers of a year ago pay now over what all paid then, leavers counted as
nothing (D. Skok, "SaaS Metrics 2.0", forEntrepreneurs 2013). How much higher is an assumption of the lab's file.

Whoever talks to investors with less than `reserve` months of cash left takes what is offered. So a round waits for
its month only in worlds whose cash lasts that much longer; the others raise early, for a part of the multiple, or in
need, for less still.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers.labs.chance import Floats, share_error
from helpers.labs.executive.model import Levers, RunTheBusiness
from helpers.labs.executive.simulation import SPREAD, Course, run, runway, worlds

YEAR = 12


class Offer(NamedTuple):
    """What a round finds in each of n worlds; arrays of n.

    `revenue` is yearly, `growth` and `kept` (net revenue retention) are shares over the year before, `multiple` is
    times revenue, and `price` what the company is worth before the new money, with what is in the bank.
    """

    revenue: Floats
    growth: Floats
    kept: Floats
    multiple: Floats
    price: Floats


def offer(lab: RunTheBusiness, course: Course, month: int, part: float = 1.0) -> Offer:
    """What a round in a month (12 or later) finds; `part` is what is left of the multiple for who can't wait.

    The `lab` has the investors' rules; `course` is the business in each world, in money a month.
    """
    rules = lab.raising
    now = course.revenue[month - 1]
    before = course.revenue[month - 1 - YEAR] if month > YEAR else np.full_like(now, lab.revenue())
    growth = np.where(before > 0, now / np.where(before > 0, before, 1.0), 1.0) - 1
    kept = np.where(before > 0, course.kept[month - 1] / np.where(before > 0, before, 1.0), 1.0)
    multiple = np.maximum(rules.least, rules.multiple + rules.growth * growth + rules.kept * (kept - 1)) * part
    yearly = YEAR * now
    return Offer(yearly, growth, kept, multiple, yearly * multiple + np.maximum(0.0, course.cash[month - 1]))


def prices(lab: RunTheBusiness, course: Course) -> tuple[Floats, Floats]:
    """What the company is worth when it raises, and whether that could wait for the later month; one for each world."""
    rules = lab.raising
    lasting = runway(course.cash)
    waits, early = lasting >= rules.month + rules.reserve, lasting >= rules.early + rules.reserve
    later = offer(lab, course, rules.month).price
    sooner = offer(lab, course, rules.early, rules.early_part).price
    need = offer(lab, course, rules.early, rules.need_part).price
    worth: Floats = np.where(waits, later, np.where(early, sooner, need))
    return worth, waits.astype(float)


class Round(NamedTuple):
    """The round over many worlds.

    `waits` is the share of worlds in which it can wait for the later month, with its standard error; `revenue`,
    `growth`, `kept` and `multiple` are the middle world's in that month; `price` is (low, middle, high) of what the
    company is worth whenever it has to raise, `mean` its mean.
    """

    waits: float
    waits_error: float
    revenue: float
    growth: float
    kept: float
    multiple: float
    price: tuple[float, float, float]
    mean: float


def priced(lab: RunTheBusiness, course: Course) -> Round:
    """The round that a course leads to."""
    worth, waits = prices(lab, course)
    later = offer(lab, course, lab.raising.month)
    low, middle, high = (float(value) for value in np.quantile(worth, SPREAD))
    return Round(
        waits=float(waits.mean()),
        waits_error=share_error(float(waits.mean()), waits.size),
        revenue=float(np.median(later.revenue)),
        growth=float(np.median(later.growth)),
        kept=float(np.median(later.kept)),
        multiple=float(np.median(later.multiple)),
        price=(low, middle, high),
        mean=float(worth.mean()),
    )


@lru_cache(maxsize=64)
def _round(lab: RunTheBusiness, levers: tuple[tuple[str, float], ...]) -> Round:
    return priced(lab, run(lab, dict(levers), worlds(lab)))


def round_of(lab: RunTheBusiness, levers: Levers | None = None) -> Round:
    """The round that a setting of the levers leads to (None: as they stand today)."""
    return _round(lab, tuple(sorted(lab.settled(levers or {}).items())))
