"""`ladder lint` and `ladder schema`: for people who write a ladder of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.errors import DocumentError


def lint(
    files: Annotated[list[Path], typer.Argument(help="Ladder files to check.", show_default=False)],
) -> None:
    """Check ladder files and list every fault with its line and how to mend it."""
    from helpers.ladder import check_ladder

    broken = False
    for file in files:
        try:
            ladder = check_ladder(file)
        except DocumentError as error:
            broken = True
            typer.echo(error, err=True)
        else:
            statements = sum(1 for _ in ladder.walk())
            typer.echo(f"{file}: in order ({len(ladder.levels)} levels, {statements} statements to rate)")
    if broken:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of a ladder file, for editors."""
    from helpers.ladder import ladder_schema

    typer.echo(ladder_schema(), nl=False)
