"""A participant's page in a real browser, over a real service: joining, answering, taking along, leaving."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from playwright.sync_api import Page, Route, expect

from helpers.clock import utc_now
from helpers.database import Given
from helpers.form import LONGEST_ANSWER, WORDS
from helpers.hosting.assets import FOLDERS
from helpers.insight import day_in_words
from helpers.journal import often
from helpers.workshop.agenda import gathered, load_workshop
from helpers.workshop.gathering import Gathering
from helpers.workshop.hosted import share_of
from tests.browser.hosted import (
    FIRST,
    LADDER,
    ON_FIRST,
    ON_OTHER,
    ON_QUESTION,
    OTHER,
    PLANNING,
    QUESTION,
    RATE,
    REFLECT,
    SAID,
    SECOND,
    STAND,
    box,
    events,
    faults,
    field,
    history,
    join,
    look,
    me,
    open_block,
    rate,
    ready,
    says,
    state,
    told,
)
from tests.browser.lone_words import lone_words
from tests.browser.measures import beyond_screen, styled
from tests.hosting.conftest import service, shared
from tests.hosting.server import PLAN, STATEMENTS, Served, database, served
from tests.long import tries
from tests.patience import until

__all__ = ["service", "shared"]


@pytest.fixture
def room(service: Served) -> Served:
    """A session of which every block is open."""
    service.open_all()
    return service


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def link_of(page: Page) -> str:
    return page.locator("#personal-link").input_value()


def summary(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).locator("visible=true").click()


# --- the way in


def test_somebody_joins_by_a_link_and_one_button(phone, service):
    phone.goto(f"{service.url}/j/{service.session.code}")
    expect(phone.get_by_label("The code on the screen")).to_have_value(service.session.code)
    assert service.store.progress(service.session.id).joined == 0, "a link that is only looked at makes nobody"
    phone.get_by_role("button", name="Join").click()
    ready(phone)
    assert service.store.progress(service.session.id).joined == 1
    for line in PLAN.promises:
        expect(phone.get_by_text(line)).to_be_visible()


def test_a_wrong_code_is_told_with_a_way_back(phone, service):
    phone.goto(f"{service.url}/")
    phone.get_by_label("The code on the screen").fill("AAAA AAAA")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_text("This code belongs to no session.")).to_be_visible()
    phone.get_by_role("link", name="Join with a code").click()
    expect(phone.get_by_label("The code on the screen")).to_be_visible()


def test_every_word_that_the_scripts_ask_for_stands_in_the_page_and_no_other():
    code = "".join((FOLDERS[-1] / name).read_text(encoding="utf-8") for name in ("participant.js", "sender.js"))
    named = set(re.findall(r"\bwords\.(\w+)", code))
    at = re.search(r"TOLD_AT = \[(.*?)\]", code)
    assert at
    named |= {f"left_{seconds}" for seconds in at[1].split(", ")}
    assert named == set(SAID)


# --- answering


def test_what_is_not_open_yet_says_so_and_appears_by_itself(phone, service):
    join(phone, service)
    expect(phone.get_by_text(SAID["not_open"])).to_have_count(4)
    expect(phone.get_by_role("radio")).to_have_count(0)
    open_block(service, RATE)
    expect(field(phone, FIRST)).to_be_visible()
    expect(phone.locator("#aloud")).to_have_text(SAID["opened"].format(title=PLAN.blocks[1].title))


def test_a_part_that_is_opened_in_the_break_is_led_to_from_wherever_one_is(phone, service):
    """Its opening was out of sight of who came late, under “Your phone can rest”."""
    store, session = service.store, service.session.id
    title = next(block.title for block in PLAN.blocks if block.id == RATE)
    store.begin(session, RATE)
    store.set_block(session, RATE, True)
    store.begin(session, "break", close=[RATE])
    join(phone, service)
    expect(phone.locator("#now")).to_contain_text("Your phone can rest.")
    store.open_late(session, RATE)
    expect(phone.get_by_role("heading", name=title)).to_be_attached()
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(phone.locator("#now")).to_contain_text(f"Open now: {title}")
    phone.get_by_role("link", name="Go there").click()
    expect(phone.get_by_role("heading", name=title)).to_be_focused()


def test_a_part_that_is_opened_beside_a_talk_is_named_with_it(phone, service):
    """Only the talk was named, and whoever came late looked for the part that was said to be open for them."""
    step = next(step for step in PLAN.course if PLAN.spoken(step.id) and not step.asks)
    title = next(block.title for block in PLAN.blocks if block.id == RATE)
    service.store.set_block(service.session.id, RATE, True)
    service.store.begin(service.session.id, step.id)
    join(phone, service)
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    besides = phone.get_by_role("link", name=SAID["open_beside"].format(title=title))
    expect(phone.locator("#now")).to_contain_text(SAID["talk_now"].format(sentence=f"{step.title}."))
    expect(besides).to_be_visible()
    for width in (320, 390):
        phone.set_viewport_size({"width": width, "height": 700})
        right = besides.bounding_box()
        assert right["x"] + right["width"] <= width
    phone.get_by_role("link", name="Go there").click()
    expect(phone.get_by_role("heading", name=step.title)).to_be_focused()
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    besides.click()
    expect(phone.get_by_role("heading", name=title)).to_be_focused()
    expect(besides).to_be_hidden()


def test_a_trial_that_was_erased_is_tried_no_more(phone, room):
    """Below “Erased at …” stood “You are trying this session out”."""
    phone.goto(f"{room.url}/j/{room.session.code}?try")
    phone.get_by_role("button").first.click()
    notice = phone.get_by_text("You are trying this session out.")
    expect(notice).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("data-live", "drawn")  # it follows the session from here on
    room.store.erase(room.session.id)
    look(phone)
    expect(phone.locator("#gone")).to_contain_text("Erased at")
    expect(notice).to_be_hidden()


def test_all_parts_that_are_open_again_are_named(phone, service):
    """Two were open for who came late, in a talk and in the break, and the first of them was named nowhere."""
    store, session = service.store, service.session.id
    again = PLAN.blocks[:2]
    for block in again:
        store.set_block(session, block.id, True)
    talk = next(step for step in PLAN.course if PLAN.spoken(step.id) and not step.asks)
    store.begin(session, talk.id, close=[block.id for block in again])
    join(phone, service)
    for block in again:
        store.open_late(session, block.id)
    links = [phone.get_by_role("link", name=SAID["open_beside"].format(title=block.title)) for block in again]
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    for link in links:
        expect(link).to_be_visible()
        right = link.bounding_box()
        assert right["x"] + right["width"] <= 320
    links[0].click()
    expect(phone.get_by_role("heading", name=again[0].title)).to_be_focused()
    expect(links[0]).to_be_hidden()
    store.begin(session, "break")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(phone.locator("#now")).to_contain_text(f"Open now: {again[1].title}")
    expect(links[0]).to_be_visible()


def test_whoever_reads_a_part_as_it_is_closed_is_taken_to_its_heading(phone, service):
    """They were left wherever the page below came to lie: among the ways to leave, beside “Erase my answers”."""
    open_block(service, RATE)
    join(phone, service)
    phone.get_by_role("radio").last.scroll_into_view_if_needed()
    heading = phone.locator(f"#block-{RATE}")
    expect(heading).not_to_be_in_viewport()
    service.store.set_block(service.session.id, RATE, False)
    expect(heading).to_be_in_viewport()
    expect(phone.get_by_text(SAID["closed_empty"])).to_be_in_viewport()


def test_where_no_plan_names_a_day_the_page_says_so_and_stays(phone, service):
    """“My days” led to “That didn’t work. Go back and give it one”, in a part that was closed by then."""
    join(phone, service)
    phone.get_by_role("button", name="My days").click()
    expect(phone.get_by_text(SAID["no_days"])).to_be_visible()
    assert phone.url.endswith("/w")


def test_answers_are_saved_as_they_are_given_and_there_after_a_reload(phone, room):
    join(phone, room)
    says(phone, "ready")
    rate(phone, FIRST, "often")
    told(phone, FIRST, WORDS["saved"])
    box(phone, QUESTION).fill("The hours with support.")
    told(phone, QUESTION, WORDS["saved"])
    says(phone, "saved")
    assert state(phone, room).rating(STATEMENTS[0]) == often(3)
    assert state(phone, room).words(ON_QUESTION) == "The hours with support."
    phone.reload()
    ready(phone)
    expect(field(phone, FIRST).get_by_role("radio", name="often", exact=True)).to_be_checked()
    expect(box(phone, QUESTION)).to_have_value("The hours with support.")


def test_a_talk_in_pairs_asks_aloud_what_the_slide_asks_and_in_writing_later(phone, service):
    (talk,) = PLAN.spoken(REFLECT)
    asked = gathered(load_workshop("ninety-minutes"), {Gathering.HOSTED})
    slide = next(slide for block, slide in asked.slides if block.id == REFLECT)
    assert talk.lines == tuple(map(str, slide.points))
    join(phone, service)
    open_block(service, REFLECT)
    for line in talk.lines:
        expect(phone.get_by_text(line, exact=True)).to_be_visible()
    later = phone.locator("summary", has_text=SAID["in_writing"])
    expect(later).to_be_visible()
    expect(field(phone, QUESTION)).to_be_hidden()
    box(phone, QUESTION).fill("The hours with support.")
    told(phone, QUESTION, WORDS["saved"])
    phone.get_by_role("checkbox", name="Leave me out of the picture").check()
    told(phone, "The team’s picture", WORDS["saved"])
    open_block(service, STAND)
    look(phone)
    phone.get_by_role("radio", name=LADDER.levels[1].title).first.check()
    told(phone, "Where do you work today", WORDS["saved"])
    assert state(phone, service).chosen("standing") == (LADDER.levels[1].id,)
    assert state(phone, service).picked("choice:picture") == ("left-out",)
    phone.reload()
    ready(phone)
    expect(field(phone, QUESTION)).to_be_visible()  # whoever has written something finds it


def test_rating_fetches_nothing_anew_that_does_not_follow_from_it(phone, service):
    """A whole page after each of sixteen answers of three hundred people would fill a room's network."""
    open_block(service, RATE)
    page = join(phone, service)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url) if request.url.endswith("/w/state") else None)
    rate(page, FIRST, "often")
    rate(page, SECOND, "sometimes")
    says(page, "saved")
    for _ in range(2):  # the first may come at once, the second comes long after what follows would have been fetched
        page.wait_for_event("response", lambda response: response.url.endswith("/w/pulse"))
    assert fetched == []


