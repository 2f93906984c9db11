"""What this version can't read, because a newer one wrote it or something damaged it, is passed on to the byte."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.frozen import Frozen
from helpers.journal import Contents, Event, Journal, Words, often, together
from helpers.journal import events as model
from helpers.journal.events import FORMAT, Kind, format_of, since
from helpers.journal.lines import could_be_a_journal, encode, scan, write
from helpers.journal.merge import without
from helpers.journal.rows import as_json
from tests.journal.strategies import LADDER, START, events
from tests.journal.support import folder, record


class Line(NamedTuple):
    """A line, and the event that it is, if it is one."""

    data: bytes
    event: Event | None = None


def as_line(event: Event) -> Line:
    return Line(encode(event).removesuffix(b"\n"), event)


def spelt(fields: dict[str, object]) -> Line:
    return Line(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode())


words = st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs",)), max_size=20)
known = events().map(as_line)
newer = st.builds(
    lambda v, subject, more: spelt({"v": v, "subject": subject, **more}),
    st.integers(FORMAT + 1, 9) | st.sampled_from([FORMAT + 0.5, 10**30]),
    st.sampled_from(["lookback:1", "second:mid.roadmap", "statement:mid.roadmap"]),
    st.dictionaries(
        st.sampled_from(["answer", "at", "id", "mood"]), words | st.integers() | st.lists(words, max_size=2)
    ),
)
"""A line of a format that isn't known yet."""
foreign = events().map(lambda event: spelt(json.loads(encode(event)) | {"mood": "good"}))
"""A field that isn't known, in a line that claims to be of a known format."""
other_kind = events().map(lambda event: spelt(json.loads(encode(event)) | {"subject": "moment:1"}))
damaged = st.builds(
    lambda event, at, byte: Line((data := encode(event)[:-1])[: at % len(data)] + byte + data[at % len(data) :]),
    events(),
    st.integers(1, 10**4),
    st.sampled_from([b"\xff", b"\x00", b"\xc3"]),
)
unreadable = st.one_of(newer, foreign, other_kind, damaged)
mixtures = st.lists(st.one_of(known, known, unreadable), max_size=8)


def said(lines: list[Line]) -> bytes:
    return b"".join(line.data + b"\n" for line in lines)


def unread(lines: list[Line]) -> set[bytes]:
    return {line.data for line in lines if line.event is None}


def answers(lines: list[Line]) -> tuple[Event, ...]:
    return scan(b"".join(line.data + b"\n" for line in lines if line.event)).events


FIRST = as_line(
    Event(
        id="f" * 32,
        at=START,
        subject="statement:mid.roadmap",
        answer=often(3),
        ladder=LADDER.id,
        ladder_version=LADDER.version,
    )
)
"""Every journal begins with an answer here, so that it is known to be one."""


@given(mixtures)
def test_what_can_be_read_is_read_and_every_other_line_is_told_by_its_number(lines: list[Line]) -> None:
    lines = [FIRST, *lines]
    found = scan(said(lines))
    assert found.events == answers(lines)
    assert list(found.unread) == [line.data for line in lines if line.event is None]
    assert [problem.line for problem in found.problems] == [n for n, line in enumerate(lines, 1) if not line.event]


@given(mixtures, mixtures)
def test_put_together_two_journals_lose_no_line_in_either_order(one: list[Line], other: list[Line]) -> None:
    one, other = [FIRST, *one], [FIRST, *other]
    both = together(scan(said(one)).contents, scan(said(other)).contents)
    assert both == together(scan(said(other)).contents, scan(said(one)).contents) == together(both, both)
    assert both.events == answers([*one, *other])
    assert set(both.unread) == unread([*one, *other])
    again = scan(write(both)).contents
    assert again.events == both.events
    assert set(again.unread) == set(both.unread)


@given(mixtures, mixtures, st.binary(max_size=3).filter(lambda end: b"\n" not in end))
@settings(max_examples=40)
def test_added_to_a_journal_they_arrive_to_the_byte_once_and_no_line_of_it_changes(
    tmp_path_factory: pytest.TempPathFactory, mine: list[Line], others: list[Line], torn: bytes
) -> None:
    mine, others = [FIRST, *mine], [FIRST, *others]
    path = tmp_path_factory.mktemp("add") / "j.jsonl"
    torn = b'{"v":99,"to' + torn
    path.write_bytes(said(mine) + torn)
    journal = Journal.open(path)
    added = journal.add(scan(said(others)).contents)
    assert path.read_bytes() == said(mine) + (write(added) or torn)
    assert set(added.unread) == unread(others) - unread(mine)
    assert journal.events() == answers([*mine, *others])
    assert journal.add(scan(said(others)).contents) == Contents()
    assert not write(added) or path.with_name("j.jsonl.torn").read_bytes() == torn + b"\n"


