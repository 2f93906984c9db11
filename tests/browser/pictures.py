"""Take the pictures of README anew: `.venv/bin/python -m tests.browser.pictures`. Needs poppler's pdftoppm.

They show Linh, one of the invented people, whose journal is opened from a copy.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from helpers.paths import ROOT
from tests.browser.chromium import find_chromium
from tests.browser.conftest import QUIET, serving

WHO = "linh"
CHAPTER, HEADING = "03_senior_pm", "Rate your last six months"
PICTURES = ROOT / ".github" / "pictures"
WITHIN = 60_000


def main() -> None:
    """Take the picture of a report's first page and of a chapter in the app."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as elsewhere:
        journal = Path(elsewhere) / f"{WHO}.jsonl"
        shutil.copy(ROOT / "data" / "examples" / journal.name, journal)
        take_report(journal)
        take_chapter(journal)


def take_report(journal: Path) -> None:
    """The first page of the PDF."""
    out = journal.parent
    subprocess.run(["ladder", "report", journal, "-o", out, "--date", "2026-11-23"], check=True)
    page = ["pdftoppm", "-png", "-r", "96", "-singlefile", out / f"{WHO}.pdf", PICTURES / "report"]
    subprocess.run(page, check=True)


def take_chapter(journal: Path) -> None:
    """The part of a chapter where its statements are rated."""
    with serving("app", journal) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        page = browser.new_page(viewport={"width": 794, "height": 1123}, reduced_motion="reduce")
        page.goto(served.url(f"/{CHAPTER}"))
        page.locator(".kit-field").first.wait_for(timeout=WITHIN)
        page.evaluate("document.fonts.ready")
        page.get_by_role("heading", name=HEADING).evaluate("heading => heading.scrollIntoView()")
        page.screenshot(path=PICTURES / "chapter.png")
        browser.close()


if __name__ == "__main__":
    main()
