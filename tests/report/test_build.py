"""What a report says, and what it never says."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import OtherLadder
from helpers.journal import Ask, Choice, Evidence, PlanItem, Rater, Rating, RatingState, Reply, Seen, Words, often
from helpers.ladder import load_ladder
from helpers.report import build_report
from helpers.report.model import Entries, Facts, Figure, Prose, Table
from tests.report.people import DAY, FIRST_VISIT, Story, whole_story
from tests.revised import TINY, give, revised, second


def words_of(report) -> str:
    """All that a report says, pictures left out."""
    data = report.model_dump(mode="json")

    def strings(item):
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            for key, value in item.items():
                if key not in ("kind", "picture", "id", "look", "tone"):
                    yield from strings(value)
        elif isinstance(item, list):
            for value in item:
                yield from strings(value)

    return "\n".join(strings(data))


def section(report, id):
    return next((section for section in report.sections if section.id == id), None)


def entries(section):
    return [entry for block in section.blocks if isinstance(block, Entries) for entry in block.entries]


@pytest.fixture
def build(tiny, theme):
    def build(events, **more):
        return build_report(tiny, events, **{"on": DAY, "theme": theme} | more)

    return build


def test_an_empty_journal_says_what_would_fill_each_section(build):
    report = build([])
    assert [section.id for section in report.sections] == [
        "where",
        "strengths",
        "gap",
        "focus",
        "one-to-one",
        "reading",
    ]
    for id in ("strengths", "gap", "focus"):
        for block in section(report, id).blocks:
            assert isinstance(block, Prose)
            assert block.text.endswith(".")
    assert report.author == ""
    assert report.heading == "Your career report"


def test_no_heading_stands_over_nothing(build, tiny):
    for events in ([], whole_story(tiny)):
        for part in build(events).sections:
            assert part.blocks
            for block in part.blocks:
                items = getattr(block, "entries", getattr(block, "points", getattr(block, "rows", ("text",))))
                assert items


def test_a_full_journal_fills_every_section_in_reading_order(build, tiny):
    assert [section.id for section in build(whole_story(tiny)).sections] == [
        "where",
        "strengths",
        "changes",
        "levels",
        "gap",
        "focus",
        "reflections",
        "one-to-one",
        "reading",
        "tables",
    ]


def test_every_free_text_is_said_exactly_as_it_was_written(build, tiny):
    odd = "  *not* #markup\n\tand <b>tabs</b>  "
    said = words_of(build(whole_story(tiny, odd, name="Ada")))
    for label in (
        "At a strength",
        "At another answer",
        "A reflection",
        "Aim",
        "When",
        "Then",
        "Step",
        "Shows",
        "Own aim",
    ):
        assert f"{label}: {odd.rstrip()}" in said


def test_the_same_events_in_any_order_make_the_same_report(build, tiny):
    events = whole_story(tiny)
    assert build(events[::-1]) == build(events)


def test_a_line_of_evidence_is_quoted_once_however_much_it_supports(build, tiny):
    story = Story(tiny)
    ids = [statement.id for statement in tiny.levels[0].statements]
    for id in ids:
        story.say(f"statement:{id}", often(4))
    story.say(f"evidence:{ids[0]}", Evidence(text="The launch in June.", supports=tuple(ids)))
    (only,) = entries(section(build(story.events), "strengths"))
    assert only.quotes == ("The launch in June.",)
    titles = [statement.title for statement in tiny.levels[0].statements]
    assert all(title == only.title or f"“{title}”" in only.text for title in titles)


def test_evidence_beside_an_answer_that_is_no_strength_is_not_lost(build, tiny):
    story = Story(tiny)
    story.say("statement:first.write", often(0))
    story.say("evidence:first.write", Evidence(text="I tried once.", supports=("first.write",)))
    story.say("evidence:gone", Evidence(text="For something older.", supports=("gone",)))
    found = entries(section(build(story.events), "strengths"))
    assert [(entry.title, entry.quotes) for entry in found] == [
        ("Writing", ("I tried once.",)),
        ("A statement that this ladder no longer has", ("For something older.",)),
    ]


def test_a_claim_stands_apart_from_what_has_evidence(build, tiny):
    story = Story(tiny)
    story.say("statement:first.write", often(4))
    said = section(build(story.events), "strengths")
    assert entries(said) == []
    assert said.blocks[-1].title == "Said, not yet backed"
    assert said.blocks[-1].points == ("First: Writing",)


def test_a_share_always_has_its_n_and_what_is_set_apart_is_in_none(build, tiny):
    story = Story(tiny)
    story.say("statement:first.write", often(0))
    story.say("statement:first.trust", Rating(state=RatingState.DONT_KNOW))
    (table,) = (block for block in section(build(story.events), "levels").blocks if isinstance(block, Table))
    assert table.rows == (("First", "1 of 3", "0 of 1", "0", "1", "1"),)


def test_a_level_without_a_frequency_has_no_share(build, tiny):
    story = Story(tiny)
    story.say("statement:first.write", Rating(state=RatingState.NOT_APPLICABLE))
    (table,) = (block for block in section(build(story.events), "levels").blocks if isinstance(block, Table))
    assert table.rows == (("First", "0 of 3", "–", "0", "1", "2"),)


def test_no_score_no_verdict_and_the_limits_said_plainly(build, tiny):
    said = words_of(build(whole_story(tiny))).lower()
    for never in ("%", "per cent", "readiness", "you overrate", "you underrate", "average", "mean score"):
        assert never not in said
    reading = words_of(build(whole_story(tiny)).model_copy(update={"sections": (section(build([]), "reading"),)}))
    for always in ("r = .29", "Mabe & West 1982", "r = .22", "Heidemeier & Moser 2009", "no checklist for a promotion"):
        assert always.lower() in " ".join(reading.lower().split())


def test_the_plan_shows_what_is_filled_in_with_its_dates_and_no_more(build, tiny):
    cards = entries(section(build(whole_story(tiny, "x")), "focus"))
    assert [card.title for card in cards] == ["Growth", "Own aim: x", "Writing"]
    assert [fact.label for fact in cards[0].facts] == ["If", "Then", "First step", "What will show it", "Dates"]
    assert cards[0].facts[-1].text == "First step by 4 December 2026, look back on 15 January 2027."
    assert cards[0].quotes == ("Aim: x",)
    assert cards[1].facts == ()


def test_words_too_long_for_a_heading_stand_below_one(build, tiny):
    story = Story(tiny)
    story.say("profile:name", Words(text="Ada " * 100))
    story.say("plan:1", PlanItem(aim="Several\nlines"))
    report = build(story.events)
    assert report.heading.endswith("…")
    (name,) = entries(section(report, "where"))
    assert (name.title, name.quotes) == ("Name", (("Ada " * 100).strip(),))
    (card,) = entries(section(report, "focus"))
    assert (card.title, card.quotes) == ("A plan of your own", ("Several\nlines",))


def test_an_empty_plan_and_a_dropped_one_are_no_plan(build, tiny):
    story = Story(tiny)
    story.say("plan:1", PlanItem(focus="lead.grow"))
    story.say("plan:2", PlanItem(aim="no more", dropped=True))
    assert all(isinstance(block, Prose) for block in section(build(story.events), "focus").blocks)


def test_focus_areas_are_the_chosen_ones_and_suggestions_only_until_then(build, tiny):
    story = Story(tiny)
    story.say("choice:destination", Choice(chosen=("level:lead",)))
    for statement in tiny.level("lead").statements:
        story.say(f"statement:{statement.id}", often(1))
    suggested = section(build(story.events), "focus")
    assert "suggest" in suggested.blocks[0].text
    assert 1 <= len(entries(suggested)) <= 3
    story.say("choice:focus", Choice(chosen=("first.write", "gone", "lead.clear")))
    chosen = section(build(story.events), "focus")
    assert chosen.blocks[0].look == "cards"
    assert [entry.title for entry in entries(chosen)] == ["Writing", "Clarity"]
    assert "haven't answered" in entries(chosen)[0].text
    assert [fact.text for fact in entries(chosen)[1].facts] == ["Write it down once."]


def test_a_destination_of_either_kind_has_its_picture_or_a_sentence(build, tiny):
    for goal in ("level:deep", f"role:{tiny.roles[0].id}"):
        story = Story(tiny)
        story.say("choice:destination", Choice(chosen=(goal,)))
        unrated = section(build(story.events), "gap")
        assert not any(isinstance(block, Figure) for block in unrated.blocks)
        for _, _, statement in tiny.walk():
            story.say(f"statement:{statement.id}", often(3))
        rated = section(build(story.events), "gap")
        assert any(isinstance(block, Figure) for block in rated.blocks)


def test_reflections_stand_under_their_question_even_one_that_is_gone(build, tiny):
    story = Story(tiny)
    story.say("prompt:first.prompt-why", Words(text="Because."))
    story.say("prompt:older", Words(text="From before."))
    story.say("prompt:lead.prompt-who", Words(text="  "))
    found = entries(section(build(story.events), "reflections"))
    assert [(entry.title, entry.quotes) for entry in found] == [
        ("Why do you do this?", ("Because.",)),
        ("A question that this ladder no longer asks", ("From before.",)),
    ]


def test_what_somebody_took_from_a_lab_is_there_once_and_only_if_they_wrote_it(build, tiny):
    story = Story(tiny)
    story.say("lab:first.story", Words(text="As a nurse I want …"))
    assert section(build(story.events), "reflections") is None, "work done in a lab is no reflection"
    story.say("lab:first.kept", Words(text="I always forget the edge cases."))
    (kept,) = entries(section(build(story.events), "reflections"))
    assert (kept.title, kept.note, kept.quotes) == ("After the lab", "First", ("I always forget the edge cases.",))
    story.say("prompt:first.prompt-why", Words(text="Because.\n\nI always forget the edge cases."))
    found = entries(section(build(story.events), "reflections"))
    assert [entry.title for entry in found] == ["Why do you do this?"]


def test_what_changed_is_told_only_if_there_was_an_earlier_visit(build, tiny):
    first = [event for event in whole_story(tiny) if event.at < FIRST_VISIT + timedelta(days=1)]
    assert section(build(first), "changes") is None
    changed = section(build(whole_story(tiny)), "changes")
    assert changed.title == "Since 4 May 2026"
    (table,) = (block for block in changed.blocks if isinstance(block, Table))
    assert ("Writing", "First", "sometimes", "almost always") in table.rows


def test_what_was_answered_after_the_day_is_left_out(build, tiny):
    before = build(whole_story(tiny), on=FIRST_VISIT.date())
    assert section(before, "reflections") is None
    assert "Growth" not in [entry.title for entry in entries(section(before, "focus"))]


def test_another_ladders_answers_do_not_count_but_the_name_does(build, tiny):
    events = [event.model_copy(update={"ladder": "another"}) for event in whole_story(tiny)]
    report = build([*events, give(tiny, "prompt:first.prompt-why", Words(text="Because."))])
    assert report.heading == "Ada Example"
    assert section(report, "levels") is None


def test_a_name_that_is_given_wins(build, tiny):
    report = build(whole_story(tiny), name="Grace")
    assert (report.heading, report.author, report.title) == ("Grace", "Grace", "Career report: Grace")


def test_the_second_view_is_asked_for_without_telling_the_answer(build, tiny):
    points = next(b for b in section(build(whole_story(tiny)), "one-to-one").blocks if b.kind == "points" and b.intro)
    told = " ".join(points.points)
    for label in ("almost always", "sometimes", "seldom", "“not yet”"):
        assert label not in told
    assert "don't know" in told
    assert "said, not yet backed" in told


@pytest.mark.parametrize("often", [3, None])
def test_what_somebody_has_seen_is_asked_for_no_more(build, tiny, often):
    story = whole_story(tiny)
    points = next(b for b in section(build(story), "one-to-one").blocks if b.kind == "points" and b.intro)
    title = points.points[0].partition(" (")[0]
    id = next(statement.id for _, _, statement in tiny.walk() if statement.title == title)
    asked = give(tiny, "ask:1f3c09ab", Ask(of=Rater.PEER, statements=(id,)))
    back = give(tiny, f"reply:{'0' * 32}", Reply(to=asked.id, seen=(Seen(statement=id, often=often),)))
    blocks = section(build([*story, asked, back]), "one-to-one").blocks
    left = [point for b in blocks if b.kind == "points" and b.intro for point in b.points]
    assert any(point.startswith(f"{title} (") for point in left) == (often is None), "who hasn't seen it leaves it open"
    assert len(left) == len(points.points) - (often is not None)


def test_the_page_for_the_talk_begins_a_page_of_its_own(build, tiny):
    assert [part.id for part in build(whole_story(tiny)).sections if part.own_page] == ["one-to-one", "tables"]


def test_notices_stand_with_how_to_read(build):
    report = build([]).with_notices(("One.", "Two."))
    assert [block.text for block in section(report, "reading").blocks[-2:]] == ["One.", "Two."]


def test_the_report_says_whose_judgement_an_expectation_is(build, tiny):
    said = f"What is expected is a judgement of “{tiny.expecter}”; nobody has measured it."
    assert said in words_of(build([]))


def test_rare_occasions_are_said_to_be_asked_over_a_longer_time(theme):
    ladder = load_ladder()
    said = words_of(build_report(ladder, [], on=DAY, theme=theme))
    assert "six months" in said
    assert f"What seldom comes up looks back further ({ladder.scale.rare.period})" in said


def test_pictures_have_words_of_their_own(build, tiny):
    figures = [
        block for part in build(whole_story(tiny)).sections for block in part.blocks if isinstance(block, Figure)
    ]
    assert len(figures) == 3
    for figure in figures:
        assert figure.picture.alt.strip()
        assert figure.picture.svg.startswith("<svg")


def test_dates_are_in_words_whatever_the_machine_speaks(build, tiny):
    said = words_of(build(whole_story(tiny)))
    assert "23 November 2026" in said
    assert not re.search(r"\d{4}-\d{2}-\d{2}", said.replace(json.dumps(str(DAY)), "").replace(str(DAY), ""))


@settings(max_examples=40)
@given(data=st.data())
def test_any_answers_make_a_report(tiny, theme, data):
    """Whatever is answered, half answered, or chosen and gone since: there is a report and it says the words."""
    words = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    events = whole_story(tiny, words)
    kept = data.draw(st.lists(st.sampled_from(events), unique_by=lambda event: event.id))
    report = build_report(tiny, kept, on=DAY, theme=theme)
    assert len({part.id for part in report.sections}) == len(report.sections)


# Through the versions of a ladder


def test_a_report_says_which_versions_it_rests_on_and_shows_what_is_open_again_under_its_old_words(theme):
    ladder = second({"first.prompt-why": {"since": "2"}, "first.trust": {"since": "2"}}, gone=("lead.coach",))
    said = [
        give(TINY, "statement:first.write", often(3)),
        give(TINY, "statement:first.trust", often(3)),
        give(TINY, "evidence:first.trust", Evidence(text="They came back.", supports=("first.trust",))),
        give(TINY, "evidence:lead.coach", Evidence(text="An hour a week.", supports=("lead.coach",))),
        give(TINY, "prompt:first.prompt-why", Words(text="For the people.")),
    ]
    report = build_report(ladder, said, on=DAY, theme=theme)
    old = {entry.title: entry for id in ("strengths", "reflections") for entry in entries(section(report, id))}
    assert old["get asked again"].quotes == ("They came back.",)
    assert old["coach someone"].quotes == ("An hour a week.",)
    assert old["coach someone"].note.endswith("the ladder asks this no longer.")
    assert old["Why do you do this?"].quotes == ("For the people.",)
    (facts,) = (block for block in section(report, "reading").blocks if isinstance(block, Facts))
    (versions,) = (fact.text for fact in facts.facts if fact.label == "Versions")
    assert versions.startswith("It rests on 1 answer given to version 1.")
    assert "3 earlier answers are open again and 1 answer is to something that the ladder asks no longer" in versions


def test_a_journal_about_another_ladder_is_no_empty_report(build, tiny):
    given = [give(revised(TINY, id="elsewhere"), "statement:first.write", often(3))]
    with pytest.raises(OtherLadder, match="elsewhere"):
        build(given)
