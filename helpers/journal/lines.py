"""A journal's bytes and the events in them: one JSON object a line, each line ended by a newline.

A line that can't be read costs itself and nothing else. What follows the last newline is either a
whole event whose newline is missing, which counts, or a line torn off by a crash, which doesn't.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from helpers.errors import JournalTooNew, JournalUnreadable
from helpers.journal.events import FORMAT, Event
from helpers.journal.state import by_time, later

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_BOM = b"\xef\xbb\xbf"  # some editors put one at the start of a file
_START = b'{"v":'  # how every line that the kit writes begins


class Problem(NamedTuple):
    """A line that was left out: its number, counted from 1, and why. Never what stands in it."""

    line: int
    message: str


class Snapshot(NamedTuple):
    """What a journal held when it was read.

    `events` are in the order of time, one for each event id. `tail` is what follows the last newline,
    and `torn` says that it is no event. The rest lets reading go on where it stopped: `end` is the offset
    behind the last newline, and `mark` the last line before it, by which the same file is known again (no
    two events have the same id).
    """

    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    tail: bytes = b""
    torn: bool = False
    end: int = 0
    mark: bytes = b""
    lines: int = 0
    by_id: Mapping[str, Event] = MappingProxyType({})
    damaged: tuple[Problem, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes the file had."""
        return self.end + len(self.tail)


EMPTY = Snapshot()


def encode(event: Event) -> bytes:
    """The line of an event, with its newline."""
    return event.model_dump_json().encode() + b"\n"


def scan(data: bytes, before: Snapshot = EMPTY, *, where: str = "the journal") -> Snapshot:
    """What a journal holds whose bytes behind `before.end` are `data`; only these are parsed.

    Raises `JournalTooNew` if any line was written in a later format, and `JournalUnreadable` if
    nothing in the file looks like a journal.
    """
    if data == before.tail:
        return before
    end = data.rfind(b"\n") + 1
    by_id = dict(before.by_id)
    damaged = list(before.damaged)
    lines = before.lines
    for line in data[:end].split(b"\n")[:-1]:
        lines += 1
        _keep(parse(line, lines, where), by_id, damaged)

    found = dict(by_id)
    problems = list(damaged)
    tail = data[end:]
    last = parse(tail, lines + 1, where)
    if isinstance(last, Problem):
        last = Problem(last.line, "the last line broke off while it was being written and was left out")
    _keep(last, found, problems)
    if not found and before.end == 0 and not _could_be_a_journal(data[:end], tail):
        raise JournalUnreadable(
            "this is not a journal: no line of it is an answer",
            where=where,
            next_step="Nothing in it was changed. Give the path of a journal, or of a file that doesn't exist yet.",
        )
    return Snapshot(
        events=tuple(sorted(found.values(), key=by_time)),
        problems=tuple(problems),
        tail=tail,
        torn=isinstance(last, Problem),
        end=before.end + end,
        mark=_last_line(before.mark + data[:end]),
        lines=lines,
        by_id=MappingProxyType(by_id),
        damaged=tuple(damaged),
    )


def parse(line: bytes, number: int, where: str = "the journal") -> Event | Problem | None:
    """One line: its event, what is wrong with it, or None for a blank line. Raises `JournalTooNew`."""
    if number == 1:
        line = line.removeprefix(_BOM)
    if not line.strip():
        return None
    try:
        return _EVENT.validate_json(line, strict=True)
    except ValidationError as error:
        version = _version(line)
        if version is not None and version > FORMAT:
            raise JournalTooNew(
                f"line {number} was written by a newer version of the kit (format {version}, this one reads {FORMAT})",
                where=where,
                next_step="Nothing was changed. Update the kit, then open the journal again.",
            ) from None
        return Problem(number, _explain(error))


def _keep(found: Event | Problem | None, by_id: dict[str, Event], problems: list[Problem]) -> None:
    if isinstance(found, Problem):
        problems.append(found)
    elif found is not None:
        by_id[found.id] = later(by_id[found.id], found) if found.id in by_id else found


def _last_line(whole: bytes) -> bytes:
    """From the beginning of the last line that isn't blank."""
    return whole[whole.rstrip(b"\n").rfind(b"\n") + 1 :]


def _version(line: bytes) -> float | None:
    try:
        found = from_json(line)
    except ValueError:
        return None
    version = found.get("v") if isinstance(found, dict) else None
    return version if isinstance(version, int | float) and not isinstance(version, bool) else None


def _explain(error: ValidationError) -> str:
    # Only pydantic's own words and our field names: what somebody wrote never gets into a message.
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return "the line is not valid JSON and was left out"
    where = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    field = ".".join(map(str, where)) or "the line"
    return f"{field} is not as it should be ({first['type'].replace('_', ' ')}); the line was left out"


def _could_be_a_journal(whole: bytes, tail: bytes) -> bool:
    """Whether a file without a single event is a journal all the same.

    It is if it is empty, if its first answer was torn, or if its first line at least has our shape.
    Anything else is somebody's other file, and the kit must not write to it.
    """
    first = next((line for line in whole.removeprefix(_BOM).split(b"\n") if line.strip()), None)
    if first is not None:
        return _version(first) is not None
    start = tail.removeprefix(_BOM).strip(b"\0 \t\r")[: len(_START)]  # a lost disk cache leaves NUL bytes
    return _START.startswith(start)
