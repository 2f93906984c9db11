"""A service that the tests of a module share, each with a session of its own; and one for a test alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.hosting.server import PLAN, Served, database, served


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running service."""
    with served(database(tmp_path_factory.mktemp("service"))) as running:
        yield running


@pytest.fixture
def service(shared: Served) -> Served:
    """The shared service with a session in which nobody is yet and nothing is open."""
    return shared._replace(session=shared.store.open_session(PLAN, timedelta(days=7)))


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Served]:
    """A service of one's own, where limits can be used up; its database lies in `tmp_path`."""
    with served(database(tmp_path)) as running:
        yield running
