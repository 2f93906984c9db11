"""What a table says about levels: which statement stands at which level, in which competency.

Two shapes are read: a long table (a row for each statement) and a grid (competency × level, either way round).
Where a table can be read in two ways, that is a question, and its answer one of `answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from helpers.errors import UsageError
from helpers.importing.tables import Cell, Table, letters

_NAMES = {
    "level": "level grade step stage rung seniority stufe ebene karrierestufe niveau nivel",
    "competency": "competency competence skill area dimension category attribute theme topic family kompetenz bereich",
    "statement": "statement statements text behaviour behavior behaviours behaviors expectation expectations "
    "description criteria criterion aussage verhalten erwartung",
    "title": "title name kurztitel",
    "meaning": "meaning explanation example examples erklärung bedeutung beispiel",
    "practice": "practice practise exercise übung",
    "id": "id key",
}
"""The words by which a column says what it holds."""

COLUMNS = tuple(_NAMES)
"""What a column can hold."""

_BULLET = re.compile(r"^\s*(?:[-*•–▪◦]|\d+[.)])\s+")


class Question(NamedTuple):
    """Something that can be read in two ways: what is asked, the key of its answer, and the answers there are.

    No answers stand for any column, by its letter or its heading.
    """

    key: str
    text: str
    answers: tuple[str, ...] = ()

    def __str__(self) -> str:
        how = " or ".join(f'--map "{self.key}={answer}"' for answer in self.answers or ("B",))
        return f"{self.text}\n  Answer with {how}."


class OpenQuestions(UsageError):
    """A table can be read in more ways than one: every question that is open, with how to answer it."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__("before it is a ladder, this has to be said:\n\n" + "\n\n".join(map(str, questions)))


class Entry(NamedTuple):
    """A statement as the table has it; "" stands for what it doesn't say. `cell` is where its text stands."""

    level: str
    competency: str
    text: str
    cell: Cell
    title: str = ""
    meaning: str = ""
    practice: str = ""
    id: str = ""


class Understood(NamedTuple):
    """What was read: statements in the order of the table, what had no place, and how it was read, in words."""

    entries: tuple[Entry, ...]
    levels: tuple[str, ...]
    competencies: tuple[str, ...]
    left_over: tuple[Cell, ...]
    remarks: tuple[str, ...]


def understand(tables: Sequence[Table], answers: Mapping[str, str] | None = None) -> Understood:
    """What tables say, with the answers to what would be open.

    `answers` are "sheet", "levels" ("across", "down"), "lines" ("split", "keep"), "blank" ("above", "none"), and
    for what a column holds its letter or heading ("level", "competency", "statement", "title", "meaning",
    "practice", "id"). Raises `OpenQuestions`, `UsageError` for an answer that fits nothing.
    """
    given = {key.strip().casefold(): value.strip() for key, value in (answers or {}).items()}
    if "skill" in given:
        given["competency"] = given.pop("skill")
    table = _table(tables, given)
    at = _head(table)
    head, rows = table.rows[at], table.rows[at + 1 :]
    before = [cell for row in table.rows[:at] for cell in _once(row)]
    others = tuple(f"The sheet “{other.name}” was left alone." for other in tables if other is not table)
    columns = _columns(head, given)
    if "statement" in columns:
        found = _long(columns, head, rows, given)
    else:
        found = _grid(table.name, columns, head, rows, given)
    if not found.entries:
        raise UsageError(f"there is no statement in “{table.name}”", next_step="Look whether this is the right sheet.")
    found = _split(found, given)
    return found._replace(left_over=(*before, *found.left_over), remarks=(*table.remarks, *others, *found.remarks))


def _table(tables: Sequence[Table], given: Mapping[str, str]) -> Table:
    if "sheet" in given:
        for table in tables:
            if table.name.casefold() == given["sheet"].casefold():
                return table
        names = ", ".join(f"“{table.name}”" for table in tables)
        raise UsageError(f"there is no sheet “{given['sheet']}”", next_step=f"There are: {names}.")
    telling = [table for table in tables if len(_columns(table.rows[_head(table)], {}, ask=False)) > 1]
    if len(tables) == 1 or len(telling) == 1:
        return (telling or list(tables))[0]
    raise OpenQuestions([Question("sheet", "Which sheet has the levels?", tuple(table.name for table in tables))])


def _head(table: Table) -> int:
    """The row of the headings: the first with two different texts, since a title above a table stands alone."""
    for at, row in enumerate(table.rows):
        if len({cell.text for cell in row if cell.text}) > 1:
            return at
    return 0


