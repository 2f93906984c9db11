"""Notebooks for a ladder of one's own: written once, and then their owner's."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from helpers.errors import UsageError
from helpers.files import reason
from helpers.insight.words import count_of


def lay_out(folder: Path | None = None) -> str:
    """Write the notebooks that the ladder in use hasn’t got yet; where its first one is, from the kit’s folder.

    `folder` is where the notebooks are, None the kit’s own. Raises `KitError`.
    """
    from helpers.chapters import NOTEBOOKS, course
    from helpers.chapters.copies import missing
    from helpers.ladder import load_ladder

    folder = folder or NOTEBOOKS
    written = tuple(missing(course(load_ladder(), folder), folder))
    for path, text in written:
        write_once(path, text)
    if written:
        print(f"Wrote {count_of(len(written), 'notebook')} for your ladder to {written[0][0].parent}.", flush=True)
    return course(load_ladder(), folder).chapters[0].notebook.relative_to(folder.parent).as_posix()


def write_once(path: Path, text: str) -> None:
    """Write a notebook, whole or not at all, unless one is there. Raises `UsageError`."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        new.write_text(text, encoding="utf-8")
        if not path.exists():
            new.rename(path)
    except OSError as error:
        raise UsageError(
            f"this notebook can't be written: {reason(error)}",
            where=str(path),
            next_step="Let the kit write to this folder, or use --app, which needs no notebooks for your ladder.",
        ) from None
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
