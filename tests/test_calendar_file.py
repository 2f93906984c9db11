"""A calendar file is what RFC 5545 asks, by the word of another library than the one that wrote it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from helpers.calendar_file import Entry, calendar_file

NOW = datetime(2026, 11, 23, 12, 30, 15, 999, tzinfo=UTC)


def read(data: bytes) -> list[Event]:
    return IcsCalendarStream.calendar_from_ics(data.decode()).events


def test_an_entry_is_a_private_day_that_is_shown_as_free_and_rings_nothing():
    entry = Entry("a@kit", date(2026, 12, 7), "Look back", "In the kit.", url="https://example.org/08.html")
    data = calendar_file([entry], now=NOW)
    (event,) = read(data)
    assert (event.uid, event.start, event.summary, event.description) == (
        "a@kit",
        date(2026, 12, 7),
        "Look back",
        "In the kit.",
    )
    assert (event.classification, event.transparency, event.status) == ("PRIVATE", "TRANSPARENT", "CONFIRMED")
    assert event.dtstamp == NOW.replace(microsecond=0)
    assert event.url == "https://example.org/08.html"
    assert not event.alarm
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_later_file_replaces_an_earlier_one():
    """Programs keep the entry of the same UID whose sequence is higher."""
    (first,), (second,) = (
        read(calendar_file([Entry("a@kit", day, "x")], now=at))
        for day, at in ((date(2026, 12, 7), NOW), (date(2026, 12, 9), NOW + timedelta(seconds=1)))
    )
    assert first.uid == second.uid
    assert (second.sequence or 0) > (first.sequence or 0)


def test_an_entry_that_is_no_more_is_cancelled():
    (event,) = read(calendar_file([Entry("a@kit", date(2026, 12, 7), "x", cancelled=True)], now=NOW))
    assert event.status == "CANCELLED"


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=300), st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_no_words_of_a_person_break_the_file(title: str, words: str, day: date):
    """Whatever stands in a plan is one entry, and adds no line of its own to the file."""
    (event,) = read(calendar_file([Entry("a@kit", day, title, words)], now=NOW))
    assert event.start == day
    assert (event.classification, event.status) == ("PRIVATE", "CONFIRMED")


def test_what_looks_like_lines_of_the_format_stays_words():
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VALARM; a,b\\n"
    (event,) = read(calendar_file([Entry("a@kit", date(2026, 12, 7), hostile, hostile)], now=NOW))
    assert event.summary == "x END:VEVENT BEGIN:VALARM; a,b\\n"
    assert event.description == hostile.replace("\r\n", "\n")
