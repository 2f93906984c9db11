"""Invented ladders and journals: one of the shipped shape, and hypothesis strategies for any shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from helpers.journal.events import (
    UNANSWERED,
    Answer,
    Choice,
    Event,
    Evidence,
    Rater,
    Rating,
    RatingState,
    Words,
    often,
)
from helpers.ladder.model import (
    Competency,
    Draw,
    FrequencyLabel,
    Ladder,
    Learning,
    Level,
    Practice,
    Prompt,
    Remark,
    Role,
    Scale,
    Skill,
    Source,
    StateLabel,
    Statement,
    Track,
)

START = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
"""When the first invented answer is given."""

COMPETENCIES = ("discovery", "delivery", "people")

SCALE = Scale(
    question="In the last six months, how often did you …",
    frequencies=tuple(
        FrequencyLabel(value=value, label=label, meaning=f"{label}.")
        for value, label in enumerate(("not yet", "seldom", "sometimes", "often", "almost always"))
    ),
    no_opportunity=StateLabel(label="no opportunity so far", meaning="There was no occasion."),
    not_applicable=StateLabel(label="not applicable here", meaning="It is no part of this job."),
    dont_know=StateLabel(label="don't know", meaning="I can't say."),
)


def make_statement(id: str, competency: str = "delivery", *, title: str = "", expected: int | None = None) -> Statement:
    return Statement(
        id=id,
        title=title or id,
        text=f"do {id}",
        meaning=f"What {id} looks like.",
        competency=competency,
        origin="kit",
        expected=expected,
    )


def make_skill(id: str, competency: str = "delivery", *, title: str = "", expected: int | None = None) -> Skill:
    plain = make_statement(id, competency, title=title, expected=expected)
    return Skill(**plain.model_dump(), practice=Practice(text=f"Practise {id}.", origin="kit"))


def make_level(
    id: str,
    *,
    track: str = "core",
    follows: Sequence[str] = (),
    title: str = "",
    short_title: str = "",
    statements: Sequence[Statement] | None = None,
    skills: Sequence[Skill] | None = None,
    size: int = 2,
) -> Level:
    """A level; without `statements` it has `size` in each rated section, over all competencies in turn."""
    of = [COMPETENCIES[i % len(COMPETENCIES)] for i in range(3 * size)]
    plain = statements or [make_statement(f"{id}.s{i}", of[i]) for i in range(2 * size)]
    half = max(1, len(plain) // 2)
    return Level(
        id=id,
        title=title or id,
        short_title=short_title or (title or id)[:24],
        track=track,
        follows=tuple(follows),
        summary=Remark(id=f"{id}.summary", text=f"About {id}.", origin="kit"),
        responsibilities=tuple(plain[:half]),
        signs=tuple(plain[half:]),
        skills=tuple(skills or [make_skill(f"{id}.k{i}", of[2 * size + i]) for i in range(size)]),
        prompts=(Prompt(id=f"{id}.prompt-why", text=f"Why {id}?", origin="kit"),),
    )


def make_role(id: str, draws_on: Sequence[str], *, title: str = "") -> Role:
    return Role(
        id=id,
        title=title or id,
        summary=Remark(id=f"{id}.summary", text=f"About {id}.", origin="kit"),
        suits=Remark(id=f"{id}.suits", text="Somebody.", origin="kit"),
        draws_on=tuple(Draw(statement=statement, because=f"It needs {statement}.") for statement in draws_on),
        learn=(Learning(id=f"{id}.learn", title="Something new", text="It is new.", first_try="Try it."),),
        talk_to="Somebody who does it.",
        prompts=(Prompt(id=f"{id}.prompt-pull", text=f"What draws you to {id}?", origin="kit"),),
        origin="kit",
    )


def make_ladder(
    levels: Sequence[Level], roles: Sequence[Role] = (), tracks: Sequence[tuple[str, str]] | None = None
) -> Ladder:
    named = tracks or [(track, track) for track in dict.fromkeys(level.track for level in levels)]
    return Ladder(
        format=1,
        id="invented",
        version="1",
        title="An invented ladder",
        language="en",
        sources=(Source(id="kit", title="The kit"),),
        scale=SCALE,
        competencies=tuple(
            Competency(id=id, title=id.title(), text=f"About {id}.", origin="kit") for id in COMPETENCIES
        ),
        tracks=tuple(Track(id=id, title=title, text=f"About {title}.") for id, title in named),
        levels=tuple(levels),
        roles=tuple(roles),
        prompts=(Prompt(id="path.success", text="What is success to you?", origin="kit"),),
    )


def shipped_shape(size: int = 2) -> Ladder:
    """A ladder with the levels, tracks and roles of the shipped one, and invented statements."""
    levels = [
        make_level("associate", title="Associate PM", size=size),
        make_level("mid", title="Mid-level PM", follows=["associate"], size=size),
        make_level("senior", title="Senior PM", follows=["mid"], size=size),
        make_level("director", title="Group PM / Director", track="management", follows=["senior"], size=size),
        make_level("executive", title="VP of Product / CPO", track="management", follows=["director"], size=size),
        make_level(
            "principal", title="Principal / Staff PM", track="individual-contributor", follows=["senior"], size=size
        ),
    ]
    roles = [
        make_role("operations", ["mid.s0", "senior.s1", "mid.k0"], title="Operations and program management"),
        make_role("partnerships", ["mid.s2", "director.s0"], title="Business development and partnerships"),
        make_role("founder", ["associate.k0", "executive.s1"], title="Founder or CEO of a start-up"),
        make_role("marketing-strategy", ["mid.s1"], title="Product marketing or strategy"),
        make_role("innovation", ["principal.s0"], title="Innovation, R&D or incubation"),
    ]
    tracks = [("core", "Core path"), ("management", "Management"), ("individual-contributor", "Individual contributor")]
    return make_ladder(levels, roles, tracks)


def event(ladder: Ladder, subject: str, answer: Answer, *, at: datetime = START, rater: Rater = Rater.SELF) -> Event:
    return Event(at=at, subject=subject, answer=answer, rater=rater, ladder=ladder.id, ladder_version=ladder.version)


def rate(ladder: Ladder, statement: str, answer: int | Rating, *, at: datetime = START) -> Event:
    return event(ladder, f"statement:{statement}", often(answer) if isinstance(answer, int) else answer, at=at)


def evidence(
    ladder: Ladder, statement: str, text: str = "The release notes of April.", *, at: datetime = START
) -> Event:
    return event(ladder, f"evidence:{statement}", Evidence(text=text, supports=(statement,)), at=at)


def choose(ladder: Ladder, choice: str, *ids: str, at: datetime = START) -> Event:
    return event(ladder, f"choice:{choice}", Choice(chosen=ids), at=at)


# ---- strategies ----------------------------------------------------------------------

ratings: st.SearchStrategy[Rating] = st.one_of(
    st.integers(0, 4).map(often),
    st.sampled_from([state for state in RatingState if state is not RatingState.FREQUENCY]).map(
        lambda state: Rating(state=state)
    ),
)
"""Every answer that there can be to a statement."""

apart: st.SearchStrategy[Rating] = st.sampled_from(
    [UNANSWERED, *(Rating(state=s) for s in RatingState if s not in (RatingState.FREQUENCY, RatingState.UNANSWERED))]
)
"""The answers that are no frequency."""

times = st.integers(0, 400 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def ladders(draw: st.DrawFn, most_levels: int = 6) -> Ladder:
    """Any ladder that holds together: levels follow earlier ones, on up to three tracks, with up to three roles."""
    count = draw(st.integers(1, most_levels))
    levels = []
    for i in range(count):
        before = [f"l{j}" for j in range(i)]
        follows = draw(st.lists(st.sampled_from(before), max_size=2, unique=True)) if before else []
        of = st.sampled_from(COMPETENCIES)
        expected = st.sampled_from([None, 0, 2, 4])
        plain = [
            make_statement(f"l{i}.s{j}", draw(of), expected=draw(expected)) for j in range(draw(st.integers(2, 4)))
        ]
        skills = [make_skill(f"l{i}.k{j}", draw(of), expected=draw(expected)) for j in range(draw(st.integers(1, 2)))]
        track = draw(st.sampled_from(["core", "left", "right"]))
        levels.append(make_level(f"l{i}", track=track, follows=follows, statements=plain, skills=skills))
    known = [statement.id for level in levels for statement in level.statements]
    roles = [
        make_role(f"r{i}", draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True)))
        for i in range(draw(st.integers(0, 3)))
    ]
    return make_ladder(levels, roles)


@st.composite
def journals(draw: st.DrawFn, ladder: Ladder, most: int = 25) -> tuple[Event, ...]:
    """Any journal about a ladder: ratings, evidence, reflections and choices, changed and withdrawn at any time."""
    statements = [statement.id for _, _, statement in ladder.walk()]
    places = [f"level:{level.id}" for level in ladder.levels] + [f"role:{role.id}" for role in ladder.roles]
    one = st.sampled_from(statements)
    subjects_and_answers = st.one_of(
        st.tuples(one.map(lambda id: f"statement:{id}"), ratings),
        one.flatmap(
            lambda id: st.tuples(
                st.just(f"evidence:{id}"),
                st.builds(
                    Evidence,
                    text=st.sampled_from(["", "A line.", "Another line."]),
                    supports=st.lists(one, max_size=2, unique=True).map(lambda more: (id, *more)),
                ),
            )
        ),
        st.tuples(
            st.sampled_from(ladder.levels).map(lambda level: f"prompt:{level.prompts[0].id}"),
            st.builds(Words, text=st.sampled_from(["", "Some words.", "Other words."])),
        ),
        st.tuples(
            st.just("choice:standing"), st.sampled_from(ladder.levels).map(lambda level: Choice(chosen=(level.id,)))
        ),
        st.tuples(st.just("choice:destination"), st.sampled_from(places).map(lambda id: Choice(chosen=(id,)))),
    )
    drawn = draw(st.lists(st.tuples(subjects_and_answers, times), max_size=most))
    return tuple(event(ladder, subject, answer, at=at) for (subject, answer), at in drawn)


@st.composite
def told(draw: st.DrawFn, most: int = 25) -> tuple[Ladder, tuple[Event, ...]]:
    """A ladder and a journal about it."""
    ladder = draw(ladders())
    return ladder, draw(journals(ladder, most))


def destination_ids(ladder: Ladder) -> list[str]:
    return [f"level:{level.id}" for level in ladder.levels] + [f"role:{role.id}" for role in ladder.roles]
