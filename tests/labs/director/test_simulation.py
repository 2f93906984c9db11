"""The best allocation is the best there is, nobody is lost or made up, and the year obeys its stated formulas."""

from __future__ import annotations

import itertools
import random
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.labs import load_lab
from helpers.labs.director.model import DEBT, PLATFORM, FundThePortfolio, Line
from helpers.labs.director.simulation import (
    Assumptions,
    as_written,
    beliefs,
    ceiling_on_continuous,
    debt_course,
    edge,
    effective,
    frontier,
    growth,
    moves,
    optimum,
    play,
    response,
    served,
    speed_at,
    steps,
    wins,
    worthwhile,
    year,
    year_speed,
)
from helpers.labs.model import Range
from tests.long import tries

SHIPPED = load_lab("director")
assert isinstance(SHIPPED, FundThePortfolio)


def point(value: float) -> Range:
    return Range(low=value, likely=value, high=value)


def line(id: str, ceiling: float, scale: float, **more: object) -> Line:
    found = {"now": 0, "leak": 0, "relies": 0, "needs": 0, **more}
    return Line(id=id, title=id, text=id, ceiling=point(ceiling), scale=scale, **found)


def small(people: int, lines: tuple[Line, ...], *, size: float = 6, interest: float = 0.1, drag: float = 0.3):
    """A lab so small that every allocation can be tried."""
    debt = SHIPPED.debt.model_copy(update={"size": size, "interest": interest, "drag": point(drag), "now": 0})
    platform = SHIPPED.platform.model_copy(update={"now": 1})
    return SHIPPED.model_copy(
        update={"people": people, "lines": lines, "platform": platform, "debt": debt, "newcomers": 0.2, "draws": 500}
    )


lines_drawn = st.lists(
    st.builds(
        lambda ceiling, scale, now, leak, relies, needs: (ceiling, scale, now, leak, relies, needs),
        st.floats(0, 2000),
        st.floats(0.5, 8),
        st.integers(0, 4),
        st.floats(0, 500),
        st.floats(0, 1),
        st.integers(0, 4),
    ),
    min_size=2,
    max_size=3,
)


def build(drawn: list[tuple[float, float, int, float, float, int]]) -> tuple[Line, ...]:
    return tuple(
        line(f"line-{i}", c, k, now=now, leak=leak, relies=relies, needs=needs)
        for i, (c, k, now, leak, relies, needs) in enumerate(drawn)
    )


# The formulas


def test_a_line_levels_off_as_the_exponential_says():
    assert response(0, 500, 4) == 0
    assert response(4, 500, 4) == pytest.approx(500 * (1 - exp(-1)))
    assert response(8, 500, 4) == pytest.approx(500 * (1 - exp(-2)))
    gains = np.diff(response(np.arange(20.0), 500, 4))
    assert np.all(gains > 0)
    assert gains[1:] / gains[:-1] == pytest.approx(exp(-1 / 4)), "each adds a fixed share of what is left"


def test_only_those_who_came_are_slow():
    assert list(effective(np.array([0.0, 3.0, 5.0, 8.0]), 5, 0.2)) == pytest.approx([0, 3, 5, 7.4])


def test_a_debt_that_nobody_pays_grows_by_compound_interest():
    course = debt_course(SHIPPED, 0.0)
    expected = [SHIPPED.debt.size * (1 + SHIPPED.debt.interest) ** quarter for quarter in range(5)]
    assert list(course) == pytest.approx(expected)


def test_a_debt_that_is_paid_follows_the_formula_of_an_annuity():
    """With interest i and payment p: B after n quarters = B₀(1 + i)^n − p((1 + i)^n − 1)/i."""
    size, i, p, n = SHIPPED.debt.size, SHIPPED.debt.interest, 3.0, 4
    assert debt_course(SHIPPED, p)[n] == pytest.approx(size * (1 + i) ** n - p * ((1 + i) ** n - 1) / i)


@given(st.floats(0, 100))
def test_a_debt_is_never_below_nothing_and_speed_never_above_full(payers):
    course = debt_course(SHIPPED, payers)
    assert np.all(course >= 0)
    assert 0 < year_speed(SHIPPED, payers, 0.3) <= 1
    assert speed_at(SHIPPED, 0.0, 0.3) == 1


def test_what_rests_on_the_platform_comes_in_as_far_as_it_is_staffed():
    half = line("half", 100, 3, relies=0.5, needs=4)
    assert [float(served(half, n)) for n in (0, 2, 4, 9)] == pytest.approx([0.5, 0.75, 1, 1])
    assert float(served(line("free", 100, 3, relies=0.5, needs=0), 0)) == 1


