"""What a form asks, and what it takes back: `apply` trusts no message and loses no answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import JournalNotSaved, JournalUnreadable
from helpers.form import (
    LONGEST_ANSWER,
    ChoiceField,
    Option,
    PlanField,
    TextField,
    apply,
    current_values,
    fault,
    form_spec,
    rating_fields,
)
from helpers.journal import Choice, Evidence, PlanItem, Rating, RatingState, Words, fold, often
from helpers.ladder import load_ladder
from tests.hostile import HOSTILE
from tests.widgets.conftest import TINY

LADDER = load_ladder(TINY)
FIRST = LADDER.level("first")
FIELDS = (
    *rating_fields(FIRST.statements),
    TextField(subject="prompt:first.prompt-why", label="Why?"),
    ChoiceField(subject="choice:compare", label="Which?", options=tuple(Option(id=i, title=i) for i in "abcd"), max=2),
    PlanField(subject="plan:1", title="Plan", focus="first.listen", focus_options=(("first.write", "Writing"),)),
)
JOURNAL = "a-journal"
SUBJECTS = [subject for field in FIELDS for subject in field.subjects]


@pytest.fixture
def ask(journal, ladder):
    """Send one message to the form over a real journal, and get the reply."""

    def ask(message):
        return apply(
            message,
            fields=FIELDS,
            state=lambda: journal.state(ladder),
            on_answer=lambda subject, answer: journal.record(subject, answer, ladder=ladder),
        )

    return ask


def answer(subject, given, seq="page-1"):
    return {"type": "answer", "seq": seq, "subject": subject, "answer": given}


def rated(frequency):
    return {"kind": "rating", "state": "frequency", "frequency": frequency}


# --- what is kept


@pytest.mark.parametrize(
    ("subject", "given"),
    [
        ("statement:first.write", often(0)),
        ("statement:first.write", Rating(state=RatingState.NO_OPPORTUNITY)),
        ("statement:first.write", Rating(state=RatingState.UNANSWERED)),
        ("evidence:first.write", Evidence(text="The minutes of 3 May", supports=("first.write", "first.trust"))),
        ("prompt:first.prompt-why", Words(text="Because.\n\nAnd why not?")),
        ("choice:compare", Choice(chosen=("d", "a"))),
        ("choice:compare", Choice(chosen=())),
        ("plan:1", PlanItem(focus="first.write", when="it rains", by="2026-12-01", dropped=True)),
        ("plan:1", PlanItem(focus=None, aim="something of my own")),
    ],
)
def test_an_answer_is_in_the_journal_before_it_is_called_saved(ask, journal, subject, given):
    reply = ask(answer(subject, given.model_dump(mode="json")))

    (event,) = journal.events()
    assert (event.subject, event.answer) == (subject, given)
    assert reply == {"type": "saved", "seq": "page-1", "subject": subject, "at": event.at.isoformat()}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_is_kept_as_it_is_and_handed_back(ask, text):
    ask(answer("prompt:first.prompt-why", {"kind": "words", "text": text}))
    assert ask({"type": "hello"})["values"]["prompt:first.prompt-why"]["text"] == text


def test_half_a_character_is_no_reason_to_lose_the_rest(ask, journal):
    ask(answer("prompt:first.prompt-why", {"kind": "words", "text": "before \ud83d after"}))
    (event,) = journal.events()
    assert event.answer.text.startswith("before ")
    assert event.answer.text.endswith(" after")


def test_asking_twice_keeps_an_answer_once(ask, journal):
    """A screen that heard no reply asks again; the journal shows one answer, given when it was given."""
    first = ask(answer("statement:first.write", rated(3), seq="page-1"))
    again = ask(answer("statement:first.write", rated(3), seq="page-2"))
    assert len(journal.events()) == 1
    assert (again["type"], again["at"], again["seq"]) == ("saved", first["at"], "page-2")


def test_hello_gives_every_current_answer_and_nothing_that_was_never_said(ask):
    ask(answer("statement:first.write", rated(3)))
    ask(answer("statement:first.write", rated(1)))
    assert ask({"type": "hello"}) == {"type": "values", "values": {"statement:first.write": rated(1)}}


def test_evidence_keeps_what_it_supports_on_another_page(ask, journal, ladder):
    """A line that was linked to a statement of another form can be edited here without losing that link."""
    journal.record("evidence:first.write", Evidence(text="x", supports=("first.write", "lead.coach")), ladder=ladder)
    given = {"kind": "evidence", "text": "better", "supports": ["first.write", "lead.coach"]}
    assert ask(answer("evidence:first.write", given))["type"] == "saved"


def test_a_plan_keeps_a_focus_that_is_no_longer_on_offer(ask, journal, ladder):
    journal.record("plan:1", PlanItem(focus="deep.solve"), ladder=ladder)
    assert ask(answer("plan:1", PlanItem(focus="deep.solve", aim="x").model_dump(mode="json")))["type"] == "saved"


# --- what is refused


@pytest.mark.parametrize(
    ("subject", "given"),
    [
        ("statement:lead.coach", rated(3)),  # in the ladder, but not in this form
        ("profile:name", {"kind": "words", "text": "x"}),
        ("", rated(3)),
        (None, rated(3)),
        (["statement:first.write"], rated(3)),
        ("statement:first.write", None),
        ("statement:first.write", "3"),
        ("statement:first.write", []),
        ("statement:first.write", rated(5)),
        ("statement:first.write", rated(-1)),
        ("statement:first.write", rated(True)),
        ("statement:first.write", rated("3")),
        ("statement:first.write", rated(2.5)),
        ("statement:first.write", rated(float("nan"))),
        ("statement:first.write", rated(None)),
        ("statement:first.write", {"kind": "rating", "state": "dont_know", "frequency": 1}),
        ("statement:first.write", {"kind": "rating", "state": "excellent"}),
        ("statement:first.write", {**rated(3), "weight": 2}),
        ("statement:first.write", {"kind": "words", "text": "3"}),
        ("evidence:first.write", {"kind": "evidence", "text": "x", "supports": []}),
        ("evidence:first.write", {"kind": "evidence", "text": "x", "supports": ["first.write", "deep.solve"]}),
        ("evidence:first.write", {"kind": "evidence", "text": "x", "supports": ["first.write", "first.write"]}),
        ("evidence:first.write", {"kind": "evidence", "text": 5, "supports": ["first.write"]}),
        ("prompt:first.prompt-why", {"kind": "words", "text": b"bytes"}),
        ("prompt:first.prompt-why", {"kind": "words", "text": ["x"]}),
        ("choice:compare", {"kind": "choice", "chosen": ["a", "b", "c"]}),
        ("choice:compare", {"kind": "choice", "chosen": ["a", "a"]}),
        ("choice:compare", {"kind": "choice", "chosen": ["z"]}),
        ("choice:compare", {"kind": "choice", "chosen": "ab"}),
        ("plan:1", {"kind": "plan", "focus": "deep.solve"}),
        ("plan:1", {"kind": "plan", "by": "tomorrow"}),
        ("plan:1", {"kind": "plan", "by": 20000}),
        ("plan:1", {"kind": "plan", "dropped": "yes"}),
    ],
)
def test_what_does_not_belong_here_is_refused_and_nothing_is_kept(ask, journal, subject, given):
    reply = ask(answer(subject, given))
    assert reply["type"] == "failed"
    assert reply["seq"] == "page-1"
    assert journal.events() == ()


def test_an_answer_beyond_all_measure_is_refused(ask, journal):
    assert ask(answer("prompt:first.prompt-why", {"kind": "words", "text": "x" * 50_000}))["type"] == "saved"
    reply = ask(answer("prompt:first.prompt-why", {"kind": "words", "text": "x" * LONGEST_ANSWER}))
    assert reply["type"] == "failed"
    assert "too long" in reply["message"]
    assert len(journal.events()) == 1


def test_an_answer_nested_without_end_is_refused(ask):
    nested: list = []
    for _ in range(100_000):
        nested = [nested]
    assert ask(answer("statement:first.write", nested))["type"] == "failed"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NEAR_MISSES = st.fixed_dictionaries(
    {"type": st.sampled_from(["answer", "hello", "values"])},
    optional={
        "seq": JSON,
        "subject": st.sampled_from(SUBJECTS) | JSON,
        "answer": JSON
        | st.fixed_dictionaries(
            {"kind": st.sampled_from(["rating", "words", "choice", "plan", "evidence"])},
            optional={
                "state": st.sampled_from(list(RatingState)) | JSON,
                "frequency": JSON,
                "text": JSON,
                "chosen": JSON,
                "supports": JSON,
                "by": JSON,
            },
        ),
    },
)


@given(JSON | NEAR_MISSES)
def test_no_message_breaks_the_form_or_is_kept_by_half(message):
    """Whatever comes in, there is a reply that can be sent, and "saved" means that one event was recorded."""
    events = []

    def record(subject, given):
        from datetime import UTC, datetime

        from helpers.journal import Event

        event = Event(
            at=datetime(2026, 1, 1, tzinfo=UTC), subject=subject, answer=given, ladder="tiny", ladder_version="1"
        )
        events.append(event)
        return event

    reply = apply(message, fields=FIELDS, state=lambda: fold(events), on_answer=record)

    assert reply["type"] in {"values", "saved", "failed"}
    assert (reply["type"] == "saved") == (len(events) == 1)
    json.dumps(reply)


# --- what goes wrong


def test_a_journal_that_cannot_be_written_is_told_in_its_own_words():
    def full(subject, given):
        raise JournalNotSaved("The disk is full", where="my-journal.jsonl", next_step="Make room, then try again.")

    reply = apply(answer("statement:first.write", rated(3)), fields=FIELDS, state=lambda: fold([]), on_answer=full)
    assert reply == {
        "type": "failed",
        "seq": "page-1",
        "subject": "statement:first.write",
        "message": "my-journal.jsonl: The disk is full\nMake room, then try again.",
    }


def test_a_journal_that_cannot_be_read_is_told_instead_of_an_empty_form():
    def unreadable():
        raise JournalUnreadable("this is a folder, not a journal")

    reply = apply({"type": "hello"}, fields=FIELDS, state=unreadable, on_answer=lambda *_: None)
    assert (reply["type"], reply["seq"]) == ("failed", None)
    assert "a folder" in reply["message"]


def test_a_refusal_and_a_fault_quote_nothing_that_somebody_wrote(ask):
    private = "I want to leave"
    message = answer("prompt:first.prompt-why", {"kind": "words", "text": private, "more": private}, seq=[private])
    assert private not in json.dumps(ask(message))
    assert private not in json.dumps(fault(message))


# --- what a form asks


def test_a_form_says_what_it_needs_and_never_an_answer():
    spec = form_spec(FIELDS, scale=LADDER.scale, words={"saved": "gespeichert"}, title="First", token=JOURNAL)
    assert json.loads(json.dumps(spec)) == spec
    assert spec["scale"]["frequencies"][0]["label"] == "not yet"
    assert [step["state"] for step in spec["scale"]["states"]] == ["no_opportunity", "not_applicable", "dont_know"]
    assert spec["words"] == {"saved": "gespeichert"}
    assert {subject for field in spec["fields"] for subject in field["blank"]} == set(SUBJECTS)
    assert [field["subjects"] for field in spec["fields"]] == [list(field.subjects) for field in FIELDS]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.subjects[0])
def test_the_blank_answer_of_a_field_belongs_to_it(field):
    """Undoing the first answer gives the blank one, so a form must take it back."""
    for subject in field.subjects:
        assert field.takes(subject, field.blank(subject), None)


def test_each_statement_can_be_shown_by_the_evidence_of_each_other():
    also = {field.statement_id: [id for id, _ in field.also] for field in rating_fields(FIRST.statements)}
    assert also["first.write"] == ["first.trust", "first.listen"]
    assert also["first.listen"] == ["first.write", "first.trust"]


def test_only_a_skill_comes_with_a_way_to_practise():
    practices = {field.statement_id: field.practice for field in rating_fields(FIRST.statements)}
    assert practices == {
        "first.write": None,
        "first.trust": None,
        "first.listen": "Ask one more question, twice a week.",
    }


def test_two_questions_about_the_same_thing_are_a_mistake_in_the_notebook():
    twice = [TextField(subject="profile:name", label="Name"), TextField(subject="profile:name", label="Name again")]
    with pytest.raises(ValueError, match="same subject"):
        form_spec(twice, scale=None, words={}, title=None, token=JOURNAL)


def test_statements_cannot_be_rated_without_a_scale():
    with pytest.raises(ValueError, match="scale"):
        form_spec(FIELDS, scale=None, words={}, title=None, token=JOURNAL)


def test_values_come_from_the_state_alone(journal, ladder):
    journal.record("plan:1", PlanItem(aim="x"), ladder=ladder)
    journal.record("profile:name", Words(text="Ana"), ladder=ladder)
    assert current_values(FIELDS, journal.state(ladder)) == {"plan:1": PlanItem(aim="x").model_dump(mode="json")}
