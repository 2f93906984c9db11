"""Dates at the start of what people write down, and a list of dated lines as notes of their own.

Only what can be read in one way is read: "3/4/2026" is two days in two countries, and so is none here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from helpers.insight.words import MONTHS

FEWEST: Final = 2
"""From so many lines that begin with a date on, a text is a list."""


class Dated(NamedTuple):
    """One entry of a list as it was written, without its bullet; `day` is None where it begins with no date."""

    text: str
    day: date | None


_BULLET = re.compile(r"^\s*(?:[-*•–—·]\s+|\[[ xX]?\]\s*|\d{1,2}[.)]\s+(?=\d|[A-Za-z]{3}))*")
_MONTH = "|".join(sorted({*MONTHS, *(month[:3] for month in MONTHS), "Sept"}, key=len, reverse=True))
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?"
_FORMS = tuple(
    re.compile(rf"{_WEEKDAY}{form}(?!\w)", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2}(?!\d))?",
        r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4}|\d{2}(?!\d))",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<name>{_MONTH})\.?(?:,?\s+(?P<year>\d{{4}}))?",
        rf"(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?",
    )
)
_SINCE = re.compile(
    rf"(?:(?P<year>\d{{4}})(?:-(?P<month>\d{{1,2}}))?|(?P<name>{_MONTH})\.?(?:\s+(?P<of>\d{{4}}))?)", re.IGNORECASE
)


def day_in(text: str, on: date) -> date | None:
    """The date with which a text begins, None if it begins with none that can be read in one way.

    `on` is the day that it was written down: a date without a year is the last one of that name until then.
    """
    text = _BULLET.sub("", text, count=1).lstrip("([")
    for form in _FORMS:
        if match := form.match(text):
            return _day(match.groupdict(), on)
    return None


def entries(text: str, on: date) -> tuple[Dated, ...]:
    """A list as its entries: each begins with a dated line and holds the lines below it; () for any other text.

    What stands above the first date is an entry of its own, so that no word is left out. `on` is as in `day_in`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if sum(day_in(line, on) is not None for line in lines) < FEWEST:
        return ()
    return tuple(_entries(lines, on))


def since(text: str, on: date) -> date | None:
    """The first day of "March", "March 2026", "2026-03" or "2026", or the very day of a date; None for anything else.

    A month without a year is the last one of that name that has begun by `on`.
    """
    if (day := day_in(text, on)) is not None:
        return day
    match = _SINCE.fullmatch(text.strip())
    if match is None:
        return None
    month = _number(match["name"]) if match["name"] else int(match["month"] or 1)
    year = int(match["year"] or match["of"] or on.year - (month > on.month))
    return _made(year, month, 1)


def _entries(lines: list[str], on: date) -> Iterator[Dated]:
    held: list[str] = []
    day: date | None = None
    for line in lines:
        line_day = day_in(line, on)
        if line_day is not None:
            if any(text.strip() for text in held):
                yield Dated("\n".join(held).strip(), day)
            held, day = [_BULLET.sub("", line, count=1)], line_day
        else:
            held.append(line.rstrip())
    yield Dated("\n".join(held).strip(), day)


def _day(groups: dict[str, str | None], on: date) -> date | None:
    year = int(given) if (given := groups.get("year")) else None
    if year is not None and year < 100:
        year += 2000
    if groups.get("one"):
        first, second = int(groups["one"] or 0), int(groups["two"] or 0)
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if second <= 12 else (second, first)
    else:
        day = int(groups["day"] or 0)
        month = _number(str(groups["name"])) if groups.get("name") else int(groups["month"] or 0)
    if year is not None:
        return _made(year, month, day)
    this = _made(on.year, month, day)
    return this if this is not None and this <= on else _made(on.year - 1, month, day)


def _number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3].lower() == name[:3].lower())


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
