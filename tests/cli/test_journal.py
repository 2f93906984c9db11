"""`ladder journal` shows answers in the ladder's words, and never loses one that it wasn't told to lose."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from helpers.cli.journal import app
from helpers.errors import JournalUnreadable, KitError, UsageError
from helpers.journal import (
    Choice,
    Evidence,
    Figures,
    Journal,
    PlanItem,
    Rater,
    Rating,
    RatingState,
    Words,
    often,
    union,
)
from helpers.journal.events import FORMAT
from helpers.ladder import load_ladder

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests/fixtures/ladders/tiny.yaml"
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LADDER_FILE", str(TINY))
    monkeypatch.setenv("LADDER_JOURNAL", str(tmp_path / "mine.jsonl"))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def mine(tmp_path: Path) -> Journal:
    return fill(tmp_path / "mine.jsonl")


def fill(path: Path) -> Journal:
    journal = Journal.open(path)
    answers = [
        ("plan:1", PlanItem(focus="first.listen", aim="Hear more", by=date(2026, 2, 1))),
        ("statement:first.listen", often(1)),
        ("prompt:first.prompt-why", Words(text="Because [bold]I[/bold] like it :smile:")),
        ("evidence:first.write", Evidence(text="The minutes of March", supports=("first.write",))),
        ("statement:first.write", often(2)),
        ("statement:first.write", often(4)),
        ("statement:first.trust", Rating(state=RatingState.NO_OPPORTUNITY)),
        ("choice:destination", Choice(chosen=("level:lead", "role:shop"))),
        ("profile:name", Words(text="Ada")),
        ("statement:gone.away", often(3)),
    ]
    for minute, (subject, answer) in enumerate(answers):
        journal.record(subject, answer, ladder=load_ladder(TINY), at=START + timedelta(minutes=minute))
    return journal


def run(*arguments: object, input: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)


def done(*arguments: object, input: str | None = None) -> str:
    result = run(*arguments, input=input)
    assert result.exit_code == 0, result.output or result.exception
    return result.stdout


def refused(*arguments: object) -> KitError:
    result = run(*arguments)
    assert isinstance(result.exception, KitError), result.output
    return result.exception


# Show


def test_show_gives_the_current_answers_in_reading_order_and_in_the_ladders_words(mine: Journal) -> None:
    shown = done("show")
    for line in (
        "Name                      Ada",
        "Destination               Lead, A shop of your own",
        "First: Writing            almost always (4 of 4)",
        "First: Writing (evidence) The minutes of March",
        "First: Trust              no opportunity so far",
        "First: Listening          seldom (1 of 4)",
        "statement:gone.away       often (3 of 4)",
        "Why do you do this?       Because [bold]I[/bold] like it :smile:",
        "Plan 1                    Focus: Listening",
        "Aim: Hear more",
        "By: 2026-02-01",
    ):
        assert " ".join(line.split()) in " ".join(shown.split())
    assert "sometimes" not in shown, "that answer was replaced"
    places = [shown.index(word) for word in ("Ada", "Destination", "Writing", "Trust", "Why do", "Plan 1")]
    assert places == sorted(places)
    assert str(mine.path) in shown


def test_what_was_done_in_labs_and_cases_comes_last(mine: Journal) -> None:
    ladder = load_ladder(TINY)
    mine.record("lab:mid.levers", Figures(values={"price": 12.5}), ladder=ladder)
    mine.record("lab:mid.no", Words(text="Not yet"), ladder=ladder)
    mine.record("case:first.export", Choice(chosen=("ask",)), ladder=ladder)
    shown = done("show")
    assert "price 12.5" in shown
    places = [shown.index(words) for words in ("Plan 1", "Lab mid.levers", "Lab mid.no", "Case first.export")]
    assert places == sorted(places)


def test_history_gives_every_answer_oldest_first(mine: Journal) -> None:
    shown = done("show", "--history")
    assert shown.index("seldom") < shown.index("sometimes") < shown.index("almost always") < shown.index("Ada")
    assert START.astimezone().strftime("%Y-%m-%d %H:%M") in shown, "in the zone in which its owner lives"


def test_raters_are_named_once_there_is_more_than_one(mine: Journal) -> None:
    assert "Who" not in done("show")
    mine.record("statement:first.write", often(1), ladder=load_ladder(TINY), rater=Rater.MANAGER)
    shown = done("show")
    assert "Who" in shown
    assert "manager" in shown


def test_what_was_written_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "mine.jsonl")
    text = "\x1b[2J\x1b]0;title\x07 \u202egnirts\u2028 ünïcode 你好 \x9b31m"
    journal.record("profile:name", Words(text=text), ladder=load_ladder(TINY))
    shown = done("show")
    assert "\\u001b[2J\\u001b]0;title\\u0007 \\u202egnirts\\u2028 ünïcode 你好 \\u009b31m" in shown


def test_show_reports_damaged_lines_and_shows_the_rest(mine: Journal) -> None:
    mine.path.write_bytes(mine.path.read_bytes() + b"{damaged}\n")
    result = run("show")
    assert "Ada" in result.stdout
    assert "line 11: the line is not valid JSON" in result.stderr
    assert result.exit_code == 0


def test_answers_are_shown_even_if_the_ladder_cannot_be_read(mine: Journal, tmp_path: Path) -> None:
    result = run("show", "--ladder", tmp_path / "missing.yaml")
    assert "statement:first.write" in result.stdout
    assert "frequency (4 of 4)" in result.stdout
    assert "Titles are missing" in result.stderr


def test_an_empty_journal_is_said_to_be_empty_and_not_made(tmp_path: Path) -> None:
    assert "No answers yet." in done("show", "--journal", tmp_path / "new.jsonl")
    assert list(tmp_path.iterdir()) == []


# Export


def test_export_writes_every_answer_to_the_screen_or_a_private_file(mine: Journal, tmp_path: Path) -> None:
    assert [row["about"] for row in csv.DictReader(io.StringIO(done("export")))].count("first.write") == 3
    assert [item["id"] for item in json.loads(done("export", "--format", "json"))] == [e.id for e in mine.events()]
    out = tmp_path / "out.csv"
    assert "10 answers written" in done("export", "-o", out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes().startswith(b'\xef\xbb\xbf"at",')


def test_export_replaces_a_file_only_when_told_to_and_the_journal_never(mine: Journal, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("precious")
    assert isinstance(refused("export", "-o", out, "--format", "json"), UsageError)
    assert out.read_text() == "precious"
    before = mine.path.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(mine.path)
    for target in (mine.path, link):
        assert isinstance(refused("export", "-o", target, "--force"), UsageError)
    assert mine.path.read_bytes() == before
    done("export", "-o", out, "--format", "json", "--force")
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 10


LATER = b'{"v":99,"id":"x","subject":"lookback:1","at":"2027-01-01T00:00:00Z","answer":{"kind":"kept"}}'


def test_export_as_json_has_what_only_a_newer_version_reads_and_tells_it(mine: Journal) -> None:
    mine.path.write_bytes(mine.path.read_bytes() + LATER + b"\n")
    result = run("export", "--format", "json")
    assert f",\n{LATER.decode()}\n]" in result.stdout
    assert len(json.loads(result.stdout)) == 11
    assert f"line 11: a newer version of the kit wrote it (format 99, this one reads up to {FORMAT})" in result.stderr
    assert "line 11: a newer version" in run("export").stderr


# Merge


@pytest.fixture
def other(mine: Journal, tmp_path: Path) -> Journal:
    """A second computer, on which the first one's journal was copied and then written on."""
    path = tmp_path / "other.jsonl"
    path.write_bytes(mine.path.read_bytes())
    journal = Journal.open(path)
    journal.record("profile:name", Words(text="Ada L."), ladder=load_ladder(TINY))
    mine.record("profile:role", Words(text="PM"), ladder=load_ladder(TINY))
    return journal


