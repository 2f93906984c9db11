"""What a hosted session asks, and what of a person's answers reaches the team."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import UnknownId, UsageError
from helpers.journal import Choice, Evidence, PlanItem, Words, often
from helpers.ladder import RATED, Ladder, Statement, load_ladder
from helpers.workshop.agenda import Activity, Form, SlideKind, gathered, judgement_case, load_workshop, shipped
from helpers.workshop.asking import MOST_STATEMENTS, SPREAD, asked_of, spread
from helpers.workshop.gathering import MINUTES, Gathering, Line
from helpers.workshop.gathering import START as START_PLACE
from helpers.workshop.hosted import (
    RELEASE,
    HostedPlan,
    asked_ladder,
    plan_session,
    releasable,
    release_mark,
    replanned,
    share_of,
)
from helpers.workshop.ladder_facts import for_ladder
from helpers.workshop.run_sheet import run_sheet
from tests.strategies import START, event
from tests.widgets.conftest import TINY

LADDER = load_ladder()
WORKSHOP = load_workshop("ninety-minutes")
PLAN = plan_session(WORKSHOP, LADDER)
PERSON = "5" * 32
PROMPT = f"prompt:{PLAN.prompts[0]}"
EVIDENCE = f"evidence:{PLAN.statements[0]}"


def told(subject, answer, second=0):
    return event(LADDER, subject, answer, at=START + timedelta(seconds=second))


def reflection(text, second=0):
    return told(PROMPT, Words(text=text), second)


def release(*pairs, second=50):
    return told(RELEASE, Choice(chosen=tuple(release_mark(*pair) for pair in pairs)), second)


@pytest.mark.parametrize("id", [id for id, path in shipped().items() if load_workshop(path).hosted])
def test_a_shipped_workshop_that_can_be_hosted_asks_everything_in_its_own_order(id):
    plan = plan_session(load_workshop(id), LADDER)
    assert [ask for block in plan.blocks for ask in block.asks] == list(Activity)
    assert 12 <= len(plan.statements) <= 25
    levels = {id.partition(".")[0] for id in plan.statements}
    assert len(levels) > 1, "a mixed team finds statements that are theirs"


@pytest.mark.parametrize("id", [id for id, path in shipped().items() if load_workshop(path).hosted])
def test_phones_ask_what_the_slide_asks_in_every_part_in_which_people_talk(id):
    here = gathered(load_workshop(id), {Gathering.HOSTED})
    plan = plan_session(load_workshop(id), LADDER)
    joined = next(number for number, block in enumerate(here.blocks) if block.asks)
    talked = []
    for number, block in enumerate(here.blocks):
        asked = [slide for slide in block.slides if slide.draws is SlideKind.WORDS and slide.points]
        told = plan.spoken(block.id)
        if number < joined or block.form in (Form.ALONE, Form.BREAK):
            assert told == (), "whoever joins, works alone or has a break isn't asked to talk"
            continue
        cases = [judgement_case(slide.case) for slide in block.slides if slide.draws is SlideKind.CASE]
        assert [talk.lines for talk in told if not talk.lead] == [tuple(map(str, slide.points)) for slide in asked]
        assert [talk.lead for talk in told if talk.lead] == [case.situation for case in cases]
        assert "gets" not in str(told) or not cases, "what a way costs is shown once people have chosen"
        talked += [block.id] * bool(told)
        later = next((plan.writes_later(each) for each in plan.blocks if each.id == block.id), False)
        assert later is (Activity.REFLECT in block.asks)
    assert {"pairs", "reveal", "plan"} <= set(talked)
    assert ({"cards", "judgement", "lab"} <= set(talked)) is (id == "half-day")


def test_a_session_that_an_earlier_kit_planned_still_asks_aloud_what_its_blocks_say():
    bare = [step.model_copy(update={"spoken": ()}) for step in PLAN.steps]
    early = PLAN.model_copy(
        update={
            "steps": tuple(bare),
            "blocks": tuple(
                block.model_copy(update={"spoken": ("At least {group}?",)}) if Activity.REFLECT in block.asks else block
                for block in PLAN.blocks
            ),
        }
    )
    (talk,) = early.spoken("pairs")
    assert talk.lines == ("At least five?",)
    assert [early.writes_later(block) for block in early.blocks] == [False, False, True, False]
    assert early.spoken("reveal") == ()


def test_words_follow_the_minutes_that_are_chosen():
    """With 8 minutes for the plan the page said “Seven minutes to write” beside “Start 3”, and so did the phones."""
    chosen = {"rate": 12, "pairs": 17, "break": 10, "plan": 8}
    plan = replanned(PLAN, statements=PLAN.statements, minutes=chosen, people=None)
    steps = {step.id: step for step in plan.course}
    assert [(steps[id].timer, *steps[id].timers_after) for id in chosen] == [(10,), (8, 7), (10,), (3,)]
    assert "be quiet for ten minutes." in steps["rate"].do[0]
    assert "“Start 10” starts the clock" in steps["rate"].do[1]
    assert "Press “Start 10”" in steps["break"].do[0]
    assert "Show the example. Three minutes to write" in steps["plan"].do[1]
    assert "Three minutes to write" in plan.spoken("plan")[0].lines
    assert "Change after eight minutes" in plan.spoken("pairs")[0].lines
    assert not any(place in plan.course.__repr__() for place in (MINUTES, START_PLACE))


def test_minutes_that_are_taken_back_leave_the_clocks_as_they_were():
    """Of a pair's two turns the first alone was made longer."""
    whole = load_workshop("half-day")
    half = plan_session(whole, LADDER)
    for id, longer in ((id, longer) for id in ("pairs", "lab") for longer in (-3, 1, 7)):
        before = next(step for step in half.course if step.id == id)
        kept = {"statements": half.statements, "people": None}
        other = replanned(half, minutes={id: before.minutes + longer}, **kept)
        (there,) = (step for step in other.course if step.id == id)
        assert there.on_the_clock == before.on_the_clock + longer
        again = replanned(other, minutes={id: before.minutes}, **kept)
        assert again.steps == half.steps


