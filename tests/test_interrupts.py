"""A process that is still starting doesn't die of the Ctrl+C that was meant for the program that started it."""

from __future__ import annotations

import signal
import subprocess
import sys

from helpers.interrupts import without_interrupts

CODE = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
STARTS_A_TRACKER = f"""
import subprocess, sys
from multiprocessing import resource_tracker
from helpers.interrupts import without_interrupts
with without_interrupts():
    resource_tracker.ensure_running()
    subprocess.run([sys.executable, "-c", {CODE!r}], check=True)
"""


def blocked(code: str) -> bool:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


def test_what_starts_inside_hears_no_interrupt_and_what_starts_after_does():
    assert not blocked(CODE)
    with without_interrupts():
        assert blocked(CODE)
    assert not blocked(CODE)


def test_multiprocessings_own_helper_lets_no_interrupts_in():
    """It lifts the block again as it starts, so it has to run before."""
    assert blocked(STARTS_A_TRACKER)


def test_an_interrupt_that_came_meanwhile_comes_after():
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(True))
    try:
        with without_interrupts():
            signal.raise_signal(signal.SIGINT)
            assert not heard
        assert heard
    finally:
        signal.signal(signal.SIGINT, before)


def ended(code: str, *, ignored: bool = False) -> subprocess.CompletedProcess[str]:
    """How a process ends that starts with Ctrl+C blocked, and on which it was pressed meanwhile."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else signal.default_int_handler)
    code = f"import signal; from helpers.interrupts import *; signal.raise_signal(2)\n{code}; print('on it goes')"
    try:
        with without_interrupts():
            return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_process_that_has_nothing_to_put_away_ends_at_once_and_without_a_word():
    done = ended("end_at_interrupts()")
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_a_process_that_has_is_told_in_pythons_way():
    assert "KeyboardInterrupt" in ended("raise_at_interrupts()").stderr


def test_what_was_started_with_ctrl_c_ignored_goes_on_ignoring_it():
    """A shell does so with what it starts in the background."""
    for way in ("end_at_interrupts()", "raise_at_interrupts()"):
        assert ended(way, ignored=True).stdout == "on it goes\n"
