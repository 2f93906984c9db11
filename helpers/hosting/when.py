"""When something was, as people say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.clock import today
from helpers.insight import day_in_words

if TYPE_CHECKING:
    from helpers.database import SessionInfo
    from helpers.hosting.settings import Led


def opened_in_words(info: SessionInfo | Led) -> str:
    """When a session was opened, by this machine's clock: "9:30", or "22 November 2026, 9:30" if that wasn't today."""

    then = info.opened_at.astimezone()
    clock = f"{then.hour}:{then.minute:02}"
    return clock if then.date() == today() else f"{day_in_words(then.date())}, {clock}"
