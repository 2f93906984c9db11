"""Where the kit's own files are, where it keeps what is a person's, and which files they asked for instead."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The folder of the Python package."""

_SHIPPED = PACKAGE / "shipped"  # only a wheel has it
INSTALLED = _SHIPPED.is_dir()
"""Whether the kit was installed as a package, and isn't a folder of somebody's own."""

COMMAND = "ladder" if INSTALLED else "py start.py" if os.name == "nt" else "python3 start.py"
"""What somebody types before the name of a command."""


def typed(command: str) -> str:
    """A command as somebody types it here: "host sessions" is "python3 start.py host sessions", or "ladder …".

    Of the script "app" is an option: `python3 start.py --app`, as the README has it.
    """
    is_option = COMMAND.endswith("start.py") and command.split(" ")[0] == "app"
    return f"{COMMAND} --{command}" if is_option else f"{COMMAND} {command}"


def as_typed(text: str) -> str:
    """A text of the kit's own, which names commands as in its folder, with these as somebody types them here."""
    return text.replace("python3 start.py --app", typed("app")).replace("python3 start.py", COMMAND)


ROOT = _SHIPPED if INSTALLED else PACKAGE.parent
"""The folder that holds `notebooks/`, `slides/` and `data/`. Nothing is written into it where it is installed."""

LADDER_HOME = "LADDER_HOME"
LADDER_FILE = "LADDER_FILE"
LADDER_JOURNAL = "LADDER_JOURNAL"
LADDER_LABS = "LADDER_LABS"


def own_folder() -> Path:
    """The folder for what belongs to the person who uses the kit: journals, reports, sessions, settings of pages.

    It is the one that `$LADDER_HOME` names, else the kit's own, else, where the kit was installed as a
    package, the one that the system has for a person's data. Nothing is made by asking.
    """
    named = os.environ.get(LADDER_HOME, "").strip()
    if named:
        return Path(named).expanduser().absolute()
    if not INSTALLED:
        return ROOT
    from platformdirs import user_data_path  # a kit that is a folder does without

    return user_data_path("career-ladder", appauthor=False)


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
