"""Figures of a text held to what they follow from: a number with a name, words around it, and none left over.

A figure that is told several times, or from which another one follows, or that stands in data, is a number (`N`) in the
words that are expected, so a text or data in which only one of them is changed has words that nobody expects. What is
told once is written out. A figure that is in none of the words is a failure too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SMALL += ["thirteen", "fourteen"]
LARGE = {20: "twenty", 30: "thirty", 40: "forty", 60: "sixty"}
PART = {2: "half", 3: "third", 4: "quarter", 5: "fifth"}
MORE = "fifteen sixteen seventeen eighteen nineteen fifty seventy eighty ninety hundred thousand million dozen twice"
FIGURE = re.compile(
    r"\d[\d,.:]*\d|\d|\b(?:" + "|".join([*SMALL[2:], *LARGE.values(), *MORE.split(), "half", "third", "fifth"]) + r")\b"
)


NO_PROSE = {"id", "lab", "notebook", "level", "sources", "shows", "statements", "prompts", "role", "currency"}
"""What nobody reads of a lab's file, or reads as a source."""


class N(int):
    """A number that a text may write in digits (`{n}`, `{n:,}`) or in words (`{n:w}`)."""

    def __format__(self, how: str) -> str:
        if how != "w":
            return super().__format__(how)
        return SMALL[self] if self < len(SMALL) else LARGE.get(self, str(int(self)))

    def __add__(self, other: int) -> N:
        return N(int(self) + other)

    def __sub__(self, other: int) -> N:
        return N(int(self) - other)

    def __floordiv__(self, other: int) -> N:
        assert self % other == 0
        return N(int(self) // other)

    def __mul__(self, other: int) -> N:
        return N(int(self) * other)


def near(said: int, worked_out: float) -> N:
    """A round figure, which has to be within a tenth of what is worked out."""
    assert abs(said - worked_out) <= abs(worked_out) / 10, (said, worked_out)
    return N(said)


def between(low: int, said: int, high: int) -> N:
    assert low < said < high
    return N(said)


def unexpected(text: str, words: tuple[str, ...]) -> list[str]:
    """Words that aren't in a text, and figures of a text that are in none of the words."""
    missing = [each for each in words if not re.search(rf"(?<!\w){re.escape(each)}", text)]
    rest = text
    for each in sorted(words, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "…", rest)
    return missing + [rest[max(0, found.start() - 20) : found.end() + 20] for found in FIGURE.finditer(rest)]


def flat(texts: Iterable[str]) -> str:
    """Texts in one line, in lower case, each apart from the next."""
    return " / ".join(" ".join(text.split()) for text in texts).lower()


def each_changed(text: str) -> Iterator[tuple[str, str]]:
    """A text as often as it has figures, with another one of them changed each time, and the figure that it was."""
    for found in FIGURE.finditer(text):
        another = "17" if found[0] != "17" else "19"
        yield text[: found.start()] + another + text[found.end() :], found[0]


def strings(value: object) -> Iterator[str]:
    """Every text that somebody reads of a lab, as it is dumped."""
    match value:
        case dict():
            for name, each in value.items():
                if name not in NO_PROSE:
                    yield from strings(each)
        case list():
            for each in value:
                yield from strings(each)
        case str():
            yield value
