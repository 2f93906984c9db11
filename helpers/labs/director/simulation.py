"""What a year of a portfolio brings, and the best that its people could do under stated assumptions.

A line with x people, of whom those who came from elsewhere are slow for a share of the year, brings

    ceiling · served(P) · (1 − exp(−speed(D) · x' / scale)) − leak        (thousands of yearly revenue)

- The saturating exponential is the response of search effort in B. O. Koopman, "The optimum distribution of
  effort", Journal of the Operations Research Society of America 1 (1953), and the concave response of
  marketing models (G. L. Lilien, P. Kotler and K. S. Moorthy, Marketing Models, 1992): each further person adds
  a fixed share of what is left to gain.
- served(P) = 1 − relies · (1 − min(1, P' / needs)): what rests on the platform comes in as far as the platform has
  the people that the line needs. The platform serves all lines at once.
- The debt B, in person-quarters, grows by its interest each quarter and is paid by those who work on it:
  B ← max(0, B · (1 + interest) − D'), beginning with today's. In a quarter everybody on a line works at
  1 − drag · B / B₀ of full speed; speed(D) is the mean over the year's four quarters.
- x' = x − newcomers · max(0, x − now): nobody is up to speed in their first weeks elsewhere.

For given P and D the sum over lines is separable, so its maximum over whole people is found exactly by dynamic
programming (R. Bellman, 1957; for people over products: A. A. Zoltners and P. Sinha, "Integer programming models
for sales resource allocation", Management Science 26, 1980), and P and D are tried one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from helpers.labs.chance import Floats, sampled, share_error
from helpers.labs.director.model import DEBT, PLATFORM, FundThePortfolio, Line

QUARTERS = 4
SLOWEST = 0.05
"""However large the debt, this share of speed is left."""

BAND = (0.1, 0.9)
"""The band that is drawn: eight years in ten."""

Allocation = Mapping[str, int]
"""How many people are in each place: the lines by their ids, `platform` and `debt`."""


class Assumptions(NamedTuple):
    """What can be set beside the people.

    `drag` is the share of speed that today's debt takes, `bets` what the bets are worth in times of
    the estimate, `newcomers` the share of the year that somebody new to a place loses.
    """

    drag: float
    bets: float
    newcomers: float


class Dot(NamedTuple):
    """The best allocation with a given number of people on the debt.

    `growth` in thousands with everything as likely, `left` the debt at the year's end in
    person-quarters, `speed` the share of full speed with which the next year begins.
    """

    people: dict[str, int]
    growth: float
    left: float
    speed: float


class Portion(NamedTuple):
    """What one line brings with its people: as likely, and the ends of the band. Thousands."""

    line: Line
    people: int
    likely: float
    low: float
    high: float


class Year(NamedTuple):
    """A year with one allocation.

    `growth` is with everything as likely; `mean`, `low` and `high` are over the draws, `error` the standard
    error of the mean, `growths` all draws. `speed` is the mean over this year, `next_speed` the one at its end.
    """

    portions: tuple[Portion, ...]
    growth: float
    mean: float
    low: float
    high: float
    error: float
    growths: Floats
    speed: float
    left: float
    next_speed: float
    idle: int


class Step(NamedTuple):
    """One person more in a place, and one fewer: what it changes, in thousands; None where nobody could be taken."""

    place: str
    title: str
    more: float
    fewer: float | None


def as_written(lab: FundThePortfolio) -> Assumptions:
    """The assumptions of the lab's file."""
    return Assumptions(lab.debt.drag.likely, 1.0, lab.newcomers)


def response(people: Floats | float, ceiling: float, scale: float) -> Floats:
    """What so many people bring: ceiling · (1 − exp(−people / scale)). The first of them bring the most."""
    brought: Floats = ceiling * -np.expm1(-np.asarray(people, dtype=float) / scale)
    return brought


def effective(people: Floats | float, now: int, newcomers: float) -> Floats:
    """How many people they amount to in the year: those beyond `now` are new, and lose the share `newcomers`."""
    count = np.asarray(people, dtype=float)
    amount: Floats = count - newcomers * np.maximum(0.0, count - now)
    return amount


def debt_course(lab: FundThePortfolio, payers: Floats | float) -> Floats:
    """The debt at the beginning of each quarter and at the year's end: QUARTERS + 1 rows, person-quarters.

    `payers` are effective people on it, a quarter.
    """
    course = [np.full_like(np.asarray(payers, dtype=float), lab.debt.size)]
    for _ in range(QUARTERS):
        course.append(np.maximum(0.0, course[-1] * (1 + lab.debt.interest) - payers))
    return np.stack(course)


