"""The site in a real browser: read, answered in and come back to, with no server behind it but files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from xlsxwriter import Workbook

from helpers.form import WORDS
from helpers.importing import as_ladder, read_tables, understand
from helpers.journal import Journal
from helpers.ladder import check_ladder, load_ladder
from helpers.review import Line, Said, invitations
from helpers.review.sealing import KeyFile, unsealed
from tests.browser.measures import beyond_screen
from tests.site.built import NEVER_ANSWERING, Built, build_once, served

LADDER = load_ladder()
FIRST = LADDER.level("associate").responsibilities[0]
ALL = len(LADDER.level("associate").statements)
LEVEL_1 = "01_associate_pm.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The site of the shipped ladder, served as files below a path."""
    with served(build_once(tmp_path_factory)) as site:
        yield site


def rate(page: Page, nth: int = 0) -> None:
    page.locator("[data-element=rate-responsibilities] fieldset").nth(nth).get_by_label("often", exact=True).check()


def go(page: Page, chapter: str) -> None:
    page.locator(".kw-column a", has_text=chapter).first.click()
    expect(page.locator(".kw-here")).to_contain_text(chapter)
    expect(page.locator("html[data-ready]")).to_be_attached()


def saved(link: Locator, to: Path) -> bytes:
    """What a press on something that gives a file puts among the downloads."""
    with link.page.expect_download() as download:
        link.click()
    download.value.save_as(to)
    return to.read_bytes()


def test_a_visit_in_two_windows_is_saved_as_a_file_erased_and_taken_from_it_again(
    site: Built, open_page: Callable[..., Page], violations: Callable[..., list[str]], tmp_path: Path
) -> None:
    """Answers before the engine is there, and in another window; nothing is asked for meanwhile.

    What comes of them, and how one comes back with no network, is in test_journey.py.
    """
    page = open_page(accept_downloads=True)
    workers: list[object] = []
    page.on("worker", lambda worker: workers.append(worker))
    page.goto(site.url + LEVEL_1)
    expect(page.get_by_text(FIRST.text).first).to_be_visible()
    page.get_by_role("button", name="It’s mine").click()
    rate(page)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("kept on this device|Saved"))
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    expect(page.locator("[data-element=insight]")).to_contain_text(f"1 of {ALL} rated")
    site.asked.clear()
    rate(page, 1)
    expect(page.locator("[data-count]")).to_have_text(f"2 of {ALL}")
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert site.asked == []
    assert violations(page) == []

    other = page.context.new_page()
    other.goto(site.url + LEVEL_1)
    expect(other.locator("[data-count]")).to_have_text(f"2 of {ALL}")
    rate(other, 2)
    expect(page.locator("[data-count]")).to_have_text(f"3 of {ALL}")
    other.close()

    go(page, "Your path")
    assert len(workers) == 2, "the engine, and what unpacked it"
    assert len(page.workers) == 1, "which has ended"
    journal = tmp_path / "journal.jsonl"
    saved(page.get_by_role("button", name="Save my answers").first, journal)
    events = Journal.open(journal).events()
    assert events[0].subject == f"statement:{FIRST.id}"
    assert len(events) == 3

    page.go_back()
    expect(page.locator("[data-count]")).to_have_text(f"3 of {ALL}")
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("button", name="Yes, erase all").click()
    expect(page.get_by_role("button", name="It’s mine")).to_be_visible()
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    expect(page.locator("[data-count]")).to_have_text(f"0 of {ALL}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Take answers from a file").click()
    chooser.value.set_files(journal)
    expect(page.locator("[data-yours-said]")).to_contain_text("3 answers were new")
    expect(page.locator("[data-count]")).to_have_text(f"3 of {ALL}")
    assert page.context.cookies() == []


