"""How far a room is: counts alone, and what counts as begun and done."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from helpers.database.progress import Reached
from helpers.journal import UNANSWERED, Choice, Evidence, PlanItem, Words, often
from helpers.workshop import feedback
from helpers.workshop.agenda import Activity
from helpers.workshop.hosted import HostedBlock
from tests.database.conftest import PHONE, PLAN, PROMPT, STATEMENTS, WEEK, given

BLOCKS = {Activity.RATE: "rate", Activity.REFLECT: "reflect", Activity.FOCUS: "focus", Activity.PLAN: "plan"}
APART = PLAN.model_copy(
    update={
        "blocks": (
            *(HostedBlock(id=id, title=id, minutes=5, asks=(ask,)) for ask, id in BLOCKS.items()),
            HostedBlock(id="both", title="both", minutes=5, asks=(Activity.REFLECT, Activity.FOCUS)),
        )
    }
)
"""A plan with one block for each thing that is asked, and one for two."""

NOBODY, BEGUN, DONE = Reached(0, 0), Reached(1, 0), Reached(1, 1)


@pytest.fixture
def session(store, clock):
    id = store.open_session(APART, WEEK).id
    clock.go_on(hours=1)
    return id


def after(store, session, *answers):
    """The progress of a block after one person said this, for each block."""
    person = store.join(session).participant
    for subject, answer in answers:
        store.append(person, PHONE, [given(subject, answer)])
    return store.progress(session).answers


def test_a_room_begins_empty_and_every_block_of_the_plan_is_there(store, session):
    assert store.progress(session) == (0, dict.fromkeys([block.id for block in APART.blocks], NOBODY), 0)
    store.join(session)
    assert store.progress(session).joined == 1
    assert set(store.progress(session).answers.values()) == {NOBODY}


def test_ratings_are_done_when_every_statement_is_answered(store, session):
    person = store.join(session).participant
    for subject in STATEMENTS[:-1]:
        store.append(person, PHONE, [given(subject)])
    assert store.progress(session).answers["rate"] == BEGUN
    store.append(person, PHONE, [given(STATEMENTS[-1])])
    assert store.progress(session).answers["rate"] == DONE
    store.append(person, PHONE, [given(STATEMENTS[0], UNANSWERED)])
    assert store.progress(session).answers["rate"] == BEGUN, "taken back"


def test_a_statement_that_the_session_does_not_ask_counts_for_nothing(store, session):
    assert after(store, session, ("statement:not.asked", often(1)))["rate"] == NOBODY


@pytest.mark.parametrize(
    ("block", "subject", "said", "unsaid"),
    [
        ("reflect", PROMPT, Words(text="Hm."), Words(text=" ")),
        ("focus", "choice:focus", Choice(chosen=("a",)), Choice(chosen=())),
        ("plan", "plan:1", PlanItem(then="I ask."), PlanItem(then="I ask.", dropped=True)),
        ("plan", "plan:3", PlanItem(aim="x"), PlanItem(focus="x")),
    ],
)
def test_one_answer_does_a_block_until_it_is_taken_back(store, session, block, subject, said, unsaid):
    person = store.join(session).participant
    for answer, reached in ((said, DONE), (unsaid, NOBODY), (said, DONE)):
        store.append(person, PHONE, [given(subject, answer)])
        answers = store.progress(session).answers
        assert answers[block] == reached
        assert all(answers[id] == NOBODY for id in ("rate", "reflect", "focus", "plan") if id != block)


def test_what_is_asked_in_two_parts_is_done_when_both_are(store, session):
    person = store.join(session).participant
    store.append(person, PHONE, [given(PROMPT, Words(text="Hm."))])
    assert store.progress(session).answers["both"] == BEGUN
    store.append(person, PHONE, [given("choice:focus", Choice(chosen=("a",)))])
    assert store.progress(session).answers["both"] == DONE


def test_a_release_or_evidence_is_no_answer_to_a_question_of_a_block(store, session):
    said = (
        ("choice:release", Choice(chosen=("x",))),
        (f"evidence:{PLAN.statements[0]}", Evidence(text="x", supports=())),
    )
    assert set(after(store, session, *said).values()) == {NOBODY}


def test_what_somebody_says_of_the_workshop_itself_is_no_reflection(store, session):
    """A part that was closed long ago went on to grow on the leading page, while people answered the last questions."""
    assert after(store, session, (feedback.prompt(), Words(text="more time")))["reflect"] == NOBODY


def test_people_are_counted_and_only_those_of_this_session(store, session):
    other = store.open_session(APART, WEEK).id
    for _ in range(3):
        after(store, session, (PROMPT, Words(text="Hm.")))
    leaver = store.join(session).participant
    store.append(leaver, PHONE, [given(PROMPT, Words(text="Hm."))])
    after(store, other, (PROMPT, Words(text="Hm.")))
    assert store.progress(session).answers["reflect"] == Reached(4, 4)
    store.leave(leaver)
    assert store.progress(session).joined == 3
    assert store.progress(session).answers["reflect"] == Reached(3, 3)
    assert store.progress(other).answers["reflect"] == Reached(1, 1)


def test_counting_reads_nobodys_answers_and_asks_as_much_for_many_as_for_few(store, session):
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    after(store, session, (PROMPT, Words(text="Hm.")))  # from the first person on, what is asked is known
    store.plan(session)
    asked.clear()
    store.progress(session)
    few = len(asked)
    for _ in range(5):
        after(store, session, (PROMPT, Words(text="Hm.")))
    asked.clear()
    store.progress(session)
    assert len(asked) == few
    assert not [statement for statement in asked if "answer" in statement or "memory" in statement]
