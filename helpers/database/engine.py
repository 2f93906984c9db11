"""A database of hosted sessions, opened: a file of SQLite, or PostgreSQL by its address.

    open_engine(url) ── migrate ──▶ Engine ──▶ reading(engine) · writing(engine)

An answer is acknowledged when it is on the disk, so SQLite runs with synchronous=FULL. What is
deleted is overwritten (secure_delete).
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from helpers.database.fair_lock import FairLock
from helpers.database.faults import BUSY, NOT_OPENED, name_of, translate_errors
from helpers.database.migrate import WRITES, migrate
from helpers.errors import StoreError, UsageError

PATIENCE_SECONDS = 5
"""How long one waits for another program's lock, or for a server that doesn't answer."""

_CONNECTIONS = 8
"""For each process: more than two processors keep busy, and ten processes fit into PostgreSQL's usual hundred."""

_TURNS: WeakKeyDictionary[Engine, FairLock] = WeakKeyDictionary()

_PRAGMAS = (
    f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # or sorting could leave answers in a file elsewhere
)

_SERVER = {
    "connect_timeout": PATIENCE_SECONDS,
    "application_name": "pm-career-ladder-kit",
    # A server that vanishes without a word is noticed in seconds, not in a quarter of an hour.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}


def open_engine(url: str) -> Engine:
    """The database at an address, made if it is a file that isn't there, and brought to this kit's version.

    `url` is "sqlite:///path/to/file" or "postgresql+psycopg://user@host/name" ("postgresql://" will do).
    A new SQLite file is for its owner alone (0600), and so is a folder made for it (0700). Raises `UsageError`
    for an address that isn't one, `StoreTooNew` for a newer kit's database and `StoreError` where
    it can't be used; these have touched nothing.
    """
    address = _address(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
    try:
        with translate_errors(engine.url):
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def in_full(url: str) -> str:
    """The same address, good from any folder: a file's path in full. Raises `UsageError`."""
    return _address(url).render_as_string(hide_password=False)


def is_there(url: str) -> bool:
    """Whether there may be a database at an address: False for a file that isn't there. Raises `UsageError`."""
    address = _address(url)
    name = address.database or ""
    return address.get_backend_name() != "sqlite" or name.startswith("file:") or Path(name).exists()


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database (on PostgreSQL: with each statement). Raises `StoreError`."""
    with translate_errors(engine.url), turn(engine, writes=False), engine.connect() as connection:
        yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it is on the disk at its end, or none of it. Raises `StoreError`."""
    with (
        translate_errors(engine.url),
        turn(engine),
        engine.connect() as connection,
        connection.execution_options(**{WRITES: True}).begin(),
    ):
        yield connection


@contextlib.contextmanager
def turn(engine: Engine, *, writes: bool = True) -> Iterator[None]:
    """In the order of asking: with SQLite one writer at a time, with PostgreSQL as many as there are connections.

    The databases, and the pool of connections, give way to whoever is lucky, and others wait for seconds in
    a crowd. Raises `StoreError` after a while.
    """
    lock = _TURNS.get(engine)
    if lock is None or (engine.dialect.name == "sqlite" and not writes):
        yield
        return
    if not lock.acquire(timeout=2 * PATIENCE_SECONDS):
        raise StoreError(BUSY.what, where=name_of(engine.url), next_step=BUSY.next_step)
    try:
        yield
    finally:
        lock.release()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    name = address.get_backend_name() if address else ""
    if address is None or name not in ("sqlite", "postgresql", "postgres"):
        raise UsageError(
            "this is no address of a database",  # not quoted: there may be a password in it
            next_step="Write sqlite:///path/to/sessions.db or postgresql+psycopg://user@host/name.",
        )
    if name != "sqlite":
        return address.set(drivername="postgresql+psycopg")
    if not address.database or address.database == ":memory:":
        raise UsageError("sessions need a file to be kept in", next_step="Write sqlite:///path/to/sessions.db.")
    if not address.database.startswith("file:"):
        address = address.set(database=str(Path(address.database).expanduser().absolute()))
    return address.set(drivername="sqlite")


def _sqlite(url: URL) -> Engine:
    if url.database and not url.database.startswith("file:"):
        _make_private(Path(url.database))
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": PATIENCE_SECONDS, "isolation_level": None},  # BEGIN is ours, see below
        pool_size=_CONNECTIONS,
        max_overflow=0,  # a connection that is made anew for each call would cost more than the call
        pool_timeout=2 * PATIENCE_SECONDS,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that only finds out later that it writes may be turned away at once, without any waiting.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    _TURNS[engine] = FairLock()
    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={name: value for name, value in _SERVER.items() if name not in url.query},
        pool_pre_ping=True,  # a server that was restarted is found again by the next call
        pool_size=_CONNECTIONS,
        max_overflow=2,  # for whoever erases, who needs more than one
        pool_timeout=2 * PATIENCE_SECONDS,
    )

    _TURNS[engine] = FairLock(_CONNECTIONS)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{PATIENCE_SECONDS}s'")
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{12 * PATIENCE_SECONDS}s'")
        connection.commit()

    return engine


def _make_private(path: Path) -> None:
    """A file for its owner alone, in a folder that is there; what is there already keeps its rights."""
    try:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError:  # a file, where a folder should be
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
        # SQLite gives the files beside it (-wal, -shm) the rights of this one.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        what = f"{NOT_OPENED.what}: {(error.strerror or 'no reason given').lower()}"
        raise StoreError(what, where=str(path), next_step=NOT_OPENED.next_step) from error
