"""Nobody is let in and counted whom their browser would forget at once: who comes by another address is told so.

A service that people reach by https, at its plain port: whoever comes to that is in the room and has typed the laptop's
own address, or is a proxy that speaks for somebody. httpx keeps no Secure cookie there, as a phone doesn't.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from helpers.hosting.doorstep import seems_elsewhere
from tests.hosting.server import Served, database, served
from tests.hosting.test_two_presses import act_of
from tests.patience import PATIENCE

NAMED = "https://workshops.example.com"
ROOM = {"host": "192.168.0.7:8800"}
HTML = {"accept": "text/html"}
HIDDEN = 'role="status" hidden'


def keep_nothing(request: httpx.Request) -> None:
    """Send a request as a browser that keeps no cookies."""
    request.headers.pop("cookie", None)


@pytest.fixture(params=["", "/ladder"])
def named(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A service whose people come by https, below a path or not."""
    with served(database(tmp_path), root_path=request.param, named=NAMED + request.param) as running:
        yield running


def told(page: str) -> bool:
    """Whether the page for joining says, before any form, that people join elsewhere."""
    assert 'id="elsewhere"' in page
    before, _, after = page.partition('id="elsewhere"')
    assert "<form" not in before
    return HIDDEN not in after.partition(">")[0]


def test_who_comes_by_the_laptops_own_address_is_told_and_never_counted(named: Served):
    """Each Join was counted, and led back to an empty “Join a workshop”: six people were fourteen."""
    code, public = named.session.code, NAMED + named.url[len("http://127.0.0.1:00000") :].lstrip("0123456789")
    with httpx.Client(base_url=named.url, headers=ROOM | HTML, follow_redirects=True, timeout=PATIENCE) as phone:
        for path, there in {
            "/": "/",
            "/join": "/",
            f"/j/{code}": f"/j/{code}",
            f"/j/{code}?try": f"/j/{code}?try",
        }.items():
            page = phone.get(path)
            assert page.status_code == 200
            assert told(page.text)
            assert f"This session is joined at {public}<" in page.text
            assert f'href="{public}{there}"' in page.text
        for _ in range(3):
            refused = phone.post("/join", data={"code": code})
            assert refused.status_code == 409
            assert f"This session is at {public}," in refused.text
            assert f'href="{public}/j/{code}"' in refused.text
            assert "set-cookie" not in refused.headers
        assert f'href="{public}/j/{code}?try"' in phone.post("/join", data={"code": code, "try": "1"}).text
    assert named.store.session(named.session.id).people == 0


def test_a_personal_and_a_private_link_say_by_which_address_they_work(named: Served):
    """Both led to an empty form without a word, since the cookie that lets people in was dropped."""
    token = named.store.join(named.session.id).token
    with httpx.Client(base_url=named.url, headers=ROOM | HTML, follow_redirects=True, timeout=PATIENCE) as phone:
        for path, sent in (("/back", {"token": token}), ("/facilitate", {"key": named.session.key})):
            refused = phone.post(path, data=sent)
            assert refused.status_code == 409
            assert f"{path}#{next(iter(sent.values()))}" in refused.text
        wall = phone.post("/facilitate", data={"key": named.session.key, "to": "projector"})
        assert f"/facilitate?to=projector#{named.session.key}" in wall.text


def test_who_leads_is_let_in_on_the_machine_itself_by_a_browser_that_keeps_nothing_there_for_https(named: Served):
    """Safari is one. The link “On this computer” led it to the address that nobody got through to."""
    with httpx.Client(base_url=named.url, headers=HTML, follow_redirects=True, timeout=PATIENCE) as safari:
        leading = safari.post("/facilitate", data={"key": named.session.key})
        assert leading.status_code == 200
        assert leading.url.path.endswith("/f")
        given = leading.history[-1].headers.get_list("set-cookie")
        assert len(given) == 2
        assert not any("Secure" in cookie for cookie in given)
        safari.post("/f/leave")
        assert "kit-facilitator" not in safari.cookies
        assert safari.post("/join", data={"code": named.session.code}).status_code == 409


