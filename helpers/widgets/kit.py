"""What a notebook's first cell calls: `kit = open_kit("02_mid_level_pm")`.

Each method of the kit shows something and returns nothing, so that a notebook file keeps no word
of it. What is asked and shown is in `helpers.chapters`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from helpers.chapters import Kit, LabKit, kit_of, parts
from helpers.widgets.context import Context
from helpers.widgets.shown import show


def open_kit(stem: str, *, journal: Path | None = None, ladder: Path | None = None) -> Kit | LabKit:
    """Open the kit in a chapter or a lab, named by its notebook's stem, and show its header.

    `journal` and `ladder` are paths; None means this machine's own (see `Journal.open`
    and `load_ladder`). Raises `KitError`, which a notebook shows as its message alone.
    """
    session = Context.open(journal, ladder)
    session.here = session.course.chapter(stem)
    folded = {part.id for part in parts(session.course, session.here) if part.fold}  # a call doesn't know its cell
    kit = kit_of(
        session.course, session.here, lambda element: show(session, replace(element, fold=element.id in folded))
    )
    kit.header()
    session.follow()
    return kit
