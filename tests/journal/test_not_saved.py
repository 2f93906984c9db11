"""What can't be read or written says so, with the next step, and stays as it was."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.errors import JournalNotSaved, JournalUnreadable
from helpers.journal import Journal, Words, disk
from tests.journal.strategies import LADDER
from tests.journal.support import ROOT, folder, record


@pytest.mark.parametrize("content", [b"Dear diary\n", b"\x89PNG\r\n", '{"v":1}\n'.encode("utf-16")])
def test_another_kind_of_file_is_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(JournalUnreadable, match=str(path)):
        Journal.open(path)
    assert [p.name for p in path.parent.iterdir()] == ["mine.jsonl"]
    assert path.read_bytes() == content


def test_a_folder_a_pipe_and_a_device_are_no_journals(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, what in ((tmp_path, "folder"), (pipe, "pipe"), (Path("/dev/null"), "device")):
        with pytest.raises(JournalUnreadable, match=what):
            Journal.open(path)
        with pytest.raises(JournalUnreadable, match=what):
            Journal(path).record("profile:name", Words(text=""), ladder=LADDER)
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]


def test_a_path_that_leads_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(JournalUnreadable, match="can't be read"):
        Journal.open(tmp_path / "file" / "j.jsonl")


# The next two run in a process of their own that may write less than we may. Permission bits bind
# nobody who is root, as the tests are in a container, so that process gives root up.
AS_SOMEBODY_ELSE = """
import os, sys
import portalocker
from pathlib import Path
from helpers.errors import KitError
from helpers.journal import Journal, Words
from tests.journal.strategies import LADDER

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for path in sys.argv[1:]:
    try:
        journal = Journal.open(Path(path))
        print(len(journal.events()))
        journal.record("profile:name", Words(text="x"), ladder=LADDER)
    except KitError as error:
        print(type(error).__name__, error)
"""

ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from helpers.errors import KitError
from helpers.journal import Journal, Words
from tests.journal.strategies import LADDER

path = Path(sys.argv[1])
room = (path.stat().st_size if path.exists() else 0) + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    Journal.open(path).record("prompt:path.why", Words(text="much to say " * 100), ladder=LADDER)
except KitError as error:
    print(type(error).__name__, error)
"""


def run(code: str, *arguments: object) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def public() -> Iterator[Path]:
    """A path for a journal that every user of this machine can reach (those of pytest they can't)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "journals" / "mine.jsonl"
        yield path
        path.parent.chmod(0o700)


def test_what_may_not_be_written_can_be_read_and_says_so(public: Path) -> None:
    record(public)
    before = folder(public)
    new = public.parent / "new" / "j.jsonl"
    public.chmod(0o444)
    public.parent.chmod(0o555)
    existing, missing = run(AS_SOMEBODY_ELSE, public, new).split("\n0\n")
    assert existing.startswith(f"1\nJournalNotSaved {public}: the answer was not saved: permission denied.")
    assert missing.startswith(f"JournalNotSaved {new}: the answer was not saved: permission denied.")
    for said in (existing, missing):
        assert said.strip().endswith("with --journal PATH or LADDER_JOURNAL=PATH.")
    assert folder(public) == before
    assert not new.parent.exists()


def test_what_may_not_be_read_says_so(public: Path) -> None:
    record(public)
    public.parent.chmod(0o000)
    said = run(AS_SOMEBODY_ELSE, public)
    assert said.startswith(f"JournalUnreadable {public}: the journal can't be read: permission denied")


@pytest.mark.parametrize("room", [0, 1, 500])
@pytest.mark.parametrize("state", ["new", "used", "torn"])
def test_a_full_disk_is_reported_and_the_journal_stays_as_it_was(path: Path, state: str, room: int) -> None:
    if state != "new":
        for _ in range(5):
            record(path)
    if state == "torn":
        path.write_bytes(path.read_bytes() + b'{"v":1,"id":"to')
    before = folder(path)
    said = run(ON_A_FULL_DISK, path, room)
    assert said.startswith(f"JournalNotSaved {path}: the answer was not saved: file too large.")
    assert "Free some space" in said
    after = folder(path)
    after.pop("mine.jsonl.torn", None)  # a copy of the torn line may have been saved; none was lost
    assert after == before
    record(path)
    assert len(Journal.open(path).events()) == (1 if state == "new" else 6)


@pytest.mark.parametrize("torn", [b"", b'{"v":1,"id":"to'])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "ftruncate", "half a write"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_whichever_call_fails_the_journal_stays_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, torn: bytes, call: str, number: int
) -> None:
    record(path)
    path.write_bytes(path.read_bytes() + torn)
    before = path.read_bytes()
    journal = Journal.open(path)
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "ftruncate")}
    failed: list[str] = []

    def fail(*arguments: object) -> object:
        name = "write" if call == "half a write" else call
        ours = (call == "open" and Path(str(arguments[0])) == path) or (call != "open" and is_journal(arguments[0]))
        if not ours or (failed and call != "half a write"):
            return real[name](*arguments)
        failed.append(name)
        if call == "half a write" and len(failed) == 1:
            return real["write"](arguments[0], arguments[1][: len(arguments[1]) // 2])
        if call == "half a write" and len(failed) > 2:  # the disk takes back what it had before
            return real["write"](*arguments)
        raise OSError(number, os.strerror(number))

    def is_journal(fd: object) -> bool:
        return os.path.sameopenfile(fd, probe)

    probe = os.open(path, os.O_RDONLY)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(os, call if call != "half a write" else "write", fail)
            if call == "ftruncate" and not torn:  # not needed then, so nothing fails
                journal.record("profile:name", Words(text="x" * 99), ladder=LADDER)
                return
            with pytest.raises(JournalNotSaved, match=os.strerror(number).lower()):
                journal.record("profile:name", Words(text="x" * 99), ladder=LADDER)
    finally:
        os.close(probe)
    assert failed
    assert path.read_bytes() == before
    record(path)
    assert len(journal.events()) == 2


def test_an_interrupt_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses "interrupt the kernel" just then."""
    record(path)
    before = path.read_bytes()

    def interrupt(fd: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            record(path)
    assert path.read_bytes() == before
    record(path)


def test_a_file_that_changed_without_the_lock_is_not_cut(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is being synchronised knows nothing of our lock."""
    record(path)
    line = path.read_bytes()
    path.write_bytes(line + b'{"v":1,"id":"to')
    journal = Journal.open(path)
    real = disk.append

    def meanwhile(*arguments: object, **options: object) -> None:
        path.write_bytes(line * 2)
        real(*arguments, **options)

    monkeypatch.setattr(disk, "append", meanwhile)
    with pytest.raises(JournalNotSaved, match="another program"):
        journal.record("profile:name", Words(text="x"), ladder=LADDER)
    assert path.read_bytes() == line * 2
