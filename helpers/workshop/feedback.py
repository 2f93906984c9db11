"""Was it worth it? Three questions at the end of a hosted session, counted by the rules of suppression.

    data/feedback.yaml ── questions ──▶ a ladder of two statements and one prompt
    one person's events ── hosted.feedback_of ──▶ Share       which a `TeamSession` counts like any other

They lie beside the team's picture and are never put together with it: people, pictures and words are of their own.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from helpers.journal import State, Subject
from helpers.ladder import Ladder, load_ladder
from helpers.paths import ROOT
from helpers.workshop.share import Offer
from helpers.workshop.suppression import CATEGORIES, Shown, Snapshot

TEXTS: Final = ROOT / "data/feedback.yaml"
STEP: Final = "f"
"""What stands before the number of a step where it is an option to choose."""


class Feedback(NamedTuple):
    """What people said of a workshop, as far as it may be seen: the counts, and the texts that they released.

    `went` says that more texts were shown before, and went with those of somebody who erased their answers.
    """

    snapshot: Snapshot
    texts: tuple[str, ...]
    went: bool = False


@cache
def questions() -> Ladder:
    """The three questions: a ladder's two statements, and its prompt."""
    return load_ladder(TEXTS)


def prompt() -> Subject:
    """The subject of what should be different."""
    return next(Subject.prompt(question.id) for _, question in questions().walk_prompts())


def subjects() -> frozenset[str]:
    """All subjects that the three questions answer."""
    return frozenset([*(Subject.choice(question.id) for _, _, question in questions().walk()), prompt()])


def offer(state: State) -> Offer | None:
    """The text about the workshop, for its author to release; None as long as there is none."""
    text = state.words(prompt()).strip()
    return (
        Offer(prompt(), "reflection", next(question.text for _, question in questions().walk_prompts()), text)
        if text
        else None
    )


def feedback_lines(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Each question with how many gave each answer, in words; "" where too few answered."""
    asked = questions()
    labels = {str(step.value): step.label for step in asked.scale.frequencies}
    lines = []
    for _, _, question in asked.walk():
        table = snapshot.tables.get(question.id)
        counts = table.counts if isinstance(table, Shown) else {}
        counted = [f"{labels[str(step)]} {counts[step]}" for step in CATEGORIES[4::-1] if counts.get(step)]
        lines.append((question.title, ", ".join(counted)))
    return tuple(lines)


def known_of_each_other(snapshot: Snapshot) -> tuple[str, ...]:
    """The questions that a whole group answered alike, or all of it but one: whoever shows them says so first."""
    return tuple(question.title for _, _, question in questions().walk() if question.id in snapshot.aloud)
