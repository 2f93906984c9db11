"""The shipped labs and cases hold together, and stand on the shipped ladder."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from helpers.cases import LABS, check_cases
from helpers.cases.model import MOST_WORDS
from helpers.labs import check_lab
from helpers.ladder import load_ladder

LABS_FOLDER = Path(__file__).resolve().parents[2] / "data/labs"
NOTEBOOKS = LABS_FOLDER.parents[1] / "notebooks"
LADDER = load_ladder()
LEVELS = [level.id for level in LADDER.levels]
SHIPPED = sorted(path.stem for path in LABS_FOLDER.glob("*.yaml"))

level = pytest.mark.parametrize("level_id", LEVELS)
lab = pytest.mark.parametrize("lab_id", SHIPPED)


@lab
def test_a_lab_is_in_order_and_belongs_to_its_level(lab_id: str) -> None:
    found = check_lab(LABS_FOLDER / f"{lab_id}.yaml", LADDER)
    assert found.lab == lab_id
    assert found.lab in {entry.lab for entry in LABS}
    assert found.level == (lab_id if lab_id in LEVELS else None)
    assert 15 <= found.minutes.read + found.minutes.do <= 25
    assert bool(found.minutes.cases) == (lab_id in LEVELS), "six cases take twelve to fourteen minutes, and are told"


def test_labs_are_titled_alike_and_numbered_in_the_order_of_the_course() -> None:
    """“Lab 3: See the system”, in the notebook's first line and in its metadata: a number, and something to do."""
    for number, path in enumerate(sorted(NOTEBOOKS.glob("0*_lab_*.ipynb")), start=1):
        (lab,) = (
            one
            for one in (check_lab(LABS_FOLDER / f"{id}.yaml", LADDER) for id in SHIPPED)
            if one.notebook == path.stem
        )
        notebook = json.loads(path.read_text(encoding="utf-8"))
        title = f"Lab {number}: {lab.title}"
        assert notebook["cells"][0]["source"][0] == f"# {title}\n"
        assert (notebook["metadata"]["title"], notebook["metadata"]["kit"]["title"]) == (title, title)
        assert re.fullmatch(r"(Make|Choose|See|Fund|Run|Go|Sit) .*[a-z]", lab.title)


@lab
def test_what_can_be_kept_of_a_lab_belongs_to_its_level(lab_id: str) -> None:
    found = check_lab(LABS_FOLDER / f"{lab_id}.yaml", LADDER)
    assert found.keep.statements or found.keep.prompts
    if found.level:
        assert {LADDER.level_of(id).id for id in found.keep.statements} <= {found.level}


@level
def test_every_level_has_at_least_six_cases_with_four_ways_on_each(level_id: str) -> None:
    found = check_cases(LABS_FOLDER / f"cases/{level_id}.yaml", LADDER)
    assert found.level == level_id
    assert len(found.cases) >= 6
    for case in found.cases:
        assert len(case.situation.split()) < MOST_WORDS
        assert len({option.id for option in case.options}) == 4


@level
def test_choices_show_statements_of_their_level_and_none_is_shown_by_all_four(level_id: str) -> None:
    """A statement that every choice shows would say nothing about the choice."""
    for case in check_cases(LABS_FOLDER / f"cases/{level_id}.yaml", LADDER).cases:
        shown = [id for option in case.options for id in option.shows]
        assert {LADDER.level_of(id).id for id in shown} == {level_id}, case.id
        assert max(Counter(shown).values()) < 4, case.id


def test_no_two_cases_have_one_id() -> None:
    ids = [case.id for id in LEVELS for case in check_cases(LABS_FOLDER / f"cases/{id}.yaml").cases]
    assert len(ids) == len(set(ids))
