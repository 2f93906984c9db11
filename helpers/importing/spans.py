"""Which cells of a sheet are merged, and which text is in each cell then.

The reader of spreadsheets, python-calamine, tells it of XLSX and XLS alone; of an ODS it is read here.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, NamedTuple
from xml.parsers import expat

Span = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged one, row and column of each counted from 0."""


class Repeated(NamedTuple):
    """A merged cell, and how often it stands there: `rows` of it below each other, `columns` beside each other.

    LibreOffice writes rows that are alike once, with how often they come.
    """

    span: Span
    rows: int = 1
    columns: int = 1


class Overlap(Exception):
    """Two merged cells that lie on each other: the spans of both."""

    def __init__(self, first: Span, second: Span) -> None:
        self.first, self.second = first, second
        super().__init__(first, second)


_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CONTENT: Final = "content.xml"


def within(merged: Iterable[Repeated], down: int, across: int) -> Iterator[Span]:
    """The merged cells of a sheet, each by itself, as far as they are in its `down` rows and `across` columns.

    Raises `Overlap` for two of which both hold a cell; no more cells are gone through than there are.
    """
    of: dict[tuple[int, int], Span] = {}
    seen: set[Span] = set()
    for ((top, left), (bottom, right)), rows, columns in merged:
        for row, column in product(range(top, min(top + rows, down)), range(left, min(left + columns, across))):
            span = ((row, column), (row + bottom - top, column + right - left))
            if span in seen:  # some programs list one twice
                continue
            seen.add(span)
            for cell in product(range(row, min(span[1][0] + 1, down)), range(column, min(span[1][1] + 1, across))):
                if (other := of.setdefault(cell, span)) is not span:
                    raise Overlap(other, span)
            yield span


def spans(data: bytes) -> dict[str, list[Repeated]]:
    """The merged cells of an ODS by the name of their sheet; none of any other spreadsheet.

    `data` has to be one that was looked through (`bounds.unpacked`): no larger than is good. Raises `expat.ExpatError`
    for what is no XML to its last letter.
    """
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if _CONTENT not in packed.namelist():
            return {}
        content = _Content()
        content.xml.Parse(packed.read(_CONTENT), True)
    return dict(content.spans)


class _Content:
    """The part of an ODS that has its sheets, read from beginning to end."""

    def __init__(self) -> None:
        self.spans: dict[str, list[Repeated]] = defaultdict(list)
        self.sheet, self.depth, self.row, self.column, self.rows = "", 0, -1, -1, 1
        self.xml = expat.ParserCreate(namespace_separator=" ")
        self.xml.StartElementHandler, self.xml.EndElementHandler = self.begins, self.ends

    def begins(self, name: str, given: dict[str, str]) -> None:
        kind = name.removeprefix(_TABLE)
        if kind == "table":
            self.depth += 1
        if self.depth > 1:  # a table in a cell
            return
        if kind == "table":
            self.sheet, self.row, self.rows = given.get(f"{_TABLE}name", ""), 0, 0
        elif kind == "table-row":
            self.row, self.column = self.row + self.rows, 0
            self.rows = _times(given, "number-rows-repeated")
        elif kind in ("table-cell", "covered-table-cell"):
            columns = _times(given, "number-columns-repeated")
            down, across = (_times(given, f"number-{what}-spanned") for what in ("rows", "columns"))
            if down * across > 1:
                span = ((self.row, self.column), (self.row + down - 1, self.column + across - 1))
                self.spans[self.sheet].append(Repeated(span, self.rows, columns))
            self.column += columns

    def ends(self, name: str) -> None:
        if name == f"{_TABLE}table":
            self.depth -= 1


def _times(given: dict[str, str], name: str) -> int:
    number = given.get(_TABLE + name, "1")
    return int(number) if number.isdecimal() and len(number) < 10 else 1
