"""The chapters as pages in a real browser: who may open them, what they show, and how windows keep in step."""

from __future__ import annotations

import http.client
import json
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Page, Route, expect

from helpers.chapters import course
from helpers.form import WORDS
from helpers.journal import Evidence, Journal, Rating, RatingState
from helpers.ladder import check_ladder, load_ladder
from tests.browser.axe import violations_in
from tests.browser.conftest import Served, serving
from tests.browser.measures import beyond_screen, styled
from tests.long import tries

FRAMEWORKS = Path(__file__).parents[1] / "fixtures/frameworks"
LADDER = load_ladder()
COURSE = course(LADDER)
FIRST = LADDER.level("associate").responsibilities[0]
LEVEL_1 = "/01_associate_pm"


def ready(page: Page) -> Page:
    """Wait until the page's script has done its work."""
    expect(page.locator("[data-ready]")).to_have_count(1)
    return page


def get(served: Served, path: str, **headers: str) -> tuple[int, str]:
    """Ask for a path without the token or a cookie."""
    where = urlsplit(served.link)
    connection = http.client.HTTPConnection(where.hostname, where.port)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("path", ["/", LEVEL_1, "/messages", "/?token=0123"])
def test_without_the_link_nobody_reads_anything(app: Served, path: str):
    status, text = get(app, path)
    assert status == 401
    assert "journal" not in text.lower()


def test_a_page_elsewhere_that_points_its_name_at_this_machine_is_turned_away(app: Served):
    """DNS rebinding: the browser believes that it talks to evil.example."""
    assert get(app, "/", Host="evil.example")[0] == 403


def test_the_link_leads_to_the_first_chapter_and_its_token_into_no_history(page: Page, tmp_path: Path):
    """Somebody's first time: later it leads to where they left off."""
    with serving("app", tmp_path / "journal.jsonl") as app:
        page.goto(app.link)
        expect(page).to_have_title("Start here")
        assert page.url == urlunsplit(urlsplit(app.link)._replace(path="/00_start_here", query=""))


def test_who_comes_without_the_link_is_told_where_to_find_it(app: Served, page: Page):
    page.goto(urlunsplit(urlsplit(app.link)._replace(query="")))
    expect(page.get_by_role("heading", name="Open the kit with its link")).to_be_visible()


def test_the_typeface_comes_from_the_kit_and_nothing_is_refused_by_the_page_s_own_rules(app: Served, page: Page):
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(app.link)
    ready(page)
    page.wait_for_function("[...document.fonts].some(face => face.status === 'loaded')")
    assert page.evaluate("document.fonts.check('18px \"Source Sans Pro\"')")
    assert told == []


def test_prose_panels_and_forms_share_their_left_edge(app: Served, page: Page, phone: Page):
    for screen in (page, phone):
        screen.goto(app.link)  # which leads to where the answers of another test were left off
        screen.goto(app.url("/00_start_here"))
        expect(ready(screen).locator(".kit-choice").first).to_be_visible()
        edges = {
            what: round(screen.locator(what).first.bounding_box()["x"], 1)
            for what in (".kw-prose p", ".kp-card", ".kit-choice")
        }
        assert len(set(edges.values())) == 1, edges


def test_a_link_to_a_heading_of_another_chapter_opens_there(app: Served, page: Page):
    page.goto(app.link)
    page.goto(app.url(LEVEL_1))
    ready(page).get_by_role("link", name="How the questions work").first.click()
    page.wait_for_url("**/00_start_here#How-the-questions-work")
    expect(ready(page).get_by_role("heading", name="How the questions work")).to_be_in_viewport()


def test_on_a_phone_the_chapters_are_behind_one_button(app: Served, phone: Page):
    phone.goto(app.link)
    column = ready(phone).get_by_role("navigation", name="Chapters")
    expect(column).to_be_hidden()
    phone.get_by_role("button", name="Chapters").tap()
    column.get_by_role("link", name="Mid-level PM", exact=True).tap()
    expect(phone).to_have_title("Mid-level PM")


