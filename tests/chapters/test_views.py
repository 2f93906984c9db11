"""What panels show: true to the answers, whole for any ladder and journal, and never markup from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from helpers.chapters import Keep, Kept, ViewContext, course, questions, report
from helpers.chapters.views import destinations, header, level, levels, overview, time
from helpers.chapters.views.earlier import asking, earlier
from helpers.charts import load_theme
from helpers.errors import UnknownId
from helpers.insight import gap
from helpers.journal import Choice, Evidence, Journal, PlanItem, Problem, Rating, RatingState, Subject, Words, often
from helpers.ladder import beside, load_ladder
from tests.chapters.contexts import CHAPTERS, LADDER, context
from tests.hostile import HOSTILE
from tests.reading import Reading
from tests.revised import TINY, give, revised, second
from tests.strategies import START, choose, event, evidence, rate, told

EXAMPLES = sorted((Path(__file__).parents[2] / "data/examples").glob("*.jsonl"))


def views(now: ViewContext) -> dict[str, str]:
    """Every view there is, of one moment."""
    found = {
        "header": header.header(now),
        "map": overview.terrain_map(now),
        "route": overview.route(now),
        "scale": overview.scale(now.ladder),
        "levels": levels.view(now),
        "terrain-notes": overview.terrain_notes(now.ladder),
        "principles": overview.principles(now.ladder),
        "compare": destinations.compare(now),
        "between": destinations.between(now),
        "since": time.since_last_time(now),
        "aloud": time.plan_aloud(now),
        "no-focus": destinations.no_focus(),
        "invitation": report.invitation(now),
    }
    found |= {f"onward-{c.stem}": header.onward(replace(now, here=c)) for c in now.course.chapters}
    found |= {f"role-{role.id}": destinations.role(now, role.id) for role in now.ladder.roles}
    found |= {f"chooser-{role.id}": destinations.chooser(now.ladder, role.id) for role in now.ladder.roles}
    for one in now.ladder.levels:
        found[f"summary-{one.id}"] = level.summary(now.ladder, one, now.course.about(one.id))
        found[f"insight-{one.id}"] = level.insight(now, one.id)
        found[f"changes-{one.id}"] = level.changes(now.ladder, one)
        found[f"notes-{one.id}"] = level.notes(now.ladder, one)
    return found


def test_what_is_new_at_the_second_of_two_levels_is_named_above_them() -> None:
    """In the order that they have there: turned round, it is something else that is new, or nothing."""
    now = context(ladder=load_ladder())
    for one, other in (("mid", "senior"), ("senior", "mid"), ("senior", "director")):
        shown = levels.view(replace(now, own=f"{one} {other}"))
        new = beside(now.ladder, one, other).new
        label = f'<span class="kp-label">New at {now.ladder.level(other).short_title}</span>'
        assert (f"{label} {', '.join(new)}</p>" in shown) is bool(new)
        assert shown.count("New at") == bool(new)
    assert beside(now.ladder, "mid", "senior").new


def test_the_two_levels_that_stand_side_by_side_are_chosen_on_the_page() -> None:
    """It begins with one's own level and the next; what the page sends is checked like any answer."""
    here = context(choose(LADDER, "standing", "mid"))
    assert '<h3 class="kp-beside">' in levels.view(here)
    assert levels.view(here).count("checked") == 2
    (became,) = levels.choose(here, "second director")
    assert became.own == "mid director"
    (again,) = levels.choose(replace(here, own=became.own), "first director")
    assert "Choose two different levels" in levels.view(replace(here, own=again.own))
    for nothing in ("second wizard", "third mid", "", "first <b>"):
        assert list(levels.choose(here, nothing)) == []
    assert levels.view(replace(here, own="wizard <b>")) == levels.view(here)


# For anybody