def test_the_plans_follow_the_focus_that_was_chosen(phone, room):
    join(phone, room)
    plans = phone.locator(".kit-plan")
    expect(plans).to_have_count(1)
    for title in (FIRST, SECOND):
        phone.locator(".kit-choice").get_by_role("checkbox", name=title).check()
    box(phone, OTHER).focus()
    expect(plans).to_have_count(2)
    expect(plans.nth(1).get_by_role("combobox").locator("option:checked")).to_have_text(SECOND)
    plan = plans.first
    plan.get_by_label(WORDS["plan_obstacle"]).fill("my boss is in the room")
    plan.get_by_role("button", name=WORDS["plan_propose"]).click()
    dates = [plan.get_by_label(WORDS["plan_follow_up"], exact=True), *plan.get_by_label(WORDS["plan_again"]).all()]
    two, six, twelve = (date.fromisoformat(box.input_value()) for box in dates)
    assert ((six - two).days, (twelve - two).days) == (28, 70)
    dates[1].fill("")  # one of them is dropped
    says(phone, "saved")
    phone.reload()
    for box_, day in zip(dates, (two, twelve), strict=False):
        expect(box_).to_have_value(str(day))
    expect(plan.get_by_label(WORDS["plan_obstacle"])).to_have_value("my boss is in the room")
    assert beyond_screen(phone) <= 0
    ticked = phone.get_by_role("checkbox", name=re.compile("My plan’s words in the titles"))
    expect(ticked).not_to_be_checked()
    ticked.check()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="My days").click()
    text = Path(download.value.path()).read_text()
    assert text.count("STATUS:CONFIRMED") == 2
    assert f"DTSTART;VALUE=DATE:{twelve:%Y%m%d}" in text


