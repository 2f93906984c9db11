"""Which processes hear Ctrl+C, and when: a terminal sends it to all of a program, whose leader ends the others."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_CAN_BLOCK = hasattr(signal, "pthread_sigmask")


@contextmanager
def without_interrupts() -> Iterator[None]:
    """What starts in here doesn't hear Ctrl+C: a process that is still loading would die of it, and say so."""
    if not _CAN_BLOCK:
        yield
        return
    from multiprocessing import resource_tracker

    # It runs first: starting it later would let interrupts in again, in the midst of the block below.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_at_interrupts() -> None:
    """From here on Ctrl+C ends this process at once and without a word, also one that was pressed while it was blocked.

    For a process that has nothing yet to put away. One that was told to ignore Ctrl+C still does.
    """
    _hear(signal.SIG_DFL)


def raise_at_interrupts() -> None:
    """From here on Ctrl+C raises `KeyboardInterrupt`, as Python has it. One that was told to ignore it still does."""
    _hear(signal.default_int_handler)


def _hear(how: signal.Handlers | object) -> None:
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, how)  # type: ignore[arg-type]
    if _CAN_BLOCK:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
