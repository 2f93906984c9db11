"""`ladder team` makes the report, or says who is in and which files can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.ladder import load_ladder
from helpers.workshop.suppression import NotYet
from tests.widgets.conftest import TINY
from tests.workshop.team import put, share_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ladder = load_ladder(TINY)
    for number in range(3):
        put(tmp_path / "team", f"p{number}", share_of(f"p{number}", {"first.write": number}, ladder=ladder))
    return tmp_path / "team"


def team(*arguments: object):
    return CliRunner().invoke(app, ["team", "--ladder", str(TINY), *map(str, arguments)])


def test_the_pdf_s_path_is_all_that_it_prints(folder: Path, tmp_path: Path):
    done = team(folder, "-o", tmp_path / "out", "--date", "2026-11-23", "--min-group", "3")
    assert done.exit_code == 0
    assert done.output == f"{tmp_path / 'out/team-report-2026-11-23.pdf'}\n"


def test_the_smallest_group_is_chosen_once(folder: Path, tmp_path: Path):
    assert isinstance(team(folder, "-o", tmp_path / "out").exception, NotYet)
    done = team(folder, "-o", tmp_path / "out", "--min-group", "3")
    assert "minimum group of 5 is fixed" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_a_check_names_the_files_that_cannot_be_used_and_reveals_nothing(folder: Path):
    assert team(folder, "--check").output == "3 people are in.\n"
    (folder / "bad\x1b.json").write_text("{")
    done = team(folder, "--check")
    assert done.exit_code == 1
    assert "bad\\u001b.json: it is not JSON" in done.output
    assert not (folder / "session.json").exists()


def test_a_theme_with_faults_is_told_with_its_line_and_reveals_nothing(folder: Path, tmp_path: Path):
    (tmp_path / "theme.yaml").write_text("paper: a3\n")
    done = team(folder, "-o", tmp_path / "out", "--min-group", "3", "--theme", tmp_path / "theme.yaml")
    assert "theme.yaml:1:8: " in str(done.exception)
    assert not (folder / "session.json").exists()
