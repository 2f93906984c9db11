"""The cells of a file as text: CSV of any encoding and separator, XLSX, XLS, ODS; and headings and lists as a table."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

import python_calamine as calamine

from helpers.errors import DocumentError
from helpers.importing.bounds import Broken, TooMuch, unpacked
from helpers.importing.encoding import Encoded
from helpers.importing.spans import Overlap, Repeated, Span, spans, within

MOST_BYTES = 10_000_000
"""The largest file that is read; a ladder of 800 statements has 0.3 MB."""

MOST_CELLS = 200_000
"""How many cells a table may have, empty ones counted."""

MOST_LETTERS = 32_767
"""How long a text in a cell may be: what a cell of a spreadsheet holds at most."""

_MOST_WORK = 300_000_000  # bytes: sheets may all be one part of the file, which is read anew for each of them
_SAMPLE = 10_000  # letters in which the separator is looked for
_SAVE_ANEW = "Open it in your spreadsheet program and save it anew as .xlsx or .ods."
_WORDS_ALONE = "A ladder is words alone: take out pictures, and sheets that aren't about it."

TEXTS, BOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm", ".xls", ".ods")
"""The endings of files of separated values, and of spreadsheets."""


class Cell(NamedTuple):
    """A cell: its text ("" where it is empty), the table it stands in, row and column counted from 0.

    `at` is where it stands in a file that has no columns ("levels.md, line 12"), and `is_spanned` says that the text
    is that of a merged cell which begins elsewhere.
    """

    text: str
    table: str
    row: int
    column: int
    at: str = ""
    is_spanned: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as a spreadsheet says it ("Levels!B7")."""
        return self.at or f"{self.table}!{letters(self.column)}{self.row + 1}"


class Table(NamedTuple):
    """A sheet: its name, its rows, all of one length, and what was done in reading it, in words.

    `headings` are so many columns at the left that say below which headings a text stands: a file of headings
    and lists as a table (`outline`); 0 for a table as it was drawn. `encoded` is the file that it was read from, where
    that says nowhere in which encoding it is; None for all others.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    remarks: tuple[str, ...] = ()
    headings: int = 0
    encoded: Encoded | None = None


def letters(column: int) -> str:
    """The letters that a spreadsheet gives a column counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def from_text(path: Path, text: str, remarks: tuple[str, ...] = ()) -> list[Table]:
    """The table of a file of separated values. Raises `DocumentError`.

    `path` is the file's name, `text` what it says, and `remarks` tell how its letters were read.
    """
    sample = "\n".join(text[:_SAMPLE].splitlines()[:50])
    try:
        dialect: Any = csv.Sniffer().sniff(sample, delimiters=",;\t|")
        separator = dialect.delimiter
    except csv.Error:
        separator = max(",;\t|", key=sample.count)
    try:
        # one more than there may be is enough to know
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), MOST_CELLS + 1))
    except csv.Error as error:
        raise DocumentError(f"this isn't a table of separated values: {error}", where=str(path)) from None
    named = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[separator]
    return [table_of(path, path.stem, rows, (*remarks, f"Cells are separated by {named}."))]


def from_book(path: Path, data: bytes) -> list[Table]:
    """The sheets of a spreadsheet. Raises `DocumentError`."""
    broken = DocumentError(
        "this file is broken, or no spreadsheet",
        where=str(path),
        next_step=_SAVE_ANEW,
    )
    try:
        size = unpacked(data, MOST_CELLS)
    except TooMuch as much:
        raise DocumentError(f"this file {much}", where=str(path), next_step=_WORDS_ALONE) from None
    except Broken:
        raise broken from None
    try:
        book = calamine.load_workbook(io.BytesIO(data))
    except (calamine.CalamineError, OSError, ValueError):
        if _has_password(path, data):
            raise DocumentError(
                "this file has a password", where=str(path), next_step="Save a copy without one, and import that."
            ) from None
        raise broken from None
    if len(book.sheet_names) * size > _MOST_WORK:
        raise DocumentError(
            f"this file has {len(book.sheet_names):,} sheets, and they are large",
            where=str(path),
            next_step=_WORDS_ALONE,
        )
    try:
        merged = spans(data)
    except expat.ExpatError:  # the other reader is less strict
        raise broken from None
    remarks = tuple(_not_as_it_stands(data))
    return [_sheet(path, book, name, merged.get(name, ()), remarks) for name in book.sheet_names]


