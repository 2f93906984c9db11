"""The same pages in Firefox and WebKit, each by its own driver: the app, the file of a second view, the site."""

from __future__ import annotations

import socket
import threading
from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from helpers.journal import Journal, Reply, Seen, often
from helpers.ladder import load_ladder
from tests.browser.conftest import serving
from tests.browser.webdriver import ENGINES, HOW_TO_GET_THEM, Refused, WebDriver, browser, find
from tests.long import tries
from tests.patience import until
from tests.report.people import text_of
from tests.site.built import NEVER_ANSWERING, build_once, served

LADDER = load_ladder()
LEVEL = LADDER.level("associate")
FIRST, SECOND, THIRD = LEVEL.responsibilities[:3]
PROMPT = f"prompt:{LEVEL.prompts[0].id}"
CHAPTER = "01_associate_pm"
PATH = "/08_your_path"
QUESTION = "[data-element=rate-responsibilities] .kit-field:nth-of-type({}) .kit-step:nth-of-type({})"
BOX = "[data-element=reflect] textarea"
READY = "return document.documentElement.hasAttribute('data-ready')"
IS_THERE = "return document.querySelector(arguments[0]) !== null"
SAYS = "return document.querySelector(arguments[0])?.textContent.trim() === arguments[1]"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine that is here; `tests/run.py` tells of one that isn't, and lets no CI go on without it."""
    if not find(request.param):
        pytest.skip(HOW_TO_GET_THEM[request.param])
    return str(request.param)


def come(driver: WebDriver, address: str) -> None:
    driver.go(address)
    driver.wait(READY)


def is_checked(driver: WebDriver, question: int, step: int) -> bool:
    return bool(
        driver.run("return document.querySelector(arguments[0]).checked", QUESTION.format(question, step) + " input")
    )


def test_the_app_keeps_answers_and_words_and_two_windows_see_each_other(engine: str, tmp_path: Path):
    """An answer, words that a reload cuts off, and a second window that knows both and is heard by the first. Then the
    process is killed under the open page, and what was typed meanwhile is saved by the next one.

    Neither driver shows the dialog of a page that is left: Firefox's tells of no alert though its session asks to have
    it ignored, and WebKitGTK's goes on. That staying means staying is tried in Chromium (test_never_lose.py).
    """
    journal = tmp_path / "journal.jsonl"
    with browser(engine) as driver, serving("app", journal) as app:
        come(driver, app.link)
        come(driver, app.url(f"/{CHAPTER}"))
        driver.click(QUESTION.format(1, 4))
        driver.wait(SAYS, "[data-saved]", "Saved.")
        assert Journal.open(app.journal).state(LADDER).rating(FIRST.id).frequency == 3
        driver.type(BOX, "typed in a hurry.")
        driver.reload()
        driver.wait(READY)
        driver.wait("return document.querySelector(arguments[0]).value === arguments[1]", BOX, "typed in a hurry.")
        until(lambda: Journal.open(app.journal).state(LADDER).words(PROMPT) == "typed in a hurry.")
        first = driver.window()

        driver.open_another()
        come(driver, app.url(f"/{CHAPTER}"))
        assert is_checked(driver, 1, 4)
        driver.click(QUESTION.format(2, 1))
        driver.wait(SAYS, "[data-saved]", "Saved.")
        driver.to(first)
        until(lambda: is_checked(driver, 2, 1))
        driver.click(QUESTION.format(2, 5))
        driver.wait(SAYS, "[data-saved]", "Saved.")
        assert Journal.open(app.journal).state(LADDER).rating(SECOND.id).frequency == 4

        app.process.kill()
        app.process.wait()
        driver.type(BOX, " then it was gone.")
        driver.wait("return document.querySelector('.kit-trouble:not(:empty)') !== null")
        with serving("app", journal, "--port", str(urlsplit(app.link).port)):
            until(lambda: "then it was gone." in Journal.open(journal).state(LADDER).words(PROMPT))
            driver.wait("return document.querySelector('.kit-trouble:not(:empty)') === null")


