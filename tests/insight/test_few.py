"""A few statements of a level, for ten minutes."""

from hypothesis import given

from helpers.insight.few import a_few
from helpers.ladder import RATED
from tests.strategies import ladders


@given(ladders())
def test_a_few_are_of_every_part_in_the_ladders_order_and_the_fewer_are_among_the_more(ladder):
    for level in ladder.levels:
        few, fewer = a_few(level), a_few(level, 3)
        order = [statement.id for statement in level.statements]
        assert [order.index(statement.id) for statement in few] == sorted(order.index(each.id) for each in few)
        assert len(few) == min(8, len(order))
        assert set(fewer) <= set(few)
        parts = [{s.id for s in getattr(level, part)} for part in RATED if getattr(level, part)]
        assert all(any(s.id in part for s in few) for part in parts)
