"""What a facilitator may see and do: head counts, pictures that suppression let out, and their own session alone."""

from __future__ import annotations

import contextlib
import html
import io
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser

import httpx
import pypdf
import pytest
from sqlalchemy import text as sql
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.clock import utc_now
from helpers.database import Store, mark_of, open_team
from helpers.database.tokens import new_token
from helpers.insight.words import listed
from helpers.pages.board import TABS
from helpers.workshop.agenda import load_workshop
from helpers.workshop.follow_up import letters
from helpers.workshop.hosted import LEFT_OUT, PICTURE, RELEASE, plan_session, release_mark
from tests.hostile import HOSTILE, visible
from tests.hosting.process import TRUSTED
from tests.hosting.server import LADDER, PLAN, STATEMENTS, Served, database, served
from tests.patience import PATIENCE
from tests.workshop.test_code import ASKED, code_of

DEVICE = "d" * 32
RATE = PLAN.blocks[1].id
PROMPT = f"prompt:{PLAN.prompts[0]}"
PRIVATE = "NOBODY ELSES BUSINESS"
PAGES = ("/f", "/f/state", "/f/projector", "/f/pulse", "/f/board")


def rating(frequency: int) -> dict[str, object]:
    return {"kind": "rating", "state": "frequency", "frequency": frequency}


def send(client: httpx.Client, answers: dict[str, object]) -> None:
    events = [
        {"id": uuid.uuid4().hex, "subject": subject, "answer": answer, "age": 0} for subject, answer in answers.items()
    ]
    told = client.post("/w/events", json={"device": DEVICE, "events": events})
    assert told.status_code == 200
    assert told.json()["refused"] == []


def rate(client: httpx.Client, *frequencies: int) -> None:
    """Answer the first statements so."""
    send(client, {f"statement:{id}": rating(given) for id, given in zip(STATEMENTS, frequencies, strict=False)})


def asks(client: httpx.Client, block_id: str) -> bool:
    """Whether somebody's phone asks a part now."""
    return {block["id"]: block["open"] for block in client.get("/w/state").json()["blocks"]}[block_id]


def say(client: httpx.Client, text: str, *, released: bool) -> None:
    """Write a reflection, and let the team read it or not."""
    send(client, {PROMPT: {"kind": "words", "text": text}})
    if released:
        kept = client.get("/w/state").json()["values"][PROMPT]["text"]
        send(client, {RELEASE: {"kind": "choice", "chosen": [release_mark(PROMPT, kept)]}})


@contextlib.contextmanager
def room(service: Served, *answers: tuple[int, ...]) -> Iterator[list[httpx.Client]]:
    """People who joined and rated the first statements so."""
    service.open_all()
    with contextlib.ExitStack() as stack:
        people = [stack.enter_context(service.joined()) for _ in answers]
        for client, given in zip(people, answers, strict=True):
            rate(client, *given)
        yield people


class Lead:
    """A facilitator's browser: what its board shows is remembered here, as a page remembers it."""

    def __init__(self, client: httpx.Client, service: Served) -> None:
        self.client, self.session = client, service.session.id
        self.view, self.shown, self.html = "lobby", False, ""

    def press(self, value: str) -> str:
        """Press a button on the board; what it shows then."""
        sent = {"session": self.session, "view": self.view, "shown": self.shown, "value": value}
        told = self.client.post("/f/board", json=sent)
        assert told.status_code == 200, told.text
        self.view, self.shown, self.html = told.json()["view"], told.json()["shown"], told.json()["html"]
        return self.html

    def post(self, path: str, **sent: str) -> httpx.Response:
        """Send a form of the facilitator's page, as its script does."""
        return self.client.post(path, data={"session": self.session, **sent}, headers={"accept": "application/json"})

    def submit(self, path: str, **sent: str) -> httpx.Response:
        """Send a form of the facilitator's page, as a browser without JavaScript does."""
        return self.client.post(path, data={"session": self.session, **sent}, headers={"accept": "text/html"})

    def everything(self) -> dict[str, str]:
        """All that a facilitator's browser is sent, by what it asked for."""
        found = {path: self.client.get(path).text for path in PAGES}
        found["/f as a page"] = self.client.get("/f", headers={"accept": "text/html"}).text
        found["/f/board as a page"] = self.client.get("/f/board", headers={"accept": "text/html"}).text
        for value, _ in TABS:
            found[value] = self.press(value)
            for more in re.findall(r'<button[^>]* value="([^"]+)"', self.html):
                if more not in ("show", "said") and not more.startswith("reveal"):
                    found[more] = self.press(more)
        return found


@contextlib.contextmanager
def leading(service: Served) -> Iterator[Lead]:
    with service.leading() as client:
        yield Lead(client, service)


def bars(html: str) -> str:
    """What a picture says, in the words of its alt text."""
    return " ".join(re.findall(r'alt="([^"]*)"', html))


# ---- who may come in ---------------------------------------------------------------------


def test_the_whole_link_can_be_pasted_as_well_as_its_key(service):
    for typed in (service.session.key, f"  {service.url}/facilitate#{service.session.key}\n"):
        with httpx.Client(base_url=service.url, timeout=PATIENCE) as client:
            told = client.post("/facilitate", data={"key": typed})
            assert (told.status_code, told.headers["location"]) == (303, "/f")
            cookie = told.headers["set-cookie"].lower()
            assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/"))
            assert client.get("/f").status_code == 200


def test_a_key_leads_on_to_where_one_was_going_and_nowhere_else(service):
    """The projector's printed address, in a browser that doesn't lead yet."""
    with httpx.Client(base_url=service.url, timeout=PATIENCE) as client:
        door = client.get("/f/projector", headers={"accept": "text/html"}, follow_redirects=True)
        assert '<input type="hidden" name="to" value="projector">' in door.text
        for to, there in (("projector", "/f/projector"), ("board", "/f/board"), ("erase", "/f"), ("//x.example", "/f")):
            assert client.post("/facilitate", data={"key": service.session.key, "to": to}).headers["location"] == there
        assert 'href="/f/projector"' in client.get("/facilitate?to=projector").text
        assert "x.example" not in client.get("/facilitate?to=//x.example").text


def test_wrong_keys_are_refused_and_then_stopped(alone):
    with httpx.Client(base_url=alone.url, timeout=PATIENCE) as client:
        told = [client.post("/facilitate", data={"key": new_token()}).status_code for _ in range(11)]
        assert told == [403] * 10 + [429]
        assert client.post("/facilitate", data={"key": alone.session.key}).status_code == 303


@pytest.mark.parametrize("cookie", [None, "", "x", "0" * 22, "0" * 5000, "%00", "' OR 1=1 --"])
def test_nothing_is_led_without_a_key(service, cookie):
    cookies = {} if cookie is None else {"kit-facilitator": cookie}
    with httpx.Client(base_url=service.url, cookies=cookies, timeout=PATIENCE) as client:
        for path in PAGES:
            assert client.get(path).status_code == 401
            page = client.get(path, headers={"accept": "text/html"})
            to = {"/f/projector": "?to=projector", "/f/board": "?to=board"}.get(path, "")
            assert (page.status_code, page.headers["location"]) == (303, f"/facilitate{to}")
        for path in ("block", "countdown", "close", "erase", "board", "report.pdf"):
            told = client.post(f"/f/{path}", data={"session": service.session.id, "open": "1", "sure": "1"})
            assert told.status_code == 401
    assert service.store.session(service.session.id).closed_at is None


