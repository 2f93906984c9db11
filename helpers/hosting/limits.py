"""How often something may be done, so that codes can't be guessed at speed and nobody floods the service.

Counted in memory, by a digest of the address or token that is new at every start: nothing of
it is written anywhere. With several worker processes each counts for itself, so each gets its
share of a limit.
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
from typing import Final
from weakref import WeakValueDictionary

from limits import (
    RateLimitItem,
    RateLimitItemPerDay,
    RateLimitItemPerHour,
    RateLimitItemPerMinute,
    RateLimitItemPerSecond,
)
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from helpers.http.middleware import Problem

WRONG: Final = (RateLimitItemPerMinute(10), RateLimitItemPerHour(40), RateLimitItemPerDay(200))
"""Wrong codes and tokens from one address before each further one is told to wait."""

PACE: Final = RateLimitItemPerSecond(100)
"""Wrong codes and tokens from one address that are found out in a second. Further ones wait their turn.

Every one is looked at, also after many wrong ones: a company sits behind one address, and somebody in it who guesses
must not shut the others out. Right ones aren't counted, however many come. What keeps a code secret is its length. It
has 40 bits, 2⁴⁰ = 1.1 · 10¹². A session that is open for eight hours, guessed at from one address all the time at 100
a second, is found with a chance of 100 · 8 · 3600 / 2⁴⁰ = 1 in 380,000; at 1,000 a second, from ten addresses or by
somebody who has them all wait for `LONGEST`, 1 in 38,000. Tokens and keys have 128 bits.
"""

LONGEST: Final = 3.0
"""Seconds that anything waits for its turn. Else whoever guesses faster than `PACE` would have others wait for ever."""

JOINS: Final = (RateLimitItemPerMinute(900),)
"""Joins from one address: a whole company may sit behind one."""

SENDING: Final = (RateLimitItemPerMinute(240),)
"""Batches of answers from one person."""

ERASING: Final = (RateLimitItemPerMinute(60),)
"""People of one address who erase their answers: each time, the disk is overwritten."""

PRINTING: Final = (RateLimitItemPerMinute(6), RateLimitItemPerHour(60))
"""PDFs for one person."""

ASKING: Final = (RateLimitItemPerMinute(600),)
"""Pages and states for one person: a page asks every few seconds, and a person may have several open."""


class Limits:
    """The counters of one worker process, of `workers`."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self._salt = secrets.token_bytes(16)

    def count(self, items: tuple[RateLimitItem, ...], who: str) -> None:
        """Count one more. Raises `Problem` (429) if that is too many; then it wasn't counted against longer spans."""
        key = self._key(who)
        for item in map(self._share, items):
            if not self._counted.hit(item, key):
                raise self._too_fast(item, key)

    @contextlib.asynccontextmanager
    async def guessing(self, address: str, is_gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
        """Around the check of a code or token: a `WrongGuess` that leaves it counts against the address.

        Those of one address are checked one after another, in the order in which they came, and only wrong ones make
        the next one wait, at more than `PACE`; none waits longer than `LONGEST`. So what is right always gets through,
        and soon, from a guesser's address too. `is_gone` tells whether whoever asked waits no longer: then nothing is
        checked. Raises `Problem` (429) instead of a wrong guess after too many of them.
        """
        who = network(address)
        pace, key = self._share(PACE), self._key(f"pace {who}")
        async with contextlib.AsyncExitStack() as turn:
            try:
                async with asyncio.timeout(LONGEST):
                    await turn.enter_async_context(self._turns.setdefault(who, asyncio.Lock()))
                    while not self._counted.test(pace, key):
                        await _check_somebody_waits(is_gone)
                        await asyncio.sleep(min(self._left(pace, key), pace.get_expiry()))
            except TimeoutError:
                await _check_somebody_waits(is_gone)
            try:
                yield
            except WrongGuess:
                self._counted.hit(pace, key)
                self.count(WRONG, who)
                raise

    def _share(self, item: RateLimitItem) -> RateLimitItem:
        return type(item)(max(1, item.amount // self._workers), item.multiples)

    def _key(self, who: str) -> str:
        return hashlib.blake2b(who.encode(), key=self._salt, digest_size=16).hexdigest()

    def _left(self, item: RateLimitItem, key: str) -> float:
        """Seconds until the first of those that were counted is so long ago that it counts no more."""
        return max(0.001, self._counted.get_window_stats(item, key).reset_time - time.time())  # noqa: TID251 - the clock of `limits`

    def _too_fast(self, item: RateLimitItem, key: str) -> Problem:
        wait = ceil(self._left(item, key))
        return Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "That was too often in a short time.",
            f"Wait {in_words(wait)}, then try again.",
            retry_after=wait,
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
