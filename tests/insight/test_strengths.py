"""A strength is met and named with its answer, and evidence always comes before a claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers.insight import strengths
from helpers.journal.events import Event
from helpers.journal.state import fold
from helpers.ladder.model import Ladder
from tests.strategies import choose, evidence, rate, shipped_shape, told

LADDER = shipped_shape()


def test_evidence_comes_first_then_what_is_nearest_to_where_the_person_stands() -> None:
    events = [
        choose(LADDER, "standing", "senior"),
        rate(LADDER, "associate.s0", 4),
        rate(LADDER, "senior.s0", 3),
        rate(LADDER, "senior.s1", 4),
        rate(LADDER, "mid.s0", 3),
        evidence(LADDER, "mid.s0", "The March roadmap."),
        rate(LADDER, "mid.s1", 2),
    ]
    found = strengths(LADDER, fold(events))
    assert [item.statement.id for item in found] == ["mid.s0", "senior.s1", "senior.s0", "associate.s0"]
    assert found[0].evidence == ("The March roadmap.",)
    assert found[0].reason == "You answered “often” (3 May 2026); Mid-level PM expects “often”."


def test_a_person_s_words_don_t_show_in_a_repr_that_may_reach_a_log() -> None:
    state = fold([rate(LADDER, "mid.s0", 3), evidence(LADDER, "mid.s0", "A secret launch.")])
    assert "secret" not in repr(strengths(LADDER, state))


@given(told(), st.integers(0, 8))
def test_a_claim_never_hides_what_is_supported(case: tuple[Ladder, tuple[Event, ...]], limit: int) -> None:
    ladder, events = case
    every, some = strengths(ladder, fold(events)), strengths(ladder, fold(events), limit)
    assert some == every[:limit]
    assert all(item.at_expected for item in every)
    assert [item.supported for item in every] == sorted((item.supported for item in every), reverse=True)
