"""`ladder slides`: decks that open in a browser with the network off, and a PDF of each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import Coarse, Files, Hosted, LadderFile, Paper, PromisedGroup, ThemeFile, ways_of
from helpers.cli.targets import check_folder
from helpers.clock import today


def slides(
    workshops: Annotated[
        list[str] | None,
        typer.Argument(help="Workshops: ids, or paths of files of your own. Left out: all of the kit's."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the decks go to.")] = Path("decks"),
    hosted: Hosted = False,
    files: Files = False,
    paper: Paper = False,
    coarse: Coarse = False,
    min_group: PromisedGroup = None,
    ladder: LadderFile = None,
    theme: ThemeFile = None,
) -> None:
    """Make the slides of workshops: an HTML file and a PDF each, with everything inside.

    In the browser: arrow keys to move, S for the speaker's view, T to start or pause a countdown. Where people
    answer on phones the session's clock runs, and slides have none. What they promise and ask depends on how answers
    are gathered: name more than one way for a mixed room.
    """
    from helpers.report.files import write_private
    from helpers.workshop.agenda import load_workshop, shipped
    from helpers.workshop.deck import open_deck
    from helpers.workshop.export import deck_html, deck_pdf

    check_folder(out)
    # What is wrong with any of them is told before the first is made.
    ways = ways_of(hosted, files, paper)
    chosen = (
        [(named, ways) for named in workshops]
        if workshops
        # Nobody asked for each of these: one that knows nothing of a way is made as it is.
        else [(named, tuple(way for way in ways if way in load_workshop(named).ways)) for named in shipped()]
    )
    decks = [
        open_deck(named, ways=asked, coarse=coarse, min_group=min_group, ladder=ladder, theme=theme)
        for named, asked in chosen
    ]
    for deck in decks:
        name = deck.workshop.workshop
        pdf = deck_pdf(deck, on=today())
        for path, data in (
            (out / f"{name}.html", deck_html(deck).encode()),
            (out / f"{name}.pdf", pdf.data),
        ):
            write_private(path, data)
            typer.echo(path)
        for notice in pdf.notices:
            typer.echo(f"  {notice}", err=True)