def test_a_participant_leads_nothing_and_a_facilitator_answers_nothing(service):
    """Neither by their own cookie nor by putting its value into the other one."""
    with service.joined() as somebody, service.leading() as lead:
        token, key = somebody.cookies["kit-me"], lead.cookies["kit-facilitator"]
        for cookies in ({"kit-me": token}, {"kit-facilitator": token}):
            with httpx.Client(base_url=service.url, cookies=cookies, timeout=PATIENCE) as client:
                assert {client.get(path).status_code for path in PAGES} == {401}
        for cookies in ({"kit-facilitator": key}, {"kit-me": key}):
            with httpx.Client(base_url=service.url, cookies=cookies, timeout=PATIENCE) as client:
                assert client.get("/w/state").status_code == 401
                assert client.post("/w/journal.jsonl").status_code == 401


def test_another_session_s_facilitator_gets_nothing(service):
    other = service.store.open_session(PLAN, timedelta(days=1))
    with room(service, (1, 1), (2, 2), (3, 3)), httpx.Client(base_url=service.url, timeout=PATIENCE) as client:
        client.post("/facilitate", data={"key": other.key})
        theirs = service._replace(session=other)
        lead = Lead(client, theirs)
        assert client.get("/f/state").json()["session"] == other.id
        assert "<b>0</b>" in client.get("/f/state").json()["parts"]["joined"]
        assert "3 more people" in lead.press("reveal")
        mine = {"session": service.session.id}
        for path, sent in [
            ("block", {"block": RATE, "open": "0"}),
            ("countdown", {"minutes": "5"}),
            ("close", {}),
            ("erase", {"sure": "1"}),
            ("report.pdf", {}),
            ("board", {"view": "lobby", "shown": "0", "value": "reveal"}),
        ]:
            assert client.post(f"/f/{path}", data={**mine, **sent}).status_code == 409
        told = client.post("/f/board", json={**mine, "view": "lobby", "shown": False, "value": "reveal"})
        assert told.status_code == 409
    info = service.store.session(service.session.id)
    assert info.closed_at is None
    assert info.people == 3
    assert all(block.open for block in service.store.blocks(info.id))


def test_a_page_that_was_drawn_for_another_session_changes_nothing(service):
    """A browser that was let into a second session still has the first one's page open: pressing there is refused."""
    other = service.store.open_session(PLAN, timedelta(days=1))
    with leading(service) as lead:
        lead.client.post("/facilitate", data={"key": other.key})
        assert lead.post("/f/erase", sure="1").status_code == 409
    assert {one.id for one in service.store.sessions()} >= {service.session.id, other.id}


# ---- leading -----------------------------------------------------------------------------


def test_a_block_is_opened_and_closed_for_everybody(service):
    with leading(service) as lead, service.joined() as somebody:
        told = lead.post("/f/block", block=RATE, open="1").json()
        assert told["said"] == "“Your last six months” is open now."
        assert [block["open"] for block in somebody.get("/w/state").json()["blocks"]] == [False, True, False, False]
        assert lead.post("/f/block", block=RATE, open="0").json()["said"].endswith("is closed now.")
        assert not somebody.get("/w/state").json()["blocks"][0]["open"]
        rate(somebody, 3)  # was on its way
        assert lead.post("/f/block", block="nope", open="1").status_code == 400


def test_without_javascript_a_button_leads_back_to_the_page(service):
    with httpx.Client(base_url=service.url, timeout=PATIENCE) as client:
        client.post("/facilitate", data={"key": service.session.key})
        lead = Lead(client, service)
        told = lead.submit("/f/block", block=RATE, open="1")
        assert (told.status_code, told.headers["location"]) == (303, f"/f#block-{RATE}")
        page = client.get("/f", headers={"accept": "text/html"}).text
        assert "Close<span" in page
        assert lead.submit("/f/countdown", minutes="7").headers["location"] == "/f#countdown"
        assert re.search(r"data-clock[^>]*>(7:00|[56]:\d\d)<", client.get("/f").text)
        refused = lead.submit("/f/countdown", minutes="soon")
        assert refused.status_code == 400
        assert 'href="/f"' in refused.text, "and the way back is to the facilitator's own page"


def test_a_countdown_runs_for_all_and_can_be_stopped(service):
    with leading(service) as lead, service.joined() as somebody:
        assert somebody.get("/w/pulse").json()["left"] is None
        assert 180 - PATIENCE < lead.post("/f/countdown", minutes="3").json()["left"] <= 180
        assert 180 - PATIENCE < somebody.get("/w/pulse").json()["left"] <= 180
        assert 180 - PATIENCE < lead.client.get("/f/pulse").json()["left"] <= 180
        assert lead.post("/f/countdown", minutes="0").json()["left"] is None
        assert somebody.get("/w/pulse").json()["left"] is None


@pytest.mark.parametrize("minutes", ["-1", "1.5", "241", "999999", "²", "٣", "1e2", "five", "1" * 5000])
def test_no_other_countdown_is_taken(service, minutes):
    with leading(service) as lead:
        assert lead.post("/f/countdown", minutes=minutes).status_code == 400
        assert lead.client.get("/f/state").json()["left"] is None


def test_the_box_holds_what_the_slide_of_the_part_that_runs_counts_down(service):
    timers = {step.id: step.timer for step in PLAN.course}
    assert timers["rate"] == 18
    with leading(service) as lead:
        assert lead.client.get("/f/state").json()["minutes"] == PLAN.course[0].timer
        for id in (PLAN.blocks[1].id, "reveal", PLAN.blocks[0].id):
            assert lead.post("/f/step", step=id).json()["minutes"] == timers[id]


def test_a_part_that_counts_down_twice_offers_the_sessions_clock_for_both(service):
    """Else the second would run on a slide alone, or nowhere."""
    lab = next(step for step in plan_session(load_workshop("half-day"), LADDER).steps if step.id == "lab")
    service.store.replan(service.session.id, lambda plan: plan.model_copy(update={"steps": (*plan.steps, lab)}))
    with leading(service) as lead:
        lead.post("/f/step", step="lab")
        offered = r'name="minutes" value="(\d+)"'
        assert re.findall(offered, lead.client.get("/f/state").json()["parts"]["countdown"]) == ["6", "14"]
        running = lead.post("/f/countdown", minutes="14").json()
        assert 840 - PATIENCE < running["left"] <= 840
        assert re.findall(offered, running["parts"]["countdown"]) == ["0"]


def standing(lead: Lead) -> dict[str, str]:
    """What the leading page says of each step in which phones ask nothing, by its id."""
    blocks = lead.client.get("/f/state").json()["parts"]["blocks"]
    rows = re.findall(r'<li id="block-([a-z-]+)".*?<p class="lead-far">\s*(.*?)\s*</p>', blocks, re.DOTALL)
    told = {id: re.fullmatch(r'<span class="kp-small">([^<]*)</span>', row) for id, row in rows}
    return {id: found[1] for id, found in told.items() if found and found[1] != "not opened yet"}


def notes(client: httpx.Client) -> dict[str, str]:
    """What somebody's page, as it stands without a script, says of each part that asks nothing."""
    page = client.get("/w").text
    told = re.findall(r'<section id="part-([a-z-]+)".*?</section>', page, re.DOTALL)
    sections = {id: re.search(rf'<section id="part-{id}".*?</section>', page, re.DOTALL) for id in told}
    found = {id: section and re.search(r'hosted-note">(.*?)</p>', section[0]) for id, section in sections.items()}
    return {id: note[1] for id, note in found.items() if note}


def test_while_people_join_no_screen_says_that_nothing_is_to_be_done(service):
    """“Your phone can rest” stood on phones while others still joined."""
    with leading(service) as lead, service.joined() as somebody:
        for step in ("welcome", "ready"):
            lead.post("/f/step", step=step)
            assert somebody.get("/w/state").json()["now"]["joining"]
            assert "can rest" not in somebody.get("/w").text.partition('<template id="words">')[0]
            assert "and people can join" in lead.client.get("/f/state").json()["parts"]["now"]
        lead.post("/f/step", step="break")
        assert not somebody.get("/w/state").json()["now"]["joining"]
        assert "Now: Break. Your phone can rest." in somebody.get("/w").text
        lead.post("/f/block", block="rate", open="1")
        assert 'Open now: <a class="hosted-way" href="#part-rate">' in somebody.get("/w").text, "opened in the break"


