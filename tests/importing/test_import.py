"""From tables of every shape to ladders in order, and to their next versions with no id lost."""

from __future__ import annotations

import json
import random
import struct
import sys
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree import ElementTree

import pytest
import xlsxwriter
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.documents import FileFaults, parse_document
from helpers.errors import DocumentError, UsageError
from helpers.importing import (
    Imported,
    OpenQuestions,
    Understood,
    as_ladder,
    check_answers,
    read_tables,
    tables_of,
    template,
    understand,
)
from helpers.importing.names import id_of
from helpers.importing.shapes import says_anything
from helpers.importing.tables import Cell, Table, letters
from helpers.ladder import Ladder, check_ladder
from helpers.ladder.advice import advise

LONG = [
    ["Level", "Skill", "Statement", "Meaning", "Owner"],
    ["Junior", "Craft", "Writes small stories", "Stories that fit a week.", "Ana"],
    ["Junior", "People", "Asks for help early", "", ""],
    ["Senior", "Craft", "Cuts scope and says why", "", ""],
]
GRID = [
    ["Competency", "Junior", "Senior"],
    ["Craft", "Writes small stories", "Cuts scope and says why"],
    ["People", "Asks for help early", ""],
]


FRAMEWORKS = Path(__file__).parents[1] / "fixtures/frameworks"
SHAPES = [
    ("grid.csv", {}, ("Junior", "Senior", "Lead"), ("Craft", "People")),
    ("long.csv", {}, ("Associate", "Manager"), ("Listening", "Writing")),
    ("tables.md", {"sheet": "each is a level"}, ("Designer", "Principal designer"), ("Craft", "Voice")),
    ("lists.md", {"level": "A"}, ("Level 1", "Level 2"), ("Answering", "Learning")),
    ("records.yaml", {}, ("Engineer", "Senior engineer"), ("Talking", "Delivering")),
    (
        "tracks.json",
        {"part": "signals", "level": "B"},
        ("Milestone 1", "Milestone 2"),
        ("Mobile", "Web", "Servers", "Mentoring", "Hiring", "Speaking up"),
    ),
    ("japanese.csv", {}, ("一等級", "二等級"), ("聞く", "書く")),
]


def table(rows: list[list[str]], name: str = "Levels") -> Table:
    return Table(name, tuple(tuple(Cell(t, name, r, c) for c, t in enumerate(row)) for r, row in enumerate(rows)))


def made(rows: list[list[str]], old: str | None = None, **answers: str) -> Imported:
    found = understand([table(rows)], answers)
    return as_ladder(found, id="ours", title="Ours", language="en", old=old, answers=answers)


def ladder(rows: list[list[str]], folder: Path, old: str | None = None, **answers: str) -> Ladder:
    path = folder / "ours.yaml"
    path.write_text(made(rows, old, **answers).text, encoding="utf-8")
    return check_ladder(path)


def ids(text: Ladder) -> list[str]:
    return [statement.id for _, _, statement in text.walk()]


def book(path: Path, rows: list[list[str]], merged: str = "") -> Path:
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("Levels")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    if merged:
        sheet.merge_range(merged, rows[1][0])
    made.close()
    return path


# ---- shapes ----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [LONG, GRID, [list(column) for column in zip(*GRID, strict=True)]])
def test_every_shape_gives_the_same_ladder(rows, tmp_path):
    """A long table, a grid and the same grid the other way round."""
    down = rows[0][1] == "Craft"
    found = ladder([["Level", *rows[0][1:]], *rows[1:]] if down else rows, tmp_path)
    assert [level.title for level in found.levels] == ["Junior", "Senior"]
    assert sorted(ids(found)) == ["junior.asks-help-early", "junior.writes-small-stories", "senior.cuts-scope-says-why"]
    assert found.statement("junior.asks-help-early").competency == "people"
    assert found.levels[1].follows == ("junior",)


def test_what_has_no_place_is_kept_as_a_comment():
    found = made(LONG)
    assert "# Not placed: Levels!E2: Ana\n" in found.text


def test_a_grid_that_says_neither_way_is_asked_about():
    rows = [["", "Junior", "Senior"], *GRID[1:]]
    with pytest.raises(OpenQuestions, match='--map "levels=across" or --map "levels=down" or --map "levels=list"'):
        understand([table(rows)])
    assert understand([table(rows)], {"levels": "across"}).levels == ("Junior", "Senior")


@pytest.mark.parametrize("head", [("Grade", "Area"), ("Job", "Area"), ("Grade", "Pillar")])
def test_list_without_heading_for_statements_is_never_grid_unasked(head: tuple[str, str]) -> None:
    """Competencies, or levels, that come again further down stand in a list: each row is a statement there."""
    rows = [[*head, "What we expect", "Owner"]]
    rows += [[level, area, f"Does {area} as {level}", "Ana"] for area in ("Craft", "Talk") for level in ("P1", "P2")]
    with pytest.raises(OpenQuestions, match='--map "levels=list"'):
        understand([table(rows)])
    given, says = {"levels": "list"}, {"level": head[0], "competency": head[1], "statement": "What we expect"}
    for _ in says:
        try:
            read = understand([table(rows)], given)
        except OpenQuestions as open_:
            given |= {question.key: says[question.key] for question in open_.questions if question.named}  # to press
    assert read.levels == ("P1", "P2")
    assert [entry.text for entry in read.entries][:2] == ["Does Craft as P1", "Does Craft as P2"]


