"""What is taken from a device, and when it counts as given, whatever the device's clock says."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from pydantic import ValidationError

from helpers.database.answers import Given, from_json, moments, to_json
from helpers.journal import (
    UNANSWERED,
    Choice,
    Evidence,
    Figures,
    PlanItem,
    Rating,
    RatingState,
    Words,
    often,
    says_something,
)
from tests.database.conftest import NOON, given
from tests.hostile import HOSTILE

AGES = st.lists(st.integers(-(2**70), 2**70) | st.integers(0, 10_000), max_size=30)
SPANS = st.timedeltas(timedelta(0), timedelta(days=400))


def test_an_answer_was_given_as_long_ago_as_its_age_says():
    opened = NOON - timedelta(hours=1)
    assert moments([600_000], now=NOON, opened=opened, last=None) == [NOON - timedelta(minutes=10)]


@drawn(AGES, SPANS)
def test_times_grow_and_lie_between_the_opening_and_now(ages, since):
    opened = NOON - timedelta(seconds=1) - since
    found = moments(ages, now=NOON, opened=opened, last=None)
    assert len(found) == len(ages)
    assert all(opened <= at <= NOON for at in found)
    assert all(one < other for one, other in pairwise(found))


@drawn(AGES, SPANS, st.timedeltas(timedelta(days=-1), timedelta(days=1)))
def test_order_comes_first_even_if_our_own_clock_was_set_back(ages, since, ahead):
    last = NOON + ahead
    found = moments(ages, now=NOON, opened=NOON - since, last=last)
    assert all(one < other for one, other in pairwise([last, *found]))


def test_a_clock_that_was_set_back_or_is_years_off_changes_nothing_but_the_age():
    opened = NOON - timedelta(hours=1)
    back, decades = moments([-3_600_000, 10**15], now=NOON, opened=opened, last=None)
    assert NOON - timedelta(milliseconds=1) < back < decades <= NOON, "given in this order, so counted in it"
    assert moments([10**15], now=NOON, opened=opened, last=None) == [opened]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (UNANSWERED, False),
        (often(0), True),
        (Rating(state=RatingState.DONT_KNOW), True),
        (Words(text=" \n"), False),
        (Words(text="No."), True),
        (Evidence(text="", supports=("a",)), False),
        (Evidence(text="x", supports=()), True),
        (Choice(chosen=()), False),
        (Choice(chosen=("a",)), True),
        (Figures(values={}), False),
        (Figures(values={"a": 0.0}), True),
        (PlanItem(), False),
        (PlanItem(focus="a"), False),
        (PlanItem(focus="a", by=date(2026, 1, 2)), True),
        (PlanItem(focus="a", first_step="Ask Ann."), True),
        (PlanItem(focus="a", first_step="Ask Ann.", dropped=True), False),
    ],
)
def test_an_answer_that_was_taken_back_says_nothing(answer, says):
    assert says_something(answer) is says


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_comes_back_from_its_json_and_there_is_no_nul_in_that(text):
    answer = Words(text=text)
    assert "\0" not in to_json(answer), "PostgreSQL can't keep it"
    assert from_json(to_json(answer)) == answer


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"id": "A" * 32},
        {"subject": "statement:Mid"},
        {"subject": "nothing:mid"},
        {"subject": "statement:" + "a" * 200},
        {"answer": {"kind": "words", "text": "a rating is no text"}},
        {"answer": {"kind": "rating", "state": "frequency"}},
        {"age_ms": "soon"},
        {"at": "2026-01-01T00:00:00Z"},
    ],
)
def test_what_no_device_of_ours_sends_is_refused(wrong):
    fine = {"id": "0" * 32, "subject": "statement:mid.roadmap", "answer": {"kind": "rating", "state": "dont_know"}}
    Given.model_validate(fine)
    with pytest.raises(ValidationError) as told:
        Given.model_validate({**fine, **wrong})
    assert "a rating is no text" not in str(told.value), "what somebody wrote is in no message"


def test_nobodys_words_are_in_a_representation():
    assert "secret" not in repr(given("prompt:mid.prompt-no", Words(text="secret")))
