"""What was noted for a statement is at hand beside it: of its own period, dated, and told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from helpers.insight.at_hand import Noted, Period, at_hand, period_of
from helpers.journal import Choice, Evidence, Rater, Subject, Words, fold
from helpers.ladder.model import Occasions, RareScale
from tests.revised import TINY
from tests.strategies import event

LADDER = TINY
STATEMENTS = [statement for _, _, statement in LADDER.walk()]
FIRST, SECOND = STATEMENTS[0], STATEMENTS[1]
ON = date(2026, 8, 31)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12).astimezone(UTC)


def told(*events):
    return at_hand(LADDER, fold(events, ladder=LADDER), events, STATEMENTS, ON)


def note(number: int, text: str, day: date, *backs: str):
    subject = Subject.note(number)
    return (
        event(LADDER, subject, Words(text=text), at=noon(day)),
        event(LADDER, Subject.backs(subject), Choice(chosen=backs), at=noon(day)),
    )


def test_only_what_was_noted_within_the_period_and_the_newest_first():
    first, last = date(2026, 2, 28), ON
    events = [
        *note(1, "the first day", first, FIRST.id),
        *note(2, "the day before", first - timedelta(1), FIRST.id),
        *note(3, "today", last, FIRST.id),
        *note(4, "of another one", last, SECOND.id),
        *note(5, "of none", last),
        *note(6, "14 March: the call", last, FIRST.id),
        *note(7, "1 January 2025: long ago", last, FIRST.id),
    ]
    assert told(*events)[FIRST.id] == (
        Noted("today", last),
        Noted("14 March: the call", date(2026, 3, 14), dated=True),
        Noted("the first day", first),
    )
    assert [one.text for one in told(*events)[SECOND.id]] == ["of another one"]
    assert told() == {}


def test_evidence_is_told_a_paragraph_at_a_time_by_the_day_on_which_each_was_first_written():
    """One date for all would make what was written years ago new again with every word that is added."""
    early, late = noon(date(2025, 1, 3)), noon(date(2026, 8, 1))
    line = Evidence(text="The old call", supports=(FIRST.id,))
    longer = Evidence(text="The old call\n\nThe new call", supports=(FIRST.id, SECOND.id))
    events = [
        event(LADDER, f"evidence:{FIRST.id}", line, at=early),
        event(LADDER, f"evidence:{FIRST.id}", longer, at=late),
        event(LADDER, f"evidence:{SECOND.id}", longer, at=late, rater=Rater.MANAGER),
    ]
    day = date(2026, 8, 1)
    assert told(*events)[FIRST.id] == (Noted("The new call", day),)
    assert told(*events)[SECOND.id] == (Noted("The new call", day, at=FIRST.id),)


def test_a_note_that_was_put_beside_a_statement_is_told_once():
    text = "The call in two parts.\n\nAnd who saw it."
    line = Evidence(text=f"Before.\n\n{text}", supports=(FIRST.id,))
    events = [*note(1, text, ON, FIRST.id), event(LADDER, f"evidence:{FIRST.id}", line, at=noon(ON))]
    assert sorted(one.text for one in told(*events)[FIRST.id]) == ["Before.", text]


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("In the last six months, how often did you …", Period(6, "six months")),
        ("How often was this true over the past year?", Period(12, "year")),
        ("In the last 3 months?", Period(3, "3 months")),
        ("Wie oft trifft das zu?", Period(6, "six months")),
    ],
)
def test_the_period_is_the_one_that_the_scale_names(question, period):
    scale = LADDER.scale.model_copy(update={"question": question})
    assert period_of(scale, FIRST) == period
    rare = RareScale.model_construct(period="18 months")
    statement = FIRST.model_copy(update={"occasions": Occasions.RARE})
    assert period_of(scale.model_copy(update={"rare": rare}), statement) == Period(18, "18 months")


@pytest.mark.parametrize(
    ("months", "on", "since"),
    [
        (6, date(2026, 8, 31), date(2026, 2, 28)),
        (18, date(2026, 3, 1), date(2024, 9, 1)),
        (1, date(2028, 3, 31), date(2028, 2, 29)),
        (12, date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_a_period_begins_on_a_day_that_there_is(months, on, since):
    assert Period(months, "").since(on) == since
