"""A press that comes twice makes one thing: whoever joins, hands in a form or reveals finds what the first one made."""

from __future__ import annotations

import contextlib
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import httpx
import pytest

from helpers.database import Store, open_engine, open_team
from helpers.hosting.doorstep import TRIED
from tests.hosting.process import hosted
from tests.hosting.server import PLAN, STATEMENTS, Served, database
from tests.hosting.test_closed import HTML, filled_in
from tests.hosting.test_facilitator import Lead, leading, room
from tests.hosting.test_faults import workers_of
from tests.hosting.test_participant import values
from tests.hosting.test_serve import free_port
from tests.patience import PATIENCE


def act_of(page: httpx.Response) -> str:
    """The number in a page's form; a script draws another on the device, which a test has none of."""
    found = re.search(r'name="act" value="([0-9a-f]{32})"', page.text)
    assert found
    return found[1]


def at_once(number: int, press) -> list:
    """Do something from so many threads in the same moment."""
    start = Barrier(number)

    def one(which: int):
        start.wait(60)
        return press(which)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_two_presses_on_join_let_one_person_in(service: Served):
    with httpx.Client(base_url=service.url, timeout=PATIENCE) as client:
        act = act_of(client.get(f"/j/{service.session.code}"))

    def press(_: int) -> str:
        # none has another's cookie yet
        with httpx.Client(base_url=service.url, follow_redirects=True, timeout=PATIENCE) as client:
            client.post("/join", data={"code": service.session.code, "act": act})
            return client.cookies["kit-me"]

    assert len(set(at_once(6, press))) == 1
    assert service.store.session(service.session.id).people == 1


def test_every_page_to_join_on_has_a_number_of_its_own(service: Served):
    with httpx.Client(base_url=service.url, timeout=PATIENCE) as client:
        assert len({act_of(client.get(f"/j/{service.session.code}")) for _ in range(3)}) == 3
        for act in ("", "0", "A" * 32, "a" * 33):
            client.cookies.clear()
            assert client.post("/join", data={"code": service.session.code, "act": act}).status_code == 303
    assert service.store.session(service.session.id).people == 4


def test_two_presses_on_a_form_without_javascript_make_one_answer_each(service: Served):
    service.open_all()
    with service.joined() as client:
        body = filled_in(client)
        at_once(
            4,
            lambda _: httpx.post(
                f"{service.url}/w/answers", data=body, headers=HTML, cookies=client.cookies, timeout=PATIENCE
            ),
        )
        lines = client.post("/w/journal.jsonl").text.splitlines()
        subjects = [re.search(r'"subject":"([^"]+)"', line)[1] for line in lines]
        assert len(subjects) == len(set(subjects))
        again = filled_in(client) | {f"statement:{STATEMENTS[0]}": ["1"]}
        client.post("/w/answers", data=again, headers=HTML)
        client.post("/w/answers", data=again | {f"statement:{STATEMENTS[0]}": ["3"]}, headers=HTML)
        assert values(client)[f"statement:{STATEMENTS[0]}"]["frequency"] == 3, "back to what it was is a change too"


def test_two_presses_on_reveal_take_one_picture_and_both_see_it(service: Served):
    with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
        button = re.search(r'value="(reveal:\d+)"', lead.press("lobby"))[1]
        twice = at_once(2, lambda _: Lead(lead.client, service).press(button))
        assert all("<figure" in shown for shown in twice)
        assert open_team(service.store, service.session.id).snapshot.number == 1
        assert "more people have to answer" not in "".join(twice)


