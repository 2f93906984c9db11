"""One button makes a PDF that says what the person said; what goes wrong is told in the panel."""

from __future__ import annotations

import io
import logging
from functools import partial

import pytest
from pypdf import PdfReader

from helpers.chapters import Give, Show, Stored
from helpers.chapters.report import handing_over, invitation, make_one_to_one, make_page, make_pdf, making, making_all
from helpers.errors import ReportError
from helpers.journal import Problem, Words
from tests.chapters.contexts import LADDER, context
from tests.reading import Reading
from tests.strategies import event, rate

TOLD = (
    event(LADDER, "profile:name", Words(text="Ada Lovelace")),
    event(LADDER, "prompt:mid.prompt-why", Words(text="For the look on their faces.")),
    rate(LADDER, "mid.s0", 4),
)
HERE = Stored("data:application/pdf;base64,JVBERg==", "/home/ada/reports/ada-2026-11-23.pdf")


def read(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_pdf_says_what_the_person_said_and_is_named_after_them_and_the_day():
    made = make_pdf(context(*TOLD))
    assert (made.name, made.media_type) == ("ada-lovelace-2026-11-23.pdf", "application/pdf")
    assert "For the look on their faces." in read(made.data)


def test_a_report_about_another_ladder_takes_no_other_report_s_name():
    other = LADDER.model_copy(update={"id": "acme"})
    assert make_page(context(ladder=other)).name == "journal-acme-2026-11-23.html"
    assert make_pdf(context(ladder=other)).name == "journal-acme-2026-11-23.pdf"


def test_somebody_without_a_name_gets_one_named_after_the_journal():
    assert make_pdf(context()).name == "journal-2026-11-23.pdf"


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\con", "  ", "a/b", "\x00", ".hidden"])
def test_a_name_never_leads_out_of_the_folder(name):
    made = make_pdf(context(event(LADDER, "profile:name", Words(text=name))))
    assert not {"/", "\\", "\x00"} & set(made.name)
    assert not made.name.startswith(".")


def test_lines_of_the_journal_that_are_set_aside_are_told_beside_the_pdf():
    made = make_pdf(context(*TOLD, problems=(Problem(4, "not an answer"),)))
    assert "1 line of the journal could not be read" in Reading(made.then(HERE).html).words


# The panel


def shown(make) -> list[str]:
    """What the panel shows, one after the other, where files can be kept."""
    results = list(making(make, partial(invitation, context())))
    return [result.html if isinstance(result, Show) else result.then(HERE).html for result in results]


def test_the_button_waits_to_be_pressed():
    found = Reading(invitation(context()))
    assert "Make my PDF" in found.words
    assert ("button", "data-act", "") in found.attributes
    assert not found.links


def test_while_the_pdf_is_made_the_button_rests_and_then_there_is_a_link():
    made = make_pdf(context(*TOLD))
    during, after = map(Reading, shown(lambda: made))
    assert ("button", "aria-disabled", "true") in during.attributes
    assert ("span", "data-say", "Your PDF is ready to download") in after.attributes
    assert after.links == {HERE.href: "Download ada-lovelace-2026-11-23.pdf"}
    assert ("a", "download", "ada-lovelace-2026-11-23.pdf") in after.attributes
    assert HERE.place in after.words
    assert "Make my PDF again" in after.words


def test_where_no_file_can_be_kept_that_is_told_in_the_panel():
    made = make_pdf(context(*TOLD))
    after = Reading(made.then(Stored("", trouble="this file can't be <written>")).html)
    assert "this file can't be <written>" in after.words
    assert "Make my PDF" in after.words
    assert not after.links


def test_an_error_for_a_person_is_shown_as_it_stands():
    def fail() -> Give:
        raise ReportError("the <logo> can't be read", next_step="Check theme.yaml.")

    *_, after = shown(fail)
    assert "the <logo> can't be read Check theme.yaml." in Reading(after).words
    assert not Reading(after).links


def test_a_fault_of_the_kit_is_told_without_anybodys_words(caplog):
    words = "passed over in May"

    def fail() -> Give:
        raise RuntimeError(words)

    with caplog.at_level(logging.DEBUG):
        *_, after = shown(fail)
    assert "no PDF was made" in Reading(after).words
    assert words not in after + caplog.text
    assert "RuntimeError" in caplog.text


# The page to read, and the page for the other person


def test_the_page_to_read_comes_first_and_stays_when_the_pdf_is_there():
    shown = [
        Reading(result.html if isinstance(result, Show) else result.then(HERE).html)
        for result in making_all(context(*TOLD))
    ]
    page, after = "Download ada-lovelace-2026-11-23.html", "Download ada-lovelace-2026-11-23.pdf"
    having_page = [page in found.words for found in shown]
    assert having_page == [False, True, True, True]
    assert [after in found.words for found in shown] == [False, False, False, True]
    assert ("button", "aria-disabled", "true") in shown[2].attributes


def test_the_page_says_what_the_pdf_says_and_needs_nothing_else():
    made = make_page(context(*TOLD))
    assert (made.name, made.media_type) == ("ada-lovelace-2026-11-23.html", "text/html")
    page = made.data.decode()
    assert "For the look on their faces." in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_where_the_page_can_t_be_kept_the_pdf_is_made_all_the_same():
    results = []
    for result in making_all(context(*TOLD)):
        if isinstance(result, Give):
            no = Stored("", trouble="the disk is full") if result.name.endswith(".html") else HERE
            result = result.then(no)
        results.append(Reading(result.html))
    assert "the disk is full" in results[1].words
    assert "Download ada-lovelace-2026-11-23.pdf" in results[-1].words


def test_the_page_for_the_other_person_is_a_pdf_of_one_page_and_text_to_paste():
    made = make_one_to_one(context(*TOLD))
    assert made.name == "ada-lovelace-2026-11-23-1-1.pdf"
    assert len(PdfReader(io.BytesIO(made.data)).pages) == 1
    assert "For the look" not in read(made.data)
    before, after = Reading(handing_over(context())), Reading(made.then(HERE).html)
    assert "Make the page" in before.words
    assert "What have you seen me do well" in after.words
    assert after.links == {HERE.href: "Download ada-lovelace-2026-11-23-1-1.pdf"}
