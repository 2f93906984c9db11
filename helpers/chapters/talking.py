"""Both views side by side, own answers covered, and what came of the talk: evidence, or a plan."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Become, Keep, Result, Show
from helpers.chapters.questions import unused_plan
from helpers.form import TextField
from helpers.insight import answer_label, day_in_words
from helpers.insight.focus import MOST
from helpers.insight.look_back import finished
from helpers.insight.notes import as_evidence
from helpers.journal import Event, PlanItem, Reply, Subject
from helpers.pages.page import page
from helpers.review import FORGOTTEN, Agenda, Item, Where, agenda_of, invitations, seen_label

FOLLOWS = ("ask:", "reply:")
AGREED = ("agreed:", "reply:", "evidence:", "plan:")
SHOW, EVIDENCE, PLAN = "show ", "evidence ", "plan "


def view(context: ViewContext) -> str:
    """Every reply that was opened, each beside one's own answers of when one asked; "" while there is none."""
    found = agendas(context)
    if not found:
        return ""
    shown = context.own.split()
    return page(
        "second_view_talk",
        agendas=[
            {
                "id": agenda.event.subject.id,
                "author": agenda.author,
                "day": day_in_words(agenda.event.at.astimezone()),
                "asked": day_in_words(agenda.invitation.event.at.astimezone()),
                "more": agenda.reply.more.strip(),
                "parts": [
                    (where, [_row(context, agenda, item, shown) for item in agenda.items if item.where is where])
                    for where in Where
                ],
            }
            for agenda in found
        ],
        apart=(Where.UNSEEN, Where.APART),
    )


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Uncover one's own answer to a statement, or cover it again; all else is nothing."""
    key = value.removeprefix(SHOW)
    known = {_key(agenda, item) for agenda in agendas(context) for item in agenda.items}
    if value.startswith(SHOW) and key in known:
        shown = [one for one in context.own.split() if one in known]
        yield Become(" ".join(one for one in shown if one != key) if key in shown else " ".join([*shown, key]))


def questions(context: ViewContext) -> Asked:
    """For each talk, a place for what the two agreed."""
    fields = tuple(
        TextField(
            subject=Subject.agreed(agenda.event.subject),
            label=f"What did you two agree? ({agenda.author})",
            hint="What you both take from it, and what you will try. It stays in your journal.",
            rows=3,
        )
        for agenda in agendas(context)
    )
    return Asked("After the talk", fields)


def agreed(context: ViewContext) -> str:
    """What was agreed, each with the buttons that make evidence or a plan of it; "" while nothing is."""
    return _agreed(context)


def take(context: ViewContext, value: str) -> Iterator[Result]:
    """Put what was agreed beside a statement as evidence, or make a plan of it; all else is nothing."""
    kind, _, rest = value.partition(" ")
    id, _, statement = rest.partition(" ")
    agenda = next((one for one in agendas(context) if one.event.subject.id == id), None)
    text = _words(context, agenda.event) if agenda else ""
    if not text:
        return
    if f"{kind} " == EVIDENCE and context.ladder.has_statement(statement):
        yield Keep((as_evidence(context.state, statement, text),))
    elif f"{kind} " == PLAN:
        if len(_plans(context)) >= MOST:
            yield Show(_agreed(context, trouble=f"You have {MOST} plans already. Finish or drop one first."))
        elif not _planned(context, text):
            yield Keep(((unused_plan(context.state), PlanItem(aim=text)),))


def agendas(context: ViewContext) -> tuple[Agenda, ...]:
    """Every reply about this ladder beside the answers of when its owner asked, the newest first."""
    asked = {one.event.id: one for one in invitations(context.events) if one.event.ladder == context.ladder.id}
    replies = {event.subject: event for event in context.events if isinstance(event.answer, Reply)}
    return tuple(
        agenda_of(asked[event.answer.to], event, context.events)
        for event in sorted(replies.values(), key=lambda event: (event.at, event.id), reverse=True)
        if isinstance(event.answer, Reply) and event.answer.to in asked
    )


def _row(context: ViewContext, agenda: Agenda, item: Item, shown: list[str]) -> dict[str, object]:
    scale, key = context.ladder.scale, _key(agenda, item)
    return {
        "key": key,
        "text": item.text,
        "theirs": "no answer" if item.seen is None else seen_label(item.seen, scale),
        "example": item.seen.example.strip() if item.seen else "",
        "shown": key in shown,
        "own": FORGOTTEN if item.own is None else answer_label(scale, item.own),
        "evidence": item.evidence,
    }


def _key(agenda: Agenda, item: Item) -> str:
    return f"{agenda.event.subject.id}.{item.statement}"


def _agreed(context: ViewContext, *, trouble: str = "") -> str:
    shown = [
        {
            "id": agenda.event.subject.id,
            "author": agenda.author,
            "text": text,
            "planned": _planned(context, text),
            "statements": [
                (id, context.ladder.statement(id).title, text in context.state.evidence_line(id).text)
                for id in agenda.invitation.ask.statements
                if context.ladder.has_statement(id)
            ],
        }
        for agenda in agendas(context)
        if (text := _words(context, agenda.event))
    ]
    return page("second_view_agreed", shown=shown, trouble=trouble) if shown else ""


def _words(context: ViewContext, reply: Event) -> str:
    return context.state.words(Subject.agreed(reply.subject)).strip()


def _plans(context: ViewContext) -> list[PlanItem]:
    return [item for subject, item in context.state.plan() if item.written and not finished(context.state, subject)]


def _planned(context: ViewContext, text: str) -> bool:
    return any(item.aim.strip() == text for _, item in context.state.plan())
