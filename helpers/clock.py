"""What time it is, for the whole kit: nothing else asks the machine for the time of day.

Rules take a moment or a day as a parameter; whoever calls them from outside (a command, a page, a
notebook) passes what is told here. `$LADDER_CLOCK` sets the clock of a process and of all that it
starts: how many seconds it is ahead of the machine's, such as 31536000 for a year from now.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

from helpers.errors import UsageError

LADDER_CLOCK: Final = "LADDER_CLOCK"


def utc_now() -> datetime:
    """The time now, in UTC. Raises `UsageError` where `$LADDER_CLOCK` is no number of seconds."""
    return datetime.now(UTC) + ahead()


def today() -> date:
    """The day now, in this machine's time zone. Raises what `utc_now` raises."""
    return utc_now().astimezone().date()


@cache
def ahead() -> timedelta:
    """How far the clock is ahead of the machine's: what `$LADDER_CLOCK` said when it was first asked.

    Raises `UsageError`.
    """
    return shift(os.environ.get(LADDER_CLOCK, "").strip())


def shift(said: str) -> timedelta:
    """How far ahead a value of `$LADDER_CLOCK` says, in seconds; "" is not at all. Raises `UsageError`."""
    try:
        ahead = timedelta(seconds=float(said or 0))
        (datetime.now(UTC) + ahead).astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"{said!r} is no number of seconds to be ahead of this machine's clock",
            where=f"${LADDER_CLOCK}",
            next_step="Write such as 31536000 for a year from now, or leave it out.",
        ) from None
    return ahead
