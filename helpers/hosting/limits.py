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
from collections.abc import AsyncIterator
from http import HTTPStatus
from math import ceil
from typing import Final
from weakref import WeakValueDictionary

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from helpers.http.doors import Problem

WRONG: Final = (RateLimitItemPerMinute(10), RateLimitItemPerHour(40), RateLimitItemPerDay(200))
"""Wrong codes and tokens from one address. A code has 40 bits: at 200 a day from each of ten thousand
addresses, guessing one would take about 750 years."""

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


class _Turns:
    """How many guesses of one address are being checked, and the condition that one of them is over."""

    def __init__(self) -> None:
        self.taken = 0
        self.over = asyncio.Condition()


class Limits:
    """The counters of one worker process, of `workers`."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self._salt = secrets.token_bytes(16)
        self._turns: WeakValueDictionary[str, _Turns] = WeakValueDictionary()

    def count(self, items: tuple[RateLimitItem, ...], who: str) -> None:
        """Count one more. Raises `Problem` (429) if that is too many; then it wasn't counted against longer spans."""
        key = self._key(who)
        for item in map(self._share, items):
            if not self._counted.hit(item, key):
                raise self._too_fast(item, key)

    @contextlib.asynccontextmanager
    async def guessing(self, address: str) -> AsyncIterator[None]:
        """Around the check of a code or token: a `WrongGuess` that leaves it counts against the address.

        As many are checked at once as may still be wrong, and the others wait: a hundred sent at once are
        no way round the limit, and a room behind one address isn't let in one by one. Raises
        `Problem` (429) before anything is checked if there were too many wrong ones: the right one, too,
        has to wait, or else waiting would be no limit at all.
        """
        key = self._key(network(address))
        turns = self._turns.setdefault(key, _Turns())
        async with turns.over:
            await turns.over.wait_for(lambda: turns.taken == 0 or turns.taken < self._left(key)[0])
            left, item = self._left(key)
            if left == 0:
                raise self._too_fast(item, key)
            turns.taken += 1
        try:
            yield
        except WrongGuess:
            for item in map(self._share, WRONG):
                self._counted.hit(item, key)
            raise
        finally:
            turns.taken -= 1
            async with turns.over:
                turns.over.notify_all()

    def looked_at(self, address: str) -> int:
        """How many guesses of an address are being checked."""
        turns = self._turns.get(self._key(network(address)))
        return turns.taken if turns else 0

    def _left(self, key: str) -> tuple[int, RateLimitItem]:
        """How many more guesses may be wrong, and the limit that says so."""
        items = map(self._share, WRONG)
        stats = [(self._counted.get_window_stats(item, key).remaining, place, item) for place, item in enumerate(items)]
        left, _, item = min(stats)
        return left, item

    def _share(self, item: RateLimitItem) -> RateLimitItem:
        return type(item)(max(1, item.amount // self._workers), item.multiples)

    def _key(self, who: str) -> str:
        return hashlib.blake2b(who.encode(), key=self._salt, digest_size=16).hexdigest()

    def _too_fast(self, item: RateLimitItem, key: str) -> Problem:
        wait = max(1, ceil(self._counted.get_window_stats(item, key).reset_time - time.time()))  # noqa: TID251 - the clock of `limits`
        return Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "That was too often in a short time.",
            f"Wait {in_words(wait)}, then try again.",
            retry_after=wait,
        )


class WrongGuess(Problem):
    """A code or token that nobody was given."""

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(HTTPStatus.FORBIDDEN, what, next_step)


def network(address: str) -> str:
    """What stands for one household or company: an IPv4 address, or the first half of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def in_words(seconds: int) -> str:
    """A wait as people say it: "20 seconds", "3 minutes", "2 hours"."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = ceil(seconds / size)
            return f"{number} {unit}{'s' * (number > 1)}"
    return f"{seconds} second{'s' * (seconds > 1)}"
