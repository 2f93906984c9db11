"""A lab's page in the app, and how its parts are found: as a reader finds them, by their titles."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from helpers.cases import entry
from helpers.form import WORDS
from tests.browser.conftest import Served

PATIENCE = 60_000
"""How long a busy machine may take (ms)."""


def open_lab_page(page: Page, app: Served, lab: str, last: str) -> Page:
    """A lab's page with everything on it: its cells run in order, and `last` is a text box of a late one."""
    page.goto(app.link)
    page.goto(app.url(f"/{entry(lab).file.removesuffix('.ipynb')}"))
    expect(page.get_by_text("Back to the chapter")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("textbox", name=last)).to_be_visible(timeout=PATIENCE)
    return page


def field(page: Page, title: str) -> Locator:
    return page.locator(".kit-field").filter(has_text=title).first


def saved(page: Page, title: str) -> None:
    expect(field(page, title).get_by_text(WORDS["saved"])).to_be_visible()


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)
