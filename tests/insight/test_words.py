"""Answers are told in the ladder's own words, and dates the same on every machine."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helpers.insight.words import answer_label, count_of, day_in_words, listed, state_label
from helpers.journal.events import UNANSWERED, Rating, RatingState, often
from tests.strategies import SCALE


def test_every_answer_has_its_word() -> None:
    assert [answer_label(SCALE, often(n)) for n in range(5)] == [
        "not yet",
        "seldom",
        "sometimes",
        "often",
        "almost always",
    ]
    states = (RatingState.NO_OPPORTUNITY, RatingState.NOT_APPLICABLE, RatingState.DONT_KNOW)
    assert [answer_label(SCALE, Rating(state=state)) for state in states] == [
        "no opportunity so far",
        "not applicable here",
        "don't know",
    ]
    assert answer_label(SCALE, UNANSWERED) == "unanswered"


def test_a_frequency_has_no_single_word() -> None:
    with pytest.raises(ValueError, match="one word per step"):
        state_label(SCALE, RatingState.FREQUENCY)


def test_a_date_is_written_without_a_leading_zero() -> None:
    assert day_in_words(datetime(2026, 5, 3, tzinfo=UTC)) == "3 May 2026"
    assert day_in_words(datetime(2026, 12, 31, tzinfo=UTC)) == "31 December 2026"


def test_numbers_and_lists_read_as_people_write_them() -> None:
    assert (count_of(1, "statement"), count_of(0, "statement"), count_of(2, "reply", "replies")) == (
        "1 statement",
        "0 statements",
        "2 replies",
    )
    assert [listed(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
