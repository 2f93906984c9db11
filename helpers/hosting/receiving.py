"""Answers that a device sends: checked one by one, and kept."""

from __future__ import annotations

from helpers.database import Appended, Given, Participant, Store
from helpers.database.store import Before
from helpers.errors import TooMuch
from helpers.form import Refused, checked, known
from helpers.hosting.bodies import Batch
from helpers.hosting.protocol import BatchReply, RefusedAnswer, StandingAnswer
from helpers.hosting.questions import accepted_fields

COUNTED = (
    "You are in the picture that was shown, and what is in it stays. It holds counts and no names. But where everybody "
    "in a group gave the same answer, all can tell that you gave it too; and where only one person answered "
    "differently, that one can tell. The screen says so before it shows such an answer."
)


def keep_batch(store: Store, me: Participant, batch: Batch) -> BatchReply:
    """Check a batch and keep what belongs; an id that was kept before is known before its answer is looked at.

    `me` is the participant whose device sent it, and `store` is where it is kept.
    """
    plan = store.plan(me.session)
    ids, subjects = [event.id for event in batch.events], {event.subject for event in batch.events}
    there: frozenset[str] = frozenset()
    given: list[Given] = []
    refused: list[RefusedAnswer] = []

    def check(before: Before) -> list[Given]:
        nonlocal there
        opened, there, standing = before
        questions = accepted_fields(plan, [ask for block in plan.blocks if block.id in opened for ask in block.asks])
        for event in batch.events:
            if event.id in there:
                continue
            try:
                subject, answer = checked(event.subject, event.answer, fields=questions, current=standing.get)
            except Refused as error:
                refused.append(RefusedAnswer(id=event.id, message=str(error)))
            else:
                standing[subject] = answer
                knew = None if event.base is None else known(list(event.base))
                given.append(Given(id=event.id, subject=subject, answer=answer, age_ms=event.age, knew=knew))
        return given

    try:
        kept = store.take(me.id, batch.device, ids, subjects, check)
        left = [each.id for each in given if each.id not in kept.kept and each.id not in kept.stands]
        refused += [RefusedAnswer(id=event_id, message=COUNTED) for event_id in left]
    except TooMuch as error:
        refused += [RefusedAnswer(id=each.id, message=str(error)) for each in given]
        kept = Appended()
    return BatchReply(
        saved=tuple(sorted(kept.kept | there)),
        refused=tuple(refused),
        stands=tuple(StandingAnswer(id=event_id, answer=answer) for event_id, answer in kept.stands.items()),
        new=kept.new,
        answers=kept.answers,
    )