def test_merge_makes_a_new_private_journal_and_leaves_the_others_alone(
    mine: Journal, other: Journal, tmp_path: Path
) -> None:
    before = mine.path.read_bytes(), other.path.read_bytes()
    out = tmp_path / "new" / "both.jsonl"
    assert "12 answers written" in done("merge", mine.path, other.path, "-o", out)
    assert Journal.open(out).events() == union(mine.events(), other.events())
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert (mine.path.read_bytes(), other.path.read_bytes()) == before


def test_merge_into_one_of_them_only_adds_lines_and_again_adds_none(mine: Journal, other: Journal) -> None:
    mine.path.write_bytes(mine.path.read_bytes() + b"{damaged}\n")
    before = mine.path.read_bytes()
    result = run("merge", mine.path, other.path, "-o", mine.path)
    assert "1 answer added" in result.stdout
    assert "line 12: the line is not valid JSON" in result.stderr
    assert mine.path.read_bytes().startswith(before)
    assert Journal.open(mine.path).state().words("profile:name") == "Ada L."
    assert "0 answers added" in done("merge", other.path, mine.path, "-o", mine.path)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"Dear diary\n", JournalUnreadable),
        ('{"v":1}\n'.encode("utf-16"), JournalUnreadable),
        (None, JournalUnreadable),
    ],
)
def test_bad_input_stops_the_merge_before_anything_is_written(
    mine: Journal, tmp_path: Path, content: bytes | None, error: type[KitError]
) -> None:
    bad, out = tmp_path / "bad.jsonl", tmp_path / "out.jsonl"
    if content is not None:
        bad.write_bytes(content)
    before = mine.path.read_bytes()
    assert isinstance(refused("merge", mine.path, bad, "-o", out), error)
    assert not out.exists()
    assert isinstance(refused("merge", mine.path, bad, "-o", mine.path), error)
    assert mine.path.read_bytes() == before


