"""Days as a calendar file (RFC 5545) that any calendar program takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

MEDIA_TYPE: Final = "text/calendar"

_MAKER = "-//PM career ladder kit//EN"
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Entry(NamedTuple):
    """A whole day in a calendar. `uid` is the same in every file, so that a later file replaces this entry.

    `url` is the page that it is about, "" for none. `cancelled`: an earlier file had it, and it is to be taken out.
    """

    uid: str
    day: date
    title: str
    words: str = ""
    cancelled: bool = False
    url: str = ""


def calendar_file(entries: Iterable[Entry], *, now: datetime) -> bytes:
    """The entries as a file: each private, shown as free, and with no alarm.

    `now`, with its time zone, says which of two files is the later one: calendar programs keep that.
    """
    # Imported late: whoever answers a question needs no calendar.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    stamp = now.astimezone(UTC).replace(microsecond=0)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("sequence", max(0, int((stamp - _EPOCH).total_seconds())))
        event.add("dtstart", entry.day)
        event.add("summary", _line(entry.title))
        if entry.words:
            event.add("description", _text(entry.words))
        if entry.url:
            event.add("url", _line(entry.url))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _text(words: str) -> str:
    """Words without the control characters that the format has no place for."""
    return "".join(
        character
        for character in words.replace("\r\n", "\n").replace("\r", "\n")
        if character in "\n\t" or character.isprintable()
    )


def _line(words: str) -> str:
    return " ".join(_text(words).split())
