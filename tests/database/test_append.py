"""Answers arrive late, twice, at once and out of order; what is kept is the same as if they hadn't."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.event import listen

from helpers.database import Store, open_engine
from helpers.database import store as stores
from helpers.database.tables import events
from helpers.errors import TooMuch
from helpers.journal import UNANSWERED, Choice, Words, fold, often
from tests.database.conftest import LAPTOP, PHONE, PLAN, PROMPT, STATEMENTS, WEEK, Clock, given
from tests.database.test_store import at_once
from tests.hostile import HOSTILE


def ids(events):
    return [event.id for event in events]


def test_an_answer_costs_one_transaction_with_the_check_of_it(store, person):
    """Whatever it is checked by is read in the transaction that keeps it, so that nothing changes in between."""
    begun: list[object] = []
    sent, checked = given(), []
    store.append(person, PHONE, [given(STATEMENTS[0], often(1))])
    listen(store.engine, "begin", begun.append)
    kept = store.take(person, PHONE, [sent.id], [sent.subject], lambda before: (checked.append(before), [sent])[1])
    assert len(begun) == 1
    assert kept.kept == {sent.id}
    assert [(before.there, before.standing) for before in checked] == [(frozenset(), {STATEMENTS[0]: often(1)})]


def test_what_a_check_raises_leaves_everything_as_it_was(store, person):
    def refuse(before):
        raise TooMuch("no")

    with pytest.raises(TooMuch):
        store.take(person, PHONE, [], [], refuse)
    assert store.events(person) == ()
    assert store.append(person, PHONE, [given()]).answers == 1


def test_sending_again_changes_nothing_and_is_acknowledged_again(store, person, clock):
    sent = [given(), given(STATEMENTS[1])]
    assert store.append(person, PHONE, sent).kept == {one.id for one in sent}
    before = store.events(person)
    clock.go_on(minutes=1)
    more = given(STATEMENTS[2])
    assert store.append(person, PHONE, [*sent, more]).kept == {*ids(sent), more.id}
    assert store.append(person, LAPTOP, sent).kept == set(ids(sent))
    assert store.events(person)[:2] == before


def test_nothing_is_nothing(store, person):
    assert store.append(person, PHONE, []).kept == frozenset()


def test_an_id_that_comes_twice_in_one_go_counts_once(store, person):
    one = given(answer=often(1))
    again = given(answer=often(4), id=one.id)
    assert store.append(person, PHONE, [one, again]).kept == {one.id}
    assert [event.answer for event in store.events(person)] == [often(1)]


def test_what_stands_is_not_replaced_under_its_id(store, person):
    one = given(answer=often(1))
    store.append(person, PHONE, [one])
    store.append(person, PHONE, [given(answer=often(4), id=one.id)])
    assert [event.answer for event in store.events(person)] == [often(1)]


def test_the_order_on_a_device_counts_even_if_its_clock_jumps(store, person, clock):
    first, second = given(answer=often(1), age_ms=-90_000), given(answer=often(3), age_ms=3_600_000)
    store.append(person, PHONE, [first])
    clock.go_on(seconds=1)
    store.append(person, PHONE, [second])
    assert ids(store.events(person)) == [first.id, second.id]


def test_the_order_on_a_device_counts_even_if_the_servers_clock_is_set_back(store, person, clock):
    first, second = given(answer=often(1)), given(answer=often(3))
    store.append(person, PHONE, [first])
    clock.go_on(minutes=-10)
    store.append(person, PHONE, [second])
    assert ids(store.events(person)) == [first.id, second.id]


def test_of_two_devices_the_answer_counts_that_was_given_later_not_the_one_that_arrived_later(store, person):
    on_phone = given(answer=often(4), age_ms=5_000)
    offline_before = given(answer=often(1), age_ms=600_000)
    store.append(person, PHONE, [on_phone])
    store.append(person, LAPTOP, [offline_before])
    assert fold(store.events(person)).event(STATEMENTS[0]).id == on_phone.id


def test_no_answer_was_given_before_the_session_opened(store, session, person):
    store.append(person, PHONE, [given(age_ms=10**12)])
    assert store.events(person)[0].at == store.session(session).opened_at


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_comes_back_to_the_letter(text, sqlite_url):
    engine = open_engine(sqlite_url)
    store = Store(engine)
    person = store.join(store.open_session(PLAN, WEEK).id).participant
    store.append(person, PHONE, [given(PROMPT, Words(text=text))])
    assert [event.answer for event in store.events(person)] == [Words(text=text)]
    engine.dispose()


def test_any_text_comes_back_to_the_letter_from_either_database(store, person):
    sent = [given(PROMPT, Words(text=text)) for text in HOSTILE.values()]
    store.append(person, PHONE, sent)
    assert [event.answer.text for event in store.events(person)] == list(HOSTILE.values())


# bounds


def test_one_person_can_fill_no_database(store, session, person, monkeypatch):
    monkeypatch.setattr(stores, "MOST_EVENTS", 3)
    kept = [given(), given(STATEMENTS[1])]
    store.append(person, PHONE, kept)
    with pytest.raises(TooMuch):
        store.append(person, PHONE, [given(), given()])
    assert ids(store.events(person)) == ids(kept), "none of them"
    store.append(person, PHONE, [given()])
    assert store.append(person, PHONE, kept).kept == set(ids(kept)), "what is here already is acknowledged"
    with pytest.raises(TooMuch):
        store.append(person, LAPTOP, [given()])
    other = store.join(session).participant
    store.append(other, PHONE, [given()])


def test_bytes_are_counted_as_they_are_kept_and_over_all_answers(store, person, monkeypatch):
    monkeypatch.setattr(stores, "MOST_BYTES", 1_000)
    store.append(person, PHONE, [given(PROMPT, Words(text="ü" * 300))])
    with pytest.raises(TooMuch):
        store.append(person, PHONE, [given(PROMPT, Words(text="ü" * 200))])
    store.append(person, PHONE, [given(PROMPT, Words(text="ü" * 50))])


# at once


def test_the_same_answers_sent_at_once_are_kept_once(url, store, person):
    second = Store(open_engine(url))
    sent = [given(subject) for subject in STATEMENTS]
    came = at_once(10, lambda number: (store, second)[number % 2].append(person, PHONE, sent))
    second.engine.dispose()
    assert [one.kept for one in came] == [set(ids(sent))] * 10
    assert sorted(ids(store.events(person))) == sorted(ids(sent))


def test_many_people_at_once_lose_nothing(store, session, clock):
    people = [store.join(session).participant for _ in range(12)]
    sent = {person: [given(subject) for subject in STATEMENTS] for person in people}

    def one(number: int) -> None:
        for each in sent[people[number]]:
            store.append(people[number], PHONE, [each])

    assert at_once(12, one) == [None] * 12
    for person in people:
        assert ids(store.events(person)) == ids(sent[person])
    assert all(reached.begun == 12 for reached in store.progress(session).answers.values() if reached.done)


def test_two_devices_at_once_leave_one_answer_standing(store, person):
    def one(number: int) -> None:
        for _ in range(5):
            store.append(person, f"{number:032x}", [given(answer=often(number % 5))])

    assert at_once(8, one) == [None] * 8
    kept = store.events(person)
    assert len(kept) == 40
    assert standing(store, person) == {STATEMENTS[0]: fold(kept).event(STATEMENTS[0]).id}


def standing(store: Store, person: str) -> dict[str, str]:
    """By subject, the event that the database marks as what counts."""
    marked = select(events.c.subject, events.c.id).where(events.c.participant == person, events.c.latest)
    with store.engine.connect() as connection:
        rows = connection.execute(marked).all()
    assert len({row.subject for row in rows}) == len(rows)
    return {row.subject: row.id for row in rows}


# any course of events


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def long_lived(request, tmp_path_factory) -> Iterator[Store]:
    """One store for all examples; each has a session of its own."""
    from tests.postgres import fresh_database

    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('kept')}/sessions.db")
        yield Store(engine, Clock())
        engine.dispose()
        return
    with fresh_database(request.getfixturevalue("postgres")) as url:
        engine = open_engine(url)
        yield Store(engine, Clock())
        engine.dispose()


ANSWERS = {
    STATEMENTS[0]: st.sampled_from([UNANSWERED, *map(often, range(5))]),
    STATEMENTS[1]: st.sampled_from([UNANSWERED, *map(often, range(5))]),
    PROMPT: st.builds(Words, text=st.text(max_size=20)),
    "choice:focus": st.builds(Choice, chosen=st.lists(st.sampled_from(PLAN.statements), max_size=2).map(tuple)),
}
SUBJECT_AND_ANSWER = st.sampled_from(sorted(ANSWERS)).flatmap(lambda s: st.tuples(st.just(s), ANSWERS[s]))
DEVICES = ("1" * 32, "2" * 32, "3" * 32)


@st.composite
def sendings(draw):
    """For each of three devices what was answered on it, and in which requests all of it arrives, some more than once.

    A device sends in its own order, and never an answer before an earlier one that it doesn't know to be kept.
    """
    queues = {device: draw(st.lists(SUBJECT_AND_ANSWER, max_size=6)) for device in DEVICES}
    requests = []
    for device, queue in queues.items():
        end = 0
        while end < len(queue):
            start = draw(st.integers(0, end))  # again what was sent before: the acknowledgement was lost
            end = draw(st.integers(end + 1, len(queue)))
            requests += [(device, start, end)] * draw(st.integers(1, 2))
    order = draw(st.permutations(range(len(requests))))
    # Requests of one device stay in their order.
    turns = {device: iter([r for r in requests if r[0] == device]) for device in DEVICES}
    return (
        queues,
        [next(turns[requests[place][0]]) for place in order],
        draw(st.lists(st.integers(-5, 5_000), max_size=9)),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@drawn(sendings())
def test_whatever_the_course_the_outcome_is_that_of_all_answers_once(long_lived, drawn_course):
    queues, requests, waits = drawn_course
    store, clock = long_lived, long_lived.now
    person = store.join(store.open_session(PLAN, WEEK).id).participant
    clock.go_on(hours=1)
    written = {
        device: [given(subject, answer, age_ms=1_000 * number) for number, (subject, answer) in enumerate(queue)]
        for device, queue in queues.items()
    }
    for number, (device, start, end) in enumerate(requests):
        clock.go_on(milliseconds=waits[number] if number < len(waits) else 1)
        sent = written[device][start:end]
        assert store.append(person, device, sent).kept == set(ids(sent))

    kept = store.events(person)
    assert sorted(ids(kept)) == sorted(one.id for queue in written.values() for one in queue), "the union, each once"
    for queue in written.values():
        of_device = [event for one in queue for event in kept if event.id == one.id]
        assert [event.answer for event in of_device] == [one.answer for one in queue]
        assert all(one.at < other.at for one, other in pairwise(of_device)), "in the order of the device"
    folded = {event.subject: event.id for event in fold(kept).current.values()}
    assert standing(store, person) == folded
