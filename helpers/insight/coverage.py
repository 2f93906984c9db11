"""What somebody has answered at a level, counted in kinds that are never mixed.

"Not yet" is a frequency, the lowest (a behavioural observation scale: Latham & Wexley
1977). No opportunity, not applicable, don't know and unanswered are no frequencies, so
none of them counts as a zero or enters a denominator. Frequencies with evidence are
told apart from those without: a number alone is a claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from helpers.frozen import Frozen
from helpers.insight.words import count_of, few_occasions
from helpers.journal.events import Rating, RatingState
from helpers.journal.state import State
from helpers.journal.subjects import Subject
from helpers.ladder.model import Ladder, Level, Scale, Section, Statement


class Kind(StrEnum):
    """Where an answer stands beside the ladder's expectation: every item is of exactly one kind.

    The first five hold a frequency and are the denominator of every share. The other
    four stand apart: none of them is a zero.
    """

    SUPPORTED = "supported"
    """At or above the expected frequency, with evidence."""
    CLAIMED = "claimed"
    """At or above the expected frequency, with no evidence beside it."""
    BELOW = "below"
    """Less often than expected ("not yet" included), with or without evidence."""
    BACKED = "backed"
    """A frequency with evidence, where the ladder expects none."""
    SAID = "said"
    """A frequency with no evidence beside it, where the ladder expects none."""
    NO_OPPORTUNITY = "no_opportunity"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    UNANSWERED = "unanswered"


OFTEN = 3
"""From this frequency on something is done often, whichever of the two highest words somebody chose."""

OPEN = (Kind.BACKED, Kind.SAID)
"""The kinds that hold a frequency beside which nothing is expected: no difference, and no gap."""

APART = (Kind.NO_OPPORTUNITY, Kind.NOT_APPLICABLE, Kind.DONT_KNOW, Kind.UNANSWERED)
"""The kinds that enter no share, in the order in which they are listed."""


class ItemView(Frozen):
    """One statement, the ladder's expectation and the person's own answer, side by side.

    `rating` is `UNANSWERED` where there is no answer and `answered` is then None;
    `expected` is a frequency 0–4, None where the ladder expects none. `evidence` holds the lines that support the
    statement, oldest first, in the person's own words.
    """

    statement: Statement
    level: Level = Field(repr=False)
    section: Section
    rating: Rating
    expected: int | None
    answered: datetime | None = None
    evidence: tuple[str, ...] = Field(default=(), repr=False)

    @property
    def supported(self) -> bool:
        """Whether at least one line of evidence stands beside the answer."""
        return bool(self.evidence)

    @property
    def difference(self) -> int | None:
        """Expected minus answered: positive is room to grow; None where one of the two is no frequency."""
        if self.rating.frequency is None or self.expected is None:
            return None
        return self.expected - self.rating.frequency

    @property
    def at_expected(self) -> bool:
        """Answered with a frequency that is at or above the expected one."""
        return self.difference is not None and self.difference <= 0

    @property
    def shown(self) -> bool:
        """Whether somebody says they do it: as often as expected, or "often" where nothing is expected."""
        if self.expected is None:
            return self.rating.frequency is not None and self.rating.frequency >= OFTEN
        return self.at_expected

    @property
    def thin(self) -> bool:
        """Whether it rests on so few occasions that it is no gap by itself, however it was answered."""
        return few_occasions(self.rating)

    @property
    def kind(self) -> Kind:
        """The one kind that this item counts as."""
        if self.rating.state is not RatingState.FREQUENCY:
            return Kind(self.rating.state.value)
        if self.expected is None:
            return Kind.BACKED if self.supported else Kind.SAID
        if not self.at_expected:
            return Kind.BELOW
        return Kind.SUPPORTED if self.supported else Kind.CLAIMED


class Coverage(Frozen):
    """A level's rated statements as somebody answered them, in reading order.

    There is no score: counts only, and `rated` of `total` beside every share.
    """

    level: Level
    scale: Scale = Field(repr=False)
    items: tuple[ItemView, ...]

    @property
    def level_id(self) -> str:
        """The id of the level."""
        return self.level.id

    def count(self, kind: Kind) -> int:
        """How many items are of this kind."""
        return sum(item.kind is kind for item in self.items)

    @property
    def total(self) -> int:
        """How many statements somebody was asked about: the level's, or those of a workshop."""
        return len(self.items)

    @property
    def rated(self) -> int:
        """How many have a frequency, "not yet" included: the denominator of every share."""
        return sum(item.rating.state is RatingState.FREQUENCY for item in self.items)

    @property
    def at_expected(self) -> int:
        """How many are at or above the expected frequency: `supported` + `claimed_only`."""
        return sum(item.at_expected for item in self.items)

    @property
    def supported(self) -> int:
        """How many are at or above the expected frequency and have evidence."""
        return self.count(Kind.SUPPORTED)

    @property
    def claimed_only(self) -> int:
        """How many are at or above the expected frequency with no evidence yet."""
        return self.count(Kind.CLAIMED)

    @property
    def below(self) -> int:
        """How many are answered with a frequency below the expected one."""
        return self.count(Kind.BELOW)

    @property
    def open(self) -> int:
        """How many are answered with a frequency where the ladder expects none."""
        return sum(item.kind in OPEN for item in self.items)

    @property
    def no_opportunity(self) -> int:
        """How many were answered "no opportunity so far"."""
        return self.count(Kind.NO_OPPORTUNITY)

    @property
    def not_applicable(self) -> int:
        """How many were answered "not applicable here"."""
        return self.count(Kind.NOT_APPLICABLE)

    @property
    def dont_know(self) -> int:
        """How many were answered "don't know"."""
        return self.count(Kind.DONT_KNOW)

    @property
    def set_apart(self) -> int:
        """How many were answered with no frequency: it didn't come up, it isn't theirs, or they don't know."""
        return self.no_opportunity + self.not_applicable + self.dont_know

    @property
    def unanswered(self) -> int:
        """How many have no answer."""
        return self.count(Kind.UNANSWERED)

    @property
    def rated_text(self) -> str:
        """How much of the level is rated: "5 of 7 rated"."""
        return f"{self.rated} of {self.total} rated"

    @property
    def share_text(self) -> str:
        """The share at the expected frequency, with its n: a sentence, or why there is none."""
        if not self.rated:
            return f"Nothing rated yet, of {count_of(self.total, 'statement')}."
        if self.open == self.rated:
            return f"{self.rated_text}, {self.count(Kind.BACKED) or 'none'} of them with evidence."
        if self.open:
            return (
                f"{self.at_expected} of {self.rated - self.open} at the expected frequency or above; "
                f"{self.open} more where none is expected ({self.rated_text})."
            )
        text = f"{self.at_expected} of {self.rated} at the expected frequency or above"
        if self.at_expected:
            text += f", {self.supported} of them with evidence"
        return f"{text} ({self.rated_text})."


