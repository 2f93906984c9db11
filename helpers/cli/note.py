"""`ladder note` and `ladder notes`: what happened, written down before it is forgotten, and a period of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from helpers.cli.journal import JournalPath
from helpers.cli.options import LadderFile
from helpers.cli.targets import check_file
from helpers.errors import UsageError
from helpers.paths import typed


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
            "the note is empty", next_step=f'Write, for example: {typed("note")} "the pricing call, Ines was there"'
        )
    asked, opened = load_ladder(ladder), Journal.open(journal)
    opened.record(Subject.note(uuid4().hex[:12]), Words(text=text.strip()), ladder=asked)
    typer.echo(f"Noted in {opened.path}.")
    if statements := likely(asked, opened.state(asked), text):
        typer.echo("It may back: " + "; ".join(statement.title for statement in statements) + ".")
        typer.echo("At the end of any chapter you put it there with one press.")


def notes(
    since: Annotated[
        str, typer.Option(help="From when: March, “March 2026”, 2026-03 or a date. Left out: all.", show_default=False)
    ] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for a document of your own.")] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A file for it, readable by you alone. Left out: the screen.")
    ] = None,
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Give your notes of a period by competency, in your own words and with nothing added."""
    from helpers.cli.terminal import printable
    from helpers.clock import today
    from helpers.insight.dated import since as first_day
    from helpers.insight.notes import as_text, by_competency
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.report.files import write_private

    if out is not None:
        check_file(out, such_as="my-notes.md")
    day = first_day(since, today()) if since else None
    if since and day is None:
        raise UsageError(f"{since!r} is no month and no date", next_step="Write, for example: --since March")
    asked, opened = load_ladder(ladder), Journal.open(journal)
    text = as_text(by_competency(asked, opened.state(asked), day), markdown=markdown)
    if not text:
        raise UsageError(
            f"there is no note {'since then' if since else 'yet'}",
            where=str(opened.path),
            next_step=f'`{typed("note")} "…"` writes one down.',
        )
    if out is None:
        typer.echo(printable(text))
    else:
        write_private(out, text.encode())
        typer.echo(f"Written to {out}", err=True)
