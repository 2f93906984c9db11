"""The cells of a file as text: CSV of any encoding and separator, XLSX, XLS, ODS; and headings and lists as a table."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine as calamine

from helpers.errors import DocumentError
from helpers.importing.bounds import Broken, TooMuch, unpacked

MOST_BYTES = 10_000_000
"""The largest file that is read; a ladder of 800 statements has 0.3 MB."""

MOST_CELLS = 200_000
"""How many cells a table may have, empty ones counted."""

MOST_LETTERS = 32_767
"""How long a text in a cell may be: what a cell of a spreadsheet holds at most."""

_MOST_WORK = 300_000_000  # bytes: sheets may all be one part of the file, which is read anew for each of them
_SAMPLE = 10_000  # letters in which the separator is looked for
_WORDS_ALONE = "A ladder is words alone: take out pictures, and sheets that aren't about it."

TEXTS, BOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm", ".xls", ".ods")
"""The endings of files of separated values, and of spreadsheets."""

_CODES = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


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
    and lists as a table (`outline`); 0 for a table as it was drawn.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    remarks: tuple[str, ...] = ()
    headings: int = 0


def letters(column: int) -> str:
    """The letters that a spreadsheet gives a column counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def from_text(path: Path, data: bytes) -> Table:
    """The table of a file of separated values. Raises `DocumentError`."""
    text, remarks = decoded(path, data)
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
    return table_of(path, path.stem, rows, (*remarks, f"Cells are separated by {named}."))


def decoded(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """What a text file says, and how it was read where that was a guess. Raises `DocumentError`."""
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


def from_book(path: Path, data: bytes) -> list[Table]:
    """The sheets of a spreadsheet. Raises `DocumentError`."""
    broken = DocumentError(
        "this file is broken, or no spreadsheet",
        where=str(path),
        next_step="Open it in your spreadsheet program and save it anew as .xlsx or .ods.",
    )
    try:
        size = unpacked(data, MOST_CELLS)
    except TooMuch as much:
        raise DocumentError(f"this file {much}", where=str(path), next_step=_WORDS_ALONE) from None
    except Broken:
        raise broken from None
    try:
        book = calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError:
        raise DocumentError(
            "this file has a password", where=str(path), next_step="Save a copy without one, and import that."
        ) from None
    except (calamine.CalamineError, OSError, ValueError):
        raise broken from None
    if len(book.sheet_names) * size > _MOST_WORK:
        raise DocumentError(
            f"this file has {len(book.sheet_names):,} sheets, and they are large",
            where=str(path),
            next_step=_WORDS_ALONE,
        )
    remarks = tuple(_not_as_it_stands(data))
    return [_sheet(path, book, name, remarks) for name in book.sheet_names]


def _not_as_it_stands(data: bytes) -> Iterator[str]:
    """What an XLSX shows otherwise than it is read: notes, which lie in parts of their own, and formulas."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        if any("comments" in name.casefold() for name in names):
            yield "Notes on cells weren’t read: what people should see has to stand in a cell."
        sheets = (packed.read(name) for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
        if any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets):
            yield "Formulas were read as the values that they had when the file was saved."


def _sheet(path: Path, book: calamine.CalamineWorkbook, name: str, notes: tuple[str, ...]) -> Table:
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise DocumentError(f"the sheet “{name}” has more than {MOST_CELLS:,} cells", where=str(path))
        rows = [[_as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = sheet.merged_cell_ranges or []
    except calamine.CalamineError:
        raise DocumentError(f"the sheet “{name}” can't be read", where=str(path)) from None
    spanned = set()
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
                spanned.add((row, column))
        spanned.discard((top, left))
    remarks = (f"Merged cells were read as what they span: {len(merged)} of them.",) if merged else ()
    table = table_of(path, name, rows, (*remarks, *notes))
    marked = (tuple(cell._replace(is_spanned=(cell.row, cell.column) in spanned) for cell in row) for row in table.rows)
    return table._replace(rows=tuple(marked))


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
