"""A subscription business month by month: cohorts of customers, what they pay, what is left in the bank.

Everything is a plain recurrence over months 1 to 36, for many possible worlds at once:

- Customers who are won in a month join at its start, pay for it, and may leave at its end. A month's
  churn c leaves the share 1 − c, so after k months of constant churn (1 − c)^k of a cohort are there,
  and a customer pays 1 / c times on average (the geometric distribution's mean), which is what the
  usual formula of lifetime value rests on (see `units`).
- Paid customers a month: spending today / CAC, times (spending / spending today)^scale, times
  (1 + price change)^−elasticity, over the relative effort of the chosen mix of plans.
- A programme at spending x does most · x / (x + half), counted from what today's spending does already,
  and comes in evenly over its months.
- Neither happens by itself: what acquisition wins and what programmes do is in proportion to the people whose
  work counts (see `staffing`), and customers leave more where there are fewer.
- All is cash: customers pay monthly, bills are paid in the month they belong to, and there is no tax and
  no interest. Cash below 0 is carried on, so that one sees how much would be missing.

Random numbers are drawn once per seed and serve every setting of the levers, so moving a lever moves the
result and not the luck.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from helpers.labs.chance import Floats, sampled, share_error
from helpers.labs.executive.model import MONTHS, PROGRAMMES, SPENDING, THOUSAND, Lever, Levers, RunTheBusiness
from helpers.labs.executive.staffing import staff

YEARS = 3
MOST_CHURN = 0.95
"""Nothing that is set can make more than this share leave in one month."""

MOST_MORE = 20.0
"""So many people beyond today's lower churn; more find nothing left that annoys customers."""

SPREAD = (0.1, 0.5, 0.9)
"""The band that is drawn: eight worlds in ten, and the middle one."""


class World(NamedTuple):
    """What nobody knows, as it turns out in each of n worlds; arrays of n. See `Unknowns`."""

    churn: Floats
    cac: Floats
    elasticity: Floats
    effect: Floats
    wave: Floats


class Course(NamedTuple):
    """What comes of one setting of the levers. Arrays are months × worlds; money a month.

    `joined`, `left` and `customers` (at the month's end) count heads over all plans; `revenue_from` is
    cohort groups × months × worlds: today's customers, and those won in year 1, 2 and 3. `kept` is what those pay
    who were customers twelve months before (0 in the first eleven months). Costs are positive; `cash` is what is in
    the bank at the month's end.
    """

    joined: Floats
    left: Floats
    customers: Floats
    revenue_from: Floats
    kept: Floats
    service: Floats
    acquisition: float
    programmes: float
    running: Floats
    once: Floats
    cash: Floats

    @property
    def revenue(self) -> Floats:
        """What all customers pay; months × worlds."""
        total: Floats = self.revenue_from.sum(axis=0)
        return total

    @property
    def result(self) -> Floats:
        """What a month adds to the bank or takes from it; months × worlds."""
        costs = self.service + self.acquisition + self.programmes + self.running + self.once
        result: Floats = self.revenue - costs
        return result


def likely(lab: RunTheBusiness) -> World:
    """The one world in which everything is as likely."""
    u = lab.unknowns
    return World(*(np.array([points.likely]) for points in (u.churn, u.cac, u.elasticity, u.effect, u.wave)))


@lru_cache(maxsize=8)
def worlds(lab: RunTheBusiness) -> World:
    """As many worlds as the lab draws: each unknown from its triangle, independent of the others."""
    table = np.random.default_rng(lab.seed).random((5, lab.draws))
    u = lab.unknowns
    points = (u.churn, u.cac, u.elasticity, u.effect, u.wave)
    return World(*(sampled(u, p) for u, p in zip(table, points, strict=True)))


