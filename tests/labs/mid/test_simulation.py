"""The models of “Choose what comes first” give what is known otherwise: worked examples, closed forms, brute force."""

from __future__ import annotations

import itertools
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs import Range, check_lab, load_lab
from helpers.labs.chance import share_error, triangular
from helpers.labs.mid.model import Estimate, WhatFirst
from helpers.labs.mid.simulation import (
    Levers,
    Method,
    Plans,
    cd3_score,
    filled,
    information,
    load,
    order_cost,
    quarter,
    ranking,
    rice_score,
    simulate,
    waiting_cost,
    wsjf_score,
)
from tests.labs.conftest import LAB

TINY = check_lab(LAB)
assert isinstance(TINY, WhatFirst)
PLAIN = Levers(1.0, 52.0)

money = st.floats(0, 1e4)
weeks = st.floats(0.1, 12)


# Point scores


@pytest.mark.parametrize(
    ("reach", "impact", "confidence", "effort", "score"),
    [(450, 3, 1.0, 2, 675), (2000, 1, 0.8, 4, 400), (800, 2, 0.5, 1, 800)],
)
def test_rice_gives_what_its_inventor_worked_out(
    reach: float, impact: float, confidence: float, effort: float, score: float
) -> None:
    """The three projects with which S. McBride introduced RICE (Intercom, 2016)."""
    assert rice_score(reach, impact, confidence, effort) == pytest.approx(score)


def test_wsjf_adds_the_three_parts_of_a_cost_of_delay_and_divides_by_size() -> None:
    assert wsjf_score(8, 5, 2, 3) == 5
    assert wsjf_score(20, 1, 1, 20) == pytest.approx(1.1)


def test_waiting_costs_what_reinertsen_worked_out() -> None:
    """Three jobs of 10, 3 and 1 a day over 1, 3 and 10 days: 7 in the best order, 160 in the reverse, 96 % less
    (The Principles of Product Development Flow, 2009, ch. 7).
    """
    jobs = [(10.0, 1.0), (3.0, 3.0), (1.0, 10.0)]
    assert waiting_cost(jobs) == 7
    assert waiting_cost(jobs[::-1]) == 160
    assert waiting_cost([]) == 0


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0.1, 50)), min_size=1, max_size=6))
def test_no_order_loses_less_than_cost_of_delay_by_duration(jobs: list[tuple[float, float]]) -> None:
    """W. E. Smith 1956, by trying every order."""
    ordered = sorted(jobs, key=lambda job: -cd3_score(*job))
    least = min(waiting_cost(order) for order in itertools.permutations(jobs))
    assert waiting_cost(ordered) == pytest.approx(least, rel=1e-9, abs=1e-6)


def test_a_ranking_has_everything_once_the_best_first() -> None:
    for method in Method:
        found = ranking(TINY, method)
        assert [scored.place for scored in found] == [1, 2, 3, 4]
        assert {scored.candidate for scored in found} == set(TINY.candidates)
        assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert [s.candidate.id for s in ranking(TINY, Method.RICE)] == ["sign", "door", "roof", "till"]
    assert ranking(TINY, Method.RICE)[1].score == pytest.approx(200 * 1 * 0.8 / 2)
    assert order_cost([s.candidate for s in ranking(TINY, Method.CD3)]) == min(
        order_cost(order) for order in itertools.permutations(TINY.candidates)
    )


# Chance


def test_the_share_of_wins_is_that_of_the_closed_form() -> None:
    """X with density 2x against Y with density 2(1 − y), both on [0, 1], room for one: P(X > Y) = 5/6."""
    rng = np.random.default_rng(1)
    x, y = triangular(rng.random(200_000), 0, 1, 1), triangular(rng.random(200_000), 0, 0, 1)
    held = filled(np.stack([x, y], axis=1), np.ones((200_000, 2)), rng.random((200_000, 2)), np.ones(200_000))
    assert held[:, 0].mean() == pytest.approx(5 / 6, abs=4 * share_error(5 / 6, 200_000))


@given(st.integers(0, 2**32 - 1), st.floats(0, 20))
def test_a_quarter_holds_no_more_than_its_weeks_and_leaves_out_only_what_does_not_fit(seed: int, room: float) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, 4, size=(50, 5)).astype(float)  # many equals
    efforts = rng.uniform(0.5, 9, size=(50, 5))
    held = filled(scores, efforts, rng.random((50, 5)), np.full(50, room))
    taken = (efforts * held).sum(axis=1)
    assert (taken <= room + 1e-9).all()
    left = np.where(held, np.inf, efforts).min(axis=1)
    assert (left > room - taken - 1e-9).all()
    highest = np.argmax(scores, axis=1)
    alone = (scores == scores.max(axis=1, keepdims=True)).sum(axis=1) == 1
    fits = efforts[np.arange(50), highest] <= room
    assert held[np.arange(50), highest][alone & fits].all()


