"""Asking for a second view in a chapter: which statements, whom, and the ways to hand the questions over."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from helpers.chapters.context import ViewContext, Where
from helpers.chapters.elements import Asked, Become, Give, Keep, Result, Show, Stored
from helpers.chapters.questions import goals, statement_option, statements_of
from helpers.chapters.resting import rests_on
from helpers.errors import KitError
from helpers.form import ChoiceField, Field, Option, TextField, rating_fields
from helpers.frozen import Frozen
from helpers.insight import day_in_words
from helpers.journal import Answer, Choice, Rater, RatingState, Reply, Subject, Words
from helpers.pages.render import render
from helpers.paths import typed
from helpers.review import MOST, Invitation, ask, invitations, message, own_answers, own_label, proposed, ways
from helpers.review.page import answer_file, fragment, page_of

STATEMENTS, OF, WHOM, WORD, SITE = (
    Subject.draft(f"ask.{part}") for part in ("statements", "of", "whom", "word", "site")
)
FOLLOWS = (STATEMENTS, OF, SITE, "ask:", "reply:", Subject.profile("name"))
ASK_AGAIN = (STATEMENTS, "statement:", "evidence:", "choice:standing", "choice:destination", "choice:focus")

_PEOPLE = (
    Option(id=Rater.MANAGER, title="My manager"),
    Option(id=Rater.PEER, title="A peer"),
    Option(id=Rater.REPORT, title="Somebody I lead"),
    Option(id=Rater.OTHER, title="Somebody else"),
)
MAKE, NAMED, FILE, PAPER, OWN = "ask", "named", "file ", "paper ", "own "


class Own(Frozen):
    """What the panel knows of itself: whether one's name stands below the message.

    `shown` is the invitation (its reference) whose own answers are uncovered; "" for none.
    """

    named: bool = False
    shown: str = ""


def questions(context: ViewContext) -> Asked:
    """Which statements, whom and as what, a word to them; and the chosen statements that have no answer yet."""
    options = _options(context)
    if not options:
        return Asked("", (), _fields(context, _every(context)))
    chosen = [
        statement_id for statement_id in context.state.picked(STATEMENTS) if context.ladder.has_statement(statement_id)
    ]
    blank = [
        statement_id for statement_id in chosen if context.state.rating(statement_id).state is RatingState.UNANSWERED
    ]
    first = rating_fields([context.ladder.statement(statement_id) for statement_id in blank])
    every = rating_fields([statement for _, _, statement in context.ladder.walk()])
    taken = (*_fields(context, _every(context)), *every)
    return Asked("Ask for a second view", (*_fields(context, options), *first), taken)


def view(context: ViewContext) -> str:
    """The button that asks, and each invitation that waits for its reply with the ways to hand it over."""
    return _page(context)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Ask, with one's own answers frozen; show them; put one's name to it; give it as a file or on paper."""
    own = context.knows(Own)
    if value == NAMED:
        yield Become(own.model_copy(update={"named": not own.named}).model_dump_json())
    elif value.startswith(OWN):
        shown = "" if value == f"{OWN}{own.shown}" else value.removeprefix(OWN)
        yield Become(own.model_copy(update={"shown": shown}).model_dump_json())
    elif value.startswith((FILE, PAPER)):
        yield from _handing(context, *value.split(" ", 1))
    elif value == MAKE:
        try:
            answer = _asked(context)
        except KitError as error:
            yield Show(_page(context, trouble=f"{error.what[:1].upper()}{error.what[1:]}.\n{error.next_step or ''}"))
            return
        drafts: tuple[tuple[str, Answer], ...] = ((STATEMENTS, Choice(chosen=())), (WHOM, Words(text="")))
        yield Keep(((Subject.ask(uuid4().hex[:8]), answer), *drafts, (WORD, Words(text=""))))


def waiting(context: ViewContext) -> tuple[Invitation, ...]:
    """The invitations about this ladder that no reply was opened for yet, the newest first."""
    answered = {event.answer.to for event in context.events if isinstance(event.answer, Reply)}
    about_this = [
        invitation for invitation in invitations(context.events) if invitation.event.ladder == context.ladder.id
    ]
    return tuple(invitation for invitation in reversed(about_this) if invitation.event.id not in answered)


def _handing(context: ViewContext, kind: str, reference: str) -> Iterator[Result]:
    """One of the ways that is a file; nothing for an invitation that doesn't wait."""
    invitation = next((invitation for invitation in waiting(context) if invitation.reference == reference), None)
    if invitation is None:
        return
    name = context.state.words(Subject.profile("name")) if context.knows(Own).named else ""
    try:
        if f"{kind} " == FILE and context.kept.key is not None:
            data = answer_file(invitation, context.ladder, context.kept.key.create(), name=name)
            media_type, ending = "text/html", "html"
        elif f"{kind} " == PAPER:
            from helpers.review.paper import halves  # Typst is needed for this button alone

            on = context.today
            data = halves(invitation, context.ladder, context.theme, on=on, name=name).data
            media_type, ending = "application/pdf", "pdf"
        else:
            return
    except KitError as error:
        yield Show(_page(context, trouble=str(error)))
        return
    file = f"second-view-{reference}.{ending}"
    yield Give(file, data, media_type, lambda stored: Show(_page(context, made=(reference, kind, file, stored))))


