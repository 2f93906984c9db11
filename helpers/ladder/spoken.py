"""What a ladder says, found among what the kit says of it: the kit speaks English, a ladder its own language.

    page, data for paper, questions ── Spoken ──▶ the same, with the ladder's words marked as such

Words are found by what they are, where pages and papers leave the kit, so that no template and no view has to know
of it. Only a ladder in another language than the kit's has anything to be found: for all others this is nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from helpers.documents import read_document
from helpers.paths import ROOT

T = TypeVar("T")

KIT_LANGUAGE = "en"
"""What the kit itself says everything in."""

BEGIN, END = "\ue000", "\ue001"
"""Around a ladder's words in what a template of paper is given; no text has them, for no font could show them."""

_FIRST = 2
"""By how many characters texts are looked up. A single one is marked nowhere but where it stands alone."""

_TOKENS = re.compile(r"(<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<!--.*?-->|<[^>]*>)", re.DOTALL)
"""Tags, and with all that is in them the elements that hold no text of the page: data, code, what a person wrote."""

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")

_PLAIN_ONLY = frozenset({"option", "title"})
"""Elements that can hold no others, so that nothing in them can be marked but the whole."""

_SENTENCES = re.compile(r"[^.!?。！？]+(?:[。！？]|[.!?]+(?=\s|$))")
_ENDS = " .…。?!:;,"

_NAMED = re.compile(r"\s(?:lang|aria-label|title|alt)=")
_KEY = re.compile(r"[a-z0-9_.:#%-]*")
"""What a template of paper may tell kinds of things apart by."""

NOT_SHOWN = frozenset(
    [
        "id",
        "was",
        "since",
        "version",
        "versions",
        "language",
        "follows",
        "track",
        "lab",
        "cases",
        "competency",
        "origin",
        "address",
        "kind",
        "occasions",
        "statement",
    ]
)
"""Fields of a ladder that hold ids, addresses and names of kinds: nobody reads them."""

AS_IT_STANDS = "How often was this true of your work in the last six months?"
"""What the kit asks of texts that may be no acts, until a ladder says it in its own words."""


def kit_language(language: str) -> str:
    """What a page about a ladder in this language is in: the ladder's own where it is English, else the kit's."""
    return language if language.partition("-")[0] == KIT_LANGUAGE else KIT_LANGUAGE


class Spoken:
    """The words of one ladder, and the language that they are in ("de", "pt-BR")."""

    def __init__(self, language: str, texts: Iterable[str]) -> None:
        self.language = language
        self.texts = frozenset(" ".join(text.split()) for text in texts)
        self._beginning: dict[str, tuple[str, ...]] = {}
        for text in sorted({way for each in self.texts for way in _ways(each)}, key=len, reverse=True):
            if len(text) >= _FIRST:
                self._beginning[text[:_FIRST]] = (*self._beginning.get(text[:_FIRST], ()), text)

    def changed(self, change: Callable[[str], str]) -> Spoken:
        """The same words after a change that all text goes through."""
        return Spoken(self.language, map(change, self.texts))

    def __bool__(self) -> bool:
        return bool(self.texts)

    def parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """A text in pieces, and of each whether the ladder says it; together they are the text."""
        words = " ".join(text.split())
        if words in self.texts or (words.endswith("…") and self._has_beginning(words.rstrip("… "))):
            yield text, True
            return
        at = begun = 0
        while at < len(text) - 1:
            phrase = self._at(text, at)
            if not phrase:
                at += 1
                continue
            if begun < at:
                yield text[begun:at], False
            yield phrase, True
            at = begun = at + len(phrase)
        if begun < len(text):
            yield text[begun:], False

    def _has_beginning(self, words: str) -> bool:
        """Whether one of the ladder's texts begins so and goes on: it was shortened."""
        return len(words) > _FIRST and any(text.startswith(words) for text in self.texts if len(text) > len(words))

    def _at(self, text: str, at: int) -> str:
        """The longest of the ladder's texts that begins here and isn't a part of a longer word; "" for none."""
        known = self._beginning.get(text[at : at + _FIRST], ())
        if not known or (at and _joins(text[at - 1], text[at])):
            return ""
        for each in known:
            end = at + len(each)
            if text.startswith(each, at) and not (end < len(text) and _joins(text[end - 1], text[end])):
                return each
        return ""

    def among(self, data: object) -> tuple[str, ...]:
        """Those of the ladder's texts that stand in data (strings in lists and dictionaries), in their order."""
        words = (text for text in _strings(data) if not text.startswith("<svg"))
        return tuple({part.strip(): None for text in words for part, said in self.parts(text) if said})

    def named(self, data: object) -> dict[str, object]:
        """For a script: which texts in data are the ladder's, and in which language, as `said`; {} for none."""
        texts = self.among(data) if self else ()
        return {"said": {"language": self.language, "texts": list(texts)}} if texts else {}

    def in_html(self, page: str) -> str:
        """A page, or a piece of one, in which each of the ladder's texts says its language (`lang`)."""
        if not self:
            return page
        tokens = _TOKENS.split(page)
        for at in range(0, len(tokens), 2):
            if tokens[at].strip():
                tag = tokens[at - 1] if at else ""
                name = _name(tag)
                alone = _opens(tag) and at + 1 < len(tokens) and tokens[at + 1] == f"</{name}>"
                self._mark(tokens, at, name, alone=alone)
        return "".join(tokens)

    def _mark(self, tokens: list[str], at: int, name: str, *, alone: bool) -> None:
        pieces = list(self.parts(html.unescape(tokens[at])))
        if not any(said for _, said in pieces):
            return
        # What stands around it may be white space, which is nobody's.
        whole = all(said or not text.strip() for text, said in pieces)
        if alone and whole and not _NAMED.search(tokens[at - 1]):
            tokens[at - 1] = f'{tokens[at - 1][:-1]} lang="{self.language}">'
        elif name not in _PLAIN_ONLY:
            in_sentence = any(char.isalpha() for text, said in pieces if not said for char in text)
            apart = _apart("".join(text for text, _ in pieces))
            marked = "".join(
                f'<span lang="{self.language}"{apart if in_sentence else ""}>{html.escape(text, quote=False)}</span>'
                if said
                else html.escape(text, quote=False)
                for text, said in pieces
            )
            # One element, as one text is: where others stand in a row, this must not become several.
            # Where only signs of the kit's stand beside the ladder's words, these run as the words do.
            around = "" if in_sentence else apart
            tokens[at] = marked if whole or len(pieces) == 1 else f"<span{around}>{marked}</span>"

    def marked(self, data: T) -> T:
        """Data for a template of paper, with `BEGIN` and `END` around the ladder's words in it, line by line."""
        if not self:
            return data
        if isinstance(data, str):
            return self._marked(data)  # type: ignore[return-value]
        if isinstance(data, list | tuple):
            return [self.marked(item) for item in data]  # type: ignore[return-value]
        if isinstance(data, Mapping):
            return {key: self.marked(item) for key, item in data.items()}  # type: ignore[return-value]
        return data

    def _marked(self, text: str) -> str:
        if _KEY.fullmatch(text) or text.startswith("<svg"):  # a picture
            return text
        pieces = (piece for part, said in self.parts(text) for piece in _lines(part, said=said))
        return "".join(f"{BEGIN}{part}{END}" if said else part for part, said in pieces)


