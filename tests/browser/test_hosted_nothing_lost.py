"""Whatever happens to a phone, its network or the service: what somebody answered arrives, once, and in its order."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from helpers.clock import utc_now
from helpers.database import Store, open_engine
from helpers.form import LONGEST_ANSWER, WORDS
from helpers.journal import often
from tests.browser.chromium import QUIET, find_chromium
from tests.browser.hosted import (
    FIRST,
    ON_FIRST,
    ON_OTHER,
    ON_QUESTION,
    OTHER,
    QUESTION,
    RATE,
    SAID,
    SECOND,
    box,
    events,
    field,
    history,
    join,
    look,
    rate,
    ready,
    says,
    state,
    told,
)
from tests.hosting.conftest import service, shared
from tests.hosting.server import PLAN, STATEMENTS, Served, database, running
from tests.hosting.test_in_front import reserved_port, set_up_by_hand
from tests.patience import until

__all__ = ["service", "shared"]

STEPS = ("not yet", "seldom", "sometimes", "often", "almost always")


@pytest.fixture
def room(service: Served) -> Served:
    """A session of which every block is open."""
    service.open_all()
    return service


def reopened(context: BrowserContext, room: Served) -> Page:
    """The page, opened again on the same device."""
    page = context.new_page()
    page.goto(f"{room.url}/w")
    return ready(page)


def all_there(page: Page) -> None:
    """Wait until the page says that everything has arrived: at its top, and at each answer."""
    expect(page.locator(".kit-status:is(.is-stale, .is-saving, .is-held)")).to_have_count(0)
    expect(page.locator("#status")).to_have_text(SAID["saved"])


def close_in_a_tunnel(page: Page) -> None:
    """Close a page that is offline; its emulated tunnel ends with it, so that a last try to send could still arrive."""
    page.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.close()


def on_the_laptop(phone: Page, open_page: Callable[..., Page]) -> Page:
    """The same person's page on another device."""
    laptop = open_page()
    laptop.goto(phone.locator("#personal-link").input_value())
    laptop.get_by_role("button", name="Go on on this device").click()
    return ready(laptop)


# --- the network


def test_what_is_answered_offline_is_kept_and_arrives_in_its_order(phone, room):
    join(phone, room)
    phone.context.set_offline(True)
    for answer in ("seldom", "often", "sometimes"):
        rate(phone, FIRST, answer)
    told(phone, FIRST, WORDS["held"])
    box(phone, QUESTION).fill("Written in a tunnel")
    phone.keyboard.press("Tab")
    told(phone, QUESTION, WORDS["held"])
    says(phone, "held")
    assert events(phone, room) == ()
    phone.context.set_offline(False)
    all_there(phone)
    told(phone, FIRST, WORDS["saved"])
    told(phone, QUESTION, WORDS["saved"])
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [1, 3, 2]
    assert state(phone, room).words(ON_QUESTION) == "Written in a tunnel"


NOTHING_SENT = """
    const ask = globalThis.fetch;
    globalThis.fetch = (to, how) => (/events/.test(to) ? Promise.reject(new TypeError("no network")) : ask(to, how));
"""
"""No answer leaves the page, not even as it is left, while everything else can be fetched."""


def test_nobody_is_asked_to_stay_for_what_is_kept_on_the_device(phone, room):
    """Not on a reload, on Back or as the tab is closed: the answer waits there, and is on the screen again."""
    phone.add_init_script(NOTHING_SENT)
    join(phone, room)
    rate(phone, FIRST, "seldom")
    told(phone, FIRST, WORDS["held"])
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    def there_again() -> None:
        expect(field(ready(phone), FIRST).get_by_role("radio", name="seldom", exact=True)).to_be_checked()
        told(phone, FIRST, WORDS["held"])

    phone.reload()
    there_again()
    phone.go_back()
    phone.go_forward()
    there_again()
    assert events(phone, room) == ()
    with phone.expect_event("close"):
        phone.close(run_before_unload=True)
    assert asked == []


def test_a_page_that_was_closed_offline_sends_what_it_had_when_it_is_opened_again(phone, room):
    join(phone, room)
    phone.context.set_offline(True)
    rate(phone, FIRST, "often")
    box(phone, QUESTION).fill("Written in a tunnel")
    phone.keyboard.press("Tab")
    told(phone, QUESTION, WORDS["held"])
    context = phone.context
    phone.close()
    context.set_offline(False)
    page = reopened(context, room)
    expect(field(page, FIRST).get_by_role("radio", name="often", exact=True)).to_be_checked()
    expect(box(page, QUESTION)).to_have_value("Written in a tunnel")
    all_there(page)
    assert state(page, room).rating(STATEMENTS[0]) == often(3)


