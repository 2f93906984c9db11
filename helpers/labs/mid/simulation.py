"""What to do first when nothing is known for sure: three yardsticks, a simulation, the worth of finding out.

Random numbers come from one table per seed, one column for each estimate, turned into values by
the inverse of each distribution. So moving a lever moves the result and not the luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.labs.chance import Floats, sampled, share_error, triangular, widened
from helpers.labs.mid.model import Candidate, Estimate, WhatFirst

Flags = NDArray[np.bool_]

CARDS: Floats = np.array([1, 2, 3, 5, 8, 13, 20], dtype=float)
"""The cards of relative size, in order."""

DRIFT = 0.5
"""How often another round of cards would deal one step more or less, at the width of 1."""

LEAST_EFFORT = 0.1
"""No range is widened to less than this, in weeks: nothing takes no time."""

_MIDPOINTS: Floats = (np.arange(200) + 0.5) / 200
"""Where a distribution is read off to integrate over it; the error is a few pounds."""

_ROWS = 500
"""So many rows are compared at once, so that the table of all plans stays small."""


class Method(StrEnum):
    """A yardstick to rank by."""

    RICE = "rice"
    WSJF = "wsjf"
    CD3 = "cd3"


class Levers(NamedTuple):
    """What can be set: `width` of all ranges (1 as in the file), and the `horizon` in weeks."""

    width: float
    horizon: float


# ---------------------------------------------------------------------------------------
# Point scores.


def rice_score(reach: Any, impact: Any, confidence: Any, effort: Any) -> Any:
    """Reach × impact × confidence / effort (S. McBride, "RICE", Intercom 2016).

    People a period, 0.25–3, 0–1 and time; each may be a number or an array.
    """
    return reach * impact * confidence / effort


def wsjf_score(value: Any, urgency: Any, risk: Any, size: Any) -> Any:
    """(Value + urgency + risk reduction or opportunity) / size, in relative points (SAFe's WSJF)."""
    return (value + urgency + risk) / size


def cd3_score(delay: Any, duration: Any) -> Any:
    """Cost of delay divided by duration (D. Reinertsen, The Principles of Product Development Flow, 2009, ch. 7)."""
    return delay / duration


class Scored(NamedTuple):
    """A candidate's score by one method and its place, from 1."""

    candidate: Candidate
    score: float
    place: int


def ranking(lab: WhatFirst, method: Method) -> tuple[Scored, ...]:
    """The candidates by their likely values, the best first; equals stay in the order of the file."""
    scores = {candidate.id: _likely_score(candidate, method) for candidate in lab.candidates}
    ordered = sorted(lab.candidates, key=lambda candidate: -scores[candidate.id])
    return tuple(Scored(candidate, scores[candidate.id], place) for place, candidate in enumerate(ordered, 1))


def _likely_score(candidate: Candidate, method: Method) -> float:
    c = candidate
    match method:
        case Method.RICE:
            return float(rice_score(c.reach.likely, c.impact.likely, c.confidence, c.effort.likely))
        case Method.WSJF:
            return float(wsjf_score(c.cards.value, c.cards.urgency, c.cards.risk, c.cards.size))
        case Method.CD3:
            return float(cd3_score(c.delay.likely, c.effort.likely))


def waiting_cost(jobs: Sequence[tuple[float, float]]) -> float:
    """What is lost while each of these jobs waits for those before it; a job is (cost of delay, duration).

    Done one after the other, the order by cost of delay / duration loses least (W. E. Smith,
    "Various optimizers for single-stage production", 1956).
    """
    begins = np.concatenate([[0.0], np.cumsum([duration for _, duration in jobs])[:-1]]) if jobs else np.zeros(0)
    return float(sum(delay * start for (delay, _), start in zip(jobs, begins, strict=True)))


def order_cost(candidates: Sequence[Candidate]) -> float:
    """The waiting cost, in money, of working through all candidates in this order, each as likely."""
    return waiting_cost([(candidate.delay.likely, candidate.effort.likely) for candidate in candidates])


# ---------------------------------------------------------------------------------------
# Chance.


def filled(scores: Floats, efforts: Floats, ties: Floats, weeks: Floats) -> Flags:
    """In each row, what a quarter of so many `weeks` holds, filled from the highest score downwards.

    What doesn't fit any more is passed over for what does; what scores nothing isn't begun.
    Equals are drawn by lot, the higher tie wins. `weeks` is one number a row. `efforts` are in weeks too; like `scores`
    and `ties` they are rows × candidates.
    """
    order = np.lexsort((-ties, -scores), axis=-1)
    left = weeks.astype(float)
    held = np.zeros(scores.shape, dtype=bool)
    for place in order.T:
        column = place[:, None]
        effort = np.take_along_axis(efforts, column, axis=-1)[:, 0]
        fits = (effort <= left) & (np.take_along_axis(scores, column, axis=-1)[:, 0] > 0)
        np.put_along_axis(held, column, fits[:, None], axis=-1)
        left -= effort * fits
    return held


def quarter(lab: WhatFirst, order: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What the quarter holds, filled in this order after the duties, everything taking as long as is likely."""
    left = lab.weeks - sum(duty.effort.likely for duty in lab.duties)
    held = []
    for candidate in order:
        if candidate.effort.likely <= left:
            held.append(candidate)
            left -= candidate.effort.likely
    return tuple(held)


class Load(NamedTuple):
    """How many weeks a plan is expected to take, duties included, and in what share (0–1) of draws it is finished."""

    weeks: float
    finished: float


def load(lab: WhatFirst, chosen: Sequence[Candidate], width: float = 1.0) -> Load:
    """The load of a plan, from the draws that the simulation uses too; `width` is that of the ranges.

    `chosen` are the candidates planned for the quarter of the `lab`; its duties come on top.
    """
    table = _table(lab.seed, lab.draws, len(lab.candidates))
    efforts = _drawn(lab, Estimate.EFFORT, table[Estimate.EFFORT], width)
    taken = [place for place, candidate in enumerate(lab.candidates) if candidate in chosen]
    total = efforts[:, taken].sum(axis=1) + _duty_weeks(lab, width)
    return Load(float(total.mean()), float((total <= lab.weeks).mean()))


def _duty_weeks(lab: WhatFirst, width: float) -> Floats:
    """What the duties take in each draw, in weeks; their luck is their own, so that none of them moves another's."""
    u = np.random.default_rng((lab.seed, 1)).random((lab.draws, len(lab.duties)))
    ranges = [widened(duty.effort, width, LEAST_EFFORT) for duty in lab.duties]
    total: Floats = np.zeros(lab.draws)
    for column, points in zip(u.T, ranges, strict=True):
        total = total + sampled(column, points)
    return total


class Standing(NamedTuple):
    """How often (0–1) a candidate truly belongs in the quarter, with the standard error."""

    candidate: Candidate
    share: float
    error: float


class Swing(NamedTuple):
    """How often a candidate belongs in the quarter if one estimate turns out low, and if it turns out high.

    `low` and `high` are shares (0–1) over the draws in which the estimate lies in the lowest and
    the highest third of its range; for confidence those in which the remedy fails or works; for a
    card those in which it is dealt a step lower or higher. `error` is that of their difference.
    """

    candidate: Candidate
    estimate: Estimate
    low: float
    high: float
    error: float

    @property
    def size(self) -> float:
        """How much hangs on this estimate (0–1)."""
        return abs(self.high - self.low)


class Simulation(NamedTuple):
    """What came of all draws by one method: `standings` the most frequent first, `swings` the widest first."""

    method: Method
    draws: int
    standings: tuple[Standing, ...]
    swings: tuple[Swing, ...]

    def standing(self, id: str) -> Standing | None:
        """The standing of a candidate by its id."""
        return next((standing for standing in self.standings if standing.candidate.id == id), None)


_COLUMNS = (*Estimate, "tie")
_ENTERS = {
    Method.RICE: (Estimate.REACH, Estimate.IMPACT, Estimate.CONFIDENCE, Estimate.EFFORT),
    Method.WSJF: (Estimate.VALUE, Estimate.URGENCY, Estimate.RISK, Estimate.SIZE, Estimate.EFFORT),
    Method.CD3: (Estimate.DELAY, Estimate.CONFIDENCE, Estimate.EFFORT),
}
_CARDS = (Estimate.VALUE, Estimate.URGENCY, Estimate.RISK, Estimate.SIZE)


@lru_cache(maxsize=4)
def _table(seed: int, draws: int, count: int) -> dict[str, Floats]:
    """Uniform numbers in [0, 1), a (draws × candidates) table for each estimate."""
    numbers = np.random.default_rng(seed).random((len(_COLUMNS), draws, count))
    return {str(name): numbers[index] for index, name in enumerate(_COLUMNS)}


@lru_cache(maxsize=8)
def simulate(lab: WhatFirst, method: Method, width: float = 1.0) -> Simulation:
    """Play the quarter `lab.draws` times: every estimate comes out somewhere in its range, the remedy works or not.

    Then the quarter is filled from the best downwards by what came out, after the duties.

    With RICE and cost of delay a candidate whose remedy fails is worth nothing in that draw, so
    that on average its score is multiplied by its confidence. What hangs on which estimate is
    told by conditioning on it (regional sensitivity analysis: Hornberger & Spear 1981). `method` scores the candidates;
    every range is `width` times as wide as the estimate has it.
    """
    table = _table(lab.seed, lab.draws, len(lab.candidates))
    values = {name: _drawn(lab, name, table[name], width) for name in _ENTERS[method]}
    v = values
    match method:
        case Method.RICE:
            scores = rice_score(v[Estimate.REACH], v[Estimate.IMPACT], v[Estimate.CONFIDENCE], v[Estimate.EFFORT])
        case Method.WSJF:
            scores = wsjf_score(*(v[name] for name in _CARDS))
        case Method.CD3:
            scores = cd3_score(v[Estimate.DELAY], v[Estimate.EFFORT]) * v[Estimate.CONFIDENCE]
    best = filled(scores, v[Estimate.EFFORT], table["tie"], lab.weeks - _duty_weeks(lab, width))
    shares = best.mean(axis=0)
    standings = [
        Standing(candidate, float(share), share_error(float(share), lab.draws))
        for candidate, share in zip(lab.candidates, shares, strict=True)
    ]
    swings = [
        swing
        for name in _ENTERS[method]
        for swing in _swings(lab, name, best, *_ends(lab, name, table[name], values[name], width))
    ]
    return Simulation(
        method,
        lab.draws,
        tuple(sorted(standings, key=lambda standing: -standing.share)),
        tuple(sorted(swings, key=lambda swing: -swing.size)),
    )


def _points(lab: WhatFirst, name: Estimate, width: float) -> tuple[Floats, Floats, Floats]:
    least = LEAST_EFFORT if name is Estimate.EFFORT else 0.0
    ranges = [widened(getattr(candidate, name), width, least) for candidate in lab.candidates]
    low, likely, high = (np.array([getattr(r, end) for r in ranges]) for end in ("low", "likely", "high"))
    return low, likely, high


def _drawn(lab: WhatFirst, name: Estimate, u: Floats, width: float) -> Floats:
    if name is Estimate.CONFIDENCE:
        return (u < np.array([candidate.confidence for candidate in lab.candidates])).astype(float)
    if name in _CARDS:
        dealt = np.array([getattr(candidate.cards, name) for candidate in lab.candidates])
        places = np.searchsorted(CARDS, dealt) + _steps(u, width)
        cards: Floats = CARDS[np.clip(places, 0, len(CARDS) - 1)]
        return cards
    return triangular(u, *_points(lab, name, width))


def _steps(u: Floats, width: float) -> NDArray[np.int64]:
    drift = min(0.9, DRIFT * width)
    steps: NDArray[np.int64] = (u > 1 - drift / 2).astype(np.int64) - (u < drift / 2).astype(np.int64)
    return steps


def _ends(lab: WhatFirst, name: Estimate, u: Floats, values: Floats, width: float) -> tuple[Flags, Flags]:
    """The draws in which an estimate turns out low, and those in which it turns out high."""
    if name is Estimate.CONFIDENCE:
        return values == 0, values == 1
    if name in _CARDS:
        steps = _steps(u, width)
        return steps < 0, steps > 0
    return u < 1 / 3, u > 2 / 3


def _swings(lab: WhatFirst, name: Estimate, best: Flags, low: Flags, high: Flags) -> list[Swing]:
    swings = []
    counts_low, counts_high = low.sum(axis=0), high.sum(axis=0)
    hits_low, hits_high = (best & low).sum(axis=0), (best & high).sum(axis=0)
    for place, candidate in enumerate(lab.candidates):
        if not counts_low[place] or not counts_high[place]:
            continue  # a remedy that surely works has no other end
        low_share, high_share = hits_low[place] / counts_low[place], hits_high[place] / counts_high[place]
        error = sqrt(share_error(low_share, counts_low[place]) ** 2 + share_error(high_share, counts_high[place]) ** 2)
        swings.append(Swing(candidate, name, float(low_share), float(high_share), error))
    return swings


# ---------------------------------------------------------------------------------------
# The worth of finding out.


class Worth(NamedTuple):
    """What knowing one estimate for sure would be worth before choosing, in money, and what finding it out costs.

    `changes` is how often (0–1) knowing it would change the choice.
    """

    candidate: Candidate
    value: float
    changes: float

    @property
    def cost(self) -> float:
        """What the way of finding out costs."""
        return self.candidate.finding.cost

    @property
    def net(self) -> float:
        """What is left of the worth when it has been paid for; it pays at most this much."""
        return self.value - self.cost


class Information(NamedTuple):
    """The best choice as things stand, with its expected worth, and what knowing more would add, in money.

    `everything` is the expected value of perfect information with its standard error; `findings`
    are the candidates' own, the highest net worth first.
    """

    chosen: tuple[Candidate, ...]
    expected: float
    everything: float
    error: float
    findings: tuple[Worth, ...]


@lru_cache(maxsize=8)
def information(lab: WhatFirst, levers: Levers) -> Information:
    """What it would be worth to find out before choosing a plan that fits into the quarter.

    A plan is worth, in money,

        V = Σ works × delay × (horizon − finished)

    that is: from the week in which a problem is solved it stops costing, until the horizon. The
    team works on one after the other, the duties first, in the order that loses least (Smith
    1956). It is paid either way, so its cost changes nothing. A plan fits if the weeks that it is
    expected to take are no more than the quarter has. With the means the best plan is worth V*.
    Perfect information is worth E[max V] − V* (EVPI), one estimate θ alone
    E over θ of max E[V | θ] − V* (EVPPI): Raiffa & Schlaifer, Applied Statistical Decision
    Theory, 1961; Howard, "Information value theory", 1966.
    """
    spreads = [_Spread.of(candidate, levers.width) for candidate in lab.candidates]
    gains, efforts = (np.array([getattr(spread, name) for spread in spreads]) for name in ("gain", "weeks"))
    duty = float(sum(sampled(_MIDPOINTS, widened(d.effort, levers.width, LEAST_EFFORT)).mean() for d in lab.duties))
    plans = Plans(len(lab.candidates), lab.weeks, levers.horizon)
    now, chosen = plans.best(gains[None], efforts[None], np.array([duty]))
    expected = float(now[0])
    table = _table(lab.seed, lab.draws, len(lab.candidates))
    delay, effort, works = (
        _drawn(lab, name, table[name], levers.width) for name in (Estimate.DELAY, Estimate.EFFORT, Estimate.CONFIDENCE)
    )
    known, _ = plans.best(works * delay, effort, _duty_weeks(lab, levers.width))
    findings = []
    for place, (candidate, spread) in enumerate(zip(lab.candidates, spreads, strict=True)):
        gain, weeks, weights = spread.given(candidate.finding.estimate)
        after, plan = plans.best(
            _with(gains, place, gain, len(weights)),
            _with(efforts, place, weeks, len(weights)),
            np.full(len(weights), duty),
        )
        value = max(0.0, float(weights @ after) - expected)
        changes = float(weights @ (plan != chosen[0])) if value > 1e-6 * max(1.0, expected) else 0.0
        findings.append(Worth(candidate, value, changes))
    return Information(
        tuple(lab.candidates[place] for place in plans.members(int(chosen[0]))),
        expected,
        float(known.mean()) - expected,
        float(known.std(ddof=1)) / sqrt(len(known)),
        tuple(sorted(findings, key=lambda finding: -finding.net)),
    )


def _with(means: Floats, place: int, values: Floats, count: int) -> Floats:
    """The means, `count` times, with one candidate's replaced by these values."""
    rows = np.tile(means, (count, 1))
    rows[:, place] = values
    return rows


class _Spread(NamedTuple):
    """One candidate's estimates, read off at their midpoints."""

    confidence: float
    delay: Floats
    effort: Floats

    @classmethod
    def of(cls, candidate: Candidate, width: float) -> _Spread:
        delay, effort = widened(candidate.delay, width), widened(candidate.effort, width, LEAST_EFFORT)
        return cls(candidate.confidence, sampled(_MIDPOINTS, delay), sampled(_MIDPOINTS, effort))

    @property
    def gain(self) -> float:
        """What each week after it is solved is expected to bring, in money."""
        return float(self.confidence * self.delay.mean())

    @property
    def weeks(self) -> float:
        """How many weeks it is expected to take."""
        return float(self.effort.mean())

    def given(self, estimate: Estimate) -> tuple[Floats, Floats, Floats]:
        """Gain and weeks at each value of one estimate, and how likely each value is."""
        even = np.full(len(_MIDPOINTS), 1 / len(_MIDPOINTS))
        if estimate is Estimate.CONFIDENCE:
            gains = np.array([0.0, self.delay.mean()])
            return gains, np.full(2, self.weeks), np.array([1 - self.confidence, self.confidence])
        if estimate is Estimate.EFFORT:
            return np.full(len(even), self.gain), self.effort, even
        return self.confidence * self.delay, np.full(len(even), self.weeks), even


class Plans:
    """Every set of `count` candidates as a plan for a quarter of so many `weeks`, judged up to the `horizon` (weeks).

    What one of two in a plan loses by waiting for the other is the smaller of gain × effort
    either way round; summed over all pairs that is what the best order loses (Smith 1956).
    """

    def __init__(self, count: int, weeks: float, horizon: float) -> None:
        self._weeks, self._horizon = weeks, horizon
        self._sets = (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(float)
        self._first, self._second = np.triu_indices(count, 1)
        self._pairs = self._sets[:, self._first] * self._sets[:, self._second]

    def members(self, plan: int) -> tuple[int, ...]:
        """The places of the candidates in a plan."""
        return tuple(int(place) for place in np.flatnonzero(self._sets[plan]))

    def best(self, gains: Floats, efforts: Floats, duties: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """The worth of the best plan that fits, and which it is, for each row of what is known.

        `gains` (money a week once solved) and `efforts` (weeks) are rows × candidates, `duties`
        the weeks that are gone first, one a row. The smaller of two equal plans is taken.
        """
        worth, chosen = np.empty(len(gains)), np.empty(len(gains), dtype=np.int64)
        for start in range(0, len(gains), _ROWS):
            rows = slice(start, start + _ROWS)
            gain, effort, duty = gains[rows], efforts[rows], duties[rows, None]
            alone = gain * np.clip(self._horizon - duty - effort, 0, None)
            first, second = self._first, self._second
            waiting = np.minimum(gain[:, first] * effort[:, second], gain[:, second] * effort[:, first])
            values = alone @ self._sets.T - waiting @ self._pairs.T
            values[effort @ self._sets.T > self._weeks - duty + 1e-9] = -np.inf
            values[:, 0] = 0.0  # doing nothing but the duties is always open
            chosen[rows] = values.argmax(axis=1)
            worth[rows] = values.max(axis=1)
        return worth, chosen