@pytest.mark.parametrize("handed_on", [{"x-forwarded-for": "198.51.100.1"}, {"via": "1.1 proxy"}, ROOM])
def test_what_lets_somebody_lead_by_https_is_given_for_http_to_nobody_else(named: Served, handed_on: dict[str, str]):
    """A proxy may name this machine as the host, and the network reads along in the room."""
    with httpx.Client(base_url=named.url, headers=HTML | handed_on, follow_redirects=True, timeout=PATIENCE) as other:
        refused = other.post("/facilitate", data={"key": named.session.key})
        assert refused.status_code == 409
        assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "handed_on",
    [
        pytest.param({"host": "workshops.example.com"}, id="as docs/hosting.md has it"),
        pytest.param({"host": "workshops.example.com:8443", "x-forwarded-proto": "https"}, id="with a port"),
        pytest.param({}, id="no host, from this machine"),
        pytest.param({"host": "10.0.0.5:8800", "x-forwarded-for": "198.51.100.1"}, id="its own host, from elsewhere"),
    ],
)
def test_behind_a_proxy_people_are_let_in_whatever_it_hands_on(named: Served, handed_on: dict[str, str]):
    """Their browser speaks https to the proxy, and keeps what it is given there."""
    with httpx.Client(base_url=named.url, headers=handed_on | HTML, timeout=PATIENCE) as proxy:
        assert not told(proxy.get(f"/j/{named.session.code}").text)
        asked = proxy.post("/join", data={"code": named.session.code})
        assert asked.status_code == 307
        kept = {"cookie": asked.headers["set-cookie"].partition(";")[0]}
        assert "Secure" in asked.headers["set-cookie"]
        joined = proxy.post(
            f"/join?{asked.headers['location'].partition('?')[2]}", data={"code": named.session.code}, headers=kept
        )
        assert joined.status_code == 303
        assert joined.headers["location"].endswith("/w")
    assert named.store.session(named.session.id).people == 1


def test_a_cookie_of_an_earlier_session_without_https_lets_nobody_in(named: Served):
    """The laptop was tried at the same address before, without --url: what is kept from then proves nothing."""
    with httpx.Client(base_url=named.url, headers=ROOM | HTML, follow_redirects=True, timeout=PATIENCE) as phone:
        phone.cookies.set("kit-me", "AAAAAAAAAAAAAAAAAAAAAA")
        phone.cookies.set("kit-session", "0" * 32)
        assert phone.post("/join", data={"code": named.session.code}).status_code == 409
    assert named.store.session(named.session.id).people == 0


def test_where_nobody_named_an_address_none_is_the_wrong_one(alone: Served):
    with httpx.Client(base_url=alone.url, headers=ROOM | HTML, timeout=PATIENCE) as phone:
        assert 'id="elsewhere"' not in phone.get(f"/j/{alone.session.code}").text
        assert phone.post("/join", data={"code": alone.session.code}).status_code == 303


def test_who_keeps_no_cookies_is_counted_nowhere_without_https_either(alone: Served):
    """Each Join was counted, and led back to an empty “Join a workshop”, as by another address."""
    code = alone.session.code
    for _ in range(3):
        with httpx.Client(base_url=alone.url, headers=ROOM | HTML, follow_redirects=True, timeout=PATIENCE) as phone:
            phone.event_hooks = {"request": [keep_nothing]}
            act = act_of(phone.get(f"/j/{code}"))
            refused = phone.post("/join", data={"code": code, "act": act})
            assert refused.status_code == 409
            assert "keeps no cookies" in refused.text
            assert "Join with a code" in refused.text
    assert alone.store.session(alone.session.id).people == 0


@pytest.mark.parametrize("wait", [False, True])
def test_who_keeps_cookies_is_let_in_at_once_or_however_long_the_page_lay_open(alone: Served, wait: bool):
    with httpx.Client(base_url=alone.url, headers=ROOM | HTML, follow_redirects=True, timeout=PATIENCE) as phone:
        act = act_of(phone.get(f"/j/{alone.session.code}"))
        if wait:
            phone.cookies.clear()  # what shows it is kept for minutes
        joined = phone.post("/join", data={"code": alone.session.code, "act": act})
        assert joined.status_code == 200
        assert joined.url.path == "/w"
        assert [reply.status_code for reply in joined.history] == [*([307] if wait else ()), 303]
    assert alone.store.session(alone.session.id).people == 1


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({"host": "192.168.0.7:8800"}, True),
        ({"host": "mylaptop.local"}, True),
        ({"host": "[fd00::7]:8800"}, True),
        ({"host": "Workshops.Example.com"}, False),
        ({"host": "workshops.example.com:8443"}, False),
        ({"host": "localhost:8800"}, False),
        ({"host": "127.0.0.1:8800"}, False),
        ({"host": "[::1]:8800"}, False),
        ({"host": "10.0.0.5:8800", "via": "1.1 proxy"}, False),
        ({"host": "[::1"}, False),
        ({"host": ""}, False),
        ({}, False),
    ],
)
def test_another_host_is_told_from_what_proxies_and_this_machine_say(headers: dict[str, str], elsewhere: bool):
    assert seems_elsewhere(Headers(headers), f"{NAMED}/ladder") is elsewhere
