"""The days of the plans as a calendar file: the first steps, and the days to look back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter

from helpers.calendar_file import MEDIA_TYPE, Entry, calendar_file
from helpers.chapters.context import ViewContext
from helpers.chapters.elements import Become, Give, Result, Show, Stored
from helpers.insight.look_back import finished
from helpers.journal import Event, PlanItem, Rater, State
from helpers.pages.page import page

NAME = "my-plan.ics"
MAKE, WORDS = "make", "words"

_HOW = (
    "Open “Your path” in the kit (python3 start.py --app, or ladder app): it asks four short questions about your plan."
)


def view(context: ViewContext) -> str:
    """The button that makes the file; "" while no plan has a day to come."""
    return _page(context)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Make the file, or switch whether the plan's words stand in it; all else is nothing."""
    if value == WORDS:
        yield Become("" if context.own == WORDS else WORDS)
    elif value == MAKE:
        found = entries(context.state, context.events, now=context.now, words=context.own == WORDS)
        if any(not entry.cancelled for entry in found):
            yield Give(
                NAME,
                calendar_file(found, now=context.now),
                MEDIA_TYPE,
                lambda stored: Show(_page(context, stored)),
            )


def entries(state: State, events: Sequence[Event], *, now: datetime, words: bool = False) -> tuple[Entry, ...]:
    """The days to come of every plan, and those that an earlier file may have had and that are no more.

    `events` are all of the journal, in the order of time: they say which days there were, and name each
    entry for good. Titles tell nothing of the plan unless its owner wants its `words` in them. `now` has a time zone.
    """
    found: list[Entry] = []
    plans = {event.subject for event in events if event.subject.kind == "plan"}
    for plan in sorted(plans, key=attrgetter("place")):
        said = [event for event in events if event.subject == plan and event.rater is Rater.SELF]
        current = state.event(plan)
        if current is None or not isinstance(current.answer, PlanItem):
            continue  # of another ladder
        item = current.answer
        stands = not item.dropped and not finished(state, plan)
        ever = [event.answer for event in said if isinstance(event.answer, PlanItem)]
        found.extend(_of_plan(said[0].id, item, ever, stands=stands, words=words))
    on = now.astimezone().date()
    return tuple(entry for entry in found if entry.day >= on)


def _of_plan(name: str, item: PlanItem, ever: Iterable[PlanItem], *, stands: bool, words: bool) -> Iterator[Entry]:
    """The days of a plan, by their place in it: a date that was moved keeps its name, and so moves in the calendar."""
    before = {place: day for one in ever for place, day in _places(one)}
    here = dict(_places(item)) if stands else {}
    for place, last in before.items():
        day = here.get(place)
        title, more = _words(place, item, words)
        uid = f"{name}-{place}@career-ladder-kit"
        yield Entry(uid, day or last, title, more, cancelled=day is None)


def _places(item: PlanItem) -> Iterator[tuple[str, date]]:
    if item.by:
        yield "first-step", item.by
    yield from ((f"look-back-{nth}", day) for nth, day in enumerate(item.look_backs, 1))


def _words(place: str, item: PlanItem, words: bool) -> tuple[str, str]:
    first = place == "first-step"
    title = "A first step" if first else "Ten minutes to look back"
    plan = (
        f"When {item.when.strip()}, I will {item.then.strip()}" if item.when.strip() and item.then.strip() else item.aim
    )
    own = item.first_step.strip() or plan.strip() if first else plan.strip()
    if not words or not own:
        return title, "" if first else _HOW
    return f"{title}: {own}", "" if first else _HOW


def _page(context: ViewContext, stored: Stored | None = None) -> str:
    found = [entry for entry in entries(context.state, context.events, now=context.now) if not entry.cancelled]
    if not found:
        return ""
    return page("plan_calendar", number=len(found), words=context.own == WORDS, stored=stored, name=NAME)