def test_a_part_that_is_closed_is_folded_and_its_answers_are_kept(phone, room):
    join(phone, room)
    rate(phone, FIRST, "often")
    told(phone, FIRST, WORDS["saved"])
    open_block(room, RATE, wanted=False)
    look(phone)
    block = phone.locator(f"section[aria-labelledby=block-{RATE}]")
    expect(block.get_by_text(SAID["closed"])).to_be_visible()
    expect(field(phone, FIRST)).to_be_hidden()
    summary(phone, SAID["look_back"])
    chosen = field(phone, FIRST).get_by_role("radio", name="often", exact=True)
    expect(chosen).to_be_checked()
    expect(chosen).to_be_disabled()
    open_block(room, RATE)
    look(phone)
    expect(chosen).to_be_enabled()


def test_on_paper_every_word_stands_though_its_part_is_closed_and_folded(phone, room, tmp_path):
    join(phone, room)
    words = " ".join(f"word{number}" for number in range(300))
    asked = box(phone, QUESTION)
    asked.fill(words)
    asked.blur()
    told(phone, QUESTION, WORDS["saved"])
    for block in PLAN.blocks:
        open_block(room, block.id, wanted=False)
    look(phone)
    expect(asked).to_be_hidden()
    for paper, margin in product(["A4", "Letter"], ["0mm", "30mm"]):
        around = dict.fromkeys(("top", "left", "right", "bottom"), margin)
        phone.pdf(path=tmp_path / "phone.pdf", format=paper, margin=around)
        text = " ".join(pdf_text(tmp_path / "phone.pdf").split())
        assert [word for word in words.split() if not re.search(rf"\b{word}\b", text)] == [], (paper, margin)
    expect(asked).to_be_hidden()


def test_the_place_on_a_phone_s_page_is_kept_on_reload_back_and_forward(phone, room):
    join(phone, room)
    question = field(phone, SECOND)
    question.evaluate("block => scrollTo(0, scrollY + block.getBoundingClientRect().top - 90)")
    before = question.evaluate("block => block.getBoundingClientRect().top")
    assert phone.evaluate("scrollY") > 300

    def is_kept() -> None:
        ready(phone)
        phone.wait_for_function(
            """([title, top]) => [...document.querySelectorAll(".kit-field")].some(
                (one) => one.textContent.includes(title) && Math.abs(one.getBoundingClientRect().top - top) < 8)""",
            arg=[SECOND, before],
        )

    phone.reload()
    is_kept()
    phone.goto(f"{room.url}/j/{room.session.code}")
    phone.go_back()
    is_kept()
    phone.go_back()
    phone.go_forward()
    is_kept()


def test_nobody_is_disturbed_who_is_writing(phone, room):
    """Another part opens or closes: the words, the place of the caret and the focus stay."""
    open_block(room, PLANNING, wanted=False)
    join(phone, room)
    words = box(phone, QUESTION)
    words.press_sequentially("The hours")
    open_block(room, PLANNING)
    open_block(room, RATE, wanted=False)
    look(phone)
    expect(phone.locator(".kit-plan")).to_be_visible()
    expect(field(phone, FIRST)).to_be_hidden()
    expect(words).to_be_focused()
    phone.keyboard.type(" with support")
    expect(words).to_have_value("The hours with support")


def test_a_part_that_is_closed_under_somebodys_hands_waits_until_they_are_done(phone, room):
    join(phone, room)
    words = box(phone, QUESTION)
    words.press_sequentially("The hours")
    open_block(room, REFLECT, wanted=False)
    look(phone)
    expect(phone.get_by_text(SAID["finish"])).to_be_visible()
    phone.keyboard.type(" with support")
    expect(words).to_have_value("The hours with support")
    field(phone, FIRST).get_by_role("radio").first.focus()
    expect(words).to_be_hidden()
    until(lambda: state(phone, room).words(ON_QUESTION) == "The hours with support")
    says(phone, "saved")  # which is said of what came before for a moment longer


def test_whoever_rates_in_a_part_that_closes_is_led_to_its_heading(phone, room):
    join(phone, room)
    rate(phone, FIRST, "often")
    field(phone, FIRST).get_by_role("radio", name="often", exact=True).focus()
    open_block(room, RATE, wanted=False)
    look(phone)
    expect(phone.get_by_role("heading", name=PLAN.blocks[1].title)).to_be_focused()


def test_a_session_that_has_ended_says_so_and_still_gives_everything_out(phone, room):
    join(phone, room)
    rate(phone, FIRST, "often")
    room.store.close(room.session.id)
    look(phone)
    expect(phone.locator("#closed")).to_have_text(SAID["session_closed"])
    expect(phone.get_by_role("radio").locator("visible=true")).to_have_count(0)
    with phone.expect_download() as got:
        phone.get_by_role("button", name="My PDF").click()
    assert FIRST in pdf_text(got.value.path()).replace("\n", " ")


