"""Answers are told in the ladder's own words, and dates the same on every machine."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest

from helpers.charts import Theme
from helpers.insight.words import answer_label, count_of, day_in_words, if_then, listed, state_label, whose_expectation
from helpers.journal.events import UNANSWERED, Rating, RatingState, often
from helpers.ladder import load_ladder
from helpers.pages.board import Pages
from helpers.workshop.suppression import Shown, Snapshot
from tests.strategies import SCALE


@pytest.mark.parametrize(
    ("when", "then", "said"),
    [
        ("sales asks", "ask what it replaces", "When sales asks, I will ask what it replaces"),
        ("If sales asks", "I will ask what it replaces", "When sales asks, I will ask what it replaces"),
        (" when sales asks ", "Then I’ll ask", "When sales asks, I will ask"),
        ("sales asks", "I ask what it replaces", "When sales asks, I ask what it replaces"),
        ("sales asks", "I'd rather wait", "When sales asks, I'd rather wait"),
        ("If", "I will", "When If, I will"),
        ("iffy numbers come", "invite Ann", "When iffy numbers come, I will invite Ann"),
    ],
)
def test_a_plan_as_a_sentence_says_nothing_twice(when: str, then: str, said: str) -> None:
    """“If sales asks” and “I will ask” became “When If sales asks, I will I will ask”."""
    assert if_then(when, then) == said


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


def test_whose_judgement_an_expectation_is_is_told() -> None:
    ladder = load_ladder()
    assert whose_expectation(ladder) == "What is expected is a judgement of “The workshop kit”; nobody has measured it."
    own = ladder.model_copy(update={"scale": ladder.scale.model_copy(update={"origin": None})})
    assert f"a judgement of “{ladder.title}”" in whose_expectation(own)


def test_the_board_asks_about_rare_work_over_its_own_time_and_says_whose_the_expectation_is() -> None:
    ladder = load_ladder()
    asked = {"executive.structure": "over 18 months", "executive.autonomy": "in an ordinary month"}
    counts = {"1": 3, "4": 3}
    tables = {id: Shown(counts=counts, unanimous=False) for id in asked}
    pages = Pages(ladder, Theme(), Snapshot(number=1, people=6, tables=tables), 5)
    for id, when in asked.items():
        shown = pages.turned_to(f"topic:{id}")
        assert shown
        assert f"look like here, {when}?" in shown
        assert whose_expectation(ladder) in html.unescape(shown)
