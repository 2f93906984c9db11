"""How often each of many did something lately, in memory that is bounded by those who do it now."""

from __future__ import annotations

import time
from array import array
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple


class Rate(NamedTuple):
    """At most `most` within any `seconds`."""

    most: int
    seconds: float


class Counts:
    """How often each was counted, against one or several rates together.

    Of each, no more moments are kept than its largest rate needs, and nothing of who wasn't counted within the longest
    span. With `most_keys`, those who were counted last are kept, so that a flood of names costs no more than that many;
    None bounds it by time alone. `clock` gives seconds that only grow.
    """

    def __init__(self, *rates: Rate, most_keys: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates, self._most_keys, self._clock = rates, most_keys, clock
        self._most = max(rate.most for rate in rates)
        self._longest = max(rate.seconds for rate in rates)
        self._moments: OrderedDict[bytes, array[float]] = OrderedDict()  # who was counted last stands last

    def __len__(self) -> int:
        return len(self._moments)

    def wait(self, who: bytes) -> float:
        """Seconds until one more is within every rate; 0 if it is now."""
        moments, now = self._moments.get(who, ()), self._clock()
        return max(self._left(rate, moments, now) for rate in self._rates)

    def add(self, who: bytes) -> None:
        """Count one more."""
        now = self._clock()
        moments = self._moments.setdefault(who, array("d"))
        moments.append(now)
        del moments[: -self._most]
        self._moments.move_to_end(who)
        self._forget(now)

    def _left(self, rate: Rate, moments: array[float] | tuple[()], now: float) -> float:
        return max(0.0, moments[-rate.most] + rate.seconds - now) if len(moments) >= rate.most else 0.0

    def _forget(self, now: float) -> None:
        """Drop those who stand first, while their last moment counts no more or there are too many."""
        while self._moments:
            first = next(iter(self._moments))
            too_many = self._most_keys is not None and len(self._moments) > self._most_keys
            if not too_many and self._moments[first][-1] + self._longest > now:
                return
            del self._moments[first]
