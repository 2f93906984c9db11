"""The spreadsheet of a ladder: empty, with help in its cells, or filled, with the ids that answers refer to."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

from helpers.ladder.model import MOST_TITLE, Ladder, Level, Skill, Statement, shortened

_COLUMNS = (
    ("Level", 24, "The name of the level, as your people know it. The same name in every row of a level."),
    ("Number", 12, "What the level is called besides, such as IC3. It may stay empty."),
    ("Competency", 24, "What it is about, such as Communication. It may stay empty in all rows."),
    ("Statement", 60, "One thing that can be seen in somebody's work at this level. One row for each."),
    ("Title", 28, "A short name of at most 48 characters. Empty: the statement itself, shortened."),
    ("Meaning", 48, "What it looks like in practice, for whoever asks. It may stay empty."),
    ("Examples", 48, "What somebody did, one example a line. It may stay empty."),
    ("Link", 32, "An address on the web to read more at. It may stay empty."),
    ("Mandatory", 12, "“yes” for what everybody at this level has to do. It may stay empty."),
    ("Practice", 48, "A way to practise it. It may stay empty."),
    (
        "Id",
        28,
        "Leave it as it is: answers refer to it. Empty it where the row is another statement now. "
        "Two ids in one cell put two statements together; "
        "one id in two rows splits one.",
    ),
)
_ROWS = 1000
_MADE = datetime(2020, 1, 1)


def template() -> bytes:
    """An XLSX file with a sheet to fill in: a heading for each column, and help when a cell is chosen."""
    return _book("A ladder to fill in", ())


def spreadsheet(ladder: Ladder) -> bytes:
    """A ladder as the same sheet, a row a statement, with its ids: the master that next year's import reads back."""
    families = {each.id: each.text or each.title for each in ladder.competencies}
    every = ((level, statement, families.get(statement.competency or "", "")) for level, _, statement in ladder.walk())
    return _book(ladder.title, (_row(*each) for each in every))


def _row(level: Level, statement: Statement, family: str) -> tuple[str, ...]:
    named = statement.title.casefold() != shortened(statement.text, MOST_TITLE).casefold()
    practice = statement.practice.text if isinstance(statement, Skill) and statement.practice else ""
    return (
        level.title,
        "" if level.number is None else str(level.number),
        family,
        statement.text,
        statement.title if named else "",
        statement.meaning or "",
        "\n".join(statement.examples),
        statement.links[0].address if statement.links else "",
        "yes" if statement.mandatory else "",
        practice,
        statement.id,
    )


def _book(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": _MADE})
    sheet = book.add_worksheet("Ladder")
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, (name, width, help) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width, body)
        sheet.write_string(0, at, name, head)
        sheet.data_validation(0, at, _ROWS, at, {"validate": "any", "input_title": name, "input_message": help})
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(number, at, text, body)
    sheet.freeze_panes(1, 0)
    book.close()
    return held.getvalue()
