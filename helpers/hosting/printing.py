"""PDFs, each made in a process of its own, so that nobody's answers wait while somebody else's report is set.

What goes in and comes out is bytes in memory: no file is written.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http import HTTPStatus
from pathlib import Path

from helpers.charts import load_theme
from helpers.http.middleware import Problem
from helpers.journal import Event
from helpers.ladder import Ladder
from helpers.report import pool
from helpers.workshop.feedback import Feedback
from helpers.workshop.hosted import HostedPlan
from helpers.workshop.session import Said
from helpers.workshop.suppression import Snapshot

CPU_SECONDS = 10
"""Seconds of computing that one PDF may take; the longest texts that anybody may send take less than one."""

PATIENCE_SECONDS = 60.0
"""Seconds by the clock, on a busy machine, after which a PDF is given up in any case."""


class PdfPool:
    """Makes PDFs, so many at once; `close` ends what is at work."""

    def __init__(self, theme: Path | None, workers: int | None = None) -> None:
        self._theme = theme
        self._threads = ThreadPoolExecutor(workers or min(2, os.cpu_count() or 1), thread_name_prefix="pdf")

    def preload(self) -> None:
        """Have the process that others are forked from load what they need, before anybody waits for it."""
        self._threads.submit(pool.run, _ready)

    async def personal(self, plan: HostedPlan, events: Iterable[Event], *, name: str, on: date) -> bytes:
        """One person's report. `name` is used for this one file. Raises `Problem` (503) if it couldn't be made.

        `events` are all that this person answered in the session of the `plan`, and `on` is the day of the report.
        """
        lines = b"".join(event.model_dump_json().encode() + b"\n" for event in events)
        return await self._made(_personal, plan.ladder.model_dump_json(), plan.statements, lines, self._theme, name, on)

    async def team(
        self,
        ladder: Ladder,
        snapshot: Snapshot,
        words: Sequence[Said],
        *,
        min_group: int,
        on: date,
        feedback: Feedback | None = None,
    ) -> bytes:
        """A team's report of what it has been shown. Raises `Problem` (503) if it couldn't be made.

        The `snapshot` is what may be seen of the `ladder`, none of it less than `min_group` people, and `words` are
        what people released. `on` is the day of the report, and `feedback` what was said of the workshop (None: nothing
        was shown).
        """
        return await self._made(_team, ladder, snapshot, tuple(words), self._theme, min_group, on, feedback)

    async def _made(self, make: Callable[..., bytes], *given: object) -> bytes:
        def printed() -> bytes:
            return pool.run(make, *given, cpu_seconds=CPU_SECONDS, seconds=PATIENCE_SECONDS)

        for _ in range(2):  # a process that the system ended, short of memory for one, is given a second chance
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, printed)
            except pool.OutOfTime:
                raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, _TOO_LONG, _SHORTEN, retry_after=60) from None
            except pool.Ended:
                continue
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, _NOT_MADE, _AGAIN, retry_after=5)

    def close(self) -> None:
        """Give up what waits and end what is being made."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        pool.stop()
        self._threads.shutdown()


_NOT_MADE = "Your PDF could not be made just now."
_AGAIN = "Your answers are safe. Try again in a moment."
_TOO_LONG = "Making your PDF took too long, so it was stopped."
_SHORTEN = "Your answers are safe. Shorten your longest texts, or take your journal along and make the PDF at home."


HOME = (
    "You can go on with these answers at home: take your journal along too (the button beside this PDF’s), and choose "
    "it in the kit’s first chapter under “I have a file from a workshop”."
)
"""What a PDF made in a workshop says at its end."""


def _ready() -> None:
    pass


def _personal(ladder: str, asked: tuple[str, ...], lines: bytes, theme: Path | None, name: str, on: date) -> bytes:
    from helpers.report.build import build_report
    from helpers.report.paper import typeset

    events = [Event.model_validate_json(line) for line in lines.splitlines()]
    look = load_theme(theme)
    report = build_report(Ladder.model_validate_json(ladder), events, on=on, theme=look, name=name, asked=asked)
    report = report.with_notices([HOME])
    return typeset(report, look).data


def _team(
    ladder: Ladder,
    snapshot: Snapshot,
    words: tuple[Said, ...],
    theme: Path | None,
    min_group: int,
    on: date,
    feedback: Feedback | None,
) -> bytes:
    from helpers.report.paper import typeset
    from helpers.workshop.team_build import build_team_report

    look = load_theme(theme)
    report = build_team_report(ladder, snapshot, words, on=on, theme=look, min_group=min_group, feedback=feedback)
    return typeset(report, look).data
