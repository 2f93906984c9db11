"""A browser that joined anew while an old page was still open: nothing of one person ends up with the other."""

from __future__ import annotations

import re
import uuid

import pytest

from helpers.hosting.participant import COOKIE
from helpers.hosting.place import digest
from tests.hosting.server import STATEMENTS

RATED = f"statement:{STATEMENTS[0]}"


@pytest.fixture
def changed(service):
    """The browser of a second person, and what the page of the first one sends along as its own."""
    service.open_all()
    with service.joined() as first, service.joined() as second:
        named = re.search(r'name="me" value="(\w{32})"', first.get("/w").text)
        assert named
        assert named[1] == first.get("/w/state").json()["me"]
        yield first, second, named[1]


def batch(me):
    answer = {"kind": "rating", "state": "frequency", "frequency": 3}
    return {"me": me, "device": "d" * 32, "events": [{"id": uuid.uuid4().hex, "subject": RATED, "answer": answer}]}


def test_answers_of_an_old_page_are_not_kept_as_somebody_elses(changed):
    first, second, named = changed
    assert second.post("/w/events", json=batch(named)).status_code == 409
    assert second.get("/w/state").json()["values"] == {}
    assert first.post("/w/events", json=batch(named)).status_code == 200


def test_whoever_erased_theirs_and_joined_by_the_same_press_again_can_answer_at_once(service):
    """Another worker told them for a second that their device isn’t in the session: it still had the one before."""
    service.open_all()
    act, session = uuid.uuid4().hex, service.session.id
    before = service.store.join(session, act=act)
    with service.joined() as client:
        client.cookies.clear()
        client.cookies.set(COOKIE, before.token)
        assert client.get("/w/pulse").json()["answers"] == 0
        service.store.leave(before.participant)
        again = service.store.join(session, act=act)
        assert again.token == before.token
        person = service.store.by_token(again.token)
        assert client.post("/w/events", json=batch(digest(person))).status_code == 200
        assert len(service.store.events(person.id)) == 1


def test_a_plain_form_of_an_old_page_changes_nothing(changed):
    _, second, named = changed
    assert second.post("/w/answers", data={"me": named, "asked": RATED, RATED: "3"}).status_code == 409
    assert second.get("/w/state").json()["values"] == {}


@pytest.mark.parametrize("path", ["report.pdf", "journal.jsonl", "plan.ics", "leave", "erase"])
def test_no_button_of_an_old_page_works_on_somebody_else(changed, path):
    _, second, named = changed
    assert second.post(f"/w/{path}", data={"me": named}).status_code == 409
    assert second.get("/w/state").status_code == 200
