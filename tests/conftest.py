"""What every test shares."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from helpers import clock
from tests.browser.chromium import HOW_TO_GET_ONE, QUIET, find_chromium
from tests.long import tries
from tests.patience import PATIENCE
from tests.surroundings import TEST_ASKED, TEST_DAY, travel

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What a test lets the kit keep is never among what the person who runs the tests keeps.
os.environ["LADDER_HOME"] = tempfile.mkdtemp(prefix="kit-home-")
atexit.register(shutil.rmtree, os.environ["LADDER_HOME"], ignore_errors=True)

# As the command does: without this package, opening a notebook takes 1.4 s less (`helpers.cli.main` says why).
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# A rule holds or it doesn't: how long an example took on a busy machine says nothing about it.
settings.register_profile(
    "kit", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=tries(50, 1000)
)
settings.load_profile("kit")


def pytest_configure() -> None:
    """Begin on another day if one is named, and hear Ctrl+C."""
    travel()
    # A shell that starts something in the background has it ignore Ctrl+C, and every process below it
    # too; tests that press Ctrl+C need it back.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On another day, don’t even load the files in which no test asks what time it is, where that is known."""
    noticed = os.environ.get(TEST_ASKED)
    if not (noticed and os.environ.get(TEST_DAY)) or not collection_path.match("test_*.py"):
        return None
    asked = {id.partition("::")[0] for id in Path(noticed).read_text(encoding="utf-8").splitlines()}
    if any(collection_path.as_posix().endswith(file) for file in asked):
        return None
    return "mark.clock" not in collection_path.read_text(encoding="utf-8") or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another day, leave out the tests that don't ask what time it is, where it is known which do."""
    noticed = os.environ.get(TEST_ASKED)
    if not (noticed and os.environ.get(TEST_DAY)):
        return
    asked = set(Path(noticed).read_text(encoding="utf-8").splitlines())
    chosen = [item for item in items if item.nodeid in asked or item.get_closest_marker("clock")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(autouse=True)
def notice_who_asks_for_the_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note the tests that ask the kit's clock, so that nobody has to mark them.

    Whoever starts processes besides walks a long way, and what a day can change on it is a rule that smaller
    tests keep: those are noted with `--long` alone. Marked `clock` are those that run on another day always,
    whose child processes ask.
    """
    noticed = os.environ.get(TEST_ASKED)
    if not noticed or os.environ.get(TEST_DAY):
        yield
        return
    asked = started = False
    real_ahead, real_start = clock.ahead, subprocess.Popen.__init__

    def ahead() -> timedelta:
        nonlocal asked
        asked = True
        return real_ahead()

    def start(*args: Any, **more: Any) -> None:
        nonlocal started
        started = True
        real_start(*args, **more)

    clock.ahead = ahead  # type: ignore[assignment]
    subprocess.Popen.__init__ = start  # type: ignore[method-assign]
    try:
        yield
    finally:
        clock.ahead = real_ahead
        subprocess.Popen.__init__ = real_start  # type: ignore[method-assign]
        if asked and tries(not started, True):
            with Path(noticed).open("a", encoding="utf-8") as file:
                file.write(f"{request.node.nodeid}\n")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chromium, driven by Playwright; one for all, since each test opens contexts of its own.

    A process can drive one browser at a time, so no test starts another in this way.
    """
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.other_day import take_there

    path = find_chromium()
    assert path, HOW_TO_GET_ONE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        take_there(browser, clock.shift(os.environ.get(clock.LADDER_CLOCK, "")))
        expect.set_options(timeout=1000 * PATIENCE)
        yield browser
        browser.close()
