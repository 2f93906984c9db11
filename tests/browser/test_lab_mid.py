"""The lab “Choose what comes first” in the app: by keyboard, kept, started afresh, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.form import WORDS
from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.mid.model import WhatFirst
from tests.browser.conftest import Served, serving
from tests.browser.lab_page import PATIENCE, field, open_lab_page, region, saved
from tests.browser.measures import beyond_screen

LAB = load_lab("mid")
assert isinstance(LAB, WhatFirst)
LAST = "Your no, as you would send it"


@pytest.fixture
def lab_page(page: Page, app: Served) -> Page:
    """The lab's page in the app, with everything on it."""
    return open_lab_page(page, app, "mid", LAST)


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Served]:
    """The app with a journal in which no other test has answered anything."""
    with serving("app", tmp_path / "journal.jsonl") as served:
        yield served


def choose(page: Page, group: str, name: str) -> None:
    """Choose with the keyboard alone."""
    page.get_by_role("group", name=group).get_by_role("radio", name=name).press("Space")
    saved(page, group)


def test_the_lab_from_one_end_to_the_other_by_keyboard(page: Page, untouched: Served) -> None:
    open_lab_page(page, untouched, "mid", LAST)
    first = LAB.candidates[6]
    assert region(page, "Your order and three methods").count() == 0, "the methods wait for one's own order"

    place = page.get_by_role("combobox", name=f"Place of {first.title}")
    place.focus()
    page.keyboard.press("Home")
    saved(page, "What would you do first?")
    expect(region(page, "Your order and three methods")).to_contain_text("All three methods")

    choose(page, "How should the quarter", "RICE")
    assert region(page, "How often each truly belongs in the quarter").count() == 0, "the guess comes first"
    guess = page.get_by_role("spinbutton", name="Your guess")
    guess.press("Control+a")
    page.keyboard.type("80")
    page.keyboard.press("Tab")
    simulated = region(page, "How often each truly belongs in the quarter")
    expect(simulated).to_contain_text(f"You guessed 80 times in 100 for “{first.title}”")
    expect(region(page, "What your choice depends on")).to_be_visible()

    width = page.get_by_role("slider", name="How wide the ranges are")
    before = simulated.inner_text()
    width.press("End")
    saved(page, "What if the guesses are better")
    expect(simulated).to_contain_text("made 3 times as wide")
    assert simulated.inner_text() != before

    choose(page, "You may find out one thing", LAB.candidates[7].title)
    expect(region(page, "What it is worth to find out")).to_contain_text("is worth at most S$")

    for candidate in LAB.candidates[:3]:
        page.get_by_role("group", name="Which will the team do").get_by_role("checkbox", name=candidate.title).press(
            "Space"
        )
    choose(page, "Somebody will hear a no today", LAB.candidates[8].asker.name)
    asked = region(page, "Who you are writing to")
    expect(asked).to_contain_text(LAB.candidates[8].asker.stake)
    expect(region(page, "How your choice fits into the weeks")).to_contain_text("There are 13.")
    page.get_by_role("textbox", name="Your no, as you would send it").press_sequentially("We won't do it this quarter.")
    read = region(page, "What a quick reader finds in your no")
    expect(read).to_contain_text("Something in it reads like a no.")
    expect(read).not_to_contain_text("It didn’t see")

    kept = page.get_by_role("textbox", name="In a line or two")
    kept.press_sequentially("I would have bet on the wrong one.")
    button = region(page, "Keep it").get_by_role("button", name="Keep as evidence").first
    button.press("Enter")
    expect(region(page, "Keep it")).to_contain_text("✓ Kept as evidence for")
    state = Journal.open(untouched.journal).state()
    assert state.picked("lab:mid.ranking")[0] == first.id
    assert state.evidence_line(LAB.keep.statements[0]).text == "I would have bet on the wrong one."

    page.get_by_role("group", name="What would you do?").first.get_by_role("radio").first.press("Space")
    expect(region(page, "What each choice gets and costs").first).to_contain_text("your choice")
    told = page.locator("[data-count]").inner_text()
    assert re.fullmatch(r"\d+ of \d+", told)
    expect(page.locator("[data-progress='02_lab_what_first']")).to_have_text(told)
    page.goto(untouched.url("/03_senior_pm"))
    expect(page.locator("[data-progress='02_lab_what_first']")).to_have_text(told)


def test_what_was_done_is_there_again_and_can_be_put_aside_and_put_back(lab_page: Page, app: Served) -> None:
    page = lab_page
    page.get_by_role("combobox", name=f"Place of {LAB.candidates[8].title}").select_option("1")
    saved(page, "What would you do first?")
    page.reload()
    place = page.get_by_role("combobox", name=f"Place of {LAB.candidates[8].title}")
    expect(place).to_have_value("1", timeout=PATIENCE)
    page.get_by_role("button", name="Start this lab afresh").press("Enter")
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()
    expect(field(page, "What would you do first?").get_by_text(WORDS["no_order"])).to_be_visible()
    assert Journal.open(app.journal).state().picked("lab:mid.ranking") == ()
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(place).to_have_value("1")
    assert Journal.open(app.journal).state().picked("lab:mid.ranking")[0] == LAB.candidates[8].id


def test_axe_finds_nothing_serious(lab_page: Page, violations: Callable[..., list[str]]) -> None:
    assert violations(lab_page) == []


def test_nothing_sticks_out_on_a_phone(phone: Page, app: Served) -> None:
    open_lab_page(phone, app, "mid", LAST)
    assert beyond_screen(phone) <= 0
