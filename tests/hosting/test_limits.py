"""Wrong guesses are counted and told to wait; what is right gets through, whoever else guesses behind its address."""

from __future__ import annotations

import pytest

from helpers.database.tokens import CODE_LENGTH, LETTERS
from helpers.hosting.limits import CHECKS, WRONG, Limits, WrongGuess
from helpers.http.middleware import Problem

HERE = "192.0.2.1"


def guess(limits: Limits, *, right: bool, address: str = HERE) -> str:
    """What became of a guess: "right", "wrong" or "too many"."""
    try:
        with limits.guessing(address):
            if not right:
                raise WrongGuess("no", "")
    except WrongGuess:
        return "wrong"
    except Problem as problem:
        return "too many" if problem.retry_after else "another problem"
    return "right"


def test_after_some_wrong_ones_each_further_one_is_told_to_wait():
    limits = Limits()
    found = [guess(limits, right=False) for _ in range(50)]
    assert found == ["wrong"] * WRONG[0].amount + ["too many"] * (50 - WRONG[0].amount)


def test_the_right_one_gets_through_behind_the_same_address():
    limits = Limits()
    for _ in range(50):
        guess(limits, right=False)
    assert guess(limits, right=True) == "right"


def test_a_room_behind_one_address_is_not_counted_as_guessing():
    limits = Limits()
    assert {guess(limits, right=True) for _ in range(60)} == {"right"}
    assert guess(limits, right=False) == "wrong"


def test_no_more_are_looked_at_than_the_arithmetic_says():
    limits = Limits()
    found = [guess(limits, right=True) for _ in range(3 * CHECKS[0].amount)]
    assert "too many" in found
    assert len(LETTERS) ** CODE_LENGTH == 2**40
    assert CHECKS[0].amount * 8 * 3600 / 2**40 < 1 / 380_000


@pytest.mark.parametrize("workers", [2, 32])
def test_several_workers_share_a_limit(workers: int):
    limits = Limits(workers)
    assert [guess(limits, right=False) for _ in range(20)].count("wrong") == max(1, WRONG[0].amount // workers)


def test_another_address_is_not_counted():
    limits = Limits()
    for _ in range(20):
        guess(limits, right=False)
    assert guess(limits, right=False, address="192.0.2.2") == "wrong"