@settings(max_examples=25)
@given(told())
def test_every_view_of_any_ladder_and_journal_is_whole_and_scores_nobody(drawn):
    """Well-formed, in the kit's own tags, no heading that skips a rank, no percentage, no verdict."""
    ladder, events = drawn
    for name, html in views(context(*events, ladder=ladder)).items():
        found = Reading(html)
        ranks = [3, *(rank for rank, _ in found.headings)]
        assert all(after <= before + 1 for before, after in pairwise(ranks)), name
        assert not re.search(r"\d ?%|\b(scores?|readiness|overrate|underrate|ranked)\b", found.words), name


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_view_of_the_example_journals_is_whole(path):
    for html in views(context(*Journal.open(path).events(), ladder=load_ladder())).values():
        Reading(html)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_somebody_typed_comes_out_as_they_typed_it_and_is_never_markup(text):
    plan = PlanItem(when=text, then=text, first_step=text, aim=text, shows=text)
    now = context(
        rate(LADDER, "mid.s0", 3),
        evidence(LADDER, "mid.s0", text),
        event(LADDER, "profile:name", Words(text=text)),
        event(LADDER, "prompt:mid.prompt-why", Words(text=text)),
        event(LADDER, "plan:1", plan),
    )
    written = " ".join(text.split())
    for view in (level.insight(now, "mid"), time.plan_aloud(now)):
        assert written in Reading(view).words  # which fails on any tag of theirs


def test_a_path_and_a_message_are_text_too():
    where = "/home/<b>ada</b>/journal.jsonl"
    html = header.header(context(place=where, problems=(Problem(1, "<i>odd</i>"),)))
    words = Reading(html).words
    assert where in words
    assert "Line 1: <i>odd</i>" in words


# The header


def test_the_header_links_to_every_chapter_and_marks_this_one():
    html = header.header(context(here=3))
    assert list(Reading(html).links) == [c.file for c in CHAPTERS]
    assert re.findall(r'href="([^"]*)"[^>]* aria-current="page"', html) == ["03_senior_pm.ipynb"]


def test_progress_counts_every_answer_and_a_withdrawn_one_no_more():
    """A word that is no frequency is an answer too: the person has dealt with the statement."""
    dont_know = Rating(state=RatingState.DONT_KNOW)
    events = [rate(LADDER, "mid.s0", 0), rate(LADDER, "mid.s1", dont_know)]
    later = START + timedelta(hours=1)
    assert header.progress(context(*events), CHAPTERS[2]) == (2, 6)
    taken_back = rate(LADDER, "mid.s0", Rating(state=RatingState.UNANSWERED), at=later)
    assert header.progress(context(*events, taken_back), CHAPTERS[2]) == (1, 6)
    assert header.progress(context(*events), CHAPTERS[0]) is None


def test_a_chapter_that_nothing_is_answered_in_shows_no_count():
    words = Reading(header.header(context(rate(LADDER, "mid.s0", 2)))).words
    assert "1 of 6 answered" in words
    assert "0 of 6" not in words


def test_lines_set_aside_are_told_with_their_numbers_and_many_of_them_briefly():
    def told(count: int) -> str:
        problems = tuple(Problem(n, "not an answer") for n in range(1, count + 1))
        return Reading(header.header(context(problems=problems))).words

    assert "set aside" not in told(0)
    assert "1 line of your journal was set aside because it can’t be read" in told(1)
    assert "Line 1: not an answer" in told(1)
    assert "Line 5: not an answer" in told(9)
    assert "Line 6" not in told(9)
    assert "and 4 more" in told(9)


@pytest.mark.parametrize("at", range(len(CHAPTERS)))
def test_a_chapter_leads_on_to_its_neighbours(at):
    beside = [CHAPTERS[i].file for i in (at - 1, at + 1) if 0 <= i < len(CHAPTERS)]
    assert list(Reading(header.onward(context(here=at))).links) == beside


# A level


def test_insight_waits_for_the_first_answer():
    empty = Reading(level.insight(context(), "mid"))
    assert empty.words.startswith("Rate a statement above")
    assert not empty.pictures


