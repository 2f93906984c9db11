"""A note and a second view in the app, as somebody does it with mouse and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers.insight.notes import notes
from helpers.journal import Ask, Choice, Evidence, Journal, Reply, Words, often
from helpers.ladder import load_ladder
from tests.browser.conftest import Served, serving

LADDER = load_ladder()
IDS = tuple(statement.id for statement in LADDER.level("mid").responsibilities[:3])
PATH = "/08_your_path"


@pytest.fixture
def own(tmp_path: Path):
    """The app over the journal of somebody who has rated three statements."""
    journal = Journal.open(tmp_path / "journal.jsonl")
    journal.record("profile:name", Words(text="Ada"), ladder=LADDER)
    journal.record("choice:standing", Choice(chosen=("mid",)), ladder=LADDER)
    for id, frequency in zip(IDS, (3, 1, 4), strict=True):
        journal.record(f"statement:{id}", often(frequency), ladder=LADDER)
    journal.record(f"evidence:{IDS[0]}", Evidence(text="The March call", supports=(IDS[0],)), ladder=LADDER)
    with serving("app", journal.path) as served:
        yield served


def element(page: Page, id: str):
    return page.locator(f'[data-element="{id}"]')


def come(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-ready]")).to_have_count(1)


def test_a_half_sentence_waits_and_a_second_view_is_asked_opened_and_talked_over(
    own: Served, page: Page, phone: Page, violations: Callable[..., list[str]]
):
    come(page, own.link)
    come(page, own.url(PATH))
    box = page.get_by_role("textbox", name=re.compile("What happened, when"))
    box.fill("Ines asked for the")
    page.reload()
    expect(page.locator("[data-ready]")).to_have_count(1)
    expect(box).to_have_value("Ines asked for the")
    assert notes(Journal.open(own.journal).state(LADDER)) == ()
    box.fill("Ines asked for the roadmap, and I said no")
    page.get_by_role("button", name="Keep this note").dblclick()  # typed a moment before, it is in the note
    expect(element(page, "notes")).to_contain_text("Ines asked for the roadmap, and I said no")
    expect(box).to_have_value("")
    assert len(notes(Journal.open(own.journal).state(LADDER))) == 1, "pressed twice, it is one note"
    offered = element(page, "notes").get_by_role("button").filter(has_text="Mid").first
    tied = str(offered.get_attribute("value")).split()[-1]
    offered.click()
    expect(element(page, "notes")).not_to_contain_text("Notes that back nothing yet")

    come(page, own.url("/02_mid_level_pm"))  # beside the statement that it backs, and closed until it is wanted
    hand = page.get_by_role("button", name=f"What you noted in the last six months (2): {LADDER.statement(tied).title}")
    moment = page.locator(".kit-at-hand").get_by_text("Ines asked for the roadmap")
    expect(moment).to_be_hidden()
    hand.click()
    expect(moment).to_be_visible()
    come(page, own.url("/02_lab_what_first"))  # the box is on every page; an empty one is no open question
    expect(box).to_be_visible()
    total = int(str(page.locator("[data-count]").inner_text()).split(" of ")[1])
    assert total == page.locator(".kit-field").count() - 1
    come(page, own.url(PATH))

    asking = element(page, "second-view-ask")
    for id in IDS:
        asking.locator("label", has_text=LADDER.statement(id).title).first.click()
    asking.locator("label", has_text="My manager").click()
    asking.get_by_role("textbox", name=re.compile("Their name")).fill("Mara")
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    message = element(page, "second-view").get_by_role("textbox")
    expect(message).to_have_value(re.compile("Ten minutes are enough"))
    reference = re.search(r"\[Second view (\w+)\]", message.input_value())
    assert reference

    paste = page.get_by_role("textbox", name=re.compile("Paste what they wrote"))
    paste.fill(f"Hi!\n1 often, <b>the call</b>\n2 not often\n3 haven't seen it\nQuote: 1\n{reference[0]}")
    paste.press("Tab")
    confirm = element(page, "second-view-read")
    expect(confirm).to_contain_text("What does this mean?")
    assert violations(page, '[data-element="second-view-read"]') == []
    second = confirm.get_by_role("group").nth(1)
    second.get_by_role("radio", name="sometimes").focus()
    page.keyboard.press("Space")
    expect(second.get_by_role("radio", name="sometimes")).to_be_checked()
    page.get_by_role("button", name="Keep their view").dblclick()
    onward = page.get_by_role("link", name="Open the page for your talk")
    expect(onward).to_be_focused()
    expect(paste).to_have_value("")
    onward.press("Enter")
    talk = element(page, "second-view-talk")
    expect(talk).to_contain_text("<b>the call</b>")
    expect(talk).not_to_contain_text("The March call")
    expect(page.locator("[data-progress]").first).to_be_hidden()
    page.emulate_media(media="print")  # what is covered stays so on paper, with a line to write on
    expect(talk.get_by_role("button")).to_have_count(0)
    expect(talk.get_by_text("(covered)")).to_have_count(3)
    assert "The March call" not in page.content()
    for kind in (Ask, Reply):
        assert len([e for e in Journal.open(own.journal).events() if isinstance(e.answer, kind)]) == 1

    come(phone, own.link)
    come(phone, own.url("/02_mid_level_pm"))  # to the box from anywhere, and the notes of a period to copy
    phone.get_by_role("button", name="Chapters").tap()
    phone.get_by_role("link", name="Write down what happened").tap()
    expect(phone.get_by_role("textbox", name=re.compile("What happened, when"))).to_be_focused()
    expect(phone.get_by_role("link", name="Write down what happened")).to_be_hidden()
    period = element(phone, "notes-period")
    period.locator("summary").tap()
    period.get_by_role("radio", name="all of them").check()
    expect(period.get_by_role("textbox")).to_have_value(re.compile("Ines asked for the roadmap, and I said no"))
    period.get_by_role("button", name="Copy").tap()
    expect(period.get_by_role("status")).to_have_text("Copied")
    assert violations(phone, '[data-element="notes-period"]') == []

    come(phone, own.url("/09_both_views"))
    there = element(phone, "second-view-talk")
    there.get_by_role("button", name="Show what I said").first.click()
    expect(there).to_contain_text("The March call")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(phone, '[data-element="second-view-talk"]') == []
    agreed = there.get_by_role("textbox", name=re.compile("What did you two agree"))
    agreed.fill("Name the price first in April.")
    agreed.press("Tab")
    element(phone, "second-view-agreed").get_by_role("button", name="Make a plan of it").click()
    expect(element(phone, "second-view-agreed")).to_contain_text("It stands among your plans")
    assert violations(phone, "main") == []
    assert [item.aim for _, item in Journal.open(own.journal).state(LADDER).plan()] == [
        "Name the price first in April."
    ]
