"""The service as a process: where it listens, by which address people find it, and how it ends.

Whatever can't work is told by `listen`, `check_certificate` and `public_url` before anything starts.
"""

from __future__ import annotations

import errno
import ipaddress
import logging
import multiprocessing
import os
import re
import signal
import socket
import ssl
import sys
import threading
import time
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from helpers.errors import KitError, UsageError
from helpers.hosting.app import from_environment, make_app
from helpers.hosting.settings import Settings
from helpers.http.serving import Config, serve
from helpers.http.wire import Wire
from helpers.interrupts import without_interrupts

LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8800
MORE_PORTS: Final = 50
"""How many ports above `PORT` are tried where nobody asked for one."""

SWITCH_SECONDS: Final = 0.001
"""How soon a thread that works on somebody's answers gives way to the one that takes requests.

With Python's own 5 ms, 75 answers a second took twice to four times as long to be acknowledged
(`benchmarks/hosting.py`: p50 26 instead of 13 ms, p95 674 instead of 150 ms).
"""

GRACE_SECONDS: Final = 10
"""How long requests that are under way may take once the service is told to end."""

LONGEST_SILENCE: Final = 60
"""How many seconds a worker may take to answer its leader before another takes its place.

It answers once it has loaded. With uvicorn's own 5 s, a busy machine ended workers that were only
starting, again and again.
"""

LONGEST_LINE: Final = 400
"""Characters of what is told at once."""

QUIET_SECONDS: Final = 60
"""How long a trouble that was told isn't told again."""

_FACTORY = f"{__name__}:in_worker"


class Certificate(NamedTuple):
    """Files in PEM format: the certificate with its chain, and its private key."""

    cert: Path
    key: Path


def listen(address: str, port: int | None) -> socket.socket:
    """A socket that listens at an address of this machine, at the port that was asked for or at a free one.

    Raises `UsageError`, with nothing left open.
    """
    try:
        place = ipaddress.ip_address(LOOPBACK if address == "localhost" else address)
    except ValueError:
        raise UsageError(f"{address!r} is no address", where="--listen", next_step=_ADDRESSES) from None
    family = socket.AF_INET6 if place.version == 6 else socket.AF_INET
    both = str(place) == "::" and socket.has_dualstack_ipv6()
    wanted = [port] if port is not None else range(PORT, PORT + MORE_PORTS)
    for candidate in wanted:
        try:
            return socket.create_server((str(place), candidate), family=family, dualstack_ipv6=both)
        except (OSError, OverflowError) as error:
            code = error.errno if isinstance(error, OSError) else None
            if code in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                what = f"{address} is no address of this machine"
                raise UsageError(what, where="--listen", next_step=_ADDRESSES) from None
            if code != errno.EADDRINUSE or candidate == wanted[-1]:
                raise UsageError(
                    f"port {candidate} can't be used: {os.strerror(code) if code else error}",
                    next_step="Choose another with --port, or leave --port out to get one that is free.",
                ) from None
    raise AssertionError("the last port either works or raises")


def check_certificate(certificate: Certificate) -> None:
    """Raise `UsageError` for files that are no certificate with its key."""
    for option, path in zip(("--tls-cert", "--tls-key"), certificate, strict=True):
        try:
            path.read_bytes()
        except OSError as error:
            raise UsageError(f"{option} can't be read: {error.strerror}", where=str(path)) from None
    try:
        # An empty password: without one, a key that is locked would ask for it on the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*certificate, password="")
    except (ssl.SSLError, ValueError):
        raise UsageError(
            "these two are no certificate with its private key",
            where=f"{certificate.cert} and {certificate.key}",
            next_step="Both are needed in PEM format, the key without a password.",
        ) from None


def public_url(given: str | None, root_path: str, *, address: str, port: int, tls: bool) -> str:
    """What people type, root path included and without a slash at its end.

    `given` is what the person who starts the service says it is; None where they reach this process
    itself. The root path may be a part of it. Raises `UsageError`. The `root_path` is what a proxy puts before every
    path ("": nothing). `address` and `port` are where this process listens, and `tls` says that it does so by HTTPS;
    they count only where nothing is `given`.
    """
    if given is None:
        if root_path:
            raise UsageError(
                "a root path is below some address that people know",
                where="--root-path",
                next_step="Add it, such as --url https://example.org.",
            )
        standard = 443 if tls else 80
        host = f"[{address}]" if ":" in address else address
        return f"{'https' if tls else 'http'}://{host}" + (f":{port}" if port != standard else "")
    try:
        parts = urlsplit(given.strip())
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(
            f"{given!r} is no address that people can open", where="--url", next_step="Write https://example.org."
        )
    path = parts.path.rstrip("/")
    if path and root_path and path != root_path:
        raise UsageError(
            f"the address says {path!r}, and the root path is {root_path!r}",
            where="--url",
            next_step="Leave --root-path out, or write the same in both.",
        )
    path = path or root_path
    if path and not re.fullmatch(r"(/[\w.~-]+)+", path, re.ASCII):
        raise UsageError(f"{path!r} is no root path", where="--root-path", next_step="Write it as in /workshops.")
    if path in _OURS:  # nobody could tell what stands below it from what is ours
        raise UsageError(
            f"{path} is a page of the service itself", where="--root-path", next_step="Choose another: /workshops."
        )
    return f"{parts.scheme}://{parts.netloc}{path}"


