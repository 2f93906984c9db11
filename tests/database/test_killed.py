"""A process is killed while answers arrive: what it acknowledged is there, once, and the rest can be sent again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from helpers.database import Store, open_engine
from tests.database.conftest import PHONE, PLAN, STATEMENTS, WEEK, given

ROOT = Path(__file__).parents[2]

SERVER = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from helpers.database import Given, Store, open_engine
from helpers.journal import often

store = Store(open_engine(sys.argv[1]))
people = sys.argv[2:]


def answer(number):
    person = people[number]
    for turn in range(100_000):
        ids = [f"{number:08x}{turn:08x}{part:016x}" for part in range(3)]
        sent = [Given(id=id, subject=f"statement:s{part}", answer=often(turn % 5)) for part, id in enumerate(ids)]
        for _ in range(2):  # each of them twice, as if an acknowledgement had been lost
            saved = store.append(person, f"{number:032x}", sent)
        os.write(1, " ".join(sorted(saved.kept)).encode() + b"\\n")


with ThreadPoolExecutor(len(people)) as pool:
    list(pool.map(answer, range(len(people))))
"""


@pytest.mark.parametrize("acknowledged_before", [1, 7, 40])
def test_no_acknowledged_answer_is_lost_and_none_doubled(url, acknowledged_before):
    engine = open_engine(url)
    store = Store(engine)
    session = store.open_session(PLAN, WEEK).id
    people = [store.join(session).participant for _ in range(3)]
    server = subprocess.Popen([sys.executable, "-c", SERVER, url, *people], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    lines = [server.stdout.readline() for _ in range(acknowledged_before)]
    server.kill()
    lines += server.stdout.readlines()  # what it had said by then
    server.wait()
    whole = [line.split() for line in lines if line.endswith("\n")]
    acknowledged = {id for line in whole for id in line}
    assert len(acknowledged) >= 3 * acknowledged_before

    kept = [[event.id for event in store.events(person)] for person in people]
    assert acknowledged <= {id for ids in kept for id in ids}
    for ids in kept:
        assert len(ids) == len(set(ids))
        assert len(ids) % 3 == 0, "what came together is there together, or not at all"
        assert ids == sorted(ids)
    # At most the one request of each thread that was under way is there without having been acknowledged.
    assert sum(map(len, kept)) <= len(acknowledged) + 3 * len(people)

    more = [given(subject) for subject in STATEMENTS]
    for person, ids in zip(people, kept, strict=True):
        assert store.append(person, PHONE, more).kept == {one.id for one in more}
        assert [event.id for event in store.events(person)] == [*ids, *(one.id for one in more)]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()


def test_a_process_killed_while_it_makes_the_database_leaves_one_that_can_be_made(url):
    """However far it came: the first that is able to finishes."""
    code = (
        "import os, signal, sys; from sqlalchemy import event; from sqlalchemy.engine import Engine\n"
        "from helpers.database import open_engine; left = int(sys.argv[2])\n"
        "@event.listens_for(Engine, 'after_cursor_execute')\n"
        "def count(*_):\n"
        "    global left; left -= 1\n"
        "    if left == 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "open_engine(sys.argv[1])"
    )
    for statements in (3, 6, 9, 13):
        killed = subprocess.run([sys.executable, "-c", code, url, str(statements)], cwd=ROOT, check=False)
        assert killed.returncode == -9, statements
    engine = open_engine(url)
    assert Store(engine).sessions() == ()
    engine.dispose()