def test_a_second_view_by_an_encrypted_file_is_asked_and_opened_on_a_site(
    site: Built, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    """The key stays in the browser until it is saved; then it opens the reply at home, and comes back by its file."""
    page = open_page(accept_downloads=True)
    page.goto(site.url + LEVEL_1)
    page.get_by_role("button", name="It’s mine").click()
    rate(page)
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    go(page, "Your path")
    asking = page.locator("[data-element=second-view-ask]")
    asking.locator("label", has_text=FIRST.title).first.click()
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("button", name="Make the file").click()
    file = tmp_path / "view.html"
    saved(page.locator("[data-element=second-view] a[download$='.html']"), file)

    page.get_by_label(WORDS["plan_follow_up"], exact=True).fill("2199-12-01")
    page.get_by_label(WORDS["plan_follow_up"], exact=True).blur()  # its saving draws the panel anew
    page.get_by_role("button", name="Make a calendar file").click()
    days = page.locator("[data-element=plan-calendar]")
    calendar = saved(days.locator("a[download$='.ics']"), tmp_path / "my-plan.ics")
    page.get_by_label(WORDS["plan_obstacle"], exact=True).fill("A full week")
    page.get_by_label(WORDS["plan_obstacle"], exact=True).blur()
    expect(days).to_contain_text("Your plans have changed since this file was made")  # which stays all the same
    assert saved(days.locator("a[download$='.ics']"), tmp_path / "again.ics") == calendar
    assert f"URL:{site.url}08_your_path.html" in calendar.replace(b"\r\n ", b"").decode()

    theirs = page.context.new_page()
    theirs.goto(file.as_uri())
    theirs.get_by_role("radio", name="often", exact=True).check(force=True)
    theirs.get_by_role("textbox").first.fill("The call in March")
    theirs.get_by_role("button", name="Make my reply").click()
    text = theirs.get_by_role("textbox", name="The text of your reply")
    expect(text).to_have_value(re.compile("BEGIN SECOND VIEW"))
    reply = text.input_value()
    theirs.close()
    assert "The call" not in reply

    paste = page.get_by_role("textbox", name=re.compile("Paste what they wrote"))
    paste.fill(reply)
    paste.press("Tab")
    reading = page.locator("[data-element=second-view-read]")
    expect(reading).to_contain_text("The call in March")
    key = tmp_path / "my-journal.second-view-key.pem"
    saved(page.get_by_role("button", name="Save my key"), key)
    journal = tmp_path / "my-journal.jsonl"
    saved(page.get_by_role("button", name="Save my answers").first, journal)
    assert b"PRIVATE" not in journal.read_bytes()
    (one,) = invitations(Journal.open(journal).events())
    assert unsealed(reply, one, KeyFile.beside(journal), LADDER.scale).lines == (Line(1, Said(3, "The call in March")),)

    page.get_by_role("button", name="Erase everything").click()  # the key goes with the answers
    page.get_by_role("button", name="Yes, erase all").click()
    page.get_by_role("button", name="It’s mine").click()
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Take answers from a file").click()
    chooser.value.set_files(journal)
    expect(reading).to_contain_text("isn’t in this browser")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="I have the file of a key").click()
    chooser.value.set_files(key)
    expect(reading).to_contain_text("The call in March")
    page.get_by_role("button", name="Keep their view").click()
    page.get_by_role("link", name="Open the page for your talk").click()
    talk = page.locator("[data-element=second-view-talk]")
    expect(talk).to_contain_text("The call in March")
    talk.get_by_role("button", name="Show what I said").click()
    expect(talk.get_by_role("button", name="Cover it again")).to_be_visible()
    page.reload()
    expect(page.locator("html[data-ready]")).to_be_attached()
    expect(talk.get_by_role("button", name="Cover it again")).to_have_count(0)  # nor before the engine is there
    expect(talk.get_by_role("button", name="Show what I said")).to_be_visible()
    expect(talk.get_by_role("button", name="Cover it again")).to_have_count(0)


GRID = (
    ("Competency", "Junior", "Senior"),
    ("Craft", "Writes stories that fit a week\nTries them on a phone", "Cuts scope and says why"),
    (None, "Asks for help before it hurts", "Settles a quarrel in the team"),
)

FRAMEWORK = """\
- level: Junior
  area: Craft
  statements: [What is it for?, Asks who needs it]
- level: Senior
  area: Craft
  statements: [Says who decides]
"""