def test_insight_keeps_kinds_apart_and_gives_every_count_its_n():
    now = context(
        rate(LADDER, "mid.s0", 4),
        evidence(LADDER, "mid.s0", "The April release."),
        rate(LADDER, "mid.s1", 3),
        rate(LADDER, "mid.s2", 1),
        rate(LADDER, "mid.s3", Rating(state=RatingState.NO_OPPORTUNITY)),
    )
    found = Reading(level.insight(now, "mid"))
    assert "2 of 3 at the expected frequency or above, 1 of them with evidence (3 of 6 rated)." in found.words
    assert [words for _, words in found.headings] == [
        "Backed by evidence",
        "Said, not yet backed",
        "Less often than this level expects",
        "Kept apart, in no count",
    ]
    assert re.search(r"Backed by evidence mid.s0 almost always The April release\.", found.words)
    assert "mid.s2 seldom expected: often" in found.words
    assert "mid.s3 no opportunity so far" in found.words
    assert "2 statements still open mid.k0 and mid.k1." in found.words
    assert "3 of 6 statements rated" in " ".join(found.pictures)


def test_only_what_is_below_the_expectation_names_the_expectation():
    found = Reading(level.insight(context(rate(LADDER, "mid.s0", 3)), "mid"))
    assert "expected:" not in found.words


def test_evidence_that_supports_several_statements_is_quoted_once():
    line = Evidence(text="The April release.", supports=("mid.s0", "mid.s1", "mid.s2"))
    now = context(
        *(rate(LADDER, id, 3) for id in ("mid.s0", "mid.s1")),
        rate(LADDER, "mid.s2", Rating(state=RatingState.DONT_KNOW)),
        event(LADDER, "evidence:mid.s0", line),
    )
    words = Reading(level.insight(now, "mid")).words
    assert words.count("The April release.") == 1
    assert words.count("The evidence at “mid.s0” stands for this too.") == 2


def test_a_level_that_the_ladder_does_not_have_is_told():
    with pytest.raises(UnknownId, match="no level 'gone'"):
        level.insight(context(), "gone")


def test_what_is_not_from_the_ladders_first_source_is_marked():
    ladder = load_ladder()
    marked = Reading(level.notes(ladder, ladder.level("mid"))).words.count(ladder.sources[1].title)
    assert marked == sum(note.origin == ladder.sources[1].id for note in ladder.level("mid").notes)


# The whole ladder


def test_the_map_is_a_picture_with_its_words():
    shown = overview.terrain_map(
        context(choose(LADDER, "standing", "mid"), choose(LADDER, "destination", "level:senior"))
    )
    (alt,) = Reading(shown).pictures
    assert "Mid-level PM" in alt
    assert "Senior PM" in alt


def test_a_press_on_the_map_says_where_one_works_and_nothing_else_does():
    """Each level once for a wide page and once for a phone; the one where somebody stands is pressed."""
    shown = overview.terrain_map(context(choose(LADDER, "standing", "mid")))
    for here in LADDER.levels:
        pressed = "true" if here.id == "mid" else "false"
        assert shown.count(f'value="{here.id}"') == 2
        assert shown.count(f'aria-pressed="{pressed}" aria-label="{here.short_title}: I work here"') == 2
    (kept,) = overview.stand(context(), "senior")
    assert isinstance(kept, Keep)
    assert kept.answers == ((Subject.choice("standing"), Choice(chosen=("senior",))),)
    assert list(overview.stand(context(), "<script>")) == []


def test_the_scale_has_all_its_words_and_what_no_answer_means():
    words = Reading(overview.scale(LADDER)).words
    scale = LADDER.scale
    for label in (*scale.frequencies, scale.no_opportunity, scale.not_applicable, scale.dont_know):
        assert label.label in words
    assert "Nothing is assumed" in words
    assert "A level expects “often”" in words
    assert f"Every expectation is a judgement of “{LADDER.title}”" in words, "its scale names no other source"


def test_a_route_without_anything_said_offers_every_chapter():
    found = Reading(overview.route(context()))
    assert set(found.links) == {c.file for c in CHAPTERS[1:]}
    assert "where you stand now" not in found.words


def test_a_route_names_the_two_chapters_that_matter_their_reasons_and_their_minutes():
    now = context(choose(LADDER, "standing", "mid"), choose(LADDER, "curious", "principal"))
    words = Reading(overview.route(now)).words
    assert (
        "Two chapters make a first sitting: about 25 minutes straight through the questions, 50 with the stories."
        in words
    )
    assert "Mid-level PM where you stand now" in words
    one = Reading(overview.route(context(choose(LADDER, "curious", "founder")))).words
    assert "One chapter makes a first sitting: about 5 minutes" in one


