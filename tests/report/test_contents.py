"""What goes into a report is its owner's choice, text by text, and what comes from a lab is marked as practice."""

from __future__ import annotations

import pytest

from helpers.journal import Choice, Evidence, Words, fold, often
from helpers.ladder import Ladder
from helpers.report import as_page, as_text, build_one_to_one, build_report
from helpers.report.contents import DIRECTION, LEFT_OUT, left_out, switched, texts
from helpers.report.context import PRACTICE
from helpers.report.sections.current import NOT_SHOWN
from tests.report.people import DAY, Story, whole_story
from tests.report.test_build import section


def told(ladder, events, theme) -> str:
    return as_text(build_report(ladder, events, on=DAY, theme=theme))


def leaving_out(ladder, events, *subjects):
    story = Story(ladder, events[-1].at)
    story.events = list(events)
    story.say(LEFT_OUT, Choice(chosen=subjects))
    return story.events


def test_every_text_is_in_until_it_is_taken_out_and_then_stands_nowhere(tiny, theme):
    events = whole_story(tiny)
    offered = texts(tiny, fold(events, ladder=tiny))
    assert sorted(text.kind for text in offered) == ["evidence", "evidence", "plan", "plan", "reflection"]
    whole = told(tiny, events, theme)
    for text in offered:
        rest = told(tiny, leaving_out(tiny, events, text.subject), theme)
        for part in text.text.split(" · "):
            assert part in whole
            assert part not in rest
        for other in offered:
            assert other is text or all(part in rest for part in other.text.split(" · "))


def test_the_words_of_left_out_evidence_stay_away_and_that_there_is_some_still_counts(tiny, theme):
    events = whole_story(tiny)
    first = next(event.subject for event in events if event.subject.kind == "evidence")
    without = build_report(tiny, leaving_out(tiny, events, first), on=DAY, theme=theme)
    assert section(without, "levels") == section(build_report(tiny, events, on=DAY, theme=theme), "levels")
    assert NOT_SHOWN in as_text(without)
    assert "At a strength" not in as_page(without, theme)


def test_a_text_is_switched_out_and_in_again(tiny):
    events = whole_story(tiny)
    state = fold(events, ladder=tiny)
    out = switched(state, "plan:1")
    assert out == Choice(chosen=("plan:1",))
    state = fold(leaving_out(tiny, events, *out.chosen), ladder=tiny)
    assert left_out(state) == {"plan:1"}
    assert switched(state, "plan:1") == Choice(chosen=())


def test_a_text_stays_out_when_a_later_ladder_calls_its_statement_otherwise(tiny, theme):
    """Otherwise somebody's words would come back into the report because their company reworded its ladder."""
    events = whole_story(tiny)
    subject = next(event.subject for event in events if event.subject.kind == "prompt")
    events = leaving_out(tiny, events, subject)
    data = tiny.model_dump(mode="json")
    data |= {"format": 2, "version": "2", "versions": ["1", "2"]}
    data["levels"][0]["prompts"][0] |= {"id": "first.prompt-renamed", "was": [subject.id]}
    later = Ladder.model_validate(data)
    state = fold(events, ladder=later)
    assert state.words("prompt:first.prompt-renamed")
    assert "A reflection" not in told(later, events, theme)
    assert not left_out(fold(leaving_out(later, events, *switched(state, "prompt:first.prompt-renamed").chosen)))


def test_what_comes_from_a_lab_is_marked_wherever_it_stands(tiny, theme):
    story = Story(tiny)
    statement, prompt = tiny.levels[0].statements[0].id, tiny.levels[0].prompts[0].id
    practised = "I named the reason for saying no first."
    story.say("lab:mid.kept", Words(text=practised))
    story.say(f"evidence:{statement}", Evidence(text=f"Mine.\n\n{practised}", supports=(statement,)))
    assert PRACTICE in told(tiny, story.events, theme)
    story.say(f"evidence:{statement}", Evidence(text="Mine.", supports=(statement,)))
    assert told(tiny, story.events, theme).count(PRACTICE) == 1  # after the lab
    story.say(f"prompt:{prompt}", Words(text=practised))
    story.say("lab:mid.kept", Words(text="Something else by now."))
    assert told(tiny, story.events, theme).count(PRACTICE) == 2
    story.say(LEFT_OUT, Choice(chosen=("lab:mid.kept", f"prompt:{prompt}")))
    assert PRACTICE not in told(tiny, story.events, theme)


def test_an_edited_line_stays_practice_and_one_written_anew_is_one_s_own(tiny, theme):
    """However far it is from the lab's words by now, and whatever those say today."""
    story = Story(tiny)
    statement, prompt = tiny.levels[0].statements[0].id, tiny.levels[0].prompts[0].id
    story.say(f"evidence:{statement}", Evidence(text="All other words.", supports=(statement,), labs=("mid",)))
    story.say(f"prompt:{prompt}", Words(text="Other ones again.", labs=("mid",)))
    assert told(tiny, story.events, theme).count(PRACTICE) == 2
    story.say(f"evidence:{statement}", Evidence(text="My own work.", supports=(statement,)))
    story.say(f"prompt:{prompt}", Words(text="My own thoughts."))
    assert PRACTICE not in told(tiny, story.events, theme)


def test_one_s_own_evidence_is_not_marked_as_practice(tiny, theme):
    assert PRACTICE not in told(tiny, whole_story(tiny), theme)


# The page for the other person


@pytest.mark.parametrize(("frequency", "words"), [(0, "secret one"), (4, "")])
def test_the_page_for_the_other_person_is_the_same_whatever_was_answered(tiny, theme, frequency, words):
    plain, full = Story(tiny), whole_story(tiny, words, name="")
    plain.say("choice:standing", Choice(chosen=(tiny.levels[0].id,)))
    plain.say("choice:destination", Choice(chosen=(f"level:{tiny.levels[1].id}",)))
    kept = [event for event in full if event.subject != "profile:name"]
    for event in [event for event in kept if event.subject.kind == "statement"]:
        kept.append(event.model_copy(update={"id": f"f{event.id[1:]}", "answer": often(frequency)}))
    one, other = (build_one_to_one(tiny, events, on=DAY, theme=theme) for events in (plain.events, kept))
    assert one == other
    assert "don't know" not in as_text(one)


def test_the_direction_is_named_on_it_unless_it_was_left_out(tiny, theme):
    events = whole_story(tiny)
    goal = tiny.levels[1].title
    assert goal in as_text(build_one_to_one(tiny, events, on=DAY, theme=theme))
    quiet = leaving_out(tiny, events, DIRECTION)
    assert goal not in as_text(build_one_to_one(tiny, quiet, on=DAY, theme=theme))
    assert f"You head for: {goal}" in told(tiny, quiet, theme)


def test_somebody_who_has_said_nothing_has_a_page_too(tiny, theme):
    text = as_text(build_one_to_one(tiny, [], on=DAY, theme=theme))
    assert text.startswith("For our 1:1\n")
    assert "What have you seen me do well" in text
