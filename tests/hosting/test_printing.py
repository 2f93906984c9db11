"""PDFs are made in processes of their own, and one that dies takes nobody's PDF with it."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import date

import psutil
import pytest

from helpers.hosting.printing import Press
from helpers.http.doors import Problem
from tests.hosting.server import PLAN
from tests.patience import PATIENCE

DAY = date(2026, 11, 23)


@pytest.fixture
def press():
    press = Press(None, workers=2)
    yield press
    press.close()


def made(press, name="Amara"):
    return asyncio.run(press.personal(PLAN, (), name=name, on=DAY))


def workers(press):
    return [psutil.Process(pid) for pid in press._pool._processes]


def test_a_report_is_set_outside_this_process(press):
    assert made(press).startswith(b"%PDF")
    assert all(worker.pid != os.getpid() for worker in workers(press))


def test_a_worker_that_was_killed_costs_nobody_their_pdf(press):
    before = made(press)
    for worker in workers(press):
        worker.send_signal(signal.SIGKILL)
    psutil.wait_procs(workers(press), timeout=PATIENCE)
    assert made(press) == before


def test_many_at_once_while_workers_are_killed_all_get_theirs(press):
    async def all_of_them():
        await press.personal(PLAN, (), name="first", on=DAY)
        jobs = [asyncio.ensure_future(press.personal(PLAN, (), name=f"Person {n}", on=DAY)) for n in range(12)]
        await asyncio.sleep(0)
        workers(press)[0].send_signal(signal.SIGKILL)
        return await asyncio.gather(*jobs)

    pdfs = asyncio.run(all_of_them())
    assert len(set(pdfs)) == 12


def test_a_report_that_cannot_be_made_is_told_and_the_next_one_is_made(press, monkeypatch):
    monkeypatch.setattr("helpers.hosting.printing.PATIENCE_SECONDS", 0.0)
    with pytest.raises(Problem, match="could not be made") as caught:
        made(press)
    assert caught.value.retry_after
    monkeypatch.setattr("helpers.hosting.printing.PATIENCE_SECONDS", 30.0)
    assert made(press).startswith(b"%PDF")


def test_ctrl_c_in_the_terminal_does_not_end_a_worker(press):
    """The terminal sends it to every process of the group; the service decides when its workers end."""
    made(press)
    for worker in workers(press):
        worker.send_signal(signal.SIGINT)
    assert made(press).startswith(b"%PDF")
    assert all(worker.is_running() for worker in workers(press))


def test_workers_end_with_their_press(press):
    made(press)
    running = workers(press)
    press.close()
    gone, alive = psutil.wait_procs(running, timeout=PATIENCE)
    assert not alive
    assert len(gone) == len(running)
