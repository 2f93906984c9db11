"""A facilitator's pages in a real browser, over a real service: leading, the page on the wall, the board."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from helpers.clock import utc_now
from helpers.database import Store, open_engine, open_feedback, open_team
from helpers.workshop.hosted import RELEASE, release_mark
from tests.browser.conftest import LINK
from tests.browser.hosted import ON_QUESTION, RATE, WATCH, faults, look
from tests.browser.lone_words import lone_words
from tests.browser.measures import styled
from tests.hostile import HOSTILE, visible
from tests.hosting.conftest import service, shared
from tests.hosting.server import LADDER, PLAN, STATEMENTS, Served, database, running, served
from tests.hosting.test_another_network import laptop
from tests.hosting.test_facilitator import leading
from tests.patience import PATIENCE
from tests.workshop.test_code import code_of

__all__ = ["service", "shared"]

FIRST, SECOND, THIRD = PLAN.blocks[1:]
SMALL = """() => [...document.querySelectorAll("button, summary, input:not([type=checkbox], [type=radio])")]
    .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().height < 44)
    .map((it) => it.outerHTML)"""
"""What a finger misses, measured at one moment: the page draws its controls anew while a test looks."""

BODY = "() => [document.documentElement.scrollWidth, innerWidth, document.documentElement.scrollHeight, innerHeight]"


def answered(service: Served, *frequencies: int, said: str = "") -> None:
    """One more person, who rated the first statements so and lets the team read what they wrote."""
    with service.joined() as client:
        given = {
            f"statement:{id}": {"kind": "rating", "state": "frequency", "frequency": number}
            for id, number in zip(STATEMENTS, frequencies, strict=False)
        }
        if said:
            given[ON_QUESTION] = {"kind": "words", "text": said}
            given[RELEASE] = {"kind": "choice", "chosen": [release_mark(ON_QUESTION, said)]}
        events = [{"id": uuid.uuid4().hex, "subject": subject, "answer": answer} for subject, answer in given.items()]
        told = client.post("/w/events", json={"device": "d" * 32, "events": events}).json()
        assert told["refused"] == []


def test_the_link_of_the_next_session_opens_where_the_last_one_was_erased(lead: Page, service: Served):
    """Its key was filled in below a fold, and the page said “This session is over” and nothing else."""
    service.store.erase(service.session.id)
    following = service.store.open_session(PLAN, timedelta(days=7))
    lead.goto("about:blank")
    lead.goto(f"{service.url}/facilitate#{following.key}")
    expect(button(lead, "Lead this session")).to_be_focused()
    lead.keyboard.press("Enter")
    expect(lead.locator("#lead")).to_be_visible()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def come_in(page: Page, service: Served) -> Page:
    page.add_init_script(WATCH)
    page.goto(f"{service.url}/facilitate#{service.session.key}")
    expect(page.locator("#join-link + button")).to_be_attached()  # the script is there
    return page


@pytest.fixture
def lead(page: Page, service: Served) -> Page:
    """The facilitator's page on a laptop."""
    return come_in(page, service)


@pytest.fixture
def wall(open_page: Callable[..., Page], service: Served) -> Page:
    """A browser on the projector, 1280 by 720, that may lead."""
    page = come_in(open_page(width=1280, height=720), service)
    page.goto(f"{service.url}/f/projector")
    return page


@pytest.fixture
def board(open_page: Callable[..., Page], service: Served) -> Page:
    """The board on the projector; every part of the workshop is open."""
    service.open_all()
    page = come_in(open_page(width=1280, height=720), service)
    page.goto(f"{service.url}/f/board")
    return page


def row(page: Page, block: str):
    return page.locator(f"#block-{block}")


def begun(page: Page, title: str) -> None:
    """What has begun is in view and has the focus, so that another press begins nothing more."""
    heading = page.locator("#now-heading")
    expect(heading).to_have_text(title)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def fits(page: Page) -> None:
    """Nothing has to be scrolled to, either way."""
    width, room, height, tall = styled(page).evaluate(BODY)
    assert width <= room
    assert height <= tall


def narrow_enough(page: Page) -> None:
    width, room, *_ = styled(page).evaluate(BODY)
    assert width <= room


# ---- coming in ---------------------------------------------------------------------------


def test_the_private_link_leads_in_by_itself_and_its_key_leaves_the_address(page: Page, service: Served):
    page.add_init_script(WATCH)
    page.goto(f"{service.url}/facilitate")
    expect(page.get_by_label("The key of your session")).to_have_attribute("type", "password")
    assert faults(page) == []
    page.goto("about:blank")
    page.goto(f"{service.url}/facilitate#{service.session.key}")
    expect(page.get_by_role("heading", level=1)).to_have_text(PLAN.title)
    assert page.url == f"{service.url}/f"
    assert service.session.key not in page.content()
    assert page.evaluate("window.violations") == []
    page.goto(f"{service.url}/facilitate")
    page.get_by_role("link", name="Go to its page").click()
    expect(page.locator("#lead")).to_be_visible()
    # A browser that leads a session already is asked which: nothing is switched by following a link.
    page.goto("about:blank")
    page.goto(f"{service.url}/facilitate#{service.session.key}")
    expect(button(page, "Lead this session")).to_be_focused()
    assert page.url == f"{service.url}/facilitate"
    page.keyboard.press("Enter")
    expect(page.locator("#lead")).to_be_visible()