def test_a_part_that_was_passed_over_is_told_as_that_and_no_more_as_one_to_come(service):
    """It said “Not open yet. It appears here by itself” to the end, and “not opened yet” on the facilitator's page."""
    first, second, *_, last = PLAN.blocks
    with leading(service) as lead, service.joined() as somebody:
        lead.post("/f/step", step=second.id)
        told = {block["id"]: block["passed"] for block in somebody.get("/w/state").json()["blocks"]}
        assert (told[first.id], told[second.id], told[last.id]) == (True, False, False)
        assert notes(somebody)[first.id].startswith("The room has gone on without this part.")
        assert notes(somebody)[last.id].startswith("Not open yet.")
        blocks = lead.client.get("/f/state").json()["parts"]["blocks"]
        assert blocks.count("left out") == 3, "that one, and the two before it"
        assert blocks.count("not opened yet") == 2
        lead.post("/f/block", block=first.id, open="1")
        assert first.id not in notes(somebody), "it can be opened all the same"


def test_a_part_that_is_closed_while_it_runs_is_named_as_open_nowhere(service):
    first = PLAN.blocks[0]
    with leading(service) as lead, service.joined() as somebody:
        lead.post("/f/step", step=first.id)
        assert lead.client.get("/f/pulse").json()["now"] == f"Now on your phone: {first.title}"
        assert "On the phones: " in lead.client.get("/f/state").json()["parts"]["now"]
        lead.post("/f/block", block=first.id, open="0")
        assert lead.client.get("/f/pulse").json()["now"] == f"Now: {first.title}"
        assert "Closed on the phones: " in lead.client.get("/f/state").json()["parts"]["now"]
        assert "Open now:" not in somebody.get("/w").text.partition('<template id="words">')[0]


def test_a_part_whose_name_is_a_question_gets_no_full_stop_after_it(tmp_path):
    """Phones said “Now: What would you do?.”"""
    plan = plan_session(load_workshop("half-day"), LADDER)
    asking = next(step for step in plan.course if step.title.endswith("?"))
    with (
        served(database(tmp_path), plan=plan) as service,
        leading(service) as lead,
        service.joined() as somebody,
    ):
        lead.post("/f/step", step=asking.id)
        now = somebody.get("/w/state").json()["now"]
        assert now["sentence"] == now["title"] == asking.title
        assert f"Now: {asking.title}<" in somebody.get("/w").text
        lead.post("/f/block", block=plan.blocks[0].id, open="1")
        lead.post("/f/step", step=asking.id)
        assert lead.client.get("/f/pulse").json()["now"].startswith(f"Now: {asking.title} Open on your phone: ")
        assert f"{asking.title} Open, too: " in somebody.get("/w").text


def test_the_wall_names_every_part_that_phones_ask(service):
    """With two parts open it named one of them, and phones showed both."""
    first, second, third = PLAN.blocks[0], PLAN.blocks[1], PLAN.blocks[2]
    closing = next(step.title for step in PLAN.course if step.id == "close")
    with leading(service) as lead:

        def wall() -> str:
            return lead.client.get("/f/pulse").json()["now"]

        lead.post("/f/step", step=first.id)
        lead.post("/f/step", step=second.id)
        assert wall() == f"Now on your phone: {second.title}. Still open: “{first.title}”"
        lead.post("/f/block", block=third.id, open="1")
        assert wall() == f"Now on your phone: {third.title}. Still open: “{first.title}” and “{second.title}”"
        lead.post("/f/step", step="close", close=f"{first.id} {second.id}")
        assert wall() == f"Now: {closing}. Open on your phone: “{third.title}”"
        lead.post("/f/block", block=third.id, open="0")
        lead.post("/f/late", block=third.id)
        assert wall() == f"Now: {closing}", "what is asked of latecomers alone isn’t for everybody"
        lead.post("/f/close")
        assert wall() == ""


def test_the_card_of_what_comes_next_offers_to_close_what_is_open_for_latecomers(service):
    """It offered to close what everybody has open alone, so that part stayed open without a word, to the end."""
    after = PLAN.blocks[2].id
    with leading(service) as lead:
        lead.post("/f/step", step=RATE)
        lead.post("/f/block", block=RATE, open="0")
        with service.joined() as late:
            lead.post("/f/late", block=RATE)
            tick = re.search(r'<input type="checkbox" name="close_late" value="rate"[^>]*>', lead.client.get("/f").text)
            assert tick is not None
            assert "checked" not in tick[0], "they may still be at it"
            lead.post("/f/step", step=after)
            assert asks(late, RATE)
            lead.post("/f/step", step="close", close=f"{after} {RATE}")
            assert not asks(late, after)
            assert asks(late, RATE), "an older page still named it among what everybody had open"
            lead.post("/f/step", step=PLAN.blocks[3].id, close_late=RATE)
            assert not asks(late, RATE)
            assert 'data-key="close-late' not in lead.client.get("/f").text


def test_a_part_that_is_open_before_its_turn_is_not_offered_for_closing_as_it_begins(service):
    first, second = PLAN.blocks[0].id, PLAN.blocks[1].id
    with leading(service) as lead:
        service.store.set_block(service.session.id, second, open=True)
        lead.post("/f/step", step=first)
        while f'name="step" value="{second}"' not in (card := lead.client.get("/f/state").json()["parts"]["next"]):
            lead.post("/f/step", step=re.search(r'name="step" value="([^"]+)"', card)[1])
        tick = re.search(r'name="close" value="([^"]*)"', card)
        assert tick[1].split() == [first]


def test_no_number_on_the_leading_page_or_the_board_tells_that_somebody_asks_to_be_left_out(service):
    """“6 people have answered” became 5 as somebody ticked, beside “6 begun”: whoever watched the room saw who."""
    with room(service, (0, 1), (1, 2), (4, 3), (1, 1)) as people, leading(service) as lead:

        def told() -> dict[str, str]:
            board = lead.client.get("/f/board", headers={"accept": "text/html"}).text
            return {**lead.client.get("/f/state").json()["parts"], "board": board}

        before = told()
        assert "Enough people have answered." in before["board"]
        assert "Enough people have answered. You can reveal a picture." in before["reveal"]
        assert "Whoever asks to be left out of the picture is left out of what is shown here" in before["feedback"]
        send(people[0], {PICTURE: {"kind": "choice", "chosen": [LEFT_OUT]}})
        assert told() == before


def test_answers_are_said_to_be_kept_where_there_are_any(service):
    with leading(service) as lead, service.joined() as ana, service.joined() as ben:
        lead.post("/f/step", step=RATE)
        rate(ana, 3)
        lead.post("/f/block", block=RATE, open="0")
        assert notes(ana)[RATE] == "Closed. Your answers are kept."
        assert notes(ben)[RATE] == "Closed. You have answered nothing here."


def test_after_the_end_nothing_is_offered_that_nobody_can_do_any_more(service):
    """Latecomers were told to ask that a part be opened again, and the page that leads offered to start the clock."""
    with leading(service) as lead:
        lead.post("/f/step", step=RATE)
        lead.post("/f/step", step="close", close=RATE)
        with service.joined() as late:
            assert "can open it again for you" in notes(late)[RATE]
            lead.post("/f/close")
            assert notes(late)[RATE] == "Closed. You have answered nothing here."
            page = lead.client.get("/f").text
            assert re.search(r'action="/f/countdown" data-here hidden', page)
            assert standing(lead)["close"] == "done"
            assert "aria-current" not in lead.client.get("/f/state").json()["parts"]["blocks"]


