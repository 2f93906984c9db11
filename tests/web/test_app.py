"""The pages over HTTP: this machine's own names only, and only for who has the link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from helpers.charts import load_theme
from helpers.http.middleware import MOST_BYTES
from helpers.journal import Journal
from helpers.ladder import load_ladder
from helpers.web.app import Place, address, make_app
from helpers.web.engine import Engine
from helpers.web.keeping import JournalKeeping
from tests.web.test_engine import FIRST, OFTEN

LADDER = load_ladder()
PLACE = Place(8866, "a-token", "a-key")
HTML = {"accept": "text/html"}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.open(tmp_path / "journal.jsonl")


@pytest.fixture
def stranger(journal: Journal, tmp_path: Path) -> TestClient:
    keeping = JournalKeeping(journal, LADDER, tmp_path / "reports")
    engine = Engine(LADDER, keeping, theme=load_theme(), link=address)
    return TestClient(make_app(engine, PLACE), base_url=PLACE.origin, follow_redirects=False)


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    stranger.cookies.set(PLACE.cookie, PLACE.key)
    return stranger


@pytest.mark.parametrize("path", ["/", "/00_start_here", "/nowhere", "/messages"])
def test_a_stranger_reads_nothing(stranger: TestClient, path: str):
    for wrong in ({}, {"token": "another"}, {"token": ""}, {"token": "é"}):
        assert stranger.get(path, params=wrong, headers=HTML).status_code == 401
    stranger.cookies.set(PLACE.cookie, "another")
    assert stranger.get(path).status_code == 401


def test_the_token_becomes_a_cookie_that_no_script_reads(stranger: TestClient):
    answer = stranger.get("/02_mid_level_pm?token=a-token&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/02_mid_level_pm?x=1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert stranger.get("/02_mid_level_pm").status_code == 200
    assert stranger.get(f"{PLACE.origin}//evil.example/?token=a-token").headers["location"] == "/evil.example/"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8866", "127.0.0.1:1", "127.0.0.1", "localhost.evil:8866"]
)
def test_by_another_name_nothing_is_given(client: TestClient, host: str):
    assert client.get("/00_start_here", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {"origin": "http://[::1"}]
)
def test_what_another_site_sends_is_not_done(client: TestClient, journal: Journal, headers: dict[str, str]):
    assert client.post("/messages", json=said(), headers=headers).status_code == 403
    assert journal.events() == ()


def said(**more: object) -> dict[str, object]:
    asked = {"element": "rate-responsibilities", "seq": "1", "subject": f"statement:{FIRST}", "answer": OFTEN}
    return {"type": "answer", "chapter": "01_associate_pm", **asked, **more}


def test_an_answer_reaches_the_journal_and_its_replies_come_a_line_at_a_time(client: TestClient, journal: Journal):
    replies = [json.loads(line) for line in client.post("/messages", json=said()).text.splitlines()]
    assert (replies[0]["type"], replies[-1]["type"]) == ("saved", "version")
    (event,) = journal.events()
    assert event.answer.model_dump(mode="json") == OFTEN


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"x" * (MOST_BYTES + 1)], ids=range(5))
def test_what_is_no_message_is_refused(client: TestClient, body: bytes):
    assert client.post("/messages", content=body).status_code in (400, 413)


def test_every_answer_says_that_nothing_comes_from_elsewhere_and_a_page_is_kept_nowhere(client: TestClient):
    for path in ("/00_start_here", "/nowhere", "/static/web.js", "/static/nothing.js"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/00_start_here").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("stem", ["reports", "notebooks", "workshop_board", "00_start_here.ipynb"])
def test_chapters_are_all_that_is_served(client: TestClient, stem: str):
    assert client.get(f"/{stem}", headers=HTML).status_code == 404
