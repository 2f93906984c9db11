"""What is erased is in none of the database's files afterwards."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, select, text

from helpers.database import Store, erasing, open_engine
from helpers.database.tables import traces
from helpers.errors import SessionGone
from helpers.journal import Words
from tests.database.conftest import PHONE, PLAN, PROMPT, WEEK, given
from tests.database.test_store import at_once
from tests.postgres import throw_away

WRITTEN = "Ottilie-Zweifel"  # in every text here
SEEDS = (2, 3)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of our own, since its files are looked into."""
    with throw_away() as cluster:
        yield cluster.url


def files(engine: Engine) -> Iterator[Path]:
    """Every file in which the database keeps anything: on PostgreSQL those of the tables and their indexes."""
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database)
        yield from path.parent.glob(f"{path.name}*")
        return
    with engine.connect() as connection:
        folder = Path(connection.execute(text("SHOW data_directory")).scalar())
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))  # what only stands in memory is written out first
    yield from (folder / "base" / str(number)).iterdir()


def found(engine: Engine, word: str = WRITTEN) -> list[str]:
    """The files that hold a word."""
    return [path.name for path in files(engine) if word.encode() in path.read_bytes()]


def write(store: Store, session: str, texts: int = 30, word: str = WRITTEN) -> str:
    person = store.join(session).participant
    store.append(person, PHONE, [given(PROMPT, Words(text=f"{word} {'long ' * n * 20}{n}")) for n in range(texts)])
    return person


def noted(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(traces)).scalar()


def test_an_erased_session_is_in_no_file_any_more(store):
    session = store.open_session(PLAN, WEEK).id
    for _ in range(5):
        write(store, session)
    assert found(store.engine), "or this test would see nothing"
    assert store.erase(session)
    assert found(store.engine) == []
    assert noted(store.engine) == 0


def test_whoever_leaves_is_in_no_file_any_more_and_the_others_stay(store, session):
    people = [write(store, session, word=f"{WRITTEN}-{number}-") for number in range(6)]
    assert store.leave(people[2])
    assert found(store.engine, f"{WRITTEN}-2-") == []
    assert found(store.engine, f"{WRITTEN}-3-")
    assert len(store.events(people[3])) == 30


def test_a_session_whose_time_has_come_is_in_no_file_any_more(store, clock):
    write(store, store.open_session(PLAN, timedelta(days=1)).id)
    clock.go_on(days=2)
    assert store.erase_due() == 1
    assert found(store.engine) == []


def test_tokens_and_codes_go_too(store):
    opened = store.open_session(PLAN, WEEK)
    joined = store.join(opened.id)
    words = (opened.id, opened.code, joined.participant)
    assert all(found(store.engine, word) for word in words)
    store.erase(opened.id)
    assert not any(found(store.engine, word) for word in words)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_however_the_answers_of_many_were_written_and_erased(store, session, seed):
    """SQLite moves rows from page to page and leaves copies behind, which zeroing a deleted row doesn't reach.

    With these seeds such copies were left before the file was written anew.
    """
    dice = random.Random(seed)
    people = [store.join(session).participant for _ in range(12)]
    prompts = [PROMPT, "prompt:a0", "prompt:a1"]
    for _ in range(600):
        n = dice.randrange(12)
        prompt = dice.choice(prompts)
        words = Words(text=f"{WRITTEN}-{n:02} " + "x" * dice.choice([5, 50, 90, 300, 900, 2_000, 9_000]))
        store.append(people[n], PHONE, [given(prompt, words)])
    for n in dice.sample(range(12), 11):
        assert store.leave(people[n])
        assert found(store.engine, f"{WRITTEN}-{n:02}") == [], n
    store.erase(session)
    assert found(store.engine) == []


