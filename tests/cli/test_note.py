"""`ladder note` keeps what happened, in the journal and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli.commands import app
from helpers.errors import UsageError
from helpers.insight.notes import notes
from helpers.journal import Journal


def run(*arguments: object) -> None:
    app([str(one) for one in arguments], standalone_mode=False)


def test_two_notes_are_two_and_the_likely_statements_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "journal.jsonl"
    run("note", "I said no to a roadmap request on Monday", "--journal", path)
    run("note", "The pricing call", "--journal", path)
    assert {note.text for note in notes(Journal.open(path).state())} == {
        "I said no to a roadmap request on Monday",
        "The pricing call",
    }
    assert "It may back:" in capsys.readouterr().out


def test_an_empty_note_is_refused_and_nothing_is_made(tmp_path: Path):
    with pytest.raises(UsageError, match="the note is empty"):
        run("note", "  ", "--journal", tmp_path / "journal.jsonl")
    assert list(tmp_path.iterdir()) == []
