"""`ladder report`: a PDF for each journal."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.options import Day, KeepNotebook, LadderFile, ThemeFile
from helpers.cli.targets import check_folder
from helpers.paths import ROOT

if TYPE_CHECKING:
    from helpers.report import Outcome

EXAMPLES = ROOT / "data/examples"

INTERRUPTED = 130
"""The exit code of a command that was stopped with Ctrl+C."""


class Engine(StrEnum):
    """What runs the report notebook."""

    FORK = "fork"
    NBCLIENT = "nbclient"


def report(
    journals: Annotated[
        list[Path] | None,
        typer.Argument(help="Journals, or folders of them. Left out: your own.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the PDFs go to.")] = Path("reports"),
    example: Annotated[bool, typer.Option("--example", help="Make the reports of the invented people.")] = False,
    date: Day = None,
    ladder: LadderFile = None,
    theme: ThemeFile = None,
    html: Annotated[
        bool, typer.Option("--html", help="One HTML file each, for a browser or a screen reader, in place of the PDF.")
    ] = False,
    one_to_one: Annotated[
        bool,
        typer.Option(
            "--one-to-one",
            help="The page for the other person in a 1:1, without the answers: a PDF, and text to paste.",
        ),
    ] = False,
    keep_notebook: KeepNotebook = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="How many to make at once. Left out: one for each core."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Make every PDF again, also of journals that have not changed.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="fork: processes that have everything loaded. nbclient: a Jupyter kernel each.")
    ] = Engine.FORK,
    scheduler: Annotated[
        str | None,
        typer.Option(help="The address of a Dask scheduler, to make them on its workers.", show_default=False),
    ] = None,
) -> None:
    """Make a PDF report of each journal: yours, or those that you name. Or a page for a browser, or for a 1:1.

    Stopped on the way, the same command goes on where it stopped.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from helpers.charts import load_theme
    from helpers.journal import default_path
    from helpers.ladder import load_ladder
    from helpers.report import journals_in, make_reports
    from helpers.report.logo import check_logo
    from helpers.report.personal import as_day

    check_folder(out)
    files = journals_in([EXAMPLES] * example + (journals or [default_path()] * (not example)))
    load_ladder(ladder)  # a fault in it, or in the theme, is told once, not for each journal
    check_logo(load_theme(theme))
    if html or one_to_one:
        from helpers.report.quick import make_quick

        day = as_day(date)
        written = make_quick(files, out, ladder_path=ladder, theme_path=theme, on=day, html=html, one_to_one=one_to_one)
        _tell(written)
        return
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Making reports", total=len(files))

        done = []

        def advance(outcome: Outcome) -> None:
            done.append(outcome)
            bar.advance(task)

        try:
            outcomes = make_reports(
                files,
                out,
                ladder_path=ladder,
                theme_path=theme,
                on=as_day(date),
                keep_notebook=keep_notebook,
                again=again,
                jobs=jobs,
                scheduler=scheduler,
                progress=advance,
                engine=engine.value,
            )
        except KeyboardInterrupt:
            bar.stop()
            count = sum(outcome.pdf is not None for outcome in done)
            errors.print(f"Stopped. {count} of {len(files)} reports are there; the same command goes on with the rest.")
            raise typer.Exit(INTERRUPTED) from None
    _tell(outcomes)


def _tell(outcomes: Iterable[Outcome]) -> None:
    """Name each file as it is made, with what its reader should know, and at the end what failed."""
    failed = []
    for outcome in outcomes:
        if outcome.error:
            failed.append(outcome)
        else:
            typer.echo(outcome.pdf)
            for notice in outcome.notices:
                typer.echo(f"  {notice}", err=True)
    for outcome in failed:
        typer.echo(f"No report of {outcome.journal.name}. {outcome.error}", err=True)
    if failed:
        raise typer.Exit(1)
