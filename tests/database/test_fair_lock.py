"""Whoever asked first has the first turn, and whoever gave up is not waited for."""

import threading
from concurrent.futures import ThreadPoolExecutor

from helpers.database.fair_lock import FairLock
from tests.patience import PATIENCE, until


def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns, order = FairLock(), []
    assert turns.acquire(1)

    def one(number):
        assert turns.acquire(PATIENCE)
        order.append(number)
        turns.release()

    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(one, number)
            until(lambda number=number: len(turns._waiting) == number + 1)
        turns.release()
    assert order == list(range(8))
    assert turns.acquire(0)


def test_whoever_gives_up_is_passed_over():
    turns = FairLock()
    assert turns.acquire(1)
    assert not turns.acquire(0.001)
    turns.release()
    assert turns.acquire(0)


def test_there_can_be_several_places():
    turns = FairLock(2)
    assert turns.acquire(0)
    assert turns.acquire(0)
    assert not turns.acquire(0)
    turns.release()
    assert turns.acquire(0)
    assert not turns.acquire(0)


def test_only_one_has_a_turn_and_none_is_lost_however_many_give_up():
    turns, inside, most, got = FairLock(), 0, 0, 0
    count = threading.Lock()

    def one(number):
        nonlocal inside, most, got
        for _ in range(200):
            if turns.acquire(0.0005 * (number % 3)):
                with count:
                    inside += 1
                    got += 1
                    most = max(most, inside)
                with count:
                    inside -= 1
                turns.release()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    assert most == 1
    assert got
    assert turns.acquire(1), "in the end it is free"