def test_a_session_that_was_erased_is_told_and_what_is_written_stays_on_screen(phone, room):
    join(phone, room)
    box(phone, QUESTION).fill("Kept so far")
    told(phone, QUESTION, WORDS["saved"])
    looks = re.compile("/w/(pulse|state)")
    phone.route(looks, lambda route: route.abort())  # or it hears of it before this is written
    room.store.erase(room.session.id)
    box(phone, QUESTION).fill("And this came too late")
    phone.unroute(looks)
    gone = phone.locator("#gone")
    expect(gone).to_contain_text(re.compile(r"Erased at \d\d:\d\d\."))
    expect(gone).not_to_contain_text(SAID["join_again"])
    expect(gone).to_contain_text(SAID["gone_waiting"].format(n=1))
    expect(box(phone, QUESTION)).to_have_value("And this came too late")
    told(phone, QUESTION, WORDS["held"])


def test_a_phone_that_holds_nothing_shows_that_the_session_was_erased_and_nothing_else(phone, room):
    join(phone, room)
    rate(phone, FIRST, "often")
    expect(phone.locator("#status")).to_have_text(SAID["saved"])
    room.store.erase(room.session.id)
    look(phone)
    expect(phone.locator("#gone")).to_have_text(re.compile(r"Erased at \d\d:\d\d\."))
    expect(phone.locator("#gone")).to_have_class("hosted-told")
    expect(phone.locator("#live, .hosted-after, .hosted-bar").locator("visible=true")).to_have_count(0)
    assert faults(phone) == []


def test_a_phone_calls_nothing_saved_from_the_moment_that_another_answer_is_given(phone, room):
    """Read in the very task of the press and of the letter; a word that changed would be read out at each."""
    join(phone, room)
    said = phone.locator("#status")
    rate(phone, FIRST, "often")
    says(phone, "saved")
    press = "(it) => { it.click(); return document.getElementById('status').innerText; }"
    assert field(phone, FIRST).get_by_role("radio", name="seldom", exact=True).evaluate(press) == ""
    expect(said).to_have_text(SAID["saved"], use_inner_text=True)
    letter = """(box) => {
        box.setRangeText("x", 0, 0, "end");
        box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        const status = document.getElementById("status");
        return [status.innerText, status.textContent];
    }"""
    assert box(phone, QUESTION).evaluate(letter) == ["", SAID["saved"]]
    expect(said).to_have_text(SAID["saved"], use_inner_text=True)


def test_the_countdown_is_shown_and_spoken_of_sparingly(phone, room):
    def ends_in(seconds: int) -> None:
        room.store.set_countdown(room.session.id, utc_now() + timedelta(seconds=seconds))
        look(phone)

    phone.clock.install()
    join(phone, room)
    expect(phone.locator("#left")).to_be_hidden()
    ends_in(359)
    expect(phone.locator("#left")).to_have_text(re.compile(r"^5:\d\d left$"))
    expect(phone.locator("#aloud")).to_have_text("")
    phone.clock.fast_forward(60_000)
    expect(phone.locator("#aloud")).to_have_text(SAID["left_300"])
    ends_in(119)
    expect(phone.locator("#left")).to_have_text(re.compile(r"^1:\d\d left$"))
    phone.clock.fast_forward(60_000)
    expect(phone.locator("#aloud")).to_have_text(SAID["left_60"])
    ends_in(3)
    expect(phone.locator("#left")).to_have_text(SAID["time_is_up"])
    expect(phone.locator("#aloud")).to_have_text(SAID["left_0"])
    room.store.set_countdown(room.session.id, None)
    look(phone)
    expect(phone.locator("#left")).to_be_hidden()


def test_what_was_said_aloud_is_not_found_beside_what_has_become_of_it(phone, service):
    """“Now: The team picture.” stood in the page for screen readers through the break that followed."""
    step = next(step for step in PLAN.course if PLAN.spoken(step.id) and not step.asks)
    phone.clock.install()
    join(phone, service)
    service.store.begin(service.session.id, step.id)
    look(phone)
    expect(phone.locator("#aloud")).to_have_text(SAID["talk_now"].format(sentence=f"{step.title}."))
    service.store.begin(service.session.id, "break")
    phone.clock.fast_forward(20_000)
    expect(phone.locator("#now")).to_contain_text("Now: Break.")
    expect(phone.locator("#aloud")).to_have_text("")


# --- before they leave


def test_everybody_gets_a_pdf_with_their_words_and_the_name_that_stays_on_their_device(phone, room):
    join(phone, room)
    box(phone, QUESTION).fill("The hours with support")
    phone.get_by_label("Your name").fill("Amara Okafor")
    with phone.expect_download() as got:
        phone.get_by_role("button", name="My PDF").click()
    expect(phone.get_by_text(SAID["on_its_way"])).to_be_visible()
    text = pdf_text(got.value.path())
    assert "The hours with support" in text, "what was typed a moment ago, too"
    assert "Amara Okafor" in text
    phone.reload()
    ready(phone)
    expect(phone.get_by_label("Your name")).to_have_value("Amara Okafor")
    assert "Amara" not in "".join(event.model_dump_json() for event in events(phone, room))


def test_the_journal_is_a_file_with_every_answer(phone, room):
    join(phone, room)
    rate(phone, FIRST, "seldom")
    with phone.expect_download() as got:
        phone.get_by_role("button", name="My journal").click()
    assert got.value.suggested_filename == "my-journal.jsonl"
    assert got.value.path().read_text(encoding="utf-8").count(ON_FIRST) == 1


def test_the_team_may_read_what_was_ticked_until_it_is_changed(phone, room):
    join(phone, room)
    offered = phone.locator("#release")
    expect(phone.locator("#release-none")).to_be_visible()
    box(phone, QUESTION).fill("The hours with support")
    phone.keyboard.press("Tab")
    expect(offered.get_by_text("The hours with support")).to_be_visible()
    expect(phone.locator("#release-none")).to_be_hidden()

    def released() -> list[str]:
        share = share_of(PLAN, "f" * 32, events(phone, room))
        return [one.text for one in share.released] if share else []

    assert released() == []
    offered.get_by_role("checkbox").check()
    expect(offered.locator(".kit-status")).to_have_text(WORDS["saved"])
    assert released() == ["The hours with support"]
    box(phone, QUESTION).fill("Other hours")
    phone.keyboard.press("Tab")
    expect(offered.get_by_text("Other hours")).to_be_visible()
    expect(offered.get_by_role("checkbox")).not_to_be_checked()
    assert released() == []


