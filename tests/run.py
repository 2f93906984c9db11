"""Every check of the kit, in order: `python3 start.py test` runs this.

Time zone, locale and the order of tests are drawn by a number that is printed first; `--seed NUMBER`
draws the same again. `--long` runs in full what runs in small otherwise, and the tests that ask what
time it is on each of the other days. With other arguments, only pytest runs, with those:
`python3 start.py test tests/journal -k merge`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from helpers.clock import utc_now
from helpers.interrupts import raise_at_interrupts
from tests import postgres
from tests.browser.chromium import HOW_TO_GET_ONE, find_chromium
from tests.browser.webdriver import HOW_TO_GET_THEM, find
from tests.long import TEST_LONG
from tests.surroundings import TEST_ASKED, TEST_SITE, compile_locale, drawn, other_days

ROOT = Path(__file__).resolve().parents[1]
WORKERS = ("-n", "3", "--dist", "worksteal")  # whoever is done takes half of what another has left
"""One more than cores: a page looks every few seconds for what is new, and a walk waits for it; a service that is
killed waits for its next start. With two workers, the tests and those in browsers kept two cores busy for some seven
tenths of their time."""
IN_BROWSER = ("tests/browser", "tests/charts")  # where browsers are opened: no more is imported for these tests
WITHOUT_BROWSER = ("--ignore=tests/browser", "-m", "not browser")  # all in that folder opens one
LAST_FAILED = ("--last-failed", "--last-failed-no-failures=none", "--maxfail=1")
BY_FILE = ("-n", "2", "--dist", "loadfile")  # the cells of a notebook need each other

UNSTABLE = "  UNSTABLE: what failed above passed alone. It is a fault of the kit or of the test, to be found"

TESTS_FAILED = 1  # as pytest ends with; any other number but 0 says that it couldn't run them

MOST_MINUTES = 30
"""How long all steps may take on two cores that do nothing else; `--long` takes hours."""


class Step(NamedTuple):
    """A Python module with its arguments, and what it finds in its environment besides."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = {}
    again: tuple[str, ...] = ()
    """What decides where tests failed: those alone once more, after all others. Empty: they have failed."""


class Outcome(NamedTuple):
    """How a step went, how many seconds it took, and whether tests of it failed first and passed alone."""

    passed: bool
    seconds: float
    unstable: bool = False


def main(args: list[str]) -> int:
    """Run the steps, each to its end, and say at the end how they went. 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python3 start.py test", add_help=False, allow_abbrev=False)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--long", action="store_true")
    asked, args = parser.parse_known_args(args)
    raise_at_interrupts()  # start.py blocks it as it hands over
    # Where Python keeps no bytecode, each of some hundred processes compiles the kit and each step all tests.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    chromium = find_chromium()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    database = os.environ.get(postgres.TEST_POSTGRES) or postgres.find_postgres()
    missing = [how for found, how in ((chromium, HOW_TO_GET_ONE), (database, postgres.HOW_TO_GET_ONE)) if not found]
    other_engines = [engine for engine in HOW_TO_GET_THEM if not find(engine)]
    missing += [HOW_TO_GET_THEM[engine] for engine in other_engines]
    print(*missing, sep="\n", end="\n" * bool(missing), file=sys.stderr)
    if missing and os.environ.get("CI") == "true":
        return 1

    seed = Random().getrandbits(32) if asked.seed is None else asked.seed
    around = drawn(seed)
    again = " ".join(["python3 start.py test --seed", str(seed), *["--long"] * asked.long, *args])
    print(f"Time zone {around.zone}, locale {around.locale}, tests in an order of their own.", flush=True)
    print(f"The same again: {again}", flush=True)
    if asked.long:
        os.environ[TEST_LONG] = "1"

    with contextlib.ExitStack() as stack:
        elsewhere = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ["LADDER_JOURNAL"] = str(elsewhere / "journal.jsonl")  # never the person's own
        os.environ["LADDER_TEAM"] = str(elsewhere)
        os.environ[TEST_SITE] = str(elsewhere)
        compile_locale(around.locale, elsewhere)
        os.environ |= around.environment(elsewhere)
        every = all_steps(seed, elsewhere, long=asked.long, browser=bool(chromium))
        steps = {"pytest": only(seed, args)} if args else every
        if not database and not args:
            steps = {name: without_postgres(step) for name, step in steps.items()}
        if database and not args:  # one for all steps; with arguments, the tests that need one start it
            os.environ[postgres.TEST_POSTGRES] = stack.enter_context(postgres.server())
        outcomes = {name: run(name, step) for name, step in steps.items()}

    print()
    for name, (passed, seconds, unstable) in outcomes.items():
        print(f"{name:16} {'passed' if passed else 'FAILED'} {seconds:6.0f} s{unstable * UNSTABLE}")
    if not args and not asked.long:
        print(f"{'all of it':16}        {sum(each.seconds for each in outcomes.values()):6.0f} s")
        print(beyond(outcomes), end="")
    if not chromium:
        print("browser          not run: no Chromium was found")
    for engine in other_engines:
        print(f"{engine:16} not run: it wasn’t found")
    if not database:
        print("postgres         not run: no PostgreSQL was found")
    if not all(each.passed for each in outcomes.values()):
        print(f"\nThe same again: {again}")
        return 1
    return 0


def beyond(outcomes: Mapping[str, Outcome]) -> str:
    """A line if the steps took longer than `MOST_MINUTES` together; it names the longest. "" if they didn't.

    It is said and fails nothing: how busy a machine was is no fault of the change that was tested on it.
    """
    minutes = sum(each.seconds for each in outcomes.values()) / 60
    if minutes <= MOST_MINUTES:
        return ""
    longest = max(outcomes, key=lambda name: outcomes[name].seconds)
    return (
        f"TOO LONG         {minutes:.0f} minutes, and {MOST_MINUTES} are the limit on two quiet cores. "
        f"The longest step is “{longest}”: `--durations 20` shows what takes its time.\n"
    )


def only(seed: int, args: list[str]) -> Step:
    """Pytest with somebody's own arguments; the cells of a notebook keep their order."""
    mixed = ["-p", "no:randomly"] if any(arg.startswith("--nbval") for arg in args) else mixing(seed)
    return Step(("pytest", *mixed, *args))


