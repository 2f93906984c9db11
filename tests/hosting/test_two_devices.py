"""One person on two devices: neither writes over what it didn't know of, with a script and without one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import pytest

from helpers.database import Given
from helpers.journal import often
from tests.hosting.server import STATEMENTS, Served
from tests.hosting.test_closed import HTML, filled_in
from tests.hosting.test_participant import PROMPT, RATED, event, plain_form, rating, send, values, words
from tests.patience import PATIENCE

LAPTOP = "e" * 32


def asked(given, *knew) -> dict:
    return given | {"base": list(knew)}


@contextlib.contextmanager
def laptop_of(service: Served, phone: httpx.Client) -> Iterator[httpx.Client]:
    """The same person's other device."""
    with httpx.Client(base_url=service.url, follow_redirects=True, timeout=PATIENCE) as client:
        client.post("/back", data={"token": phone.cookies["kit-me"]}).raise_for_status()
        yield client


def test_an_answer_that_a_device_did_not_know_of_is_told_and_not_written_over(service: Served):
    service.open_all()
    with service.joined() as phone, laptop_of(service, phone) as laptop:
        send(phone, event(PROMPT, words("First")))
        send(laptop, asked(event(PROMPT, words("On the laptop")), words("First")), device=LAPTOP)
        late = asked(event(PROMPT, words("On the phone")), words("First"))
        told = send(phone, late)
        assert told["saved"] == []
        assert told["stands"] == [{"id": late["id"], "answer": words("On the laptop")}]
        assert values(phone)[PROMPT]["text"] == "On the laptop"
        assert send(phone, late)["stands"], "sending it again is no decision"
        mine = asked(event(PROMPT, words("On the phone")), words("On the laptop"))
        assert send(phone, mine)["saved"] == [mine["id"]]
        same = asked(event(PROMPT, words("On the phone")), words("First"))
        assert send(laptop, same, device=LAPTOP)["saved"] == [same["id"]], "who says the same has no quarrel"
        assert phone.post("/w/journal.jsonl").text.count("\n") == 3, "and it is no new answer"
        told = send(phone, asked(event(RATED, rating(1)), {"kind": "rating", "state": "unanswered", "frequency": None}))
        assert len(told["saved"]) == 1, "where nothing stands, nothing is in the way"


@pytest.mark.parametrize("knew", [None, 3, "text", {"kind": "words"}])
def test_what_is_no_list_of_answers_is_refused_and_does_no_harm(service: Served, knew):
    service.open_all()
    with service.joined() as phone:
        sent = {"device": LAPTOP, "events": [event(RATED, rating(2)) | {"base": knew}]}
        answer = phone.post("/w/events", json=sent)
        assert answer.status_code == (200 if knew is None else 400)
        kept = send(phone, asked(event(RATED, rating(3)), {"kind": "none"}, [[]], None, rating(2)))
        assert len(kept["saved"]) == 1


def test_an_answer_to_what_a_device_knew_comes_after_it_whatever_its_clock_says(service: Served):
    """A clock that was set on by an hour between the answer and its sending makes an answer look old."""
    service.open_all()
    with service.joined() as phone:
        send(phone, event(RATED, rating(1)))
        send(phone, asked(event(RATED, rating(4), age=10**9), rating(1)), device=LAPTOP)
        assert values(phone)[RATED]["frequency"] == 4


def test_within_seconds_a_page_hears_that_another_device_answered(service: Served):
    service.open_all()
    with service.joined() as phone, laptop_of(service, phone) as laptop:
        before = phone.get("/w/pulse").json()["answers"]
        assert before == phone.get("/w/state").json()["answers"] == 0
        told = send(laptop, event(RATED, rating(1)), event(PROMPT, words("Two")), device=LAPTOP)
        assert (told["new"], told["answers"]) == (2, 2)
        assert phone.get("/w/pulse").json()["answers"] == phone.get("/w/state").json()["answers"] == 2


def test_a_form_without_javascript_writes_over_nothing_that_was_answered_elsewhere_since(service: Served):
    """What nobody touched in it is no answer; what was answered in both places is shown, and the next press decides."""
    service.open_all()
    second = f"statement:{STATEMENTS[1]}"
    with service.joined() as phone, laptop_of(service, phone) as laptop:
        send(phone, event(PROMPT, words("First")), event(RATED, rating(1)), event(second, rating(0)))
        form = filled_in(phone) | {RATED: ["1"], PROMPT: ["From the form"], second: ["4"], "plan:1/aim": [""]}
        send(laptop, event(PROMPT, words("On <the> laptop")), event(RATED, rating(3)), device=LAPTOP)
        told = phone.post("/w/answers", data=form, headers=HTML)
        assert told.status_code == 422
        assert "meanwhile you answered otherwise" in told.text
        assert "On &lt;the&gt; laptop</blockquote>" in told.text
        assert "From the form</textarea>" in told.text
        assert told.text.count("Answered meanwhile") == 1, "the rating was not touched in the form"
        found = values(phone)
        assert found[RATED]["frequency"] == 3
        assert found[second]["frequency"] == 4, "the rest is saved"
        assert found[PROMPT]["text"] == "On <the> laptop"
        again: dict[str, list[str]] = {}
        for name, value in plain_form(told.text):
            again.setdefault(name, []).append(value)
        assert again[PROMPT] == ["From the form"]
        assert again[RATED] == ["3"]
        assert "Saved" in phone.post("/w/answers", data=again, headers=HTML).text
        assert values(phone)[PROMPT]["text"] == "From the form"
        assert values(phone)[RATED]["frequency"] == 3


def test_a_form_without_javascript_keeps_what_it_does_not_ask(service: Served):
    """How many occasions a rating rests on is asked by the page with a script alone."""
    service.open_all()
    with service.joined() as phone:
        me = service.store.by_token(phone.cookies["kit-me"])
        service.store.append(me.id, LAPTOP, [Given(id="a" * 32, subject=RATED, answer=often(3, occasions=2))])
        phone.post("/w/answers", data=filled_in(phone) | {RATED: ["3"], PROMPT: ["More"]}, headers=HTML)
        assert [one.answer for one in service.store.events(me.id) if one.subject == RATED] == [often(3, occasions=2)]