def test_a_page_without_a_script_says_what_the_clock_had_left(service):
    """The leading page promises one clock on every screen; a phone without JavaScript showed none."""
    with leading(service) as lead, service.joined() as somebody:
        lead.post("/f/step", step=RATE)
        assert "about 18 minutes" in somebody.get("/w").text
        lead.post("/f/countdown", minutes="7")
        page = somebody.get("/w").text
        assert re.search(r"Time left as this page was loaded: (7:00|6:5\d)", page)
        assert "about 18 minutes" not in page


def test_a_part_that_was_open_again_until_the_end_was_not_closed_before_somebody_came(service):
    """That was said on the page of the latecomer for whom it had been opened again, once the session was closed."""
    with leading(service) as lead:
        for block in PLAN.blocks[:2]:
            lead.post("/f/step", step=block.id)
        lead.post("/f/step", step="break", close=f"{PLAN.blocks[0].id} {RATE}")
        with service.joined() as late:
            for block in PLAN.blocks[:2]:
                lead.post("/f/late", block=block.id)
            page = late.get("/w").text
            assert re.search(r"Open now: <a [^>]*>The terrain</a>, <a [^>]*>Your last six months</a>", page)
            lead.post("/f/close")
            assert notes(late)[RATE] == "Closed. You have answered nothing here."


def test_the_clock_belongs_to_one_part_on_every_screen_and_ends_with_it(service):
    """The wall and the phones name what runs; opening the next part may close the one before."""
    first, second, *_ = PLAN.blocks
    with leading(service) as lead, service.joined() as somebody:

        def clocks() -> list[int | None]:
            told = (somebody.get("/w/pulse"), lead.client.get("/f/pulse"), lead.client.get("/f/state"))
            board = lead.client.post("/f/board", json={"session": service.session.id})
            return [one.json()["left"] for one in (*told, board)]

        assert "First" in lead.client.get("/f/state").json()["parts"]["now"]
        assert lead.post("/f/step", step="welcome").json()["said"].endswith("has begun.")
        assert standing(lead) == {
            "welcome": "now",
            "ready": "people can join",
            "break": "nothing on the phones",
            "reveal": "what the slide asks",
            "close": "three questions about the workshop itself",
        }
        assert lead.client.get("/f/pulse").json()["now"] == "Now: Why we are here"
        welcome = {"id": "welcome", "title": "Why we are here", "sentence": "Why we are here."}
        welcome |= {"asks": False, "joining": True, "spoken": []}
        assert somebody.get("/w/state").json()["now"] == welcome
        assert "Now: Why we are here. You are in, while others still join." in somebody.get("/w").text
        lead.post("/f/step", step=first.id)
        assert lead.client.get("/f/pulse").json()["now"].startswith("Now on your phone: ")
        lead.post("/f/countdown", minutes="18")
        assert all(left and 1060 < left <= 1080 for left in clocks())
        assert f"Close “{first.title}”" in lead.client.get("/f/state").json()["parts"]["next"]
        lead.post("/f/step", step=first.id)
        assert all(clocks()), "a second press leaves the clock that was started meanwhile"
        part = lead.client.get("/f/state").json()["parts"]["next"]
        assert f'name="close" value="{first.id}"' in part
        third = PLAN.blocks[2]
        lead.post("/f/block", block=third.id, open="1")  # by another device, after the page was drawn
        lead.post("/f/step", step=second.id, close=first.id)
        assert clocks() == [None] * 4
        assert [block["open"] for block in somebody.get("/w/state").json()["blocks"]] == [False, True, True, False]
        lead.post("/f/block", block=third.id, open="0")
        assert [block["open"] for block in somebody.get("/w/state").json()["blocks"]] == [False, True, False, False]
        lead.post("/f/countdown", minutes="5")
        lead.post("/f/block", block=second.id, open="0")
        assert clocks() == [None] * 4
        lead.post("/f/step", step="reveal")
        told = standing(lead)
        assert (told["welcome"], told["ready"], told["break"], told["reveal"]) == (
            "done",
            "left out",
            "left out",
            "now",
        )
        assert "Start 10" in lead.client.get("/f/state").json()["parts"]["countdown"]
        (_, rows) = somebody.get("/w/state").json()["now"]["spoken"]
        assert rows["lines"][0] == "What could explain the difference?"
        assert f"<li>{rows['lines'][0]}</li>" in somebody.get("/w").text, "without JavaScript too"
        assert lead.post("/f/step", step="nope").status_code == 400


def test_what_is_asked_is_chosen_until_somebody_joins(service):
    chosen = [STATEMENTS[2], "senior.strategy"]
    with leading(service) as lead:

        def choose(*statements: str, **minutes: str) -> httpx.Response:
            sent = {"session": service.session.id, "statement": list(statements), **minutes}
            return lead.client.post("/f/plan", data=sent, headers={"accept": "application/json"})

        for refused in (
            choose(),
            choose("no.such"),
            choose(*chosen, **{"minutes-rate": "0"}),
            choose(*(one.id for _, _, one in LADDER.walk())),
        ):
            assert refused.status_code == 409
        assert service.store.plan(service.session.id) == PLAN
        told = choose(*chosen, **{"minutes-rate": "20"}).json()
        rated = next(step for step in PLAN.course if step.id == "rate")
        length = sum(step.minutes for step in PLAN.course) - rated.minutes + 20
        assert told["said"] == (
            f"People rate 2 statements; all parts take {length} minutes. Shown are counts of 3 people or more, in bars "
            "of every answer."
        )
        plan = service.store.plan(service.session.id)
        assert plan.statements == tuple(chosen)
        now = next(step for step in plan.course if step.id == "rate")
        assert (now.minutes, now.timer) == (20, rated.timer + 20 - rated.minutes)

        small = {"group": "6", "bars": "coarse", "people": "7", "mix-senior": "2", "mix-mid": "5"}
        for refused in ({"group": "2"}, {"group": "many"}, {"group": "61"}, {"people": "0"}, {"mix-mid": "8"}):
            assert choose(*chosen, **(small | refused)).status_code == 409, refused
        told = choose(*chosen, **small).json()
        warned = f"0 of {sum(1 for _ in LADDER.walk())} statements could be shown"
        assert warned in told["parts"]["mix"]
        assert told["unjoined"]
        assert "in bars of three parts" in told["said"]
        team = open_team(service.store, service.session.id)
        assert (team.min_group, team.lobby().coarse) == (6, True)
        promises = service.store.plan(service.session.id).promises
        assert "at least six people" in promises[1]
        assert "three parts at the most" in promises[1]
        assert lead.client.get("/f/pulse").json()["promises"] == list(promises), "what stands on the wall follows"
        assert choose(*chosen, group="3", bars="fine").status_code == 200
        assert service.store.plan(service.session.id).people == 7, "what isn't in the form stays"
        assert choose(*chosen, people="").status_code == 200
        assert service.store.plan(service.session.id).people is None, "and who empties the box knows it no more"

        choose(*chosen, **small)
        lead.post("/f/block", block=RATE, open="1")
        with service.joined() as somebody:
            assert somebody.get("/w/state").json()["promise"] == list(promises)
            assert "senior.strategy" in somebody.get("/w/state").text
            assert STATEMENTS[0] not in somebody.get("/w/state").text
            assert choose(STATEMENTS[0]).status_code == 409
        assert service.store.plan(service.session.id).statements == tuple(chosen)


def test_how_far_people_are_is_told_in_counts_alone(service):
    with room(service, (1, 2, 3, 4), (1,)), service.joined(), leading(service) as lead:
        parts = lead.client.get("/f/state").json()["parts"]
        assert "<b>3</b> people have joined" in parts["joined"]
        assert "<b>2</b> begun</span> <span><b>1</b> done" in parts["blocks"]
        assert "1 more person has to answer" in parts["reveal"]


# ---- the board, by the rules of suppression ----------------------------------------------


