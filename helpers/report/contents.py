"""What of somebody's own words stands in their report: theirs to choose, text by text, and kept as an answer.

Every text is in until it is taken out, since a report is made for its owner. What is taken out is
`choice:left-out`, so it holds for every face of the report, wherever the report is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from helpers.insight.versions import old_words
from helpers.journal import Choice, Event, Evidence, PlanItem, Rater, State, Subject, Words
from helpers.ladder import Ladder

LEFT_OUT: Final = Subject.choice("left-out")
"""The subject of the choice: the subjects of the texts that stay out."""

DIRECTION: Final = Subject.choice("destination")
"""It can be left out too, and then the page for the other person doesn't name it."""

HISTORY: Final = Subject.choice("plan-history")
"""The subject of the choice: the plans whose look-backs stand in the report. None does unless it is ticked."""

ENOUGH = 20
"""Characters by which a lab's words are known again inside others; shorter ones may stand there by chance."""

GONE_PROMPT = "A question that this ladder no longer asks"
GONE_STATEMENT = "A statement that this ladder no longer has"


class Text(NamedTuple):
    """Something written that the report can hold: its subject, what it answers or backs, and its words."""

    subject: Subject
    kind: Literal["reflection", "evidence", "plan", "practice"]
    title: str
    text: str


def texts(ladder: Ladder, state: State) -> tuple[Text, ...]:
    """All that somebody wrote about this ladder and that a report shows, in the ladder's order, plans after it.

    What was written on a prompt or a statement that the ladder no longer has comes last among its kind.
    """
    prompts = {Subject.prompt(prompt.id): prompt.text for _, prompt in ladder.walk_prompts()}
    statements = {Subject.evidence(statement.id): statement.title for _, _, statement in ladder.walk()}
    order = {subject: place for place, subject in enumerate((*prompts, *statements))}
    written_texts: list[Text] = []
    titles = {fate.event.subject: old_words(fate) for fate in state.left} | prompts | statements
    for event in (*state.in_order(), *(fate.event for fate in state.left)):
        subject, answer = event.subject, event.answer
        if event.rater is not Rater.SELF:
            continue
        if subject.kind == "prompt" and isinstance(answer, Words):
            written_texts.append(Text(subject, "reflection", titles.get(subject) or GONE_PROMPT, answer.text))
        elif isinstance(answer, Evidence):
            written_texts.append(Text(subject, "evidence", titles.get(subject) or GONE_STATEMENT, answer.text))
        elif isinstance(answer, PlanItem) and not answer.dropped:
            written_texts.append(Text(subject, "plan", _plan_title(answer, ladder), _plan_words(answer)))
        elif subject.lab_part[1] == "kept" and isinstance(answer, Words):
            written_texts.append(Text(subject, "practice", "After the lab", answer.text))
    written = [text for text in written_texts if text.text.strip()]
    elsewhere = [text.text for text in written if text.kind != "practice"]
    # What was taken from a lab and kept somewhere else as well stands there, and is chosen there.
    written = [t for t in written if t.kind != "practice" or not any(t.text.strip() in text for text in elsewhere)]
    return tuple(sorted(written, key=lambda text: order.get(text.subject, len(order))))


def left_out(state: State) -> frozenset[str]:
    """The subjects of the texts that stay out of the report, also under the ids that a later ladder gave them."""
    out = set(state.picked(LEFT_OUT))
    return frozenset(out.union(*(fate.now for fate in state.fates if fate.event.subject in out)))


def switched(state: State, subject: str) -> Choice:
    """The choice with this text taken out, or in again if it is out."""
    out = left_out(state)
    if subject not in out:
        return Choice(chosen=tuple(sorted(out | {subject})))
    same = {subject, *(fate.event.subject for fate in state.fates if subject in fate.now)}
    return Choice(chosen=tuple(sorted(out - same)))


def without(state: State, out: frozenset[str]) -> State:
    """The answers without these texts. Evidence stays: that there is some counts, and only its words are left out."""
    gone = {subject for subject in out if Subject(subject).kind in ("prompt", "plan", "lab")}
    kept = {key: event for key, event in state.current.items() if key[1] not in gone}
    fates = tuple(fate for fate in state.fates if fate.event.subject not in gone)
    return State(MappingProxyType(kept), fates)


def withheld(state: State, out: frozenset[str]) -> frozenset[str]:
    """The words of these texts. They stand nowhere in the report, whatever else they were written on as well."""
    given = (*state.current.values(), *(fate.event for fate in state.fates))
    answers = (event.answer for event in given if event.subject in out)
    return frozenset(answer.text.strip() for answer in answers if isinstance(answer, Evidence | Words)) - {""}


def taken_from_labs(state: State) -> frozenset[str]:
    """The texts of today that say of themselves that they were taken from a lab, however they were edited since."""
    given = (*state.current.values(), *(fate.event for fate in state.left))
    answers = (event.answer for event in given)
    return frozenset(each.text.strip() for each in answers if isinstance(each, Evidence | Words) and each.labs)


def practised(events: Iterable[Event]) -> frozenset[str]:
    """Whatever somebody said after a lab, at any time: by it a text is known that was taken from a lab when lines of a
    journal didn't say so yet (before format 8).
    """
    said = (event.answer for event in events if event.subject.lab_part[1] == "kept")
    return frozenset(answer.text.strip() for answer in said if isinstance(answer, Words)) - {""}


def is_practice(text: str, said_after_labs: Iterable[str]) -> bool:
    """Whether a text holds what was said after a lab, alone or as a part."""
    whole = f"\n\n{text.strip()}\n\n"
    return any((len(words) >= ENOUGH and words in whole) or f"\n\n{words}\n\n" in whole for words in said_after_labs)


def _plan_title(plan: PlanItem, ladder: Ladder) -> str:
    return ladder.statement(plan.focus).title if plan.focus and ladder.has_statement(plan.focus) else "Plan"


def _plan_words(plan: PlanItem) -> str:
    parts = (plan.aim, plan.when, plan.then, plan.first_step, plan.shows, plan.obstacle)
    return " · ".join(part.strip() for part in parts if part.strip())
