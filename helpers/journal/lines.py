"""A journal's bytes and the events in them: one JSON object a line, each line ended by a newline.

A line that can't be read costs itself and nothing else: it is told by its number, stays where it is, and
goes along to the byte wherever the journal's answers go. It may be damaged, or a newer version of the kit
wrote it. What follows the last newline is a whole line whose newline is missing, which counts as any
other, or one torn off by a crash, which is set aside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from helpers.errors import JournalUnreadable
from helpers.journal.events import FORMAT, Event
from helpers.journal.state import by_time, later

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_BOM = b"\xef\xbb\xbf"  # some editors put one at the start of a file, and then two files are put together
_START = b'{"v":'  # how every line that the kit writes begins
_FIELDS = (_START, b'"id":"', b'"at":"', b'"subject":"', b'"answer":{')  # what stands in every line


class Problem(NamedTuple):
    """A line that was left out: its number, counted from 1, and why. Never what stands in it."""

    line: int
    message: str


class Contents(NamedTuple):
    """What a journal holds, whatever file it stands in: its answers, each id once and in the order of time, and
    the lines that this version can't read, to the byte and without their line ends. Neither order means anything.
    """

    events: tuple[Event, ...] = ()
    unread: tuple[bytes, ...] = ()


class Snapshot(NamedTuple):
    """What a journal file held when it was read.

    `events` are in the order of time, one for each event id; `unread` are the whole lines that are none,
    each without its line end, and `problems` tell what is wrong with them. `tail` is what follows the last
    newline, and `torn` says that it is no whole line. The rest lets reading go on where it stopped: `end` is
    the offset behind the last newline, and `left` the lines up to there that are no events.
    """

    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[bytes, ...] = ()
    tail: bytes = b""
    torn: bool = False
    end: int = 0
    lines: int = 0
    by_id: Mapping[str, Event] = MappingProxyType({})
    left: tuple[tuple[Problem, bytes], ...] = ()

    @property
    def contents(self) -> Contents:
        """What is in it, whatever file it stands in."""
        return Contents(self.events, self.unread)

    @property
    def size(self) -> int:
        """How many bytes the file had."""
        return self.end + len(self.tail)


EMPTY = Snapshot()


def encode(event: Event) -> bytes:
    """The line of an event, with its newline."""
    return event.model_dump_json().encode() + b"\n"


def write(contents: Contents) -> bytes:
    """The lines of a journal with these contents, each with its newline."""
    return b"".join((*map(encode, contents.events), *(line + b"\n" for line in contents.unread)))


def scan(data: bytes, before: Snapshot = EMPTY, *, where: str = "the journal") -> Snapshot:
    """What a journal holds whose bytes behind `before.end` are `data`; only these are parsed.

    Raises `JournalUnreadable` if nothing in the file looks like a journal. `where` is what an error calls the file.
    """
    if data == before.tail:
        return before
    end = data.rfind(b"\n") + 1
    by_id = dict(before.by_id)
    left = list(before.left)
    lines = before.lines
    for line in data[:end].split(b"\n")[:-1]:
        lines += 1
        line = _bare(line)
        _keep(parse(line, lines), line, by_id, left)

    with_tail = dict(by_id)
    unread = list(left)
    tail = data[end:]
    last = parse(tail, lines + 1)
    torn = isinstance(last, Problem) and as_object(tail) is None
    if not torn:
        _keep(last, _bare(tail), with_tail, unread)
    problems = tuple(problem for problem, _ in unread)
    if not with_tail and before.end == 0 and not _could_be_a_journal(data[:end], tail):
        raise _no_journal(data, where)
    return Snapshot(
        events=tuple(sorted(with_tail.values(), key=by_time)),
        problems=(*problems, Problem(lines + 1, TORN)) if torn else problems,
        unread=tuple(line for _, line in unread),
        tail=tail,
        torn=torn,
        end=before.end + end,
        lines=lines,
        by_id=MappingProxyType(by_id),
        left=tuple(left),
    )


TORN = "the last line broke off while it was being written and was left out"


def parse(line: bytes, number: int) -> Event | Problem | None:
    """One line: its event, what is wrong with it, or None for a blank line."""
    line = _bare(line)
    if not line.strip():
        return None
    try:
        return _EVENT.validate_json(line, strict=True)
    except ValidationError as error:
        version = _version(line)
        if version is not None and version > FORMAT:
            return Problem(
                number,
                f"a newer version of the kit wrote it (format {version}, this one reads up to {FORMAT}); "
                "it was left out here, and stays in the journal",
            )
        return Problem(number, _explain(error, line))


def as_object(line: bytes) -> Mapping[str, object] | None:
    """The JSON object that a line is; None if it is anything else, such as a line that broke off."""
    try:
        value = from_json(line, allow_inf_nan=False)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def could_be_a_journal(data: bytes) -> bool:
    """Whether these bytes open as a journal: one without a single answer has at least our shape, or is empty."""
    try:
        scan(data)
    except JournalUnreadable:
        return False
    return True


def _bare(line: bytes) -> bytes:
    """A line without what stands around it because of its file."""
    return line.removeprefix(_BOM).removesuffix(b"\r")


def _keep(
    parsed: Event | Problem | None, line: bytes, by_id: dict[str, Event], left: list[tuple[Problem, bytes]]
) -> None:
    if isinstance(parsed, Problem):
        left.append((parsed, line))
    elif parsed is not None:
        by_id[parsed.id] = later(by_id[parsed.id], parsed) if parsed.id in by_id else parsed


def _version(line: bytes) -> float | None:
    version = (as_object(line) or {}).get("v")
    return version if isinstance(version, int | float) and not isinstance(version, bool) else None


def _no_journal(data: bytes, where: str) -> JournalUnreadable:
    encoding = json.detect_encoding(data)
    if encoding.startswith(("utf-16", "utf-32")) and data.decode(encoding, "replace").lstrip("\ufeff \r\n")[:1] == "{":
        name = encoding[: len("utf-16")].upper()
        return JournalUnreadable(
            f"this file is in {name}, and a journal is in UTF-8",
            where=where,
            next_step="Nothing in it was changed. An editor or PowerShell's > saved it so: save it again as UTF-8 "
            "(Notepad: Save as, Encoding), or give the path of the journal that the kit wrote.",
        )
    return JournalUnreadable(
        "this is not a journal: no line of it is an answer",
        where=where,
        next_step="Nothing in it was changed. Give the path of a journal, or of a file that doesn't exist yet.",
    )


def _explain(error: ValidationError, line: bytes) -> str:
    # Only pydantic's own words and our field names: what somebody wrote never gets into a message.
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return f"the line is not {_what_it_should_be(line)} and was left out"
    where = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    field = ".".join(map(str, where)) or "the line"
    return f"{field} is not as it should be ({first['type'].replace('_', ' ')}); the line was left out"


def _what_it_should_be(line: bytes) -> str:
    if line.count(b"\0") > len(line) // 3:
        return "UTF-8 (it seems to be UTF-16, as PowerShell's >> writes it)"
    try:
        line.decode()
    except UnicodeDecodeError:
        return "UTF-8"
    return "valid JSON"


def _could_be_a_journal(whole: bytes, tail: bytes) -> bool:
    """Whether a file without a single event is a journal all the same.

    It is if it is empty, if its first answer was torn, or if a line at least has our shape (all but one of
    the fields, since damage may have met the name of one). Anything else is somebody's other file, and the
    kit must not write to it.
    """
    written = [_bare(line) for line in whole.split(b"\n") if line.strip()]
    if written:
        return any(
            _version(line) is not None or sum(field in line for field in _FIELDS) >= len(_FIELDS) - 1
            for line in written
        )
    start = tail.removeprefix(_BOM).strip(b"\0 \t\r")[: len(_START)]  # a lost disk cache leaves NUL bytes
    return _START.startswith(start)