def test_no_picture_is_up_before_somebody_reveals_it(service):
    with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
        for value in ("agenda", "words", "level:mid:signs", f"topic:{STATEMENTS[0]}", "said", "show", "x", ""):
            assert "<figure" not in lead.press(value)
        assert "<figure" in lead.press("reveal")
        assert '<p class="kb-count">3</p>' in lead.client.get("/f/board", headers={"accept": "text/html"}).text
        assert "<figure" not in lead.client.get("/f/board").text, "a page that is loaded again begins in the lobby"


def test_a_reveal_that_comes_too_early_is_refused_in_words(service):
    with room(service, (0,), (1,)), leading(service) as lead:
        assert "1 more person has to answer before a picture can be shown" in lead.press("reveal")
        assert "<figure" not in lead.html


def test_what_all_agree_on_is_said_aloud_before_it_is_shown(service):
    with room(service, (4, 1), (4, 2), (4, 3)), leading(service) as lead:
        assert "Say this first, aloud" in lead.press("reveal")
        title = LADDER.statement(STATEMENTS[0]).title
        assert title in lead.html
        for value in ("agenda", "level", "words", "together", ""):
            assert "<figure" not in lead.press(value), "it can't be skipped"
        assert lead.press("said")
        assert "<figure" in lead.html


@pytest.mark.parametrize("late", [False, True])
def test_where_one_answered_otherwise_than_all_others_that_is_said_before_it_is_shown(service, late):
    """n - 1 against 1: the one apart will know all others' answers. The same of people who come to a picture later."""
    title = LADDER.statement(STATEMENTS[0]).title
    apart = ((4, 1), (4, 2), (1, 3))
    with contextlib.ExitStack() as stack, leading(service) as lead:
        if late:
            stack.enter_context(room(service, (0, 1), (1, 2), (4, 3)))
            assert "Say this first" not in lead.press("reveal")
            lead.press("lobby")
        stack.enter_context(room(service, *apart))
        assert "Say this first, aloud" in lead.press("reveal")
        named = re.findall(r"<li[^>]*>([^<]*)</li>", lead.html)
        assert named == [title]
        for value in ("agenda", "level", "together", f"topic:{STATEMENTS[0]}", ""):
            assert "<figure" not in lead.press(value), "it can't be skipped"
        assert "<figure" in lead.press("said")
        report = pypdf.PdfReader(io.BytesIO(lead.post("/f/report.pdf").content))
        told = " ".join(" ".join(page.extract_text() for page in report.pages).split())
        assert f"On “{title}” a whole group, or all of it but one, gave one and the same answer" in told


def test_late_answers_wait_for_the_next_snapshot(service):
    with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
        lead.press("reveal")
        before = lead.press("level:mid:responsibilities")
        assert "3 answers" in bars(before)
        with room(service, (2, 2), (1, 1)) as late:
            assert lead.press("") == before
            lead.press("lobby")
            assert "2 people aren’t in it yet" in lead.html
            assert "1 more person has to answer before a new picture" in lead.press("reveal")
            lead.press("show")
            assert lead.press("level:mid:responsibilities") == before
            with room(service, (3, 0)):
                lead.press("lobby")
                lead.press("reveal")
                assert "6 answers" in bars(lead.press("level:mid:responsibilities"))
            assert late


def test_who_changes_an_answer_or_leaves_changes_no_picture(service):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        lead.press("reveal")
        before = {value: lead.press(value) for value, _ in TABS[1:]}
        rate(people[0], 4, 4)
        people[1].post("/w/erase")
        assert {value: lead.press(value) for value, _ in TABS[1:]} == before
        assert "in it yet" not in lead.press("lobby")
        assert "<b>2</b> people have joined" in lead.client.get("/f").text


def test_words_that_were_taken_back_are_gone_at_once(service):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        say(people[0], "to be read", released=True)
        say(people[1], PRIVATE, released=False)
        lead.press("reveal")
        assert "to be read" in lead.press("words")
        assert PRIVATE not in lead.html
        people[0].post("/w/erase")
        assert "to be read" not in lead.press("")


@pytest.mark.parametrize("name", ["html", "html-closing", "jinja", "override", "control", "long-word"])
def test_released_words_come_out_as_words(service, name):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        say(people[0], HOSTILE[name], released=True)
        lead.press("reveal")
        assert texts(lead.press("words"), "blockquote") == [visible(HOSTILE[name])]
        assert not forbidden(lead.html)


def test_the_board_asks_and_shows_what_people_were_asked_and_nothing_else(service):
    with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
        lead.press("reveal")
        found = " ".join(bars(html) for html in lead.everything().values())
        for _, _, statement in LADDER.walk():
            assert (f"{statement.title}, 3 answers" in found or f"{statement.title}: no answers" in found) == (
                statement.id in STATEMENTS
            )
        assert "Associate" not in lead.press("level")


def test_what_a_facilitator_is_sent_stands_for_no_single_person(service):
    """No id, no token, no time of an answer, and no text but what its author released, and that on one page alone."""
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        say(people[0], PRIVATE, released=False)
        say(people[1], "for all to read", released=True)
        lead.press("reveal")
        secrets = {PRIVATE, service.session.key}
        for client in people:
            token = client.cookies["kit-me"]
            me = service.store.by_token(token)
            events = service.store.events(me.id)
            assert len(events) >= 2
            secrets |= {token, me.id, *(event.id for event in events)}
            secrets |= {event.at.isoformat()[:16] for event in events} | {f"{event.at:%H:%M:%S}" for event in events}
        sent = lead.everything()
        assert len(sent) > 12
        for what, text in sent.items():
            assert not [secret for secret in secrets if secret in text], what
            assert ("for all to read" in text) == (what == "words"), what


def test_the_board_works_without_javascript(service):
    html = {"accept": "text/html"}
    with room(service, (4, 1), (4, 2), (4, 3)), leading(service) as lead:
        sent = {"session": service.session.id, "view": "lobby", "shown": "0"}
        page = lead.client.get("/f/board", headers=html).text
        for value, there in [
            ("reveal:0", "Say this first"),
            ("said", "To talk about"),
            ("reach", "How far the answers"),
        ]:
            assert f'value="{value}"' in page
            page = lead.client.post("/f/board", data={**sent, "value": value}, headers=html).text
            assert there in page
            sent |= dict(re.findall(r'type="hidden" name="(view|shown)" value="([^"]*)"', page))
        assert sent["shown"] == "1"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"session": 1}', b'{"view": "lobby"}', b'{"session": "x", "more": 1}', b"\xff"]
)
def test_what_no_board_sends_is_refused(service, body):
    with leading(service) as lead:
        told = lead.client.post("/f/board", content=body, headers={"content-type": "application/json"})
        assert told.status_code == 400


# ---- the report, and the end -------------------------------------------------------------


