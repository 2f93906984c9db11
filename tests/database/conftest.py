"""Stores in real databases: a file of SQLite, and a fresh database on a real PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from helpers.database import Given, Store, open_engine
from helpers.journal import Answer, often
from helpers.ladder import load_ladder
from helpers.workshop.agenda import load_workshop
from helpers.workshop.hosted import HostedPlan, plan_session
from tests.postgres import fresh_database, server

PLAN: HostedPlan = plan_session(load_workshop("ninety-minutes"), load_ladder())
WEEK = timedelta(days=7)
PHONE, LAPTOP = "a" * 32, "b" * 32
STATEMENTS = tuple(f"statement:{id}" for id in PLAN.statements)
PROMPT = f"prompt:{PLAN.prompts[0]}"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)


def given(subject: str = STATEMENTS[0], answer: Answer | None = None, *, age_ms: int = 0, id: str = "") -> Given:
    return Given(id=id or uuid.uuid4().hex, subject=subject, answer=answer or often(2), age_ms=age_ms)


def small(most_people: int) -> HostedPlan:
    """The plan with another cap."""
    return PLAN.model_copy(update={"most_people": most_people})


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that all tests of this run share."""
    with server() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/kept/sessions.db"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of each kind in turn."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(engine: Engine, clock: Clock) -> Store:
    return Store(engine, clock)


@pytest.fixture
def session(store: Store, clock: Clock) -> str:
    """The id of a session that was opened an hour ago."""
    id = store.open_session(PLAN, WEEK).id
    clock.go_on(hours=1)
    return id


@pytest.fixture
def person(store: Store, session: str) -> str:
    """The id of somebody who joined that session."""
    return store.join(session).participant