def test_a_second_private_link_in_the_same_tab_is_taken_too(page: Page, service: Served):
    page.goto(f"{service.url}/facilitate")
    page.evaluate("location.hash = 'abc'")
    expect(page.get_by_label("The key of your session")).to_have_value("abc")
    assert page.url == f"{service.url}/facilitate"


def test_without_javascript_everything_can_be_led(open_page: Callable[..., Page], service: Served):
    page = open_page(java_script_enabled=False)
    page.goto(f"{service.url}/facilitate")
    page.get_by_label("The key of your session").fill(f"{service.url}/facilitate#{service.session.key}")
    button(page, "Lead this session").click()
    button(page, f"Open “{FIRST.title}”").click()
    expect(button(page, f"Close “{FIRST.title}”")).to_be_visible()
    page.get_by_label("Minutes").fill("9")
    button(page, "Start the countdown").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"9:00|8:5\d"))
    button(page, "Stop (the countdown)").click()
    expect(page.get_by_role("timer")).to_be_hidden()
    for number in range(3):
        answered(service, 4, number)
    page.goto(f"{service.url}/f/board")
    button(page, "Reveal").click()
    expect(page.get_by_role("heading", name="Say this first, aloud")).to_be_visible()
    button(page, "It is said. Show the picture").click()
    button(page, "By statement").click()
    expect(page.locator("figure img")).to_be_visible()
    page.goto(f"{service.url}/f")
    page.get_by_text("Erase everything now …").click()
    page.get_by_label("I am sure: erase this session").check()
    button(page, "Erase everything now").click()
    expect(page.get_by_role("status")).to_contain_text("Gone are every answer")


# ---- leading -----------------------------------------------------------------------------


def test_the_page_follows_the_room_by_itself(lead: Page, service: Served):
    expect(lead.locator(".lead-count")).to_have_text("0 people have joined")
    service.open_all()
    answered(service, 1)
    expect(lead.locator(".lead-count")).to_have_text("1 person has joined")
    expect(row(lead, RATE).locator(".lead-far")).to_have_text("1 begun 0 done of 1")
    expect(lead.get_by_text("2 more people have to answer")).to_be_visible()
    expect(lead.locator("#said")).to_contain_text("1 person has joined.")
    assert lead.evaluate("window.violations") == []


def test_a_block_is_opened_from_the_keyboard_and_the_focus_stays(lead: Page, service: Served):
    button(lead, f"Open “{FIRST.title}”").focus()
    lead.keyboard.press("Enter")
    expect(button(lead, f"Close “{FIRST.title}”")).to_be_focused()
    expect(lead.locator("#said")).to_have_text(f"“{FIRST.title}” is open now.")
    assert [block.id for block in service.store.blocks(service.session.id) if block.open] == [FIRST.id]
    lead.keyboard.press("Space")
    expect(button(lead, f"Open again “{FIRST.title}”")).to_be_focused()
    assert not any(block.open for block in service.store.blocks(service.session.id))
    lead.keyboard.press("Tab")
    expect(button(lead, f"Open “{SECOND.title}”")).to_be_focused()


def test_a_countdown_is_shown_and_the_box_knows_what_comes(lead: Page, service: Served):
    minutes = lead.get_by_label("Minutes")
    timers = {step.id: str(step.timer) for step in PLAN.course}
    expect(minutes).to_have_value(timers["welcome"])
    button(lead, f"Open “{SECOND.title}”").click()
    expect(minutes).to_have_value(timers[SECOND.id])
    minutes.fill("3")
    button(lead, f"Open “{THIRD.title}”").click()
    expect(lead.locator("#said")).to_contain_text("is open now")
    expect(minutes).to_have_value("3")
    button(lead, "Start the countdown").click()
    expect(lead.get_by_role("timer")).to_have_text(re.compile(r"3:00|2:5\d"))
    expect(minutes).to_have_value(timers[THIRD.id])
    expect(lead.get_by_role("timer")).to_have_text(re.compile(r"2:5[0-7]"))
    button(lead, "Stop (the countdown)").click()
    expect(lead.get_by_role("timer")).to_be_hidden()
    assert service.store.countdown(service.session.id) is None


