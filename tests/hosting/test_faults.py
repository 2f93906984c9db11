"""A service is killed, its database taken away and given back: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import signal
import socket
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil
import pytest
from sqlalchemy import create_engine, text

from helpers.database import Store, open_engine
from helpers.database.migrate import newest
from helpers.database.tables import VERSION_TABLE
from helpers.errors import StoreTooNew
from helpers.hosting.app import make_app
from helpers.hosting.settings import Settings
from tests.hosting.process import Hosted, hosted
from tests.long import tries
from tests.patience import PATIENCE, until
from tests.postgres import Cluster, fresh_database, throw_away

SECRET = "Nobody else may read this"  # noqa: S105 - what somebody wrote
PACE = 0.4
"""Seconds between two answers of one person, so that nobody sends more than one may."""
SOME = tries(2, 5)
"""Answers that everybody has had acknowledged before something happens, and again after it."""


class Kept(NamedTuple):
    """A database and how a session in it is served: the same command each time."""

    db: str
    arguments: tuple[object, ...]

    def served(self) -> contextlib.AbstractContextManager[Hosted]:
        """The service, started with that command."""
        return hosted("ninety-minutes", "--db", self.db, *self.arguments)

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """The database itself."""
        store = Store(open_engine(self.db))
        try:
            yield store
        finally:
            store.engine.dispose()

    def open_all(self, running: Hosted) -> tuple[str, ...]:
        """Open every block; gives the statements that are rated."""
        with self.store() as store:
            session = store.by_code(running.code)
            assert session
            plan = store.plan(session)
            for block in plan.blocks:
                store.set_block(session, block.id, open=True)
        return plan.statements


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that may be stopped and started."""
    with throw_away() as running:
        yield running


@pytest.fixture
def in_file(tmp_path: Path) -> Kept:
    return Kept(f"sqlite:///{tmp_path / 'own' / 'sessions.sqlite'}", ("--port", free_port()))


@pytest.fixture
def on_server(cluster: Cluster) -> Iterator[Kept]:
    cluster.start()
    with fresh_database(cluster.url) as db:
        yield Kept(db, ("--port", free_port(), "--workers", 2))


