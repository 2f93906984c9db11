"""A company's own ladder names labs, with data of its own: they open like chapters, and say what they leave out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.chapters import Element, Kept, ViewContext, course, parts
from helpers.chapters.copies import missing
from helpers.charts import Theme
from helpers.cli.commands import app
from helpers.ladder import Ladder, load_ladder
from helpers.paths import LADDER_LABS, ROOT
from tests.strategies import START

WEEK = """\
format: 1
lab: adjacent
level: null
title: Sit in another chair
minutes: {read: 5, do: 10}
company: {name: Quince, text: A shop with forty people.}
question: Which parts of another job would give you energy?
objectives: [See a week.]
key_points: [A job is a week of tasks.]
keep: {question: What did you notice?, statements: [two.review, mid.risks]}
facilitator: {minutes: 20, group: In pairs., comes_up: [Nothing gives energy.], ask: [Whom could you ask?]}
families:
  - role: data-science
    note: Count how often somebody asks for a number.
    person: Imre, data scientist
    tasks:
      - {id: ds.clean, title: Clean a table, text: Find the rows that count twice., shows: [two.review]}
      - {id: ds.ask, title: Ask what for, text: Find out what the number is for., shows: [mid.alignment]}
      - {id: ds.tell, title: Tell them, text: Say what the number can't say.}
"""

ROLE = """\
sources: [{id: us, title: Ourselves}]
roles:
  - id: data-science
    title: Data science
    lab: adjacent
    origin: us
    summary: {id: data-science.summary, text: Numbers that people act on., origin: us}
    suits: {id: data-science.suits, text: Who likes to know., origin: us}
    draws_on: [{statement: two.review, because: It is the same care.}]
    learn: [{id: data-science.learn, title: Statistics, text: What a sample can say., first_try: Read one paper.}]
    talk_to: Imre.
    prompts: [{id: data-science.prompt, text: Which number did you doubt?, origin: us}]
"""


@pytest.fixture
def ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a ladder with two levels and a neighbouring role, both of which name a lab."""
    (labs := tmp_path / "labs").mkdir()
    (labs / "adjacent.yaml").write_text(WEEK, encoding="utf-8")
    monkeypatch.setenv(LADDER_LABS, str(labs))
    text = (ROOT / "tests/fixtures/ladders/rich.yaml").read_text(encoding="utf-8")
    text = text.replace("id: senior.", "id: two.").replace("    number: IC3\n", "    number: IC3\n    lab: associate\n")
    text += ROLE
    (file := tmp_path / "ours.yaml").write_text(text, encoding="utf-8")
    return file


def drawn(about: Ladder, lab: str) -> dict[str, str]:
    """Every element of a lab as it is drawn, by its id."""
    found = course(about)
    here = next(one for one in found.labs if one.lab == lab)
    now = ViewContext.of(found, here, (), theme=Theme(), now=START, kept=Kept("here"))
    return {part.id: part.shows(now) or "" for part in parts(found, here) if isinstance(part, Element)}


def test_labs_stand_beside_the_level_and_the_roles_that_name_them(ladder: Path) -> None:
    about = load_ladder(ladder)
    found = course(about)
    assert {lab.lab: found.beside(lab).title for lab in found.labs} == {
        "associate": "Senior engineer",
        "adjacent": "Neighbouring roles",
    }
    assert found.problems == ()


def test_a_companys_own_week_is_asked_and_shown_without_a_notebook_of_its_own(ladder: Path) -> None:
    elements = drawn(load_ladder(ladder), "adjacent")
    assert {"lead-data-science", "ask-data-science", "show-data-science", "show-weeks"} <= set(elements)
    assert "ask-operations" not in elements
    assert "Data science</h3>" in elements["lead-data-science"]
    assert "Count how often" in elements["lead-data-science"]


def test_what_a_lab_names_and_the_ladder_lacks_is_told_to_whoever_leads_it(ladder: Path) -> None:
    told = drawn(load_ladder(ladder), "adjacent")["facilitator"]
    assert "2 things that it names aren’t in yours" in told
    assert "mid.risks" in told
    assert "mid.alignment" in told
    assert "two.review" not in told


def test_lint_tells_it_to_the_author_of_either_file(ladder: Path) -> None:
    run = CliRunner()
    told = run.invoke(app, ["lint", str(ladder)])
    assert told.exit_code == 0
    assert "The lab 'adjacent' names statements or prompts that this ladder hasn't (2)" in told.output
    assert "mid.risks" in told.output
    assert "The lab 'associate' names" in told.output
    assert run.invoke(app, ["lint", "--strict", str(ladder)]).exit_code == 1
    lab = str(ladder.parent / "labs/adjacent.yaml")
    told = run.invoke(app, ["lint", lab, "--ladder", str(ladder)])
    assert told.exit_code == 1
    assert "the ladder has no statement 'mid.risks'" in told.output
    Path(lab).write_text(WEEK.replace(", mid.risks", "").replace("mid.alignment", "two.write"), encoding="utf-8")
    assert run.invoke(app, ["lint", lab, "--ladder", str(ladder)]).exit_code == 0


def test_jupyterlab_gets_a_notebook_of_each_lab_that_names_no_other_ladder(ladder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks"))
    about = load_ladder(ladder)
    for path, text in missing(course(about, folder), folder):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    after = course(about, folder)
    assert list(missing(after, folder)) == []
    for lab in after.labs:
        assert lab.notebook.parent == folder / about.id
        words = lab.notebook.read_text(encoding="utf-8")
        assert json.loads(words)["metadata"]["kit"]["ladder"] == about.id
        assert "07_adjacent_roles.ipynb" not in words
        assert [part.id for part in parts(after, lab)]
