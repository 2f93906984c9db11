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

_MIDPOINTS: Floats = (np.arange(2000) + 0.5) / 2000
"""Where a distribution is read off to integrate over it; the error is far below a pound."""


class Method(StrEnum):
    """A yardstick to rank by."""

    RICE = "rice"
    WSJF = "wsjf"
    CD3 = "cd3"


class Levers(NamedTuple):
    """What can be set: `width` of all ranges (1 as in the file), `horizon` in weeks, price of a `team_week`."""

    width: float
    horizon: float
    team_week: float


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


def members(scores: Floats, ties: Floats, room: int) -> Flags:
    """In each row, which are the `room` highest scores; equals are drawn by lot, the higher tie wins."""
    order = np.lexsort((-ties, -scores), axis=-1)[..., :room]
    best = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(best, order, True, axis=-1)
    return best


class Standing(NamedTuple):
    """How often (0–1) a candidate is truly among the best, with the standard error."""

    candidate: Candidate
    share: float
    error: float


class Swing(NamedTuple):
    """How often a candidate is among the best if one estimate turns out low, and if it turns out high.

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
    room: int
    standings: tuple[Standing, ...]
    swings: tuple[Swing, ...]

    def standing(self, id: str) -> Standing | None:
        """The standing of a candidate by its id."""
        return next((standing for standing in self.standings if standing.candidate.id == id), None)


_COLUMNS = (*Estimate, "tie")
_ENTERS = {
    Method.RICE: (Estimate.REACH, Estimate.IMPACT, Estimate.CONFIDENCE, Estimate.EFFORT),
    Method.WSJF: (Estimate.VALUE, Estimate.URGENCY, Estimate.RISK, Estimate.SIZE),
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

    With RICE and cost of delay a candidate whose remedy fails is worth nothing in that draw, so
    that on average its score is multiplied by its confidence. What hangs on which estimate is
    told by conditioning on it (regional sensitivity analysis: Hornberger & Spear 1981).
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
    best = members(scores, table["tie"], lab.room)
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
        lab.room,
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
        one, other = hits_low[place] / counts_low[place], hits_high[place] / counts_high[place]
        error = sqrt(share_error(one, counts_low[place]) ** 2 + share_error(other, counts_high[place]) ** 2)
        swings.append(Swing(candidate, name, float(one), float(other), error))
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
    """What it would be worth to find out before choosing at most `lab.room` candidates.

    Solving a candidate's problem is worth, in money,

        W = works × delay × max(0, horizon − effort) − team_week × effort

    that is: from the day it is solved it stops costing, until the horizon; the team's time is
    paid either way. Each is judged as if begun today. With the means of W the best choice is
    worth V = max over choices of Σ E[W]. Perfect information is worth E[max Σ W] − V (EVPI), one
    estimate θ alone E over θ of max Σ E[W | θ] − V (EVPPI): Raiffa & Schlaifer, Applied
    Statistical Decision Theory, 1961; Howard, "Information value theory", 1966.
    """
    spreads = [_Spread.of(candidate, levers) for candidate in lab.candidates]
    means = np.array([spread.mean for spread in spreads])
    chosen = best_choice(means, lab.room)
    table = _table(lab.seed, lab.draws, len(lab.candidates))
    delay, effort, works = (
        _drawn(lab, name, table[name], levers.width) for name in (Estimate.DELAY, Estimate.EFFORT, Estimate.CONFIDENCE)
    )
    worth = works * delay * np.clip(levers.horizon - effort, 0, None) - levers.team_week * effort
    everything, error = perfect_information(worth, chosen, lab.room)
    findings = []
    for place, (candidate, spread) in enumerate(zip(lab.candidates, spreads, strict=True)):
        given, weights = spread.given(candidate.finding.estimate)
        value, changes = partial_information(given, weights, np.delete(means, place), lab.room)
        findings.append(Worth(candidate, value, changes))
    return Information(
        tuple(lab.candidates[place] for place in chosen),
        float(means[list(chosen)].sum()),
        everything,
        error,
        tuple(sorted(findings, key=lambda finding: -finding.net)),
    )


class _Spread(NamedTuple):
    """One candidate's estimates, read off at their midpoints, and the means that its worth is made of."""

    confidence: float
    delay: Floats
    effort: Floats
    levers: Levers

    @classmethod
    def of(cls, candidate: Candidate, levers: Levers) -> _Spread:
        delay, effort = widened(candidate.delay, levers.width), widened(candidate.effort, levers.width, LEAST_EFFORT)
        return cls(
            candidate.confidence,
            sampled(_MIDPOINTS, delay),
            sampled(_MIDPOINTS, effort),
            levers,
        )

    @property
    def weeks(self) -> Floats:
        return np.clip(self.levers.horizon - self.effort, 0, None)

    @property
    def mean(self) -> float:
        """E[W]: the three estimates are independent, and W is linear in each but effort, which is integrated over."""
        gained = self.confidence * self.delay.mean() * self.weeks.mean()
        return float(gained - self.levers.team_week * self.effort.mean())

    def given(self, estimate: Estimate) -> tuple[Floats, Floats]:
        """E[W | estimate] at each of its values, and how likely each value is."""
        even = np.full(len(_MIDPOINTS), 1 / len(_MIDPOINTS))
        price = self.levers.team_week
        if estimate is Estimate.CONFIDENCE:
            gained = np.array([0.0, self.delay.mean() * self.weeks.mean()])
            return gained - price * self.effort.mean(), np.array([1 - self.confidence, self.confidence])
        if estimate is Estimate.EFFORT:
            return self.confidence * self.delay.mean() * self.weeks - price * self.effort, even
        return self.confidence * self.delay * self.weeks.mean() - price * self.effort.mean(), even


def best_choice(worth: Floats, room: int) -> tuple[int, ...]:
    """The places of the at most `room` highest worths; what is worth less than nothing is left out."""
    return tuple(int(place) for place in np.argsort(-worth, kind="stable")[:room] if worth[place] > 0)


def perfect_information(worth: Floats, chosen: Sequence[int], room: int) -> tuple[float, float]:
    """EVPI and its standard error, from draws of all worths (draws × candidates) and the choice made without.

    Each draw compares the best choice with the one made, so that what both have in common
    doesn't add to the error.
    """
    highest = np.partition(worth, -room, axis=1)[:, -room:] if room < worth.shape[1] else worth
    gain = np.clip(highest, 0, None).sum(axis=1) - worth[:, list(chosen)].sum(axis=1)
    return float(gain.mean()), float(gain.std(ddof=1) / sqrt(len(gain))) if len(gain) > 1 else 0.0


def partial_information(given: Floats, weights: Floats, others: Floats, room: int) -> tuple[float, float]:
    """EVPPI of one candidate's estimate, and how often knowing it changes the choice.

    `given` holds E[W | θ] at values of θ with their `weights` (they add up to 1), `others` the
    mean worths of the other candidates. The candidate is chosen where it beats the one that it
    would push out, the `room`-th best of the others, or nothing at all: with that bar t,
    EVPPI = E[max(E[W | θ], t)] − max(E[W], t).
    """
    ordered = np.sort(np.append(others, np.zeros(room)))[::-1]
    bar = max(0.0, float(ordered[room - 1]))
    mean = float(weights @ given)
    value = float(weights @ np.maximum(given, bar)) - max(mean, bar)
    changed = given < bar if mean > bar else given > bar
    return max(0.0, value), float(weights @ changed) if value > 0 else 0.0
