"""The models of “What first?” give what is known otherwise: worked examples, closed forms, brute force."""

from __future__ import annotations

import itertools
from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs import Range, check_lab
from helpers.labs.chance import share_error, triangular
from helpers.labs.mid.model import Estimate, WhatFirst
from helpers.labs.mid.simulation import (
    Levers,
    Method,
    best_choice,
    cd3_score,
    information,
    members,
    order_cost,
    partial_information,
    perfect_information,
    ranking,
    rice_score,
    simulate,
    waiting_cost,
    wsjf_score,
)
from tests.labs.conftest import LAB

TINY = check_lab(LAB)
assert isinstance(TINY, WhatFirst)
PLAIN = Levers(1.0, 52.0, 9000.0)
MIDPOINTS = (np.arange(20_000) + 0.5) / 20_000

money = st.floats(-1e6, 1e6)


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
    """X with density 2x against Y with density 2(1 − y), both on [0, 1]: P(X > Y) = 5/6."""
    rng = np.random.default_rng(1)
    x, y = triangular(rng.random(200_000), 0, 1, 1), triangular(rng.random(200_000), 0, 0, 1)
    best = members(np.stack([x, y], axis=1), rng.random((200_000, 2)), 1)
    assert best[:, 0].mean() == pytest.approx(5 / 6, abs=4 * share_error(5 / 6, 200_000))


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_exactly_as_many_are_among_the_best_as_there_is_room_for(seed: int, room: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 3, size=(50, 5)).astype(float)  # many equals
    best = members(scores, rng.random((50, 5)), room)
    assert (best.sum(axis=1) == room).all()
    for row, chosen in zip(scores, best, strict=True):
        assert row[chosen].min() >= row[~chosen].max()


def test_equals_are_drawn_by_lot() -> None:
    ties = np.random.default_rng(3).random((20_000, 4))
    assert members(np.ones((20_000, 4)), ties, 1).mean(axis=0) == pytest.approx([0.25] * 4, abs=0.015)


@pytest.mark.parametrize("method", list(Method))
def test_a_simulation_shares_out_the_room_and_is_the_same_every_time(method: Method) -> None:
    found = simulate(TINY, method)
    assert sum(standing.share for standing in found.standings) == pytest.approx(TINY.room)
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
    lab = TINY.model_copy(update={"candidates": sure, "room": 1})
    for method in (Method.RICE, Method.CD3):
        first = {scored.candidate.id for scored in ranking(lab, method)[: lab.room]}
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
    lab = TINY.model_copy(update={"candidates": (sure, open_), "room": 1, "draws": 100_000})
    found = simulate(lab, Method.RICE)
    # P(X > 1) = (1 − 1/3)². The lowest third of X ends at 3(1 − √(2/3)) = 0.55, its highest begins at 1.27.
    assert found.standing("open").share == pytest.approx(4 / 9, abs=4 * share_error(4 / 9, 100_000))
    swing = next(s for s in found.swings if s.candidate.id == "open" and s.estimate is Estimate.REACH)
    assert (swing.low, swing.high) == (0.0, 1.0)
    assert swing.size == 1
    assert found.swings[0] in {s for s in found.swings if s.estimate is Estimate.REACH}


# The worth of finding out


def loss_integral(mean: float, spread: float) -> float:
    """E[max(W, 0)] of a normal W: σφ(μ/σ) + μΦ(μ/σ) (Raiffa & Schlaifer 1961)."""
    at = mean / spread
    return spread * exp(-at * at / 2) / sqrt(2 * pi) + mean * (1 + erf(at / sqrt(2))) / 2


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (2.0, 3.0), (-1.0, 2.0)])
def test_perfect_information_on_one_normal_bet_is_the_unit_normal_loss(mean: float, spread: float) -> None:
    worth = np.random.default_rng(4).normal(mean, spread, (400_000, 1))
    chosen = best_choice(np.array([mean]), 1)
    found, error = perfect_information(worth, chosen, 1)
    assert found == pytest.approx(loss_integral(mean, spread) - max(mean, 0), abs=4 * error + 1e-9)


