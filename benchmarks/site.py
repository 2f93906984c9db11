"""What a visitor of a site waits for, in a real Chromium: to read, to answer, for the engine, a report and its PDF.

    python benchmarks/site.py           builds a site and measures it
    python benchmarks/site.py FOLDER    measures one that was built

Times are medians in milliseconds, beside those of a plain page that only shows text. The site lies on the loopback, so
that nothing is transferred that would take time; the last figures are with 20 Mbit/s and 40 ms, as over a line, from a
server that compresses what nginx does (Containerfile). "cold" is a browser that was never there, "warm" one that has
the files. Memory is what all processes of the browser have for themselves, less what they had with the plain page.
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
SETTLED = 5_000  # ms after which a browser has given back what an ended worker had
ANSWER = "[data-element=rate-responsibilities] fieldset"
SCRIPTS = re.compile(r'(?:href|src)="(kit-[^"]+\.(?:js|css))"')
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".wasm"}
PIECE = 16_384


class Line:
    """What everybody shares who is served over one line: bytes leave it one after the other."""

    delay = 0.04
    per_second = 20e6 / 8

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._free = 0.0

    def pass_on(self, size: int) -> None:
        """Wait until so many bytes have gone through."""
        with self._turn:
            self._free = max(self._free, time.monotonic()) + size / self.per_second
            until = self._free
        time.sleep(max(0.0, until - time.monotonic()))


@functools.cache
def squeezed(path: Path) -> bytes:
    """A file as a server sends it that compresses."""
    return gzip.compress(path.read_bytes())


@contextmanager
def served(folder: Path, line: Line | None = None) -> Iterator[str]:
    """A folder's files on the loopback, or at the end of a `line`, which takes its time; its address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # a connection stays, as with any server

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if line is None or not path.is_file():
                return super().do_GET()
            data = squeezed(path) if path.suffix in COMPRESSED else path.read_bytes()
            time.sleep(line.delay)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "max-age=3600")
            if path.suffix in COMPRESSED:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            for start in range(0, len(data), PIECE):
                line.pass_on(len(data[start : start + PIECE]))
                self.wfile.write(data[start : start + PIECE])
            return None

    if line:
        for path in folder.rglob("*"):
            if path.suffix in COMPRESSED:
                squeezed(path)

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


def opened(browser: Browser) -> Page:
    """A page of a browser that was never there."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def first_look(page: Page, url: str) -> dict[str, float]:
    """A first visit until an answer is a line of the journal."""
    begun = time.perf_counter()
    found = {"readable": readable(page, url + LEVEL)}
    page.locator(ANSWER).first.get_by_label("often", exact=True).check()
    page.locator("[data-saved]", has_text="device").or_(page.locator("[data-saved]", has_text="Saved.")).wait_for()
    found["first answer kept"] = since(begun)
    found["engine, cold"] = engine(page, begun)
    page.locator("[data-saved]", has_text="Saved.").wait_for()
    found["that answer saved as a line"] = since(begun)
    return found


def reports(page: Page) -> dict[str, float]:
    """The report as a page and as a PDF, twice, on a page that has its engine."""
    report = page.locator("[data-element=report]")
    begun = time.perf_counter()
    page.get_by_role("button", name="Make my PDF").click()
    report.locator("a[download$='.html']").first.wait_for()
    found = {"report as a page, first": since(begun)}
    report.locator("a[download$='.pdf']").first.wait_for()
    found["PDF, first"] = since(begun)
    page.get_by_role("button", name="Make my PDF").click()
    begun = time.perf_counter()
    page.wait_for_function("() => !document.querySelector('[data-element=report] [data-working]')")
    report.locator("a[download$='.pdf']").first.wait_for()
    return {**found, "PDF, again": since(begun)}


def visit(browser: Browser, url: str) -> dict[str, float]:
    """One visit from the first look to the second PDF."""
    page = opened(browser)
    found = first_look(page, url)
    page.goto("about:blank")
    begun = time.perf_counter()
    page.goto(url + PATH, wait_until="commit")
    found["engine, warm"] = engine(page, begun)
    found |= reports(page)
    page.context.close()
    return found


def for_the_pdf(browser: Browser, url: str) -> dict[str, float]:
    """Somebody who opens the site for their PDF, and has nothing of it yet."""
    page = opened(browser)
    begun = time.perf_counter()
    page.goto(url + PATH, wait_until="commit")
    engine(page, begun)
    page.get_by_role("button", name="Make my PDF").click()
    page.locator("[data-element=report] a[download$='.pdf']").first.wait_for()
    found = {"PDF at a first visit, from opening the page": since(begun)}
    page.context.close()
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
    weight: Callable[[Path], float] = lambda path: len(squeezed(path)) / 1e3  # noqa: E731
    engine = [*next(folder.glob("python-*")).iterdir(), kit / "engine.pack"]
    return {
        "scripts and styles of a page (kB gzip)": sum(map(weight, kinds)),
        "first page (kB gzip)": weight(folder / "index.html"),
        "a level (kB gzip)": weight(folder / LEVEL),
        "engine (MB gzip)": sum(map(weight, engine)) / 1e3,
        "its memory (MB gzip)": sum(weight(path) for path in kit.glob("snapshot.pack")) / 1e3,
        "PDF (MB gzip)": sum(weight(kit / name) for name in ("typesetting.pack", "typeface.pack")) / 1e3,
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
            visits = [visit(browser, url) | for_the_pdf(browser, url) for _ in range(TIMES)]
            found = {what: statistics.median(one[what] for one in visits) for what in visits[0]}
            page = opened(browser)
            engine(page, (page.goto(url + PATH), time.perf_counter())[1])
            found["memory, reading (MiB)"] = memory(leader) - before
            reports(page)
            found["memory, PDF just made (MiB)"] = memory(leader) - before
            while len(page.workers) > 1:  # what sets PDFs rests a minute, and is ended
                page.wait_for_timeout(1000)
            page.wait_for_timeout(SETTLED)
            found["memory, after a PDF (MiB)"] = memory(leader) - before
            page.context.close()
            with served(folder, Line()) as far:
                slow = opened(browser)
                looks = first_look(slow, far) | for_the_pdf(browser, far)
                found |= {f"{what}, 20 Mbit/s": value for what, value in looks.items()}
            browser.close()
        print(f"load {os.getloadavg()[0]:.1f} at the end")
        for what, value in {"plain page": texts, **found, **weights(folder)}.items():
            print(f"{what:42} {value:10.0f}" if value >= 20 else f"{what:42} {value:10.1f}")


if __name__ == "__main__":
    main()
