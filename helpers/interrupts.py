"""Processes that don't hear Ctrl+C: a terminal sends it to all of a program, and the leading one ends the others."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def without_interrupts() -> Iterator[None]:
    """What starts in here doesn't hear Ctrl+C: a process that is still loading would die of it, and say so."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It runs first: starting it later would let interrupts in again, in the midst of the block below.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
