"""Presses that come twice: somebody pressed twice, or a reply got lost and the page asked again."""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST_ACTS = 500
"""How many presses are remembered: those of the last minutes, in all windows."""


class Acts:
    """The numbers of the presses that were heard. May be asked from any thread."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, None] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def are_new(self, act: str) -> bool:
        """Whether this number is heard for the first time ("": it says nothing); from now on it is known."""
        if not act:
            return True
        with self._one_at_a_time:
            if act in self._known:
                return False
            self._known[act] = None
            while len(self._known) > MOST_ACTS:
                self._known.popitem(last=False)
            return True
