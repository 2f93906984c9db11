"""Coarse bars for small groups: an answer is one of three before it is counted, and nothing knows which it was."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from typer.testing import CliRunner

from helpers.charts import Theme
from helpers.cli.commands import app
from helpers.errors import UsageError
from helpers.ladder import RATED, Ladder, load_ladder
from helpers.ladder.model import Occasions
from helpers.paths import ROOT
from helpers.report.model import Prose
from helpers.workshop import tables, team
from helpers.workshop.level_mix import alone, warnings
from helpers.workshop.session import TeamSession
from helpers.workshop.suppression import COARSE, Hidden, Shown
from helpers.workshop.team_build import build_team_report, coarse_told
from tests.long import tries
from tests.widgets.conftest import TINY
from tests.workshop.search import ANSWERS, Held, Room

LADDER = load_ladder(TINY)
FIRST, *_ = IDS = [statement.id for _, _, statement in LADDER.walk()]
EXPECTED = LADDER.expected(LADDER.statement(FIRST))


def of(answer: str) -> str:
    """The part of a coarse bar that an answer to the first statement belongs to."""
    if not answer.isdecimal():
        return "otherwise"
    return "less" if int(answer) < (3 if EXPECTED is None else EXPECTED) else "as_expected"


@settings(max_examples=tries(25, 400))
@given(st.lists(st.sampled_from(ANSWERS), min_size=3, max_size=9))
def test_a_picture_counts_three_parts_and_what_is_kept_of_it_holds_no_finer_answer(given):
    room = Room(LADDER, 3, coarse=True)
    for answer in given:
        room.join({FIRST: answer})
    room.reveal()  # with every attacker of the search, who know the three parts
    table = room.session.snapshot.tables[FIRST]
    assert isinstance(table, Shown)
    assert table.counts == {part: n for part in COARSE if (n := sum(of(answer) == part for answer in given))}
    kept = json.loads(room.memory.data)["ledger"]
    assert {key for one in kept["snapshots"] for t in one["tables"].values() for key in t.get("counts", ())} <= {
        *COARSE
    }
    assert not any(answer in json.dumps(kept["included"]).split('"') for answer in ANSWERS if not answer.isdecimal())


def test_codes_and_paper_go_into_coarse_bars_too():
    room = Room(LADDER, 3, coarse=True)
    for answer in ("0", "4", "4"):
        room.code_alone({FIRST: answer})
    room.paper(4, {FIRST: {"0": 2, "4": 1, "dont_know": 1}})
    room.reveal()
    assert room.session.snapshot.tables[FIRST].counts == {"less": 3, "as_expected": 3, "otherwise": 1}


def test_bars_become_coarser_until_the_first_picture_and_never_finer_once_somebody_has_answered():
    room = Room(LADDER, 3)
    room.session.begin(coarse=True)
    room.session.begin(coarse=False)
    room.session.begin(coarse=True)
    for _ in range(3):
        room.join({FIRST: "4"})
    with pytest.raises(UsageError, match="answers are in already"):
        room.session.begin(coarse=False)
    assert room.session.lobby().coarse
    room.reveal()
    fine = Room(LADDER, 3)
    for _ in range(3):
        fine.join({FIRST: "4"})
    fine.reveal()
    with pytest.raises(UsageError, match="answers are in already"):
        fine.session.begin(coarse=True)


def test_what_is_said_of_a_coarse_picture_is_said_of_three_parts():
    room = Room(LADDER, 3, coarse=True)
    for answer in ("0", "4", "4", "4", "dont_know"):
        room.join(dict.fromkeys(IDS[:3], answer))
    room.reveal()
    snapshot = room.session.snapshot
    row = next(tables.rows(LADDER, snapshot, IDS))
    assert (row["less"], row["as_expected"], row["otherwise"]) == (1, 3, 1)
    assert "no_opportunity" not in tables.as_csv(LADDER, snapshot, IDS)
    assert next((one.met, one.rated) for one in team.together(LADDER, snapshot)) == (3, 4)
    report = build_team_report(LADDER, snapshot, (), on=date(2026, 11, 29), theme=Theme(), min_group=3)
    told = report.model_dump_json()
    assert json.dumps(coarse_told(LADDER), ensure_ascii=False)[1:-1] in told
    assert not any(f"“{step.label}” (" in told for step in LADDER.scale.frequencies), "no span of fine answers"
    assert any(isinstance(block, Prose) for section in report.sections for block in section.blocks)


def test_rows_without_counts_stand_beside_coarse_bars_in_a_report():
    room = Room(LADDER, 3, coarse=True)
    for number, answer in enumerate(("0", "4", "dont_know")):
        room.join({IDS[0]: answer} | ({IDS[1]: answer} if number else {}))
    room.reveal()
    snapshot = room.session.snapshot
    assert isinstance(snapshot.tables[IDS[0]], Shown)
    assert isinstance(snapshot.tables[IDS[1]], Hidden)
    report = build_team_report(LADDER, snapshot, (), on=date(2026, 11, 29), theme=Theme(), min_group=3)
    told = report.model_dump_json()
    assert "hidden: fewer than 3 answers" in told
    assert all(row in told for row in ("1 “answered otherwise”", "no answers"))


def test_the_example_s_folder_makes_a_report_with_coarse_bars(tmp_path: Path):
    folder = shutil.copytree(ROOT / "data" / "examples" / "team", tmp_path / "team")
    done = CliRunner().invoke(app, ["team", str(folder), "--coarse", "--out", str(tmp_path), "--date", "2026-11-29"])
    assert done.exit_code == 0, done.output
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(next(tmp_path.glob("*.pdf"))).pages).split())
    assert "less often than expected" in words
    assert "as expected, or more often" in words


def test_a_mix_of_levels_tells_beforehand_what_would_stay_empty():
    ladder = load_ladder()
    mix = {"associate": 3, "mid": 3, "senior": 5, "principal": 2, "director": 1}
    own = alone(ladder, mix, 5)
    assert own.shown == len(ladder.level("senior").statements)
    assert own.total == sum(len(level.statements) for level in ladder.levels)
    asked = [ladder.level(id).statements[0].id for id in ("mid", "senior", "executive")]
    told = warnings(ladder, asked, mix, people=14, least=5)
    assert f"{own.shown} of {own.total} statements could be shown" in told[0]
    assert len(told) == 2
    assert ladder.level("executive").title in told[1]
    assert ladder.level("mid").title not in told[1]
    assert warnings(ladder, asked, {}, people=14, least=5) == ()
    assert "nothing would be shown" in warnings(ladder, asked, {}, people=4, least=5)[0]


def rare_ladder(ids):
    """The tiny ladder, with these statements asked about as rare occasions."""
    asked = load_ladder().scale.rare
    levels = tuple(
        level.model_copy(
            update={
                section: tuple(
                    one.model_copy(update={"occasions": Occasions.RARE}) if one.id in ids else one
                    for one in getattr(level, section)
                )
                for section in RATED
            }
        )
        for level in LADDER.levels
    )
    # made anew and not copied: a copy would bring along what was looked up in the ladder before
    update = {"levels": levels, "scale": LADDER.scale.model_copy(update={"rare": asked})}
    return Ladder(**{name: getattr(LADDER, name) for name in type(LADDER).model_fields} | update)


def test_of_rare_occasions_nothing_is_counted_as_less_than_expected():
    """“Seldom” on one to three occasions is no gap by itself, and how many there were stays with its owner."""
    ladder = rare_ladder({FIRST})
    room = Room(ladder, 3, coarse=True)
    for answer in ("0", "1", "4", "4", "4", "dont_know"):
        room.join(dict.fromkeys(IDS[:2], answer))
    room.reveal()
    snapshot = room.session.snapshot
    assert snapshot.tables[FIRST].counts == {"as_expected": 3, "otherwise": 3}
    assert snapshot.tables[IDS[1]].counts["less"] == 2
    row = next(tables.rows(ladder, snapshot, IDS))
    assert (row["less"], row["as_expected"], row["otherwise"]) == (None, 3, 3)
    assert FIRST not in {one.statement.id for one in team.together(ladder, snapshot)}, "three of six aren't most"
    assert FIRST not in {topic.statement.id for topic in team.agenda(ladder, snapshot)}
    assert team.coarse_words(ladder)[2] == "answered otherwise, or too rare to say"
    assert "nothing is counted as less often than expected" in coarse_told(ladder)
    assert "Where occasions are rare" not in coarse_told(LADDER)


def test_a_table_that_an_earlier_kit_began_is_counted_on_as_it_was():
    """Its next batch isn't of other parts, and no such table stands beside one of today's."""
    room = Room(LADDER, 3, coarse=True)
    for answer in ("0", "1", "4"):
        room.join({FIRST: answer})
    room.reveal()
    today = rare_ladder({FIRST})
    older = TeamSession(room.memory, today)
    for answer in ("0", "3", "4", "4"):
        room.join({FIRST: answer})
    assert older.reveal().tables[FIRST].counts == {"less": 3, "as_expected": 4}
    now = Room(today, 3, coarse=True)
    now.memory.where = "another process"
    for person, share in room.memory.shares.items():
        now.memory.shares[person] = share
    now.reveal()
    assert now.session.snapshot.tables[FIRST].counts == {"as_expected": 4, "otherwise": 3}
    assert now.session.beside(older).pairs == {}
    assert set(older.beside(older_again(room, today)).pairs) == {FIRST}


def older_again(room: Room, ladder: Ladder) -> TeamSession:
    """The same session somewhere else, for it to be laid beside itself."""
    copied = Held(room.memory.shares, room.memory.data)
    copied.where = "a copy"
    return TeamSession(copied, ladder)