def test_job_title_that_comes_with_every_row_is_no_title_of_statements() -> None:
    rows = [["Grade", "Job title", "Statement"], *(["P1", "Writer", f"Writes {what}"] for what in ("a", "b", "c", "d"))]
    with pytest.raises(OpenQuestions, match=r"name of the level: “Grade” \(A\) or “Job title” \(B\)"):
        understand([table(rows)])
    assert understand([table(rows)], {"level": "B"}).levels == ("Writer",)
    graded = understand([table(rows)], {"level": "A"})
    assert graded.levels == ("P1",)
    assert {entry.title for entry in graded.entries} == {""}
    assert "Writer" in {cell.text for cell in graded.left_over}


def test_competency_of_several_rows_is_no_reason_to_ask_where_its_cells_are_merged(tmp_path: Path) -> None:
    """Merged over two rows it stands there once; written out in both, the table may as well be a list."""
    for is_merged in (True, False):
        book = xlsxwriter.Workbook(path := tmp_path / f"{is_merged}.xlsx")
        sheet = book.add_worksheet("Levels")
        rows = [["Competency", "Junior", "Senior"], ["Craft", "Writes", "Cuts"], ["Craft", "Asks", "Settles"]]
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if is_merged:
            sheet.merge_range(1, 0, 2, 0, "Craft")
        book.close()
        tables = read_tables(path)
        if is_merged:
            assert [(each.level, each.text) for each in understand(tables).entries][:2] == [
                ("Junior", "Writes"),
                ("Junior", "Asks"),
            ]
        else:
            with pytest.raises(OpenQuestions, match="or is each row a statement"):
                understand(tables)


def test_two_columns_that_could_be_one_are_asked_about_and_named_by_letter_or_heading():
    rows = [["Level", "Job level", "Statement"], ["1", "Junior", "Asks"]]
    assert understand([table(rows)], {"level": "B"}).levels == ("Junior",)
    assert understand([table(rows)], {"level": "job level"}).levels == ("Junior",)
    with pytest.raises(UsageError, match="A “Level”, B “Job level”"):
        understand([table(rows)], {"level": "Z"})


def test_a_sheet_as_hr_draws_it_is_a_grid(tmp_path):
    """A title across, two rows of headings, merged areas, an empty row, a note, a formula, a legend, more sheets."""
    made = xlsxwriter.Workbook(path := tmp_path / "Framework FINAL.xlsx")
    sheet, remarks = made.add_worksheet("Framework"), made.add_worksheet("How to use")
    remarks.write(0, 0, "Talk about it twice a year.")
    sheet.merge_range("A1:D1", "Career framework, approved in March")
    for cells, text in (("A3:A4", "Area"), ("B3:B4", "Competency"), ("C3:D3", "Levels"), ("A5:A6", "Craft")):
        sheet.merge_range(cells, text)
    for at, row in {3: ("Junior", "Senior"), 4: ("Writes small stories", "Cuts scope"), 5: ("Asks early", "")}.items():
        sheet.write_row(at, 2, row)
    sheet.write_column("B5", ("Delivery", "Curiosity", "Courage"))
    sheet.merge_range("C7:D7", "Says what went wrong")
    sheet.write_column("A9", ("Legend", "Blue: approved"))
    sheet.write_comment("C5", "Ask Maria first")
    sheet.write_formula("B7", '="Cour"&"age"', value="Courage")
    made.close()
    with pytest.raises(OpenQuestions) as open_:
        understand(read_tables(path))
    assert [(one.key, one.named) for one in open_.value.questions] == [
        ("competency", ("“Area” (A)", "“Competency” (B)"))
    ]
    found = understand(read_tables(path), {"competency": "B"})
    assert (found.levels, found.competencies) == (("Junior", "Senior"), ("Delivery", "Curiosity", "Courage"))
    assert [entry.text for entry in found.entries if entry.level == "Senior"] == ["Cuts scope", "Says what went wrong"]
    assert [cell.text for cell in found.left_over] == [
        "Career framework, approved in March",
        "Craft",
        "Legend",
        "Blue: approved",
    ]
    said = " ".join(found.remarks)
    for words in ("“How to use” was left alone", "Headings stand in two rows, 3 and 4", "Notes on cells weren’t read"):
        assert words in said
    assert "Formulas were read as the values" in said


@pytest.mark.parametrize(
    "rows",
    [
        [["Competency", "Level", "", ""], ["", "Junior", "Senior", "Lead"], ["Craft", "Asks", "Tells", "Leads"]],
        [["Career framework", "", "", "Owner: Ana"], ["Competency", "Junior", "Senior", "Lead"], ["Craft", *"ABC"]],
        [["", "Level", "", ""], ["Competency", "Junior", "Senior", "Lead"], ["Craft", "Asks", "Tells", "Leads"]],
    ],
)
def test_what_stands_above_the_headings_is_none_of_them(rows):
    assert understand([table(rows)]).levels == ("Junior", "Senior", "Lead")