def _has_password(path: Path, data: bytes) -> bool:
    """Whether a spreadsheet has a password; its reader tells that of a file alone, which it knows by its ending."""
    with tempfile.TemporaryDirectory() as folder:
        (copy := Path(folder) / f"copy{path.suffix.lower()}").write_bytes(data)
        try:
            calamine.load_workbook(copy)
        except calamine.PasswordError:
            return True
        except (calamine.CalamineError, OSError, ValueError):
            pass
    return False


def _not_as_it_stands(data: bytes) -> Iterator[str]:
    """What an XLSX or ODS shows otherwise than it is read: notes on cells, and formulas."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        is_sheet = re.compile(r"xl/worksheets/.*\.xml|content\.xml").fullmatch
        sheets = [packed.read(name) for name in names if is_sheet(name)]
    # an XLSX has notes in parts of their own, and so are called there what an ODS has in its cells
    if any("comments" in name.casefold() for name in names) or any(b"<office:annotation" in each for each in sheets):
        yield "Notes on cells weren’t read: what people should see has to stand in a cell."
    if any(mark in sheet for sheet in sheets for mark in (b"<f>", b"<f ", b"table:formula=")):
        yield "Formulas were read as the values that they had when the file was saved."


def _sheet(
    path: Path, book: calamine.CalamineWorkbook, name: str, merged: Sequence[Repeated], notes: tuple[str, ...]
) -> Table:
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise DocumentError(f"the sheet “{name}” has more than {MOST_CELLS:,} cells", where=str(path))
        rows = [[_as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = merged or [Repeated(span) for span in sheet.merged_cell_ranges or ()]
    except calamine.CalamineError:
        raise DocumentError(f"the sheet “{name}” can't be read", where=str(path)) from None
    try:
        filled = [*within(merged, len(rows), max(map(len, rows), default=0))]
    except Overlap as error:
        places = " and ".join(f"{name}!{_range(span)}" for span in (error.first, error.second))
        raise DocumentError(
            "two merged cells lie on each other, so that it isn’t sure what stands there",
            where=f"{path} ({places})",
            next_step="Split both in your spreadsheet program, write into each cell what is meant, and save the file.",
        ) from None
    spanned: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in filled:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
                spanned.add((row, column))
        spanned.discard((top, left))
    remarks = (f"Merged cells were read as what they span: {len(filled)} of them.",) if filled else ()
    table = table_of(path, name, rows, (*remarks, *notes))
    marked = (tuple(cell._replace(is_spanned=(cell.row, cell.column) in spanned) for cell in row) for row in table.rows)
    return table._replace(rows=tuple(marked))


def _range(span: Span) -> str:
    """A block of cells as a spreadsheet says it ("B2:C4")."""
    return ":".join(f"{letters(column)}{row + 1}" for row, column in span)


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


class Line(NamedTuple):
    """A text of a file of headings and lists: the headings above it, what it is called there, and where it stands."""

    headings: tuple[str, ...]
    part: str
    text: str
    at: str


def outline(name: str, lines: Sequence[Line], remarks: tuple[str, ...] = ()) -> Table:
    """Headings and lists as a table: a column for each depth of headings, then what a text is called, then the text.

    A heading above all of them is the title of the file and no column. `name` is that of the file or of a part of it,
    `lines` are its texts in order, each with the headings above it, and `remarks` tell how it was read.
    """
    shared = 0
    while len(lines) > 1 and len({line.headings[shared : shared + 1] for line in lines}) == 1:
        if all(len(line.headings) <= shared + 1 for line in lines):
            break
        shared += 1
    depth = max((len(line.headings) for line in lines), default=0) - shared
    rows = [(*(f"Heading {at + 1}" for at in range(depth)), "Part", "Text", "")]
    for line in lines:
        above = line.headings[shared:]
        rows.append((*above, *[""] * (depth - len(above)), line.part, line.text, line.at))
    cells = tuple(
        tuple(Cell(text, name, at, column, row[-1]) for column, text in enumerate(row[:-1]))
        for at, row in enumerate(rows)
    )
    return Table(name, cells, remarks, headings=depth)


def table_of(path: Path, name: str, rows: list[list[str]], remarks: tuple[str, ...]) -> Table:
    """Rows of texts as a table. Raises `DocumentError` for more cells than are read.

    `path` is the file, for what an error says; `name` is that of the sheet or the file, and `remarks` tell how it was
    read. Rows that are shorter than the longest one are filled up with "".
    """
    width = max(map(len, rows), default=0)
    if max(width, 1) * len(rows) > MOST_CELLS:
        raise DocumentError(f"this table has more than {MOST_CELLS:,} cells", where=str(path))
    cells = tuple(
        tuple(Cell((row[column] if column < len(row) else "").strip(), name, at, column) for column in range(width))
        for at, row in enumerate(rows)
    )
    return Table(name, cells, remarks)
