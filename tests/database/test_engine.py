"""A database is opened as it should be, or not at all; then nothing of it was touched."""

from __future__ import annotations

import ast
import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from helpers.database import Store, open_engine
from helpers.database.engine import writing
from helpers.errors import StoreError, UsageError
from tests.database.conftest import PHONE, PLAN, WEEK, given

HELPERS = Path(__file__).parents[2] / "helpers"
PASSWORD = "hunter2"  # noqa: S105


def fingerprint(folder: Path) -> dict[str, str]:
    """What lies in a folder, with each file's bytes."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def test_a_new_file_and_its_folder_are_for_their_owner_alone(tmp_path):
    path = tmp_path / "new" / "kept" / "sessions.db"
    before = os.umask(0)
    try:
        engine = open_engine(f"sqlite:///{path}")
        store = Store(engine)
        store.join(store.open_session(PLAN, WEEK).id)
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        engine.dispose()
    finally:
        os.umask(before)
    assert files == {"sessions.db": 0o600, "sessions.db-wal": 0o600, "sessions.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_connection_to_sqlite_is_careful(sqlite_url):
    engine = open_engine(sqlite_url)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
        "temp_store": 2,
    }
    connections = [engine.connect() for _ in range(3)]  # three at once are three of their own
    for connection in connections:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    for connection in connections:
        connection.close()
    engine.dispose()


def test_a_transaction_that_fails_leaves_nothing_behind(engine):
    def half_way():
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO traces VALUES ('x')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM traces")).scalar() == 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sessions.db",
        "/var/lib/sessions.db",
        "sqlite://",
        "sqlite:///:memory:",
        f"mysql://me:{PASSWORD}@localhost/db",
        f"postgresql://me:{PASSWORD}@localhost:port/db",
        "postgresql",
    ],
)
def test_what_is_no_address_of_a_database_is_refused_and_no_password_told(url):
    with pytest.raises(UsageError) as told:
        open_engine(url)
    assert PASSWORD not in str(told.value)
    assert told.value.next_step


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="can't be opened: not a directory"):
        open_engine(f"sqlite:///{tmp_path}/file/sessions.db")


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(StoreError, match="can't be opened"):
        open_engine(f"sqlite:///{tmp_path}")


def test_a_file_of_something_else_is_refused_and_stays_as_it_is(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 500)
    before = fingerprint(tmp_path)
    with pytest.raises(StoreError, match="no database that can be read"):
        open_engine(f"sqlite:///{path}")
    assert fingerprint(tmp_path) == before


def test_another_programs_database_is_refused_and_stays_as_it_is(tmp_path):
    path = tmp_path / "places.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = fingerprint(tmp_path)
    with pytest.raises(StoreError, match="another program's"):
        open_engine(f"sqlite:///{path}")
    assert fingerprint(tmp_path) == before


@pytest.mark.postgres
def test_on_a_server_other_tables_may_stand_beside_ours_but_not_in_their_place(postgres_url):
    with create_engine(postgres_url).begin() as connection:
        connection.execute(text("CREATE TABLE bookmarks (url TEXT)"))
    open_engine(postgres_url).dispose()
    with create_engine(postgres_url).begin() as connection:
        connection.execute(text("DROP TABLE kit_version"))
    with pytest.raises(StoreError, match="another program's"):
        open_engine(postgres_url)


@pytest.mark.postgres
def test_times_are_in_utc_wherever_the_server_thinks_it_is(postgres_url, clock):
    engine = open_engine(f"{postgres_url}&options=-c%20timezone%3DAsia/Kathmandu")
    store = Store(engine, clock)
    info = store.session(store.open_session(PLAN, WEEK).id)
    assert info.opened_at == clock.now
    assert info.opened_at.isoformat() == clock.now.isoformat()
    engine.dispose()


@pytest.mark.postgres
def test_the_short_address_of_postgresql_will_do(postgres_url):
    for scheme in ("postgresql", "postgres"):
        engine = open_engine(postgres_url.replace("postgresql+psycopg", scheme))
        assert Store(engine).sessions() == ()
        engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda url: url.set(database="nowhere"), "no such database"),
        (lambda url: url.set(username="mallory"), "let us in"),
        (lambda url: url.set(query={}, host="127.0.0.1", port=9, password=PASSWORD), "can't be reached"),
        (lambda url: url.set(query={}, host="nobody.invalid", password=PASSWORD), "can't be reached"),
        (lambda url: url.set(query={"host": "/nowhere"}), "can't be reached"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_without_its_password(postgres_url, change, words):
    from sqlalchemy import make_url

    with pytest.raises(StoreError, match=words) as told:
        open_engine(change(make_url(postgres_url)).render_as_string(hide_password=False))
    assert PASSWORD not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__


def test_the_databases_own_words_are_not_passed_on(store, session, person):
    """They may quote a row, and a row is what somebody wrote."""
    words = {"p": person, "i": "1" * 32, "d": PHONE, "a": "my secret"}
    row = text("INSERT INTO events VALUES (:p, :i, :d, NULL, 'prompt:x', :a, true, true)")

    def refused():
        with writing(store.engine) as connection:
            connection.execute(row, words)

    with pytest.raises(StoreError) as told:
        refused()
    assert "secret" not in str(told.value)
    assert told.value.__suppress_context__
    store.append(person, PHONE, [given()])


def test_the_database_libraries_are_left_alone_by_everything_else():
    """Starting any other command must not wait for them."""
    heavy = ("sqlalchemy", "alembic", "psycopg")
    allowed = {"database", "hosting"}
    for path in HELPERS.rglob("*.py"):
        if path.relative_to(HELPERS).parts[0] in allowed:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] in heavy], path
    code = f"import sys, helpers.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
