"""A database that can't be used says so in words, nothing is half-written, and afterwards the same store goes on."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, text

from helpers.database import Store, open_engine, open_team
from helpers.errors import StoreError
from helpers.journal import Words
from tests.database.conftest import PHONE, PLAN, PROMPT, STATEMENTS, WEEK, Clock, given
from tests.patience import PATIENCE
from tests.postgres import Cluster, fresh_database, throw_away

NOBODY = 65534


class Kept:
    """A store with a session and a person in it, and what is known to be kept there."""

    def __init__(self, engine: Engine) -> None:
        self.store = Store(engine, Clock())
        self.session = self.store.open_session(PLAN, WEEK).id
        self.person = self.store.join(self.session).participant
        self.sent = [given(subject) for subject in STATEMENTS[:3]]
        self.store.append(self.person, PHONE, self.sent)

    def writes(self) -> dict[str, Callable[[], object]]:
        """Everything that changes the database."""
        store, session, person = self.store, self.session, self.person
        return {
            "open_session": lambda: store.open_session(PLAN, WEEK),
            "new_key": lambda: store.new_key(session),
            "join": lambda: store.join(session),
            "append": lambda: store.append(person, PHONE, [given(PROMPT, Words(text="My words")), given()]),
            "leave": lambda: store.leave(person),
            "set_block": lambda: store.set_block(session, PLAN.blocks[0].id, True),
            "set_countdown": lambda: store.set_countdown(session, None),
            "close": lambda: store.close(session),
            "erase": lambda: store.erase(session),
            "add_paper": lambda: open_team(store, session).add_paper(5, {PLAN.statements[0]: {"1": 5}}),
        }

    def reads(self) -> dict[str, Callable[[], object]]:
        """Everything that only looks."""
        store, session, person = self.store, self.session, self.person
        return {
            "sessions": store.sessions,
            "session": lambda: store.session(session),
            "by_code": lambda: store.by_code("x"),
            "by_key": lambda: store.by_key("x"),
            "by_token": lambda: store.by_token("x"),
            "events": lambda: store.events(person),
            "blocks": lambda: store.blocks(session),
            "countdown": lambda: store.countdown(session),
            "progress": lambda: store.progress(session),
            "lobby": lambda: open_team(store, session).lobby(),
        }

    def contents(self) -> tuple[object, ...]:
        """All that there is."""
        store = self.store
        shown = open_team(store, self.session).memory.read()
        return (store.sessions(), store.events(self.person), store.blocks(self.session), shown)

    def goes_on(self) -> None:
        """The same store takes answers again, and has lost none."""
        more = given(STATEMENTS[5])
        kept = self.store.append(self.person, PHONE, [*self.sent, more]).kept
        assert kept == {*(one.id for one in self.sent), more.id}
        assert [event.id for event in self.store.events(self.person)] == [*(one.id for one in self.sent), more.id]
        self.sent.append(more)
        self.store.join(self.session)


def refused(call: Callable[[], object], words: str) -> None:
    """The call says what is wrong, and quotes neither anybody's words nor the database's."""
    with pytest.raises(StoreError, match=words) as told:
        call()
    assert told.value.next_step
    assert "My words" not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


@pytest.fixture
def kept(engine: Engine) -> Kept:
    return Kept(engine)


@pytest.fixture
def in_file(sqlite_url: str) -> Iterator[Kept]:
    engine = open_engine(sqlite_url)
    yield Kept(engine)
    engine.dispose()


def path_of(kept: Kept) -> Path:
    return Path(kept.store.engine.url.database)


def hasten(engine: Engine) -> None:
    """Let waiting for a lock end after milliseconds instead of seconds."""

    @event.listens_for(engine, "checkout")
    def hurry(connection, *_):
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 20")
        else:
            cursor.execute("SET lock_timeout = '20ms'")
            connection.commit()
        cursor.close()


# locked


@contextlib.contextmanager
def held(url: str) -> Iterator[None]:
    """Another program holds the database for itself."""
    other = create_engine(url)
    with other.connect() as connection:
        if url.startswith("sqlite"):
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            connection.execute(text("LOCK TABLE sessions, keys, blocks, participants, events IN EXCLUSIVE MODE"))
        yield
    other.dispose()


def test_a_locked_database_says_so_and_takes_everything_afterwards(url, kept):
    hasten(kept.store.engine)
    before = kept.contents()
    with held(url):
        for call in kept.writes().values():
            refused(call, "busy")
        for call in kept.reads().values():
            call()  # looking is always possible
    assert kept.contents() == before
    kept.goes_on()


def test_an_answer_waits_for_a_lock_that_is_soon_let_go(url, kept):
    waits = threading.Event()
    event.listen(kept.store.engine, "begin" if url.startswith("postgresql") else "checkout", lambda *_: waits.set())
    came: list[object] = []
    with held(url):
        writer = threading.Thread(
            target=lambda: came.append(kept.store.append(kept.person, PHONE, [given(id="1" * 32)]).kept)
        )
        writer.start()
        assert waits.wait(PATIENCE)
    writer.join(PATIENCE)
    assert came == [{"1" * 32}]


# not to be written


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """As somebody to whom nothing here belongs; root may write anywhere, and so would see no fault."""
    if os.geteuid():
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def readable(in_file: Kept) -> Iterator[Kept]:
    """A store whose folder anybody can reach, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="kit-"))
    in_file.store.engine.dispose()
    path = Path(shutil.copy(path_of(in_file), folder))
    engine = open_engine(f"sqlite:///{path}")
    in_file.store.engine = engine
    folder.chmod(0o755)
    yield in_file
    engine.dispose()
    shutil.rmtree(folder)