# Where to


def test_a_role_shows_each_statement_it_draws_on_beside_the_answer_to_it():
    now = context(rate(LADDER, "mid.s0", 2), evidence(LADDER, "mid.s0"))
    words = Reading(destinations.role(now, "operations")).words
    assert "1 of 3 rated" in words
    assert "mid.s0 Mid-level PM sometimes with evidence It needs mid.s0." in words
    assert "senior.s1 Senior PM not answered yet It needs senior.s1." in words


@pytest.mark.parametrize("role", load_ladder().roles, ids=lambda role: role.id)
def test_a_role_says_once_what_it_costs(role):
    shown = Reading(destinations.role(context(ladder=load_ladder()), role.id))
    assert [words for _, words in shown.headings].count("What it costs") == (role.costs is not None)


def test_a_destination_is_chosen_where_it_is_compared():
    compare = choose(LADDER, "compare", "role:founder", "level:director")
    now = context(compare)
    assert {("button", "value", "role:founder"), ("button", "value", "level:director")} <= set(
        Reading(destinations.compare(now)).attributes
    )
    (kept,) = destinations.choose(now, "role:founder")
    assert kept.answers == (("choice:destination", Choice(chosen=("role:founder",))),)
    after = Reading(destinations.compare(context(compare, choose(LADDER, "destination", "role:founder"))))
    assert "✓ Your direction for now" in after.words
    assert ("button", "value", "role:founder") not in after.attributes
    for value in ("", "level:mid", "level:gone", "role:"):
        assert list(destinations.choose(now, value)) == []


def test_nothing_chosen_to_compare_says_what_to_do():
    assert "The roads that you choose above" in Reading(destinations.compare(context())).words


def test_destinations_are_compared_under_the_same_headings_whatever_they_are():
    """No path outranks another: a role, a manager and an individual contributor answer the same."""
    now = context(
        choose(LADDER, "standing", "senior"),
        choose(LADDER, "compare", "role:founder", "level:director", "level:principal"),
    )
    found = Reading(destinations.compare(now)).headings
    sides = [i for i, (rank, _) in enumerate(found) if rank == 3]
    assert [found[i][1] for i in sides] == [
        "Founder or CEO of a start-up",
        "Group PM / Director",
        "Principal / Staff PM",
    ]
    parts = [found[start + 1 : end] for start, end in pairwise([*sides, len(found)])]
    assert parts[0] == parts[1] == parts[2]


def test_a_comparison_leaves_out_what_the_ladder_no_longer_has():
    now = context(choose(LADDER, "compare", "level:gone", "role:founder"))
    assert [goal.id for goal in destinations.compared(now)] == ["role:founder"]


@pytest.mark.parametrize(
    ("open_ones", "told"),
    [
        (1, "1 statement has no frequency. Nobody knows yet, and it doesn’t count as a lack."),
        (2, "2 statements have no frequency. Nobody knows yet, and none counts as a lack."),
    ],
)
def test_what_nobody_knows_is_told_in_its_number(open_ones, told):
    asked = [item.statement.id for item in gap(LADDER, context().state, "level:mid").items]
    rated = [rate(LADDER, statement, 3) for statement in asked[open_ones:]]
    now = context(choose(LADDER, "compare", "level:mid"), *rated)
    assert told in Reading(destinations.compare(now)).words


def test_shares_in_a_comparison_have_their_n():
    now = context(choose(LADDER, "compare", "level:mid"), rate(LADDER, "mid.s0", 3), rate(LADDER, "mid.s1", 1))
    words = Reading(destinations.compare(now)).words
    assert "1 of the 2 you have rated" in words
    assert "2 of 6 rated. 1 of them less often than it expects: mid.s1 4 statements have no frequency" in words


def test_what_lies_between_waits_for_a_direction():
    assert "Choose a direction above" in Reading(destinations.between(context())).words


def test_what_lies_between_is_a_picture_and_the_same_in_words():
    now = context(
        choose(LADDER, "destination", "role:operations"), rate(LADDER, "mid.s0", 1), rate(LADDER, "associate.s0", 3)
    )
    found = Reading(destinations.between(now))
    assert len(found.pictures) == 1
    assert "mid.s0 seldom expected: often It needs mid.s0." in found.words
    assert "What product work seldom teaches Something new It is new. A first try Try it." in found.words


