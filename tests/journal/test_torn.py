"""A crash costs at most the line being written: it is reported and set aside, and its bytes are kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from helpers.journal import Journal, Words
from helpers.journal.lines import encode
from tests.journal.strategies import LADDER, START
from tests.journal.support import record


def test_cutting_a_journal_at_any_byte_costs_at_most_the_torn_line(path: Path) -> None:
    journal = Journal.open(path)
    for n, text in enumerate(["first", "zweite: äöü \u2028 😀", "third\nwith a break"]):
        journal.record("prompt:path.why", Words(text=text), ladder=LADDER, at=START + timedelta(minutes=n))
    data = path.read_bytes()
    events = journal.events()
    ends = [n + 1 for n, byte in enumerate(data) if byte == 10]
    aside = path.with_name("mine.jsonl.torn")
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        aside.unlink(missing_ok=True)
        begins = max([0, *(end for end in ends if end <= cut)])
        whole = sum(cut >= end - 1 for end in ends)  # without its newline an event is whole all the same
        torn = b"" if cut in (begins, *(end - 1 for end in ends)) else data[begins:cut]

        journal = Journal.open(path)
        assert journal.events() == events[:whole], cut
        assert [p.line for p in journal.problems()] == ([whole + 1] if torn else []), cut
        assert path.read_bytes() == data[:cut], "reading changes nothing"

        new = journal.record("prompt:path.why", Words(text="next"), ladder=LADDER)
        assert journal.problems() == (), cut
        assert path.read_bytes() == b"".join(map(encode, (*events[:whole], new))), cut
        assert (aside.read_bytes() if aside.exists() else b"") == (torn + b"\n" if torn else b""), cut


def test_torn_lines_are_collected_not_overwritten(path: Path) -> None:
    for torn in (b'{"v":1,"id":"one', b'{"v":1,"id":"two'):
        record(path)
        path.write_bytes(path.read_bytes() + torn)
    record(path)
    assert path.with_name("mine.jsonl.torn").read_bytes() == b'{"v":1,"id":"one\n{"v":1,"id":"two\n'


def test_a_damaged_line_is_reported_and_never_rewritten(path: Path) -> None:
    for _ in range(3):
        record(path)
    good = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(good[0] + b'{"v":1,\xff\xfe nonsense}\n' + good[2])
    before = path.read_bytes()
    journal = Journal.open(path)
    assert len(journal.events()) == 2
    assert [p.line for p in journal.problems()] == [2]
    record(path)
    assert path.read_bytes().startswith(before)
    assert len(journal.events()) == 3