@pytest.mark.parametrize("companions", ["with its log beside it", "alone"])
def test_a_file_that_may_not_be_written_says_so(readable, companions):
    path = path_of(readable)
    before = readable.contents()
    keeper = sqlite3.connect(path) if companions != "alone" else None
    if keeper:
        keeper.execute("SELECT count(*) FROM events").fetchall()
    readable.store.engine.dispose()  # what is open stays open to whoever opened it
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)
    with without_rights():
        for call in readable.writes().values():
            refused(call, "may not be written to" if keeper else "can't be opened|may not be written to")
        if keeper:
            for call in readable.reads().values():
                call()
        readable.store.engine.dispose()
    path.parent.chmod(0o755)
    for file in path.parent.iterdir():
        file.chmod(0o644)
    if keeper:
        keeper.close()
    assert readable.contents() == before
    readable.goes_on()


def test_a_folder_in_which_nothing_may_be_made_says_so(readable):
    folder = path_of(readable).parent
    folder.chmod(0o555)
    with without_rights(), pytest.raises(StoreError, match="can't be opened: permission denied"):
        open_engine(f"sqlite:///{folder}/new.db")
    folder.chmod(0o755)
    assert not (folder / "new.db").exists()


@pytest.mark.postgres
def test_a_server_that_takes_no_changes_says_so(postgres_url):
    engine = open_engine(postgres_url)
    kept = Kept(engine)
    before = kept.contents()
    owner = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only = on"))
        engine.dispose()
        for call in kept.writes().values():
            refused(call, "may not be written to")
        for call in kept.reads().values():
            call()
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.execute(text(f"ALTER DATABASE {engine.url.database} RESET default_transaction_read_only"))
    engine.dispose()
    owner.dispose()
    assert kept.contents() == before
    kept.goes_on()
    engine.dispose()


# full