def test_the_personal_link_leads_back_from_another_device_and_is_not_left_in_its_address(phone, room, open_page):
    join(phone, room)
    rate(phone, FIRST, "often")
    told(phone, FIRST, WORDS["saved"])
    laptop = open_page()
    laptop.goto(link_of(phone))
    assert "#" not in laptop.url
    laptop.get_by_role("button", name="Go on on this device").click()
    ready(laptop)
    expect(field(laptop, FIRST).get_by_role("radio", name="often", exact=True)).to_be_checked()
    rate(laptop, FIRST, "seldom")
    told(laptop, FIRST, WORDS["saved"])
    look(phone)
    expect(field(phone, FIRST).get_by_role("radio", name="seldom")).to_be_checked()


def test_a_page_whose_session_has_another_address_takes_its_answers_along_and_counts_once(phone, room):
    """The laptop has changed networks: to the browser that is another origin, without cookie or storage of this one.

    What another device answered meanwhile isn't overwritten after the move either.
    """
    join(phone, room)
    rate(phone, FIRST, "often")
    told(phone, FIRST, WORDS["saved"])
    phone.route(f"{room.url}/**", lambda route: route.abort())
    rate(phone, SECOND, "seldom")
    rate(phone, FIRST, "sometimes")
    says(phone, "held")
    elsewhere = Given(id="e" * 32, subject=f"statement:{STATEMENTS[0]}", answer=often(4), age_ms=0)
    room.store.append(me(phone, room).id, "b" * 32, [elsewhere])
    there = room.url.replace("127.0.0.1", "localhost")
    typed = phone.get_by_label("The screen shows another address")
    expect(typed).to_be_visible()
    way = phone.locator("#moved-link")
    for text, word in (("on the left", "no_address"), (room.url, "same_address"), ("ftp://10.0.0.7", "no_address")):
        typed.fill(text)
        phone.get_by_role("button", name="Go on there").click()
        expect(phone.get_by_text(SAID[word])).to_be_visible()
        expect(way).to_be_hidden()
    typed.fill(there.removeprefix("http://"))
    phone.get_by_role("button", name="Go on there").click()
    expect(phone.locator("#moved-said")).to_have_text(SAID["unchecked"])
    expect(way).to_have_text(SAID["go_with_answers"].format(address=there))
    with phone.expect_popup() as beside:
        way.click()
    expect(field(phone, SECOND).get_by_role("radio", name="seldom", exact=True)).to_be_checked()  # here as well
    phone = beside.value
    go_on = phone.get_by_role("button", name="Go on on this device")
    expect(go_on).to_be_focused()
    expect(phone.get_by_text("Answers that came along: 2.")).to_be_visible()
    assert phone.url == f"{there}/back", "what came along is in no address any more"
    go_on.click()
    ready(phone)
    expect(field(phone, SECOND).get_by_role("radio", name="seldom", exact=True)).to_be_checked()
    told(phone, SECOND, WORDS["saved"])
    expect(field(phone, FIRST).locator("blockquote")).to_have_text("almost always")
    expect(field(phone, FIRST).get_by_role("radio", name="sometimes", exact=True)).to_be_checked()
    says(phone, "refused_some")
    assert room.store.progress(room.session.id).joined == 1
    assert (state(phone, room).rating(STATEMENTS[0]), state(phone, room).rating(STATEMENTS[1])) == (often(4), often(1))
    phone.goto(f"{there}/j/{room.session.code}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are in this session already")


def test_by_the_laptops_own_address_a_phone_finds_no_form_and_the_right_address(phone, tmp_path):
    """There, the cookie that lets people in is dropped, and they were counted with each Join."""
    with served(database(tmp_path), named="https://workshops.example.com") as running:
        by_name = running.url.replace("127.0.0.1", "room.test")
        phone.goto(f"{by_name}/j/{running.session.code}")
        leads = phone.get_by_role("link", name="Go to https://workshops.example.com/j/")
        expect(leads).to_have_attribute("href", f"https://workshops.example.com/j/{running.session.code}")
        expect(phone.get_by_role("button", name="Join")).to_be_hidden()
        expect(phone.get_by_text("Were you here before?")).to_be_hidden()
        assert not faults(phone)
        phone.set_viewport_size({"width": 320, "height": 568})
        assert leads.evaluate("it => it.getBoundingClientRect().right") <= 320, "an address has no spaces to break at"
        phone.evaluate("document.querySelector('form').submit()")
        expect(phone.get_by_role("heading", name="Not by this address")).to_be_visible()
        assert running.store.session(running.session.id).people == 0
        assert not [cookie for cookie in phone.context.cookies() if "room.test" in cookie["domain"]]

        # On the laptop itself the browser keeps it, so that whoever leads can try it out.
        phone.goto(f"{running.url}/j/{running.session.code}")
        expect(leads).to_be_visible()
        phone.get_by_role("button", name="Join").click()
        ready(phone)
        assert running.store.session(running.session.id).people == 1


def test_by_another_name_that_works_people_are_told_the_one_and_let_in(phone, tmp_path):
    """A phone that doesn't know a name such as mylaptop.local comes by the number, and is shut out by nothing."""
    with served(database(tmp_path), named="http://mylaptop.local:8800") as running:
        phone.goto(f"{running.url.replace('127.0.0.1', 'room.test')}/j/{running.session.code}")
        expect(phone.get_by_text("If that doesn’t open on this device, join below.")).to_be_visible()
        phone.get_by_role("button", name="Join").click()
        ready(phone)


