"""What came back, read as people type it: `1 often, the March pricing call`, `2 – haven't seen`, in any order.

Nothing is guessed: what could mean two things is left open, and who opens the reply confirms every line and says
what the open ones mean. Of quoted mail only what was written into it counts, and of a message that was left in
place only what stands behind its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from helpers.ladder.model import Scale
from helpers.review.asking import TRUE
from helpers.review.message import HOW, MARK


class Said(NamedTuple):
    """What a line says: `often` is 0–4, or None for "haven't seen it"; `clear` is False where it can't be told."""

    often: int | None
    example: str
    clear: bool = True


class Line(NamedTuple):
    """A line of the reply about the statement with this number, counted from 1; None where it names none."""

    number: int | None
    said: Said


class Read(NamedTuple):
    """A reply as it was read, nothing of it confirmed yet.

    `quotable` are the numbers of the lines that may stand in a report, `unread` are the lines that couldn't be told,
    and `reference` is the invitation's that the reply names, or "".
    """

    lines: tuple[Line, ...] = ()
    more: str = ""
    by: str = ""
    quotable: frozenset[int] = frozenset()
    unread: tuple[str, ...] = ()
    reference: str = ""

    def about(self, number: int) -> Said | None:
        """What all lines about one statement say together, None for no line; not clear where they contradict."""
        lines = [line.said for line in self.lines if line.number == number]
        if not lines:
            return None
        example = "\n".join(line.example for line in lines if line.example)
        clear = all(line.clear for line in lines) and len({line.often for line in lines}) == 1
        return Said(lines[0].often if clear else None, example, clear)


_UNSEEN = (
    *(
        "not yet seen",
        "have not seen",
        "havent seen",
        "haven't seen",
        "not seen",
        "never seen",
        "never saw",
        "did not see",
    ),
    *("didnt see", "didn't see", "no idea", "do not know", "dont know", "don't know", "cannot say", "can't say"),
    *("cant say", "cannot tell", "can't tell", "not able to say", "unseen", "n/a", "no opportunity"),
)
# No count stands here: once of one occasion is "almost always", and once of twenty "seldom".
_OFTEN = {
    0: ("not yet", "never"),
    1: ("seldom", "rarely", "hardly ever"),
    2: ("sometimes", "occasionally", "now and then", "from time to time"),
    3: ("often", "very often", "quite often", "frequently", "regularly", "usually", "most of the time"),
    4: ("almost always", "nearly always", "always", "every time"),
}
_DOUBT = re.compile(r"(?:\b(?:not|hardly|less|more|too)|n't|n’t)\s+(?:(?:very|so|that|as|quite|really)\s+)*$")
_OR = re.compile(r"^\s*(?:/|·|or\b|to\b|–|-|\.\.)\s*$")
_NUMBER = re.compile(
    r"^\W*(?:(?:no|nr|number|line)\b\W*)?(\d{1,2})(?!\d|(?:st|nd|rd|th)\b|\s*(?:x\b|%|times\b)|\s*(?:[-–,&+/]|and\b)\s*\d)"
    r"[\s.):,–—-]*"
)
_NEXT = re.compile(r"(?:[;.,/|]|\band\b)\s*(?=\W?\d{1,2}\b)|\s(?=\W?\d{1,2}[.):])", re.IGNORECASE)
"""Where another answer may begin on one line: "1 often; 2 seldom", "1) often 2) seldom"."""

