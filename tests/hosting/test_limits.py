"""Wrong guesses are counted and told to wait; what is right gets through, whoever else guesses behind its address."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from helpers.database.tokens import CODE_LENGTH, LETTERS
from helpers.hosting import limits as limits_module
from helpers.hosting.limits import JOINS, LIMITS, MOST_ADDRESSES, PACE, WRONG, Limits, WrongGuess
from helpers.http.middleware import Problem
from tests.patience import PATIENCE

HERE = "192.0.2.1"


async def ask(
    limits: Limits, *, right: bool, address: str = HERE, found_out: list[float] | None = None, gone: bool = False
) -> str:
    """What became of a guess: "right", "wrong", "too many" or "given up".

    `found_out` is given when each wrong one was checked. Whoever is `gone` waits for no answer.
    """

    async def is_gone() -> bool:
        return gone

    try:
        async with limits.guessing(address, is_gone):
            await asyncio.sleep(0)  # as while a database is asked
            if not right:
                if found_out is not None:
                    found_out.append(asyncio.get_running_loop().time())
                raise WrongGuess("no", "")
    except WrongGuess:
        return "wrong"
    except Problem as problem:
        return "too many" if problem.retry_after else "given up"
    return "right"


def guess(limits: Limits, *, right: bool, address: str = HERE) -> str:
    return asyncio.run(ask(limits, right=right, address=address))


class Ahead(asyncio.SelectorEventLoop):
    """A loop whose clock goes on while nothing is to be done, by as much as is waited for: so nobody waits."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 1_000.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def passing(timeout: float | None = None) -> Any:
            self._now += timeout or 0.0
            return select(0)

        selector.select = passing

    def time(self) -> float:
        return self._now


def run_ahead(work: Callable[[Limits], Coroutine[Any, Any, list[str]]]) -> list[str]:
    """What becomes of guesses, with limits that go by the loop's clock."""
    with asyncio.Runner(loop_factory=Ahead) as runner:
        return runner.run(work(Limits(clock=runner.get_loop().time)))


def test_after_some_wrong_ones_each_further_one_is_told_to_wait():
    limits = Limits()
    found = [guess(limits, right=False) for _ in range(50)]
    assert found == ["wrong"] * WRONG.rates[0].most + ["too many"] * (50 - WRONG.rates[0].most)


def test_a_room_behind_one_address_is_not_counted_as_guessing():
    limits = Limits()
    assert {guess(limits, right=True) for _ in range(60)} == {"right"}
    assert guess(limits, right=False) == "wrong"


def test_a_right_one_is_never_refused_however_many_come_at_once_and_whoever_guesses_beside_them(
    monkeypatch: pytest.MonkeyPatch,
):
    """A company behind one address, and somebody in it who guesses faster than guesses are looked at."""
    monkeypatch.setattr(limits_module, "LONGEST", PATIENCE)
    found_out: list[float] = []

    async def all_at_once(limits: Limits) -> list[str]:
        rights = [index % 4 == 0 for index in range(5 * PACE.most)]
        return await asyncio.gather(*(ask(limits, right=right, found_out=found_out) for right in rights))

    found = run_ahead(all_at_once)
    assert {found[index] for index in range(0, len(found), 4)} == {"right"}
    assert len(found_out) == len(found) * 3 // 4 > 3 * PACE.most, "wrong ones are looked at too, later"
    # No more a second than the arithmetic says: of one and the next but 100, at least a second apart.
    apart = min(later - first for first, later in zip(found_out, found_out[PACE.most :], strict=False))
    assert apart == pytest.approx(PACE.seconds)
    assert len(LETTERS) ** CODE_LENGTH == 2**40
    assert PACE.most * 8 * 3600 / 2**40 < 1 / 380_000