def test_words_that_were_typed_the_moment_before_the_page_is_left_are_kept(phone, room):
    """No pause in typing, no leaving of the box: the tab is simply gone."""
    join(phone, room)
    phone.context.set_offline(True)
    box(phone, QUESTION).press_sequentially("The last words")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(f"{room.url}/w")
    ready(phone)
    expect(box(phone, QUESTION)).to_have_value("The last words")
    all_there(phone)
    assert state(phone, room).words(ON_QUESTION) == "The last words"


NEVER_WRITTEN = "Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set() {} })"
"""A disk so slow that a page that is being left hears nothing of it any more."""


def test_words_that_were_typed_the_moment_before_are_sent_while_the_page_is_left(phone, room):
    """Whoever never comes back has answered all the same."""
    join(phone, room)
    phone.evaluate(NEVER_WRITTEN)
    box(phone, QUESTION).press_sequentially("The last words")
    phone.goto("about:blank")
    until(lambda: state(phone, room).words(ON_QUESTION) == "The last words")


def test_what_is_not_sent_yet_is_shown_over_what_the_service_knows(phone, room, open_page):
    join(phone, room)
    laptop = on_the_laptop(phone, open_page)
    context = phone.context
    context.set_offline(True)
    box(phone, QUESTION).fill("From the phone")
    phone.keyboard.press("Tab")
    told(phone, QUESTION, WORDS["held"])
    close_in_a_tunnel(phone)
    for question in (QUESTION, OTHER):
        box(laptop, question).fill("From the laptop")
    all_there(laptop)
    context.route("**/w/events", lambda route: route.abort())
    context.set_offline(False)
    page = reopened(context, room)
    expect(box(page, QUESTION)).to_have_value("From the phone")
    expect(box(page, OTHER)).to_have_value("From the laptop")
    says(page, "held")
    assert state(page, room).words(ON_QUESTION) == "From the laptop"
    context.unroute("**/w/events")
    look(page)
    expect(field(page, QUESTION).locator("blockquote")).to_have_text("From the laptop")
    field(page, QUESTION).get_by_role("button", name=WORDS["keep_mine"]).click()
    all_there(page)
    assert [answer.text for answer in history(page, room, ON_QUESTION)] == ["From the laptop", "From the phone"]


def test_an_acknowledgement_that_got_lost_doubles_nothing(phone, room):
    join(phone, room)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().text())  # it has arrived; the phone doesn't hear of it
            route.abort()
        else:
            route.continue_()

    phone.route("**/w/events", lose)
    rate(phone, FIRST, "often")
    all_there(phone)
    told(phone, FIRST, WORDS["saved"])
    assert json.loads(lost[0])["saved"]
    assert len(history(phone, room, ON_FIRST)) == 1


def test_many_answers_go_in_batches_one_after_the_other(phone, room):
    join(phone, room)
    phone.context.set_offline(True)
    for answer in STEPS * 10:
        for title in (FIRST, SECOND):
            rate(phone, title, answer)
            told(phone, title, WORDS["held"])  # until the disk has it, a newer answer takes its place
    sent: list[int] = []
    under_way = [0]
    most = [0]

    def begin(request: Request) -> None:
        if request.url.endswith("/w/events"):
            sent.append(len(json.loads(request.post_data or "{}")["events"]))
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])

    def end(request: Request) -> None:
        under_way[0] -= request.url.endswith("/w/events")

    phone.on("request", begin)
    phone.on("requestfinished", end)
    phone.context.set_offline(False)
    all_there(phone)
    assert sent == [40, 40, 20]
    assert most == [1]
    assert len(events(phone, room)) == 100
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [*range(5)] * 10


def test_a_log_in_page_between_the_phone_and_the_service_is_no_acknowledgement(phone, room):
    """A hotel's network answers everything with a page of its own."""
    join(phone, room)
    hotel = [True]

    def answer(route: Route) -> None:
        if hotel[0]:
            route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>")
        else:
            route.continue_()

    phone.route("**/w/*", answer)
    rate(phone, FIRST, "often")
    says(phone, "held")
    hotel[0] = False
    look(phone)
    all_there(phone)
    assert state(phone, room).rating(STATEMENTS[0]) == often(3)


