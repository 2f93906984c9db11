"""Figures in words follow from figures in data, or from one another: labs whose tests don't hold them, and cases."""

from __future__ import annotations

import re

from helpers.cases import load_cases
from helpers.labs import load_lab
from helpers.labs.associate.model import MakeItBuildable
from helpers.labs.mid.model import WhatFirst
from helpers.ladder import load_ladder

MID, ASSOCIATE = load_lab("mid"), load_lab("associate")
assert isinstance(MID, WhatFirst)
assert isinstance(ASSOCIATE, MakeItBuildable)
CASES = {case.id: case for level in load_ladder().levels for case in load_cases(level.id).cases}
AI = "executive.case-ai-board"
WORDS = {"nine": 9, "thirteen": 13}


def flat(text: str) -> str:
    return " ".join(text.split())


def case(id: str) -> str:
    found = CASES[id]
    told = (found.situation, found.level_up, *(f"{o.text} {o.gets} {o.costs}" for o in found.options))
    return flat(" ".join(told))


def test_the_mid_lab_counts_its_problems_its_weeks_and_no_more_practices_than_there_are() -> None:
    text = flat(f"{MID.company.text} {MID.question}")
    (practices,) = (int(number.replace(",", "")) for number in re.findall(r"([\d,]+) physiotherapy practices", text))
    assert all(candidate.reach.high <= practices for candidate in MID.candidates)
    assert len(MID.candidates) == WORDS["nine"]
    assert "Nine more problems" in text
    assert "which of nine problems" in text.lower()
    assert MID.weeks == WORDS["thirteen"]
    assert "The next quarter has thirteen weeks" in text
    assert len(MID.duties) == 1
    assert 1 <= MID.duties[0].effort.likely <= 2, "“a week or two”"


def numbers(pattern: str, id: str) -> tuple[int, ...]:
    """The whole numbers that a case has where the pattern says so."""
    found = re.search(pattern, case(id))
    assert found, (id, pattern)
    return tuple(int(number) for number in found.groups())


def test_what_is_left_of_a_case_s_whole_is_what_its_options_say() -> None:
    (days,) = numbers(r"up to (\d+) days", "senior.case-unowned")
    (left,) = numbers(r"sign-up’s eleven days.*?(\d+) days remain", "senior.case-unowned")
    assert days - 11 == left
    tried, others = numbers(r"only (\d+) in 100.*?[Tt]he other (\d+)", "mid.case-six-interviews")
    assert 100 - tried == others
    told = case("executive.case-sunset")
    assert "nine per cent of revenue" in told
    assert "a third to half of the 900" in told
    assert (9 / 3, 9 / 2) == (3, 4.5)
    assert "Three to four and a half per cent of revenue" in told


def test_a_case_s_goal_lies_between_what_is_and_what_others_have() -> None:
    now, best = numbers(r"Conversion is (\d+) per cent; a competitor has (\d+)", "director.case-border")
    (goal,) = numbers(r"target of (\d+) per cent", "director.case-border")
    assert now < goal < best
    theirs, ours, courts = numbers(r"right (\d+) per cent of the time, yours (\d+), and courts accept (\d+)", AI)
    assert theirs < courts <= ours
