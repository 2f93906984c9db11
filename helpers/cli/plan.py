"""`ladder plan`: what one's plans give beside the chapters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.journal import JournalPath
from helpers.cli.options import LadderFile
from helpers.cli.targets import check_file
from helpers.errors import UsageError

app = typer.Typer(no_args_is_help=True, help="Your plans: their days in your own calendar.")


@app.callback()
def plan() -> None:
    """Your plans: their days in your own calendar."""


@app.command()
def calendar(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file to write. Left out: my-plan.ics here.")
    ] = None,
    words: Annotated[
        bool,
        typer.Option("--words", help="Put the plan’s own words into the titles. Without it they tell nothing of it."),
    ] = False,
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Write the days of your plans as a calendar file; a later file replaces what an earlier one put there."""
    from helpers.calendar_file import calendar_file
    from helpers.chapters.plan_calendar import NAME, entries
    from helpers.clock import utc_now
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.report.files import write_private

    path = out or Path(NAME)
    check_file(path, such_as=NAME)
    opened, now = Journal.open(journal), utc_now()
    days = entries(opened.state(load_ladder(ladder)), opened.events(), now=now, words=words)
    if not days:
        raise UsageError(
            "none of your plans has a day to come, or had one",
            where=str(opened.path),
            next_step="Give a plan its dates in the chapter “Your path”, then try again.",
        )
    write_private(path, calendar_file(days, now=now))
    if all(entry.cancelled for entry in days):
        typer.echo(f"Written to {path}. It takes out of your calendar what an earlier file put there: open it there.")
        typer.echo("Some programs show those days as cancelled instead, to be deleted.")
    else:
        typer.echo(f"Written to {path}. Open it, and your calendar program asks where to put the days.")