def test_two_workers_that_hear_one_press_at_once_make_one_thing(tmp_path: Path):
    """Nothing that a worker remembers helps here: what the first press made is found in the database."""
    db = database(tmp_path)
    with contextlib.ExitStack() as ends:
        store = Store(open_engine(db))
        ends.callback(store.engine.dispose)
        session = store.open_session(PLAN, timedelta(days=7))
        with hosted("serve", "--db", db, "--port", free_port(), "--workers", 2) as running:
            service = Served(f"http://127.0.0.1:{running.port}", session, store)
            assert len(workers_of(running)) == 2
            act = uuid.uuid4().hex

            def press(_: int) -> str:
                # a connection of its own
                with httpx.Client(base_url=service.url, follow_redirects=True, timeout=PATIENCE) as client:
                    client.post("/join", data={"code": session.code, "act": act})
                    return client.cookies["kit-me"]

            assert len(set(at_once(12, press))) == 1
            assert store.session(session.id).people == 1
            with room(service, (0, 1), (1, 2), (4, 3)), leading(service) as lead:
                button = re.search(r'value="(reveal:\d+)"', lead.press("lobby"))[1]

                def reveal(_: int) -> str:
                    with httpx.Client(base_url=service.url, timeout=PATIENCE, cookies=lead.client.cookies) as client:
                        return Lead(client, service).press(button)

                assert all("<figure" in shown for shown in at_once(6, reveal))
                assert open_team(store, session.id).snapshot.number == 1


def test_what_is_tried_out_is_marked_on_the_page_and_the_normal_link_takes_part(service: Served):
    with httpx.Client(base_url=service.url, follow_redirects=True, timeout=PATIENCE) as client:
        door = client.get(f"/j/{service.session.code}?try")
        assert "Try a session out" in door.text
        sent = {"code": service.session.code, "act": act_of(door), "try": "1"}
        assert "You are trying this session out" in client.post("/join", data=sent).text
        assert service.store.session(service.session.id).people == 0
        joined = client.post("/join", data={"code": service.session.code})
        assert "You are trying this session out" not in joined.text
        info = service.store.session(service.session.id)
        assert (info.people, info.trying) == (1, 1)
        refused = client.post("/join", data=sent, headers=HTML)
        assert refused.status_code == 409
        assert "takes part in the session already" in refused.text


def test_a_facilitator_takes_out_everybody_who_is_in_no_picture_and_learns_nothing(service: Served):
    with room(service, (0, 1), (1, 2), (4, 3)) as people, leading(service) as lead:
        page = lead.client.get("/f").text
        assert "Joins are counted, not people: nobody can prove that another person stands behind each" in page
        assert lead.post("/f/afresh").status_code == 400, "it has to be confirmed"
        told = lead.post("/f/afresh", sure="1").json()
        assert told["said"] == "3 joins are taken out. Whoever was in can join again with the code."
        assert people[0].get("/w/state").status_code == 401
        assert "3 more people have to answer" in told["parts"]["reveal"]
        with room(service, (0, 1), (1, 2), (4, 3)) as counted:
            before = lead.press("reveal")
            assert "<figure" in before
            with room(service, (2, 2)) as late:
                assert "Take out everybody who is in no picture yet" in lead.client.get("/f").text
                told = lead.post("/f/afresh", sure="1").json()
                assert told["said"] == "1 join is taken out. Whoever was in can join again with the code."
                assert late[0].get("/w/state").status_code == 401
            assert [client.get("/w/state").status_code for client in counted] == [200] * 3
            assert lead.press("") == before


def test_a_flood_of_joins_keeps_nobody_out_once_there_is_room(alone: Served):
    """Sixty joins from one client fill a session; whoever leads makes room while it goes on, and takes them out."""
    service, session, store = alone, alone.session, alone.store
    most = PLAN.most_people
    browser = httpx.Client(base_url=service.url, timeout=PATIENCE)
    with room(service, (0, 1), (1, 2)) as early, leading(service) as lead, browser as flood:

        def join() -> int:
            flood.cookies.clear()
            flood.cookies.set(TRIED, "1")
            return flood.post("/join", data={"code": session.code, "act": uuid.uuid4().hex}).status_code

        joined = [join() for _ in range(most)]
        assert joined == [303] * (most - 2) + [409] * 2
        with pytest.raises(httpx.HTTPStatusError), service.joined():
            pass
        said = lead.post("/f/room", most=str(most + 20)).json()["said"]
        assert said == f"There is room for {most + 20} people now."
        assert join() == 303, "it goes on"
        with room(service, (4, 3), (2, 2)) as real:
            assert [client.get("/w/state").status_code for client in (*early, *real)] == [200] * 4
            assert "<figure" in lead.press("reveal")
            assert lead.post("/f/afresh", sure="1").json()["said"].startswith(f"{most - 1} joins are taken out")
            assert [client.get("/w/state").status_code for client in (*early, *real)] == [200] * 4
            assert store.session(session.id).people == 4
