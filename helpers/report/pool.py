"""Fresh processes, each for one piece of work and no longer than it may take.

    run ──start──▶ forkserver ──fork──▶ a process that makes one PDF, tells it, and ends

What makes PDFs here goes through `run`: the notebooks of a batch and the reports of a hosted session. The
forkserver is multiprocessing's own. It loads what reports need (`preload`), opens no journal and starts no threads,
so each process forked from it is as good as new: nothing of one person reaches another's. Where a system can't
fork (Windows), each gets a fresh interpreter, which is slower and just as separate.

As always with multiprocessing, a script that makes reports does so under `if __name__ == "__main__":`.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any, TypeVar

from pebble import ProcessExpired, concurrent

from helpers.interrupts import without_interrupts

T = TypeVar("T")

PRELOADED = ["helpers.report.preload", __name__]
"""Modules that are imported once for all processes: with this one comes asyncio, which costs as much as a picture."""

CPU_SECONDS = 60
"""Seconds of computing that a piece of work may take where the system counts them; a PDF takes a tenth of one."""

PATIENCE_SECONDS = 600.0
"""Seconds by the clock after which it is ended in any case, also if it only waits; a busy machine is slow."""

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_METHOD)
_BOOKS = Lock()  # multiprocessing's list of processes is not made for several threads
_NAME = "one PDF"


class Ended(RuntimeError):
    """The process ended before its work was done: from outside, for one by a system that is short of memory."""


class OutOfTime(Ended):
    """The work took longer than it may, and its process was ended."""


def run(work: Callable[..., T], *given: Any, cpu_seconds: int = CPU_SECONDS, seconds: float = PATIENCE_SECONDS) -> T:
    """What `work`, a function of a module, gives back for `given`, from a process of its own.

    It may be called from many threads, each of which waits; whoever calls bounds how many. `cpu_seconds` of
    computing and `seconds` by the clock are what the work may take. Raises `OutOfTime` after them, `Ended` if the
    process ended otherwise or `stop` was called, and what `work` raises.
    """
    in_process: Any = concurrent.process  # whose types don't know `context`
    start = in_process(name=_NAME, timeout=seconds, context=_CONTEXT)(_within)
    with _BOOKS, without_interrupts():
        if _METHOD == "forkserver":
            _CONTEXT.set_forkserver_preload(PRELOADED)
        done: Future[T] = start(work, given, cpu_seconds)
    try:
        return done.result()
    except TimeoutError:
        raise OutOfTime(f"it took longer than {seconds:g} seconds") from None
    except ProcessExpired as error:
        if error.exitcode == -getattr(signal, "SIGXCPU", signal.SIGTERM):
            raise OutOfTime(f"it took more than {cpu_seconds} seconds of computing") from None
        raise Ended(f"its process was ended from outside{_how(error.exitcode)}") from None


def stop() -> None:
    """End all processes that were started here, at once."""
    # Not by cancelling what they promised: pebble's thread gives a result to a cancelled future all the
    # same where one came in that moment, and ends with a traceback.
    with _BOOKS:
        for process in at_work():
            process.kill()


def at_work() -> list[BaseProcess]:
    """The processes that were started here and have not ended."""
    return [process for process in multiprocessing.active_children() if process.name == _NAME]


def _within(work: Callable[..., T], given: tuple[Any, ...], cpu_seconds: int) -> T:
    """Do the work in this process, which the system ends once it has computed for so long."""
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    return work(*given)


def _how(code: int | None) -> str:
    """How a process ended, as words in brackets: by a signal or with an exit code."""
    if code is None or code >= 0:
        return f" (exit code {code})"
    try:
        return f" ({signal.Signals(-code).name})"
    except ValueError:
        return f" (signal {-code})"
