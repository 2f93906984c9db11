"""Tests can be taken to another day, zone and locale, with the processes that they start."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.long import TEST_LONG, tries
from tests.surroundings import LOCALES, TEST_ASKED, TEST_DAY, ZONES, Surroundings, compile_locale, drawn, other_days

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:nbval")
"""A run of tests of its own, without what runs notebooks: see `tests.run.mixing`."""

NESTED = """
import os
from datetime import datetime
from helpers.clock import utc_now

def test_a_child_and_a_library_see_the_same_day():
    there = datetime.fromisoformat(os.environ["TEST_DAY"])
    child = "from helpers.clock import utc_now; print(utc_now().isoformat())"
    import subprocess, sys, time
    said = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True).stdout
    for seen in (utc_now(), datetime.fromisoformat(said.strip()), datetime.fromtimestamp(time.time(), there.tzinfo)):
        assert 0 <= (seen - there).total_seconds() < 3600, seen

def test_a_child_is_never_ahead():
    import time_machine
    from datetime import timedelta
    ahead = timedelta(seconds=float(os.environ["LADDER_CLOCK"]))
    real = time_machine.escape_hatch.datetime.datetime.now(tz=utc_now().tzinfo)
    assert real + ahead <= utc_now()
"""


@given(MOMENTS)
def test_the_other_days_are_ahead_and_what_they_are_called(now: datetime):
    days = other_days(now)
    assert all(day.begins > now for day in days.values())
    leap = days["29 February"].begins
    assert (leap.month, leap.day) == (2, 29)
    assert days["a year on"].begins - now == timedelta(days=365)


@given(MOMENTS)
def test_seconds_into_the_skipped_hour_an_hour_of_the_clock_is_gone(now: datetime):
    day = other_days(now)["the skipped hour"]
    zone = ZoneInfo(day.zone or "")
    before, after = day.begins.astimezone(zone), (day.begins + timedelta(minutes=1)).astimezone(zone)
    assert after.hour - before.hour == 2


def test_numbers_reach_every_zone_and_every_locale_that_is_there():
    found = {drawn(seed) for seed in range(300)}
    assert {one.zone for one in found} == {*ZONES}
    assert {one.locale for one in found} <= {*LOCALES}
    assert drawn(7) == drawn(7)


@pytest.mark.skipif(not Path("/usr/share/i18n/locales/tr_TR").is_file(), reason="no sources of locales here")
def test_a_locale_that_was_compiled_is_one_that_programs_use(tmp_path: Path):
    compile_locale("tr_TR", tmp_path)
    environment = os.environ | Surroundings("UTC", "tr_TR").environment(tmp_path)
    code = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.localeconv()['decimal_point'])"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ","


@pytest.mark.parametrize("long", [False, True][: tries(1, 2)], ids=lambda long: "long" if long else "in small")
def test_on_another_day_only_those_run_that_asked_for_the_time_or_say_that_a_child_does(tmp_path: Path, long: bool):
    """Asked through whatever the kit calls: here by giving an answer. What starts processes is left to `--long`."""
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "conftest.py").write_text("from tests.conftest import *\n")
    (folder / "test_three.py").write_text(
        "import pytest\n"
        "from helpers.journal import Journal, often\n"
        "from helpers.ladder import load_ladder\n"
        "def test_asks(tmp_path):\n"
        "    ladder = load_ladder()\n"
        "    Journal.open(tmp_path / 'j').record('statement:mid.roadmap', often(2), ladder=ladder)\n"
        "def test_asks_and_starts_a_process(tmp_path):\n"
        "    test_asks(tmp_path)\n"
        "    import subprocess, sys\n"
        "    subprocess.run([sys.executable, '-S', '-c', ''], check=True)\n"
        "def test_does_not(): pass\n"
        "@pytest.mark.clock\n"
        "def test_has_a_child(): pass\n"
    )
    (folder / "test_one.py").write_text(
        f"import os\nassert not os.environ[{TEST_DAY!r}], 'it is loaded for nothing'\ndef test_does_not(): pass\n"
    )
    noticed = tmp_path / "asked"
    noticed.touch()
    environment = {**os.environ, TEST_ASKED: str(noticed), TEST_DAY: "", TEST_LONG: "1" if long else ""}
    command = [*PYTEST, "-o", "addopts=--import-mode=importlib"]
    subprocess.run([*command, str(folder)], env=environment, check=True, capture_output=True)
    names = {line.rpartition("::")[2] for line in noticed.read_text().splitlines()}
    assert names == {"test_asks", *["test_asks_and_starts_a_process"] * long}
    environment[TEST_DAY] = "2028-02-29T12:00:00+00:00"
    done = subprocess.run([*command, "-v", str(folder)], env=environment, check=True, capture_output=True, text=True)
    assert ("3 passed, 1 deselected" if long else "2 passed, 2 deselected") in done.stdout


def test_on_another_day_a_child_and_any_library_see_that_day(tmp_path: Path):
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_day.py").write_text(NESTED)
    environment = {**os.environ, TEST_DAY: "2031-07-01T00:00:00+00:00", TEST_ASKED: ""}
    done = subprocess.run([*PYTEST, str(tmp_path)], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