def test_what_has_no_statement_beside_it_is_listed():
    found = understand([table([["Competency", "Junior", "Senior"], ["Craft", "Asks", ""], ["Legend: x", "", ""]])])
    assert [cell.text for cell in found.left_over] == ["Senior", "Legend: x"]


def test_lines_of_a_cell_are_split_only_on_a_yes():
    rows = [["Level", "Statement"], ["One", "- Asks early\n- Writes it down"]]
    with pytest.raises(OpenQuestions, match="Cells hold several lines: 1 of them"):
        understand([table(rows)])
    assert len(understand([table(rows)], {"lines": "split"}).entries) == 2
    assert understand([table(rows)], {"lines": "keep"}).entries[0].text == "Asks early Writes it down"


def test_a_row_without_a_level_is_asked_about():
    rows = [["Level", "Statement"], ["One", "Asks early"], ["", "Writes it down"]]
    with pytest.raises(OpenQuestions, match="blank"):
        understand([table(rows)])
    assert len(understand([table(rows)], {"blank": "above"}).entries) == 2
    none = understand([table(rows)], {"blank": "none"})
    assert [cell.text for cell in none.left_over] == ["Writes it down"]


# ---- files -----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_encoding_and_separator(tmp_path, code, separator):
    path = tmp_path / "levels.csv"
    path.write_bytes(
        "\r\n".join(separator.join(row) for row in [["Level", "Statement"], ["Größe", "Hört zu"]]).encode(code)
    )
    (found,) = read_tables(path)
    assert [[cell.text for cell in row] for row in found.rows] == [["Level", "Statement"], ["Größe", "Hört zu"]]


def test_merged_cells_are_what_they_span(tmp_path):
    rows = [["Level", "Statement"], ["One", "Asks early"], ["", "Writes it down"]]
    found = understand(read_tables(book(tmp_path / "m.xlsx", rows, merged="A2:A3")))
    assert [entry.level for entry in found.entries] == ["One", "One"]
    assert "Merged cells were read as what they span: 1 of them." in found.remarks


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("levels.png", b"\x89PNG", "A picture of a table has no cells"),
        ("levels.xlsx", b"no zip at all", "broken, or no spreadsheet"),
        ("levels.csv", b"\0\1\2\3", "this is no text"),
        ("levels.csv", b"", "nothing in this file"),
        ("levels.csv", b"x" * 10_000_001, "no more than 10.0 MB"),
        ("a.json", rb'{"Junior \ud83d": ["Asks"], "Senior": ["Tells"]}', r"a\.json \(.*a letter is broken"),
        ("a.json", rb'[{"level": "Junior", "text": "Asks \ud83d early"}]', r"a\.json \(a!B2\).*a letter is broken"),
    ],
)
def test_what_can_not_be_read_is_a_sentence(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=says):
        read_tables(tmp_path / name)


def test_the_template_is_read_once_it_is_filled_in(tmp_path):
    (tmp_path / "empty.xlsx").write_bytes(template())
    (found,) = read_tables(tmp_path / "empty.xlsx")
    head = [cell.text for cell in found.rows[0]]
    told = {"Level": "One", "Competency": "Craft", "Statement": "Asks early", "Meaning": "Before it hurts."}
    told |= {"Id": "one.ask", "Examples": "A call\nA note", "Mandatory": "yes", "Link": "https://example.org/a"}
    found = understand([table([head, [told.get(name, "") for name in head]])], {"lines": "keep"})
    (entry,) = found.entries
    assert (entry.meaning, entry.id, entry.competency) == ("Before it hurts.", "one.ask", "Craft")
    assert (entry.examples, entry.mandatory, entry.link) == ("A call\nA note", True, "https://example.org/a")


def test_every_column_of_the_template_has_help_in_its_cells_that_a_spreadsheet_can_show(tmp_path):
    """On the heading and in all rows to fill in; a title of more than 32 letters or a text of more than 255 is cut."""
    (tmp_path / "empty.xlsx").write_bytes(template())
    (found,) = read_tables(tmp_path / "empty.xlsx")
    with zipfile.ZipFile(tmp_path / "empty.xlsx") as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 (our own)
    told = [each.attrib for each in sheet.iter(f"{{{SHEET}}}dataValidation")]
    assert [each["promptTitle"] for each in told] == [cell.text for cell in found.rows[0]]
    for at, each in enumerate(told):
        assert each["sqref"] == f"{letters(at)}1:{letters(at)}1001"
        assert each["showInputMessage"] == "1"
        assert len(each["promptTitle"]) <= 32
        assert 20 < len(each["prompt"]) <= 255


LOCKED = (
    '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"><manifest:algorithm '
    'manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="AAAA"/></manifest:encryption-data>'
)


