"""`ladder import`: a spreadsheet in, a ladder out; again next year; and nothing written where something is open."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from helpers.charts import Theme
from helpers.ladder import load_ladder
from helpers.report import build_report, typeset
from helpers.workshop.handouts import all_handouts
from tests.in_process import ladder as in_process
from tests.patience import PATIENCE

ROWS = "Level;Skill;Statement\nJunior;Craft;Writes small stories\nSenior;Craft;Cuts scope and says why\n"


@pytest.fixture
def run(tmp_path):
    """`ladder import` in a folder of its own."""
    return partial(in_process, "import", cwd=tmp_path)


@pytest.fixture
def typed(tmp_path):
    """The same as somebody types it."""

    def typed(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "helpers.cli", "import", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    return typed


def test_a_spreadsheet_becomes_a_ladder_that_people_can_use_and_the_next_one_keeps_its_ids(run, typed, tmp_path):
    (tmp_path / "levels.csv").write_text(ROWS, encoding="utf-8")
    first = typed("levels.csv", "-o", "ours.yaml", "--table", "ours.xlsx")
    assert first.returncode == 0, first.stderr
    assert (
        "2 kept, 0 reworded, 0 changed in meaning, 0 moved, 0 merged, 0 split, 0 new, 0 gone"
        in run("ours.xlsx", "-o", "ours.yaml").stdout
    )
    assert "Junior: 1 statement" in first.stdout
    ladder = load_ladder(tmp_path / "ours.yaml")
    assert [statement.id for _, _, statement in ladder.walk()] == [
        "junior.writes-small-stories",
        "senior.cuts-scope-says-why",
    ]
    day, theme = date(2026, 11, 23), Theme()
    assert typeset(build_report(ladder, (), on=day, theme=theme), theme).data.startswith(b"%PDF")
    assert "worksheet-junior.pdf" in all_handouts(ladder, theme, on=day)

    (tmp_path / "levels.csv").write_text(ROWS + "Senior;People;Settles quarrels\n", encoding="utf-8")
    second = run("levels.csv", "-o", "ours.yaml")
    assert "2 kept, 0 reworded, 0 changed in meaning, 0 moved, 0 merged, 0 split, 1 new, 0 gone" in second.stdout
    assert load_ladder(tmp_path / "ours.before.yaml") == ladder


def test_an_open_question_writes_nothing_and_says_how_to_answer(run, typed, tmp_path):
    (tmp_path / "grid.csv").write_text(";Junior;Senior\nCraft;Writes stories;Cuts scope\n", encoding="utf-8")
    asked = typed("grid.csv", "-o", "ours.yaml")
    assert asked.returncode == 1
    assert '--map "levels=across"' in asked.stderr
    assert "Traceback" not in asked.stderr
    assert not (tmp_path / "ours.yaml").exists()
    assert run("grid.csv", "-o", "ours.yaml", "--map", "levels=across").returncode == 0


def test_columns_are_named_beforehand_and_two_files_are_a_role_each(run, tmp_path):
    """As the docs write it: `--map "Level=B,Skill=C"`, and each file a track whose levels follow each other."""
    head = "Nr;Grade name;Group of topics;What we look for\n"
    rows = {
        "engineers": ("Writes a story;Cuts scope", "Runs a release"),
        "designers": ("Draws a screen", "Leads a review"),
    }
    for role, (junior, senior) in rows.items():
        lines = [f"1;Junior;Craft;{text}\n" for text in junior.split(";")] + [f"2;Senior;Craft;{senior}\n"]
        (tmp_path / f"{role}.csv").write_text(head + "".join(lines), encoding="utf-8")
    columns = ("--map", "Level=B,Skill=C,Statement=What we look for")
    alone = run("engineers.csv", "-o", "one.yaml", *columns)
    assert alone.returncode == 0, alone.stderr
    one = load_ladder(tmp_path / "one.yaml")
    assert [level.title for level in one.levels] == ["Junior", "Senior"]
    assert {each.competency for _, _, each in one.walk()} == {"craft"}

    asked = run("engineers.csv", "designers.csv", "-o", "both.yaml", *columns)
    assert asked.returncode == 1
    assert '--map "sheet=each is a role"' in asked.stderr
    both = run("engineers.csv", "designers.csv", "-o", "both.yaml", *columns, "--map", "sheet=each is a role")
    assert both.returncode == 0, both.stderr
    ladder = load_ladder(tmp_path / "both.yaml")
    assert [(level.title, level.track, len(level.follows)) for level in ladder.levels] == [
        ("Junior, engineers", "engineers", 0),
        ("Senior, engineers", "engineers", 1),
        ("Junior, designers", "designers", 0),
        ("Senior, designers", "designers", 1),
    ]
    assert len([*ladder.walk()]) == 5


def test_an_encoding_is_named_beforehand_and_told_where_it_is_asked(run, tmp_path):
    (tmp_path / "levels.csv").write_bytes("Level;Statement\nJunior;Jednu věc\n".encode("cp1250"))
    asked = run("levels.csv", "-o", "ours.yaml")
    assert asked.returncode == 1
    assert '--map "encoding=Windows-1250"' in asked.stderr
    assert run("levels.csv", "-o", "ours.yaml", "--map", "encoding=Windows-1250").returncode == 0
    assert next(iter(load_ladder(tmp_path / "ours.yaml").walk()))[2].text == "Jednu věc"


def test_a_folder_that_is_not_there_is_made(run, tmp_path):
    assert run("--template", "new/levels.xlsx").returncode == 0
    (tmp_path / "levels.csv").write_text(ROWS, encoding="utf-8")
    assert run("levels.csv", "-o", "ours/2027/ladder.yaml").returncode == 0
    assert load_ladder(tmp_path / "ours/2027/ladder.yaml")


def test_a_ladder_that_can_not_be_written_is_told(run, tmp_path):
    (tmp_path / "levels.csv").write_text(ROWS, encoding="utf-8")
    told = run("levels.csv", "-o", "x" * 250 + ".yaml")  # the name that it is written under first is too long
    assert told.returncode == 1
    assert "the ladder can't be written" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_template_is_written_once(run, tmp_path):
    assert run("--template", "empty.xlsx").returncode == 0
    assert "is there already" in run("--template", "empty.xlsx").stderr


def test_a_place_that_cannot_be_used_is_told_and_leaves_everything_as_it_was(run, tmp_path):
    (tmp_path / "levels.csv").write_text(ROWS, encoding="utf-8")
    made = run("levels.csv", "-o", "ours.yaml", "--table", "no/such/folder/ours.xlsx")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "no/such/folder/ours.xlsx").is_file()

    before = (tmp_path / "ours.yaml").read_bytes()
    (tmp_path / "levels.csv").write_text(ROWS + "Senior;People;Settles quarrels\n", encoding="utf-8")
    # A place that is found out to be none once something is written to it, where the system has one.
    long = "/proc/ours.xlsx" if Path("/proc").is_dir() else f"{'x' * 300}/ours.xlsx"
    refused = run("levels.csv", "-o", "ours.yaml", "--table", long)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: Für uns\n".encode("latin-1"))
    unread = run("levels.csv", "-o", "latin.yaml")
    for done, named in ((refused, long), (unread, "latin.yaml")):
        assert done.returncode == 1
        assert named in done.stderr
        assert "Traceback" not in done.stderr
    assert (tmp_path / "ours.yaml").read_bytes() == before
    assert latin.read_bytes() == "title: Für uns\n".encode("latin-1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latin.yaml", "levels.csv", "no", "ours.yaml"]


@pytest.fixture
def at_a_terminal(tmp_path):
    """Import a table with lines typed beforehand: whatever is asked after the last finds the end of what is typed."""
    pty = pytest.importorskip("pty", reason="there is no pseudo-terminal")

    def typed(*lines: str) -> subprocess.CompletedProcess[str]:
        mine, theirs = pty.openpty()
        try:
            os.write(mine, "".join(f"{line}\n" for line in lines).encode() + b"\x04")
            return subprocess.run(
                [sys.executable, "-m", "helpers.cli", "import", "levels.csv", "-o", "ours.yaml"],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONUTF8": "1"},
                stdin=theirs,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
            )
        finally:
            os.close(mine)
            os.close(theirs)

    return typed


def test_at_a_terminal_an_answer_that_there_is_not_is_told_and_asked_for_again(at_a_terminal, tmp_path):
    """In whatever capitals; a heading that there isn’t is told as well, where it ended the command."""
    head = "Career grade;Job level;Skill;Statement\n"
    (tmp_path / "levels.csv").write_text(head + 'P1;One;Craft;"Writes\nSends"\n', encoding="utf-8")
    done = at_a_terminal("Z", "b", "yes", "SPLIT")
    assert done.returncode == 0, done.stderr
    assert "there is no column “Z”" in done.stdout
    assert "“yes” is none of the answers. It can be: split, keep." in done.stdout
    assert [level.title for level in load_ladder(tmp_path / "ours.yaml").levels] == ["One"]
    assert len([*load_ladder(tmp_path / "ours.yaml").walk()]) == 2


def test_at_a_terminal_an_answer_that_fits_is_not_asked_for_again_beside_one_that_does_not(at_a_terminal, tmp_path):
    head = "Career grade;Job level;Skill group;Topic area;Statement\n"
    (tmp_path / "levels.csv").write_text(head + "P1;One;Craft;All;Writes\n", encoding="utf-8")
    done = at_a_terminal("B", "Z", "C")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Which column holds the level") == 1
    ladder = load_ladder(tmp_path / "ours.yaml")
    assert [level.title for level in ladder.levels] == ["One"]
    assert {each.competency for _, _, each in ladder.walk()} == {"craft"}


def test_at_a_terminal_what_is_wrong_with_the_table_ends_with_its_message(at_a_terminal, tmp_path):
    """No answer makes levels of an empty column: it asked again, without end."""
    head = "Career grade;Job level;Skill;Statement\n"
    (tmp_path / "levels.csv").write_text(head + "P1;;Craft;Writes\n", encoding="utf-8")
    done = at_a_terminal("B", "none")
    assert done.returncode == 1
    assert "there is no statement in" in done.stderr
    assert done.stdout.count("Do they belong to the level above?") == 1
    assert not (tmp_path / "ours.yaml").exists()


def test_an_answer_that_there_is_not_is_told_on_the_command_line(run, tmp_path):
    (tmp_path / "levels.csv").write_text('Level;Statement\nOne;"Writes\nSends"\n', encoding="utf-8")
    told = run("levels.csv", "-o", "ours.yaml", "--map", "lines=yes")
    assert told.returncode == 1
    assert "“lines” can’t be “yes”" in told.stderr
    assert "It can be: split, keep." in told.stderr
    assert run("levels.csv", "-o", "ours.yaml", "--map", "lines=Keep").returncode == 0
