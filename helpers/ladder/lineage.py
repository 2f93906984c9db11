"""What became of an id: from the version in which something was answered to the one that is in use.

    id, version ── became ──▶ what it is called now, and whether an answer to it still means the same

A ladder says it by three keys: `versions`, oldest first; `was`, on whatever has another id now; `since`, on
whatever means something else since one of the versions. Nothing here knows about answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from helpers.ladder.model import Ladder, Level, Prompt, Role, Statement
from helpers.ladder.place_id import PlaceId


class How(StrEnum):
    """What became of something that was answered."""

    KEPT = "kept"
    """It has the same id and means the same."""
    RENAMED = "renamed"
    """It has another id, or was put together with others, and means the same."""
    CHANGED = "changed"
    """It means something else since."""
    SPLIT = "split"
    """It became several things."""
    DIFFERS = "differs"
    """It was put together with others, and the answers to them differ."""
    UNLISTED = "unlisted"
    """The ladder doesn't know the version in which it was answered."""
    GONE = "gone"
    """The ladder has it no more."""


CARRIED = frozenset({How.KEPT, How.RENAMED})
"""What an answer outlives; whatever else became of something, it is asked afresh or no more."""


class Became(NamedTuple):
    """What became of an id: what there is in its place now (several where it was split, none where it is gone)."""

    how: How
    now: tuple[str, ...]

    @property
    def heir(self) -> str | None:
        """The one id that an answer is carried to; None if it isn't."""
        return self.now[0] if self.how in CARRIED else None


def versions_of(ladder: Ladder) -> tuple[str, ...]:
    """The versions whose answers a ladder can read, oldest first; its own is the last."""
    return ladder.versions or (ladder.version,)


def statement_became(ladder: Ladder, id: str, version: str, *, rated: bool = True) -> Became:
    """What became of a statement that was answered in a version.

    `rated` tells answers on the scale from others about the statement: a scale that means something else
    changes only the former. `id` is that of the statement as it was then, and `ladder` is the one in use now.
    """
    heirs = ladder.statement_heirs.get(id, ())
    return _became(ladder, heirs, id, version, *(each.since for each in heirs), ladder.scale.since if rated else None)


def prompt_became(ladder: Ladder, id: str, version: str) -> Became:
    """What became of a reflection prompt that was answered in a version.

    `id` is that of the prompt as it was then, and `ladder` is the one in use now.
    """
    heirs = ladder.prompt_heirs.get(id, ())
    return _became(ladder, heirs, id, version, *(each.since for each in heirs))


def place_became(ladder: Ladder, id: str, version: str) -> Became:
    """What became of a level or role that was chosen in a version ("senior", "level:senior", "role:consulting").

    `id` is that of the place as it was then, and `ladder` is the one in use now.
    """
    place = PlaceId(id)
    kinds = {"level": Level, "role": Role}.get(place.kind, (Level, Role))
    heirs = [each for each in ladder.place_heirs.get(place.bare, ()) if isinstance(each, kinds)]
    outcome = _became(ladder, heirs, place.bare, version)
    return outcome._replace(now=tuple(map(place.renamed, outcome.now)))


def _became(
    ladder: Ladder, heirs: Sequence[Statement | Prompt | Level | Role], id: str, version: str, *since: str | None
) -> Became:
    now, versions = tuple(each.id for each in heirs), versions_of(ladder)
    if not heirs:
        return Became(How.GONE, now)
    if version not in versions:
        return Became(How.UNLISTED, now)
    if len(heirs) > 1:
        return Became(How.SPLIT, now)
    if any(each in versions and versions.index(version) < versions.index(each) for each in since if each):
        return Became(How.CHANGED, now)
    return Became(How.KEPT if now == (id,) else How.RENAMED, now)
