"""What is said about a team follows from the shown tables alone, and nothing of it is a mean."""

from __future__ import annotations

import ast
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers
from helpers.charts import Theme
from helpers.ladder import Competency, Ladder, Level, Statement, load_ladder
from helpers.pages.board import Pages
from helpers.workshop import team
from helpers.workshop.suppression import CATEGORIES, Hidden, NoData, Shown, Snapshot
from helpers.workshop.team_build import build_team_report
from tests.strategies import SCALE
from tests.widgets.conftest import TINY

TINY_LADDER = load_ladder(TINY)
IDS = [statement.id for _, _, statement in TINY_LADDER.walk()]


def shown(*frequencies: int, **apart: int) -> Shown:
    counts = {str(value): frequencies.count(value) for value in sorted(set(frequencies))}
    return Shown(counts=counts | apart, unanimous=len(counts | apart) == 1)


def picture(tables: dict[str, object], people: int = 8) -> Snapshot:
    return Snapshot(number=1, people=people, tables=tables)


# ---- spread ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"3": 7}, 0),
        ({"0": 4, "4": 4}, 1),
        ({"0": 1, "1": 1, "2": 1, "3": 1, "4": 1}, 0.6),
        ({"2": 5, "3": 5}, 0.25),
        ({"3": 4, "dont_know": 9}, 0),
        ({"dont_know": 3}, None),
        ({}, None),
    ],
)
def test_spread_is_nought_where_all_agree_and_one_where_halves_stand_at_both_ends(counts, expected):
    assert team.spread(counts) == (expected if expected is None else pytest.approx(expected))


frequencies = st.lists(st.integers(0, 4), min_size=1, max_size=12)


@given(frequencies)
def test_spread_depends_on_shares_and_not_on_how_many_or_which_way_round(given_frequencies):
    counts = dict(shown(*given_frequencies).counts)
    one = team.spread(counts)
    assert 0 <= one <= 1
    assert team.spread({c: 3 * n for c, n in counts.items()}) == pytest.approx(one)
    assert team.spread({str(4 - int(c)): n for c, n in counts.items()}) == pytest.approx(one)
    assert team.spread(counts | {"dont_know": 5}) == pytest.approx(one)


@given(frequencies, st.integers(0, 11), st.booleans())
def test_an_answer_that_moves_outwards_never_narrows_the_spread(given_frequencies, index, up):
    """Outwards from the median: away from where the two middle answers are."""
    ordered = sorted(given_frequencies)
    place = index % len(ordered)
    median = (ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2])
    moved = list(ordered)
    if up and ordered[place] >= median[1]:
        moved[place] = min(4, ordered[place] + 1)
    elif not up and ordered[place] <= median[0]:
        moved[place] = max(0, ordered[place] - 1)
    assert team.spread(shown(*moved).counts) >= team.spread(shown(*ordered).counts) - 1e-9


# ---- what to talk about ------------------------------------------------------------------


def test_the_agenda_is_the_widest_disagreement_first_and_leaves_agreement_out(ladder: Ladder):
    tables = {
        "first.write": shown(2, 2, 3, 3, 3),
        "first.trust": shown(0, 0, 4, 4, 4),
        "first.listen": shown(3, 3, 3, 3, 3),
        "lead.coach": Hidden(),
        "lead.grow": NoData(),
        "lead.clear": shown(0, 4, 4, dont_know=5),
        "deep.solve": shown(0, 4, dont_know=1),
    }
    assert [topic.statement.id for topic in team.agenda(ladder, picture(tables))] == ["first.trust", "first.write"]
    assert [t.statement.id for t in team.agenda(ladder, picture(tables), limit=1)] == ["first.trust"]


def test_a_strength_together_is_what_three_in_four_do_as_often_as_expected(ladder: Ladder):
    tables = {
        "first.write": shown(3, 3, 4, 0),
        "first.trust": shown(3, 3, 2, 2),
        "first.listen": shown(2, 2, 2, 2),  # two is what the ladder expects here
        "lead.coach": Hidden(),
    }
    found = [(one.statement.id, one.met, one.rated) for one in team.together(ladder, picture(tables))]
    assert found == [("first.listen", 4, 4), ("first.write", 3, 4)]


