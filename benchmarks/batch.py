"""What a whole room's reports cost, beside the stock route, in one run on one machine.

    .venv/bin/python benchmarks/batch.py [--reports N] [--stock N] [--many N]

Copies of the example journals go through `ladder report`, in a process of its own with all
that it starts: once with the engine `fork`, once with papermill's stock kernel. A few of
them go through papermill's command line and nbconvert's webpdf, as `report_cost.py` does
it. Then a batch of many runs while the memory of the process that leads it and of the one
that the others are forked from is noted.

The command's start (Python, papermill, the forkserver's imports) is in the figures, divided by
the number of reports; a batch of one tells it apart. All bytecode is compiled beforehand
for all routes. CPU seconds are user and system time of all processes that a route waited
for, and those of the forkserver's children, which end before it does. Needs Linux.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from report_cost import DAY, ENVIRONMENT, ROOT, Cost, link_browser

PAGE = os.sysconf("SC_PAGE_SIZE")

MEMORY = """
import sys
from datetime import date
from multiprocessing import forkserver
from pathlib import Path
from helpers.report import journals_in, make_reports

if __name__ == "__main__":
    made = 0
    def note(outcome):
        global made
        assert outcome.pdf, outcome.error
        made += 1
        if made % int(sys.argv[3]) == 0:
            pids = ("self", forkserver._forkserver._forkserver_pid)
            pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
            print(made, *pages, flush=True)
    make_reports(journals_in([sys.argv[1]]), sys.argv[2], on=date.fromisoformat(sys.argv[4]), progress=note)
"""


def batch_cost(journals: Path, out: Path, reports: int, *options: str) -> Cost:
    """What `ladder report` of a folder costs for each of its reports, with all that it starts."""
    command = (sys.executable, "-m", "helpers.cli", "report", journals, "-o", out, "--date", DAY.isoformat(), *options)
    cost = whole_cost([str(part) for part in command])
    assert len(list(out.glob("*.pdf"))) == reports
    return Cost(cost.cpu / reports, cost.wall / reports)


def whole_cost(command: list[str]) -> Cost:
    """What a command costs with its children and orphans: it runs under a reaper, which outlives them all."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", REAPER, *command], env=ENVIRONMENT, capture_output=True, text=True, cwd=ROOT
    )
    wall = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return Cost(float(done.stdout.split()[-1]), wall)


REAPER = """
import ctypes, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans come here and are waited for
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
sys.exit(done.returncode)
"""


def stock_cost(journals: list[Path], out: Path, browsers: Path) -> Cost:
    """What papermill's command line and nbconvert cost for each report, orphans of the browser among it."""
    out.mkdir()
    code = (
        "import sys; from pathlib import Path; from report_cost import stock_route\n"
        "out, browsers, *journals = map(Path, sys.argv[1:]); stock_route(journals, out, browsers)()"
    )
    ENVIRONMENT["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(Path(__file__).parent)))
    cost = whole_cost([sys.executable, "-c", code, str(out), str(browsers), *map(str, journals)])
    return Cost(cost.cpu / len(journals), cost.wall / len(journals))


def memory(journals: Path, out: Path, step: int) -> list[tuple[int, float, float]]:
    """After every `step` reports: how many were made, and the MiB of the leading process and the forkserver."""
    command = [sys.executable, "-c", MEMORY, str(journals), str(out), str(step), DAY.isoformat()]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True, cwd=ROOT)
    lines = (tuple(map(int, line.split())) for line in done.stdout.splitlines())
    return [(made, leader * PAGE / 2**20, server * PAGE / 2**20) for made, leader, server in lines]


def copies(folder: Path, number: int) -> list[Path]:
    """So many journals in a folder, copied from the examples in turn."""
    folder.mkdir()
    examples = sorted((ROOT / "data/examples").glob("*.jsonl"))
    made = [folder / f"person-{each:03}.jsonl" for each in range(number)]
    for each, path in enumerate(made):
        shutil.copyfile(examples[each % len(examples)], path)
    return made


def parts() -> list[tuple[str, float]]:
    """Where the CPU of one report in a forked process goes, in milliseconds, measured step by step in one."""
    done = subprocess.run(
        [sys.executable, "-c", PARTS], env=ENVIRONMENT, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return [(name, float(value)) for name, value in (line.rsplit(" ", 1) for line in done.stdout.splitlines())]


PARTS = """
import os, time
import helpers.report.preload
from helpers.report import personal_report, typeset

if not os.fork():
    since = time.process_time()
    def lap(name):
        global since
        print(name, 1000 * (time.process_time() - since), flush=True)
        since = time.process_time()
    made = personal_report("data/examples/amara.jsonl", on="2026-11-23")
    lap("journal to Report")
    made.show()._repr_html_()
    lap("shown as HTML")
    typeset(made.report, made.theme)
    lap("Typst, for the first time in a process")
    os._exit(0)
os.wait()
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=40, help="how many the kit makes (default: 40)")
    parser.add_argument("--stock", type=int, default=3, help="how many the stock routes make (default: 3)")
    parser.add_argument("--many", type=int, default=500, help="how many the memory is watched over (default: 500)")
    asked = parser.parse_args()
    for place in (ROOT / "helpers", *(Path(path) for path in sys.path if path.endswith("site-packages"))):
        with contextlib.redirect_stdout(io.StringIO()):
            compileall.compile_dir(place, quiet=2)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        room = copies(folder / "room", asked.reports)
        few = copies(folder / "few", asked.stock)
        copies(folder / "one", 1)
        link_browser(folder / "browsers")
        print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n", flush=True)
        routes: dict[str, Callable[[], Cost]] = {
            f"stock: papermill + nbconvert webpdf, {len(few)}": lambda: stock_cost(
                few, folder / "s", folder / "browsers"
            ),
            f"ladder report --engine nbclient, {len(few)}": lambda: batch_cost(
                folder / "few", folder / "n", len(few), "--engine", "nbclient"
            ),
            f"ladder report, {len(room)}": lambda: batch_cost(folder / "room", folder / "f", len(room)),
            f"ladder report -j 1, {len(room)}": lambda: batch_cost(folder / "room", folder / "j", len(room), "-j", "1"),
            "ladder report, 1": lambda: batch_cost(folder / "one", folder / "o", 1),
        }
        print(f"{'CPU and wall seconds for each report':42}{'CPU':>8}{'wall':>8}{'CPU, stock = 1':>18}", flush=True)
        base = None
        for name, measure in routes.items():
            cost = measure()
            base = base or cost.cpu
            print(f"{name:42}{cost.cpu:8.3f}{cost.wall:8.3f}{f'1/{base / cost.cpu:.0f}':>18}", flush=True)
        print("\nCPU milliseconds of one report in its forked process")
        for name, spent in parts():
            print(f"{name:42}{spent:8.0f}")
        if asked.many:
            copies(folder / "many", asked.many)
            print(f"\nMiB over {asked.many} reports: the leading process, and the one that others are forked from")
            for made, leader, server in memory(folder / "many", folder / "m", max(1, asked.many // 10)):
                print(f"{made:6}{leader:10.1f}{server:10.1f}", flush=True)
        print(f"\nLoad of the machine after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
