"""What is guessed wrong is counted, however much is sent at once; what is right waits for nobody's turn."""

from __future__ import annotations

import asyncio

import pytest

from helpers.hosting.limits import WRONG, Limits, WrongGuess
from helpers.http.doors import Problem

HERE = "192.0.2.1"
AT_ONCE = WRONG[0].amount


async def guess(limits: Limits, *, right: bool, address: str = HERE, until: asyncio.Event | None = None) -> str:
    """What became of a guess that takes until an event comes: "right", "wrong" or "not looked at"."""
    try:
        async with limits.guessing(address):
            if until:
                await until.wait()
            if not right:
                raise WrongGuess("no", "")
    except WrongGuess:
        return "wrong"
    except Problem:
        return "not looked at"
    return "right"


def test_a_hundred_wrong_ones_at_once_are_no_way_round_the_limit():
    async def all_at_once() -> list[str]:
        limits = Limits()
        return await asyncio.gather(*(guess(limits, right=False) for _ in range(100)))

    found = asyncio.run(all_at_once())
    assert found.count("wrong") == AT_ONCE
    assert found.count("not looked at") == 100 - AT_ONCE


def test_nor_are_right_ones_among_them():
    """Whoever holds one code could send it in between, so that there was always a turn that is over."""

    async def all_at_once() -> list[str]:
        limits = Limits()
        return await asyncio.gather(*(guess(limits, right=bool(number % 2)) for number in range(400)))

    assert asyncio.run(all_at_once()).count("wrong") <= AT_ONCE


def test_a_room_behind_one_address_is_not_let_in_one_by_one():
    """300 people joining in half a minute took up to 38 seconds each when their guesses took turns."""

    async def together() -> int:
        limits, gate = Limits(), asyncio.Event()
        tasks = [asyncio.create_task(guess(limits, right=True, until=gate)) for _ in range(50)]
        while (looked_at := limits.looked_at(HERE)) < AT_ONCE:
            await asyncio.sleep(0)
        gate.set()
        assert await asyncio.gather(*tasks) == ["right"] * 50
        return looked_at

    assert asyncio.run(together()) == AT_ONCE


def test_after_some_wrong_ones_no_more_are_looked_at_than_may_still_be_wrong():
    async def one_after_another() -> tuple[list[str], list[str]]:
        limits = Limits()
        before = [await guess(limits, right=False) for _ in range(AT_ONCE - 2)]
        return before, await asyncio.gather(*(guess(limits, right=False) for _ in range(20)))

    before, after = asyncio.run(one_after_another())
    assert set(before) == {"wrong"}
    assert sorted(after) == ["not looked at"] * 18 + ["wrong"] * 2


@pytest.mark.parametrize("workers", [2, 32])
def test_several_workers_share_a_limit(workers: int):
    async def all_at_once() -> list[str]:
        limits = Limits(workers)
        return await asyncio.gather(*(guess(limits, right=False) for _ in range(100)))

    assert asyncio.run(all_at_once()).count("wrong") == max(1, AT_ONCE // workers)


def test_another_address_is_not_made_to_wait():
    async def meanwhile() -> str:
        limits = Limits()
        await asyncio.gather(*(guess(limits, right=False) for _ in range(100)))
        return await guess(limits, right=True, address="192.0.2.2")

    assert asyncio.run(meanwhile()) == "right"


def test_a_guess_that_breaks_off_gives_its_turn_back():
    async def broken() -> list[str]:
        limits, never = Limits(), asyncio.Event()
        tasks = [asyncio.create_task(guess(limits, right=True, until=never)) for _ in range(AT_ONCE)]
        while limits.looked_at(HERE) < AT_ONCE:
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        return [await guess(limits, right=True) for _ in range(AT_ONCE)]

    assert asyncio.run(broken()) == ["right"] * AT_ONCE
