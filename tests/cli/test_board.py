"""`ladder board` tells before anything starts what can't be shown: a folder or a hosted session, one of the two."""

from __future__ import annotations

import os
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


def test_the_notebook_finds_the_session_from_its_own_folder(tmp_path, session, monkeypatch):
    """A path that is relative where the command runs would be another one where the kernel runs."""
    found = {}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LADDER_TEAM", "/a/folder/of/last/week")
    for name in ("LADDER_SESSION", "LADDER_DB"):
        monkeypatch.setenv(name, "")  # so that the test leaves them as they were
    monkeypatch.setattr(
        "helpers.cli.board_pages.BoardPages.launch_instance", lambda arguments: found.update(os.environ)
    )
    done = board("--session", session, "--db", "sqlite:///sessions.sqlite")
    assert done.exception is None, done.exception
    assert found["LADDER_DB"] == database(tmp_path)
    assert found["LADDER_SESSION"] == session
    assert "LADDER_TEAM" not in found


def test_an_address_in_full_keeps_its_password():
    assert in_full("postgresql://ana:s3cret@host/name") == "postgresql+psycopg://ana:s3cret@host/name"