def test_what_people_rate_is_chosen_before_they_come(lead: Page, service: Served):
    lead.get_by_text("Choose what people rate").click()
    told = lead.locator(".lead-chosen")
    expect(told).to_have_text("4 chosen, about 5 minutes")
    lead.locator("summary", has_text="Mid-level").click()
    box = lead.get_by_label(LADDER.statement("mid.discovery").title)
    box.check()
    expect(told).to_have_text("5 chosen, about 6 minutes")
    # The same boxes by competency, and back: what is chosen stays, and each is there once.
    discovery = LADDER.statement("mid.discovery")
    family = LADDER.competency(discovery.competency or "")
    lead.get_by_role("radio", name="Competency", exact=True).check()
    folded = lead.locator(f"[data-key='competency-{family.id}']")
    expect(folded.locator("summary")).to_contain_text(f"{family.title} (1 of ")
    expect(lead.locator("summary", has_text="Mid-level")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.get_by_role("checkbox").first).to_be_visible()
    expect(box).to_be_checked()
    expect(folded).to_contain_text("Mid-level product manager")
    assert styled(lead).evaluate(SMALL) == []
    assert faults(lead) == []
    box.uncheck()
    expect(told).to_have_text("4 chosen, about 5 minutes")
    expect(folded.locator("summary")).to_contain_text("(0 of ")
    box.check()
    lead.get_by_role("radio", name="Level", exact=True).check()
    expect(folded).to_be_hidden()
    expect(told).to_have_text("5 chosen, about 6 minutes")
    expect(box).to_be_checked()
    lead.get_by_label("The terrain").fill("7")
    assert faults(lead) == []
    for width in (320, 1280):
        lead.set_viewport_size({"width": width, "height": 800})
        narrow_enough(lead)
    group = lead.get_by_label("Smallest group whose answers are shown together")
    expect(group).to_have_accessible_description(re.compile("^3 or more.*promise"))
    beside = lead.locator("#plan-form [role=status][data-answer]")
    lead.evaluate("document.getElementById('group').removeAttribute('min')")
    group.fill("2")
    button(lead, "Ask this").click()
    expect(beside).to_contain_text("2 can't be the smallest group")
    expect(beside).to_be_in_viewport()
    expect(lead.locator("#trouble")).to_be_empty()
    group.fill("6")
    button(lead, "Ask this").click()
    expect(lead.locator("#plan")).to_contain_text("a row is shown once 6 people have answered it")
    expect(lead.locator("[data-part=least]")).to_have_text(["6", "6", "6"])
    group.fill("3")
    button(lead, "Ask this").click()
    expect(beside).to_have_text(re.compile(r"People rate 5 statements; all parts take \d+ minutes\."))
    expect(beside).to_be_in_viewport()
    expect(row(lead, "terrain")).to_contain_text("7 minutes")
    assert "mid.discovery" in service.store.plan(service.session.id).statements
    with service.joined():
        look(lead)
        expect(button(lead, "Ask this")).to_be_hidden()
        expect(lead.locator("#plan-over")).to_be_focused()
        expect(lead.locator("#plan-over")).to_contain_text("Somebody has joined")


def test_whoever_leads_is_led_from_part_to_part_and_everybody_sees_the_same(
    lead: Page, wall: Page, open_page: Callable[..., Page], service: Served
):
    """Begin, open, start the clock, and close the one before: by the buttons of the card at the top."""
    phone = open_page(width=390, height=780)
    phone.goto(f"{service.url}/j/{service.session.code}")
    phone.get_by_role("button").first.click()
    lead.set_viewport_size({"width": 1280, "height": 720})
    lead.evaluate("scrollTo(0, 0)")
    button(lead, "Begin: Why we are here").click()
    begun(lead, "Why we are here")
    expect(lead.locator(".lead-next")).to_contain_text("Nothing is asked on the phones yet, and people can join")
    expect(phone.locator("#now")).to_contain_text("Why we are here. You are in, while others still join.")
    button(lead, "Begin: Ready to answer").click()
    button(lead, "Open: The terrain").click()
    begun(lead, "The terrain")
    expect(lead.locator(".lead-step")).not_to_contain_text("Press “Open")
    button(lead, f"Open: {FIRST.title}").click()
    begun(lead, FIRST.title)
    expect(lead.locator(".lead-pace")).to_contain_text("ahead of the plan")
    button(lead, f"Start 18 minutes for “{FIRST.title}”").click()
    expect(wall.locator("[data-now]")).to_have_text(f"Now on your phone: {FIRST.title}")
    expect(wall.get_by_role("timer")).to_have_text(re.compile(r"18:00|17:\d\d"))
    fits(wall)
    expect(phone.locator("#left")).to_have_text(re.compile(r"17:\d\d left"))

    # Whoever is elsewhere: what they do meanwhile, for every part once it was opened; and their codes.
    lead.get_by_text("Whoever is elsewhere …").click()
    expect(lead.locator(".lead-remote")).to_contain_text("Cameras off")
    look(lead)
    expect(lead.locator(".lead-remote")).to_have_attribute("open", "")
    lead.get_by_text("Somebody elsewhere sends a code …").click()
    box, told = lead.get_by_label("Codes, one on each line"), lead.locator("#codes [role=status]")
    box.fill("no code at all")
    button(lead, "Count them in").click()
    expect(told).to_contain_text("A code has another length")
    expect(box).to_have_value("no code at all")
    box.fill(code_of("1" * 32, {STATEMENTS[0]: "3"}))
    button(lead, "Count them in").click()
    expect(told).to_have_text("1 code is counted in.")
    expect(told).to_be_in_viewport()
    expect(box).to_have_value("")
    expect(lead.locator("#codes")).to_contain_text("1 code is in.")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(phone.locator("#now")).to_contain_text(f"Open now: {FIRST.title}")
    assert faults(phone) == []
    narrow_enough(phone)
    phone.get_by_role("link", name="Go there").click()
    expect(phone.get_by_role("heading", name=FIRST.title)).to_be_focused()
    expect(phone.get_by_role("heading", name=FIRST.title)).to_be_in_viewport()
    expect(phone.locator("#now")).to_be_hidden()
    expect(lead.get_by_label(f"Close “{FIRST.title}”, which is open on the phones")).to_be_checked()
    button(lead, f"Open: {SECOND.title}").click()
    expect(phone.locator("#left")).to_be_hidden()
    expect(phone.locator(".hosted-fold").first).not_to_have_attribute("open")
    expect(lead.get_by_role("timer")).to_be_hidden()

    # What the slide asks of people who talk is on the phones too, where a part asks nothing else there.
    button(lead, "Begin “The team picture”").click()
    begun(lead, "The team picture")
    expect(lead.locator(".lead-step")).to_contain_text("On the phones: what the slide asks")
    first, second = PLAN.spoken("reveal")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(phone.locator("#now")).to_contain_text("Now: The team picture.")
    phone.get_by_role("link", name="Go there").click()
    expect(phone.get_by_role("heading", name="The team picture")).to_be_focused()
    expect(phone.get_by_text(first.lines[0])).to_be_visible()
    phone.get_by_text(second.title).click()
    expect(phone.get_by_text(second.lines[-1])).to_be_visible()
    assert faults(phone) == []
    narrow_enough(phone)
    for block in PLAN.blocks:
        service.store.set_block(service.session.id, block.id, open=True)
    button(lead, "Begin “What happens now”").click()
    begun(lead, "What happens now")
    expect(phone.locator("#room")).to_be_hidden()
    for words in ("three questions about the workshop itself", "“Was it worth it?”"):
        expect(lead.locator(".lead-step")).to_contain_text(words)
    phone.evaluate("scrollTo(0, 0)")
    expect(phone.locator("#now")).to_contain_text("What happens now. For you, on this page: “Was it worth it?”")
    phone.get_by_role("link", name="Go there").click()
    expect(phone.get_by_role("heading", name="Was it worth it?")).to_be_focused()
    expect(phone.locator("#now")).not_to_contain_text("Was it worth it?")
    expect(phone.locator("#now")).to_contain_text(f"Open, too: {FIRST.title}")