def test_a_spreadsheet_becomes_a_ladder_on_a_site_and_next_years_the_next_version(
    site: Built, open_page: Callable[..., Page], violations: Callable[..., list[str]], tmp_path: Path
) -> None:
    """The page of the app, with nothing sent: what is open is asked, back leads back, ids come again as cells."""
    book = Workbook(table := tmp_path / "levels.xlsx")
    sheet = book.add_worksheet("Levels")
    for at, row in enumerate(GRID):
        sheet.write_row(at, 0, row)
    sheet.merge_range(1, 0, 2, 0, "Craft")
    book.close()
    page = open_page(width=390, height=844, accept_downloads=True)
    page.goto(f"{site.url}index.html")
    page.get_by_role("button", name="It’s mine").click()
    page.locator(".kw-bar button, .kw-bar summary").first.click()
    page.get_by_role("link", name="Make a ladder of your own spreadsheet").click()
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    site.asked.clear()
    page.get_by_label("What the ladder is called").fill("Ours")
    page.get_by_role("button", name="See how it is read").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was handed over")
    expect(page.get_by_label("What the ladder is called")).to_have_value("Ours")
    page.get_by_label("Your table", exact=True).set_input_files(table)
    page.get_by_role("button", name="See how it is read").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One thing is open")
    assert violations(page) == []
    page.get_by_label("Yes: a statement for each").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ours: 2 levels, 5 statements")
    page.go_back()
    expect(page.get_by_label("Yes: a statement for each")).to_be_checked()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ours: 2 levels, 5 statements")
    assert violations(page) == []
    ladder = tmp_path / "ours.yaml"
    made = saved(page.get_by_role("link", name="The ladder file"), ladder).decode()
    here = as_ladder(
        understand(read_tables(table), {"lines": "split"}), id="ours", title="Ours", language="en", answers={}
    )
    assert made == here.text
    saved(page.get_by_role("link", name="The spreadsheet with ids"), tmp_path / "ours.xlsx")
    rows = [[cell.text for cell in row] for row in read_tables(tmp_path / "ours.xlsx")[0].rows]
    for row in rows:
        row[3] = row[3].replace("Cuts scope and says why", "Cuts scope early and says why")
    page.get_by_role("link", name="Begin again with another table").click()
    page.get_by_label("Or its cells, pasted").fill("\n".join("\t".join(row) for row in rows))
    page.get_by_label("Last year’s ladder file, if there is one").set_input_files(ladder)
    page.get_by_role("button", name="See how it is read").click()
    expect(page.locator("main")).to_contain_text("It is version 2 now")
    expect(page.locator("main")).to_contain_text("1 reworded")
    page.get_by_role("button", name="Means something else now").click()
    expect(page.locator("main")).to_contain_text("1 changed in meaning")
    assert violations(page) == []
    assert beyond_screen(page) <= 0
    saved(page.get_by_role("link", name="The ladder file"), tmp_path / "next.yaml")
    assert [one.since for _, _, one in check_ladder(tmp_path / "next.yaml").walk()].count("2") == 1
    ids = [[statement.id for _, _, statement in check_ladder(one).walk()] for one in (ladder, tmp_path / "next.yaml")]
    assert ids[0] == ids[1]
    page.get_by_role("link", name="Begin again with another table").click()
    tree = FRAMEWORK.encode()
    page.get_by_label("Your table", exact=True).set_input_files({"name": "tree.yaml", "mimeType": "", "buffer": tree})
    page.get_by_role("button", name="See how it is read").click()
    page.get_by_label("Yes: a statement for each").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our ladder: 2 levels, 3 statements")
    expect(page.locator("main")).to_contain_text("What is it for?")
    assert site.asked == []


def test_on_a_shared_computer_nothing_is_left_behind(site: Built, open_page: Callable[..., Page]) -> None:
    """Answers given before anybody said that it is shared move into the window, with words that wait; none stay."""
    page = open_page(width=390, height=844)
    page.goto(site.url + LEVEL_1)
    rate(page)
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert browser_holds(page)["lines"] == 1
    # A window that is no more left this behind, unsent.
    waits = {
        "answer": {"kind": "rating", "state": "frequency", "frequency": 2},
        "stands": [],
        "chapter": "01_associate_pm",
    }
    subject = f"statement:{LADDER.level('associate').responsibilities[1].id}"
    page.evaluate(
        """([subject, entry]) => localStorage.setItem(
            `kit-words@${new URL(".", location.href).pathname} gone here ${subject}`,
            JSON.stringify({ ...entry, element: "rate-responsibilities", at: Date.now() }))""",
        [subject, waits],
    )
    page.locator("details[data-fold] > summary").first.click()
    page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('kit-open'))")
    page.get_by_role("button", name="only for this window").click()
    expect(page.locator(".kw-shared")).to_have_count(0)
    expect(page.locator("[data-count]")).to_have_text(f"2 of {ALL}")
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    rate(page, 2)
    expect(page.locator("[data-count]")).to_have_text(f"3 of {ALL}")
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    page.reload()
    expect(page.locator("[data-count]")).to_have_text(f"3 of {ALL}")
    page.locator("details[data-fold] > summary").first.click()
    page.wait_for_function("Object.keys(sessionStorage).some((name) => name.startsWith('kit-open'))")
    assert browser_holds(page) == {"lines": 0, "shown": 0, "words": [], "cookie": ""}
    other = page.context.new_page()
    other.goto(site.url + LEVEL_1)
    other.get_by_role("button", name="It’s mine").click()
    expect(other.locator("html[data-engine=there]")).to_be_attached()
    expect(other.locator("[data-count]")).to_have_text(f"0 of {ALL}")
    rate(other)
    expect(other.locator("[data-saved]")).to_have_text("Saved.")
    page.get_by_role("button", name="Chapters").click()  # a menu on a phone
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("button", name="Yes, erase all").click()
    for window in (page, other):
        expect(window.locator("html[data-engine=there]")).to_be_attached()
        expect(window.locator("[data-count]")).to_have_text(f"0 of {ALL}")
    expect(other.get_by_role("button", name="It’s mine")).to_be_visible()
    assert browser_holds(page)["lines"] == 0


