"""What a table says about levels: which statement stands at which level, in which competency.

Three shapes are read: a long table (a row for each statement), a grid (competency × level, either way round), and
an outline (headings and lists). Several tables are one ladder where each is a role of its own, or a level.
Where a table can be read in two ways, that is a question, and its answer one of `answers`.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import NamedTuple

from helpers.errors import DocumentError, UsageError
from helpers.importing.encoding import Encoded, place_of_letters
from helpers.importing.files import tables_of
from helpers.importing.known_encodings import AS_UTF8, is_vague, known, named
from helpers.importing.tables import Cell, Table, letters
from helpers.ladder.sentences import sentences_of

_NAMES = {
    "level": "level grade step stage rung seniority stufe ebene karrierestufe niveau nivel 等級 "
    "グレード レベル 级别 等级",
    "competency": "competency competence skill area dimension category attribute theme topic family kompetenz bereich "
    "fähigkeit fähigkeiten kompetenzen thema "
    "compétence competencia 分野 能力 スキル 项目",
    "statement": "statement statements text behaviour behavior behaviours behaviors expectation expectations "
    "description summary criteria criterion signals aussage verhalten erwartung 行動 内容 期待 行为",
    "title": "title name kurztitel",
    "meaning": "meaning explanation erklärung bedeutung",
    "examples": "example examples beispiel beispiele",
    "link": "link links url reference",
    "mandatory": "mandatory required must pflicht",
    "number": "number code nummer",
    "practice": "practice practise exercise übung",
    "id": "id key",
}
"""The words by which a column says what it holds."""

COLUMNS = tuple(_NAMES)
"""What a column can hold."""

SETTINGS = ("encoding", "sheet", "levels", "lines", "sentences", "blank", "part", "rewordings", "version")
"""What else can be answered beforehand."""

LIST = "list"
"""What a table without a heading for its statements can be, beside a grid: a row for each statement."""

_CHOICES = MappingProxyType(
    {
        "levels": ("across", "down", LIST),
        "lines": ("split", "keep"),
        "sentences": ("split", "keep"),
        "blank": ("above", "none"),
    }
)
"""The settings that have a few answers, and these."""

ROLES, LEVELS = "each is a role", "each is a level"
"""What several tables can be, beside one of them being the ladder."""

_YES = ("yes", "true", "x", "✓", "1", "mandatory", "required", "must", "ja", "pflicht")
_NOTHING = ("n/a", "n.a.", "n.a", "k.a.", "k.a", "tbd", "tbc")
_FEW = 4  # texts of which nobody can tell whether they come again by chance
_MOST_ABOVE = 6  # rows that may stand above the headings: title, date, owner, a note
_BULLET = re.compile(r"^\s*(?:[-*•–▪◦]|\d+[.)])\s+")


class Question(NamedTuple):
    """Something that can be read in two ways: what is asked, the key of its answer, and the answers there are.

    No answers stand for any column, by its letter or its heading. `named` are the answers as a reader knows them, where
    that is not how they are given.
    """

    key: str
    text: str
    answers: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __str__(self) -> str:
        how = " or ".join(f'--map "{self.key}={answer}"' for answer in self.answers or ("B",))
        return f"{self.text}\n  Answer with {how}."


class OpenQuestions(UsageError):
    """A table can be read in more ways than one: every question that is open, with how to answer it."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__("before it is a ladder, this has to be said:\n\n" + "\n\n".join(map(str, questions)))


class NoColumn(UsageError):
    """An answer names a column that there isn't. `key` is what the column was to hold, one of `COLUMNS`."""

    def __init__(self, key: str, name: str, head: Sequence[Cell]) -> None:
        self.key = key
        there = ", ".join(f"{letters(cell.column)} “{cell.text}”" for cell in head if cell.text)
        super().__init__(f"there is no column “{name}”", next_step=f"There are: {there}.")


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
    examples: str = ""
    link: str = ""
    mandatory: bool = False


