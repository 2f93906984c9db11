"""Everything that somebody with bad intentions would try first, and none of it may work."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import uuid

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from helpers.database.tokens import hash_token, new_code, new_token
from helpers.hosting.bodies import Batch
from tests.hosting.process import TRUSTED
from tests.hosting.server import STATEMENTS, Served
from tests.patience import PATIENCE

DEVICE = "d" * 32
RATED = {"kind": "rating", "state": "frequency", "frequency": 3}


def event(subject=f"statement:{STATEMENTS[0]}", answer=RATED, **more):
    return {"id": uuid.uuid4().hex, "subject": subject, "answer": answer, "age": 0, **more}


def evidence(text):
    return event(f"evidence:{STATEMENTS[0]}", {"kind": "evidence", "text": text, "supports": [STATEMENTS[0]]})


def send(client, *events, **more):
    return client.post("/w/events", json={"device": DEVICE, "events": list(events), **more})


def anybody(service: Served, **settings) -> httpx.Client:
    return httpx.Client(base_url=service.url, **settings, timeout=PATIENCE, verify=TRUSTED)


PRIVATE = [
    ("GET", "/w/state"),
    ("GET", "/w/pulse"),
    ("POST", "/w/events"),
    ("POST", "/w/answers"),
    ("POST", "/w/report.pdf"),
    ("POST", "/w/journal.jsonl"),
    ("POST", "/w/plan.ics"),
    ("POST", "/w/erase"),
]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
@pytest.mark.parametrize("token", [None, "", "x", "0" * 22, "0" * 5000, "' OR 1=1 --", "../../etc", "%00"])
def test_nothing_is_read_or_written_without_a_token(service, method, path, token):
    with anybody(service, cookies={"kit-me": token} if token is not None else {}) as client:
        answer = client.request(method, path, json={"device": DEVICE, "events": [event()]})
    assert answer.status_code == 401
    assert "statement:" not in answer.text


def test_a_hash_of_a_token_is_no_token(service):
    """Whoever reads the database can't come in with what stands there."""
    with service.joined() as somebody:
        token = somebody.cookies["kit-me"]
    with anybody(service, cookies={"kit-me": hash_token(token)}) as client:
        assert client.get("/w/state").status_code == 401


def test_one_person_never_sees_or_changes_what_another_said(service):
    service.open_all()
    with service.joined() as ana, service.joined() as ben:
        mine = event(
            f"prompt:{service.store.plan(service.session.id).prompts[0]}", {"kind": "words", "text": "ANAS OWN"}
        )
        assert send(ana, mine).json()["saved"] == [mine["id"]]
        # The same event id from another person is another event: it neither overwrites nor reveals anything.
        same = {**mine, "answer": {"kind": "words", "text": "ben"}}
        assert send(ben, same).json()["saved"] == [mine["id"]]
        assert "ANAS OWN" in ana.get("/w/state").text
        assert "ANAS OWN" not in ben.get("/w/state").text
        assert "ANAS OWN" not in ben.get("/w").text
        assert "ANAS OWN" not in ben.post("/w/journal.jsonl").text
        assert "ANAS OWN" in ana.post("/w/journal.jsonl").text


def test_no_request_names_another_person(service):
    """There is no id of a person in any path, form or message that could be changed into another one's."""
    with service.joined() as ana:
        answer = send(ana, event(), participant="someone", me="someone")
        assert answer.status_code == 400


def test_wrong_codes_are_told_to_wait_and_the_right_one_gets_through_all_the_same(alone):
    with anybody(alone) as client:
        for _ in range(10):
            assert client.post("/join", data={"code": new_code()}).status_code == 403
        stopped = client.post("/join", data={"code": new_code()})
        assert stopped.status_code == 429
        assert int(stopped.headers["retry-after"]) >= 1
        assert client.post("/back", data={"token": new_token()}).status_code == 429
        assert client.post("/facilitate", data={"key": new_token()}).status_code == 429
        assert client.post("/join", data={"code": alone.session.code}).status_code == 303


