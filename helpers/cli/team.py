"""`ladder team`: a team's report from a folder of share files, or a check of that folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def team(
    folder: Annotated[Path, typer.Argument(help="The folder that people's share files are in.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the PDF goes to.")] = Path("reports"),
    check: Annotated[
        bool,
        typer.Option("--check", help="Only say who is in and which files can't be used, by name. Reveals nothing."),
    ] = False,
    min_group: Annotated[
        int | None,
        typer.Option(
            help="The smallest number of people whose answers are shown together. Fixed once an answer is in.",
            show_default="5",
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="The day of the report, as YYYY-MM-DD. Left out: today.", show_default=False)
    ] = None,
    ladder: Annotated[Path | None, typer.Option(help="Another ladder file.", show_default=False)] = None,
    theme: Annotated[Path | None, typer.Option(help="Another theme file.", show_default=False)] = None,
    keep_notebook: Annotated[
        bool, typer.Option("--keep-notebook", help="Keep the executed notebook beside the PDF.")
    ] = False,
) -> None:
    """Make the team report of a folder of share files."""
    if check:
        _check(folder, ladder)
        return
    from helpers.report.personal import as_day
    from helpers.workshop.team_report import make_team_report

    made = make_team_report(
        folder,
        out,
        ladder_path=ladder,
        theme_path=theme,
        on=as_day(date),
        min_group=min_group,
        keep_notebook=keep_notebook,
    )
    typer.echo(made.pdf)
    for notice in made.notices:
        typer.echo(f"  {notice}", err=True)


def _check(folder: Path, ladder: Path | None) -> None:
    """Names are told here, on the facilitator's own terminal, and nowhere else."""
    from helpers.insight.words import count_of
    from helpers.ladder import load_ladder
    from helpers.workshop.folder import left_out

    people, aside = left_out(folder.expanduser(), load_ladder(ladder))
    typer.echo(f"{count_of(people, 'person is', 'people are')} in.")
    for name, reason in aside:
        typer.echo(f"{_printable(name)}: {reason}")
    if aside:
        raise typer.Exit(1)


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
