"""`ladder host` as a process of its own, as somebody starts it, with what it printed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import psutil

from helpers.paths import ROOT
from tests.patience import PATIENCE

READY = "Ctrl+C stops"
TLS = ROOT / "tests/fixtures/tls"
"""A certificate for localhost that a machine made for itself, and its key; they open nothing."""

TRUSTED = ssl.create_default_context(cafile=str(TLS / "localhost.pem"))
"""What browsers in tests trust. They share it: httpx reads the roots of all the world for each client that names none,
for 30 ms of CPU, and some thousand are made."""


class Hosted:
    """A running `ladder host`: `said` is what it printed so far, errors included."""

    def __init__(self, arguments: Sequence[object], **environment: str) -> None:
        command = [sys.executable, "-m", "helpers.cli", "host", *map(str, arguments)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.said = ""
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_served(self) -> None:
        """Wait until it has said where it is, and answers there."""
        if not self._ready.wait(PATIENCE):
            raise RuntimeError(f"it never got as far as serving:\n{self.said}")
        with self.here() as client:
            client.get("/health").raise_for_status()

    @property
    def url(self) -> str:
        """Where it says that it is."""
        return self._told(r"(https?://[^\s`]+?)(?:/j/\w+|: \d+ session)")

    @property
    def code(self) -> str:
        """The join code."""
        return self._told(r"/j/(\w+)")

    @property
    def key(self) -> str:
        """The facilitator's key."""
        return self._told(r"/facilitate#(\S+)")

    @property
    def port(self) -> int:
        """The port that it listens on, also where it says only a proxy's."""
        found = psutil.Process(self.process.pid).net_connections("tcp")
        return next(one.laddr.port for one in found if one.status == psutil.CONN_LISTEN)

    def client(self, **settings: Any) -> httpx.Client:
        """A browser that has been nowhere yet."""
        return httpx.Client(base_url=self.url, follow_redirects=True, timeout=PATIENCE, verify=TRUSTED, **settings)

    def here(self) -> httpx.Client:
        """A client at the very port that it listens on, as a proxy would be."""
        secure = "--tls-cert" in self.process.args
        return httpx.Client(base_url=f"http{'s' * secure}://127.0.0.1:{self.port}", timeout=PATIENCE, verify=TRUSTED)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal, wait for its end, and give its exit code. What it printed last is in `said` then.

        Ctrl+C and a closed terminal reach all its processes, as they do from a terminal.
        """
        with contextlib.suppress(ProcessLookupError):
            if how in (signal.SIGINT, signal.SIGHUP):
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
        ended = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return ended

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if READY in line:
                self._ready.set()
        self._ready.set()

    def _told(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found, f"nothing like {pattern} was said:\n{self.said}"
        return found[1]


@contextlib.contextmanager
def hosted(*arguments: object, **environment: str) -> Iterator[Hosted]:
    """Start `ladder host` and wait until it serves; ended when the test is over."""
    running = Hosted(arguments, **environment)
    try:
        running.wait_until_served()
        yield running
    finally:
        if running.process.poll() is None:
            running.stop(signal.SIGKILL)
