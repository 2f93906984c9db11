"""`ladder plan calendar` writes what the page gives, for its owner alone."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from helpers.cli.commands import app
from helpers.clock import today
from helpers.errors import UsageError
from helpers.journal import Journal, PlanItem
from helpers.ladder import load_ladder


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.open(tmp_path / "journal.jsonl")


def run(*arguments: object) -> None:
    app([str(one) for one in arguments], standalone_mode=False)


def test_the_days_of_ones_plans_are_written_for_their_owner_alone(journal: Journal, tmp_path: Path):
    plan = PlanItem(when="a request comes", then="ask why", follow_up=today() + timedelta(days=14))
    journal.record("plan:1", plan, ladder=load_ladder())
    out = tmp_path / "mine.ics"
    run("plan", "calendar", "--journal", journal.path, "-o", out)
    assert b"BEGIN:VEVENT" in out.read_bytes()
    assert b"ask why" not in out.read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    run("plan", "calendar", "--journal", journal.path, "-o", out, "--words")
    assert b"ask why" in out.read_bytes()


def test_days_that_are_no_more_are_taken_out_and_it_says_so(
    journal: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    plan = PlanItem(when="a request comes", then="ask why", follow_up=today() + timedelta(days=14))
    for now in (plan, plan.model_copy(update={"dropped": True})):
        journal.record("plan:1", now, ladder=load_ladder())
    run("plan", "calendar", "--journal", journal.path, "-o", tmp_path / "mine.ics")
    assert b"STATUS:CANCELLED" in (tmp_path / "mine.ics").read_bytes()
    assert "takes out of your calendar" in capsys.readouterr().out


def test_without_a_day_to_come_it_says_what_to_do(journal: Journal, tmp_path: Path):
    with pytest.raises(UsageError, match="none of your plans has a day to come"):
        run("plan", "calendar", "--journal", journal.path, "-o", tmp_path / "mine.ics")
    assert not (tmp_path / "mine.ics").exists()
