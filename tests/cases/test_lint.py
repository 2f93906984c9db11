"""Every fault of a case file is told at once, each with its line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cases import check_cases
from helpers.ladder import Ladder
from tests.cases.conftest import CASES
from tests.labs.faulty import changed, faults_of


def test_a_sound_file_gives_cases(ladder: Ladder) -> None:
    cases = check_cases(CASES, ladder)
    assert [case.subject for case in cases.cases] == ["case:first.two-asks", "case:first.late"]
    assert cases.cases[0].option("ask") is not None
    assert cases.cases[0].option("gone") is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("shows: [first.write]", "shows: [first.wirte]", "the ladder has no statement 'first.wirte'. Did you mean"),
        ("shows: [first.write]", "shows: []", "'shows' is empty"),
        ("Two people want", "word " * 130, "this situation has 141 words. Tell it in fewer than 120."),
        ("id: first.late", "id: late", "the case 'late' isn't named after its level. Write first.late."),
        ("id: first.late", "id: first.two-asks", "the id 'first.two-asks' stands twice"),
        ("{id: large,", "{id: early,", "the id 'early' stands twice"),
        ("    level_up: They would ask why both came to you.\n", "", "the key 'level_up' is missing"),
        (
            "      - {id: move, text: Propose Monday., gets: A date to hold., costs: One broken word., "
            "shows: [first.listen]}\n",
            "",
            "'options' has 3 entries; there should be 4.",
        ),
        ("costs: Tired people., ", "", "the key 'costs' is missing"),
        ("level: first", "level: frist", "the ladder has no level 'frist'. Did you mean 'first'?"),
    ],
)
def test_a_fault_of_a_case_is_told_with_how_to_mend_it(
    tmp_path: Path, ladder: Ladder, old: str, new: str, says: str
) -> None:
    assert says in faults_of(changed(CASES, old, new, tmp_path), ladder, check_cases)
