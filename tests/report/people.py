"""Journals to make reports of, and a way to read a PDF back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pypdf import PdfReader

from helpers.journal import (
    Answer,
    Choice,
    Contents,
    Event,
    Evidence,
    Journal,
    PlanItem,
    Rating,
    RatingState,
    Words,
    often,
)
from helpers.ladder import Ladder

DAY = date(2026, 11, 23)
FIRST_VISIT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SECOND_VISIT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)

FIELDS = (
    "At a strength",
    "At another answer",
    "A reflection",
    "Aim",
    "When",
    "Then",
    "Step",
    "Shows",
    "Own aim",
)
"""What each free text of `whole_story` begins with."""


class Story:
    """Events about one ladder, a minute apart, each with an id of its own."""

    def __init__(self, ladder: Ladder, at: datetime = FIRST_VISIT) -> None:
        self.ladder = ladder
        self.at = at
        self.events: list[Event] = []

    def say(self, subject: str, answer: Answer) -> None:
        self.at += timedelta(minutes=1)
        self.events.append(
            Event(
                id=f"{len(self.events):032x}",
                at=self.at,
                subject=subject,
                answer=answer,
                ladder=self.ladder.id,
                ladder_version=self.ladder.version,
            )
        )


def keep(journal: Path, events: Iterable[Event]) -> None:
    """Put these events into a journal."""
    Journal.open(journal).add(Contents(tuple(events)))


def whole_story(
    ladder: Ladder, words: str = "I wrote it up the same evening.", name: str = "Ada Example"
) -> list[Event]:
    """Two visits in which something stands in every field, with `words` in each free text but the name."""
    story = Story(ladder)
    standing, goal = ladder.levels[0], ladder.levels[1]
    story.say("profile:name", Words(text=name))
    story.say("profile:role", Words(text=words))
    story.say("choice:standing", Choice(chosen=(standing.id,)))
    for statement in standing.statements:
        story.say(f"statement:{statement.id}", often(2))
    story.at = SECOND_VISIT
    kinds = [
        often(4),
        often(0),
        Rating(state=RatingState.DONT_KNOW),
        often(3),
        Rating(state=RatingState.NO_OPPORTUNITY),
    ]
    for level in (standing, goal):
        for number, statement in enumerate(level.statements):
            story.say(f"statement:{statement.id}", kinds[number % len(kinds)])
    first, second = standing.statements[0], goal.statements[1]
    story.say(f"evidence:{first.id}", Evidence(text=f"At a strength: {words}", supports=(first.id,)))
    story.say(f"evidence:{second.id}", Evidence(text=f"At another answer: {words}", supports=(second.id,)))
    story.say(f"prompt:{standing.prompts[0].id}", Words(text=f"A reflection: {words}"))
    story.say("choice:destination", Choice(chosen=(f"level:{goal.id}",)))
    story.say("choice:focus", Choice(chosen=(second.id, first.id)))
    story.say(
        "plan:1",
        PlanItem(
            focus=second.id,
            aim=f"Aim: {words}",
            when=f"When: {words}",
            then=f"Then: {words}",
            first_step=f"Step: {words}",
            by=date(2026, 12, 4),
            shows=f"Shows: {words}",
            follow_up=date(2027, 1, 15),
        ),
    )
    story.say("plan:2", PlanItem(aim=f"Own aim: {words}"))
    return story.events


def text_of(pdf: bytes, footer: str = "") -> str:
    """The text of a PDF, without its running feet if `footer` is what they say."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s*".join(map(re.escape, footer.split())) + r"\s*Page \d+ of \d+", "", text) if footer else text
