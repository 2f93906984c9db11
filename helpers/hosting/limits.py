"""How often something may be done, so that codes can't be guessed at speed and nobody floods the service.

Counted in memory, by a digest of the address or token that is new at every start: nothing of
it is written anywhere. With several worker processes each counts for itself, so each gets its
share of a limit.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import secrets
import time
from collections.abc import Iterator
from http import HTTPStatus
from math import ceil
from typing import Final

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

CHECKS: Final = (RateLimitItemPerSecond(100),)
"""Codes and tokens from one address that are looked at, right ones and wrong ones.

All are, also after many wrong ones: a room sits behind one address, and somebody in it who guesses must not shut
the others out. What keeps a code secret is its length. It has 40 bits, 2⁴⁰ = 1.1 · 10¹². A session that is open for
eight hours, guessed at from one address all the time at 100 a second, is found with a chance of
100 · 8 · 3600 / 2⁴⁰ = 1 in 380,000; from ten addresses, which is more than one machine answers, 1 in 38,000. Tokens
and keys have 128 bits.
"""

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
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self._salt = secrets.token_bytes(16)

    def count(self, items: tuple[RateLimitItem, ...], who: str) -> None:
        """Count one more. Raises `Problem` (429) if that is too many; then it wasn't counted against longer spans."""
        key = self._key(who)
        for item in map(self._share, items):
            if not self._counted.hit(item, key):
                raise self._too_fast(item, key)

    @contextlib.contextmanager
    def guessing(self, address: str) -> Iterator[None]:
        """Around the check of a code or token: a `WrongGuess` that leaves it counts against the address.

        What is right gets through however much was wrong before, from that address too. Raises `Problem` (429)
        instead of a wrong guess after too many of them, and before anything is checked at more than `CHECKS`.
        """
        who = network(address)
        self.count(CHECKS, f"check {who}")
        try:
            yield
        except WrongGuess:
            self.count(WRONG, who)
            raise

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
