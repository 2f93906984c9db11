"""Change is what is said now and was not said then. It is told and never judged."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpers.insight import Edit, changes_since, earlier_visit
from helpers.journal.events import UNANSWERED, Event, Rater, Words, often
from helpers.journal.state import fold
from helpers.ladder.model import Ladder
from tests.strategies import START, choose, event, evidence, rate, shipped_shape, times, told

LADDER = shipped_shape()
LATER = START + timedelta(days=120)


def test_a_visit_is_a_run_of_answers_less_than_fourteen_days_apart() -> None:
    days = (0, 3, 16, 60, 61)
    events = [rate(LADDER, "mid.s0", 1, at=START + timedelta(days=day)) for day in days]
    assert earlier_visit(events) == START + timedelta(days=16)
    assert earlier_visit(events, apart=timedelta(days=10)) == START + timedelta(days=16)
    assert earlier_visit(events, apart=timedelta(days=50)) is None


def test_one_visit_or_none_has_nothing_before_it() -> None:
    assert earlier_visit([]) is None
    assert earlier_visit([rate(LADDER, "mid.s0", 1)]) is None


def test_exactly_fourteen_days_is_another_visit() -> None:
    events = [rate(LADDER, "mid.s0", 1), rate(LADDER, "mid.s0", 2, at=START + timedelta(days=14))]
    assert earlier_visit(events) == START


def test_somebody_else_s_view_is_no_visit_of_one_s_own() -> None:
    events = [
        rate(LADDER, "mid.s0", 1),
        event(LADDER, "statement:mid.s0", often(2), at=LATER, rater=Rater.MANAGER),
    ]
    assert earlier_visit(events) is None
    assert changes_since(LADDER, events, START).nothing


def test_each_kind_of_change_is_told() -> None:
    events = [
        rate(LADDER, "mid.s0", 1),
        rate(LADDER, "mid.s1", 3),
        rate(LADDER, "mid.s3", 2),
        evidence(LADDER, "mid.s0", "First words."),
        evidence(LADDER, "mid.s1"),
        event(LADDER, "prompt:mid.prompt-why", Words(text="Because.")),
        choose(LADDER, "standing", "associate"),
        choose(LADDER, "destination", "level:mid"),
        rate(LADDER, "mid.s0", 3, at=LATER),
        rate(LADDER, "mid.s2", 0, at=LATER),
        rate(LADDER, "mid.s3", UNANSWERED, at=LATER),
        evidence(LADDER, "mid.s0", "Other words.", at=LATER),
        evidence(LADDER, "mid.s1", "  ", at=LATER),
        evidence(LADDER, "mid.s2", at=LATER),
        event(LADDER, "prompt:mid.prompt-why", Words(text="Because of that."), at=LATER),
        event(LADDER, "prompt:founder.prompt-pull", Words(text="Freedom."), at=LATER),
        choose(LADDER, "standing", "mid", at=LATER),
        choose(LADDER, "destination", "role:founder", at=LATER),
    ]
    found = changes_since(LADDER, events, START)
    assert [change.text for change in found.ratings] == [
        "“mid.s0”: “seldom” then, “often” now.",
        "“mid.s3”: “sometimes” then, and taken back since.",
    ]
    assert [change.text for change in found.newly_rated] == ["“mid.s2”: “not yet”, answered for the first time."]
    assert [(change.statement.id, change.edit) for change in found.evidence] == [
        ("mid.s0", Edit.REWORDED),
        ("mid.s1", Edit.WITHDRAWN),
        ("mid.s2", Edit.ADDED),
    ]
    assert [(change.prompt.id, change.edit) for change in found.reflections] == [
        ("mid.prompt-why", Edit.REWORDED),
        ("founder.prompt-pull", Edit.ADDED),
    ]
    assert found.standing is not None
    assert (found.standing.before, found.standing.after) == ("Associate PM", "Mid-level PM")
    assert found.destination is not None
    assert (found.destination.before, found.destination.after) == ("Mid-level PM", "Founder or CEO of a start-up")


def test_an_answer_given_again_is_no_change() -> None:
    ratings = (1, 4, 1)
    times_given = (START, LATER, LATER + timedelta(minutes=1))
    events = [rate(LADDER, "mid.s0", rating, at=at) for rating, at in zip(ratings, times_given, strict=True)]
    assert changes_since(LADDER, events, START).nothing


def test_what_was_said_about_another_ladder_or_a_statement_that_is_gone_is_left_out() -> None:
    other = LADDER.model_copy(update={"id": "other"})
    events = [rate(other, "mid.s0", 1, at=LATER), rate(LADDER, "mid.gone", 1, at=LATER)]
    assert changes_since(LADDER, events, START).nothing


def test_the_words_of_a_change_never_judge() -> None:
    events = [rate(LADDER, "mid.s0", 1), rate(LADDER, "mid.s1", 4)]
    events += [rate(LADDER, "mid.s0", 4, at=LATER), rate(LADDER, "mid.s1", 1, at=LATER)]
    told_text = " ".join(change.text for change in changes_since(LADDER, events, START).ratings)
    for judgement in ("improved", "better", "worse", "progress", "regress", "dropped", "only"):
        assert judgement not in told_text


@given(told(), times)
def test_ratings_that_differ_are_exactly_those_told(case: tuple[Ladder, tuple[Event, ...]], since) -> None:  # type: ignore[no-untyped-def]
    ladder, events = case
    found = changes_since(ladder, events, since)
    before, after = fold(events, until=since), fold(events)
    told_ids = [change.statement.id for change in (*found.ratings, *found.newly_rated)]
    assert sorted(told_ids) == sorted(s.id for _, _, s in ladder.walk() if before.rating(s.id) != after.rating(s.id))
    assert all(change.before == UNANSWERED for change in found.newly_rated)
    assert all(change.before != UNANSWERED for change in found.ratings)


@given(told(), times, st.randoms(use_true_random=False))
def test_the_order_of_events_never_matters(case: tuple[Ladder, tuple[Event, ...]], since, random) -> None:  # type: ignore[no-untyped-def]
    ladder, events = case
    shuffled = list(events)
    random.shuffle(shuffled)
    assert changes_since(ladder, events, since) == changes_since(ladder, shuffled, since)
    assert earlier_visit(events) == earlier_visit(shuffled)


@given(told())
def test_the_earlier_visit_ends_before_everything_of_the_current_one(case: tuple[Ladder, tuple[Event, ...]]) -> None:
    _, events = case
    end = earlier_visit(events)
    if end is not None:
        after = [e.at for e in events if e.at > end]
        assert end in [e.at for e in events]
        assert min(after) - end >= timedelta(days=14)