class Understood(NamedTuple):
    """What was read: statements in the order of the table, what had no place, and how it was read, in words."""

    entries: tuple[Entry, ...]
    levels: tuple[str, ...]
    competencies: tuple[str, ...]
    left_over: tuple[Cell, ...]
    remarks: tuple[str, ...]
    tracks: Mapping[str, str] = MappingProxyType({})
    """The role that a level belongs to, where each table was one."""
    numbers: Mapping[str, str] = MappingProxyType({})
    """What people call a level besides ("IC3"), where the table says so."""


def check_answers(answers: Mapping[str, str], others: Iterable[str] = ()) -> None:
    """Raise `UsageError` for an answer to nothing that is asked, such as a slip of the pen.

    `others` are ids of the ladder that there is, which rewordings are answered by.
    """
    known = [*COLUMNS, *SETTINGS, "skill", *others]
    for key in answers:
        if key.casefold() not in {each.casefold() for each in known}:
            near = difflib.get_close_matches(key.casefold(), known, n=1)
            raise UsageError(
                f"nothing is asked about “{key}”",
                next_step=f"Did you mean “{near[0]}”?" if near else f"It can be: {', '.join((*COLUMNS, *SETTINGS))}.",
            )


def understand(tables: Sequence[Table], answers: Mapping[str, str] | None = None) -> Understood:
    """What tables say, with the answers to what would be open.

    `answers` are "encoding" (of a text that doesn't say its own), "sheet" (its name, or what each of them is),
    "levels" ("across", "down", "list"), "lines" and "sentences" ("split", "keep"), "blank" ("above", "none"),
    "part" of an outline, and for what a column holds its letter or heading (any of `COLUMNS`). Raises
    `OpenQuestions`, `UsageError` for an answer that fits nothing, `DocumentError` for letters that make no words.
    """
    given = {key.strip().casefold(): value.strip() for key, value in (answers or {}).items()}
    if "skill" in given:
        given["competency"] = given.pop("skill")
    given |= {key: _chosen_of(key, given[key]) for key in _CHOICES if key in given}
    tables = _in_letters(tables, given.get("encoding", ""))
    chosen = _chosen(tables, given)
    read = [_read(table, given, level=table.name if given.get("sheet") == LEVELS else "") for table in chosen]
    whole = _together(chosen, read) if len(read) > 1 else read[0]
    others = tuple(f"The sheet “{other.name}” was left alone." for other in tables if other not in chosen)
    return _split(whole._replace(remarks=(*others, *whole.remarks)), given)


def _chosen_of(key: str, said: str) -> str:
    """An answer of a setting that has a few, in whatever capitals. Raises `UsageError` for another."""
    if said.casefold() not in _CHOICES[key]:
        raise UsageError(f"“{key}” can’t be “{said}”", next_step=f"It can be: {', '.join(_CHOICES[key])}.")
    return said.casefold()


def _in_letters(tables: Sequence[Table], said: str) -> Sequence[Table]:
    """The tables in the encoding that was said, or the only likely one. Raises `OpenQuestions`, `DocumentError`.

    Of several files an answer is about those that are asked about: one that can be read in a single way stays as it is.
    """
    files = [(encoded, list(of_file)) for encoded, of_file in groupby(tables, key=attrgetter("encoded"))]
    is_one = sum(encoded is not None for encoded, _ in files) == 1
    if is_vague(said):
        said = ""
    elif said:
        known(said)
    if not any(encoded for encoded, _ in files):
        return _with_useless(tables, said) if said else tables
    sure: list[Table] = []
    for encoded, of_file in files:
        if encoded and said and (is_one or len(encoded.readings) != 1):
            if not is_one:
                _check_likely(encoded, said)
            sure += tables_of(encoded.path, encoded.data, said)
        elif encoded and not encoded.readings:
            raise DocumentError(
                "its letters make no words in any encoding that is tried",
                where=f"{encoded.path} (from {place_of_letters(encoded.data)})",
                next_step=f"{AS_UTF8[0].upper()}{AS_UTF8[1:]} On the command line you can name the encoding: "
                '--map "encoding=Windows-874".',
            )
        elif encoded and len(encoded.readings) > 1:
            shown = " or ".join(reading.told for reading in encoded.readings)
            asked = f"The letters of “{encoded.path.name}” can be read in several ways. Which is right: {shown}?"
            names = [(reading.encoding.name, reading.told) for reading in encoded.readings]
            raise OpenQuestions([Question("encoding", asked, *zip(*names, strict=True))])
        else:
            sure += of_file
    return sure