NOBODY = Spoken(KIT_LANGUAGE, ())
"""The words of a ladder in the kit's own language: there is nothing to be told apart."""


def spoken(language: str, ladder: Mapping[str, object]) -> Spoken:
    """What a ladder, given as data, says in another `language` than the kit's.

    A scale whose words are still the kit's own, as an import writes them, is in the kit's language.
    """
    if kit_language(language) == language:
        return NOBODY
    said = {" ".join(text.split()) for text in _strings(ladder, apart=NOT_SHOWN)} - _of_the_kit()
    return Spoken(language, (text for text in said if any(map(str.isalpha, text))))


@cache
def _of_the_kit() -> frozenset[str]:
    shipped = read_document(ROOT / "data/ladders/product-management.yaml").data
    return frozenset({AS_IT_STANDS, *(" ".join(text.split()) for text in _strings(shipped["scale"]))})


def _ways(text: str) -> Iterator[str]:
    """A text, and each sentence of it, as within another one: its first letter large or small, without its end."""
    sentences = [sentence.strip() for sentence in _SENTENCES.findall(text)]
    for each in (text, *sentences, *(sentence.rstrip(_ENDS) for sentence in (text, *sentences))):
        if each:
            yield each
            yield each[0].upper() + each[1:]
            yield each[0].lower() + each[1:]


def _joins(before: str, after: str) -> bool:
    """Whether two characters stand in one word. Scripts without spaces have no such borders."""
    return before.isalnum() and after.isalnum() and before < "\u2e80" and after < "\u2e80"


def _lines(text: str, *, said: bool) -> Iterator[tuple[str, bool]]:
    for at, line in enumerate(text.split("\n")):
        if at:
            yield "\n", False
        if line:
            yield line, said


def _strings(data: object, apart: frozenset[str] = frozenset()) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, item in data.items():
            if key not in apart:
                yield from _strings(item, apart)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _strings(item, apart)


def _apart(text: str) -> str:
    """What sets a text apart that runs from the right; "" for all others.

    A sentence of the kit's then runs as the kit's language does, though it begin with such words, and its numbers stay
    where they are.
    """
    return ' dir="auto"' if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text) else ""


def _name(tag: str) -> str:
    match = _NAME.match(tag)
    return match[1].lower() if match else ""


def _opens(tag: str) -> bool:
    return bool(tag) and not tag.startswith(("</", "<!")) and not tag.endswith("/>")
