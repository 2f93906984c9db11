"""A line that can't be read costs itself and nothing else, and is reported by number, not by content."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import JournalError, JournalUnreadable
from helpers.journal import Event, Words, lines, often
from helpers.journal.events import FORMAT
from helpers.journal.lines import encode, scan
from tests.journal.strategies import LADDER, START, events, journals


def event(number: int = 0, text: str | None = None) -> Event:
    return Event(
        id=f"{number:032x}",
        at=START,
        subject="statement:mid.roadmap" if text is None else "prompt:mid.prompt-no",
        answer=often(number % 5) if text is None else Words(text=text),
        ladder=LADDER.id,
        ladder_version=LADDER.version,
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_message(data: bytes) -> None:
    with contextlib.suppress(JournalError):
        found = scan(data)
        assert found.size == len(data)
        assert data.endswith(found.tail)


@given(st.data(), st.lists(events(), min_size=1, max_size=6), st.binary(max_size=20))
def test_damage_to_one_line_costs_only_that_line(data: st.DataObject, after: list[Event], damage: bytes) -> None:
    written = [encode(event(99)), *map(encode, after)]
    number = data.draw(st.integers(1, len(after)))
    at = data.draw(st.integers(0, len(written[number]) - 1))
    whole = [*written[:number], *written[number + 1 :]]
    written[number] = b"#" + written[number][:at] + damage.replace(b"\n", b"") + written[number][at:]
    found = scan(b"".join(written))
    assert found.events == scan(b"".join(whole)).events
    assert [problem.line for problem in found.problems] == [number + 1]


@given(journals, st.lists(st.integers(0, 10**6), max_size=4))
def test_reading_on_gives_what_reading_afresh_gives(written: list[Event], stops: list[int]) -> None:
    data = b"".join(map(encode, written)) + b'{"v":1,"id":"torn'
    seen = lines.EMPTY
    for stop in sorted(s % (len(data) + 1) for s in stops):
        seen = scan(data[seen.end : stop], seen)
        assert seen == scan(data[:stop])
    assert scan(data[seen.end :], seen) == scan(data)


def test_an_event_whose_newline_is_missing_counts() -> None:
    found = scan(encode(event(1)) + encode(event(2)).rstrip(b"\n"))
    assert [e.id for e in found.events] == [event(1).id, event(2).id]
    assert found.problems == ()
    assert not found.torn


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\n\n" + data.replace(b"\n", b"\n \n"),
    ],
    ids=["byte order mark", "carriage returns", "blank lines"],
)
def test_what_an_editor_does_to_a_text_file_is_no_damage(edit: Callable[[bytes], bytes]) -> None:
    data = encode(event(1)) + encode(event(2, "a\u2028b\rc"))
    assert scan(edit(data)).events == scan(data).events
    assert scan(edit(data)).problems == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"v": 0},
        {"answer": {"kind": "rating", "state": "frequency", "frequency": "3"}},
        {"answer": {"kind": "rating", "state": "frequency", "frequency": True}},
        {"answer": {"kind": "rating", "state": "frequency", "frequency": 5}},
        {"answer": {"kind": "secret"}},
        {"at": "yesterday"},
        {"id": "secret"},
        {"secret": "secret"},
        {"answer": {"kind": "rating", "state": "dont_know", "secret": 1}},
    ],
)
def test_a_line_that_is_no_event_is_left_out_and_its_content_is_in_no_message(wrong: dict[str, object]) -> None:
    line = json.dumps(json.loads(encode(event(2))) | wrong).encode()
    found = scan(encode(event(1)) + line + b"\n" + encode(event(3)))
    assert [e.id for e in found.events] == [event(1).id, event(3).id]
    (problem,) = found.problems
    assert problem.line == 2
    assert "secret" not in problem.message
    assert "left out" in problem.message


@pytest.mark.parametrize("version", [FORMAT + 1, FORMAT + 1.5, 10**30])
@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_of_a_newer_format_is_told_by_its_number_and_the_rest_is_read(version: float, end: bytes) -> None:
    """A newer kit, or a bit that flipped in the number."""
    newer = json.dumps({"v": version, "something": "secret"}).encode()
    found = scan(encode(event(1)) + encode(event(3)) + newer + end)
    assert [e.id for e in found.events] == [event(1).id, event(3).id]
    (problem,) = found.problems
    assert problem.line == 3
    assert "newer version" in problem.message
    assert "secret" not in problem.message
    assert found.unread == (newer,)
    assert not found.torn


@given(st.data(), st.lists(events(), min_size=1, max_size=4))
def test_any_flipped_bit_costs_at_most_the_lines_that_it_is_in(data: st.DataObject, written: list[Event]) -> None:
    """Two of them if it was in the newline between; the only line of a journal too, which still is one then."""
    rows = [encode(event(90 + n)) for n in range(data.draw(st.integers(0, 2)))] + [*map(encode, written)]
    whole = bytearray(b"".join(rows))
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[bit // 8] ^= 1 << bit % 8
    hit = next(n for n in range(len(rows)) if bit // 8 < len(b"".join(rows[: n + 1])))
    in_newline = bit // 8 == len(b"".join(rows[: hit + 1])) - 1
    lost = {hit, hit + 1} if in_newline else {hit}
    rest = scan(b"".join(row for n, row in enumerate(rows) if n not in lost)).events
    found = scan(bytes(whole))
    assert {e.id for e in rest} <= {e.id for e in found.events}
    assert len(found.problems) <= 2  # a line that a flipped bit cuts in two is two


@pytest.mark.parametrize(
    "data",
    [
        b"Dear diary\n",
        b"Dear diary",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b'{"name": "package", "version": "1.0"}\n',
        b'{\n  "cells": []\n}\n',
        b"[1, 2]\n",
        b"id,name\n1,Ada\n",
        b'"v"\n',
    ],
)
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    with pytest.raises(JournalUnreadable, match="not a journal"):
        scan(data)


UTF16 = Path(__file__).parents[1] / "fixtures/journals/utf16.jsonl"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_journal_in_another_encoding_is_told_as_such(encoding: str, end: str) -> None:
    text = (
        "".join(encode(event(n, "Zoë")).decode() for n in range(3)).removesuffix("\n").replace("\n", end or "\n") + end
    )
    with pytest.raises(JournalUnreadable, match=f"in UTF-{encoding[4:6]}, and a journal is in UTF-8") as told:
        scan(text.encode(encoding))
    assert "save it again as UTF-8" in str(told.value)


def test_the_journal_that_an_editor_saved_as_utf_16_is_told_as_such() -> None:
    with pytest.raises(JournalUnreadable, match="in UTF-16"):
        scan(UTF16.read_bytes())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (encode(event(2, "Zoë")).decode().encode("utf-16"), "UTF-16"),
        (encode(event(2, "Zoë")).decode().encode("cp1252"), "not UTF-8"),
        (encode(event(2, "Zoë"))[:-9], "not valid JSON"),
    ],
)
def test_what_another_program_added_is_told_by_line(line: bytes, told: str) -> None:
    found = scan(encode(event(1)) + line.replace(b"\n", b"") + b"\n" + encode(event(3)))
    assert [e.id for e in found.events] == [event(1).id, event(3).id]
    assert [problem.line for problem in found.problems] == [2]
    assert told in found.problems[0].message


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"{", b'{"v":1,"id', b"\0\0\0\0", b'{"v":1,"x":2}\n'])
def test_an_empty_file_and_a_torn_first_answer_are_a_journal(data: bytes) -> None:
    assert scan(data).events == ()
