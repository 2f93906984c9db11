"""`ladder share`: a journal's answers for a workshop, seen before they are written."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.options import LadderFile
from helpers.cli.targets import check_file
from helpers.cli.terminal import one_line

if TYPE_CHECKING:
    from helpers.journal import Journal
    from helpers.ladder import Ladder


_INSTEAD = {
    "--group": "A code doesn't hold what you were told about the smallest group. Make a share file, which does.",
    "--coarse": "A code doesn't hold what you were told about bars. Make a share file, which does.",
    "--out": "A code is printed and is no file. Leave the option out, or leave --code out for a share file.",
    "--force": "A code is printed and replaces no file. Leave the option out.",
}
"""What to do where an option of share files stands beside --code, by its name."""


def share(
    journal: Annotated[
        Path | None, typer.Argument(help="The journal to share from. Left out: your own.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The file to write. Left out: share-….json here.", show_default=False),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option(
            help='A text to add to the ratings, such as "prompt:mid.prompt-no", "evidence:mid.roadmap" or "plan:1". '
            "Repeat it for more.",
            show_default=False,
        ),
    ] = None,
    group: Annotated[
        int | None,
        typer.Option(
            min=3,
            help="The smallest group that you were told of: no board shows your answers in a smaller one.",
            show_default=False,
        ),
    ] = None,
    coarse: Annotated[
        bool,
        typer.Option(
            "--coarse",
            help="You were told that bars have three parts at the most: no board shows your answers in finer ones.",
        ),
    ] = False,
    code: Annotated[
        bool, typer.Option("--code", help="Print a code of some twenty letters instead, for a message; no file.")
    ] = False,
    workshop: Annotated[
        str,
        typer.Option(help="With --code: the workshop whose statements it holds, by its id or its file."),
    ] = "ninety-minutes",
    offers: Annotated[bool, typer.Option("--offers", help="Only list what could be released.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write the file without asking.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is no share file.")] = False,
    ladder: LadderFile = None,
) -> None:
    """Write a file to hand to a workshop: your ratings, and only those texts that you name."""
    from helpers.errors import JournalUnreadable, UsageError
    from helpers.insight.versions import check_ladder_of
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.workshop import share as sharing

    asked = load_ladder(ladder)
    if journal is not None and not journal.exists():
        raise JournalUnreadable("there is no such file", where=str(journal), next_step="Check the path.")
    opened = Journal.open(journal)
    check_ladder_of(opened.events(), asked)
    if offers:
        for offer in sharing.offers(asked, opened.state(asked)):
            typer.echo(f"{offer.subject}\n    {one_line(offer.title)}\n    {one_line(offer.text)}")
        return
    if code:
        for option, given in (("--group", group), ("--coarse", coarse), ("--out", out), ("--force", force)):
            if given:
                raise UsageError(
                    f"a code can't be made with {option}",
                    where=option,
                    next_step=_INSTEAD[option],
                )
        _print_code(opened, asked, workshop, release)
        return
    own_share = sharing.make_share(asked, opened.events(), release or (), promised=group, coarse=coarse)
    path = out or Path(sharing.file_name(own_share))
    check_file(path, such_as=sharing.file_name(own_share))
    typer.echo(f"{path} will hold exactly this, and nothing else:\n")
    typer.echo(sharing.as_file(own_share))
    if not yes:
        typer.confirm("Write it?", abort=True)
    sharing.write_share(path, own_share, force=force)
    _remember(opened, asked)
    typer.echo(f"Written to {path}. Your journal stays with you.")


def _print_code(opened: Journal, asked: Ladder, workshop: str, release: list[str] | None) -> None:
    from helpers.errors import UsageError
    from helpers.workshop import share as sharing
    from helpers.workshop.agenda import load_workshop
    from helpers.workshop.code import CODE_IS_READABLE, as_code, statements_of

    if release:
        raise UsageError("a code holds ratings alone", where="--release", next_step="Make a share file for texts.")
    statements = statements_of(load_workshop(workshop), asked)
    own_share = sharing.make_share(asked, opened.events())
    rated = sum(statement_id in own_share.ratings for statement_id in statements)
    code = as_code(own_share, asked, statements)
    _remember(opened, asked)
    typer.echo(code)
    typer.echo(f"  It holds {rated} of {len(statements)} ratings. {CODE_IS_READABLE}", err=True)


def _remember(opened: Journal, asked: Ladder) -> None:
    """Have the journal remember whose its shares are."""
    from helpers.errors import JournalNotSaved
    from helpers.workshop.share import remembered

    if (mark := remembered(opened.events())) is not None:
        # Where a journal can't be written to, nothing can be forgotten in it either.
        with contextlib.suppress(JournalNotSaved):
            opened.record(*mark, ladder=asked)
