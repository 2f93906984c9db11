"""One road in a real browser, at every place: answer, lose what ran, find everything again, take the report home.

What each place shows, and the files that it makes, are compared with what the kit makes of the same journal here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers.chapters import Chapter, Element, course
from helpers.charts import load_theme
from helpers.form import WORDS
from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.principal.model import GoDeep
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.report import build_report, typeset
from helpers.report.page import as_page
from helpers.web.app import address
from helpers.web.engine import Drawn, Engine
from helpers.web.keeping import JournalKeeping
from tests.browser.conftest import serving
from tests.browser.places import PLACES, Place, Site, standing
from tests.patience import until

LADDER = load_ladder()
THEME = load_theme()
COURSE = course(LADDER)
CHAPTERS = COURSE.chapters
FIRST, LEVEL, PATH = CHAPTERS[0], COURSE.chapter("01_associate_pm"), COURSE.chapter("08_your_path")
LAB, CASE = COURSE.chapter("06_lab_go_deep"), load_lab("principal")
assert isinstance(CASE, GoDeep)
BY_MOUSE, BY_KEYBOARD = LADDER.level("associate").responsibilities[:2]
PROMPT = LADDER.level("associate").prompts[0]
NAME = "Zoë Browsertest"
EVIDENCE = 'The #panic() epic: $x^2$ <b>seven</b> "stories" \\ {{ none }} </script> sent back.'
REFLECTION = "Priya chose the smaller cut. I would have asked what the second-largest customer does on Fridays."
AIM = "= Cut *earlier*, and say <why> @first"
OFTEN, SOMETIMES = LADDER.scale.frequencies[3].label, LADDER.scale.frequencies[2].label
REOPEN = "What would reopen it?"

PANELS = """() => [...document.querySelectorAll(".kp")].map((panel) => {
  const copy = panel.cloneNode(true);
  copy.querySelectorAll("style").forEach((style) => style.remove());
  copy.querySelectorAll("img").forEach((picture) => picture.replaceWith(picture.alt));
  return copy.textContent.replace(/\\s+/g, "");
}).filter(Boolean)"""
"""The words of each panel that says anything, with what its pictures say, in reading order."""

SAME = f"(made) => {{ document.body.innerHTML = made; return ({PANELS})(); }}"

ABOUT_A_PLACE = {"header", "privacy"}
"""Elements that say where answers are, which is another thing everywhere."""

ASKED_AWAY_FROM_SITES = "Your company’s site of this kit"
"""A site has the page itself on which others answer."""


def field(page: Page, title: str) -> Locator:
    """The question with this title."""
    return page.locator(".kit-field").filter(has=page.locator(".kit-title", has_text=title)).first


def saved(question: Locator) -> None:
    """Wait until what was just answered is on the disk."""
    expect(question.locator(".kit-status")).to_contain_text("saved")


def write(question: Locator, words: str) -> None:
    """Type into a question's only box, and leave it."""
    question.get_by_role("textbox").fill(words)
    question.get_by_role("textbox").blur()
    saved(question)


def choose(question: Locator, label: str) -> None:
    """Choose what is called so."""
    question.get_by_role("radio", name=label, exact=True).check()
    saved(question)


class AtHome:
    """What the kit makes, with no browser, of a journal that a place has."""

    def __init__(self, lines: bytes, folder: Path) -> None:
        (folder / "same.jsonl").write_bytes(lines)
        self.journal = Journal.open(folder / "same.jsonl")
        self._engine = Engine(LADDER, JournalKeeping(self.journal, LADDER, folder), theme=THEME, link=address)

    def elements(self, here: Chapter) -> list[Drawn]:
        """A chapter's elements as they stand."""
        moment = self._engine.moment(here)[1]
        return [self._engine.drawn(one, moment) for one in self._engine.parts(here) if isinstance(one, Element)]


def is_the_same(place: Place, here: Chapter, blank: Page, folder: Path) -> None:
    """A chapter asks the same questions and says the same, word for word, as at home of the same answers."""
    elements = AtHome(place.lines(), folder).elements(here)
    fields = [one for element in elements if element.form for one in element.form["fields"]]
    views = [element.html for element in elements if element.element.id not in ABOUT_A_PLACE]
    asked = [one.get("title") or one["label"] for one in fields]
    asked = [title for title in asked if title != ASKED_AWAY_FROM_SITES or not isinstance(place, Site)]
    said = blank.evaluate(SAME, "".join(f'<div class="kp">{html}</div>' for html in views))

    def differs() -> tuple[list[str], list[str]]:
        """What is asked otherwise, and what isn't said."""
        titles, panels = place.page.locator(".kit-title").all_text_contents(), iter(place.page.evaluate(PANELS))
        # A fold's title may stand before a panel, and what is about a place between two.
        unsaid = [words for words in said if not any(panel.endswith(words) for panel in panels)]
        others = [title for title in (*titles, *asked) if titles.count(title) != asked.count(title)]
        return ([] if titles == asked else others or titles), unsaid

    seen = differs()

    def agrees() -> bool:
        nonlocal seen
        seen = differs()
        return seen == ([], [])

    with suppress(AssertionError):
        until(agrees)
    assert seen == ([], []), here.stem


