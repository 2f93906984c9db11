"""Every fault of the associate's lab file is told with its line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.labs import check_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.labs.faulty import changed, faults_of, with_part

FILE = ROOT / "data/labs/associate.yaml"


def test_the_shipped_file_is_in_order() -> None:
    assert check_lab(FILE, load_ladder()).lab == "associate"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("may_ask: 3", "may_ask: 7", "7 may be asked, and there are 7 questions. Leave something unasked."),
        ("needs: [form]", "needs: [from]", "there is no card 'from'. Did you mean 'form'?"),
        ("title: Request form for 9 to 16 people\n", "title: Form\n      needs: [mails]\n", "needs itself in the end."),
        ("capacity: 14", "capacity: 40", "all cards together are 29 points, and there is room for 40."),
        ("words: [declin*,", 'words: ["*",', "this would be seen in every story."),
        ("id: inbox", "id: form", "the id 'form' stands twice"),
        ("points: 8", "points: -8", "'points': Input should be greater than or equal to 0"),
        ("  goal: By the end", "  aim: By the end", "the key 'aim' isn't known here."),
        ("    gives_up: >-\n      Nothing", "    costs: >-\n      Nothing", "the key 'gives_up' is missing"),
        ("associate.stories,", "associate.storys,", "the ladder has no statement 'associate.storys'."),
    ],
)
def test_a_fault_is_told_with_how_to_mend_it(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in faults_of(changed(FILE, old, new, tmp_path), load_ladder())


@pytest.mark.parametrize("key", ["sprint", "edges", "questions", "worked"])
@pytest.mark.parametrize("value", ["3", "[3, {}]", "{cards: [3, {needs: 4, id: []}]}", "null"])
def test_a_part_of_another_shape_is_told_and_breaks_nothing(tmp_path: Path, key: str, value: str) -> None:
    faults_of(with_part(FILE, key, value, tmp_path))
