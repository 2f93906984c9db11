"""Keeping a file that an act gives, on this machine: what adapters with a disk share."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from helpers.chapters.elements import Give, Stored
from helpers.errors import KitError


def stored(file: Give, folder: Path) -> Stored:
    """Keep a file for its owner alone, in place of an older one of its name, and say where it can be had."""
    from helpers.report.files import write_private  # what is in `helpers.report` takes a while to read

    path = folder / file.name
    try:
        write_private(path, file.data)
    except KitError as error:
        return Stored("", trouble=str(error))
    href = f"data:{file.media_type};base64," + b64encode(file.data).decode("ascii")
    return Stored(href, str(path))
