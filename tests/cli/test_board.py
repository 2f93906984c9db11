"""`ladder board` tells before anything starts what can't be shown: a folder or a hosted session, one of the two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.database import Store, open_engine
from helpers.database.engine import in_full
from helpers.errors import StoreError, UnknownId, UsageError
from tests.hosting.server import PLAN, database


def board(*arguments: object):
    return CliRunner().invoke(app, ["board", "--no-browser", *map(str, arguments)])


@pytest.fixture
def session(tmp_path):
    """The code of a session in a database in `tmp_path`."""
    store = Store(open_engine(database(tmp_path)))
    yield store.open_session(PLAN, timedelta(days=1)).code
    store.engine.dispose()


def test_it_wants_a_folder_or_a_session_and_not_both(tmp_path, session):
    for arguments in ((), (tmp_path, "--session", session, "--db", database(tmp_path))):
        assert isinstance(board(*arguments).exception, UsageError)


def test_an_unknown_session_is_told(tmp_path, session):
    assert isinstance(board("--session", "ABCDEFGH", "--db", database(tmp_path)).exception, UnknownId)
    nowhere = board("--session", session, "--db", f"sqlite:///{tmp_path}/none.sqlite")
    assert isinstance(nowhere.exception, StoreError)
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("more", [("--min-group", "9"), ("--ladder", "other.yaml")])
def test_what_a_session_was_opened_with_is_not_changed(tmp_path, session, more):
    assert "since it was opened" in str(board("--session", session, "--db", database(tmp_path), *more).exception)


def test_an_address_in_full_keeps_its_password():
    assert in_full("postgresql://ana:s3cret@host/name") == "postgresql+psycopg://ana:s3cret@host/name"