def _with_useless(tables: Sequence[Table], said: str) -> Sequence[Table]:
    """The tables, of which the first says that naming an encoding changed nothing."""
    remark = f"“encoding={said}” changed nothing: the file itself says in which letters it is."
    return [tables[0]._replace(remarks=(remark, *tables[0].remarks)), *tables[1:]]


def _check_likely(encoded: Encoded, said: str) -> None:
    """Raise `DocumentError` where what was said of another file too is no likely reading of this one."""
    if encoded.readings and named(said) not in {reading.encoding for reading in encoded.readings}:
        raise DocumentError(
            f"its letters aren’t {said}, as another file’s are",
            where=str(encoded.path),
            next_step=f"One answer is for all files: {AS_UTF8}",
        )


def _read(table: Table, given: Mapping[str, str], *, level: str) -> Understood:
    """What one table says; `level` is the one that it is about, "" where it says that itself."""
    if table.headings:
        return _outline(table, given, level)
    at, head, over = _headings(table)
    rows = table.rows[at + 1 :]
    before = [cell for row in table.rows[: at - len(over)] for cell in _once(row)]
    before += [cell for row in over for cell in _once(row) if not _names_level(cell) and cell.text not in _texts(head)]
    columns = _columns(head, given)
    statement_at = columns.get("statement")
    is_said = "statement" in given or (statement_at is not None and _holds(head[statement_at], whole=True))
    is_grid = "statement" not in given and given.get("levels") in ("across", "down")
    if statement_at is not None and not is_grid and (is_said or _is_worded(rows, statement_at)):
        understood = _long(_titled(columns, head, rows, given), head, rows, given, level)
    elif level or given.get("levels") == LIST:
        columns["statement"] = _only_one_left(table.name, columns, head)
        understood = _long(_titled(columns, head, rows, given), head, rows, given, level)
    else:
        understood = _grid(table.name, {w: at for w, at in columns.items() if w != "statement"}, head, rows, given)
    if not understood.entries:
        raise UsageError(f"there is no statement in “{table.name}”", next_step="Look whether this is the right sheet.")
    how = tuple(f"Headings stand in two rows, {row[0].row + 1} and {row[0].row + 2}." for row in over)
    return understood._replace(
        left_over=(*before, *understood.left_over), remarks=(*table.remarks, *how, *understood.remarks)
    )


