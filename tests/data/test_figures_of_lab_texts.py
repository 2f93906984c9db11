"""Every figure in the texts of the two labs that reckon with nothing stands here, once (see `figures`).

What hangs together in them is tried by name in `test_figures`; here no figure is left out. The other labs' texts are
held to their models by the tests of each.
"""

# ruff: noqa: B008  (a default is how a figure gets its name here, and a number never changes)
from __future__ import annotations

import pytest

from helpers.labs import load_lab
from helpers.labs.adjacent.model import AnotherChair
from helpers.labs.associate.model import MakeItBuildable
from tests.data.figures import PART, N, between, each_changed, flat, strings, unexpected


def associate(
    eight: N = N(8), large: N = N(16), middle: N = N(12), remind: N = N(24), goes: N = N(48), renew: N = N(30)
) -> tuple[str, ...]:
    """`eight` is the most that the form takes today, `large` the most of the story, `middle` what two tables seat."""
    lab = load_lab("associate")
    assert isinstance(lab, MakeItBuildable)
    nine, mails, guests, empty = eight + 1, N(212), N(131), N(48)
    return (
        "640 restaurants",
        "eleven people, one team: four engineers",
        "for five months",
        "tomorrow at ten",
        "into work that a team",
        "if two people who dislike",
        f"five minutes to choose the {N(lab.may_ask):w} questions",
        "fifteen to write",
        "hotels, nine restaurants, r61,000 a year",
        "nine restaurants have complained",
        f"renew on {renew} june",
        f"there by {renew} june",
        # the inbox and the numbers
        "last 90 days",
        f"{mails} mails about parties of more than {eight}",
        f"{guests} from guests: the form ends at {eight}",
        f"{empty} from restaurants: a party of 14 became 9",
        f"{mails - guests - empty}: two people of one party",
        f"3 bookings in 100 are for more than {eight}",
        "they are 11 per cent",
        f"half are for {nine} to {middle}, most others for {middle + 1} to {large}",
        "about six minutes",
        f"the {eight} isn’t a number",
        "joins two tables at most; with three",
        "saturday at five",
        # answers
        f"when {middle:w} people want to come",
        "last month two parties",
        f"{nine:w} to {'sixteen' if large == 16 else '?'}, mostly",
        "about twenty on",
        "for twenty minutes",
        "before eleven",
        "fourteen become nine",
        "asks twice",
        "/ twice /",
        "two people of one party both send",
        "forty people fill in",
        f"over {large} / over 20 / more than {large} / more than 20",
        # two stories by others, and a sprint
        f"with {nine} to {large} people / send",
        "within two days whether",
        f"given {nine} to {large} people",
        "up to 3 other times",
        f"when {remind} hours pass",
        f"after {goes} the guest",
        f"for {large + 1} people or more",
        f"request for {nine} to {large} people",
        f"reminder after {remind} hours, and a word to the guest after {goes}",
        f"up to {middle} / parties that fit on two tables",
        f"limit of {middle} and two free tables that join to {middle}",
        f"books for {between(nine, 11, middle)}, then it is booked",
        f"books for {between(nine, 11, middle)}, then the form says",
        "by 9:00 on thursday",
        f"parties of {nine} and more",
        f"limit to {nine} or {nine + 1}",
        f"goes up to {middle}",
        f"{PART[2]} of all large parties are {nine} to {middle}, and joost says that two tables",
        f"parties of {middle + 1} to {large} go on ringing",
        "look at five of them first",
        "to 40 restaurants",
        "each of them ten minutes",
        f"request form for {nine} to {large} people",
        "with three other times",
        "in two languages",
        f"after {remind} and {goes} hours",
        "about three weeks",
        "can three tables be joined",
        "half a day of joost",
        "plans of five restaurants",
        "two sentences for",
        "within four days",
    )


def adjacent(calls: N = N(12), talks: N = N(6)) -> tuple[str, ...]:
    lab = load_lab("adjacent")
    assert isinstance(lab, AnotherChair)
    (tasks,) = {len(week.tasks) for week in lab.families}
    return (
        "in four brazilian cities: 310 people, three warehouses",
        "product is nine people",
        f"all {N(len(lab.families)):w} weeks below happen there",
        "alone for fifteen minutes, each with the two families",
        # operations
        "follow forty chairs",
        "the nine days in which",
        "two teams want the warehouse in week 12",
        "move 60 people",
        "nine teams fit",
        "in half a page why transport cost eleven per cent",
        "have five heads sign",
        "fails at seven",
        "for 300 deliveries",
        # partnerships
        f"{calls:w} first calls",
        f"ring {calls:w} property managers",
        f"{between(0, 9, calls):w} won’t ring back",
        "a 34-page contract",
        "find the two clauses that would hurt in year three",
        "spend four hours",
        "target of 2.4 million and 1.9 to show",
        "took five months",
        # a company of one's own
        "ask six office managers",
        "two say yes",
        "prints everything twice",
        "in nine minutes",
        "that half your customers came for, because the other half pays",
        # marketing, research, strategy
        "three professions share this chair",
        "which of the three to ask",
        f"{talks:w} customer talks",
        f"ask {talks:w} facility managers",
        "leave out three things",
        "keep all four to it",
        "let eleven salespeople",
        # innovation
        f"sort the other {N(tasks) - 1:w} tasks first",
        "eight weeks, one engineer",
        "spend three days",
        "in ten lines",
        "two hours a day",
        "on two pages, so that whoever tries again in three years",
    )


FIGURES = {"associate": associate, "adjacent": adjacent}


def told(id: str) -> str:
    return flat(strings(load_lab(id).model_dump(mode="json")))


@pytest.mark.parametrize("id", FIGURES)
def test_each_figure_of_a_lab_is_told_alike_and_follows_from_the_others(id: str) -> None:
    assert unexpected(told(id), FIGURES[id]()) == []


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_that_is_changed_in_one_place_is_found(id: str) -> None:
    for text, figure in each_changed(told(id)):
        assert unexpected(text, FIGURES[id]()), figure
