"""`ladder slides`: decks of one workshop or of all, for a way of gathering that some of them may not know."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from helpers.cli.commands import app
from helpers.workshop.agenda import shipped


def slides(*words: object) -> Result:
    return CliRunner().invoke(app, ["slides", *map(str, words)])


def test_all_decks_are_made_for_phones_and_those_without_phones_as_they_are(tmp_path: Path) -> None:
    """`ladder slides --hosted` made none, since the half hours know paper alone."""
    done = slides("--hosted", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    assert {path.stem for path in tmp_path.glob("*.html")} == set(shipped())


def test_a_workshop_that_was_named_and_does_not_gather_so_is_told(tmp_path: Path) -> None:
    done = slides("taster-30", "--hosted", "-o", tmp_path)
    assert done.exit_code != 0
    assert "doesn't gather answers on phones" in (done.output or str(done.exception))