@pytest.fixture(params=["sqlite", "sqlite, two workers", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest) -> Kept:
    """Each kind of database, with the number of workers that goes with it."""
    if request.param == "postgres":
        found: Kept = request.getfixturevalue("on_server")
        return found
    found = request.getfixturevalue("in_file")
    more = ("--workers", 2) if "two" in request.param else ()
    return found._replace(arguments=(*found.arguments, *more))


class Phone(threading.Thread):
    """Somebody who answers one statement after the other until they are told to stop, as the page does it:
    what isn't acknowledged is sent again, and some of what is acknowledged too."""

    def __init__(self, running: Hosted, statements: tuple[str, ...]) -> None:
        super().__init__(daemon=True)
        self.client = running.client()
        self.client.post("/join", data={"code": running.code}).raise_for_status()
        self.device = uuid.uuid4().hex
        self.given: dict[str, tuple[str, int]] = {}
        self.acknowledged: list[str] = []
        self.failures = 0
        self.over = threading.Event()
        self.trouble: Exception | None = None
        self._statements = statements

    def run(self) -> None:
        """Answer."""
        try:
            while not self.over.wait(PACE):
                self._answer()
        except Exception as error:
            self.trouble = error

    def finish(self) -> None:
        """Stop after the answer at hand, which gets through; raises what went wrong."""
        self.over.set()
        self.join(PATIENCE)
        assert not self.is_alive()
        if self.trouble:
            raise self.trouble

    def _answer(self) -> None:
        number = len(self.given)
        id, statement = uuid.uuid4().hex, self._statements[number % len(self._statements)]
        self.given[id] = (f"statement:{statement}", number % 5)
        again = self.acknowledged[-1:]
        while True:
            try:
                reply = send(self.client, self.device, {one: self.given[one] for one in (*again, id)})
            except httpx.TransportError:
                reply = None
            if reply is not None and reply.status_code == 200:
                assert sorted(reply.json()["saved"]) == sorted({*again, id}), reply.text
                self.acknowledged.append(id)
                return
            # A service that is going away says so; it never says anything else.
            assert reply is None or reply.status_code == 503, reply.text
            self.failures += 1
            threading.Event().wait(0.02)


def send(client: httpx.Client, device: str, answers: dict[str, tuple[str, int]]) -> httpx.Response:
    """What a page sends."""
    events = [
        {"id": id, "subject": subject, "answer": rating(frequency), "age": 0}
        for id, (subject, frequency) in answers.items()
    ]
    return client.post("/w/events", json={"device": device, "events": events})


def rating(frequency: int) -> dict[str, Any]:
    return {"kind": "rating", "state": "frequency", "frequency": frequency}


def one_answer(client: httpx.Client, statement: str, frequency: int = 2) -> httpx.Response:
    return send(client, "d" * 32, {uuid.uuid4().hex: (f"statement:{statement}", frequency)})


def wait_for_answers(phones: list[Phone], number: int) -> None:
    """Until each has had so many more answers acknowledged."""
    wanted = {phone: len(phone.acknowledged) + number for phone in phones}
    wait_until(phones, lambda phone: len(phone.acknowledged) >= wanted[phone])


def wait_until(phones: list[Phone], ready: Callable[[Phone], bool]) -> None:
    """Until it is so of each of them."""
    pause = threading.Event()
    while not all(map(ready, phones)):
        assert all(phone.is_alive() for phone in phones), [phone.trouble for phone in phones]
        pause.wait(0.02)


def check_kept(kept: Kept, phones: list[Phone]) -> None:
    """Everything acknowledged is in the database, once, as it was given, and nothing that wasn't given."""
    with kept.store() as store:
        for phone in phones:
            me = store.by_token(phone.client.cookies["kit-me"])
            assert me is not None
            events = store.events(me.id)
            found = {event.id: (event.subject, event.answer.frequency) for event in events}
            assert len(events) == len(found)
            assert set(phone.acknowledged) <= set(found)
            assert found.items() <= phone.given.items()
            assert [event.id for event in events] == [id for id in phone.given if id in found]


def test_killed_again_and_again_while_answers_arrive_it_loses_and_doubles_nothing(kept: Kept):
    """Cookies and the facilitator's key outlive it, too."""
    with kept.served() as first:
        statements, key, code = kept.open_all(first), first.key, first.code
        phones = [Phone(first, statements) for _ in range(4)]
        for phone in phones:
            phone.start()
        wait_for_answers(phones, SOME)
        first.stop(signal.SIGKILL)
    for _ in range(2):
        with kept.served() as again:
            assert again.code == code
            wait_for_answers(phones, SOME)
            again.stop(signal.SIGKILL)
    with kept.served() as last:
        wait_for_answers(phones, 1)
        for phone in phones:
            phone.finish()
            assert phone.failures
            assert len(phone.acknowledged) == len(phone.given)
            state = phone.client.get("/w/state").json()["values"]
            assert {subject: value["frequency"] for subject, value in state.items()} == dict(phone.given.values())
        for each in (key, last.key):
            with last.client() as leader:
                leader.post("/facilitate", data={"key": each}).raise_for_status()
                assert leader.get("/f/state").status_code == 200
    check_kept(kept, phones)


def test_told_to_end_while_answers_arrive_it_ends_and_keeps_them(kept: Kept):
    with kept.served() as running:
        phones = [Phone(running, kept.open_all(running)) for _ in range(4)]
        for phone in phones:
            phone.start()
        wait_for_answers(phones, SOME)
        assert running.stop(signal.SIGTERM) == 0
        assert "Stopped. 4 people have joined" in running.said
        assert "Traceback" not in running.said
        with kept.served():
            for phone in phones:
                phone.finish()
    check_kept(kept, phones)


# the database


def held_up(client: httpx.Client, statement: str, *, said: str) -> None:
    """Whatever writes is told to wait, in words that name no file and nobody's answer."""
    for answer in (
        one_answer(client, statement),
        client.post("/w/answers", data={"asked": f"statement:{statement}", f"statement:{statement}": "1"}),
    ):
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["retry-after"]) > 0
        assert "Answers can’t be kept at the moment." in answer.text
        for word in ("sqlite", "postgres", "Traceback", "/tmp", "database", said):  # noqa: S108 - no path may show
            assert word not in answer.text


