"""`-o`: a folder where a file is wanted, or a file where a folder is, is told first, alike everywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.cli.targets import check_file, check_folder
from helpers.errors import UsageError
from helpers.ladder import load_ladder
from tests.report.people import keep, whole_story
from tests.widgets.conftest import TINY
from tests.workshop.team import put, share_of

FILES = {
    "export": (["journal", "export", "--journal", "mine.jsonl"], "answers.csv"),
    "export as JSON": (["journal", "export", "--journal", "mine.jsonl", "--format", "json"], "answers.json"),
    "export, with force": (["journal", "export", "--journal", "mine.jsonl", "--force"], "answers.csv"),
    "merge": (["journal", "merge", "mine.jsonl"], "journal.jsonl"),
    "share": (["share", "mine.jsonl", "--yes", "--force"], "share-"),
    "run-sheet": (["workshop", "run-sheet", "taster-30", "--start", "9", "--people", "9"], "run-sheet-taster-30.pdf"),
    "calendar": (["plan", "calendar", "--journal", "mine.jsonl"], "my-plan.ics"),
    "ask": (["ask", "first.write", "--of", "peer", "--journal", "mine.jsonl"], "message.txt"),
    "notes": (["notes", "--journal", "mine.jsonl"], "my-notes.md"),
    "agenda": (["agenda", "--journal", "mine.jsonl"], "agenda.txt"),
    "import": (["import", "levels.csv"], "my-ladder.yaml"),
}
FOLDERS = {
    "report": ["report", "mine.jsonl"],
    "team": ["team", "team", "--min-group", "3"],
    "slides": ["slides", "taster-30"],
    "handouts": ["handouts"],
    "site": ["site"],
    "follow-up": ["workshop", "follow-up", "taster-30", "--date", "2026-12-01"],
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with a damaged line, a team, a folder and a file, and the commands run there."""
    ladder = load_ladder(TINY)
    keep(tmp_path / "mine.jsonl", whole_story(ladder))
    with (tmp_path / "mine.jsonl").open("ab") as file:
        file.write(b"{damaged}\n")
    for number in range(3):
        put(tmp_path / "team", f"p{number}", share_of(f"p{number}", {"first.write": number}, ladder=ladder))
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    (tmp_path / "levels.csv").write_text("Level,Statement\nJunior,Writes stories\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LADDER_FILE", str(TINY))
    return tmp_path


def refused(arguments: list[str]) -> str:
    """The message of a command that fails, and writes nothing and says nothing before it."""
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, UsageError), done.output
    assert done.output == ""
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    return str(done.exception)


@pytest.mark.parametrize(("arguments", "such_as"), FILES.values(), ids=FILES)
def test_a_folder_where_a_file_is_wanted(arguments: list[str], such_as: str) -> None:
    told = refused([*arguments, "-o", "folder"])
    assert told.startswith("folder: this is a folder, and what is written here is a file\nName a file, for instance ")
    assert str(Path("folder", such_as)) in told


@pytest.mark.parametrize(("arguments", "such_as"), FILES.values(), ids=FILES)
def test_a_file_in_a_file(arguments: list[str], such_as: str) -> None:
    told = refused([*arguments, "-o", f"file/{such_as}"])
    assert told.startswith("file: this is a file, and a folder is needed here\nName a folder")


@pytest.mark.parametrize("arguments", FOLDERS.values(), ids=FOLDERS)
@pytest.mark.parametrize("target", ["file", "file/deeper/still"])
def test_a_file_where_a_folder_is_wanted(arguments: list[str], target: str) -> None:
    assert refused([*arguments, "-o", target]) == (
        "file: this is a file, and a folder is needed here\nName a folder; it is made if it isn't there yet."
    )


def test_every_command_with_an_o_is_here() -> None:
    """A new one is added to the tables above."""
    commands = dict(get_command(app).commands)
    for group in [command for command in commands.values() if hasattr(command, "commands")]:
        commands |= group.commands
    found = {name for name, command in commands.items() if any("-o" in option.opts for option in command.params)}
    assert found == {*FOLDERS, *(name.split(",")[0].split(" ")[0] for name in FILES)}


def test_what_is_no_ordinary_file_is_never_replaced() -> None:
    os.mkfifo("pipe")
    for target in ("pipe", os.devnull):
        assert "this is a pipe or a device" in refused([*FILES["export, with force"][0], "-o", target])


def test_a_place_that_is_not_there_yet_will_do(tmp_path: Path) -> None:
    check_folder(tmp_path / "new/deeper")
    check_file(tmp_path / "new/deeper/file.csv", such_as="x")
    check_file(tmp_path / "file", such_as="x")


def test_a_place_that_can_not_be_looked_at_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this place can't be used: file name too long\nChoose another place"):
        check_file(tmp_path / ("x" * 300), such_as="x")