def test_perfect_information_by_brute_force_on_a_small_instance() -> None:
    """Four candidates with two or three outcomes each, all equally likely; every choice of at most two is tried."""
    outcomes = [(-3.0, 9.0), (1.0, 2.0, 6.0), (-5.0, 4.0), (0.5, 3.5)]
    worlds = np.array(list(itertools.product(*outcomes)))
    choices = [c for size in range(3) for c in itertools.combinations(range(4), size)]
    means = worlds.mean(axis=0)
    without = max(sum(means[i] for i in choice) for choice in choices)
    with_it = np.mean([max(sum(world[i] for i in choice) for choice in choices) for world in worlds])
    chosen = best_choice(means, 2)
    assert sum(means[i] for i in chosen) == pytest.approx(without)
    found, _ = perfect_information(worlds, chosen, 2)
    assert found == pytest.approx(with_it - without)


@given(
    st.lists(money, min_size=1, max_size=5),
    st.lists(st.tuples(money, st.floats(0.01, 1)), min_size=1, max_size=5),
    st.integers(1, 4),
)
def test_partial_information_by_brute_force(
    others: list[float], outcomes: list[tuple[float, float]], room: int
) -> None:
    """E over θ of the best choice given θ, less the best choice without, over every choice of at most `room`."""
    given_ = np.array([value for value, _ in outcomes])
    weights = np.array([weight for _, weight in outcomes])
    weights = weights / weights.sum()
    choices = [c for size in range(room + 1) for c in itertools.combinations(range(len(others) + 1), size)]

    def best(first: float) -> float:
        worth = [first, *others]
        return max(sum(worth[i] for i in choice) for choice in choices)

    expected = float(weights @ [best(value) for value in given_]) - best(float(weights @ given_))
    value, changes = partial_information(given_, weights, np.array(others), room)
    assert value == pytest.approx(max(0.0, expected), abs=1e-4)
    assert 0 <= changes <= 1 + 1e-9


def test_partial_information_on_a_uniform_estimate_is_the_closed_form() -> None:
    """W | θ uniform on [0, 10] against a bar of 4: E[max(W, 4)] − 5 = 5.8 − 5."""
    given_ = 10 * MIDPOINTS
    weights = np.full(len(given_), 1 / len(given_))
    value, changes = partial_information(given_, weights, np.array([4.0]), 1)
    assert value == pytest.approx(0.8, abs=1e-3)
    assert changes == pytest.approx(0.4, abs=1e-3)


def test_what_is_known_already_is_worth_nothing_and_no_part_is_worth_more_than_the_whole() -> None:
    found = information(TINY, PLAIN)
    assert all(finding.value <= found.everything + 4 * found.error for finding in found.findings)
    assert all(finding.value >= 0 for finding in found.findings)
    sure = tuple(
        candidate.model_copy(
            update={"confidence": 1.0}
            | {
                name: Range(low=points.likely, likely=points.likely, high=points.likely)
                for name in ("effort", "delay")
                for points in [getattr(candidate, name)]
            }
        )
        for candidate in TINY.candidates
    )
    known = information(TINY.model_copy(update={"candidates": sure}), PLAIN)
    assert known.everything == pytest.approx(0, abs=1e-6)
    assert all(finding.value == pytest.approx(0, abs=1e-6) for finding in known.findings)


def test_the_expected_worth_of_the_best_choice_is_the_mean_over_all_draws() -> None:
    """The closed means (independent estimates) against a plain simulation of its own."""
    rng = np.random.default_rng(5)
    found = information(TINY, PLAIN)
    total = np.zeros(200_000)
    for candidate in found.chosen:
        delay = rng.triangular(candidate.delay.low, candidate.delay.likely, candidate.delay.high, len(total))
        effort = rng.triangular(candidate.effort.low, candidate.effort.likely, candidate.effort.high, len(total))
        works = rng.random(len(total)) < candidate.confidence
        total += works * delay * np.clip(PLAIN.horizon - effort, 0, None) - PLAIN.team_week * effort
    assert found.expected == pytest.approx(total.mean(), abs=4 * total.std() / sqrt(len(total)))


@given(st.floats(0.2, 3), st.floats(8, 104), st.floats(0, 60_000))
def test_whatever_the_levers_say_the_choice_fits_the_room_and_pays(
    width: float, horizon: float, team_week: float
) -> None:
    lab = TINY.model_copy(update={"draws": 1000})
    found = information(lab, Levers(width, horizon, team_week))
    assert len(found.chosen) <= lab.room
    assert found.expected >= 0
    assert found.everything >= -4 * found.error - 1e-6
    assert [f.net for f in found.findings] == sorted((f.net for f in found.findings), reverse=True)
