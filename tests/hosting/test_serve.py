"""Where the service listens, by which address people find it, and that it ends when it should."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import signal
import socket
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
import uvicorn

from helpers.errors import UsageError
from helpers.hosting import serve as serving
from helpers.hosting.app import make_app
from helpers.hosting.network import is_loopback, lan_addresses
from helpers.hosting.serve import (
    PORT,
    Certificate,
    check_certificate,
    listen,
    public_url,
)
from helpers.hosting.settings import Settings
from tests.hosting.process import TLS, TRUSTED, hosted
from tests.patience import PATIENCE

CERTIFICATE = Certificate(TLS / "localhost.pem", TLS / "localhost.key")
ELSEWHERE = "203.0.113.7"
"""An address that is kept for documentation, so no machine has it."""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def url(given: str | None = None, root_path: str = "", address: str = "127.0.0.1", port: int = 8800, tls: bool = False):
    return public_url(given, root_path, address=address, port=port, tls=tls)


# where it listens


def test_a_port_that_was_asked_for_and_is_taken_is_told(taken: int):
    with pytest.raises(UsageError, match=rf"port {taken} can't be used: .*in use\nChoose another with --port"):
        listen("127.0.0.1", taken)


def test_where_nobody_asked_for_a_port_the_next_free_one_is_taken():
    with contextlib.ExitStack() as others:
        with contextlib.suppress(OSError):  # something else may have it already, and that is just as well
            others.enter_context(socket.create_server(("127.0.0.1", PORT)))
        with listen("127.0.0.1", None) as found:
            assert PORT < found.getsockname()[1] < PORT + 50


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_an_impossible_port_is_told(port: int):
    with pytest.raises(UsageError, match=f"port {port} can't be used"):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("address", ["", "a..b", "my laptop", "127.0.0.1:8800", "999.1.1.1", "example.org"])
def test_what_is_no_address_is_told_without_asking_anybody(address: str):
    with pytest.raises(UsageError, match=r"--listen: .* is no address\nWrite 127\.0\.0\.1"):
        listen(address, None)


def test_an_address_of_another_machine_is_told():
    with pytest.raises(UsageError, match=f"--listen: {ELSEWHERE} is no address of this machine"):
        listen(ELSEWHERE, None)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_it_listens_where_it_is_told_to(address: str):
    with listen(address, 0) as found, socket.create_connection(found.getsockname()[:2]) as reached:
        assert ipaddress.ip_address(reached.getpeername()[0]).is_loopback
        assert is_loopback(address)


def test_loopback_is_told_from_a_network():
    assert not is_loopback("0.0.0.0")  # noqa: S104 - nothing listens there
    assert not is_loopback("192.168.1.20")
    assert is_loopback("127.0.1.1")


def test_the_addresses_of_this_machine_are_found_and_no_loopback_is_among_them():
    """Whatever is found can be listened on, so it is this machine's."""
    for address in lan_addresses():
        assert not ipaddress.ip_address(address).is_loopback
        listen(address, 0).close()


# by which address it is found


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("http://127.0.0.1:8800", {}),
        ("http://192.168.1.20", {"address": "192.168.1.20", "port": 80}),
        ("https://192.168.1.20", {"address": "192.168.1.20", "port": 443, "tls": True}),
        ("https://[fd00::1]:8800", {"address": "fd00::1", "tls": True}),
        ("https://example.org", {"given": "https://example.org/"}),
        ("https://example.org:8443", {"given": " https://example.org:8443 "}),
        ("https://example.org/workshops", {"given": "https://example.org", "root_path": "/workshops"}),
        ("https://example.org/workshops", {"given": "https://example.org/workshops/", "root_path": "/workshops"}),
        ("https://example.org/our/workshops", {"given": "https://example.org/our/workshops"}),
    ],
)
def test_the_address_is_what_people_type(wanted: str, given: dict):
    assert url(**given) == wanted


@pytest.mark.parametrize(
    ("words", "given"),
    [
        *(
            (
                r"--root-path: .* is no root path\nWrite it as in /workshops",
                {"given": "https://e.org", "root_path": bad},
            )
            for bad in ("workshops", "/workshops/", "/", "//", "/work shops", '/"', "/a?b", "/w\u00f6rkshops")
        ),
        (r"--root-path: .*\nAdd it, such as --url", {"root_path": "/workshops"}),
        (r"root path is '/other'", {"given": "https://example.org/workshops", "root_path": "/other"}),
        *(
            (r"--url: .* is no address that people can open", {"given": bad})
            for bad in (
                "",
                "example.org",
                "ftp://example.org",
                "https://",
                "https://me:secret@example.org",
                "https://example.org?x=1",
                "https://example.org#x",
                "https://example.org:99999",
                "https://[::1",
            )
        ),
    ],
)
def test_an_address_that_cannot_be_is_told(words: str, given: dict):
    with pytest.raises(UsageError, match=words):
        url(**given)