def test_a_link_to_no_session_is_told_at_once_and_counts_as_a_guess(alone):
    """Else its page would be a way to guess codes that nothing slows down."""
    with anybody(alone) as stranger:
        told = [stranger.get("/j/AAAABBBB", headers={"accept": "text/html"}) for _ in range(11)]
        assert [answer.status_code for answer in told] == [403] * 10 + [429]
        assert "This code belongs to no session." in told[0].text
        assert "Once a session has been erased, its code leads nowhere" in told[0].text
        assert stranger.get(f"/j/{alone.session.code}").status_code == 200, "a right one gets through"


def test_no_other_site_uses_up_the_guesses_of_whoever_looks_at_it(alone):
    """Ten pictures on any page, each with a link to no session, had a code that was mistyped once told to wait."""
    with anybody(alone) as client:
        for _ in range(20):
            picture = {"sec-fetch-dest": "image", "sec-fetch-mode": "no-cors", "sec-fetch-site": "cross-site"}
            assert "belongs to no session" not in client.get(f"/j/{new_code()}", headers=picture).text
        assert client.post("/join", data={"code": new_code()}).status_code == 403


def test_many_wrong_codes_at_once_are_no_way_round_the_limit(alone):
    import asyncio

    async def flood():
        async with httpx.AsyncClient(base_url=alone.url, timeout=PATIENCE, verify=TRUSTED) as client:
            tries = [client.post("/join", data={"code": new_code()}) for _ in range(60)]
            return [answer.status_code for answer in await asyncio.gather(*tries)]

    assert sorted(asyncio.run(flood())) == [403] * 10 + [429] * 50


def test_a_room_behind_one_address_joins_without_waiting(service):
    for _ in range(40):
        with service.joined() as somebody:
            assert somebody.get("/w/state").status_code == 200


def test_a_preview_of_the_link_makes_nobody(service):
    with anybody(service) as client:
        for path, status in ((f"/j/{service.session.code}", 200), ("/", 200), ("/back", 200), ("/j/" + "x" * 500, 403)):
            assert client.get(path, headers={"user-agent": "Slackbot-LinkExpanding 1.0"}).status_code == status
            assert client.head(path).status_code == status
    assert service.store.progress(service.session.id).joined == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "GET"])
def test_only_the_methods_that_are_meant_are_answered(service, method):
    with service.joined() as client:
        assert client.request(method, "/w/erase").status_code == 405


FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(
    "path", ["/w/events", "/w/answers", "/w/erase", "/w/report.pdf", "/join", "/back", "/facilitate"]
)
def test_another_site_cannot_make_a_browser_do_anything(service, headers, path):
    with service.joined() as client:
        answer = client.post(path, json={"device": DEVICE, "events": [event()]}, headers=headers)
        assert answer.status_code == 403
        assert client.get("/w/state").status_code == 200, "and nothing was done"


def test_our_own_forms_are_no_strangers(service):
    with service.joined() as client:
        own = {"origin": service.url, "sec-fetch-site": "same-origin"}
        assert send(client).status_code == client.post("/w/answers", headers=own).status_code == 200


