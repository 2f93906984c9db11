"""From now to what a destination expects, statement by statement, and what carries over."""

from __future__ import annotations

from pydantic import Field

from helpers.frozen import Frozen
from helpers.insight.coverage import APART, OPEN, ItemView, Kind, item_views
from helpers.insight.destinations import Destination, destination, standing_of
from helpers.insight.words import count_of
from helpers.journal.state import State
from helpers.ladder.model import Competency, Ladder, Learning, Scale, Statement


class GapItem(ItemView):
    """A statement that a destination asks for; `because` is why a role draws on it (None at a level)."""

    because: str | None = None


class Transfer(Frozen):
    """A competency that the destination asks for and the person already shows elsewhere.

    `shown` are statements at or above their own level's expectation ("often" where there is none), those with
    evidence first; `asked` are the destination's statements in the same competency.
    `reason` says both in a sentence.
    """

    competency: Competency
    shown: tuple[ItemView, ...]
    asked: tuple[Statement, ...]
    reason: str


class Gap(Frozen):
    """What lies between somebody's answers and a destination.

    `items` are exactly the destination's statements: the widest difference first, after them those that rest on
    very few occasions and so are no gap by themselves, then those that are no frequency (by state), then those at
    or above the expectation, then those beside which nothing is expected (seldom first).
    `learn` is what a neighbouring role asks for that product work rarely teaches; empty
    for a level. There is no total: a gap is a list to talk about.
    """

    destination: Destination
    scale: Scale = Field(repr=False)
    items: tuple[GapItem, ...]
    transfers: tuple[Transfer, ...] = ()
    learn: tuple[Learning, ...] = ()

    def of_kind(self, *kinds: Kind) -> tuple[GapItem, ...]:
        """The items of these kinds, in their order."""
        return tuple(item for item in self.items if item.kind in kinds)

    @property
    def to_grow(self) -> tuple[GapItem, ...]:
        """Rated below the expectation on enough occasions to tell, the widest difference first."""
        return tuple(item for item in self.of_kind(Kind.BELOW) if not item.thin)

    @property
    def thin(self) -> tuple[GapItem, ...]:
        """Rated below the expectation on so few occasions that it is no gap by itself."""
        return tuple(item for item in self.of_kind(Kind.BELOW) if item.thin)

    @property
    def met(self) -> tuple[GapItem, ...]:
        """Rated at or above the expectation, with evidence or without."""
        return self.of_kind(Kind.SUPPORTED, Kind.CLAIMED)

    @property
    def open(self) -> tuple[GapItem, ...]:
        """Answered with a frequency where the ladder expects none, seldom first: no gap."""
        return self.of_kind(*OPEN)

    @property
    def expects(self) -> bool:
        """Whether a frequency is expected of any of the statements."""
        return any(item.expected is not None for item in self.items)

    @property
    def apart(self) -> tuple[GapItem, ...]:
        """Answered otherwise or not at all; grouped by state, none of them a difference."""
        return self.of_kind(*APART)

    @property
    def rated(self) -> int:
        """How many of the statements have a frequency."""
        return len(self.items) - len(self.apart)

    @property
    def rated_text(self) -> str:
        """How much of the destination is rated: "5 of 7 rated"."""
        return f"{self.rated} of {len(self.items)} rated"


def gap(ladder: Ladder, state: State, destination_id: str) -> Gap:
    """The gap to a destination: a level's own statements, or those that a role draws on.

    A difference is the expected frequency minus the answer, in steps of the scale
    (−4 to 4). Raises `UnknownId` if the ladder has no such destination. `destination_id` is "level:…" or "role:…", and
    `state` the fold of the person's answers; one that isn't there has no difference.
    """
    goal = destination(ladder, destination_id, standing_of(ladder, state))
    if goal.role is not None:
        reasons: dict[str, str | None] = {draw.statement: draw.because for draw in goal.role.draws_on}
    else:
        assert goal.level is not None  # noqa: S101  a destination is a level or a role
        reasons = dict.fromkeys(statement.id for statement in goal.level.statements)
    items = tuple(
        GapItem(**dict(view), because=reasons[view.statement.id]) for view in item_views(ladder, state, reasons)
    )
    return Gap(
        destination=goal,
        scale=ladder.scale,
        items=tuple(sorted(items, key=_widest_first)),
        transfers=_transfers(ladder, state, goal, items),
        learn=goal.role.learn if goal.role else (),
    )


def _widest_first(item: GapItem) -> tuple[int, int]:
    if item.kind is Kind.BELOW:
        return (1 if item.thin else 0, -(item.difference or 0))
    if item.kind in APART:
        return (2, APART.index(item.kind))
    if item.kind in OPEN:
        return (4, item.rating.frequency or 0)
    return (3, -(item.difference or 0))


def _transfers(ladder: Ladder, state: State, goal: Destination, items: tuple[GapItem, ...]) -> tuple[Transfer, ...]:
    """By competency: most evidence first, then most shown, then as the ladder lists them."""
    asked: dict[str | None, list[Statement]] = {}
    for item in items:
        asked.setdefault(item.statement.competency, []).append(item.statement)
    own = {item.statement.id for item in items}
    elsewhere = (s.id for _, _, s in ladder.walk() if s.id not in own and s.competency and s.competency in asked)
    shown: dict[str | None, list[ItemView]] = {}
    for view in item_views(ladder, state, elsewhere):
        if view.shown:
            shown.setdefault(view.statement.competency, []).append(view)
    transfers = [
        Transfer(
            competency=competency,
            shown=tuple(sorted(shown[competency.id], key=lambda view: not view.supported)),
            asked=tuple(asked[competency.id]),
            reason=_transfer_reason(competency, goal, shown[competency.id], len(asked[competency.id]), ladder.expects),
        )
        for competency in ladder.competencies
        if competency.id in shown
    ]
    return tuple(sorted(transfers, key=lambda t: (-sum(view.supported for view in t.shown), -len(t.shown))))


def _transfer_reason(
    competency: Competency, goal: Destination, shown: list[ItemView], asked: int, expects: bool
) -> str:
    supported = sum(view.supported for view in shown)
    if len(shown) == 1:
        evidence = "with evidence" if supported else "no evidence yet"
    else:
        evidence = f"{supported or 'none'} of them with evidence"
    wants = f"“{goal.title}” draws on" if goal.role else f"{goal.short_title} asks for"
    often = "at the expected frequency or above" if expects else "often, or more"
    return (
        f"{competency.title}: elsewhere on the ladder you answered {count_of(len(shown), 'statement')} {often}, "
        f"{evidence}. {wants} {count_of(asked, 'statement')} in this competency."
    )
