"""The state is the fold of the events: the latest per rater and subject, whatever order they come in."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpers.journal import UNANSWERED, Choice, Event, Evidence, Figures, PlanItem, Rater, Words, fold, often
from tests.journal.strategies import LADDER, START, journals


def said(subject: str, answer: object, *, minute: int = 0, **changes: object) -> Event:
    fields = {"at": START + timedelta(minutes=minute), "ladder": "test-ladder", "ladder_version": "1.0"}
    return Event.model_validate(fields | {"subject": subject, "answer": answer} | changes)


@given(journals, st.randoms(use_true_random=False))
def test_the_order_of_events_never_changes_the_fold(events: list[Event], random) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(events)


@given(journals)
def test_every_subject_that_was_answered_is_there_once(events: list[Event]) -> None:
    state = fold(events)
    assert set(state.current) == {(e.rater, e.subject) for e in events}
    for event in events:
        assert state.current[event.rater, event.subject].at >= event.at


@given(journals, journals)
def test_folding_again_what_stood_changes_nothing(earlier: list[Event], later: list[Event]) -> None:
    """What was replaced has no say any more."""
    assert fold([*fold(earlier).current.values(), *later]) == fold([*earlier, *later])


def test_a_later_answer_replaces_an_earlier_one_of_the_same_rater_only() -> None:
    mine = said("statement:mid.roadmap", often(4))
    changed = said("statement:mid.roadmap", often(2), minute=1)
    theirs = said("statement:mid.roadmap", often(1), rater=Rater.MANAGER)
    state = fold([changed, theirs, mine])
    assert state.rating("mid.roadmap") == often(2)
    assert state.rating("mid.roadmap", Rater.MANAGER) == often(1)
    assert state.rating("mid.metrics") == UNANSWERED


def test_with_a_ladder_only_its_answers_count_and_the_profile_always_does() -> None:
    events = [
        said("statement:mid.roadmap", often(4), ladder="another"),
        said("profile:name", Words(text="Ada"), ladder="another"),
    ]
    assert fold(events, ladder=LADDER).rating("mid.roadmap") == UNANSWERED
    assert fold(events, ladder=LADDER).words("profile:name") == "Ada"


def test_until_a_time_what_came_later_does_not_count() -> None:
    events = [said("statement:mid.roadmap", often(m), minute=m) for m in range(4)]
    assert fold(events, until=START + timedelta(minutes=2)).rating("mid.roadmap") == often(2)
    assert fold(events, until=START - timedelta(minutes=1)).rating("mid.roadmap") == UNANSWERED


def test_one_line_of_evidence_may_support_several_statements_and_empty_text_withdraws_it() -> None:
    second = said("evidence:b", Evidence(text="Ran the beta", supports=("a", "b")), minute=1)
    first = said("evidence:a", Evidence(text="Cut the scope", supports=("a",)))
    state = fold([second, first])
    assert [(e.text, e.supports) for e in state.evidence()] == [("Cut the scope", ("a",)), ("Ran the beta", ("a", "b"))]
    assert state.evidence_line("b").supports == ("a", "b")
    assert state.evidence_line("c") == Evidence(text="", supports=("c",))
    withdrawn = said("evidence:b", Evidence(text=" ", supports=("a", "b")), minute=2)
    assert [e.text for e in fold([second, first, withdrawn]).evidence()] == ["Cut the scope"]


def test_words_choices_and_plans_are_looked_up_by_name() -> None:
    state = fold(
        [
            said("prompt:mid.prompt-no", Words(text="I said no twice.")),
            said("choice:destination", Choice(chosen=("level:senior",))),
            said("plan:2", PlanItem(aim="Second")),
            said("plan:1", PlanItem(aim="First")),
            said("plan:3", PlanItem(aim="Gone", dropped=True)),
        ]
    )
    assert state.words("prompt:mid.prompt-no") == "I said no twice."
    assert state.words("profile:name") == ""
    assert state.chosen("destination") == ("level:senior",)
    assert state.chosen("focus") == ()
    assert [(subject, item.aim) for subject, item in state.plan()] == [("plan:1", "First"), ("plan:2", "Second")]


def test_what_was_done_in_a_lab_is_looked_up_by_its_subject() -> None:
    state = fold(
        [
            said("lab:mid.ranking", Choice(chosen=("b", "a"))),
            said("lab:mid.levers", Figures(values={"price": 12})),
            said("lab:mid.no", Words(text="Not this quarter.")),
            said("case:mid.export", Choice(chosen=("refuse",))),
        ]
    )
    assert state.picked("lab:mid.ranking") == ("b", "a")
    assert state.picked("case:mid.export") == ("refuse",)
    assert dict(state.figures("lab:mid.levers")) == {"price": 12.0}
    assert state.words("lab:mid.no") == "Not this quarter."
    assert state.picked("lab:mid.levers") == ()
    assert dict(state.figures("lab:mid.ranking")) == {}
