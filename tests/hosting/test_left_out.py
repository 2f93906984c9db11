"""Whoever wants to be left out of the team's picture is, until a picture holds them, and loses nothing of their own."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import text

from helpers.database import Given, Store, open_feedback, open_team
from helpers.errors import UsageError
from helpers.journal import often
from helpers.workshop.hosted import LEFT_OUT, PICTURE, replanned
from helpers.workshop.suppression import Shown
from tests.hosting.conftest import service, shared
from tests.hosting.server import STATEMENTS, Served
from tests.patience import until

__all__ = ["service", "shared"]

RATED = f"statement:{STATEMENTS[0]}"


def send(client, subject, answer):
    event = {"id": uuid.uuid4().hex, "subject": subject, "answer": answer, "age": 0}
    return client.post("/w/events", json={"device": "d" * 32, "events": [event]}).json()


def rate(client, frequency):
    return send(client, RATED, {"kind": "rating", "state": "frequency", "frequency": frequency})


def tick(client, *chosen):
    return send(client, PICTURE, {"kind": "choice", "chosen": list(chosen)})


def test_a_tick_leaves_somebody_out_until_the_picture_holds_them(service: Served):
    service.open_all()
    team = open_team(service.store, service.session.id)
    for answer in (0, 1, 1, 2, 3):
        with service.joined() as client:
            rate(client, answer)
    with service.joined() as boss:
        rate(boss, 4)
        assert boss.get("/w/state").json()["picture"] is not None
        assert tick(boss, LEFT_OUT)["refused"] == []
        assert team.lobby().people == 5
        table = team.reveal().tables[STATEMENTS[0]]
        assert isinstance(table, Shown)
        assert "4" not in table.counts, "left out"
        assert boss.get("/w/state").json()["values"][RATED]["frequency"] == 4, "their own answers stay theirs"
        assert b"%PDF" in boss.post("/w/report.pdf", data={"name": ""}).content[:8]
        assert tick(boss)["refused"] == [], "it can be changed: they are in no picture yet"
        assert (team.lobby().people, team.lobby().waiting) == (6, 1)
        tick(boss, LEFT_OUT)
        assert team.lobby().people == 5


def test_how_many_said_something_of_the_workshop_tells_nothing_of_a_tick(service: Served):
    """It counted one less as somebody ticked, and whoever leads waited for an answer that was there."""
    service.open_all()
    useful = {"kind": "choice", "chosen": ["f4"]}
    with service.joined() as boss, service.joined(), service.leading() as lead:

        def told() -> str:
            return str(lead.get("/f/state").json()["parts"]["feedback"])

        send(boss, "choice:feedback.useful", useful)
        before = told()
        assert "<b>1 of 2</b> answered" in before
        tick(boss, LEFT_OUT)
        assert open_feedback(service.store, service.session.id).lobby().people == 0, "they are in nothing shown"
        assert told() == before


def test_phones_hear_that_a_picture_was_shown(service: Served):
    """The box stayed changeable on their pages, and said so, long after the picture with them in it."""
    service.open_all()
    team = open_team(service.store, service.session.id)
    for answer in (0, 1, 1, 2):
        with service.joined() as client:
            rate(client, answer)
    with service.joined() as client:
        rate(client, 3)
        before = client.get("/w/pulse").json()["version"]
        team.reveal()
        until(lambda: client.get("/w/pulse").json()["version"] != before)
        assert client.get("/w/state").json()["picture"] is None


def test_somebody_with_an_answer_of_another_version_is_left_out_and_whoever_leads_is_told(service: Served):
    """Nobody else waits for them: the page that leads shows how many they are, and the board why."""
    service.open_all()
    for answer in (0, 1, 1, 2, 3, 4):
        with service.joined() as client:
            rate(client, answer)
    with service.store.engine.begin() as connection:
        here = "SELECT max(e.id) FROM events e JOIN participants p ON p.id = e.participant WHERE p.session = :s"
        one = connection.scalar(text(here), {"s": service.session.id})
        connection.execute(text("UPDATE events SET answer = :a WHERE id = :i"), {"a": '{"kind":"dream"}', "i": one})
    with service.leading() as lead:
        said = lead.get("/f", headers={"accept": "text/html"}).text
        assert "Enough people have answered. You can reveal a picture." in said, said
        assert "1 person is left out: an answer of theirs was written by another version of the kit" in said
        assert "dream" not in said


def test_who_is_in_the_picture_is_told_so_and_stays_in(service: Served):
    service.open_all()
    team = open_team(service.store, service.session.id)
    with service.joined() as somebody:
        rate(somebody, 2)
        for answer in (0, 1, 1, 3):
            with service.joined() as client:
                rate(client, answer)
        before = team.reveal()
        assert somebody.get("/w/state").json()["picture"] is None
        (refused,) = tick(somebody, LEFT_OUT)["refused"]
        assert "You are in the picture that was shown" in refused["message"]
        page = somebody.get("/w", headers={"Accept": "text/html"}).text
        assert all("where everybody in a group gave the same answer" in text for text in (refused["message"], page))
        assert "nobody can tell which of it is yours" not in page, "of an answer that all gave, everybody can"
        assert team.lobby().people == before.people == 5


def test_a_tick_that_comes_while_the_picture_is_taken_leaves_nobody_out_of_it(service: Served, monkeypatch):
    """It would be kept of somebody whom the picture holds: the words of those who came with them would vanish."""
    service.open_all()
    team = open_team(service.store, service.session.id)
    with service.joined() as boss:
        rate(boss, 4)
        for answer in (0, 1, 1, 2):
            with service.joined() as client:
                rate(client, answer)
        keep = Store.take

        def late(*arguments):
            if team.snapshot is None:
                team.reveal()
            return keep(*arguments)

        monkeypatch.setattr(Store, "take", late)
        answered = tick(boss, LEFT_OUT)
        assert team.snapshot is not None
        assert answered["saved"] == []
        assert "You are in the picture that was shown" in answered["refused"][0]["message"]
        assert PICTURE not in boss.get("/w/state").json()["values"]
        assert rate(boss, 3)["refused"] == [], "all else is kept as before"
        assert team.lobby().people == len(team.memory.gather().shares) == 5


def test_what_is_asked_stays_once_a_picture_was_shown_though_everybody_left(service: Served):
    store, session = service.store, service.session.id
    service.open_all()
    team = open_team(store, session)
    people = [store.join(session).participant for _ in range(5)]
    for person in people:
        store.append(person, "d" * 32, [Given(id=uuid.uuid4().hex, subject=RATED, answer=often(2))])
    team.reveal()
    for person in people:
        store.leave(person)
    plan = store.plan(session)
    with pytest.raises(UsageError, match="a picture was shown already"):
        store.replan(session, lambda plan: replanned(plan, statements=plan.statements[:1], minutes={}, people=None))
    assert store.plan(session) == plan


def test_the_tick_works_without_a_script(service: Served):
    service.open_all()
    with service.joined() as client:
        rate(client, 2)
        page = client.get("/w", headers={"Accept": "text/html"}).text
        assert "Leave me out of the picture" in page
        client.post("/w/answers", data={"asked": [PICTURE], PICTURE: [LEFT_OUT]}, headers={"Accept": "text/html"})
        assert open_team(service.store, service.session.id).lobby().people == 0
        assert client.get("/w/state").json()["values"][PICTURE]["chosen"] == [LEFT_OUT]