def test_the_file_of_a_second_view_goes_from_the_question_to_the_report(engine: str, tmp_path: Path):
    """Asked on a page, answered where nothing can be sent, and opened as a file: what both allow is in the report."""
    journal, file, reply = (tmp_path / name for name in ("journal.jsonl", "view.html", "reply.txt"))
    statements = (FIRST, SECOND, THIRD)
    for statement in statements:
        Journal.open(journal).record(f"statement:{statement.id}", often(2), ladder=LADDER)
    with serving("app", journal) as app, browser(engine) as home:
        come(home, app.link)
        come(home, app.url(PATH))
        for statement in statements:
            home.click("[data-element=second-view-ask] label", statement.title)
            home.wait(SAYS, "[data-saved]", "Saved.")
        home.click("[data-element=second-view] button", "Ask")
        home.click("[data-element=second-view] button", "Make the file")
        file.write_bytes(given(home, "[data-element=second-view] a[download$='.html']"))
        with browser(engine, offline=True) as theirs:
            reaches_nobody(theirs)
            theirs.go(file.as_uri())
            theirs.wait(f"return document.querySelectorAll('fieldset').length === {len(statements)}")
            theirs.click("fieldset:nth-of-type(1) label", "often")
            theirs.type("fieldset:nth-of-type(1) textarea", "the call in march")
            theirs.click("fieldset:nth-of-type(1) .tick")
            theirs.click("fieldset:nth-of-type(3) label", "haven’t seen it")
            theirs.click("button", "Make my reply")
            reply.write_text(theirs.wait("return document.querySelector('#text').value"), encoding="utf-8")
        assert "march" not in reply.read_text(encoding="utf-8")

        home.type("[data-element=second-view-read] input[type=file]", str(reply))
        home.click("[data-element=second-view-read] button", "Keep their view, and see both")
        home.wait("return document.querySelector('[data-element=second-view-read] a.kp-button') !== null")
        (kept,) = [event.answer for event in Journal.open(journal).events() if isinstance(event.answer, Reply)]
        assert kept.seen == (
            Seen(statement=FIRST.id, often=3, example="the call in march", quotable=True),
            Seen(statement=THIRD.id, often=None),
        )
        lines = "const lines = document.querySelector('[data-key=contents-from-others]'); if (lines) lines.open = true;"
        home.wait(f"{lines} return lines !== null")
        before = len(Journal.open(journal).events())
        home.click("[data-element=report-contents] [data-act][value^=quote]")
        until(lambda: len(Journal.open(journal).events()) > before)
        home.wait(SAYS, "[data-saved]", "Saved.")  # what follows from the tick is drawn before the next press
        home.wait("return document.querySelector('[data-element=report-contents] [value^=quote]').checked")
        report = " ".join(
            text_of(pressed_for(home, "Make my PDF", "[data-element=report] a[download$='.pdf']")).split()
        )
        assert "What others have seen" in report
        assert "the call in march" in report

        home.click("[data-element=second-view-read] a.kp-button")
        home.wait("return document.querySelector('[data-element=second-view-talk]')?.textContent.includes('the call')")
        until_pressed(
            home, "[data-element=second-view-talk] [data-act]", "[data-element=second-view-talk] [aria-pressed=true]"
        )


def until_pressed(driver: WebDriver, what: str, comes: str, words: str = "") -> None:
    """Press until an element is there that comes of it, which selects `comes`.

    WebKit's driver aims first and presses then: where panels above were drawn anew between the two, it presses beside
    the button. Whoever sees that nothing came presses again.
    """
    for _ in range(4):
        driver.click(what, words)
        looked = 0
        while looked < 200 and not driver.run(IS_THERE, comes):
            threading.Event().wait(0.1)
            looked += 1
        if looked < 200:
            return
    driver.wait(IS_THERE, comes)


def pressed_for(driver: WebDriver, words: str, link: str) -> bytes:
    """What a press on a button of the report brings, as `given` gives it."""
    until_pressed(driver, "[data-element=report] button", link, words)
    return given(driver, link)


def given(driver: WebDriver, link: str) -> bytes:
    """The file to which a link leads that a press brings: it stands in the address."""
    address = driver.wait("return document.querySelector(arguments[0])?.href", link)
    return b64decode(str(address).partition(";base64,")[2])


def reaches_nobody(driver: WebDriver) -> None:
    """A server that listens isn't asked, even on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        with suppress(Refused):  # one engine says so, the other shows a page of its own
            driver.go(f"http://127.0.0.1:{server.getsockname()[1]}/")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


BEGUN_ANEW = """
    const [{ type }] = performance.getEntriesByType("navigation");
    const { engine } = document.documentElement.dataset;
    return location.pathname.endsWith(arguments[0]) && type !== "navigate" && engine === "there";
"""
"""The way back has come to its page, and that has begun anew: it is no longer the one that was kept."""


def test_a_site_takes_an_answer_and_makes_the_report(engine: str, tmp_path_factory: pytest.TempPathFactory):
    """With no server but files: the engine is Python in the browser's own WebAssembly. The PDF takes longest.

    Each page is left while its engine may still be at work, and no page that a browser keeps for the way back keeps
    another one from its engine: where engines held locks of their own, one visit in three or four hung in WebKit.
    """
    with served(build_once(tmp_path_factory)) as site, browser(engine) as driver:
        come(driver, f"{site.url}{CHAPTER}.html")
        driver.click(QUESTION.format(1, 4))
        driver.wait(SAYS, "[data-saved]", "Saved.")
        driver.wait("return document.querySelector('[data-element=insight]').textContent.includes('1 of ')")
        come(driver, f"{site.url}08_your_path.html")
        driver.wait("return document.documentElement.dataset.engine === 'there'")
        driver.click("[data-element=report] button", "Make my PDF")
        for made in ("html", "pdf")[: tries(1, 2)]:
            link = f"[data-element=report] a[download$='.{made}']"
            driver.wait("return document.querySelector(arguments[0]) !== null", link)
        driver.back()
        driver.wait(BEGUN_ANEW, f"{CHAPTER}.html")
        driver.click(QUESTION.format(2, 1))
        driver.wait("return document.querySelector('[data-element=insight]').textContent.includes('2 of ')")


def test_a_site_waits_for_no_worker_that_never_answers(engine: str, tmp_path_factory: pytest.TempPathFactory):
    """What unpacks files is never heard of, and a memory never wakes: both were waited for without end.

    A word that was said to the worker that is given up is answered by the one in its place.
    """
    with served(build_once(tmp_path_factory), instead=NEVER_ANSWERING) as site, browser(engine) as driver:
        come(driver, f"{site.url}{CHAPTER}.html")
        driver.click(QUESTION.format(1, 4))
        driver.wait("return document.querySelector('[data-element=insight]').textContent.includes('1 of ')")
        driver.wait(SAYS, "[data-saved]", "Saved.")
