"""Reading a no as its reader would: by rule, for what they need to find in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers.labs.mid.model import Candidate

ENOUGH_WORDS = 8
"""With fewer words than these the rule says nothing of what it hasn't found."""

_COUNT = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?"
    "|half|a third|a quarter of|one in \\w+"
)
_PLACE = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
_NUMBER = re.compile(rf"\d|\b(?:{_COUNT})\b")
_NO = re.compile(
    rf"\b(?:not|no|nor|never|instead|cannot|won['’]?t|declin\w+|postpon\w+|later|behind)\b|n['’]t\b"
    rf"|\b(?:comes?|stands?|is|are|goes|go|place[ds]?|put)\b(?: \w+){{0,2}} (?:{_PLACE})\b"
    rf"|\b(?:wait|waits|waiting)\b|\bfor another (?:day|quarter|year)\b|\bnext (?:quarter|year)\b"
)
_CHANGE = re.compile(r"\b(?:if|unless|once|until|should|would|as soon as|in case|depends)\b")
_DATE = re.compile(
    r"\b(?:week|month|quarter|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|spring|summer|autumn|winter|christmas|easter|tomorrow)s?\b"
    r"|\b\d{1,2}[./]\d{1,2}\b|\b\d{4}-\d{2}"
)


class Sign(NamedTuple):
    """Something that a reader of the no would look for: whether it was found, in a sentence, and what it is."""

    found: bool
    there: str
    what: str


def signs_of(text: str, candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[Sign, ...]:
    """What a mechanical reader finds in a no. It knows words and hears no tone: what it misses may be there.

    `text` is the no to the one who asked for `candidate`; `chosen` are those that come first instead.
    """
    low = text.casefold()
    words = {word for c in chosen for word in re.findall(r"\w{5,}", c.title.casefold())}
    return (
        Sign(
            candidate.asker.name.split()[0].casefold() in low,
            "It speaks to somebody by name.",
            f"{candidate.asker.name}’s name",
        ),
        Sign(bool(_NO.search(low)), "The no can be found in it.", "the no itself"),
        Sign(
            any(word in low for word in words),
            "It names what comes first instead.",
            "what comes first instead, by name",
        ),
        Sign(bool(_NUMBER.search(low)), "There is a number in it that they could check.", "a number"),
        Sign(
            bool(_CHANGE.search(low)), "It says what could change the answer.", "what it would take for this to move up"
        ),
        Sign(bool(_DATE.search(low)), "There is a date on which you look again.", "when you look at it again"),
    )


def unseen(text: str, signs: Sequence[Sign]) -> list[str]:
    """What the rule looked for and didn't see; nothing as long as there are too few words to say."""
    return [] if len(text.split()) < ENOUGH_WORDS else [sign.what for sign in signs if not sign.found]
