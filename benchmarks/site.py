"""What a visitor of a site waits for, in a real Chromium: to read, to answer, for the engine, a report and its PDF.

    python benchmarks/site.py           builds a site and measures it
    python benchmarks/site.py FOLDER    measures one that was built

Times are medians in milliseconds, beside those of a plain page that only shows text. The site lies on the loopback, so
that nothing is transferred that would take time; the last figures are with 20 Mbit/s and 40 ms, as over a line, where
the server compresses nothing. "cold" is a browser that was never there, "warm" one that has the files. Memory is what
all processes of the browser have for themselves, less what they had with the plain page.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from environment import need_tests

need_tests()

import psutil  # noqa: E402
from platformdirs import user_cache_path  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from helpers.site.build import build  # noqa: E402
from tests.browser.chromium import QUIET, find_chromium  # noqa: E402

PLAIN = "plain.html"
LEVEL = "01_associate_pm.html"
PATH = "08_your_path.html"
TIMES = 3
PATIENCE = 180_000
ANSWER = "[data-element=rate-responsibilities] fieldset"
SCRIPTS = re.compile(r'(?:href|src)="(kit-[^"]+\.(?:js|css))"')
LINE = {"offline": False, "latency": 40, "downloadThroughput": 20e6 / 8, "uploadThroughput": 20e6 / 8}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder's files on the loopback; its address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def since(begun: float) -> float:
    """Milliseconds since then."""
    return (time.perf_counter() - begun) * 1000


def readable(page: Page, address: str) -> float:
    """Until the first heading is there."""
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("h1").first.wait_for(timeout=PATIENCE)
    return since(begun)


def engine(page: Page, begun: float) -> float:
    """Until the engine is there."""
    page.locator("html[data-engine=there]").wait_for(state="attached", timeout=PATIENCE)
    return since(begun)


def visit(browser: Browser, url: str, line: dict[str, Any] | None = None) -> dict[str, float]:
    """One visit from the first look to the second PDF."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    found: dict[str, float] = {}
    if line:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", line)
    begun = time.perf_counter()
    found["readable"] = readable(page, url + LEVEL)
    page.locator(ANSWER).first.get_by_label("often", exact=True).check()
    page.locator("[data-saved]", has_text="device").or_(page.locator("[data-saved]", has_text="Saved.")).wait_for()
    found["first answer kept"] = since(begun)
    found["engine, cold"] = engine(page, begun)
    page.locator("[data-saved]", has_text="Saved.").wait_for()
    found["that answer saved as a line"] = since(begun)
    if line:
        context.close()
        return found
    page.goto("about:blank")
    begun = time.perf_counter()
    page.goto(url + PATH, wait_until="commit")
    found["engine, warm"] = engine(page, begun)
    begun = time.perf_counter()
    page.get_by_role("button", name="Make my PDF").click()
    report = page.locator("[data-element=report]")
    report.locator("a[download$='.html']").first.wait_for()
    found["report as a page, first"] = since(begun)
    report.locator("a[download$='.pdf']").first.wait_for()
    found["PDF, first"] = since(begun)
    page.get_by_role("button", name="Make my PDF").click()
    begun = time.perf_counter()
    page.wait_for_function("() => !document.querySelector('[data-element=report] [data-working]')")
    report.locator("a[download$='.pdf']").first.wait_for()
    found["PDF, again"] = since(begun)
    context.close()
    return found


def memory(process: psutil.Process) -> float:
    """MiB that a browser has for itself."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            total += one.memory_full_info().uss
    return total / 2**20


def weights(folder: Path) -> dict[str, float]:
    """kB of what is needed to read and answer (compressed, typeface aside), and MB of the engine and of the PDF."""
    kit = next(folder.glob("kit-*"))
    kinds = [folder / name for name in set(SCRIPTS.findall((folder / LEVEL).read_text(encoding="utf-8")))]
    squeezed: Callable[[Path], float] = lambda path: len(gzip.compress(path.read_bytes())) / 1e3  # noqa: E731
    engine = [*next(folder.glob("python-*")).iterdir(), kit / "engine.pack"]
    return {
        "scripts and styles of a page (kB gzip)": sum(map(squeezed, kinds)),
        "first page (kB gzip)": squeezed(folder / "index.html"),
        "a level (kB gzip)": squeezed(folder / LEVEL),
        "engine (MB gzip)": sum(map(squeezed, engine)) / 1e3,
        "its memory (MB gzip)": sum(squeezed(path) for path in kit.glob("snapshot.pack")) / 1e3,
        "PDF (MB gzip)": squeezed(kit / "typesetting.pack") / 1e3,
    }


def main() -> None:
    """Measure a site."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name) / "site"
        if len(sys.argv) < 2:
            build(folder, kept=user_cache_path("career-ladder", appauthor=False) / "site", tell=print)
        (Path(name) / PLAIN).write_text("<!doctype html><title>Plain</title><h1>Plain</h1><p>Text.</p>")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        with served(Path(name)) as plain, served(folder) as url:
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            bare = browser.new_context().new_page()
            texts = statistics.median(readable(bare, plain + PLAIN) for _ in range(2 * TIMES))
            mine = psutil.Process()
            (leader,) = [one for one in mine.children(recursive=True) if "--remote-debugging-pipe" in one.cmdline()][:1]
            before = memory(leader)
            visits = [visit(browser, url) for _ in range(TIMES)]
            found = {what: statistics.median(one[what] for one in visits) for what in visits[0]}
            found |= {f"{what}, 20 Mbit/s": value for what, value in visit(browser, url, LINE).items()}
            page = browser.new_context().new_page()
            engine(page, (page.goto(url + LEVEL), time.perf_counter())[1])
            found["memory, reading (MiB)"] = memory(leader) - before
            browser.close()
        print(f"load {os.getloadavg()[0]:.1f} at the end")
        for what, value in {"plain page": texts, **found, **weights(folder)}.items():
            print(f"{what:42} {value:10.0f}" if value >= 20 else f"{what:42} {value:10.1f}")


if __name__ == "__main__":
    main()
