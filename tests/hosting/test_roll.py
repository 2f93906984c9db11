"""What phones are told from memory is never older than a second, whoever changed it, and asks the database seldom."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.concurrency import run_in_threadpool

from helpers.database import Opened, Store, open_engine
from helpers.errors import SessionClosed, SessionGone
from helpers.hosting import roll
from helpers.hosting.bodies import Batch, SentEvent
from helpers.hosting.receiving import keep_batch
from helpers.hosting.roll import FRESH_SECONDS, KEPT_SECONDS, Rolls, read_version
from tests.database.conftest import PHONE, PLAN, STATEMENTS, WEEK
from tests.hosting.server import database
from tests.long import tries
from tests.postgres import fresh_database, server


class Clock:
    """The time of a process, which stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(roll, "time", clock)
    return clock


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield database(tmp_path)
        return
    with server() as address, fresh_database(address) as one:
        yield one


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(open_engine(url))
    yield store
    store.engine.dispose()


@pytest.fixture
def elsewhere(url: str, store: Store) -> Iterator[Store]:
    """The same database in another worker."""
    other = Store(open_engine(url))
    yield other
    other.engine.dispose()


@pytest.fixture
def session(store: Store) -> Opened:
    return store.open_session(PLAN, WEEK)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def held_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Event, asyncio.Event]:
    """Reads of the people wait: told is when one has found them, and it goes on when it is told to."""
    loop, people, found, go_on = asyncio.get_running_loop(), store.people, asyncio.Event(), asyncio.Event()

    def slowly(session: str) -> Any:
        those = people(session)
        loop.call_soon_threadsafe(found.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
        return those

    monkeypatch.setattr(store, "people", slowly)
    return found, go_on


async def read_long_ago(store: Store, clock: Clock, token: str) -> Rolls:
    """The rolls of a worker that has read the one with this token, too long ago to tell of it once more."""
    rolls = Rolls(store)
    assert await rolls.present(token)
    clock.now += FRESH_SECONDS
    return rolls


async def read_under_way(
    store: Store, rolls: Rolls, token: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[asyncio.Task[Any], asyncio.Event]:
    """Whoever asks has it read anew, and that read has found the people and ends when the event is set."""
    found, go_on = held_up(store, monkeypatch)
    early = asyncio.create_task(rolls.present(token))
    await found.wait()
    return early, go_on


def test_however_many_ask_within_a_second_the_database_is_asked_once(store, session, clock, monkeypatch):
    tokens = [store.join(session.id).token for _ in range(30)]
    asked: list[str] = []
    people = store.people
    monkeypatch.setattr(store, "people", lambda session: (asked.append(session), people(session))[1])

    async def all_ask() -> None:
        rolls = Rolls(store)
        assert await rolls.present(tokens[0])
        monkeypatch.setattr(store, "by_token", lambda token: pytest.fail("asked for a single person"))
        for _ in range(3):
            assert all(await asyncio.gather(*map(rolls.present, tokens)))
        assert len(asked) == 1
        clock.now += FRESH_SECONDS
        assert all(await asyncio.gather(*map(rolls.present, tokens)))
        assert len(asked) == 2

    run(all_ask())


def test_who_has_just_come_is_there_before_the_roll_is_read_again(store, elsewhere, session, clock):
    async def come() -> None:
        rolls = Rolls(store)
        assert await rolls.present(store.join(session.id).token)
        joined = await run_in_threadpool(elsewhere.join, session.id)
        present = await rolls.present(joined.token)
        assert present
        assert present.me == store.by_token(joined.token)

    run(come())


@pytest.mark.parametrize("act", ["a person", "the session"])
def test_who_was_erased_elsewhere_is_nobody_a_second_later(store, elsewhere, session, clock, act):
    joined, other = store.join(session.id), store.join(session.id)

    async def erased() -> None:
        rolls = Rolls(store)
        assert await rolls.present(joined.token)
        if act == "a person":
            await run_in_threadpool(elsewhere.leave, joined.participant)
        else:
            await run_in_threadpool(elsewhere.erase, session.id)
        clock.now += FRESH_SECONDS
        assert await rolls.present(joined.token) is None
        assert (await rolls.present(other.token) is None) == (act == "the session")

    run(erased())


@pytest.mark.parametrize("act", ["a person", "the session"])
def test_nothing_is_kept_of_whoever_was_erased_though_the_roll_still_has_them(store, elsewhere, session, clock, act):
    joined = store.join(session.id)
    store.set_block(session.id, next(block.id for block in PLAN.blocks if "rate" in block.asks), open=True)

    async def sends() -> None:
        rolls = Rolls(store)
        assert await rolls.present(joined.token)
        if act == "a person":
            await run_in_threadpool(elsewhere.leave, joined.participant)
        else:
            await run_in_threadpool(elsewhere.erase, session.id)
        present = await rolls.present(joined.token)
        assert present, "this worker doesn't know yet"
        answer = {"kind": "rating", "state": "frequency", "frequency": 3}
        batch = Batch(device=PHONE, events=(SentEvent(id="c" * 32, subject=STATEMENTS[0], answer=answer),))
        with pytest.raises(SessionGone):
            await run_in_threadpool(keep_batch, store, present.me, batch)

    run(sends())
    assert store.events(joined.participant) == ()


def test_what_was_changed_here_is_told_at_once(store, session, clock):
    joined, block = store.join(session.id), PLAN.blocks[0].id

    async def changed() -> None:
        rolls = Rolls(store)
        before = await rolls.present(joined.token)
        await run_in_threadpool(store.set_block, session.id, block, open=True)
        rolls.forget(session.id)
        after = await rolls.present(joined.token)
        assert before
        assert after
        assert before.version != after.version == read_version(store, session.id)
        await run_in_threadpool(store.leave, joined.participant)
        rolls.forget(session.id)
        assert await rolls.present(joined.token) is None

    run(changed())


def test_what_was_read_before_a_change_here_is_told_to_nobody_after_it(store, session, clock, monkeypatch):
    """A read may be under way while somebody is erased: whoever asks afterwards must not be told what it found."""
    joined = store.join(session.id)
    people = store.people

    async def overtaken() -> None:
        rolls = await read_long_ago(store, clock, joined.token)
        early, go_on = await read_under_way(store, rolls, joined.token, monkeypatch)
        await run_in_threadpool(store.leave, joined.participant)
        rolls.forget(session.id)
        monkeypatch.setattr(store, "people", people)
        assert await rolls.present(joined.token) is None
        go_on.set()
        assert await early, "it had found them before"
        assert await rolls.present(joined.token) is None

    run(overtaken())


def test_who_answers_here_is_told_their_number_at_once(store, session, clock):
    joined = store.join(session.id)

    async def answers() -> None:
        rolls = Rolls(store)
        assert await rolls.present(joined.token)
        rolls.answered(joined.token, 7)
        present = await rolls.present(joined.token)
        assert present
        assert present.me.answers == 7

    run(answers())


def test_a_number_that_was_read_before_an_answer_here_does_not_set_it_back(store, session, clock, monkeypatch):
    joined = store.join(session.id)

    async def answers() -> None:
        rolls = await read_long_ago(store, clock, joined.token)
        early, go_on = await read_under_way(store, rolls, joined.token, monkeypatch)
        rolls.answered(joined.token, 7)
        go_on.set()
        for present in (await early, await rolls.present(joined.token)):
            assert present
            assert present.me.answers == 7

    run(answers())


def test_a_change_here_before_a_read_has_begun_fails_nobody_who_waits_for_it(store, session, clock):
    """Whoever asked got an error, where the facilitator did something at that very moment."""
    joined = store.join(session.id)

    async def changed() -> None:
        rolls = await read_long_ago(store, clock, joined.token)
        asks = asyncio.create_task(rolls.present(joined.token))
        await asyncio.sleep(0)  # asks has its first turn, and the read that it orders has none yet
        assert rolls._reading
        rolls.forget(session.id)
        assert await asks

    run(changed())


def test_nothing_is_kept_in_memory_of_a_session_for_which_nobody_asks(store, session, clock):
    other = store.open_session(PLAN, timedelta(days=1))
    one, two = store.join(session.id), store.join(other.id)

    async def asks() -> None:
        rolls = Rolls(store)
        assert await rolls.present(one.token)
        clock.now += KEPT_SECONDS
        assert await rolls.present(two.token)
        assert set(rolls._rolls) == {other.id}
        clock.now += KEPT_SECONDS
        rolls.forget_old()
        assert not rolls._rolls

    run(asks())


def test_a_token_of_nobody_is_nobody(store, session, clock):
    joined = store.join(session.id)

    async def asks() -> None:
        rolls = Rolls(store)
        assert await rolls.present(joined.token)
        for nothing in ("", joined.token[:-1], joined.token + "A", joined.participant, session.key, "\ud800"):
            assert await rolls.present(nothing) is None

    run(asks())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "open", "shut", "close", "erase", "wait", "wait", "wait", "wait"]),
        st.booleans(),
        st.integers(0, 3),
        st.sampled_from([0.4, 0.6, FRESH_SECONDS]),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=tries(40, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_any_order_of_acts_here_and_elsewhere_nobody_is_told_what_is_older_than_a_second(
    tmp_path_factory, clock, steps
):
    """After each act everybody asks; what they hear was so within the last second, and is so now after an act here."""
    db = database(tmp_path_factory.mktemp("acts"))
    here, there = Store(open_engine(db)), Store(open_engine(db))
    session = here.open_session(PLAN, WEEK).id
    tokens = [tuple(reversed(here.join(session))) for _ in range(2)]
    was: dict[str, list[tuple[float, object]]] = {}  # by token, and of the session under its id: since when, and what

    def truth(of: str) -> object:
        if of != session:
            return here.by_token(of)
        with contextlib.suppress(SessionGone):
            return read_version(here, session)
        return None

    def lately(of: str) -> list[object]:
        """What was so until something later came to be may still be told for a second after that."""
        ends = [at for at, _ in was[of][1:]] + [clock.now]
        return [so for (_, so), end in zip(was[of], ends, strict=True) if clock.now - end < FRESH_SECONDS]

    async def acts() -> None:
        rolls = Rolls(here)
        for act, is_here, number, seconds in steps:
            store = here if is_here else there
            with contextlib.suppress(SessionGone, SessionClosed):
                if act == "join":
                    joined = store.join(session)
                    tokens.append((joined.token, joined.participant))
                elif act == "leave":
                    store.leave(tokens[number % len(tokens)][1])
                elif act in ("open", "shut"):
                    store.set_block(session, PLAN.blocks[number % len(PLAN.blocks)].id, open=act == "open")
                elif act == "close":
                    store.close(session)
                elif act == "erase":
                    store.erase(session)
            if act == "wait":
                clock.now += seconds
            elif is_here and act != "join":
                rolls.forget(session)
                was.clear()
            for each in (session, *(token for token, _ in tokens)):
                was.setdefault(each, []).append((clock.now, truth(each)))
            for token, _ in tokens:
                told = await rolls.present(token)
                assert (told.me if told else None) in lately(token)
                assert told is None or told.version in lately(session)

    try:
        run(acts())
    finally:
        here.engine.dispose()
        there.engine.dispose()
