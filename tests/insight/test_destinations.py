"""Roads follow from the ladder alone, and every place has exactly one."""

from __future__ import annotations

import pytest
from hypothesis import given

from helpers.errors import UnknownId
from helpers.insight import Road, chosen_destination, crossings, destination, roads_from, standing_of
from helpers.insight.destinations import steps_between
from helpers.journal.state import fold
from helpers.ladder.model import Ladder
from tests.strategies import choose, destination_ids, ladders, make_ladder, make_level, shipped_shape

LADDER = shipped_shape()


def roads(ladder: Ladder, standing: str | None) -> dict[str, Road]:
    return {found.target: found.road for found in roads_from(ladder, standing)}


def on(ladder: Ladder, standing: str | None, road: Road) -> list[str]:
    return [id for id, found in roads(ladder, standing).items() if found is road]


def test_both_tracks_lead_on_from_the_fork() -> None:
    assert on(LADDER, "senior", Road.NEXT) == ["director", "principal"]
    assert on(LADDER, "senior", Road.FURTHER) == ["executive"]
    assert on(LADDER, "senior", Road.EARLIER) == ["associate", "mid"]
    assert on(LADDER, "senior", Road.HERE) == ["senior"]


@pytest.mark.parametrize(
    ("standing", "across"), [("director", "principal"), ("principal", "director"), ("executive", "principal")]
)
def test_one_can_switch_between_management_and_individual_contributor_either_way(standing: str, across: str) -> None:
    assert on(LADDER, standing, Road.SWITCH) == [across]


def test_what_lies_past_the_other_track_s_first_level_is_further() -> None:
    assert roads(LADDER, "principal")["executive"] is Road.FURTHER


def test_every_family_of_roles_is_adjacent_from_every_level() -> None:
    for standing in (None, *(level.id for level in LADDER.levels)):
        assert on(LADDER, standing, Road.ADJACENT) == [role.id for role in LADDER.roles]


def test_with_no_standing_every_level_is_simply_further() -> None:
    assert on(LADDER, None, Road.FURTHER) == [level.id for level in LADDER.levels]


def test_parallel_tracks_are_crossed_at_the_same_distance_from_the_fork_or_nearer_to_it() -> None:
    ladder = make_ladder(
        [
            make_level("start"),
            make_level("m1", track="management", follows=["start"]),
            make_level("m2", track="management", follows=["m1"]),
            make_level("i1", track="craft", follows=["start"]),
            make_level("i2", track="craft", follows=["i1"]),
        ]
    )
    assert on(ladder, "m1", Road.SWITCH) == ["i1"]
    assert on(ladder, "m1", Road.FURTHER) == ["i2"]
    assert on(ladder, "m2", Road.SWITCH) == ["i1", "i2"]
    assert [(one.id, other.id) for one, other in crossings(ladder)] == [("m1", "i1"), ("m2", "i2")]


def test_a_level_that_lies_ahead_is_no_switch_even_where_a_shortcut_leads_there() -> None:
    """`far` is two steps from `here`, and one from the start that both share."""
    ladder = make_ladder(
        [
            make_level("start"),
            make_level("here", follows=["start"]),
            make_level("near", track="other", follows=["here"]),
            make_level("far", track="other", follows=["near", "start"]),
        ]
    )
    assert roads(ladder, "here")["far"] is Road.FURTHER


def test_tracks_that_never_met_are_not_crossed_sideways() -> None:
    ladder = make_ladder([make_level("a"), make_level("b", track="other")])
    assert roads(ladder, "a") == {"a": Road.HERE, "b": Road.FURTHER}
    assert crossings(ladder) == ()


def test_a_destination_is_found_by_its_id_and_an_unknown_one_is_said() -> None:
    assert destination(LADDER, "level:mid", "associate").road is Road.NEXT
    assert destination(LADDER, "role:founder").role == LADDER.role("founder")
    for wrong in ("level:nowhere", "role:mid", "mid", "", "statement:mid.s0"):
        with pytest.raises(UnknownId):
            destination(LADDER, wrong)


def test_a_choice_made_on_a_ladder_that_has_changed_since_is_open_again() -> None:
    state = fold([choose(LADDER, "standing", "gone"), choose(LADDER, "destination", "level:gone", "role:founder")])
    assert standing_of(LADDER, state) is None
    found = chosen_destination(LADDER, state)
    assert found is not None
    assert found.id == "role:founder"
    assert chosen_destination(LADDER, fold([])) is None


def test_steps_count_both_ways_along_the_roads() -> None:
    assert steps_between(LADDER, "executive") == {
        "executive": 0,
        "director": 1,
        "senior": 2,
        "mid": 3,
        "principal": 3,
        "associate": 4,
    }


@given(ladders())
def test_every_place_is_reached_by_exactly_one_road(ladder: Ladder) -> None:
    for standing in (None, *(level.id for level in ladder.levels)):
        found = roads_from(ladder, standing)
        assert sorted(place.id for place in found) == sorted(destination_ids(ladder))
        order = [list(Road).index(place.road) for place in found]
        assert order == sorted(order)
        for place in found:
            assert destination(ladder, place.id, standing) == place
            assert (place.level is None) != (place.role is None)


@given(ladders())
def test_what_is_next_from_here_has_here_behind_it(ladder: Ladder) -> None:
    for level in ladder.levels:
        for id in on(ladder, level.id, Road.NEXT):
            assert roads(ladder, id)[level.id] is Road.EARLIER


@given(ladders())
def test_a_switch_stays_on_the_other_side_of_a_fork(ladder: Ladder) -> None:
    for level in ladder.levels:
        for id in on(ladder, level.id, Road.SWITCH):
            assert ladder.level(id).track != level.track
            assert level.id not in ladder.level(id).follows
            assert id not in level.follows
