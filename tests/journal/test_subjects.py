"""A subject is stored as it always was, sorts as people count, and is cut and built in one place."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from helpers.journal import Event, PlanItem, Subject, fold, says_something
from helpers.journal.subjects import KINDS
from helpers.ladder.place_id import PlaceId
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


PLACES = ("level", "role")
"""The kinds of places on a ladder, whose ids a choice holds; `PlaceId` builds and cuts these."""
PREFIX = rf"(?:{'|'.join((*KINDS, *PLACES))}):"
CUT_BY_HAND = re.compile(
    rf"""(?:startswith|startsWith|removeprefix)\(["']{PREFIX} | (?<![\w"'])["'](?:profile:\w+|level:|role:)["'](?![.])
    | `{PREFIX}\$\{{ | ["']{PREFIX}["']\s*[~+] | subject\.(?:slice|split|indexOf)\( """,
    re.VERBOSE,
)
BUILDERS = {"subjects", "place_id"}
VIEWS = "pages/board.py"
"""Its views of a level ("level:mid:signs") are no places."""


def by_hand(source: str, name: str) -> Iterator[str]:
    """Where a subject or the id of a place is built or cut by hand in a source: a line's number after its name."""
    for number, line in enumerate(source.splitlines(), 1):
        if CUT_BY_HAND.search(line):
            yield f"{name}:{number}"
    for node in ast.walk(ast.parse(source)) if name.endswith(".py") else ():
        match node:
            case ast.JoinedStr([ast.Constant(str(start)), ast.FormattedValue(), *_]) if re.fullmatch(PREFIX, start):
                yield f"{name}:{node.lineno}"
            case ast.JoinedStr([ast.FormattedValue(ast.Name("kind")), ast.Constant(":"), ast.FormattedValue(), *_]):
                yield f"{name}:{node.lineno}"


@pytest.mark.parametrize(
    "line",
    [
        'f"statement:{id}"',
        'f"level:{id}"',
        'f"{kind}:{id}"',
        'words("profile:name")',
        'titled(chosen, "level:")',
        'chosen.removeprefix("role:")',
        '"plan:" + number',
    ],
)
def test_what_is_done_by_hand_is_seen(line: str) -> None:
    assert list(by_hand(line, "any.py"))


def test_nobody_cuts_or_builds_a_subject_or_the_id_of_a_place_by_hand() -> None:
    found = [
        place
        for path in (*HELPERS.rglob("*.py"), *HELPERS.rglob("static/*.js"), *HELPERS.rglob("*.j2"))
        if path.stem not in BUILDERS
        for place in by_hand(path.read_text(encoding="utf-8"), path.relative_to(HELPERS).as_posix())
        if not place.startswith(VIEWS)
    ]
    assert found == []


def test_a_place_is_the_string_that_a_choice_holds() -> None:
    level, role = PlaceId.level("senior"), PlaceId.role("operations")
    assert (level, role) == ("level:senior", "role:operations")
    assert (level.kind, level.bare, role.kind, role.bare) == ("level", "senior", "role", "operations")
    assert level.renamed("lead") == "level:lead"
    bare = PlaceId("senior")
    assert (bare.kind, bare.bare, bare.renamed("lead")) == ("", "senior", "lead")


def test_all_prompts_of_a_ladder_are_listed_in_one_place() -> None:
    """Whoever chains the prompts of levels and roles by hand has an order of their own."""
    chained = re.compile(r"\.prompts for \w+ in")
    found = [
        str(path.relative_to(HELPERS))
        for path in HELPERS.rglob("*.py")
        if chained.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