def run(settings: Settings, listening: socket.socket, *, certificate: Certificate | None, proxied: bool) -> None:
    """Serve until somebody stops it (Ctrl+C, SIGTERM, a closed terminal), then come back.

    `proxied` says that a proxy stands in front, on this machine unless $FORWARDED_ALLOW_IPS names
    another: what it says of where requests come from is believed. Raises `KitError` if the service
    couldn't start; the log says why. `listening` is a socket that is bound already, and `certificate` is for HTTPS
    (None: plain HTTP); `settings` has the rest.
    """
    log_to_terminal()
    several = settings.workers > 1
    if several:
        settings.hand_on()
    config = _Config(
        _FACTORY if several else make_app(settings),
        factory=several,
        workers=settings.workers,
        proxy_headers=proxied,
        access_log=False,  # paths and addresses of people are nobody's business
        log_level="warning",
        server_header=False,
        http=Wire,
        ws="none",
        log_config=None,  # its warnings go the way of ours
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=LONGEST_SILENCE,
        ssl_certfile=certificate and certificate.cert,
        ssl_keyfile=certificate and certificate.key,
    )
    with listening:
        started = _several(config, listening) if several else serve(config, listening)
    if not started:
        raise KitError("the service couldn't start", next_step="What stands above says why.")


def in_worker() -> Starlette:
    """The app of one of several worker processes, which ends when the leading process is gone."""
    log_to_terminal()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all of them, and the leader passes it on
    if leader := multiprocessing.parent_process():

        def follow() -> None:
            leader.join()
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=follow, daemon=True).start()
    return from_environment()


def log_to_terminal() -> None:
    """Warnings and errors of the service, with their time, on standard error."""
    handler = logging.StreamHandler()
    handler.addFilter(_NotAgain())
    handler.setFormatter(_OneLine("%(asctime)s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class _OneLine(logging.Formatter):
    """Tells everything on one line: whatever somebody sends, it pushes nothing off the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        words = " ".join([*record.getMessage().split(), *([f"({type(error).__name__})"] if error else [])])
        return f"{self.formatTime(record, self.datefmt)} {words[:LONGEST_LINE]}"


class _NotAgain(logging.Filter):
    """Tells the same thing once a minute: a room of phones that try again would push the links off the terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, words = time.monotonic(), record.getMessage()
        self._told = {words: at for words, at in self._told.items() if now - at < QUIET_SECONDS}
        return self._told.setdefault(words, now) == now


class _Config(Config):
    """What each process of the service begins with."""

    def configure_logging(self) -> None:
        super().configure_logging()
        sys.setswitchinterval(SWITCH_SECONDS)


class _Leader(Multiprocess):
    """Several workers, which never hear Ctrl+C: this one ends them. A closed terminal ends them like Ctrl+C."""

    def init_processes(self) -> None:
        with without_interrupts():
            super().init_processes()
        self._hear_their_end()

    def keep_subprocess_alive(self) -> None:
        with without_interrupts():  # it may start one anew
            super().keep_subprocess_alive()
        self._hear_their_end()

    def handle_ttin(self) -> None:
        with without_interrupts():
            super().handle_ttin()
        self._hear_their_end()

    def _hear_their_end(self) -> None:
        """Leave the workers' ends of their pipes to them alone.

        Held open here, a worker that ends while it is asked whether it is well would be waited for as long
        as one that is busy: for a minute nobody takes its place, and Ctrl+C isn't heard.
        """
        for worker in self.processes:
            worker.child_conn.close()

    def handle_hup(self) -> None:
        self.should_exit.set()


def _several(config: uvicorn.Config, listening: socket.socket) -> bool:
    leader = _Leader(config, sockets=[listening])
    leader.run()
    return all(worker.exitcode != STARTUP_FAILURE for worker in leader.processes)


_OURS = frozenset(f"/{name}" for name in ["back", "f", "facilitate", "health", "j", "join", "static", "w"])
_ADDRESSES = "Write 127.0.0.1 for this machine alone, 0.0.0.0 for every network it is in, or one of its addresses."
