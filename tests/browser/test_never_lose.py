"""Never lose a word: a browser's own dialogs, a killed process, a full disk, a second window, a sleeping laptop."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader

from helpers.form import WORDS
from helpers.journal import Journal, Words
from helpers.ladder import load_ladder
from tests.browser.conftest import Served, serving
from tests.browser.test_pages import ready

LADDER = load_ladder()
CHAPTER = "/01_associate_pm"
PROMPT = LADDER.level("associate").prompts[0]
SUBJECT = f"prompt:{PROMPT.id}"


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Served]:
    """An app of the test's own, to stop, fill up and start again."""
    with serving("app", tmp_path / "journal.jsonl") as served:
        yield served


def opened(page: Page, served: Served, path: str = CHAPTER) -> Page:
    page.goto(served.link)
    page.goto(served.url(path))
    return ready(page)


def box(page: Page) -> Locator:
    return page.locator(f'.kit-field:has(.kit-title:text-is("{PROMPT.text}"))').get_by_role("textbox")


def told(served: Served) -> str:
    """What the journal says now."""
    return Journal.open(served.journal).state(LADDER).words(SUBJECT)


NOTHING_WAITS = "() => !Object.keys(localStorage).some((name) => name.startsWith('kit-words'))"


def saved(page: Page, served: Served, words: str) -> None:
    """Wait until these words are in the journal, and erased from the browser's own storage."""
    page.wait_for_function(NOTHING_WAITS)
    assert told(served) == words


def test_what_was_typed_before_a_reload_is_on_the_screen_again_and_saved(app: Served, page: Page):
    opened(page, app)
    box(page).fill("Before the reload. ")
    page.reload()
    expect(box(ready(page))).to_have_value("Before the reload. ")
    saved(page, app, "Before the reload. ")


def test_what_was_typed_before_a_link_was_followed_is_saved_and_there_on_the_way_back(app: Served, page: Page):
    opened(page, app)
    box(page).fill("Before the link.")
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Senior PM").click()
    expect(page).to_have_title("Senior PM")
    saved(ready(page), app, "Before the link.")
    page.go_back()
    expect(box(ready(page))).to_have_value("Before the link.")


def test_what_arrives_while_a_page_comes_alive_is_shown(app: Served, page: Page):
    """What a page sends as it is left may come while the next one starts: it is shown, however slow the start is."""
    page.goto(app.link)
    ready(page)
    page.add_init_script(  # the way to the words that wait is the one thing that a page waits for as it starts
        "navigator.locks.query = () => new Promise((go) => (globalThis.startOn = () => go({ held: [], pending: [] })));"
    )

    def drawn_too_early(route: Route) -> None:
        page_without_it = route.fetch()
        Journal.open(app.journal).record(SUBJECT, Words(text="The tail."), ladder=LADDER)
        route.fulfill(response=page_without_it)

    page.route(app.url(CHAPTER), drawn_too_early)
    page.goto(app.url(CHAPTER), wait_until="networkidle")
    page.evaluate("startOn()")
    expect(box(ready(page))).to_have_value("The tail.")


def test_stay_means_stay_while_the_kit_is_away_and_nothing_is_lost_when_it_comes_back(page: Page, tmp_path: Path):
    """The browser's own dialog, for a reload, a link and Back; then the process is there again under the open page."""
    journal = tmp_path / "journal.jsonl"
    with serving("app", journal) as served:
        opened(page, served, "/02_mid_level_pm")
        opened(page, served)
        served.process.kill()  # as when the power goes: it is asked nothing and says nothing
        served.process.wait()
    box(page).press_sequentially("While it was away, ")
    expect(page.locator(".kit-trouble:not(:empty)").first).to_be_visible()
    for leave in ("location.reload()", "document.querySelector('.kw-column li a').click()", "history.back()"):
        with page.expect_event("dialog") as asked:
            page.evaluate(f"void setTimeout(() => {leave})")
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()
    box(page).press_sequentially("and after staying.")
    with serving("app", journal, "--port", str(urlsplit(served.link).port)) as again:
        saved(page, again, "While it was away, and after staying.")
        expect(page.locator(".kit-trouble:not(:empty)")).to_have_count(0)


def test_words_of_a_browser_that_was_closed_while_the_kit_was_away_come_back(open_page, tmp_path: Path):
    journal = tmp_path / "journal.jsonl"
    page = open_page()
    context = page.context
    with serving("app", journal) as served:
        opened(page, served)
    box(page).fill("Closed too early.")
    page.close(run_before_unload=False)
    with serving("app", journal, "--port", str(urlsplit(served.link).port)) as again:
        page = context.new_page()
        page.goto(again.url("/00_start_here"))
        saved(ready(page), again, "Closed too early.")


