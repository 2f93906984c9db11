"""The page that two people look at: both views side by side, own answers covered, and what came of the talk."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked, Become, Keep, Result, Show
from helpers.chapters.notebook import Teaches
from helpers.errors import UsageError
from helpers.form import TextField
from helpers.insight import day_in_words
from helpers.insight.notes import as_evidence
from helpers.journal import Choice, Event, Reply, Subject
from helpers.pages.render import render
from helpers.review import WORDS, Agenda, Item, Where, agenda_of, invitations, own_label, seen_label
from helpers.review.agreeing import is_planned, plan_of

CHOSEN = Subject.draft("talk")
FOLLOWS = ("ask:", "reply:", Subject.profile("name"), CHOSEN)
AGREED = ("agreed:", "reply:", "evidence:", "plan:", CHOSEN)
SHOW, EVIDENCE, PLAN = "show ", "evidence ", "plan "


def opened(context: ViewContext) -> str:
    """Each reply that was opened, with the way to the page on which the two talk about it; "" while there is none."""
    all_agendas, chosen = agendas(context), _chosen(context)
    if not all_agendas or chosen is None or context.course.talk is None:
        return ""
    return render(
        "second_view_opened",
        agendas=[(agenda.event.subject.id, *_about(agenda)) for agenda in all_agendas],
        chosen=chosen.event.subject.id,
        href=context.link(context.course.talk),
    )


def choose(context: ViewContext, id: str) -> Iterator[Result]:
    """Put a reply on the page for a talk; nothing for one that isn't there."""
    if id in {agenda.event.subject.id for agenda in agendas(context)}:
        yield Keep(((CHOSEN, Choice(chosen=(id,))),))


def view(context: ViewContext) -> str:
    """One reply beside one's own answers of when one asked, and nothing else of them: two people look at it.

    It is the reply that its owner put there, or else the newest; who else was asked, nobody sees here.
    """
    agenda = _chosen(context)
    path = context.course.first(Teaches.PATH)
    if agenda is None:
        return render("second_view_talk", agenda=None, path=path, link=context.link)
    author, asked, day = _about(agenda)
    shown = context.own.split()
    rows = [(item.where, _row(context, agenda, item, shown)) for item in agenda.items]
    owner = context.state.words(Subject.profile("name")).strip()
    return render(
        "second_view_talk",
        agenda=agenda,
        author=author,
        saw=f"{author[:1].upper()}{author[1:]} saw",
        said=f"{owner} said" if owner else "I said",
        asked=asked,
        day=day,
        question=context.ladder.scale.question.strip(),
        more=agenda.reply.more.strip(),
        parts=[(where, [row for part, row in rows if part is where]) for where in Where],
        words=WORDS,
    )


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Uncover one's own answer to a statement, or cover it again; all else is nothing."""
    key = value.removeprefix(SHOW)
    agenda = _chosen(context)
    known = {_key(agenda, item) for item in agenda.items} if agenda else set()
    if value.startswith(SHOW) and key in known:
        shown = [uncovered for uncovered in context.own.split() if uncovered in known]
        yield Become(
            " ".join(uncovered for uncovered in shown if uncovered != key) if key in shown else " ".join([*shown, key])
        )


def questions(context: ViewContext) -> Asked:
    """A place for what the two agreed; one for another reply is taken too, from a page that was drawn before."""
    chosen, every = _chosen(context), tuple(_field(agenda) for agenda in agendas(context))
    return Asked("After the talk", (_field(chosen),) if chosen else (), every)


def agreed(context: ViewContext) -> str:
    """What was agreed, each with the buttons that make evidence or a plan of it; "" while nothing is."""
    return _agreed(context)


