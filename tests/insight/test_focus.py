"""At most three suggestions, each of the destination, each with the answers that it comes from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers.insight import Why, suggest_focus
from helpers.journal.events import Event, Rating, RatingState
from helpers.journal.state import fold
from helpers.ladder.model import Ladder, Skill
from tests.strategies import (
    choose,
    destination_ids,
    evidence,
    rate,
    shipped_shape,
    told,
)

LADDER = shipped_shape()
NO_OPPORTUNITY = Rating(state=RatingState.NO_OPPORTUNITY)


def ids(ladder: Ladder, events: list[Event], goal: str = "level:mid") -> list[str]:
    return [focus.statement.id for focus in suggest_focus(ladder, fold(events), goal)]


def test_the_widest_room_comes_first_one_of_each_competency() -> None:
    """s0, s3 are discovery; s1, k0 delivery; s2, k1 people."""
    events = [
        rate(LADDER, "mid.s0", 0),
        rate(LADDER, "mid.s3", 0),
        rate(LADDER, "mid.s1", 2),
        rate(LADDER, "mid.s2", 1),
    ]
    assert ids(LADDER, events) == ["mid.s0", "mid.s2", "mid.s1"]


def test_a_competency_comes_twice_only_when_there_are_too_few_others() -> None:
    events = [rate(LADDER, "mid.s0", 0), rate(LADDER, "mid.s3", 1), rate(LADDER, "mid.s1", 2)]
    assert ids(LADDER, events) == ["mid.s0", "mid.s3", "mid.s1"]


def test_of_equals_a_skill_comes_first_because_it_has_a_practice() -> None:
    events = [rate(LADDER, "mid.s1", 1), rate(LADDER, "mid.k0", 1), rate(LADDER, "mid.s0", 1)]
    assert ids(LADDER, events)[:2] == ["mid.k0", "mid.s0"]


def test_no_opportunity_comes_next_and_then_what_is_claimed() -> None:
    events = [rate(LADDER, "mid.s0", 4), rate(LADDER, "mid.s2", NO_OPPORTUNITY), rate(LADDER, "mid.s1", 2)]
    found = suggest_focus(LADDER, fold(events), "level:mid")
    assert [(focus.statement.id, focus.why) for focus in found] == [
        ("mid.s1", Why.ROOM),
        ("mid.s2", Why.OPPORTUNITY),
        ("mid.s0", Why.EVIDENCE),
    ]
    assert [focus.reason for focus in found] == [
        "You answered “sometimes” (3 May 2026) at “mid.s1”; Mid-level PM expects “often”. "
        "No evidence stands beside it yet.",
        "You answered “no opportunity so far” (3 May 2026) at “mid.s2”; Mid-level PM expects “often”. "
        "A first step is to ask for the opportunity.",
        "You answered “almost always” (3 May 2026) at “mid.s0”; Mid-level PM expects “often”. "
        "No evidence stands beside it yet: a first step is to gather some.",
    ]


def test_nobody_gets_more_than_three_however_many_are_asked_for() -> None:
    state = fold([rate(LADDER, statement.id, 0) for statement in LADDER.level("mid").statements])
    sizes = {limit: len(suggest_focus(LADDER, state, "level:mid", limit)) for limit in (-1, 0, 1, 3, 9)}
    assert sizes == {-1: 0, 0: 0, 1: 1, 3: 3, 9: 3}


def test_what_is_met_with_evidence_or_stands_apart_otherwise_is_not_suggested() -> None:
    events = [
        rate(LADDER, "mid.s0", 3),
        evidence(LADDER, "mid.s0"),
        rate(LADDER, "mid.s1", Rating(state=RatingState.NOT_APPLICABLE)),
        rate(LADDER, "mid.s2", Rating(state=RatingState.DONT_KNOW)),
    ]
    assert ids(LADDER, events) == []


def test_nothing_is_suggested_to_somebody_who_hasn_t_rated() -> None:
    assert ids(LADDER, [choose(LADDER, "standing", "associate")]) == []


def test_the_practice_is_the_statement_s_own_and_no_other_s() -> None:
    """s1 and the skill k0 are both delivery: what was written for one isn't how one practises the other."""
    own, other = (suggest_focus(LADDER, fold([rate(LADDER, id, 0)]), "level:mid")[0] for id in ("mid.k0", "mid.s1"))
    assert own.practice == LADDER.statement("mid.k0").practice  # type: ignore[attr-defined]
    assert other.practice is None


def test_for_a_role_the_reason_names_both_the_level_and_the_role() -> None:
    (found,) = suggest_focus(LADDER, fold([rate(LADDER, "senior.s1", 1)]), "role:operations")
    assert "Senior PM expects “often”, and “Operations and program management” draws on it." in found.reason


@given(told(), st.data(), st.integers(-1, 9))
def test_never_more_than_three_always_of_the_destination_never_unanswered(
    case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject, limit: int
) -> None:
    ladder, events = case
    state = fold(events)
    goal = data.draw(st.sampled_from(destination_ids(ladder)))
    found = suggest_focus(ladder, state, goal, limit)
    assert len(found) <= max(0, min(limit, 3))
    kind, _, target = goal.partition(":")
    asked = (
        {s.id for s in ladder.level(target).statements}
        if kind == "level"
        else {draw.statement for draw in ladder.role(target).draws_on}
    )
    assert len({focus.statement.id for focus in found}) == len(found)
    for focus in found:
        assert focus.statement.id in asked
        rating = state.rating(focus.statement.id)
        assert rating.state in (RatingState.FREQUENCY, RatingState.NO_OPPORTUNITY)
        assert focus.statement.title in focus.reason
        if isinstance(focus.statement, Skill):
            assert focus.practice == focus.statement.practice


@given(told(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_events_never_matters(case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject, random) -> None:  # type: ignore[no-untyped-def]
    ladder, events = case
    shuffled = list(events)
    random.shuffle(shuffled)
    goal = data.draw(st.sampled_from(destination_ids(ladder)))
    assert suggest_focus(ladder, fold(events), goal) == suggest_focus(ladder, fold(shuffled), goal)
