"""A batch on a Dask cluster: the same function, on workers that see the same folders.

One machine makes hundreds of reports in a minute; this is for thousands, or where a
cluster stands anyway. It needs the optional extra `cluster`, the kit installed on every
worker, and a file system that all of them share. A worker that dies takes no report with
it: Dask gives its jobs to another, which keeps those that were made already.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Generator, Sequence

from helpers.errors import UsageError
from helpers.report.jobs import Job, Outcome

PATIENCE = 10
"""Seconds to wait for the scheduler's answer."""

DASK = "distributed>=2026.8"
"""What the extra `cluster` of the package asks for."""


def run(address: str, make: Callable[[Job], Outcome], work: Sequence[Job]) -> Generator[Outcome]:
    """Make the reports on the workers of the scheduler at this address ("tcp://10.0.0.5:8786"), as they come.

    A job on which several workers died is an outcome with an error. Raises `UsageError`
    if Dask is not installed or no scheduler answers. Stopped on the way, it withdraws
    what has not begun. `work` are the jobs, of which each worker is handed one and calls `make` with it.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise UsageError(
            "--scheduler needs Dask, which is not installed",
            next_step=f'Install it beside the kit: "{sys.executable}" -m pip install "{DASK}"',
        ) from None
    try:
        get_address_host_port(address)  # a client that is given none leaves a traceback behind when it ends
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:  # no such machine, no answer, no address
        raise UsageError(
            "no Dask scheduler answers here", where=address, next_step="Check the address, like tcp://10.0.0.5:8786."
        ) from error
    with client:
        jobs = {client.submit(_on_worker, make, job, pure=False): job for job in work}
        try:
            for done in as_completed(jobs, loop=client.loop):  # type: ignore[no-untyped-call]
                try:
                    yield done.result()
                except KilledWorker:
                    yield Outcome(jobs[done].journal, None, error=f"{jobs[done].journal}: {_GAVE_UP}")
        except BaseException:
            client.cancel(list(jobs))  # type: ignore[no-untyped-call]
            raise


_GAVE_UP = "the workers that tried to make this report died, one after the other"


def _on_worker(make: Callable[[Job], Outcome], job: Job) -> Outcome:
    # Dask marks its workers as daemons, which may start no process; those started here end with their worker.
    multiprocessing.current_process().daemon = False
    return make(job)