def test_a_countdown_that_runs_is_there_at_once_and_goes_on(open_page: Callable[..., Page], service: Served):
    """Also before the page has asked for the first time, or if it can't."""
    service.store.set_countdown(service.session.id, utc_now() + timedelta(minutes=5))
    page = come_in(open_page(), service)
    for path in ("/f", "/f/projector"):
        page.context.unroute_all()
        page.context.route(re.compile("/f/(state|pulse)"), lambda route: route.abort())
        page.goto(f"{service.url}{path}")
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"4:[0-4]\d|4:5[0-7]"))


def test_the_end_of_a_countdown_is_said(lead: Page, service: Served):
    service.store.set_countdown(service.session.id, utc_now() + timedelta(seconds=61))
    look(lead)
    expect(lead.get_by_role("timer")).to_have_text(re.compile(r"^0:\d\d$"))  # it runs
    service.store.set_countdown(service.session.id, utc_now())
    look(lead)
    expect(lead.locator("#said")).to_have_text("Time is up.")
    expect(lead.get_by_role("timer")).to_have_text("0:00")
    expect(button(lead, "Take it away (the countdown)")).to_be_visible()


def test_what_is_said_next_stands_apart_from_the_button_above_it(lead: Page):
    button(lead, "Begin: Why we are here").click()
    begun(lead, "Why we are here")
    button(lead, "Begin: Ready to answer").click()
    begun(lead, "Ready to answer")
    press, said = (lead.locator(f".lead-next > {each}").bounding_box() for each in (".kp-button", ".lead-say"))
    assert press is not None
    assert said is not None
    assert said["y"] - (press["y"] + press["height"]) >= 10


def test_time_is_up_on_no_screen_while_another_clock_runs(lead: Page, wall: Page, board: Page, service: Served):
    """Whoever reads a page by its sounds found “Time is up.” beside every later clock."""
    screens = (lead, wall, board)
    for minutes in (2, 0, 5):
        service.store.set_countdown(service.session.id, utc_now() + timedelta(minutes=minutes))
        for screen in screens:
            look(screen)
            expect(screen.get_by_role("timer")).to_have_text(re.compile(r"[1-5]:\d\d" if minutes else r"0:00"))
            told = expect(screen.locator("#said"))
            (told.not_to_have_text if minutes else told.to_have_text)("Time is up.")


def test_the_end_of_a_clock_takes_nothing_else_away_that_is_said(lead: Page, service: Served):
    """A part that begins as the clock ends is said, with its own clock and without one."""
    service.store.set_countdown(service.session.id, utc_now() + timedelta(minutes=2))
    look(lead)
    expect(lead.get_by_role("timer")).to_have_text(re.compile(r"1:\d\d"))
    service.store.set_countdown(service.session.id, utc_now())
    look(lead)
    expect(lead.locator("#said")).to_have_text("Time is up.")
    button(lead, "Begin: Why we are here").click()
    expect(lead.locator("#said")).to_have_text("“Why we are here” has begun.")
    expect(lead.get_by_role("timer")).to_be_hidden()
    expect(lead.locator("#said")).to_have_text("“Why we are here” has begun.")


def test_what_was_refused_is_told_where_it_happened(lead: Page, service: Served):
    lead.evaluate("document.getElementById('minutes').removeAttribute('max')")
    lead.get_by_label("Minutes").fill("999")
    button(lead, "Start the countdown").click()
    expect(lead.locator("#trouble")).to_contain_text("1 to 240")
    lead.get_by_label("Minutes").fill("5")
    button(lead, "Start the countdown").click()
    expect(lead.locator("#trouble")).to_be_empty()


