"""How answers go out on a connection, seen from its other end."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from helpers.http.wire import Wire
from tests.hosting.server import Served, database, served
from tests.patience import PATIENCE

HOW_OFTEN = 30


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("wire")
    with served(database(folder)) as running:
        yield running


def asked(service: Served, path: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {httpx.URL(service.url).netloc.decode()}\r\n{more}\r\n".encode()


def connected(service: Served) -> socket.socket:
    at = httpx.URL(service.url)
    return socket.create_connection((at.host, at.port), PATIENCE)


def test_an_answer_goes_out_in_one_piece(service: Served):
    """Head and body in two would cost another call of the system for each answer."""
    with connected(service) as line:
        for _ in range(HOW_OFTEN):
            line.sendall(asked(service, "/health"))
            assert line.recv(65536).endswith(b'{"status":"ok"}')


def test_answers_to_requests_that_were_sent_at_once_come_whole_and_in_their_order(service: Served):
    paths = ["/health", "/static/theme.css", "/static/form.js", "/nowhere", "/health"]
    alone = [httpx.get(service.url + path, headers={"Accept-Encoding": "identity"}).content for path in paths]
    with connected(service) as line:
        line.sendall(b"".join(asked(service, path) for path in paths[:-1]))
        line.sendall(asked(service, paths[-1], "Connection: close\r\n"))
        told = b"".join(iter(lambda: line.recv(65536), b""))
    for body in alone:
        head, _, told = told.partition(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1])
        assert (told[:length], length) == (body, len(body))
        told = told[length:]
    assert told == b""


def test_the_last_answer_comes_whole_before_the_service_hangs_up(service: Served):
    for _ in range(HOW_OFTEN):
        with connected(service) as line:
            line.sendall(asked(service, "/static/form.js", "Connection: close\r\n"))
            told = b"".join(iter(lambda: line.recv(65536), b""))
        assert told.endswith(httpx.get(f"{service.url}/static/form.js").content)


@contextlib.contextmanager
def answering(app: Any) -> Iterator[socket.socket]:
    """A connection to a service that has one answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, http=Wire, lifespan="off", log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            with socket.create_connection(listening.getsockname(), PATIENCE) as line:
                yield line
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def test_a_large_answer_is_made_as_fast_as_it_is_read():
    """One that is written in one turn of the loop was held in memory whole before anybody had read a byte of it."""
    pieces, piece, made = 400, b"x" * 100_000, 0

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        nonlocal made
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while made < pieces:
            made += 1
            await send({"type": "http.response.body", "body": piece, "more_body": made < pieces})

    with answering(answer) as line:
        line.sendall(b"GET / HTTP/1.0\r\n\r\n")
        told = len(line.recv(1))
        assert made < pieces
        while more := line.recv(1 << 20):
            told += len(more)
    assert told > pieces * len(piece)
