"""The places where somebody can stand: the app, a site, JupyterLab. What a journey asks of each is the same.

What is on a page, its questions and panels, are the same elements everywhere: whoever walks finds them by
`tests.browser.test_journey`. A place knows how one comes to a chapter and back to it, and where the answers are.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.chapters import Chapter
from helpers.paths import ROOT
from helpers.site.desk import address
from tests.browser.conftest import Served, serving
from tests.site.built import Built, build_once, served


class Place(ABC):
    """Somebody's page at a place."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def open(self, chapter: Chapter) -> None:
        """Come to a chapter, as one does there."""

    @abstractmethod
    def again(self, chapter: Chapter) -> None:
        """Come back to the chapter that one stands at, once all that ran for it was ended."""

    @abstractmethod
    def lines(self) -> bytes:
        """The journal."""


class App(Place):
    """`python3 start.py --app`: a server of one's own, and a browser."""

    def __init__(self, page: Page, server: Served) -> None:
        super().__init__(page)
        self._server = server

    def open(self, chapter: Chapter) -> None:
        if self.page.url == "about:blank":
            self.page.goto(self._server.link)
            self.page.goto(self._server.url(f"/{chapter.stem}"))
        else:
            _by_the_column(self.page, chapter)
        _ready(self.page)

    def again(self, chapter: Chapter) -> None:
        self.page.reload()
        _ready(self.page)

    def lines(self) -> bytes:
        return self._server.journal.read_bytes()


class Site(Place):
    """Files and nothing else: the engine is in the browser, and ends with its page. One comes back with no network."""

    def __init__(self, page: Page, site: Built) -> None:
        super().__init__(page)
        self._site = site

    def open(self, chapter: Chapter) -> None:
        if self.page.url == "about:blank":
            self.page.goto(self._site.url + address(chapter))
            self.page.get_by_role("button", name="It’s mine").click()
        else:
            _by_the_column(self.page, chapter)
        _ready(self.page)

    def again(self, chapter: Chapter) -> None:
        self.page.get_by_role("button", name="Keep for offline").click()
        expect(self.page.locator("[data-yours-said]")).to_contain_text("whole site is on this device")
        self.page.context.set_offline(True)
        self.page.goto("about:blank")
        self.page.goto(self._site.url + address(chapter))
        _ready(self.page)

    def lines(self) -> bytes:
        expect(self.page.locator("html[data-engine=there]")).to_be_attached()
        expect(self.page.locator("[data-saved]")).to_have_text(re.compile("^(Saved\\.)?$"))
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Save my answers").first.click()
        return download.value.path().read_bytes()


class Lab(Place):
    """`python3 start.py`: JupyterLab. Each chapter is run, and a kernel that was ended knows everything again."""

    def __init__(self, page: Page, server: Served) -> None:
        super().__init__(page)
        self._server = server

    def open(self, chapter: Chapter) -> None:
        self.page.goto(self._server.url(f"/lab/tree/notebooks/{chapter.file}"))
        expect(self.page.get_by_role("tab", name=chapter.file, selected=True)).to_be_visible()
        expect(self.page.get_by_text("(ipykernel) | Idle")).to_be_visible()
        self._press_in_run("Run All Cells")
        expect(self.page.locator(".kit-body:not([inert])").last).to_be_attached()
        if chapter.level:
            self._is_at_the_beginning()

    def again(self, chapter: Chapter) -> None:
        """What is saved of a notebook meanwhile holds nothing that was answered."""
        notebook = ROOT / "notebooks" / chapter.file
        before = notebook.read_bytes()
        # Its button, since the keys stay with the form in which somebody has just answered.
        self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) jp-button[data-command='docmanager:save']").click()
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)
        assert notebook.read_bytes() == before
        self.page.evaluate("document.querySelectorAll('.kit-body').forEach((form) => (form.dataset.old = ''))")
        self._press_in_run("Restart Kernel and Run All Cells…")
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        expect(self.page.locator(".kit-body[data-old]")).to_have_count(0)
        expect(self.page.locator(".kit-body:not([inert])").last).to_be_attached()

    def lines(self) -> bytes:
        return self._server.journal.read_bytes()

    def _press_in_run(self, entry: str) -> None:
        """Choose an entry of the menu “Run”."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def _is_at_the_beginning(self) -> None:
        """After a run one stands at the title, what may be skipped is closed, and nothing scrolls inside the page."""
        expect(self.page.locator(".kp-header")).to_be_visible()
        expect(self.page.get_by_role("heading", level=1)).to_be_in_viewport()
        assert (
            self.page.evaluate(
                """() => [...document.querySelectorAll(".jp-Notebook details")].filter((it) => it.open).length
              + [...document.querySelectorAll(".jp-OutputArea *")].filter((it) => it.scrollHeight > it.clientHeight
                  && it.clientHeight && ["auto", "scroll"].includes(getComputedStyle(it).overflowY)).length"""
            )
            == 0
        )


PLACES = ("app", "site", "lab")


@contextmanager
def standing(where: str, page: Page, journal: Path, folders: pytest.TempPathFactory) -> Iterator[Place]:
    """A page at a place, one of `PLACES`, with nothing answered.

    `journal` is a file for the answers, and `folders` where the site of all tests is.
    """
    if where == "site":
        with served(build_once(folders)) as built:
            yield Site(page, built)
    else:
        with serving(where, journal) as server:
            yield {"app": App, "lab": Lab}[where](page, server)


def _by_the_column(page: Page, chapter: Chapter) -> None:
    """The way that stands beside every page."""
    page.locator(f".kw-column a[data-chapter='{chapter.stem}']").click()
    expect(page).to_have_title(chapter.title)


def _ready(page: Page) -> None:
    expect(page.locator("html[data-ready]")).to_be_attached()