def read(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_team_report_tells_the_last_picture_and_released_words(service):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        say(people[0], PRIVATE, released=False)
        say(people[1], "for all to read", released=True)
        early = lead.post("/f/report.pdf")
        assert early.status_code == 409
        assert "press Reveal" in early.json()["message"]
        lead.press("reveal")
        rate(people[2], 0, 0)
        made = lead.post("/f/report.pdf")
        assert made.headers["content-type"] == "application/pdf"
        assert re.search(r'filename="team-report-\d{4}-\d\d-\d\d\.pdf"', made.headers["content-disposition"])
        text = read(made.content)
        assert "3 people" in text
        assert "for all to read" in text
        assert PRIVATE not in text
        assert LADDER.statement(STATEMENTS[0]).title in text
        assert "Group PM" not in text, "what nobody was asked isn't in it"


def test_a_part_that_has_begun_folds_what_came_before_it_and_one_that_was_passed_over_is_not_called_over(service):
    steps = PLAN.course
    assert not steps[0].asks, "the first one has nothing on the phones"
    with leading(service) as lead:
        before = lead.client.get("/f").text
        assert re.findall(r"<details[^>]*data-until-begun open>", before)
        assert "Before you begin" in before
        told = lead.post("/f/step", step=RATE).json()  # with it, those before it are passed over
        after = lead.client.get("/f").text
        assert told["begun"]
        assert "data-begun" in after
        assert len(re.findall(r"<details[^>]*data-until-begun>", after)) == 2
        assert "Before you begin" not in after
        assert "Before you begin" not in told["parts"]["before"]
        passed = re.search(rf'<li id="block-{steps[0].id}".*?</li>', after, re.DOTALL)[0]
        assert "left out" in passed
        assert ">Begin<" in passed
        assert "over" not in visible(passed)
        now = visible(re.search(r'<div class="lead-step">.*?</div>', after, re.DOTALL)[0])
        step = next(one for one in steps if one.id == RATE)
        assert not [line for line in step.do if line not in step.meanwhile and line in now]


def test_the_board_has_the_title_of_the_session(service):
    with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
        for shown in (lead.press(""), lead.press("reveal"), lead.press("said")):
            assert f"<h2>{html.escape(PLAN.title, quote=False)} " in shown


def test_closing_ends_joining_and_leaves_the_rest(service):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        lead.post("/f/step", step=RATE)
        lead.post("/f/countdown", minutes="5")
        assert 'data-key="stop"' in lead.client.get("/f").text
        assert lead.client.get("/f/pulse").json()["left"]
        assert lead.post("/f/close").json()["closed"]
        with httpx.Client(base_url=service.url, timeout=PATIENCE) as late:
            assert late.post("/join", data={"code": service.session.code}).status_code == 409
        rate(people[0], 3, 0)  # was on its way
        assert "<figure" in lead.press("reveal")
        assert lead.post("/f/report.pdf").status_code == 200
        page = lead.client.get("/f").text
        assert "The session is closed" in page
        assert "Close the session" not in page
        for gone in ("How people join", "and who may join", "Opening a part shows it", f"/j/{service.session.code}"):
            assert gone not in page, "nobody can any more"
        assert 'class="lead-step"' not in page, "what ran is over with it"
        assert 'data-key="stop"' not in page
        wall = lead.client.get("/f/pulse").json()
        assert wall["closed"]
        assert (wall["now"], wall["left"]) == ("", None), "no screen goes on with a part that ended with the session"
        phone = people[0].get("/w/state").json()
        assert (phone["now"], phone["left"]) == (None, None)


def test_erasing_is_asked_for_twice_and_leaves_nothing(service, tmp_path):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        assert lead.post("/f/erase").status_code == 400
        assert lead.post("/f/erase", sure="0").status_code == 400
        assert service.store.session(service.session.id).people == 3
        done = lead.submit("/f/erase", sure="1")
        assert "Gone are every answer" in done.text
        (command,) = re.findall(r"come from “(.*?)”, too", done.text)
        _, _, words = command.partition("workshop ")
        made = CliRunner().invoke(app, ["workshop", *words.split(), "-o", str(tmp_path / "texts")])
        assert made.exit_code == 0, "as it is typed"
        assert f"{service.store.today()}" in command
        assert "<h1>This session is over</h1>" in done.text
        assert "Lead another session …</summary>" in done.text, "folded: nothing is left to lead"
        assert service.session.id not in {one.id for one in service.store.sessions()}
        assert lead.client.get("/f/state").status_code == 401
        assert people[0].get("/w/state").status_code == 401
        assert "kit-facilitator" not in lead.client.cookies
        again = lead.client.post("/facilitate", data={"key": service.session.key})
        assert again.status_code == 403


def test_every_screen_is_told_when_a_session_was_erased_and_a_day_later_nothing_is_known_of_it(service):
    with room(service, (0, 1)) as (phone,), leading(service) as lead, leading(service) as other:
        lead.submit("/f/erase", sure="1")
        for answer in (
            *(other.client.get(path) for path in PAGES),
            other.client.post("/f/board", json={"session": service.session.id}),
            *(phone.get(f"/w/{path}") for path in ("state", "pulse")),
            phone.post("/w/events", json={"device": DEVICE, "events": []}),
        ):
            assert answer.status_code == 401
            at = datetime.fromisoformat(answer.json()["erased"])
            assert answer.json()["message"] == f"Erased at {at.astimezone():%H:%M}, with all that was answered."
        assert "Erased at" in phone.get("/w", headers={"accept": "text/html"}).text
        assert "Erased at" in other.client.get("/f", headers={"accept": "text/html"}).text
        later = Store(service.store.engine, lambda: utc_now() + timedelta(days=1, minutes=1))
        assert later.erased_at(mark_of(service.session.id))
        later.erase_due()
        assert later.erased_at(mark_of(service.session.id)) is None
        assert "erased" not in phone.get("/w/state").json()


def test_who_took_their_pdf_is_counted_and_nobody_is_named(service):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        parts = lead.client.get("/f/state").json()["parts"]
        assert "<b>0 of 3</b> took their PDF along" in parts["took"]
        assert "there is no team report" in parts["reported"]
        for _ in range(2):
            assert people[1].post("/w/report.pdf").status_code == 200
        lead.press("reveal:0")
        assert lead.post("/f/report.pdf").status_code == 200
        parts = lead.client.get("/f/state").json()["parts"]
        assert "<b>1 of 3</b>" in parts["took"]
        assert "was taken at" in parts["reported"]


def test_a_team_report_that_lacks_what_was_shown_since_is_ticked_as_taken_no_longer(service):
    """The tick stood though the second picture, or what was said of the workshop, was in no report; then all went."""
    with room(service, *[(0, 1)] * 3) as people, leading(service) as lead:

        def taken() -> bool:
            return "was taken at" in lead.client.get("/f/state").json()["parts"]["reported"]

        lead.press("reveal:0")
        assert lead.post("/f/report.pdf").status_code == 200
        assert taken()
        lead.press("reveal:1")
        assert taken(), "nobody is new: no other picture was taken"
        with room(service, *[(2, 3)] * 3):
            lead.press("reveal:1")
            assert not taken()
            assert lead.post("/f/report.pdf").status_code == 200
            assert taken()
            for person in people:
                send(person, {"choice:feedback.useful": {"kind": "choice", "chosen": ["f3"]}})
            assert lead.post("/f/feedback").status_code == 200
            assert not taken()
            assert lead.post("/f/report.pdf").status_code == 200
            assert taken()


def test_phones_say_the_minutes_that_slide_and_clock_have_and_only_of_the_part_that_runs(service):
    """“About 20 minutes” stood on phones beside a clock of 18, and again on a part that was opened for latecomers."""
    steps = {step.id: step for step in PLAN.course}
    pairs = PLAN.blocks[2].id
    with leading(service) as lead, service.joined() as somebody:

        def told() -> dict[str, int]:
            return {block["id"]: block["minutes"] for block in somebody.get("/w/state").json()["blocks"]}

        lead.post("/f/step", step=RATE)
        assert told()[RATE] == steps[RATE].timer
        assert steps[RATE].timer < steps[RATE].minutes
        assert f"about {steps[RATE].timer} minutes" in somebody.get("/w").text
        lead.post("/f/step", step=pairs)
        assert told() == dict.fromkeys(told(), 0) | {pairs: steps[pairs].timer + sum(steps[pairs].timers_after)}
        assert f"about {steps[RATE].timer} minutes" not in somebody.get("/w").text


def test_the_list_of_parts_says_what_the_card_says_that_phones_ask(service):
    """Beside “three questions about the workshop itself” the list said of the same part “nothing on the phones”."""
    with leading(service) as lead:
        lead.post("/f/step", step=PLAN.blocks[-1].id)
        parts = lead.client.get("/f/state").json()["parts"]
        assert "three questions about the workshop itself, at the foot" in parts["next"]
        assert standing(lead)["close"] == "three questions about the workshop itself"
        lead.post("/f/close")
        assert standing(lead)["close"] == "left out"


def test_what_people_say_of_the_workshop_is_shown_by_the_same_suppression(service):
    """Three questions of their own: counted apart, from the smallest group on, and words only as ticked."""
    useful, honest, change = "choice:feedback.useful", "choice:feedback.honest", "prompt:feedback.change"

    def say_of_it(client: httpx.Client, step: int, text: str = "") -> None:
        answers = {subject: {"kind": "choice", "chosen": [f"f{step}"]} for subject in (useful, honest)}
        send(client, answers | ({change: {"kind": "words", "text": text}} if text else {}))

    with room(service, (0, 1), (2, 3), (4, 4), (1, 1)) as people, leading(service) as lead:
        assert people[0].get("/w/state").json()["feedback"]["spec"]["fields"][0]["subject"] == useful
        say_of_it(people[0], 4, "More time for the plan")
        say_of_it(people[1], 1, f"{PRIVATE}, and unticked")
        refused = lead.post("/f/feedback")
        assert refused.status_code == 409
        assert "1 more person" in refused.json()["message"]
        mark = release_mark(change, "More time for the plan")
        assert mark in str(people[0].get("/w/state").json()["release"]), "it says that it can be ticked below"
        send(people[0], {RELEASE: {"kind": "choice", "chosen": [mark]}})
        form = [("me", people[2].get("/w/state").json()["me"]), ("asked", f"{useful} -"), (useful, "f2")]
        html = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded"}
        sent = people[2].post("/w/answers", content=httpx.QueryParams(form).__str__().encode(), headers=html)
        assert re.search(r"Saved at \d\d:\d\d\.", sent.text), "without JavaScript too, and true when it is loaded again"

        told = lead.post("/f/feedback").json()["parts"]["feedback"]
        assert "3 of 4" in told
        assert "Was it worth your time? fully 1, partly 1, a little 1" in told
        assert "Could you answer honestly? Too few answered this." in told, "two of three did"
        assert "“More time for the plan”" in told
        assert PRIVATE not in str(lead.everything())
        say_of_it(people[3], 0)
        assert lead.post("/f/feedback").status_code == 409, "a fourth alone could be told by subtracting"
        told = lead.client.get("/f/state").json()["parts"]["feedback"]
        assert "Shown is what 3 people said. 1 person who answered since isn’t in it yet." in told
        say_of_it(people[0], 0)
        assert "fully 1, partly 1, a little 1" in lead.client.get("/f").text, "what was shown is frozen"

        assert lead.press("reveal")
        made = lead.post("/f/report.pdf")
        words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages)
        assert "Was it worth it?" in words
        assert "More time for the plan" in words
        assert "fully 1" in words
        home = people[0].post("/w/journal.jsonl").text
        assert '"subject":"statement' in home
        assert not [about for about in (useful, honest, change) if f'"subject":"{about}"' in home], (
            "nothing to it there"
        )
        service.store.close(service.session.id)
        assert people[0].get("/w/state").json()["feedback"] is None, "a closed session asks nothing"


