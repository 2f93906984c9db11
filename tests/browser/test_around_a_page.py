"""What stands around a chapter: the first minute, what comes before the questions, the bar, and the front door."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from helpers.chapters import course
from helpers.clock import utc_now
from helpers.insight.few import a_few
from helpers.journal import Journal, Rating, RatingState, Words
from helpers.ladder import load_ladder
from tests.browser.conftest import Served, serving
from tests.browser.measures import beyond_screen, styled
from tests.browser.test_pages import ready
from tests.long import tries

LADDER = load_ladder()
COURSE = course(LADDER)
EVERY = (*COURSE.pages, *COURSE.labs)
FEW = a_few(LADDER.level("mid"))
ALL = len(LADDER.level("mid").statements)

BEFORE = """() => {
  const asked = document.querySelector(".kw-main :is(.kit-field, .kp-chooser)");
  return [asked.getBoundingClientRect().top + scrollY, innerHeight];
}"""


def field(page: Page, title: str):
    return page.locator(f".kit-field:has(.kit-title:text-is({title!r}))")


def test_less_than_a_screen_stands_before_the_first_question_and_the_bar_has_one_row(app: Served, open_page):
    for width, height in ((1280, 720), (390, 844)):
        page = open_page(width=width, height=height)
        page.goto(app.link)
        for here in EVERY[:: tries(3, 1)]:
            page.goto(app.url(f"/{here.stem}"))
            top, screen = ready(page).evaluate(BEFORE)
            assert top < screen, (here.stem, width, top)
            assert page.locator(".kw-bar").bounding_box()["height"] < 60, (here.stem, width)
            assert beyond_screen(page) <= 0, (here.stem, width)


SHAPELESS = """() => [...document.querySelectorAll(".kp-button")].filter((each) => {
  const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(each);
  return each.checkVisibility() && (parseFloat(borderTopWidth) === 0 || borderTopColor === backgroundColor);
}).map((each) => each.textContent)"""
"""The buttons of a page that have no edge, by their words."""


def test_a_contrast_theme_leaves_every_button_its_edge(app: Served, open_page):
    """It takes away grounds, and what was told by its ground alone looked like a line of text."""
    page = open_page(forced_colors="active")
    page.goto(app.link)
    page.goto(app.url("/08_your_path"))
    expect(ready(page).locator(".kp-button:visible").first).to_be_visible()
    assert styled(page).evaluate(SHAPELESS) == []


LINES = """() => [".kp", ".kit-form"].map((each) => {
  const style = getComputedStyle(document.querySelector(each));
  return [style.getPropertyValue("--kp-line") || style.getPropertyValue("--hair"), style.color];
})"""
"""The colours of lines and of words, in panels and in forms."""


def test_lines_stand_out_where_more_contrast_is_asked_for(app: Served, open_page):
    """By the system, or by JupyterLab’s theme: the header of the kit had edges there that nobody could see."""
    page = open_page(contrast="more")
    page.goto(app.link)
    assert all("%" not in line for line, _ in ready(page).evaluate(LINES))
    page.emulate_media(contrast="no-preference")
    assert all("%" in line for line, _ in page.evaluate(LINES))
    page.evaluate("document.body.dataset.jpThemeName = 'JupyterLab Dark High Contrast'")
    assert all("%" not in line for line, _ in page.evaluate(LINES))


def test_the_first_minute_and_ten_minutes_from_the_first_press_to_the_page(page: Page, tmp_path: Path):
    """A lunch break on a laptop, then the next day: nothing but what somebody sees and presses."""
    journal = tmp_path / "journal.jsonl"
    with serving("app", journal) as app:
        page.goto(app.link)
        assert urlsplit(page.url).path == "/00_start_here"
        expect(ready(page).get_by_text("Nothing leaves this machine.").first).to_be_visible()
        expect(page.get_by_text("Two things to bear in mind all the same")).to_be_hidden()
        expect(page.get_by_role("region", name="Welcome back")).to_have_count(0)
        page.get_by_role("group", name="Where you work today").get_by_role(
            "radio", name="Mid-level product manager"
        ).check()
        for statement in FEW[:3]:
            expect(page.get_by_role("region", name="What your first answers say")).to_have_count(0)
            field(page, statement.title).locator("label", has_text=re.compile("^often$")).click()
        said = page.get_by_role("region", name="What your first answers say")
        expect(said).to_contain_text("All 3 are “often”")
        expect(said).to_contain_text(f"3 of {ALL} answered")
        said.get_by_role("link", name="Go on with the others").click()
        page.wait_for_url("**/02_mid_level_pm#questions")
        expect(ready(page).get_by_text("In the last six months, how often").first).to_be_in_viewport()

        page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Ten minutes").click()
        expect(ready(page).locator("[data-count]")).to_have_text("3 of 8")
        for statement in FEW[3:]:
            field(page, statement.title).locator("label", has_text=re.compile("^seldom$")).click()
        expect(page.get_by_role("heading", name=f"8 of {ALL} answered")).to_be_visible()
        page.get_by_label("If / when …").fill("a request comes")
        for label in ("What I want to do more, or better", "What may get in the way", "My first step"):
            page.get_by_label(label).fill("Something that takes a line or so to say, as people say such things at work")
        page.get_by_label("What will show that it worked").fill("Four in six requests carry a reason")
        page.get_by_label("The date of the first step.").or_(page.get_by_label("By", exact=True)).first.fill(
            "2027-01-04"
        )
        page.get_by_label("then I will …").fill("ask why")
        page.get_by_label("then I will …").blur()
        page.get_by_role("button", name="Make my page").click()
        card = page.get_by_role("region", name="Your page")
        expect(card.get_by_role("link")).to_be_visible()
        card.get_by_role("button", name="Make it as a PDF too").click()
        expect(card.get_by_role("link", name=re.compile(r"one-page\.pdf"))).to_be_visible()
        expect(card.get_by_role("link")).to_have_count(2)
        page.goto(app.url("/"))
        expect(ready(page)).to_have_title("Ten minutes")
        made = next((journal.parent / "home" / "reports").rglob("*one-page.html"))
        page.goto(made.as_uri())
        expect(page.get_by_role("heading", name=f"8 of {ALL} answered")).to_be_visible()
        expect(page.get_by_text("ask why")).to_be_visible()
        assert page.pdf(format="A4").count(b"/Type /Page\n") == 1, "it is one page on paper as well"
    assert len(Journal.open(journal).events()) >= 10


def test_what_was_opened_stays_open_and_a_link_into_it_opens_it(app: Served, page: Page):
    page.goto(app.link)
    page.goto(app.url("/02_mid_level_pm"))
    story = page.get_by_text("Temitope Bakare looks after")
    fold = ready(page).locator(".kw-fold > summary").first
    expect(fold).to_contain_text("One no, and what it cost")
    expect(story).to_be_hidden()
    fold.click()
    expect(story).to_be_visible()
    page.reload()
    expect(ready(page).get_by_text("Temitope Bakare looks after")).to_be_visible()
    page.goto(app.url("/01_associate_pm"))
    ready(page).evaluate("location.hash = 'How-it-goes-wrong'")
    expect(page.get_by_role("heading", name="How it goes wrong")).to_be_in_viewport()


def test_from_anywhere_one_press_leads_to_the_questions_and_the_column_says_what_is_next(app: Served, phone: Page):
    phone.goto(app.link)
    phone.goto(app.url("/08_your_path"))
    ready(phone).evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    phone.get_by_role("button", name="Next open question").tap()
    expect(phone.locator(".kit-field").first).to_be_in_viewport()
    phone.goto(app.url("/00_start_here"))
    ready(phone).get_by_role("group", name="Where you work today").get_by_role(
        "radio", name="Senior product manager"
    ).tap()
    phone.get_by_role("checkbox", name="Principal or staff product manager").tap()
    expect(phone.get_by_role("link", name="Next, ")).to_contain_text("Senior PM")
    phone.goto(app.url("/03_senior_pm"))
    expect(ready(phone).get_by_role("link", name="Next, ")).to_contain_text("Individual contributor")
    phone.get_by_role("button", name="Chapters").tap()
    column = phone.get_by_role("navigation", name="Chapters")
    expect(column.get_by_role("link", name="Next on your way")).to_contain_text("Individual contributor")
    for link in column.get_by_role("link").all():
        assert link.bounding_box()["height"] >= 44
    column.get_by_role("link", name="Next on your way").tap()
    expect(phone).to_have_title("Individual contributor")


def test_the_front_door_leads_to_where_somebody_left_off(page: Page, tmp_path: Path):
    journal = tmp_path / "journal.jsonl"
    first = LADDER.level("senior").responsibilities[0]
    two_days_ago = utc_now() - timedelta(days=2)
    Journal.open(journal, clock=lambda: two_days_ago).record(
        f"statement:{first.id}", Rating(state=RatingState.FREQUENCY, frequency=3), ladder=LADDER
    )
    with serving("app", journal) as app:
        page.goto(app.link)
        expect(ready(page)).to_have_title("Senior PM")
        assert urlsplit(page.url).query == ""
        expect(page.get_by_role("region", name="Welcome back")).to_contain_text("and answered 1 statement")
        page.reload()
        expect(ready(page).get_by_role("region", name="Welcome back")).to_have_count(0)
        page.locator(".kit-field").nth(1).locator("label", has_text=re.compile("^often$")).click()
        expect(page.locator("[data-saved]")).to_have_text("Saved.")
        page.goto(app.url("/"))
        expect(ready(page)).to_have_title("Senior PM")
        expect(page.get_by_role("region", name="Welcome back")).to_have_count(0)  # that was a moment ago
        elsewhere = page.locator("[data-elsewhere]")
        expect(elsewhere).to_be_hidden()  # what was answered here came from nowhere else

        page.goto("about:blank")
        for words in ("Secret words.", "Others."):  # as JupyterLab writes, or a file that is brought
            Journal.open(journal).record("profile:role", Words(text=words), ladder=LADDER)
        page.goto(app.url("/03_senior_pm"))
        expect(elsewhere).to_have_text(re.compile("^2 answers have come from elsewhere since you were last here"))
        ready(page)
        page.reload()
        expect(ready(page).locator("[data-elsewhere]")).to_be_hidden()


def test_a_press_that_waits_for_the_one_before_it_says_so(app: Served, page: Page):
    """The panel's answer to the first press is held back, as a PDF holds it."""
    page.goto(app.link)
    page.goto(app.url("/00_start_here"))
    ready(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if '"type":"act"' in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/messages", hold)
    told = page.locator("#map .kw-pending")
    expect(told).to_have_count(0)
    page.get_by_role("button", name="Senior PM: I work here").click()
    expect(told).to_have_text("Still at work on “Senior PM: I work here”…")
    page.get_by_role("button", name="Mid-level PM: I work here").click()
    expect(told).to_have_text("Waiting for “Senior PM: I work here” to finish; then comes “Mid-level PM: I work here”.")
    held[0].continue_()
    expect(told).to_have_count(0)
    expect(page.get_by_role("button", name="Mid-level PM: I work here")).to_have_attribute("aria-pressed", "true")