# its certificate


def test_a_certificate_with_its_key_is_in_order():
    check_certificate(CERTIFICATE)


def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path):
    missing = tmp_path / "missing.pem"
    with pytest.raises(UsageError, match=r"missing\.pem: --tls-key can't be read: No such file"):
        check_certificate(Certificate(CERTIFICATE.cert, missing))
    (tmp_path / "words.pem").write_text("not a certificate")
    with pytest.raises(UsageError, match="no certificate with its private key"):
        check_certificate(Certificate(tmp_path / "words.pem", CERTIFICATE.key))
    with pytest.raises(UsageError, match="no certificate with its private key"):
        check_certificate(Certificate(CERTIFICATE.key, CERTIFICATE.cert))


# the process


def test_it_speaks_tls_where_it_has_a_certificate(tmp_path: Path):
    with served_by(tmp_path, "--tls-cert", CERTIFICATE.cert, "--tls-key", CERTIFICATE.key) as running:
        assert running.url.startswith("https://127.0.0.1:")
        answer = httpx.get(f"{running.url}/health", verify=TRUSTED, timeout=PATIENCE)
        assert answer.json() == {"status": "ok"}
        assert "strict-transport-security" in answer.headers
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(running.url.replace("https:", "http:"), timeout=PATIENCE)


def test_nothing_of_a_request_is_said_and_nothing_of_the_server(tmp_path: Path):
    """Neither paths nor addresses of people belong in a log."""
    with served_by(tmp_path) as running, running.client() as client:
        for path in ("/health", "/j/ABCDEFGH", "/no-such-page", "/w/state"):
            answer = client.get(path)
            assert "server" not in answer.headers
        client.post("/join", data={"code": "WRONG234"})
        with socket.create_connection(("127.0.0.1", running.port)) as raw:
            raw.sendall(b"this is no request, and it holds SECRET words\r\n\r\n")
            assert raw.recv(1000).startswith(b"HTTP/1.1 400")
        assert running.stop() == 0
        after = running.said.partition("Leave this window open; Ctrl+C stops.\n")[2]
        assert "Stopped." in after
        for word in ("ABCDEFGH", "no-such-page", "state", "WRONG234", "SECRET", "127.0.0.1"):
            assert word not in after


def test_a_request_that_fails_is_none_or_breaks_off_prints_a_line_at_most_and_nobodys_words(tmp_path: Path):
    """A traceback would push the links off the terminal, and could quote somebody."""
    with served_by(tmp_path) as running, running.client() as client:
        client.post("/join", data={"code": running.code}).raise_for_status()
        joined = "; ".join(f"{name}={value}" for name, value in client.cookies.items())

        def fails() -> None:
            with contextlib.closing(sqlite3.connect(tmp_path / "sessions.sqlite")) as database:
                database.execute("ALTER TABLE events RENAME TO elsewhere")
                answer = client.post("/w/answers", data={"SECRET": "SECRET words"})
                assert answer.status_code == 503
                database.execute("ALTER TABLE elsewhere RENAME TO events")

        def is_none() -> None:
            with socket.create_connection(("127.0.0.1", running.port)) as raw:
                raw.sendall(b"this is no request, and it holds SECRET words\r\n\r\n")
                assert raw.recv(1000).startswith(b"HTTP/1.1 400")

        def breaks_off() -> None:
            """In the middle of what is sent; then before the answer, with a reset in place of an end."""
            head = f"POST /w/answers HTTP/1.1\r\nHost: x\r\nCookie: {joined}\r\nContent-Length: 100\r\n\r\n"
            for body in ("SECRET", "SECRET".ljust(100, "x")):
                with socket.create_connection(("127.0.0.1", running.port)) as raw:
                    raw.sendall((head + body).encode())
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        fails()
        is_none()
        breaks_off()
        client.get("/health").raise_for_status()
        assert running.stop() == 0
        after = running.said.partition("Leave this window open; Ctrl+C stops.\n")[2]
        database, invalid, *rest = [line for line in after.splitlines() if line.strip()]
        assert "the database: " in database
        assert invalid.endswith("Invalid HTTP request received.")
        assert [line.partition(".")[0] for line in rest] == ["Stopped"], "whoever hangs up is no news"
        assert "SECRET" not in after


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_and_leaves_no_process_behind(tmp_path: Path, how: signal.Signals, workers: int):
    with served_by(tmp_path, "--workers", workers) as running:
        family = psutil.Process(running.process.pid).children(recursive=True)
        assert len(family) >= workers - 1
        assert running.stop(how) == 0
        if how is not signal.SIGHUP:  # nobody reads a window that is closed
            assert "Traceback" not in running.said
            assert "Warning" not in running.said
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_is_left_behind_when_it_is_killed(tmp_path: Path, workers: int):
    """Workers that went on alone would keep the port, and the same command couldn't go on."""
    with served_by(tmp_path, "--workers", workers) as running:
        family = psutil.Process(running.process.pid).children(recursive=True)
        running.stop(signal.SIGKILL)
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []


