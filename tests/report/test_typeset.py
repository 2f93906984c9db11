"""The PDF: accessible, archival, the same bytes for the same input, and true to every text."""

import io
import re
import struct
import subprocess
import sys
import zlib
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from helpers.charts import Theme
from helpers.errors import ReportError
from helpers.report import build_report, typeset
from helpers.report.glyphs import stand_in, with_line_ends
from tests.hostile import HOSTILE, TANGLED, visible
from tests.read_aloud import Told, faults, told
from tests.report.conftest import TINY
from tests.report.people import DAY, FIELDS, text_of, whole_story

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#abcdef"/></svg>'
)


@pytest.fixture(scope="module")
def report(shipped, theme):
    return build_report(shipped, whole_story(shipped), on=DAY, theme=theme)


@pytest.fixture(scope="module")
def pdf(report, theme):
    return typeset(report, theme)


@pytest.fixture(scope="module")
def opened(pdf):
    with pikepdf.open(io.BytesIO(pdf.data)) as file:
        yield file


def tags(node, found=None):
    """Every structure element below a node, as (tag, element), in reading order."""
    found = [] if found is None else found
    if isinstance(node, pikepdf.Array):
        for kid in node:
            tags(kid, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append((str(node.S).lstrip("/"), node))
        if "/K" in node:
            tags(node.K, found)
    return found


def strings(data):
    """Every string in lists and dictionaries."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from strings(item)


def expected(text: str, raw: str) -> str:
    """The text as it must stand in a PDF whose text is `raw`: a stand-in for each character that isn't in it."""
    return "".join(char if char in raw or not visible(char) else stand_in(char) for char in with_line_ends(text))


# --- what kind of file it is -----------------------------------------------------------


def test_it_is_tagged_and_says_so(opened):
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert "/StructTreeRoot" in opened.Root
    assert str(opened.Root.Lang) == "en"


def test_it_claims_both_standards(opened):
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"] == "Career report: Ada Example"
        assert metadata["dc:creator"] == ["Ada Example"]


def test_its_bookmarks_are_its_sections(opened, report):
    with opened.open_outline() as outline:
        assert [item.title for item in outline.root] == [section.title for section in report.sections]


def test_every_picture_has_the_alt_text_of_its_data(opened, report):
    pictures = [block.alt for section in report.sections for block in section.blocks if block.kind == "figure"]
    told = [str(node.Alt) for tag, node in tags(opened.Root.StructTreeRoot.K) if "/Alt" in node]
    assert told == pictures


def test_headings_lead_through_it_without_a_gap(opened, report):
    levels = [int(tag[1]) for tag, _ in tags(opened.Root.StructTreeRoot.K) if re.fullmatch(r"H\d", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert levels.count(2) == len(report.sections)
    assert all(after - before <= 1 for before, after in pairwise([0, *levels]))


def test_two_checkers_of_accessibility_have_nothing_to_say(pdf, tmp_path):
    assert faults(pdf.data, tmp_path) == []


def test_a_heading_is_told_before_all_that_belongs_to_it(pdf, report, tmp_path):
    """Whoever jumps to a statement hears its level and answer next, and not those of the one after it."""
    heard = told(pdf.data, tmp_path)
    entries = [
        entry
        for section in report.sections
        for block in section.blocks
        if block.kind == "entries"
        for entry in block.entries
        if entry.note
    ]
    assert len(entries) > 3
    for entry in entries:
        after = [heard[at + 1] for at, it in enumerate(heard) if it.tag in ("H3", "H4") and it.words == entry.title]
        assert Told("P", " ".join(entry.note.split())) in after, entry.title


def test_its_name_is_a_heading_and_what_runs_on_are_paragraphs(pdf, report, tmp_path):
    heard = told(pdf.data, tmp_path)
    assert Told("H1", report.heading) in heard
    assert {it.tag for it in heard} <= {"H1", "H2", "H3", "H4", "P", "Lbl", "LBody", "TH", "TD", "Figure", "Span"}
    assert [it for it in heard if it.tag == "Span" and len(it.words) > 40] == []


def test_tables_have_header_cells_and_quotes_are_quotes(opened, report):
    found = [tag for tag, _ in tags(opened.Root.StructTreeRoot.K)]
    heads = [len(block.head) for section in report.sections for block in section.blocks if block.kind == "table"]
    assert found.count("Table") == len(heads)
    assert found.count("TH") == sum(heads)
    assert found.count("BlockQuote") == 4


def test_every_font_is_embedded(opened):
    for page in opened.pages:
        for font in page.Resources.Font.values():
            (inner,) = font.DescendantFonts
            assert any(key in inner.FontDescriptor for key in ("/FontFile2", "/FontFile3"))


def test_pages_are_numbered_and_named(pdf, report):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages]
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert report.footer in text


def test_everything_that_the_model_says_is_on_paper(pdf, report):
    got = visible(text_of(pdf.data, report.footer))
    missing = []
    for section in report.sections:
        for block in section.blocks:
            data = block.model_dump(
                mode="json", exclude={"kind", "look", "tone", "picture", "brief", "table", "numbered"}
            )
            missing += [string for string in strings(data) if visible(string) not in got]
    assert missing == []


# --- the same bytes --------------------------------------------------------------------


def test_the_same_report_makes_the_same_bytes(report, theme, pdf):
    assert typeset(report, theme) == pdf


def test_another_process_makes_the_same_bytes(tmp_path):
    """Neither hash seeds nor temporary folders leave a trace, even where characters are replaced."""
    code = """
import hashlib, sys
from helpers.charts import Theme
from helpers.ladder import load_ladder
from helpers.report import build_report, typeset
from tests.hostile import HOSTILE
from tests.report.people import DAY, whole_story
ladder = load_ladder(sys.argv[1])
words = HOSTILE["chinese"] + HOSTILE["control"] + HOSTILE["emoji"]
made = typeset(build_report(ladder, whole_story(ladder, words), on=DAY, theme=Theme()), Theme())
print(hashlib.sha256(made.data).hexdigest(), made.notices)
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(TINY)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(TINY.parents[3]), "TMPDIR": str(tmp_path), "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
            cwd=tmp_path,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(told) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_day_is_the_time_stamp(pdf):
    assert PdfReader(io.BytesIO(pdf.data)).metadata.creation_date.date() == DAY


# --- any text --------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_in_any_field_comes_out_as_that_text(tiny, theme, name):
    report = build_report(tiny, whole_story(tiny, HOSTILE[name]), on=DAY, theme=theme)
    made = typeset(report, theme)
    raw = text_of(made.data, report.footer)
    wanted = expected(HOSTILE[name], raw)
    if name in TANGLED:
        assert set(visible(wanted)) <= set(visible(raw))
        return
    for field in FIELDS:
        assert visible(f"{field}: {wanted}") in visible(raw), field


NAMES = [
    "typst",
    "html",
    "jinja",
    "control",
    "line-ends",
    "private-use",
    "hebrew",
    "chinese",
    "long-word",
    "many-lines",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_text_may_be_a_name(tiny, theme, name):
    report = build_report(tiny, whole_story(tiny, "fine", name=HOSTILE[name]), on=DAY, theme=theme)
    made = typeset(report, theme)
    raw = text_of(made.data, report.footer)
    if name not in TANGLED:
        assert visible(expected(HOSTILE[name], raw)) in visible(raw)
    with pikepdf.open(io.BytesIO(made.data)) as file, file.open_metadata() as metadata:
        assert metadata["dc:title"].startswith("Career report: ")


@settings(max_examples=25)
@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_character_is_dropped_in_silence(tiny, theme, words):
    """Every character with a visible form is on the page, or its stand-in is and a notice says so."""
    report = build_report(tiny, whole_story(tiny, words), on=DAY, theme=theme)
    made = typeset(report, theme)
    raw = text_of(made.data, report.footer)
    wanted = visible(expected(words, raw))
    assert set(wanted) <= set(visible(raw))
    missing = {char for char in with_line_ends(words) if visible(char) and char not in raw}
    for notice in made.notices:
        assert visible(notice) in visible(raw)
    assert bool(missing) <= bool(made.notices)


def test_a_script_without_a_font_is_said_on_paper_and_to_the_caller(tiny, theme):
    """Cuneiform's fonts are on hardly any machine; where they are, the text itself must be there."""
    words = "before \U00012000 after"
    made = typeset(build_report(tiny, whole_story(tiny, words), on=DAY, theme=theme), theme)
    raw = text_of(made.data)
    if "\U00012000" in raw:
        assert made.notices == ()
    else:
        (notice,) = made.notices
        assert "Cuneiform (U+12000)" in notice
        assert "Noto Sans Cuneiform" in notice
        assert visible(notice) in visible(raw)
        assert "before □ after" in raw


def test_digits_survive_a_keycap(tiny, theme):
    """Typst names the digit among what it can't show of a keycap; the digits elsewhere must stay."""
    words = "1\ufe0f\u20e3 and a\u20e3, then 11 times 1"
    raw = text_of(typeset(build_report(tiny, whole_story(tiny, words), on=DAY, theme=theme), theme).data)
    assert "then 11 times 1" in raw
    assert "23 November 2026" in raw


@pytest.mark.parametrize("name", ["long-word", "long-address", "long-accented-word", "long", "many-lines"])
def test_long_text_stays_on_the_page(tiny, theme, name):
    """Nothing runs out of the column or below the foot: a line or a page then holds more than it has room for."""
    made = typeset(build_report(tiny, whole_story(tiny, HOSTILE[name]), on=DAY, theme=theme), theme)
    for page in PdfReader(io.BytesIO(made.data)).pages:
        lines = page.extract_text().splitlines()
        assert max(map(len, lines)) < 140
        assert len(lines) < 80


# --- the theme -------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_theme_names_the_paper(report, paper, size):
    made = typeset(report, Theme(paper=paper))
    box = PdfReader(io.BytesIO(made.data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_an_unknown_font_falls_back_to_the_kits(report, theme, pdf):
    made = typeset(report, Theme(font="No Such Font"))
    assert len(PdfReader(io.BytesIO(made.data)).pages) == len(PdfReader(io.BytesIO(pdf.data)).pages)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_logo_stands_on_the_first_page_as_decoration(report, tmp_path, kind, opened):
    logo = tmp_path / f"logo.{kind}"
    if kind == "svg":
        logo.write_text(LOGO)
    else:

        def chunk(name, data):
            return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

        head = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)
        rows = zlib.compress(b"\0" + b"\xab\xcd\xef" * 2)
        logo.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    made = typeset(report, Theme(logo=logo))
    with pikepdf.open(io.BytesIO(made.data)) as file:
        drawn, before = (len(pdf.pages[0].Contents.read_bytes()) for pdf in (file, opened))
        assert drawn > before
        count = len([tag for tag, _ in tags(file.Root.StructTreeRoot.K) if tag == "Figure"])
        assert count == len([tag for tag, _ in tags(opened.Root.StructTreeRoot.K) if tag == "Figure"])


def test_a_logo_that_went_missing_is_said(report, tmp_path):
    with pytest.raises(ReportError, match="logo can't be read"):
        typeset(report, Theme(logo=tmp_path / "gone.svg"))


def test_the_fonts_are_the_same_on_every_machine():
    """One file a face: the package ships each as .otf and .ttf, and either might be found first."""
    from helpers.report.fonts import FAMILY, font_book

    faces = [(font.style, font.weight) for font in font_book(system=False).fonts() if font.family == FAMILY]
    assert len(faces) == len(set(faces)) == 6
