"""`ladder handouts`: worksheets, cards, the plan page, guides for pairs and for managers, ready to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import Files, Hosted, LadderFile, Paper, ThemeFile, ways_of
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
        typer.Option(help="A level for worksheets, cards and managers; may stand several times.", show_default=False),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            help="Two levels side by side on a sheet, and nothing else: mid:senior. May stand several times.",
            show_default=False,
        ),
    ] = None,
    hosted: Hosted = False,
    files: Files = False,
    paper: Paper = False,
    ladder: LadderFile = None,
    theme: ThemeFile = None,
) -> None:
    """Make the handouts of a workshop as PDFs, ready to print without colour.

    Without --workshop there is a guide for managers too, for each level, as a PDF and as a page.

    With a way of gathering it makes what that way needs alone.
    """
    from helpers.charts import load_theme
    from helpers.ladder import load_ladder
    from helpers.report import as_page, typeset
    from helpers.report.files import write_private
    from helpers.workshop.agenda import gathered, load_workshop
    from helpers.workshop.handouts import all_handouts, cards_in_pages, levels_sheet
    from helpers.workshop.managers import managers_guide

    check_folder(out)
    plan = load_workshop(workshop) if workshop else None
    if plan and (ways := ways_of(hosted, files, paper)):
        plan = gathered(plan, ways, elsewhere=True)
    about, look, on = load_ladder(ladder), load_theme(theme), today()
    guides = {}
    if beside:
        pairs = [tuple(pair.partition(":")[::2]) for pair in beside]
        pdfs = {f"levels-{a}-{b}.pdf": levels_sheet(about, a, b, look, on=on) for a, b in pairs}
    else:
        pdfs = all_handouts(about, look, on=on, workshop=plan, levels=level or ())
    if plan is None and not beside:
        chosen = [about.level(level_id) for level_id in dict.fromkeys(level or ())] or about.levels
        guides = {f"for-managers-{each.id}": managers_guide(about, each, on=on) for each in chosen}
        pdfs |= {f"{name}.pdf": typeset(guide, look) for name, guide in guides.items()}
    pages = {f"{name}.html": as_page(guide, look).encode() for name, guide in guides.items()}
    notices = dict.fromkeys(notice for pdf in pdfs.values() for notice in pdf.notices)
    for name, data in ({name: pdf.data for name, pdf in pdfs.items()} | pages).items():
        write_private(out / name, data)
        typer.echo(out / name)
    if "cards.pdf" in pdfs and len(of := [about.level(level_id) for level_id in level or ()] or about.levels) > 2:
        typer.echo(f"  cards.pdf has {cards_in_pages(of)}. A set is of two levels: name them by --level.", err=True)
    for notice in notices:
        typer.echo(f"  {notice}", err=True)
