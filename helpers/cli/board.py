"""`ladder board`: the workshop board as a page, for a projector."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import Browser, LadderFile, MinGroup, Port
from helpers.places import ROOT


def board(
    folder: Annotated[Path, typer.Argument(help="The folder that people's share files are put into.")],
    min_group: MinGroup = None,
    port: Port = None,
    browser: Browser = True,
    ladder: LadderFile = None,
) -> None:
    """Open the workshop board on a folder of share files."""
    from helpers.cli.app import NOTES_TO_ITSELF, check_free, page_settings, socket_dir, tell_kernels
    from helpers.ladder import load_ladder
    from helpers.workshop.session import TeamSession

    # What is wrong with the folder or the number is told here, not on the projector.
    TeamSession.open(folder, load_ladder(ladder), min_group=min_group)
    check_free(port)
    tell_kernels(None, ladder)
    os.environ["LADDER_TEAM"] = str(folder.expanduser().absolute())
    from helpers.cli.board_pages import BoardPages

    logging.disable(NOTES_TO_ITSELF)
    settings = page_settings(port, browser, sockets=socket_dir())
    BoardPages.launch_instance([str(ROOT / "notebooks/facilitator"), *settings[1:]])
