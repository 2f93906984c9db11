"""What the sections of a report are made from, looked up once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from datetime import timezone as tz
from typing import NamedTuple

from helpers.charts import Theme
from helpers.insight import Coverage, Destination, chosen_destination, coverage, standing_of
from helpers.insight.versions import check_ladder_of
from helpers.journal import Event, State, fold
from helpers.ladder import Ladder
from helpers.ladder.model import Level
from helpers.ladder.place_id import PlaceId
from helpers.report import contents

_LAST_ZONE = tz(timedelta(hours=-12))
"""Where a day ends last on earth: whatever was answered on a day, there, belongs to it."""

PRACTICE = "Practised in a lab, at an invented company."
"""What stands with every text that somebody took from a lab: it is no evidence of their work."""

PICTURE_WIDTH = 760
"""Pixels. The page shows a chart of this width a little reduced, which saves height."""


class Material(NamedTuple):
    """A ladder, what somebody answered about it up to a day, and where they stand and head.

    `state` is without the texts that its owner left out; `out` are their subjects, `withheld`
    their words, evidence included. `from_labs` are the texts that were taken from a lab, and `practised` is whatever
    they said after one. `of_workshop` says that `coverages` are of the statements that a workshop asked.
    """

    ladder: Ladder
    events: tuple[Event, ...]
    state: State
    on: date
    theme: Theme
    standing: Level | None
    destination: Destination | None
    coverages: tuple[Coverage, ...]
    out: frozenset[str]
    withheld: frozenset[str]
    from_labs: frozenset[str]
    practised: frozenset[str]
    of_workshop: bool

    @property
    def answered(self) -> tuple[Coverage, ...]:
        """The levels at which at least one statement has an answer, in the ladder's order.

        Of statements that a workshop asked it is all their levels, once any has an answer: what somebody left out there
        is part of what they were asked, and their phone counted it.
        """
        levels = tuple(level for level in self.coverages if level.unanswered < level.total)
        return self.coverages if levels and self.of_workshop else levels

    def quotes(self, lines: Iterable[str]) -> tuple[str, ...]:
        """Those of these texts that aren't left out."""
        return tuple(line for line in lines if line.strip() not in self.withheld)

    def mark(self, lines: Iterable[str]) -> str:
        """What stands with these texts where any of them comes from a lab; "" if none does."""
        marked = (line.strip() in self.from_labs or contents.is_practice(line, self.practised) for line in lines)
        return PRACTICE if any(marked) else ""

    @property
    def goal(self) -> str | None:
        """The id of what the answers are held against: the destination, else where they stand, else nothing."""
        if self.destination:
            return self.destination.id
        return PlaceId.level(self.standing.id) if self.standing else None


def build_context(
    ladder: Ladder, events: Iterable[Event], *, on: date, theme: Theme, asked: Collection[str] | None = None
) -> Material:
    """The material for a report on a day: what was answered later is left out.

    `asked` are the statements that counts are made of (None: all of the ladder's). Raises `OtherLadder` if all
    answers are about another ladder. `events` is the whole journal in any order, and `theme` the look that the report's
    charts are drawn in.
    """
    check_ladder_of(events := tuple(events), ladder)
    end = datetime.combine(on, time.max, _LAST_ZONE)
    known = tuple(event for event in events if event.at <= end)
    answers = fold(known, ladder=ladder)
    out = contents.left_out(answers)
    state = contents.without(answers, out)
    standing = standing_of(ladder, state)
    return Material(
        ladder=ladder,
        events=known,
        state=state,
        on=on,
        theme=theme,
        standing=ladder.level(standing) if standing else None,
        destination=chosen_destination(ladder, state),
        coverages=tuple(
            covered for level in ladder.levels if (covered := coverage(ladder, state, level.id, asked)).total
        ),
        out=out,
        withheld=contents.withheld(answers, out),
        from_labs=contents.taken_from_labs(answers),
        practised=contents.practised(event for event in known if event.ladder == ladder.id),
        of_workshop=asked is not None,
    )
