"""Where a sentence ends: a full stop ends one, that of “e. g.” and of “0.5” doesn’t."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])|(?<=[。！？])\s*(?=\S)")
_NO_END = re.compile(
    r"\b(?:e\.\s?g|i\.\s?e|etc|vs|incl|approx|min|max|z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|s\.\s?o|o\.\s?ä|v\.\s?a"
    r"|bzw|ca|ggf|inkl|usw|vgl|Nr|p\.\s?ex)\.\s*$",
    re.IGNORECASE,
)
_LONE_LETTER = re.compile(r"(?<![\w.’'])[^\W\d_]\.\s*$")  # the first half of “z. B.”, of “J. Smith”


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a full stop after a short form ends none, nor does one before a small letter.

    Where the text itself begins with a small letter, so may its sentences.
    """
    sentences: list[str] = []
    for part in _SENTENCE.split(text):
        is_on = part[:1].islower() and not text.lstrip()[:1].islower()
        if sentences and (is_on or _NO_END.search(sentences[-1]) or _LONE_LETTER.search(sentences[-1])):
            sentences[-1] += f" {part}"
        else:
            sentences.append(part)
    return [part.strip() for part in sentences if part.strip()]