def test_answers_that_cannot_come_along_to_another_address_are_told_and_given_as_a_file(
    phone, room, open_page, tmp_path
):
    """Too long for a link, or kept by no browser over there: nobody's answer goes without a word."""
    join(phone, room)
    phone.route(f"{room.url}/**", lambda route: route.abort())
    long = "長い話。" * 6_000  # as a link it is nine times as long
    for question, words in ((QUESTION, long), (OTHER, "Short words.")):
        box(phone, question).fill(words)
        phone.keyboard.press("Tab")
    says(phone, "held")
    there = room.url.replace("127.0.0.1", "localhost")
    phone.get_by_label("The screen shows another address").fill(there)
    phone.get_by_role("button", name="Go on there").click()
    expect(phone.locator("#moved-said")).to_contain_text(SAID["too_long"].format(n=1))
    with phone.expect_download() as download:
        phone.locator("#moved-file").click()
    file = tmp_path / "answers-not-sent.json"
    download.value.save_as(file)
    (record,) = json.loads(file.read_text(encoding="utf-8"))
    assert (record["question"], record["answer"]["text"]) == (QUESTION, long)
    with phone.expect_popup() as beside:
        phone.locator("#moved-link").click()
    over = beside.value
    expect(over.locator("#along-said")).to_contain_text("too long to come along: 1")
    over.get_by_label("The file, answers-not-sent.json").set_input_files(file)
    expect(over.locator("#along-said")).to_have_text(re.compile("^Answers that came along: 1. They go in"))
    over.get_by_role("button", name="Go on on this device").click()
    ready(over)
    for question, words in ((QUESTION, long), (OTHER, "Short words.")):
        expect(box(over, question)).to_have_value(words)
    says(over, "saved")
    assert (state(over, room).words(ON_QUESTION), state(over, room).words(ON_OTHER)) == (long, "Short words.")

    # A browser that keeps nothing for pages gives them back at once.
    link = phone.locator("#moved-link").get_attribute("href")
    keeps_nothing = open_page(accept_downloads=True)
    keeps_nothing.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    keeps_nothing.goto(link)
    expect(keeps_nothing.locator("#along-said")).to_contain_text("This browser couldn’t keep them")
    with keeps_nothing.expect_download() as download:
        keeps_nothing.get_by_role("button", name="Save them as a file").click()
    download.value.save_as(file)
    assert [one["answer"]["text"] for one in json.loads(file.read_text(encoding="utf-8"))] == ["Short words."]


def test_the_personal_link_begins_with_the_address_that_brought_the_page(phone, room, open_page):
    """Through a forward that the service doesn’t know of, the link was under the laptop’s own address, dead at home."""
    by_name = room._replace(url=room.url.replace("127.0.0.1", "room.test"))
    join(phone, by_name)
    link = phone.locator("#personal-link").input_value()
    assert link.startswith(f"{by_name.url}/back#")
    elsewhere = open_page()
    elsewhere.goto(link)
    elsewhere.get_by_role("button", name="Go on on this device").click()
    ready(elsewhere)
    assert room.store.session(room.session.id).people == 1


def test_from_https_to_plain_http_the_page_says_how_to_go_on_by_hand(phone, tmp_path):
    """It said to ask for an https address, which the leader hadn’t got. What it says works as it stands."""
    with served(database(tmp_path)) as running:
        join(phone, running)
        phone.route("**/static/participant.js", as_if_by_https)
        phone.reload()
        ready(phone)
        phone.route(f"{running.url}/**", lambda route: route.abort())
        there = running.url.replace("127.0.0.1", "room.test")
        phone.get_by_label("The screen shows another address").fill(there)
        phone.get_by_role("button", name="Go on there").click()
        expect(phone.locator("#moved-said")).to_have_text(SAID["not_encrypted"])
        expect(phone.locator("#moved-there")).to_be_hidden()
        token = phone.locator("#personal-link").input_value()
        tab = phone.context.new_page()
        tab.goto(there)
        tab.get_by_text("Were you here before?").click()
        tab.get_by_label("Your personal link").fill(token)
        tab.get_by_role("button", name="Go on where I was").click()
        ready(tab)
        assert running.store.session(running.session.id).people == 1


def as_if_by_https(route: Route) -> None:
    """The page’s script, which takes itself for one that came by https: no browser has such a page without a server."""
    script = route.fetch().text()
    assert script.count('location.protocol === "https:"') == 1
    route.fulfill(body=script.replace('location.protocol === "https:"', "true"), content_type="text/javascript")


def test_the_personal_link_can_be_copied_where_there_is_no_clipboard_for_scripts(phone, room):
    """A laptop's plain http address is none to which browsers give one."""
    phone.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });")
    join(phone, room)
    summary(phone, "Show my personal link")
    phone.get_by_role("button", name="Copy the link").click()
    expect(phone.get_by_text(SAID["copied"])).to_be_visible()
    box(phone, QUESTION).focus()
    phone.keyboard.press("Control+v")
    expect(box(phone, QUESTION)).to_have_value(link_of(phone))


LEFT_BEHIND = """async () => {
    const db = await new Promise((resolve) => {
        const opening = indexedDB.open("career-ladder-kit");
        opening.onsuccess = () => resolve(opening.result);
    });
    const counted = await Promise.all([...db.objectStoreNames].map((name) => new Promise((resolve) => {
        const request = db.transaction(name).objectStore(name).count();
        request.onsuccess = () => resolve(request.result);
    })));
    db.close();
    return [...counted, localStorage.length, sessionStorage.length];
}"""


def test_who_wants_to_be_forgotten_leaves_nothing_on_the_device(phone, room):
    join(phone, room)
    link = link_of(phone)
    phone.get_by_label("Your name").fill("Amara")
    box(phone, QUESTION).fill("The hours with support")
    summary(phone, "Forget me on this device")
    phone.get_by_role("button", name="Forget me here").click()
    expect(phone.get_by_text("This device has forgotten who you are.")).to_be_visible()
    assert phone.evaluate(LEFT_BEHIND) == [0, 0, 0, 0]
    assert [cookie["name"] for cookie in phone.context.cookies()] == []
    phone.goto(link)
    phone.get_by_role("button", name="Go on on this device").click()
    ready(phone)
    expect(box(phone, QUESTION)).to_have_value("The hours with support")


