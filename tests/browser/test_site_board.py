"""The workshop board of a site in a real browser: files and codes in, what may be seen of them out, nothing sent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.charts import load_theme
from helpers.clock import today
from helpers.ladder import load_ladder
from helpers.report.page import as_page
from helpers.workshop.code import as_code, known_lists
from helpers.workshop.session import TeamSession
from helpers.workshop.share import read_share
from helpers.workshop.team_build import last_report
from helpers.workshop.team_report import EXAMPLE
from tests.browser.measures import beyond_screen
from tests.site.built import build_once, served

LADDER = load_ladder()
SHARES = sorted(EXAMPLE.glob("*.json"))
BY_CODE = 2
LEAST = 6


LOOK_BETWEEN = """() => addEventListener("click", () => {
    new BroadcastChannel(`kit ${new URL(".", location.href).pathname}`).postMessage("changed");
}, { once: true })"""
"""Have the page look what is new right after the next press, before it has heard what came of that."""


def test_a_facilitator_reveals_keeps_and_ends_a_session_by_the_same_rules_as_at_home(
    tmp_path_factory: pytest.TempPathFactory,
    open_page: Callable[..., Page],
    violations: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    """A browser’s report is the one that the kit makes of the same files, and its session goes on there."""
    page = open_page(accept_downloads=True)
    shown, files = page.locator("#board"), page.locator("#kit-files")
    journal = tmp_path / "somebody-s-own.jsonl"
    journal.write_text('{"secret": 1}\n')
    code = as_code(read_share(SHARES[0].read_bytes()), LADDER, known_lists(LADDER)[0])
    with served(build_once(tmp_path_factory)) as site:
        page.goto(f"{site.url}facilitating.html")
        assert violations(page) == []
        page.get_by_role("link", name="Open the workshop board").click()
        expect(page.locator("html[data-engine=there]")).to_be_attached()
        site.asked.clear()
        hint = page.locator(".kw-smallest .kp-small")
        assert hint.evaluate("it => getComputedStyle(it).display") == "block", "it was laid out word by word, as parts"
        least = page.get_by_role("spinbutton", name="Smallest group")
        least.fill(str(LEAST))
        page.get_by_role("checkbox", name="bars in three parts").check()
        page.get_by_role("button", name="Set", exact=True).click()
        expect(page.locator("#kit-group-said")).to_contain_text(f"fewer than {LEAST} people")
        files.set_input_files(SHARES[BY_CODE : BY_CODE + 3])
        expect(shown.locator(".kb-count")).to_have_text("3")
        expect(page.get_by_role("button", name="Reveal")).to_have_attribute("aria-disabled", "true")
        least.fill("4")
        page.get_by_role("button", name="Set", exact=True).click()
        expect(page.locator("#kit-group-said")).to_contain_text(str(LEAST))  # an answer is in: it isn't lowered
        expect(least).to_have_value(str(LEAST))
        files.set_input_files([*SHARES[BY_CODE:], journal])
        expect(shown.locator(".kb-count")).to_have_text(f"{len(SHARES) - BY_CODE}")
        expect(page.locator("#left-out")).to_contain_text("1 file or folder")
        expect(page.locator("main")).not_to_contain_text("somebody-s-own")
        page.get_by_role("textbox", name=re.compile("^Codes")).fill(code)
        page.get_by_role("button", name="Count these codes in").click()
        expect(shown.locator(".kb-count")).to_have_text(f"{len(SHARES) - BY_CODE + 1}")
        page.evaluate(LOOK_BETWEEN)
        page.get_by_role("button", name="Reveal").click()
        with page.expect_download():  # the engine answers in turn: by then it has answered that look as well
            page.get_by_role("button", name="Save the session").click()
        page.locator("button[value=said]").click()  # what everybody agrees on is said aloud first
        expect(shown.get_by_role("heading", name="To talk about")).to_be_visible()
        assert violations(page) == []

        assert site.asked == []
        with page.expect_popup() as opened:
            page.get_by_role("link", name="a window of their own").click()
        notes = opened.value
        expect(notes.get_by_role("spinbutton", name="Smallest group")).to_have_value(str(LEAST))
        expect(notes.get_by_role("checkbox", name="bars in three parts")).to_be_checked()
        assert violations(notes) == []
        expect(page.locator("#chapter")).to_be_hidden()
        expect(shown.get_by_role("heading", name="To talk about")).to_be_in_viewport()
        assert violations(page) == []
        kept = {what: tmp_path / what for what in ("report", "session")}
        for what, path in kept.items():
            with notes.expect_download() as download:
                notes.get_by_role("button", name=f"Save the {'team ' if what == 'report' else ''}{what}").click()
            download.value.save_as(path)
        folder = tmp_path / "team"
        folder.mkdir()
        for share in SHARES[BY_CODE:]:
            shutil.copy(share, folder)
        shutil.copy(kept["session"], folder / "session.json")
        at_home = TeamSession.open(folder, LADDER)
        assert at_home.snapshot
        assert at_home.snapshot.people == len(SHARES) - BY_CODE
        assert at_home.min_group == LEAST
        made = kept["report"].read_text(encoding="utf-8")
        theme, days = (
            load_theme(),
            [today() + timedelta(days=days) for days in (-1, 0, 1)],
        )  # a browser has its own zone
        assert made in [as_page(last_report(at_home, theme, day), theme) for day in days]

        for window in (page, notes):
            window.set_viewport_size({"width": 320, "height": 800})
            window.emulate_media(color_scheme="dark")
            assert beyond_screen(window) <= 0
        notes.get_by_role("button", name="End this session").click()
        notes.get_by_role("button", name="Yes, erase this session").click()
        expect(shown.locator(".kb-count")).to_have_text("0")
        page.get_by_role("link", name="Bring them back").click()
        expect(least).to_have_value("5")
        expect(page.locator("#chapter")).to_be_in_viewport()
        assert violations(page) == []
        for name in ("facilitating.html", "404.html"):
            page.goto(site.url + name)
            assert violations(page) == []
            assert beyond_screen(page) <= 0
