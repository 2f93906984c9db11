"""A real browser, and the real servers that people open in it."""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, Page

from helpers.cli.ports import is_free
from tests.browser.axe import violations_in
from tests.patience import PATIENCE

LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S*?token=\w+")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder opens a browser, and is marked so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own: `open_page(width=390, height=844)`.

    At the end of the test no page may have asked for anything outside this machine.
    """
    outside: list[str] = []
    contexts = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in (
            "127.0.0.1",
            "localhost",
            "room.test",
        ):
            outside.append(url)

    def open_page(*, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
        context.set_default_timeout(1000 * PATIENCE)
        context.on("request", lambda request: note(request.url))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not outside, f"asked for something outside this machine: {outside}"


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page as wide as a laptop's."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page as wide as a phone's, 390 px, that is touched."""
    return open_page(width=390, height=844, has_touch=True, is_mobile=True, device_scale_factor=2)


class Served(NamedTuple):
    """A server that runs: its link with the token, the journal that it writes, and its process."""

    link: str
    journal: Path
    process: subprocess.Popen[str]

    def url(self, path: str) -> str:
        """The address of a path ("/08_your_path") on this server, with the token."""
        return urlunsplit(urlsplit(self.link)._replace(path=path))


@cache
def runtime_dir() -> str:
    """Where this run's servers keep sockets and secrets: not the person's, and short enough for a socket's path."""
    directory = tempfile.mkdtemp(prefix="kit-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory


BELOW_EPHEMERAL = range(18_000, 32_000)
"""Ports that no system hands out by itself: one that was used here stays free for a server that starts again."""
_next_port = count(secrets.choice(BELOW_EPHEMERAL))


def own_port() -> int:
    """A free port that no other process of this run begins at: each counts up from a place of its own."""
    for number in _next_port:
        port = BELOW_EPHEMERAL[number % len(BELOW_EPHEMERAL)]
        if is_free(port):
            return port
    raise AssertionError("it counts without end")


def start_server(command: str, journal: Path, *options: str) -> Served:
    """Start `ladder lab` or `ladder app`, on a port of this process's own if none is given, until it names its link."""
    port = () if "--port" in options else ("--port", str(own_port()))
    return start(
        ["helpers.cli", command, "--no-browser", *port, *options],
        journal,
        {
            "LADDER_HOME": str(journal.parent / "home"),
            "JUPYTER_RUNTIME_DIR": runtime_dir(),
        },
    )


def start(
    module: Sequence[str],
    journal: Path,
    settings: Mapping[str, str],
    cwd: Path | None = None,
    python: str = sys.executable,
) -> Served:
    """Start a server, a module of Python's with its arguments, and wait until it names its link."""
    process = subprocess.Popen(
        [python, "-m", *module],
        cwd=cwd,
        env={**os.environ, "LADDER_JOURNAL": str(journal), **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output: list[str] = []
    found: list[str] = []
    settled = threading.Event()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            output.append(line)
            if not found and (match := LINK.search(line)):
                found.append(match[0])
                settled.set()
        settled.set()

    threading.Thread(target=read, daemon=True).start()
    settled.wait(PATIENCE)
    if not found:
        process.kill()
        pytest.fail(f"`{' '.join(module)}` named no link:\n{''.join(output)}")
    return Served(found[0], journal, process)


def stop_server(served: Served) -> None:
    """Stop a server and wait for it."""
    served.process.terminate()
    served.process.wait(PATIENCE)


@contextmanager
def serving(command: str, journal: Path, *options: str) -> Iterator[Served]:
    """A server that runs as long as the block does."""
    served = start_server(command, journal, *options)
    try:
        yield served
    finally:
        stop_server(served)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app, with a journal of its own for each test module."""
    with serving("app", tmp_path_factory.mktemp("app") / "journal.jsonl") as served:
        yield served


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """JupyterLab, with a journal of its own for each test module."""
    with serving("lab", tmp_path_factory.mktemp("lab") / "journal.jsonl") as served:
        yield served


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """`violations(page, "main")`: what axe-core finds serious or critical there, as lines to read; with `practices`
    all that it finds, best practices too.
    """

    def find(page: Page, within: str = "body", *, practices: bool = False) -> list[str]:
        return [
            f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:200]}"
            for violation in violations_in(page, within)
            if practices or violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return find