def with_a_password(path: Path) -> Path:
    """What Excel and LibreOffice make of a spreadsheet that has one: nothing of it can be read."""
    if path.suffix == ".ods":
        entry = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        listed = (
            f'<manifest:file-entry manifest:full-path="content.xml" manifest:size="99">{LOCKED}</manifest:file-entry>'
        )
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            made.writestr(
                "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{entry}">{listed}</manifest:manifest>'
            )
            made.writestr("content.xml", bytes(range(200)))
        return path
    sector, free, end, chain = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    entries = [("Root Entry", 5, end, 0, 1), ("EncryptionInfo", 2, 2, 4096, 2), ("EncryptedPackage", 2, 10, 4096, free)]
    table = [chain, end, *range(3, 10), end, *range(11, 18), end]
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    folder = b""
    for name, kind, begin, size, child in entries:
        written = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
        beside, below = (free, child) if kind == 5 else (child, free)
        folder += written + struct.pack("<3I", free, beside, below) + bytes(36) + struct.pack("<IQ", begin, size)
    folder += bytes(128)
    fat = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    path.write_bytes(head + fat + folder + bytes([4, 0, 4, 0]).ljust(4096, b"x") + bytes(range(256)) * (4096 // 256))
    assert path.stat().st_size == sector * 19
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_a_password_is_told_with_what_to_do(tmp_path, name):
    with pytest.raises(DocumentError, match=r"this file has a password\nSave a copy without one"):
        read_tables(with_a_password(tmp_path / name))


# ---- shapes of public frameworks, in words of our own ------------------------------------


def framework(name: str, **answers: str) -> Understood:
    return understand(read_tables(FRAMEWORKS / name), answers)


@pytest.mark.parametrize(("name", "answers", "levels", "families"), SHAPES)
def test_each_shape_is_read_and_gives_a_ladder_in_order(tmp_path, name, answers, levels, families):
    found = framework(name, **answers)
    assert (found.levels, found.competencies) == (levels, families)
    path = tmp_path / "ours.yaml"
    path.write_text(as_ladder(found, id="ours", title="Ours", language="en").text, encoding="utf-8")
    ladder = check_ladder(path)
    assert len([*ladder.walk()]) == len(found.entries)
    assert not ladder.expects, "nobody expects what no table says"
    assert advise(ladder) == ()


def test_headings_that_could_be_levels_or_competencies_are_asked_about_with_what_stands_in_them():
    with pytest.raises(OpenQuestions, match=r"A “Level 1”, “Level 2”.*B “Answering”, “Learning”"):
        framework("lists.md")
    assert framework("lists.md", level="B").levels == ("Answering", "Learning")


def test_texts_of_several_kinds_are_asked_about_and_the_others_are_left_over():
    with pytest.raises(OpenQuestions, match=r"“signals” .9, such as “Ships a screen from a drawing”."):
        framework("tracks.json")
    found = framework("tracks.json", part="summary", level="B")
    assert {cell.text for cell in found.left_over} >= {"Ships a screen from a drawing", "The seat picker", "A"}
    assert any(cell.place == "tracks.json: MOBILE.milestones[1].signals[2]" for cell in found.left_over)


def test_a_sheet_for_each_role_is_a_track_and_levels_of_one_name_are_told_apart(tmp_path):
    sheets = [table(LONG, "Engineers"), table([LONG[0], ["Senior", "Craft", "Draws it first", "", ""]], "Designers")]
    with pytest.raises(OpenQuestions, match="each is a role"):
        understand(sheets)
    found = understand(sheets, {"sheet": "each is a role"})
    assert found.levels == ("Junior", "Senior, Engineers", "Senior, Designers")
    path = tmp_path / "ours.yaml"
    path.write_text(as_ladder(found, id="ours", title="Ours", language="en").text, encoding="utf-8")
    made_ = check_ladder(path)
    assert [(level.track, level.follows) for level in made_.levels] == [
        *(("engineers", ()), ("engineers", ("junior",)), ("designers", ())),
    ]
    again = as_ladder(found, id="ours", title="Ours", language="en", old=path.read_text(encoding="utf-8"))
    assert again.text == path.read_text(encoding="utf-8")


def test_sentences_of_a_paragraph_are_split_only_on_a_yes():
    rows = [["Level", "Statement"], ["One", "Asks early, e.g. in May. Writes it down. Ends on time"]]
    with pytest.raises(OpenQuestions, match="several sentences: 1 of them, such as “Asks early"):
        understand([table(rows)])
    split = understand([table(rows)], {"sentences": "split"})
    assert [entry.text for entry in split.entries] == ["Asks early, e.g. in May.", "Writes it down.", "Ends on time"]
    assert len(understand([table(rows)], {"sentences": "keep"}).entries) == 1


def test_what_a_table_says_besides_is_kept_and_what_is_no_address_is_left_over(tmp_path):
    head = ["Level", "Code", "Statement", "Examples", "Link", "Mandatory"]
    rows = [
        head,
        ["One", "IC1", "Asks early", "A call", "https://example.org/a", "x"],
        ["One", "", "Writes", "", "page 7", ""],
    ]
    found = ladder(rows, tmp_path)
    first = found.levels[0].statements[0]
    assert found.levels[0].number == "IC1"
    assert (first.examples, first.links[0].address, first.mandatory) == (("A call",), "https://example.org/a", True)
    assert "# Not placed: Levels!C3: page 7\n" in (tmp_path / "ours.yaml").read_text(encoding="utf-8")


def test_an_answer_to_nothing_is_told():
    check_answers({"Level": "B", "part": "x", "one.ask": "new"}, ["one.ask"])
    with pytest.raises(UsageError, match="Did you mean “level”"):
        check_answers({"levle": "B"})


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.json", b"[" * 100_000, "nested too deep"),
        ("a.json", b"{", "this isn't JSON"),
        ("a.json", b"{}", "nothing in this file"),
        ("a.yaml", b"a: &a [*a]", "refers to itself"),
        (
            "a.yaml",
            (FRAMEWORKS.parent / "ladders/tiny.yaml").read_bytes(),
            "a ladder of the kit already",
        ),
        ("a.md", b"<!-- nothing -->", "nothing in this file"),
    ],
)
def test_a_text_file_that_says_nothing_of_levels_is_a_sentence(name, data, says):
    with pytest.raises(DocumentError, match=says):
        tables_of(Path(name), data)


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HERE = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'


def packed(path: Path, sheet: Iterable[str], *, more: Iterable[tuple[str, bytes]] = (), sheets: int = 1) -> Path:
    """An XLSX whose first sheet is this, with other parts beside it; all its sheets are that one part."""
    names = "".join(f'<sheet name="S{at}" sheetId="{at + 1}" r:id="rId1"/>' for at in range(sheets))
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book(path, [["x"]])
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            if name == "xl/workbook.xml":
                data = f'<workbook xmlns="{SHEET}" xmlns:r="{related}"><sheets>{names}</sheets></workbook>'.encode()
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, data)
        with made.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{SHEET}"><sheetData>'.encode())
            for piece in sheet:
                part.write(piece.encode())
            part.write(b"</sheetData></worksheet>")
        for name, data in more:
            made.writestr(name, data)
    return path


