"""Looking back at a plan on the day that its owner chose: what is asked, and what comes of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Asked
from helpers.chapters.notebook import Teaches
from helpers.form import ChoiceField, Field, Option, TextField
from helpers.insight import day_in_words
from helpers.insight.look_back import (
    Done,
    Due,
    LookBack,
    Next,
    Occasion,
    Part,
    ahead,
    due,
    finished,
    history,
    in_words,
    occasion_in_doubt,
)
from helpers.journal import PlanItem, Subject
from helpers.pages.render import render

FOLLOWS = ("plan:", "lookback:")

_OCCASION = (
    Option(id=Occasion.NOT_YET, title="Not yet"),
    Option(id=Occasion.ONCE_OR_TWICE, title="Once or twice"),
    Option(id=Occasion.MORE, title="More often"),
)
_DONE = (
    Option(id=Done.EACH_TIME, title="Each time"),
    Option(id=Done.SOMETIMES, title="Sometimes"),
    Option(id=Done.NOT, title="Not this time"),
)
_NEXT = (
    Option(id=Next.KEEP, title="Keep it as it is"),
    Option(id=Next.SMALLER, title="Make it smaller", detail="The same occasion, and less to do in it."),
    Option(id=Next.SWAP, title="Swap it", detail="Another occasion, or another thing to do."),
    Option(id=Next.DONE, title="It is done", detail="It has become a habit, or it has served its purpose."),
)


def invitation(nth: int, context: ViewContext) -> str:
    """The plan that is due, as its owner wrote it; "" where fewer are due."""
    due_plan = _nth(nth, context)
    if due_plan is None:
        return ""
    return render("look_back", title=title(context, due_plan.item), item=due_plan.item, on=day_in_words(due_plan.day))


def questions(nth: int, context: ViewContext) -> Asked:
    """What is asked about the plan that is due. An answer about any date that a plan ever had is taken too."""
    due_plan = _nth(nth, context)
    fields = _fields(due_plan.plan, due_plan.day) if due_plan else ()
    every = tuple(field for plan, day in _dates(context) for field in _fields(plan, day))
    return Asked("Looking back", fields, every)


def outcome(nth: int, context: ViewContext) -> str:
    """What comes of the answers: where the plan is changed, when the next look back is; "" before there are any."""
    due_plan = _nth(nth, context)
    look_back = _look_back_on(context, due_plan) if due_plan else None
    if due_plan is None or look_back is None:
        return ""
    on = context.today
    coming = ahead(context.state, due_plan.plan, due_plan.item, on)
    path = context.course.first(Teaches.PATH)
    return render(
        "look_back_outcome",
        told=look_back,
        nexts=Next,
        doubt=occasion_in_doubt(context.events, due_plan.plan, look_back),
        again=day_in_words(coming[0]) if coming else "",
        path=path if path and path != context.here else None,
        link=context.link,
    )


def plan_history(context: ViewContext) -> str:
    """Each plan that was looked back at, with what was said and when; "" while there is none."""
    plans = sorted(
        {event.subject for event in context.state.current.values() if event.subject.kind == "plan"},
        key=attrgetter("place"),
    )
    histories = [(plan, history(context.state, plan)) for plan in plans]
    shown = [
        {
            "title": title(context, item),
            "finished": finished(context.state, plan),
            "told": [(in_words(look_back), look_back.stuck) for look_back in looks],
        }
        for plan, looks in histories
        if looks and (item := _item(context, plan)) is not None
    ]
    return render("plan_history", plans=shown) if shown else ""


def title(context: ViewContext, item: PlanItem) -> str:
    """What a plan is called: its aim, or else its focus."""
    if item.aim.strip():
        return item.aim.strip()
    if item.focus and context.ladder.has_statement(item.focus):
        return context.ladder.statement(item.focus).title
    return "Your plan"


def _nth(nth: int, context: ViewContext) -> Due | None:
    plans = due(context.state, context.now)
    return plans[nth] if nth < len(plans) else None


def _look_back_on(context: ViewContext, due_plan: Due) -> LookBack | None:
    return next(
        (look_back for look_back in history(context.state, due_plan.plan) if look_back.day == due_plan.day), None
    )


def _item(context: ViewContext, plan: Subject) -> PlanItem | None:
    event = context.state.event(plan)
    return event.answer if event and isinstance(event.answer, PlanItem) else None


def _dates(context: ViewContext) -> Iterable[tuple[str, date]]:
    """Every date of every plan that ever was: a page that was drawn before may still ask about one."""
    return dict.fromkeys(
        (event.subject, day)
        for event in context.events
        if event.ladder == context.ladder.id and isinstance(event.answer, PlanItem)
        for day in event.answer.look_backs
    )


def _fields(plan: str, day: date) -> tuple[Field, ...]:
    def about(part: Part) -> str:
        return Subject.look_back(plan, day, part)

    return (
        ChoiceField(
            subject=about(Part.OCCASION), label="Did the occasion come up since then?", options=_OCCASION, max=1
        ),
        ChoiceField(
            subject=about(Part.DONE),
            label="When it came, did you do it?",
            hint="Leave this open if it didn’t come.",
            options=_DONE,
            max=1,
        ),
        TextField(
            subject=about(Part.STUCK), label="Where did it stick?", hint="A line is enough, for you alone.", rows=2
        ),
        ChoiceField(subject=about(Part.NEXT), label="And now?", options=_NEXT, max=1),
    )
