"""Journals are put together without changing a line, and what somebody takes back is gone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from helpers.errors import JournalNotSaved
from helpers.journal import Contents, Event, Journal, Words, fold, often
from helpers.journal.lines import encode, scan
from tests.journal.strategies import LADDER, journals
from tests.journal.support import folder, record, writer


@given(journals, journals)
@settings(max_examples=30)
def test_adding_a_journal_gives_the_union_and_changes_no_line(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Event], others: list[Event]
) -> None:
    path = tmp_path_factory.mktemp("add") / "j.jsonl"
    data = b"".join(map(encode, mine))
    path.write_bytes(data)
    journal = Journal.open(path)
    added = journal.add(Contents(tuple(others))).events
    assert path.read_bytes().startswith(data)
    assert journal.events() == scan(b"".join(map(encode, [*mine, *others]))).events
    assert set(added) <= set(others)
    assert journal.add(Contents(tuple(others))) == Contents()


def test_forgetting_takes_every_answer_to_a_subject_and_leaves_all_others(path: Path) -> None:
    journal = Journal.open(path)
    for text in ("mine", "still mine"):
        journal.record("prompt:path.why", Words(text=text), ladder=LADDER)
    keep = record(path)
    reader = Journal.open(path)
    assert len(reader.events()) == 3
    assert journal.forget(["prompt:path.why", "prompt:nothing"]) == 2
    assert reader.events() == journal.events() == (keep,)
    assert b"mine" not in b"".join(folder(path).values())
    assert journal.forget(["prompt:path.why"]) == 0


def test_forgetting_reaches_the_lines_that_were_set_aside(path: Path) -> None:
    event = record(path)
    torn = b'{"v":1,"subject":"prompt:path.why","answer":{"text":"my secr'
    other = b'{"v":1,"subject":"prompt:path.else","answer":{"text":"keep th'
    path.write_bytes(encode(event) + torn)
    record(path)
    path.write_bytes(path.read_bytes() + other)
    record(path)
    Journal.open(path).forget(["prompt:path.why"])
    assert path.with_name("mine.jsonl.torn").read_bytes() == other + b"\n"
    assert Journal.open(path).forget(None) == 3
    assert folder(path) == {"mine.jsonl": b""}


def test_forgetting_while_others_write_loses_none_of_their_answers(path: Path) -> None:
    process = writer(path, "left", 300, "--wait")
    journal = Journal.open(path, patience=120)
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.close()
    forgotten = 0
    saved = []
    for line in process.stdout:
        saved.append(line.strip())
        if len(saved) % 20 == 0:
            journal.record("prompt:gone", Words(text="gone"), ladder=LADDER)
            forgotten += journal.forget(["prompt:gone"])
    assert process.wait() == 0
    process.stdout.close()
    assert forgotten == 15
    assert [e.id for e in Journal.open(path).events()] == saved
    assert b"gone" not in path.read_bytes()


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_when_forgetting_fails_the_journal_stays_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    record(path)
    before = folder(path)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os if call == "fsync" else Path, call, fail)
        with pytest.raises(JournalNotSaved, match="could not be removed: no space left"):
            Journal.open(path).forget(None)
    assert folder(path) == before
    assert Journal.open(path).forget(None) == 1


def test_what_was_forgotten_is_not_in_the_state(path: Path) -> None:
    journal = Journal.open(path)
    journal.record("statement:mid.roadmap", often(1), ladder=LADDER)
    journal.record("statement:mid.roadmap", often(2), ladder=LADDER)
    journal.forget(["statement:mid.roadmap"])
    assert journal.state() == fold(())
