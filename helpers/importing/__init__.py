"""From a company's spreadsheet to a ladder file, and from next year's spreadsheet to the next version of it.

    files ── read_tables ──▶ tables ── understand ──▶ understood ── as_ladder ──▶ the text of a ladder file

Nothing is guessed: where two readings are possible, `understand` raises `OpenQuestions`, and an answer to each is
one of its parameters. Nothing of the source is dropped: what has no place is listed, and kept as a comment.
"""

from helpers.importing.files import ENDINGS, read_tables, tables_of
from helpers.importing.ladders import (
    CHANGED,
    DIVIDED,
    FATES,
    NEXT,
    REWORDED,
    Imported,
    as_ladder,
    old_levels,
    old_text,
    old_words,
    told_of_ids,
)
from helpers.importing.shapes import (
    LEVELS,
    LIST,
    ROLES,
    NoColumn,
    OpenQuestions,
    Question,
    Understood,
    check_answers,
    understand,
)
from helpers.importing.tables import Cell, Table
from helpers.importing.template import spreadsheet, template

__all__ = [
    "CHANGED",
    "DIVIDED",
    "ENDINGS",
    "FATES",
    "LEVELS",
    "LIST",
    "NEXT",
    "REWORDED",
    "ROLES",
    "Cell",
    "Imported",
    "NoColumn",
    "OpenQuestions",
    "Question",
    "Table",
    "Understood",
    "as_ladder",
    "check_answers",
    "old_levels",
    "old_text",
    "old_words",
    "read_tables",
    "spreadsheet",
    "tables_of",
    "template",
    "told_of_ids",
    "understand",
]