def test_a_service_that_asks_for_a_pause_gets_it(phone, room):
    phone.clock.install()
    join(phone, room)
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        body = json.dumps({"message": "That was too often."})
        route.fulfill(status=429, headers={"Retry-After": "60"}, content_type="application/json", body=body)

    phone.route("**/w/events", refuse)
    rate(phone, FIRST, "often")
    says(phone, "held")
    phone.clock.run_for(55_000)
    look(phone)
    rate(phone, SECOND, "often")
    told(phone, SECOND, WORDS["held"])
    assert len(asked) == 1
    phone.unroute("**/w/events")
    with phone.expect_request("**/w/events"):
        phone.clock.run_for(6000)
    phone.clock.resume()
    all_there(phone)
    assert len(events(phone, room)) == 2


# --- the service


@pytest.fixture
def restartable(tmp_path: Path) -> Iterator[tuple[Served, Callable[[], None], Callable[[], None]]]:
    """A service of one's own with every block open, and how to stop it and start it again."""
    db = database(tmp_path)
    store = Store(open_engine(db))
    session = store.open_session(PLAN, timedelta(days=7))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    up = ExitStack()

    def start() -> None:
        up.enter_context(running(db, port=port))

    start()
    room = Served(f"http://127.0.0.1:{port}", session, store)
    room.open_all()
    yield room, up.close, start
    up.close()
    store.engine.dispose()


def test_answers_that_were_given_while_the_service_was_down_arrive_when_it_is_back(phone, restartable):
    room, stop, start = restartable
    join(phone, room)
    rate(phone, FIRST, "seldom")
    all_there(phone)
    stop()
    rate(phone, FIRST, "often")
    box(phone, QUESTION).fill("While it was down")
    phone.keyboard.press("Tab")
    told(phone, QUESTION, WORDS["held"])
    says(phone, "held")
    start()
    all_there(phone)
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [1, 3]
    assert state(phone, room).words(ON_QUESTION) == "While it was down"


def test_a_page_that_is_loaded_while_nothing_is_behind_caddy_says_so_and_comes_by_itself(
    open_page, restartable, tmp_path
):
    """What was answered before is still there, and arrives."""
    room, stop, start = restartable
    port = int(room.url.rpartition(":")[2])
    with reserved_port() as outside, reserved_port() as plain, set_up_by_hand(tmp_path, outside, plain, port):
        phone = open_page(width=390, height=844, ignore_https_errors=True)
        phone.goto(f"https://localhost:{outside}/j/{room.session.code}")
        phone.get_by_role("button", name="Join").click()
        ready(phone)
        stop()
        rate(phone, FIRST, "often")
        told(phone, FIRST, WORDS["held"])
        phone.reload()
        expect(phone.get_by_role("heading", name="The workshop can’t be reached at the moment")).to_be_visible()
        expect(phone.get_by_text("isn’t lost")).to_be_visible()
        start()
        ready(phone)
        all_there(phone)
        assert state(phone, room).rating(STATEMENTS[0]) == often(3)


# --- the device


def test_a_dead_battery_loses_nothing_that_the_page_had_said_is_kept(tmp_path, chromium, room):
    """The browser is killed as it stands, and started again over what it has on its disk."""
    profile = tmp_path / "profile"

    def start() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            str(profile), executable_path=find_chromium(), args=QUIET, viewport={"width": 390, "height": 844}
        )

    context = start()
    join(context.new_page(), room)
    context.close()  # in peace: a browser writes cookies to its disk at leisure

    context = start()
    page = reopened(context, room)
    context.set_offline(True)
    rate(page, FIRST, "often")
    box(page, QUESTION).fill("Two per cent left")
    page.keyboard.press("Tab")
    told(page, FIRST, WORDS["held"])
    told(page, QUESTION, WORDS["held"])
    running = [one for one in psutil.Process().children(recursive=True) if f"--user-data-dir={profile}" in cmdline(one)]
    assert running
    with context.expect_event("close"):
        for process in running:
            process.kill()

    for lock in profile.glob("Singleton*"):
        lock.unlink()
    context = start()
    page = reopened(context, room)
    expect(box(page, QUESTION)).to_have_value("Two per cent left")
    all_there(page)
    assert state(page, room).rating(STATEMENTS[0]) == often(3)
    assert state(page, room).words(ON_QUESTION) == "Two per cent left"
    context.close()