def test_equals_are_drawn_by_lot() -> None:
    ties = np.random.default_rng(3).random((20_000, 4))
    held = filled(np.ones((20_000, 4)), np.ones((20_000, 4)), ties, np.ones(20_000))
    assert held.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.015)


def test_what_scores_nothing_is_not_begun() -> None:
    assert not filled(np.zeros((3, 2)), np.ones((3, 2)), np.ones((3, 2)), np.full(3, 9.0)).any()


def test_a_quarter_is_filled_in_order_after_the_duties_and_passes_over_what_is_too_long() -> None:
    """Eight weeks: the tax return 1, the till 5, the door 2; the roof (4) no longer fits, nor does the sign."""
    by_id = {candidate.id: candidate for candidate in TINY.candidates}
    order = [by_id[id] for id in ("till", "roof", "door", "sign")]
    assert [candidate.id for candidate in quarter(TINY, order)] == ["till", "door"]


def test_the_load_of_a_plan_is_its_mean_weeks_and_how_often_it_is_finished() -> None:
    found = load(TINY, TINY.candidates[:1])
    assert found.weeks == pytest.approx(7 / 3 + 1, abs=0.05)
    assert found.finished == 1
    everything = load(TINY, TINY.candidates)
    assert everything.weeks > TINY.weeks
    assert everything.finished < 0.05


@pytest.mark.parametrize("method", list(Method))
def test_a_simulation_is_the_same_every_time_and_another_seed_is_another_quarter(method: Method) -> None:
    found = simulate(TINY, method)
    assert all(0 <= standing.share <= 1 for standing in found.standings)
    simulate.cache_clear()
    assert simulate(TINY, method) == found
    other = simulate(TINY.model_copy(update={"seed": 8}), method)
    assert other != found, "another seed is another quarter"
    for standing in found.standings:
        apart = abs(standing.share - other.standing(standing.candidate.id).share)
        assert apart <= 5 * sqrt(2) * max(standing.error, 0.002)


def test_without_any_width_the_simulation_is_the_point_ranking() -> None:
    """Ranges of no width and remedies that surely work: the best by points are the best in every draw."""
    sure = tuple(
        candidate.model_copy(
            update={
                name: Range(low=points.likely, likely=points.likely, high=points.likely)
                for name in ("reach", "impact", "effort", "delay")
                for points in [getattr(candidate, name)]
            }
            | {"confidence": 1.0}
        )
        for candidate in TINY.candidates
    )
    lab = TINY.model_copy(update={"candidates": sure, "duties": ()})
    for method in (Method.RICE, Method.CD3):
        first = {c.id for c in quarter(lab, [scored.candidate for scored in ranking(lab, method)])}
        assert {s.candidate.id for s in simulate(lab, method).standings if s.share == 1} == first


def test_a_remedy_that_surely_fails_is_never_among_the_best_while_others_work() -> None:
    candidates = (TINY.candidates[0].model_copy(update={"confidence": 0.0}), *TINY.candidates[1:])
    sure = tuple(c if i == 0 else c.model_copy(update={"confidence": 1.0}) for i, c in enumerate(candidates))
    found = simulate(TINY.model_copy(update={"candidates": sure}), Method.RICE)
    assert found.standing("door").share == 0


def test_a_swing_is_the_share_given_that_the_estimate_came_out_low_or_high() -> None:
    """By counting: two candidates, one of them fixed at 1, the other uniform on a triangle 0–0–3."""
    base = TINY.candidates[0].model_copy(update={"confidence": 1.0})
    one = Range(low=1, likely=1, high=1)
    sure = base.model_copy(update={"id": "sure", "reach": one, "impact": one, "effort": one})
    open_ = sure.model_copy(update={"id": "open", "reach": Range(low=0, likely=0, high=3)})
    lab = TINY.model_copy(update={"candidates": (sure, open_), "duties": (), "weeks": 1, "draws": 100_000})
    found = simulate(lab, Method.RICE)
    # P(X > 1) = (1 − 1/3)². The lowest third of X ends at 3(1 − √(2/3)) = 0.55, its highest begins at 1.27.
    assert found.standing("open").share == pytest.approx(4 / 9, abs=4 * share_error(4 / 9, 100_000))
    swing = next(s for s in found.swings if s.candidate.id == "open" and s.estimate is Estimate.REACH)
    assert (swing.low, swing.high) == (0.0, 1.0)
    assert swing.size == 1
    assert found.swings[0] in {s for s in found.swings if s.estimate is Estimate.REACH}


