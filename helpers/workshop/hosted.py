"""A hosted session, apart from where it is kept and how it is shown: what it asks, and what of it reaches the team.

workshop + ladder ── plan_session ──▶ HostedPlan        fixed when the session is opened
one person's events ── share_of ──▶ Share               the same thing as a share file holds
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Final

from pydantic import Field

from helpers.errors import UsageError
from helpers.frozen import Frozen
from helpers.insight.words import count_of
from helpers.journal import Event, RatingState, Subject, fold
from helpers.ladder import RATED, Ladder, Level
from helpers.paths import typed
from helpers.workshop import feedback
from helpers.workshop.agenda import Activity, Block, Workshop, gathered
from helpers.workshop.asking import MOST_STATEMENTS, asked_of, prompts_of, spoken_on_phones
from helpers.workshop.course import Step, Talk
from helpers.workshop.gathering import Gathering, joined, with_clock, with_group
from helpers.workshop.ladder_facts import for_ladder
from helpers.workshop.level_mix import warnings
from helpers.workshop.share import Offer, Released, Share, SharedRating, make_share, offers
from helpers.workshop.suppression import DEFAULT_GROUP, GroupSize, open_ledger

RELEASE: Final = "choice:release"
"""The subject under which somebody names the texts that the team may read."""

PICTURE: Final = "choice:picture"
"""The subject under which somebody says that they want to be left out of the team's picture."""

LEFT_OUT: Final = "left-out"

SECONDS_EACH: Final = 68
"""About how long somebody thinks about a statement: the workshops plan 18 minutes for sixteen."""

MOST_PART_MINUTES: Final = 120
MOST_PEOPLE = 300
_USUAL_PEOPLE = 60


class HostedBlock(Frozen):
    """A block of the workshop in which people answer on their own device.

    `spoken` is what the slide asks, in a session that an earlier kit planned; else its step has that.
    """

    id: str
    title: str
    minutes: int
    asks: tuple[Activity, ...]
    spoken: tuple[str, ...] = ()


