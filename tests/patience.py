"""How long tests wait for a condition: a bound that a machine keeps which is busy with something else.

It costs nothing where all is well, since whoever waits goes on as soon as it is so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 120
"""Seconds."""


def until(what: Callable[[], object]) -> None:
    """Wait until something is so."""
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it never came to be"
        pause.wait(0.05)
