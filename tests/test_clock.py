"""One clock for the kit: a variable sets it for a process and for whatever that process starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from helpers import clock
from helpers.errors import UsageError

ASK = "from helpers.clock import *; import json; print(json.dumps([utc_now().isoformat(), today().isoformat()]))"
YEAR = 365 * 86_400


def told(said: str, *, zone: str = "UTC", code: str = ASK) -> tuple[datetime, str]:
    """The time and the day that a process tells whose clock is set."""
    environment = {**os.environ, clock.LADDER_CLOCK: said, "TZ": zone}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    now, day = json.loads(done.stdout)
    return datetime.fromisoformat(now), day


@pytest.mark.parametrize(("said", "ahead"), [("", 0), (" ", 0), (str(YEAR), YEAR), ("-86400.5", -86_400.5)])
def test_the_clock_is_as_many_seconds_ahead_as_the_variable_says(said: str, ahead: float):
    (before, _), (now, _), (after, _) = told(""), told(said), told("")  # on any day: each asks the machine itself
    assert before <= now - timedelta(seconds=ahead) <= after


def test_what_a_process_starts_has_its_clock():
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ASK!r}], check=True)"
    now, _ = told(str(YEAR), code=child)
    machine, _ = told("")
    assert now - machine > timedelta(seconds=YEAR - 3600)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
def test_the_day_is_that_of_the_machines_own_time_zone(zone: str):
    code = ASK.replace("print(", "from zoneinfo import ZoneInfo; now = utc_now(); print(").replace(
        "utc_now().isoformat()", f"now.astimezone(ZoneInfo({zone!r})).isoformat()"
    )
    for hours in (0, 12):  # on one side of midnight or the other
        now, day = told(str(hours * 3600), zone=zone, code=code)
        assert day in {now.date().isoformat(), (now + timedelta(minutes=1)).date().isoformat()}


@pytest.mark.parametrize("said", ["tomorrow", "2027-11-29", "nan", "inf", "1e300", "9" * 12])
def test_what_is_no_number_of_seconds_is_told(said: str):
    with pytest.raises(UsageError, match=r"LADDER_CLOCK: .* is no number of seconds"):
        clock.shift(said)