_QUOTED = re.compile(r"^\s*(?:>\s*)+")
_MARKED = re.compile(re.escape(MARK) + r"\s+([0-9a-f]{8})\b", re.IGNORECASE)
_MORE = re.compile(r"^\W*(?:do\s+)?more(?:\s+of)?\s*[:–—-]\s*(.+)", re.IGNORECASE)
_BY = re.compile(r"^\W*(?:my\s+)?name(?:\s+is)?\s*[:–—-]\s*(.+)", re.IGNORECASE)
_QUOTE = re.compile(r"^\W*(?:you\s+(?:may|can)\s+|please\s+)?quote\b(.*)", re.IGNORECASE)
_ALL = r"(?:all|everything|any|anything)(?:\s+of\s+(?:it|them|this))?"
_LINE = r"(?:(?:only|just|lines?|numbers?|no\.?)\s*)*\d{1,2}"
_LISTED = rf"{_LINE}(?:(?:\s*(?:[,&+;–-]|and|to)\s*|\s+){_LINE})*"
_ALLOWS = re.compile(
    rf"\W*(?:(?P<all>{_ALL})(?:\W+(?:but|except(?:\s+for)?|apart\s+from|other\s+than|without|minus|save)\s+(?P<but>{_LISTED}))?"
    rf"|(?P<listed>{_LISTED}))(?:\W+please)?\W*",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|none|nothing|never|nobody|don)\b|n['’]t\b", re.IGNORECASE)
_END = re.compile(
    r"^\s*(?:--\s*$|(?:best|kind|warm|many)?\s*(?:regards|wishes)|best\W*$|cheers|thanks|thank you|sent from)", re.I
)


def read(text: str, statements: Sequence[str], scale: Scale) -> Read:
    """What a reply says to `statements`, the texts of its invitation in their order.

    A number may be missing, and a line then names no statement. Never raises: text that says nothing gives a `Read`
    without lines. `scale` says which words stand for how often.
    """
    read_lines: list[Line] = []
    unread: list[str] = []
    more, by, quotable = "", "", frozenset[int]()
    quoted: int | None = None
    open_to_more = explained = False
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for raw in (part for line in lines for part in _apart(line, len(statements), scale)):
        bare = _QUOTED.sub("", raw).strip()
        is_quoted = bare != raw.strip()
        explained = bool(bare) and (explained or bare.startswith(HOW))
        if explained:
            continue
        number, rest = _numbered(bare, len(statements))
        number, rest, of_message = _behind_statement(number, rest, statements)
        rest = _behind_mark(rest, scale) if of_message else rest
        if is_quoted or (of_message and not rest):
            quoted = number if of_message else quoted
            open_to_more = False
            continue
        if not bare or _END.match(bare) or MARK.casefold() in bare.casefold():
            open_to_more = False
        elif match := _MORE.match(bare):
            more, open_to_more = "\n".join(filter(None, (more, match[1].strip()))), False
        elif match := _BY.match(bare):
            by, open_to_more = match[1].strip(), False
        elif number is None and (match := _QUOTE.match(bare)):
            allowed, open_to_more = _allowed(match[1], len(statements)), False
            quotable |= allowed or frozenset()
            unread += [bare] if allowed is None else []
        elif number is not None and rest:
            read_lines.append(Line(number, said(rest, scale)))
            quoted, open_to_more = None, True
        elif (answer := said(bare, scale)).clear:
            read_lines.append(Line(quoted, answer))
            quoted, open_to_more = None, True
        elif open_to_more:
            read_lines[-1] = _longer(read_lines[-1], bare)
        else:
            unread.append(bare)
    return Read(_placed(read_lines, len(statements)), more, by, quotable, tuple(unread), named_in(text))


def named_in(text: str) -> str:
    """The reference of the invitation that a reply names, as its message did; "" for none."""
    match = _MARKED.search(text)
    return match[1].lower() if match else ""


def said(text: str, scale: Scale) -> Said:
    """What the words of one line say: the first frequency in its first words, and what follows as an example.

    Two frequencies joined by "or", and one that is denied ("not often"), are not clear; the whole line is then the
    example, and so it is where no frequency stands near its start.
    """
    text = unicodedata.normalize("NFC", text.strip())
    plain = _plain(text)
    hits = sorted(
        (match.start(), -len(phrase), match.end(), value)
        for phrase, value in _phrases(scale)
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)
    )
    if not hits or len(plain[: hits[0][0]].split()) > 4 or re.search(r"[,;:.–—(]\s", plain[: hits[0][0]]):
        return Said(None, text, clear=False)
    start, _, end, value = hits[0]
    following = next((hit for hit in hits if hit[0] >= end), None)
    doubtful = value is not None and bool(_DOUBT.search(plain[:start]))
    if doubtful or (following and following[3] != value and _OR.match(plain[end : following[0]])):
        return Said(None, text, clear=False)
    example = re.sub(r"^(?:\s+(?:it|this|that)\b)?[\s,;:.)–—-]*", "", text[end:], flags=re.IGNORECASE).strip()
    return Said(value, example)


