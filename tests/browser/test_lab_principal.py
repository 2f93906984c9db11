"""The lab “Go deep” from one end to the other in the app: by keyboard, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.principal.model import GoDeep
from tests.browser.conftest import Served
from tests.browser.lab_page import open_lab_page, region
from tests.browser.measures import beyond_screen

LAB = load_lab("principal")
assert isinstance(LAB, GoDeep)
REOPEN = "What would reopen it?"


def test_the_lab_from_one_end_to_the_other_by_keyboard(page: Page, app: Served) -> None:
    open_lab_page(page, app, "principal", REOPEN)
    doors = region(page, "Which parts can be taken back")
    expect(doors).to_contain_text("Say how hard each part is to take back")
    part = LAB.parts[0]
    page.get_by_role("radiogroup", name=part.text).get_by_role("radio", name="easy to undo").press("Space")
    expect(doors).to_contain_text("The case: can’t be undone.")
    expect(doors).to_contain_text(part.because)

    team = LAB.teams[0]
    needs = page.get_by_role("radiogroup", name=f"{team.title} ({team.lead})")
    needs.get_by_role("radio", name="must agree").press("Space")
    agreement = region(page, "Who must agree, and who stands where")
    expect(agreement).to_contain_text(team.bearable)
    expect(agreement.get_by_role("img")).to_be_visible()

    chosen = LAB.options[0]
    page.get_by_role("radio", name=chosen.title).press("Space")
    expect(region(page, "What your choice gets and closes off")).to_contain_text(chosen.closes)

    record = region(page, "Your decision record")
    page.get_by_role("textbox", name=REOPEN).press_sequentially("If things go badly.")
    expect(record).to_contain_text("holds no number and no date")
    page.get_by_role("textbox", name=REOPEN).press_sequentially(" Two shops leave by 9 May.")
    expect(record).not_to_contain_text("holds no number and no date")

    page.get_by_role("button", name="Start this lab afresh").press("Enter")
    expect(record).to_contain_text("Write the parts above")
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(record).to_contain_text("Two shops leave by 9 May.")
    state = Journal.open(app.journal).state()
    assert state.picked(LAB.subject("choice")) == (chosen.id,)
    assert not any(subject.startswith(("evidence:", "statement:")) for _, subject in state.current)


def test_on_a_phone_nothing_is_wider_than_the_screen(
    phone: Page, app: Served, violations: Callable[..., list[str]]
) -> None:
    open_lab_page(phone, app, "principal", REOPEN)
    assert beyond_screen(phone) <= 0
    assert violations(phone) == []
