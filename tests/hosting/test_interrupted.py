"""Ctrl+C ends the service at any moment of its start, with no traceback and no process left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from helpers.interrupts import without_interrupts
from tests.hosting.process import Hosted
from tests.hosting.test_serve import free_port
from tests.long import tries
from tests.patience import PATIENCE

WORDS_OF_A_FAULT = ("Traceback", "Exception ignored", "Warning", "KeyboardInterrupt")


def started(folder: Path, workers: int) -> Hosted:
    """The service as `start.py` hands over to it: what is pressed while Python itself starts is heard later."""
    db = f"sqlite:///{folder / 'sessions.sqlite'}"
    with without_interrupts():
        return Hosted(["ninety-minutes", "--db", db, "--port", free_port(), "--workers", workers])


def family(group: int) -> list[psutil.Process]:
    """All processes of a group that have not ended."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == group or os.getpgid(process.pid) == group:
                found.append(process)
        except ProcessLookupError:
            continue
    return [process for process in found if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_at_any_moment_of_the_start_ends_it_without_a_traceback(tmp_path: Path, workers: int):
    """The moments lie between the first and somewhat after all that it starts has started."""
    began = time.monotonic()
    whole = started(tmp_path, workers)
    whole.wait_until_served()
    longest = 1.5 * (time.monotonic() - began)
    assert whole.stop(signal.SIGINT) == 0
    faults = []
    for number in range(tries(3, 100)):
        moment = random.uniform(0, longest)
        running = started(tmp_path, workers)
        threading.Event().wait(moment)
        try:
            ended: object = running.stop(signal.SIGINT)
        except subprocess.TimeoutExpired:
            ended = "none: it went on"
            os.killpg(running.process.pid, signal.SIGKILL)
        left = psutil.wait_procs(family(running.process.pid), timeout=PATIENCE)[1]
        if ended not in (0, -signal.SIGINT) or left or any(word in running.said for word in WORDS_OF_A_FAULT):
            faults.append(f"try {number}, after {moment:.2f} s: exit code {ended}, left {left}\n{running.said}")
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_is_told_to_end_before_it_began_ends(how: signal.Signals):
    """Its leader waits for it, for ever if need be."""

    code = (
        "import signal; from helpers.hosting.serve import _Config\n"
        "_Config('nothing:there', factory=True, log_level='warning')\n"
        f"signal.raise_signal({how.value}); print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == -how
    assert done.stdout + done.stderr == ""
