"""A subject is stored as it always was, sorts as people count, and is cut and built in one place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from helpers.journal import Event, PlanItem, Subject, fold, says_something
from helpers.journal.subjects import KINDS
from tests.journal.strategies import LADDER, START, journals

HELPERS = Path(__file__).parents[2] / "helpers"
STRICT: TypeAdapter[Subject] = TypeAdapter(Subject)

ids = st.from_regex(r"\A[a-z0-9]{1,4}([-.][a-z0-9]{1,3}){0,2}\Z")
subjects = st.builds(lambda kind, id: Subject(f"{kind}:{id}"), st.sampled_from(sorted(KINDS)), ids)


@given(subjects)
def test_a_subject_is_the_string_that_is_stored(subject: Subject) -> None:
    assert subject == f"{subject.kind}:{subject.id}"
    assert json.dumps(subject) == f'"{subject}"'
    assert hash(subject) == hash(str(subject))
    read = STRICT.validate_json(json.dumps(subject), strict=True)
    assert read == subject
    assert read.kind in KINDS


def test_each_kind_is_built_as_it_is_stored() -> None:
    built = [
        Subject.statement("mid.roadmap"),
        Subject.evidence("mid.roadmap"),
        Subject.prompt("mid.prompt-no"),
        Subject.choice("destination"),
        Subject.plan(1),
        Subject.lab("mid", "ranking"),
        Subject.case("mid.two-customers"),
    ]
    assert built == [
        "statement:mid.roadmap",
        "evidence:mid.roadmap",
        "prompt:mid.prompt-no",
        "choice:destination",
        "plan:1",
        "lab:mid.ranking",
        "case:mid.two-customers",
    ]
    assert Subject.lab("mid", "ranking").lab_part == ("mid", "ranking")
    assert Subject.prompt("mid.kept").lab_part == ("", "")


@pytest.mark.parametrize("text", ["", "plan", "plan:", "plan:A", "plan:1:2", "moment:1", " plan:1", "plan:1\n", 1])
def test_anything_else_is_no_subject(text: object) -> None:
    with pytest.raises(ValidationError):
        STRICT.validate_json(json.dumps(text), strict=True)


def test_plans_stand_in_the_order_of_their_numbers() -> None:
    events = [
        Event(
            at=START,
            subject=Subject.plan(number),
            answer=PlanItem(aim=f"The plan of {number}"),
            ladder=LADDER.id,
            ladder_version=LADDER.version,
        )
        for number in (10, 2, 1, 11)
    ]
    assert [subject for subject, _ in fold(events).plan()] == ["plan:1", "plan:2", "plan:10", "plan:11"]


@given(st.lists(subjects, max_size=6))
def test_the_order_is_one_whatever_comes_first(some: list[Subject]) -> None:
    ordered = sorted(some, key=lambda subject: subject.place)
    some.reverse()
    assert ordered == sorted(some, key=lambda subject: subject.place)
    kinds = [list(KINDS).index(subject.kind) for subject in ordered]
    assert kinds == sorted(kinds)


@given(journals)
def test_a_plan_is_written_or_not_by_one_rule(events: list[Event]) -> None:
    for _, plan in fold(events).plan():
        assert says_something(plan) == plan.written


@pytest.mark.parametrize(
    ("plan", "written"),
    [
        (PlanItem(), False),
        (PlanItem(focus="mid.roadmap"), False),
        (PlanItem(aim=" \n"), False),
        (PlanItem(then="ask"), True),
        (PlanItem(by="2026-05-01"), True),
        (PlanItem(follow_up="2026-05-01"), True),
        (PlanItem(look_again=("2026-05-01",)), True),
        (PlanItem(obstacle="a holiday"), True),
    ],
)
def test_a_plan_is_written_once_there_is_a_word_or_a_date(plan: PlanItem, written: bool) -> None:
    assert plan.written == says_something(plan) == written
    assert not says_something(plan.model_copy(update={"dropped": True}))


CUT_BY_HAND = re.compile(
    rf"""f["'](?:{"|".join(KINDS)}):\{{ | (?:startswith|startsWith|removeprefix)\(["'](?:{"|".join(KINDS)}): | """
    rf"""`(?:{"|".join(KINDS)}):\$\{{ | ["'](?:{"|".join(KINDS)}):["']\s*[~+] | subject\.(?:slice|split|indexOf)\( """,
    re.VERBOSE,
)


def test_nobody_cuts_or_builds_a_subject_by_hand() -> None:
    found = [
        f"{path.relative_to(HELPERS)}:{number}"
        for path in (*HELPERS.rglob("*.py"), *HELPERS.rglob("static/*.js"), *HELPERS.rglob("*.j2"))
        if path.stem != "subjects"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CUT_BY_HAND.search(line)
    ]
    assert found == []


def test_all_prompts_of_a_ladder_are_listed_in_one_place() -> None:
    """Whoever chains the prompts of levels and roles by hand has an order of their own."""
    chained = re.compile(r"\.prompts for \w+ in")
    found = [
        str(path.relative_to(HELPERS))
        for path in HELPERS.rglob("*.py")
        if chained.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