def speed_at(lab: FundThePortfolio, debt: Floats | float, drag: Floats | float) -> Floats:
    """The share of full speed that is left under a debt (person-quarters).

    `drag` is the share of speed (0–1) that a debt of today's size in the `lab` takes.
    """
    left: Floats = np.maximum(SLOWEST, 1 - np.asarray(drag) * np.asarray(debt) / lab.debt.size)
    return left


def year_speed(lab: FundThePortfolio, payers: Floats | float, drag: Floats | float) -> Floats:
    """The mean share of full speed over the year's quarters.

    `payers` work on the debt of the `lab`, and `drag` is the share of speed (0–1) that today's debt takes.
    """
    mean: Floats = np.mean([speed_at(lab, debt, drag) for debt in debt_course(lab, payers)[:-1]], axis=0)
    return mean


def served(line: Line, platform: Floats | float) -> Floats:
    """The share of what a line brings that comes in with so many (effective) people on the platform."""
    count = np.asarray(platform, dtype=float)
    enough = np.minimum(1.0, count / line.needs) if line.needs else np.ones_like(count)
    share: Floats = 1 - line.relies * (1 - enough)
    return share


def _worth(line: Line, given: Assumptions) -> float:
    return line.ceiling.likely * (given.bets if line.bet else 1.0)


