"""What a batch hands to whoever makes a report, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