ONE_AFTER_THE_OTHER = """() => {
    const send = globalThis.fetch;
    globalThis.fetch = async (address, options) => {
        const response = await send(address, options);
        if (!options?.body?.includes('"type":"answer"')) return response;
        const said = new TextEncoder().encode(await response.text());
        return new Response(new ReadableStream({ start: (way) => way.enqueue(said) }));
    };
}"""
"""What is said to an answer comes, "saved" too, and the response is never over: no other answer goes before it is."""

THE_NEXT = """(radio) => {
    radio.click();
    return document.querySelector("[data-saved]").innerText;
}"""
A_LETTER = """(box) => {
    box.setRangeText("x", 0, 0, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return document.querySelector("[data-saved]").innerText;
}"""
"""What is to be read in the very task in which something is given."""


def test_nothing_is_called_saved_from_the_moment_that_another_answer_is_given(app: Served, page: Page):
    """Not even where the one before it was kept just now, and its way isn't free yet; nor before a pause in typing."""
    opened(page, app)
    said = page.locator("[data-saved]")
    rating = page.locator("[data-element=rate-responsibilities] fieldset").first.get_by_role("radio")
    rating.nth(0).check()
    expect(said).to_have_text(WORDS["said_saved"])
    assert WORDS["said_saved"] not in box(page).evaluate(A_LETTER)
    expect(said).to_have_text(WORDS["said_saved"], use_inner_text=True)
    page.evaluate(ONE_AFTER_THE_OTHER)
    rating.nth(2).check()
    expect(said).to_have_text(WORDS["said_saved"])
    assert rating.nth(3).evaluate(THE_NEXT) == WORDS["saving"]


def test_two_windows_show_each_other_and_neither_overwrites_what_the_other_wrote_since(app: Served, open_page):
    one = open_page()
    other = one.context.new_page()
    opened(one, app)
    opened(other, app)
    box(one).fill("From the first window.")
    box(one).blur()
    expect(box(other)).to_have_value("From the first window.")

    # The other one is kept from hearing, so that it writes without having seen.
    other.route("**/messages", lambda route: route.abort())
    box(one).fill("The first window, changed.")
    box(one).blur()
    saved_in(one, app, "The first window, changed.")
    box(other).fill("The other window, unaware.")
    other.unroute("**/messages")
    trouble = other.locator(".kit-trouble").filter(has_text=WORDS["stands"])
    expect(trouble).to_be_visible()
    expect(trouble).to_contain_text("The first window, changed.")
    assert told(app) == "The first window, changed."
    bar = other.locator("[data-saved]")
    expect(bar).to_have_text("Not saved yet")
    trouble.get_by_role("button", name=WORDS["keep_mine"]).click()
    saved(other, app, "The other window, unaware.")
    expect(bar).to_have_text(WORDS["said_saved"])
    expect(box(one)).to_have_value("The other window, unaware.")


def saved_in(page: Page, served: Served, words: str) -> None:
    expect(
        page.locator(f'.kit-field:has(.kit-title:text-is("{PROMPT.text}"))').get_by_text(WORDS["saved"])
    ).to_be_visible()
    assert told(served) == words


def test_a_full_disk_is_told_the_words_stay_and_they_are_saved_once_there_is_room(kit: Served, page: Page):
    opened(page, kit)
    Journal.open(kit.journal).record("profile:name", Words(text="Ada"), ladder=LADDER)
    process = psutil.Process(kit.process.pid)
    process.rlimit(psutil.RLIMIT_FSIZE, (kit.journal.stat().st_size, psutil.RLIM_INFINITY))
    box(page).fill("There was no room.")
    box(page).blur()
    trouble = page.locator(".kit-trouble").filter(has_text="Free some space")
    expect(trouble).to_be_visible()
    process.rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    trouble.get_by_role("button", name=WORDS["retry"]).click()
    saved(page, kit, "There was no room.")


def test_a_kit_that_slept_saves_what_was_typed_meanwhile(kit: Served, page: Page):
    """As a laptop that was closed: the connection stands, and nobody answers for 90 seconds; what was sent is given up
    after 30 and sent again, and each answer is kept once.
    """
    page.clock.install()
    opened(page, kit)
    box(page).fill("Before its sleep.")
    saved(page, kit, "Before its sleep.")
    kit.process.send_signal(signal.SIGSTOP)
    try:
        box(page).fill("Typed in its sleep.")
        with page.expect_event("requestfailed") as given_up:
            box(page).blur()
            for _ in range(90):
                page.clock.run_for(1000)
        assert urlsplit(given_up.value.url).path == "/messages"
        expect(page.locator(".kit-trouble:not(:empty)").first).to_be_visible()
        box(page).fill("Typed in its sleep, and changed.")
    finally:
        kit.process.send_signal(signal.SIGCONT)
    page.clock.run_for(10_000)
    saved(page, kit, "Typed in its sleep, and changed.")
    said = [event.answer.text for event in Journal.open(kit.journal).events() if event.subject == SUBJECT]
    assert said == list(dict.fromkeys(said)), "nothing is kept twice"
    expect(page.locator(".kit-trouble:not(:empty)")).to_have_count(0)


