"""How far a room is, in counts alone: nothing here can tell who, or what they said.

It sees which subjects a person has said anything about, never an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from helpers.journal import Subject
from helpers.workshop import feedback
from helpers.workshop.agenda import Activity
from helpers.workshop.hosted import HostedPlan

PLACES = frozenset((Subject.choice("standing"), Subject.choice("curious")))


class Reached(NamedTuple):
    """How many people have begun a block, and how many have done all that it asks.

    `late` are those who came after it was closed and have answered nothing of it yet.
    """

    begun: int
    done: int
    late: int = 0


class Progress(NamedTuple):
    """How many joined, how far they are in each block, by its id, and how many said something of the workshop itself.

    That is of all of them, whether they ask to be left out of what is shown or not: a number that fell when somebody
    ticks that would tell of it, and whoever leads would wait for somebody who has answered.
    """

    joined: int
    answers: Mapping[str, Reached]
    feedback: int = 0


def count(plan: HostedPlan, people: Sequence[Collection[str]], *, missed: Sequence[Collection[str]] = ()) -> Progress:
    """Counts over all who joined, each given as the subjects about which they say anything now.

    `missed` are, for each of the people, the ids of the blocks that were closed when they came (empty: nobody's).

    A block is begun with the first answer to one of its questions. It is done when something is
    said of where somebody stands or what draws them, every statement is rated, a reflection written, a focus chosen
    and a plan has something in it, as far as it asks for these.
    """
    asks = [(block.id, block.asks) for block in plan.blocks]
    statements = {Subject.statement(statement_id) for statement_id in plan.statements}
    begun, done, late = ({block_id: 0 for block_id, _ in asks} for _ in range(3))
    for subjects, closed in zip(people, missed or [()] * len(people), strict=True):
        kinds = {ask: _asked(ask, subjects, statements) for ask in Activity}
        finished = {
            **{ask: bool(number) for ask, number in kinds.items()},
            Activity.RATE: kinds[Activity.RATE] == len(statements),
        }
        for block_id, asked in asks:
            some = any(kinds[ask] for ask in asked)
            begun[block_id] += some
            done[block_id] += all(finished[ask] for ask in asked)
            late[block_id] += block_id in closed and not some
    return Progress(
        len(people),
        {block_id: Reached(begun[block_id], done[block_id], late[block_id]) for block_id, _ in asks},
        sum(not feedback.subjects().isdisjoint(subjects) for subjects in people),
    )


def _asked(ask: Activity, subjects: Collection[str], statements: Collection[str]) -> int:
    """How many of these subjects answer such a question."""
    match ask:
        case Activity.STAND:
            return sum(subject in PLACES for subject in subjects)
        case Activity.RATE:
            return sum(subject in statements for subject in subjects)
        case Activity.REFLECT:
            return sum(Subject(subject).kind == "prompt" and subject not in feedback.subjects() for subject in subjects)
        case Activity.FOCUS:
            return sum(subject == "choice:focus" for subject in subjects)
        case Activity.PLAN:
            return sum(Subject(subject).kind == "plan" for subject in subjects)
