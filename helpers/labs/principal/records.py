"""What a decision record says, read modestly: which parts are there, and whom and what they name.

The parts follow Nygard's architecture decision records (2011): context, decision and
consequences, with the options beside them and what would reopen the matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

PARTS = ("context", "options", "decision", "consequences", "reopen", "next")
"""The parts of a record, in the order in which it is read."""

_NUMBER = re.compile(r"\d")
_DATE = re.compile(
    r"\b(?:\d{1,2}[./]\d{1,2}|\d{4}-\d{2}|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|monday|tuesday|wednesday|thursday|friday|week \d+|q[1-4])\b",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """What was noticed in a record; it says nothing about how good the decision is.

    `missing` are parts with no words, `unnamed` teams that no part mentions. `measurable`
    says whether the reopening condition holds a number or a date, `dated` whether the next
    step holds a date.
    """

    missing: tuple[str, ...]
    unnamed: tuple[str, ...]
    measurable: bool
    dated: bool


def read_record(words: Mapping[str, str], teams: Iterable[tuple[str, str]]) -> Reading:
    """Read a record, given by part; `teams` are (team, lead), and naming either names both.

    A part that is blank, or isn't there at all, is missing. Names are compared without
    regard to case and as whole words.
    """
    said = {part: words.get(part, "").strip() for part in PARTS}
    everything = " ".join(said.values())
    reopening = said["reopen"]
    return Reading(
        missing=tuple(part for part in PARTS if not said[part]),
        unnamed=tuple(team for team, lead in teams if not (_names(everything, team) or _names(everything, lead))),
        measurable=bool(_NUMBER.search(reopening) or _DATE.search(reopening)),
        dated=bool(_DATE.search(said["next"])),
    )


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
