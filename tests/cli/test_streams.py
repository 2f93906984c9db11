"""Whatever people wrote can be printed: into a file or a pipe as UTF-8, on a terminal as far as it goes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MINE = ROOT / "tests/fixtures/journals/emoji-and-vietnamese.jsonl"
"""A journal whose `show > file` ended in UnicodeEncodeError on Windows."""
NAME = "Ngọc Ánh 🚀"

CODE_PAGES = {
    "a Windows code page": {"PYTHONIOENCODING": "cp1252"},
    "plain ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def ladder(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "helpers.cli", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"} | more


@pytest.mark.parametrize("page", CODE_PAGES.values(), ids=CODE_PAGES)
@pytest.mark.parametrize("command", [("show",), ("export",), ("export", "--format", "json")], ids=" ".join)
def test_what_goes_into_a_file_is_utf_8_whatever_the_systems_encoding(
    tmp_path: Path, command: tuple[str, ...], page: dict[str, str]
) -> None:
    out = tmp_path / "out"
    with out.open("wb") as file:
        done = subprocess.run(
            ladder("journal", *command, "--journal", MINE),
            cwd=ROOT,
            env=environment(COLUMNS="200", **page),
            stdout=file,
            stderr=subprocess.PIPE,
        )
    assert done.stderr == b""
    assert done.returncode == 0
    assert NAME in out.read_text(encoding="utf-8")
    if "json" in command:
        assert json.loads(out.read_bytes())[0]["answer"]["text"] == NAME


def test_what_goes_wrong_is_told_in_utf_8_too(tmp_path: Path) -> None:
    missing = tmp_path / f"{NAME}.jsonl"
    missing.mkdir()
    done = subprocess.run(
        ladder("journal", "show", "--journal", missing),
        cwd=ROOT,
        env=environment(PYTHONIOENCODING="cp1252"),
        capture_output=True,
    )
    assert done.returncode == 1
    assert done.stderr.decode() == f"{missing}: this is a folder, not a journal\nGive the path of a file.\n"


def test_a_terminal_that_has_not_the_letters_shows_their_numbers(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ladder("journal", "export", "--format", "json", "--journal", MINE),
        cwd=ROOT,
        env=environment(PYTHONIOENCODING="latin-1"),
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert process.wait() == 0
    assert "Ng\\u1ecdc Ánh \\U0001f680".encode("latin-1") in said
