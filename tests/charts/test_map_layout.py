"""Any ladder has a place for every level, and no track is laid out as worth more than another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from helpers.charts.map_layout import lay_out
from helpers.ladder.model import Ladder
from tests.strategies import ladders, make_ladder, make_level, shipped_shape


def test_the_shared_levels_keep_to_the_middle_and_the_tracks_part_to_both_sides() -> None:
    land = lay_out(shipped_shape())
    assert {id: (spot.column, spot.lane) for id, spot in land.spots.items()} == {
        "associate": (0, 0),
        "mid": (1, 0),
        "senior": (2, 0),
        "director": (3, -0.5),
        "executive": (4, -0.5),
        "principal": (3, 0.5),
    }
    assert land.crossings == (("director", "principal"),)


def test_a_route_goes_by_road_or_crossing_either_way() -> None:
    land = lay_out(shipped_shape())
    assert land.route("mid", "principal") == (("mid", "senior"), ("senior", "principal"))
    assert land.route("executive", "principal") == (("executive", "director"), ("director", "principal"))
    assert land.route("mid", "mid") == ()


def test_where_no_road_leads_there_is_no_route() -> None:
    assert lay_out(make_ladder([make_level("a"), make_level("b", track="other")])).route("a", "b") == ()


def test_a_ladder_of_one_level_lies_in_the_middle() -> None:
    land = lay_out(make_ladder([make_level("only")]))
    assert (land.columns, land.lanes, land.spots["only"].lane) == (1, 1, 0)


@given(ladders(most_levels=9))
def test_no_two_levels_share_a_spot_and_every_road_leads_onward(ladder: Ladder) -> None:
    land = lay_out(ladder)
    assert set(land.spots) == {level.id for level in ladder.levels}
    assert len({(spot.column, spot.lane) for spot in land.spots.values()}) == len(ladder.levels)
    for before, after in land.roads:
        assert land.spots[before].column < land.spots[after].column
    assert max(spot.column for spot in land.spots.values()) == land.columns - 1


@given(ladders(most_levels=9))
def test_lanes_spread_evenly_to_both_sides_of_the_middle(ladder: Ladder) -> None:
    land = lay_out(ladder)
    lanes = {spot.lane for spot in land.spots.values()}
    assert max(lanes) <= (land.lanes - 1) / 2
    assert min(lanes) >= -(land.lanes - 1) / 2
    forked = {spot.lane for spot in land.spots.values() if spot.lane != 0}
    if forked and land.lanes == 2:
        assert forked == {-0.5, 0.5}


@given(ladders(most_levels=9))
def test_a_route_is_a_chain_of_roads_and_crossings(ladder: Ladder) -> None:
    land = lay_out(ladder)
    legs = {*land.roads, *land.crossings}
    for start in land.spots:
        for end in land.spots:
            route = land.route(start, end)
            if not route:
                continue
            assert (route[0][0], route[-1][1]) == (start, end)
            assert all((a, b) in legs or (b, a) in legs for a, b in route)
            assert all(one[1] == other[0] for one, other in pairwise(route))
