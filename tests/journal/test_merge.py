"""Journals are sets of events: they are put together by id, and taken apart by subject."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers.journal import Event, fold, union
from helpers.journal.lines import encode, scan
from helpers.journal.merge import without
from tests.journal.strategies import journals


@given(journals, journals)
def test_union_is_commutative(a: list[Event], b: list[Event]) -> None:
    assert union(a, b) == union(b, a)


@given(journals, journals, journals)
def test_union_is_associative(a: list[Event], b: list[Event], c: list[Event]) -> None:
    assert union(union(a, b), c) == union(a, union(b, c)) == union(a, b, c)


@given(journals)
def test_union_is_idempotent(a: list[Event]) -> None:
    assert union(a, a) == union(a) == union(union(a))


@given(journals, journals)
def test_union_has_every_id_once_and_loses_none(a: list[Event], b: list[Event]) -> None:
    together = union(a, b)
    assert sorted(e.id for e in together) == sorted({e.id for e in (*a, *b)})
    assert [(e.at, e.id) for e in together] == sorted((e.at, e.id) for e in together)


@given(journals, journals)
def test_the_union_is_what_the_lines_of_both_in_one_file_say(a: list[Event], b: list[Event]) -> None:
    assert scan(b"".join(map(encode, [*a, *b]))).events == union(a, b)


@given(journals, st.sets(st.sampled_from(["statement:mid.roadmap", "prompt:1", "evidence:name"])))
def test_without_leaves_every_other_line_to_the_byte(events: list[Event], subjects: set[str]) -> None:
    kept = b"".join(encode(e) for e in events if e.subject not in subjects)
    assert without(b"".join(map(encode, events)), subjects) == kept


@given(journals)
def test_nothing_of_a_forgotten_subject_is_left_in_the_fold(events: list[Event]) -> None:
    data = without(b"".join(map(encode, events)), {"prompt:1"})
    assert all(subject != "prompt:1" for _, subject in fold(scan(data).events).current)


def test_a_damaged_line_stays_unless_it_names_what_is_forgotten() -> None:
    other = b'{"v":1,"subject":"prompt:a","answer":{"text":"keep\r\xff me'
    named = b'{"v":1,"subject":"prompt:b","answer":{"text":"my secret'
    data = b"\n".join([other, named, b"", other])
    assert without(data, {"prompt:b"}) == b"\n".join([other, b"", other])
