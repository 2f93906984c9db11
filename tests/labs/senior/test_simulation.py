"""The model against results known otherwise: people are conserved, cut loops follow formulas, steps are small."""

from __future__ import annotations

import random
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.labs import load_lab
from helpers.labs.model import Range
from helpers.labs.senior.model import QUARTERS, WEEKS, Action, Limit, SeeTheSystem
from helpers.labs.senior.simulation import (
    HORIZON,
    STEPS_A_WEEK,
    above,
    likely,
    moved,
    one_thing,
    plan_of,
    play,
    purse,
    run,
    spent,
    worlds,
)
from tests.long import tries

LAB = load_lab("senior")
assert isinstance(LAB, SeeTheSystem)
NONE = Range(low=0, likely=0, high=0)
FINE = 64


def changed(**parts: dict[str, object]) -> SeeTheSystem:
    """The shipped lab with some numbers changed: changed(joining={"organic": 0})."""
    return LAB.model_copy(update={name: getattr(LAB, name).model_copy(update=update) for name, update in parts.items()})


def point(value: float) -> Range:
    return Range(low=value, likely=value, high=value)


plans = st.lists(st.sampled_from([*Action, None]), min_size=len(LAB.rounds), max_size=len(LAB.rounds)).map(
    lambda actions: tuple((id, a.value) for (id, _), a in zip(LAB.rounds, actions, strict=True) if a)
)


# Conservation