def test_who_erases_their_answers_is_asked_first_and_then_nothing_is_left(phone, room):
    join(phone, room)
    phone.get_by_label("Your name").fill("Amara")
    box(phone, QUESTION).fill("The hours with support")
    button = phone.get_by_role("button", name="Yes, erase my answers")
    expect(button).to_be_hidden()
    summary(phone, "Erase my answers")
    button.click()
    expect(phone.get_by_text("Your answers are erased")).to_be_visible()
    assert phone.evaluate(LEFT_BEHIND) == [0, 0, 0, 0]
    assert room.store.progress(room.session.id).joined == 0


# --- without JavaScript


def revealed(page: Page) -> None:
    """Let the seconds pass after which the plain form is shown, since no script has come.

    Until a page's styles are there, nothing is hidden from a test, though nobody sees anything yet.
    """
    page.wait_for_function(
        """() => {
            const waiting = document.getAnimations().filter((one) => one.animationName === "hosted-late");
            waiting.forEach((one) => one.finish());
            return waiting.length > 0;
        }"""
    )
    expect(page.locator("#fetching")).to_be_hidden()
    expect(page.locator("#plain")).to_be_visible()


def test_without_javascript_somebody_joins_answers_and_gets_their_pdf(open_page, room):
    page = open_page(width=390, java_script_enabled=False)
    page.goto(f"{room.url}/j/{room.session.code}")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("group", name=FIRST).get_by_role("radio", name="often", exact=True).check()
    page.get_by_label(re.compile("Your evidence: " + FIRST)).fill("The page\nfrom March")
    page.get_by_text(SAID["in_writing"]).first.click()
    page.get_by_label(QUESTION).fill("The hours with support")
    page.get_by_role("button", name="Save my answers").first.click()  # any of them saves every part
    expect(page.get_by_text(re.compile(r"^Saved at \d\d:\d\d\.$"))).to_be_visible()
    expect(page.get_by_label(QUESTION)).to_have_value("The hours with support")
    assert state(page, room).rating(STATEMENTS[0]) == often(3)
    with page.expect_download() as got:
        page.get_by_role("button", name="My PDF").click()
    assert "The hours with support" in pdf_text(got.value.path())
    expect(page.locator("#status")).to_be_hidden()
    expect(page.get_by_text("What the team may read", exact=True)).to_be_hidden()


def test_a_script_that_never_comes_leaves_the_plain_form(open_page, room):
    page = open_page(width=390)
    page.route("**/static/participant.js", lambda route: route.abort())
    page.goto(f"{room.url}/j/{room.session.code}")
    page.get_by_role("button", name="Join").click()
    revealed(page)
    expect(page.get_by_role("button", name="Save my answers").first).to_be_visible()


def test_a_script_that_comes_late_takes_nothing_away_that_somebody_wrote_meanwhile(open_page, room):
    page = open_page(width=390)
    waiting: list[Route] = []
    page.route("**/static/participant.js", lambda route: waiting.append(route))
    page.goto(f"{room.url}/j/{room.session.code}", wait_until="commit")
    page.get_by_role("button", name="Join").click(no_wait_after=True)
    revealed(page)
    page.locator("#plain").get_by_text(SAID["in_writing"]).first.click()
    words = page.locator("#plain").get_by_label(QUESTION)
    words.fill("Written meanwhile")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("participant.js")):
        waiting[0].continue_()
    expect(words).to_have_value("Written meanwhile")
    page.unroute("**/static/participant.js")
    page.get_by_role("button", name="Save my answers").nth(1).click()
    ready(page)
    expect(box(page, QUESTION)).to_have_value("Written meanwhile")


def test_the_page_says_that_it_waits_for_a_service_that_does_not_answer_and_goes_on_by_itself(phone, room):
    down = [True]
    phone.route("**/w/state", lambda route: route.abort() if down[0] else route.continue_())
    phone.goto(f"{room.url}/j/{room.session.code}")
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator("#fetching")).to_have_text(SAID["unreachable"])
    expect(phone.locator("#plain")).to_be_hidden()
    down[0] = False
    ready(phone)
    expect(phone.locator("#fetching")).to_have_count(0)


# --- everybody


def every_state(page: Page, room: Served) -> dict[str, Callable[[], object]]:
    """The states in which people see the page, in an order in which one leads to the next."""

    def before() -> None:
        join(page, room)
        expect(page.get_by_text(SAID["not_open"])).to_have_count(4)

    def opened() -> None:
        room.open_all()
        room.store.set_countdown(room.session.id, utc_now() + timedelta(minutes=7))
        look(page)
        rate(page, FIRST, "often")
        field(page, FIRST).get_by_role("button", name=WORDS["meaning"]).click()
        field(page, SECOND).get_by_role("button", name=WORDS["add_evidence"]).click()
        box(page, QUESTION).fill("The hours with support " * 12)
        page.keyboard.press("Tab")
        expect(page.locator("#release .kit-option")).to_be_visible()
        expect(page.locator("#left")).to_be_visible()
        for closed in page.locator("summary").locator("visible=true").all():
            closed.click()

    def refused() -> None:
        box(page, OTHER).fill("x" * LONGEST_ANSWER)
        expect(field(page, OTHER).get_by_role("alert")).to_contain_text("too long")

    def offline() -> None:
        page.context.set_offline(True)
        rate(page, SECOND, "seldom")
        says(page, "held")

    def closed() -> None:
        page.context.set_offline(False)
        open_block(room, RATE, wanted=False)
        look(page)
        expect(page.get_by_text(SAID["closed"])).to_be_visible()

    def ended() -> None:
        room.store.close(room.session.id)
        look(page)
        expect(page.locator("#closed")).not_to_be_empty()
        for fold in page.locator(".hosted-fold > summary").all():
            fold.click()

    def gone() -> None:
        room.store.erase(room.session.id)
        look(page)
        expect(page.locator("#gone")).not_to_be_empty()

    def left() -> None:
        page.goto(f"{room.url}/?left=1")

    def back() -> None:
        page.goto(f"{room.url}/back")

    def nowhere() -> None:
        page.goto(f"{room.url}/nowhere")

    steps = (before, opened, refused, offline, closed, ended, gone, left, back, nowhere)
    return {step.__name__: step for step in steps}


