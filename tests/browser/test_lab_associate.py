"""The lab “Make it buildable” from one end to the other in the app: by keyboard, and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from helpers.journal import Journal
from helpers.labs import load_lab
from helpers.labs.associate.model import MakeItBuildable
from tests.browser.conftest import Served
from tests.browser.lab_page import open_lab_page, region
from tests.browser.measures import beyond_screen

LAB = load_lab("associate")
assert isinstance(LAB, MakeItBuildable)
LAST = "Your slices"


def test_the_lab_from_one_end_to_the_other_by_keyboard(page: Page, app: Served) -> None:
    open_lab_page(page, app, "associate", LAST)
    answers = region(page, f"What {LAB.asked.who} answers")
    expect(answers).to_contain_text("Ask something")
    for question in LAB.questions[: LAB.may_ask]:
        page.get_by_role("checkbox", name=question.text).press("Space")
        expect(answers).to_contain_text(question.answer)

    words, worked = region(page, "What we notice in the words"), region(page, "Two worked versions")
    expect(words).to_contain_text("Write the first line")
    page.get_by_role("textbox", name="As a …").press_sequentially("user")
    expect(words).to_contain_text("This could be anybody.")
    expect(worked).to_contain_text("wait here until you have written a criterion")
    page.get_by_role("textbox", name="It is done when …").press_sequentially("It is easy")
    expect(words.get_by_text("easy", exact=True)).to_be_visible()
    expect(worked).to_contain_text(LAB.worked[1].title)

    page.get_by_role("textbox", name="Your slices").press_sequentially("Database\nForm")
    expect(region(page, "What we notice in the slices")).to_contain_text("layer or a step of the work")

    trial = next(card for card in LAB.sprint.cards if card.id == "trial")
    page.get_by_role("combobox", name=f"Place of {trial.title}").focus()
    page.keyboard.press("Home")
    sprint = region(page, "Your sprint")
    expect(sprint).to_contain_text(f"of {LAB.sprint.capacity} points are taken.")
    expect(sprint).to_contain_text("begins early here")

    page.get_by_role("button", name="Start this lab afresh").press("Enter")
    expect(words).to_contain_text("Write the first line")
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(words).to_contain_text("This could be anybody.")
    state = Journal.open(app.journal).state()
    assert state.words(LAB.subject("who")) == "user"
    assert not any(subject.startswith(("evidence:", "statement:")) for _, subject in state.current)


def test_on_a_phone_nothing_is_wider_than_the_screen(
    phone: Page, app: Served, violations: Callable[..., list[str]]
) -> None:
    open_lab_page(phone, app, "associate", LAST)
    assert beyond_screen(phone) <= 0
    assert violations(phone) == []
