"""A session as its facilitator sees it: the steps, how far people are, and what may be revealed.

What is told here of a room is a head count from the store, or comes from a `TeamSession`, and so
through `helpers.workshop.suppression`. Nothing else of anybody's answers is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from helpers.database import Reached, open_feedback, open_team
from helpers.database.store import BlockState, SessionInfo
from helpers.database.team import UNREAD
from helpers.hosting.roll import read_version
from helpers.hosting.service import Service
from helpers.insight import day_in_words
from helpers.insight.words import count_of, listed
from helpers.pages.render import ended
from helpers.workshop.asking import put_on_phones
from helpers.workshop.course import Here, Step, here, is_joining
from helpers.workshop.feedback import Feedback, feedback_lines, known_of_each_other
from helpers.workshop.hosted import HostedPlan
from helpers.workshop.session import Lobby
from helpers.workshop.slips import feedback_shown


class LedStep(NamedTuple):
    """A step as its facilitator sees it. `place` is "past", "now" or "later".

    `asks` is what phones show in it, in words, `state` where it stands on them and `reached` how many are how far;
    "", None and None where phones have no part in it. `ran` says whether it has begun (None: nobody noted it),
    `joining` whether it comes before the parts that phones have, none of them opened yet, `over` whether the session is
    closed, and `feedback` that phones ask about the workshop itself in it: after the last part that they have.
    """

    step: Step
    place: str
    asks: str
    state: BlockState | None
    reached: Reached | None
    ran: bool | None = None
    joining: bool = False
    over: bool = False
    feedback: bool = False

    @property
    def told(self) -> str:
        """Where a step stands in which phones ask nothing, or haven't asked anything yet."""
        if self.state:
            return "not opened yet" if self.place == "later" and not self.over else "left out"
        if self.place == "now" and not self.over:
            return "now"
        if self.ran:
            return "done"
        if self.place == "past":
            return "earlier" if self.ran is None else "left out"
        if self.over:
            return "left out"
        if self.joining:
            return "people can join"
        if self.step.spoken:
            return "what the slide asks"
        return "three questions about the workshop itself" if self.feedback else "nothing on the phones"

    @property
    def on_phones(self) -> str:
        """What phones show in it while it runs, as a sentence without its full stop; "" for nothing."""
        if self.asks:
            asks = self.asks[:1].lower() + self.asks[1:]
            closed = self.place == "now" and not self.open
            return f"Closed on the phones: {asks}" if closed else f"On the phones: {asks}"
        if self.step.spoken:
            return "On the phones: what the slide asks"
        return "Nothing is asked on the phones yet, and people can join" if self.joining else ""

    @property
    def open(self) -> bool:
        """Whether phones ask it now."""
        return self.state is not None and self.state.is_asked

    @property
    def late(self) -> int:
        """How many came after it was closed, and have answered nothing of it yet."""
        return self.reached.late if self.reached and self.state and not self.state.open else 0

    @property
    def opened(self) -> bool:
        """Whether phones ever asked it."""
        return self.state is not None and self.state.is_accepted


