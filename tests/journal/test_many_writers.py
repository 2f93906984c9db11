"""Several programs write to one journal at once, and some are killed: no saved answer is lost."""

from __future__ import annotations

import errno
import threading
from contextlib import closing
from pathlib import Path

import portalocker
import pytest

from helpers.errors import JournalNotSaved
from helpers.journal import Journal, Words, disk, often
from tests.journal.strategies import LADDER
from tests.journal.support import folder, record, writer


def test_two_processes_writing_a_thousand_answers_each_lose_none_and_double_none(path: Path) -> None:
    writers = [writer(path, name, 1000, "--wait", "--most-short") for name in ("left", "right")]
    for process in writers:
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        process.stdin.write("go\n")
        process.stdin.flush()
    saved = {}
    readers = [threading.Thread(target=lambda p=p: saved.update({p: p.stdout.read().split()})) for p in writers]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [process.wait() for process in writers] == [0, 0]

    journal = Journal.open(path)
    assert journal.problems() == ()
    assert len(path.read_bytes().splitlines()) == 2000
    assert {e.id for e in journal.events()} == {id for ids in saved.values() for id in ids}
    for name in ("left", "right"):
        texts = [e.answer.text for e in journal.events() if e.subject == f"prompt:{name}"]
        assert [text.split()[:2] for text in texts] == [[name, str(n)] for n in range(1000)]


def test_killing_the_writer_loses_nothing_that_it_said_was_saved(path: Path) -> None:
    """Killed again and again, at whatever it happens to be doing; each new writer goes on from there."""
    saved: list[str] = []
    for round_ in range(8):
        process = writer(path, f"round-{round_}", 100_000)
        with closing(process.stdout):
            saved += [process.stdout.readline().strip() for _ in range(1 + round_ * 7)]
            process.kill()
            saved += [line.strip() for line in process.stdout if line.endswith("\n")]
        process.stdin.close()
        process.wait()
        journal = Journal.open(path)
        assert len(journal.problems()) <= 1
        event = journal.record("profile:name", Words(text=str(round_)), ladder=LADDER)
        saved.append(event.id)
        assert journal.problems() == ()
    assert set(saved) <= {e.id for e in Journal.open(path).events()}
    assert len(saved) == len(set(saved))


def test_threads_of_one_process_exclude_each_other_too(path: Path) -> None:
    journal = Journal.open(path, patience=60)

    def write() -> None:
        for n in range(50):
            journal.record("statement:mid.roadmap", often(n % 5), ladder=LADDER)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Journal.open(path).events()) == 200
    assert len({e.at for e in journal.events()}) == 200  # each superseded the one before


def test_a_lock_that_never_comes_free_is_reported_and_nothing_changes(path: Path) -> None:
    record(path)
    before = folder(path)
    with disk.locked(path, 1), pytest.raises(JournalNotSaved, match="another program") as caught:
        Journal.open(path, patience=0.05).record("profile:name", Words(text="x"), ladder=LADDER)
    assert str(path) in str(caught.value)
    assert folder(path) == before
    record(path)


def test_a_file_system_without_locks_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise portalocker.LockException(OSError(errno.ENOLCK, "No locks available"), "No locks available")

    monkeypatch.setattr(portalocker.portalocker, "LOCKER", (refuse, refuse))
    with pytest.raises(JournalNotSaved, match="can't lock files"):
        record(path)
    assert folder(path) == {}
