"""Where a text may be cut, so that what a reader takes for one letter stays whole.

A Thai vowel belongs to the letter before it, Hindi letters to the ones they are joined with, and a flag is two
characters. The borders are those of Unicode (UAX #29), or fewer: the tables of its every script would weigh more than
all else that a website's pages fetch.
"""

from __future__ import annotations

import unicodedata
from itertools import takewhile

_JOINER = "\u200d"
_VIRAMA = 9
"""The combining class of marks that join the letter before them to the one after."""


def beginning(text: str, most: int) -> str:
    """As many whole letters of a text as `most` characters hold; where not even one fits, a piece of it."""
    return text[: border(text, most) or most]


def border(text: str, at: int) -> int:
    """The last border between two letters of a text that isn't behind its character number `at`, from 0."""
    while 0 < at < len(text) and _is_one(text, at):
        at -= 1
    return min(at, len(text))


def _is_one(text: str, at: int) -> bool:
    """Whether the character at this place belongs to the one before it."""
    before, char = text[at - 1], text[at]
    return (
        _goes_on(char)
        or before == _JOINER
        or (unicodedata.combining(before) == _VIRAMA and unicodedata.category(char) == "Lo")
        or (_is_flag(char) and sum(1 for _ in takewhile(_is_flag, reversed(text[:at]))) % 2 == 1)
    )


def _goes_on(char: str) -> bool:
    """Whether a character never begins a letter: marks, joiners, colours of skin, vowels of Korean and Thai."""
    return (
        unicodedata.category(char)[0] == "M"
        or char in "\u200c\u200d\u0e33\u0eb3"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
    )


def _is_flag(char: str) -> bool:
    """Whether a character is one of the two that are a flag together."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"
