"""The first minute, the way for ten, and coming back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from helpers.chapters import Element, ViewContext, course, left_off, parts, welcome_back
from helpers.chapters.first_minute import back, questions, rule, ways
from helpers.chapters.report import make_one_page
from helpers.form import ChoiceField
from helpers.insight.few import a_few
from helpers.journal import Event, PlanItem, Rater, Rating, RatingState, Words
from helpers.ladder import Ladder
from tests.chapters.contexts import LADDER, NOON, THEME, context
from tests.reading import Reading
from tests.strategies import choose, event, evidence, make_ladder, make_level, rate

AT_MID = choose(LADDER, "standing", "mid")
FIRST = [statement.id for statement in a_few(LADDER.level("mid"))[:3]]


def short(*events: Event, ladder: Ladder = LADDER) -> tuple[ViewContext, dict[str, Element]]:
    """The way for ten minutes: its moment, and its elements."""
    found = course(ladder)
    assert found.short
    now = ViewContext.of(found, found.short, events, theme=THEME, now=NOON, kept=context().kept)
    return now, {part.id: part for part in parts(found, found.short) if isinstance(part, Element)}


def test_before_somebody_says_where_they_work_nothing_is_asked_and_afterwards_the_rule_comes_first():
    assert questions(context()).fields == ()
    assert "Say above where you work" in Reading(rule(context())).words
    now = context(AT_MID)
    assert "beside evidence, or beside the view of somebody who works with you" in Reading(rule(now)).words
    assert [field.statement_id for field in questions(now).fields] == FIRST
    assert {field.statement_id for field in questions(now).takes} == {s.id for _, _, s in LADDER.walk()}


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([1, 3, 2], f"“{FIRST[1]}” comes up most (often), “{FIRST[0]}” least (seldom)."),
        ([2, 2, 2], "All 3 are “sometimes”."),
        ([Rating(state=RatingState.DONT_KNOW)] * 3, "None of these has a frequency yet."),
        ([4, Rating(state=RatingState.DONT_KNOW), Rating(state=RatingState.DONT_KNOW)], f"“{FIRST[0]}” is “almost"),
    ],
)
def test_after_three_answers_one_sentence_comes_back_with_how_many_there_are(answers, told):
    given = [rate(LADDER, id, answer) for id, answer in zip(FIRST, answers, strict=True)]
    assert back(context(AT_MID, *given[:2])) == ""
    words = Reading(back(context(AT_MID, *given))).words
    assert told in words
    assert "3 of 6 answered at Mid-level PM" in words


def test_three_ways_on_lead_to_pages_and_to_questions(monkeypatch):
    html = ways(context(AT_MID, choose(LADDER, "curious", "principal")))
    assert 'href="00_ten_minutes.ipynb"' in html
    assert 'href="02_mid_level_pm.ipynb#questions"' in html
    assert "Mid-level PM and Individual contributor" in Reading(html).words
    assert "The level you are in and one that tempts you" in Reading(ways(context())).words
    assert "Every level, every lab, then your path" in Reading(ways(context())).words
    bare = context()
    monkeypatch.setattr(bare.course, "labs", ())
    assert "Every level, then your path" in Reading(ways(bare)).words


def test_ten_minutes_ask_where_one_works_only_if_it_isnt_known():
    now, found = short()
    assert isinstance(found["standing"].asks(now).fields[0], ChoiceField)
    assert found["eight"].asks(now).fields == ()
    now, found = short(AT_MID)
    assert found["standing"].asks(now).fields == ()
    assert len(found["eight"].asks(now).fields) == 6
    assert "Answer one of the statements above" in Reading(found["eight-picture"].shows(now)).words


def test_the_picture_and_the_page_say_on_how_much_they_rest():
    ladder = make_ladder([make_level("long", size=7)])
    first = [statement.id for statement in a_few(ladder.levels[0])]
    given = [
        choose(ladder, "standing", "long"),
        *(rate(ladder, id, 3) for id in first),
        evidence(ladder, first[0], "My own words"),
        event(ladder, "plan:1", PlanItem(when="a request comes", then="ask why")),
        event(ladder, "profile:name", Words(text="Ada")),
    ]
    now, found = short(*given, ladder=ladder)
    total = len(ladder.levels[0].statements)
    assert len(first) == 8 < total
    assert f"long: 8 of {total} answered" in Reading(found["eight-picture"].shows(now)).words
    made = make_one_page(now)
    words = made.data.decode()
    assert made.name == f"ada-{ladder.id}-2026-11-23-one-page.html"
    for told in (f"8 of {total}", "a request comes", "ask why", "a view, and no measurement"):
        assert told in words
    assert "My own words" not in words
    plan = found["plan"].asks(now).fields[0]
    assert plan.subject == "plan:1"


def test_the_page_says_what_is_missing_before_anything_is_answered():
    words = make_one_page(short()[0]).data.decode()
    assert "Nothing is answered yet" in words
    assert "No plan is written yet" in words


def test_coming_back_one_is_told_where_one_was_and_that_a_plan_is_due_and_none_of_its_words():
    plan = PlanItem(aim="Secret aim", when="Secret when", then="Secret then", follow_up=date(2026, 11, 20))
    earlier = NOON - timedelta(days=11)
    given = [
        event(LADDER, "plan:1", plan, at=earlier - timedelta(minutes=9)),
        *(rate(LADDER, id, 2, at=earlier) for id in FIRST),
        # and opened a second view
        rate(LADDER, "senior.s0", 3, at=earlier + timedelta(minutes=5)).model_copy(update={"rater": Rater.PEER}),
    ]
    now = context(*given)
    assert left_off(now).stem == "02_mid_level_pm"
    words = Reading(welcome_back(now)).words
    assert "You were last in Mid-level PM, on 12 November 2026, and answered 3 statements." in words
    assert "Mid-level PM: 3 of 6 answered" in words
    assert "A plan is due" in words
    assert "Secret" not in welcome_back(now)
    assert "You were here on" in Reading(welcome_back(context(*given, here=2))).words


def test_nobody_is_welcomed_back_on_a_first_visit_or_within_the_hour():
    assert welcome_back(context()) == ""
    assert left_off(context()) is None
    assert welcome_back(context(rate(LADDER, "mid.s0", 2, at=NOON - timedelta(minutes=30)))) == ""


@pytest.mark.parametrize(
    ("given", "stem"),
    [
        (evidence(LADDER, "mid.s0"), "02_mid_level_pm"),
        (event(LADDER, "prompt:founder.prompt-pull", Words(text="x")), "07_adjacent_roles"),
        (event(LADDER, "prompt:path.success", Words(text="x")), "08_your_path"),
        (event(LADDER, "plan:1", PlanItem(when="x")), "08_your_path"),
        (choose(LADDER, "focus", "mid.s0"), "08_your_path"),
        (choose(LADDER, "curious", "senior"), "00_start_here"),
        (choose(LADDER, "left-out"), None),
        (event(LADDER, "lab:mid.no", Words(text="x")), "02_lab_what_first"),
        (rate(LADDER, "gone.away", 2), None),
    ],
    ids=lambda it: str(it) if not isinstance(it, Event) else it.subject,
)
def test_where_somebody_left_off_is_where_it_is_asked(given, stem):
    found = left_off(context(given))
    assert (found.stem if found else None) == stem
