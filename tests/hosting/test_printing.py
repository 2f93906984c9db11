"""PDFs are made in processes of their own; one that dies or takes too long takes nobody else's PDF with it."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import date
from pathlib import Path

import pytest

from helpers.hosting import printing
from helpers.hosting.printing import PdfPool
from helpers.http.middleware import Problem
from tests.hosting.server import PLAN

DAY = date(2026, 11, 23)


@pytest.fixture
def press():
    press = PdfPool(None, workers=2)
    yield press
    press.close()


def made(press, name="Amara"):
    return asyncio.run(press.personal(PLAN, (), name=name, on=DAY))


def die_once(mark: str) -> bytes:
    """End this process as a system short of memory would, but for the second time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return b"%PDF at last"


def die() -> bytes:
    """End this process as a system short of memory would."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def compute() -> bytes:
    """Compute for ever."""
    while True:
        pass


def test_a_report_is_set_outside_this_process_and_the_same_for_the_same(press):
    assert made(press).startswith(b"%PDF")
    assert made(press) == made(press) != made(press, "Ben")


def test_a_process_that_was_killed_costs_nobody_their_pdf(press, tmp_path):
    assert asyncio.run(press._made(die_once, str(tmp_path / "mark"))) == b"%PDF at last"


def test_many_at_once_while_others_die_all_get_theirs(press):
    async def all_of_them():
        dying = [asyncio.ensure_future(press._made(die)) for _ in range(3)]
        jobs = [press.personal(PLAN, (), name=f"Person {n}", on=DAY) for n in range(6)]
        pdfs = await asyncio.gather(*jobs)
        return pdfs, await asyncio.gather(*dying, return_exceptions=True)

    pdfs, told = asyncio.run(all_of_them())
    assert len(set(pdfs)) == 6
    assert all(isinstance(problem, Problem) and problem.retry_after for problem in told)


def test_what_takes_too_long_is_ended_and_told_and_the_next_one_is_made(press, monkeypatch):
    monkeypatch.setattr(printing, "CPU_SECONDS", 1)

    async def both():
        return await asyncio.gather(press._made(compute), press._made(compute), return_exceptions=True)

    for problem in asyncio.run(both()):
        assert "took too long" in str(problem)
        assert "Shorten your longest texts" in problem.next_step
    assert made(press).startswith(b"%PDF")