def test_texts_about_the_workshop_that_went_with_an_erasure_are_told_as_that(service):
    """All of them were gone from the leading page, and no word said why; the board has one."""
    change, text = "prompt:feedback.change", "More time for the plan"
    with room(service, (0,), (2,), (4,)) as people, leading(service) as lead:
        for person in people:
            send(person, {"choice:feedback.useful": {"kind": "choice", "chosen": ["f4"]}})
            send(person, {change: {"kind": "words", "text": text}})
            send(person, {RELEASE: {"kind": "choice", "chosen": [release_mark(change, text)]}})
        shown = lead.post("/f/feedback").json()["parts"]["feedback"]
        assert text in shown
        assert "erased" not in shown
        people[0].post("/w/erase", data={"me": people[0].get("/w/state").json()["me"]})
        left = lead.client.get("/f/state").json()["parts"]["feedback"]
        assert text not in left
        assert "the words of several people are put away together" in left


def test_slips_of_those_without_a_phone_are_counted_into_what_people_say_of_the_workshop(service):
    """As a pile of their own, once however often the button is pressed."""
    useful, honest = "feedback.useful", "feedback.honest"
    with room(service, (0, 1), (2, 3), (4, 4)) as people, leading(service) as lead:
        for client in people:
            send(client, {f"choice:{useful}": {"kind": "choice", "chosen": ["f4"]}})
        page = lead.client.get("/f").text
        assert 'name="slip-0-feedback.useful"' in page
        (act,) = re.findall('name="act" value="([0-9a-f]{32})"', page)
        pile = {"act": act, "slips": "4", f"slip-3-{useful}": "4", f"slip-1-{honest}": "3", f"slip-0-{honest}": ""}
        no_number = "This can’t be how many slips there are."
        for wrong, why in (
            ({"slips": "2"}, "2 slips are too few"),
            ({"slips": ""}, "0 slips are too few"),
            *[({"slips": text}, no_number) for text in ("x", "-1", "501", "9" * 400)],
            ({f"slip-0-{useful}": "1"}, "5 answers were counted on 4 slips"),
            *[({f"slip-0-{useful}": text}, "can’t be how many gave an answer") for text in ("-1", "1.5", "9" * 400)],
            ({f"slip-9-{useful}": "1"}, "no answer '9'"),
        ):
            refused = lead.post("/f/slips", **{**pile, **wrong})
            assert refused.status_code == 409
            assert why in refused.json()["message"]
        for _ in range(2):  # the first reply may be lost, and the page look before the second press
            assert "4 slips are counted in." in lead.post("/f/slips", **pile).json()["said"]
            assert "4 slips of paper" in lead.client.get("/f/state").json()["parts"]["feedback"]
        other = lead.post("/f/slips", **{**pile, "slips": "5"})  # a number was put right before the second press
        assert other.status_code == 409
        assert "with other numbers" in str(other.json())
        shown = lead.post("/f/feedback").json()["parts"]["feedback"]
        assert "<b>3 of 3</b>" in shown
        assert "4 slips of paper are in besides" in shown
        assert "Was it worth your time? fully 3, mostly 4" in shown
        assert "Could you answer honestly? a little 3" in shown


def test_the_page_after_erasing_repeats_nothing_of_its_address(service):
    """Its workshop and day stand there; anybody can write others into a link."""
    for there in ("workshop=mine&held=2026-12-01", "workshop=ninety-minutes&held=<b>", ""):
        page = httpx.get(f"{service.url}/facilitate?erased=1&{there}", timeout=PATIENCE, verify=TRUSTED).text
        assert "workshop follow-up --help”" in page
        assert "mine" not in page.partition("<form")[0]


def test_the_texts_to_send_are_those_of_the_command_and_claim_nothing_of_the_room(service):
    with leading(service) as lead:
        shown = html.unescape(lead.client.get("/f").text)
    for letter in letters(PLAN.title, service.store.today()):
        assert letter.text in shown
    assert "saw together" not in shown
    assert "session itself is erased" not in shown


def test_a_finished_pdf_goes_out_though_the_database_takes_no_writes(service, caplog):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        lead.press("reveal:0")
        with refusing(service.store, "participants", "sessions"):
            mine, theirs = people[0].post("/w/report.pdf"), lead.post("/f/report.pdf")
        assert [made.content[:4] for made in (mine, theirs)] == [b"%PDF"] * 2
        assert caplog.text.count("the database:") == 2
        parts = lead.client.get("/f/state").json()["parts"]
        assert "<b>0 of 3</b>" in parts["took"]
        assert "was taken at" not in parts["reported"]


@contextlib.contextmanager
def refusing(store: Store, *tables: str) -> Iterator[None]:
    """A database that takes no change to these tables."""
    for table in tables:
        with store.engine.begin() as connection:
            no = f"CREATE TRIGGER no_{table} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END"
            connection.execute(sql(no))
    try:
        yield
    finally:
        for table in tables:
            with store.engine.begin() as connection:
                connection.execute(sql(f"DROP TRIGGER no_{table}"))