def test_reach_counts_shown_hidden_and_empty_apart(ladder: Ladder):
    tables = {"first.write": shown(3, 3, 4, not_applicable=1), "first.trust": Hidden()}
    first, lead, _ = team.reach(ladder, picture(tables, people=8))
    assert first[1:] == (1, 1, 1, 4, 3, 8)
    assert lead[1:] == (0, 0, 3, 0, 0, 0)
    assert first.total == 3


def test_a_snapshot_from_an_older_ladder_shows_what_is_still_there(ladder: Ladder):
    old = picture({"first.gone": shown(3, 3, 3), "first.write": shown(0, 0, 4, 4)})
    assert [topic.statement.id for topic in team.agenda(ladder, old)] == ["first.write"]
    assert team.aloud(ladder, old) == ()


tables = st.dictionaries(
    st.sampled_from(IDS),
    st.just(Hidden())
    | st.just(NoData())
    | st.dictionaries(st.sampled_from(CATEGORIES), st.integers(1, 9), min_size=1).map(
        lambda counts: Shown(counts=counts, unanimous=len(counts) == 1)
    ),
)


@given(tables)
def test_sums_are_sums_of_what_is_shown_and_of_nothing_else(found):
    snapshot = picture(found, people=99)
    total = sum(table.n for table in snapshot.shown(IDS).values())
    families = team.families(TINY_LADDER, snapshot)
    assert sum(sum(family.counts.values()) for family in families) == total
    assert sum(level.answers for level in team.reach(TINY_LADDER, snapshot)) == total
    visible = {id: table for id, table in found.items() if isinstance(table, Shown)}
    only = picture(visible, people=99)
    assert families == team.families(TINY_LADDER, only), "what is hidden adds nothing"
    assert team.agenda(TINY_LADDER, snapshot) == team.agenda(TINY_LADDER, only)
    assert team.together(TINY_LADDER, snapshot) == team.together(TINY_LADDER, only)


def test_bars_tell_hidden_from_no_answers(ladder: Ladder):
    first = ladder.level("first").statements
    found = {"first.write": shown(3, 3, 4, not_applicable=1), "first.trust": Hidden()}
    bars = team.statement_bars(picture(found), first, min_group=5)
    assert bars[0][1:4] == ((0, 0, 0, 2, 1), (0, 1, 0), "4 answers")
    assert (bars[1].instead, bars[1].hidden) == ("hidden: fewer than 5 answers", True)
    assert (bars[2].instead, bars[2].hidden) == ("no answers", False)


def test_the_span_names_both_ends(ladder: Ladder):
    assert team.span(ladder.scale, {"1": 2, "3": 1, "dont_know": 4}) == "from “seldom” (2) to “often” (1)"
    assert team.span(ladder.scale, {"3": 4}) == "all “often” (4)"
    assert team.span(ladder.scale, {"dont_know": 4}) == ""


# ---- the one door ------------------------------------------------------------------------

HELPERS = Path(helpers.__file__).parent
RAW = {"Contribution", "reveal", "gather", "read_share", "Share", "Gathered", "Paper", "_contributions", "Kept"}
LOADERS = {"code.py", "hosted.py", "memory.py", "share.py", "folder.py", "session.py", "suppression.py", "versions.py"}


def team_modules() -> list[Path]:
    """Everything that shows or reports what a team said."""
    found = [path for path in (HELPERS / "workshop").glob("*.py") if path.name not in LOADERS]
    found += [HELPERS / "charts/team.py", *(HELPERS / "cli").glob("team.py")]
    found += [*(HELPERS / "widgets").rglob("*board*.py"), *(HELPERS / "pages").glob("*.py")]
    return [
        *found,
        HELPERS / "hosting/facilitator.py",
        HELPERS / "hosting/room.py",
        HELPERS / "cli/board.py",
        HELPERS / "web/board.py",
    ]


