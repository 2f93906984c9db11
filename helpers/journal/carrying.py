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
    for (rater, _), event in latest.items():
        found = tuple(_claims(event, ladder))
        for claim in found:
            claims.setdefault((rater, claim.read.subject), []).append(claim)
        if not found and not any(_replaces(other, event) for other in latest.values()):
            gone.append(Fate(event, How.GONE))
    current: dict[Key, Event] = {}
    fates: dict[str, Fate] = {fate.event.id: fate for fate in gone if says_something(fate.event.answer)}
    for key, made in claims.items():
        heads = [one for one in made if not any(_replaces(other.given, one.given) for other in made)]
        stands, told = _settle(heads)
        if stands is not None:
            current[key] = stands
        for claim in told:
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
    spoken = [one for one in heads if says_something(one.given.answer)]
    carried = [one for one in spoken if one.how in CARRIED]
    if not carried:
        silent = [one.read for one in heads if one not in spoken]
        return (max(silent, key=_when) if silent and not spoken else None), spoken
    newest = max((one.read for one in carried), key=_when)
    if all(isinstance(one.read.answer, Evidence) for one in carried):
        newest = newest.model_copy(update={"answer": _together([one.read for one in carried])})
    elif any(one.read.answer != newest.answer for one in spoken if one.how is not How.SPLIT):
        return None, [_differs(one) if one in carried else one for one in spoken]
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
        supports=tuple(dict.fromkeys(id for line in lines for id in line.supports)),
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
    for id in became.now:
        yield _Claim(event, event.model_copy(update={"subject": event.subject.renamed(id)}), became.how)


def _evidence(event: Event, line: Evidence, ladder: Ladder) -> Iterator[_Claim]:
    """A line of evidence supports what still means the same; it stands at its own statement as long as that does,
    and under its old id for as long as it supports another.
    """
    home = _statement(event.subject.id, event, ladder)
    became = {id: _statement(id, event, ladder) for id in line.supports}
    supports = tuple(dict.fromkeys(found.heir for found in became.values() if found.heir))
    lost = tuple(id for id, found in became.items() if not found.heir)
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
    found = _statement(plan.focus, event, ladder)
    aim = plan.aim if found.heir else plan.aim.strip() or dict(event.asked).get(plan.focus, "")
    read = plan.model_copy(update={"focus": found.heir, "aim": aim})
    how = found.how if found.heir else How.KEPT
    return _Claim(event, event.model_copy(update={"answer": read}), how, () if found.heir else (plan.focus,))


def _choice(event: Event, choice: Choice, ladder: Ladder) -> _Claim:
    """What was chosen under its id of today; what isn't carried is chosen no more."""
    if event.subject.id == "focus":
        became = {id: _statement(id, event, ladder) for id in choice.chosen}
    else:
        became = {id: place_became(ladder, id, event.ladder_version) for id in choice.chosen}
    chosen = tuple(dict.fromkeys(found.heir for found in became.values() if found.heir))
    lost = tuple(id for id, found in became.items() if not found.heir)
    read = event.model_copy(update={"answer": choice.model_copy(update={"chosen": chosen})})
    return _Claim(event, read, _in_all(became.values()), lost)


def _statement(id: str, event: Event, ladder: Ladder) -> Became:
    """What became of a statement that an answer is about beside the scale."""
    return statement_became(ladder, id, event.ladder_version, rated=False)


def _in_all(became: Iterable[Became]) -> How:
    """How an answer that names several things fared: carried if any of it is, and renamed if any of that is."""
    hows = [found.how for found in became]
    if not hows or any(how in CARRIED for how in hows):
        return How.RENAMED if How.RENAMED in hows else How.KEPT
    return hows[0]