def _once(row: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of a row that say something, the text of a merged one once."""
    seen = set()
    for cell in row:
        if cell.text and cell.text not in seen:
            seen.add(cell.text)
            yield cell


def _columns(head: Sequence[Cell], given: Mapping[str, str], *, ask: bool = True) -> dict[str, int]:
    """Which column holds what: as was said, else as its heading says."""
    found: dict[str, int] = {}
    for what in COLUMNS:
        if what in given:
            found[what] = _column(head, given[what])
    taken, open_ = set(found.values()), []
    for what, names in _NAMES.items():
        fits = [
            cell.column
            for cell in head
            if what not in found and cell.column not in taken and set(_words(cell.text)) & set(names.split())
        ]
        exact = [at for at in fits if head[at].text.casefold() in names.split()]
        fits = exact if len(exact) == 1 else fits
        if len(fits) == 1:
            found[what] = fits[0]
            taken.add(fits[0])
        elif fits and what in ("level", "competency", "statement"):
            names_ = " and ".join(f"“{head[at].text}” ({letters(at)})" for at in fits)
            open_.append(Question(what, f"Which column holds the {what}: {names_}?", tuple(map(letters, fits))))
    if open_ and ask:
        raise OpenQuestions(open_)
    return found


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return words if len(words) <= 3 else []  # a heading that says what stands below it is short


def _column(head: Sequence[Cell], name: str) -> int:
    for cell in head:
        if cell.text.casefold() == name.casefold():
            return cell.column
    for cell in head:
        if letters(cell.column) == name.upper():
            return cell.column
    there = ", ".join(f"{letters(cell.column)} “{cell.text}”" for cell in head if cell.text)
    raise UsageError(f"there is no column “{name}”", next_step=f"There are: {there}.")


def _long(
    columns: Mapping[str, int], head: Sequence[Cell], rows: Sequence[Sequence[Cell]], given: Mapping[str, str]
) -> Understood:
    if "level" not in columns:
        raise OpenQuestions([Question("level", "Which column holds the level?")])
    at, text_at = columns["level"], columns["statement"]
    told = [row for row in rows if row[text_at].text]
    blank = sum(not row[at].text for row in told)
    if blank and given.get("blank") not in ("above", "none"):
        what = f"Statements have no level in their row: {blank} of them. Do they belong to the level above?"
        raise OpenQuestions([Question("blank", what, ("above", "none"))])
    above = given.get("blank") == "above"
    entries, left_over, level, competency = [], [], "", ""
    for row in rows:
        values = {what: row[column].text for what, column in columns.items()}
        level = values["level"] or (level if above else "")
        competency = values.get("competency", "") or (competency if above and not values["level"] else "")
        left_over += [cell for cell in row if cell.text and cell.column not in columns.values()]
        if not values["statement"] or not level:
            left_over += [cell for cell in row if cell.text and cell.column in columns.values()]
            continue
        entries.append(
            Entry(
                level,
                competency,
                values["statement"],
                row[text_at],
                *(values.get(what, "") for what in ("title", "meaning", "practice", "id")),
            )
        )
    how = ", ".join(f"{what} in {letters(column)} (“{head[column].text}”)" for what, column in columns.items())
    return _understood(entries, left_over, f"A row is a statement: {how}.")


def _grid(
    name: str,
    columns: Mapping[str, int],
    head: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    given: Mapping[str, str],
) -> Understood:
    across = {"across": True, "down": False}.get(given.get("levels", ""))
    label = columns.get("competency", columns.get("level", 0))
    if across is None and "competency" in columns and "level" not in columns:
        across = True
    if across is None and "level" in columns and "competency" not in columns:
        across = False
    if across is None:
        tops = ", ".join(f"“{cell.text}”" for cell in head[label + 1 : label + 4])
        sides = ", ".join(f"“{row[label].text}”" for row in rows[:3])
        raise OpenQuestions(
            [
                Question(
                    "levels", f"Are the levels across the top ({tops}) or down the side ({sides})?", ("across", "down")
                )
            ]
        )
    entries, left_over = [], [cell for row in rows for cell in row[:label] if cell.text]
    tops_and_cells = [(top, row) for top in head[label + 1 :] for row in rows]
    if not across:
        tops_and_cells = [(top, row) for row in rows for top in head[label + 1 :]]
    for top, row in tops_and_cells:
        cell, side = row[top.column], row[label].text
        if not cell.text:
            continue
        if not top.text or not side:
            left_over.append(cell)
            continue
        level, competency = (top.text, side) if across else (side, top.text)
        entries.append(Entry(level, competency, cell.text, cell))
    way = "levels across the top, competencies down the side" if across else "levels down the side, competencies across"
    return _understood(entries, left_over, f"A grid in “{name}”: {way}, a statement in each cell.")


def _understood(entries: Sequence[Entry], left_over: Sequence[Cell], how: str) -> Understood:
    return Understood(
        entries=tuple(entries),
        levels=tuple(dict.fromkeys(entry.level for entry in entries)),
        competencies=tuple(dict.fromkeys(entry.competency for entry in entries if entry.competency)),
        left_over=tuple(left_over),
        remarks=(how,),
    )


def _split(found: Understood, given: Mapping[str, str]) -> Understood:
    """Cells of several lines as one statement a line, if that was said; one line is one statement in any case."""
    several = sum(len(_lines(entry.text)) > 1 for entry in found.entries)
    if several and given.get("lines") not in ("split", "keep"):
        what = f"Cells hold several lines: {several} of them. Is each line a statement of its own?"
        raise OpenQuestions([Question("lines", what, ("split", "keep"))])
    split = given.get("lines") == "split"
    entries = tuple(
        entry._replace(text=text, id=entry.id if text == entry.text else "")
        for entry in found.entries
        for text in (_lines(entry.text) if split else [" ".join(_lines(entry.text))])
        if text
    )
    return found._replace(entries=entries)


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := _BULLET.sub("", part).strip())]
