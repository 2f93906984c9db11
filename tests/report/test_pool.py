"""A piece of work has a fresh process of its own, and no more time than it may take."""

import contextlib
import os
import random
import signal
import sys
import threading

import psutil
import pytest

from helpers.report import pool
from tests.long import tries
from tests.patience import PATIENCE, until


def whereabouts() -> tuple[int, int, int, bool]:
    """This process, its parent's threads and its own, and whether everything was loaded before it began."""
    me = psutil.Process()
    parent = me.parent()
    return me.pid, parent.num_threads() if parent else 0, me.num_threads(), "helpers.report.preload" in sys.modules


def compute() -> None:
    """Compute for ever."""
    while True:
        pass


def wait() -> None:
    """Wait for ever."""
    threading.Event().wait()


def die(number: int) -> None:
    """End this process as the system would."""
    os.kill(os.getpid(), number)


def leave_a_thread() -> str:
    """Be done, with a thread that never is."""
    threading.Thread(target=threading.Event().wait).start()
    return "done"


def fail() -> None:
    """Fail as a fault of the kit does."""
    raise ZeroDivisionError("on purpose")


def test_each_has_a_process_forked_from_one_that_is_warm_and_has_a_single_thread():
    """A thread of its own would be missing, or hold a lock for ever, in each process forked from it."""
    first, second = pool.run(whereabouts), pool.run(whereabouts)
    assert len({first[0], second[0], os.getpid()}) == 3
    assert first[1:] == (1, 1, True)


def test_what_computes_for_ever_is_ended_and_the_next_is_done():
    with pytest.raises(pool.OutOfTime, match="more than 1 seconds of computing"):
        pool.run(compute, cpu_seconds=1)
    assert pool.run(len, "next") == 4


def test_what_waits_for_ever_is_ended_by_the_clock():
    with pytest.raises(pool.OutOfTime, match=r"longer than 0\.5 seconds"):
        pool.run(wait, seconds=0.5)


def test_a_process_that_was_ended_from_outside_is_told_with_its_signal():
    with pytest.raises(pool.Ended, match=r"ended from outside .*SIGKILL"):
        pool.run(die, signal.SIGKILL)


def test_a_process_that_does_not_end_by_itself_is_ended():
    pool.run(len, "what stays: the forkserver, and what goes with it")
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    assert pool.run(leave_a_thread) == "done"
    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    _, alive = psutil.wait_procs([child for child in left if child.status() != psutil.STATUS_ZOMBIE], timeout=PATIENCE)
    assert alive == []


def test_a_fault_comes_back_as_itself():
    with pytest.raises(ZeroDivisionError, match="on purpose"):
        pool.run(fail)


def test_stopping_ends_all_that_is_at_work():
    told = []

    def work() -> None:
        try:
            pool.run(wait)
        except pool.Ended as error:
            told.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: len(pool.at_work()) == 2)
    pool.stop()
    for thread in threads:
        thread.join(PATIENCE)
    assert told == ["its process was ended from outside (SIGKILL)"] * 2


def test_stopping_in_the_moment_in_which_one_is_done_is_told_by_no_traceback(capfd):
    """Pebble's thread gave a result to a future that was cancelled meanwhile, and ended with a traceback."""

    def work() -> None:
        with contextlib.suppress(pool.Ended):
            pool.run(len, "quickly done")

    for _ in range(tries(10, 200)):
        thread = threading.Thread(target=work)
        thread.start()
        until(lambda thread=thread: pool.at_work() or not thread.is_alive())
        threading.Event().wait(random.uniform(0, 0.05))
        pool.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert "Traceback" not in capfd.readouterr().err


def test_ctrl_c_in_the_terminal_does_not_end_a_process():
    """The terminal sends it to every process of the group; whoever leads decides when the others end."""
    assert pool.run(die_not) == "alive"


def die_not() -> str:
    """Hear Ctrl+C."""
    os.kill(os.getpid(), signal.SIGINT)
    return "alive"