def test_in_every_state_axe_finds_nothing_and_the_policy_is_kept(open_page, service):
    """In a narrow and a wide window, in light and dark; gone through once, since the way there costs most."""
    page = open_page()
    found = {}
    for name, reach in every_state(page, service).items():
        reach()
        for width, scheme in [(320, "dark"), (1024, "light"), (320, "light"), (1024, "dark")][: tries(2, 4)]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found[name, width, scheme] = faults(page) + page.evaluate("window.violations ?? []")
            assert beyond_screen(page) <= 0, (name, scheme)
    assert {where: each for where, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_plain_form_either(open_page, room, scheme):
    page = open_page(width=320, color_scheme=scheme)
    page.route("**/static/participant.js", lambda route: route.abort())
    page.goto(f"{room.url}/j/{room.session.code}")
    page.get_by_role("button", name="Join").click()
    revealed(page)
    assert faults(page) == []
    assert beyond_screen(page) <= 0
    assert styled(page).evaluate(SMALL) == []


def test_no_short_word_stands_alone_on_the_narrowest_phone(open_page, room):
    """“our pages show it to nobody but / you.”"""
    page = open_page(width=320, has_touch=True, is_mobile=True)
    join(page, room)
    assert lone_words(page, "main :is(h1, h2, h3, p, li)") == []


def test_on_a_phone_everything_is_big_enough_for_a_thumb(open_page, room):
    page = open_page(width=390, has_touch=True, is_mobile=True)
    join(page, room)
    box(page, QUESTION).fill("The hours with support")
    page.keyboard.press("Tab")
    expect(page.locator("#release .kit-option")).to_be_visible()
    for closed in page.locator("summary").locator("visible=true").all():
        closed.click()
    assert styled(page).evaluate(SMALL) == []


def test_a_tablet_is_touched_too(open_page, room):
    page = open_page(width=820, has_touch=True, is_mobile=True)
    join(page, room)
    assert styled(page).evaluate(SMALL) == []


SMALL = """() =>
    [...document.querySelectorAll("label:has(input), button, summary, textarea, select, input, a")]
    .filter((e) => !e.matches("label input, [type=hidden]") && e.checkVisibility({ visibilityProperty: true }))
    .filter((e) => e.getBoundingClientRect().height < 44)
    .map((e) => `${e.getBoundingClientRect().height} ${e.outerHTML.slice(0, 120)}`)"""


def test_what_has_the_focus_is_never_under_the_bar(open_page, room):
    page = join(open_page(width=390), room)
    page.locator("summary").last.focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => {
                const bar = document.querySelector(".hosted-bar").getBoundingClientRect();
                const at = document.activeElement.getBoundingClientRect();
                return document.activeElement !== document.body && at.top < bar.bottom - 1 && bar.top <= 0;
            }"""
        )
        assert not hidden, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_somebody_goes_through_it_with_the_keyboard_alone(open_page, room):
    page = open_page()
    page.goto(f"{room.url}/j/{room.session.code}")
    page.get_by_label("The code on the screen").focus()
    page.keyboard.press("Enter")
    ready(page)
    field(page, FIRST).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    told(page, FIRST, WORDS["saved"])
    assert [answer.frequency for answer in history(page, room, ON_FIRST)] == [0, 1]


def test_two_taps_on_join_make_one_person(phone, service):
    """The second one comes before the first one's answer has changed the page."""
    phone.goto(f"{service.url}/j/{service.session.code}")
    drawn = phone.locator('[name="act"]').input_value()
    phone.get_by_role("button", name="Join").dblclick()
    ready(phone)
    assert service.store.session(service.session.id).people == 1
    phone.context.clear_cookies()
    phone.go_back()
    assert phone.locator('[name="act"]').input_value() != drawn, "somebody else may use this device by then"


def test_who_scans_the_code_again_is_told_that_they_are_in_and_goes_on(phone, service):
    """They met “Join a workshop” once more, and a fold that said not to join anew."""
    join(phone, service)
    phone.goto(f"{service.url}/j/{service.session.code}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are in this session already")
    expect(phone).to_have_title("You are in this session already")
    expect(phone.get_by_role("button", name="Join")).to_have_count(0)
    phone.get_by_text("Somebody else wants to join on this device").click()
    assert not faults(phone)
    phone.get_by_role("link", name="Go on where I was").click()
    ready(phone)
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are in this session already")
    assert service.store.session(service.session.id).people == 1
    # Another session's code, and trying it out, are other things.
    phone.goto(f"{service.url}/j/{service.session.code}?try")
    expect(phone.get_by_role("button", name="Try it out")).to_be_visible()


def test_the_pdf_carries_the_day_where_the_phone_is(open_page, room):
    """At least one of the two is on another day than this machine at any time."""
    zones = {zone: utc_now().astimezone(ZoneInfo(zone)).date() for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")}
    zone = next(zone for zone, day in zones.items() if day != room.store.today())
    page = open_page(timezone_id=zone)
    join(page, room)
    rate(page, FIRST, "often")
    with page.expect_download() as got:
        page.get_by_role("button", name="My PDF").click()
    assert got.value.suggested_filename == f"career-report-{zones[zone]}.pdf"
    assert day_in_words(zones[zone]) in pdf_text(got.value.path())
