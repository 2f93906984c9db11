"""`ladder note` keeps what happened, in the journal and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli.commands import app
from helpers.errors import UsageError
from helpers.insight.notes import notes
from helpers.journal import Choice, Journal, Words
from helpers.ladder import load_ladder


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


def test_a_period_s_notes_come_by_competency_and_in_their_owner_s_words_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, ladder = tmp_path / "journal.jsonl", load_ladder()
    statement = next(s for _, _, s in ladder.walk() if s.competency)
    competency = next(each.title for each in ladder.competencies if each.id == statement.competency)
    journal = Journal.open(path)
    for number, text in enumerate(("2025-02-03 <b>old</b>", "2025-04-05 *new*\nInes saw it", "2025-05-01 loose")):
        journal.record(f"note:{number}", Words(text=text), ladder=ladder)
    journal.record("note:1.backs", Choice(chosen=(statement.id,)), ladder=ladder)
    run("notes", "--since", "March 2025", "--journal", path)
    assert capsys.readouterr().out.rstrip() == (
        f"{competency.upper()}\n\n- 2025-04-05 *new*\n  Ines saw it\n\nBESIDE NO STATEMENT YET\n\n- 2025-05-01 loose"
    )
    out = tmp_path / "notes.md"
    run("notes", "--markdown", "--journal", path, "-o", out)
    assert f"## {competency}\n\n- 2025-04-05 \\*new\\*\n  Ines saw it" in out.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="no month and no date"):
        run("notes", "--since", "lately", "--journal", path)
    with pytest.raises(UsageError, match="there is no note since then"):
        run("notes", "--since", "2025-06", "--journal", path)
