"""A case is decided first; then each choice says what it gets and costs."""

from __future__ import annotations

from helpers.cases import check_cases
from helpers.journal import Choice
from helpers.labs import judgement
from tests.cases import conftest
from tests.labs.played import Played

CASES = check_cases(conftest.CASES)


def test_a_case_is_decided_before_anything_is_said_about_its_choices(ladder):
    played = Played(ladder)
    case = CASES.cases[0]
    assert judgement.consequences(case, ladder, played.state) == ""
    before = judgement.situation(case, 1, 2)
    for option in case.options:
        assert option.gets not in before
    played.record(case.subject, Choice(chosen=("ask",)))
    after = judgement.consequences(case, ladder, played.state)
    for words in [part for o in case.options for part in (o.gets, o.costs)] + [case.level_up.split(".")[0]]:
        assert words in after
    assert after.index(case.options[2].gets) < after.index(case.options[0].gets), "one's own choice comes first"
    assert after.count(">your choice<") == 1
    assert "Writing" in after, "the statements that a choice shows go by their titles"


def test_a_choice_that_the_case_no_longer_has_is_none(ladder):
    played = Played(ladder)
    played.record(CASES.cases[0].subject, Choice(chosen=("gone",)))
    assert judgement.consequences(CASES.cases[0], ladder, played.state) == ""
