"""A subscription business against results known otherwise: closed forms, conservation, companies that break even."""

from __future__ import annotations

from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.labs import Range, load_lab
from helpers.labs.executive.model import MONTHS, PROGRAMMES, SPENDING, Lever, Plan, RunTheBusiness
from helpers.labs.executive.simulation import (
    World,
    does,
    likely,
    new_customers,
    nudges,
    outlook,
    paid_customers,
    quarterly,
    quarters,
    run,
    runway,
    shares,
    spent,
    worlds,
)
from helpers.labs.executive.units import payments, survival

LAB = load_lab("executive")
assert isinstance(LAB, RunTheBusiness)

settings_of_levers = st.fixed_dictionaries({}, optional={h.id.value: st.floats(h.min, h.max) for h in LAB.levers})


def certain(value: float) -> Range:
    return Range(low=value, likely=value, high=value)


def plain(*, customers: float, price: float, churn: float, new: float, **today: object) -> RunTheBusiness:
    """A company with one price for all, constant churn and programmes that do nothing; `new` come by themselves."""
    first, *rest = LAB.plans
    plans = (
        first.model_copy(update={"customers": customers, "price": price, "churn": churn, "share": 1.0}),
        *(plan.model_copy(update={"customers": 0.0, "price": price, "churn": churn, "share": 0.0}) for plan in rest),
    )
    unknowns = LAB.unknowns.model_copy(update={"churn": certain(1), "cac": certain(1e15)})
    idle = {name.value: LAB.programme(name).model_copy(update={"most": 0.0}) for name in PROGRAMMES}
    now = {"organic": new, "expansion": 0.0, "gross_margin": 1.0, "person_cost": 0.0, "other_costs": 0.0, **today}
    return LAB.model_copy(
        update={
            "plans": plans,
            "unknowns": unknowns,
            "effects": LAB.effects.model_copy(update=idle),
            "early": LAB.early.model_copy(update={"months": 0}),
            "today": LAB.today.model_copy(update=now),
        }
    )


NOTHING_SPENT = dict.fromkeys(SPENDING, 0.0)


# Closed forms


@pytest.mark.parametrize("churn", [0.0, 0.01, 0.04, 0.3])
def test_without_newcomers_customers_shrink_by_the_same_share_each_month(churn: float) -> None:
    """Constant churn c: (1 − c)^k are left after k months."""
    lab = plain(customers=1000, price=10, churn=churn, new=0)
    course = run(lab, NOTHING_SPENT, likely(lab))
    for month in range(1, MONTHS + 1):
        assert isclose(course.customers[month - 1, 0], 1000 * (1 - churn) ** month, abs_tol=1e-6)
        assert isclose(course.revenue[month - 1, 0], 10_000 * (1 - churn) ** (month - 1), abs_tol=1e-6)


@pytest.mark.parametrize("churn", [0.02, 0.08, 0.5])
def test_a_cohort_pays_as_often_as_the_geometric_distribution_says(churn: float) -> None:
    """All money of one month's newcomers within n months: price × (1 − (1 − c)^n) / c."""
    lab = plain(customers=0, price=50, churn=churn, new=10)
    course = run(lab, NOTHING_SPENT, likely(lab))
    for month in range(1, MONTHS + 1):
        assert isclose(course.revenue[month - 1, 0], 10 * 50 * (1 - (1 - churn) ** month) / churn, rel_tol=1e-9)


def test_customers_settle_where_as_many_leave_as_join() -> None:
    """The steady state is new / churn, at the start of a month."""
    lab = plain(customers=200 - 20, price=50, churn=0.1, new=20)
    course = run(lab, NOTHING_SPENT, likely(lab))
    assert np.allclose(course.customers, 180)
    assert np.allclose(course.left, 20)


def test_early_leavers_follow_the_closed_form_of_a_cohort() -> None:
    lab = plain(customers=0, price=1, churn=0.03, new=1)
    lab = lab.model_copy(update={"early": LAB.early.model_copy(update={"months": 3, "times": 2.0})})
    course = run(lab, NOTHING_SPENT, likely(lab))
    here = [
        sum(survival(0.03, age, early=3, times=2.0) for age in range(1, month + 1)) for month in range(1, MONTHS + 1)
    ]
    assert np.allclose(course.customers[:, 0], here)
    assert np.allclose(
        course.revenue[:, 0], [payments(0.03, month, early=3, times=2.0) for month in range(1, MONTHS + 1)]
    )


def test_what_those_who_stay_pay_grows_by_the_month() -> None:
    lab = plain(customers=100, price=10, churn=0.0, new=0, expansion=0.01)
    course = run(lab, NOTHING_SPENT, likely(lab))
    assert np.allclose(course.revenue[:, 0], [1000 * 1.01**month for month in range(1, MONTHS + 1)])


