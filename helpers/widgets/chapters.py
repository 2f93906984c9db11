"""The nine notebooks, in order: the one place that knows their names and what each is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.errors import UsageError
from helpers.ladder import Ladder

__all__ = [
    "CHAPTERS",
    "PATH",
    "ROLES",
    "Chapter",
    "Route",
    "Turn",
    "chapter",
    "chapter_of",
    "neighbours",
    "suggest_route",
]


class Chapter(NamedTuple):
    """One notebook: its file stem, its title, and the level that it teaches, if any.

    `minutes` is how long it takes in full, `brief` for somebody who goes straight to its questions.
    """

    stem: str
    title: str
    minutes: int
    brief: int
    level: str | None = None

    @property
    def file(self) -> str:
        """The notebook's file name, which is also the link to it from the notebook beside it."""
        return f"{self.stem}.ipynb"

    @property
    def number(self) -> int:
        """Its place in the kit, 0 to 8."""
        return int(self.stem[:2])


CHAPTERS = (
    Chapter("00_start_here", "Start here", 10, 10),
    Chapter("01_associate_pm", "Associate PM and PM", 20, 10, "associate"),
    Chapter("02_mid_level_pm", "Mid-level PM", 25, 12, "mid"),
    Chapter("03_senior_pm", "Senior PM", 25, 13, "senior"),
    Chapter("04_group_pm_director", "Group PM and director", 25, 13, "director"),
    Chapter("05_vp_cpo", "VP of product and CPO", 25, 13, "executive"),
    Chapter("06_individual_contributor", "Individual contributor", 25, 12, "principal"),
    Chapter("07_adjacent_roles", "Neighbouring roles", 20, 5),
    Chapter("08_your_path", "Your path", 35, 35),
)

ROLES = CHAPTERS[7]
PATH = CHAPTERS[8]


def chapter(stem: str) -> Chapter:
    """The chapter with this file stem. Raises `UsageError`, naming the ones there are."""
    for found in CHAPTERS:
        if found.stem == stem:
            return found
    raise UsageError(
        f"there is no chapter {stem!r}", next_step="The chapters are: " + ", ".join(c.stem for c in CHAPTERS) + "."
    )


def chapter_of(lab_id: str) -> Chapter:
    """The chapter beside which a lab stands."""
    return next((found for found in CHAPTERS if found.level == lab_id), ROLES)


def neighbours(here: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after this one; None at either end."""
    at = CHAPTERS.index(here)
    return (CHAPTERS[at - 1] if at else None, CHAPTERS[at + 1] if at + 1 < len(CHAPTERS) else None)


class Turn(NamedTuple):
    """A chapter on somebody's route, and why it is there."""

    chapter: Chapter
    because: str


class Route(NamedTuple):
    """A way through the kit: the chapters that matter most (at most two), and the others between first and last."""

    first: tuple[Turn, ...]
    rest: tuple[Chapter, ...]

    @property
    def minutes(self) -> int:
        """How long the chapters that matter most take in full."""
        return sum(turn.chapter.minutes for turn in self.first)

    @property
    def brief(self) -> int:
        """How long they take for somebody who goes straight to the questions."""
        return sum(turn.chapter.brief for turn in self.first)


MOST_AT_ONCE = 2
"""How many chapters a first sitting holds."""


def suggest_route(ladder: Ladder, standing: str | None, curious: Sequence[str]) -> Route:
    """The chapters that matter to somebody who stands at a level and is curious about others.

    `standing` is a level id or None; `curious` holds ids of levels and roles, in any order.
    The level where they stand comes first, then what they are curious about. Somebody who
    is curious about nothing else is shown the level that follows theirs. Ids that have no
    chapter are passed over; nothing said gives a route without a first stop.
    """
    wanted = {standing: "where you stand now"} if standing else {}
    for id in curious:
        wanted.setdefault(id, "you said you are curious about it")
    if wanted and not wanted.keys() - {standing}:
        wanted |= {
            level.id: "where people often go from your level" for level in ladder.levels if standing in level.follows
        }
    turns: dict[Chapter, Turn] = {}
    for id, because in wanted.items():
        if found := _about(ladder, id):
            turns.setdefault(found, Turn(found, because))
    first = tuple(turns.values())[:MOST_AT_ONCE]
    taken = {turn.chapter for turn in first}
    return Route(first, tuple(c for c in CHAPTERS[1:-1] if c not in taken))


def _about(ladder: Ladder, id: str) -> Chapter | None:
    if any(role.id == id for role in ladder.roles):
        return ROLES
    return next((found for found in CHAPTERS if found.level == id), None)
