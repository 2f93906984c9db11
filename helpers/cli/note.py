"""`ladder note`: what happened, written down before it is forgotten."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

import typer

from helpers.cli.journal import JournalPath
from helpers.cli.options import LadderFile
from helpers.errors import UsageError


def note(
    text: Annotated[str, typer.Argument(help="What happened, when, and who saw it.")],
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Write down what happened at work; any chapter lets you put it beside a statement later, as evidence."""
    from helpers.insight.notes import likely
    from helpers.journal import Journal, Subject, Words
    from helpers.ladder import load_ladder

    if not text.strip():
        raise UsageError(
            "the note is empty", next_step='Write, for example: ladder note "the pricing call, Ines was there"'
        )
    asked, opened = load_ladder(ladder), Journal.open(journal)
    opened.record(Subject.note(uuid4().hex[:12]), Words(text=text.strip()), ladder=asked)
    typer.echo(f"Noted in {opened.path}.")
    if found := likely(asked, opened.state(asked), text):
        typer.echo("It may back: " + "; ".join(statement.title for statement in found) + ".")
        typer.echo("At the end of any chapter you put it there with one press.")
