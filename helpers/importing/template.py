"""An empty spreadsheet to fill in, with help in its cells."""

from __future__ import annotations

import io

import xlsxwriter

_COLUMNS = (
    ("Level", 24, "The name of the level, as your people know it. The same name in every row of a level."),
    ("Competency", 24, "What it is about, such as Communication. It may stay empty in all rows."),
    ("Statement", 60, "One thing that can be seen in somebody's work at this level. One row for each."),
    ("Title", 28, "A short name of at most 48 characters. Empty: the statement itself, shortened."),
    ("Meaning", 48, "What it looks like in practice, for whoever asks. It may stay empty."),
    ("Examples", 48, "What somebody did, one example a line. It may stay empty."),
    ("Link", 32, "An address on the web to read more at. It may stay empty."),
    ("Mandatory", 12, "“yes” for what everybody at this level has to do. It may stay empty."),
    ("Id", 28, "Leave it empty. Once imported, it is what answers refer to, and `ladder import` keeps it."),
)
_ROWS = 1000


def template() -> bytes:
    """An XLSX file with a sheet to fill in: a heading for each column, and help when a cell is chosen."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"title": "A ladder to fill in"})
    sheet = book.add_worksheet("Ladder")
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, (name, width, help) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width, body)
        sheet.write_string(0, at, name, head)
        sheet.data_validation(0, at, _ROWS, at, {"validate": "any", "input_title": name, "input_message": help})
    sheet.freeze_panes(1, 0)
    book.close()
    return held.getvalue()
