"""After a workshop: three texts on their days, a calendar that a second program reads, and no question for a result."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream

from helpers.cli.commands import app
from helpers.errors import UsageError
from helpers.workshop.agenda import load_workshop
from helpers.workshop.follow_up import letters

HELD = date(2028, 1, 31)


def run(*arguments: object) -> None:
    app(["workshop", "follow-up", *map(str, arguments)], standalone_mode=False)


def test_three_texts_and_a_calendar_of_their_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "after"
    run("ninety-minutes", "--date", HELD, "-o", out)
    names = ["1-the-day-after.txt", "1-to-whoever-asked.txt", "2-two-weeks.txt", "3-six-weeks.txt", "follow-up.ics"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert capsys.readouterr().out.split() == [str(out / name) for name in names]
    days = [date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 14), date(2028, 3, 13)]
    first = (out / "follow-up.ics").read_text(encoding="utf-8")
    events = IcsCalendarStream.calendar_from_ics(first).events
    assert [event.dtstart for event in events] == days
    for event, name in zip(events, names[:-1], strict=True):
        assert name in str(event.description)
        assert "workshop follow-up" in str(event.description)
    assert [letter.day for letter in letters(load_workshop("ninety-minutes").title, HELD)] == days
    assert "To send on 14 February 2028\nTo: Everybody who took part\nSubject: Your plan, two weeks on\n" in (
        out / names[2]
    ).read_text("utf-8")
    assert "31 January 2028" in (out / names[3]).read_text("utf-8")
    run("ninety-minutes", "--date", HELD, "-o", out)
    again = IcsCalendarStream.calendar_from_ics((out / "follow-up.ics").read_text(encoding="utf-8")).events
    assert [event.uid for event in again] == [event.uid for event in events]


def test_a_day_that_is_none_and_a_workshop_that_is_none_write_nothing(tmp_path: Path):
    no_days = [("ninety-minutes", "31.1.2028"), ("ninety-minutes", "9999-12-01"), ("ninty-minutes", "2028-01-31")]
    for named, day in no_days:
        with pytest.raises(UsageError):
            run(named, "--date", day, "-o", tmp_path / "after")
    assert list(tmp_path.iterdir()) == []