def test_where_the_browser_keeps_nothing_it_asks_before_words_are_lost(app: Served, page: Page):
    opened(page, app)
    page.route("**/messages", lambda route: route.abort())
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    box(page).fill("")
    box(page).press_sequentially("Nowhere to wait.")
    with page.expect_event("dialog") as asked:
        page.evaluate("void setTimeout(() => location.reload())")
    asked.value.dismiss()
    expect(box(page)).to_have_value("Nowhere to wait.")
    page.unroute("**/messages")
    saved_in(page, app, "Nowhere to wait.")


def test_the_place_on_the_page_is_kept_on_reload_back_and_forward(app: Served, page: Page):
    opened(page, app)
    heading = page.locator("main > *").nth(14)
    heading.evaluate("block => scrollTo(0, scrollY + block.getBoundingClientRect().top - 120)")
    before = heading.evaluate("block => Math.round(block.getBoundingClientRect().top)")
    place = "block => Math.abs(block.getBoundingClientRect().top - {}) < 3"
    page.reload()
    ready(page)
    assert heading.evaluate(place.format(before))
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Senior PM").click()
    expect(page).to_have_title("Senior PM")
    assert ready(page).evaluate("scrollY") == 0, "a link opens a chapter at its beginning"
    there = page.locator("main > *").nth(9)
    there.evaluate("block => scrollTo(0, scrollY + block.getBoundingClientRect().top - 80)")
    further = there.evaluate("block => Math.round(block.getBoundingClientRect().top)")
    page.go_back()
    expect(page).to_have_title("Associate PM and PM")
    ready(page)
    assert heading.evaluate(place.format(before))
    page.go_forward()
    expect(page).to_have_title("Senior PM")
    ready(page)
    assert there.evaluate(place.format(further))


def test_printing_shows_every_word_of_every_text_area(app: Served, page: Page, tmp_path: Path):
    opened(page, app)
    words = " ".join(f"word{number}" for number in range(400))
    box(page).fill(words)
    for paper, margin in product(["A4", "Letter"], ["0mm", "30mm"]):
        around = dict.fromkeys(("top", "left", "right", "bottom"), margin)
        page.pdf(path=tmp_path / "page.pdf", format=paper, margin=around)
        text = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "page.pdf").pages)
        assert [word for word in words.split() if not re.search(rf"\b{word}\b", text)] == [], (paper, margin)
        expect(page.locator(".kit-printed")).to_have_count(0)


def test_nothing_of_what_was_typed_is_left_in_the_browser_once_it_is_saved(app: Served, page: Page):
    opened(page, app)
    box(page).fill("A secret of mine.")
    box(page).blur()
    saved(page, app, "A secret of mine.")
    everything = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    assert "secret" not in everything
    assert json.loads(everything)[2] == app.url(CHAPTER).partition("?")[0]


NOTEBOOK = "/lab/tree/notebooks/01_associate_pm.ipynb"
NUMBER = "data-windowed-list-index"
FIRST_IN_SIGHT = f"""() => {{
  const edge = document.querySelector(".jp-WindowedPanel-outer")?.getBoundingClientRect().top;
  const cells = [...document.querySelectorAll(".jp-WindowedPanel-outer [{NUMBER}]")];
  return cells.find((cell) => cell.getBoundingClientRect().bottom > edge)?.getAttribute("{NUMBER}");
}}"""
"""The number of a notebook's cell, and that of the first one that somebody sees."""


def run_notebook(page: Page, served: Served) -> None:
    page.goto(served.url(NOTEBOOK))
    run_again(page)


def run_again(page: Page) -> None:
    expect(page.get_by_role("tab", name=NOTEBOOK.rpartition("/")[2], selected=True)).to_be_visible()
    expect(page.get_by_text("(ipykernel) | Idle")).to_be_visible()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(box(page)).to_be_visible()
    expect(page.locator(".kit-body[inert]")).to_have_count(0)  # its answers have come: before, nobody can type there


