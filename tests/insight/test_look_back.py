"""Which plan is due, what was said about it and how that reads: no streak, no score, no blame."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.insight.look_back import Done, Due, LookBack, Next, Occasion, ahead, due, finished, history, in_words
from helpers.journal import Choice, Event, PlanItem, Subject, Words, fold
from tests.strategies import event, shipped_shape

LADDER = shipped_shape()
FIRST, SECOND, LAST = date(2026, 3, 16), date(2026, 4, 13), date(2026, 5, 25)
PLAN = PlanItem(when="a request comes", then="ask why", follow_up=FIRST, look_again=(LAST, SECOND))


def noon(day: date) -> datetime:
    """The middle of a day on this machine, in whatever time zone it is."""
    return datetime.combine(day, time(12)).astimezone()


def planned(item: PlanItem = PLAN, number: int = 1) -> Event:
    return event(LADDER, f"plan:{number}", item, at=noon(date(2026, 3, 2)))


def said(day: date, part: str, answer: str, *, on: date | None = None, number: int = 1) -> Event:
    given = Words(text=answer) if part == "stuck" else Choice(chosen=(answer,) if answer else ())
    return event(LADDER, Subject.look_back(Subject.plan(number), day, part), given, at=noon(on or day))


def days_due(*events: Event, on: date) -> list[date]:
    return [found.day for found in due(fold(events), noon(on))]


def test_a_plan_is_due_on_its_day_and_not_before():
    assert days_due(planned(), on=FIRST - timedelta(days=1)) == []
    assert due(fold([planned()]), noon(FIRST)) == (Due(Subject("plan:1"), PLAN, FIRST),)
    assert days_due(planned(), on=FIRST + timedelta(days=20)) == [FIRST], "nothing is lost by coming late"


def test_a_date_that_passed_unnoticed_isnt_asked_about_once_the_next_has_come():
    assert days_due(planned(), on=SECOND) == [SECOND]


def test_what_was_settled_can_be_changed_for_the_rest_of_the_day():
    settled = (planned(), said(FIRST, "next", "keep", on=FIRST + timedelta(days=3)))
    assert days_due(*settled, on=FIRST + timedelta(days=3)) == [FIRST]
    assert days_due(*settled, on=FIRST + timedelta(days=4)) == []
    assert days_due(*settled, on=SECOND) == [SECOND]


def test_a_look_back_without_an_end_stays_open():
    begun = (planned(), said(FIRST, "occasion", "not-yet"))
    assert days_due(*begun, on=FIRST + timedelta(days=5)) == [FIRST]


def test_a_plan_that_is_done_is_asked_about_no_more():
    done = (planned(), said(FIRST, "next", "done"))
    assert finished(fold(done), "plan:1")
    assert days_due(*done, on=LAST) == []
    assert ahead(fold(done), "plan:1", PLAN, FIRST) == ()


def test_a_plan_that_was_done_and_is_taken_up_at_a_later_look_back_stands_again():
    events = (planned(), said(FIRST, "next", "done"), said(SECOND, "next", "keep"))
    assert not finished(fold(events), "plan:1")
    assert ahead(fold(events), "plan:1", PLAN, SECOND) == (LAST,)


def test_a_plan_that_was_set_aside_isnt_asked_about():
    assert days_due(planned(PLAN.model_copy(update={"dropped": True})), on=LAST) == []


def test_a_date_that_was_moved_is_asked_about_on_its_new_day():
    moved = event(LADDER, "plan:1", PlanItem(when="x", follow_up=SECOND), at=noon(date(2026, 3, 3)))
    assert days_due(planned(), moved, on=FIRST) == []
    assert days_due(planned(), moved, on=SECOND) == [SECOND]


def test_the_first_plan_isnt_taken_for_the_tenth():
    events = (planned(), planned(number=10), said(FIRST, "next", "done", number=10))
    assert [found.plan for found in due(fold(events), noon(LAST))] == ["plan:1"]
    assert history(fold(events), "plan:1") == ()


def test_the_history_has_each_date_once_with_what_was_said_last():
    events = (
        planned(),
        said(SECOND, "occasion", "more"),
        said(FIRST, "occasion", "not-yet"),
        said(FIRST, "occasion", "once-or-twice", on=FIRST + timedelta(days=1)),
        said(FIRST, "stuck", " In a hurry. "),
        said(LAST, "stuck", "  "),
    )
    first, second = history(fold(events), "plan:1")
    assert (first.day, first.occasion, first.stuck, first.next) == (FIRST, Occasion.ONCE_OR_TWICE, "In a hurry.", None)
    assert (second.day, second.occasion) == (SECOND, Occasion.MORE)


def test_a_look_back_reads_as_plain_words():
    told = LookBack(FIRST, Occasion.ONCE_OR_TWICE, Done.SOMETIMES, "", Next.KEEP)
    assert in_words(told) == "16 March 2026: the occasion came once or twice, done sometimes. Kept."


def test_nothing_is_not_done_where_there_was_no_occasion():
    told = LookBack(FIRST, Occasion.NOT_YET, Done.NOT)
    assert in_words(told) == "16 March 2026: the occasion hadn’t come yet."


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["not-yet", "keep", "done", "each-time", "nonsense"]), max_size=3).map(tuple),
    st.sampled_from(["occasion", "done", "next", "other"]),
    st.sampled_from(["1.2026-02-30", "1.2026-03-16", "2026-03-16", "1.5.2026-03-16"]),
    st.dates(date(2000, 1, 2), date(2100, 1, 1)),
)
def test_no_line_of_a_journal_breaks_it(chosen: tuple[str, ...], part: str, about: str, day: date):
    """A journal may come from anywhere: what can't be read as a look back says nothing."""
    odd = event(LADDER, f"lookback:{about}.{part}", Choice(chosen=chosen))
    state = fold([planned(), odd])
    due(state, noon(day))
    assert all(in_words(told) for told in history(state, "plan:1"))