@pytest.mark.parametrize("path", team_modules(), ids=lambda path: path.name)
def test_nothing_that_shows_a_team_touches_what_a_person_gave(path: Path):
    """Only the loader and `suppression` see contributions; all else gets head counts and snapshots."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(names=names):
                assert not RAW & {alias.name for alias in names}
            case ast.Attribute(attr=name):
                assert name not in {"ratings", "answers_of", "_kept", "_read", "included", "joined", "contributions"}
                assert name not in RAW - {"reveal"}


AROUND = {"sqlalchemy", "helpers.database.tables", "helpers.database.answers", "helpers.database.progress"}
"""What reads a database without asking `suppression`."""


def reads_around(source: str) -> list[str]:
    """Where a module would read a hosted session's database past `helpers.database.team.open_team`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [alias.name for alias in names if alias.name.startswith(tuple(AROUND))]
            case ast.ImportFrom(module=module, names=names):
                whole = [module or "", *(f"{module}.{alias.name}" for alias in names)]
                found += [name for name in whole if name.startswith(tuple(AROUND))]
                found += [alias.name for alias in names if alias.name in {"reading", "writing", "DatabaseMemory"}]
            case ast.Attribute(attr="events" | "shares" | "engine" | "gather" | "memory" | "by_token" as name):
                found.append(name)
            case ast.Call(func=ast.Name(id="getattr" | "vars" | "exec" | "eval" | "__import__" as name)):
                found.append(name)
            case ast.Attribute(value=ast.Name(id="suppression"), attr="reveal" as name):
                found.append(name)
    return found


@pytest.mark.parametrize(
    "path",
    [
        *(HELPERS / "pages").glob("*.py"),
        HELPERS / "widgets/board.py",
        HELPERS / "hosting/facilitator.py",
        HELPERS / "hosting/room.py",
        HELPERS / "cli/board.py",
        HELPERS / "web/board.py",
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_the_board_never_reads_the_database_around_suppression(path: Path):
    found = reads_around(path.read_text(encoding="utf-8"))
    if path.parent.name == "pages":  # below the database, so that no store is known there
        found = [name for name in found if name != "getattr"]
    assert found == []


@pytest.mark.parametrize(
    "around",
    [
        "from sqlalchemy import select",
        "import sqlalchemy.orm",
        "from helpers.database import tables",
        "from helpers.database.tables import events",
        "from helpers.database.engine import reading",
        "from helpers.database.team import DatabaseMemory",
        "service.store.events(person)",
        "open_team(store, session).memory.gather()",
        "store.engine.connect()",
        "store.shares[session]",
        "getattr(store, 'ev' + 'ents')(person)",
        "suppression.reveal(ledger, people, ids)",
    ],
)
def test_every_way_round_is_noticed(around: str):
    assert reads_around(around)


# ---- a level's pictures ------------------------------------------------------------------


def test_a_level_that_nobody_divided_has_its_picture_and_a_long_one_a_picture_for_each_competency():
    """A picture of ninety bars can't be read on a wall; a ladder of a company's own has no parts."""
    families = [Competency(id=id, title=id.upper()) for id in ("craft", "people")]
    levels = [
        Level(
            id=id,
            title=id,
            statements=[
                Statement(id=f"{id}.{n}", text=f"do thing {n}", competency=("craft", "people", None)[n % 3])
                for n in range(count)
            ],
        )
        for id, count in (("short", 3), ("long", 30))
    ]
    ladder = Ladder(
        format=3, id="own", version="1", title="Own", language="en", scale=SCALE, levels=levels, competencies=families
    )
    short, long = map(partial(team.parts, ladder), ladder.levels)
    assert [(part.key, part.title) for part in short] == [("plain", "What it asks")]
    assert [(part.key, part.title, len(part.statements)) for part in long] == [
        ("plain:craft", "CRAFT", 10),
        ("plain:people", "PEOPLE", 10),
        ("plain:no_competency", "Everything else", 10),
    ]
    pages = Pages(ladder, Theme(), picture({each.id: shown(1, 2, 3, 3, 4) for _, _, each in ladder.walk()}), 3)
    assert "Do thing 1," in str(pages.turned_to("level:long:plain:people"))
    assert 'value="level:short:plain"' in str(pages.turned_to("level:long"))
    assert pages.turned_to("level:long:plain") is None
    report = build_team_report(ladder, pages.snapshot, (), on=date(2026, 11, 23), theme=Theme(), min_group=3)
    captions = {block.caption for section in report.sections for block in section.blocks if block.kind == "figure"}
    assert {"Short: what it asks", "Long: CRAFT", "Long: PEOPLE", "Long: Everything else"} <= captions