def test_several_workers_answer_alike(tmp_path: Path):
    with served_by(tmp_path, "--workers", 2) as running, running.client() as client:
        client.post("/join", data={"code": running.code}).raise_for_status()
        for _ in range(10):  # a connection each, so that both have their turn
            with running.client(cookies=client.cookies) as again:
                assert again.get("/w/state").status_code == 200


def test_a_worker_that_dies_is_replaced(tmp_path: Path):
    with served_by(tmp_path, "--workers", 2) as running:
        leader = psutil.Process(running.process.pid)
        workers = [one for one in leader.children() if "spawn_main" in " ".join(one.cmdline())]
        assert len(workers) == 2
        workers[0].kill()
        psutil.wait_procs(workers[:1], timeout=PATIENCE)
        with running.client() as client:
            client.get("/health").raise_for_status()


def test_where_a_proxy_stands_in_front_its_word_on_who_asks_is_taken(tmp_path: Path):
    """Wrong codes count against whoever typed them; behind a proxy that nobody believes, against everybody."""
    behind = ("--url", "https://example.org", "--root-path", "/workshops")
    with served_by(tmp_path, *behind) as running, running.here() as proxy:
        for person in ("198.51.100.1", "198.51.100.2"):
            says = {"X-Forwarded-For": person}
            answers = [proxy.post("/join", data={"code": "WRONG234"}, headers=says) for _ in range(11)]
            assert [answer.status_code for answer in answers] == [403] * 10 + [429]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_proxy_may_take_its_path_away_or_leave_it_there(tmp_path: Path, workers: int):
    """nginx does the one or the other, by a slash at the end of a line."""
    behind = ("--url", "https://example.org/workshops", "--workers", workers)
    with served_by(tmp_path, *behind) as running, running.here() as proxy:
        for prefix in ("", "/workshops"):
            for path in ("/", f"/j/{running.code}", "/static/kit.css", "/health"):
                assert proxy.get(f"{prefix}{path}").status_code == 200
            asked = proxy.post(f"{prefix}/join", data={"code": running.code})
            assert asked.headers["location"] == "/workshops/join?again=1", "whether the browser keeps cookies"
            kept = {"Cookie": asked.headers["set-cookie"].partition(";")[0]}
            joined = proxy.post(f"{prefix}/join?again=1", data={"code": running.code}, headers=kept)
            assert joined.headers["location"] == "/workshops/w"
            assert "Path=/workshops/" in joined.headers["set-cookie"]
            page = proxy.get(f"{prefix}/w", headers={"Cookie": joined.headers["set-cookie"].partition(";")[0]})
            assert 'src="/workshops/static/participant.js"' in page.text


def test_no_path_of_the_service_itself_can_be_the_path_below_which_it_stands():
    ours = {"/" + route.path.split("/")[1] for route in make_app(Settings(db="", public_url="")).routes}
    for path in ours - {"/"}:
        with pytest.raises(UsageError, match="a page of the service itself"):
            url("https://example.org", path)


def test_where_none_does_nobody_can_pretend_to_be_another(tmp_path: Path):
    with served_by(tmp_path) as running, running.client() as client:
        answers = [
            client.post("/join", data={"code": "WRONG234"}, headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
            for n in range(11)
        ]
        assert answers[-1] == 429


def served_by(folder: Path, *more: object):
    """A session of ninety minutes, served at a port that is free."""
    db = f"sqlite:///{folder / 'sessions.sqlite'}"
    free = () if "--url" in more else ("--port", free_port())
    return hosted("ninety-minutes", "--db", db, *free, *more, PYTHONUNBUFFERED="1", HOME=os.environ.get("HOME", "/"))


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_worker_that_ends_while_it_is_asked_whether_it_is_well_is_not_waited_for():
    """Nobody would take its place for a minute, and Ctrl+C wouldn't be heard."""
    before = {sort: signal.getsignal(sort) for sort in signal.valid_signals()}
    try:
        leader = serving._Leader(uvicorn.Config("nowhere:app", workers=1), sockets=[])
        leader.init_processes()
        (worker,) = leader.processes
        worker.process.kill()
        worker.join()
        assert worker.parent_conn.poll(PATIENCE), "its end is heard"
        assert not worker.ping(PATIENCE)
    finally:
        for sort, handler in before.items():
            if handler is not None and sort not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(sort, handler)
