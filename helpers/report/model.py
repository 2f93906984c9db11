"""What a report says: a frozen model that already holds every word and picture of it.

A report is a masthead and sections; a section is a heading and blocks. There are seven
kinds of block, and each face (the Typst page, the notebook view) knows how to set each
kind, so both show the same words by construction. Nothing here knows about ladders,
journals or layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from helpers.charts import Picture
from helpers.frozen import Frozen
from helpers.ladder import Ladder
from helpers.ladder.spoken import KIT_LANGUAGE, NOBODY, Spoken, kit_language

READING = "reading"
"""The id of the section that tells how to read a report; every report has one."""


class Fact(Frozen):
    """A label and what stands behind it ("First step" and the step)."""

    label: str
    text: str


class Entry(Frozen):
    """One item with a heading of its own: a strength, a focus area, a plan, a reflection.

    `quotes` are the person's own words, kept exactly; everything else is the kit's.
    """

    title: str
    note: str = ""
    text: str = ""
    quotes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class Prose(Frozen):
    """A paragraph. `lead` opens a section, `aside` stands back from it."""

    kind: Literal["prose"] = "prose"
    text: str
    tone: Literal["lead", "body", "aside"] = "body"


class Facts(Frozen):
    """A few facts: short ones side by side in a row, longer ones as a list with their labels beside them."""

    kind: Literal["facts"] = "facts"
    look: Literal["row", "list"] = "row"
    facts: tuple[Fact, ...]


class Table(Frozen):
    """A table: a header row, then rows of as many cells. The first column names the row.

    `wordy` where the last column holds words that may need several lines.
    """

    kind: Literal["table"] = "table"
    title: str = ""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wordy: bool = False


class Figure(Frozen):
    """A picture and a caption ("" for none).

    `brief` is what stands for the picture where it can't be seen, "" for the picture's own
    alternative text; `table` is what it shows, where the last section has that as a table.
    """

    kind: Literal["figure"] = "figure"
    picture: Picture
    caption: str = ""
    brief: str = ""
    table: Table | None = None

    @property
    def alt(self) -> str:
        """What is read out in place of the picture."""
        return self.brief or self.picture.alt


class Entries(Frozen):
    """Entries one below the other, as a list or as cards that stand out."""

    kind: Literal["entries"] = "entries"
    title: str = ""
    look: Literal["list", "cards"] = "list"
    entries: tuple[Entry, ...]


class Points(Frozen):
    """A short list, with bullets or numbers."""

    kind: Literal["points"] = "points"
    title: str = ""
    intro: str = ""
    points: tuple[str, ...]
    numbered: bool = False


class Lines(Frozen):
    """Room to write by hand: on paper, ruled lines down to the foot of the page; on a screen, nothing."""

    kind: Literal["lines"] = "lines"
    title: str


Block = Annotated[Prose | Facts | Figure | Table | Entries | Points | Lines, Field(discriminator="kind")]


class Section(Frozen):
    """A heading and what stands under it; never empty. `own_page` starts a new page on paper."""

    id: str
    title: str
    blocks: tuple[Block, ...] = Field(min_length=1)
    own_page: bool = False


class Report(Frozen):
    """Everything that a page of the report shows, already in words.

    `language` is the report's own ("en", "pt-BR"), `said_in` that of the ladder and `said` the words in it that are
    the ladder's, where it speaks another one; `on` is the day the report is made for,
    and the time stamp of its PDF. `title` and `author` are what a PDF reader shows of
    the file; `author` is "" where no name was given. `page_label` has the places
    `{page}` and `{pages}`.
    """

    language: str = KIT_LANGUAGE
    said_in: str = KIT_LANGUAGE
    said: tuple[str, ...] = ()
    on: date
    title: str
    author: str = ""
    kicker: str
    heading: str
    subtitle: str = ""
    footer: str
    page_label: str = "Page {page} of {pages}"
    sections: tuple[Section, ...] = Field(min_length=1)

    def __repr__(self) -> str:
        return f"<Report of {len(self.sections)} sections>"  # a log is no place for anybody's words

    def about(self, ladder: Ladder) -> Report:
        """The same report, which knows of its words which are the ladder's, in whatever language."""
        spoken = ladder.spoken
        return self.model_copy(
            update={
                "language": kit_language(ladder.language),
                "said_in": spoken.language,
                "said": spoken.among(self.model_dump(mode="json")) if spoken else (),
            }
        )

    @property
    def spoken(self) -> Spoken:
        """The ladder's words in it."""
        return Spoken(self.said_in, self.said) if self.said else NOBODY

    def with_notices(self, notices: Iterable[str]) -> Report:
        """The same report with these sentences at the end of the section that tells how to read it."""
        asides = tuple(Prose(text=notice, tone="aside") for notice in notices)
        sections = tuple(
            section.model_copy(update={"blocks": (*section.blocks, *asides)}) if section.id == READING else section
            for section in self.sections
        )
        return self.model_copy(update={"sections": sections})
