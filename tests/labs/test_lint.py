"""Every fault of a lab's file is told at once, each with its line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.labs import FileFaults, check_lab
from helpers.labs.mid.model import WhatFirst
from helpers.ladder import Ladder
from tests.labs.conftest import LAB
from tests.labs.faulty import changed, faults_of


def test_a_sound_file_gives_a_lab(ladder: Ladder) -> None:
    lab = check_lab(LAB, ladder)
    assert isinstance(lab, WhatFirst)
    assert lab.minutes.total == 20
    assert lab.subject("ranking") == "lab:mid.ranking"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("lab: mid", "lab: middle", "there is no lab 'middle'. Did you mean 'mid'?"),
        ("format: 1", "format: 2", "'format' is 2. It can be 1."),
        (
            "question: What comes",
            "questoin: What comes",
            "the key 'questoin' isn't known here. Did you mean 'question'?",
        ),
        ("read: 6, do", "read: 0, do", "'read': Input should be greater than or equal to 1"),
        ("objectives: [Rank with ranges.]", "objectives: []", "'objectives' is empty"),
        ("group: In pairs., ", "", "the key 'group' is missing"),
        ("id: till", "id: door", "the id 'door' stands twice (first on line 23)"),
        ("low: 100, likely: 200", "low: 300, likely: 200", "the range 300 – 200 – 400 is out of order."),
        ("effort: {low: 1,", "effort: {low: 0,", "no problem is solved in no time at all."),
        ("reach: {low: 10,", "reach: {low: -10,", "'reach' can't be below 0."),
        ("confidence: 0.8", "confidence: 80", "'confidence': Input should be less than or equal to 1"),
        ("value: 5,", "value: 4,", "'value' is 4. It can be 1, 2, 3, 5, 8, 13 or 20."),
        ("weeks: 8", "weeks: 13", "all of it fits into 13 weeks."),
        ("horizon: 52", "horizon: 8", "it ends with the quarter."),
        ("effort: {low: 0.5, likely: 1, high: 1.5}}", "effort: {low: 0, likely: 1, high: 1.5}}", "no time at all."),
        ("level: lead", "level: led", "the ladder has no level 'led'. Did you mean 'lead'?"),
        (
            "statements: [lead.coach]",
            "statements: [lead.couch]",
            "no statement 'lead.couch'. Did you mean 'lead.coach'?",
        ),
        ("prompts: [lead.prompt-who]", "prompts: [lead.prompt-how]", "the ladder has no prompt 'lead.prompt-how'"),
        ("estimate: delay", "estimate: luck", "'estimate' is 'luck'. It can be"),
    ],
)
def test_a_fault_of_a_lab_is_told_with_how_to_mend_it(
    tmp_path: Path, ladder: Ladder, old: str, new: str, says: str
) -> None:
    assert says in faults_of(changed(LAB, old, new, tmp_path), ladder)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path, ladder: Ladder) -> None:
    text = LAB.read_text(encoding="utf-8").replace("lead.coach", "lead.x").replace("seed: 7", "sead: 7")
    broken = tmp_path / "lab.yaml"
    broken.write_text(text.replace("low: 500, likely", "low: 5000, likely"), encoding="utf-8")
    with pytest.raises(FileFaults) as told:
        check_lab(broken, ladder)
    lines = [fault.mark.line for fault in told.value.faults]
    assert len(lines) >= 4
    assert lines == sorted(lines)


def test_without_a_ladder_its_names_are_not_checked(tmp_path: Path) -> None:
    """A company with a ladder of its own can open the kit's labs."""
    other = changed(LAB, "lead.coach", "elsewhere.coach", tmp_path)
    assert check_lab(other).keep.statements == ("elsewhere.coach",)