def run(lab: RunTheBusiness, levers: Levers, world: World) -> Course:
    """The 36 months of the business with these levers, in each of these worlds.

    The `lab` is the business as it is today; a lever that isn't set stands where it starts.
    """
    at = lab.settled(levers)
    count = world.churn.size
    rise = at[Lever.PRICE] / 100
    there = staff(lab, at[Lever.PEOPLE], world.wave)
    hands: Floats = there.useful / lab.today.people
    won, by_themselves = new_customers(lab, at, world)
    arpa = np.array([plan.price for plan in lab.plans])
    ramps = {lever: _ramp(lab.programme(lever).months) for lever in PROGRAMMES}
    gains = {lever: further(lab, at, lever) * world.effect for lever in PROGRAMMES}
    priced_churn = np.array([plan.churn for plan in lab.plans])[:, None] * world.churn * price_churn(lab, rise, world)

    alive = np.zeros((MONTHS + 1, len(lab.plans), count))  # one row a cohort; row 0 are today's customers
    alive[0] = np.array([plan.customers for plan in lab.plans])[:, None]
    grown = np.ones((MONTHS + 1, count))
    joined = np.zeros((MONTHS, count))
    customers = np.zeros((MONTHS + 1, count))
    customers[0] = alive[0].sum(axis=0)
    revenue = np.zeros((YEARS + 1, MONTHS, count))
    kept = np.zeros((MONTHS, count))
    for month in range(1, MONTHS + 1):
        able: Floats = hands[month - 1]
        alive[month] = won * able + by_themselves
        joined[month - 1] = alive[month].sum(axis=0)
        here = alive[: month + 1]
        ramp = {lever: ramps[lever][month] * able for lever in PROGRAMMES}
        rate = np.maximum(0.0, lab.today.expansion + gains[Lever.EXPANSION] * ramp[Lever.EXPANSION])
        grown[month] = grown[month - 1] * (1 + rate)
        worth = grown[month] / grown[: month + 1]
        worth[0] = grown[month] * (1 + rise * min(1.0, month / 12)) / (1 + rise)  # a twelfth renews each month
        bills = (1 + rise) * np.einsum("p,kpn->kn", arpa, here) * worth
        revenue[0, month - 1] = bills[0]
        for year in range(YEARS):
            revenue[year + 1, month - 1] = bills[1 + 12 * year : 13 + 12 * year].sum(axis=0)
        kept[month - 1] = bills[: max(0, month - 11)].sum(axis=0)
        missing = np.maximum(-MOST_MORE, lab.today.people - there.useful[month - 1])
        churn = priced_churn * (1 + lab.effects.people_churn * missing)
        churn = churn * np.maximum(0.0, 1 - gains[Lever.RETENTION] * ramp[Lever.RETENTION])
        young = max(1, month - lab.early.months + 1)
        alive[:young] *= 1 - np.clip(churn, 0, MOST_CHURN)
        alive[young : month + 1] *= 1 - np.clip(churn * lab.early.times, 0, MOST_CHURN)
        customers[month] = alive[: month + 1].sum(axis=(0, 1))

    done = ramps[Lever.MARGIN][1:, None] * hands * gains[Lever.MARGIN]
    margin = np.clip(lab.today.gross_margin + done, 0, 1)
    course = Course(
        joined=joined,
        left=customers[:-1] + joined - customers[1:],
        customers=customers[1:],
        revenue_from=revenue,
        kept=kept,
        service=revenue.sum(axis=0) * (1 - margin),
        acquisition=at[Lever.ACQUISITION] * THOUSAND,
        programmes=sum(at[lever] for lever in PROGRAMMES) * THOUSAND,
        running=there.paid * lab.today.person_cost + lab.today.other_costs,
        once=there.once,
        cash=np.zeros((MONTHS, count)),
    )
    return course._replace(cash=lab.today.cash + np.cumsum(course.result, axis=0))


def price_churn(lab: RunTheBusiness, rise: float, world: World) -> Floats:
    """What a price higher by the share `rise` multiplies churn with, in each world.

    Where people mind a price more when they sign up, those who are here mind it more as well. The `lab` holds how
    strongly customers mind as a rule.
    """
    usual = lab.unknowns.elasticity.likely
    minded: Floats = world.elasticity / usual if usual else np.ones_like(world.elasticity)
    dearer = lab.effects.price_churn * rise + lab.effects.price_pain * max(0.0, rise) ** 2
    times: Floats = np.maximum(0.0, 1 + minded * dearer)
    return times