def test_an_answer_that_had_arrived_before_a_phone_died_never_hides_a_newer_one(phone, service, open_page):
    """It died before it heard so, and holds the answer still; another device has answered since."""
    service.store.set_block(service.session.id, RATE, open=True)
    join(phone, service)

    def died(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.context.route("**/w/events", died)
    rate(phone, FIRST, "seldom")
    told(phone, FIRST, WORDS["held"])
    laptop = on_the_laptop(phone, open_page)
    context = phone.context
    phone.close()
    rate(laptop, FIRST, "almost always")
    all_there(laptop)
    context.unroute("**/w/events")
    page = reopened(context, service)
    expect(field(page, FIRST).get_by_role("radio", name="almost always", exact=True)).to_be_checked()
    all_there(page)
    assert [answer.frequency for answer in history(page, service, ON_FIRST)] == [1, 4]


def cmdline(process: psutil.Process) -> list[str]:
    """How a process was started; nothing if it has just ended."""
    with suppress(psutil.Error):
        return process.cmdline()
    return []


def test_two_tabs_of_one_person_agree_and_send_everything_once(phone, room):
    join(phone, room)
    other = reopened(phone.context, room)
    rate(phone, FIRST, "seldom")
    expect(field(other, FIRST).get_by_role("radio", name="seldom")).to_be_checked()
    phone.context.set_offline(True)
    rate(phone, FIRST, "often")
    told(phone, FIRST, WORDS["held"])
    rate(other, FIRST, "sometimes")
    told(other, FIRST, WORDS["held"])
    box(other, QUESTION).fill("In the other tab")
    other.keyboard.press("Tab")
    told(other, QUESTION, WORDS["held"])
    expect(box(phone, QUESTION)).to_have_value("In the other tab")
    phone.context.set_offline(False)
    all_there(phone)
    all_there(other)
    told(other, FIRST, WORDS["saved"])
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [1, 3, 2]
    assert len(history(phone, room, ON_QUESTION)) == 1


def written(page: Page, title: str, text: str) -> None:
    """Write an answer, and leave its box."""
    box(page, title).fill(text)
    page.keyboard.press("Tab")


def test_two_devices_show_each_other_and_neither_overwrites_what_the_other_wrote_since(phone, room, open_page):
    """One walk: the poll brings it, a quarrel shows both, outlives a reload, and either can be made to count."""
    join(phone, room)
    laptop = on_the_laptop(phone, open_page)
    rate(laptop, SECOND, "sometimes")
    written(laptop, QUESTION, "First, on the laptop")
    expect(box(phone, QUESTION)).to_have_value("First, on the laptop")  # by itself, within seconds
    expect(field(phone, SECOND).get_by_role("radio", name="sometimes", exact=True)).to_be_checked()
    phone.context.set_offline(True)
    written(phone, QUESTION, "Then, on the phone")
    rate(phone, FIRST, "often")
    rate(phone, SECOND, "seldom")
    told(phone, SECOND, WORDS["held"])
    written(laptop, QUESTION, "Then, on the laptop")
    rate(laptop, SECOND, "almost always")
    all_there(laptop)
    phone.context.set_offline(False)
    quarrel = field(phone, QUESTION).locator(".kit-trouble")
    expect(quarrel.locator("blockquote")).to_have_text("Then, on the laptop")
    expect(box(phone, QUESTION)).to_have_value("Then, on the phone")
    expect(field(phone, SECOND).locator("blockquote")).to_have_text("almost always")
    says(phone, "refused_some")
    assert state(phone, room).rating(STATEMENTS[0]) == often(3), "what nobody else answered is saved"
    assert state(phone, room).rating(STATEMENTS[1]) == often(4)
    phone.reload()
    ready(phone)
    expect(field(phone, SECOND).get_by_role("radio", name="seldom", exact=True)).to_be_checked()
    expect(field(phone, SECOND).locator("blockquote")).to_have_text("almost always")
    field(phone, SECOND).get_by_role("button", name=WORDS["take_other"]).click()
    expect(field(phone, SECOND).get_by_role("radio", name="almost always", exact=True)).to_be_checked()
    other = reopened(phone.context, room)  # another tab of the phone knows of the quarrel, and may end it
    expect(field(other, QUESTION).locator("blockquote")).to_have_text("Then, on the laptop")
    field(other, QUESTION).get_by_role("button", name=WORDS["keep_mine"]).click()
    all_there(other)
    expect(box(laptop, QUESTION)).to_have_value("Then, on the phone")
    expect(quarrel).to_be_empty()
    all_there(phone)
    assert [answer.text for answer in history(phone, room, ON_QUESTION)] == [
        "First, on the laptop",
        "Then, on the laptop",
        "Then, on the phone",
    ]
    assert [answer.frequency for answer in history(phone, room, f"statement:{STATEMENTS[1]}")] == [2, 4]


def test_what_one_tab_left_behind_another_sends(phone, room):
    join(phone, room)
    other = reopened(phone.context, room)
    phone.context.set_offline(True)
    rate(other, FIRST, "often")
    told(other, FIRST, WORDS["held"])
    other.close()
    phone.context.set_offline(False)
    until(lambda: state(phone, room).rating(STATEMENTS[0]) == often(3))  # the page said "saved" of its own all the time
    all_there(phone)


WRONG_CLOCK = "const true_now = Date.now; window.shift = {}; Date.now = () => true_now() + window.shift;"
YEARS = 365 * 86_400_000


@pytest.mark.parametrize("years", [-40, 40])
def test_a_clock_that_is_wrong_puts_no_answer_before_or_after_its_time(phone, room, open_page, years):
    before = utc_now()
    phone.add_init_script(WRONG_CLOCK.format(years * YEARS))
    join(phone, room)
    rate(phone, FIRST, "seldom")
    all_there(phone)
    laptop = on_the_laptop(phone, open_page)
    rate(laptop, FIRST, "often")
    all_there(laptop)
    look(phone)
    expect(field(phone, FIRST).get_by_role("radio", name="often", exact=True)).to_be_checked()
    assert state(phone, room).rating(STATEMENTS[0]) == often(3), "the later answer, whatever the phone's clock says"
    phone.context.set_offline(True)
    rate(phone, FIRST, "sometimes")
    told(phone, FIRST, WORDS["held"])
    phone.context.set_offline(False)
    all_there(phone)
    assert state(phone, room).rating(STATEMENTS[0]) == often(2)
    assert all(before - timedelta(minutes=5) < event.at <= utc_now() for event in events(phone, room))


def test_a_clock_that_jumps_between_two_answers_does_not_turn_them_round(phone, room):
    phone.add_init_script(WRONG_CLOCK.format(0))
    join(phone, room)
    phone.context.set_offline(True)
    for answer, years in (("seldom", 0), ("often", -40), ("sometimes", 40), ("not yet", 0)):
        phone.evaluate("(shift) => { window.shift = shift; }", years * YEARS)
        rate(phone, FIRST, answer)
        told(phone, FIRST, WORDS["held"])
    phone.context.set_offline(False)
    all_there(phone)
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [1, 3, 2, 0]


NO_STORAGE = """
    Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
"""
BREAKING_STORAGE = """
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...args) {
        if (window.full) throw new DOMException("full", "QuotaExceededError");
        return add.apply(this, args);
    };
"""


def test_where_a_browser_keeps_nothing_the_page_asks_to_be_left_open(phone, room):
    phone.add_init_script(NO_STORAGE)
    join(phone, room)
    expect(phone.get_by_text(SAID["keep_open"])).to_be_visible()
    rate(phone, FIRST, "often")
    all_there(phone)
    phone.context.set_offline(True)
    rate(phone, FIRST, "seldom")
    says(phone, "held_open")
    seldom = field(phone, FIRST).get_by_role("radio", name="seldom")
    link = "document.body.appendChild(Object.assign(document.createElement('a'), { href: '/' })).click()"
    leaves = [f"void setTimeout(() => {leave})" for leave in ("location.reload()", link, "history.back()")]
    for leave in (*(partial(phone.evaluate, leave) for leave in leaves), partial(phone.close, run_before_unload=True)):
        with phone.expect_event("dialog") as asked:
            leave()
        assert asked.value.type == "beforeunload"
        asked.value.dismiss()
        expect(seldom).to_be_checked()
    phone.context.set_offline(False)
    all_there(phone)
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [3, 1]


def test_a_device_whose_disk_fills_up_goes_on_in_memory_and_says_so(phone, room):
    phone.add_init_script(BREAKING_STORAGE)
    join(phone, room)
    phone.context.set_offline(True)
    rate(phone, FIRST, "often")
    told(phone, FIRST, WORDS["held"])
    expect(phone.get_by_text(SAID["keep_open"])).to_be_hidden()
    phone.evaluate("window.full = true")
    rate(phone, FIRST, "seldom")
    expect(phone.get_by_text(SAID["keep_open"])).to_be_visible()
    phone.context.set_offline(False)
    all_there(phone)
    assert [answer.frequency for answer in history(phone, room, ON_FIRST)] == [3, 1]


# --- what is turned down


@pytest.mark.parametrize(
    "words",
    ["x" * LONGEST_ANSWER, "\x01" * 190_000],
    ids=["too long", "six bytes for each character, more than a body may hold"],
)
def test_an_answer_that_is_refused_stays_on_screen_with_the_reason(phone, room, words):
    join(phone, room)
    box(phone, QUESTION).fill("Short enough")
    all_there(phone)
    box(phone, QUESTION).fill(words)
    rate(phone, FIRST, "often")
    alert = field(phone, QUESTION).get_by_role("alert")
    expect(alert).not_to_be_empty()
    says(phone, "refused_some")
    told(phone, FIRST, WORDS["saved"])
    phone.reload()
    ready(phone)
    expect(alert).not_to_be_empty()
    assert box(phone, QUESTION).input_value() == words
    says(phone, "refused_some")
    assert state(phone, room).words(ON_QUESTION) == "Short enough"
    box(phone, QUESTION).fill("Short again")
    told(phone, QUESTION, WORDS["saved"])
    expect(alert).to_be_empty()
    all_there(phone)
    assert state(phone, room).words(ON_QUESTION) == "Short again"
    assert len(history(phone, room, ON_QUESTION)) == 2


def test_an_answer_that_is_refused_is_missed_in_the_pdf_only_by_who_wants_that(phone, room):
    join(phone, room)
    box(phone, QUESTION).fill("x" * LONGEST_ANSWER)
    box(phone, OTHER).fill("There")
    phone.keyboard.press("Tab")
    says(phone, "refused_some")
    button = phone.get_by_role("button", name="My PDF")
    button.click()
    expect(phone.get_by_text(SAID["missing"].format(n=1))).to_be_visible()
    with phone.expect_download():
        button.click()
    assert state(phone, room).words(ON_OTHER) == "There"


def test_a_pdf_waits_for_the_network_and_takes_nobody_off_the_page(phone, room):
    join(phone, room)
    box(phone, QUESTION).fill("Written in a tunnel")
    phone.context.set_offline(True)
    button = phone.get_by_role("button", name="My PDF")
    button.click()
    expect(phone.get_by_text(SAID["not_now"])).to_be_visible()
    phone.context.set_offline(False)
    with phone.expect_download():
        button.click()
    assert state(phone, room).words(ON_QUESTION) == "Written in a tunnel"


def test_nobody_is_forgotten_on_their_device_before_their_answers_have_arrived(phone, room):
    join(phone, room)
    phone.context.set_offline(True)
    rate(phone, FIRST, "often")
    phone.locator("summary", has_text="Forget me on this device").click()
    button = phone.get_by_role("button", name="Forget me here")
    button.click()
    expect(phone.locator("#leave-said")).to_have_text(SAID["not_now"])
    link = phone.locator("#personal-link").input_value()
    phone.context.set_offline(False)
    button.click()
    expect(phone.get_by_text("This device has forgotten who you are.")).to_be_visible()
    phone.goto(link)
    phone.get_by_role("button", name="Go on on this device").click()
    ready(phone)
    expect(field(phone, FIRST).get_by_role("radio", name="often", exact=True)).to_be_checked()


def test_a_page_that_is_still_open_after_somebody_else_joined_sends_nothing_in_their_name(phone, room):
    join(phone, room)
    mine = phone.context.cookies()
    phone.route("**/w/events", lambda route: route.abort())
    box(phone, QUESTION).fill("The first one's words")
    phone.keyboard.press("Tab")
    told(phone, QUESTION, WORDS["held"])
    phone.context.clear_cookies()
    other = join(phone.context.new_page(), room)
    phone.unroute("**/w/events")
    look(phone)
    expect(phone.locator("#gone")).not_to_be_empty()
    expect(box(phone, QUESTION)).to_have_value("The first one's words")
    expect(box(other, QUESTION)).to_have_value("")
    assert events(other, room) == ()
    phone.context.add_cookies(mine)
    phone.reload()
    ready(phone)
    all_there(phone)
    assert state(phone, room).words(ON_QUESTION) == "The first one's words"
