"""A gap lists exactly what the destination asks for, and what is no frequency is no difference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import UnknownId
from helpers.insight import APART, Kind, Why, answer_label, gap, suggest_focus
from helpers.journal.events import Event, Rating, RatingState, often
from helpers.journal.state import fold
from helpers.ladder.model import Ladder
from tests.strategies import destination_ids, evidence, rate, shipped_shape, told

LADDER = shipped_shape()


def test_the_widest_difference_comes_first_then_what_stands_apart_then_what_is_met() -> None:
    events = [
        rate(LADDER, "mid.s0", 4),
        rate(LADDER, "mid.s1", 2),
        rate(LADDER, "mid.s2", Rating(state=RatingState.DONT_KNOW)),
        rate(LADDER, "mid.s3", 0),
        rate(LADDER, "mid.k0", Rating(state=RatingState.NO_OPPORTUNITY)),
    ]
    found = gap(LADDER, fold(events), "level:mid")
    assert [(item.statement.id, item.difference) for item in found.items] == [
        ("mid.s3", 3),
        ("mid.s1", 1),
        ("mid.k0", None),
        ("mid.s2", None),
        ("mid.k1", None),
        ("mid.s0", -1),
    ]
    assert found.rated_text == "3 of 6 rated"
    assert [len(part) for part in (found.to_grow, found.apart, found.met)] == [2, 3, 1]


def test_an_answer_that_rests_on_few_occasions_is_named_with_them_and_is_no_gap_by_itself() -> None:
    """Once, and not taken, says little: it stands apart from what is done too seldom, and no focus begins there."""
    events = [
        rate(LADDER, "mid.s0", often(0, occasions=1)),
        rate(LADDER, "mid.s1", 2),
        rate(LADDER, "mid.s2", often(4, occasions=1)),
        rate(LADDER, "mid.s3", often(1, occasions=4)),
    ]
    state = fold(events)
    found = gap(LADDER, state, "level:mid")
    assert [item.statement.id for item in found.to_grow] == ["mid.s3", "mid.s1"], "four or more are enough to tell"
    assert [item.statement.id for item in found.thin] == ["mid.s0"]
    assert [item.statement.id for item in found.met] == ["mid.s2"], "once, and taken, is almost always"
    assert len(found.to_grow) + len(found.thin) + len(found.met) == found.rated == 4
    said = {item.statement.id: answer_label(found.scale, item.rating) for item in found.items if item.answered}
    assert said["mid.s0"] == "not yet (1 occasion)"
    assert said["mid.s3"] == "seldom"
    (first, *_, last) = suggest_focus(LADDER, state, "level:mid")
    assert (first.statement.id, first.why) == ("mid.s3", Why.ROOM)
    assert (last.statement.id, last.why) == ("mid.s2", Why.EVIDENCE), "another competency than the first"
    (only,) = suggest_focus(LADDER, fold(events[:1]), "level:mid")
    assert (only.statement.id, only.why) == ("mid.s0", Why.OPPORTUNITY)
    assert "So few occasions tell little" in only.reason


def test_a_role_s_gap_is_what_it_draws_on_with_why_and_what_else_to_learn() -> None:
    found = gap(LADDER, fold([rate(LADDER, "senior.s1", 1)]), "role:operations")
    assert {item.statement.id: item.because for item in found.items} == {
        "senior.s1": "It needs senior.s1.",
        "mid.s0": "It needs mid.s0.",
        "mid.k0": "It needs mid.k0.",
    }
    assert found.items[0].level.id == "senior"
    assert found.learn == LADDER.role("operations").learn
    assert gap(LADDER, fold([]), "level:mid").learn == ()


def test_what_is_shown_on_one_track_carries_over_to_the_other_and_evidence_comes_first() -> None:
    """From director to principal: s0 and s3 are discovery, s1 is delivery."""
    events = [
        rate(LADDER, "director.s0", 4),
        rate(LADDER, "director.s3", 3),
        evidence(LADDER, "director.s3"),
        rate(LADDER, "director.s1", 3),
        rate(LADDER, "director.s2", 1),
        rate(LADDER, "principal.s0", 4),
    ]
    first, second = gap(LADDER, fold(events), "level:principal").transfers
    assert first.competency.id == "discovery"
    assert [item.statement.id for item in first.shown] == ["director.s3", "director.s0"]
    assert [statement.id for statement in first.asked] == ["principal.s0", "principal.s3"]
    assert first.reason == (
        "Discovery: elsewhere on the ladder you answered 2 statements at the expected frequency or above, "
        "1 of them with evidence. Principal / Staff PM asks for 2 statements in this competency."
    )
    assert [item.statement.id for item in second.shown] == ["director.s1"]


def test_an_unknown_destination_is_said() -> None:
    with pytest.raises(UnknownId):
        gap(LADDER, fold([]), "level:nowhere")


@given(told(), st.data())
def test_the_items_are_exactly_the_destination_s_statements(
    case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject
) -> None:
    ladder, events = case
    found = gap(ladder, fold(events), data.draw(st.sampled_from(destination_ids(ladder))))
    goal = found.destination
    asked = [s.id for s in goal.level.statements] if goal.level else [d.statement for d in goal.role.draws_on]  # type: ignore[union-attr]
    assert sorted(item.statement.id for item in found.items) == sorted(asked)
    assert [*found.to_grow, *found.apart, *found.met] == list(found.items)
    assert all((item.difference is None) == (item.kind in APART) for item in found.items)
    room = [item.difference for item in found.to_grow if item.difference is not None]
    assert room == sorted(room, reverse=True)
    assert all(difference > 0 for difference in room)


@given(told(), st.data())
def test_transfers_show_only_what_is_met_elsewhere_in_a_competency_that_is_asked_for(
    case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject
) -> None:
    ladder, events = case
    found = gap(ladder, fold(events), data.draw(st.sampled_from(destination_ids(ladder))))
    own = {item.statement.id for item in found.items}
    for transfer in found.transfers:
        assert transfer.shown
        assert transfer.asked
        assert {s.competency for s in transfer.asked} == {transfer.competency.id}
        for item in transfer.shown:
            assert item.at_expected
            assert item.statement.id not in own
            assert item.statement.competency == transfer.competency.id
        kinds = [item.kind for item in transfer.shown]
        assert kinds == sorted(kinds, key=[Kind.SUPPORTED, Kind.CLAIMED].index)


@given(told(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_events_never_matters(case: tuple[Ladder, tuple[Event, ...]], data: st.DataObject, random) -> None:  # type: ignore[no-untyped-def]
    ladder, events = case
    shuffled = list(events)
    random.shuffle(shuffled)
    id = data.draw(st.sampled_from(destination_ids(ladder)))
    assert gap(ladder, fold(events), id) == gap(ladder, fold(shuffled), id)
