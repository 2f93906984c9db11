"""Sessions and who may come in; the same on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from helpers.database import Participant, Store, open_engine
from helpers.database.tables import keys, metadata, participants
from helpers.errors import SessionClosed, SessionFull, SessionGone, UnknownId, UsageError
from helpers.journal import fold
from tests.database.conftest import NOON, PHONE, PLAN, STATEMENTS, WEEK, given, small

NOBODY = "f" * 32


def at_once(count: int, do: Callable[[int], object]) -> list[object]:
    """What comes of doing it so many times at the same moment: results, or what was raised."""
    ready = threading.Barrier(count)

    def one(number: int) -> object:
        ready.wait()
        try:
            return do(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


# sessions


def test_an_opened_session_is_found_by_its_code_and_its_key_and_by_nothing_else(store):
    one, other = store.open_session(PLAN, WEEK), store.open_session(PLAN, WEEK)
    assert store.by_code(one.code) == one.id
    assert store.by_code(f" {one.code[:4].lower()}-{one.code[4:]}") == one.id
    assert store.by_key(one.key) == one.id
    assert store.by_key(other.key) == other.id
    for nothing in ("", one.code, one.id, other.code, one.key[:-1], one.key + "A", "\0", "%", "' OR 1=1 --", "\ud800"):
        assert store.by_key(nothing) is None
        assert store.by_token(nothing) is None
    for nothing in ("", one.id, one.key, one.code[:-1], one.code + "A", "%" * 8, "_" * 8):
        assert store.by_code(nothing) is None


def test_a_session_says_what_it_is_and_how_many_came(store, clock):
    assert store.sessions() == ()
    opened = store.open_session(PLAN, WEEK)
    store.join(opened.id)
    info = store.session(opened.id)
    assert info == (opened.id, opened.code, PLAN.title, PLAN.workshop, NOON, None, NOON + WEEK, 1, 0, None, 0, None)
    clock.go_on(minutes=1)
    later = store.open_session(PLAN, WEEK)
    assert [one.id for one in store.sessions()] == [opened.id, later.id]
    assert [one.people for one in store.sessions()] == [1, 0]


def test_a_plan_comes_back_as_it_was_also_after_a_restart(store, session):
    assert Store(store.engine).plan(session) == PLAN


def test_a_session_that_would_be_gone_at_once_is_not_opened(store):
    with pytest.raises(UsageError):
        store.open_session(PLAN, timedelta(0))
    assert store.sessions() == ()


def test_another_facilitators_key_works_beside_the_first(store):
    opened = store.open_session(PLAN, WEEK)
    key = store.new_key(opened.id)
    assert key != opened.key
    assert store.by_key(key) == store.by_key(opened.key) == opened.id


def test_secrets_are_kept_as_hashes_alone(store):
    opened = store.open_session(PLAN, WEEK)
    joined = store.join(opened.id)
    with store.engine.connect() as connection:
        held = [*connection.scalars(select(keys.c.hash)), *connection.scalars(select(participants.c.token))]
    assert len(held) == 2
    assert not {opened.key, joined.token} & set(held)
    assert opened.key not in repr(opened)
    assert joined.token not in repr(joined)


def test_the_database_has_no_place_for_a_name_an_address_or_a_time_of_joining(engine):
    held = {table: {column["name"] for column in inspect(engine).get_columns(table)} for table in metadata.tables}
    assert held["participants"] == {"id", "session", "token", "events", "bytes", "trial", "took", "missed"}
    assert held["events"] == {"participant", "id", "device", "at", "subject", "answer", "latest", "says"}
    assert held["keys"] == {"hash", "session"}


@pytest.mark.parametrize(
    "call",
    [
        lambda store: store.session(NOBODY),
        lambda store: store.plan(NOBODY),
        lambda store: store.new_key(NOBODY),
        lambda store: store.join(NOBODY),
        lambda store: store.blocks(NOBODY),
        lambda store: store.set_block(NOBODY, "rate", True),
        lambda store: store.open_late(NOBODY, "rate"),
        lambda store: store.countdown(NOBODY),
        lambda store: store.set_countdown(NOBODY, None),
        lambda store: store.progress(NOBODY),
        lambda store: store.close(NOBODY),
        lambda store: store.append(NOBODY, PHONE, [given()]),
    ],
)
def test_what_is_asked_of_a_session_that_is_not_there_says_so(store, call):
    with pytest.raises(SessionGone, match="no longer here"):
        call(store)


def test_a_process_that_knows_the_plan_notices_all_the_same_that_another_erased_the_session(store, session, person):
    store.plan(session)
    Store(store.engine).erase(session)
    for call in (
        store.join,
        store.blocks,
        store.progress,
        store.close,
        lambda id: store.set_block(id, PLAN.blocks[0].id, True),
        lambda id: store.append(person, PHONE, [given()]),
    ):
        with pytest.raises(SessionGone):
            call(session)
    assert store.events(person) == ()


def test_whoever_only_tries_a_session_out_settles_nothing_for_a_process_that_reads_its_plan(store, session):
    store.join(session, trial=True)
    assert store.plan(session) == PLAN
    other = PLAN.model_copy(update={"title": "Another"})
    Store(store.engine).replan(session, lambda plan: other)
    assert store.plan(session) == other


# joining


def test_a_token_leads_to_the_one_who_was_given_it(store, session):
    one, other = store.join(session), store.join(session)
    assert store.by_token(one.token) == Participant(one.participant, session)
    assert store.by_token(other.token) == Participant(other.participant, session)
    assert store.by_token(one.participant) is None


def test_nobody_joins_a_full_session_until_somebody_leaves(store):
    session = store.open_session(small(2), WEEK).id
    first = store.join(session)
    store.join(session)
    with pytest.raises(SessionFull):
        store.join(session)
    store.leave(first.participant)
    store.join(session)
    assert store.session(session).people == 2


def test_the_facilitator_makes_room_while_it_runs_in_every_process(store):
    session = store.open_session(small(2), WEEK).id
    other = Store(store.engine)  # as another worker's, which has read the plan already
    for each in (store, other):
        each.join(session)
    with pytest.raises(SessionFull):
        other.join(session)
    store.set_most_people(session, 3)
    other.join(session)
    assert (other.session(session).most_people, other.session(session).people) == (3, 3)
    for most in (0, 301):
        with pytest.raises(UsageError):
            store.set_most_people(session, most)
    with pytest.raises(SessionGone):
        store.set_most_people("nowhere", 3)


def test_nobody_joins_a_closed_session_but_whoever_is_in_stays(store, session):
    inside = store.join(session)
    store.close(session)
    with pytest.raises(SessionClosed):
        store.join(session)
    assert store.by_token(inside.token)
    kept = store.append(inside.participant, PHONE, [given(id="1" * 32)]).kept
    assert kept == {"1" * 32}, "a device may have been offline"


def test_closing_again_does_not_change_when_it_was_closed(store, session, clock):
    store.close(session)
    closed = store.session(session).closed_at
    clock.go_on(minutes=5)
    store.close(session)
    assert closed is not None
    assert store.session(session).closed_at == closed


def test_the_last_place_goes_to_one_alone_however_many_ask_at_once(url, store):
    session = store.open_session(small(5), WEEK).id
    second = Store(open_engine(url))  # as another process has it
    came = at_once(12, lambda number: (store, second)[number % 2].join(session))
    second.engine.dispose()
    assert sum(isinstance(one, SessionFull) for one in came) == 7, came
    assert store.session(session).people == 5


# leaving


def test_whoever_leaves_is_gone_with_all_that_they_answered(store, session):
    one, other = store.join(session), store.join(session)
    for each in (one, other):
        store.append(each.participant, PHONE, [given(STATEMENTS[0]), given(STATEMENTS[1])])
    assert store.leave(one.participant)
    assert store.by_token(one.token) is None
    assert store.events(one.participant) == ()
    assert len(store.events(other.participant)) == 2
    with pytest.raises(SessionGone):
        store.append(one.participant, PHONE, [given()])
    store.leave(one.participant)  # twice is as good as once


def test_erasing_one_session_leaves_the_others_alone(store):
    ids = [store.open_session(PLAN, WEEK).id for _ in range(2)]
    people = [store.join(id) for id in ids]
    for one in people:
        store.append(one.participant, PHONE, [given()])
    assert store.erase(ids[0])
    assert [info.id for info in store.sessions()] == [ids[1]]
    assert store.by_token(people[0].token) is None
    assert len(store.events(people[1].participant)) == 1
    assert store.erase(ids[0]), "twice is as good as once"


def test_what_hangs_on_a_session_goes_with_it(store, session, person):
    store.append(person, PHONE, [given()])
    store.erase(session)
    with store.engine.connect() as connection:
        left = [name for name, table in metadata.tables.items() if connection.execute(select(table)).all()]
    assert left == ["erased"], "that it was erased, and when, is said for a day"


def test_sessions_are_erased_once_their_time_has_come_and_no_sooner(store, clock):
    day = store.open_session(PLAN, timedelta(days=1)).id
    week = store.open_session(PLAN, timedelta(days=7)).id
    clock.go_on(days=1, microseconds=-1)
    assert store.erase_due() == 0
    clock.go_on(microseconds=1)
    assert store.erase_due() == 1
    with pytest.raises(SessionGone):
        store.session(day)
    assert store.session(week)
    clock.go_on(days=400)
    assert store.erase_due() == 1
    assert store.erase_due() == 0
    assert store.sessions() == ()


# the course


def test_blocks_stand_in_the_order_of_the_workshop_and_none_is_open_at_first(store, session):
    assert [block.id for block in store.blocks(session)] == [block.id for block in PLAN.blocks]
    assert all(not block.open and block.opened_at is None for block in store.blocks(session))


def test_a_block_remembers_when_it_was_first_opened(store, session, clock):
    first, *others = (block.id for block in PLAN.blocks)
    opened = clock.now
    store.set_block(session, first, True)
    clock.go_on(minutes=3)
    store.set_block(session, first, False)
    clock.go_on(minutes=3)
    assert store.blocks(session)[0] == (first, opened, False, False, False)
    store.set_block(session, first, True)
    assert store.blocks(session)[0] == (first, opened, True, False, False)
    assert [block.id for block in store.blocks(session) if not block.opened_at] == others


def test_closing_a_block_that_was_never_open_does_not_open_it(store, session):
    store.set_block(session, PLAN.blocks[0].id, False)
    assert store.blocks(session)[0] == (PLAN.blocks[0].id, None, False, False, False)


def test_there_is_no_block_but_the_workshops(store, session):
    with pytest.raises(UnknownId):
        store.set_block(session, "coffee", True)


def test_a_countdown_runs_until_it_is_taken_away(store, session, clock):
    assert store.countdown(session) is None
    until = clock.now + timedelta(minutes=5)
    store.set_countdown(session, until)
    assert store.countdown(session) == until
    store.set_countdown(session, None)
    assert store.countdown(session) is None


# answers


def test_answers_come_back_as_events_of_the_ladder_in_the_order_of_time(store, person, clock):
    sent = [given(STATEMENTS[0], age_ms=60_000), given(STATEMENTS[1], age_ms=30_000), given(STATEMENTS[0])]
    store.append(person, PHONE, sent)
    kept = store.events(person)
    assert [(event.id, event.subject, event.answer) for event in kept] == [(s.id, s.subject, s.answer) for s in sent]
    assert [clock.now - event.at for event in kept] == [timedelta(seconds=60), timedelta(seconds=30), timedelta(0)]
    assert {(event.ladder, event.ladder_version) for event in kept} == {(PLAN.ladder.id, PLAN.ladder.version)}
    assert fold(kept, ladder=PLAN.ladder).event(STATEMENTS[0]).id == sent[2].id


def test_nobody_reads_or_writes_for_another(store, session):
    one, other = store.join(session).participant, store.join(session).participant
    mine, theirs = given(), given()
    store.append(one, PHONE, [mine])
    store.append(other, PHONE, [theirs, given(id=mine.id)])
    assert [event.id for event in store.events(one)] == [mine.id]
    assert {event.id for event in store.events(other)} == {mine.id, theirs.id}, "the same id is another one's own"
    store.leave(other)
    assert [event.id for event in store.events(one)] == [mine.id]


def test_what_was_found_is_compared_in_constant_time(store, monkeypatch):
    opened = store.open_session(PLAN, WEEK)
    joined = store.join(opened.id)
    compared: list[tuple[str, str]] = []
    monkeypatch.setattr("helpers.database.store.hmac.compare_digest", lambda *pair: bool(compared.append(pair)))
    assert store.by_code(opened.code) is store.by_key(opened.key) is store.by_token(joined.token) is None
    assert [len(one) for pair in compared for one in pair] == [8, 8, 64, 64, 64, 64]