def _phrases(scale: Scale) -> list[tuple[str, int | None]]:
    """Each word for a frequency with its value, the ladder's own words before common English."""
    own: dict[str, int | None] = {_plain(step.label): step.value for step in scale.frequencies}
    common: dict[str, int | None] = {phrase: value for value, phrases in _OFTEN.items() for phrase in phrases}
    return [*({**common, **dict.fromkeys(_UNSEEN), **own}).items()]


def _plain(text: str) -> str:
    """The text as words are compared, of the same length: small letters, plain apostrophes."""
    text = unicodedata.normalize("NFC", text.strip()).replace("’", "'")
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _numbered(line: str, most: int) -> tuple[int | None, str]:
    match = _NUMBER.match(line)
    if match and 1 <= int(match[1]) <= most:
        return int(match[1]), line[match.end() :].strip()
    return None, line


def _behind_statement(number: int | None, rest: str, statements: Sequence[str]) -> tuple[int | None, str, bool]:
    """The number and what stands behind the statement's own words, and whether the line begins with them."""
    words = " ".join(rest.split())
    for place, statement in enumerate(statements, 1):
        whole = " ".join(statement.split())
        if number in (None, place) and whole and _plain(words).startswith(_plain(whole)):
            return place, words[len(whole) :].lstrip(" .:;,–—-"), True
    return number, rest, False


def _behind_mark(rest: str, scale: Scale) -> str:
    """What stands behind the words that a message puts in brackets after a statement."""
    for mark in (f"({TRUE})", *([f"({scale.rare.period})"] if scale.rare else [])):
        if _plain(rest).startswith(_plain(mark)):
            return rest[len(mark) :].lstrip(" .:;,–—-")
    return rest


def _apart(line: str, most: int, scale: Scale) -> list[str]:
    """The answers of one line, each with its number, where several stand there; else the line as it is.

    Another one begins where a statement's number is followed at once by words for how often.
    """
    if _QUOTED.match(line):
        return [line]
    pieces, start = [], 0
    for gap in _NEXT.finditer(line):
        number, rest = _numbered(line[gap.end() :], most)
        if number is not None and line[start : gap.start()].strip() and _begins_with_answer(rest, scale):
            pieces.append(line[start : gap.start()])
            start = gap.end()
    return [*pieces, line[start:]]


def _begins_with_answer(text: str, scale: Scale) -> bool:
    plain = _plain(text)
    return any(re.match(rf"{re.escape(phrase)}(?!\w)", plain) for phrase, _ in _phrases(scale))


def _allowed(text: str, most: int) -> frozenset[int] | None:
    """The numbers that may be quoted; None where it says more than numbers, or all but some, and can't be told."""
    if _NOT.search(text):
        return frozenset()
    match = _ALLOWS.fullmatch(text.strip())
    if match is None:
        return None if re.search(r"\w", text) else frozenset()
    every = frozenset(range(1, most + 1))
    if match["all"]:
        return every - _in(match["but"] or "")
    return every & _in(match["listed"])


def _in(listed: str) -> frozenset[int]:
    """The numbers of a list, in which "1-3" and "1 to 3" are ranges."""
    numbers: set[int] = set()
    for first, last in re.findall(r"(\d{1,2})(?:\s*(?:[–-]|\bto\b)\s*(\d{1,2}))?", listed, re.IGNORECASE):
        numbers |= {*range(int(first), int(last or first) + 1)}
    return frozenset(numbers)


def _longer(line: Line, text: str) -> Line:
    return line._replace(said=line.said._replace(example=f"{line.said.example}\n{text}".strip()))


def _placed(lines: list[Line], most: int) -> tuple[Line, ...]:
    """The lines, in the order of the statements where none of them names one and there are as many of both."""
    if len(lines) == most and all(line.number is None for line in lines):
        return tuple(line._replace(number=number) for number, line in enumerate(lines, 1))
    return tuple(lines)
