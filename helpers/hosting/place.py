"""Where somebody is on their phone: what they may answer now, what they did, and how both are told to a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from starlette.concurrency import run_in_threadpool

from helpers.chapters.plan_calendar import entries
from helpers.database import Participant, is_counted
from helpers.database.store import BlockState
from helpers.form import WORDS_ON_A_PAGE, ChoiceField, form_spec
from helpers.frozen import Frozen
from helpers.hosting import plain
from helpers.hosting.protocol import PhoneBlock, PhoneForm, PhoneState, RunningStep
from helpers.hosting.questions import Form, accepted_fields, feedback_form, forms_for, picture_field, release_field
from helpers.hosting.roll import SessionVersion, version_of
from helpers.hosting.service import Service
from helpers.insight import day_in_words
from helpers.journal import Event, State, fold
from helpers.pages.render import ended
from helpers.workshop import feedback
from helpers.workshop.agenda import Activity
from helpers.workshop.course import is_joining
from helpers.workshop.hosted import PICTURE, RELEASE, HostedBlock, HostedPlan


class Place(Frozen):
    """Where somebody is: their session and how it stands, what they have answered so far, and which day it is."""

    me: Participant
    plan: HostedPlan
    blocks: tuple[BlockState, ...]
    closed: bool
    erase_at: datetime
    version: SessionVersion
    on: date
    events: tuple[Event, ...]

    @property
    def state(self) -> State:
        """Their current answers."""
        return fold(self.events)

    @property
    def opened(self) -> tuple[Activity, ...]:
        """What has been asked by now."""
        known = {block.id for block in self.blocks if block.is_accepted}
        return tuple(ask for block in self.plan.blocks if block.id in known for ask in block.asks)


async def place_of(service: Service, me: Participant) -> Place:
    """Where somebody is, as the database has it now."""

    def read() -> Place:
        store = service.store
        plan, stage, blocks = store.plan(me.session), store.stage(me.session), store.blocks(me.session)
        return Place(
            me=me,
            plan=plan,
            blocks=blocks,
            closed=stage.closed_at is not None,
            erase_at=stage.erase_at,
            version=version_of(plan, stage, blocks),
            on=store.today(),
            events=store.events(me.id),
        )

    return await run_in_threadpool(read)


def state_of(place: Place, service: Service) -> PhoneState:
    """Everything that somebody's page shows. It asks the database, so it belongs into a thread."""
    plan, state = place.plan, place.state
    me = digest(place.me)
    release = release_field(plan, place.events)
    counted = is_counted(service.store, place.me.session, place.me.id)
    questions = accepted_fields(plan, place.opened)
    subjects = {subject for question in questions for subject in question.subjects}
    return PhoneState(
        me=me,
        title=plan.title,
        subtitle=plan.subtitle,
        promise=plan.promises,
        ladder=plan.ladder.title,
        erase_on=day_in_words(place.erase_at.astimezone().date()),
        closed=place.closed,
        address=service.public_url,
        version=place.version.version,
        answers=len(place.events),
        left=place.version.left(service.store.now()),
        now=now_on(place),
        blocks=tuple(_block(place, block, state, me) for block in plan.blocks),
        picture=None if counted else _form(plan, _alone(picture_field()), me),
        feedback=_form(plan, feedback_form(), me) if asks_feedback(place) else None,
        release=_form(plan, _alone(release), me) if release else None,
        days=bool(entries(state, place.events, now=service.store.now())),
        values={subject: event.answer for (_, subject), event in state.current.items() if subject in subjects},
    )


def _block(place: Place, block: HostedBlock, state: State, token: str) -> PhoneBlock:
    now = next(each for each in place.blocks if each.id == block.id)
    forms = forms_for(place.plan, block.asks, state, on=place.on) if now.is_accepted else ()
    return PhoneBlock(
        id=block.id,
        title=block.title,
        minutes=minutes_now(place, block),
        spoken=place.plan.spoken(block.id),
        later=place.plan.writes_later(block),
        opened=now.is_accepted,
        open=now.asked_of(place.me),
        missed=is_missed(place, block),
        passed=is_passed(place, block),
        answered=is_written(place, block),
        forms=tuple(_form(place.plan, form, token) for form in forms),
    )


def _form(plan: HostedPlan, form: Form, token: str) -> PhoneForm:
    ladder = plan.ladder
    spec = form_spec(
        form.fields,
        scale=ladder.scale,
        words=WORDS_ON_A_PAGE,
        title=form.title,
        token=token,
        spoken=ladder.spoken,
    )
    return PhoneForm(ask=form.ask, title=form.title, lead=form.lead, spec=spec)


def _alone(field: ChoiceField) -> Form:
    """A question that no part asks for."""
    return Form(None, field.label, (field,))


def without_feedback(events: Iterable[Event]) -> tuple[Event, ...]:
    """What somebody takes home: what they said of the workshop is for those who lead it, and means nothing there."""
    return tuple(event for event in events if event.subject not in feedback.subjects())


def asks_feedback(place: Place) -> bool:
    """Whether the questions about the workshop itself are asked: from its last part on, until the session is closed."""
    return place.blocks[-1].is_accepted and not place.closed


def now_on(place: Place) -> RunningStep | None:
    """What runs in the room now; None before anything has begun."""
    plan = place.plan
    step = next((step for step in plan.course if step.id == place.version.step), None)
    if step is None:
        return None
    return RunningStep(
        id=step.id,
        title=step.title,
        sentence=ended(step.title),
        asks=bool(step.asks),
        joining=is_joining(plan.course, step.id) and not place.opened,
        spoken=plan.spoken(step.id),
    )


def minutes_now(place: Place, block: HostedBlock) -> int:
    """For how many minutes the clock is planned to run in this part; 0 where it isn't the one that runs.

    The minutes of the whole part would stand beside the fewer that the slide and the clock have.
    """
    return next(
        (step.on_the_clock for step in place.plan.course if step.id == block.id == place.version.step),
        0,
    )


def is_passed(place: Place, block: HostedBlock) -> bool:
    """Whether the room has gone on without this part: it has come to a later one, and this was never opened."""
    order, step = [each.id for each in place.plan.course], place.version.step
    if any(each.is_accepted for each in place.blocks if each.id == block.id):
        return False
    return step in order and block.id in order and order.index(block.id) < order.index(step)


def is_sent(place: Place, block: BlockState, sent: Mapping[str, list[str]]) -> bool:
    """Whether a form with questions of this block was sent.

    `place` is where somebody is in their session, and `sent` has the names and values of the form.
    """
    asks = next(hosted_block.asks for hosted_block in place.plan.blocks if hosted_block.id == block.id)
    subjects = {subject for question in accepted_fields(place.plan, asks) for subject in question.subjects}
    subjects -= {PICTURE, *feedback.subjects()}
    return not subjects.isdisjoint(plain.drawn_with(sent))


def is_written(place: Place, block: HostedBlock) -> bool:
    """Whether a question of this block has an answer, which is then in sight."""
    questions = accepted_fields(place.plan, block.asks)
    apart = {PICTURE, RELEASE, *feedback.subjects()}  # asked in no part
    subjects = {subject for question in questions for subject in question.subjects} - apart
    return any(map(place.state.event, subjects))


def is_missed(place: Place, block: HostedBlock) -> bool:
    """Whether it was closed before somebody came, and they have answered nothing of it since."""
    return block.id in place.me.missed and not is_written(place, block)


def digest(me: Participant) -> str:
    """What stands for somebody on their own device; it opens nothing."""
    return hashlib.sha256(me.id.encode()).hexdigest()[:32]