def browser_holds(page: Page) -> dict[str, object]:
    """What of a visit is in the browser, outside any window."""
    found: dict[str, object] = page.evaluate(
        """async () => {
            const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
            const db = await done(indexedDB.open(`kit ${new URL(".", location.href).pathname}`));
            const count = (name) => done(db.transaction(name).objectStore(name).count());
            const [lines, shown] = await Promise.all([count("lines"), count("shown")]);
            db.close();
            return { lines, shown, words: Object.keys(localStorage), cookie: document.cookie };
        }"""
    )
    return found


COUNTS = """
window.counts = new Set();
new MutationObserver(() => counts.add(document.querySelector("[data-count]")?.textContent || ""))
  .observe(document, { subtree: true, childList: true, characterData: true });
"""
"""Notes whatever the bar says."""


def counts(page: Page) -> set[str]:
    """What the bar said since the page began to come, once the engine has said how things are."""
    expect(page.locator("html[data-engine=there]")).to_be_attached()
    expect(page.locator("[data-progress='01_associate_pm']")).to_have_text(f"1 of {ALL}")
    return {count for count in page.evaluate("[...counts]") if count}


def test_the_bar_says_no_number_before_it_is_true(site: Built, page: Page) -> None:
    """Where nothing is kept, none of the questions is answered; else pages came with “0 of” for seconds.

    A page that shows what it showed the last time says its number where nothing was answered since.
    """
    page.add_init_script(COUNTS)
    page.goto(site.url + LEVEL_1)
    page.get_by_role("button", name="It’s mine").click()
    expect(page.locator("[data-count]")).to_have_text(f"0 of {ALL}")
    rate(page)
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    assert counts(page) == {f"0 of {ALL}", f"1 of {ALL}"}
    page.reload()
    assert counts(page) == {f"1 of {ALL}"}
    page.goto(site.url + "02_mid_level_pm.html")
    counts(page)
    page.goto(site.url + "index.html")
    page.get_by_role("group", name="Where you work today").get_by_role("radio", name="Associate").first.check()
    expect(page.locator("[data-element=standing]")).to_be_attached()
    expect(page.locator("[data-saved]")).to_have_text("Saved.")
    page.goto(site.url + "00_ten_minutes.html")
    expect(page.locator("[data-count]")).to_have_text(re.compile("^[01] of [2-9]"))
    assert len(counts(page)) == 1, "it was never open, and asks about a level that it can’t know yet"


def test_a_site_waits_for_no_worker_that_never_answers(site: Built, page: Page) -> None:
    """As in the other engines (test_engines.py); what sets PDFs tries no memory either that was given up just now."""
    with served(site.folder, instead=NEVER_ANSWERING) as slow:
        page.goto(slow.url + "08_your_path.html")
        page.get_by_role("button", name="It’s mine").click()
        expect(page.locator("html[data-engine=there]")).to_be_attached()
        page.locator("[data-element=report]").get_by_role("button", name="Make my PDF").click()
        expect(page.locator("[data-element=report] a[download$='.pdf']")).to_be_visible()


def test_a_memory_that_never_woke_is_waited_for_once_and_again_with_another_version(site: Built, page: Page) -> None:
    """Each visit waited half a minute for it; and after one slow start a browser that was updated never tried again."""
    given_up: list[str] = []
    page.on("console", lambda said: "didn’t wake" in said.text and given_up.append(said.text))
    of_site, of_browser = "'of another version'", "localStorage.kitAsleep.replace(navigator.userAgent, 'Older/1.0')"
    with served(site.folder, instead=NEVER_ANSWERING) as asleep:
        for times, version in ((1, None), (1, None), (2, of_site), (2, None), (3, of_browser), (3, None)):
            page.goto(asleep.url + LEVEL_1)
            if version:
                page.evaluate(f"() => void (localStorage.kitAsleep = {version})")
                page.reload()
            expect(page.locator("html[data-engine=there]")).to_be_attached()
            assert len(given_up) == times


def test_a_page_and_its_worker_may_ask_for_nothing_of_another_origin(site: Built, page: Page) -> None:
    """A page's policy doesn't bind a worker by itself: this one is started so that it does."""
    with page.expect_event("worker") as found:
        page.goto(site.url + LEVEL_1)
    elsewhere = site.url.replace("127.0.0.1", "localhost") + "went-out"
    ask = f"() => fetch('{elsewhere}', {{ mode: 'no-cors' }}).then(() => 'went out', (error) => error.name)"
    for asker in (found.value, page):
        assert asker.evaluate(ask) == "TypeError"
        assert asker.evaluate(f"() => fetch('{site.url}site.json').then(({{ ok }}) => ok)") is True
    assert not [path for path in site.asked if "went-out" in path]
