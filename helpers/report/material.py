"""What the sections of a report are made from, looked up once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from datetime import timezone as tz
from typing import NamedTuple

from helpers.charts import Theme
from helpers.insight import Coverage, Destination, chosen_destination, coverage, standing_of
from helpers.insight.versions import check_ladder_of
from helpers.journal import Event, State, fold
from helpers.ladder import Ladder
from helpers.ladder.model import Level

_LAST_ZONE = tz(timedelta(hours=-12))
"""Where a day ends last on earth: whatever was answered on a day, there, belongs to it."""

PICTURE_WIDTH = 760
"""Pixels. The page shows a chart of this width a little reduced, which saves height."""


class Material(NamedTuple):
    """A ladder, what somebody answered about it up to a day, and where they stand and head."""

    ladder: Ladder
    events: tuple[Event, ...]
    state: State
    on: date
    theme: Theme
    standing: Level | None
    destination: Destination | None
    coverages: tuple[Coverage, ...]

    @property
    def answered(self) -> tuple[Coverage, ...]:
        """The levels at which at least one statement has an answer, in the ladder's order."""
        return tuple(level for level in self.coverages if level.unanswered < level.total)

    @property
    def goal(self) -> str | None:
        """The id of what the answers are held against: the destination, else where they stand, else nothing."""
        if self.destination:
            return self.destination.id
        return f"level:{self.standing.id}" if self.standing else None


def gather(ladder: Ladder, events: Iterable[Event], *, on: date, theme: Theme) -> Material:
    """The material for a report on a day: what was answered later is left out.

    Raises `OtherLadder` if all answers are about another ladder.
    """
    check_ladder_of(events := tuple(events), ladder)
    end = datetime.combine(on, time.max, _LAST_ZONE)
    known = tuple(event for event in events if event.at <= end)
    state = fold(known, ladder=ladder)
    standing = standing_of(ladder, state)
    return Material(
        ladder=ladder,
        events=known,
        state=state,
        on=on,
        theme=theme,
        standing=ladder.level(standing) if standing else None,
        destination=chosen_destination(ladder, state),
        coverages=tuple(coverage(ladder, state, level.id) for level in ladder.levels),
    )
