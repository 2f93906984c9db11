"""The figures of one customer: the published formulas, and sums of what a cohort pays."""

from __future__ import annotations

from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs import load_lab
from helpers.labs.executive.model import Lever, RunTheBusiness
from helpers.labs.executive.units import economics, lifetime_value, payback, payments, survival
from helpers.labs.money import money

LAB = load_lab("executive")
assert isinstance(LAB, RunTheBusiness)

churns = st.floats(0.001, 0.9)
months = st.integers(0, 60)


def test_lifetime_value_and_payback_are_those_of_the_textbook() -> None:
    """100 a month at 80 % margin and 2 % churn are worth 4,000; won for 960, the money is back after a year."""
    assert isclose(lifetime_value(100, 0.8, 0.02), 4000)
    assert isclose(payback(960, 100, 0.8), 12)


def test_what_has_no_end_is_infinite() -> None:
    assert lifetime_value(100, 0.8, 0.0) == inf
    assert payback(960, 100, 0.0) == inf


@given(churn=churns, n=months)
def test_payments_are_the_sum_of_survival(churn: float, n: int) -> None:
    assert isclose(payments(churn, n), sum((1 - churn) ** k for k in range(n)), abs_tol=1e-9)


@given(churn=churns, n=months, early=st.integers(0, 12), times=st.floats(1, 5))
def test_payments_with_early_leavers_are_the_sum_of_survival_too(
    churn: float, n: int, early: int, times: float
) -> None:
    summed = sum(survival(churn, k, early=early, times=times) for k in range(n))
    assert isclose(payments(churn, n, early=early, times=times), summed, abs_tol=1e-9)


@given(churn=st.floats(0.05, 0.9))
def test_over_a_long_time_a_customer_leaves_what_the_formula_says(churn: float) -> None:
    assert isclose(100 * 0.7 * payments(churn, 2000), lifetime_value(100, 0.7, churn), rel_tol=1e-9)


def test_without_churn_a_customer_pays_every_month() -> None:
    assert payments(0.0, 36) == 36
    assert survival(0.0, 36) == 1


def test_the_labs_plans_stand_as_the_formulas_say() -> None:
    found = economics(LAB)
    for unit, plan in zip(found.units, LAB.plans, strict=True):
        assert isclose(unit.value, plan.price * LAB.today.gross_margin / plan.churn)
        assert unit.value_low < unit.value < unit.value_high
        assert unit.within < unit.value
        assert isclose(unit.payback, unit.cac / (plan.price * LAB.today.gross_margin))
    assert found.cac is not None
    assert isclose(found.cac, LAB.unknowns.cac.likely)


def test_plans_together_cost_what_is_spent() -> None:
    """Σ share × CAC of a plan is the average CAC."""
    for levers in ({}, {Lever.MIX: 6.0, Lever.ACQUISITION: 100.0}):
        found = economics(LAB, levers)
        moved = levers.get(Lever.MIX, 0.0) / 100
        share = [plan.share for plan in LAB.plans]
        share[0], share[-1] = share[0] - moved, share[-1] + moved
        assert found.cac is not None
        assert isclose(sum(s * unit.cac for s, unit in zip(share, found.units, strict=True)), found.cac)


def test_one_more_customer_costs_more_than_the_average() -> None:
    """The derivative, against a small step."""
    at = LAB.start()[Lever.ACQUISITION]
    one, other = economics(LAB), economics(LAB, {Lever.ACQUISITION: at * 1.0001})
    assert one.cac is not None
    assert one.next_cac is not None
    assert other.cac is not None
    before, after = at * 1000 / one.cac, at * 1000.1 / other.cac
    assert isclose(at * 0.1 / (after - before), one.next_cac, rel_tol=1e-3)


def test_where_nothing_is_spent_nobody_is_won() -> None:
    found = economics(LAB, {Lever.ACQUISITION: 0.0})
    assert found.cac is None
    assert found.next_cac is None


@pytest.mark.parametrize(
    ("amount", "signed", "told"),
    [
        (0, False, "€0"),
        (0.2, True, "€0"),
        (-0.2, False, "€0"),
        (940, False, "€940"),
        (999.6, False, "€1k"),
        (216_900, False, "€217k"),
        (-246_000, False, "−€246k"),
        (317_000, True, "+€317k"),
        (999_700, False, "€1.00m"),
        (-1_254_000, True, "−€1.25m"),
    ],
)
def test_money_is_told_in_short(amount: float, signed: bool, told: str) -> None:
    assert money(amount, "€", signed=signed) == told