def rows_of(number: int, cell: str = HERE) -> Iterator[str]:
    return (f'<row r="{at}">{cell.format(f"A{at}")}</row>' for at in range(1, number + 1))


def corners() -> Iterator[str]:
    """What a stray key press far out leaves behind; a reader makes room for all that lies between."""
    yield f'<row r="1">{HERE.format("A1")}</row><row r="1048576">{HERE.format("XFD1048576")}</row>'


def bomb(path: Path) -> Path:
    """150 MB of one text in 150 kB."""
    return packed(path, rows_of(1), more=[(f"xl/media/{at}.bin", bytes(50_000_000)) for at in range(3)])


def of_libreoffice(path: Path, rows: bytes) -> Path:
    words = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (n, n) for n in (b"office", b"table")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        inner = b'<office:body><office:spreadsheet><table:table table:name="S">%s</table:table></office:spreadsheet>'
        whole = b"<office:document-content%s>" + inner + b"</office:body></office:document-content>"
        made.writestr("content.xml", whole % (words, rows))
    return path


FULL = (
    b'<table:table-row table:number-rows-repeated="%d"><table:table-cell office:value-type="float" office:value="1" '
    b'table:number-columns-repeated="%d"/></table:table-row>'
)
"""A cell of an ODS, in so many rows, and so many times in each."""


@pytest.mark.parametrize(
    ("name", "made", "says"),
    [
        ("a.xlsx", bomb, "unpacks to more than 50 MB"),
        ("a.ods", lambda path: of_libreoffice(path, b" " * 60_000_000), "unpacks to more than 50 MB"),
        ("a.xlsx", lambda path: packed(path, corners()), "reaches over more than 200,000 cells"),
        ("a.xlsx", lambda path: packed(path, rows_of(200_001)), "reaches over more than 200,000 cells"),
        (
            "a.ods",
            lambda path: of_libreoffice(
                path, b'<table:table-row table:number-rows-repeated="900000000"><table:table-cell/></table:table-row>'
            ),
            "nothing in this file|broken, or no spreadsheet",
        ),
        ("a.ods", lambda path: of_libreoffice(path, FULL % (50, 1_000_000)), "reach over more than 200,000 cells"),
        ("a.ods", lambda path: of_libreoffice(path, FULL % (100_000, 100)), "reach over more than 200,000 cells"),
        (
            "a.ods",
            lambda path: of_libreoffice(path, b"</table:table><table:table>".join([FULL % (1_500, 100)] * 2)),
            "reach over more than 200,000 cells",
        ),
        ("a.xlsx", lambda path: packed(path, rows_of(20_000), sheets=300), "300 sheets, and they are large"),
        ("a.xlsx", lambda path: packed(path, [f"<row><c><v>{'x' * 40_000}</v></c></row>"]), "40,000 letters"),
        ("a.xlsx", lambda path: packed(path, ["<!DOCTYPE x>"], more=[("xl/workbook.bin", b"")]), "or no spreadsheet"),
    ],
    ids=["bomb", "bomb-ods", "corners", "million", "repeated", "wide", "long", "tables", "sheets", "cell", "xlsb"],
)
def test_what_would_unpack_to_more_than_a_computer_holds_is_refused_before_it_is_read(tmp_path, name, made, says):
    """In the process itself: whoever made room for these first would end it, or take gigabytes."""
    path = made(tmp_path / name)
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match=says):
            read_tables(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000_000


def test_a_size_that_the_file_only_claims_is_not_believed(tmp_path):
    path = bomb(tmp_path / "a.xlsx")
    claimed = (50_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(claimed, (500).to_bytes(4, "little")))
    with pytest.raises(DocumentError, match="broken, or no spreadsheet"):
        read_tables(path)


def test_cells_that_are_only_coloured_far_out_make_no_sheet_large(tmp_path):
    rows = f'<row r="1">{HERE.format("A1")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (found,) = read_tables(packed(tmp_path / "a.xlsx", [rows]))
    assert [[cell.text for cell in row] for row in found.rows] == [["x"]]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"a,b\n" + b"\n" * 9_000_000, "more than 200,000 cells"),
        ("a.csv", b"," * 9_000_000, "more than 200,000 cells"),
        ("a.csv", b"a,b\n1," + b"a" * 40_000, "40,000 letters"),
        ("a.csv", b'"' * 9_000_001, "no table|table of separated values"),
        ("a.md", b"- a\n" * 30_000, "longer than 20,000 lines"),
        ("a.md", b"[" * 1_000_001, "longer than 20,000 lines, or 1,000,000 letters"),
        ("a.md", b"# a\n\n- " + b"[" * 300_000, "a line of 300,002 letters"),
        ("a.md", b"- [[[[[[[[[[[\n" * 2_000, "more than 20,000 square brackets"),
        ("a.json", b"[" + b'"a",' * 300_000 + b"1]", "more than 200,000 texts"),
        ("a.yaml", b"- {level: a, text: b}\n" * 60_000, "more than 50,000 keys"),
    ],
    ids=["lines", "commas", "cell", "quotes", "list", "letters", "line", "brackets", "json", "yaml"],
)
def test_a_text_of_far_more_than_a_ladder_is_refused(name, data, says):
    with pytest.raises((DocumentError, FileFaults), match=says):
        tables_of(Path(name), data)


