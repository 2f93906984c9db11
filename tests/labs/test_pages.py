"""Whatever a lab's forms take, every view of it can be drawn, every picture to be read and told; an empty lab too."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cases import LABS
from helpers.errors import UnknownId
from helpers.form import ChoiceField, Field, FiguresField, GridField, OrderField, TextField, form_spec
from helpers.journal import Answer, Choice, Event, Figures, Rater, State, Words
from helpers.labs import load_lab
from helpers.labs.context import LabContext
from helpers.labs.page import lab_page
from tests.charts.drawn import faults, within
from tests.hostile import HOSTILE
from tests.labs.played import lab_context
from tests.test_shipped_texts import STRAIGHT
from tests.workshop.printed import strings

lab_id = pytest.mark.parametrize("lab_id", [entry.lab for entry in LABS])


def fields_of(lab_id: str) -> list[Field]:
    return [
        field for form in lab_page(lab_id).every_form(load_lab(lab_id)).values() for field in form(load_lab(lab_id))[1]
    ]


def answers(field: Field) -> st.SearchStrategy[Answer]:
    """Everything that a field takes."""
    match field:
        case FiguresField():
            each = {f.id: st.floats(f.min, f.max, allow_subnormal=False) for f in field.figures}
            return st.fixed_dictionaries({}, optional=each).map(lambda values: Figures(values=values))
        case OrderField():
            return st.permutations([option.id for option in field.options]).map(lambda ids: Choice(chosen=tuple(ids)))
        case ChoiceField():
            ids = st.sampled_from([option.id for option in field.options])
            return st.lists(ids, max_size=field.max, unique=True).map(lambda ids: Choice(chosen=tuple(ids)))
        case GridField():
            steps = st.sampled_from([step.id for step in field.scale])
            places = st.fixed_dictionaries({}, optional={item.id: steps for item in field.items})
            return places.map(lambda found: Choice(chosen=tuple(f"{item}:{step}" for item, step in found.items())))
        case TextField():
            return st.sampled_from(["", "A line.", *HOSTILE.values()]).map(lambda text: Words(text=text))
    raise TypeError(f"no answers for {field!r}")


def here(lab_id: str, given: dict[str, Answer]) -> LabContext:
    return lab_context(load_lab(lab_id), given)


def drawn(lab_id: str, given: dict[str, Answer]) -> None:
    page = lab_page(lab_id)
    moment = here(lab_id, given)
    for name, view in page.every_view(load_lab(lab_id)).items():
        html = view(moment)
        assert view(moment) == html, f"{name}: the same answers, the same page"
        for image in re.findall(r"<img [^>]*>", html):
            assert re.search(r'alt="[^"]{20,}"', image), f"{name}: a picture says what it shows"
        assert [fault for picture in within(html) for fault in faults(picture)] == [], name
        for trouble in ("<script", "onerror=x>", 'onmouseover="x', "</section></textarea>"):
            assert trouble not in html, name
    assert isinstance(page.starter(moment), str)  # "" where there is nothing yet to begin with


@lab_id
def test_a_lab_that_nobody_has_begun_can_be_drawn(lab_id: str) -> None:
    drawn(lab_id, {})


@lab_id
@given(data=st.data())
@settings(max_examples=15)
def test_any_answers_that_the_forms_take_can_be_drawn(lab_id: str, data: st.DataObject) -> None:
    fields = fields_of(lab_id)
    answered = data.draw(st.lists(st.sampled_from(fields), unique_by=lambda field: field.subjects))
    given = {field.subjects[0]: data.draw(answers(field)) for field in answered}
    for field in answered:
        assert field.takes(field.subjects[0], given[field.subjects[0]], None)
    drawn(lab_id, given)


@lab_id
def test_answers_to_things_that_are_no_longer_there_can_be_drawn(lab_id: str) -> None:
    """A company changes its file; the journal keeps what was said about the earlier one."""
    gone = {
        FiguresField: Figures(values={"gone": 3}),
        TextField: Words(text="Still here."),
        GridField: Choice(chosen=("gone:away",)),
    }
    drawn(lab_id, {f.subjects[0]: gone.get(type(f), Choice(chosen=("gone", "away"))) for f in fields_of(lab_id)})


class Read(dict):
    """Current answers that remember which subjects were looked up."""

    def __init__(self, current: Mapping[tuple[Rater, str], Event]) -> None:
        super().__init__(current)
        self.subjects: set[str] = set()

    def get(self, key, default=None):
        self.subjects.add(key[1])
        return super().get(key, default)

    def values(self):
        self.subjects.add("evidence:")  # `State.evidence` goes through them, for lines of evidence alone
        return super().values()

    def items(self):
        raise AssertionError("a view that goes through all answers would have to follow them all")


@lab_id
@given(data=st.data())
@settings(max_examples=10)
def test_a_view_reads_no_answer_that_its_page_does_not_follow(lab_id: str, data: st.DataObject) -> None:
    """Whoever shows a view makes it afresh after these answers alone."""
    page, lab = lab_page(lab_id), load_lab(lab_id)
    context = lab_context(lab, {f.subjects[0]: data.draw(answers(f)) for f in fields_of(lab_id)})
    read = Read(context.state.current)
    for name in page.every_view(load_lab(lab_id)):
        page.view(name, context._replace(state=State(read)))
    followed = page.follows(lab)
    assert all(one.endswith((":", ".")) for one in followed)
    assert {subject for subject in read.subjects if not subject.startswith(followed)} == set()


@lab_id
def test_every_form_answers_subjects_of_its_lab_and_no_subject_twice(lab_id: str) -> None:
    fields = fields_of(lab_id)
    assert all(subject.startswith(f"lab:{lab_id}.") for field in fields for subject in field.subjects)
    form_spec(fields, scale=None, words={}, title=None, token="")  # raises where two answer one subject


@lab_id
def test_what_a_lab_asks_is_set_with_curly_quotes(lab_id: str) -> None:
    asked = [text for field in fields_of(lab_id) for text in strings(field.model_dump())]
    assert asked
    assert [text for text in asked if STRAIGHT.search(text)] == []


def test_an_unknown_lab_has_no_page_and_those_there_are_are_named() -> None:
    with pytest.raises(UnknownId, match="There is: associate, mid"):
        lab_page("middle")
