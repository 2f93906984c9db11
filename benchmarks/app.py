"""What the app costs: from the command to its link, to a chapter's first usable control, a page, an answer.

    python benchmarks/app.py            this kit
    python benchmarks/app.py OTHER      and another copy of the kit beside it, with an environment of its own in .venv

Times are medians in milliseconds, in a real Chromium, on the machine that it runs on: the kit and the browser share
its cores. This kit's first control and answers are measured in Firefox and WebKitGTK too, where they are installed.
Another copy may be of an earlier version, whose pages had kernels (Voilà): a page's memory is what all processes of the
app take together once ten pages are open, less what they took with one, by nine.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from environment import need_tests

need_tests()

import psutil  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser.chromium import find_chromium  # noqa: E402
from tests.browser.webdriver import ENGINES, WebDriver, browser, find  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S*?token=\w+")
CONTROL = ".kit-body:not([inert]) .kit-field input[type=radio]"
CHAPTER = "02_mid_level_pm"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
TIMES = 7
PAGES = 10
PATIENCE = 120_000


class Running(NamedTuple):
    """An app that runs: its link, its process, and how long it took to name the link (ms)."""

    link: str
    process: subprocess.Popen[str]
    started: float

    def address(self) -> str:
        """Where the chapter is, in this version of the kit."""
        return self.link.partition("?")[0] + (f"voila/render/{CHAPTER}.ipynb" if self.is_voila() else CHAPTER)

    def is_voila(self) -> bool:
        """Whether its pages have kernels."""
        return (Path(psutil.Process(self.process.pid).cwd()) / "helpers/cli/page").is_dir()

    def memory(self) -> int:
        """Bytes that its processes have for themselves."""
        leader = psutil.Process(self.process.pid)
        return sum(one.memory_full_info().uss for one in (leader, *leader.children(recursive=True)))


@contextmanager
def running(kit: Path, home: Path) -> Iterator[Running]:
    """The app of a copy of the kit."""
    python = kit / ".venv/bin/python"
    environment = {**os.environ, "LADDER_HOME": str(home), "LADDER_JOURNAL": str(home / "journal.jsonl")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [python, "-m", "helpers.cli", "app", "--no-browser"],
        cwd=kit,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    try:
        found = next((match for line in process.stdout if (match := LINK.search(line))), None)
        if found is None:
            sys.exit(f"The app of {kit} named no link. Does it start with {python} -m helpers.cli app?")
        yield Running(found[0], process, (time.perf_counter() - begun) * 1000)
    finally:
        process.terminate()
        process.wait()


def first_control(page: Page, address: str) -> float:
    """Milliseconds from asking for a chapter to its first control that can be used."""
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(CONTROL).first.wait_for(timeout=PATIENCE)
    return (time.perf_counter() - begun) * 1000


ANSWER = """async () => {
  const begun = performance.now();
  const field = document.querySelector(".kit-body:not([inert]) .kit-field.kit-rating");
  const told = field.querySelector(".kit-status");
  let drawn = 0;
  const seen = new MutationObserver(() => (drawn = performance.now()));
  seen.observe(document.querySelector("main"), { childList: true, subtree: true });
  const free = [...field.querySelectorAll("input[type=radio]")].find((it) => !it.checked);
  free.click();
  while (!told.classList.contains("is-saved")) await new Promise((go) => setTimeout(go, 2));
  let last = 0;
  while (drawn !== last || performance.now() - drawn < 120) {
    last = drawn;
    await new Promise((go) => setTimeout(go, 20));
  }
  return drawn - begun;
}"""


def measure(kit: Path) -> dict[str, float]:
    """All figures of one copy of the kit."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        with running(kit, home):
            pass  # so that its bytecode is there
        starts = []
        for _ in range(3):
            with running(kit, home) as app:
                starts.append(app.started)
        with running(kit, home) as app:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
            page = browser.new_context().new_page()
            page.goto(app.link)
            first_control(page, app.address())
            times = [first_control(page, app.address()) for _ in range(TIMES)]
            answers = [page.evaluate(ANSWER) for _ in range(TIMES)]
            one = app.memory()
            for _ in range(PAGES - 1):
                first_control(page.context.new_page(), app.address())
            more = (app.memory() - one) / (PAGES - 1) / 2**20
            browser.close()
    return {
        "command to link (ms)": statistics.median(starts),
        "first usable control (ms)": statistics.median(times),
        "answer kept, panels drawn (ms)": statistics.median(answers),
        "memory per open page (MiB)": more,
    }


def first_control_there(driver: WebDriver, address: str) -> float:
    """The same in another engine, whose driver comes back once a page is loaded."""
    begun = time.perf_counter()
    driver.go(address)
    while not driver.run("return document.querySelector(arguments[0]) !== null", CONTROL):
        pass
    return (time.perf_counter() - begun) * 1000


def measure_in(engine: str, kit: Path) -> dict[str, float]:
    """What a person feels of one copy of the kit, in another engine than Chromium."""
    answer = f"const done = arguments[0]; ({ANSWER})().then(done)"
    with tempfile.TemporaryDirectory() as folder, running(kit, Path(folder)) as app, browser(engine) as driver:
        driver.go(app.link)
        first_control_there(driver, app.address())
        times = [first_control_there(driver, app.address()) for _ in range(TIMES)]
        answers = [driver.send("ExecuteAsyncScript", script=answer, args=[]) for _ in range(TIMES)]
    return {
        "first usable control (ms)": statistics.median(times),
        "answer kept, panels drawn (ms)": statistics.median(answers),
    }


def main() -> None:
    """Measure this kit, and the others that were named, one after the other."""
    kits = [ROOT, *(Path(name).resolve() for name in sys.argv[1:])]
    found = [measure(kit) for kit in kits]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for what in found[0]:
        print(f"{what:34}", *(f"{figures[what]:10.1f}" for figures in found))
    for engine in filter(find, ENGINES):
        for what, figure in measure_in(engine, ROOT).items():
            print(f"{f'{engine}: {what}':44} {figure:10.1f}")


if __name__ == "__main__":
    main()
