"""Texts of a length that nobody means: how much of one is set, and where words without a space break.

Setting a page takes time for each line and for each place at which a word may break. So that no text holds up a
page for more than a moment, whatever it holds, both are bounded; what that leaves out is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

LONGEST_TEXT = 30_000
"""Characters of one text that are set: about ten pages."""

MOST_LINES = 1_000
"""Lines of one text that are set."""

FINE_BREAKS = 2_000
"""How many places to break inside words there may be on all pages before they stand further apart."""

COARSE_STEP = 16
"""Characters between two places to break then: as many as fit into the narrowest column."""

# As `unbroken` in base.typ, which has names for these scripts: they break between any two characters.
_UNBROKEN = re.compile(
    "[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]{16,}"
)


class Lengths(NamedTuple):
    """How many characters lie between two places to break in a long word, and how many texts are cut."""

    step: int
    cut: int

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader should know: a sentence for each kind."""
        sentences = []
        if self.step > 1:
            sentences.append(f"Words of many characters without a space are broken after every {self.step} of them.")
        if self.cut:
            what = "One text is" if self.cut == 1 else f"{self.cut} texts are"
            sentences.append(
                f"{what} longer than a page shows: the first {LONGEST_TEXT:,} characters or {MOST_LINES:,} lines stand "
                "here, followed by “…”. All of it is where it was written."
            )
        return tuple(sentences)


def lengths(data: Any) -> Lengths:
    """What the texts of a page need, `data` being all that is set on it."""
    texts = list(texts_in(data))
    long = sum(len(match[0]) for text in texts for match in _UNBROKEN.finditer(cut(text)))
    return Lengths(COARSE_STEP if long > FINE_BREAKS else 1, sum(cut(text) != text for text in texts))


def cut(data: Any) -> Any:
    """The same data with each text no longer than is set; pictures stay as they are."""
    if isinstance(data, str):
        return _cut(data) if _is_text(data) else data
    if isinstance(data, list):
        return [cut(item) for item in data]
    if isinstance(data, dict):
        return {key: cut(item) for key, item in data.items()}
    return data


def texts_in(data: Any) -> Iterator[str]:
    """Every text of a page's data; a picture is none."""
    if isinstance(data, str):
        if _is_text(data):
            yield data
    elif isinstance(data, list | dict):
        for item in data.values() if isinstance(data, dict) else data:
            yield from texts_in(item)


def _is_text(string: str) -> bool:
    return not string.startswith("<svg ")


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT and text.count("\n") < MOST_LINES:
        return text
    return "\n".join(text[:LONGEST_TEXT].split("\n", MOST_LINES)[:MOST_LINES]).rstrip() + " …"
