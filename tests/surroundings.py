"""What the tests run in: time zone, locale and order drawn by one number, and other dates than today's.

`tests/run.py` draws and prints it; whoever gives it the same number gets the same surroundings.
"""

from __future__ import annotations

import os
import subprocess
from calendar import isleap
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from helpers import clock

TEST_DAY: Final = "TEST_DAY"
"""The moment at which the tests begin, such as 2028-02-29T12:00:00+00:00; left out, it is now."""

TEST_ASKED: Final = "TEST_ASKED"
"""A file with the ids of the tests that asked what time it is; on another day, these run and no others."""

TEST_SITE: Final = "TEST_SITE"
"""The folder below which the site stands for all steps of a run; the first test that needs it builds it there."""

ZONES: Final = (
    "UTC",
    "Europe/London",
    "America/St_Johns",  # three and a half hours behind, and summer time
    "Asia/Kathmandu",  # five and three quarters ahead
    "Australia/Lord_Howe",  # summer time is half an hour
    "Pacific/Kiritimati",  # the first to have a day
    "Pacific/Pago_Pago",  # and the last
)
LOCALES: Final = ("C", "en_GB", "de_DE", "tr_TR", "ar_EG", "ja_JP")
"""Among them a decimal comma, an i without a dot, writing from right to left, and none at all."""

_SOURCES = Path("/usr/share/i18n/locales")


class Surroundings(NamedTuple):
    """A time zone and a locale, as the environment of a process."""

    zone: str
    locale: str

    def environment(self, folder: Path) -> dict[str, str]:
        """The variables that set them, where the locale was compiled into a folder."""
        if self.locale == "C":
            return {"TZ": self.zone, "LC_ALL": "C.UTF-8"}
        return {"TZ": self.zone, "LC_ALL": f"{self.locale}.UTF-8", "LOCPATH": str(folder)}


class Day(NamedTuple):
    """Another moment at which the tests begin, and the time zone that belongs to it, if one does."""

    begins: datetime
    zone: str | None = None

    def environment(self) -> dict[str, str]:
        """The variables that have the tests run then."""
        return {TEST_DAY: self.begins.isoformat()} | ({"TZ": self.zone} if self.zone else {})


def compile_locale(locale: str, folder: Path) -> None:
    """Make a locale of its source, where a machine has no more than that."""
    if locale != "C":
        command = ["localedef", "-i", locale, "-f", "UTF-8", str(folder / f"{locale}.UTF-8")]
        subprocess.run(command, check=True)


def drawn(seed: int) -> Surroundings:
    """The surroundings that go with a number, of those that this machine can give."""
    chance = Random(seed)
    zones = [zone for zone in ZONES if _is_there(zone)]
    locales = [locale for locale in LOCALES if locale == "C" or (_SOURCES / locale).is_file()]
    return Surroundings(chance.choice(zones or ["UTC"]), chance.choice(locales))


def other_days(now: datetime) -> dict[str, Day]:
    """The days on which tests are known to break, all of them ahead, so that no cookie has run out by then."""
    london = ZoneInfo("Europe/London")
    return {
        "a year on": Day(now + timedelta(days=365)),
        "29 February": Day(_next_leap_day(now)),
        "the skipped hour": Day(_next_skipped_hour(now, london) - timedelta(seconds=5), london.key),
    }


def travel(environ: Mapping[str, str] = os.environ) -> None:
    """Take this process, and all that it starts, to the day that the environment names; else do nothing.

    Without an end: a process of tests stays where it is.
    """
    named = environ.get(TEST_DAY)
    if not named:
        return
    import time_machine

    # The variable is for the processes that are started: this one must not be ahead twice.
    os.environ.pop(clock.LADDER_CLOCK, None)
    clock.ahead.cache_clear()
    time_machine.travel(datetime.fromisoformat(named), tick=True).start()
    # In this order: children may be behind by what lies between the two, but never ahead, or what they wrote
    # would stand after what this process writes next.
    here = clock.utc_now()
    shift = here - time_machine.escape_hatch.datetime.datetime.now(tz=UTC)
    os.environ[clock.LADDER_CLOCK] = str(shift.total_seconds())


def _is_there(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except ZoneInfoNotFoundError:
        return False
    return True


def _next_leap_day(now: datetime) -> datetime:
    year = next(year for year in range(now.year + 1, now.year + 10) if isleap(year))
    return datetime(year, 2, 29, 12, tzinfo=UTC)


def _next_skipped_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """The moment from which clocks in a zone are an hour ahead, with the hour before it skipped."""
    moment = now.replace(minute=0, second=0, microsecond=0)
    while True:
        before, moment = moment, moment + timedelta(hours=1)
        ahead = moment.astimezone(zone).utcoffset(), before.astimezone(zone).utcoffset()
        if ahead[0] and ahead[0] > (ahead[1] or timedelta()):
            return moment
