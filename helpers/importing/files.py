"""The tables of a file, whatever wrote it, by what its name ends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from helpers import files
from helpers.errors import DocumentError
from helpers.importing.encoding import decoded
from helpers.importing.markdown import from_markdown
from helpers.importing.tables import BOOKS, MOST_BYTES, MOST_LETTERS, TEXTS, Table, from_book, from_text
from helpers.importing.trees import from_json, from_yaml

_OF_TEXTS: Mapping[str, Callable[[Path, str, tuple[str, ...]], list[Table]]] = {
    **dict.fromkeys(TEXTS, from_text),
    **dict.fromkeys((".md", ".markdown"), from_markdown),
    **dict.fromkeys((".yaml", ".yml"), from_yaml),
    ".json": from_json,
}

ENDINGS = (*TEXTS, *BOOKS, *(ending for ending in _OF_TEXTS if ending not in TEXTS))
"""What a file that can be imported may end on."""


def read_tables(path: Path) -> tuple[Table, ...]:
    """The tables of a file that have anything in them.

    Raises `DocumentError` for a file that can't be read: none there, another kind, a password,
    too large, broken, empty.
    """
    _check_kind(path)
    try:
        data = files.read(path, most=MOST_BYTES)
    except OSError as error:
        raise DocumentError(
            f"can't be read: {files.reason(error)}",
            where=str(path),
            next_step="A ladder is words alone: take out pictures, and sheets that aren't about it.",
        ) from None
    return tables_of(path, data)


def tables_of(path: Path, data: bytes, encoding: str = "") -> tuple[Table, ...]:
    """The same of what was handed over: `path` is its name, which says what kind it is, and `data` what it holds.

    `encoding` is what somebody says of a text that isn't UTF-8; "" where nobody does. Raises `DocumentError`.
    """
    _check_kind(path)
    if len(data) > MOST_BYTES:
        raise DocumentError(
            f"this has more than {MOST_BYTES / 1e6:g} MB",
            where=str(path),
            next_step="A ladder is words alone: take out pictures, and sheets that aren't about it.",
        )
    tables = _read(path, data, encoding)
    filled = tuple(table for table in tables if any(cell.text for row in table.rows for cell in row))
    if not filled:
        raise DocumentError("there is nothing in this file", where=str(path))
    for table in filled:
        _check_letters(path, table)
        _check_lengths(path, table)
    return filled


def _read(path: Path, data: bytes, encoding: str) -> Sequence[Table]:
    ending = path.suffix.lower()
    if ending in BOOKS:
        return from_book(path, data)
    text, remarks, encoded = decoded(path, data, encoding)
    return [table._replace(encoded=encoded) for table in _OF_TEXTS[ending](path, text, remarks)]


def _check_lengths(path: Path, table: Table) -> None:
    long = next((cell for row in table.rows for cell in row if len(cell.text) > MOST_LETTERS), None)
    if long:
        raise DocumentError(
            f"a text of {len(long.text):,} letters is longer than any cell of a spreadsheet can be",
            where=f"{path} ({long.place})",
            next_step="Look whether a quotation mark or the end of a line is missing, and try again.",
        )


def _check_letters(path: Path, table: Table) -> None:
    broken = next((cell for row in table.rows for cell in row if not _is_whole(cell.text + cell.at)), None)
    if broken:
        raise DocumentError(
            "a letter is broken, as when a text was cut in the middle of an emoji",
            where=f"{path} ({broken.place})".encode("utf-8", "backslashreplace").decode(),
            next_step="Look for a code such as \\ud83d in the file, write the letter that is meant, and try again.",
        )


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _check_kind(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise DocumentError(
            "this is no table that can be read",
            where=str(path),
            next_step="Save it as .xlsx, .ods or .csv; .md, .yaml and .json are read too. "
            "A picture of a table has no cells.",
        )