@pytest.mark.postgres
def test_what_an_older_transaction_could_still_see_is_overwritten_when_it_has_ended(postgres_url, monkeypatch):
    """It has never looked at these tables, so no lock of theirs waits for it."""
    monkeypatch.setattr(erasing, "PATIENCE_SECONDS", 0.1)
    engine = open_engine(postgres_url)
    store = Store(engine)
    session = store.open_session(PLAN, WEEK).id
    write(store, session)
    dump = create_engine(postgres_url, isolation_level="REPEATABLE READ").connect()
    dump.execute(text("SELECT 1"))
    assert store.erase(session) is False
    assert found(engine), "or this test would see nothing"
    assert noted(engine) == 1
    dump.close()
    store.erase_due()
    assert found(engine) == []
    assert noted(engine) == 0
    dump.engine.dispose()
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_keeps_no_samples_of_what_people_wrote(postgres_url):
    """ANALYZE, which runs by itself, would note the commonest values of a column in a table of its own."""
    engine = open_engine(postgres_url)
    store = Store(engine)
    session = store.open_session(PLAN, WEEK).id
    person = store.join(session).participant
    store.append(person, PHONE, [given(PROMPT, Words(text=WRITTEN)) for _ in range(300)])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    store.erase(session)
    assert found(engine) == []
    engine.dispose()


def test_if_somebody_still_reads_it_is_overwritten_as_soon_as_they_are_done(url, store, session):
    write(store, session)
    reader = create_engine(url).connect()
    if store.engine.dialect.name == "sqlite":
        reader.execute(text("BEGIN"))
    assert reader.execute(text("SELECT count(*) FROM events")).scalar() == 30
    short = open_engine(url)
    _impatient(short)
    assert Store(short).erase(session) is False, "it says so"
    with pytest.raises(SessionGone):
        store.session(session)
    assert noted(store.engine) == 1
    reader.close()
    assert store.erase_due() == 0
    assert found(store.engine) == []
    assert noted(store.engine) == 0
    short.dispose()


def _impatient(engine: Engine) -> None:
    """Let its connections give up at once."""
    from sqlalchemy import event

    @event.listens_for(engine, "checkout")
    def hurry(connection, *_):
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 1" if engine.dialect.name == "sqlite" else "SET lock_timeout = '1ms'")
        cursor.close()
        if engine.dialect.name != "sqlite":
            connection.commit()


def test_a_process_killed_between_the_two_steps_leaves_the_rest_to_the_next(store, session, monkeypatch):
    write(store, session)
    monkeypatch.setattr("helpers.database.store.scrub", lambda engine: False)
    store.erase(session)
    assert noted(store.engine) == 1
    monkeypatch.undo()
    store.erase_due()
    assert found(store.engine) == []
    assert noted(store.engine) == 0


def test_where_nothing_was_erased_nothing_is_rewritten(store, session, monkeypatch):
    monkeypatch.setattr(erasing, "rewrite", lambda engine: pytest.fail("rewritten for nothing"))
    assert store.erase_due() == 0
    assert store.erase("f" * 32)
    assert store.leave("f" * 32)


def test_many_who_leave_at_once_are_overwritten_together(store, session, monkeypatch):
    people = [write(store, session, texts=3) for _ in range(12)]
    rewrite = erasing.rewrite
    runs: list[int] = []
    monkeypatch.setattr(erasing, "rewrite", lambda engine: runs.append(1) or rewrite(engine))
    assert at_once(12, lambda number: store.leave(people[number])) == [True] * 12
    assert len(runs) < 12, "one does it for those who wait"
    assert noted(store.engine) == 0
    assert found(store.engine) == []


def test_workers_that_erase_at_once_do_not_lock_each_other_out(url, store, session, monkeypatch):
    """Their locks are another process's, so that they wait for each other in the database alone."""
    people = [write(store, session, texts=3) for _ in range(6)]
    monkeypatch.setattr(erasing, "_ONE_AT_A_TIME", threading.Semaphore(100))
    workers = [Store(open_engine(url)) for _ in range(3)]
    left = at_once(6, lambda number: workers[number % 3].leave(people[number]))
    assert True in left
    store.erase_due()
    assert found(store.engine) == []
    assert noted(store.engine) == 0
    for worker in workers:
        worker.engine.dispose()
