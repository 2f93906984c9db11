"""A real browser that measures what it draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from helpers.charts import Picture
from helpers.charts.typeface import with_letters
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium
from tests.charts.drawn import Box

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

MEASURE = """() => [...document.querySelectorAll('text')].map(t => {
  const b = t.getBBox(), size = parseFloat(t.getAttribute('font-size'))
  const base = parseFloat(t.getAttribute('y'))
  return [t.textContent, b.x, base - size * 0.75, b.x + b.width, base + size * 0.2]
})"""


@pytest.fixture(scope="module")  # as in tests/browser: a process can drive one browser at a time
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.fail(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def measured(browser: Browser) -> Iterator[Callable[[Picture], list[Box]]]:
    """Where a browser draws each text of a picture, in the letters that it carries."""
    page = browser.new_page()

    def measure(picture: Picture) -> list[Box]:
        page.set_content(f"<!doctype html><body>{with_letters(picture.svg)}</body>")
        page.evaluate("document.fonts.ready.then(() => null)")
        return [Box(*found) for found in page.evaluate(MEASURE)]

    yield measure
    page.close()