def test_today_s_customers_pay_a_new_price_from_their_renewal_on() -> None:
    lab = plain(customers=120, price=10, churn=0.0, new=0)
    course = run(lab, NOTHING_SPENT | {Lever.PRICE: 10.0}, likely(lab))
    assert isclose(course.revenue[0, 0], 1200 * (1 + 0.1 / 12))
    assert np.allclose(course.revenue[11:, 0], 1320)


# Companies that break even


def test_a_company_that_earns_what_it_costs_keeps_its_cash() -> None:
    """Steady customers pay 200 × 50 in a month, and everything costs as much."""
    lab = plain(customers=180, price=50, churn=0.1, new=20, other_costs=10_000.0, cash=5000.0)
    course = run(lab, NOTHING_SPENT, likely(lab))
    assert np.allclose(course.result, 0)
    assert np.allclose(course.cash, 5000)
    assert runway(course.cash).tolist() == [MONTHS]


@pytest.mark.parametrize(("burn", "months"), [(1000, 10), (999, 10), (1001, 9), (10_001, 0), (100, MONTHS)])
def test_cash_lasts_for_cash_over_burn_where_the_burn_is_steady(burn: float, months: int) -> None:
    lab = plain(customers=0, price=50, churn=0.1, new=0, other_costs=float(burn), cash=10_000.0)
    assert runway(run(lab, NOTHING_SPENT, likely(lab)).cash).tolist() == [months]


def test_acquisition_pays_back_in_the_month_that_the_formula_says() -> None:
    """Nobody leaves, one cohort: its cash is CAC after CAC / (price × margin) months."""
    price, margin, cac = 50.0, 0.8, 400.0
    earned = np.cumsum([price * margin * survival(0.0, month) for month in range(MONTHS)])
    assert int(np.argmax(earned >= cac)) + 1 == cac / (price * margin)


# Conservation


@given(levers=settings_of_levers)
@settings(max_examples=40, deadline=None)
def test_customers_and_money_are_conserved(levers: dict[str, float]) -> None:
    course = run(LAB, levers, likely(LAB))
    start = sum(plan.customers for plan in LAB.plans)
    assert isclose(course.customers[-1, 0], start + course.joined.sum() - course.left.sum(), rel_tol=1e-9)
    assert (course.left >= -1e-9).all()
    assert (course.customers >= 0).all()
    rows = quarters(LAB, course)
    assert len(rows) == 12
    for before, row in zip((None, *rows), rows, strict=False):
        assert isclose(row.before + row.joined - row.left, row.customers, rel_tol=1e-9)
        told = row.revenue - row.service - row.acquisition - row.programmes - row.running - row.once
        assert isclose(row.result, told, abs_tol=1e-3)
        cash = before.cash if before else LAB.today.cash
        assert isclose(row.cash, cash + row.result, abs_tol=1e-3)
    assert np.allclose(quarterly(course.revenue)[:, 0], [row.revenue for row in rows])


@given(points=st.floats(-100, 100))
def test_the_mix_stays_a_whole(points: float) -> None:
    found = shares(LAB, {Lever.MIX: points})
    assert isclose(sum(found), 1)
    assert all(share >= -1e-12 for share in found)


# What levers do


@given(levers=settings_of_levers)
@settings(max_examples=20, deadline=None)
def test_numbers_that_are_not_the_labs_change_nothing(levers: dict[str, float]) -> None:
    assert outlook(LAB, {**levers, "gone": 3.0}) == outlook(LAB, levers)


def test_a_lever_out_of_bounds_stands_at_its_end() -> None:
    price = LAB.handle(Lever.PRICE)
    assert LAB.settled({Lever.PRICE: 1e9})[Lever.PRICE] == price.max
    assert LAB.settled({Lever.PRICE: -1e9})[Lever.PRICE] == price.min


def test_today_s_spending_wins_a_customer_for_each_cac() -> None:
    at = LAB.settled({})
    won = paid_customers(LAB, at, likely(LAB))
    assert isclose(won[0] * LAB.unknowns.cac.likely, at[Lever.ACQUISITION] * 1000)
    paid, by_themselves = new_customers(LAB, at, likely(LAB))
    assert isclose(paid.sum(), won[0])
    assert isclose(by_themselves.sum(), LAB.today.organic)


def test_twice_the_spending_wins_less_than_twice_as_many() -> None:
    at = LAB.settled({})
    half = paid_customers(LAB, {**at, Lever.ACQUISITION: at[Lever.ACQUISITION] / 2}, likely(LAB))
    assert isclose(paid_customers(LAB, at, likely(LAB))[0] / half[0], 2**LAB.effects.scale)