def says_who_one_is(page: Page) -> None:
    write(field(page, "Your name"), NAME)
    choose(field(page, "Where do you work today"), LADDER.level("associate").title)


def rates_a_level(page: Page) -> None:
    """One statement by mouse, with evidence, one by keyboard; and a reflection."""
    question = field(page, BY_MOUSE.title)
    question.locator("label", has_text=re.compile(f"^{OFTEN}$")).click()
    saved(question)
    question.get_by_role("button", name="evidence").click()
    write(question, EVIDENCE)

    page.get_by_role("button", name=re.compile("Next (open question|unanswered)")).first.focus()
    for key in ("Enter", "Space", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    saved(field(page, BY_KEYBOARD.title))

    reflection = field(page, PROMPT.text)
    reflection.get_by_role("textbox").click()
    page.keyboard.type(REFLECTION)
    saved(reflection)


def finds_the_answers(page: Page) -> None:
    """Everything that was answered in the level is shown again."""
    question = field(page, BY_MOUSE.title)
    expect(question.get_by_role("radio", name=OFTEN, exact=True)).to_be_checked()
    expect(question.get_by_role("textbox")).to_have_value(EVIDENCE)
    expect(field(page, BY_KEYBOARD.title).get_by_role("radio", name=SOMETIMES, exact=True)).to_be_checked()
    expect(field(page, PROMPT.text).get_by_role("textbox")).to_have_value(REFLECTION)


def practises(page: Page) -> None:
    choose(field(page, "Which would you propose?"), CASE.options[0].title)
    write(field(page, REOPEN), "Two shops leave by 9 May.")


def plans(page: Page) -> None:
    direction = field(page, "Which direction do you choose")
    direction.get_by_role("radio").first.check()
    saved(direction)
    aim = page.get_by_label(WORDS["plan_aim"], exact=True)
    aim.fill(AIM)
    aim.blur()
    saved(field(page, "Plan"))


def made(page: Page, ending: str) -> tuple[str, bytes]:
    """The name and the content of a file of the report that was made."""
    link = page.get_by_role("link", name=re.compile(rf"\.{ending}$")).first
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


@pytest.fixture
def made_reports() -> Iterator[None]:
    """The kit keeps each PDF in reports/ too: those of this test go when it is done."""
    before = {*(ROOT / "reports").glob("*")}
    yield
    for path in {*(ROOT / "reports").glob("*")} - before:
        path.unlink()


@pytest.mark.usefixtures("made_reports")
@pytest.mark.parametrize("where", PLACES)
def test_the_road_is_the_same_at_every_place(
    where: str,
    open_page: Callable[..., Page],
    violations: Callable[..., list[str]],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The same questions, the same panels to the letter, the same report to the byte; and answers that outlive it."""
    page, blank = open_page(accept_downloads=True), open_page()
    with standing(where, page, tmp_path / "journal.jsonl", tmp_path_factory) as place:
        for here, walk in ((FIRST, says_who_one_is), (LEVEL, rates_a_level), (LAB, practises), (PATH, plans)):
            place.open(here)
            walk(page)
            if here is LEVEL:
                assert violations(page, ".kit-form") == []
                place.again(here)
                finds_the_answers(page)
            is_the_same(place, here, blank, tmp_path)
        page.get_by_role("button", name="Make my PDF").click()
        name, pdf = made(page, "pdf")
        _, read = made(page, "html")
        events = AtHome(place.lines(), tmp_path).journal.events()
    (day,) = re.findall(r"\d{4}-\d\d-\d\d", name)
    report = build_report(LADDER, events, on=date.fromisoformat(day), theme=THEME)
    assert report.author == NAME
    assert pdf == typeset(report, THEME).data
    assert read.decode() == as_page(report, THEME)


def test_links_lead_from_the_first_chapter_to_the_last_and_back(page: Page, tmp_path: Path) -> None:
    """With nothing answered, which would make a way of one's own."""
    with serving("app", tmp_path / "journal.jsonl") as app:
        page.goto(app.link)
        for chapter in CHAPTERS[1:]:
            page.locator("a.kp-next").click()
            expect(page).to_have_url(re.compile(rf"/{chapter.stem}$"))
        page.get_by_role("link", name=re.compile("^Before")).click()
        expect(page).to_have_url(re.compile(rf"/{CHAPTERS[-2].stem}$"))