GARBAGE = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b'"text"',
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    json.dumps({"device": DEVICE}).encode(),
    json.dumps({"device": "x", "events": []}).encode(),
    json.dumps({"device": DEVICE, "events": [event() for _ in range(101)]}).encode(),
    json.dumps({"device": DEVICE, "events": [{**event(), "id": "ABC"}]}).encode(),
    json.dumps({"device": DEVICE, "events": [{**event(), "age": -1}]}).encode(),
    json.dumps({"device": DEVICE, "events": [{**event(), "age": "1"}]}).encode(),
    json.dumps({"device": DEVICE, "events": [{**event(), "age": True}]}).encode(),
    json.dumps({"device": DEVICE, "events": [{**event(), "at": "2020-01-01T00:00:00Z"}]}).encode(),
    json.dumps({"device": DEVICE, "events": [{**event(), "rater": "manager"}]}).encode(),
]


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_what_is_no_batch_is_refused_at_the_door(service, body):
    service.open_all()
    with service.joined() as client:
        answer = client.post("/w/events", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 400
        assert client.get("/w/state").json()["values"] == {}


WRONG = [
    event("statement:executive.vision"),
    event("statement:nope"),
    event("profile:name", {"kind": "words", "text": "Ana"}),
    event("lab:mid.ranking", {"kind": "words", "text": "x"}),
    event("choice:destination", {"kind": "choice", "chosen": ["mid"]}),
    event("../../etc/passwd"),
    event(answer={"kind": "rating", "state": "frequency", "frequency": 5}),
    event(answer={"kind": "rating", "state": "frequency", "frequency": "3"}),
    event(answer={"kind": "rating", "state": "frequency", "frequency": True}),
    event(answer={"kind": "rating", "state": "frequency", "frequency": 3.5}),
    event(answer={"kind": "words", "text": "x"}),
    event(answer={}),
    event(answer={"kind": "rating", "state": "frequency", "frequency": 3, "more": 1}),
    event("choice:focus", {"kind": "choice", "chosen": list(STATEMENTS)}),
    event("choice:focus", {"kind": "choice", "chosen": ["nope"]}),
    event("choice:release", {"kind": "choice", "chosen": ["anything"]}),
    event("plan:4", {"kind": "plan", "focus": None}),
    event("plan:1", {"kind": "plan", "focus": "executive.vision"}),
    evidence("x" * 200_001),
]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_what_no_question_asked_for_is_refused_and_told(service, wrong):
    service.open_all()
    with service.joined() as client:
        right = event(f"statement:{STATEMENTS[1]}")
        answer = send(client, wrong, right).json()
        assert answer["saved"] == [right["id"]], "one bad answer spoils no good one"
        (refused,) = answer["refused"]
        assert refused["id"] == wrong["id"]
        assert "executive.vision" not in refused["message"]


def test_a_block_that_was_never_opened_takes_nothing(service):
    with service.joined() as client:
        assert send(client, event()).json()["saved"] == []


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=12,
    )
)
def test_no_json_whatever_breaks_the_door(body):
    """What is no batch is refused as one, and nothing else is raised."""
    with contextlib.suppress(ValidationError):
        Batch.model_validate_json(json.dumps(body), strict=True)


def test_a_body_without_end_is_not_read(service):
    def endless():
        for _ in range(100):
            yield b"x" * 100_000

    with service.joined() as client:
        for body in (b"x" * 2_000_000, endless()):
            with contextlib.suppress(httpx.TransportError):  # the service hangs up while it is still being sent
                refused = client.post("/w/answers", content=body)
                assert refused.status_code == 413
                assert refused.headers.items() >= HEADERS.items()
        assert client.get("/w/state").json()["values"] == {}


def test_nobody_fills_the_disk(service):
    """What one person may store is bounded, and being at the bound is told."""
    service.open_all()
    text = "x" * 90_000
    with service.joined() as client:
        answers = [
            send(
                client,
                event(
                    f"evidence:{STATEMENTS[0]}", {"kind": "evidence", "text": f"{n}{text}", "supports": [STATEMENTS[0]]}
                ),
            )
            for n in range(60)
        ]
        refused = [answer.json()["refused"] for answer in answers if answer.json()["refused"]]
        assert refused
        assert "x" * 20 not in refused[0][0]["message"]
        assert send(client, event()).status_code == 200


HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "x-frame-options": "DENY",
}


@pytest.mark.parametrize("path", ["/", "/w", "/w/state", "/nowhere", "/back", "/health", "/f", "/w/erase"])
def test_every_answer_carries_the_headers_errors_included(service, path):
    with service.joined() as client:
        answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "server" not in answer.headers or "uvicorn" not in answer.headers["server"]


@pytest.mark.parametrize("origin", ["http://[::1", "http://[x]", "//", "null", "http://" + "a" * 5000])
def test_an_origin_that_is_no_address_is_a_foreign_one(service, origin, caplog):
    with service.joined() as client:
        answer = client.post("/w/leave", headers={"origin": origin.encode("latin-1")})
    assert answer.status_code in (400, 403)
    assert answer.headers.items() >= HEADERS.items()
    assert caplog.records == []


