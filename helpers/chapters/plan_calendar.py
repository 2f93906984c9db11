"""The days of the plans as a calendar file: the first steps, and the days to look back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urljoin

from helpers.calendar_file import MEDIA_TYPE, Entry, calendar_file
from helpers.chapters.context import ViewContext, Where
from helpers.chapters.elements import Become, Give, Result, Show, Stored
from helpers.chapters.notebook import Teaches
from helpers.chapters.resting import rests_on
from helpers.insight.look_back import finished
from helpers.insight.words import if_then
from helpers.journal import Event, PlanItem, Rater, State
from helpers.pages.render import render
from helpers.paths import typed

FOLLOWS = ("plan:", "lookback:")
NAME = "my-plan.ics"
MAKE, WORDS = "make", "words"

STARTS = typed("app")
"""The command with which somebody opens the chapters."""


class Way(NamedTuple):
    """How somebody gets from a day in their calendar back to their plan: in words, and the page's address or ""."""

    words: str
    url: str = ""


BY_COMMAND = Way(f"The kit opens with the command: {STARTS}")
"""The way where a command opens the chapters, and nothing else is known of them."""


def way_of(context: ViewContext) -> Way:
    """The way back to the pages on which a plan was written."""
    path = context.course.first(Teaches.PATH)
    url = urljoin(context.kept.pages, context.link(path)) if context.kept.pages and path else ""
    match context.kept.where:
        case Where.BROWSER:
            words = "In the browser in which you wrote your plan, or with the file of your answers"
            return Way(f"{words}: {url}" if url else f"{words}.", url)
        case Where.HUB:
            return Way(f"On the JupyterHub where you wrote your plan: {path.file if path else 'the chapters'}")
        case _ if url:
            return Way(f"{BY_COMMAND.words}\nWhile it runs, the page is there on the same computer: {url}", url)
        case _:
            return BY_COMMAND


def view(context: ViewContext) -> str:
    """The button that makes the file; "" while no plan has a day to come, and no earlier file may have had one."""
    return _page(context)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Make the file, or switch whether the plan's words stand in it; all else is nothing."""
    if value == WORDS:
        yield Become("" if context.own == WORDS else WORDS)
    elif value == MAKE:
        wanted = context.own == WORDS
        days = entries(context.state, context.events, now=context.now, way=way_of(context), words=wanted)
        if days:
            yield Give(
                NAME,
                calendar_file(days, now=context.now),
                MEDIA_TYPE,
                lambda stored: Show(_page(context, stored)),
            )


def entries(
    state: State, events: Sequence[Event], *, now: datetime, way: Way = BY_COMMAND, words: bool = False
) -> tuple[Entry, ...]:
    """The days to come of every plan, and those that an earlier file may have had and that are no more.

    `events` are all of the journal, in the order of time: they say which days there were, and name each
    entry for good. Each entry tells the `way` back. Titles tell nothing of the plan unless its owner wants its
    `words` in them. `now` has a time zone. `state` is the fold of `events`.
    """
    all_entries: list[Entry] = []
    plans = {event.subject for event in events if event.subject.kind == "plan"}
    for plan in sorted(plans, key=attrgetter("place")):
        said = [event for event in events if event.subject == plan and event.rater is Rater.SELF]
        current = state.event(plan)
        if current is None or not isinstance(current.answer, PlanItem):
            continue  # of another ladder
        item = current.answer
        stands = not item.dropped and not finished(state, plan)
        ever = [event.answer for event in said if isinstance(event.answer, PlanItem)]
        all_entries.extend(_of_plan(said[0].id, item, ever, way, stands=stands, words=words))
    on = now.astimezone().date()
    return tuple(entry for entry in all_entries if entry.day >= on)


def _of_plan(
    name: str, item: PlanItem, ever: Iterable[PlanItem], way: Way, *, stands: bool, words: bool
) -> Iterator[Entry]:
    """The days of a plan, by their place in it: a date that was moved keeps its name, and so moves in the calendar."""
    before = {place: day for version in ever for place, day in _places(version)}
    here = dict(_places(item)) if stands else {}
    for place, last in before.items():
        day = here.get(place)
        uid = f"{name}-{place}@career-ladder-kit"
        about = f"{_FIRST if place == FIRST_STEP else _LOOK_BACK}\n{way.words}"
        yield Entry(uid, day or last, _title(place, item, words), about, cancelled=day is None, url=way.url)


def _places(item: PlanItem) -> Iterator[tuple[str, date]]:
    if item.by:
        yield FIRST_STEP, item.by
    yield from ((f"look-back-{nth}", day) for nth, day in enumerate(item.look_backs, 1))


FIRST_STEP = "first-step"
_FIRST = "Your plan and its first step stand in “Your path”."
_LOOK_BACK = "“Your path” asks four short questions about your plan."


def _title(place: str, item: PlanItem, words: bool) -> str:
    first = place == FIRST_STEP
    title = "A first step" if first else "Ten minutes to look back"
    plan = if_then(item.when, item.then) if item.when.strip() and item.then.strip() else item.aim
    own = item.first_step.strip() or plan.strip() if first else plan.strip()
    return f"{title}: {own}" if words and own else title


def _page(context: ViewContext, stored: Stored | None = None) -> str:
    coming = entries(context.state, context.events, now=context.now)
    if not coming:
        return ""
    return render(
        "plan_calendar",
        number=sum(not entry.cancelled for entry in coming),
        gone=sum(entry.cancelled for entry in coming),
        words=context.own == WORDS,
        stored=stored,
        name=NAME,
        rests=rests_on(context, FOLLOWS),
        past=_PAST,
    )


_PAST = "Your plans have changed since this file was made. Make it again, or your calendar has the earlier days."
