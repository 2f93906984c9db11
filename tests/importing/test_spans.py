"""A spreadsheet of LibreOffice is read as one of Excel is: merged cells as what they span, notes and formulas told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from helpers.errors import DocumentError
from helpers.importing import as_ladder, read_tables, understand
from helpers.ladder import check_ladder

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, **sheets: str) -> Path:
    """A spreadsheet as LibreOffice saves it, of sheets whose rows are written in `row`."""
    spaces = " ".join(f'xmlns:{name}="{OFFICE.format(name)}"' for name in ("office", "table", "text"))
    entry = OFFICE.format("manifest")
    listed = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    far = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    inner = "".join(f'<table:table table:name="{name}">{rows}{far}</table:table>' for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{inner}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        made.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{entry}">{listed}</manifest:manifest>'
        )
        made.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return path


def row(*cells: str | tuple[str, int, int]) -> str:
    """A row: a text, a text with how many rows and columns it spans, or "^" for what lies under such a one."""

    def written(cell: str | tuple[str, int, int]) -> str:
        if cell == "^":
            return "<table:covered-table-cell/>"
        text, down, across = (cell, 1, 1) if isinstance(cell, str) else cell
        spans = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' * (down * across > 1)
        typed = f' office:value-type="string"{spans}><text:p>{text}</text:p>' if text else f"{spans}>"
        return f"<table:table-cell{typed}</table:table-cell>"

    return f"<table:table-row>{''.join(map(written, cells))}</table:table-row>"


def test_a_spreadsheet_of_libreoffice_is_a_grid_with_its_merged_levels_and_areas(tmp_path: Path) -> None:
    """A level over two columns, an area over two rows, a statement over two levels; a note, a formula, empty rows."""
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="5"/>'
    note = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Ask Maria</text:p></office:annotation>'
    )
    formula = (
        '<table:table-cell table:formula="of:=&quot;C&quot;" office:value-type="string" office:string-value="Courage">'
    )
    sheet = (
        row(("Framework of 2026", 1, 5), "^", "^", "^", "^")
        + f"{empty}</table:table-row>"
        + f"<table:table-header-rows>{row(('Competency', 2, 1), ('Level', 1, 4), '^', '^', '^')}"
        + f"{row('^', 'Junior', 'Senior', 'Lead', 'Chief')}</table:table-header-rows>"
        + row(("Craft", 2, 1), "Writes small stories", "Cuts scope", "Sets the bar", "")
        + f"{row('^', 'Asks early', ('Says why', 1, 2), '^', '')}"
        + f"<table:table-row>{formula}<text:p>Courage</text:p></table:table-cell>{note}<text:p>Owns up</text:p>"
        "</table:table-cell></table:table-row>"
    )
    found = understand(read_tables(ods(tmp_path / "grid.ods", Levels=sheet, Notes=row("Talk about it"))))
    assert (found.levels, found.competencies) == (("Junior", "Senior", "Lead"), ("Craft", "Courage"))
    assert sorted((each.level, each.competency, each.text) for each in found.entries) == [
        ("Junior", "Courage", "Owns up"),
        ("Junior", "Craft", "Asks early"),
        ("Junior", "Craft", "Writes small stories"),
        ("Lead", "Craft", "Says why"),
        ("Lead", "Craft", "Sets the bar"),
        ("Senior", "Craft", "Cuts scope"),
        ("Senior", "Craft", "Says why"),
    ]
    assert "Chief" in {cell.text for cell in found.left_over}
    said = " ".join(found.remarks)
    for words in (
        "Merged cells were read as what they span: 5",
        "Notes on cells weren’t read",
        "Formulas were read as",
    ):
        assert words in said
    path = tmp_path / "ours.yaml"
    path.write_text(as_ladder(found, id="ours", title="Ours", language="en").text, encoding="utf-8")
    assert len([*check_ladder(path).walk()]) == 7


def test_a_spreadsheet_of_libreoffice_is_a_list_with_its_merged_levels(tmp_path: Path) -> None:
    rows = row("Level", "Skill", "Statement") + row(("One", 2, 1), "Craft", "Asks early")
    rows += row("^", "People", "Writes it down") + row("Two", "Craft", "Cuts scope")
    found = understand(read_tables(ods(tmp_path / "list.ods", Levels=rows)))
    assert [entry.level for entry in found.entries] == ["One", "One", "Two"]
    assert "Merged cells were read as what they span: 1 of them." in found.remarks


def repeated(rows: int, written: str) -> str:
    return written.replace("<table:table-row", f'<table:table-row table:number-rows-repeated="{rows}"', 1)


def test_rows_that_are_alike_are_written_once_and_each_has_its_merged_cells(tmp_path: Path) -> None:
    """LibreOffice writes three rows that are alike as one that comes three times."""
    rows = row("Level", "Skill", "Statement", "Meaning") + row("One", "Craft", "Asks early", "")
    rows += repeated(3, row(("Later", 1, 2), "^", "", "")) + row("Two", "Craft", "Cuts scope", "")
    (table,) = read_tables(ods(tmp_path / "list.ods", Levels=rows))
    assert [[cell.text for cell in each[:2]] for each in table.rows[2:5]] == [["Later", "Later"]] * 3
    assert [each[1].is_spanned for each in table.rows[2:5]] == [True] * 3
    assert "Merged cells were read as what they span: 3 of them." in table.remarks


def test_a_merged_cell_that_comes_twice_in_a_row_is_each_of_them(tmp_path: Path) -> None:
    """Two columns that are alike are written once, too: here each of them spans two rows."""
    over = row(("Later", 2, 1)).replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"')
    rows = row("Level", "Statement") + over + row("^", "^") + row("One", "Asks early")
    (table,) = read_tables(ods(tmp_path / "list.ods", Levels=rows))
    assert [[cell.text for cell in each] for each in table.rows[1:3]] == [["Later", "Later"]] * 2


@pytest.mark.parametrize("rows", [1, 2])
def test_merged_cells_that_lie_on_each_other_are_refused_with_both_places(tmp_path: Path, rows: int) -> None:
    """Also where one of them is a row that comes again, and far fewer cells are merged than the sheet has."""
    sheet = row("Level", "Skill", "Statement") + row(("x", 2, 2), "^", "") + repeated(rows, row(("y", 1, 2), "^", "z"))
    sheet += row("a", "b", "c") * 20
    with pytest.raises(DocumentError, match=r"two merged cells lie on each other.*\n?.*Split both") as told:
        read_tables(ods(tmp_path / "a.ods", S=sheet))
    assert "(S!A2:B3 and S!A3:B3)" in str(told.value)


def test_merged_cells_of_an_excel_file_that_lie_on_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("S")
    for at in range(9):
        sheet.write_row(at, 0, ["Level", "Skill", "Statement"])
    sheet.merge_range("A2:B3", "x")
    made.close()
    parts = dict(_parts(path))
    sheet_xml = "xl/worksheets/sheet1.xml"
    merge = b'<mergeCell ref="A2:B3"/>'
    for more, is_fine in ((merge, True), (b'<mergeCell ref="B3:C4"/>', False)):  # some programs list one twice
        with zipfile.ZipFile(path, "w") as again:
            for name, data in parts.items():
                again.writestr(name, data.replace(merge, merge + more) if name == sheet_xml else data)
        if is_fine:
            (table,) = read_tables(path)
            assert [cell.text for cell in table.rows[2]] == ["x", "x", "Statement"]
        else:
            with pytest.raises(DocumentError, match="S!A2:B3 and S!B3:C4"):
                read_tables(path)


def _parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def test_a_merged_cell_that_comes_a_billion_times_takes_no_time(tmp_path: Path) -> None:
    rows = row("Level", "Statement") + row("One", "Asks early") + repeated(999_999_999, row(("", 1, 2), "^"))
    (table,) = read_tables(ods(tmp_path / "list.ods", Levels=rows))
    assert [cell.text for cell in table.rows[1]] == ["One", "Asks early"]


@pytest.mark.parametrize(
    "broken",
    [row("A").replace("A", "A\x01"), row("A").replace("table-cell ", 'table-cell other:name="" ')],
    ids=["a letter that is none", "a name from nowhere"],
)
def test_a_spreadsheet_that_one_reader_takes_and_the_other_does_not_is_told_as_broken(
    tmp_path: Path, broken: str
) -> None:
    with pytest.raises(DocumentError, match="this file is broken"):
        read_tables(ods(tmp_path / "levels.ods", Levels=row("Level", "Statement") + broken))
