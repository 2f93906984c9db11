"""PDFs, made in processes of their own, so that nobody's answers wait while somebody else's report is set.

What goes in and comes out is bytes in memory: no file is written.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from datetime import date
from functools import lru_cache
from http import HTTPStatus
from multiprocessing.process import BaseProcess
from pathlib import Path

from helpers.charts import Theme
from helpers.http.doors import Problem
from helpers.interrupts import without_interrupts
from helpers.journal import Event
from helpers.ladder import Ladder
from helpers.workshop.hosted import HostedPlan
from helpers.workshop.session import Said
from helpers.workshop.suppression import Snapshot

PATIENCE_SECONDS = 30.0


class Press:
    """Worker processes that set reports; `close` ends them."""

    def __init__(self, theme: Path | None, workers: int | None = None) -> None:
        self._theme = theme
        self._workers = workers or min(2, os.cpu_count() or 1)
        self._pool = self._new()

    def warm(self) -> None:
        """Have the workers import what they need, before anybody waits for it."""
        for _ in range(self._workers):
            with without_interrupts():
                self._pool.submit(_ready)

    async def personal(self, plan: HostedPlan, events: Iterable[Event], *, name: str, on: date) -> bytes:
        """One person's report. `name` is used for this one file. Raises `Problem` (503) if it couldn't be made."""
        lines = b"".join(event.model_dump_json().encode() + b"\n" for event in events)
        return await self._made(_personal, plan.ladder.model_dump_json(), lines, self._theme, name, on)

    async def team(
        self, ladder: Ladder, snapshot: Snapshot, words: Sequence[Said], *, min_group: int, on: date
    ) -> bytes:
        """A team's report of what it has been shown. Raises `Problem` (503) if it couldn't be made."""
        return await self._made(_team, ladder, snapshot, tuple(words), self._theme, min_group, on)

    async def _made(self, make: Callable[..., bytes], *job: object) -> bytes:
        for _ in range(2):  # a worker that the system ended takes the others' work with it; they do it again
            pool = self._pool
            try:
                with without_interrupts():  # it may start a worker
                    made = pool.submit(make, *job)
                return await asyncio.wait_for(asyncio.wrap_future(made), PATIENCE_SECONDS)
            except BrokenExecutor:
                if self._pool is pool:
                    self._pool = self._new()
            except TimeoutError:
                break
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, _NOT_MADE, _AGAIN, retry_after=5)

    def close(self) -> None:
        """End the workers; what waits for them is given up, what they are at isn't."""
        # Waited for, or a process that ends meanwhile could take away the queue by which they are told.
        self._pool.shutdown(cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # a process has one forkserver, and that is the batch's
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_begin)


_NOT_MADE = "Your PDF could not be made just now."
_AGAIN = "Your answers are safe. Try again in a moment."


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the service, which then ends its workers
    # A service that was killed can end nobody, and these would wait for work for ever.
    threading.Thread(target=_follow, args=(multiprocessing.parent_process(),), daemon=True).start()
    _ready()


def _follow(service: BaseProcess | None) -> None:
    if service is not None:
        service.join()
        os._exit(0)


def _ready() -> None:
    from helpers.report import build, typeset  # noqa: F401 - imported now, so that nobody waits for it later


@lru_cache(maxsize=8)
def _ladder(text: str) -> Ladder:
    return Ladder.model_validate_json(text)


@lru_cache(maxsize=2)
def _look(theme: Path | None) -> Theme:
    from helpers.charts import load_theme

    return load_theme(theme)


def _personal(ladder: str, lines: bytes, theme: Path | None, name: str, on: date) -> bytes:
    from helpers.report.build import build_report
    from helpers.report.typeset import typeset

    events = [Event.model_validate_json(line) for line in lines.splitlines()]
    report = build_report(_ladder(ladder), events, on=on, theme=_look(theme), name=name)
    return typeset(report, _look(theme)).data


def _team(
    ladder: Ladder, snapshot: Snapshot, words: tuple[Said, ...], theme: Path | None, min_group: int, on: date
) -> bytes:
    from helpers.report.typeset import typeset
    from helpers.workshop.team_report import build_team_report

    look = _look(theme)
    report = build_team_report(ladder, snapshot, words, on=on, theme=look, min_group=min_group)
    return typeset(report, look).data
