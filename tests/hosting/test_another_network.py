"""The laptop comes into another network: every screen says the new address, and nobody is led to join twice.

That was walked through once with real networks, of which the first one went away; docs/hosting.md tells it. Here the
machine says that it has another address.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from helpers.hosting import address, service
from tests.hosting.server import Served, database, served
from tests.patience import PATIENCE

ELSEWHERE = "10.2.0.9"


@contextlib.contextmanager
def laptop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Served, Callable[[], None]]]:
    """A service in a network, and what has it leave that one: its address is gone, and the machine has another."""
    own = {"127.0.0.1"}
    monkeypatch.setattr(address, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(service, "is_own_address", lambda host: host in own)
    monkeypatch.setattr(service, "routed_address", lambda: ELSEWHERE)
    with served(database(folder), follows_network=True) as running:
        yield running, own.clear


def test_every_screen_says_the_new_address_and_the_join_page_leads_back_who_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with contextlib.ExitStack() as meanwhile:
        running, leave = meanwhile.enter_context(laptop(tmp_path, monkeypatch))
        lead, phone = meanwhile.enter_context(running.leading()), meanwhile.enter_context(running.joined())
        new = meanwhile.enter_context(httpx.Client(base_url=running.url, timeout=PATIENCE))
        there, door = f"http://{ELSEWHERE}:{running.url.rpartition(':')[2]}", f"/j/{running.session.code}"
        assert "new address" not in new.get(door).text
        assert "This computer has come into another network" not in lead.get("/f").text
        leave()
        assert lead.get("/f/pulse").json()["address"] == there
        assert lead.get("/f/state").json()["address"] == there
        assert f"come into another network, so the address is another one: <b>{there}</b>" in lead.get("/f").text
        assert there in lead.get("/f/projector").text
        assert phone.get("/w/state").json()["address"] == there
        assert f"{there}/back#" in phone.get("/w").text
        page = new.get(door).text
        assert "This session has a new address, which is this one." in page
        assert '<details class="hosted-back" open' in page
        assert "new address" not in new.get(f"{door}?try").text, "trying it out counts nobody"