def all_steps(seed: int, folder: Path, *, long: bool, browser: bool) -> dict[str, Step]:
    """Every step by its name.

    The tests that ask what time it is are noticed by the first run, in a file in `folder`, and run
    again on another day: without a browser on one that the number draws, or with `long` all of them on
    each. Without `browser` none opens one.
    """
    noticed = folder / "asked"
    noticed.touch()
    notice = {TEST_ASKED: str(noticed)}
    pytest = ("pytest", "--quiet", *WORKERS)
    days = other_days(utc_now())
    chosen = [*days] if long else [Random(seed).choice([*days])]
    opening = (*IN_BROWSER, *mixing(seed), "-m", "browser")
    # In some 400 walks through real browsers one may meet a moment that no other run meets. It stops nobody's
    # work, and is named; whatever fails twice has failed.
    alone = ("pytest", "--quiet", *LAST_FAILED, *opening)
    in_browser = {"browser": Step((*pytest, *opening), notice, alone)} if browser else {}
    which = ("-m", "browser or not browser") if long and browser else WITHOUT_BROWSER
    return {
        "lint": Step(("ruff", "check", ".")),
        "format": Step(("ruff", "format", "--check", ".")),
        "types": Step(("mypy",)),
        "tests": Step((*pytest, *mixing(seed), *WITHOUT_BROWSER), notice),
        "notebooks": Step(("pytest", "--quiet", *BY_FILE, "-p", "no:randomly", "--nbval-lax", "notebooks", "slides")),
        **in_browser,
        **{day: Step((*pytest, *mixing(seed), *which), notice | days[day].environment()) for day in chosen},
    }


def mixing(seed: int) -> list[str]:
    """What makes the order of tests, and all chance in them, follow from a number.

    Without the plugin that runs notebooks, since no test here is a cell of one: it loads jsonschema in each process,
    and that compiles the grammars of 38 kinds of address, for 1.4 s.
    """
    return ["-p", "no:nbval", f"--randomly-seed={seed}", f"--hypothesis-seed={seed}"]


def without_postgres(step: Step) -> Step:
    """The step without the tests that need a PostgreSQL."""

    def without(command: tuple[str, ...]) -> tuple[str, ...]:
        pairs = zip(("", *command), command, strict=False)
        return tuple(f"({part}) and not postgres" if before == "-m" else part for before, part in pairs)

    return step._replace(command=without(step.command), again=without(step.again))


def run(name: str, step: Step) -> Outcome:
    """Run one step, and how it went; where tests failed and it has an `again`, that decides."""
    began = time.monotonic()
    ended = called(name, step.command, step.environment)
    unstable = ended == TESTS_FAILED and bool(step.again)
    if unstable:
        ended = called(f"{name}, what failed", step.again, step.environment)
    return Outcome(ended == 0, time.monotonic() - began, unstable and ended == 0)


def called(name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> int:
    """Run a Python module with its arguments, and what it ended with."""
    print(f"\n== {name}: {' '.join(command)}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