def growth(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> float:
    """What an allocation adds to yearly revenue in the year, with everything as likely; thousands.

    `people` says how many of the `lab` are in each place (nobody where a place isn't named), `given` what is assumed
    beside them.
    """
    platform, speed = _shared(lab, people, given)
    return sum(_brings(line, people.get(line.id, 0), platform, speed, given) for line in lab.lines)


def _shared(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> tuple[float, float]:
    platform = float(effective(people.get(PLATFORM, 0), lab.platform.now, given.newcomers))
    payers = float(effective(people.get(DEBT, 0), lab.debt.now, given.newcomers))
    return platform, float(year_speed(lab, payers, given.drag))


def _brings(line: Line, people: int, platform: float, speed: float, given: Assumptions) -> float:
    count = effective(people, line.now, given.newcomers)
    full = _worth(line, given) * float(served(line, platform))
    return float(response(speed * count, full, line.scale)) - line.leak


# ---------------------------------------------------------------------------------------
# The best.


@lru_cache(maxsize=32)
def frontier(lab: FundThePortfolio, given: Assumptions) -> tuple[Dot, ...]:
    """The most growth for each number of people on the debt, from nobody up to where it is paid at once.

    Exact: all whole numbers of people on platform and debt are tried, and for each pair the
    lines are solved by dynamic programming over people. Everybody is placed. More people on the
    platform than the neediest line needs add nothing, and are left out of the search.
    """
    total = lab.people
    platforms = np.arange(_least_enough(lab, given) + 1.0)
    payers = np.arange(_paid_at_once(lab, given) + 1.0)
    speed = year_speed(lab, effective(payers, lab.debt.now, given.newcomers), given.drag)
    counts = np.arange(total + 1.0)
    platform = effective(platforms, lab.platform.now, given.newcomers)
    # best[i][P, D, n]: the most that the first i lines bring with n people in all.
    best = [np.full((platforms.size, payers.size, total + 1), -np.inf)]
    best[0][:, :, 0] = 0.0
    brought: list[Floats] = []
    for line in lab.lines:
        full: Floats = _worth(line, given) * served(line, platform)
        reached = -np.expm1(-speed[:, None] * effective(counts, line.now, given.newcomers) / line.scale)
        brings = full[:, None, None] * reached[None] - line.leak
        next_best = np.full_like(best[-1], -np.inf)
        for here in range(total + 1):
            tried = best[-1][:, :, : total + 1 - here] + brings[:, :, here, None]
            np.maximum(next_best[:, :, here:], tried, out=next_best[:, :, here:])
        best.append(next_best)
        brought.append(brings)
    return tuple(
        _dot(lab, given, [each[:, at] for each in best], [each[:, at] for each in brought], int(payer))
        for at, payer in enumerate(payers)
    )


def _dot(lab: FundThePortfolio, given: Assumptions, best: list[Floats], brought: list[Floats], payers: int) -> Dot:
    """The best for one number of people on the debt: which platform, and back from the last line to the first."""
    room = lab.people - payers
    platform = max(range(min(best[-1].shape[0], room + 1)), key=lambda p: best[-1][p, room - p])
    people: dict[str, int] = {}
    rest = room - platform
    for line, before, brings in zip(reversed(lab.lines), reversed(best[:-1]), reversed(brought), strict=True):
        counts = np.arange(rest + 1)
        people[line.id] = int(np.argmax(before[platform, rest - counts] + brings[platform, counts]))
        rest -= people[line.id]
    placed = {**{line.id: people[line.id] for line in lab.lines}, PLATFORM: platform, DEBT: payers}
    owed = float(debt_course(lab, effective(payers, lab.debt.now, given.newcomers))[-1])
    most = float(best[-1][platform, room - platform])
    return Dot(placed, most, owed, float(speed_at(lab, owed, given.drag)))


def _least_enough(lab: FundThePortfolio, given: Assumptions) -> int:
    """The fewest on the platform who serve every line in full (or everybody)."""
    need = max(line.needs for line in lab.lines)
    enough = (p for p in range(lab.people) if effective(p, lab.platform.now, given.newcomers) >= need - 1e-9)
    return next(enough, lab.people)


def _paid_at_once(lab: FundThePortfolio, given: Assumptions) -> int:
    """The fewest on the debt who pay it within the first quarter (or everybody): more of them would be idle."""
    course = debt_course(lab, effective(np.arange(lab.people + 1.0), lab.debt.now, given.newcomers))
    paid = np.flatnonzero(course[1] == 0)
    return int(paid[0]) if paid.size else lab.people


def optimum(lab: FundThePortfolio, given: Assumptions) -> Dot:
    """The allocation that brings the most in the year, if everything comes out as assumed."""
    return max(frontier(lab, given), key=lambda dot: dot.growth)


def worthwhile(dots: tuple[Dot, ...]) -> tuple[Dot, ...]:
    """The dots that no other beats in growth and in debt left: those from the optimum on, fewer and fewer left."""
    kept: list[Dot] = []
    for dot in sorted(dots, key=lambda dot: (dot.left, -dot.growth)):
        if not kept or dot.growth > kept[-1].growth:
            kept.append(dot)
    return tuple(reversed(kept))


def ceiling_on_continuous(lab: FundThePortfolio, given: Assumptions, platform: int, payers: int) -> float:
    """The most that the lines could bring if people could be divided: an upper bound, by Koopman's condition.

    All lines that get anybody are staffed to the same marginal value λ: x = scale / speed ·
    ln(full · speed / (scale · λ)); λ is found by bisection. Only for `newcomers` = 0, where the response is smooth.
    `platform` and `payers` (people on the debt) are taken; all others of the `lab` are divided. `given` is what is
    assumed; its newcomers count as 0. The value is in thousands a year.
    """
    shared = _shared(lab, {PLATFORM: platform, DEBT: payers}, given._replace(newcomers=0.0))
    served_platform, speed = shared
    full = np.array([_worth(line, given) * float(served(line, served_platform)) for line in lab.lines])
    scale = np.array([line.scale for line in lab.lines]) / speed
    room = lab.people - platform - payers

    def staffed(price: float) -> Floats:
        people: Floats = np.maximum(0.0, scale * np.log(np.maximum(full, 1e-300) / (scale * price)))
        return people

    low, high = 1e-12, float(np.max(full / scale)) + 1.0
    for _ in range(200):
        middle = sqrt(low * high)
        low, high = (middle, high) if staffed(middle).sum() > room else (low, middle)
    people = staffed(high)
    return float((full * -np.expm1(-people / scale)).sum() - sum(line.leak for line in lab.lines))


# ---------------------------------------------------------------------------------------
# One allocation.


def year(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> Year:
    """The year with these people, played `lab.draws` times: ceilings and drag come out somewhere in their range.

    The luck is the same for every allocation, see `play`. `given` is what is assumed beside the people; a place that
    isn't named has nobody.
    """
    platform, speed = _shared(lab, people, given)
    played = play(lab, people, given)
    bands = np.quantile(played, BAND, axis=1)
    portions = [
        Portion(
            line, count, _brings(line, count, platform, speed, given), float(bands[0, index]), float(bands[1, index])
        )
        for index, line in enumerate(lab.lines)
        for count in (people.get(line.id, 0),)
    ]
    all_growths: Floats = played.sum(axis=0)
    low, high = np.quantile(all_growths, BAND)
    payers = effective(people.get(DEBT, 0), lab.debt.now, given.newcomers)
    owed = float(debt_course(lab, payers)[-1])
    return Year(
        portions=tuple(portions),
        growth=growth(lab, people, given),
        mean=float(all_growths.mean()),
        low=float(low),
        high=float(high),
        error=float(all_growths.std(ddof=1)) / sqrt(lab.draws),
        growths=all_growths,
        speed=speed,
        left=owed,
        next_speed=float(speed_at(lab, owed, given.drag)),
        idle=lab.people - sum(people.values()),
    )


def play(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> Floats:
    """What each line brings in each draw (lines × draws, thousands): ceilings and drag come out within their ranges.

    The drag's range is moved to lie about the assumed one. `people` says how many of the `lab` are in each place
    (nobody where it isn't named), and `given` what is assumed beside them.
    """
    ceilings, drags = _drawn(lab)
    platform, _ = _shared(lab, people, given)
    payers = effective(people.get(DEBT, 0), lab.debt.now, given.newcomers)
    speeds = year_speed(lab, payers, np.maximum(0.0, given.drag + drags - lab.debt.drag.likely))
    counts = [effective(people.get(line.id, 0), line.now, given.newcomers) / line.scale for line in lab.lines]
    full = [float(served(line, platform)) * (given.bets if line.bet else 1.0) for line in lab.lines]
    brought: Floats = _column(full) * ceilings * -np.expm1(-_column(counts) * speeds)
    return brought - _column([line.leak for line in lab.lines])


def wins(one: Year, other: Year) -> tuple[float, float]:
    """In which share of the draws `one` brings more than `other`, and the standard error of that share."""
    share = float(np.mean(one.growths > other.growths))
    return share, float(share_error(share, one.growths.size))


def steps(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> tuple[Step, ...]:
    """For each place, what one person more there would bring and one fewer would cost, all others left as they are.

    `people` says how many of the `lab` are in each place and `given` what is assumed beside them; values are thousands
    a year.
    """
    before = growth(lab, people, given)

    def changed(place: str, by: int) -> float:
        return growth(lab, {**people, place: people.get(place, 0) + by}, given) - before

    return tuple(
        Step(place, title, changed(place, 1), changed(place, -1) if people.get(place, 0) else None)
        for place, title in lab.places
    )


class Move(NamedTuple):
    """One person from one place to another, and what it adds to the year's growth; thousands."""

    source: str
    target: str
    adds: float


def moves(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> tuple[Move, ...]:
    """All moves of one person, the one that adds most first.

    `people` says how many of the `lab` are in each place and `given` what is assumed beside them; values are thousands
    a year.
    """
    before = growth(lab, people, given)
    all_moves = [
        Move(source_title, target_title, growth(lab, {**people, **moved}, given) - before)
        for source, source_title in lab.places
        for target, target_title in lab.places
        if source != target and people.get(source, 0)
        for moved in ({source: people[source] - 1, target: people.get(target, 0) + 1},)
    ]
    return tuple(sorted(all_moves, key=lambda move: -move.adds))


class Tip(NamedTuple):
    """A worthwhile dot of the frontier, with the band of its growth over the draws; thousands."""

    dot: Dot
    low: float
    high: float


@lru_cache(maxsize=16)
def edge(lab: FundThePortfolio, given: Assumptions) -> tuple[Tip, ...]:
    """The worthwhile dots of the frontier, each with its band."""
    tips = []
    for dot in worthwhile(frontier(lab, given)):
        low, high = np.quantile(play(lab, dot.people, given).sum(axis=0), BAND)
        tips.append(Tip(dot, float(low), float(high)))
    return tuple(tips)


class Belief(NamedTuple):
    """Whoever puts the last person here believes that the line is worth `times` what is estimated."""

    line: Line
    times: float
    elsewhere: str


def beliefs(lab: FundThePortfolio, people: Allocation, given: Assumptions) -> tuple[Belief, ...]:
    """What an allocation takes for granted: lines whose last person would bring more elsewhere, the boldest first.

    A line's value is proportional to its ceiling, so the last person there does as well as in the best
    other line if the ceiling is (value there) / (value here) times the estimate. `people` says how many of the `lab`
    are in each place, `given` what is assumed beside them.
    """
    line_steps = steps(lab, people, given)[: len(lab.lines)]
    beliefs = []
    for line, step in zip(lab.lines, line_steps, strict=True):
        others = [other for other in line_steps if other.place != line.id]
        best = max(others, key=lambda other: other.more)
        if step.fewer and -step.fewer > 0 and best.more > -step.fewer * 1.005:
            beliefs.append(Belief(line, best.more / -step.fewer, best.title))
    return tuple(sorted(beliefs, key=lambda belief: -belief.times))


def _column(values: Sequence[Floats | float]) -> Floats:
    return np.array(values, dtype=float)[:, None]


@lru_cache(maxsize=4)
def _drawn(lab: FundThePortfolio) -> tuple[Floats, Floats]:
    """The ceilings (lines × draws) and drags (draws), from uniform numbers of the lab's seed."""
    table = np.random.default_rng(lab.seed).random((len(lab.lines) + 1, lab.draws))
    ceilings = np.stack([sampled(row, line.ceiling) for line, row in zip(lab.lines, table, strict=False)])
    return ceilings, sampled(table[-1], lab.debt.drag)
