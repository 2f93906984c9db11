"""Two levels side by side hold every statement of both, once, by competency, in any ladder."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.errors import UnknownId, UsageError
from helpers.ladder import beside, load_ladder, neighbours

SHIPPED = load_ladder()
FIXTURES = Path(__file__).parents[1] / "fixtures/ladders"
LADDERS = [SHIPPED, *(load_ladder(path) for path in sorted(FIXTURES.glob("*-levels.yaml")))]


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder.id)
def test_every_statement_of_both_stands_there_once_below_its_competency(ladder) -> None:
    for first in ladder.levels:
        for second in ladder.levels:
            if first == second:
                continue
            found = beside(ladder, first.id, second.id)
            for level, sides in ((first, [r.first for r in found.rows]), (second, [r.second for r in found.rows])):
                assert sorted(s.id for side in sides for s in side) == sorted(s.id for s in level.statements)
            for row in found.rows:
                id = row.competency.id if row.competency else None
                assert {s.competency for s in (*row.first, *row.second)} == {id}


def test_what_begins_at_the_second_level_is_named() -> None:
    found = beside(SHIPPED, "mid", "senior")
    assert found.new == ("Growing people and teams", "Technology and systems")
    assert beside(SHIPPED, "senior", "mid").new == ("Customers and discovery",), "in either order"


def test_one_begins_with_where_somebody_stands_and_what_follows() -> None:
    assert neighbours(SHIPPED) == ("associate", "mid")
    assert neighbours(SHIPPED, "senior") == ("senior", "director")
    assert neighbours(SHIPPED, "executive") == ("executive", "principal")
    assert neighbours(SHIPPED, "principal") == ("senior", "principal")
    assert neighbours(load_ladder(FIXTURES / "one-level.yaml")) is None


def test_a_level_that_there_is_not_and_one_beside_itself_are_refused() -> None:
    with pytest.raises(UnknownId):
        beside(SHIPPED, "mid", "wizard")
    with pytest.raises(UsageError, match="beside itself"):
        beside(SHIPPED, "mid", "mid")