def test_merge_passes_on_what_only_a_newer_version_reads(mine: Journal, other: Journal, tmp_path: Path) -> None:
    other.path.write_bytes(other.path.read_bytes() + LATER + b"\n")
    out = tmp_path / "both.jsonl"
    for target in (out, mine.path):
        result = run("merge", mine.path, other.path, "-o", target)
        assert "1 line that this version can't read went along unchanged." in result.stdout
        assert "line 12: a newer version" in result.stderr
        assert target.read_bytes().count(LATER + b"\n") == 1
        assert len(Journal.open(target).events()) == 12
    assert "went along" not in done("merge", mine.path, other.path, "-o", mine.path), "it is there already"


def test_merge_does_not_touch_a_file_that_is_none_of_the_journals(mine: Journal, tmp_path: Path) -> None:
    out = fill(tmp_path / "third.jsonl").path
    before = out.read_bytes()
    assert "already" in str(refused("merge", mine.path, "-o", out))
    assert out.read_bytes() == before


# Forget


def test_forget_asks_and_a_no_changes_nothing(mine: Journal) -> None:
    before = mine.path.read_bytes()
    for answer in ("n\n", ""):
        result = run("forget", "statement:first.write", input=answer)
        assert result.exit_code == 1
        assert "statement:first.write: 2 answers" in result.stdout
        assert mine.path.read_bytes() == before


def test_forget_removes_an_answer_with_its_history(mine: Journal) -> None:
    assert "2 answers removed" in done("forget", "statement:first.write", input="y\n")
    assert len(mine.events()) == 8
    assert "1 answer removed" in done("forget", "profile:name", "--yes")
    assert b"Ada" not in mine.path.read_bytes()


def test_forget_all_leaves_an_empty_journal(mine: Journal) -> None:
    assert "10 answers removed" in done("forget", "--all", "--yes", "--journal", mine.path)
    assert mine.path.read_bytes() == b""


def test_forget_makes_nothing_where_nothing_is(tmp_path: Path) -> None:
    assert "nothing to forget" in done("forget", "--all", "--journal", tmp_path / "new" / "j.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_forget_takes_what_only_a_newer_version_reads_if_it_is_named_and_only_then(mine: Journal) -> None:
    mine.path.write_bytes(mine.path.read_bytes() + LATER + b"\n")
    assert "1 answer removed" in done("forget", "profile:name", "--yes")
    assert mine.path.read_bytes().endswith(LATER + b"\n")
    asked = run("forget", "lookback:1", input="y\n").stdout
    assert "and 1 line that this version can't read" in asked
    assert "1 answer removed" in asked
    assert b"lookback" not in mine.path.read_bytes()
    assert len(mine.events()) == 9


def test_forget_wants_to_know_exactly_what(mine: Journal) -> None:
    before = mine.path.read_bytes()
    assert "say what" in str(refused("forget", "--yes"))
    assert "say what" in str(refused("forget", "--all", "profile:name", "--yes"))
    assert "no answer to 'profile:nme'" in str(refused("forget", "profile:name", "profile:nme", "--yes"))
    assert mine.path.read_bytes() == before


# The whole command


def test_a_mistake_is_a_clean_message_and_exit_status_1(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "helpers.cli", "journal", "show", "--journal", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == f"{tmp_path}: this is a folder, not a journal\nGive the path of a file.\n"


# What a new version of the ladder did to the answers


def test_check_tells_what_became_of_each_answer(tmp_path):
    """The new version renames one statement, gives another a new meaning, and drops a third."""
    path, new = tmp_path / "journal.jsonl", tmp_path / "second.yaml"
    text = TINY.read_text(encoding="utf-8")
    for old, instead in (
        ("format: 1\n", "format: 2\n"),
        ('version: "1"\n', 'version: "2"\nversions: ["1", "2"]\n'),
        ("{id: first.write, title: Writing", "{id: first.notes, was: [first.write], title: Writing things…"),
        ("{id: lead.coach, ", "{id: lead.coach, since: '2', "),
        ("{id: deep.solve, ", "{id: deep.other, "),
    ):
        assert old in text
        text = text.replace(old, instead)
    new.write_text(text, encoding="utf-8")
    journal, ladder = Journal.open(path), load_ladder(TINY)
    for number, id in enumerate(("first.write", "lead.coach", "deep.solve", "first.trust")):
        journal.record(f"statement:{id}", often(number), ladder=ladder)
    before = path.read_bytes()
    said = " ".join(run("check", "--journal", path, "--ladder", new).stdout.split())
    assert "1 answer stands as given, under version 2." in said
    assert "carried over" in said
    assert "open again" in said
    assert "no longer" in said
    assert "It rests on 2 answers given to version 1." in said
    assert "Writing things…" in said
    assert "…." not in said, "a title that was shortened has an end already"
    assert path.read_bytes() == before


def test_check_of_a_journal_about_another_ladder_says_which_one_it_needs(tmp_path):
    path = tmp_path / "journal.jsonl"
    Journal.open(path).record("statement:first.write", often(3), ladder=load_ladder(TINY))
    nine = TINY.with_name("nine-levels.yaml")
    assert "the ladder “tiny” (version 1)" in str(refused("check", "--journal", path, "--ladder", nine))
