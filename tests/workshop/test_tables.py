"""A snapshot's tables as files hold what was shown, and no more."""

from __future__ import annotations

import csv
import io
import json

import pytest

from helpers.ladder import Ladder, load_ladder
from helpers.workshop import tables
from helpers.workshop.suppression import Hidden, NoData, Shown, Snapshot
from tests.widgets.conftest import TINY


@pytest.fixture
def ladder() -> Ladder:
    return load_ladder(TINY)


@pytest.fixture
def ids(ladder: Ladder) -> list[str]:
    """Three statements, in the ladder's order."""
    return [statement.id for _, _, statement in ladder.walk()][:3]


@pytest.fixture
def snapshot(ids: list[str]) -> Snapshot:
    counts = {"0": 1, "4": 3, "dont_know": 2}
    shown = Shown(counts=counts, unanimous=False)
    return Snapshot(number=2, people=7, tables=dict(zip(ids, (shown, Hidden(), NoData()), strict=True)))


def test_counts_stand_only_where_a_table_is_shown(ladder: Ladder, snapshot: Snapshot, ids: list[str]):
    shown, hidden, none = tables.rows(ladder, snapshot, ids)
    assert (shown["state"], shown["people"], shown["0"], shown["1"], shown["dont_know"]) == ("shown", 6, 1, 0, 2)
    for row, state in ((hidden, "hidden"), (none, "no_data")):
        assert row["state"] == state
        assert {row[column] for column in tables.columns(snapshot)[4:]} == {None}


def test_rows_are_those_of_the_session_in_the_ladder_s_order(ladder: Ladder, snapshot: Snapshot, ids: list[str]):
    found = list(tables.rows(ladder, snapshot, [ids[2], ids[0]]))
    assert [row["statement"] for row in found] == [ids[0], ids[2]]
    assert found[0]["title"] == ladder.statement(ids[0]).title


def test_json_and_csv_say_the_same(ladder: Ladder, snapshot: Snapshot, ids: list[str]):
    told = json.loads(tables.as_json(ladder, snapshot, ids, min_group=5))
    assert {key: told[key] for key in ("ladder", "snapshot", "people", "min_group")} == {
        "ladder": ladder.id,
        "snapshot": 2,
        "people": 7,
        "min_group": 5,
    }
    table = list(csv.DictReader(io.StringIO(tables.as_csv(ladder, snapshot, ids))))
    for row, cells in zip(told["statements"], table, strict=True):
        assert cells == {column: "" if row[column] is None else str(row[column]) for column in tables.columns(snapshot)}


def test_a_title_is_no_formula_for_a_spreadsheet(ladder: Ladder, snapshot: Snapshot, ids: list[str]):
    level = ladder.levels[0]
    first = level.responsibilities[0].model_copy(update={"title": "=1+1"})
    changed = level.model_copy(update={"responsibilities": (first, *level.responsibilities[1:])})
    other = ladder.model_copy(update={"levels": (changed, *ladder.levels[1:])})
    assert '"\'=1+1"' in tables.as_csv(other, snapshot, [first.id])