def shares(lab: RunTheBusiness, at: Levers) -> tuple[float, ...]:
    """The plans' shares of new customers: the mix lever moves points from the cheapest plan to the dearest."""
    given = [plan.share for plan in lab.plans]
    prices = [plan.price for plan in lab.plans]
    low, high = prices.index(min(prices)), prices.index(max(prices))
    if low != high:
        moved = max(-given[high], min(given[low], at[Lever.MIX] / 100))
        given[low] -= moved
        given[high] += moved
    return tuple(given)


def efforts(lab: RunTheBusiness, at: Levers) -> tuple[float, ...]:
    """What winning one customer of each plan takes: the dearer, the larger the plan's share of the new ones."""
    return tuple(
        plan.effort * (share / plan.share) ** lab.effects.stretch if plan.share else plan.effort
        for share, plan in zip(shares(lab, at), lab.plans, strict=True)
    )


def relative_effort(lab: RunTheBusiness, at: Levers) -> float:
    """What winning a customer of the chosen mix costs compared with today's mix (1)."""
    usual = sum(plan.share * plan.effort for plan in lab.plans)
    return sum(share * effort for share, effort in zip(shares(lab, at), efforts(lab, at), strict=True)) / usual


def new_customers(lab: RunTheBusiness, at: Levers, world: World) -> tuple[Floats, Floats]:
    """New customers a month with everybody there, plans × worlds.

    First those whom spending wins, in the chosen mix; then those who come by themselves, in today's. `at` is where
    every lever of the `lab` stands, none left out.
    """
    dearer = (1 + at[Lever.PRICE] / 100) ** -world.elasticity
    paid = paid_customers(lab, at, world)
    usual = np.array([plan.share for plan in lab.plans])
    return np.outer(shares(lab, at), paid), np.outer(usual, lab.today.organic * dearer)


def paid_customers(lab: RunTheBusiness, at: Levers, world: World) -> Floats:
    """Customers a month whom spending wins, in each world (see the module for the formula).

    `at` is where every lever of the `lab` stands, none left out.
    """
    before = lab.handle(Lever.ACQUISITION).start
    won = before * THOUSAND / world.cac * (at[Lever.ACQUISITION] / before) ** lab.effects.scale
    paid: Floats = won * (1 + at[Lever.PRICE] / 100) ** -world.elasticity / relative_effort(lab, at)
    return paid


def does(lab: RunTheBusiness, lever: Lever, spending: float) -> float:
    """What a programme does in the end at a spending in thousands a month: most · x / (x + half).

    `lever` is that of the programme, whose `most` and `half` the `lab` holds.
    """
    programme = lab.programme(lever)
    return programme.most * spending / (spending + programme.half)


def further(lab: RunTheBusiness, at: Levers, lever: Lever) -> float:
    """What a programme does in the end beyond what today's spending does already, if all goes as the team expects.

    `at` is where every `lever` of the `lab` stands, in thousands a month for a programme's.
    """
    return does(lab, lever, at[lever]) - does(lab, lever, lab.handle(lever).start)


def _ramp(months: int) -> Floats:
    return np.minimum(1.0, np.arange(MONTHS + 1) / months)


# ---------------------------------------------------------------------------------------
# What is told of it.


