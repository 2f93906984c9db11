"""Where the kit's own files are, where it keeps what is a person's, and which files they asked for instead."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The folder that holds `notebooks/`, `data/` and `helpers/`."""

LADDER_HOME = "LADDER_HOME"
LADDER_FILE = "LADDER_FILE"
LADDER_JOURNAL = "LADDER_JOURNAL"
LADDER_LABS = "LADDER_LABS"


def own_folder() -> Path:
    """The folder for what belongs to the person who uses the kit: journals, reports, sessions, settings of pages.

    It is the one that `$LADDER_HOME` names, else the kit's own. Nothing is made by asking.
    """
    named = os.environ.get(LADDER_HOME, "").strip()
    return Path(named).expanduser().absolute() if named else ROOT


def ladder_path(path: Path | str | None = None) -> Path:
    """The ladder to use: the one given, else `$LADDER_FILE`, else the shipped one."""
    return Path(path or os.environ.get(LADDER_FILE) or ROOT / "data/ladders/product-management.yaml").expanduser()


def labs_path(name: str) -> Path:
    """A file of the labs ("mid.yaml", "cases/mid.yaml"): in `$LADDER_LABS` if it is there, else as shipped."""
    return own_labs(name) or ROOT / "data/labs" / name


def own_labs(name: str) -> Path | None:
    """A file of the labs in `$LADDER_LABS`; None if it isn't there."""
    named = os.environ.get(LADDER_LABS, "").strip()
    own = Path(named).expanduser() / name
    return own if named and own.exists() else None
