"""A database comes to this kit's version once, by the numbered steps, or stays untouched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text

from helpers.database import Store, migrate, open_engine
from helpers.database.migrate import MIGRATIONS, newest
from helpers.database.tables import VERSION_TABLE, events, metadata
from helpers.errors import StoreTooNew
from tests.database.conftest import PLAN, WEEK
from tests.database.test_engine import fingerprint
from tests.database.test_store import at_once

ROOT = Path(__file__).parents[2]


def test_the_steps_lead_to_the_tables_that_the_code_works_with(engine):
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_what_alembic_does_not_compare_is_the_same_too(engine):
    """On SQLite: rows without a number, and what an index holds. Both read as the tables' own."""
    fresh = create_engine("sqlite://")
    metadata.create_all(fresh)
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            found = connection.execute(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'uq_events_latest'"))
            assert found.scalar().endswith("(participant, subject) WHERE latest")
        return

    def definitions(source):
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name != 'kit_version'"
        with source.connect() as connection:
            # A column that was added later stands on no line of its own.
            return {name: sorted("".join(sql.split())) for name, sql in connection.execute(text(query))}

    assert definitions(engine) == definitions(fresh)


def test_the_answers_that_stand_are_found_by_the_index_made_for_them(engine):
    theirs = events.c.participant == "x"
    query = select(events.c.id).where(theirs, events.c.subject.in_(["y", "z"]), events.c.latest)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))  # an empty table is read as a whole otherwise
        explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
        words = query.compile(engine, compile_kwargs={"literal_binds": True})
        plan = connection.execute(text(f"{explain} {words}")).all()
    assert "uq_events_latest" in str(plan)


def test_steps_are_numbered_one_after_the_other():
    found = sorted(path.name[:5] for path in (MIGRATIONS / "versions").glob("v*.py"))
    assert found == [f"v{number:04}" for number in range(1, len(found) + 1)]
    assert newest() == found[-1][1:]


def test_a_database_that_is_up_to_date_is_opened_as_it_is(url):
    engine = open_engine(url)
    session = Store(engine).open_session(PLAN, WEEK)
    engine.dispose()
    again = open_engine(url)
    assert Store(again).by_key(session.key) == session.id
    again.dispose()


def test_opening_again_does_not_need_alembic(url):
    open_engine(url).dispose()
    code = (
        f"import sys; from helpers.database import open_engine; open_engine({url!r}); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


def test_threads_that_open_a_new_database_at_once_all_get_it(url):
    engines = at_once(6, lambda _: open_engine(url))
    for engine in engines:
        assert Store(engine).sessions() == ()
        engine.dispose()


def test_processes_that_open_a_new_database_at_once_all_get_it(url):
    code = (
        "import sys; from helpers.database import open_engine, Store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        f"print(Store(open_engine({url!r})).sessions())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in running] == ["()\n"] * 4
    assert [process.returncode for process in running] == [0] * 4


def test_another_process_that_is_just_making_the_database_is_waited_for(tmp_path, monkeypatch):
    """In this one moment SQLite itself doesn't wait."""
    path = tmp_path / "sessions.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited = []
    monkeypatch.setattr(migrate.time, "sleep", lambda seconds: waited.append(seconds) or other.execute("COMMIT"))
    open_engine(f"sqlite:///{path}").dispose()
    assert len(waited) == 1
    other.close()


def test_a_newer_kits_database_is_refused_and_untouched(url, tmp_path):
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE kit_version SET version_num = '9999'"))
        connection.execute(text("DROP TABLE traces"))  # whatever a newer kit made of it
    engine.dispose()
    before = fingerprint(tmp_path / "kept") if url.startswith("sqlite") else None
    with pytest.raises(StoreTooNew, match="newer version of the kit") as told:
        open_engine(url)
    assert "Update the kit" in str(told.value)
    if before is not None:
        assert fingerprint(tmp_path / "kept") == before
    with create_engine(url).connect() as connection:
        assert "traces" not in inspect(connection).get_table_names()


def test_a_step_that_fails_leaves_the_database_as_it_was(url, monkeypatch):
    from alembic import command

    upgrade = command.upgrade

    def half_way(config, revision):
        upgrade(config, revision)
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", half_way)
    with pytest.raises(ZeroDivisionError):
        open_engine(url)
    with create_engine(url).connect() as connection:
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    open_engine(url).dispose()
