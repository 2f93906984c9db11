"""A whole workshop, as it is promised: one command, twelve phones, a killed service, a cut network, and no trace."""

from __future__ import annotations

import io
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.hosted import QUESTION, SAID, WATCH, box, rate, ready
from tests.hosting.process import Hosted, hosted
from tests.hosting.server import LADDER, STATEMENTS

TITLES = [LADDER.statement(id).title for id in STATEMENTS]
ANSWERS = ("not yet", "seldom", "sometimes", "often", "almost always")
NAMES = ("Amara", "Bilal", "Chiara", "Dmitri", "Esi", "Farah", "Goran", "Hana", "Ines", "Jun", "Kofi", "Linnea")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def words_of(name: str) -> str:
    """What one person writes: words that nobody else has."""
    return f"{name} found the quiet hour before nine"


@pytest.fixture
def port() -> int:
    """A port that is free, and stays the same when the service comes back."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def command(tmp_path: Path, port: int) -> list[object]:
    """The one command."""
    chosen = [part for id in STATEMENTS for part in ("--statement", id)]
    return ["ninety-minutes", *chosen, "--db", f"sqlite:///{tmp_path / 'sessions.sqlite'}", "--port", port]


@pytest.fixture
def phones(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens the phone of one person after the other; none is seen by another."""
    contexts = []

    def phone(address: str) -> Page:
        context = chromium.new_context(**PHONE, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        context.add_init_script(WATCH)
        page.goto(address)
        page.get_by_role("button", name="Join").click()
        return ready(page)

    yield phone
    for context in contexts:
        context.close()


def lead(chromium: Browser, running: Hosted) -> Page:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{running.url}/facilitate#{running.key}")
    expect(page.locator("#lead")).to_be_visible()
    return page


def saved(page: Page) -> None:
    """Everything that was answered on this phone is on the service's disk, as far as the phone was told."""
    expect(page.locator("#status")).to_have_text(SAID["saved"])


def pdf_of(page: Page, name: str) -> str:
    page.get_by_label("Your name").fill(name)
    with page.expect_download() as coming:
        page.get_by_role("button", name="My PDF").click()
    pages = PdfReader(io.BytesIO(Path(coming.value.path()).read_bytes())).pages
    return " ".join(" ".join(part.extract_text() for part in pages).split())


def test_twelve_phones_lose_nothing_and_learn_nothing_of_each_other(chromium, phones, command, tmp_path):
    with hosted(*command) as first:
        leader = lead(chromium, first)
        people = {name: phones(f"{first.url}/j/{first.code}") for name in NAMES}
        expect(leader.locator(".lead-count")).to_contain_text("12 people")
        leader.get_by_role("button", name="Open “Your last six months”").click()

        for place, page in enumerate(people.values()):
            rate(page, TITLES[0], ANSWERS[place % 5])
            rate(page, TITLES[1], ANSWERS[3])
            saved(page)

        # Four lose the network, and go on.
        cut = [people[name] for name in NAMES[:4]]
        for page in cut:
            page.context.set_offline(True)
            rate(page, TITLES[2], ANSWERS[1])
            expect(page.locator("#status")).to_have_text(SAID["held"])

        # The service is killed while everybody else answers, and two put their phones away.
        first.stop(signal.SIGKILL)
        for page in list(people.values())[4:]:
            rate(page, TITLES[2], ANSWERS[4])
            expect(page.locator("#status")).to_have_text(SAID["held"])
        for name in NAMES[4:6]:
            people[name].close()

    with hosted(*command) as second:
        assert second.code == first.code, "the same command goes on with the same session"
        for page in cut:
            page.context.set_offline(False)
        for name in NAMES[4:6]:
            people[name] = people[name].context.new_page()
            people[name].goto(f"{second.url}/w")
            ready(people[name])
        for page in people.values():
            saved(page)

        leader.reload()
        row = leader.locator("#block-rate .lead-far")
        expect(row).to_contain_text("12 begun")
        leader.get_by_role("button", name="Open “Tell one thing to one person”").click()
        for name, page in people.items():
            expect(box(page, QUESTION)).to_be_visible()
            box(page, QUESTION).fill(words_of(name))
            box(page, QUESTION).blur()
            saved(page)
        kofi = people["Kofi"]
        kofi.locator("#release, .hosted-release").get_by_role("checkbox").first.check()
        saved(kofi)

        # The board shows counts of twelve, and the one text that its author released.
        board = leader.context.new_page()
        board.goto(f"{second.url}/f/board")
        board.get_by_role("button", name="Reveal").click()
        expect(board.get_by_text(TITLES[1])).to_be_visible()  # all twelve gave one answer, which is said first
        board.get_by_role("button", name="It is said. Show the picture").click()
        expect(board.get_by_role("heading", name="To talk about")).to_be_visible()
        shown, tabs = "", board.get_by_role("navigation", name="Pictures").get_by_role("button")
        for tab in tabs.all_inner_texts():
            tabs.filter(has_text=tab).click()
            expect(tabs.filter(has_text=tab)).to_have_attribute("aria-current", "true")
            shown += board.locator("#screen").inner_html()
        assert "picture of 12 people" in shown
        assert words_of("Kofi") in shown
        for name in NAMES:
            assert name == "Kofi" or words_of(name) not in shown

        for name, page in people.items():
            text = pdf_of(page, name)
            assert words_of(name) in text
            assert name in text
            assert not any(words_of(other) in text for other in NAMES if other != name)
            assert page.evaluate("window.violations") == []

        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert all(words_of(name).encode() in kept for name in NAMES)
        leader.bring_to_front()
        leader.locator("summary", has_text="Erase everything now").click()
        leader.get_by_label("I am sure: erase this session").check()
        leader.get_by_role("button", name="Erase everything now").click()
        expect(leader.get_by_role("heading", name="This session is over")).to_be_visible()
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert not any(name.encode() in left for name in NAMES), "neither words nor names are left on the disk"
        assert b"statement:" not in left
        for page in people.values():
            page.goto(f"{second.url}/w")
            expect(page.get_by_text("Erased at")).to_be_visible()
    assert not any(name in first.said + second.said for name in NAMES)
