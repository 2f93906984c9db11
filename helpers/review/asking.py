"""Asking for a second view: which statements, and one's own answers as they stand at that moment.

What keeps the two views apart is that asking names the events of one's own answers. A later answer is another
event, so neither a change of mind nor an older journal that is merged in can take its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from helpers.errors import UsageError
from helpers.insight.coverage import Kind, item_views
from helpers.journal import Ask, Event, Evidence, Rater, State, Subject, says_something
from helpers.journal.state import by_time
from helpers.ladder import Ladder
from helpers.ladder.model import Scale

MOST = 8
"""Statements that one person is asked about: more is a form, and comes back late or never."""

TRUE = "how often was this true?"
"""What is asked of a statement that is no act."""

_AS = {Rater.MANAGER: "your manager", Rater.PEER: "a peer", Rater.REPORT: "a report of yours", Rater.OTHER: "somebody"}


class Invitation(NamedTuple):
    """A second view that was asked for: the event and what it says."""

    event: Event
    ask: Ask

    @property
    def reference(self) -> str:
        """What its message is known by: short enough to be typed, long enough to be its own."""
        return self.event.subject.id

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """The statements in their order, as (id, words), in the words in which they were asked."""
        words = dict(self.event.asked)
        return tuple((statement_id, words.get(statement_id, statement_id)) for statement_id in self.ask.statements)

    @property
    def to(self) -> str:
        """Whom it was for, for its owner's eyes: a name, or what they are to them."""
        return self.ask.whom.strip() or _AS[self.ask.of]


def periods(invitation: Invitation, ladder: Ladder) -> tuple[str, ...]:
    """For each statement, in order: how far back it is asked about ("18 months") if it seldom comes up, else ""."""
    known = (
        ladder.statement(statement_id) if ladder.has_statement(statement_id) else None
        for statement_id, _ in invitation.questions
    )
    rare = (ladder.scale.rare_of(statement) if statement else None for statement in known)
    return tuple(each.period if each else "" for each in rare)


def scale_words(scale: Scale) -> tuple[str, ...]:
    """What the numbers of an answer mean, in words: the question, how far back the rare is asked about, the steps."""
    steps = [step.label for step in sorted(scale.frequencies, key=lambda step: step.value)]
    return tuple(" ".join(text.split()) for text in (scale.question, scale.rare.period if scale.rare else "", *steps))


def hint(ladder: Ladder, id: str) -> str:
    """What stands beside a statement that doesn't go on from the question above it: a state, or rare work; else ""."""
    if not ladder.has_statement(id):
        return ""
    statement = ladder.statement(id)
    if statement.state:
        return TRUE[:1].upper() + TRUE[1:]
    rare = ladder.scale.rare_of(statement)
    return f"It seldom comes up: think of the last {rare.period}, and say which occasion it was." if rare else ""


def proposed(ladder: Ladder, state: State) -> tuple[str, ...]:
    """At most eight statements to ask about: the focus, what was said without evidence, then what its owner can't tell.

    Empty where nothing of that is answered yet.
    """
    focus = [statement_id for statement_id in state.chosen("focus") if ladder.has_statement(statement_id)]
    views = item_views(ladder, state, (statement.id for _, _, statement in ladder.walk()))
    kinds = (Kind.CLAIMED, Kind.SAID, Kind.DONT_KNOW)
    unsure = [view.statement.id for kind in kinds for view in views if view.kind is kind]
    answered = {view.statement.id for view in views if view.kind is not Kind.UNANSWERED}
    return tuple(statement_id for statement_id in dict.fromkeys((*focus, *unsure)) if statement_id in answered)[:MOST]


def ask(ladder: Ladder, state: State, statements: Iterable[str], *, of: Rater, whom: str = "", word: str = "") -> Ask:
    """The answer that asks, with one's own answers as they stand in `state` frozen by their events' ids.

    `statements` are ids, each taken once; `of` is what the one asked is to the owner, `whom` their name and `word`
    what goes along to them, "" for none. Raises `UnknownId` for a statement that the ladder doesn't have, and
    `UsageError` for none, for more than eight and for one that isn't answered yet.
    """
    chosen = tuple(dict.fromkeys(statements))
    titles = {statement_id: ladder.statement(statement_id).title for statement_id in chosen}
    if not 1 <= len(chosen) <= MOST:
        raise UsageError(
            f"a second view is asked of 1 to {MOST} statements, and these are {len(chosen)}",
            next_step="Five to eight are a good number: they take the other person about ten minutes.",
        )
    own = {statement_id: state.event(Subject.statement(statement_id)) for statement_id in chosen}
    open_ones = [
        statement_id for statement_id, event in own.items() if event is None or not says_something(event.answer)
    ]
    if open_ones:
        raise UsageError(
            f"you haven’t answered “{titles[open_ones[0]]}” ({open_ones[0]}) yourself yet",
            next_step="Answer it first: your own answers are kept as they are at the moment you ask.",
        )
    own_ones = (event for event in state.current.values() if event.rater is Rater.SELF)
    lines = [event for event in own_ones if event.subject.kind == "evidence"]
    frozen = [(statement_id, event.id) for statement_id, event in own.items() if event]
    frozen += [
        (statement_id, line.id)
        for line in sorted(lines, key=by_time)
        for statement_id in chosen
        if _backs(line, statement_id)
    ]
    return Ask(of=of, whom=whom, word=word, statements=chosen, frozen=tuple(frozen))


def _backs(event: Event, statement_id: str) -> bool:
    return isinstance(event.answer, Evidence) and says_something(event.answer) and statement_id in event.answer.supports


def invitations(events: Iterable[Event]) -> tuple[Invitation, ...]:
    """Every second view that was asked for and wasn't forgotten, oldest first."""
    asked = (Invitation(event, event.answer) for event in sorted(events, key=by_time) if isinstance(event.answer, Ask))
    return tuple(asked)