# The worth of finding out


def worth_of(order: tuple[int, ...], gains: list[float], efforts: list[float], duty: float, horizon: float) -> float:
    """What an order of work brings, one after the other: each problem from the week in which it is solved."""
    finished, total = duty, 0.0
    for place in order:
        finished += efforts[place]
        total += gains[place] * (horizon - finished)
    return total


@given(st.lists(st.tuples(money, weeks), min_size=1, max_size=4), st.floats(0, 3))
def test_the_best_plan_is_the_best_of_all_orders_of_all_sets_that_fit(
    jobs: list[tuple[float, float]], duty: float
) -> None:
    gains, efforts = [gain for gain, _ in jobs], [effort for _, effort in jobs]
    orders = [o for size in range(len(jobs) + 1) for o in itertools.permutations(range(len(jobs)), size)]
    fitting = [o for o in orders if not o or sum(efforts[i] for i in o) <= 13 - duty]
    best = max(worth_of(o, gains, efforts, duty, 26) for o in fitting)
    plans = Plans(len(jobs), 13, 26)
    worth, chosen = plans.best(np.array([gains]), np.array([efforts]), np.array([duty]))
    assert worth[0] == pytest.approx(best, rel=1e-9, abs=1e-6)
    members = plans.members(int(chosen[0]))
    assert max(worth_of(o, gains, efforts, duty, 26) for o in itertools.permutations(members)) == pytest.approx(
        best, rel=1e-9, abs=1e-6
    )


def test_finding_out_by_brute_force_on_one_remedy() -> None:
    """E over “works or not” of the best plan given it, less the best plan without, by trying every order."""
    till = TINY.candidates[1]
    means = [(c.confidence * mean(c.delay), mean(c.effort)) for c in TINY.candidates]
    duty = mean(TINY.duties[0].effort)

    def best(chance: float) -> float:
        gains = [gain for gain, _ in means]
        gains[1] = chance * mean(till.delay)
        efforts = [effort for _, effort in means]
        orders = [o for size in range(5) for o in itertools.permutations(range(4), size)]
        return max(
            worth_of(o, gains, efforts, duty, PLAIN.horizon)
            for o in orders
            if sum(efforts[i] for i in o) <= TINY.weeks - duty
        )

    expected = till.confidence * best(1) + (1 - till.confidence) * best(0) - best(till.confidence)
    found = next(f for f in information(TINY, PLAIN).findings if f.candidate is till)
    assert found.value == pytest.approx(expected, rel=1e-2, abs=5)
    assert found.value > 0


def mean(points: Range) -> float:
    return (points.low + points.likely + points.high) / 3


def test_what_is_known_already_is_worth_nothing_and_no_part_is_worth_more_than_the_whole() -> None:
    found = information(TINY, PLAIN)
    assert all(finding.value <= found.everything + 4 * found.error for finding in found.findings)
    assert all(finding.value >= 0 for finding in found.findings)

    def point(points: Range) -> Range:
        return Range(low=points.likely, likely=points.likely, high=points.likely)

    sure = tuple(
        c.model_copy(update={"confidence": 1.0, "effort": point(c.effort), "delay": point(c.delay)})
        for c in TINY.candidates
    )
    duties = tuple(duty.model_copy(update={"effort": point(duty.effort)}) for duty in TINY.duties)
    known = information(TINY.model_copy(update={"candidates": sure, "duties": duties}), PLAIN)
    assert known.everything == pytest.approx(0, abs=1e-6)
    assert all(finding.value == pytest.approx(0, abs=1e-6) for finding in known.findings)


@given(st.floats(0.2, 3), st.floats(9, 104))
def test_whatever_the_levers_say_the_plan_fits_and_pays(width: float, horizon: float) -> None:
    lab = TINY.model_copy(update={"draws": 1000})
    found = information(lab, Levers(width, horizon))
    assert found.expected > 0, "the team is paid either way, so doing nothing is never the best plan"
    assert load(lab, found.chosen, width).weeks <= lab.weeks + 0.3
    assert [f.net for f in found.findings] == sorted((f.net for f in found.findings), reverse=True)


@pytest.mark.parametrize("horizon", [14.0, 26.0, 52.0, 104.0])
def test_the_shipped_cases_best_plan_fills_the_quarter_however_far_one_looks(horizon: float) -> None:
    """A short horizon once advised doing nothing, and three choices in seven did not fit into the quarter."""
    lab = load_lab("mid")
    assert isinstance(lab, WhatFirst)
    found = information(lab, Levers(1.0, horizon))
    assert len(found.chosen) >= 3
    assert 10 < load(lab, found.chosen).weeks <= lab.weeks
