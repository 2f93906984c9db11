"""What is missing on a machine is named, and only outside continuous integration may it be missing."""

from __future__ import annotations

import pytest

from tests import postgres, run


@pytest.fixture
def bare(monkeypatch):
    """A machine with a browser and without PostgreSQL, on which nothing is really run."""
    steps: dict[str, list[str]] = {}
    monkeypatch.setattr(run, "find_chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(run, "run", lambda name, step: steps.update({name: step}) or (True, 0.0))
    monkeypatch.setattr(postgres, "find_postgres", lambda: None)
    for name in (postgres.TEST_POSTGRES, "LADDER_JOURNAL", "LADDER_TEAM", "CHROMIUM", "CI"):
        monkeypatch.setenv(name, "")  # so that it is put back at the end
    return steps


def test_without_postgresql_its_tests_are_left_out_and_that_is_said(bare, capsys):
    assert run.main([]) == 0
    assert bare["tests"][-1] == "not browser and not postgres"
    assert bare["browser"][-1] == "browser and not postgres"
    assert bare["lint"] == run.STEPS["lint"]
    told = capsys.readouterr()
    assert "postgres   not run" in told.out
    assert "apt install postgresql" in told.err


def test_in_continuous_integration_nothing_may_be_missing(bare, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert run.main([]) == 1
    assert bare == {}


def test_a_server_that_is_named_is_used(bare, monkeypatch):
    monkeypatch.setenv(postgres.TEST_POSTGRES, "postgresql+psycopg://postgres@/postgres?host=/nowhere")
    assert run.main([]) == 0
    assert bare == run.STEPS


@pytest.mark.postgres
def test_a_cluster_is_made_stopped_started_and_removed_without_a_trace():
    from sqlalchemy import create_engine, text

    with postgres.throw_away() as cluster:
        folder = cluster.folder
        engine = create_engine(cluster.url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (id integer)"))
        engine.dispose()
        cluster.restart(at_once=True)
        with engine.begin() as connection:
            assert connection.execute(text("SELECT count(*) FROM kept")).scalar() == 0
        engine.dispose()
        cluster.stop()
        assert not cluster.running
        cluster.stop()  # twice is as good as once
        cluster.start()
        cluster.start()
        assert cluster.running
    assert not folder.exists()