def _asked(context: ViewContext) -> Answer:
    state = context.state
    of = next((Rater(rater) for rater in state.picked(OF) if rater in {option.id for option in _PEOPLE}), Rater.MANAGER)
    return ask(context.ladder, state, state.picked(STATEMENTS), of=of, whom=state.words(WHOM), word=state.words(WORD))


def _page(context: ViewContext, *, trouble: str = "", made: tuple[str, str, str, Stored] | None = None) -> str:
    own = context.knows(Own)
    name = context.state.words(Subject.profile("name")).strip()
    shown = [
        {
            "reference": invitation.reference,
            "to": invitation.to,
            "day": day_in_words(invitation.event.at.astimezone()),
            "number": len(invitation.questions),
            "message": message(invitation, context.ladder, name=name if own.named else ""),
            "link": link,
            "no_link": why,
            "own": _own(context, invitation) if own.shown == invitation.reference else None,
            "rests": rests_on(context, (), name if own.named else ""),
        }
        for invitation in waiting(context)
        for link, why in [_link(context, invitation, name if own.named else "")]
    ]
    options = _options(context)
    return render(
        "second_view_ask",
        can_ask=bool(options),
        number=len(context.state.picked(STATEMENTS)),
        shown=shown,
        name=name,
        named=own.named,
        made=made,
        key=context.kept.key,
        in_browser=context.kept.where is Where.BROWSER,
        trouble=trouble,
        past=_PAST,
        ways=ways,
    )


_PAST = "Your name has changed since this file was made. Make it again if the new one is to stand in it."


def _own(context: ViewContext, invitation: Invitation) -> list[tuple[str, str, tuple[str, ...]]]:
    """What one had said when one asked: each statement, the answer in words, and its evidence."""
    scale = context.ladder.scale
    own = own_answers(invitation, context.events)
    return [(answer.text, own_label(answer.rating, scale), answer.evidence) for answer in own]


def _link(context: ViewContext, invitation: Invitation, name: str) -> tuple[str, str]:
    """The link to a site's page with the invitation in it; or "", and in words what there would have to be for one."""
    site = context.state.words(SITE).strip()
    if not context.kept.answers_at and not site:
        return "", _NO_SITE
    try:
        return f"{context.kept.answers_at or page_of(site)}#{fragment(invitation, context.ladder, name=name)}", ""
    except KitError as error:
        return "", f"{error.what[:1].upper()}{error.what[1:]}. {error.next_step or ''}".strip()


_NO_SITE = (
    "A link leads to a page on a website of this kit, which your company may have. If it has one, write its address "
    "above, under “Your company’s site of this kit”. "
    f"“{typed('site')}” makes such a site, for whoever looks after websites."
)


def _fields(context: ViewContext, options: tuple[Option, ...]) -> tuple[Field, ...]:
    site = TextField(
        subject=SITE,
        label="Your company’s site of this kit",
        hint="Optional, for asking with a link: the address of any of its pages.",
        single_line=True,
    )
    return (
        *_about_them(options),
        *(() if context.kept.answers_at else (site,)),
    )


def _about_them(options: tuple[Option, ...]) -> tuple[Field, ...]:
    return (
        ChoiceField(
            subject=STATEMENTS,
            label="What would you like to know?",
            hint="Five to eight are a good number: ten minutes for the other person. The first ones are proposed: "
            "your focus, what you said without evidence, what you couldn’t tell.",
            options=options,
            max=MOST,
        ),
        ChoiceField(subject=OF, label="Whom do you ask?", options=_PEOPLE, max=1),
        TextField(subject=WHOM, label="Their name", hint="Optional, and for your eyes alone.", single_line=True),
        TextField(
            subject=WORD,
            label="A word of your own to them",
            hint="Optional. It comes first in the message.",
            rows=2,
        ),
    )


def _options(context: ViewContext) -> tuple[Option, ...]:
    """The statements to choose from: proposed, of one's goals, and whatever else is answered."""
    state, ladder = context.state, context.ladder
    ids = [*proposed(ladder, state), *(statement_id for goal in goals(context) for statement_id in statements_of(goal))]
    ids += [s.id for _, _, s in ladder.walk() if state.rating(s.id).state is not RatingState.UNANSWERED]
    ids += state.picked(STATEMENTS)
    return tuple(
        _option(context, statement_id) for statement_id in dict.fromkeys(ids) if ladder.has_statement(statement_id)
    )


def _every(context: ViewContext) -> tuple[Option, ...]:
    return tuple(_option(context, statement.id) for _, _, statement in context.ladder.walk())


def _option(context: ViewContext, statement_id: str) -> Option:
    return statement_option(context.ladder, statement_id)
