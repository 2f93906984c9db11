"""Take the pictures of README and of docs/hosting.md anew: `.venv/bin/python -m tests.browser.pictures`.

They show Linh, one of the invented people, whose journal is opened from a copy, and a session that thirteen people
have joined. Needs poppler's pdftoppm.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from helpers.paths import ROOT
from helpers.workshop.agenda import Activity
from helpers.workshop.hosted import plan_session
from tests.browser.chromium import QUIET, find_chromium
from tests.browser.conftest import serving
from tests.browser.test_hosted_facilitator import answered, come_in
from tests.hosting.server import LADDER, SHIPPED, database, served

WHO = "linh"
CHAPTER, HEADING = "03_senior_pm", "Rate your last six months"
PICTURES = ROOT / ".github" / "pictures"
WITHIN = 60_000


def main() -> None:
    """Take the pictures of a report's first page, of a chapter in the app and of leading a session."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as elsewhere:
        journal = Path(elsewhere) / f"{WHO}.jsonl"
        shutil.copy(ROOT / "data" / "examples" / journal.name, journal)
        take_report(journal)
        take_chapter(journal)
        take_leading(Path(elsewhere))


def take_report(journal: Path) -> None:
    """The first page of the PDF."""
    out = journal.parent
    command = [sys.executable, "-m", "helpers.cli", "report", journal, "-o", out, "--date", "2026-11-23"]
    subprocess.run(command, check=True)
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


def take_leading(folder: Path) -> None:
    """The facilitator’s page while people rate: two of thirteen have begun."""
    plan = plan_session(SHIPPED, LADDER)
    with contextlib.ExitStack() as stack:
        service = stack.enter_context(served(database(folder), plan=plan, port=8800))
        rating = next(block for block in plan.blocks if Activity.RATE in block.asks)
        service.store.set_block(service.session.id, rating.id, open=True)
        for _ in range(2):
            answered(service, 2, 3)
        for _ in range(11):
            stack.enter_context(service.joined())
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=find_chromium(), args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        come_in(page, service)
        page.screenshot(path=PICTURES / "leading.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