# Time


def test_a_first_visit_has_nothing_to_compare_with():
    assert time.since_last_time(context()) == ""
    assert time.since_last_time(context(rate(LADDER, "mid.s0", 1))) == ""


def test_a_second_visit_tells_what_is_different():
    later = START + timedelta(days=100)
    now = context(
        rate(LADDER, "mid.s0", 1),
        choose(LADDER, "destination", "level:senior"),
        rate(LADDER, "mid.s0", 3, at=later),
        rate(LADDER, "mid.s1", 2, at=later),
        evidence(LADDER, "mid.s0", "In my own words", at=later),
        choose(LADDER, "destination", "level:director", at=later),
    )
    words = Reading(time.since_last_time(now)).words
    assert f"Since {START.astimezone().day} May 2026" in words
    assert "“mid.s0”: “seldom” then, “often” now." in words
    assert "1 statement answered for the first time Mid-level PM: mid.s1" in words
    assert "Where you are heading: Senior PM then, Group PM / Director now" in words
    assert "Evidence mid.s0 added" in words
    assert "In my own words" not in words


def test_answers_about_another_ladder_are_no_earlier_visit():
    other = LADDER.model_copy(update={"id": "other"})
    now = context(rate(other, "mid.s0", 1), rate(LADDER, "mid.s0", 3, at=START + timedelta(days=100)))
    assert time.since_last_time(now) == ""


def test_a_plan_is_said_in_the_first_person_with_its_dates():
    plan = PlanItem(
        when="a request comes in",
        then="ask what should change",
        first_step="tell Fiona",
        by=date(2026, 12, 3),
        follow_up=date(2027, 1, 29),
    )
    words = Reading(time.plan_aloud(context(event(LADDER, "plan:1", plan)))).words
    assert "When a request comes in, I will ask what should change." in words
    assert "My first step: tell Fiona. By 3 December 2026." in words
    assert "I look back on 29 January 2027." in words


def test_a_plan_is_not_said_before_it_has_both_its_halves():
    half = event(LADDER, "plan:1", PlanItem(when="a request comes in", then=" "))
    assert time.plan_aloud(context(half)) == ""


def test_a_removed_plan_is_not_said():
    gone = event(LADDER, "plan:1", PlanItem(when="a", then="b", dropped=True))
    assert time.plan_aloud(context(gone)) == ""


def test_a_focus_without_a_plan_is_named_and_three_plans_are_enough():
    chosen = event(LADDER, "choice:focus", Choice(chosen=("mid.s0", "gone.s0")))
    assert "No plan yet for “mid.s0”." in Reading(time.plan_aloud(context(chosen))).words
    plans = [event(LADDER, f"plan:{n}", PlanItem(when="a", then="b")) for n in (1, 2, 3)]
    assert "Three plans are the most" in Reading(time.plan_aloud(context(chosen, *plans))).words


# Through the versions of a ladder


def test_where_a_question_is_open_again_the_earlier_answer_stands_with_its_words_until_there_is_a_new_one():
    ladder = second({"first.write": {"since": "2", "text": "write what others need"}})
    asked = questions.statements(ladder, "first", "responsibilities")
    old = give(TINY, "statement:first.write", often(3))
    shown = earlier(_of(ladder, [old]), asking(asked.fields))
    for part in ("write what others need", "write things down", "“often”", "Version 1, 2 March 2026"):
        assert part in shown
    assert earlier(_of(ladder, [old, give(ladder, "statement:first.write", often(1), 1)]), asking(asked.fields)) == ""
    assert earlier(_of(TINY, [old]), asking(asked.fields)) == ""


def test_a_journal_about_another_ladder_says_which_one_it_needs():
    given = [give(revised(TINY, id="elsewhere"), "statement:first.write", often(3))]
    assert "“elsewhere” (version 1)" in header.header(_of(TINY, given))
    assert "--ladder FILE" in header.header(_of(TINY, given))


def _of(ladder, events):
    found = course(ladder)
    return ViewContext.of(found, found.chapters[0], events, theme=load_theme(), now=START, kept=Kept("here"))
