"""Text of other people on a terminal: nothing in it may move the cursor, change a colour or hide."""

from __future__ import annotations

import unicodedata

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Text that a terminal shows and doesn't obey: control and direction marks, and halves of pairs, become their code.

    Line ends stay, and a tab becomes spaces.
    """
    return "".join(
        f"\\u{ord(character):04x}"
        if character != "\n" and (unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI)
        else character
        for character in text.replace("\r\n", "\n").replace("\t", "    ")
    )


def one_line(text: str) -> str:
    """The text on one line, with single spaces, and printable."""
    return printable(" ".join(text.split()))