def test_a_locked_file_is_told_and_everything_works_again_once_it_is_free(in_file: Kept):
    with in_file.served() as running, joined(running) as client:
        statements = in_file.open_all(running)
        with contextlib.closing(sqlite3.connect(path_of(in_file), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held_up(client, statements[0], said="locked")
            assert running.client().post("/join", data={"code": running.code}).status_code == 503
            assert client.get("/w/state").status_code == 200, "what is kept can be read"
            other.execute("ROLLBACK")
        assert one_answer(client, statements[0]).status_code == 200
        running.stop()
        assert running.said.count("the database is busy with something else") == 1, "the links shall stay in sight"
        assert "Traceback" not in running.said


def test_the_link_to_a_session_leads_to_its_form_although_a_file_cannot_be_read(in_file: Kept):
    """Whoever comes by it was told 503, where the form would have worked as soon as they had read it."""
    with in_file.served() as running, running.client() as client:
        with contextlib.closing(sqlite3.connect(path_of(in_file), isolation_level=None)) as other:
            other.execute("ALTER TABLE sessions RENAME TO elsewhere")
            away = client.post("/join", data={"code": running.code})
            assert away.status_code == 503
            assert int(away.headers["retry-after"]) > 0
            page = client.get(f"/j/{running.code}", headers={"Accept": "text/html"})
            assert page.status_code == 200
            assert f'value="{running.code}"' in page.text
            other.execute("ALTER TABLE elsewhere RENAME TO sessions")
        client.post("/join", data={"code": running.code}).raise_for_status()
        assert client.get("/w", headers={"Accept": "text/html"}).status_code == 200


def test_a_full_disk_is_told_and_everything_works_again_once_there_is_room(in_file: Kept):
    with in_file.served() as running, joined(running) as client:
        statements = in_file.open_all(running)
        path = path_of(in_file)
        wal = path.with_name(f"{path.name}-wal")
        acknowledged = 0
        with no_file_may_grow(running, beyond=max(path.stat().st_size, wal.stat().st_size) + 100_000):
            while (answer := one_answer(client, statements[acknowledged % len(statements)])).status_code == 200:
                acknowledged += 1
            assert answer.status_code == 503, answer.text
            assert acknowledged
            held_up(client, statements[0], said="room")
            assert len(client.get("/w/state").json()["values"]) == min(acknowledged, len(statements))
        assert one_answer(client, statements[0]).status_code == 200
        with in_file.store() as store:
            me = store.by_token(client.cookies["kit-me"])
            assert me
            assert len(store.events(me.id)) == acknowledged + 1
        running.stop()
        assert "Traceback" not in running.said


@pytest.mark.postgres
def test_a_database_that_takes_no_changes_is_told_and_everything_works_again_afterwards(on_server: Kept):
    with on_server.served() as running, joined(running) as client:
        statements = on_server.open_all(running)
        with contextlib.closing(Owner(on_server)) as owner:
            owner.read_only("on")
            held_up(client, statements[0], said="read-only")
            assert client.get("/w/state").status_code == 200
            owner.read_only("off")
        assert one_answer(client, statements[0]).status_code == 200
        running.stop()
        assert "may not be written to" in running.said
        assert "Traceback" not in running.said


def test_a_file_that_may_only_be_read_is_told_and_everything_works_again_afterwards(in_file: Kept):
    """SQLite's own switch, since root may write whatever a file's rights say."""
    with in_file.served() as running:
        in_file.open_all(running)
        running.stop()
    read_only = f"sqlite:///file:{path_of(in_file)}?mode=ro&uri=true"
    with hosted("serve", "--db", read_only, "--port", free_port()) as service:
        joining = service.client().post("/join", data={"code": running.code})
        assert joining.status_code == 503
        assert int(joining.headers["retry-after"]) > 0
        service.stop()
        assert "may not be written to" in service.said
        assert "Traceback" not in service.said
    with in_file.served() as again, joined(again) as client:
        assert client.get("/w/state").status_code == 200


@pytest.mark.postgres
@pytest.mark.parametrize("at_once", [False, True], ids=["shut down", "crashed"])
def test_a_server_that_was_restarted_is_found_again_by_the_next_request(
    on_server: Kept, cluster: Cluster, at_once: bool
):
    with on_server.served() as running:
        statements = on_server.open_all(running)
        phones = [Phone(running, statements) for _ in range(4)]
        for phone in phones:
            phone.start()
        wait_for_answers(phones, SOME)
        cluster.stop(at_once=at_once)
        away = running.client().post("/join", data={"code": running.code})
        assert away.status_code == 503
        assert int(away.headers["retry-after"]) > 0
        wait_until(phones, lambda phone: phone.failures > 0)
        cluster.start()
        wait_for_answers(phones, SOME)
        for phone in phones:
            phone.finish()
        running.stop()
        assert "Traceback" not in running.said
        assert "can't be reached" in running.said
    check_kept(on_server, phones)


@pytest.mark.postgres
def test_a_room_that_comes_back_finds_it_although_the_server_was_away_for_a_while(on_server: Kept, cluster: Cluster):
    """Pages, scripts and forms are there while the database isn't, and say what is wrong."""
    with on_server.served() as running, joined(running) as client:
        statements = on_server.open_all(running)
        cluster.stop()
        assert client.get("/static/participant.js").status_code == 200
        assert client.get(f"/j/{running.code}").status_code == 200
        page = client.get("/w", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "Answers can’t be kept at the moment." in page.text
        cluster.start()
        assert client.get("/w", headers={"Accept": "text/html"}).status_code == 200
        assert one_answer(client, statements[0]).status_code == 200


@pytest.mark.postgres
def test_a_worker_that_starts_while_the_server_is_away_ends_nobody_and_works_once_it_is_back(
    on_server: Kept, cluster: Cluster
):
    with on_server.served() as running, joined(running) as client:
        statements = on_server.open_all(running)
        cluster.stop()
        workers = workers_of(running)
        workers[0].terminate()
        # Nobody asks for anything meanwhile, so it's the new worker that tells it.
        until(lambda: "can't be reached" in running.said or running.process.poll() is not None)
        assert running.process.poll() is None, running.said
        assert len(workers_of(running)) == len(workers)
        assert client.get("/static/participant.js").status_code == 200
        held_up(client, statements[0], said="reached")
        cluster.start()
        until(lambda: all(running.client().get("/health").status_code == 200 for _ in range(10)))
        until(lambda: one_answer(client, statements[0]).status_code == 200)  # of whichever worker it comes to
        running.stop()
        assert "Traceback" not in running.said
        assert "failed to start" not in running.said


def test_one_of_several_workers_waits_for_a_database_that_it_cannot_open_and_one_alone_ends(in_file: Kept):
    """Also where no waiting would help by itself: a newer kit's database, until somebody puts the older one back."""
    with in_file.store():
        pass
    version(in_file, "9999")
    settings = Settings(db=in_file.db, public_url="http://127.0.0.1:1", workers=2)

    async def waits() -> None:
        app = make_app(settings)
        inside = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.public_url)
        async with app.router.lifespan_context(app), inside as client, asyncio.timeout(PATIENCE):
            for _ in range(2):
                answer = await client.get("/health")
                assert answer.status_code == 503
                assert int(answer.headers["retry-after"]) > 0
            assert (await client.get("/static/participant.js")).status_code == 200
            version(in_file, newest())
            while (await client.get("/health")).status_code != 200:
                await asyncio.sleep(0.05)

    async def ends() -> None:
        app = make_app(settings.model_copy(update={"workers": 1}))
        async with app.router.lifespan_context(app):
            raise AssertionError("it goes on")

    asyncio.run(waits())
    version(in_file, "9999")
    with pytest.raises(StoreTooNew):
        asyncio.run(ends())


# helpers


def workers_of(running: Hosted) -> list[psutil.Process]:
    """The worker processes of a service."""
    below = psutil.Process(running.process.pid).children()
    return [one for one in below if "spawn_main" in " ".join(one.cmdline())]


def version(kept: Kept, number: str) -> None:
    """Say which version of the kit a file is of."""
    with contextlib.closing(sqlite3.connect(path_of(kept))) as connection, connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", (number,))  # noqa: S608 - our own name


@contextlib.contextmanager
def joined(running: Hosted) -> Iterator[httpx.Client]:
    """Somebody who has joined."""
    with running.client() as client:
        client.post("/join", data={"code": running.code}).raise_for_status()
        yield client


def path_of(kept: Kept) -> Path:
    return Path(kept.db.removeprefix("sqlite:///"))


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def no_file_may_grow(running: Hosted, *, beyond: int) -> Iterator[None]:
    """The system refuses the service to write beyond this, as it does when a disk is full."""
    process = psutil.Process(running.process.pid)
    soft, hard = process.rlimit(resource.RLIMIT_FSIZE)
    process.rlimit(resource.RLIMIT_FSIZE, (beyond, hard))
    try:
        yield
    finally:
        process.rlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Owner:
    """Whoever looks after a database on a server."""

    def __init__(self, kept: Kept) -> None:
        self._engine = create_engine(kept.db, isolation_level="AUTOCOMMIT")
        self._name = self._engine.url.database

    def read_only(self, how: str) -> None:
        """Let nothing be changed in it, also by those who are connected; they have to come again."""
        with self._engine.connect() as connection:
            connection.execute(text("SET default_transaction_read_only = off"))
            connection.execute(text(f"ALTER DATABASE {self._name} SET default_transaction_read_only = {how}"))
            others = "FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"), {"name": self._name})

    def close(self) -> None:
        """Hang up."""
        self._engine.dispose()