def test_a_long_list_is_read_in_time_that_grows_with_it():
    """Counted in steps, since a clock tells how busy the machine is: each item was looked through to the end."""

    def steps(items: int) -> int:
        taken = 0

        def count(frame: FrameType, event: str, _: object) -> Any:
            nonlocal taken
            taken += event == "line"
            return count

        lines = b"- a\n  - b\n" * items
        before = sys.gettrace()
        sys.settrace(count)
        try:
            tables_of(Path("a.md"), lines)
        finally:
            sys.settrace(before)
        return taken

    assert steps(200) < 3 * steps(100)


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=25,
    )
)
def test_any_json_is_read_or_refused_and_no_text_is_lost(data):
    """What is listed as a table, and its headings, hold every text that stood in the file."""
    try:
        tables = tables_of(Path("any.json"), json.dumps(data).encode())
    except DocumentError:
        return
    held = " ".join(cell.text for found in tables for row in found.rows for cell in row)
    assert all(" ".join(text.split()) in " ".join(held.split()) for text in _texts(data))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
    elif isinstance(data, str):
        yield data.strip()


@pytest.mark.parametrize(("column", "what"), [(0, "level"), (1, "competency")])
def test_spellings_that_differ_in_case_or_accents_alone_are_told_with_their_rows(column: int, what: str):
    names = ("Junior", "junior", "JUNIOR", "Júnior")
    rows = [["Level", "Skill", "Statement"]] + [["One", "Craft", f"Writes story {at}"] for at in range(4)]
    for row, name in zip(rows[1:], names, strict=True):
        row[column] = name
    with pytest.raises(UsageError, match=f"One {what} is written in 4 ways") as told:
        made(rows)
    for name, row in zip(names, (2, 3, 4, 5), strict=True):
        assert f"“{name}” (Levels!C{row})" in str(told.value)


def test_names_that_differ_in_a_letter_are_no_spellings_of_one(tmp_path):
    rows = [["Level", "Statement"], ["か", "Asks early"], ["が", "Writes it down"]]
    assert [level.title for level in ladder(rows, tmp_path).levels] == ["か", "が"]


WORDS = ("no", "Yes", "On", "y", "12:30", "1_000", "0o7", "2026-11-29", "~", "null", "=", "<<", "1e3", ".inf", "0x1F")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.booleans())
@example("no", True)
@example("12:30", False)
@example("a\x85b", False)
@example("\u2028\u2029", True)
def test_any_short_text_is_read_by_the_kit_as_it_was_written(text: str, over: bool):
    """Norwegian, a yes and a time of day too: the kit's loader reads YAML 1.1, and what writes has 1.2."""
    kept = " ".join(text.split())
    said = kept if says_anything(kept) else ""  # a dash stands for nothing
    rows = table([["Level", "Skill", "Statement"], [kept or "One", kept or "Two", said or "Three"]])
    found = understand([rows], {"lines": "keep", "sentences": "keep"})
    language = text if text in WORDS else "en"
    first = as_ladder(found, id="ours", title=text, language=language).text
    written = as_ladder(found, id="x", title="X", language="en", old=first).text if over else first
    data = parse_document(Path("ours.yaml"), written).data
    level = data["levels"][0]
    got = (data["title"], data["language"], level["title"], level["statements"][0]["text"])
    (entry,) = found.entries
    assert got == (text, language, entry.level, " ".join(entry.text.split()))
    assert isinstance(data["competencies"][0]["title"], str)


