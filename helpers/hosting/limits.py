"""How often something may be done, so that codes can't be guessed at speed and nobody floods the service.

Counted in memory, by a digest of the address or token that is new at every start: nothing of
it is written anywhere. With several worker processes each counts for itself, so each gets its
share of a limit.

Of addresses, at most `MOST_ADDRESSES` are counted at a time. Somebody with an IPv6 prefix has millions, and may use
them to have others forgotten, who then aren't told to wait. Nobody guesses faster by it: those looked at within the
last second (`PACE`) are never forgotten.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from math import ceil
from typing import Final, NamedTuple
from weakref import WeakValueDictionary

from helpers.hosting.counting import Counts, Rate
from helpers.http.middleware import Problem

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class Limit(NamedTuple):
    """How often one thing may be done. By its `name` two limits are counted apart, however alike their rates are.

    With `by_address` all who share a network are counted as one, else each person is by themselves.
    """

    name: str
    rates: tuple[Rate, ...]
    by_address: bool = False


WRONG: Final = Limit("wrong", (Rate(10, MINUTE), Rate(40, HOUR), Rate(200, DAY)), by_address=True)
"""Wrong codes and tokens from one address before each further one is told to wait."""

PACE: Final = Rate(100, 1.0)
"""Wrong codes and tokens from one address that are found out in a second. Further ones wait their turn.

Every one is looked at, also after many wrong ones: a company sits behind one address, and somebody in it who guesses
must not shut the others out. Right ones aren't counted, however many come. What keeps a code secret is its length. It
has 40 bits, 2⁴⁰ = 1.1 · 10¹². A session that is open for eight hours, guessed at from one address all the time at 100
a second, is found with a chance of 100 · 8 · 3600 / 2⁴⁰ = 1 in 380,000; at 1,000 a second, from ten addresses or by
somebody who has them all wait for `LONGEST`, 1 in 38,000. Tokens and keys have 128 bits.
"""

LONGEST: Final = 3.0
"""Seconds that anything waits for its turn. Else whoever guesses faster than `PACE` would have others wait for ever."""

JOINS: Final = Limit("joins", (Rate(900, MINUTE),), by_address=True)
"""Joins from one address: a whole company may sit behind one."""

SENDING: Final = Limit("sending", (Rate(240, MINUTE),))
"""Batches of answers from one person."""

ERASING: Final = Limit("erasing", (Rate(60, MINUTE),), by_address=True)
"""People of one address who erase their answers: each time, the disk is overwritten."""

PRINTING: Final = Limit("printing", (Rate(6, MINUTE), Rate(60, HOUR)))
"""PDFs for one person."""

ASKING: Final = Limit("asking", (Rate(600, MINUTE),))
"""Pages and states for one person: a page asks every few seconds, and a person may have several open."""

MOST_ADDRESSES: Final = 2_000
"""Addresses that are counted at a time, each costing 0.3 to 2 kB: those that were counted last."""

LIMITS: Final = (WRONG, JOINS, SENDING, ERASING, PRINTING, ASKING)


class Limits:
    """The counters of one worker process, of `workers`. `clock` gives seconds that only grow."""

    def __init__(self, workers: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._workers, self._clock = workers, clock
        self._turns: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()
        self._pace = self._counts((PACE,))
        self._counted: dict[Limit, Counts] = {
            limit: self._counts(limit.rates, MOST_ADDRESSES if limit.by_address else None) for limit in LIMITS
        }
        self._salt = secrets.token_bytes(16)

    def count(self, limit: Limit, who: str) -> None:
        """Count one more of `who`, an address or whoever holds a token. Raises `Problem` (429) if that is too many."""
        counts, key = self._counted[limit], self._key(network(who) if limit.by_address else who)
        if wait := counts.wait(key):
            raise _too_fast(wait)
        counts.add(key)

    @contextlib.asynccontextmanager
    async def guessing(self, address: str, is_gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
        """Around the check of a code or token: a `WrongGuess` that leaves it counts against the address.

        Those of one address are checked one after another, in the order in which they came, and only wrong ones make
        the next one wait, at more than `PACE`; none waits longer than `LONGEST`. So what is right always gets through,
        and soon, from a guesser's address too. `is_gone` tells whether whoever asked waits no longer: then nothing is
        checked. Raises `Problem` (429) instead of a wrong guess after too many of them.
        """
        key = self._key(network(address))
        async with contextlib.AsyncExitStack() as turn:
            try:
                async with asyncio.timeout(LONGEST):
                    await turn.enter_async_context(self._turns.setdefault(key, asyncio.Lock()))
                    while wait := self._pace.wait(key):
                        await _check_somebody_waits(is_gone)
                        await asyncio.sleep(wait)
            except TimeoutError:
                await _check_somebody_waits(is_gone)
            try:
                yield
            except WrongGuess:
                self._pace.add(key)
                self.count(WRONG, address)
                raise

    def _counts(self, rates: tuple[Rate, ...], most_keys: int | None = None) -> Counts:
        shares = (Rate(max(1, rate.most // self._workers), rate.seconds) for rate in rates)
        return Counts(*shares, most_keys=most_keys, clock=self._clock)

    def _key(self, who: str) -> bytes:
        return hashlib.blake2b(who.encode(), key=self._salt, digest_size=16).digest()


def _too_fast(wait: float) -> Problem:
    whole = ceil(wait)
    return Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "That was too often in a short time.",
        f"Wait {in_words(whole)}, then try again.",
        retry_after=whole,
    )


async def _check_somebody_waits(is_gone: Callable[[], Awaitable[bool]]) -> None:
    if await is_gone():
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, "Nobody waits for this any more.", "Try again.")


class WrongGuess(Problem):
    """A code or token that nobody was given."""

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(HTTPStatus.FORBIDDEN, what, next_step)


def network(address: str) -> str:
    """What stands for one household or company: an IPv4 address, or the first half of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped:
        return str(getattr(parsed, "ipv4_mapped", None) or parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def in_words(seconds: int) -> str:
    """A wait as people say it: "20 seconds", "3 minutes", "2 hours"."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = ceil(seconds / size)
            return f"{number} {unit}{'s' * (number > 1)}"
    return f"{seconds} second{'s' * (seconds > 1)}"
