"""The whole road in a real browser: answer, lose the kernel, find everything again, take the PDF home."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect
from pypdf import PdfReader

from helpers.chapters import course
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.browser.conftest import Served, serving

LADDER = load_ladder()
CHAPTERS = course(LADDER).chapters
LEVEL = LADDER.level("associate")
BY_MOUSE, BY_KEYBOARD = LEVEL.responsibilities[:2]
PROMPT = LEVEL.prompts[0]
NAME = "Zoë Browsertest"
EVIDENCE = "The export epic of March: seven stories, none sent back."
REFLECTION = "Priya chose the smaller cut. I would have asked what the second-largest customer does on Fridays."
OFTEN, SOMETIMES = LADDER.scale.frequencies[3].label, LADDER.scale.frequencies[2].label


def field(page: Page, title: str) -> Locator:
    """The question with this title."""
    return page.locator(".kit-field").filter(has=page.locator(".kit-title", has_text=title))


def saved(question: Locator) -> None:
    """Wait until what was just answered is on the disk."""
    expect(question.locator(".kit-status")).to_contain_text("saved")


def answer_level(page: Page) -> None:
    """Rate one statement by mouse, with evidence, and one by keyboard; write a reflection."""
    question = field(page, BY_MOUSE.title)
    question.locator("label", has_text=re.compile(f"^{OFTEN}$")).click()
    saved(question)
    question.get_by_role("button", name="evidence").click()
    question.get_by_role("textbox").fill(EVIDENCE)
    question.get_by_role("textbox").blur()
    saved(question)

    page.get_by_role("button", name=re.compile("Next (open question|unanswered)")).first.focus()
    for key in ("Enter", "Space", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    saved(field(page, BY_KEYBOARD.title))

    reflection = field(page, PROMPT.text)
    reflection.get_by_role("textbox").click()
    page.keyboard.type(REFLECTION)
    saved(reflection)


def find_answers(page: Page) -> None:
    """Everything that was answered is shown again."""
    question = field(page, BY_MOUSE.title)
    expect(question.get_by_role("radio", name=OFTEN, exact=True)).to_be_checked()
    expect(question.get_by_role("textbox")).to_have_value(EVIDENCE)
    expect(field(page, BY_KEYBOARD.title).get_by_role("radio", name=SOMETIMES, exact=True)).to_be_checked()
    expect(field(page, PROMPT.text).get_by_role("textbox")).to_have_value(REFLECTION)


def make_pdf(page: Page) -> Download:
    """Press the button, and follow the link to what it made."""
    page.get_by_role("button", name="Make my PDF").click()
    link = page.get_by_role("link", name=re.compile(r"^Download .*\.pdf$"))
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    return download.value


def find_words(download: Download, folder: Path) -> None:
    """The PDF says what was typed."""
    path = folder / download.suggested_filename
    download.save_as(path)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    for words in (NAME, EVIDENCE, REFLECTION):
        assert words in text


@pytest.fixture
def made_reports() -> Iterator[None]:
    """The kit keeps each PDF in reports/ too: those of this test go when it is done."""
    before = set((ROOT / "reports").glob("*.pdf"))
    yield
    for path in set((ROOT / "reports").glob("*.pdf")) - before:
        path.unlink()


class TestApp:
    """Pages: `python3 start.py --app`."""

    @pytest.mark.usefixtures("made_reports")
    def test_answers_outlive_the_kernel_and_reach_the_pdf(self, app: Served, page: Page, tmp_path: Path) -> None:
        page.goto(app.link)
        name = field(page, "Your name")
        name.get_by_role("textbox").fill(NAME)
        name.get_by_role("textbox").blur()
        saved(name)

        page.locator("a.kp-next").click()
        expect(page.get_by_role("heading", name=CHAPTERS[1].title)).to_be_visible()
        answer_level(page)
        page.reload()
        find_answers(page)

        page.get_by_role("navigation", name="Chapters").get_by_role("link", name=CHAPTERS[8].title).click()
        direction = field(page, "Which direction do you choose")
        direction.get_by_role("radio").first.check()
        saved(direction)
        find_words(make_pdf(page), tmp_path)
        assert EVIDENCE in app.journal.read_text(encoding="utf-8")

    def test_links_lead_from_the_first_chapter_to_the_last_and_back(self, page: Page, tmp_path: Path) -> None:
        """With nothing answered, which would make a way of one's own."""
        with serving("app", tmp_path / "journal.jsonl") as app:
            page.goto(app.link)
            for chapter in CHAPTERS[1:]:
                page.locator("a.kp-next").click()
                expect(page).to_have_url(re.compile(rf"/{chapter.stem}$"))
            page.get_by_role("link", name=re.compile("^Before")).click()
            expect(page).to_have_url(re.compile(rf"/{CHAPTERS[-2].stem}$"))


class TestLab:
    """JupyterLab: `python3 start.py`."""

    def run_all(self, page: Page) -> None:
        """Restart the kernel and run every cell, as the menu does it."""
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Restart Kernel and Run All Cells…").click()
        page.get_by_role("button", name="Confirm Kernel Restart").click()

    def open(self, lab: Served, page: Page, stem: str) -> None:
        """Open a chapter and run it."""
        page.goto(lab.url(f"/lab/tree/notebooks/{stem}.ipynb"))
        expect(page.get_by_role("tab", name=f"{stem}.ipynb", selected=True)).to_be_visible()
        expect(page.get_by_text("(ipykernel) | Idle")).to_be_visible()
        self.run_all(page)

    def is_at_the_beginning(self, page: Page) -> None:
        """After a run one stands at the title, what may be skipped is closed, and nothing scrolls inside the page."""
        expect(page.locator(".kp-header")).to_be_visible()
        expect(page.locator(".kit-body:not([inert])").last).to_be_attached()
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        expect(page.locator(".jp-RenderedMarkdown details, .kp-fold").first).to_be_visible()
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll(".jp-Notebook details")].filter((it) => it.open).length
              + [...document.querySelectorAll(".jp-OutputArea *")].filter((it) => it.scrollHeight > it.clientHeight
                  && it.clientHeight && ["auto", "scroll"].includes(getComputedStyle(it).overflowY)).length"""
            )
            == 0
        )

    @pytest.mark.usefixtures("made_reports")
    def test_answers_outlive_the_kernel_and_reach_the_pdf(
        self, lab: Served, page: Page, tmp_path: Path, violations
    ) -> None:
        opened = [ROOT / "notebooks" / chapter.file for chapter in (CHAPTERS[0], CHAPTERS[1], CHAPTERS[8])]
        before = [path.read_bytes() for path in opened]
        self.open(lab, page, CHAPTERS[1].stem)
        self.is_at_the_beginning(page)
        answer_level(page)
        self.run_all(page)
        find_answers(page)
        page.reload()
        self.open(lab, page, CHAPTERS[1].stem)
        find_answers(page)
        assert violations(page, ".kit-form") == []
        page.keyboard.press("Control+s")
        expect(page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)

        self.open(lab, page, CHAPTERS[0].stem)
        name = field(page, "Your name")
        name.get_by_role("textbox").fill(NAME)
        name.get_by_role("textbox").blur()
        saved(name)
        self.open(lab, page, CHAPTERS[8].stem)
        find_words(make_pdf(page), tmp_path)
        assert [path.read_bytes() for path in opened] == before, "no notebook file holds what was answered"