def test_what_somebody_wrote_by_hand_into_the_old_file_means_the_same_after_an_import():
    old = made(LONG).text.replace(
        "text: Cuts scope and says why", "text: Cuts scope and says why\n        mandatory: yes"
    )
    assert yaml.safe_load(made(LONG, old).text)["levels"][1]["statements"][0]["mandatory"] is True


@pytest.mark.parametrize(
    "old",
    [
        *("- " * 5000, "{" * 3000, "levels: " + "[" * 2000),
        *("levels: [1]", "levels: [{id: a}]", "levels: [{id: a, title: A, statements: [1]}]"),
        "levels: [{id: a, title: A, statements: 1}]",
    ],
    ids=["list", "map", "unclosed", "number", "titleless", "statement", "statements"],
)
def test_an_old_file_that_is_nested_too_deep_or_of_another_shape_is_told(old: str):
    with pytest.raises(DocumentError, match="no ladder"):
        made(LONG, old)


# ---- ids, and the next version ---------------------------------------------------------


def test_a_second_import_keeps_ids_comments_and_what_was_written_since():
    first = made(LONG).text.replace(
        "        text: Cuts scope and says why\n",
        "        text: Cuts scope and says why  # ask Kim\n        title: Scope\n",
    )
    rows = [list(row) for row in LONG]
    rows[1][0] = "Senior"  # moved
    rows[3][2] = "Cuts scope and explains why"  # reworded
    rows[2][2] = "Reads the logs of production"  # another one
    with pytest.raises(OpenQuestions, match=r"senior\.cuts-scope-says-why=reworded"):
        made(rows, first)
    second = made(rows, first, **{"senior.cuts-scope-says-why": "reworded"})
    assert second.moved == ("junior.writes-small-stories",)
    assert second.reworded == ("senior.cuts-scope-says-why",)
    assert second.new == ("junior.reads-logs-production",)
    assert second.gone == ("junior.asks-help-early",)
    assert "title: Scope" in second.text
    assert second.text.count("# Not placed") == 1


def test_the_same_table_again_changes_nothing():
    first = made(LONG)
    again = made(LONG, first.text)
    assert again.text == first.text
    assert len(again.kept) == 3


def test_an_answer_on_the_version_that_fits_nothing_is_refused_and_its_case_means_nothing():
    first = made(LONG).text
    rows = [*LONG[:3], ["Senior", "Craft", "Runs the release", "", ""]]
    for key, value in (("version", "next"), ("Version", " Next ")):
        assert yaml.safe_load(made(rows, first, rewordings="none", **{key: value}).text)["version"] == "2"
    for old in (None, first):
        with pytest.raises(UsageError, match="“version” can’t be “2027”") as refused:
            made(LONG, old, version="2027")
        assert "next" in str(refused.value.next_step)


def test_what_stands_twice_is_told_with_its_cells():
    with pytest.raises(UsageError, match=r"Levels!C2, Levels!C3"):
        made([LONG[0], LONG[1], LONG[1]])


texts = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=8, unique_by=lambda text: text.casefold()), st.randoms())
def test_ids_come_from_words_and_never_from_positions(statements: list[str], chance: random.Random):
    """Any texts in any script, in any order: the same ids, none twice, and the next import keeps them all."""
    rows = [["Level", "Statement"], *(["One", text] for text in statements)]
    keep = {"lines": "keep", "sentences": "keep"}
    mixed = [rows[0], *chance.sample(rows[1:], len(rows) - 1)]
    one, other = (made(each, **keep) for each in (rows, mixed))
    assert set(one.new) == set(other.new)
    assert len(set(one.new)) == len(one.new)
    assert set(made(mixed, one.text, **keep).kept) == set(one.new)


