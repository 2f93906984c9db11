"""Coverage counts answers in kinds that are never mixed, and never shows a share without its n."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import UnknownId
from helpers.insight import APART, Kind, coverage
from helpers.journal.events import UNANSWERED, Event, Evidence, Rating, RatingState
from helpers.journal.state import fold
from helpers.ladder.model import Ladder
from tests.strategies import (
    apart,
    event,
    evidence,
    make_ladder,
    make_level,
    make_skill,
    make_statement,
    rate,
    ratings,
    shipped_shape,
    times,
    told,
)

LADDER = shipped_shape()
NO_OPPORTUNITY = Rating(state=RatingState.NO_OPPORTUNITY)
DONT_KNOW = Rating(state=RatingState.DONT_KNOW)


def test_an_empty_journal_leaves_everything_unanswered_and_shows_no_share() -> None:
    found = coverage(LADDER, fold([]), "mid")
    assert (found.total, found.rated, found.unanswered) == (6, 0, 6)
    assert found.rated_text == "0 of 6 rated"
    assert found.share_text == "Nothing rated yet, of 6 statements."


def test_each_answer_counts_as_exactly_one_kind() -> None:
    events = [
        rate(LADDER, "mid.s0", 3),
        evidence(LADDER, "mid.s0"),
        rate(LADDER, "mid.s1", 4),
        rate(LADDER, "mid.s2", 0),
        evidence(LADDER, "mid.s2"),
        rate(LADDER, "mid.s3", NO_OPPORTUNITY),
        rate(LADDER, "mid.k0", DONT_KNOW),
    ]
    found = coverage(LADDER, fold(events), "mid")
    assert [item.kind for item in found.items] == [
        Kind.SUPPORTED,
        Kind.CLAIMED,
        Kind.BELOW,
        Kind.NO_OPPORTUNITY,
        Kind.DONT_KNOW,
        Kind.UNANSWERED,
    ]
    assert found.share_text == "2 of 3 at the expected frequency or above, 1 of them with evidence (3 of 6 rated)."


def test_not_yet_is_a_frequency_and_belongs_to_the_denominator() -> None:
    found = coverage(LADDER, fold([rate(LADDER, "mid.s0", 0)]), "mid")
    assert (found.rated, found.at_expected, found.below) == (1, 0, 1)


def test_one_line_of_evidence_supports_every_statement_that_it_names() -> None:
    line = Evidence(text="Launch notes.", supports=("mid.s0", "mid.s1"))
    events = [rate(LADDER, "mid.s0", 3), rate(LADDER, "mid.s1", 3), event(LADDER, "evidence:mid.s0", line)]
    assert coverage(LADDER, fold(events), "mid").supported == 2


def test_the_items_stand_in_reading_order_and_an_unknown_level_is_said() -> None:
    found = coverage(LADDER, fold([]), "mid")
    assert [item.statement for item in found.items] == list(LADDER.level("mid").statements)
    with pytest.raises(UnknownId, match="nowhere"):
        coverage(LADDER, fold([]), "nowhere")


@given(told())
def test_the_counts_add_up(case: tuple[Ladder, tuple[Event, ...]]) -> None:
    ladder, events = case
    state = fold(events)
    for level in ladder.levels:
        found = coverage(ladder, state, level.id)
        assert found.supported + found.claimed_only == found.at_expected
        assert found.at_expected + found.below == found.rated
        assert found.rated + sum(found.count(kind) for kind in APART) == found.total == len(level.statements)


@given(told(), st.data())
def test_an_answer_that_is_no_frequency_changes_no_share(
    case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject
) -> None:
    """To an unanswered statement any answer apart may be given: rated, at_expected and the rest stay."""
    ladder, events = case
    state = fold(events)
    open_ids = [s.id for _, _, s in ladder.walk() if state.rating(s.id) == UNANSWERED]
    if not open_ids:
        return
    statement = data.draw(st.sampled_from(open_ids))
    latest = max((e.at for e in events), default=data.draw(times))
    after = fold([*events, rate(ladder, statement, data.draw(apart), at=latest)])
    for level in ladder.levels:
        one, other = coverage(ladder, state, level.id), coverage(ladder, after, level.id)
        assert (one.rated, one.at_expected, one.supported, one.claimed_only, one.below, one.total) == (
            other.rated,
            other.at_expected,
            other.supported,
            other.claimed_only,
            other.below,
            other.total,
        )


@given(told(), st.randoms(use_true_random=False))
def test_the_order_of_events_never_matters(case: tuple[Ladder, tuple[Event, ...]], random) -> None:  # type: ignore[no-untyped-def]
    ladder, events = case
    shuffled = list(events)
    random.shuffle(shuffled)
    for level in ladder.levels:
        assert coverage(ladder, fold(events), level.id) == coverage(ladder, fold(shuffled), level.id)


@given(told(), st.data())
def test_evidence_never_changes_a_rating(case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject) -> None:
    ladder, events = case
    statement = data.draw(st.sampled_from([s.id for _, _, s in ladder.walk()]))
    before, after = fold(events), fold([*events, evidence(ladder, statement, at=data.draw(times))])
    for level in ladder.levels:
        one, other = coverage(ladder, before, level.id), coverage(ladder, after, level.id)
        assert [item.rating for item in one.items] == [item.rating for item in other.items]
        assert (one.rated, one.at_expected, one.below) == (other.rated, other.at_expected, other.below)


@given(ratings, st.integers(0, 4))
def test_a_difference_exists_only_between_frequencies(rating: Rating, expected: int) -> None:
    level = make_level(
        "only",
        statements=[make_statement("only.a", expected=expected), make_statement("only.b")],
        skills=[make_skill("only.k")],
    )
    ladder = make_ladder([level])
    item = coverage(ladder, fold([rate(ladder, "only.a", rating)]), "only").items[0]
    if rating.frequency is None:
        assert item.difference is None
        assert not item.at_expected
    else:
        assert item.difference == expected - rating.frequency
        assert item.at_expected == (rating.frequency >= expected)
