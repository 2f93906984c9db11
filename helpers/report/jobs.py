"""What a batch hands to whoever makes a report, and what comes back."""

from __future__ import annotations

import stat
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers import files
from helpers.errors import KitError, ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode


class Outcome(NamedTuple):
    """What became of one journal: the PDF that stands for it now, or the message that says why none was made."""

    journal: Path
    pdf: Path | None
    notices: tuple[str, ...] = ()
    error: str | None = None
    fresh: bool = True
    """Whether this run made the PDF; an unchanged journal keeps the one that it has."""


class Job(NamedTuple):
    """All that is needed to make one report, in this process or on another machine that sees the same files."""

    journal: Path
    target: Path
    notebook: NotebookNode
    settings: dict[str, str]
    basis: str
    keep_notebook: bool
    engine: str


def attempt(journal: Path, make: Callable[[], Outcome]) -> Outcome:
    """What `make` gives, or the outcome that says what went wrong; it raises nothing, so that no other waits."""
    try:
        return make()
    except KitError as error:
        return Outcome(journal, None, error=str(error))
    except Exception as error:
        # Its own words may quote what somebody wrote, so they are left out.
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}"
        return Outcome(journal, None, error=f"{journal}: this is a fault of the kit ({what}).")


NO_JOURNAL_INSIDE = "there is no journal (*.jsonl) in this folder"


def check_journal(journal: Path) -> None:
    """Raise `ReportError` for a path at which there can be no journal, before anything is started for it."""
    try:
        status = journal.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise ReportError("there is no such journal", where=str(journal), next_step="Check the path.") from None
    except OSError as error:
        raise ReportError(f"this can't be read: {files.reason(error)}", where=str(journal)) from None
    if stat.S_ISDIR(status.st_mode):
        raise ReportError(NO_JOURNAL_INSIDE, where=str(journal), next_step="Name a journal, or a folder of them.")


def absolute_or_empty(path: Path | str | None) -> str:
    """A path as a notebook's parameter, which means the same from any folder; "" for None."""
    return str(Path(path).expanduser().absolute()) if path else ""