@contextlib.contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """The system refuses to write beyond this, as it does when a disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 4_096, 40_000, 300_000])
def test_a_disk_without_room_says_so_and_no_acknowledged_answer_is_lost(in_file, room):
    path = path_of(in_file)
    wal = path.with_name(f"{path.name}-wal")
    acknowledged = [one.id for one in in_file.sent]

    def fill() -> None:
        for _ in range(300):
            one = given(PROMPT, Words(text="My words " * 900))
            acknowledged.extend(in_file.store.append(in_file.person, PHONE, [one]).kept)

    with no_file_may_grow_beyond(max(path.stat().st_size, wal.stat().st_size) + room):
        refused(fill, "no room left|file can't be read or written")
        assert [event.id for event in in_file.store.events(in_file.person)] == acknowledged, "they can still be read"
    assert [event.id for event in in_file.store.events(in_file.person)] == acknowledged
    again = open_engine(in_file.store.engine.url.render_as_string())
    assert [event.id for event in Store(again).events(in_file.person)] == acknowledged
    assert again.connect().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    again.dispose()
    in_file.sent = [one for one in in_file.sent if one.id in acknowledged]
    more = given(STATEMENTS[5])
    assert in_file.store.append(in_file.person, PHONE, [more]).kept == {more.id}


def test_a_file_that_has_reached_its_greatest_size_says_so(in_file):
    """The code that SQLite gives for a full disk, at every size at which it may come up."""
    engine = in_file.store.engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    @event.listens_for(engine, "checkout")
    def narrow(connection, *_):
        connection.execute(f"PRAGMA max_page_count = {narrowed[0]}")

    for spare in range(3):
        narrowed = [pages + spare]
        engine.dispose()
        before = in_file.contents()
        refused(
            lambda: in_file.store.append(in_file.person, PHONE, [given(PROMPT, Words(text="My words " * 9_000))]),
            "no room left",
        )
        assert in_file.contents() == before
    narrowed = [1_000_000]
    in_file.goes_on()


def test_erasing_on_a_full_disk_erases_and_overwrites_the_rest_later(in_file):
    path = path_of(in_file)
    other = in_file.store.join(in_file.session).participant
    for _ in range(20):
        in_file.store.append(other, PHONE, [given(PROMPT, Words(text="Other words " * 900))])
    in_file.store.append(in_file.person, PHONE, [given(PROMPT, Words(text="My words"))])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with no_file_may_grow_beyond(80_000):  # the rows can be deleted, but the file can't be written anew
        assert in_file.store.leave(in_file.person) is False
    assert in_file.store.events(in_file.person) == ()
    in_file.store.erase_due()
    assert not [file for file in path.parent.iterdir() if b"My words" in file.read_bytes()]


# gone


def test_a_damaged_file_says_so(in_file):
    in_file.store.engine.dispose()
    path = path_of(in_file)
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
    for call in (*in_file.reads().values(), *in_file.writes().values()):
        refused(call, "no database that can be read")


def test_what_another_program_wrote_into_an_answer_is_told_and_not_quoted(kept):
    with kept.store.engine.begin() as connection:
        connection.execute(text("UPDATE events SET answer = 'My words'"))
    refused(lambda: kept.store.events(kept.person), "an answer in the database can't be read")


def test_a_plan_that_this_version_cannot_read_is_told(kept):
    with kept.store.engine.begin() as connection:
        connection.execute(text("UPDATE sessions SET plan = '{}'"))
    refused(lambda: Store(kept.store.engine).plan(kept.session), "what this session asks can't be read")


def test_a_plan_of_a_newer_version_is_told_as_that(kept):
    newer = kept.store.plan(kept.session).model_dump(mode="json") | {"a_field_of_next_year": 1}
    with kept.store.engine.begin() as connection:
        connection.execute(text("UPDATE sessions SET plan = :plan"), {"plan": json.dumps(newer)})
    refused(lambda: Store(kept.store.engine).plan(kept.session), "a newer version of the kit planned this session")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of our own, since it is stopped."""
    with throw_away() as cluster:
        yield cluster


@pytest.mark.postgres
def test_a_server_that_is_stopped_says_so_and_is_found_again_when_it_is_back(cluster):
    with fresh_database(cluster.url) as url:
        engine = open_engine(url)
        kept = Kept(engine)
        for at_once in (False, True):
            before = kept.contents()
            cluster.stop(at_once=at_once)
            for call in (*kept.reads().values(), *kept.writes().values()):
                refused(call, "can't be reached")
            with pytest.raises(StoreError, match="can't be reached"):
                open_engine(url)
            cluster.start()
            assert kept.contents() == before
            kept.goes_on()
        engine.dispose()


@pytest.mark.postgres
def test_a_server_that_was_restarted_between_two_calls_is_not_noticed(cluster):
    with fresh_database(cluster.url) as url:
        engine = open_engine(url)
        kept = Kept(engine)
        connections = [engine.connect() for _ in range(4)]  # so that the pool holds several
        for connection in connections:
            connection.close()
        for at_once in (False, True):
            cluster.restart(at_once=at_once)
            kept.goes_on()
        engine.dispose()


@pytest.mark.postgres
def test_a_connection_that_is_cut_in_the_middle_leaves_nothing_half_written(postgres_url):
    engine = open_engine(postgres_url)
    kept = Kept(engine)
    before = kept.contents()
    killer = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
    cut = threading.Event()

    def cut_off(connection, cursor, statement, *_):
        if statement.startswith("UPDATE participants") and not cut.is_set():
            cut.set()
            with killer.connect() as other:
                other.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))

    event.listen(engine, "before_cursor_execute", cut_off)
    refused(lambda: kept.store.append(kept.person, PHONE, [given(PROMPT, Words(text="My words"))]), "can't be reached")
    assert cut.is_set()
    assert kept.contents() == before
    kept.goes_on()
    killer.dispose()
    engine.dispose()