class HostedPlan(Frozen):
    """Everything that a session needs to know; it stays as it is once the session is open.

    `statements` are what everybody rates and `prompts` what everybody may reflect on, by id.
    `most_people` is the cap that the facilitator set on who may join. `people` are how many are expected (None: nobody
    said) and `mix` how many of them at which level, as far as that is known. `coarse` says that bars have three parts,
    `shown_from` is the smallest group that the workshop promises (None: that of the session). `promise` and `steps`
    keep their places for group, bars and minutes, which `promises` and `course` fill in. `steps` are all that the
    facilitator goes through, with the blocks among them; where an earlier kit planned the session there are only these.
    """

    workshop: str
    title: str
    subtitle: str
    promise: tuple[str, ...]
    ladder: Ladder
    statements: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_STATEMENTS)]
    prompts: tuple[str, ...]
    min_group: GroupSize
    shown_from: GroupSize | None = None
    coarse: bool = False
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] | None = None
    mix: Mapping[str, Annotated[int, Field(ge=0, le=MOST_PEOPLE)]] = {}
    most_people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    blocks: Annotated[tuple[HostedBlock, ...], Field(min_length=1)]
    steps: tuple[Step, ...] = ()

    @cached_property
    def course(self) -> tuple[Step, ...]:
        """The steps, or the blocks as steps where nothing else is known of."""
        return tuple(
            step.model_copy(
                update={
                    "do": self._told(step.do, step.timer),
                    "say": self._told(step.say, step.timer),
                    "remote": with_clock(self.with_numbers(step.remote), step.timer),
                    "spoken": tuple(self._talk(talk, step.timer) for talk in step.spoken),
                }
            )
            for step in self.steps
        ) or tuple(
            Step(id=block.id, title=block.title, minutes=block.minutes, timer=block.minutes, asks=block.asks)
            for block in self.blocks
        )

    def spoken(self, id: str) -> tuple[Talk, ...]:
        """What slides ask of people who talk in a part, by its id; nothing where they work alone."""
        step = next((step for step in self.course if step.id == id), None)
        if step and step.spoken:
            return step.spoken
        early = next((block for block in self.blocks if block.id == id and block.spoken), None)
        return (self._talk(Talk(title=early.title, lines=early.spoken), early.minutes),) if early else ()

    def writes_later(self, block: HostedBlock) -> bool:
        """Whether what a block asks in writing waits, since people talk first."""
        return Activity.REFLECT in block.asks and bool(self.spoken(block.id))

    def _talk(self, talk: Talk, timer: int) -> Talk:
        return talk.model_copy(update={"lines": self._told(talk.lines, timer)})

    def _told(self, lines: tuple[str, ...], timer: int) -> tuple[str, ...]:
        return tuple(with_clock(self.with_numbers(line), timer) for line in lines)

    @property
    def promises(self) -> tuple[str, ...]:
        """What people are promised, with the smallest group and the bars that this session has."""
        return tuple(map(self.with_numbers, self.promise))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Where rating takes longer than its clock, or the picture would stay empty or say little; what to do then."""
        advice = warnings(self.ladder, self.statements, self.mix, people=self.people, least=self.min_group)
        rating = next((step for step in self.course if Activity.RATE in step.asks), None)
        takes = round(len(self.statements) * SECONDS_EACH / 60)
        if rating is None or takes <= rating.on_the_clock:
            return advice
        need = f"{count_of(len(self.statements), 'statement')} to rate take about {count_of(takes, 'minute')}"
        warning = f"{need}, and the clock of “{rating.title}” has {rating.on_the_clock}. Ask fewer, or give it more."
        return (warning, *advice)

    def with_numbers(self, text: str) -> str:
        """A text with the smallest group and the bars put in."""
        return with_group(text, self.min_group, coarse=self.coarse)

    def __repr__(self) -> str:
        return f"<HostedPlan of {self.workshop}>"


def plan_session(
    workshop: Workshop,
    ladder: Ladder,
    *,
    statements: Sequence[str] = (),
    levels: Sequence[str] = (),
    prompts: Sequence[str] = (),
    min_group: int | None = None,
    most_people: int | None = None,
    coarse: bool = False,
    beside: Collection[Gathering] = (),
) -> HostedPlan:
    """What a session of this workshop asks.

    Rated is what `asked_of` says of the `statements` and `levels` that are named. Reflected on are
    the `prompts`, or else those of the workshop, or else two of the first level named. None stands
    for the workshop's own minimum group, which can be raised but not lowered, since people are told
    of it, and for room for 60 people. `coarse` gives bars three parts. Raises `UsageError` and `UnknownId`.

    `beside` are the ways in which others in the room answer: the promises, which stand on the projector, then
    speak of these too. `ladder` is the one in use, and `most_people` the room that there is. `min_group` is that
    smallest group whose answers are shown together.
    """
    if not any(block.asks for block in workshop.blocks):
        raise UsageError(
            f"the workshop {workshop.workshop!r} gathers nothing on devices, so there is nothing to host",
            next_step=f"Choose another one (`{typed('workshop list')}`), or add 'asks:' to a block of your own file.",
        )
    group = min_group if min_group is not None else workshop.group.shown_from or DEFAULT_GROUP
    people = most_people if most_people is not None else max(_USUAL_PEOPLE, workshop.group.most)
    if not 1 <= people <= MOST_PEOPLE:
        raise UsageError(f"a session can't hold {people} people", next_step=f"Choose 1 to {MOST_PEOPLE}.")
    if people < group:
        raise UsageError(
            f"with at most {people} people nothing could be shown, since a picture needs {group}",
            next_step="Let more people in, or choose a smaller minimum group.",
        )
    if group < workshop.group.shown_from:
        raise UsageError(
            f"people are promised pictures of at least {workshop.group.shown_from}, so {group} can't be the minimum",
            next_step="To lower it, change the promise and 'shown_from' in a workshop file of your own.",
        )
    asked = asked_of(workshop, ladder, statements=statements, levels=levels).statements
    reflected = prompts_of(workshop, ladder, prompts, asked)
    workshop = for_ladder(workshop, ladder, writes=len(reflected))
    here = gathered(workshop, {Gathering.HOSTED, *beside}, elsewhere=True, settled=False)
    return HostedPlan(
        workshop=workshop.workshop,
        title=workshop.title,
        subtitle=workshop.subtitle,
        promise=tuple(map(joined, here.promise)),
        ladder=ladder,
        statements=asked,
        prompts=reflected,
        min_group=open_ledger(group).min_group,
        shown_from=workshop.group.shown_from,
        coarse=coarse,
        most_people=people,
        blocks=tuple(
            HostedBlock(id=block.id, title=block.title, minutes=block.minutes, asks=block.asks)
            for block in here.blocks
            if block.asks
        ),
        steps=_steps(here),
    )


def replanned(
    plan: HostedPlan,
    *,
    statements: Collection[str],
    minutes: Mapping[str, int],
    people: int | None,
    min_group: int | None = None,
    coarse: bool | None = None,
    mix: Mapping[str, int] | None = None,
) -> HostedPlan:
    """The same session with other statements, minutes, bars and people, before anybody has joined.

    `statements` are ids, in any order, and `minutes` are by the id of a step: 1 to 120; what isn't named stays as it
    is. A step's clock runs for as much less or more, shared among its countdowns as it was. `min_group` is the
    smallest number whose answers are shown together, never below what the workshop promises; `coarse` gives bars
    three parts. `people` are how many are expected (None: nobody knows) and `mix` how many of them are at each level,
    by its id. Raises `UsageError`
    and `UnknownId`. `plan` is the session as it stands, and isn't altered.
    """
    wanted = {plan.ladder.statement(statement_id).id for statement_id in statements}
    if not 1 <= len(wanted) <= MOST_STATEMENTS:
        raise UsageError(
            f"{count_of(len(wanted), 'statement')} can't be asked",
            next_step=f"Choose 1 to {MOST_STATEMENTS}; 12 to 25 fit into a workshop.",
        )
    if any(not 1 <= given <= MOST_PART_MINUTES for given in minutes.values()):
        raise UsageError(f"a part takes a whole number of minutes, 1 to {MOST_PART_MINUTES}")
    group = plan.min_group if min_group is None else min_group
    if group < (least := min(plan.min_group, plan.shown_from or plan.min_group)):
        raise UsageError(
            f"people are promised pictures of at least {least}, so {group} can't be the smallest group",
            next_step=f"Choose {least} or more.",
        )
    if group > plan.most_people:
        raise UsageError(f"at most {plan.most_people} may join, so a picture of {group} could never be shown")
    by_level = plan.mix if mix is None else {plan.ladder.level(level_id).id: number for level_id, number in mix.items()}
    numbers = [*by_level.values(), *([people] if people is not None else [])]
    if any(not 0 <= number <= MOST_PEOPLE for number in numbers) or people == 0:
        raise UsageError(f"how many people come is a whole number, up to {MOST_PEOPLE}")
    if people is not None and sum(by_level.values()) > people:
        raise UsageError(
            f"{sum(by_level.values())} people at the levels are more than the {people} that you expect",
            next_step="Correct one of the numbers.",
        )
    steps = []
    for step in plan.steps or plan.course:
        now = minutes.get(step.id, step.minutes)
        first, *after = _shared((step.timer, *step.timers_after), now - step.minutes)
        steps.append(step.model_copy(update={"minutes": now, "timer": first, "timers_after": tuple(after)}))
    taken = {step.id: step.minutes for step in steps}
    return plan.model_copy(
        update={
            "statements": tuple(statement.id for _, _, statement in plan.ladder.walk() if statement.id in wanted),
            "min_group": group,
            "coarse": plan.coarse if coarse is None else coarse,
            "people": people,
            "mix": by_level,
            "steps": tuple(steps),
            "blocks": tuple(block.model_copy(update={"minutes": taken[block.id]}) for block in plan.blocks),
        }
    )


def _shared(timers: Sequence[int], more: int) -> list[int]:
    """The countdowns of a step so many minutes longer in all, or shorter (below nought), in the same proportions."""
    whole = max(len(timers), sum(timers) + more)
    # Turns that differ by a minute were made of an odd number: alike, so that they don't drift apart.
    shares = timers if max(timers) - min(timers) > 1 else [1] * len(timers)
    ends = [round(whole * sum(shares[: number + 1]) / sum(shares)) for number in range(len(shares))]
    return [max(1, end - before) for before, end in pairwise([0, *ends])]


def _steps(workshop: Workshop) -> tuple[Step, ...]:
    """All blocks as steps."""
    return tuple(_step(block, talks) for block, talks in spoken_on_phones(workshop))


def _step(block: Block, spoken: tuple[Talk, ...]) -> Step:
    """A block as its facilitator goes through it: the clock is started for what its slide counts down."""
    return Step(
        id=block.id,
        title=block.title,
        minutes=block.minutes,
        timer=block.clock,
        timers_after=block.countdowns[1:],
        form=block.form,
        asks=block.asks,
        do=tuple(map(str, block.do)),
        say=tuple(map(str, block.say)),
        remote=joined(block.remote),
        spoken=spoken,
    )


def asked_ladder(plan: HostedPlan) -> Ladder:
    """The ladder as far as the session asks about it: for the team's side, where what nobody was asked has no place.

    Levels, their sections and competencies without a statement of the session are left out (so a section of a
    level may be empty here). Reflections keep their questions, whichever level these belong to.
    """
    ladder, asked = plan.ladder, set(plan.statements)
    levels = [_only(level, asked) for level in ladder.levels]
    here = [level for level in levels if level.statements]
    families = {statement.competency for level in here for statement in level.statements}
    prompts = [*ladder.prompts, *(prompt for level in levels if level not in here for prompt in level.prompts)]
    parts = {
        "levels": tuple(here),
        "competencies": tuple(competency for competency in ladder.competencies if competency.id in families),
        "prompts": tuple(prompts),
    }
    return Ladder.model_construct(**{**dict(ladder), **parts})  # checked already, but for being whole


def _only(level: Level, asked: Collection[str]) -> Level:
    sections = {part: tuple(statement for statement in getattr(level, part) if statement.id in asked) for part in RATED}
    return level.model_copy(update={str(part): statements for part, statements in sections.items()})


def release_mark(subject: str, text: str) -> str:
    """What stands for one very text: another word in it, and it is another text."""
    digest = hashlib.sha256(f"{subject}\0{text}".encode()).hexdigest()
    return f"{subject}#{digest[:16]}"


def releasable(plan: HostedPlan, events: Iterable[Event]) -> tuple[Offer, ...]:
    """The texts that somebody wrote in this session and could let the team read: reflections, evidence, plans."""
    asked = {
        *(Subject.prompt(prompt_id) for prompt_id in plan.prompts),
        *(Subject.evidence(statement_id) for statement_id in plan.statements),
    }
    known = tuple(events)
    state = fold(known, ladder=plan.ladder)
    given = tuple(offer for offer in offers(plan.ladder, state) if offer.kind == "plan" or offer.subject in asked)
    said = feedback.offer(fold(known))  # no ladder asks it
    return (*given, said) if said else given


def feedback_of(person: str, events: Iterable[Event]) -> Share | None:
    """What one person says of the workshop itself; None if nothing, or they want to be left out of every picture.

    The text goes along once its mark is among those that they chose.
    """
    asked, state = feedback.questions(), fold(events)
    if LEFT_OUT in state.picked(PICTURE):
        return None
    ratings = {}
    for _, _, question in asked.walk():
        for chosen in state.picked(Subject.choice(question.id))[:1]:
            step = int(chosen.removeprefix(feedback.STEP))
            ratings[question.id] = SharedRating(state=RatingState.FREQUENCY, frequency=step)
    said = feedback.offer(state)
    released = said is not None and release_mark(said.subject, said.text) in state.picked(RELEASE)
    texts = (Released(subject=said.subject, title=said.title, text=said.text),) if said and released else ()
    share = Share(id=person, ladder=asked.id, ladder_version=asked.version, ratings=ratings, released=texts)
    return None if share.is_empty else share


def share_of(plan: HostedPlan, person: str, events: Iterable[Event]) -> Share | None:
    """What one person's answers give to the team; None if there is nothing yet, or they want to be left out.

    `person` is an id of 32 hex digits that says nothing about them. That is their ratings
    of the session's statements, and each text whose mark they chose: a text that was
    changed since is another one, and waits to be released again. `plan` says which statements were asked and what
    people were promised; `events` are this person's alone.
    """
    known = tuple(events)
    state = fold(known, ladder=plan.ladder)
    if LEFT_OUT in state.picked(PICTURE):
        return None
    marks = set(state.picked(RELEASE))
    chosen = [
        offer
        for offer in (releasable(plan, known) if marks else ())
        if release_mark(offer.subject, offer.text) in marks and offer.subject != feedback.prompt()
    ]
    plans = [offer.subject for offer in chosen if offer.kind == "plan"]
    release = [offer.subject for offer in chosen if offer.kind != "plan"] + plans[:1]
    rated = {Subject.statement(statement_id) for statement_id in plan.statements}
    if not release and not any(event.subject in rated for event in known):
        return None
    try:
        share = make_share(plan.ladder, known, release, promised=plan.min_group)
    except UsageError:  # every rating was taken back again
        return None
    ratings = {
        statement_id: rating for statement_id, rating in share.ratings.items() if statement_id in plan.statements
    }
    # Whose words were answered is known here: a session has one ladder from its beginning.
    share = share.model_copy(update={"id": person, "also": (), "digest": "", "ratings": ratings})
    return None if share.is_empty else share