def quarterly(series: Floats) -> Floats:
    """Months × worlds, added up to quarters × worlds."""
    total: Floats = series.reshape(MONTHS // 3, 3, -1).sum(axis=1)
    return total


class Quarter(NamedTuple):
    """A quarter's profit and loss in one world, and what it ends with. Costs are positive."""

    number: int
    before: float
    joined: float
    left: float
    customers: float
    revenue: float
    service: float
    acquisition: float
    programmes: float
    running: float
    once: float
    result: float
    cash: float

    @property
    def gross(self) -> float:
        """Revenue less the cost of service."""
        return self.revenue - self.service


def quarters(lab: RunTheBusiness, course: Course, world: int = 0) -> tuple[Quarter, ...]:
    """The twelve quarters of one of the worlds of a course.

    The `lab` says with how many customers the first one begins; `world` is a place in the course's arrays, from 0.
    """
    all_quarters, before = [], float(sum(plan.customers for plan in lab.plans))
    for number in range(1, MONTHS // 3 + 1):
        months = slice(3 * number - 3, 3 * number)
        end = 3 * number - 1

        def total(series: Floats, months: slice = months) -> float:
            return float(series[months, world].sum())

        quarter = Quarter(
            number=number,
            before=before,
            joined=total(course.joined),
            left=total(course.left),
            customers=float(course.customers[end, world]),
            revenue=total(course.revenue),
            service=total(course.service),
            acquisition=3 * course.acquisition,
            programmes=3 * course.programmes,
            running=total(course.running),
            once=total(course.once),
            result=total(course.result),
            cash=float(course.cash[end, world]),
        )
        all_quarters.append(quarter)
        before = quarter.customers
    return tuple(all_quarters)


def runway(cash: Floats) -> Floats:
    """How many months the cash lasts: month ends before the first one below 0; 36 if there is none.

    `cash` is months × worlds; the answer has one number for each world.
    """
    short = cash < 0
    months: Floats = np.where(short.any(axis=0), short.argmax(axis=0), cash.shape[0]).astype(float)
    return months


class Outlook(NamedTuple):
    """Many worlds in a few numbers.

    `band` is (low, middle, high) × months: cash that one, five and nine worlds in ten stay below. `months`
    are the same three of the runway. `lasts` is the share of worlds whose cash never falls below 0,
    `mean` the mean cash at the end, each with its Monte Carlo standard error. `first` is the first month from
    which every month earns at least what it costs, by the middle result of all worlds; None if there is none.
    `revenue` is (low, middle, high) × quarters.
    """

    band: tuple[tuple[float, ...], ...]
    months: tuple[float, float, float]
    lasts: float
    lasts_error: float
    mean: float
    mean_error: float
    first: int | None
    revenue: tuple[tuple[float, ...], ...]
    draws: int


@lru_cache(maxsize=64)
def _outlook(lab: RunTheBusiness, levers: tuple[tuple[str, float], ...]) -> Outlook:
    course = run(lab, dict(levers), worlds(lab))
    lasting = runway(course.cash)
    low, middle, high = (float(value) for value in np.quantile(lasting, SPREAD))
    end = course.cash[-1]
    draws = end.size
    lasts = float((lasting >= MONTHS).mean())
    short = np.flatnonzero(np.median(course.result, axis=1) < 0)
    first = int(short[-1]) + 2 if short.size else 1
    return Outlook(
        band=tuple(tuple(row.tolist()) for row in np.quantile(course.cash, SPREAD, axis=1)),
        months=(low, middle, high),
        lasts=lasts,
        lasts_error=share_error(lasts, draws),
        mean=float(end.mean()),
        mean_error=float(end.std(ddof=1)) / sqrt(draws),
        first=first if first <= MONTHS else None,
        revenue=tuple(tuple(row.tolist()) for row in np.quantile(quarterly(course.revenue), SPREAD, axis=1)),
        draws=draws,
    )


def outlook(lab: RunTheBusiness, levers: Levers | None = None) -> Outlook:
    """What many worlds make of a setting of the levers (None: as they stand today)."""
    return _outlook(lab, tuple(sorted(lab.settled(levers or {}).items())))


class Nudge(NamedTuple):
    """What one step of one lever changes in the bank after 12 and 36 months: (low, middle, high), and the mean."""

    lever: Lever
    year: tuple[float, float, float]
    end: tuple[float, float, float]
    mean: float
    mean_error: float


@lru_cache(maxsize=8)
def nudges(lab: RunTheBusiness) -> tuple[Nudge, ...]:
    """Each lever moved by its step alone, compared with today in the same worlds.

    The one that moves most cash after 36 months, up or down, comes first.
    """
    world = worlds(lab)
    before = run(lab, {}, world).cash
    all_nudges = []
    for handle in lab.levers:
        change = run(lab, {handle.id.value: handle.start + handle.nudge}, world).cash - before
        year, end = (tuple(np.quantile(change[month], SPREAD).tolist()) for month in (11, MONTHS - 1))
        mean, error = float(change[-1].mean()), float(change[-1].std(ddof=1)) / sqrt(lab.draws)
        all_nudges.append(Nudge(handle.id, year, end, mean, error))
    return tuple(sorted(all_nudges, key=lambda nudge: -abs(nudge.end[1])))


def spent(levers: Levers) -> float:
    """What the levers that share the limit add up to, in thousands a month."""
    return sum(levers[lever] for lever in SPENDING)
