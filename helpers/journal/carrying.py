"""A person's answers under a ladder that has changed since: what is carried over, and what is asked afresh.

    latest events + ladder ── carry ──▶ the answers that stand now, and what became of each answer

The journal isn't touched: what is carried is the same answer, read under its statement's id of today. An answer
that isn't carried is never dropped. It stands among the fates, with the words that it was given to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from helpers.journal.events import Choice, Event, Evidence, PlanItem, Rater, says_something
from helpers.journal.subjects import PLACES, Subject
from helpers.ladder.lineage import CARRIED, Became, How, place_became, prompt_became, statement_became
from helpers.ladder.model import Ladder

Key = tuple[Rater, Subject]
Latest = Mapping[Key, Event]


class Fate(NamedTuple):
    """What became of an answer.

    `now` are the subjects under which it stands, or those that are asked afresh in its place. `lost` are the ids in
    it that weren't carried over: of a level that is gone, of a statement that evidence no longer supports.
    """

    event: Event
    how: How
    now: tuple[Subject, ...] = ()
    lost: tuple[str, ...] = ()


class Carried(NamedTuple):
    """The answers that stand under a ladder, and what became of every answer that says something."""

    current: Latest
    fates: tuple[Fate, ...]


class _Claim(NamedTuple):
    """An answer at a subject of today: as it was given, as it reads there, and what became of what it is about."""

    given: Event
    read: Event
    how: How
    lost: tuple[str, ...] = ()


def carry(latest: Latest, ladder: Ladder) -> Carried:
    """What the latest answers to each subject come to under this version of their ladder.

    An answer is left out of the fates only where a later one was given in its place.
    """
    claims: dict[Key, list[_Claim]] = {}
    gone: list[Fate] = []
    # By time, whatever order lines stand in: a journal that was merged says the same as its parts.
    for (rater, _), event in sorted(latest.items(), key=lambda kept: _when(kept[1])):
        event_claims = tuple(_claims(event, ladder))
        for claim in event_claims:
            claims.setdefault((rater, claim.read.subject), []).append(claim)
        if not event_claims and not any(_replaces(other, event) for other in latest.values()):
            gone.append(Fate(event, How.GONE))
    current: dict[Key, Event] = {}
    fates: dict[str, Fate] = {fate.event.id: fate for fate in gone if says_something(fate.event.answer)}
    for key, rivals in claims.items():
        heads = [claim for claim in rivals if not any(_replaces(other.given, claim.given) for other in rivals)]
        stands, affected = _settle(heads)
        if stands is not None:
            current[key] = stands
        for claim in affected:
            before = fates.get(claim.given.id)
            now = (*(before.now if before else ()), key[1])
            fates[claim.given.id] = Fate(claim.given, claim.how, now, claim.lost)
    return Carried(current, tuple(sorted(fates.values(), key=lambda fate: (fate.event.at, fate.event.id))))


def _replaces(later: Event, event: Event) -> bool:
    """Whether a later answer was given in the place of an earlier one, under an id that this had got by then."""
    return (
        event.subject.id in later.was
        and later.subject.kind == event.subject.kind
        and later.rater == event.rater
        and (later.at, later.id) > (event.at, event.id)
    )


def _settle(heads: list[_Claim]) -> tuple[Event | None, list[_Claim]]:
    """The answer that stands on one subject of today, and all that have something to be told about.

    Answers that were put together stand if they agree, with those too that no longer mean the same. What was said
    of a whole has no voice in its parts. Lines of evidence stand one below the other.
    """
    spoken = [claim for claim in heads if says_something(claim.given.answer)]
    carried = [claim for claim in spoken if claim.how in CARRIED]
    if not carried:
        silent = [claim.read for claim in heads if claim not in spoken]
        return (max(silent, key=_when) if silent and not spoken else None), spoken
    newest = max((claim.read for claim in carried), key=_when)
    if all(isinstance(claim.read.answer, Evidence) for claim in carried):
        newest = newest.model_copy(update={"answer": _together([claim.read for claim in carried])})
    elif any(claim.read.answer != newest.answer for claim in spoken if claim.how is not How.SPLIT):
        return None, [_differs(claim) if claim in carried else claim for claim in spoken]
    return newest, spoken


def _when(event: Event) -> tuple[object, ...]:
    return (event.at, event.id)


def _differs(claim: _Claim) -> _Claim:
    return claim._replace(how=How.DIFFERS)


def _together(events: list[Event]) -> Evidence:
    """Lines of evidence that came to one statement, oldest first, each once."""
    lines = [event.answer for event in sorted(events, key=_when) if isinstance(event.answer, Evidence)]
    return Evidence(
        text="\n\n".join(dict.fromkeys(line.text for line in lines)),
        supports=tuple(dict.fromkeys(statement_id for line in lines for statement_id in line.supports)),
        labs=tuple(dict.fromkeys(lab for line in lines for lab in line.labs)),
    )


def _claims(event: Event, ladder: Ladder) -> Iterator[_Claim]:
    """The subjects of today that an answer comes to; none where what it is about is gone."""
    match event.subject.kind, event.answer:
        case "statement", _:
            yield from _of(event, statement_became(ladder, event.subject.id, event.ladder_version))
        case "prompt", _:
            yield from _of(event, prompt_became(ladder, event.subject.id, event.ladder_version))
        case "evidence", Evidence() as line:
            yield from _evidence(event, line, ladder)
        case "plan", PlanItem() as plan:
            yield _plan(event, plan, ladder)
        case "choice", Choice() as choice if event.subject.id in (*PLACES, "focus"):
            yield _choice(event, choice, ladder)
        case _:
            yield _Claim(event, event, How.KEPT)


def _of(event: Event, became: Became) -> Iterator[_Claim]:
    for heir_id in became.now:
        yield _Claim(event, event.model_copy(update={"subject": event.subject.renamed(heir_id)}), became.how)


def _evidence(event: Event, line: Evidence, ladder: Ladder) -> Iterator[_Claim]:
    """A line of evidence supports what still means the same; it stands at its own statement as long as that does,
    and under its old id for as long as it supports another.
    """
    home = _statement(event.subject.id, event, ladder)
    became = {statement_id: _statement(statement_id, event, ladder) for statement_id in line.supports}
    supports = tuple(dict.fromkeys(outcome.heir for outcome in became.values() if outcome.heir))
    lost = tuple(statement_id for statement_id, outcome in became.items() if not outcome.heir)
    read = line.model_copy(update={"supports": supports})
    if home.heir or supports:
        subject = event.subject.renamed(home.heir or event.subject.id)
        how = home.how if home.heir else How.KEPT
        yield _Claim(event, event.model_copy(update={"subject": subject, "answer": read}), how, lost)
    else:
        yield from _of(event, home)


def _plan(event: Event, plan: PlanItem, ladder: Ladder) -> _Claim:
    """A plan is somebody's own words, and stays. Where its focus isn't carried, the focus's old words are its aim."""
    if plan.focus is None:
        return _Claim(event, event, How.KEPT)
    focus = _statement(plan.focus, event, ladder)
    aim = plan.aim if focus.heir else plan.aim.strip() or dict(event.asked).get(plan.focus, "")
    read = plan.model_copy(update={"focus": focus.heir, "aim": aim})
    how = focus.how if focus.heir else How.KEPT
    return _Claim(event, event.model_copy(update={"answer": read}), how, () if focus.heir else (plan.focus,))