def test_a_plan_survives_being_kept():
    assert HostedPlan.model_validate_json(PLAN.model_dump_json()) == PLAN


def test_statements_come_in_the_order_of_the_ladder_each_once():
    plan = plan_session(WORKSHOP, LADDER, statements=["senior.decisions", "mid.risks"], levels=["mid"])
    assert plan.statements == (*(s.id for s in LADDER.level("mid").statements), "senior.decisions")


def test_a_workshop_that_gathers_nothing_cannot_be_hosted():
    with pytest.raises(UsageError, match="nothing to host"):
        plan_session(load_workshop("taster-30"), LADDER)


def test_a_ladder_that_the_workshop_was_not_written_for_is_asked_a_spread_aloud():
    tiny = load_ladder(TINY)
    asked = asked_of(WORKSHOP, tiny)
    assert asked.statements == tuple(statement.id for _, _, statement in tiny.walk())  # it has nine
    assert len(asked.notices) == 1
    assert "--level first" in asked.notices[0]
    plan = plan_session(WORKSHOP, tiny, levels=["first"])
    assert plan.prompts == tuple(prompt.id for prompt in tiny.level("first").prompts[:2])


def test_a_ladder_without_questions_to_write_about_opens_no_empty_part():
    """Imported ladders have none: the pairs talk by the slide, and no phone waits before a form without a box."""
    tiny = load_ladder(TINY)
    levels = tuple(level.model_copy(update={"prompts": ()}) for level in tiny.levels)
    plan = plan_session(WORKSHOP, tiny.model_copy(update={"levels": levels, "prompts": ()}))
    assert plan.prompts == ()
    assert all(Activity.REFLECT not in part.asks for part in (*plan.blocks, *plan.steps))
    assert {ask for part in plan.blocks for ask in part.asks} >= {Activity.RATE, Activity.PLAN}
    assert all(part.asks for part in plan.blocks)
    pairs = next(block for block in WORKSHOP.blocks if Activity.REFLECT in block.asks)
    assert plan.spoken(pairs.id)
    told = "“Begin: Tell one thing to one person” puts on the phones: what the slide asks, and nothing to write."
    step = next(step for step in plan.course if step.id == pairs.id)
    assert told in step.do
    assert told not in step.meanwhile
    sheet = run_sheet(for_ladder(WORKSHOP, plan.ladder), time(9), 12)
    assert [told in part.do for part in sheet.parts] == [part.title == pairs.title for part in sheet.parts]
    own = pairs.model_copy(update={"do": (Line(text="“Open: Tell one thing to one person” asks two questions."),)})
    blocks = tuple(own if block is pairs else block for block in WORKSHOP.blocks)
    early = for_ladder(WORKSHOP.model_copy(update={"blocks": blocks}), plan.ladder)
    assert next(str(line) for block in early.blocks if block.id == pairs.id for line in block.do) == told


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"statements": [s.id for _, _, s in LADDER.walk()][: MOST_STATEMENTS + 1]}, "rate with care"),
        ({"min_group": 4}, "promised pictures of at least 5"),
        ({"most_people": 4}, "nothing could be shown"),
        ({"most_people": 0}, "can't hold 0"),
        ({"most_people": 5000}, "can't hold 5000"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused_before_anybody_joins(settings, words):
    with pytest.raises(UsageError, match=words):
        plan_session(WORKSHOP, LADDER, **settings)


@pytest.mark.parametrize("settings", [{"levels": ["nope"]}, {"statements": ["nope"]}, {"prompts": ["nope"]}])
def test_an_unknown_id_is_told(settings):
    with pytest.raises(UnknownId, match="nope"):
        plan_session(WORKSHOP, LADDER, **settings)


def test_levels_with_too_much_are_asked_a_spread_over_their_competencies_aloud():
    asked = asked_of(WORKSHOP, LADDER, levels=["mid", "senior", "director"])
    assert len(asked.statements) == SPREAD
    families = {LADDER.statement(id).competency for id in asked.statements}
    assert families == {s.competency for id in ("mid", "senior", "director") for s in LADDER.level(id).statements}
    assert "are more than people can rate with care" in asked.notices[0]
    assert all(id in asked.notices[0] for id in asked.statements)


def test_a_ladder_that_lacks_some_of_what_a_workshop_proposes_is_asked_the_others_aloud():
    assert WORKSHOP.hosted
    lost = WORKSHOP.hosted.statements[0]
    levels = tuple(
        level.model_copy(
            update={part: tuple(s for s in getattr(level, part) if s.id != lost) for part in map(str, RATED)}
        )
        for level in LADDER.levels
    )
    others = {name: getattr(LADDER, name) for name in Ladder.model_fields}
    asked = asked_of(WORKSHOP, Ladder(**{**others, "levels": levels, "roles": ()}))
    assert len(asked.statements) == len(WORKSHOP.hosted.statements) - 1
    assert lost in asked.notices[0]
    assert asked_of(WORKSHOP, LADDER).notices == ()


def test_a_spread_takes_mandatory_statements_first_and_never_more_than_there_are():
    some = [Statement(id=f"a.s{at}", text="x", competency="ab"[at % 2], mandatory=at > 7) for at in range(10)]
    assert [each.id for each in spread(some, most=4)] == ["a.s0", "a.s1", "a.s8", "a.s9"]
    alone = [each.model_copy(update={"competency": None}) for each in some]
    assert [each.id for each in spread(alone, most=5)] == ["a.s0", "a.s2", "a.s4", "a.s6", "a.s8"]
    assert len(spread(alone, most=20)) == 10


def test_only_ratings_of_the_sessions_statements_reach_the_team():
    other = next(s.id for _, _, s in LADDER.walk() if s.id not in PLAN.statements)
    share = share_of(
        PLAN, PERSON, [told(f"statement:{PLAN.statements[0]}", often(3)), told(f"statement:{other}", often(1))]
    )
    assert share is not None
    assert list(share.ratings) == [PLAN.statements[0]]
    assert share.id == PERSON
    assert share.released == ()
    assert share.commitment is None


def test_who_said_nothing_yet_has_nothing_to_share():
    assert share_of(PLAN, PERSON, []) is None
    assert share_of(PLAN, PERSON, [reflection("private")]) is None


def test_a_text_is_released_as_it_stood_and_no_other():
    """METHOD rule 9: never shown unless its author released that very text."""
    said = reflection("as I said it")
    assert share_of(PLAN, PERSON, [said, release((PROMPT, "as I said it"))]).released[0].text == "as I said it"
    changed = [said, release((PROMPT, "as I said it")), reflection("something else", second=60)]
    assert share_of(PLAN, PERSON, changed) is None
    assert share_of(PLAN, PERSON, [said, release((PROMPT, "as I said it")), release(second=70)]) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_texts_have_two_marks(one, other):
    assert (release_mark(PROMPT, one) == release_mark(PROMPT, other)) == (one == other)
    assert release_mark(PROMPT, one) != release_mark(EVIDENCE, one)


def test_what_may_be_released_is_what_was_written_in_this_session():
    elsewhere = next(p.id for p in LADDER.level("executive").prompts)
    events = [
        reflection("mine"),
        told(EVIDENCE, Evidence(text="a link", supports=(PLAN.statements[0],))),
        told("plan:1", PlanItem(when="it rains", then="I read")),
        told(f"prompt:{elsewhere}", Words(text="from home")),
    ]
    assert [offer.subject for offer in releasable(PLAN, events)] == [PROMPT, EVIDENCE, "plan:1"]


def test_one_plan_at_most_becomes_the_commitment():
    plans = [told(f"plan:{n}", PlanItem(when=f"{n}", then="I go")) for n in (1, 2)]
    marks = [("plan:1", "When 1, I go"), ("plan:2", "When 2, I go")]
    assert share_of(PLAN, PERSON, [*plans, release(*marks)]).commitment == "When 1, I go"


def test_the_team_s_side_knows_of_nothing_that_nobody_was_asked():
    """Or else the board would say "no answers" of statements that stood on nobody's phone."""
    ladder = asked_ladder(PLAN)
    assert tuple(statement.id for _, _, statement in ladder.walk()) == PLAN.statements
    assert all(level.statements for level in ladder.levels)
    assert {statement.competency for _, _, statement in ladder.walk()} == {one.id for one in ladder.competencies}
    for id in PLAN.statements:
        assert ladder.statement(id) == LADDER.statement(id)
        assert ladder.expected(ladder.statement(id)) == LADDER.expected(LADDER.statement(id))
    assert ladder.id == LADDER.id


@given(st.sets(st.sampled_from([statement.id for _, _, statement in LADDER.walk()]), min_size=1, max_size=6))
def test_every_reflection_keeps_its_question_whatever_is_rated(statements):
    ladder = asked_ladder(plan_session(WORKSHOP, LADDER, statements=sorted(statements)))
    for level in LADDER.levels:
        for prompt in level.prompts:
            assert ladder.prompt(prompt.id) == prompt
    for prompt in PLAN.prompts:
        assert ladder.prompt(prompt) == LADDER.prompt(prompt)


def test_statements_that_take_longer_than_their_clock_are_told() -> None:
    """“16 chosen, about 18 minutes” stood above a part of 14, and nothing said so."""
    assert PLAN.warnings == ()
    short = PLAN.model_copy(
        update={"steps": tuple(step.model_copy(update={"timer": min(step.timer, 14)}) for step in PLAN.steps)}
    )
    assert short.warnings == (
        "16 statements to rate take about 18 minutes, and the clock of “Your last six months” has 14. "
        "Ask fewer, or give it more.",
    )
