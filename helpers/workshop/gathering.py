"""How a workshop gathers answers, and the parts of its file that belong to one way alone.

    a line            "Begin on time."                         holds however answers are gathered
    a line of a way   {only: hosted, text: "Press Open."}      holds where people answer on phones
    a line but for a way   {without: hosted, text: "Start it."}   holds where nobody does
    a line of two ways   {only: files, beside: hosted, text: "Paste it."}   holds where people gather in both
    a line of a mixed room   {elsewhere: true, text: "Try it."}   holds where some people aren't in the room
    a line of a larger room   {picture: true, text: "Press Reveal once."}   holds where enough come for a team picture

A room may gather in several ways at once: half on phones, half with a pen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Annotated, Any, Final, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from helpers.frozen import Frozen
from helpers.insight.words import listed
from helpers.ladder.model import Text


class Gathering(StrEnum):
    """A way of gathering: phones in a hosted session, share files and codes, or sheets that somebody counts."""

    HOSTED = "hosted"
    FILES = "files"
    PAPER = "paper"


_WORDS = {
    Gathering.HOSTED: "on phones",
    Gathering.FILES: "by share files and codes",
    Gathering.PAPER: "on paper",
}
GROUP: Final = "{group}"
"""Stands in a text for the smallest number of people whose answers are shown together."""

BARS: Final = "{bars}"
"""Stands in a text for what one part of a bar can tell."""

MINUTES: Final = "{minutes}"
"""Stands in a text of a block for the minutes that its clock is started for, in words: "seven minutes"."""

START: Final = "{start}"
"""Stands in a text of a block for the same as a number, as the button on the leading page has it: “Start 7”."""

PHONES: Final = "{phones}"
"""Stands in a text for what becomes of what people answer on a phone."""

ON_PHONES: Final = (
    "What you answer on a phone lies on the computer that runs this session until it is erased. Whoever looks after "
    "that computer, or after the network on the way to it, could read it; our pages show it to nobody but you."
)
"""The promise of every hosted session: its page for joining says it, and workshops' files by `PHONES`."""

FINE_BARS: Final = "A bar can stand for one person all the same; it has no name, and please don’t look for one."
COARSE_BARS: Final = (
    "Bars have three parts at the most: less often than expected, as expected or more, and answered otherwise. Of "
    "what seldom comes up, nothing is counted as less. A part can stand for one person all the same; it has no name, "
    "and please don’t look for one."
)

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905

_FIRST_MINUTES = re.compile(rf"(?:^|(?<=[.!?] )){re.escape(MINUTES)}")

Ways = Annotated[
    tuple[Gathering, ...], BeforeValidator(lambda given: [given] if isinstance(given, str) else given), Field()
]
"""Ways of gathering; in a file one may stand without a list."""


class Marked(Frozen):
    """A part of a workshop that may hold for some ways of gathering alone.

    `only` are those of which it needs one (none: it holds for all), `beside` those that it needs besides, each of
    them, and `without` those beside which it doesn't hold. `elsewhere` is what holds only where some of the people
    aren't in the room, and `picture` what holds only where a picture of the team is made.
    """

    only: Ways = ()
    beside: Ways = ()
    without: Ways = ()
    elsewhere: bool = False
    picture: bool = False

    def holds(self, ways: Collection[Gathering], *, elsewhere: bool, picture: bool = True) -> bool:
        """Whether it belongs to a room that gathers in these `ways`.

        `elsewhere` says whether some of its people are, and `picture` whether enough come for one of the team.
        """
        wanted = not self.only or not set(self.only).isdisjoint(ways)
        here = (elsewhere or not self.elsewhere) and (picture or not self.picture)
        return wanted and set(self.beside) <= set(ways) and set(self.without).isdisjoint(ways) and here


class Line(Marked):
    """A line of text; in a file the text stands alone unless it is one way's."""

    text: Text

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, given: Any) -> Any:
        return given if isinstance(given, dict | Line) else {"text": given}

    def __str__(self) -> str:
        return self.text


def _as_list(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else [given]


Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_list)]
"""Lines in their order; in a file one line may stand without its list."""

SomeLines = Annotated[tuple[Line, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""At least one line."""

M = TypeVar("M", bound=Marked)


def kept(parts: Iterable[M], ways: Collection[Gathering], *, elsewhere: bool, picture: bool = True) -> tuple[M, ...]:
    """The `parts` that hold in a room that gathers in these `ways`.

    `elsewhere` says whether some of its people are, and `picture` whether enough come for one of the team.
    """
    return tuple(part for part in parts if part.holds(ways, elsewhere=elsewhere, picture=picture))


def joined(lines: Iterable[Line]) -> str:
    """Lines as one paragraph."""
    return " ".join(line.text for line in lines)


def in_words(ways: Collection[Gathering]) -> str:
    """How answers are gathered, as a phrase: "on phones and on paper"."""
    return listed([_WORDS[way] for way in Gathering if way in ways])


def with_group(text: str, group: int, *, coarse: bool = False) -> str:
    """The text with the smallest group put in, as a word where there is one: "at least five people".

    What a part of a bar can tell is put in too, which depends on whether bars are `coarse`, and what becomes of
    answers on phones.
    """
    bars = COARSE_BARS if coarse else FINE_BARS
    return text.replace(PHONES, ON_PHONES).replace(GROUP, _as_word(group)).replace(BARS, bars)


def with_clock(text: str, minutes: int) -> str:
    """The text with the minutes put in that a block's clock is started for: "{minutes} to write", "Start {start}"."""
    phrase = f"{_as_word(minutes)} {'minute' if minutes == 1 else 'minutes'}"
    text = _FIRST_MINUTES.sub(lambda _: phrase[0].upper() + phrase[1:], text)
    return text.replace(MINUTES, phrase).replace(START, str(minutes))


def _as_word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
