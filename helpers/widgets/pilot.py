"""A pilot of a ladder's statements as tables in a notebook.

    pilot = open_pilot("pilot", pairs="pairs.csv")
    pilot.answers(), pilot.spread(), pilot.views(), pilot.reword()

What is counted, and from what, stands in `helpers.workshop.pilot`.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from helpers.errors import UsageError
from helpers.ladder import Ladder, load_ladder
from helpers.pages.render import render
from helpers.paths import typed
from helpers.workshop.pilot import LEAST_PAIRS, Tried, read_pairs, to_reword, tried
from helpers.workshop.session import TeamSession
from helpers.workshop.team_report import EXAMPLE

EXAMPLE_PAIRS = EXAMPLE.with_name("team-pairs.csv")


class Pilot:
    """A pilot's picture in a notebook: each method is a table to be looked at."""

    def __init__(self, ladder: Ladder, found: tuple[Tried, ...], *, people: int, example: bool = False) -> None:
        self.ladder, self.found, self.people, self.example = ladder, found, people, example

    def answers(self) -> Shows:
        """By statement: the shares of “don't know”, “not applicable here”, “no opportunity so far” and left open."""
        return self._table("answers")

    def spread(self) -> Shows:
        """By statement: how far the frequencies lie apart, and how many gave the same word."""
        return self._table("spread")

    def views(self) -> Shows:
        """By statement: how many pairs agreed, were one step apart, and further."""
        return self._table("views")

    def reword(self) -> Shows:
        """What stands out, and what to ask about it."""
        return self._table("reword")

    def _table(self, kind: str) -> Shows:
        values = {"people": self.people, "example": self.example, "least": LEAST_PAIRS}
        html = render("pilot", kind=kind, found=self.found, standing=to_reword(self.found), **values)
        return Shows(self.ladder.spoken.in_html(html))


class Shows(str):
    """HTML that a notebook shows as such."""

    def _repr_html_(self) -> str:
        return str(self)


def open_pilot(folder: Path | str, *, pairs: Path | str = "", ladder: Path | str = "") -> Pilot:
    """The picture that was revealed last of a folder of share files, with a tally of pairs if there is one.

    `folder` is the one that the board was opened on, `pairs` a CSV file, `ladder` the ladder on trial (empty: the
    kit's). An empty folder stands for the kit's example team, whose pairs are invented as well. Raises `UsageError`
    if nothing was revealed yet, or in bars of three parts, and `KitError` for what can't be used.
    """
    trial = load_ladder(ladder or None)
    if folder:
        snapshot = TeamSession.open(folder, trial).snapshot
        tally = read_pairs(Path(pairs).expanduser(), trial) if pairs else {}
    else:
        with tempfile.TemporaryDirectory(prefix="pilot-") as scratch:
            copy = shutil.copytree(EXAMPLE, Path(scratch) / "team", ignore=shutil.ignore_patterns("session.json"))
            snapshot = TeamSession.open(copy, trial).reveal()
        tally = read_pairs(Path(pairs).expanduser() if pairs else EXAMPLE_PAIRS, trial)
    if snapshot is None:
        raise UsageError(
            "nothing of this folder has been revealed yet",
            where=str(folder),
            next_step=f"Open the board with `{typed(f'board {folder}')}` and press Reveal, once, with all files in.",
        )
    if snapshot.coarse:
        raise UsageError(
            "the bars of this folder have three parts, and a pilot needs every answer",
            where=str(folder),
            next_step="Gather the answers to a trial in a session with bars of every answer. What was revealed in "
            "three parts can’t be told apart afterwards.",
        )
    return Pilot(trial, tried(trial, snapshot, tally), people=snapshot.people, example=not folder)
