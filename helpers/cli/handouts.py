"""`ladder handouts`: worksheets, cards, the plan page and the guide to pairs, ready to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import LadderFile, ThemeFile
from helpers.cli.targets import check_folder
from helpers.clock import today


def handouts(
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the PDFs go to.")] = Path("handouts"),
    workshop: Annotated[
        str | None,
        typer.Option(help="Only what this workshop uses: its id, or the path of a file.", show_default=False),
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(help="A level for worksheets and cards; may stand several times.", show_default=False),
    ] = None,
    ladder: LadderFile = None,
    theme: ThemeFile = None,
) -> None:
    """Make the handouts of a workshop as PDFs, ready to print without colour."""
    from helpers.charts import load_theme
    from helpers.ladder import load_ladder
    from helpers.report.files import write_private
    from helpers.workshop.agenda import load_workshop
    from helpers.workshop.handouts import all_handouts

    check_folder(out)
    plan = load_workshop(workshop) if workshop else None
    made = all_handouts(load_ladder(ladder), load_theme(theme), on=today(), workshop=plan, levels=level or ())
    notices = dict.fromkeys(notice for pdf in made.values() for notice in pdf.notices)
    for name, pdf in made.items():
        write_private(out / name, pdf.data)
        typer.echo(out / name)
    for notice in notices:
        typer.echo(f"  {notice}", err=True)