def test_a_proxy_that_does_not_reach_the_session_is_told_as_that(lead: Page):
    """While a forward was down, “That didn’t work.” stood there, as if something had been pressed."""
    lead.route("**/f/state", lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>502</h1>"))
    look(lead)
    expect(lead.locator("#trouble")).to_contain_text("The session can’t be reached at the moment.")
    lead.unroute("**/f/state")
    look(lead)
    expect(lead.locator("#trouble")).to_be_empty()


def test_slips_whose_reply_is_lost_count_once_and_the_next_ones_are_another_pile(lead: Page, service: Served):
    """The page looks between the two presses, and sees that they are in."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    answer, counted = lead.locator("#slips [data-answer]"), lead.locator("[data-part=feedback]")
    lead.locator("#slips summary").click()
    for number in (3, 6):
        lead.get_by_label("Number of slips").fill("3")
        lead.locator("[name='slip-3-feedback.useful']").fill("3")
        lead.route("**/f/slips", lose)
        button(lead, "Count these slips in").click()
        expect(answer).to_contain_text("can’t be reached")
        lead.unroute("**/f/slips")
        expect(counted).to_contain_text(f"{number} slips of paper are in besides")
        button(lead, "Count these slips in").click()
        expect(answer).to_contain_text("3 slips are counted in")
        expect(counted).to_contain_text(f"{number} slips of paper are in besides")
    assert open_feedback(service.store, service.session.id).lobby().sheets == 6


def test_a_service_that_is_away_is_told_and_so_is_its_return(lead: Page, service: Served):
    lead.context.set_offline(True)
    look(lead)
    expect(lead.locator("#trouble")).to_contain_text("can’t be reached")
    lead.context.set_offline(False)  # which the browser tells, and the page looks at once
    expect(lead.locator("#trouble")).to_be_empty()
    service.store.erase(service.session.id)
    look(lead)
    expect(lead.get_by_role("alert")).to_contain_text(re.compile("Erased at [0-9:]+"))


def test_nothing_is_erased_by_one_press(lead: Page, service: Served):
    lead.get_by_text("Erase everything now …").click()
    button(lead, "Erase everything now").click()
    expect(lead.get_by_label("I am sure: erase this session")).to_be_focused()
    assert service.store.session(service.session.id)
    lead.get_by_label("I am sure: erase this session").check()
    button(lead, "Erase everything now").click()
    expect(lead.get_by_role("status")).to_contain_text("Gone are every answer")
    assert service.session.id not in {info.id for info in service.store.sessions()}


def test_every_screen_says_within_seconds_that_it_is_erased(lead: Page, wall: Page, board: Page, service: Served):
    """The end by its list, and then nothing of the session is left on wall and board."""
    with service.joined() as somebody:
        assert somebody.post("/w/report.pdf").status_code == 200
        expect(lead.locator("[data-part=took]")).to_contain_text("1 of 1 took their PDF along")
    lead.get_by_text("Texts to send afterwards …").click()
    expect(lead.get_by_label("Everybody who took part: Yesterday")).to_have_value(re.compile("Thank you for"))
    assert faults(lead) == []
    lead.get_by_text("Erase everything now …").click()
    lead.get_by_label("I am sure: erase this session").check()
    button(lead, "Erase everything now").click()
    expect(lead.get_by_role("status")).to_contain_text(re.compile(r"Erased at \d\d:\d\d"))
    for page in (wall, board):
        expect(page.locator("main")).to_have_text(re.compile(r"^Erased at \d\d:\d\d$"))
        assert faults(page) == []


def test_closing_is_explained_before_and_told_afterwards(lead: Page, service: Served):
    lead.get_by_text("Close the session …").click()
    expect(lead.get_by_text("A session can’t be opened again")).to_be_visible()
    button(lead, "Close the session").click()
    expect(lead.get_by_text("nobody can join any more")).to_be_visible()
    assert service.store.session(service.session.id).closed_at is not None
    assert faults(lead) == []


def test_a_session_that_was_closed_elsewhere_is_closed_here_too(lead: Page, service: Served):
    service.store.close(service.session.id)
    look(lead)
    expect(lead.get_by_text("nobody can join any more")).to_be_visible()
    expect(lead.get_by_text("Close the session …")).to_have_count(0)


def test_the_team_report_is_downloaded(lead: Page, service: Served):
    expect(button(lead, "Team report as PDF")).to_be_disabled()
    service.open_all()
    for number in range(3):
        answered(service, number, number + 1)
    look(lead)
    expect(lead.get_by_text("You can reveal a picture.")).to_be_visible()
    with lead.expect_popup() as opened:
        lead.get_by_role("link", name="Open the board").click()
    button(opened.value, "Reveal").click()
    expect(opened.value.locator("figure")).to_be_visible()
    look(lead)
    expect(lead.get_by_text("A picture of 3 people is ready.")).to_be_visible()
    with lead.expect_download() as coming:
        button(lead, "Team report as PDF").click()
    assert re.fullmatch(r"team-report-\d{4}-\d\d-\d\d\.pdf", coming.value.suggested_filename)


def test_a_browser_that_was_let_into_another_session_shows_that_one(lead: Page, service: Served):
    """And no button of the page that is still open does anything to the first."""
    other = service.store.open_session(PLAN, timedelta(days=1))
    tab = lead.context.new_page()
    tab.goto(f"{service.url}/facilitate#{other.key}")
    button(tab, "Lead this session").click()  # which is asked of a browser that leads another
    expect(tab.locator("#lead")).to_have_attribute("data-session", other.id)
    look(lead)
    expect(lead.locator("#lead")).to_have_attribute("data-session", other.id)


def test_wall_and_board_that_are_left_open_follow_into_another_session(lead: Page, service: Served):
    """The wall counted who was in the new session above the code of the trial; who came by that was in the trial."""
    wall, board, other = (
        lead.context.new_page(),
        lead.context.new_page(),
        service.store.open_session(PLAN, timedelta(days=1)),
    )
    wall.goto(f"{service.url}/f/projector")
    board.goto(f"{service.url}/f/board")
    tab = lead.context.new_page()
    tab.goto(f"{service.url}/facilitate#{other.key}")
    button(tab, "Lead this session").click()
    expect(tab.locator("#lead")).to_have_attribute("data-session", other.id)
    for page in (wall, board):
        look(page)
    expect(wall.locator(".wall-code")).to_have_text(spaced(other.code))
    expect(board.locator("[name=session]")).to_have_value(other.id)
    expect(board.locator("#trouble")).to_be_empty()


def test_a_wall_left_open_from_a_trial_ends_with_it(open_page: Callable[..., Page], tmp_path):
    """It stands on another computer. The service stops and leads another session then: the wall went on showing the
    trial's code, beside a clock that ran, and no word of either.
    """
    with served(database(tmp_path)) as trial:
        wall, port = come_in(open_page(height=720), trial), int(trial.url.rpartition(":")[2])
        wall.goto(f"{trial.url}/f/projector")
        expect(wall.locator(".wall-code")).to_be_visible()
        expect(wall.locator("#trouble")).to_be_empty()
    look(wall)
    expect(wall.locator("#trouble")).to_contain_text("This page can’t reach the session at the moment")
    with served(database(tmp_path), port=port, leads=True):
        look(wall)
        expect(wall.locator(".wall-newer")).to_contain_text("This was the wall of an earlier session")
        expect(wall.locator(".wall-code")).to_have_count(0)
        wall.get_by_role("link", name="Show the newer one here").click()
        expect(wall).to_have_url(re.compile("to=projector"))


def test_a_second_sessions_link_comes_first_and_both_are_told_by_their_codes(page: Page, service: Served):
    """Both are called by the workshop’s name, and “Go to its page” led to the old one."""
    first, other = service.session, service.store.open_session(PLAN, timedelta(days=1))
    come_in(page, service)
    page.goto("about:blank")
    page.goto(f"{service.url}/facilitate#{other.key}")
    expect(
        page.get_by_text(f"The link that you opened leads the session with the code {spaced(other.code)}, opened")
    ).to_be_visible()
    expect(page.locator("#leads")).to_contain_text(f"with the code {spaced(first.code)}, opened")
    before, second = (page.locator(it).bounding_box() for it in ("form button", "#leads"))
    assert before["y"] < second["y"]
    expect(button(page, "Lead this session")).to_be_focused()
    assert faults(page) == []
    page.goto("about:blank")
    page.goto(f"{service.url}/facilitate#{first.key}")
    expect(button(page, "Lead this session")).to_be_focused()
    expect(page.locator("#link-opens")).to_be_hidden()


def spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_can_be_used_by_everybody(open_page: Callable[..., Page], service: Served, width: int, dark: bool):
    service.store.set_block(service.session.id, RATE, open=True)
    answered(service, 1, 2, 3, 4)
    page = come_in(open_page(width=width, height=800, color_scheme="dark" if dark else "light"), service)
    page.get_by_label("Minutes").fill("12")
    button(page, "Start the countdown").click()
    expect(page.get_by_role("timer")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    assert faults(page) == []
    narrow_enough(page)
    assert styled(page).evaluate(SMALL) == []
    assert page.evaluate("window.violations") == []


def test_a_contrast_theme_marks_what_is_open_and_nothing_else(lead: Page, service: Served):
    """Every part had the thick edge of the one that is open: a theme draws what is transparent, too."""
    service.store.set_block(service.session.id, FIRST.id, open=True)
    lead.emulate_media(forced_colors="active")
    look(lead)
    expect(button(lead, f"Close “{FIRST.title}”")).to_be_visible()
    edge, other, words = (
        row(lead, block).evaluate(f"it => getComputedStyle(it).{what}")
        for block, what in ((FIRST.id, "borderLeftColor"), (SECOND.id, "borderLeftColor"), (SECOND.id, "color"))
    )
    assert edge == words
    assert other != edge


@pytest.mark.parametrize("width", [1280, 390])
def test_no_short_word_stands_alone(open_page: Callable[..., Page], service: Served, width: int):
    """“what the slide asks and questions to write about, if they / like.”"""
    page = come_in(open_page(width=width, height=800), service)
    button(page, f"Open “{FIRST.title}”").click()
    expect(button(page, f"Close “{FIRST.title}”")).to_be_visible()
    assert lone_words(page, "main :is(h1, h2, h3, p, li, button)") == []


# ---- the wall ----------------------------------------------------------------------------


def test_the_wall_can_be_read_from_the_back_and_follows(wall: Page, service: Served):
    code = service.session.code
    expect(wall.locator(".wall-code")).to_have_text(f"{code[:4]} {code[4:]}")
    expect(wall.locator(".wall-link")).to_have_text(service.url)
    expect(wall.get_by_role("img")).to_have_attribute("alt", f"QR code that leads to {service.url}/j/{code}")
    for line in PLAN.promises:
        expect(wall.get_by_text(line)).to_be_visible()
    tall = "element => element.getBoundingClientRect().height"
    assert wall.locator(".wall-code").evaluate(tall) >= 720 / 10
    assert wall.get_by_role("img").evaluate(tall) >= 720 / 3
    fits(wall)
    with service.joined():  # it looks by itself, and from here on when it is told to
        expect(wall.locator(".wall-count")).to_have_text("1 person has joined")
    service.store.set_countdown(service.session.id, utc_now() + timedelta(minutes=20))
    look(wall)
    expect(wall.get_by_role("timer")).to_have_text(re.compile(r"(20:00|19:\d\d)"))
    fits(wall)
    assert faults(wall) == []
    assert wall.evaluate("window.violations") == []
    service.store.close(service.session.id)
    look(wall)
    expect(wall.get_by_text("Joining is over.")).to_be_visible()
    expect(wall.locator(".wall-code")).to_be_hidden()


def test_what_comes_next_is_in_view_beside_what_runs(open_page: Callable[..., Page], service: Served):
    """On a laptop of 720 lines its button and its ticks lay below the fold, under all that is said in what runs."""
    lead = come_in(open_page(width=1280, height=720), service)
    for number, step in enumerate(steps := service.store.plan(service.session.id).course):
        with leading(service) as elsewhere:
            elsewhere.post("/f/step", step=step.id)
        look(lead)
        expect(lead.locator("#now-heading")).to_have_text(step.title)
        if number + 1 < len(steps):
            expect(lead.locator(".lead-next .kp-button")).to_be_in_viewport(ratio=0.9)
            for tick in lead.locator(".lead-next input[type=checkbox]").all():
                expect(tick).to_be_in_viewport()
    narrow_enough(lead)
    assert faults(lead) == []


def test_a_double_click_begins_one_part(open_page: Callable[..., Page], service: Served):
    """The button of the part after the next comes to stand under the same finger."""
    lead = come_in(open_page(width=1280, height=720), service)
    first, second, third, *_ = service.store.plan(service.session.id).course
    button(lead, f"Begin: {first.title}").click()
    begun(lead, first.title)
    lead.clock.install()
    lead.clock.pause_at(utc_now() + timedelta(seconds=5))
    button(lead, f"Begin: {second.title}").click()
    begun(lead, second.title)
    after = lead.locator(".lead-next .kp-button")
    expect(after).to_have_text(f"Open: {third.title}")
    place = after.bounding_box()
    assert place
    lead.mouse.click(place["x"] + 20, place["y"] + 20)
    lead.clock.run_for(900)
    expect(lead.locator("#now-heading")).to_have_text(second.title)
    lead.clock.run_for(200)
    after.click()
    begun(lead, third.title)


# ---- the board ---------------------------------------------------------------------------


def to_come(page: Page) -> Locator:
    """The sentence that says whether a picture can be revealed."""
    return page.locator(".kb-quiet .kb-of")


def press(page: Page, name: str) -> None:
    page.locator(".kb").get_by_role("button", name=name, exact=True).click()


def test_the_board_follows_reveals_and_turns_its_pages(board: Page, service: Served):
    expect(to_come(board)).to_have_text("3 more people have to answer before there is anything to reveal.")
    for number in range(2):
        answered(service, number, 3, 4 - number, number * 2)
    expect(to_come(board)).to_have_text("1 more person has to answer before there is anything to reveal.")
    expect(board.locator("#said")).to_have_text("1 more person has to answer before there is anything to reveal")
    button(board, "Reveal").click(force=True)
    assert board.locator("figure").count() == 0
    answered(service, 4, 1, 0, 4, said="<script>alert(1)</script>")
    expect(button(board, "Reveal")).not_to_have_attribute("aria-disabled", "true")
    assert faults(board) == []
    press(board, "Reveal")
    expect(board.locator(".kb-aloud li")).to_have_text([LADDER.statement(STATEMENTS[1]).title])  # 3, 3 and 1
    assert board.locator("figure").count() == 0
    press(board, "It is said. Show the picture")
    expect(board.get_by_role("heading", name="To talk about")).to_be_visible()
    for tab in ("Strong together", "By competency", "By statement", "Coverage", "In our words", "To talk about"):
        press(board, tab)
        expect(button(board, tab)).to_have_attribute("aria-current", "true")
        expect(button(board, tab)).to_be_focused()
        fits(board)
        assert faults(board) == [], tab
    press(board, "In our words")
    expect(board.locator("blockquote")).to_have_text("<script>alert(1)</script>")
    press(board, "By statement")
    expect(board.get_by_role("button", name="Associate PM")).to_have_count(0)
    board.get_by_role("button", name="Senior PM").click()
    title = LADDER.statement(STATEMENTS[3]).title
    expect(board.locator("figure img")).to_have_attribute("alt", re.compile(re.escape(f"{title}, 3 answers")))
    press(board, "To talk about")
    board.locator(".kb-topics button").first.click()
    expect(board.get_by_text("Nobody has to say what they answered.")).to_be_visible()
    fits(board)
    assert board.evaluate("window.violations") == []
    board.reload()
    expect(board.locator(".kb-count")).to_have_text("3")
    assert board.locator("figure").count() == 0, "a page that is loaded again begins in the lobby"


def test_a_board_in_the_dark_can_be_read(open_page: Callable[..., Page], service: Served):
    """The tab that was chosen stood dark green on near black, and so did every link: the accent of light pages."""
    service.open_all()
    for number in range(3):
        answered(service, number, 3, 4 - number, number * 2)
    board = come_in(open_page(width=1280, height=720, color_scheme="dark"), service)
    board.goto(f"{service.url}/f/board")
    press(board, "Reveal")
    press(board, "It is said. Show the picture")
    expect(board.locator(".kb-topics button").first).to_be_visible()
    assert faults(board) == []


def test_agreement_is_said_aloud_from_the_keyboard_before_it_is_shown(board: Page, service: Served):
    for number in range(3):
        answered(service, 4, number)
    look(board)
    expect(to_come(board)).to_have_text("Enough people have answered.")
    button(board, "Reveal").focus()
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="Say this first, aloud")).to_be_focused()
    expect(board.locator(".kb-aloud")).to_contain_text(LADDER.statement(STATEMENTS[0]).title)
    assert board.locator("figure").count() == 0
    fits(board)
    assert faults(board) == []
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="To talk about")).to_be_visible()


def test_a_button_that_is_held_while_people_come_still_works(board: Page, service: Served):
    """The head count is drawn anew every few seconds: not under a finger, or the press would be lost."""
    for number in range(3):
        answered(service, number, number)
    look(board)
    expect(button(board, "Reveal")).not_to_have_attribute("aria-disabled", "true")
    button(board, "Reveal").hover()
    board.mouse.down()
    answered(service, 4, 4)
    for _ in range(2):
        with board.expect_response("**/f/board"):
            look(board)
    board.mouse.up()
    expect(board.get_by_role("heading", name="To talk about")).to_be_visible()


def test_a_message_stays_long_enough_to_be_read(board: Page, service: Served):
    """Though the board goes on following the room."""
    for number in range(3):
        answered(service, number, number)
    board.clock.install()
    board.reload()
    expect(button(board, "Reveal")).to_be_visible()
    board.clock.pause_at(utc_now() + timedelta(seconds=1))
    with leading(service) as elsewhere:  # on another device, which this board doesn't know of yet
        assert elsewhere.post("/f/afresh", sure="1").status_code == 200
    press(board, "Reveal")
    expect(board.locator(".kp-notice")).to_contain_text("3 more people have to answer before a picture")
    answered(service, 1, 2)
    for _ in range(5):
        board.clock.run_for(3_000)
    expect(board.locator(".kp-notice")).to_be_visible()
    expect(to_come(board)).to_contain_text("3 more people")
    board.clock.run_for(6_000)
    expect(board.locator(".kp-notice")).to_have_count(0)
    expect(to_come(board)).to_contain_text("2 more people")
    expect(button(board, "Reveal")).to_have_attribute("aria-disabled", "true")


def test_a_press_finds_the_picture_that_another_board_took(board: Page, service: Served):
    """And neither takes a second one nor is refused."""
    for number in range(3):
        answered(service, number, number)
    board.clock.install()
    board.reload()
    expect(button(board, "Reveal")).to_be_visible()
    board.clock.pause_at(utc_now() + timedelta(seconds=1))
    open_team(service.store, service.session.id).reveal()  # which this board doesn't know of yet
    press(board, "Reveal")
    expect(board.get_by_role("heading", name="To talk about")).to_be_visible()
    expect(board.locator(".kp-notice")).to_have_count(0)
    assert open_team(service.store, service.session.id).snapshot.number == 1


@pytest.mark.parametrize("text", [HOSTILE["html"], HOSTILE["html-closing"], HOSTILE["long-word"]])
def test_hostile_words_are_words_on_the_board(board: Page, service: Served, text: str):
    for number in range(3):
        answered(service, number, 4 - number, said=text)
    look(board)
    expect(to_come(board)).to_have_text("Enough people have answered.")
    press(board, "Reveal")
    press(board, "In our words")
    expect(board.locator("blockquote")).to_have_count(3)
    assert {visible(said) for said in board.locator("blockquote").all_text_contents()} == {visible(text)}
    fits(board)
    assert board.evaluate("window.violations") == []


# ---- the notebook ------------------------------------------------------------------------


@contextlib.contextmanager
def notebook(*arguments: str) -> Iterator[str]:
    """`ladder board` as a process of its own; gives its link."""
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.cli", "board", "--no-browser", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if found := LINK.search(line):
                yield found[0]
                return
        pytest.fail(f"`ladder board` named no link:\n{''.join(said)}")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_the_notebook_shows_the_same_session_beside_the_service(open_page: Callable[..., Page], tmp_path):
    db = database(tmp_path)
    store = Store(open_engine(db))
    opened = store.open_session(PLAN, timedelta(days=1))
    with running(db) as url, notebook("--session", opened.code, "--db", db) as link:
        service = Served(url, opened, store)
        service.open_all()
        page = open_page(width=1280, height=720)
        page.goto(link)
        expect(to_come(page)).to_contain_text("3 more people")
        for number in range(3):
            answered(service, number, number)
        expect(to_come(page)).to_have_text("Enough people have answered.")
        press(page, "Reveal")
        expect(page.get_by_role("heading", name="To talk about")).to_be_visible()
        assert httpx.get(f"{url}/health", timeout=PATIENCE).status_code == 200
        lead = come_in(open_page(), service)
        expect(lead.get_by_text("A picture of 3 people is ready.")).to_be_visible()
    store.engine.dispose()


def test_a_new_address_is_told_wherever_the_page_stands(chromium, tmp_path, monkeypatch):
    """The notice stood at the head of the page, and whoever had scrolled to its foot never saw it."""
    with laptop(tmp_path, monkeypatch) as (service, leave):
        lead = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
        lead.goto(f"{service.url}/facilitate#{service.session.key}")
        expect(lead.locator("#lead")).to_be_visible()
        lead.get_by_text("Stop leading on this device").scroll_into_view_if_needed()
        leave()
        expect(lead.locator("#moved")).to_be_in_viewport()
        lead.context.close()