@given(mixtures)
def test_forgetting_something_else_leaves_them_to_the_byte(lines: list[Line]) -> None:
    """All but those that name it: whoever takes words back means every trace of them."""
    kept = [
        line
        for line in [FIRST, *lines]
        if (line.event.subject != "prompt:1" if line.event else b'"prompt:1"' not in line.data)
    ]
    assert without(said([FIRST, *lines]), {"prompt:1"}) == said(kept)


@given(mixtures)
def test_an_export_as_json_has_every_line_that_is_json(lines: list[Line]) -> None:
    text = as_json(scan(said([FIRST, *lines])).contents)
    exported = [row.removesuffix(",") for row in text.split("\n")[1:-2]]
    json.loads(text)
    for data in unread(lines):
        try:
            is_object = isinstance(json.loads(data), dict)
        except ValueError:
            is_object = False
        assert (data.decode("utf-8", "replace") in exported) == is_object


def test_a_newer_line_whose_newline_is_missing_is_whole_and_stays(path: Path) -> None:
    """It didn't break off: what breaks off is no JSON object any more."""
    first = record(path)
    newer = b'{"v":99,"subject":"lookback:1"}'
    path.write_bytes(encode(first) + newer)
    second = record(path)
    assert path.read_bytes() == encode(first) + newer + b"\n" + encode(second)
    assert [problem.line for problem in Journal.open(path).problems()] == [2]
    assert set(folder(path)) == {"mine.jsonl"}


def test_a_journal_that_holds_nothing_but_newer_lines_goes_on(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"v":99,"mood":"good"}\n')
    journal = Journal.open(path)
    assert journal.events() == ()
    event = journal.record("profile:name", Words(text="Ada"), ladder=LADDER)
    assert path.read_bytes() == b'{"v":99,"mood":"good"}\n' + encode(event)


def test_forgetting_the_last_answer_leaves_a_journal_though_only_damage_is_left(path: Path) -> None:
    """The file would be no journal any more, and nothing could be answered; what was left is set aside."""
    event = record(path)
    path.write_bytes(encode(event) + b"Dear diary\n")
    journal = Journal.open(path)
    assert journal.forget([event.subject]) == 1
    assert path.with_name("mine.jsonl.torn").read_bytes() == b"Dear diary\n"
    assert could_be_a_journal(path.read_bytes())
    record(path)


@given(st.lists(st.one_of(known, newer), max_size=5), st.sampled_from([b"\xef\xbb\xbf", b""]), st.booleans())
def test_files_put_together_by_hand_read_as_their_lines(lines: list[Line], mark: bytes, returns: bool) -> None:
    end = b"\r\n" if returns else b"\n"
    data = b"".join(chain.from_iterable((mark, line.data, end) for line in [FIRST, *lines]))
    found = scan(data)
    assert found.events == answers([FIRST, *lines])
    assert set(found.unread) == unread(lines)


# How a format is raised


class Later(Frozen):
    kind: str = "plan"
    aim: str = ""
    outcome: str = since(7, "")


class New(Frozen):
    kind: str = since(8, "lookback", always=True)


def test_a_line_is_marked_with_the_earliest_format_in_which_it_can_be_said() -> None:
    plan = Kind(frozenset({"plan"}))
    assert format_of(plan, Later(aim="x")) == 1
    assert format_of(plan, Later(outcome="kept")) == 7
    assert format_of(plan, New()) == 8
    assert format_of(plan._replace(since=9), Later(outcome="kept")) == 9


def test_what_was_said_before_a_format_was_raised_is_written_as_before() -> None:
    assert Later(aim="x").model_dump_json() == '{"kind":"plan","aim":"x"}'
    assert Later(aim="x", outcome="kept").model_dump_json() == '{"kind":"plan","aim":"x","outcome":"kept"}'
    assert New().model_dump_json() == '{"kind":"lookback"}'


def test_a_line_that_claims_an_earlier_format_than_it_needs_is_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    line = encode(FIRST.event)
    monkeypatch.setattr(model, "format_of", lambda *_: 2)
    found = scan(encode(FIRST.event.model_copy()) + line)
    assert found.events == ()
    assert found.unread == (line[:-1],) * 2


def test_every_kind_of_subject_is_of_a_format_that_there_is() -> None:
    assert {kind.since for kind in model.KINDS.values()} <= set(range(1, FORMAT + 1))
