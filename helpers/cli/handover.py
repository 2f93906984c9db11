"""Opening a link that holds a token in the browser, so that neither the list of processes nor a file shows it.

The browser's command line names an address of this machine that leads on once, to the person
who started the kit. A file would do where the browser can read it: as a snap, which Ubuntu's
browsers are, it can't read `/tmp` or hidden folders.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 300.0
"""How long the address waits for the browser, which may be updating itself first."""

_ROOT = 0
_REFUSALS = {
    HTTPStatus.GONE: "This address worked once, and that was before. Open the link that stands in the terminal. If no "
    "page of the kit opened for you, somebody else on this machine was faster: stop the kit with Ctrl+C, and start it "
    "again.",
    HTTPStatus.FORBIDDEN: "This address is for the person who started the kit.",
    HTTPStatus.NOT_FOUND: "There is nothing here. Open the link that stands in the terminal.",
}


class OneTimeAddress(ThreadingHTTPServer):
    """An address of this machine that leads to `link` the first time it is asked for, within `patience` seconds."""

    daemon_threads = True

    def __init__(self, link: str, patience: float = PATIENCE_SECONDS) -> None:
        super().__init__((LOOPBACK, 0), _Visitor)
        self.link = link
        self.path = f"/{secrets.token_urlsafe(32)}"
        self.address = f"http://{LOOPBACK}:{self.server_port}{self.path}"
        self._patience = patience
        self._unused = threading.Lock()

    def answer(self, path: str, visitor: tuple[str, int]) -> HTTPStatus:
        """What somebody is told who asks for a path: 303 is the way on, once."""
        if not secrets.compare_digest(path.encode(), self.path.encode()):
            return HTTPStatus.NOT_FOUND
        if not is_ours(visitor):
            return HTTPStatus.FORBIDDEN
        return HTTPStatus.SEE_OTHER if self._unused.acquire(blocking=False) else HTTPStatus.GONE

    def wait(self) -> None:
        """Answer until the patience is over, also after the way on was shown: whoever comes too late learns it."""
        ends = time.monotonic() + self._patience
        with self:
            while (left := ends - time.monotonic()) > 0:
                self.timeout = left
                self.handle_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that hung up."""


class _Visitor(BaseHTTPRequestHandler):
    server: OneTimeAddress
    timeout = 10  # seconds for a request that comes slowly

    def do_GET(self) -> None:
        status = self.server.answer(self.path, self.client_address)
        words = escape(_REFUSALS.get(status, "On to the kit."))
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>The kit</title><p>{words}</p></html>'
        self.send_response(status)
        if status == HTTPStatus.SEE_OTHER:
            self.send_header("Location", self.server.link)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Write no log: its lines would hold the address."""


def open_privately(link: str, browse: Callable[[str], object] = webbrowser.open) -> None:
    """Open a link that holds a token in the person's browser, and come back at once.

    `browse` is given the address that leads on to it.
    """
    door = OneTimeAddress(link)
    threading.Thread(target=door.wait, daemon=True).start()
    threading.Thread(target=browse, args=(door.address,), daemon=True).start()


def is_ours(visitor: tuple[str, int], table: Path = Path("/proc/net/tcp")) -> bool:
    """Whether a connection from this machine comes from the person who runs this, or from root.

    `visitor` is its far end, `table` the system's list of connections. True where the system
    keeps none: then that the address works once, and says so afterwards, has to do.
    """
    if sys.platform == "win32":
        return True
    try:
        rows = [line.split() for line in table.read_text(encoding="ascii").splitlines()[1:]]
    except OSError:
        return True
    address, port = visitor
    place = f"{int.from_bytes(socket.inet_aton(address), sys.byteorder):08X}:{port:04X}"
    return {int(row[7]) for row in rows if row[1] == place} <= {os.getuid(), _ROOT}