@settings(max_examples=30, deadline=None)
@given(plans)
def test_people_are_neither_lost_nor_made_up_but_for_those_whom_a_new_market_brings(plan):
    course = run(LAB, plan, likely(LAB))
    people = (course.prospects + course.members + course.lapsed)[:, 0]
    opened = spent(LAB, plan)[:, list(Action).index(Action.MARKET)] * LAB.spend(Action.MARKET).thousand.likely
    brought = np.concatenate([[0.0], np.cumsum(np.repeat(opened, WEEKS))])
    assert people == pytest.approx(people[0] + brought, rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(plans)
def test_all_money_of_a_plan_is_spent_and_no_more(plan):
    assert spent(LAB, plan).sum() * WEEKS == pytest.approx(LAB.slice * len(plan))


def test_whoever_is_hired_becomes_a_helper_in_the_end():
    lab = changed(helping={"training": 1.0})
    course = run(lab, (("q1-1", "help"),), likely(lab))
    hired = LAB.slice * LAB.spend(Action.HELP).thousand.likely
    assert course.helpers[-1, 0] == pytest.approx(LAB.start.helpers + hired, rel=1e-6)


# No stock is negative, wherever one starts


@settings(max_examples=40, deadline=None)
@given(
    plans,
    st.floats(1, 1e6),
    st.floats(1, 1e6),
    st.floats(0, 1e6),
    st.floats(0, 1e5),
    st.floats(0.1, 100),
    st.floats(0, 1),
    st.floats(0, 2),
    st.floats(0, 1),
    st.floats(1, 40),
)
def test_no_stock_is_ever_negative(plan, n, a, lapsed, questions, helpers, product, word, waiting, memory):
    lab = changed(
        start={
            "prospects": n,
            "members": a,
            "lapsed": lapsed,
            "questions": questions,
            "helpers": helpers,
            "product": product,
        },
        joining={"word": point(word)},
        leaving={"waiting": point(waiting)},
        quality={"memory": point(memory)},
    )
    course = run(lab, plan, likely(lab))
    for stock in course:
        assert np.all(np.isfinite(stock))
        assert np.min(stock) >= -1e-6
    for share in (course.product, course.app, course.answers):
        assert np.max(share) <= 1 + 1e-9


# Closed forms, with the loops cut


def test_without_joining_members_decay_exponentially():
    lab = changed(joining={"organic": 0.0, "word": NONE}, leaving={"rough": 0.0, "waiting": NONE, "base": 0.02})
    course = run(lab, (), likely(lab), FINE)
    weeks = np.arange(HORIZON + 1)
    assert course.members[:, 0] == pytest.approx(LAB.start.members * np.exp(-0.02 * weeks), rel=2e-3)


def test_with_nobody_missing_in_reach_members_grow_exponentially():
    """In a market that never runs out and with nothing but praise, A(t) = A₀ exp((word − base) t)."""
    lab = changed(
        start={"prospects": 1e12, "lapsed": 0.0, "product": 1.0, "praise_app": 1.0, "praise_answers": 1.0},
        joining={"organic": 0.0, "word": point(0.03)},
        leaving={"rough": 0.0, "waiting": NONE, "base": 0.01},
        helping={"ask": 0.0, "first": 0.0},
        quality={"ageing": 1e15, "worth": 1.0},
    )
    lab = lab.model_copy(update={"start": lab.start.model_copy(update={"questions": 0.0})})
    course = run(lab, (), likely(lab), FINE)
    weeks = np.arange(HORIZON + 1)
    assert course.members[:, 0] == pytest.approx(LAB.start.members * np.exp(0.02 * weeks), rel=2e-3)


def test_with_nobody_leaving_joining_is_basss_curve():
    """F(t) = (1 − e^−(p+q)t) / (1 + (q/p) e^−(p+q)t), the share who have adopted (Bass 1969, from F(0) = 0)."""
    p, q, people = 0.01, 0.1, 1e6
    lab = changed(
        start={
            "prospects": people,
            "members": 1e-9,
            "lapsed": 0.0,
            "questions": 0.0,
            "product": 1.0,
            "praise_app": 1.0,
            "praise_answers": 1.0,
        },
        joining={"organic": p, "word": point(q)},
        leaving={"base": 0.0, "rough": 0.0, "waiting": NONE},
        helping={"ask": 0.0, "first": 0.0},
        quality={"ageing": 1e15, "worth": 1.0},
    )
    course = run(lab, (), likely(lab), FINE)
    decayed = np.exp(-(p + q) * np.arange(HORIZON + 1))
    exact = (1 - decayed) / (1 + q / p * decayed)
    assert course.members[:, 0] / people == pytest.approx(exact, abs=2e-3)


def test_a_product_that_nobody_mends_ages_exponentially():
    course = run(LAB, (), likely(LAB), FINE)
    weeks = np.arange(HORIZON + 1)
    assert course.product[:, 0] == pytest.approx(LAB.start.product * np.exp(-weeks / LAB.quality.ageing), rel=1e-3)


def test_what_members_say_follows_with_the_stated_delay():
    """After one delay 63 % of a lasting difference is made up for (first-order smoothing: Sterman 2000, ch. 11)."""
    lab = changed(
        start={"product": 1.0, "praise_app": 0.2},
        quality={"ageing": 1e15, "memory": point(13)},
    )
    course = run(lab, (), likely(lab), FINE)
    assert course.app[13, 0] == pytest.approx(1 - 0.8 * exp(-1), rel=1e-3)


def test_questions_pile_up_by_what_cannot_be_answered():
    lab = changed(
        start={"members": 10_000, "helpers": 1.0, "questions": 5_000},
        joining={"organic": 0.0, "word": NONE},
        leaving={"base": 0.0, "rough": 0.0, "waiting": NONE},
        helping={"ask": 0.1, "saved": 0.0, "answers": 400.0},
    )
    course = run(lab, (), likely(lab))
    assert course.questions[:, 0] == pytest.approx(5_000 + 600 * np.arange(HORIZON + 1))
    assert course.wait[-1, 0] == pytest.approx(course.questions[-1, 0] / 400), "Little's law"


# Steps


def test_half_the_step_halves_the_error():
    plan = one_thing(LAB, Action.HELP)
    exact = run(LAB, plan, likely(LAB), 256).members[-1, 0]
    errors = [abs(run(LAB, plan, likely(LAB), steps).members[-1, 0] - exact) for steps in (4, 8, 16)]
    assert 1.7 < errors[0] / errors[1] < 2.5
    assert 1.7 < errors[1] / errors[2] < 2.5


@pytest.mark.parametrize("action", list(Action))
def test_the_step_that_is_used_is_small_enough_to_be_read_off(action):
    plan = one_thing(LAB, action)
    used, exact = (run(LAB, plan, likely(LAB), steps).members[:, 0] for steps in (STEPS_A_WEEK, 128))
    assert np.max(np.abs(used / exact - 1)) < 0.01


# Chance and plans


def test_the_first_row_is_the_likely_world_and_the_same_seed_gives_the_same_band():
    found = play(LAB, ())
    assert found.likely == pytest.approx(run(LAB, (), likely(LAB)).members[:, 0])
    play.cache_clear()
    assert np.array_equal(play(LAB, ()).low, found.low)
    assert worlds(LAB).word.size == LAB.draws + 1


def test_without_ranges_there_is_no_band():
    sure = changed(joining={"word": point(0.04)}, leaving={"waiting": point(0.02)}, quality={"memory": point(11)})
    found = play(sure, ())
    assert found.low == pytest.approx(found.high)
    assert found.low == pytest.approx(found.likely)
    assert {quarter.share for quarter in found.quarters} == {1.0}


def test_a_share_is_told_with_its_error():
    found = play(LAB, ())
    share, error = above(found, float(np.median(found.course.members[-1, 1:])))
    assert share == pytest.approx(0.5, abs=0.01)
    assert error == pytest.approx((0.25 / LAB.draws) ** 0.5, rel=0.01)
    assert above(found, 1e12) == (0.0, 0.0)


def test_a_plan_ignores_what_the_lab_does_not_have():
    assert plan_of(LAB, {"q1-1": "help", "q9-1": "help", "q2-1": "magic"}) == (("q1-1", "help"),)
    assert spent(LAB, (("q9-1", "help"), ("q1-1", "magic"))).sum() == 0


def test_a_limit_has_moved_where_another_costs_most():
    found = play(LAB, plan_of(LAB, {id: "help" if at < 6 else "product" for at, (id, _) in enumerate(LAB.rounds)}))
    changes = moved(found)
    assert changes
    assert all(before.limit is not after.limit and after.number == before.number + 1 for before, after in changes)
    assert len(found.quarters) == QUARTERS


# What the shipped case teaches


def test_adverts_alone_do_worse_than_nothing_and_look_better_first():
    adverts, idle = play(LAB, one_thing(LAB, Action.ADVERTS)), play(LAB, ())
    assert adverts.likely[WEEKS] > idle.likely[WEEKS]
    assert adverts.high[-1] < idle.low[-1]


def test_no_single_thing_keeps_up_with_an_order_that_follows_the_limit():
    ids = [id for id, _ in LAB.rounds]
    kinds = {"h": "help", "p": "product", "m": "market"}
    mixed = play(LAB, tuple((id, kinds[kind]) for id, kind in zip(ids, "hhphhpmpmmmp", strict=True)))
    assert all(mixed.end > play(LAB, one_thing(LAB, action)).end for action in Action)
    assert play(LAB, ()).quarters[0].limit is Limit.HELP
    assert mixed.quarters[-1].limit is not Limit.HELP


# What the best plans do


def test_the_best_plans_lift_the_limit_first_and_live_on_no_one_thing() -> None:
    """Of plans that spend every slice somewhere, the best tenth begins with help or the product and ends elsewhere."""
    chance, world, found = random.Random(16), likely(LAB), []
    for _ in range(tries(60, 600)):
        plan = tuple((id, chance.choice(list(Action)).value) for id, _ in LAB.rounds)
        found.append((float(run(LAB, plan, world).members[-1, 0]), plan))
    found.sort(key=lambda each: -each[0])
    tenth = [[action for _, action in plan] for _, plan in found[: len(found) // 10]]
    early = [action for plan in tenth for action in plan[:4]]
    assert sum(action in {Action.HELP, Action.PRODUCT} for action in early) > 0.6 * len(early)
    assert all(len(set(plan)) >= 3 for plan in tenth)
    alone = max(float(run(LAB, one_thing(LAB, action), world).members[-1, 0]) for action in Action)
    assert found[0][0] > alone


def test_helpers_are_paid_for_and_too_many_of_them_eat_what_members_pay() -> None:
    world = likely(LAB)
    today = purse(LAB, run(LAB, (), world), 0)
    assert (today.brings, today.helpers) == (3 * LAB.fee * LAB.start.members, LAB.helping.pay * LAB.start.helpers)
    only = run(LAB, one_thing(LAB, Action.HELP), world)
    halves = tuple(
        (id, (Action.HELP if at % 2 == 0 and at < 6 else Action.PRODUCT).value) for at, (id, _) in enumerate(LAB.rounds)
    )
    shared = run(LAB, halves, world)
    assert purse(LAB, only, HORIZON).helpers > 2 * purse(LAB, shared, HORIZON).helpers
    assert purse(LAB, only, HORIZON).left < purse(LAB, shared, HORIZON).left


def test_the_text_says_what_the_model_takes() -> None:
    text = " ".join(LAB.company.text.split())
    for told in (
        f"{LAB.start.members:,.0f} members at {LAB.currency}{LAB.fee:g} a month",
        f"About {LAB.start.prospects:,.0f} people",
        f"{LAB.currency}{LAB.slice * LAB.slices:g},000 a quarter",
        f"{LAB.currency}{LAB.helping.pay:,.0f} a quarter",
    ):
        assert told in text, told
    assert LAB.start.helpers == 9
    assert "Nine helpers answer" in text
    assert LAB.helping.training == 8
    assert "It takes eight weeks" in LAB.spend(Action.HELP).text