def _is_worded(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether a column says anything: the numbers below “Behaviour #” are no statements."""
    return any(says_anything(row[column].text) and _has_letter(row[column].text) for row in rows)


def _has_letter(text: str) -> bool:
    return any(char.isalpha() for char in text)


def says_anything(text: str) -> bool:
    """Whether a cell says anything: a dash or “n/a” stands for an empty one."""
    return text.casefold().replace(" ", "").strip("-–—−…") not in ("", *_NOTHING)


def _titled(
    columns: Mapping[str, int], head: Sequence[Cell], rows: Sequence[Sequence[Cell]], given: Mapping[str, str]
) -> Mapping[str, int]:
    """The columns without one that is taken for the statements' titles and says the same of many: a “Job title”."""
    texts = [row[columns["title"]].text for row in rows] if "title" in columns and "title" not in given else []
    filled = [text for text in texts if text]
    if len(filled) < _FEW or 2 * len(set(filled)) > len(filled):
        return columns
    if "level" in columns and "level" not in given:
        both = sorted((columns["level"], columns["title"]))
        raise OpenQuestions([_which_column("Which column holds the name of the level", "level", head, both)])
    return {what: at for what, at in columns.items() if what != "title"}


def _only_one_left(name: str, columns: Mapping[str, int], head: Sequence[Cell]) -> int:
    """The column of the statements where no heading names it: the one whose heading says nothing else."""
    left = [cell for cell in head if cell.text and cell.column not in columns.values()]
    if len(left) == 1:
        return left[0].column
    asked = f"Which column of “{name}” holds the statement"
    raise OpenQuestions([_which_column(asked, "statement", head, [cell.column for cell in left])])


def _which_column(asked: str, what: str, head: Sequence[Cell], columns: Sequence[int]) -> Question:
    """A question about a few columns, with the heading of each."""
    named = tuple(f"“{head[at].text}” ({letters(at)})" for at in columns)
    return Question(what, f"{asked}: {' or '.join(named)}?", tuple(map(letters, columns)), named)


def _chosen(tables: Sequence[Table], given: Mapping[str, str]) -> list[Table]:
    """The tables that are read: the one that was named, the one that tells of levels, or all of them."""
    telling = [table for table in tables if _tells(table)]
    if "sheet" in given:
        for table in tables:
            if table.name.casefold() == given["sheet"].casefold():
                return [table]
        if given["sheet"] in (ROLES, LEVELS):
            return telling or list(tables)
        there = ", ".join(f"“{table.name}”" for table in tables)
        raise UsageError(
            f"there is no sheet “{given['sheet']}”", next_step=f"There are: {there}; or “{ROLES}”, “{LEVELS}”."
        )
    if len(tables) == 1 or len(telling) == 1:
        return (telling or list(tables))[:1]
    names = tuple(table.name for table in telling or tables)
    which = f"There are several tables: {', '.join(names[:6])}{' …' if len(names) > 6 else ''}. Which of them is it?"
    raise OpenQuestions([Question("sheet", which, (*names, ROLES, LEVELS))])


def _tells(table: Table) -> bool:
    """Whether a table seems to be about levels."""
    if table.headings:
        return any(row[table.headings].text != "paragraph" for row in table.rows[1:])
    _, head, _ = _headings(table)
    return any(_holds(cell) for cell in head)


def _together(tables: Sequence[Table], read: Sequence[Understood]) -> Understood:
    """Several tables as one ladder: levels of one name are told apart by their role."""
    often = Counter(level for part in read for level in part.levels)
    entries: list[Entry] = []
    tracks: dict[str, str] = {}
    numbers: dict[str, str] = {}
    by_level = all(part.levels == (table.name,) for table, part in zip(tables, read, strict=True))
    for table, part in zip(tables, read, strict=True):
        names = {level: f"{level}, {table.name}" if often[level] > 1 else level for level in part.levels}
        entries += [entry._replace(level=names[entry.level]) for entry in part.entries]
        numbers |= {names[level]: number for level, number in part.numbers.items()}
        tracks |= {} if by_level else dict.fromkeys(names.values(), table.name)
    remarks = tuple(
        f"{table.name}: {remark}" for table, part in zip(tables, read, strict=True) for remark in part.remarks
    )
    left_over = [cell for part in read for cell in part.left_over]
    return _understood(entries, left_over, *remarks)._replace(tracks=tracks, numbers=numbers)


def _outline(table: Table, given: Mapping[str, str], level: str) -> Understood:
    """What stands below headings: one depth of them is the levels, one may be the competencies."""
    depth, rows = table.headings, table.rows[1:]
    parts: dict[str, list[Cell]] = {}
    for row in rows:
        parts.setdefault(row[depth].text, []).append(row[depth + 1])
    part = _part(parts, given)
    named = [row for row in rows if row[depth].text == part]
    left_over = [row[depth + 1] for row in rows if row[depth].text != part]
    depths = [at for at in range(depth) if any(row[at].text for row in named)]
    columns: dict[str, int] = {}
    for what in ("level", "competency"):
        if what == "level" and level:
            continue
        if what in given:
            columns[what] = _column(what, table.rows[0], given[what])
        free = [at for at in depths if at not in columns.values()]
        if what in columns or not free:
            continue
        if len(free) == 1:
            columns[what] = free[0]
            continue
        texts = {at: list(dict.fromkeys(row[at].text for row in named if row[at].text)) for at in free}
        shown = "; ".join(
            f"{letters(at)} {', '.join(f'“{text}”' for text in some[:3])} ({len(some)})" for at, some in texts.items()
        )
        plural = {"level": "levels", "competency": "competencies"}[what]
        raise OpenQuestions([Question(what, f"Which headings are the {plural}: {shown}?", tuple(map(letters, free)))])
    if "level" not in columns and not level:
        raise UsageError(
            f"there is no heading above what is listed in “{table.name}”",
            next_step="Write the name of each level above its list.",
        )
    entries = []
    for row in named:
        here = level or row[columns["level"]].text
        if not here:
            left_over.append(row[depth + 1])
            continue
        family = row[columns["competency"]].text if "competency" in columns else ""
        entries.append(Entry(here, family, row[depth + 1].text, row[depth + 1]))
    how = ", ".join(f"the {what} in {table.rows[0][at].text.lower()}" for what, at in columns.items())
    unused = {row[at].text: row[at] for row in named for at in depths if at not in columns.values() and row[at].text}
    remark = f"Headings with what stands below them{f' as “{part}”' if part else ''}: {how or f'level “{level}”'}."
    if not entries:
        raise UsageError(f"there is no statement in “{table.name}”", next_step="Look whether this is the right file.")
    return _understood(entries, [*unused.values(), *left_over], *table.remarks, remark)


def _part(parts: Mapping[str, Sequence[Cell]], given: Mapping[str, str]) -> str:
    """What the statements are called in an outline, where there is more than one kind of text."""
    if "part" in given:
        for part in parts:
            if part.casefold() == given["part"].casefold():
                return part
        raise UsageError(f"there is no “{given['part']}”", next_step=f"There are: {', '.join(filter(None, parts))}.")
    worded = {part: cells for part, cells in parts.items() if any(" " in c.text or len(c.text) > 15 for c in cells)}
    if len(worded or parts) == 1:
        return next(iter(worded or parts))
    shown = "; ".join(f"“{part}” ({len(cells)}, such as “{cells[0].text[:60]}”)" for part, cells in worded.items())
    raise OpenQuestions([Question("part", f"Which of these are the statements: {shown}?", tuple(worded))])


def _head(table: Table) -> int:
    """The row of the headings: the first with two different texts, since a title above a table stands alone.

    Where that one names no column, as a title with a date beside it, it is the first row soon below that does.
    """
    several = [at for at, row in enumerate(table.rows) if len(_texts(row) - {""}) > 1]
    naming = [at for at in several[:_MOST_ABOVE] if any(_holds(cell, whole=True) for cell in table.rows[at])]
    first = several[0] if several else 0
    return first if any(_holds(cell) for cell in table.rows[first]) else (naming or [first])[0]


def _headings(table: Table) -> tuple[int, Sequence[Cell], tuple[Sequence[Cell], ...]]:
    """The last row of the headings, the headings, and the row over them where they stand in two.

    Two rows are one where a heading spans columns that have headings of their own below it ("Level" over "Junior" and
    "Senior"), and nothing else is below the other headings of the first row.
    """
    at = _head(table)
    over, below = table.rows[at], table.rows[at + 1 : at + 2]
    if not below or not _spans(over, below[0]):
        return at, over, ()
    return at + 1, tuple(_below(over, below[0])), (over,)


def _below(over: Sequence[Cell], below: Sequence[Cell]) -> Iterator[Cell]:
    """The headings of two rows: the lower ones, and an upper one that stands over none. One over several is no name."""
    for _, columns in groupby(zip(over, below, strict=True), key=lambda each: each[0].text):
        each = list(columns)
        stands_alone = not any(lower.text for _, lower in each)
        yield from (upper if stands_alone else lower for upper, lower in each)


def _spans(over: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a heading stands over several others; cells that are merged read alike, pasted ones are empty."""
    filled: list[str] = []
    for cell in over:
        filled.append(cell.text or "".join(filled[-1:]))
    spans = False
    for heading, columns in groupby(zip(filled, below, strict=True), key=itemgetter(0)):
        texts = {cell.text for _, cell in columns} - {""}
        if len(texts) > 1:
            spans = True
        elif texts - {heading}:
            return False
    return spans


def _texts(row: Iterable[Cell]) -> set[str]:
    return {cell.text for cell in row}


def _names_level(cell: Cell) -> bool:
    """Whether a heading says that levels stand below it, and nothing besides."""
    return cell.text.casefold().removesuffix("s") in _NAMES["level"].split()


def _once(row: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of a row that say something, the text of a merged one once."""
    seen = set()
    for cell in row:
        if cell.text and cell.text not in seen:
            seen.add(cell.text)
            yield cell


def _columns(head: Sequence[Cell], given: Mapping[str, str]) -> dict[str, int]:
    """Which column holds what: as was said, else as its heading says."""
    by_what: dict[str, int] = {}
    for what in COLUMNS:
        if what in given:
            by_what[what] = _column(what, head, given[what])
    taken, open_ = set(by_what.values()), []
    for what, names in _NAMES.items():
        fits = [
            cell.column
            for cell in head
            if what not in by_what and cell.column not in taken and set(_words(cell.text)) & set(names.split())
        ]
        exact = [at for at in fits if head[at].text.casefold() in names.split()]
        fits = exact if len(exact) == 1 else fits
        if len(fits) == 1:
            by_what[what] = fits[0]
            taken.add(fits[0])
        elif fits and what in ("level", "competency", "statement"):
            open_.append(_which_column(f"Which column holds the {what}", what, head, fits))
    if open_:
        raise OpenQuestions(open_)
    return by_what


def _holds(cell: Cell, *, whole: bool = False) -> bool:
    """Whether a heading says what its column holds, among other words too unless it has to be the `whole` of it."""
    words = {cell.text.casefold()} if whole else set(_words(cell.text))
    return any(words & set(names.split()) for names in _NAMES.values())


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return words if len(words) <= 3 else []  # a heading that says what stands below it is short


def _column(what: str, head: Sequence[Cell], name: str) -> int:
    """The column that was said to hold this, by its heading or its letter. Raises `NoColumn`."""
    for cell in head:
        if cell.text.casefold() == name.casefold():
            return cell.column
    for cell in head:
        if letters(cell.column) == name.upper():
            return cell.column
    raise NoColumn(what, name, head)


def _long(
    columns: Mapping[str, int],
    head: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    given: Mapping[str, str],
    only: str,
) -> Understood:
    """A row for each statement; `only` is the level of all of them, "" where a column says it."""
    if "level" not in columns and not only:
        others = [cell.column for cell in head if cell.text and cell.column not in columns.values()]
        raise OpenQuestions([_which_column("Which column holds the level", "level", head, others)])
    text_at = columns["statement"]
    filled = [row for row in rows if says_anything(row[text_at].text)]
    blank = 0 if only else sum(not row[columns["level"]].text for row in filled)
    if blank and "blank" not in given:
        what = f"Statements have no level in their row: {blank} of them. Do they belong to the level above?"
        raise OpenQuestions([Question("blank", what, _CHOICES["blank"])])
    above = given.get("blank") == "above"
    entries, left_over, level, competency = [], [], "", ""
    numbers: dict[str, str] = {}
    for row in rows:
        values = {what: row[column].text for what, column in columns.items()}
        level = only or values["level"] or (level if above else "")
        competency = values.get("competency", "") or (competency if above and not values.get("level") else "")
        if level and values.get("number"):
            numbers.setdefault(level, values["number"])
        left_over += [cell for cell in row if cell.text and cell.column not in columns.values()]
        if not says_anything(values["statement"]) or not level:
            left_over += [cell for cell in row if cell.text and cell.column in columns.values()]
            continue
        words = {what: values.get(what, "") for what in ("title", "meaning", "practice", "id", "examples", "link")}
        mandatory = values.get("mandatory", "").casefold() in _YES
        entries.append(Entry(level, competency, values["statement"], row[text_at], mandatory=mandatory, **words))
    how = ", ".join(f"{what} in {letters(column)} (“{head[column].text}”)" for what, column in columns.items())
    return _understood(entries, left_over, f"A row is a statement: {how}.")._replace(numbers=numbers)


def _grid(
    name: str,
    columns: Mapping[str, int],
    head: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    given: Mapping[str, str],
) -> Understood:
    across = {"across": True, "down": False}.get(given.get("levels", ""))
    label = columns.get("competency", columns.get("level", 0))
    sides_of = [row[label].text for row in rows if row[label].text and not row[label].is_spanned]
    once = len(set(sides_of)) == len(sides_of)  # in a list, a competency stands in the rows of several levels
    if across is None and once and "competency" in columns and "level" not in columns:
        across = True
    if across is None and once and "level" in columns and "competency" not in columns:
        across = False
    if across is None:
        tops = ", ".join(f"“{cell.text}”" for cell in [cell for cell in head[label + 1 :] if cell.text][:3])
        sides = ", ".join(f"“{text}”" for text in list(dict.fromkeys(sides_of))[:3])
        asked = f"Are the levels across the top ({tops}), down the side ({sides}), or is each row a statement?"
        raise OpenQuestions([Question("levels", asked, _CHOICES["levels"])])
    beside = [groupby((row[at] for row in rows), key=lambda cell: cell.text) for at in range(label)]
    left_over = [next(cells) for column in beside for text, cells in column if text]  # of a merged one the first
    left_over += [top for top in head[label + 1 :] if top.text and not any(row[top.column].text for row in rows)]
    left_over += [row[label] for row in rows if row[label].text and not any(cell.text for cell in row[label + 1 :])]
    # others are a “No.” beside the competencies
    worded = {top.column for top in head[label + 1 :] if any(_has_letter(row[top.column].text) for row in rows)}
    entries = []
    tops_and_cells = [(top, row) for top in head[label + 1 :] for row in rows]
    if not across:
        tops_and_cells = [(top, row) for row in rows for top in head[label + 1 :]]
    for top, row in tops_and_cells:
        cell, side = row[top.column], row[label].text
        if not cell.text:
            continue
        if not top.text or not side or not says_anything(cell.text) or top.column not in worded:
            left_over.append(cell)
            continue
        level, competency = (top.text, side) if across else (side, top.text)
        entries.append(Entry(level, competency, cell.text, cell))
    way = "levels across the top, competencies" if across else "competencies across the top, levels"
    down = f"{way} down the side in {letters(label)}{f' (“{head[label].text}”)' if head[label].text else ''}"
    return _understood(entries, left_over, f"A grid in “{name}”: {down}, a statement in each cell.")


def _understood(entries: Sequence[Entry], left_over: Sequence[Cell], *remarks: str) -> Understood:
    return Understood(
        entries=tuple(entries),
        levels=tuple(dict.fromkeys(entry.level for entry in entries)),
        competencies=tuple(dict.fromkeys(entry.competency for entry in entries if entry.competency)),
        left_over=tuple(left_over),
        remarks=remarks,
    )


def _split(understood: Understood, given: Mapping[str, str]) -> Understood:
    """Cells of several lines as one statement a line, if that was said; one line is one statement in any case.

    A row that has an id is one statement, and nothing is asked about it.
    """
    several = sum(len(_lines(entry.text)) > 1 for entry in understood.entries if not entry.id)
    if several and "lines" not in given:
        what = f"Cells hold several lines: {several} of them. Is each line a statement of its own?"
        raise OpenQuestions([Question("lines", what, _CHOICES["lines"])])
    entries = _parted(understood.entries, _lines, split=given.get("lines") == "split")
    wordy = [entry for entry in entries if not entry.id and len(sentences_of(entry.text)) > 1]
    if wordy and "sentences" not in given:
        what = (
            f"Statements have several sentences: {len(wordy)} of them, such as “{wordy[0].text[:120]}” "
            f"({wordy[0].cell.place}). Is each sentence a statement of its own?"
        )
        raise OpenQuestions([Question("sentences", what, _CHOICES["sentences"])])
    return understood._replace(entries=_parted(entries, sentences_of, split=given.get("sentences") == "split"))


def _parted(entries: Iterable[Entry], parts: Callable[[str], list[str]], *, split: bool) -> tuple[Entry, ...]:
    """Entries with each part of their texts as one of its own, or with all of them in a row.

    An id stays with a text that stays one.
    """
    parted: list[Entry] = []
    for entry in entries:
        texts = parts(entry.text) if split else [" ".join(parts(entry.text))]
        parted += [entry._replace(text=text, id=entry.id if len(texts) == 1 else "") for text in texts if text]
    return tuple(parted)


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := _BULLET.sub("", part).strip())]