def test_a_device_can_stop_leading(service):
    with leading(service) as lead:
        lead.submit("/f/leave")
        assert lead.client.get("/f/state").status_code == 401
    assert service.store.session(service.session.id)


# ---- pages -------------------------------------------------------------------------------


def test_the_page_on_the_wall_tells_how_to_join_and_nothing_that_is_private(service):
    with room(service, (0, 1)), leading(service) as lead:
        page = lead.client.get("/f/projector").text
        code = service.session.code
        assert f"{code[:4]} {code[4:]}" in page
        assert f"leads to {service.url}/j/{code}" in page
        assert service.url in page
        assert all(line in page for line in PLAN.promises)
        assert re.search(r"<b data-people>1</b> <span[^>]*>person has joined", page)
        assert service.session.key not in page
        assert service.session.id not in page
        *others, last = [block.title for block in PLAN.blocks]
        now = f"Now on your phone: {last}. Still open: {listed([f'“{title}”' for title in others])}"
        told = {"code": code, "people": 1, "left": None, "closed": False, "now": now, "promises": list(PLAN.promises)}
        assert lead.client.get("/f/pulse").json() == told | {"address": service.url, "newer": ""}


def test_no_page_needs_what_the_policy_forbids(service):
    with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
        lead.press("reveal")
        sent = lead.everything()
        sent["door"] = lead.client.get("/facilitate").text
        for what, text in sent.items():
            assert not forbidden(text), what


def test_below_a_path_every_link_stays_below_it(tmp_path):
    with served(database(tmp_path), root_path="/kit") as service, service.leading() as client:
        assert client.get("/f").status_code == 200
        for path in ("/facilitate", "/f", "/f/projector", "/f/board"):
            page = client.get(path, headers={"accept": "text/html"}).text
            for link in re.findall(r'(?:href|src|action|data-root)="(/[^"]*)"', page):
                assert link.startswith("/kit"), (path, link)
        again = client.post("/f/leave", data={"session": service.session.id}, follow_redirects=False)
        assert again.headers["location"] == "/kit/facilitate"
        assert "path=/kit/" in again.headers["set-cookie"].lower()


class _Tags(HTMLParser):
    def __init__(self, wanted: str = "") -> None:
        super().__init__()
        self.wanted, self.found, self.wrong = wanted, [], []
        self._inside = False

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or "style" in names or (tag == "script" and not names.get("src")):
            self.wrong.append(tag)
        self.wrong += [name for name in names if name.startswith("on")]
        if tag == self.wanted:
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag):
        if tag == self.wanted:
            self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.found[-1] += data


def forbidden(html: str) -> list[str]:
    """Styles and scripts in the page itself, which the policy would stop."""
    tags = _Tags()
    tags.feed(html)
    return tags.wrong


def texts(html: str, tag: str) -> list[str]:
    """The text in each of these elements."""
    tags = _Tags(tag)
    tags.feed(html)
    return [visible(text) for text in tags.found]


# ---- whoever is elsewhere ----------------------------------------------------------------


def test_codes_from_elsewhere_count_by_the_same_suppression_in_batches_of_their_own(service: Served):
    """The kit at home knows the workshop's sixteen statements, and the session asks four: those count."""
    first, other = STATEMENTS[0], next(id for id in ASKED if id not in STATEMENTS)
    codes = [code_of(f"{n}" * 32, {first: "4", other: "0"}) for n in (1, 2, 3)]
    with room(service, (1,), (1,), (2,)), leading(service) as lead:
        told = lead.post("/f/codes", codes="\n".join(codes[:2])).json()
        assert "2 codes are in besides" in told["parts"]["joined"], "they joined nothing, and are told apart"
        assert told["said"] == "2 codes are counted in."
        told = lead.post("/f/codes", codes="\n".join(codes[:2])).json()
        assert told["said"] == "2 codes are of people who were in already, and count once."
        page = lead.client.get("/f", headers={"accept": "text/html"}).text
        assert "Whoever answers on a phone sends no code" in page, "nothing could show that both are one person"
        assert "<b>2 codes</b> are in. 1 more has to come" in told["parts"]["codes"]
        lead.press("reveal:0")
        team = open_team(service.store, service.session.id)
        assert team.snapshot.people == 3, "two codes wait, and are summed with nobody on a phone"
        waits = "2 codes wait for 1 more: codes are shown by themselves, from 3 on."
        assert lead.client.get("/f/state").json()["news"]["reveal"] == f"A picture of 3 people is ready. {waits}"
        with service.joined() as late:
            rate(late, 3)
            told = lead.client.get("/f/state").json()["news"]["reveal"]
            assert told.endswith(f"ready. 1 person who answered isn’t in it yet. A new picture needs 3. {waits}")
            board = lead.client.get("/f/board", headers={"accept": "text/html"}).text
            assert "<p>1 person isn’t in it yet. A new picture needs 3;" in board, "it counted the codes among them"
            assert f"<p>{waits}</p>" in board
            assert "2 of them by a code, from elsewhere" in board, "the wall says how many joined"

        refused = lead.post("/f/codes", codes=f"{codes[2]}\nhelp")
        assert refused.status_code == 409
        assert refused.json()["message"].startswith("Code 2 of 2: a code has another length than 4 letters.")
        nothing = lead.post("/f/codes", codes=code_of("4" * 32, {other: "0"}))
        assert "no answer to a statement that is asked here" in nothing.json()["message"]
        told = lead.post("/f/codes", codes="\n".join([codes[2], codes[0]])).json()
        assert "<b>3 codes</b> are in.</p>" in told["parts"]["codes"], "one and the same code counts once"
        lead.press("reveal:1")
        shown = open_team(service.store, service.session.id).snapshot
        assert shown.people == 6
        assert shown.tables[first].counts == {"1": 2, "2": 1, "4": 3}
        assert other not in shown.tables


@pytest.mark.parametrize("bars", ["coarse", "fine"])
def test_codes_and_paper_count_as_far_as_they_answer_what_is_asked_in_the_end(service: Served, bars: str):
    """A code answers sixteen statements, and which of them are asked may change after it was pasted."""
    first, later = STATEMENTS[0], next(id for id in ASKED if id not in STATEMENTS)
    with leading(service) as lead:

        def choose(*statements: str) -> None:
            sent = {"session": service.session.id, "statement": list(statements), "group": "3", "bars": bars}
            assert lead.client.post("/f/plan", data=sent, headers={"accept": "application/json"}).status_code == 200

        lead.post("/f/codes", codes="\n".join(code_of(f"{n}" * 32, {first: "4", later: "0"}) for n in (1, 2, 3)))
        lead.post("/f/codes", codes=code_of("4" * 32, {first: "4"}))
        open_team(service.store, service.session.id).add_paper(3, {first: {"2": 3}})
        choose(later)
        service.open_all()
        with contextlib.ExitStack() as stack:
            for _ in range(3):
                send(stack.enter_context(service.joined()), {f"statement:{later}": rating(4)})
            lobby = open_team(service.store, service.session.id).lobby()
            assert (lobby.people, lobby.codes) == (6, 3), "nobody is counted for what isn't asked"
            lead.press("reveal:0")
        shown = open_team(service.store, service.session.id).snapshot
        assert shown.people == 6
        assert list(shown.tables) == [later]
        assert list(shown.tables[later].counts.values()) == [3, 3]


def test_what_those_elsewhere_do_stands_beside_each_part(service: Served):
    with leading(service) as lead:
        for step in service.store.plan(service.session.id).course:
            told = lead.post("/f/step", step=step.id).json()["parts"]["now"]
            assert step.remote
            assert step.remote in html.unescape(told)
