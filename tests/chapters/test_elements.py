"""Elements say what they follow, and what an answer is; a form takes what a page drawn earlier may still hold."""

from __future__ import annotations

import pytest

from helpers.chapters import Become, Element, changed, course, follows, parts
from helpers.form import Accepted, decide
from helpers.journal import fold
from tests.chapters.contexts import LADDER, context
from tests.strategies import choose, rate


def element(here: int, id: str) -> Element:
    found = course(LADDER)
    return next(part for part in parts(found, found.chapters[here]) if part.id == id)


@pytest.mark.parametrize(
    ("followed", "subject", "expected"),
    [
        (("choice:standing",), "choice:standing", True),
        (("choice:standing",), "choice:standing-elsewhere", False),
        (("statement:",), "statement:mid.s0", True),
        (("lab:mid.",), "lab:mid.ranking", True),
        (("lab:mid.",), "lab:midway.ranking", False),
        ((), "statement:mid.s0", False),
    ],
)
def test_a_subject_is_followed_by_name_or_by_its_beginning(followed, subject, expected):
    assert follows(followed, subject) is expected


def test_an_answer_changes_what_follows_it_and_nothing_else():
    insight, gap, plan = element(2, "insight"), element(8, "gap"), element(8, "plan")
    assert insight.view_changes(["statement:mid.s0"])
    assert not insight.view_changes(["statement:senior.s0", "prompt:mid.prompt-why"])
    assert gap.view_changes(["statement:senior.s0"])
    assert plan.form_changes(["choice:focus"])
    assert not plan.form_changes(["plan:1"]), "somebody is typing in it"


@pytest.mark.parametrize("here", range(9))
def test_questions_that_come_of_ratings_are_made_anew_when_another_window_rates(here: int):
    """What a form proposes and says of somebody's answers is never of answers that they have changed since."""
    rated = [statement.id for level in ("mid", "senior") for statement in LADDER.level(level).statements]
    given = [choose(LADDER, "standing", "mid"), choose(LADDER, "destination", "level:senior")]
    given += [rate(LADDER, statement_id, number % 5) for number, statement_id in enumerate(rated)]
    path = course(LADDER)
    forms = [part for part in parts(path, path.chapters[here]) if isinstance(part, Element) and part.form]
    for number, statement_id in enumerate(rated):
        before = context(*given, here=here)
        after = context(*given, rate(LADDER, statement_id, 4 - number % 5), here=here)
        subject = f"statement:{statement_id}"
        stale = {
            part.id
            for part in forms
            if part.asks(before).fields != part.asks(after).fields
            and not part.form_changes([subject])
            and not any(subject in field.subjects for field in part.asks(after).fields)
        }
        assert stale == set()


def test_what_changed_between_two_moments_is_told_whoever_changed_it():
    first = rate(LADDER, "mid.s0", 1)
    before = fold([first], ladder=LADDER)
    after = fold([first, rate(LADDER, "mid.s1", 2), choose(LADDER, "standing", "mid")], ladder=LADDER)
    assert changed(before, after) == {"statement:mid.s1", "choice:standing"}
    assert changed(after, after) == frozenset()


def answer(part: Element, now, subject: str, given: object):
    asked = part.asks(now)
    message = {"type": "answer", "seq": 1, "subject": subject, "answer": given}
    return decide(message, fields=asked.fields, takes=asked.takes, state=lambda: now.state)


def test_deciding_what_an_answer_is_keeps_nothing_and_says_if_it_stands_already():
    part, now = element(2, "rate-responsibilities"), context(rate(LADDER, "mid.s0", 2), here=2)
    given = {"kind": "rating", "state": "frequency", "frequency": 2}
    decided = answer(part, now, "statement:mid.s0", given)
    assert isinstance(decided, Accepted)
    assert decided.standing == now.events[0]
    assert decided.saved(now.now) == {
        "type": "saved",
        "seq": 1,
        "subject": "statement:mid.s0",
        "at": now.now.isoformat(),
    }
    other = answer(part, now, "statement:mid.s0", {**given, "frequency": 3})
    assert other.standing is None
    assert answer(part, now, "statement:senior.s0", given)["type"] == "failed"


def test_a_role_takes_a_second_answer_to_a_statement_that_is_open_no_more():
    """The page that shows it was drawn before the first."""
    part, now = element(7, "explore-roles"), context(rate(LADDER, "mid.s0", 2), here=7)
    assert "statement:mid.s0" not in [s for field in part.asks(now).fields for s in field.subjects]
    given = {"kind": "rating", "state": "frequency", "frequency": 4}
    assert isinstance(answer(part, now, "statement:mid.s0", given), Accepted)


def test_a_focus_and_a_plan_are_taken_whatever_another_window_chose_since():
    now = context(choose(LADDER, "destination", "level:senior"), here=8)
    focus = {"kind": "choice", "chosen": ["mid.s0"]}
    assert isinstance(answer(element(8, "choose-focus"), now, "choice:focus", focus), Accepted)
    plan = {"kind": "plan", "focus": "mid.s0", "when": "it is Monday"}
    assert isinstance(answer(element(8, "plan"), now, "plan:2", plan), Accepted)
    assert answer(element(8, "plan"), now, "plan:9", plan)["type"] == "failed"


def test_the_role_that_is_looked_at_travels_with_the_panel_and_is_never_trusted():
    part, now = element(7, "explore-roles"), context(choose(LADDER, "curious", "senior", "innovation"), here=7)
    assert "About innovation" in part.shows(now), "one that somebody is curious about comes first"
    assert "About operations" in part.shows(context(here=7))
    assert "About founder" in part.shows(now.within("founder"))
    assert part.shows(now.within("<b>")) == part.shows(now)
    assert list(part.act(now, "founder")) == [Become("founder")]
    assert list(part.act(now, "gone")) == []
