"""YAML and JSON as tables: a list of records is one, and what stands in groups is an outline.

Public frameworks write records (a competency each, with its level and area), tracks with milestones, levels with
competencies, or a group for each competency with a text for each level. None of their keys is needed: a key that
names a kind of thing ("levels") is no heading, and whatever else a text stands below is one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from helpers.documents import parse_document
from helpers.errors import DocumentError
from helpers.importing.tables import MOST_CELLS, Line, Table, outline, table_of
from helpers.paths import typed

MOST_LEVELS = 40
"""How deep groups may stand in each other."""

_MOST_NESTED = 200  # brackets: beyond some thousands, the Python in a browser ends rather than raise an error
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKET = re.compile(r"[][{}]")

_NAMES = ("name", "title", "label", "displayname", "display_name", "role", "level", "grade", "key", "id")
"""The keys by which a group says what it is called, the likeliest first."""

_KINDS = frozenset(
    """
    areas attributes capabilities categories children competences competencies content data dimensions framework
    grades groups items ladder ladders levels milestones pillars progression roles sections skills stages themes
    topics tracks values
    """.split()  # noqa: SIM905
)
"""Keys that name a kind of thing; what stands below one is called by its own name, or counted."""

_PARTS = frozenset(
    """
    behaviors behaviours criteria description descriptions details evidence example examples expectations indicators
    meaning note notes objectives responsibilities requirements signals statement statements summary supporting text
    """.split()  # noqa: SIM905
)
"""Keys that say what a text is, and nothing about where it belongs."""


def from_yaml(path: Path, text: str, remarks: tuple[str, ...] = ()) -> list[Table]:
    """The tables of a YAML file. Raises `DocumentError`, `FileFaults`.

    `path` is the file's name, `text` what it says, and `remarks` tell how its letters were read.
    """
    return _tables(path, parse_document(path, text).data, remarks)


def from_json(path: Path, text: str, remarks: tuple[str, ...] = ()) -> list[Table]:
    """The tables of a JSON file. Raises `DocumentError`.

    `path` is the file's name, `text` what it says, and `remarks` tell how its letters were read.
    """
    if _deepest(text) > _MOST_NESTED:
        raise DocumentError("this is nested too deep", where=str(path))
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"this isn't JSON: {error.msg}", where=f"{path}:{error.lineno}:{error.colno}", next_step="Save it anew."
        ) from None
    except ValueError:
        raise DocumentError("a number in this is too long", where=str(path)) from None
    return _tables(path, content, remarks)


def _deepest(text: str) -> int:
    """How deep brackets stand in each other, those within texts left out."""
    sides = _BRACKET.findall(_TEXT.sub("", text))
    return max(accumulate(1 if side in "[{" else -1 for side in sides), default=0)


def _tables(path: Path, data: Any, remarks: tuple[str, ...]) -> list[Table]:
    if isinstance(data, Mapping) and {"levels", "scale", "format"} <= data.keys():
        raise DocumentError(
            "this is a ladder of the kit already",
            where=str(path),
            next_step=f"Check it with: {typed(f'lint {path}')}",
        )
    records = _records(data)
    if records:
        head = list(dict.fromkeys(key for record in records for key in record))
        rows = [head, *([_cell(record.get(key)) for key in head] for record in records)]
        return [table_of(path, path.stem, rows, (*remarks, f"A row for each of {len(records)} records."))]
    lines = []
    for line in _lines(data, (), "", path.name, 0):
        lines.append(line)
        if len(lines) > MOST_CELLS:
            raise DocumentError(f"this has more than {MOST_CELLS:,} texts", where=str(path))
    return [outline(path.stem, lines, remarks)] if lines else []


def _records(data: Any) -> list[Mapping[str, Any]]:
    """The records of a file that is nothing but a list of them: each has several keys, and no groups below."""
    if isinstance(data, Mapping) and len(data) == 1:
        (data,) = data.values()
    if not isinstance(data, list) or not data:
        return []
    flat = all(isinstance(each, Mapping) and len(each) > 1 and all(map(_flat, each.values())) for each in data)
    keys = {key.casefold() for each in data if isinstance(each, Mapping) for key in each}
    # A list of texts alone in each record stands below its name: it is a group, and no cell.
    level = any(key in keys for key in ("level", "grade", "levels"))
    return data if flat and level else []


def _flat(value: Any) -> bool:
    return not isinstance(value, Mapping) and (not isinstance(value, list) or not any(map(_nested, value)))


def _nested(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_cell, value))
    return "" if value is None else str(value)


def _lines(data: Any, above: tuple[str, ...], part: str, at: str, depth: int) -> Iterator[Line]:
    """Every text below here, with the headings above it."""
    if depth > MOST_LEVELS:
        raise DocumentError("groups stand too deep in each other", where=at, next_step="Write it flatter.")
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _below(str(key), value, above, f"{at}: {key}" if ": " not in at else f"{at}.{key}", depth)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            here = f"{at}[{index + 1}]"
            if isinstance(value, Mapping):
                name, rest = _named(value)
                kind = (part or "part").removesuffix("s").capitalize()
                yield from _lines(rest, (*above, name or f"{kind} {index + 1}"), "", here, depth + 1)
            else:
                yield from _lines(value, above, part, here, depth + 1)
    elif data is not None and str(data).strip():
        yield Line(above, part, str(data).strip(), at)


def _below(key: str, value: Any, above: tuple[str, ...], at: str, depth: int) -> Iterator[Line]:
    kind = key.casefold().replace(" ", "_")
    if isinstance(value, Mapping):
        name, rest = _named(value)
        heading = () if kind in _KINDS and not name else (name or key,)
        yield from _lines(rest, (*above, *heading), "", at, depth + 1)
    elif kind in _KINDS or kind in _PARTS or (isinstance(value, list) and any(map(_nested, value))):
        yield from _lines(value, above, key, at, depth + 1)
    elif isinstance(value, str | list) and _wordy(value):
        yield from _lines(value, (*above, key), "", at, depth + 1)
    else:
        yield from _lines(value, above, key, at, depth + 1)


def _named(data: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """What a group is called, and the rest of it."""
    keys = {str(key).casefold(): key for key in data}
    for name in _NAMES:
        if name in keys and isinstance(data[keys[name]], str | int | float) and len(data) > 1:
            value = str(data[keys[name]]).strip()
            return value, {key: each for key, each in data.items() if key != keys[name]}
    return "", data


def _wordy(value: str | Sequence[Any]) -> bool:
    """Whether something is said here, not a colour, a code or a number."""
    texts = [value] if isinstance(value, str) else [each for each in value if isinstance(each, str)]
    return any(" " in text.strip() or len(text.strip()) > 15 for text in texts)