def test_nobody_waits_for_all_the_guesses_before_theirs(monkeypatch: pytest.MonkeyPatch):
    """Whoever sends them without end would have all others wait for ever: here the second of their turn never passes.

    A thousand that each wait for as long as anything waits, one after another, would take eight minutes.
    """
    monkeypatch.setattr(limits_module, "LONGEST", 0.5)

    async def all_at_once() -> list[str]:
        limits = Limits(clock=lambda: 1_000.0)
        wrong = (ask(limits, right=False) for _ in range(10 * PACE.most))
        async with asyncio.timeout(PATIENCE):
            return await asyncio.gather(*wrong, ask(limits, right=True))

    *found, last = asyncio.run(all_at_once())
    assert last == "right"
    assert set(found) == {"wrong", "too many"}


def test_a_guess_that_waits_leaves_with_whoever_made_it():
    """Else guesses of people who have hung up would pile up, and hold up those who wait."""
    found_out: list[float] = []

    async def all_at_once() -> list[str]:
        limits = Limits()
        impatient = (ask(limits, right=False, found_out=found_out, gone=True) for _ in range(20 * PACE.most))
        return await asyncio.gather(*impatient, ask(limits, right=True))

    *found, last = asyncio.run(all_at_once())
    assert last == "right"
    assert found.count("given up") == len(found) - len(found_out) > 0


@pytest.mark.parametrize("workers", [2, 32])
def test_several_workers_share_a_limit(workers: int):
    limits = Limits(workers)
    found = [guess(limits, right=False) for _ in range(6)]
    assert found.count("wrong") == max(1, WRONG.rates[0].most // workers)


def test_another_address_is_not_counted():
    limits = Limits()
    for _ in range(20):
        guess(limits, right=False)
    assert guess(limits, right=False, address="192.0.2.2") == "wrong"


def of_network(number: int) -> str:
    """An address in an IPv6 network of its own; who has a prefix of 48 bits has 65,536 of them."""
    return f"2001:db8:0:{number:x}::1"


async def flood(limits: Limits, networks: int) -> set[str]:
    """What became of a wrong guess from each of so many networks."""
    return {await ask(limits, right=False, address=of_network(number)) for number in range(networks)}


def test_a_flood_of_addresses_costs_little_memory_and_shuts_nobody_out(monkeypatch: pytest.MonkeyPatch):
    """A hundred thousand networks took 250 MB for a day, 2.5 kB each, and a core was busy looking through them.

    Here a hundred are counted at a time, besides those of the last second.
    """
    monkeypatch.setattr(limits_module, "MOST_ADDRESSES", 100)
    moments = itertools.count(1_000.0, 0.01)
    limits = Limits(clock=lambda: next(moments))

    async def flooded() -> str:
        assert await flood(limits, 1_000) == {"wrong"}
        return await ask(limits, right=True, address=of_network(0))

    assert asyncio.run(flooded()) == "right"
    assert max(map(len, limits._counted.values())) == 100
    assert len(limits._pace) < 100, "a second passes with each hundred looks at the clock"


def test_nobody_guesses_faster_by_having_others_forgotten():
    """Each has to wait after as many in a second as are looked at, however many networks guess beside them."""

    def standing() -> float:
        return 1_000.0

    limits = Limits(clock=standing)

    async def flooded() -> str:
        for _ in range(PACE.most):
            await ask(limits, right=False)
        await flood(limits, 2 * MOST_ADDRESSES)
        return await ask(limits, right=False, gone=True)

    assert asyncio.run(flooded()) == "given up", "it didn't have to wait"


def test_all_addresses_of_one_household_join_as_one():
    """An IPv6 household has 2⁶⁴ of them: joins were counted by the single address, and so by nothing."""
    limits = Limits(clock=lambda: 1_000.0)
    for number in range(JOINS.rates[0].most):
        limits.count(JOINS, f"2001:db8::{number:x}")
    with pytest.raises(Problem):
        limits.count(JOINS, "2001:db8::ffff:1")
    limits.count(JOINS, of_network(1))


def test_each_limit_is_counted_apart_from_the_others():
    """Also where two have the same rates: what is done of one thing must not use up another."""
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)
    limits = Limits()
    for limit in LIMITS:
        limits.count(limit, HERE)
    assert [len(limits._counted[limit]) for limit in LIMITS] == [1] * len(LIMITS)
    alike = [limit._replace(rates=WRONG.rates, by_address=True) for limit in LIMITS]
    assert len(set(alike)) == len(LIMITS)
