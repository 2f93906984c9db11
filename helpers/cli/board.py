"""`ladder board`: the workshop board as a page, for a projector."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from helpers.places import ROOT


def board(
    folder: Annotated[Path, typer.Argument(help="The folder that people's share files are put into.")],
    min_group: Annotated[
        int | None,
        typer.Option(
            help="The smallest number of people whose answers are shown together. Fixed once an answer is in.",
            show_default="5",
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="The port to listen on. Left out: the next one that is free.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser, or only print the link.")] = True,
    ladder: Annotated[Path | None, typer.Option(help="The ladder that people answered about.")] = None,
) -> None:
    """Open the workshop board on a folder of share files."""
    from helpers.cli.app import NOTES_TO_ITSELF, _check_free, _tell_kernels, page_settings, socket_dir
    from helpers.ladder import load_ladder
    from helpers.workshop.session import TeamSession

    # What is wrong with the folder or the number is told here, not on the projector.
    session = TeamSession.open(folder, load_ladder(ladder), min_group=min_group)
    _check_free(port)
    _tell_kernels(None, ladder)
    os.environ["LADDER_TEAM"] = str(session.folder)
    from helpers.cli.board_pages import BoardPages

    logging.disable(NOTES_TO_ITSELF)
    settings = page_settings(port, browser, sockets=socket_dir())
    BoardPages.launch_instance([str(ROOT / "notebooks/facilitator"), *settings[1:]])
