"""Both views as an agenda for a talk: topics, not errors. No number is made of two answers.

What both see comes first, then what one of the two hasn't seen, then what they see differently, the widest apart
first. The owner's own answers are those frozen when they asked, and are covered until their owner uncovers them,
since the other person may be looking at the same page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from operator import attrgetter
from typing import Final, NamedTuple

from helpers.insight.second_views import WHO
from helpers.insight.words import answer_label, day_in_words
from helpers.journal import Event, Evidence, Rater, Rating, Reply, Seen, often
from helpers.ladder import Ladder
from helpers.ladder.model import Scale
from helpers.review.asking import Invitation

OFTEN = 3
"""From this frequency on, both see something often, whichever of the two words each chose."""

NOT_SEEN = "haven’t seen it"
COVERED = "covered, until you show it"
FORGOTTEN = "no longer in your journal"
SEEN = "What did you see? When was that?"
UNSEEN = "Where could it be seen? Which work ahead has an occasion for it?"

WORDS: Final = (
    "Begin where you see much the same: “We both see this. What makes it work?”",
    "Where one of you hasn’t seen it, or can’t say: “Where could it be seen? Which work ahead has an occasion for it?”",
    "Where you see it differently: “Tell me what you saw”, and then only listen. Then say what you had in mind. Both "
    "may be true, of different days.",
    "Don’t defend, and don’t settle on an answer in the middle. What you look for is the next occasion.",
    "End with one thing: “What shall I try, and when do we look at it again?”",
)
"""What helps in the talk, in the order in which it goes."""
TALK: Final = "Words for the talk"


class Where(StrEnum):
    """Where two views of one statement stand to each other, in the order of the agenda."""

    AGREE = "Where you see much the same"
    UNSEEN = "Where one of you hasn’t seen it, or can’t say"
    APART = "Where you see it differently"
    SILENT = "Not answered"


class Own(NamedTuple):
    """What the owner had said to a statement when they asked; `rating` is None where that was forgotten since."""

    statement: str
    text: str
    rating: Rating | None
    evidence: tuple[str, ...]


class Item(NamedTuple):
    """One statement with both views. `own` is None where that answer was forgotten, `seen` where there is none."""

    statement: str
    text: str
    own: Rating | None
    evidence: tuple[str, ...]
    seen: Seen | None

    @property
    def distance(self) -> int:
        """How many steps of the scale lie between the two; 0 where either isn't a frequency. It is for the order."""
        mine, theirs = self._steps
        return 0 if mine is None or theirs is None else abs(mine - theirs)

    @property
    def where(self) -> Where:
        """The part of the agenda in which it stands."""
        mine, theirs = self._steps
        if self.seen is None:
            return Where.SILENT
        if mine is None or theirs is None:
            return Where.UNSEEN
        return Where.AGREE if mine == theirs or min(mine, theirs) >= OFTEN else Where.APART

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the agenda: by its part, and in that part by what is easier to begin with.

        What both see often comes before what both see seldom; what the other hasn't seen before what its owner can't
        say; the widest apart first.
        """
        mine, theirs = self._steps
        match self.where:
            case Where.AGREE:
                within = -((mine or 0) + (theirs or 0))
            case Where.UNSEEN:
                within = int(theirs is not None) + 2 * int(mine is None and theirs is None)
            case _:
                within = -self.distance
        return list(Where).index(self.where), within

    @property
    def opener(self) -> str:
        """The question that opens the talk about it; "" where both see the same, or nothing was said."""
        match self.where:
            case Where.APART:
                return SEEN
            case Where.UNSEEN:
                return SEEN if self.seen and self.seen.often is not None else UNSEEN
            case _:
                return ""

    @property
    def _steps(self) -> tuple[int | None, int | None]:
        return (self.own.frequency if self.own else None, self.seen.often if self.seen else None)


class Agenda(NamedTuple):
    """One reply beside the answers that its owner had given when they asked; `items` are in the order to talk in."""

    invitation: Invitation
    event: Event
    reply: Reply
    items: tuple[Item, ...]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each statement (by id) in what was sent."""
        return {statement_id: number for number, (statement_id, _) in enumerate(self.invitation.questions, 1)}

    @property
    def author(self) -> str:
        """Who the view is from: the name that they gave, else what they are to its owner.

        A manager's name is known from the invitation. Others stand by name only if they gave it themselves, since
        somebody else may see the page.
        """
        if self.invitation.ask.of is Rater.MANAGER:
            return self.reply.by.strip() or self.invitation.to
        return self.reply.by.strip() or WHO[self.invitation.ask.of]


