"""What a pilot says of a ladder's statements: shares and what they are of, nothing below a group, places to look."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from helpers.errors import UsageError
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.widgets.pilot import EXAMPLE, EXAMPLE_PAIRS, open_pilot
from helpers.workshop import pilot as piloting
from helpers.workshop.pilot import COLUMNS, LEAST_PAIRS, Pairs, read_pairs, to_reword, tried
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import DEFAULT_GROUP, Hidden, Shown, Snapshot, Table

LADDER = load_ladder()
ONE, OTHER, THIRD = "mid.roadmap", "mid.discovery", "senior.strategy"


def shown(**counts: int) -> Shown:
    return Shown(counts={name.lstrip("_"): n for name, n in counts.items()}, unanimous=False)  # type: ignore[arg-type, misc]


def found(tables: dict[str, Table], **pairs: Pairs):
    snapshot = Snapshot(number=1, people=40, tables=tables)
    return {each.statement.id: each for each in tried(LADDER, snapshot, {ONE: pairs["one"]} if pairs else {})}


def test_shares_are_of_those_who_answered_and_left_open_is_beside_the_neighbours() -> None:
    there = found({ONE: shown(_3=5, dont_know=3, not_applicable=1, no_opportunity=1), OTHER: shown(_2=20)})
    one = there[ONE]
    assert (one.people, one.dont_know, one.not_applicable, one.no_opportunity) == (10, 0.3, 0.1, 0.1)
    assert one.left_open == 0.5, "twenty answered the one beside it"
    assert (one.rated, one.spread, one.alike) == (5, 0.0, 1.0)
    assert there[OTHER].left_open == 0


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"_1": 3, "_2": 3, "_3": 3, "dont_know": 3}, "many can’t tell"),
        ({"_1": 3, "_2": 3, "_3": 3, "not_applicable": 3}, "it doesn’t apply to many"),
        ({"_1": 2, "_2": 2, "_3": 2, "no_opportunity": 4}, "mark it as rare"),
        ({"_3": 19, "_2": 1}, "nearly all give the same word"),
        ({"_0": 6, "_4": 6}, "it is read in two ways"),
    ],
)
def test_each_way_to_stand_out_is_told_alone(counts: dict[str, int], says: str) -> None:
    (reason,) = found({ONE: shown(**counts)})[ONE].reasons
    assert says in reason


def test_answers_that_differ_in_between_are_what_one_hopes_for() -> None:
    assert found({ONE: shown(_1=3, _2=6, _3=6, _4=3, dont_know=1)})[ONE].reasons == ()


def test_pairs_are_looked_at_from_five_on_and_far_apart_beyond_one_in_four() -> None:
    table = shown(_1=3, _2=6, _3=6, _4=3)
    assert found({ONE: table}, one=Pairs(1, 0, LEAST_PAIRS - 2))[ONE].pairs is None
    assert found({ONE: table}, one=Pairs(3, 3, 2))[ONE].reasons == ()
    (reason,) = found({ONE: table}, one=Pairs(3, 2, 3))[ONE].reasons
    assert "two views are often far apart" in reason


def test_what_too_few_answered_isnt_there_at_all() -> None:
    assert list(found({ONE: Hidden(), OTHER: shown(_2=5)})) == [OTHER]


def test_those_with_most_reasons_come_first_and_no_more_than_fit() -> None:
    many = {statement.id: shown(_0=5, _4=5, dont_know=1) for _, _, statement in LADDER.walk()}
    many[THIRD] = shown(_0=4, _4=4, dont_know=3)
    first, *others = to_reword(tuple(found(many).values()))
    assert first.statement.id == THIRD
    assert len(others) == piloting.MOST - 1


def test_the_protocol_names_the_same_thresholds() -> None:
    text = (ROOT / "docs/pilot.md").read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(): row.split("|")[2] for row in text.splitlines() if row.startswith("| ")}
    assert 1 / piloting.DONT_KNOW == 1 / piloting.NOT_APPLICABLE == 5
    assert "more than 1 in 5" in rows["“don’t know”"]
    assert "more than 1 in 5" in rows["“not applicable here”"]
    assert round(1 / piloting.NO_OPPORTUNITY) == round(1 / piloting.LEFT_OPEN) == 3
    assert "more than 1 in 3" in rows["“no opportunity so far”"]
    assert "more than 1 in 3" in rows["unanswered"]
    assert piloting.ALIKE == 0.9
    assert "nine in ten or more" in rows["spread"]
    assert piloting.FAR == 1 / 4
    assert "more than 1 of 4 pairs" in rows["two views"]
    assert LEAST_PAIRS == DEFAULT_GROUP == 5
    assert "fewer than five pairs" in text
    assert f"the {'ten' if piloting.MOST == 10 else piloting.MOST} statements that stand out" in text
    assert "`statement`, `same`, `one_apart` and `further`" in text
    assert COLUMNS == ("statement", "same", "one_apart", "further")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("mid.roadmap,1,2,3\nmid.roadmap,1,2,3", "line 3 is the second about 'mid.roadmap'"),
        ("mid.nothing,1,2,3", "line 2: no statement is 'mid.nothing'"),
        ("mid.roadmap,1,,3", "line 2 needs three numbers of pairs"),
        ("mid.roadmap,1,two,3", "line 2 needs three numbers of pairs"),
    ],
)
def test_a_line_that_cant_be_used_is_named(tmp_path: Path, lines: str, says: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{lines}\n", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        read_pairs(path, LADDER)
    assert says in str(told.value)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(UsageError, match="can't be read"):
            read_pairs(path, LADDER)


def test_a_folder_of_which_nothing_was_revealed_says_what_to_press(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing of this folder"):
        open_pilot(tmp_path)


def test_bars_of_three_parts_are_refused_since_nothing_would_stand_out_in_them(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "team", ignore=shutil.ignore_patterns("session.json"))
    TeamSession.open(folder, LADDER, coarse=True).reveal()
    with pytest.raises(UsageError, match="three parts") as told:
        open_pilot(folder)
    assert str(folder) in str(told.value)


def test_the_notebook_shows_the_example_team_and_claims_no_reliability() -> None:
    pilot = open_pilot("")
    assert set(read_pairs(EXAMPLE_PAIRS, LADDER)) <= {each.statement.id for each in pilot.found}
    for table in (pilot.answers(), pilot.spread(), pilot.views()):
        assert "(an invented team)" in table
        assert table.count('<th scope="row">') in (len(pilot.found), 7), "seven of eight have five pairs"
    assert pilot.reword().count("<strong>") == len(to_reword(pilot.found)) > 0
    said = "".join((pilot.answers(), pilot.spread(), pilot.views(), pilot.reword())).lower()
    assert not any(word in said for word in ("alpha", "kappa", "icc", "reliable"))


def test_its_notebook_is_committed_unrun_with_one_call_a_cell() -> None:
    notebook = nbformat.read(ROOT / "notebooks/facilitator/pilot.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert [cell.source for cell in code[1:]] == [
        f"pilot.{name}()" for name in ("answers", "spread", "views", "reword")
    ]
