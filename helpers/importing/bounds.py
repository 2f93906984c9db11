"""Whether a spreadsheet can be read at all, before anything reads it: packed, it says little of what it unpacks to.

A file of 400 kB can hold 500 MB, and two cells in opposite corners of a sheet make room for 17 billion between them.
Whoever imports a colleague's file is told so in a second, and the computer goes on working.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

MOST_UNPACKED: Final = 50_000_000
"""Bytes of all parts of a file together; 200,000 cells take less."""

_PIECE = 100_000
_MOST_ELEMENTS = 1_000_000  # of a sheet: rows and cells, those that are only coloured among them
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class TooMuch(Exception):
    """A spreadsheet that is larger than is read; the message says in what, as a sentence goes on."""


class Broken(Exception):
    """A file that is packed, and no spreadsheet of a kind that is read."""


def unpacked(data: bytes, most_cells: int) -> int:
    """How many bytes a spreadsheet unpacks to; as it is, where it isn't packed (XLS).

    `most_cells` are those between the first and the last cell of a sheet, empty ones counted. Raises `TooMuch`
    for more of either, and `Broken` for what another reader could take for something else.
    """
    if not data.startswith(b"PK"):
        return len(data)
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.infolist():
                if part.filename.endswith("workbook.bin"):
                    raise Broken  # XLSB under another name: what is in it can't be looked through
                cells = (_OdsCells if part.filename == "content.xml" else _Cells)(most_cells)
                with packed.open(part) as content:
                    # to the last byte: a size that the file merely claims ends in a checksum that doesn't fit
                    while piece := content.read(_PIECE):
                        total += len(piece)
                        if total > MOST_UNPACKED:
                            raise TooMuch(f"unpacks to more than {MOST_UNPACKED / 1e6:g} MB")
                        cells.take(piece)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, LookupError):
        # RuntimeError: a part has a password; LookupError: it is in an encoding that nobody knows.
        # What is wrong with it is told by whoever reads it then.
        raise Broken from None
    return total


class _Cells:
    """How far the cells of a part reach that have anything in them, if it is a sheet of an XLSX."""

    root = "worksheet"

    def __init__(self, most: int) -> None:
        self.most = most
        self.seen = self.row = self.column = 0
        self.last_row = self.last_column = 0
        self.at: tuple[int, int] | None = None
        self.xml: expat.XMLParserType | None = expat.ParserCreate(namespace_separator=" ")
        self.xml.StartElementHandler = self.begins
        self.xml.EndElementHandler = self.ends
        self.xml.StartDoctypeDeclHandler = self.declares

    def take(self, piece: bytes) -> None:
        """Read on."""
        if self.xml is None:
            return
        try:
            self.xml.Parse(piece)
        except expat.ExpatError:
            self.xml = None  # a picture, or nothing that a reader would get further with

    def begins(self, name: str, given: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if not self.seen and kind != self.root:
            self.xml = None
            return
        self.seen += 1
        if self.seen > _MOST_ELEMENTS:
            raise TooMuch("has a sheet with far more in it than words")
        self.reads(kind, given)

    def reads(self, kind: str, given: dict[str, str]) -> None:
        """Go on to what begins here. Raises `TooMuch`."""
        if kind == "row":
            self.row = int(given["r"]) if given.get("r", "").isdecimal() else self.row + 1
            self.column = 0
        elif kind == "c":
            self.column += 1
            if match := _PLACE.fullmatch(given.get("r", "")):
                self.column, self.row = _number(match[1]), int(match[2])
            self.at = (self.row, self.column)
        elif self.at:  # something stands in it
            self.last_row, self.last_column = max(self.last_row, self.at[0]), max(self.last_column, self.at[1])
            self.at = None
            if self.last_row * self.last_column > self.most:
                raise TooMuch(f"has a sheet that reaches over more than {self.most:,} cells, empty ones counted")

    def ends(self, name: str) -> None:
        if name.rpartition(" ")[2] == "c":
            self.at = None

    def declares(self, *_: object) -> None:
        raise Broken


class _OdsCells(_Cells):
    """The same of an ODS, whose sheets stand in one part, and whose rows and cells say how often they are repeated."""

    root = "document-content"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.before = 0  # cells of the sheets that were read

    def reads(self, kind: str, given: dict[str, str]) -> None:
        attributes = {name.rpartition(" ")[2]: value for name, value in given.items()}
        match kind:
            case "table":
                self.before += self.last_row * self.last_column
                self.row = self.column = self.last_row = self.last_column = 0
            case "table-row":
                self.row, self.column = self.row + _times(attributes.get("number-rows-repeated")), 0
            case "table-cell" | "covered-table-cell":
                self.column += _times(attributes.get("number-columns-repeated"))
                self.at = (self.row, self.column)
                if "value-type" in attributes or "formula" in attributes:
                    self.reaches()
            case _:
                self.reaches()

    def reaches(self) -> None:
        """Something stands in the cell that is read, if one is. Raises `TooMuch`."""
        if self.at is None:
            return
        self.last_row, self.last_column = max(self.last_row, self.at[0]), max(self.last_column, self.at[1])
        if self.before + self.last_row * self.last_column > self.most:
            raise TooMuch(f"has sheets that reach over more than {self.most:,} cells, empty ones counted")

    def ends(self, name: str) -> None:
        if name.rpartition(" ")[2] in ("table-cell", "covered-table-cell"):
            self.at = None


def _times(repeated: str | None) -> int:
    """How often a row or a cell stands there; far more than any sheet has where that can't be read."""
    if repeated is None:
        return 1
    return int(repeated) if repeated.isdecimal() and len(repeated) < 10 else 10**9


def _number(letters: str) -> int:
    """The number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
