"""Reading a no as its reader would: by rule, for what they need to find in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers.labs.mid.model import Candidate


class Sign(NamedTuple):
    """Something that a reader of the no would look for, and whether it was found in the words."""

    found: bool
    there: str
    missing: str


def signs_of(text: str, candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[Sign, ...]:
    """What a mechanical reader finds in a no. It knows words and hears no tone: what it misses may be there."""
    low = text.casefold()
    words = {word for c in chosen for word in re.findall(r"\w{5,}", c.title.casefold())}
    return (
        Sign(
            candidate.asker.name.split()[0].casefold() in low,
            "It speaks to somebody by name.",
            f"It could be to anybody. {candidate.asker.name} reads it.",
        ),
        Sign(
            bool(re.search(r"\bnot\b|\bno\b|n['’]t\b|\binstead\b|\bwon['’]?t\b", low)),
            "The no can be found in it.",
            "I looked for the no and didn’t find it. Would they know, after reading, that it isn’t happening?",
        ),
        Sign(
            any(word in low for word in words),
            "It names what comes first instead.",
            "It doesn’t name what comes first instead, so they can’t weigh it.",
        ),
        Sign(
            bool(re.search(r"\d", text)),
            "There is a number in it that they could check.",
            "There is no number in it. Which one persuaded you?",
        ),
        Sign(
            bool(re.search(r"\b(if|unless|once|until|should|would)\b", low)),
            "It says what could change the answer.",
            "It doesn’t say what it would take for this to move up.",
        ),
        Sign(
            bool(
                re.search(
                    r"\b(week|month|quarter|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may"
                    r"|june|july|august|september|october|november|december|spring|summer|autumn|winter)s?\b",
                    low,
                )
            ),
            "There is a date on which you look again.",
            "No date: when will you look at it again?",
        ),
    )
