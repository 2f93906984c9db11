"""What is missing on a machine is named, and only outside continuous integration may it be missing."""

from __future__ import annotations

import contextlib
import io
import os
import re

import pytest

from helpers.clock import utc_now
from tests import postgres, run, surroundings
from tests.long import TEST_LONG


@pytest.fixture
def bare(monkeypatch):
    """A machine with a browser and without PostgreSQL, on which nothing is really run."""
    steps: dict[str, run.Step] = {}
    monkeypatch.setattr(run, "find_chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(run, "run", lambda name, step: steps.update({name: step}) or run.Outcome(True, 0.0))
    monkeypatch.setattr(run, "compile_locale", lambda locale, folder: None)
    monkeypatch.setattr(postgres, "find_postgres", lambda: None)
    monkeypatch.setattr(os, "environ", dict(os.environ, CI=""))
    os.environ.pop(postgres.TEST_POSTGRES, None)
    return steps


def test_without_postgresql_its_tests_are_left_out_and_that_is_said(bare, capsys):
    assert run.main([]) == 0
    assert bare["tests"].command[-1] == "(not browser) and not postgres"
    assert bare["browser"].command[-1] == bare["browser"].again[-1] == "(browser) and not postgres"
    assert bare["lint"].command == ("ruff", "check", ".")
    told = capsys.readouterr()
    assert "postgres         not run" in told.out
    assert "apt install postgresql" in told.err


def test_without_a_browser_nothing_opens_one(bare, monkeypatch):
    monkeypatch.setattr(run, "find_chromium", lambda: None)
    assert run.main(["--long"]) == 0
    assert "browser" not in bare
    assert {step.command[-1] for step in bare.values() if "-m" in step.command} == {"(not browser) and not postgres"}


def test_every_test_that_opens_a_browser_stands_where_its_step_looks():
    files = (run.ROOT / "tests").rglob("test_*.py")
    marked = [file for file in files if re.search(r"pytest\.mark\.browser", file.read_text(encoding="utf-8"))]
    assert marked
    folders = [run.ROOT / folder for folder in run.IN_BROWSER]
    assert [file for file in marked if not any(folder in file.parents for folder in folders)] == []


def test_processes_that_tests_start_find_the_kit_compiled(bare):
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    assert run.main([]) == 0
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


def test_in_continuous_integration_nothing_may_be_missing(bare):
    os.environ["CI"] = "true"
    assert run.main([]) == 1
    assert bare == {}


def test_a_server_that_is_named_is_used(bare):
    os.environ[postgres.TEST_POSTGRES] = "postgresql+psycopg://postgres@/postgres?host=/nowhere"
    assert run.main([]) == 0
    assert bare["tests"].command[-1] == "not browser"


@pytest.mark.parametrize(("minutes", "told"), [(6.9, False), (8, True)])
def test_each_step_says_how_long_it_took_and_all_of_it_whether_that_was_too_long(bare, monkeypatch, minutes, told):
    """It fails nothing: a busy machine is no fault of the change."""
    monkeypatch.setattr(run, "all_steps", lambda *_, **__: {name: run.Step(()) for name in ("a", "b", "c", "d")})
    monkeypatch.setattr(run, "run", lambda name, step: run.Outcome(True, minutes * 60 + (name == "c")))
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run.main([]) == 0
    lines = [" ".join(line.split()) for line in said.getvalue().splitlines()]
    assert f"c passed {minutes * 60 + 1:.0f} s" in lines
    assert f"all of it {4 * minutes * 60 + 1:.0f} s" in lines
    assert ("TOO LONG 32 minutes, and 30 are the limit" in said.getvalue().replace("         ", " ")) is told
    assert ("The longest step is “c”" in said.getvalue()) is told


@pytest.mark.parametrize(
    ("fails", "passed", "unstable"), [("never", True, False), ("once", True, True), ("always", False, False)]
)
def test_what_fails_in_a_browser_runs_alone_once_more_and_is_named(
    tmp_path, monkeypatch, capfd, fails, passed, unstable
):
    """What fails twice has failed; what passes alone lets others land, and is called unstable."""
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text(
        "from pathlib import Path\n"
        "def test_it():\n"
        "    seen = Path('seen')\n"
        "    before = seen.exists()\n"
        "    seen.touch()\n"
        f"    assert {fails!r} == 'never' or (before and {fails!r} == 'once')\n"
        "def test_other():\n"
        "    with Path('others').open('a') as others:\n"
        "        others.write('x')\n",
        encoding="utf-8",
    )
    only = ("pytest", "--quiet", "-p", "no:randomly", "-p", "no:nbval")
    outcome = run.run("browser", run.Step(only, {}, (*only, *run.LAST_FAILED)))
    assert (outcome.passed, outcome.unstable) == (passed, unstable)
    assert (tmp_path / "others").read_text() == "x"
    said = capfd.readouterr().out
    assert ("FAILED test_it.py::test_it" in said) == (fails != "never")
    monkeypatch.setattr(run, "ROOT", tmp_path / "nothing")
    (tmp_path / "nothing").mkdir()
    assert not run.run("browser", run.Step(only, {}, (*only, *run.LAST_FAILED))).passed


def test_one_number_draws_all_and_is_told(bare, tmp_path, capsys):
    assert run.main(["--seed", "7"]) == 0
    first, said = dict(bare), capsys.readouterr().out
    assert "The same again: python3 start.py test --seed 7\n" in said
    around = surroundings.drawn(7)
    assert around.zone in said
    assert around.locale in said
    assert os.environ["TZ"] == around.zone
    bare.clear()
    assert run.main(["--seed", "7"]) == 0
    assert [*bare] == [*first]
    assert all("--randomly-seed=7" in step.command for name, step in bare.items() if name in ("tests", "browser"))
    assert len({[*run.all_steps(seed, tmp_path, long=False, browser=True)][-1] for seed in range(20)}) == 3


def test_without_a_number_one_is_drawn(bare, capsys):
    said = set()
    for _ in range(2):
        run.main([])
        said.add(capsys.readouterr().out.partition("--seed ")[2].split()[0])
    assert len(said) == 2


def test_the_long_run_takes_every_other_day_and_all_tries(bare, capsys):
    assert run.main(["--long", "--seed", "7"]) == 0
    assert os.environ[TEST_LONG]
    assert "--seed 7 --long" in capsys.readouterr().out
    assert {*surroundings.other_days(utc_now())} < {*bare}


def test_what_somebody_asks_for_is_all_that_runs(bare):
    assert run.main(["tests/journal", "-k", "merge", "--long"]) == 0
    ((name, step),) = bare.items()
    assert name == "pytest"
    assert step.command[-3:] == ("tests/journal", "-k", "merge")


def test_the_cells_of_a_notebook_keep_their_order(tmp_path):
    assert "no:randomly" in run.all_steps(1, tmp_path, long=False, browser=True)["notebooks"].command
    assert "no:randomly" in run.only(1, ["--nbval-lax", "notebooks"]).command


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


def test_a_container_for_an_editor_has_what_continuous_integration_installs():
    asked = re.findall(r"missing\+=\(([^)]+)\)", (run.ROOT / ".ci/run").read_text(encoding="utf-8"))
    installed = (run.ROOT / ".devcontainer/Dockerfile").read_text(encoding="utf-8").split()
    assert len(asked) > 3
    assert set(" ".join(asked).split()) - {"python3-venv"} <= set(installed), "its image has Python whole"
