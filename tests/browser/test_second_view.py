"""A note and a second view in the app, as somebody does it with mouse and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from helpers.insight.notes import notes
from helpers.journal import Ask, Choice, Evidence, Journal, Reply, Words, often
from helpers.ladder import load_ladder
from helpers.review.page import answer_page
from tests.browser.conftest import Served, serving
from tests.browser.measures import beyond_screen
from tests.patience import PATIENCE

LADDER = load_ladder()
IDS = tuple(statement.id for statement in LADDER.level("mid").responsibilities[:3])
PATH = "/08_your_path"
SITE = "http://localhost:8099/second-view.html"
LONG = "w" * 2000


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
    held: list[Route] = []  # a slow engine: the next press comes before it has heard of this one
    page.route("**/messages", lambda it: held.append(it) if "say 2" in str(it.request.post_data) else it.continue_())
    second.get_by_role("radio", name="sometimes").focus()
    with page.expect_request(lambda it: "say 2" in str(it.post_data)):
        page.keyboard.press("Space")
    expect(second.get_by_role("radio", name="sometimes")).to_be_checked()
    page.get_by_role("button", name="Keep their view").dblclick()
    assert held
    for one in held:
        one.continue_()
    page.unroute("**/messages")
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
    assert beyond_screen(phone) <= 0
    assert violations(phone, '[data-element="second-view-talk"]') == []
    agreed = there.get_by_role("textbox", name=re.compile("What did you two agree"))
    agreed.fill("Name the price first in April.")
    agreed.press("Tab")
    element(phone, "second-view-agreed").get_by_role("button", name="Make a plan of it").click()
    expect(element(phone, "second-view-agreed")).to_contain_text("It stands among your plans")
    assert violations(phone, practices=True) == []
    assert [item.aim for _, item in Journal.open(own.journal).state(LADDER).plan()] == [
        "Name the price first in April."
    ]


def answers(page: Page, way: str) -> str:
    """Somebody answers two lines on the page for it, allows the first, and takes their reply away as text."""
    for nth, letter in enumerate("AB"):
        group = page.get_by_role("group").nth(nth)
        group.get_by_role("radio", name="often", exact=True).check(force=True)
        group.get_by_role("textbox").fill(f"seen by {way} {letter}")
    page.get_by_role("group").first.get_by_role("checkbox").check()
    page.get_by_role("textbox", name="One thing to do more of").fill(LONG)
    page.get_by_role("button", name="Make my reply").click()
    assert beyond_screen(page) <= 0
    text = page.get_by_role("textbox", name="The text of your reply")
    expect(text).to_have_value(re.compile("Second view", re.IGNORECASE))
    return text.input_value()


def test_each_of_four_ways_leads_from_the_question_to_the_report(
    own: Served, page: Page, open_page: Callable[..., Page], tmp_path: Path
):
    """Asked, answered, opened, talked over; in the report stands what its author allowed and its owner ticked."""
    come(page, own.link)
    come(page, own.url(PATH))
    asking, view = element(page, "second-view-ask"), element(page, "second-view")
    asking.get_by_role("textbox", name=re.compile("site of this kit")).fill("http://localhost:8099/index.html")
    theirs = open_page(width=320, height=700)
    theirs.route(SITE, lambda route: route.fulfill(body=answer_page(LADDER), content_type="text/html"))

    def made(button: str, file: Path) -> None:
        view.get_by_role("button", name=button).click()
        with page.expect_download() as given:
            view.get_by_role("link", name=re.compile("Download")).click()
        given.value.save_as(file)

    def by_message() -> str:
        message = view.get_by_role("textbox", name=re.compile("The message")).input_value()
        answered = "1 often, seen by message A\n2 often, seen by message B\nQuote: 1 and 2\n\n"
        return answered + "".join(f"> {line}\n" for line in message.splitlines())

    def by_paper() -> str:
        made("Make the sheet", tmp_path / "halves.pdf")
        sheet = " ".join(" ".join(each.extract_text() for each in PdfReader(tmp_path / "halves.pdf").pages).split())
        assert sheet.count(" ".join(LADDER.statement(IDS[0]).text.split())) == 2, "a half each"
        assert "The March call" not in sheet
        assert f"second view {reference}" in sheet
        return "1 often, seen by paper A\n2 often, seen by paper B\nQuote: 1"

    def by_link() -> str:
        theirs.goto(view.get_by_role("textbox", name=re.compile("The link")).input_value())
        return answers(theirs, "link")

    def by_file() -> str:
        made("Make the file", tmp_path / "view.html")
        theirs.context.set_offline(True)
        theirs.goto((tmp_path / "view.html").as_uri())
        reply = answers(theirs, "file")
        assert "seen by" not in reply
        return reply

    ways = {"message": by_message, "paper": by_paper, "link": by_link, "file": by_file}
    for way, reply in ways.items():
        for id in IDS[:2]:
            asking.locator("label", has_text=LADDER.statement(id).title).first.click()
            expect(page.locator("[data-saved]")).to_have_text("Saved.")
        expect(view).to_contain_text("your own answers to 2 statements")
        asking.get_by_role("textbox", name=re.compile("Their name")).fill(LONG)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(view.get_by_role("button", name="Make the sheet")).to_have_count(1)
        message = view.get_by_role("textbox", name=re.compile("The message")).input_value()
        reference = message.partition("[Second view ")[2][:8]
        paste = page.get_by_role("textbox", name=re.compile("Paste what they wrote"))
        paste.fill(f"{reply()}\n")
        paste.press("Tab")
        read = element(page, "second-view-read")
        if way == "paper":  # what is typed from a sheet names no invitation, and two were sent: the sheet names it
            read.get_by_role("radio", name=re.compile(reference)).click()
        expect(read).to_contain_text(f"seen by {way} B")
        page.get_by_role("button", name="Keep their view").click()
        expect(paste).to_have_value("")
        come(page, own.url("/09_both_views"))
        talk = element(page, "second-view-talk")
        expect(talk).to_contain_text(f"seen by {way} A")
        assert [other for other in ways if f"seen by {other}" in talk.inner_text()] == [way]
        expect(talk).not_to_contain_text("The March call")
        if way == "file":
            expect(talk).to_contain_text(LONG)
            page.set_viewport_size({"width": 320, "height": 700})
            assert beyond_screen(page) <= 0
            page.set_viewport_size({"width": 1280, "height": 800})
        come(page, own.url(PATH))

    page.set_viewport_size({"width": 320, "height": 700})  # a name and a wish of 2,000 letters stay in their place
    assert beyond_screen(page) <= 0
    page.get_by_text("What others have seen: 0 of 5 that they allow").click()
    offered = page.locator("details", has_text="What others have seen").last
    expect(offered.get_by_text("seen by file B")).to_have_count(0)
    for way in ("message", "link", "file"):  # and none of paper, though its author allows it
        offered.get_by_role("checkbox", name=re.compile(f"seen by {way} A")).check()
    page.get_by_text("What others have seen: 3 of 5 that they allow").wait_for()
    page.get_by_role("button", name="Make my PDF").click()
    with page.expect_download(timeout=PATIENCE * 1000) as given:
        page.get_by_role("link", name=re.compile(r"\.pdf")).click(timeout=PATIENCE * 1000)
    report = " ".join(" ".join(each.extract_text() for each in PdfReader(given.value.path()).pages).split())
    assert set(re.findall(r"seen by \w+ [AB]", report)) == {f"seen by {way} A" for way in ("message", "link", "file")}
