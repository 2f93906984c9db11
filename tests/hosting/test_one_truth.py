"""Whatever is pressed in whatever order, no two screens of a session say different things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from html import unescape
from typing import Any, ClassVar

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from helpers.database import Store, open_engine
from helpers.workshop import feedback
from helpers.workshop.hosted import LEFT_OUT, PICTURE
from tests.hosting.server import PLAN, STATEMENTS, Served, database, running
from tests.hosting.test_facilitator import Lead, rating, send
from tests.long import tries

STEPS = {step.id: step for step in PLAN.course}
ASKED = {block.id: block for block in PLAN.blocks}
RATE = next(block.id for block in PLAN.blocks if "rate" in block.asks)
USEFUL = str(min(feedback.subjects() - {feedback.prompt()}))
MOST_PEOPLE = 6
ROW = r'<li id="block-([a-z-]+)"(.*?)</li>'
"""A part in the leading page's list, with its id."""


def words(html: str) -> str:
    """The words of some HTML, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def number(pattern: str, text: str) -> int | None:
    """The number that a pattern finds in a text; None if it stands nowhere in it."""
    found = re.search(pattern, text)
    return int(found[1]) if found else None


class Screens:
    """What every screen of a session shows at one moment: the leading page, the wall, the board and all phones."""

    def __init__(self, lead: Lead, phones: list[httpx.Client]) -> None:
        self.before = lead.client.get("/f/state").json()
        self.wall = lead.client.get("/f/pulse").json()
        sent = {"session": lead.session, "view": lead.view, "shown": lead.shown, "value": ""}
        self.board = lead.client.post("/f/board", json=sent).json()
        self.phones = [phone.get("/w/state").json() for phone in phones]
        self.pages = [phone.get("/w").text.partition('<template id="words">')[0] for phone in phones]
        self.lead = lead.client.get("/f/state").json()
        self.parts = {name: words(html) for name, html in self.lead["parts"].items()}
        self.rows = dict(re.findall(ROW, self.lead["parts"]["blocks"], re.DOTALL))

    def open_on_lead(self) -> set[str]:
        """The parts that phones ask of everybody, by the leading page."""
        return {id for id, row in self.rows.items() if re.search(r'class="is-\w+ lead-open"', row)}

    def open_for_late(self) -> set[str]:
        """The parts that are open for those alone who came after they were closed, by the leading page."""
        return {id for id, row in self.rows.items() if "Open for whoever came after it was closed" in row}


class OneTruth(RuleBasedStateMachine):
    """A session in which people join, answer and leave, and whoever leads presses what there is to press."""

    url: ClassVar[str]
    store: ClassVar[Store]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.phones: list[httpx.Client] = []
        self.erased_of_a_picture = False
        self.closed = False

    @initialize()
    def open(self) -> None:
        """A session of its own in the service that runs; as many are there as a picture needs."""
        self.served = Served(self.url, self.store.open_session(PLAN, timedelta(days=7)), self.store)
        self.lead = Lead(self.stack.enter_context(self.served.leading()), self.served)
        for _ in range(PLAN.min_group):
            self.join()

    def teardown(self) -> None:
        """Leave the browsers."""
        self.stack.close()

    @precondition(lambda self: not self.closed and len(self.phones) < MOST_PEOPLE)
    @rule()
    def join(self) -> None:
        """Somebody comes."""
        self.phones.append(self.stack.enter_context(self.served.joined()))

    @precondition(lambda self: not self.closed and len(self.phones) < MOST_PEOPLE)
    @rule(block=st.sampled_from([*ASKED]), again=st.booleans())
    def come_late(self, block: str, again: bool) -> None:
        """Somebody comes once a part was closed, and it is opened again for them, or not."""
        for opened in ("1", "0"):
            self.lead.post("/f/block", block=block, open=opened)
        self.join()
        if again:
            self.lead.post("/f/late", block=block)

    @rule()
    def reveal(self) -> None:
        """The button on the board that takes a picture, if it is there."""
        if press := re.search(r'value="(reveal:\d+)"', self.lead.press("lobby")):
            self.lead.press(press[1])
            if 'value="said"' in self.lead.html:
                self.lead.press("said")

    @precondition(lambda self: self.phones)
    @rule(data=st.data(), frequency=st.integers(0, 4), most=st.integers(1, len(STATEMENTS)), look=st.booleans())
    def rate(self, data: st.DataObject, frequency: int, most: int, look: bool) -> None:
        """The part is opened, unless all is over, and everybody from one on answers, if they are asked."""
        self.lead.post("/f/block", block=RATE, open="1")
        first = data.draw(st.integers(0, len(self.phones) - 1))
        for phone in self.phones[first:]:
            if RATE in {block["id"] for block in phone.get("/w/state").json()["blocks"] if block["open"]}:
                send(phone, {f"statement:{id}": rating(frequency) for id in STATEMENTS[:most]})
        if look:
            self.reveal()

    @precondition(lambda self: self.phones)
    @rule(data=st.data(), out=st.booleans())
    def be_left_out(self, data: st.DataObject, out: bool) -> None:
        """Somebody asks to be left out of the picture, or in again."""
        phone = data.draw(st.sampled_from(self.phones))
        if phone.get("/w/state").json()["picture"]:
            send(phone, {str(PICTURE): {"kind": "choice", "chosen": [LEFT_OUT] if out else []}})

    @precondition(lambda self: self.phones)
    @rule(data=st.data(), frequency=st.integers(0, 4))
    def say_whether_it_was_worth_it(self, data: st.DataObject, frequency: int) -> None:
        """The last part is opened, and everybody from one on says what the workshop was worth, if they are asked."""
        self.lead.post("/f/block", block=PLAN.blocks[-1].id, open="1")
        first = data.draw(st.integers(0, len(self.phones) - 1))
        for phone in self.phones[first:]:
            if phone.get("/w/state").json()["feedback"]:
                send(phone, {USEFUL: {"kind": "choice", "chosen": [f"{feedback.STEP}{frequency}"]}})

    @precondition(lambda self: not self.closed)
    @rule(step=st.sampled_from([*STEPS]), closing=st.booleans())
    def begin(self, step: str, closing: bool) -> None:
        """Whoever leads goes to a part, and closes what is open or leaves it so."""
        to_close = re.search(r'name="close" value="([^"]*)"', self.lead.client.get("/f/state").json()["parts"]["next"])
        self.lead.post("/f/step", step=step, **({"close": to_close[1]} if closing and to_close else {}))

    @precondition(lambda self: not self.closed)
    @rule(block=st.sampled_from([*ASKED]), opened=st.booleans())
    def set_block(self, block: str, opened: bool) -> None:
        """A part is opened or closed from the list."""
        self.lead.post("/f/block", block=block, open=str(int(opened)))

    @precondition(lambda self: not self.closed)
    @rule(block=st.sampled_from([*ASKED]))
    def open_late(self, block: str) -> None:
        """A part is opened again for whoever came after it was closed."""
        self.lead.post("/f/late", block=block)

    @precondition(lambda self: not self.closed)
    @rule(minutes=st.sampled_from([0, 1, 5, 18]))
    def clock(self, minutes: int) -> None:
        """The clock is started or stopped."""
        self.lead.post("/f/countdown", minutes=str(minutes))

    @rule()
    def show_feedback(self) -> None:
        """What people say of the workshop is shown, if it can be."""
        self.lead.post("/f/feedback")

    @precondition(lambda self: not self.closed)
    @rule(really=st.integers(0, 5))
    def close(self, really: int) -> None:
        """The session is closed, now and then."""
        if really == 0:
            self.lead.post("/f/close")
            self.closed = True

    @precondition(lambda self: self.phones)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        """Somebody erases their answers, and is nobody then."""
        phone = data.draw(st.sampled_from(self.phones))
        counted = phone.get("/w/state").json()["picture"] is None
        me = re.search(r'name="me" value="([^"]+)"', phone.get("/w").text)
        assert me
        phone.post("/w/erase", data={"me": me[1]})
        self.erased_of_a_picture |= counted
        self.phones.remove(phone)

    # ---- what all screens agree on -------------------------------------------------------

    @invariant()
    def agree(self) -> None:
        """Everything that two screens say of the same."""
        if not hasattr(self, "lead"):
            return
        here = Screens(self.lead, self.phones)
        self.agree_on_people(here)
        self.agree_on_the_clock(here)
        self.agree_on_what_runs(here)
        self.agree_on_what_is_open(here)
        self.agree_on_the_picture(here)
        self.agree_on_feedback(here)

    def agree_on_people(self, here: Screens) -> None:
        """How many there are, wherever it is said."""
        people = len(self.phones)
        assert here.wall["people"] == people
        assert number(r"^(\d+) (?:person has|people have) joined", here.parts["joined"]) == people
        assert here.lead["news"]["joined"].startswith(f"{people} ")
        assert {int(each) for row in here.rows.values() for each in re.findall(r">of (\d+)<", row)} <= {people}
        assert number(r"of (\d+) answered", here.parts["feedback"]) == people
        if people:
            assert number(r"of (\d+) took", here.parts["took"]) == people

    def agree_on_the_clock(self, here: Screens) -> None:
        """The time left: asked one after the other, it is never more than it was."""
        order = [here.before, here.wall, here.board, *here.phones, here.lead]
        left = [screen["left"] for screen in order]
        if None in left:
            assert set(left) == {None}
        else:
            assert left == sorted(left, reverse=True)

    def agree_on_what_runs(self, here: Screens) -> None:
        """Which part it is, whether any is, and whether all is over."""
        assert {here.lead["closed"], here.wall["closed"], *(phone["closed"] for phone in here.phones)} == {self.closed}
        ran = {phone["now"] and phone["now"]["id"] for phone in here.phones}
        marked = {id for id, row in here.rows.items() if 'aria-current="step"' in row}
        if self.closed:
            assert here.wall["now"] == ""
            assert "The session is closed" in here.parts["now"]
            assert not marked
            assert all("Open now" not in page and "Now: " not in page for page in here.pages)
            return
        assert len(marked) <= 1
        running = next(iter(marked), None)
        assert ran <= {running}
        if running is None:
            assert here.parts["now"].startswith("First ")
            assert not here.wall["now"].startswith("Now")
            return
        title = STEPS[running].title
        assert here.parts["now"].startswith(f"Now {title} ")
        joins = "Nothing is asked on the phones yet" in here.parts["now"]
        assert {phone["now"]["joining"] for phone in here.phones} <= {joins}
        assert not (joins and here.open_on_lead())
        assert re.match(rf"Now(?: on your phone)?: {re.escape(title)}", here.wall["now"])
        if here.lead["left"] is None:
            assert here.parts["countdown"].startswith(f"Start {here.lead['minutes']} ")
        for phone, page in zip(here.phones, here.pages, strict=True):
            asked = any(block["open"] for block in phone["blocks"] if block["id"] == running)
            assert (f"Open now: {title}" in words(page)) == asked
        planned = {block["minutes"] for phone in here.phones for block in phone["blocks"] if block["id"] == running}
        assert planned <= {STEPS[running].on_the_clock}
        assert here.lead["minutes"] == STEPS[running].timer

    def agree_on_what_is_open(self, here: Screens) -> None:
        """Which parts phones ask, by the leading page, the wall, the phones, and their pages without a script."""
        everybody, late_ones = here.open_on_lead(), here.open_for_late()
        named = {id for id, block in ASKED.items() if f"“{block.title}”" in here.wall["now"]}
        if "Now on your phone: " in here.wall["now"]:
            named |= {id for id, row in here.rows.items() if 'aria-current="step"' in row}
        assert named == everybody
        offered = re.search(r'name="close" value="([^"]*)"', here.lead["parts"]["next"] or here.lead["parts"]["now"])
        following = re.search(r'name="step" value="([^"]*)"', here.lead["parts"]["next"])
        if offered:
            assert {*offered[1].split()} == everybody - ({following[1]} if following else set())
        for phone, page in zip(here.phones, here.pages, strict=True):
            asks = {block["id"] for block in phone["blocks"] if block["open"]}
            assert everybody <= asks <= everybody | late_ones
            sections = dict(re.findall(r'<section id="part-([a-z-]+)"(.*?)</section>', page, re.DOTALL))
            assert {id for id, section in sections.items() if id in ASKED and "Save my answers" in section} == asks
            assert all(not block["open"] or block["opened"] for block in phone["blocks"])
        for id, row in here.rows.items():
            told = number(r"Open again for (\d+) who", row)
            late = sum(block["missed"] for phone in here.phones for block in phone["blocks"] if block["id"] == id)
            assert told in (None, late)
            assert late or "Open again for" not in words(row)

    def agree_on_the_picture(self, here: Screens) -> None:
        """Of how many people the last picture is, who is in it, and how many more there have to be for the next."""
        told = number(r"A picture of (\d+) ", here.parts["reveal"])
        on_board = number(r"picture of (\d+) (?:person|people)", words(here.board["html"]))
        if on_board is not None:
            assert told == on_board
        counted = sum(phone["picture"] is None for phone in here.phones)
        if not self.erased_of_a_picture:
            assert counted == (told or 0)
        lobby = words(self.lead.press("lobby"))
        assert number(r"(\d+) more (?:person has|people have) to answer before", here.parts["reveal"]) == number(
            r"(\d+) more (?:person has|people have) to answer before", lobby
        )
        assert ("You can reveal a" in here.parts["reveal"]) == bool(
            re.search(r'value="reveal:\d+"(?![^>]*aria-disabled)', self.lead.html)
        )

    def agree_on_feedback(self, here: Screens) -> None:
        """Whether it is asked, and how many have answered it."""
        assert len({phone["feedback"] is None for phone in here.phones}) <= 1
        asked = any(phone["feedback"] for phone in here.phones)
        assert all(("Was it worth it?</h2>" in page) == asked for page in here.pages)
        answered = sum(USEFUL in phone["values"] for phone in here.phones)
        told = number(r"^(\d+) of", here.parts["feedback"])
        assert told is not None
        if asked:
            assert told == answered
        assert told <= len(here.phones)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[OneTruth]]:
    """The machine, with a service of which each of its walks opens a session."""
    db = database(tmp_path_factory.mktemp("one-truth"))
    store = Store(open_engine(db))
    with running(db) as url:
        OneTruth.url, OneTruth.store = url, store
        yield OneTruth
    store.engine.dispose()


def test_no_two_screens_say_different_things(machine: type[OneTruth]) -> None:
    """A wall said that a part was open which phones had closed, and the like: each such fault was of one order."""
    how: dict[str, Any] = {"max_examples": tries(5, 150), "stateful_step_count": 25, "phases": [Phase.generate]}
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    machine.TestCase.settings = settings(**how, suppress_health_check=checks)
    walk = machine.TestCase()
    walk.runTest()