def test_a_dearer_mix_wins_fewer_for_the_same_money() -> None:
    at = LAB.settled({})
    dearer = {**at, Lever.MIX: 5.0}
    assert paid_customers(LAB, dearer, likely(LAB))[0] < paid_customers(LAB, at, likely(LAB))[0]


def test_a_programme_does_half_of_the_most_at_its_half() -> None:
    for lever in (Lever.RETENTION, Lever.EXPANSION, Lever.MARGIN):
        programme = LAB.programme(lever)
        assert isclose(does(LAB, lever, programme.half), programme.most / 2)
        assert does(LAB, lever, 0) == 0


def test_spending_is_what_shares_the_limit() -> None:
    start = LAB.start()
    assert spent(start) == sum(start[lever] for lever in SPENDING) <= LAB.limit


# Many worlds


def test_the_same_seed_gives_the_same_worlds_and_another_others() -> None:
    other = LAB.model_copy(update={"seed": LAB.seed + 1})
    assert np.array_equal(worlds(LAB).churn, worlds(LAB.model_copy()).churn)
    assert not np.array_equal(worlds(LAB).churn, worlds(other).churn)


def test_worlds_lie_within_their_ranges_and_have_the_mean_of_a_triangle() -> None:
    """(low + likely + high) / 3, within four standard errors."""
    drawn = worlds(LAB)
    u = LAB.unknowns
    for values, points in zip(drawn, (u.churn, u.cac, u.elasticity, u.effect, u.wave), strict=True):
        assert ((points.low <= values) & (values <= points.high)).all()
        error = values.std() / np.sqrt(values.size)
        assert abs(values.mean() - (points.low + points.likely + points.high) / 3) < 4 * error


def test_where_nothing_is_unknown_all_worlds_are_the_likely_one() -> None:
    sure = LAB.unknowns.model_copy(
        update={name: certain(getattr(LAB.unknowns, name).likely) for name in type(LAB.unknowns).model_fields}
    )
    lab = LAB.model_copy(update={"unknowns": sure})
    found, course = outlook(lab), run(lab, {}, likely(lab))
    assert np.allclose(found.band, course.cash[:, 0])
    assert (found.lasts, found.lasts_error) == (1.0, 0.0)
    assert found.mean_error < 1e-3
    assert found.months == (MONTHS, MONTHS, MONTHS)


def test_worlds_don_t_mix() -> None:
    """Each world's course is what it would be alone."""
    drawn = worlds(LAB)
    together = run(LAB, {Lever.PRICE: 7.0}, drawn)
    for index in (0, 13, 500):
        alone = run(LAB, {Lever.PRICE: 7.0}, World(*(values[index : index + 1] for values in drawn)))
        assert np.allclose(together.cash[:, index], alone.cash[:, 0])


def test_the_share_that_lasts_is_counted_and_has_the_error_of_a_share() -> None:
    found = outlook(LAB)
    cash = run(LAB, {}, worlds(LAB)).cash
    share = float((cash.min(axis=0) >= 0).mean())
    assert found.lasts == share
    assert isclose(found.lasts_error, (share * (1 - share) / LAB.draws) ** 0.5)
    assert isclose(found.mean_error, cash[-1].std(ddof=1) / LAB.draws**0.5)


def test_each_nudge_is_a_step_of_one_lever_alone_and_the_largest_comes_first() -> None:
    found = nudges(LAB)
    assert {nudge.lever for nudge in found} == set(Lever)
    ends = [abs(nudge.end[1]) for nudge in found]
    assert ends == sorted(ends, reverse=True)
    price = next(nudge for nudge in found if nudge.lever is Lever.PRICE)
    handle = LAB.handle(Lever.PRICE)
    change = (
        run(LAB, {Lever.PRICE: handle.start + handle.nudge}, worlds(LAB)).cash[-1] - run(LAB, {}, worlds(LAB)).cash[-1]
    )
    assert isclose(price.end[1], float(np.median(change)))


def test_the_lab_teaches_what_it_says() -> None:
    """The likely case lasts where most worlds don't, and some lever's sign depends on how far one looks."""
    assert run(LAB, {}, likely(LAB)).cash.min() > 0
    assert outlook(LAB).lasts < 0.5
    assert any(nudge.year[1] * nudge.end[1] < 0 for nudge in nudges(LAB))


def test_a_plan_is_a_frozen_part_of_a_lab_that_can_be_a_key() -> None:
    assert isinstance(LAB.plans[0], Plan)
    assert hash(LAB) == hash(LAB.model_copy())
