"""The cells of a file as text, whatever wrote it: CSV of any encoding and separator, XLSX, XLS, ODS."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine as calamine

from helpers import files
from helpers.errors import DocumentError

MOST_BYTES = 10_000_000
"""The largest file that is read; a ladder of 800 statements has 0.3 MB."""

MOST_CELLS = 200_000
"""How many cells a table may have, empty ones counted."""

TEXTS, BOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm", ".xls", ".ods")

_CODES = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Cell(NamedTuple):
    """A cell: its text ("" where it is empty), the table it stands in, row and column counted from 0."""

    text: str
    table: str
    row: int
    column: int

    @property
    def place(self) -> str:
        """Where it stands, as a spreadsheet says it ("Levels!B7")."""
        return f"{self.table}!{letters(self.column)}{self.row + 1}"


class Table(NamedTuple):
    """A sheet: its name, its rows, all of one length, and what was done in reading it, in words."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    remarks: tuple[str, ...] = ()


def letters(column: int) -> str:
    """The letters that a spreadsheet gives a column counted from 0: A, B, … Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_tables(path: Path) -> tuple[Table, ...]:
    """The tables of a file that have anything in them.

    Raises `DocumentError` for a file that can't be read: none there, another kind, a password,
    too large, broken, empty.
    """
    kind = path.suffix.lower()
    if kind not in (*TEXTS, *BOOKS):
        raise DocumentError(
            "this is no table that can be read",
            where=str(path),
            next_step="Save it as .xlsx, .ods or .csv. A picture of a table has no cells.",
        )
    try:
        data = files.read(path, most=MOST_BYTES)
    except OSError as error:
        raise DocumentError(
            f"can't be read: {files.reason(error)}",
            where=str(path),
            next_step="A ladder is words alone: take out pictures, and sheets that aren't about it.",
        ) from None
    tables = [_from_text(path, data)] if kind in TEXTS else _from_book(path, data)
    found = tuple(table for table in tables if any(cell.text for row in table.rows for cell in row))
    if not found:
        raise DocumentError("there is nothing in this file", where=str(path))
    return found


def _from_text(path: Path, data: bytes) -> Table:
    text, remarks = _decoded(path, data)
    sample = "\n".join(text.splitlines()[:50])
    try:
        dialect: Any = csv.Sniffer().sniff(sample, delimiters=",;\t|")
        separator = dialect.delimiter
    except csv.Error:
        separator = max(",;\t|", key=sample.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise DocumentError(f"this isn't a table of separated values: {error}", where=str(path)) from None
    named = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[separator]
    return _table(path, path.stem, rows, (*remarks, f"Cells are separated by {named}."))


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    if b"\0" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(
            "this is no text file, whatever its name says",
            where=str(path),
            next_step="Save the spreadsheet as .xlsx, .ods or .csv.",
        )
    code = next((name for mark, name in _CODES if data.startswith(mark)), "utf-8")
    try:
        return data.decode(code), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ("Its letters were read as Windows-1252; look at the accents.",)


def _from_book(path: Path, data: bytes) -> list[Table]:
    try:
        book = calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError:
        raise DocumentError(
            "this file has a password", where=str(path), next_step="Save a copy without one, and import that."
        ) from None
    except (calamine.CalamineError, OSError, ValueError):
        raise DocumentError(
            "this file is broken, or no spreadsheet",
            where=str(path),
            next_step="Open it in your spreadsheet program and save it anew.",
        ) from None
    return [_sheet(path, book, name) for name in book.sheet_names]


def _sheet(path: Path, book: calamine.CalamineWorkbook, name: str) -> Table:
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise DocumentError(f"the sheet “{name}” has more than {MOST_CELLS:,} cells", where=str(path))
        rows = [[_as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = sheet.merged_cell_ranges or []
    except calamine.CalamineError:
        raise DocumentError(f"the sheet “{name}” can't be read", where=str(path)) from None
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
    remarks = (f"Merged cells were read as what they span: {len(merged)} of them.",) if merged else ()
    return _table(path, name, rows, remarks)


def _as_text(value: Any) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case datetime() | date():
            return value.isoformat()[:10]
        case _:
            return str(value)


def _table(path: Path, name: str, rows: list[list[str]], remarks: tuple[str, ...]) -> Table:
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise DocumentError(f"this table has more than {MOST_CELLS:,} cells", where=str(path))
    cells = tuple(
        tuple(Cell((row[column] if column < len(row) else "").strip(), name, at, column) for column in range(width))
        for at, row in enumerate(rows)
    )
    return Table(name, cells, remarks)
