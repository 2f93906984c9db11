"""`ladder board`: the workshop board as a page, for a projector."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.host_options import DATABASE, Database
from helpers.cli.options import Browser, Coarse, LadderFile, MinGroup, Port
from helpers.cli.ports import listen_here, steady_socket
from helpers.errors import UsageError

if TYPE_CHECKING:
    from helpers.workshop.session import TeamSession


def board(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder that people's share files are put into.", show_default=False)
    ] = None,
    session: Annotated[
        str | None, typer.Option(help="A hosted session instead: its join code or its id.", show_default=False)
    ] = None,
    db: Database = None,
    min_group: MinGroup = None,
    coarse: Coarse = False,
    workshop: Annotated[
        str | None,
        typer.Option(
            help="With a folder: the file of a workshop of your own, so that codes for it can be read.",
            show_default=False,
        ),
    ] = None,
    port: Port = None,
    browser: Browser = True,
    ladder: LadderFile = None,
) -> None:
    """Open the workshop board on a folder of share files, or on a hosted session."""
    from helpers.charts import load_theme
    from helpers.cli.app import APP_PORT
    from helpers.cli.local import serve_pages
    from helpers.web.app import make_board_app
    from helpers.web.board import BoardEngine

    # What is wrong with the folder, the session or the number is told here, not on the projector.
    if (folder is None) == (session is None):
        raise UsageError("which answers?", next_step="Name a folder of share files, or a hosted session by --session.")
    if folder:
        team = _folder(folder, min_group, ladder, workshop, coarse=coarse or None)
    else:
        team = _hosted(session or "", db, min_group, coarse or None, ladder, workshop)
    what = f"board {session or (folder and folder.expanduser().absolute())}"
    listening = listen_here(port) if port is not None else steady_socket(APP_PORT, what, listen_here)
    engine = BoardEngine(team, load_theme(), files=folder is not None)
    serve_pages(
        lambda place: make_board_app(engine, place),
        what,
        listening=listening,
        browser=browser,
        tell="The workshop board is",
    )


def _folder(
    folder: Path, min_group: int | None, ladder: Path | None, workshop: str | None, *, coarse: bool | None = None
) -> TeamSession:
    from helpers.ladder import load_ladder
    from helpers.workshop.agenda import load_workshop
    from helpers.workshop.code import statements_of
    from helpers.workshop.session import TeamSession

    about = load_ladder(ladder)
    asked = statements_of(load_workshop(workshop), about) if workshop else ()
    return TeamSession.open(folder, about, min_group=min_group, coarse=coarse, asked=asked)


def _hosted(
    session: str,
    db: str | None,
    min_group: int | None,
    coarse: bool | None,
    ladder: Path | None,
    workshop: str | None,
) -> TeamSession:
    from helpers.database import find_team
    from helpers.database.engine import in_full

    if any(given is not None for given in (min_group, coarse, ladder, workshop)):
        raise UsageError(
            "a hosted session has had its ladder, its workshop, its smallest group and its bars since it was opened",
            next_step="Leave --ladder, --workshop, --min-group and --coarse out.",
        )
    return find_team(in_full(db or f"sqlite:///{DATABASE}"), session)
