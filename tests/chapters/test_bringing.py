"""The file from a workshop joins what is here: nothing is doubled, and nothing newer is lost to something older."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from helpers.calendar_file import Entry
from helpers.chapters.plan_calendar import entries
from helpers.journal import Journal, PlanItem, Rating, often
from helpers.ladder import load_ladder
from tests.reading import Reading
from tests.visitor import Visitor

LADDER = load_ladder()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONE, TWO = (statement.id for statement in LADDER.level("mid").responsibilities[:2])


def days(journal: Journal) -> tuple[Entry, ...]:
    return entries(journal.state(LADDER), journal.events(), now=NOON)


def test_answers_from_a_phone_come_home_once(tmp_path: Path):
    phone = Journal.open(tmp_path / "phone.jsonl", clock=lambda: NOON)
    phone.record(f"statement:{ONE}", often(1), ladder=LADDER)
    phone.record(f"statement:{TWO}", often(2), ladder=LADDER)
    me = Visitor(LADDER, tmp_path / "home", NOON + timedelta(days=1), "00_start_here")
    me.says(f"statement:{ONE}", often(4))
    file = phone.path.read_text(encoding="utf-8")
    later = '{"v":99,"id":"x","at":"2026-11-23T12:00:00Z","subject":"tune:1","answer":{"kind":"tune"}}\n'
    said = Reading(me.sends("bring", f"bring {file}{later}")).words
    assert "2 answers are here now that weren’t before." in said
    assert "1 line of it can’t be read by this version of the kit, and is kept as it is." in said
    assert [me.state.rating(id) for id in (ONE, TWO)] == [often(4), often(2)]  # what was said later stands
    assert "here already" in me.sends("bring", f"bring {file}")
    assert later.encode() in me.journal.path.read_bytes()
    assert "The plan in it" not in me.sends("bring", f"bring {file}")
    phone.record(
        "plan:1", PlanItem(when="sales asks", obstacle="my boss", look_again=(date(2027, 1, 4),)), ladder=LADDER
    )
    planned = Reading(me.sends("bring", f"bring {phone.path.read_text(encoding='utf-8')}"))
    assert planned.links == {"/08_your_path": "Your path"}
    assert me.state.plan()[0][1].obstacle == "my boss"
    assert [entry.uid for entry in days(me.journal)] == [entry.uid for entry in days(phone)], "one entry in a calendar"
    before = me.journal.path.read_bytes()
    for value, told in (
        ("bring ", "isn’t one of your answers"),
        ("bring <b>hello</b>\nworld\n", "journal"),
        ("", ""),
        ("brin", ""),
    ):
        html = me.sends("bring", value)
        assert told in html
        assert "<b>hello" not in html
    assert me.journal.path.read_bytes() == before
    assert isinstance(me.state.rating(ONE), Rating)
