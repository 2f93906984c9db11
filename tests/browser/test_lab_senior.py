"""The system lab from one end to the other in the app: by keyboard, kept, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.senior.model import SeeTheSystem
from tests.browser.conftest import Served
from tests.browser.lab_page import field, open_lab_page, region, saved
from tests.browser.measures import beyond_screen

LAB = load_lab("senior")
assert isinstance(LAB, SeeTheSystem)
LAST = "Coherent actions"
PLAN, AGAIN = "What do you spend the money on?", "And now, knowing what you saw?"


@pytest.fixture
def lab_page(page: Page, app: Served) -> Page:
    """The lab's page in the app, with everything on it."""
    return open_lab_page(page, app, "senior", LAST)


def spend_all(page: Page, title: str, on: str) -> None:
    """All slices on one thing, with the keyboard alone."""
    radios = field(page, title).get_by_role("radio", name=on)
    assert radios.count() == len(LAB.rounds)
    for index in range(radios.count()):
        radios.nth(index).press("Space")
    saved(page, title)


def test_the_lab_from_one_end_to_the_other_by_keyboard(lab_page: Page, app: Served) -> None:
    page = lab_page
    adverts, helpers = LAB.spending[0], LAB.spending[1]
    spend_all(page, PLAN, adverts.title)
    assert region(page, "Your plan, played through").count() == 0, "the prediction comes first"

    box = page.get_by_role("spinbutton", name=LAB.metric.capitalize())
    box.press("Control+a")
    page.keyboard.type("90000")
    page.keyboard.press("Tab")
    saved(page, "How many members")
    field(page, "Which limit will cost most").get_by_role("radio", name=LAB.limits[2].title).press("Space")
    run = region(page, "Your plan, played through")
    expect(run).to_contain_text("You predicted 90,000 members.")
    expect(run).to_contain_text("The number is highest in week")
    expect(region(page, "The limit that moved")).to_contain_text("the limit never moves")

    spend_all(page, AGAIN, helpers.title)
    expect(region(page, "Your plans side by side")).to_contain_text("more than the first")

    page.get_by_role("textbox", name="Diagnosis").press_sequentially("Nobody answers, and members say so.")
    expect(region(page, "Your strategy, read together")).to_contain_text("Nobody answers, and members say so.")

    page.get_by_role("textbox", name=LAB.keep.question).press_sequentially("I had left out the delay.")
    region(page, "Keep it").get_by_role("button", name="Keep as evidence").first.press("Enter")
    expect(region(page, "Keep it")).to_contain_text("✓ Kept as evidence for")
    state = Journal.open(app.journal).state()
    assert state.picked("lab:senior.plan") == tuple(f"{id}:adverts" for id, _ in LAB.rounds)
    assert state.figures("lab:senior.prediction") == {"members": 90_000}
    assert state.evidence_line(LAB.keep.statements[0]).text == "I had left out the delay."


def test_axe_finds_nothing_serious(lab_page: Page, violations: Callable[..., list[str]]) -> None:
    assert violations(lab_page) == []


def test_nothing_sticks_out_on_a_phone(phone: Page, app: Served) -> None:
    open_lab_page(phone, app, "senior", LAST)
    assert beyond_screen(phone) <= 0
