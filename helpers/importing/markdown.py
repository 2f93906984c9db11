"""Tables and lists of a Markdown file: a table for each, and headings with what is listed below them as one more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from helpers.errors import DocumentError
from helpers.importing.tables import Line, Table, outline, table_of

MOST_LETTERS, MOST_LINES = 1_000_000, 20_000
"""What of a Markdown file is read; a ladder of 800 statements has 300,000 letters and 5,000 lines."""

MOST_IN_A_LINE, MOST_BRACKETS = 100_000, 20_000
"""Letters of a line, which may be a whole row of a table; and brackets, each of which may begin a link."""

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def from_markdown(path: Path, text: str, remarks: tuple[str, ...] = ()) -> list[Table]:
    """The tables of a Markdown file, and its lists below their headings. Raises `DocumentError`.

    `path` is the file's name, `text` what it says, and `remarks` tell how its letters were read.
    """
    if len(text) > MOST_LETTERS or text.count("\n") > MOST_LINES:
        raise DocumentError(
            f"this is longer than {MOST_LINES:,} lines, or {MOST_LETTERS:,} letters",
            where=str(path),
            next_step="Leave in it what the ladder says, and import that.",
        )
    _check_lines(path, text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    tables = [
        table_of(path, name, rows, (*remarks, f"A table below “{name}”."))
        for name, rows in _named(_tables(tokens), path.stem)
    ]
    lines = list(_lines(tokens, path.name))
    if lines:
        tables.append(outline(f"lists of {path.stem}" if tables else path.stem, lines, remarks))
    return tables


def _check_lines(path: Path, text: str) -> None:
    """Before it is parsed, which takes its time over what is no ladder anyway. Raises `DocumentError`."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_IN_A_LINE:
            raise DocumentError(
                f"a line of {len(line):,} letters is longer than any of a ladder",
                where=f"{path} (line {number:,})",
                next_step="Look whether the end of a line is missing, and try again.",
            )
    if text.count("[") > MOST_BRACKETS:
        raise DocumentError(
            f"this has more than {MOST_BRACKETS:,} square brackets",
            where=str(path),
            next_step="Leave in it what the ladder says, without its links, and import that.",
        )


def _named(tables: Iterator[tuple[str, list[list[str]]]], stem: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table by the heading above it, none with another's name."""
    often: dict[str, int] = {}
    for heading, rows in tables:
        name = heading or stem
        often[name] = often.get(name, 0) + 1
        yield (name if often[name] == 1 else f"{name} ({often[name]})"), rows


def _tables(tokens: Sequence[Token]) -> Iterator[tuple[str, list[list[str]]]]:
    heading, rows = "", list[list[str]]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _words(tokens[at + 1])
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(_words(tokens[at + 1]))
        elif token.type == "table_close":
            yield heading, rows


def _lines(tokens: Sequence[Token], name: str) -> Iterator[Line]:
    """What is listed or told below headings; an item with a list of its own is a heading of that list."""
    headings: list[tuple[int, str]] = []
    items: list[str] = []
    in_table = False
    for at, token in enumerate(tokens):
        in_table = (in_table or token.type == "table_open") and token.type != "table_close"
        if token.type == "heading_open":
            rank = int(token.tag[1:])
            headings = [each for each in headings if each[0] < rank] + [(rank, _words(tokens[at + 1]))]
        elif token.type == "list_item_open":
            items.append("")
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "inline" and not in_table and tokens[at - 1].type == "paragraph_open":
            words = _words(token)
            if items and not items[-1]:
                items[-1] = words
                if _has_list(tokens, at):
                    continue  # it is told by its list
            if words:
                above = (*(title for _, title in headings), *(item for item in items[:-1] if item))
                place = f"{name}, line {token.map[0] + 1}" if token.map else name
                yield Line(above, "list" if items else "paragraph", words, place)


def _has_list(tokens: Sequence[Token], at: int) -> bool:
    """Whether the item whose first words stand here has a list of its own."""
    depth = 0
    for token in map(tokens.__getitem__, range(at, len(tokens))):  # a slice would copy the rest for each item
        depth += token.nesting if token.type.startswith("list_item") else 0
        if depth < 0:
            return False
        if token.type in ("bullet_list_open", "ordered_list_open"):
            return True
    return False


def _words(inline: Token) -> str:
    """The words of a paragraph, a heading or a cell without their markup; a break is a line of its own."""
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.fullmatch(child.content)):
            parts.append("\n")
        elif child.type == "softbreak":
            parts.append(" ")
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()