def test_in_jupyterlab_too_staying_leaving_two_windows_and_paper_lose_nothing(lab: Served, open_page, tmp_path: Path):
    one = open_page()
    run_notebook(one, lab)
    box(one).press_sequentially("Before staying, ")
    with one.expect_event("dialog") as asked:
        one.evaluate("void setTimeout(() => location.reload())")
    asked.value.dismiss()
    box(one).press_sequentially("after staying.")
    box(one).blur()

    other = one.context.new_page()
    run_notebook(other, lab)
    expect(box(other)).to_have_value("Before staying, after staying.")
    box(other).fill("From the other window.")
    box(other).blur()
    expect(box(one)).to_have_value("From the other window.")
    box(one).fill("From the first one.")
    box(one).blur()
    expect(box(other)).to_have_value("From the first one.")
    Journal.open(lab.journal).record(SUBJECT, Words(text="From the command line."), ladder=LADDER)
    expect(box(other)).to_have_value("From the command line.")

    other.on("dialog", lambda asked: asked.accept())
    box(other).press_sequentially(" The tail.")
    typed_in = box(other).evaluate(f"box => box.closest('.jp-Cell').getAttribute('{NUMBER}')")
    top = box(other).evaluate("box => box.getBoundingClientRect().top")
    other.mouse.move(640, 500)
    other.mouse.wheel(0, top - 300)  # somebody scrolls until the box is here
    there = "([box, top]) => Math.abs(box.getBoundingClientRect().top - top) < 30"
    other.wait_for_function(there, arg=[box(other).element_handle(), 300])
    here = other.evaluate(FIRST_IN_SIGHT)
    other.reload()
    other.wait_for_function(f"here => ({FIRST_IN_SIGHT})() === here", arg=here)  # before anything has run
    expect(other.locator(".jp-Cell.jp-mod-active")).to_have_attribute(NUMBER, typed_in)
    run_again(other)
    expect(box(other)).to_have_value("From the command line. The tail.")
    other.wait_for_function(there, arg=[box(other).element_handle(), 300])
    other.mouse.wheel(0, 400)  # nobody is held there, however far what is still being drawn above moves it
    gone = "([box, top]) => Math.abs(box.getBoundingClientRect().top - top) > 100"
    other.wait_for_function(gone, arg=[box(other).element_handle(), 300])

    words = " ".join(f"word{number}" for number in range(400))
    box(other).fill(words)
    other.pdf(path=tmp_path / "notebook.pdf", format="A4")
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "notebook.pdf").pages)
    assert [word for word in words.split() if not re.search(rf"\b{word}\b", text)] == []


def test_in_jupyterlab_words_outlive_a_server_that_is_away_and_its_restart(open_page, tmp_path: Path):
    """The same address before and after. One window is left meanwhile, and comes anew; the other one just stays."""
    journal = tmp_path / "journal.jsonl"
    away = WORDS["not_answering"].partition("\n")[0]
    with serving("lab", journal) as served:
        port = str(urlsplit(served.link).port)
        leaves, stays = open_page(), open_page()
        for page in (leaves, stays):
            run_notebook(page, served)
        box(leaves).fill("Saved before.")
        box(leaves).blur()
        expect(box(stays)).to_have_value("Saved before.")
    for page, words in ((leaves, "Written while it was away."), (stays, "Written where nobody left.")):
        box(page).fill(words)
        box(page).blur()
        expect(page.get_by_role("alert").filter(has_text=away)).to_be_visible()
    leaves.on("dialog", lambda asked: asked.accept())
    leaves.goto("about:blank")  # the address leads nowhere now, and the page is gone
    with serving("lab", journal, "--port", port) as served:
        run_notebook(leaves, served)
        expect(box(leaves)).to_have_value("Written while it was away.")
        leaves.wait_for_function(NOTHING_WAITS)
        assert told(served) == "Written while it was away."
        expect(box(stays)).to_have_value("Written where nobody left.")
        stays.on("dialog", lambda asked: asked.accept())
        run_notebook(stays, served)
        expect(box(stays)).to_have_value("Written where nobody left.")
        stays.get_by_role("button", name=WORDS["keep_mine"]).click()  # it was answered otherwise meanwhile
        stays.wait_for_function(NOTHING_WAITS)
        assert told(served) == "Written where nobody left."


def test_two_windows_fill_different_boxes_of_one_plan_and_both_stay(app: Served, open_page):
    one = open_page()
    other = one.context.new_page()
    for page in (one, other):
        opened(page, app, "/08_your_path")
    other.route("**/messages", lambda route: route.abort())
    one.get_by_label(WORDS["plan_when"]).first.fill("The Monday call")
    one.get_by_label(WORDS["plan_when"]).first.blur()
    expect(one.locator("[data-saved]")).to_have_text(WORDS["said_saved"])
    other.get_by_label(WORDS["plan_then"]).first.fill("I ask for the number")
    other.unroute("**/messages")
    expect(other.get_by_label(WORDS["plan_when"]).first).to_have_value("The Monday call")
    expect(one.get_by_label(WORDS["plan_then"]).first).to_have_value("I ask for the number")
    ((_, plan),) = Journal.open(app.journal).state(LADDER).plan()
    assert (plan.when, plan.then) == ("The Monday call", "I ask for the number")