def agenda_of(invitation: Invitation, event: Event, events: Iterable[Event]) -> Agenda:
    """The agenda of one reply to an invitation.

    `event` is the reply's, `events` a whole journal, of which the frozen answers alone are read: no answer that was
    given, changed or merged in later has a place in it. Raises `ValueError` where the event is no reply to it.
    """
    reply = event.answer
    if not isinstance(reply, Reply) or reply.to != invitation.event.id:
        raise ValueError("this event is no reply to this invitation")
    seen = {sighting.statement: sighting for sighting in reply.seen}
    items = [Item(*own, seen.get(own.statement)) for own in own_answers(invitation, events)]
    items.sort(key=attrgetter("place"))
    return Agenda(invitation, event, reply, tuple(items))


def own_answers(invitation: Invitation, events: Iterable[Event]) -> tuple[Own, ...]:
    """What its owner had said when they asked, statement by statement in the order of the questions.

    `events` is a whole journal, of which the frozen answers alone are read.
    """
    by_id = {event.id: event.answer for event in events}
    answers = []
    for statement_id, text in invitation.questions:
        own = [
            by_id[frozen]
            for statement, frozen in invitation.ask.frozen
            if statement == statement_id and frozen in by_id
        ]
        rating = next((answer for answer in own if isinstance(answer, Rating)), None)
        evidence = tuple(" ".join(answer.text.split()) for answer in own if isinstance(answer, Evidence))
        answers.append(Own(statement_id, text, rating, evidence))
    return tuple(answers)


def own_label(rating: Rating | None, scale: Scale) -> str:
    """One's own answer in words ("often", "no opportunity so far"); None is one that was forgotten since."""
    return FORGOTTEN if rating is None else answer_label(scale, rating)


def as_text(agenda: Agenda, ladder: Ladder, *, shown: Collection[str] = ()) -> str:
    """The agenda as plain text; of one's own answers, those to the statements in `shown` (ids) are uncovered.

    The `ladder` gives the words of its scale.
    """
    scale, numbers = ladder.scale, agenda.numbers
    lines = [
        f"A second view, from {agenda.author}",
        f"Asked on {day_in_words(agenda.invitation.event.at.astimezone())}",
        "",
    ]
    for where in Where:
        items = [item for item in agenda.items if item.where is where]
        if items:
            lines += [where.value, "-" * len(where.value), ""]
        for item in items:
            lines += [*item_lines(item, numbers[item.statement], scale, shown=item.statement in shown), ""]
    if agenda.reply.more.strip():
        lines += ["To do more of", "-------------", "", agenda.reply.more.strip(), ""]
    lines += [TALK, "-" * len(TALK), "", *(f"* {line}" for line in WORDS)]
    return "\n".join(lines) + "\n"


def item_lines(item: Item, number: int, scale: Scale, *, shown: bool) -> tuple[str, ...]:
    """One statement of the agenda, line by line; one's own answer in it only if it is `shown`.

    `item` is that statement with both views, `number` that of its question, and `scale` gives the words for how often.
    """
    mine = "; ".join((own_label(item.own, scale), *item.evidence)) if shown else COVERED
    theirs = ["no answer"] if item.seen is None else [seen_label(item.seen, scale), item.seen.example.strip()]
    return (
        f"{number}. {item.text}",
        f"    They saw: {', '.join(part for part in theirs if part)}",
        f"    You said: {mine}",
        *([f"    {item.opener}"] if item.opener else []),
    )


def seen_label(seen: Seen, scale: Scale) -> str:
    """The scale's word for what somebody saw, or that they haven't seen it."""
    return NOT_SEEN if seen.often is None else answer_label(scale, often(seen.often))
