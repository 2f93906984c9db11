"""An answer that was saved is on the disk, there for every reader, and its owner's alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.journal import Event, Journal, Rater, Words, default_path, lines, often
from helpers.journal.lines import encode
from tests.journal.strategies import LADDER, START, journals, texts
from tests.journal.support import ROOT, record

# Where the journal is


def test_the_path_is_given_or_named_by_the_environment_or_the_kits_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LADDER_HOME")
    assert default_path({"LADDER_JOURNAL": "/tmp/else.jsonl"}) == Path("/tmp/else.jsonl")  # noqa: S108
    assert default_path({"LADDER_JOURNAL": " "}) == default_path({}) == ROOT / "journals" / "my-journal.jsonl"


def test_open_follows_the_environment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LADDER_JOURNAL", str(path))
    assert Journal.open().path == path
    assert Journal.open(path.with_name("other.jsonl")).path.name == "other.jsonl"


def test_home_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Journal.open("~/j.jsonl").path == tmp_path / "j.jsonl"


def test_nothing_is_made_before_the_first_answer(path: Path) -> None:
    journal = Journal.open(path)
    assert journal.events() == ()
    assert journal.problems() == ()
    assert journal.state().current == {}
    assert not path.parent.exists()


def test_reading_imports_nothing_heavy() -> None:
    code = "import sys, helpers.journal; print([m for m in ('pandas', 'portalocker', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Saving


def test_an_answer_is_there_for_every_reader_at_once(path: Path) -> None:
    here, there = Journal.open(path), Journal.open(path)
    event = here.record("statement:mid.roadmap", often(3), ladder=LADDER)
    assert event.ladder == "test-ladder"
    assert event.rater is Rater.SELF
    assert here.events() == there.events() == (event,)
    second = there.record("statement:mid.roadmap", often(4), ladder=LADDER, rater=Rater.PEER)
    assert here.events() == (event, second)
    assert here.state().rating("mid.roadmap") == often(3)
    assert here.state().rating("mid.roadmap", Rater.PEER) == often(4)


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=40)
def test_any_text_comes_back_from_the_disk(tmp_path_factory: pytest.TempPathFactory, written: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / "j.jsonl"
    journal = Journal.open(path)
    saved = [journal.record("prompt:path.why", Words(text=text), ladder=LADDER) for text in written]
    assert Journal.open(path).events() == tuple(saved)
    assert path.read_bytes().count(b"\n") == len(written)
    assert journal.problems() == ()


def test_a_line_is_written_at_once_and_flushed_before_it_counts_as_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(path)
    calls: list[str] = []
    write, fsync = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda fd, data: calls.append("write") or write(fd, data))
    monkeypatch.setattr(os, "fsync", lambda fd: calls.append("fsync") or fsync(fd))
    Journal.open(path).record("prompt:path.why", Words(text="x" * 20_000), ladder=LADDER)
    assert calls == ["write", "fsync"]


@pytest.mark.parametrize("hours", [0, 1, 24 * 365])
def test_a_new_answer_supersedes_the_old_even_if_the_clock_was_set_back(path: Path, hours: int) -> None:
    journal = Journal.open(path, clock=lambda: START)
    old = journal.record("statement:mid.roadmap", often(1), ladder=LADDER)
    other = journal.record("statement:mid.metrics", often(1), ladder=LADDER)
    journal = Journal.open(path, clock=lambda: START - timedelta(hours=hours))
    new = journal.record("statement:mid.roadmap", often(4), ladder=LADDER)
    assert new.at == old.at + timedelta(microseconds=1)
    assert journal.state().rating("mid.roadmap") == often(4)
    # Only what is replaced moves the time: another rater's answer or another subject keeps its own.
    theirs = journal.record("statement:mid.roadmap", often(2), ladder=LADDER, rater=Rater.MANAGER)
    assert theirs.at == START - timedelta(hours=hours)
    assert other.at == START


def test_the_time_may_be_given(path: Path) -> None:
    event = Journal.open(path).record("profile:name", Words(text="Ada"), ladder=LADDER, at=START)
    assert Journal.open(path).events() == (event,)
    assert event.at == START


def test_a_link_is_followed_and_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    record(link)
    journal = Journal.open(link)
    assert journal.path == link
    journal.forget(["statement:mid.roadmap"])
    record(path)
    assert link.is_symlink()
    assert Journal.open(path).events() == journal.events() != ()
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".lock"] == []


# Reading


def test_only_what_is_new_is_parsed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(20):
        record(path)
    journal = Journal.open(path)
    parsed: list[int] = []
    parse = lines.parse
    monkeypatch.setattr(lines, "parse", lambda line, number: parsed.append(number) or parse(line, number))
    assert len(journal.events()) == 20
    assert parsed == []
    Journal(path).record("profile:name", Words(text="Ada"), ladder=LADDER)
    parsed.clear()
    assert len(journal.events()) == 21
    assert parsed == [21, 22]  # the new line, and the nothing behind it


@given(st.lists(journals, min_size=2, max_size=4))
@settings(max_examples=50)
def test_a_file_that_was_cut_or_put_in_its_place_is_read_afresh(
    tmp_path_factory: pytest.TempPathFactory, contents: list[list[Event]]
) -> None:
    path = tmp_path_factory.mktemp("other") / "j.jsonl"
    journal = Journal.open(path)
    for content in contents:
        path.write_bytes(b"".join(map(encode, content)))
        assert journal.events() == Journal.open(path).events()
    path.unlink()
    assert journal.events() == ()


def test_one_letter_changed_by_hand_in_an_earlier_line_is_read_afresh(path: Path) -> None:
    """Of the same length, with the same last line: what somebody put right in an editor counts."""
    journal = Journal(path)
    journal.record("profile:name", Words(text="Ada"), ladder=LADDER)
    journal.record("prompt:path.prompt-energy", Words(text="Mornings"), ladder=LADDER)
    assert journal.state().words("profile:name") == "Ada"
    path.write_bytes(path.read_bytes().replace(b"Ada", b"Eva"))
    assert journal.state().words("profile:name") == "Eva"


# Privacy


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_what_is_made_belongs_to_its_owner_alone(path: Path) -> None:
    record(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.write_bytes(path.read_bytes() + b'{"v":1,"torn')
    record(path)
    assert len(list(path.parent.iterdir())) == 3  # the journal, its lock, the torn line
    for made in path.parent.iterdir():
        assert stat.S_IMODE(made.stat().st_mode) == 0o600, made.name
    Journal.open(path).forget(None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_journal_that_others_could_read_is_closed_to_them_at_the_next_answer(path: Path) -> None:
    record(path)
    path.chmod(0o644)
    assert Journal.open(path).events()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    record(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