def test_without_a_script_a_chapter_can_be_read_with_its_questions_and_answers(app: Served, open_page):
    Journal.open(app.journal).record(
        f"evidence:{FIRST.id}", Evidence(text="Read without a script.", supports=(FIRST.id,)), ladder=LADDER
    )
    page = open_page(java_script_enabled=False)
    page.goto(app.link)
    page.goto(app.url(LEVEL_1))
    for words in (FIRST.title, FIRST.text, "almost always", "don’t know", "Read without a script."):
        expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()
    for summary, meaning in ((WORDS["scale"], LADDER.scale.dont_know.meaning), (WORDS["meaning"], FIRST.meaning)):
        told = page.get_by_text(meaning or "").first
        expect(told).to_be_hidden()
        page.get_by_text(summary).first.click()
        expect(told).to_be_visible()
    expect(page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Your path")).to_be_visible()


def test_ten_windows_learn_what_another_one_and_the_command_line_wrote(app: Served, open_page):
    first = open_page()
    first.goto(app.link)
    windows = [first, *(first.context.new_page() for _ in range(9))]
    for window in windows:
        window.goto(app.url(LEVEL_1))
        ready(window)
    question = f".kit-field:has(.kit-title:text-is({FIRST.title!r}))"
    windows[0].locator(question).locator("label", has_text=re.compile("^seldom$")).click()
    for window in windows[1:]:
        expect(window.locator(question).get_by_role("radio", name="seldom")).to_be_checked()
        expect(window.locator("[data-count]")).to_have_text(windows[0].locator("[data-count]").inner_text())
    Journal.open(app.journal).record(
        f"statement:{FIRST.id}", Rating(state=RatingState.FREQUENCY, frequency=3), ladder=LADDER
    )
    for window in windows:
        expect(window.locator(question).get_by_role("radio", name="often", exact=True)).to_be_checked()


def test_a_page_that_was_left_open_goes_on_after_the_kit_was_started_again(page: Page, tmp_path: Path):
    """The address, the cookie and what is on screen stay; the page finds the kit again by itself.

    The kit is killed once it has kept a note and before the page hears of it: the press is sent again, and makes no
    second one.
    """
    journal = tmp_path / "journal.jsonl"
    note = page.get_by_role("textbox", name="What happened, when, and who saw it?")

    def unheard(route: Route) -> None:
        if json.loads(route.request.post_data or "{}")["type"] != "act":
            return route.continue_()
        route.fetch()
        first.process.kill()
        return route.abort()

    with serving("app", journal) as first:
        page.goto(first.link)
        page.goto(first.url(LEVEL_1))
        ready(page).route("**/messages", unheard)
        note.fill("Ines asked for the numbers.")
        page.get_by_role("button", name="Keep this note").click()
        expect(page.get_by_role("alert").filter(has_text="isn’t answering")).to_be_visible()
    page.unroute("**/messages")
    with serving("app", journal, "--port", str(urlsplit(first.link).port)):
        expect(page.get_by_role("alert").filter(has_text="isn’t answering")).to_have_count(0)
        expect(note).to_have_value("")
        page.locator(".kit-field").first.locator("label", has_text=re.compile("^often$")).click()
        expect(page.locator(".kit-field").first.get_by_text("saved ✓")).to_be_visible()
    kinds = [event.subject.kind for event in Journal.open(journal).events()]
    assert (kinds.count("statement"), kinds.count("note")) == (1, 1)


def test_the_command_names_its_link_and_ends_cleanly(tmp_path: Path):
    with serving("app", tmp_path / "journal.jsonl") as served:
        assert get(served, "/")[0] == 401
    assert served.process.returncode == 0


SCREENS = [(1280, "light"), (390, "dark"), (320, "light"), (1280, "dark"), (390, "light"), (320, "dark")]
PAGES = (*COURSE.pages, *COURSE.labs)
LOOKS = [
    (here, *SCREENS[(nth + more) % len(SCREENS)])
    for more in range(tries(1, len(SCREENS)))
    for nth, here in enumerate(PAGES)
]
"""Every page, on one screen each, or with `--long` on all."""


@pytest.mark.parametrize(("here", "width", "scheme"), LOOKS, ids=lambda it: getattr(it, "stem", it))
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(app: Served, open_page, here, width, scheme):
    """With its best practices, and with what opens in a form open."""
    page = open_page(width=width, color_scheme=scheme)
    page.goto(app.link)
    page.goto(app.url(f"/{here.stem}"))
    ready(page)
    for opener in page.locator(".kit-opener").all()[:3]:
        opener.click()
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations_in(page)] == []
    assert beyond_screen(page) <= 0


SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, textarea, input")].flatMap((it) => {
  const target = (it.matches("[type=radio], [type=checkbox]") && it.closest("label")) || it;
  const { width, height, bottom } = target.getBoundingClientRect();
  const isInText = it.matches("a") && getComputedStyle(it).display === "inline"
    && it.parentElement.textContent.trim() !== it.textContent.trim();
  const isThere = it.checkVisibility({ visibilityProperty: true }) && width && bottom + scrollY > 0;
  const isSmall = isThere && !isInText && Math.min(width, height) < 43.5;
  return isSmall ? [`${width} x ${height} ${target.outerHTML.slice(0, 120)}`] : [];
})"""
"""Targets of less than 44 px, all but links in the middle of a text, which WCAG 2.5.5 leaves as they are."""


def test_on_a_phone_a_finger_meets_every_target_and_the_map_says_where_one_works(phone: Page, tmp_path: Path):
    with serving("app", tmp_path / "journal.jsonl") as app:
        phone.goto(app.link)
        for path in ("/import", *(f"/{here.stem}" for here in (*COURSE.chapters, *COURSE.labs)[:: tries(5, 1)])):
            phone.goto(app.url(path))
            phone.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
            assert styled(phone).evaluate(SMALL) == [], path
        phone.goto(app.url("/leading"))
        phone.get_by_label("On paper").check()
        phone.get_by_role("button", name="See what it needs").tap()
        expect(phone.get_by_role("link", name="Slips about the workshop itself, to cut")).to_be_visible()
        assert styled(phone).evaluate(SMALL) == []
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations_in(phone)] == []
        assert beyond_screen(phone) <= 0
        phone.goto(app.url("/00_start_here"))
        place = ready(phone).get_by_role("button", name="Senior PM: I work here")
        place.focus()
        phone.keyboard.press("Enter")
        expect(place).to_have_attribute("aria-pressed", "true")
        expect(place).to_be_focused()
        asked = phone.get_by_role("group", name="Where you work today")
        expect(asked.get_by_role("radio", name=LADDER.level("senior").title)).to_be_checked()


def test_a_spreadsheet_becomes_a_ladder_on_a_phone_and_nothing_is_refused(app: Served, phone: Page, violations):
    phone.goto(app.link)
    phone.goto(app.url("/import"))
    assert violations(phone, practices=True) == []
    phone.get_by_label("Your table").set_input_files(str(FRAMEWORKS / "lists.md"))
    phone.get_by_label("What the ladder is called").fill("Support")
    read = phone.get_by_role("button", name="See how it is read")
    # As a large table is read: for a while nothing comes back.
    phone.evaluate("void addEventListener('submit', (event) => event.preventDefault(), { once: true })")
    read.tap()
    expect(phone.get_by_role("status")).to_have_text("Reading your table…")
    read.tap()
    phone.get_by_label("A", exact=True).check()
    assert violations(phone, practices=True) == []
    phone.get_by_role("button", name="Go on").tap()
    expect(phone.get_by_role("heading", name="Support: 2 levels, 5 statements")).to_be_visible()
    assert violations(phone, practices=True) == []
    assert beyond_screen(phone) <= 0
    with phone.expect_download() as taken:
        phone.get_by_role("link", name="The ladder file").tap()
    assert taken.value.suggested_filename == "support.yaml"
    assert len([*check_ladder(taken.value.path()).walk()]) == 5
