"""What people are asked, and in what order: from the ladder and the answers so far."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from helpers.chapters import questions
from helpers.errors import UsageError
from helpers.form import form_spec
from helpers.journal import Choice, Event, PlanItem, Rating, RatingState
from helpers.ladder import RATED
from tests.chapters.contexts import LADDER, context
from tests.strategies import choose, event, make_ladder, rate, told


def plan(number: int, **parts: object) -> Event:
    return event(LADDER, f"plan:{number}", PlanItem(**parts))


# Rating and reflecting


@pytest.mark.parametrize("section", RATED)
def test_a_section_asks_its_statements_and_lets_evidence_support_the_whole_level(section):
    """One piece of evidence may support several statements, in another section too."""
    level = LADDER.level("mid")
    fields = questions.statements(LADDER, "mid", section).fields
    assert [field.statement_id for field in fields] == [statement.id for statement in getattr(level, section)]
    for field in fields:
        assert {id for id, _ in field.also} == {s.id for s in level.statements} - {field.statement_id}


@pytest.mark.parametrize("section", ["changes", "notes", ""])
def test_what_is_read_only_is_not_asked(section):
    with pytest.raises(UsageError, match="no section to rate"):
        questions.statements(LADDER, "mid", section)


def test_a_level_a_role_and_the_path_have_their_prompts():
    asked = (
        questions.prompts(LADDER.level("mid")),
        questions.prompts(LADDER.role("founder")),
        questions.path_prompts(LADDER),
    )
    subjects = [field.subject for form in asked for field in form.fields]
    assert subjects == ["prompt:mid.prompt-why", "prompt:founder.prompt-pull", "prompt:path.success"]


def test_nothing_in_the_profile_is_asked_for_more_than_its_report_needs():
    (standing,) = questions.standing(LADDER).fields
    fields = questions.profile(LADDER).fields
    assert [s for field in fields for s in field.subjects] == ["choice:curious", "profile:name", "profile:role"]
    curious = fields[0]
    assert [option.id for option in standing.options] == [level.id for level in LADDER.levels]
    assert [o.id for o in curious.options] == [*(x.id for x in LADDER.levels), *(x.id for x in LADDER.roles)]
    assert (standing.max, curious.max) == (1, None)


def test_a_role_asks_only_what_has_no_answer_yet():
    """ "Don't know" is an answer: it is not asked twice."""
    now = context(rate(LADDER, "mid.s0", 0), rate(LADDER, "senior.s1", Rating(state=RatingState.DONT_KNOW)))
    fields = questions.drawn_on(now, "operations").fields
    assert [field.statement_id for field in fields] == ["mid.k0"]


# Choosing


@pytest.mark.parametrize(("form", "most"), [(questions.comparison, 3), (questions.direction, 1)])
def test_every_destination_is_on_offer_from_anywhere(form, most):
    for now in (context(), context(choose(LADDER, "standing", "senior"))):
        (field,) = form(now).fields
        assert {o.id for o in field.options} == {
            *(f"level:{level.id}" for level in LADDER.levels),
            *(f"role:{role.id}" for role in LADDER.roles),
        }
        assert field.max == most


def test_a_destination_says_how_it_lies_once_somebody_stands_somewhere():
    (field,) = questions.direction(context(choose(LADDER, "standing", "senior"))).fields
    details = {option.id: option.detail for option in field.options}
    assert details["level:director"] == details["level:principal"] == "people often go there from your level"
    assert details["level:senior"].startswith("where you stand")
    assert details["role:founder"].startswith("beside the ladder")
    (field,) = questions.direction(context()).fields
    assert {option.detail for option in field.options if option.id.startswith("level:")} == {None}


def test_without_a_direction_there_is_nothing_to_focus_on():
    assert questions.focus(context()).fields == ()


def test_suggestions_come_first_with_their_reasons_and_all_else_stays_on_offer():
    now = context(choose(LADDER, "destination", "level:mid"), rate(LADDER, "mid.s1", 0), rate(LADDER, "mid.k1", 1))
    (field,) = questions.focus(now).fields
    ids = [option.id for option in field.options]
    assert ids[:2] == ["mid.s1", "mid.k1"]
    assert "You answered “not yet”" in field.options[0].detail
    assert "first two come from your answers" in field.hint
    assert sorted(ids) == sorted(s.id for s in LADDER.level("mid").statements)
    assert field.max == 3
    assert field.first == 2, "the others are a press away"
    last = choose(LADDER, "focus", ids[-1])
    assert questions.focus(context(*now.events, last)).fields == (field,), "nothing moves by being chosen"


def test_one_s_own_level_is_on_offer_beside_the_direction_and_without_one():
    """Growing where one stands is a direction too."""
    here, low = choose(LADDER, "standing", "mid"), rate(LADDER, "mid.s1", 0)
    (field,) = questions.focus(context(here, low)).fields
    assert field.options[0].id == "mid.s1"
    assert sorted(option.id for option in field.options) == sorted(s.id for s in LADDER.level("mid").statements)
    both = context(here, low, choose(LADDER, "destination", "level:senior"), rate(LADDER, "senior.s0", 0))
    (field,) = questions.focus(both).fields
    assert [option.id for option in field.options][:2] == ["senior.s0", "mid.s1"]
    assert "first two come from your answers" in field.hint
    asked = [s.id for level in ("mid", "senior") for s in LADDER.level(level).statements]
    assert sorted(option.id for option in field.options) == sorted(asked)


def test_nothing_to_suggest_is_said():
    (field,) = questions.focus(context(choose(LADDER, "destination", "level:mid"))).fields
    assert "suggest nothing yet" in field.hint


def test_what_was_chosen_before_stays_on_offer_wherever_it_comes_from():
    now = context(choose(LADDER, "destination", "role:founder"), choose(LADDER, "focus", "mid.s0", "gone.s0"))
    (field,) = questions.focus(now).fields
    assert [option.id for option in field.options] == ["mid.s0", "associate.k0", "executive.s1"]


# Planning


def test_without_a_focus_there_is_one_plan_to_fill_in_freely():
    (field,) = questions.plans(context()).fields
    assert (field.subject, field.focus, field.focus_options) == ("plan:1", None, ())


def test_each_focus_gets_a_plan_that_starts_with_it_and_a_way_to_practise():
    fields = questions.plans(context(choose(LADDER, "focus", "mid.s0", "mid.k0"))).fields
    assert [(field.subject, field.focus) for field in fields] == [("plan:1", "mid.s0"), ("plan:2", "mid.k0")]
    assert [field.hint for field in fields] == [None, "A way to practise it: Practise mid.k0."]
    assert {field.focus_options for field in fields} == {(("mid.s0", "mid.s0"), ("mid.k0", "mid.k0"))}


def test_no_date_and_no_words_are_filled_in_for_anybody():
    fields = questions.plans(context(choose(LADDER, "focus", "mid.k0"))).fields
    assert fields[0].blank("plan:1") == PlanItem(focus="mid.k0")


def test_a_plan_that_stands_keeps_its_place_and_a_new_focus_gets_a_number_that_was_never_used():
    now = context(
        plan(1, focus="mid.s1", when="dropped", dropped=True),
        plan(2, focus="mid.s0", when="it is Monday"),
        choose(LADDER, "focus", "mid.k0", "mid.s0"),
    )
    fields = questions.plans(now).fields
    assert [(field.subject, field.focus) for field in fields] == [("plan:2", "mid.s0"), ("plan:3", "mid.k0")]


def test_a_plan_with_words_in_it_is_never_taken_away():
    now = context(
        plan(1, when="it is Monday"),
        plan(2, focus="senior.s0", by=date(2026, 12, 3)),
        plan(3, focus="gone.s0", aim="something"),
        plan(4, focus="mid.s1"),
        choose(LADDER, "focus", "mid.k0"),
    )
    fields = questions.plans(now).fields
    assert [field.subject for field in fields] == ["plan:1", "plan:2", "plan:3"]
    assert [field.focus for field in fields] == [None, "senior.s0", None]


def test_there_are_never_more_new_plans_than_three_in_all():
    """At most three focus areas become plans; more are told, not offered."""
    now = context(plan(1, when="a"), plan(2, when="b"), choose(LADDER, "focus", "mid.s0", "mid.s1", "mid.k0"))
    fields = questions.plans(now).fields
    assert [field.focus for field in fields] == [None, None, "mid.s0"]


# For anybody


@settings(max_examples=50)
@given(told())
def test_every_form_of_any_ladder_and_journal_can_be_drawn_and_offers_what_stands(drawn):
    """No question twice in a form, and every choice that stands is one that the form would take."""
    ladder, events = drawn
    now = context(*events, ladder=ladder)
    forms = [questions.profile(ladder), *(f(now) for f in (questions.comparison, questions.direction, questions.plans))]
    forms += [questions.statements(ladder, level.id, section) for level in ladder.levels for section in RATED]
    forms += [questions.drawn_on(now, role.id) for role in ladder.roles]
    for title, fields, _ in [*forms, questions.focus(now)]:
        form_spec(fields, scale=ladder.scale, words={}, title=title, token="")
        for field in fields:
            for subject in field.subjects:
                if (found := now.state.event(subject)) and subject.startswith("choice:"):
                    assert field.takes(subject, found.answer, found.answer), subject


def test_a_ladder_without_roles_or_prompts_of_its_own_asks_no_less():
    ladder = make_ladder(LADDER.levels)
    assert questions.profile(ladder).fields
    assert questions.direction(context(ladder=ladder)).fields[0].options
    assert Choice(chosen=()) == questions.direction(context(ladder=ladder)).fields[0].blank("choice:destination")
