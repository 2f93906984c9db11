"""The portfolio lab from one end to the other in the app: by keyboard, kept, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.director.boundaries import best_drawing
from helpers.labs.director.model import FundThePortfolio
from tests.browser.conftest import Served
from tests.browser.lab_page import open_lab_page, region, saved
from tests.browser.measures import beyond_screen

LAB = load_lab("director")
assert isinstance(LAB, FundThePortfolio)
LAST = "Which boundary of yours"


@pytest.fixture
def lab_page(page: Page, app: Served) -> Page:
    """The lab's page in the app, with everything on it."""
    return open_lab_page(page, app, "director", LAST)


def set_people(page: Page, place: str, people: int) -> None:
    box = page.get_by_role("spinbutton", name=f"{place} (people)")
    box.press("Control+a")
    page.keyboard.type(str(people))
    page.keyboard.press("Tab")


def test_the_lab_from_one_end_to_the_other_by_keyboard(lab_page: Page, app: Served) -> None:
    page, line = lab_page, LAB.lines[0]
    assert region(page, "What one person changes today").count() == 0, "the guess comes first"
    for group in ("Somebody is free tomorrow", "And where would one person be missed"):
        page.get_by_role("group", name=group).get_by_role("radio").first.press("Space")
        saved(page, group)
    expect(region(page, "What one person changes today")).to_contain_text(f"One person more on “{line.title}”")

    set_people(page, LAB.debt.title, 4)
    expect(page.get_by_text("You have placed 44 people, and there are 40.").first).to_be_visible()
    set_people(page, line.title, line.now - 4)
    expect(region(page, "The year with your allocation")).to_contain_text("Your 40 bring")
    frontier = region(page, "Your choice and the best that could be done")
    expect(frontier).to_contain_text("The most that 40 people could bring is")

    page.get_by_role("slider", name="What the bets are worth").press("Home")
    saved(page, "What if the assumptions are wrong?")
    expect(frontier).to_contain_text("under your assumptions")

    page.get_by_role("textbox", name="Your allocation isn’t the optimum").press_sequentially("Ask me in May.")
    expect(region(page, "What your allocation takes for granted")).to_contain_text("Ask me in May.")

    best = dict(best_drawing(LAB.boundaries) or ())
    names = {team.id: team.title for team in LAB.boundaries.teams}
    for part in LAB.boundaries.parts:
        page.get_by_role("radiogroup", name=part.title).or_(page.get_by_role("group", name=part.title)).get_by_role(
            "radio", name=names[best[part.id]]
        ).first.press("Space")
    expect(region(page, "What ties across teams cost")).to_contain_text("no drawing within the limits gets below")

    page.get_by_role("textbox", name=LAB.keep.question).press_sequentially("Nobody had asked for the platform.")
    region(page, "Keep it").get_by_role("button", name="Keep as evidence").first.press("Enter")
    expect(region(page, "Keep it")).to_contain_text("✓ Kept as evidence for")
    state = Journal.open(app.journal).state()
    assert state.figures("lab:director.allocation") == {"debt": 4, line.id: line.now - 4}
    assert len(state.picked("lab:director.teams")) == len(LAB.boundaries.parts)
    assert state.evidence_line(LAB.keep.statements[0]).text == "Nobody had asked for the platform."


def test_axe_finds_nothing_serious(lab_page: Page, violations: Callable[..., list[str]]) -> None:
    assert violations(lab_page) == []


def test_nothing_sticks_out_on_a_phone(phone: Page, app: Served) -> None:
    open_lab_page(phone, app, "director", LAST)
    assert beyond_screen(phone) <= 0
