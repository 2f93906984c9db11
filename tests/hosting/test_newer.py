"""What a trial left behind, once the real session is led: its wall and its code say that they are of an earlier one.

A wall on another computer, or opened by another of the laptop's addresses, can't follow the leading page, whose
cookie it doesn't have. It went on showing a code, and whoever typed that was counted in a session that nobody led.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from helpers.database import Opened, Store, open_engine
from tests.hosting.server import PLAN, Served, database, served
from tests.patience import PATIENCE

HTML = {"accept": "text/html"}
EARLIER_CODE = "This code is of an earlier session."


@pytest.fixture
def trial(tmp_path: Path) -> Opened:
    """A session of the same workshop that was opened before."""
    store = Store(open_engine(database(tmp_path)))
    opened = store.open_session(PLAN, timedelta(days=7))
    store.engine.dispose()
    return opened


@pytest.fixture
def led(tmp_path: Path, trial: Opened) -> Iterator[Served]:
    """The service of a command that leads another session, opened since."""
    with served(database(tmp_path), leads=True) as running:
        yield running


def test_the_wall_of_a_trial_shows_no_code_once_another_session_is_led(led: Served, trial: Opened):
    """Nor how many are in, nor a clock; the wall of the session that is led does."""
    with led._replace(session=trial).leading() as old, led.leading() as new:
        wall = old.get("/f/projector", headers=HTML).text
        assert "This was the wall of an earlier session" in wall
        assert f"{trial.code[:4]} {trial.code[4:]}" not in wall
        assert "data-people" not in wall
        assert "data-clock" not in wall
        assert old.get("/f/pulse").json()["newer"]
        wall = new.get("/f/projector", headers=HTML).text
        assert "earlier session" not in wall
        assert f"{led.session.code[:4]} {led.session.code[4:]}" in wall
        assert new.get("/f/pulse").json()["newer"] == ""
        led.store.erase(led.session.id)
        assert old.get("/f/pulse").json()["newer"], "it doesn’t let people in again beside the word of the erasure"


def test_leading_page_and_board_of_a_trial_say_so_too(led: Served, trial: Opened):
    with led._replace(session=trial).leading() as old, led.leading() as new:
        assert "You lead an earlier session here." in old.get("/f", headers=HTML).text
        assert "You lead an earlier session here." in old.get("/f/state").json()["parts"]["newer"]
        assert "You lead an earlier session here." not in new.get("/f", headers=HTML).text
        assert 'id="newer" data-newer="">' not in old.get("/f/board", headers=HTML).text
        assert 'id="newer" data-newer="" hidden>' in new.get("/f/board", headers=HTML).text


def test_whoever_has_the_code_of_a_trial_is_told_before_they_join(led: Served, trial: Opened):
    """However they come by it; and can join all the same, since there may be a reason to."""
    with httpx.Client(base_url=led.url, headers=HTML, follow_redirects=True, timeout=PATIENCE) as phone:
        assert EARLIER_CODE in phone.get(f"/j/{trial.code}").text
        assert EARLIER_CODE not in phone.get(f"/j/{trial.code}?try").text
        assert EARLIER_CODE not in phone.get(f"/j/{led.session.code}").text
        typed = phone.post("/join", data={"code": trial.code})
        assert typed.url.path == f"/j/{trial.code}"
        assert EARLIER_CODE in typed.text
        assert led.store.session(trial.id).people == 0
        assert phone.post("/join", data={"code": trial.code, "earlier": "1"}).url.path == "/w"
        assert led.store.session(trial.id).people == 1


def test_sessions_of_a_service_that_leads_none_stand_beside_each_other(tmp_path: Path, trial: Opened):
    """`host serve` is for several at once: none is in the place of another."""
    with served(database(tmp_path)) as service, service._replace(session=trial).leading() as old:
        assert "earlier session" not in old.get("/f/projector", headers=HTML).text
        assert EARLIER_CODE not in old.get(f"/j/{trial.code}").text
