"""`ladder board`: the workshop board as a page, for a projector."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.host import DATABASE, Database
from helpers.cli.options import Browser, LadderFile, MinGroup, Port
from helpers.cli.ports import steady_port
from helpers.errors import UsageError
from helpers.paths import ROOT

_OURS = ("LADDER_TEAM", "LADDER_SESSION", "LADDER_DB")


def board(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder that people's share files are put into.", show_default=False)
    ] = None,
    session: Annotated[
        str | None, typer.Option(help="A hosted session instead: its join code or its id.", show_default=False)
    ] = None,
    db: Database = None,
    min_group: MinGroup = None,
    port: Port = None,
    browser: Browser = True,
    ladder: LadderFile = None,
) -> None:
    """Open the workshop board on a folder of share files, or on a hosted session."""
    from helpers.cli.app import APP_PORT, NOTES_TO_ITSELF, check_free, page_settings, socket_dir, tell_kernels

    # What is wrong with the folder, the session or the number is told here, not on the projector.
    if (folder is None) == (session is None):
        raise UsageError("which answers?", next_step="Name a folder of share files, or a hosted session by --session.")
    where = _folder(folder, min_group, ladder) if folder else _hosted(session or "", db, min_group, ladder)
    check_free(port)
    tell_kernels(None, ladder)
    for name in _OURS:
        os.environ.pop(name, None)
    os.environ.update(where)
    from helpers.cli.board_pages import BoardPages

    logging.disable(NOTES_TO_ITSELF)
    port = port or steady_port(APP_PORT, f"board {where.get('LADDER_TEAM') or session}")
    settings = page_settings(port, browser, sockets=socket_dir())
    BoardPages.launch_instance([str(ROOT / "notebooks/facilitator"), *settings[1:]])


def _folder(folder: Path, min_group: int | None, ladder: Path | None) -> dict[str, str]:
    from helpers.ladder import load_ladder
    from helpers.workshop.session import TeamSession

    TeamSession.open(folder, load_ladder(ladder), min_group=min_group)
    return {"LADDER_TEAM": str(folder.expanduser().absolute())}


def _hosted(session: str, db: str | None, min_group: int | None, ladder: Path | None) -> dict[str, str]:
    from helpers.database import find_team
    from helpers.database.engine import in_full

    if min_group is not None or ladder is not None:
        raise UsageError(
            "a hosted session has had its ladder and its smallest group since it was opened",
            next_step="Leave --ladder and --min-group out.",
        )
    place = in_full(db or f"sqlite:///{DATABASE}")  # the notebook runs in another folder
    find_team(place, session)
    return {"LADDER_SESSION": session, "LADDER_DB": place}
