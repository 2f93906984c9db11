"""The lab “Run the business” from one end to the other in the app: by keyboard, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.executive.model import RunTheBusiness
from tests.browser.conftest import Served
from tests.browser.lab_page import open_lab_page, region, saved
from tests.browser.measures import beyond_screen

LAB = load_lab("executive")
assert isinstance(LAB, RunTheBusiness)
LAST = "Your page"


def test_the_lab_from_one_end_to_the_other_by_keyboard(page: Page, app: Served) -> None:
    open_lab_page(page, app, "executive", LAST)
    course, plan = region(page, "If nothing is changed"), region(page, "Three years with your plan")
    expect(course).to_contain_text("Say how long the cash lasts")
    months = page.get_by_role("spinbutton", name="The cash lasts")
    months.press("Control+a")
    page.keyboard.type("14")
    page.keyboard.press("Tab")
    expect(course).to_contain_text("You said 14 months")
    expect(course.get_by_role("img")).to_have_attribute("alt", re.compile("You expected 14 months"))

    page.get_by_role("radio", name=LAB.levers[0].nudged).press("Space")
    expect(region(page, "What each lever moves")).to_contain_text("After 12 months yours is in place")

    expect(plan).to_contain_text("Nothing is moved yet")
    for _ in range(5):
        page.get_by_role("slider", name="Price (slider)").press("ArrowRight")
    saved(page, "Price, mix and people")
    expect(plan).to_contain_text("In the middle world")
    page.get_by_role("slider", name="Acquisition (slider)").press("End")
    page.get_by_role("slider", name="Keeping customers (slider)").press("End")
    expect(plan).to_contain_text("more than the board has approved")
    expect(region(page, "One customer")).to_contain_text("With your plan")
    expect(region(page, "The board asks")).to_contain_text("on price")

    page.get_by_role("textbox", name="Your page").press_sequentially("The cash lasts 30 months if prices rise.")
    sheet = region(page, "Your page")
    expect(sheet).to_contain_text("No picture is chosen yet.")
    page.get_by_role("radio", name="How long the cash lasts").press("Space")
    expect(sheet.get_by_role("img")).to_be_visible()

    page.get_by_role("button", name="Start this lab afresh").press("Enter")
    expect(course).to_contain_text("Say how long the cash lasts")
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(course).to_contain_text("You said 14 months")
    state = Journal.open(app.journal).state()
    assert state.figures(LAB.subject("runway")) == {"runway": 14}
    assert not any(subject.startswith(("evidence:", "statement:")) for _, subject in state.current)


def test_on_a_phone_nothing_is_wider_than_the_screen(
    phone: Page, app: Served, violations: Callable[..., list[str]]
) -> None:
    open_lab_page(phone, app, "executive", LAST)
    assert beyond_screen(phone) <= 0
    assert violations(phone) == []