def test_what_is_no_http_is_answered_with_the_headers_too(service):
    at = httpx.URL(service.url)
    for sent in (
        b"no http at all\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ):
        with socket.create_connection((at.host, at.port), PATIENCE) as connection:
            connection.sendall(sent + b"\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode().lower()
        assert answer.startswith("http/1.1 400")
        for name, value in HEADERS.items():
            assert f"{name}: {value}".lower() in answer


def test_who_never_says_what_they_want_is_cut_off_and_holds_nobody_up(service, monkeypatch):
    """400 connections with half a request, or with its body a byte at a time."""
    monkeypatch.setattr("helpers.http.wire.SLOW_SECONDS", 1.0)
    at = httpx.URL(service.url)
    halves = (b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nc")
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection((at.host, at.port), PATIENCE)) for _ in range(400)]
        for number, connection in enumerate(held):
            connection.sendall(halves[number % len(halves)])
        with service.joined() as client:
            assert client.get("/w/state").status_code == 200
        for connection in held:  # each is ended by the service, or this waits in vain
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(65536) == b""


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(service):
    with anybody(service) as client:
        joined = client.post("/join", data={"code": service.session.code})
        cookie = joined.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        led = client.post("/facilitate", data={"key": service.session.key})
        assert "httponly" in led.headers["set-cookie"].lower()
        assert "samesite=strict" in led.headers["set-cookie"].lower()
    assert joined.headers["location"] == "/w", "and no token stands in an address"


def test_no_token_stands_in_what_others_are_sent(service):
    """The state, the pulse and the files that everybody gets hold neither tokens nor ids of people."""
    service.open_all()
    with service.joined() as client:
        token = client.cookies["kit-me"]
        me = service.store.by_token(token)
        for path in ("/w/state", "/w/pulse", "/static/participant.js"):
            body = client.get(path).text
            assert token not in body
            assert me.id not in body


@pytest.mark.parametrize(
    "name",
    ["../app.py", "..%2fapp.py", "%2e%2e/settings.py", "....//app.py", "app.py", "", "x/../../app.py"],
)
def test_nothing_but_scripts_and_styles_is_given_out(service, name):
    with anybody(service) as client:
        assert client.get(f"/static/{name}").status_code in (404, 405)


def test_nothing_of_a_person_reaches_the_log_or_an_error_page(service, capfd, caplog, monkeypatch):
    """Not even when the kit itself breaks down over what somebody wrote."""

    def broken(*_, **__):
        raise RuntimeError(f"{'PRI'}VATE WORDS")

    service.open_all()
    with service.joined() as client:
        token = client.cookies["kit-me"]
        send(
            client,
            evidence("PRIVATE WORDS"),
        )
        client.post("/w/report.pdf", data={"name": "PRIVATE NAME"})
        monkeypatch.setattr("helpers.hosting.participant.keep_batch", broken)
        answer = send(client, event())
        assert answer.status_code == 500
        assert "PRIVATE" not in answer.text
        assert answer.headers["retry-after"]
    out, err = capfd.readouterr()
    for told in (out, err, caplog.text):
        assert "PRIVATE" not in told
        assert token not in told
        assert service.session.key not in told
        assert "127.0.0.1" not in re.sub(r"http://127\.0\.0\.1", "", told)
    assert "RuntimeError" in caplog.text + err, "but that and where it happened is told"


def test_the_name_is_kept_nowhere(alone, tmp_path):
    alone.open_all()
    with alone.joined() as client:
        send(client, event())
        pdf = client.post("/w/report.pdf", data={"name": "Nobody Elses Business"})
        assert pdf.headers["content-type"] == "application/pdf"
        assert (
            b"Nobody Elses Business" in client.post("/w/journal.jsonl", data={"name": "Nobody Elses Business"}).content
        )
        assert "Nobody Elses" not in client.get("/w").text
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"statement" in kept
    assert b"Elses" not in kept