def item_views(ladder: Ladder, state: State, statement_ids: Iterable[str]) -> tuple[ItemView, ...]:
    """The person's own answer to each of these statements, in the order asked for.

    Raises `UnknownId` for a statement that the ladder doesn't have. `state` is the fold of their answers, and
    `statement_ids` says which statements. A rating that isn't there is unanswered, and never 0.
    """
    evidence: dict[str, list[str]] = {}
    for line in state.evidence():
        for supported in line.supports:
            evidence.setdefault(supported, []).append(line.text)
    views = []
    for statement_id in statement_ids:
        statement = ladder.statement(statement_id)
        event = state.event(Subject.statement(statement_id))
        rating = state.rating(statement_id)
        views.append(
            ItemView(
                statement=statement,
                level=ladder.level_of(statement_id),
                section=ladder.section_of(statement_id),
                rating=rating,
                expected=ladder.expected(statement),
                answered=event.at if event and rating.state is not RatingState.UNANSWERED else None,
                evidence=tuple(evidence.get(statement_id, ())),
            )
        )
    return tuple(views)


def coverage(ladder: Ladder, state: State, level_id: str, asked: Collection[str] | None = None) -> Coverage:
    """What somebody answered at a level.

    `asked` are the ids of the statements that they were asked, where that wasn't all of them (None: all). Raises
    `UnknownId` for a level the ladder doesn't have. `state` is the fold of their answers, and `level_id` names the
    level. What wasn't answered counts as unanswered, and never as 0.
    """
    level = ladder.level(level_id)
    ids = [statement.id for statement in level.statements if asked is None or statement.id in asked]
    return Coverage(
        level=level,
        scale=ladder.scale,
        items=item_views(ladder, state, ids),
    )