def _choice(event: Event, choice: Choice, ladder: Ladder) -> _Claim:
    """What was chosen under its id of today; what isn't carried is chosen no more."""
    if event.subject.id == "focus":
        became = {chosen_id: _statement(chosen_id, event, ladder) for chosen_id in choice.chosen}
    else:
        became = {chosen_id: place_became(ladder, chosen_id, event.ladder_version) for chosen_id in choice.chosen}
    chosen = tuple(dict.fromkeys(outcome.heir for outcome in became.values() if outcome.heir))
    lost = tuple(chosen_id for chosen_id, outcome in became.items() if not outcome.heir)
    read = event.model_copy(update={"answer": choice.model_copy(update={"chosen": chosen})})
    return _Claim(event, read, _in_all(became.values()), lost)


def _statement(statement_id: str, event: Event, ladder: Ladder) -> Became:
    """What became of a statement that an answer is about beside the scale."""
    return statement_became(ladder, statement_id, event.ladder_version, rated=False)


def _in_all(became: Iterable[Became]) -> How:
    """How an answer that names several things fared: carried if any of it is, and renamed if any of that is."""
    hows = [outcome.how for outcome in became]
    if not hows or any(how in CARRIED for how in hows):
        return How.RENAMED if How.RENAMED in hows else How.KEPT
    return hows[0]
