"""Which cells of an ODS are merged: its reader, python-calamine, tells that of XLSX and XLS alone."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import Final
from xml.parsers import expat

Span = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged one, row and column of each counted from 0."""

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CONTENT: Final = "content.xml"


def spans(data: bytes) -> dict[str, list[Span]]:
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
        self.spans: dict[str, list[Span]] = defaultdict(list)
        self.sheet, self.depth, self.row, self.column = "", 0, -1, -1
        self.xml = expat.ParserCreate(namespace_separator=" ")
        self.xml.StartElementHandler, self.xml.EndElementHandler = self.begins, self.ends

    def begins(self, name: str, given: dict[str, str]) -> None:
        kind = name.removeprefix(_TABLE)
        if kind == "table":
            self.depth += 1
        if self.depth > 1:  # a table in a cell
            return
        if kind == "table":
            self.sheet, self.row = given.get(f"{_TABLE}name", ""), -1
        elif kind == "table-row":
            self.row, self.column = self.row + _times(given, "number-rows-repeated"), -1
        elif kind in ("table-cell", "covered-table-cell"):
            self.column += _times(given, "number-columns-repeated")
            down, across = (_times(given, f"number-{what}-spanned") for what in ("rows", "columns"))
            if down * across > 1:
                last = (self.row + down - 1, self.column + across - 1)
                self.spans[self.sheet].append(((self.row, self.column), last))

    def ends(self, name: str) -> None:
        if name == f"{_TABLE}table":
            self.depth -= 1


def _times(given: dict[str, str], name: str) -> int:
    number = given.get(_TABLE + name, "1")
    return int(number) if number.isdecimal() and len(number) < 10 else 1