# The best


@settings(max_examples=40, deadline=None)
@given(lines_drawn, st.integers(3, 7), st.floats(0, 0.8), st.floats(0, 0.6))
def test_the_optimum_is_what_trying_every_allocation_finds(drawn, people, drag, newcomers):
    lab = small(people, build(drawn))
    told = Assumptions(drag, 1.0, newcomers)
    ids = [place for place, _ in lab.places]
    tried = (
        dict(zip(ids, counts, strict=True))
        for counts in itertools.product(range(people + 1), repeat=len(ids))
        if sum(counts) == people
    )
    best: dict[int, float] = {}
    for people_in in tried:
        found = growth(lab, people_in, told)
        best[people_in[DEBT]] = max(found, best.get(people_in[DEBT], -np.inf))
    assert optimum(lab, told).growth == pytest.approx(max(best.values()), abs=1e-6)
    for dot in frontier(lab, told):
        assert dot.growth == pytest.approx(best[dot.people[DEBT]], abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(lines_drawn, st.integers(3, 30), st.floats(0, 0.8), st.floats(0, 0.6))
def test_nobody_is_lost_or_made_up(drawn, people, drag, newcomers):
    lab = small(people, build(drawn))
    told = Assumptions(drag, 1.0, newcomers)
    for dot in frontier(lab, told):
        assert sum(dot.people.values()) == people
        assert min(dot.people.values()) >= 0
        assert set(dot.people) == {place for place, _ in lab.places}
        assert growth(lab, dot.people, told) == pytest.approx(dot.growth, abs=1e-6)


def test_without_ties_between_lines_giving_each_person_to_the_best_place_is_as_good():
    """With concave responses one by one, the greedy way finds the optimum (B. Fox, Operations Research 14, 1966)."""
    lab = small(12, (line("a", 900, 4), line("b", 600, 2), line("c", 300, 1)), drag=0)
    told = Assumptions(0.0, 1.0, 0.0)
    people = {place: 0 for place, _ in lab.places}
    for _ in range(lab.people):
        target = max(people, key=lambda place: growth(lab, {**people, place: people[place] + 1}, told))
        people[target] += 1
    assert growth(lab, people, told) == pytest.approx(optimum(lab, told).growth)


def test_two_lines_are_staffed_as_koopmans_condition_says():
    """For two lines: x₁ = (s₁s₂ / (s₁ + s₂)) · (X / s₂ + ln(c₁s₂ / (c₂s₁))), when both get somebody."""
    c1, s1, c2, s2, people = 1000.0, 6.0, 700.0, 4.0, 30
    lab = small(people, (line("a", c1, s1), line("b", c2, s2)), drag=0)
    exact = s1 * s2 / (s1 + s2) * (people / s2 + log(c1 * s2 / (c2 * s1)))
    best = optimum(lab, Assumptions(0.0, 1.0, 0.0))
    assert abs(best.people["a"] - exact) < 1
    bound = ceiling_on_continuous(lab, Assumptions(0.0, 1.0, 0.0), 0, 0)
    assert bound == pytest.approx(c1 * (1 - exp(-exact / s1)) + c2 * (1 - exp(-(people - exact) / s2)))
    assert 0 <= bound - best.growth < 0.002 * bound


def test_whole_people_never_beat_people_in_parts():
    told = as_written(SHIPPED)._replace(newcomers=0.0)
    for dot in frontier(SHIPPED, told)[:12]:
        bound = ceiling_on_continuous(SHIPPED, told, dot.people[PLATFORM], dot.people[DEBT])
        assert dot.growth <= bound + 1e-6


def test_the_frontier_goes_down_as_less_debt_is_left():
    kept = worthwhile(frontier(SHIPPED, as_written(SHIPPED)))
    for one, other in itertools.pairwise(kept):
        assert one.left > other.left
        assert one.growth > other.growth
    assert max(kept, key=lambda dot: dot.growth) == optimum(SHIPPED, as_written(SHIPPED))


def test_no_single_move_betters_the_optimum():
    told = as_written(SHIPPED)
    assert moves(SHIPPED, optimum(SHIPPED, told).people, told)[0].adds <= 1e-9


# Chance


def test_the_same_seed_gives_the_same_year_and_no_range_gives_no_luck():
    told = as_written(SHIPPED)
    assert np.array_equal(play(SHIPPED, SHIPPED.today(), told), play(SHIPPED, SHIPPED.today(), told))
    sure = small(8, (line("a", 900, 4, leak=100), line("b", 600, 2)))
    found = year(sure, {"a": 4, "b": 2, PLATFORM: 1, DEBT: 1}, as_written(sure))
    assert found.low == pytest.approx(found.high)
    assert found.mean == pytest.approx(found.growth)
    assert found.error == pytest.approx(0, abs=1e-9)


def test_the_mean_of_the_draws_is_that_of_the_triangles_within_its_error():
    """Without drag a line is its ceiling times a constant, and a triangle's mean is a third of its three points."""
    told = as_written(SHIPPED)._replace(drag=0.0)
    sharp = SHIPPED.model_copy(update={"debt": SHIPPED.debt.model_copy(update={"drag": point(0.0)})})
    people = sharp.today()
    exact = sum(
        (p.likely + p.line.leak)
        / p.line.ceiling.likely
        * (p.line.ceiling.low + p.line.ceiling.likely + p.line.ceiling.high)
        / 3
        - p.line.leak
        for p in year(sharp, people, told).portions
    )
    found = year(sharp, people, told)
    assert abs(found.mean - exact) < 4 * found.error


def test_nothing_wins_against_itself():
    one = year(SHIPPED, SHIPPED.today(), as_written(SHIPPED))
    assert wins(one, one) == (0.0, 0.0)
    assert one.idle == 0


def test_the_edge_holds_the_band_of_each_dot():
    for tip in edge(SHIPPED, as_written(SHIPPED)):
        assert tip.low < tip.high
        found = year(SHIPPED, tip.dot.people, as_written(SHIPPED))
        assert (tip.low, tip.high) == pytest.approx((found.low, found.high))


# One person


def test_steps_are_the_differences_that_they_say():
    told, people = as_written(SHIPPED), SHIPPED.today()
    by_place = {step.place: step for step in steps(SHIPPED, people, told)}
    more = growth(SHIPPED, {**people, "exams": people["exams"] + 1}, told) - growth(SHIPPED, people, told)
    assert by_place["exams"].more == pytest.approx(more)
    assert by_place[DEBT].fewer is None, "nobody is there"


def test_a_belief_is_the_worth_at_which_the_last_person_is_as_well_placed():
    """Written into the estimate, the belief makes the last person worth as much here as elsewhere."""
    told, people = as_written(SHIPPED), SHIPPED.today()
    boldest = beliefs(SHIPPED, people, told)[0]
    raised = boldest.line.model_copy(update={"ceiling": point(boldest.line.ceiling.likely * boldest.times)})
    lines = tuple(raised if found.id == raised.id else found for found in SHIPPED.lines)
    lab = SHIPPED.model_copy(update={"lines": lines})
    found = {step.title: step for step in steps(lab, people, told)}
    assert found[boldest.line.title].fewer == pytest.approx(-found[boldest.elsewhere].more)


def test_an_optimum_takes_nothing_for_granted():
    told = as_written(SHIPPED)
    assert beliefs(SHIPPED, optimum(SHIPPED, told).people, told) == ()


# What the shipped case says, and what the best allocations do


def test_why_nobody_paid_the_debt_is_so_in_the_figures() -> None:
    """The first person on it costs some of this year's growth, and the next year begins faster."""
    nobody, one, *_ = frontier(SHIPPED, as_written(SHIPPED))
    assert nobody.people[DEBT] == 0
    assert one.people[DEBT] == 1
    assert 0 < nobody.growth - one.growth < 0.02 * nobody.growth
    assert one.speed > nobody.speed
    assert "the first person on the debt brings less this year" in " ".join(SHIPPED.debt.text.split())


def test_no_extreme_is_among_the_best_allocations() -> None:
    """Of allocations drawn at random the best tenth keeps every line alive, serves the platform, gives no line half."""
    chance, places, found = random.Random(16), [id for id, _ in SHIPPED.places], []
    for _ in range(tries(400, 4000)):
        people = dict.fromkeys(places, 0)
        for _ in range(SHIPPED.people):
            people[chance.choice(places)] += 1
        found.append((growth(SHIPPED, people, as_written(SHIPPED)), people))
    found.sort(key=lambda each: -each[0])
    best = [people for _, people in found[: len(found) // 10]]
    for line in SHIPPED.lines:
        assert sum(people[line.id] > 0 for people in best) >= 0.9 * len(best)
        assert max(people[line.id] for people in best) < SHIPPED.people / 2
    assert np.median([people[PLATFORM] for people in best]) > SHIPPED.platform.now
    given = as_written(SHIPPED)
    for place in places:
        assert growth(SHIPPED, {**dict.fromkeys(places, 0), place: SHIPPED.people}, given) < found[-1][0]
