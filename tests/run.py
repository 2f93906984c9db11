"""Every check of the kit, in order: `python3 start.py test` runs this.

With arguments, only pytest runs, with those: `python3 start.py test tests/journal -k merge`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import postgres
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium

ROOT = Path(__file__).resolve().parents[1]
PYTEST = ["pytest", "--quiet"]
TWO_WORKERS = ["-n", "2", "--dist", "loadfile"]
STEPS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "tests": [*PYTEST, *TWO_WORKERS, "-m", "not browser"],
    "notebooks": [*PYTEST, *TWO_WORKERS, "--nbval-lax", "notebooks", "slides"],
    "browser": [*PYTEST, *TWO_WORKERS, "-m", "browser"],
}


def main(args: list[str]) -> int:
    """Run the steps, each to its end, and say at the end how they went. 0 if all went well."""
    # A shell that starts this in the background has it ignore Ctrl+C, and every process below it too;
    # tests that press Ctrl+C need it back.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chromium = find_chromium()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    database = os.environ.get(postgres.TEST_POSTGRES) or postgres.find_postgres()
    missing = [how for found, how in ((chromium, HOW_TO_GET_ONE), (database, postgres.HOW_TO_GET_ONE)) if not found]
    print(*missing, sep="\n", end="\n" * bool(missing), file=sys.stderr)
    if missing and os.environ.get("CI") == "true":
        return 1
    steps = {"pytest": ["pytest", *args]} if args else {**STEPS}
    if not chromium:
        steps.pop("browser", None)
    if not database and not args:
        steps = {name: without_postgres(step) for name, step in steps.items()}

    with contextlib.ExitStack() as stack:
        elsewhere = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["LADDER_JOURNAL"] = str(Path(elsewhere) / "journal.jsonl")  # never the person's own
        os.environ["LADDER_TEAM"] = elsewhere
        if database and not args:  # one for all steps; with arguments, the tests that need one start it
            os.environ[postgres.TEST_POSTGRES] = stack.enter_context(postgres.server())
        outcomes = {name: run(name, step) for name, step in steps.items()}

    print()
    for name, (passed, seconds) in outcomes.items():
        print(f"{name:10} {'passed' if passed else 'FAILED'} {seconds:6.0f} s")
    if not chromium:
        print("browser    not run: no Chromium was found")
    if not database:
        print("postgres   not run: no PostgreSQL was found")
    return 0 if all(passed for passed, _ in outcomes.values()) else 1


def without_postgres(step: list[str]) -> list[str]:
    """The step without the tests that need a PostgreSQL."""
    return [
        f"{part} and not postgres" if before == "-m" else part for before, part in zip(["", *step], step, strict=False)
    ]


def run(name: str, step: list[str]) -> tuple[bool, float]:
    """Run one step; whether it passed, and how many seconds it took."""
    print(f"\n== {name}: {' '.join(step)}", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *step], cwd=ROOT, check=False)
    return done.returncode == 0, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
