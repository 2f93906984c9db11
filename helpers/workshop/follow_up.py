"""After a workshop: texts to send, and a calendar file for whoever sends them.

The texts stand in `data/follow-up.yaml`, plain, for any mail or chat.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, StringConstraints

from helpers.calendar_file import Entry, calendar_file
from helpers.documents import read_model
from helpers.errors import UsageError
from helpers.frozen import Frozen
from helpers.insight.words import day_in_words
from helpers.ladder.model import Text
from helpers.paths import COMMAND, ROOT
from helpers.workshop.agenda import Workshop

RETURN: Final = "return-30"
"""The workshop in which a team comes back."""

CALENDAR: Final = "follow-up.ics"
TEXTS: Final = ROOT / "data/follow-up.yaml"


class _Template(Frozen):
    after: Annotated[int, Field(ge=1, le=365)]
    to: Text
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.txt$")]
    subject: Text
    text: Annotated[str, Field(min_length=1)]


class _Templates(Frozen):
    format: Literal[1]
    letters: tuple[_Template, ...] = Field(min_length=1)


class Letter(NamedTuple):
    """One text: the day to send it, to whom, the name of its file, its subject line, and its words."""

    day: date
    to: str
    name: str
    subject: str
    text: str


def letters(title: str, on: date) -> tuple[Letter, ...]:
    """The texts for a workshop of this title that was held `on` a day, in the order in which they are sent.

    Raises `UsageError` for a day after which the calendar has too few left.
    """
    templates = _templates(TEXTS).letters
    if (date.max - on).days < max(template.after for template in templates):
        raise UsageError(
            f"{on.isoformat()} is too late a day: the calendar ends before the last text is due",
            next_step="Write the day on which the workshop was held, such as 2026-12-01.",
        )

    def filled(text: str) -> str:
        return text.replace("{title}", title).replace("{held}", day_in_words(on))

    return tuple(
        Letter(
            on + timedelta(days=template.after),
            template.to,
            template.file,
            filled(template.subject),
            filled(template.text),
        )
        for template in templates
    )


def as_file(letter: Letter) -> bytes:
    """A text with its day and its subject line above it."""
    return (
        f"To send on {day_in_words(letter.day)}\nTo: {letter.to}\nSubject: {letter.subject}\n\n{letter.text}".encode()
    )


def as_calendar(workshop: Workshop, on: date, *, now: datetime) -> bytes:
    """The days to send the texts as a calendar file; a second file for the same workshop and day replaces the first.

    `now`, with its time zone, says which of two files is the later one. `on` is the day of the workshop.
    """
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"career-ladder-kit {workshop.workshop} {on.isoformat()}").hex
    entries = [
        Entry(f"{name}-{number}@career-ladder-kit", letter.day, f"Send: {letter.subject}", _where(letter))
        for number, letter in enumerate(letters(workshop.title, on), 1)
    ]
    return calendar_file(entries, now=now)


def _where(letter: Letter) -> str:
    return f"The text is {letter.name}, in the folder that this wrote: {COMMAND} workshop follow-up"


@cache
def _templates(path: Path) -> _Templates:
    return read_model(path, _Templates)
