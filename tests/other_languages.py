"""The shipped ladder as if it were written in another language: every word of it can be told from the kit's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from helpers.ladder import Ladder, load_ladder
from helpers.ladder.spoken import NOT_SHOWN

HEBREW = "אבגדהוזחטיכלמנסעפצקרשתאבגד"
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのは"


def german(text: str) -> str:
    """Every word of three letters or more ends with a ß, and is as long as before."""
    return re.sub(r"[A-Za-z’]*[A-Za-z]{2}[A-Za-z]\b", lambda word: f"{word[0][:-1]}ß", text)


def japanese(text: str) -> str:
    """Letters as kana, with no spaces between them."""
    kana = "".join(KANA[ord(letter) - 97] if "a" <= letter <= "z" else letter for letter in text.lower())
    return re.sub(r"(?<=[あ-は]) (?=[あ-は])", "", kana)


def hebrew(text: str) -> str:
    """Letters as Hebrew ones, which run from the right."""
    return "".join(HEBREW[ord(letter) - 97] if "a" <= letter <= "z" else letter for letter in text.lower())


WAYS: dict[str, tuple[Callable[[str], str], re.Pattern[str], re.Pattern[str]]] = {
    "de": (german, re.compile("ß"), re.compile(r"\b[A-Za-z]{3,}\b")),
    "ja": (japanese, re.compile("[あ-は]|□□"), re.compile(r"[A-Za-z]{3,}")),
}
"""By its language: how words become the ladder's, what such words have, and what other words look like."""


def in_language(language: str) -> Ladder:
    """The shipped ladder in a language of `WAYS`, or in Hebrew ("he")."""
    change = hebrew if language == "he" else WAYS[language][0]

    def said(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: each if name in NOT_SHOWN else said(each, name) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [said(each) for each in value]
        return change(value) if isinstance(value, str) else value

    # Names and shortened names alike are made of the words as they are then.
    data = load_ladder().model_dump(mode="json", by_alias=True)
    return Ladder.model_validate({**said(data), "language": language})
