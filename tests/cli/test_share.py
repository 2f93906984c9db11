"""`ladder share` shows the very file before it is written, and asks."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.errors import JournalUnreadable, OtherLadder, UsageError
from helpers.journal import Journal, Words, often
from helpers.journal.lines import encode
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.workshop.agenda import load_workshop
from helpers.workshop.code import statements_of
from helpers.workshop.share import file_name, read_share
from tests.widgets.conftest import TINY
from tests.workshop.team import events_of

ASKED = "prompt:first.prompt-why"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.jsonl"
    more = {ASKED: Words(text="because \\u001b[31m of it")}
    path.write_bytes(b"".join(map(encode, events_of("Ana", {"first.write": 3}, ladder=load_ladder(TINY), more=more))))
    return path


def share(*arguments: object, answer: str = ""):
    return CliRunner().invoke(app, ["share", "--ladder", str(TINY), *map(str, arguments)], input=answer)


def test_what_is_shown_is_what_is_written(journal: Path, tmp_path: Path):
    out = tmp_path / "mine.json"
    done = share(journal, "-o", out, "--release", ASKED, answer="y\n")
    assert done.exit_code == 0
    assert out.read_text() in done.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert read_share(out.read_bytes()).released[0].text == "because \\u001b[31m of it"
    assert "\x1b" not in done.output


def test_no_writes_nothing(journal: Path, tmp_path: Path):
    done = share(journal, "-o", tmp_path / "mine.json", answer="n\n")
    assert done.exit_code == 1
    assert not (tmp_path / "mine.json").exists()


def test_without_a_name_the_file_is_called_after_nobody(journal: Path, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert share(journal, "--yes").exit_code == 0
    (made,) = tmp_path.glob("share-*.json")
    assert made.name == file_name(read_share(made.read_bytes()))
    assert read_share(made.read_bytes()).released == ()


def test_what_could_be_released_is_listed_and_nothing_is_written(journal: Path, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = share(journal, "--offers")
    assert done.output.splitlines() == [
        ASKED,
        "    Why do you do this?",
        "    because \\u001b[31m of it",
    ]
    assert not list(tmp_path.glob("share-*"))


def test_mistakes_get_a_message(journal: Path, tmp_path: Path):
    assert isinstance(share(tmp_path / "none.jsonl").exception, JournalUnreadable)
    assert isinstance(share(journal, "--release", "profile:name").exception, UsageError)


def test_answers_about_another_ladder_are_told_and_nothing_is_written(journal: Path, tmp_path: Path, monkeypatch):
    """An empty file would say that somebody answered nothing."""
    monkeypatch.chdir(tmp_path)
    three = ROOT / "tests/fixtures/ladders/three-levels.yaml"
    for more in ((), ("--offers",), ("--code",)):
        done = CliRunner().invoke(app, ["share", str(journal), "--ladder", str(three), "--yes", *more])
        assert isinstance(done.exception, OtherLadder), more
        assert "the ladder “tiny”" in str(done.exception)
    assert not list(tmp_path.glob("share-*"))


def test_the_group_that_somebody_was_told_of_goes_along(journal: Path, tmp_path: Path):
    out = tmp_path / "mine.json"
    assert share(journal, "-o", out, "--group", 8, "--yes").exit_code == 0
    assert read_share(out.read_bytes()).promised == 8
    assert share(journal, "-o", out, "--coarse", "--yes").exit_code == 0
    assert (read_share(out.read_bytes()).format, read_share(out.read_bytes()).coarse) == (4, True)
    assert share(journal, "-o", out, "--group", 2, "--yes").exit_code == 2


@pytest.mark.parametrize("option", [("--group", "8"), ("--coarse",), ("-o", "out.json"), ("--force",)])
def test_a_code_drops_nothing_that_was_asked_for_in_silence(option: tuple[str, ...], tmp_path: Path, monkeypatch):
    """A code holds no promise: of somebody who was promised eight it would be shown in a group of three."""
    monkeypatch.chdir(tmp_path)
    journal = Journal.open(tmp_path / "mine.jsonl")
    ladder = load_ladder()
    for id in statements_of(load_workshop("ninety-minutes"), ladder):
        journal.record(f"statement:{id}", often(3), ladder=ladder)
    done = CliRunner().invoke(app, ["share", "mine.jsonl", "--code", *option])
    assert isinstance(done.exception, UsageError)
    assert "a code can't be made with" in str(done.exception)
    assert not done.stdout
    assert not (tmp_path / "out.json").exists()
