"""A lock that is given out in the order in which it was asked for."""

from __future__ import annotations

import threading
from collections import deque


class FairLock:
    """So many at a time, the others one after the other, and nobody is passed over.

    With an ordinary lock whoever lets it go and asks again at once mostly gets it again, while others wait for seconds.
    """

    def __init__(self, places: int = 1) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._free = places

    def acquire(self, timeout: float) -> bool:
        """Wait for one's turn, for so many seconds at most; whether it came."""
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came in that very moment

    def release(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
