"""One button makes a PDF that says what the person said; what goes wrong is told in the panel."""

from __future__ import annotations

import io
import logging
import stat
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from helpers.errors import ReportError
from helpers.journal import Journal, Words, often
from helpers.paths import ROOT
from helpers.widgets.pdf import REPORTS, Made, invitation, make_pdf, making
from tests.widgets.reading import Reading

ON = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When the answers of these tests are given: a report holds what was said up to its day."""


def read(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.fixture
def journal(tmp_path):
    return Journal.open(tmp_path / "journal.jsonl", clock=lambda: NOON)


@pytest.fixture
def told(session):
    """A session in which somebody has said who they are and what they do."""
    session.record("profile:name", Words(text="Ada Lovelace"))
    session.record("prompt:first.prompt-why", Words(text="For the look on their faces."))
    session.record("statement:first.write", often(4))
    return session


def test_the_pdf_says_what_the_person_said_and_lies_where_it_is_said_to(told, tmp_path):
    made = make_pdf(told, ON, tmp_path / "reports")
    assert made.path == tmp_path / "reports/ada-lovelace-2026-11-23.pdf"
    assert made.path.read_bytes() == made.data
    assert "For the look on their faces." in read(made.data)
    assert made.notices == ()


def test_the_pdf_is_for_its_owner_alone(told, tmp_path):
    made = make_pdf(told, ON, tmp_path / "reports")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_a_second_pdf_on_the_same_day_takes_the_place_of_the_first(told, tmp_path):
    first = make_pdf(told, ON, tmp_path)
    told.record("prompt:first.prompt-why", Words(text="Because it works."))
    second = make_pdf(told, ON, tmp_path)
    assert [path.name for path in tmp_path.glob("*.pdf")] == [second.path.name]
    assert second.data != first.data
    assert "Because it works." in read(second.path.read_bytes())


def test_somebody_without_a_name_gets_one_named_after_the_journal(session, tmp_path):
    assert make_pdf(session, ON, tmp_path).path.name == "journal-2026-11-23.pdf"


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\con", "  ", "a/b", "\x00", ".hidden"])
def test_a_name_never_leads_out_of_the_folder(session, tmp_path, name):
    session.record("profile:name", Words(text=name))
    made = make_pdf(session, ON, tmp_path / "reports")
    assert made.path.resolve().parent == tmp_path / "reports"


def test_lines_of_the_journal_that_are_set_aside_are_told_beside_the_pdf(told, tmp_path):
    with told.journal.path.open("a") as file:
        file.write('{"v": 1, "odd"\n')
    made = make_pdf(told, ON, tmp_path)
    assert any("1 line of the journal could not be read" in notice for notice in made.notices)


# The panel


def test_the_button_waits_to_be_pressed():
    found = Reading(invitation())
    assert "Make my PDF" in found.words
    assert ("button", "data-act", "") in found.attributes
    assert not found.links


def test_while_the_pdf_is_made_the_button_rests_and_then_there_is_a_link(tmp_path):
    made = Made(tmp_path / "ada-2026-11-23.pdf", b"%PDF", ("A <character> has a stand-in.",))
    during, after = map(Reading, making(lambda: made))
    assert ("button", "aria-disabled", "true") in during.attributes
    assert ("section", "data-say", "Your PDF is ready to download") in after.attributes
    assert after.links == {"data:application/pdf;base64,JVBERg==": "Download ada-2026-11-23.pdf"}
    assert ("a", "download", "ada-2026-11-23.pdf") in after.attributes
    assert "A <character> has a stand-in." in after.words
    assert str(made.path) in after.words
    assert "Make my PDF again" in after.words


def test_a_folder_that_cant_be_written_to_is_told_in_the_panel(told, tmp_path):
    (tmp_path / "reports").write_text("a file, not a folder")
    *_, after = making(lambda: make_pdf(told, ON, tmp_path / "reports"))
    assert "this file can't be written" in Reading(after).words
    assert "Make my PDF" in Reading(after).words


def test_an_error_for_a_person_is_shown_as_it_stands():
    def fail() -> Made:
        raise ReportError("the <logo> can't be read", next_step="Check theme.yaml.")

    *_, after = making(fail)
    assert "the <logo> can't be read Check theme.yaml." in Reading(after).words
    assert not Reading(after).links


def test_a_fault_of_the_kit_is_told_without_anybodys_words(caplog):
    words = "passed over in May"

    def fail() -> Made:
        raise RuntimeError(words)

    with caplog.at_level(logging.DEBUG):
        *_, after = making(fail)
    assert "no PDF was made" in Reading(after).words
    assert words not in after + caplog.text
    assert "RuntimeError" in caplog.text


def test_the_reports_folder_is_left_out_of_git():
    assert f"/{REPORTS.relative_to(ROOT).as_posix()}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