def test_a_quoted_line_that_is_broken_at_a_backslash_reads_back_as_it_was(tmp_path):
    """Where a line breaks depends on its length, so some forty of them are tried in one file."""
    statements = [f"0'0\"{at}" + " 0" * (at // 2) + "0" * (at % 2) + "\\0 #" for at in range(60, 110)]
    found = ladder([["Level", "Statement"], *(["One", text] for text in statements)], tmp_path, sentences="keep")
    assert [each.text for each in found.levels[0].statements] == statements


@given(texts)
def test_any_text_has_an_id(text):
    assert 0 < len(id_of(text)) <= 36


def test_columns_are_named_as_in_a_spreadsheet():
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_level_that_was_divided_is_asked_about_once_and_leaves_no_dead_end() -> None:
    """One question with an answer for each reading; levels follow on in the table's order, and people are asked."""
    words = ["Writes a brief", "Reads the figures", "Runs a test", "Says no"]
    first = [["Level", "Statement"], *(["PM", text] for text in words), ["Senior", "Leads"], ["Chief", "Decides"]]
    old = made(first)
    again = [["Level", "Statement"], *([f"PM {'I' * (1 + at // 2)}", text] for at, text in enumerate(words))]
    again += [["Senior", "Leads"], ["Staff", "Goes deep"], ["Chief", "Decides"]]
    with pytest.raises(OpenQuestions) as open_:
        made(again, old=old.text)
    (question,) = open_.value.questions
    assert question.answers == ("PM I", "PM II", "divided", "another")

    def follows(answer: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        data = yaml.safe_load(made(again, old=old.text, pm=answer, version="next").text)
        return {each["id"]: (tuple(each.get("follows", ())), tuple(each.get("was", ()))) for each in data["levels"]}

    rest = {"staff": (("senior",), ()), "chief": (("staff",), ())}
    divided = {"pm-i": ((), ("pm",)), "pm-ii": (("pm-i",), ("pm",)), "senior": (("pm-ii",), ())} | rest
    assert follows("divided") == divided
    assert follows("another") == {level: (before, ()) for level, (before, _) in divided.items()}
    assert follows("PM I") == {"pm": ((), ()), "pm-ii": (("pm",), ()), "senior": (("pm-ii",), ())} | rest
    assert follows("PM II") == {"pm-i": ((), ()), "pm": (("pm-i",), ()), "senior": (("pm",), ())} | rest


# ---- tables as people have them ----------------------------------------------------------


def test_a_level_heading_over_several_columns_names_no_empty_one_among_them():
    """An empty column between two levels, below a merged “Level”: it was called so, and the shape was asked about."""
    rows = [
        ["Competency", "Level", "Level", "Level", "Level"],
        ["Competency", "PM 1", "PM 2", "", "Principal"],
        ["Discovery", "Talks to users", "Plans for a quarter", "", "Shapes how we learn"],
        ["Delivery", "Writes stories", "Ships a feature", "", "Unblocks us"],
    ]
    found = understand([table(rows)])
    assert (found.levels, len(found.entries)) == (("PM 1", "PM 2", "Principal"), 6)
    asked = [["", "A", "", "B"], ["x", "Does it", "", "Does more"], ["y", "Says it", "", "Says more"]]
    with pytest.raises(OpenQuestions, match=r"across the top \(“A”, “B”\)"):
        understand([table(asked)])


@pytest.mark.parametrize("nothing", ["-", "–", "n/a", "N/A", "n. a.", "k. A.", "…"])
def test_a_cell_that_says_nothing_is_no_statement_and_is_listed(nothing: str):
    grid = [["Skill", "Junior", "Senior"], ["Craft", "Writes stories", "Cuts scope"], ["People", nothing, "Mentors"]]
    rows = [["Level", "Statement"], ["Junior", nothing], ["Senior", "Cuts scope"]]
    for each in (grid, rows):
        found = understand([table(each)])
        assert nothing not in {entry.text for entry in found.entries}
        assert nothing in {cell.text for cell in found.left_over}


def test_a_number_beside_the_competencies_is_neither_a_level_nor_the_statements():
    """“Behaviour #” was taken for the column of statements, and no answer made a grid of it."""
    rows = [
        ["Competency area", "Behaviour #", "P1 – Associate", "P2 – Product manager"],
        ["Customer", "1", "Listens to customers", "Finds problems"],
        ["Execution", "2", "Plans a sprint", "Plans a quarter"],
    ]
    found = understand([table(rows)])
    assert found.levels == ("P1 – Associate", "P2 – Product manager")
    assert [cell.text for cell in found.left_over] == ["1", "2"]


def test_who_says_that_levels_stand_across_is_not_asked_which_column_they_are():
    rows = [["Area", "Behaviour", "One", "Two"], ["Craft", "Writing", "Writes stories", "Cuts scope"]]
    rows += [["People", "Talking", "Asks early", "Mentors"]]
    assert "Two" in understand([table(rows)], {"levels": "across"}).levels


@pytest.mark.parametrize(
    "text",
    [
        "Liefert ein Feature, z. B. den Warenkorb",
        "Erklärt Entscheidungen, d. h. Abwägungen, u. a. Kund:innen",
        "Presents to the board, e. g. quarterly",
        "Presents to the board, min. two times a year",
        "Works with J. Smith",
    ],
)
def test_a_short_form_in_two_parts_ends_no_sentence(text: str):
    found = understand([table([["Level", "Statement"], ["One", text]])])
    assert [entry.text for entry in found.entries] == [text]


def test_a_row_with_an_id_is_one_statement_and_keeps_it_however_many_lines_it_has():
    """Next year nothing is asked anew of what was answered the year before; the id went where lines were kept."""
    rows = [["Level", "Statement", "Id"], ["One", "• Writes stories\n• Cuts scope. Says why", "one.writes"]]
    for answers in ({}, {"lines": "keep"}, {"lines": "keep", "sentences": "keep"}):
        (entry,) = understand([table(rows)], answers).entries
        assert (entry.id, entry.text) == ("one.writes", "Writes stories Cuts scope. Says why")
    assert [entry.id for entry in understand([table(rows)], {"lines": "split", "sentences": "keep"}).entries] == [
        "",
        "",
    ]


def test_a_no_ends_a_sentence():
    rows = [["Level", "Statement"], ["One", "Says no. Explains why"]]
    assert len(understand([table(rows)], {"sentences": "split"}).entries) == 2


def test_sentences_in_small_letters_are_sentences_where_the_text_begins_with_one():
    small = [["Level", "Statement"], ["One", "writes stories. cuts scope"]]
    with pytest.raises(OpenQuestions, match="several sentences"):
        understand([table(small)])
    assert len(understand([table(small)], {"sentences": "split"}).entries) == 2
