"""What a page asks for often is small on its way, and the same for a browser that can't unpack it."""

from __future__ import annotations

import httpx

from tests.hosting.server import Served


def test_a_page_s_state_is_packed_for_those_who_can_unpack_it(service: Served):
    service.open_all()
    with service.joined() as somebody:
        with somebody.stream("GET", "/w/state", headers={"Accept-Encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == "gzip"
            assert answer.headers["vary"] == "Accept-Encoding"
            assert int(answer.headers["content-length"]) == len(raw)
        plain = somebody.get("/w/state", headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        packed = somebody.get("/w/state", headers={"Accept-Encoding": "gzip"})
        assert packed.json() == plain.json()
        assert len(raw) < len(plain.content) / 4


def test_what_holds_a_token_or_a_code_is_not_packed(service: Served):
    """Its length would tell something about them."""
    with service.joined() as somebody:
        pages: list[httpx.Response] = [somebody.get(path) for path in ("/w", f"/j/{service.session.code}", "/back")]
    with service.leading() as leader:
        pages += [leader.get(path) for path in ("/f", "/f/state", "/f/projector")]
    for page in pages:
        assert page.status_code == 200
        assert "content-encoding" not in page.headers
