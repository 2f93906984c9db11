"""One site for all tests: building it takes seconds, and nothing that a test does changes its files."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import portalocker
import pytest
from platformdirs import user_cache_path

from helpers.site.build import build
from tests.patience import PATIENCE
from tests.surroundings import TEST_DAY, TEST_SITE

KEPT = user_cache_path("career-ladder", appauthor=False) / "site"
"""Where parts are kept that were fetched: the same place as for whoever builds a site here."""


NEVER_ANSWERING: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "unpacking.js": lambda _: "",
        "python.mjs": lambda text: text.replace("py.runPython(AWAKE);", "for (;;);"),
        "silence.js": lambda text: text.replace("TICK = 1000;", "TICK = 50;"),
    }
)
"""A browser in which nothing is heard of a worker in a worker, nor of a memory that wakes; it has little patience."""


class Built(NamedTuple):
    """A site that is served below a path: its folder, and the address of its first page's folder."""

    folder: Path
    url: str
    asked: list[str]


def build_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped ladder, below a folder that can be served; one for all workers, and for all steps."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    if TEST_SITE in os.environ and not os.environ.get(TEST_DAY):  # on another day it is built anew
        shared = Path(os.environ[TEST_SITE])
    with portalocker.Lock(shared / "site.lock", timeout=10 * PATIENCE):
        if not (shared / "served/kit/site.json").exists():
            build(shared / "served/kit", base="/kit/", kept=KEPT)
    return shared / "served/kit"


@contextmanager
def served(
    folder: Path, policy: str = "", instead: Mapping[str, Callable[[str], str]] = MappingProxyType({})
) -> Iterator[Built]:
    """The site as `python -m http.server` gives it out, below the path /kit/; `asked` are the paths that came.

    `policy` is a Content-Security-Policy that goes with every page, "" for none: as a company's proxy adds one.
    `instead` changes scripts on the way, by their names, so that they do what a browser with a fault would.
    """
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            asked.append(self.path)

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if not (change := instead.get(path.name)):
                super().do_GET()
                return
            before = path.read_text(encoding="utf-8")
            text = change(before)
            assert text != before
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(text.encode())

        def end_headers(self) -> None:
            if policy:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def handle(self) -> None:
            with suppress(ConnectionError):  # a page was left while its files came
                super().handle()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Built(folder, f"http://127.0.0.1:{server.server_port}/{folder.name}/", asked)
    finally:
        server.shutdown()
        server.server_close()
