"""What a report costs, beside the stock route, in one run on one machine.

    .venv/bin/python benchmarks/report_cost.py [--reports N] [--stock N]

Three routes to the same PDFs of the shipped examples:

    ladder report    the kit's batch: papermill runs the notebook, Typst sets the page
    in-process       build_report + typeset alone, as the button in a notebook does it
    stock            papermill's command line for each notebook, then `jupyter nbconvert
                     --to webpdf`, which prints it with Chromium

The stock route runs the kit's own notebook, so both show the same report; a notebook with
pandas and matplotlib would add their imports to it. nbconvert drives a Chromium that
Playwright downloads. This script downloads nothing: it puts a link to the installed
browser where Playwright looks for its own.

CPU seconds are user and system time of a route and of all processes that it waited for
(`resource.getrusage`); helpers of Chromium that nobody waits for are missing from the
stock figure. Needs Linux or macOS, and the test dependencies.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from environment import need_tests

need_tests()

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "notebooks/reports/personal_report.ipynb"
DAY = date(2026, 11, 23)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Where this variable is set, every process compiles every module anew, in all routes.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT["PYTHONPATH"] = str(ROOT)


class Cost(NamedTuple):
    """CPU and wall seconds for one report."""

    cpu: float
    wall: float


def measured(work: Callable[[], None], reports: int) -> Cost:
    """What `work`, which makes this many reports, costs for each."""
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return Cost((_cpu() - cpu) / reports, (time.perf_counter() - wall) / reports)


def _cpu() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def run(*command: str | Path, **environment: str) -> None:
    """Run a command quietly; what it says is shown if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        env=ENVIRONMENT | environment,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def kit_route(journals: list[Path], out: Path) -> Callable[[], None]:
    """`ladder report` for all the journals at once."""
    return lambda: run(sys.executable, "-m", "helpers.cli", "report", *journals, "-o", out, "--date", DAY.isoformat())


def in_process_route(journals: list[Path]) -> Callable[[], None]:
    """The package's own two functions, with everything imported and every font read."""
    from helpers.report import personal_report, typeset

    def work() -> None:
        for journal in journals:
            made = personal_report(journal, on=DAY)
            typeset(made.report, made.theme)

    work()
    return work


def stock_route(journals: list[Path], out: Path, browsers: Path) -> Callable[[], None]:
    """papermill's command line, then nbconvert's webpdf, one journal after the other."""

    def work() -> None:
        for journal in journals:
            executed = out / f"{journal.stem}.ipynb"
            values = [("journal", str(journal)), ("on", DAY.isoformat())]
            parameters = [part for name, value in values for part in ("-r", name, value)]
            run(sys.executable, "-m", "papermill", TEMPLATE, executed, *parameters)
            run(
                *(sys.executable, "-m", "nbconvert", "--to", "webpdf", "--disable-chromium-sandbox", executed),
                PLAYWRIGHT_BROWSERS_PATH=str(browsers),
            )
            assert executed.with_suffix(".pdf").stat().st_size > 0

    return work


def link_browser(folder: Path) -> None:
    """Put the installed Chromium where Playwright looks for one in `folder`; its own message says where that is."""
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    if installed is None:
        sys.exit("The stock route needs a browser: install chromium (Debian: apt-get install chromium).")
    code = """
import re
from playwright.sync_api import Error, sync_playwright
with sync_playwright() as playwright:
    try:
        playwright.chromium.launch()
    except Error as error:
        print(re.search(r"Executable doesn't exist at (.+)", str(error))[1].rstrip(" │║"))
"""
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT | {"PLAYWRIGHT_BROWSERS_PATH": str(folder)},
    )
    wanted = Path(told.stdout.strip())
    wanted.parent.mkdir(parents=True)
    wanted.symlink_to(installed)


def main() -> None:
    """Measure the three routes and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=5, help="how many reports the kit makes (default: 5)")
    parser.add_argument("--stock", type=int, default=2, help="how many the stock route makes (default: 2)")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        examples = sorted((ROOT / "data/examples").glob("*.jsonl"))
        journals = []
        for number in range(max(asked.reports, asked.stock)):
            journals.append(folder / f"journal-{number}.jsonl")
            shutil.copyfile(examples[number % len(examples)], journals[-1])
        mine, stock = journals[: asked.reports], journals[: asked.stock]
        (folder / "stock").mkdir()
        link_browser(folder / "browsers")
        costs = {
            "stock: papermill + nbconvert webpdf": measured(
                stock_route(stock, folder / "stock", folder / "browsers"), len(stock)
            ),
            "ladder report": measured(kit_route(mine, folder / "out"), len(mine)),
            "in-process: build_report + typeset": measured(in_process_route(mine), len(mine)),
        }
        assert len(list((folder / "out").glob("*.pdf"))) == len(mine)
    base = next(iter(costs.values()))
    print(f"Seconds for one report ({len(mine)} by the kit, {len(stock)} by the stock route)\n")
    print(f"{'':38}{'CPU':>8}{'wall':>8}{'CPU, stock = 1':>18}")
    for route, cost in costs.items():
        print(f"{route:38}{cost.cpu:8.2f}{cost.wall:8.2f}{f'1/{base.cpu / cost.cpu:.0f}' if cost != base else '1':>18}")


if __name__ == "__main__":
    main()
