"""Ids out of words: what says the same has the same id, wherever in a table it stands."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

_SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or", "the"),
        *("their", "they", "to", "with", "you", "your"),
    )
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d"})

MOST_WORDS, MOST = 4, 36
"""Words and characters that a part of an id has at most."""


def id_of(text: str, *, words: int = MOST_WORDS) -> str:
    """An id of the first words of a text; of a text in another script, a digest of it."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    all_words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)).casefold())
    letters = sum(char.isalnum() for char in text)
    if sum(map(len, all_words)) * 2 < letters or not all_words:
        return f"x{digest(text)}"
    telling = [word for word in all_words if word not in _SMALL] or all_words
    return "-".join(telling[:words])[:MOST].strip("-")


def digest(text: str) -> str:
    """Eight characters that stand for a text."""
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:8]


def candidates(level: str, text: str) -> Iterator[str]:
    """Ids for a statement at a level, shortest first; the last tells any two texts apart."""
    for words in range(MOST_WORDS, MOST_WORDS + 4):
        yield f"{level}.{id_of(text, words=words)}"
    yield f"{level}.{id_of(text)[: MOST - 9].strip('-')}-{digest(text)}"
