"""Papermill's engine `fork`: each notebook in a fresh process, forked from one with the imports loaded.

    papermill ──▶ ForkEngine ──start──▶ forkserver ──fork──▶ a process with an IPython shell
                      └──────── a cell's source ▶ ── ◀ its outputs ────────┘

The forkserver is multiprocessing's own. It loads what reports need (`warm`), opens no
journal and starts no threads, so each process forked from it is as good as new: nothing
of one person reaches another's. Where a system can't fork (Windows), each notebook gets a
fresh interpreter, which is slower and just as separate.

As always with multiprocessing, a script that makes reports does so under
`if __name__ == "__main__":`.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
from multiprocessing.connection import wait
from threading import Lock
from typing import Any

import nbformat

from helpers.interrupts import without_interrupts

NAME = "fork"
"""What papermill knows the engine by."""

PRELOADED = ["helpers.report.warm"]

PATIENCE = 5.0
"""Seconds that a process gets to end by itself when its notebook is done."""

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_METHOD)
_BOOKS = Lock()  # multiprocessing's list of processes is not made for several threads
_running: set[NotebookProcess] = set()


def register() -> None:
    """Make the engine known to papermill, also where the kit is not installed as a package."""
    from papermill.engines import papermill_engines  # type: ignore[import-untyped]

    from helpers.report.fork import ForkEngine  # after papermill, which imports it too, by its entry point

    papermill_engines.register(NAME, ForkEngine)


def stop() -> None:
    """End all notebooks that this process is running, at once."""
    for process in tuple(_running):
        process.kill()


class NotebookProcess:
    """A fresh process for the cells of one notebook; it ends with the `with` block."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __enter__(self) -> NotebookProcess:
        from helpers.report.shell import serve

        self._connection, theirs = _CONTEXT.Pipe()
        try:
            with _BOOKS, without_interrupts():
                if _METHOD == "forkserver":
                    _CONTEXT.set_forkserver_preload(PRELOADED)
                self._process = _CONTEXT.Process(target=serve, args=(theirs, self._folder), daemon=True)
                self._process.start()
        except BaseException:
            self._connection.close()
            raise
        finally:
            theirs.close()  # from now on the end of that process is the end of the connection
        _running.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        if not wait([self._process.sentinel], PATIENCE):
            self.kill()
        self._end()
        _running.discard(self)

    def run(self, cell: Any) -> bool:
        """Run a code cell and put its outputs in it; whether it went well.

        Raises `RuntimeError` if the process ends on the way.
        """
        try:
            self._connection.send_bytes(cell.source.encode())
            reply = json.loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            raise RuntimeError(f"its process was ended from outside{_how(self._end())}") from None
        cell.execution_count = reply["count"]
        cell.outputs = nbformat.from_dict(reply["outputs"])  # type: ignore[no-untyped-call]
        return bool(reply["ok"])

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def _end(self) -> int | None:
        wait([self._process.sentinel])
        with _BOOKS:
            self._process.join()
            code: int | None = self._process.exitcode
        return code


def _how(code: int | None) -> str:
    """How a process ended, as words in brackets: by a signal or with an exit code."""
    if code is None or code >= 0:
        return f" (exit code {code})"
    try:
        return f" ({signal.Signals(-code).name})"
    except ValueError:
        return f" (signal {-code})"
