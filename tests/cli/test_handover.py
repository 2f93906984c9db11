"""A browser is handed a link with a token by an address that works once, for the person who started the kit."""

import os
import socket
import threading
from queue import Queue

import httpx
import pytest

from helpers.cli.handover import OneTimeAddress, is_ours, open_privately
from tests.patience import PATIENCE

LINK = "http://127.0.0.1:8888/lab?token=0123456789abcdef"


def test_the_browser_is_given_an_address_without_the_token_that_leads_on_once():
    opened = Queue()
    open_privately(LINK, browse=opened.put)
    address = opened.get(timeout=PATIENCE)
    assert "0123456789abcdef" not in address
    first, second = httpx.get(address, timeout=PATIENCE), httpx.get(address, timeout=PATIENCE)
    assert (first.status_code, first.headers["location"]) == (303, LINK)
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert (second.status_code, "location" in second.headers) == (410, False)
    assert "somebody else" in second.text, "who was robbed of the link learns it"


@pytest.fixture
def door():
    door = OneTimeAddress(LINK)
    thread = threading.Thread(target=door.serve_forever)
    thread.start()
    yield door
    door.shutdown()
    thread.join()
    door.server_close()


def test_a_guess_leads_nowhere_and_uses_nothing_up(door):
    for path in ("/", "/favicon.ico", "/x", "/%ff"):
        assert httpx.get(door.address.replace(door.path, path), timeout=PATIENCE).status_code == 404
    assert httpx.head(door.address, timeout=PATIENCE).status_code == 501, "only asking for the page counts"
    assert httpx.get(door.address, timeout=PATIENCE).status_code == 303


def test_a_visitor_who_says_nothing_keeps_nobody_waiting(door):
    with socket.create_connection(("127.0.0.1", door.server_port)):
        assert httpx.get(door.address, timeout=PATIENCE).status_code == 303


def test_after_its_time_nobody_listens():
    door = OneTimeAddress(LINK, patience=0)
    door.wait()
    with pytest.raises(httpx.ConnectError):
        httpx.get(door.address, timeout=PATIENCE)


HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"


def table(uid):
    """The system's list, with one connection from 127.0.0.1:50001."""
    return HEAD + f"   1: 0100007F:C351 0100007F:22B8 01 00000000:00000000 00:00000000 00000000 {uid}        0 1 1 0\n"


@pytest.mark.skipif(os.name == "nt", reason="people have no numbers there")
@pytest.mark.parametrize(
    ("whose", "ours"), [(os.getuid(), True), (0, True), (4_000_000, False)], ids=["own", "root's", "another's"]
)
def test_a_browser_of_somebody_else_on_this_machine_is_told_apart(tmp_path, whose, ours):
    list_of_connections = tmp_path / "tcp"
    list_of_connections.write_text(table(whose), encoding="ascii")
    assert is_ours(("127.0.0.1", 50001), list_of_connections) is ours
    assert is_ours(("127.0.0.1", 50002), list_of_connections), "one that isn't listed is let in"
    assert is_ours(("127.0.0.1", 50001), tmp_path / "none"), "so is everybody where there is no list"


def test_whoever_is_somebody_else_is_refused_and_uses_nothing_up(door, monkeypatch):
    monkeypatch.setattr("helpers.cli.handover.is_ours", lambda visitor: False)
    assert httpx.get(door.address, timeout=PATIENCE).status_code == 403
    monkeypatch.undo()
    assert httpx.get(door.address, timeout=PATIENCE).status_code == 303
