"""Characters that a page can't show: finding them, standing in for them, and saying so.

Two kinds. Some have no visible form at all or are forbidden in an archival file
(control characters, private use, a byte order mark); they come out as their code
point, `[U+0007]`. Others belong to a script that no font on this machine has; they
come out as `□`, and the notice says what to install.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")

MISSING = "□"
"""Stands for a character that no font here has; every font set that Typst brings has it."""

MOST_NAMED = 8
"""How many code points a notice lists of one script before it counts the rest."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_MESSAGE = re.compile(r"error: PDF.*(?:could not be displayed|codepoint)")
_QUOTED = re.compile(r'`"((?:[^"\\]|\\.)*)"`')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

_CJK = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"}


def is_plain(char: str) -> bool:
    """Whether a character is one that the kit's typeface has, so that it never needs a stand-in."""
    return char == "\n" or "\x20" <= char <= "\x7e" or "\xa1" <= char <= "\u017f" or "\u2010" <= char <= "\u2026"


def with_line_ends(text: str) -> str:
    """The text with every kind of line end written as a newline."""
    return _LINE_ENDS.sub("\n", text)


def is_unprintable(char: str) -> bool:
    """Whether a character has no visible form or may not stand in an archival PDF (a tab and a newline may)."""
    if char in "\n\t":
        return False
    return char == "\ufeff" or unicodedata.category(char) in ("Cc", "Co", "Cs") or ord(char) & 0xFFFE == 0xFFFE


def refused(diagnostic: str) -> frozenset[str]:
    """The characters that Typst names in a diagnostic because it can't show them, or may not."""
    lines = [line for line in diagnostic.splitlines() if _MESSAGE.match(line)]
    # The first quoted string is the text; the second, if any, is the name of the font.
    texts = (_unescaped(match[1]) for line in lines if (match := _QUOTED.search(line)))
    return frozenset(char for text in texts for char in text)


def trials(chars: Iterable[str]) -> list[str]:
    """Texts that show whether each character can be shown: alone, and where it combines also after a letter."""
    wanted = sorted(chars)
    return wanted + ["a" + char for char in wanted if unicodedata.category(char)[0] == "M"]


def stand_in(char: str) -> str:
    """What stands for a character: its code point if no font could ever show it, else `□`."""
    nameless = is_unprintable(char) or unicodedata.category(char) in ("Cf", "Cn")
    return f"[U+{ord(char):04X}]" if nameless else MISSING


def replaced(data: T, chars: frozenset[str]) -> T:
    """The same data (strings in lists and dictionaries) with stand-ins for these characters."""
    return _mapped(data, {ord(char): stand_in(char) for char in chars})


def notices(chars: frozenset[str]) -> tuple[str, ...]:
    """What the reader should know of characters that have a stand-in: () or one sentence per kind."""
    by_script: defaultdict[str, list[str]] = defaultdict(list)
    coded = []
    for char in sorted(chars):
        if stand_in(char) == MISSING:
            by_script[_script(char)].append(char)
        else:
            coded.append(char)
    sentences = [
        f"{MISSING} stands for a character that no font on this machine has: {script} ({_codes(members)}). "
        f"Install a font such as {_font_for(script)}, then make the report again."
        for script, members in by_script.items()
    ]
    if coded:
        sentences.append(f"Characters that have no visible form are shown by their code point: {_codes(coded)}.")
    return tuple(sentences)


def _mapped(data: T, table: Mapping[int, str]) -> T:
    if isinstance(data, str):
        return data.translate(table)  # type: ignore[return-value]
    if isinstance(data, list):
        return [_mapped(item, table) for item in data]  # type: ignore[return-value]
    if isinstance(data, dict):
        return {key: _mapped(item, table) for key, item in data.items()}  # type: ignore[return-value]
    return data


def _unescaped(text: str) -> str:
    """A string as Rust's debug format writes it, read back."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _SHORT.get(m[2], m[2]), text)


def _script(char: str) -> str:
    """The script of a character in words that a person knows; Python has no table of scripts, but names tell."""
    first = unicodedata.name(char, "").partition(" ")[0]
    if first in _CJK:
        return "Chinese, Japanese or Korean"
    return first.title() if unicodedata.category(char)[0] in "LMN" and first else "emoji and symbols"


def _font_for(script: str) -> str:
    match script:
        case "Chinese, Japanese or Korean":
            return "Noto Sans CJK"
        case "emoji and symbols":
            return "Noto Color Emoji or Noto Sans Symbols"
        case _:
            return f"Noto Sans {script}"


def _codes(chars: list[str]) -> str:
    named = ", ".join(f"U+{ord(char):04X}" for char in chars[:MOST_NAMED])
    return named + (f" and {len(chars) - MOST_NAMED} more" if len(chars) > MOST_NAMED else "")
