"""The report as one HTML file, in a browser: accessible, no wider than a phone, quiet, and printed on few pages."""

from __future__ import annotations

import io
from datetime import date

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from helpers.charts import load_theme
from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.report import as_page, build_report
from tests.browser.measures import beyond_screen


@pytest.fixture(scope="module")
def html() -> str:
    events = Journal.open(ROOT / "data/examples/linh.jsonl").events()
    theme = load_theme()
    return as_page(build_report(load_ladder(), events, on=date(2026, 11, 29), theme=theme), theme)


def test_it_reads_well_on_any_screen_and_prints(page: Page, html: str, tmp_path, violations):
    file = tmp_path / "report.html"
    file.write_text(html, encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert beyond_screen(page) <= 0
        assert violations(page) == []
        shown = page.locator("img").evaluate_all(
            "all => all.map(i => i.getBoundingClientRect().width / i.naturalWidth)"
        )
        assert shown
        assert min(shown) > 0.95, "its letters are as large as they were drawn"
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.get_by_role("link", name="Focus and plan").click()
    assert page.evaluate("location.hash") == "#focus"
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    words = " ".join(sheet.extract_text() for sheet in printed.pages)
    assert "For your next 1:1" in words
    assert len(printed.pages) <= 14
