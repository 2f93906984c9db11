"""The few turns of phrase that a report needs beyond those of insight."""

from __future__ import annotations

from helpers.graphemes import beginning


def sentence(text: str) -> str:
    """A statement's text as a sentence: "keep a roadmap" becomes "Keep a roadmap."."""
    text = text.strip()
    ended = text if text[-1:] in tuple(".!?…") else f"{text}."
    return ended[:1].upper() + ended[1:]


LONGEST_HEADING = 100
"""Characters of somebody's own words that still make a heading; longer ones stand below one, as a quote."""


def fits(text: str, longest: int) -> bool:
    """Whether `shortened` leaves a text as it is, line ends included."""
    return len(text) <= longest and len(text.splitlines()) <= 1


def is_short(text: str) -> bool:
    """Whether somebody's own words can be a heading: one line, and not a long one. "" can't."""
    return bool(text) and fits(text, LONGEST_HEADING)


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut to `longest` characters with an ellipsis if it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else beginning(line, longest - 1).rstrip() + "…"


def quoted(titles: list[str]) -> list[str]:
    """Each title in quotation marks."""
    return [f"“{title}”" for title in titles]
