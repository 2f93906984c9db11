"""A chapter's HTML: all that can be read stands in it before a script runs, and nobody's words become markup."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from helpers.chapters import Asked, Teaches, course
from helpers.charts import load_theme
from helpers.form import (
    WORDS,
    ChoiceField,
    Figure,
    FiguresField,
    GridField,
    Option,
    OrderField,
    PlanField,
    TextField,
    rating_fields,
)
from helpers.journal import Evidence, PlanItem, Words
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.web.engine import Engine
from helpers.web.page import as_json, chapter_page, front_door_of, readable
from tests.hostile import HOSTILE
from tests.web.test_engine import NOON, Memory, engine_over

LADDER = load_ladder()
COURSE = course(LADDER)
RATED = rating_fields(LADDER.level("mid").responsibilities[:1])[0]
OPTIONS = (Option(id="one", title="The first", detail="It is red."), Option(id="two", title="The second"))
FIGURE = Figure(id="half", label="How much", unit="%", min=0, max=100, start=50)
CASES = {
    "rating": (RATED, {"kind": "rating", "state": "frequency", "frequency": 3}, RATED.text),
    "text": (TextField(subject="prompt:a.b", label="Why?"), {"kind": "words", "text": "Because it rained."}, "Why?"),
    "choice": (ChoiceField(subject="choice:a", label="Which?", options=OPTIONS), {"chosen": ["two"]}, "It is red."),
    "order": (
        OrderField(subject="lab:a.b", label="In order", options=OPTIONS),
        {"chosen": ["two", "one"]},
        "The first",
    ),
    "plan": (PlanField(subject="plan:1", title="A plan"), {"when": "On Monday"}, "My first step"),
    "figures": (
        FiguresField(subject="lab:a.c", label="Set it", figures=(FIGURE,)),
        {"values": {"half": 20}},
        "How much",
    ),
    "grid": (GridField(subject="lab:a.d", label="Each", items=OPTIONS, scale=OPTIONS), {"chosen": ["one:two"]}, "Each"),
}


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("answered", [False, True])
def test_every_kind_of_question_can_be_read_without_a_script(kind: str, answered: bool):
    field, answer, words = CASES[kind]
    values = {field.subjects[0]: answer} if answered else {}
    html = readable(engine_over(Memory()), Asked("", (field,)), values)
    assert words in html
    told = {"rating": "<strong>often", "text": ">Because it rained.", "plan": ">On Monday", "figures": ">20"}
    if kind in told:
        assert (told[kind] in html) == answered
    elif kind != "figures":
        assert ("<strong>" in html) == answered


@pytest.mark.parametrize("labs", [(), ("mid",)])
def test_evidence_can_be_read_without_a_script_and_says_where_it_comes_from(labs: tuple[str, ...]):
    memory = Memory()
    memory.record(f"evidence:{RATED.statement_id}", Evidence(text="In May.", supports=(RATED.statement_id,), labs=labs))
    engine = engine_over(memory)
    html = chapter_page(engine, engine.course.about("mid"))
    assert "In May." in html
    assert (f"{WORDS['from_lab']}</span>" in html) == bool(labs)


def test_what_a_chapter_that_draws_itself_says_before_its_questions_is_folded():
    tiny = load_ladder(ROOT / "tests/fixtures/ladders/tiny.yaml")
    engine = Engine(tiny, Memory(), theme=load_theme(), link=lambda chapter: f"/{chapter.stem}", now=lambda: NOON)
    here = engine.course.about("lead")
    html = chapter_page(engine, here)
    assert here.notebook.stem == "any_level"
    before = html[html.index("<main") : html.index('id="questions"')]
    (fold,) = re.findall(r'<details class="kw-fold".*?</details>', before, re.DOTALL)
    assert "<details open" not in before
    for element in ("changes", "notes"):
        assert f'data-element="{element}"' in fold
    assert 'data-element="summary"' in before.replace(fold, ""), "what the level is about stands open"


@pytest.mark.parametrize("here", [*COURSE.chapters, *COURSE.labs], ids=lambda here: here.stem)
def test_a_page_holds_its_chapter_and_the_way_to_every_other(here):
    html = chapter_page(engine_over(Memory()), here)
    assert f"<title>{here.title}</title>" in html
    for other in (*COURSE.chapters, *COURSE.labs):
        assert f'href="/{other.stem}"' in html
    assert "couldn’t be drawn" not in html
    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", HOSTILE)
def test_nobody_s_words_become_markup_or_break_the_page_s_data(name: str):
    memory = Memory()
    memory.record("profile:name", Words(text=HOSTILE[name]))
    html = chapter_page(engine_over(memory), COURSE.chapters[0])
    data = [json.loads(text) for text in re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)]
    kept = [one["values"]["profile:name"]["text"] for one in data if "profile:name" in one["values"]]
    assert kept == [memory.said[0].answer.text]
    assert html.count("<script") == html.count("</script>") == len(data) + 2


def test_who_has_a_plan_due_comes_in_where_its_words_are_not_shown():
    """People share their screens: the page that begins with a plan is opened by its owner, and by no front door."""
    memory = Memory()
    engine, path = engine_over(memory), COURSE.first(Teaches.PATH)
    plan = PlanItem(when="my boss interrupts", then="ask why", follow_up=(NOON + timedelta(days=60)).date())
    memory.record("plan:1", plan)
    assert front_door_of(engine) == path, "where somebody left off"
    memory.record("plan:1", plan.model_copy(update={"follow_up": NOON.date()}))
    there = front_door_of(engine)
    assert there == COURSE.chapters[0]
    first = chapter_page(engine, there)
    welcome = first[first.index('data-element="welcome') :].partition("</section>")[0]
    assert "my boss interrupts" not in welcome
    assert f'href="/{path.stem}' in welcome


def test_data_in_a_page_ends_no_script():
    assert "<" not in as_json({"a": "</script><!--"})
    assert json.loads(as_json({"a": "</script>\u2028"})) == {"a": "</script>\u2028"}
