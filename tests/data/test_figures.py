"""Figures in words that follow from one another: in the two labs that reckon with nothing."""

from __future__ import annotations

import re

from helpers.labs import load_lab
from helpers.labs.adjacent.model import AnotherChair
from helpers.labs.associate.model import MakeItBuildable

ASSOCIATE, ADJACENT = load_lab("associate"), load_lab("adjacent")
assert isinstance(ASSOCIATE, MakeItBuildable)
assert isinstance(ADJACENT, AnotherChair)


def flat(text: str) -> str:
    return " ".join(text.split())


def numbers(pattern: str, text: str) -> tuple[int, ...]:
    """The whole numbers that a text has where the pattern says so."""
    found = re.search(pattern, flat(text))
    assert found, pattern
    return tuple(int(number.replace(",", "")) for number in found.groups())


PAPERS = {paper.id: paper.text for paper in ASSOCIATE.papers}
ASK, LIMIT = ASSOCIATE.worked


def test_the_associate_lab_s_mails_add_up_and_its_shares_can_be() -> None:
    pattern = r"(\d+) mails.*? (\d+) from guests.*? (\d+) from restaurants.*? (\d+): two people"
    mails, *kinds = numbers(pattern, PAPERS["support"])
    assert mails == sum(kinds)
    few, income = numbers(r"(\d+) bookings in 100 .*? they are (\d+) per cent", PAPERS["numbers"])
    large = (9 + 16) / 2
    others = few * large * (100 - income) / income / (100 - few)
    assert 2 <= others <= 4, "how many people an ordinary booking is for, if all of them spend alike"


def test_a_large_party_is_the_same_in_every_paper_answer_story_and_card_of_the_associate_lab() -> None:
    (most,) = numbers(r"parties of more than (\d+)", PAPERS["support"])
    assert numbers(r"form ends at (\d+)", PAPERS["support"]) == numbers(r"The (\d+) isn’t a number", PAPERS["engineer"])
    assert numbers(r"bookings in 100 are for more than (\d+)", PAPERS["numbers"]) == (most,)
    first, middle, after, last = numbers(r"for (\d+) to (\d+), most others for (\d+) to (\d+)", PAPERS["numbers"])
    assert (most + 1, middle + 1) == (first, after)
    assert next(q.answer for q in ASSOCIATE.questions if q.id == "large").startswith("Nine to sixteen")
    assert (first, last) == (9, 16)
    asked = f"{first} to {last}"
    assert asked in ASK.story.who
    assert asked in ASK.story.criteria[0]
    assert asked in ASK.slices[0]
    assert asked in next(card.title for card in ASSOCIATE.sprint.cards if card.id == "form")
    assert any(f"For {last + 1} people or more" in line for line in ASK.story.criteria)
    assert f"up to {middle}" in LIMIT.story.what
    assert f"Half of all large parties are {first} to {middle}" in flat(LIMIT.because)
    assert f"Given a limit of {middle} and two free tables that join to {middle}" in LIMIT.story.criteria[0]
    assert f"goes up to {middle}" in LIMIT.slices[2]
    assert f"limit to {first} or {first + 1}" in LIMIT.slices[1]
    assert f"Parties of {after} to {last} go on ringing" in flat(LIMIT.gives_up)
    small, shrunk = numbers(r"a party of (\d+) became (\d+)", PAPERS["support"])
    edge = next(edge.asks for edge in ASSOCIATE.edges if edge.id == "changes")
    assert (small, shrunk, edge.split()[:3]) == (14, 9, ["Fourteen", "become", "nine"])


def test_the_associate_lab_s_hours_reminders_and_sprint_hang_together() -> None:
    reminded, ended = numbers(r"When (\d+) hours pass .*? after (\d+) the guest", " ".join(ASK.story.criteria))
    assert "within two days" in ASK.story.why
    assert ended == 2 * 24
    assert f"Reminder after {reminded} hours, and a word to the guest after {ended}." in ASK.slices
    cards = {card.id: card for card in ASSOCIATE.sprint.cards}
    assert cards["remind"].title == f"Reminders after {reminded} and {ended} hours"
    assert "shown up to 3 other times" in " ".join(ASK.story.criteria)
    assert "with three other times to choose" in cards["inbox"].text
    goal = [card for card in cards.values() if card.goal]
    assert sum(card.points for card in goal) <= ASSOCIATE.sprint.capacity, "the goal can be reached"
    assert {need for card in goal for need in card.needs} <= {card.id for card in goal}
    assert ASSOCIATE.may_ask == 3, "“ask three questions” in the notebook"


def test_the_adjacent_lab_says_how_many_weeks_and_tasks_there_are() -> None:
    families = ADJACENT.families
    assert len(families) == 5
    assert "All five weeks below happen there" in flat(ADJACENT.company.text)
    assert {len(week.tasks) for week in families} == {7}, "“sort the other six tasks first” in the notebook"
    tasks = {task.id: task for week in families for task in week.tasks}
    talks = tasks["marketing-strategy.interviews"]
    assert (talks.title, talks.text.split()[:2]) == ("Six customer talks", ["Ask", "six"])
    calls = tasks["partnerships.first-calls"]
    assert (calls.title, calls.text.split()[:2]) == ("Twelve first calls", ["Ring", "twelve"])
    assert "Nine won’t ring back" in calls.text
    goal, shown = re.findall(r"\d\.\d", tasks["partnerships.numbers"].text)
    assert float(shown) < float(goal)