class Room(NamedTuple):
    """What the facilitator's page tells of a session.

    `newer` is when a later session was opened that is led in its place, in words ("": none was). `told` is how many
    said something of the workshop itself, `said` how many of those are in what is shown of it or may be, and `feedback`
    what of it was shown last (None: nothing yet). `here` is where it is in its course, `left` the seconds on the clock
    (None: none runs), `minutes` what it is started for next, `picture` of how many people the last snapshot is (0:
    there is none).
    """

    info: SessionInfo
    plan: HostedPlan
    here: Here
    steps: tuple[LedStep, ...]
    left: int | None
    minutes: int
    picture: int
    lobby: Lobby
    told: int
    said: Lobby
    feedback: Feedback | None = None
    newer: str = ""

    @property
    def bars(self) -> tuple[tuple[str, str], ...]:
        """What was said of the workshop, as a title and how many gave each answer; "" where too few did."""
        return feedback_lines(self.feedback.snapshot) if self.feedback else ()

    @property
    def alike(self) -> str:
        """The questions about the workshop of which somebody knows others' answers, as a phrase; "" for none."""
        titles = known_of_each_other(self.feedback.snapshot) if self.feedback else ()
        return f"on {listed([f'“{title}”' for title in titles])}" if titles else ""

    @property
    def closed(self) -> bool:
        """Whether the session has ended."""
        return self.info.closed_at is not None

    @property
    def most(self) -> int:
        """How many may join."""
        return self.info.most_people or self.plan.most_people

    @property
    def now(self) -> LedStep | None:
        """The step that runs; None before anything has begun."""
        return self.steps[self.here.number] if self.here.now else None

    @property
    def next(self) -> LedStep | None:
        """The step that comes after it; None at the end."""
        return self.steps[self.here.number + 1] if self.here.next else None

    @property
    def open(self) -> tuple[LedStep, ...]:
        """The parts that phones ask now; not the next one, where that is open already."""
        return tuple(room_step for room_step in self.steps if room_step.open and room_step != self.next)

    @property
    def open_titles(self) -> str:
        """The same as titles in quotation marks: ""; "“Your last six months”"."""
        return listed([f"“{room_step.step.title}”" for room_step in self.open])

    @property
    def open_late(self) -> tuple[LedStep, ...]:
        """The parts that are open for those alone who came after they were closed."""
        return tuple(room_step for room_step in self.steps if room_step.state and room_step.state.asked_late)

    @property
    def asks_feedback(self) -> bool:
        """Whether phones ask about the workshop itself: from the last part that they have on, until it is closed."""
        asked = [room_step for room_step in self.steps if room_step.state]
        return bool(asked) and asked[-1].opened and not self.closed

    @property
    def unjoined(self) -> bool:
        """Whether nobody has joined but to try it out, so that what is asked may still be chosen."""
        return not (self.closed or self.info.people)

    @property
    def families(self) -> tuple[tuple[str, str, int], ...]:
        """Each competency that statements name, with its id, its title and how many do; those of none come last."""
        ladder = self.plan.ladder
        families = ladder.by_competency(statement for _, _, statement in ladder.walk())
        return tuple((family.id, family.title, len(statements)) for family, statements in families)

    @property
    def erase_on(self) -> str:
        """The day on which everything is erased by itself."""
        return day_in_words(self.info.erase_at.astimezone().date())

    @property
    def reported(self) -> str:
        """The time of day at which the team report was taken last; "" if not since something new was shown."""
        return f"{self.info.reported_at.astimezone():%H:%M}" if self.info.reported_at else ""

    @property
    def heads(self) -> str:
        """How many have joined, as a sentence."""
        return f"{count_of(self.info.people, 'person has', 'people have')} joined."

    @property
    def reveal(self) -> str:
        """What may be revealed, in one or two sentences."""
        unread = dict(self.lobby.reasons).get(UNREAD, 0)
        left_out = f"{count_of(unread, 'person is', 'people are')} left out: {UNREAD}." if unread else ""
        return " ".join(filter(None, [self._revealable(), self.lobby.codes_wait, left_out]))

    def _revealable(self) -> str:
        waiting, missing, least = self.lobby.waiting_others, self.lobby.missing, self.lobby.min_group
        if not self.picture and missing:
            need = count_of(missing, "more person has", "more people have")
            return f"{need} to answer before there is anything to reveal: a picture needs {least}."
        if not self.picture:
            # Not how many: beside how many have begun, it would tell when somebody asks to be left out.
            return "Enough people have answered. You can reveal a picture."
        ready = f"A picture of {self.picture} people is ready."
        if not waiting:
            return ready
        since = f"{count_of(waiting, 'person who answered isn’t', 'people who answered aren’t')} in it yet."
        return f"{ready} {since} " + (f"A new picture needs {least}." if missing else "You can reveal a new picture.")


def room_of(service: Service, session: str) -> Room:
    """A session as it stands now. It asks the database, so it belongs into a thread."""
    store = service.store
    info, plan, now = store.session(session), store.plan(session), store.now()
    course = store.course(session)
    place = here(plan.course, course, now)
    states = {block.id: block for block in store.blocks(session)}
    last = [step.id for step in place.steps].index(plan.blocks[-1].id)
    progress, team = store.progress(session), open_team(store, session)
    said = open_feedback(store, session)
    snapshot = team.snapshot
    return Room(
        info=info,
        plan=plan,
        here=place,
        steps=tuple(
            LedStep(
                step,
                "past" if number < place.number else "now" if number == place.number else "later",
                _asks(step, plan),
                states.get(step.id),
                progress.answers.get(step.id),
                None if course.ran is None else step.id in course.ran,
                joining=is_joining(place.steps, step.id) and not any(state.is_accepted for state in states.values()),
                over=info.closed_at is not None,
                feedback=info.closed_at is None and (number > last or states[plan.blocks[-1].id].is_accepted),
            )
            for number, step in enumerate(place.steps)
        ),
        left=read_version(store, session).left(now),
        minutes=(place.now or place.steps[0]).timer,
        picture=snapshot.people if snapshot else 0,
        lobby=team.lobby(),
        told=progress.feedback,
        said=said.lobby(),
        feedback=feedback_shown(said),
        newer=service.newer(info),
    )


def now_on_the_wall(plan: HostedPlan, id: str | None, blocks: Iterable[BlockState]) -> str:
    """What runs now and what else phones ask, for everybody to read; "" where nothing does.

    `id` is that of the step that runs in the course of `plan` (None: none), and `blocks` say what phones ask of
    everybody: what is open for latecomers alone isn't on the wall.
    """
    asked = {block.id for block in blocks if block.is_asked}
    step = next((step for step in plan.course if step.id == id), None)
    others = [f"“{block.title}”" for block in plan.blocks if block.id in asked - {id}]
    now = "" if step is None else f"Now on your phone: {step.title}" if id in asked else f"Now: {step.title}"
    if not others:
        return now
    besides = "Still open" if id in asked else "Open on your phone"
    return " ".join(filter(None, [now and ended(now), f"{besides}: {listed(others)}"]))


def _asks(step: Step, plan: HostedPlan) -> str:
    """What phones show in a step that asks something on them, as a phrase; "" where it doesn't."""
    if not step.asks:
        return ""
    phrase = put_on_phones(step.asks, talks=bool(step.spoken), rates=len(plan.statements), writes=len(plan.prompts))
    return phrase[:1].upper() + phrase[1:]