def take(context: ViewContext, value: str) -> Iterator[Result]:
    """Put what was agreed beside a statement as evidence, or make a plan of it; all else is nothing."""
    kind, _, rest = value.partition(" ")
    reply_id, _, statement = rest.partition(" ")
    agenda = next((agenda for agenda in agendas(context) if agenda.event.subject.id == reply_id), None)
    text = _words(context, agenda.event) if agenda else ""
    if not text:
        return
    if f"{kind} " == EVIDENCE and context.ladder.has_statement(statement):
        yield Keep((as_evidence(context.state, statement, text),))
    elif f"{kind} " == PLAN:
        try:
            plan = plan_of(context.state, text)
        except UsageError as error:
            yield Show(_agreed(context, trouble=f"{error.what[:1].upper()}{error.what[1:]}. {error.next_step}"))
            return
        if plan:
            yield Keep((plan,))


def _chosen(context: ViewContext) -> Agenda | None:
    """The reply that stands on the page for a talk; None while none was opened."""
    all_agendas = agendas(context)
    picked = context.state.picked(CHOSEN)
    return next((agenda for agenda in all_agendas if agenda.event.subject.id in picked), next(iter(all_agendas), None))


def _about(agenda: Agenda) -> tuple[str, str, str]:
    """Who a reply is from, the day on which they were asked, and the day on which it was opened."""
    asked, came = (day_in_words(event.at.astimezone()) for event in (agenda.invitation.event, agenda.event))
    return agenda.author, asked, came


def _field(agenda: Agenda) -> TextField:
    return TextField(
        subject=Subject.agreed(agenda.event.subject),
        label=f"What did you two agree? ({agenda.author})",
        hint="What you both take from it, and what you will try. It stays in your journal.",
        rows=3,
    )


def agendas(context: ViewContext) -> tuple[Agenda, ...]:
    """Every reply about this ladder beside the answers of when its owner asked, the newest first."""
    asked = {
        invitation.event.id: invitation
        for invitation in invitations(context.events)
        if invitation.event.ladder == context.ladder.id
    }
    replies = {event.subject: event for event in context.events if isinstance(event.answer, Reply)}
    return tuple(
        agenda_of(asked[event.answer.to], event, context.events)
        for event in sorted(replies.values(), key=lambda event: (event.at, event.id), reverse=True)
        if isinstance(event.answer, Reply) and event.answer.to in asked
    )


def _row(context: ViewContext, agenda: Agenda, item: Item, shown: list[str]) -> dict[str, object]:
    ladder, key = context.ladder, _key(agenda, item)
    known = ladder.statement(item.statement) if ladder.has_statement(item.statement) else None
    rare = ladder.scale.rare_of(known) if known else None
    return {
        "key": key,
        "number": agenda.numbers[item.statement],
        "text": item.text,
        "title": known.title if known else item.text,
        "period": rare.period if rare else "",
        "opener": item.opener,
        "theirs": "no answer" if item.seen is None else seen_label(item.seen, ladder.scale),
        "example": item.seen.example.strip() if item.seen else "",
        "shown": key in shown,
        "own": own_label(item.own, ladder.scale),
        "evidence": item.evidence,
    }


def _key(agenda: Agenda, item: Item) -> str:
    return f"{agenda.event.subject.id}.{item.statement}"


def _agreed(context: ViewContext, *, trouble: str = "") -> str:
    agenda = _chosen(context)
    text = _words(context, agenda.event) if agenda else ""
    if agenda is None or not text:
        return ""
    ladder, state = context.ladder, context.state
    return render(
        "second_view_agreed",
        reply=agenda.event.subject.id,
        author=agenda.author,
        text=text,
        planned=is_planned(context.state, text),
        statements=[
            (statement_id, ladder.statement(statement_id).title, text in state.evidence_line(statement_id).text)
            for statement_id in agenda.invitation.ask.statements
            if ladder.has_statement(statement_id)
        ],
        trouble=trouble,
    )


def _words(context: ViewContext, reply: Event) -> str:
    return context.state.words(Subject.agreed(reply.subject)).strip()
