"""Text of other people on a terminal: nothing in it may move the cursor, change a colour or hide."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with a replacement character for each character that can't be seen, line ends included."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def one_line(text: str) -> str:
    """The text on one line, with single spaces, and printable."""
    return printable(" ".join(text.split()))
