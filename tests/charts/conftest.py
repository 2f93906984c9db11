"""A real browser that measures what it draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from helpers.charts import Picture
from helpers.charts.typeface import with_letters
from tests.charts.drawn import Box

MEASURE = """() => [...document.querySelectorAll('text')].map(t => {
  const b = t.getBBox(), size = parseFloat(t.getAttribute('font-size'))
  const base = parseFloat(t.getAttribute('y'))
  return [t.textContent, b.x, base - size * 0.75, b.x + b.width, base + size * 0.2]
})"""


@pytest.fixture
def measured(chromium: Browser) -> Iterator[Callable[[Picture], list[Box]]]:
    """Where a browser draws each text of a picture, in the letters that it carries."""
    page = chromium.new_page()

    def measure(picture: Picture) -> list[Box]:
        page.set_content(f"<!doctype html><body>{with_letters(picture.svg)}</body>")
        page.evaluate("document.fonts.ready.then(() => null)")
        return [Box(*found) for found in page.evaluate(MEASURE)]

    yield measure
    page.close()
