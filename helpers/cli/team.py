"""`ladder team`: a team's report from a folder of share files, or a check of that folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import Coarse, Day, KeepNotebook, LadderFile, MinGroup, ThemeFile
from helpers.cli.targets import check_folder
from helpers.cli.terminal import one_line


def team(
    folder: Annotated[Path, typer.Argument(help="The folder that people's share files are in.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the PDF goes to.")] = Path("reports"),
    check: Annotated[
        bool,
        typer.Option("--check", help="Only say who is in and which files can't be used, by name. Reveals nothing."),
    ] = False,
    beside: Annotated[
        Path | None,
        typer.Option(
            help="The folder of an earlier session of the same team: its picture beside this one’s, where nobody can "
            "be told from the difference.",
            show_default=False,
        ),
    ] = None,
    min_group: MinGroup = None,
    coarse: Coarse = False,
    date: Day = None,
    ladder: LadderFile = None,
    theme: ThemeFile = None,
    keep_notebook: KeepNotebook = False,
) -> None:
    """Make the team report of a folder of share files."""
    if check:
        _check(folder, ladder)
        return
    check_folder(out)
    from helpers.report.personal import as_day

    if beside is not None:
        from helpers.insight.words import count_of
        from helpers.workshop.two_pictures import make_two_pictures

        written = make_two_pictures(
            folder,
            beside,
            out,
            ladder_path=ladder,
            theme_path=theme,
            on=as_day(date),
            min_group=min_group,
            coarse=coarse or None,
        )
        typer.echo(written.pdf)
        typer.echo(
            f"{count_of(written.shown, 'statement stands', 'statements stand')} side by side; {written.left_out} left "
            "out. Give the team this page and not both reports, whose differences could give somebody away.",
            err=True,
        )
        return
    from helpers.workshop.team_report import make_team_report

    report = make_team_report(
        folder,
        out,
        ladder_path=ladder,
        theme_path=theme,
        on=as_day(date),
        min_group=min_group,
        coarse=coarse or None,
        keep_notebook=keep_notebook,
    )
    typer.echo(report.pdf)
    for notice in report.notices:
        typer.echo(f"  {notice}", err=True)


def _check(folder: Path, ladder: Path | None) -> None:
    """Names are told here, on the facilitator's own terminal, and nowhere else."""
    from helpers.insight.words import count_of
    from helpers.ladder import load_ladder
    from helpers.workshop.folder import left_out
    from helpers.workshop.session import shown_from

    asked = load_ladder(ladder)
    least, fine = shown_from(folder, asked)
    people, aside = left_out(folder.expanduser(), asked, least, fine=fine)
    typer.echo(f"{count_of(people, 'person is', 'people are')} in.")
    for name, reason in aside:
        typer.echo(f"{one_line(name)}: {reason}")
    if aside:
        raise typer.Exit(1)
