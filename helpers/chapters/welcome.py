"""Coming back: where somebody left off, what they did then, and whether a plan is due. No word of theirs is shown."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise, takewhile

from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter, Course
from helpers.chapters.notebook import Teaches
from helpers.chapters.views.header import progress
from helpers.errors import UnknownId
from helpers.insight import day_in_words
from helpers.insight.look_back import unsettled
from helpers.journal import Event, Rater, Subject
from helpers.journal.state import by_time
from helpers.pages.render import render

APART = timedelta(hours=4)
"""Answers further apart than this were given in two sittings."""


def left_off(context: ViewContext) -> Chapter | None:
    """The chapter or lab of the last answer about this ladder; None where there is none, or it belongs to no page."""
    return next((here for event in reversed(_own(context)) if (here := _place(context.course, event.subject))), None)


def last_answered(context: ViewContext) -> str:
    """The subject of the last answer about this ladder; "" where there is none."""
    return next((event.subject for event in reversed(_own(context))), "")


def view(context: ViewContext) -> str:
    """Where somebody left off and when, how much they answered then, and what is due; "" on a first visit.

    Whoever was here within the last hours hasn't come back, and is told only of a plan.
    """
    events = _own(context)
    here = left_off(context)
    plans = unsettled(context.state, context.now)
    is_back = bool(events) and context.now - events[-1].at >= APART
    if not plans and not (is_back and here):
        return ""
    sitting = _sitting(events)
    return render(
        "welcome_back",
        day=day_in_words(events[-1].at.astimezone()) if is_back else "",
        statements=len({event.subject for event in sitting if event.subject.kind == "statement"}),
        others=len({event.subject for event in sitting if event.subject.kind != "statement"}),
        again=sum(bool(context.state.asked_again(Subject.statement(each.id))) for _, _, each in context.ladder.walk()),
        here=here if is_back else None,
        progress=progress(context, here) if here else None,
        is_here=here == context.here,
        plans=len(plans),
        path=context.course.first(Teaches.PATH),
        at_path=context.here == context.course.first(Teaches.PATH),
        link=context.link,
    )


def _own(context: ViewContext) -> tuple[Event, ...]:
    """What they answered about this ladder, in the order of time. A second view that they opened is somebody else's."""
    own = (each for each in context.events if each.ladder == context.ladder.id and each.rater is Rater.SELF)
    return tuple(sorted(own, key=by_time))


def _sitting(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The answers of the last sitting: those with less than `APART` between one and the next."""
    backwards = tuple(reversed(events))
    run = takewhile(lambda pair: pair[0].at - pair[1].at < APART, pairwise(backwards))
    return (*backwards[:1], *(earlier for _, earlier in run))


def _place(course: Course, subject: Subject) -> Chapter | None:
    """Where something is asked."""
    ladder = course.ladder
    try:
        match subject.kind:
            case "statement" | "evidence":
                return course.about(ladder.level_of(subject.id).id)
            case "prompt":
                holder = next((holder for holder, prompt in ladder.walk_prompts() if prompt.id == subject.id), None)
                return course.about(holder.id) if holder else course.first(Teaches.PATH)
            case "lab":
                return next((each for each in course.labs if each.lab == subject.lab_part[0]), None)
            case "plan" | "lookback":
                return course.first(Teaches.PATH)
            case "choice" if subject.id in ("compare", "destination", "focus"):
                return course.first(Teaches.PATH)
            case "choice" if subject.id in ("standing", "curious"):
                return course.chapters[0]
    except UnknownId:
        pass
    return None
