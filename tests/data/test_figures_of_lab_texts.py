"""Every figure in the texts of all labs stands here, once (see `figures`): none that its model knows is written out.

What a model reckons with is taken from the lab's data, and what follows from it is worked out; the rest is the story's,
and is written here as the text has it. So a figure that is changed in a text alone, or in the data alone, is found.
"""

# ruff: noqa: B008  (a default is how a figure gets its name here, and a number never changes)
from __future__ import annotations

from typing import Any

import pytest

from helpers.labs import load_lab
from helpers.labs.adjacent.model import AnotherChair
from helpers.labs.associate.model import MakeItBuildable
from helpers.labs.director.model import FundThePortfolio
from helpers.labs.executive.model import RunTheBusiness
from helpers.labs.executive.simulation import YEARS
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.simulation import Method
from helpers.labs.principal.model import GoDeep
from helpers.labs.senior.model import QUARTERS, SeeTheSystem
from tests.data.figures import PART, N, between, each_changed, flat, near, strings, unexpected


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


def mid(most: N = N(2400)) -> tuple[str, ...]:
    """`most` is how many practices there are: no problem can touch more."""
    lab = load_lab("mid")
    assert isinstance(lab, WhatFirst)
    nine, weeks, methods = N(len(lab.candidates)), N(lab.weeks), N(len(Method))
    touched = {each.id: each.reach for each in lab.candidates}
    assert max(each.high for each in touched.values()) <= most
    (duty,) = lab.duties
    return (
        f"for {most:,} physiotherapy practices",
        "your team of seven",
        f"the next quarter has {weeks:w} weeks",
        f"takes the team one to {N(int(duty.effort.high)):w} weeks",
        f"{nine:w} more problems",
        f"which of {nine:w} problems fit into {weeks:w} weeks",
        "a score of 412 and a score of 388",
        f"{methods:w} methods agree",
        "in a line or two",
        "ranks alone for six minutes",
        f"could do all {nine:w} a little",
        f"{nine:w} halves help nobody",
        f"which two of the {nine:w}",
        # the problems, as those who ask tell them
        "one appointment in eleven",
        "go out once, two days before",
        "by hand for two weeks, for twelve practices",
        "two patients, one hour",
        "the two drift apart, and two people arrive",
        "a fifth of his team",
        "let two engineers read the calendar code for three days",
        "one card deposit in fourteen",
        "replay two hundred refused",
        "nine days to the first booking",
        "practice needs nine days",
        "one in six gives up",
        "ring thirty practices",
        "between eight and nine on mondays a page of the diary takes seven seconds",
        "at three councils in a row",
        "by hand in five practices, for two weeks",
        f"a chain of {N(int(touched['chain-sign-in'].high)):w} wants",
        f"{N(int(touched['chain-sign-in'].high)):w} practices under one owner",
        "s$150,000 a year",
        f"{PART[100 // near(50, 48)]} give up on their phones",
        "48 in 100 don’t finish it. on a computer it is 21",
        "watch eight patients",
    )


def senior() -> tuple[str, ...]:
    lab = load_lab("senior")
    assert isinstance(lab, SeeTheSystem)
    start, helping = lab.start, lab.helping
    return (
        f"has {N(start.members):,} members at {lab.currency}{N(lab.fee)} a month",
        f"about {N(start.prospects):,} people in the united states",
        f"{N(start.helpers):w} helpers answer",
        f"with {lab.currency}{N(1000 * lab.slice * lab.slices):,} a quarter for the next {N(QUARTERS):w}",
        f"in {N(lab.slices):w} halves",
        f"{lab.currency}{N(helping.pay):,} a quarter from then on",
        "in a line or two",
        "on paper for eight minutes",
        "two minutes each for diagnosis",
        f"takes {N(helping.training):w} weeks until one answers",
    )


def director() -> tuple[str, ...]:
    lab = load_lab("director")
    assert isinstance(lab, FundThePortfolio)
    people, years = N(lab.people), N(8)
    assert sum(line.now for line in lab.lines) + lab.platform.now + lab.debt.now == people
    return (
        "640 customers pay it a$31 million a year",
        f"for all of it: {people:w} people",
        "two lines earn nearly everything",
        f"{N(sum(line.bet for line in lab.lines)):w} are bets",
        f"all {N(len(lab.lines)):w} stand on one platform, which {N(lab.platform.now):w} people keep going",
        f"on {years:w} years of shortcuts",
        f"where do {people:w} people bring the most",
        "ten allocations are nearly as good",
        "in a line or two",
        "alone for six minutes",
        "has fifteen minutes for one allocation that all three would sign",
        "can move nine people in a quarter",
        "which three they would move",
        "which two of your own teams talk most, and why are they two",
        # lines and bets
        "nine colleges in ten",
        "two rivals",
        "eleven customers, all since march",
        "in week three who is likely to drop out in week twenty",
        "a pilot in two colleges",
        f"{years:w} years of shortcuts. they",
    )


def executive(checkers: N = N(14), years: N = N(8)) -> tuple[str, ...]:
    """`checkers` are the people whose work may be automated, `years` the company's age: both are told twice."""
    lab = load_lab("executive")
    assert isinstance(lab, RunTheBusiness)
    today, staff, unknown, start = lab.today, lab.staffing, lab.unknowns, lab.start()
    customers = sum(plan.customers for plan in lab.plans)
    leaving = customers / sum(plan.customers * plan.churn for plan in lab.plans)
    groups = next(N(plan.customers) for plan in lab.plans if plan.id == "group")
    nudges = {lever.id: f"{abs(lever.nudge):g}" for lever in lab.levers}
    in_words = {6: "six months", 12: "a year", 9: "nine months"}
    works = {name: in_words[getattr(lab.effects, name).months] for name in ("retention", "expansion", "margin")}
    price, wave = unknown.elasticity, unknown.wave
    assert 1.4 < 2**lab.effects.scale < 1.6, "“half as many again”"
    return (
        f"bookkeeping of {N(customers):,} independent",
        f"done. {today.people} people, {years:w} years old",
        f"on {N(len(lab.plans)):w} plans",
        f"€{today.cash / 1e6:g} million",
        f"about one in {near(40, leaving):w} leaves",
        "which of the two matters more",
        f"model of the coming {N(YEARS):w} years",
        f"what it does within {N(YEARS):w}.",
        f"what earns it in {N(YEARS):w}, and",
        "ten minutes alone",
        "twenty minutes to agree",
        "then two groups present",
        "three minutes of questions",
        "lets fifteen people go",
        "three houses and more",
        # levers
        f"by {price.likely:g} % for each 1 %, perhaps {price.low:g} or {price.high:g}",
        f"raise prices by {nudges['price']} %",
        f"win {nudges['mix']} points more",
        f"today’s {today.people}; each costs €{N(today.person_cost):,} a month",
        f"for {staff.notice} months of notice and gets {staff.severance:g} months",
        f"about {wave.likely:g} others leave by themselves within {staff.wave_months} months "
        f"(perhaps {wave.low:g}, perhaps {wave.high:g})",
        f"costs {staff.hiring:g} months’ pay and takes {staff.found} months, learning the work {staff.learned} more",
        f"lifts churn by {100 * lab.effects.people_churn:g} %",
        f"let {nudges['people']} people go",
        f"sales, today {start['acquisition']:g}. twice as much wins about half as many",
        f"annoys, today {start['retention']:g}. it takes {works['retention']}",
        f"trust you, today {start['expansion']:g}. it takes {works['expansion']}",
        f"what {checkers} people check by hand",
        f"done in {works['margin']}",
        "thousand € a month",
        f"spend {nudges['acquisition']} more on acquisition",
        f"spend {nudges['retention']} more on keeping",
        f"spend {nudges['expansion']} more on modules",
        f"spend {nudges['margin']} on automating",
        # the board
        f"raise money in {N(lab.raising.month // 12):w} years",
        "the one or two moves",
        f"have {groups} groups after {years:w} years",
        f"the next {groups} are won",
        "lower churn twice before",
        f"{checkers:w} people check receipts",
    )


def principal(shops: N = N(11), both: N = N(2)) -> tuple[str, ...]:
    """`shops` are the large ones that build on the old format, `both` the years for which two would be promised."""
    lab = load_lab("principal")
    assert isinstance(lab, GoDeep)
    basis = lab.figures
    assert basis is not None
    each_day = near(68_000, basis.parcels_a_day * basis.wrong_share * basis.wrong_costs)
    weeks, early = (
        (until - since).days // 7 for since, until in ((basis.october, basis.february), (basis.begin, basis.october))
    )
    right, enough = N(round(basis.split_right * 1000)), N(round(basis.wrong_splits(basis.split_good_enough)))
    three, fifteen = (round(basis.checked * (1 - each)) for each in (basis.split_good_enough, basis.split_right))
    days = (basis.begin, basis.october, basis.peak, basis.february)
    return (
        f"moves {basis.parcels_a_day:,} parcels a day for 1,400 web shops",
        "an interface that is eleven years old",
        "kapelstraat 12 bus 3",
        f"{100 * basis.wrong_share:.1f} per cent of parcels",
        f"at €{basis.wrong_costs:.2f} each",
        f"€{each_day:,} on each of the {N(basis.delivery_days_a_week):w} delivery days",
        f"season begins on {basis.peak.day} november",
        f"bring {N(len(lab.teams)):w} teams to a decision",
        "ten minutes alone on the parts, ten together",
        f"(the {PART[len(lab.teams)]} is whoever is missing)",
        *(day.isoformat() for day in days),
        # ways
        f"from {basis.october.day} october",
        f"one format, {N(len(lab.teams)):w} teams unblocked",
        f"the {shops:w} shops that build on the one line have {N(early):w} weeks in summer",
        "38 per cent of all parcels",
        f"{both:w} formats for {both:w} years / the new",
        f"june {both:w} years from now",
        f"made {'twice' if both == 2 else '?'} for {both:w} years",
        f"binding from {basis.february.day} february",
        f"all {shops:w} can keep",
        f"{'nineteen' if weeks == 19 else '?'} more weeks of wrong doors",
        f"cost about €{basis.price_of_waiting / 1e6:.1f} million",
        f"right in {right} of 1,000 cases",
        f"rest are {N(round(basis.wrong_splits(basis.split_right))):,} wrong splits a day",
        f"beside the {N(round(basis.wrong_doors)):,} wrong doors a day",
        # parts and teams
        f"promising {both:w} years of both formats",
        f"€{basis.machine / 1e6:.1f} million with eleven months’ delivery",
        f"for a {PART[round(1 / basis.cancel_share)]} of the price",
        f"which is €{basis.machine * basis.cancel_share:,.0f}",
        "causes a third of all night calls",
        f"two engineers for as long as {both:w} formats",
        f"her {shops:w} large shops",
        "at ten at night",
        "two are in talks",
        f"what the {shops:w} have built",
        "the 34 temporary workers",
        f"{N(2):w} weeks’ notice",
        f"three of the {N(len(lab.options)):w} options",
        f"with a promise of {both:w} years",
        # what nobody knows
        f"what do the {shops:w} shops really do",
        "visit four of them",
        "with them. five weeks",
        f"if {between(0, 9, shops):w} of {shops:w} only print",
        f"let six drivers check {basis.checked:,}. eight days",
        f"at one in {N(round(1 / (1 - basis.split_good_enough))):,}, which is {enough} a day",
        f"in {basis.checked:,} that is {N(three):w} against {'fifteen' if fifteen == 15 else '?'}",
        "are the two shops in talks",
        "with noor. three days",
        "half of this discussion",
    )


FIGURES = {each.__name__: each for each in (associate, mid, senior, director, executive, principal, adjacent)}


def told(id: str) -> str:
    return flat(strings(load_lab(id).model_dump(mode="json")))


@pytest.mark.parametrize("id", FIGURES)
def test_each_figure_of_a_lab_is_told_alike_and_follows_from_the_others(id: str) -> None:
    assert unexpected(told(id), FIGURES[id]()) == []


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_that_is_changed_in_one_place_is_found(id: str) -> None:
    for text, figure in each_changed(told(id)):
        assert unexpected(text, FIGURES[id]()), figure


@pytest.mark.parametrize(
    ("id", "part", "change"),
    [
        ("mid", "", {"weeks": 12}),
        ("mid", "", {"candidates": load_lab("mid").candidates[:-1]}),
        ("senior", "", {"slice": 50}),
        ("senior", "start", {"members": 39_000}),
        ("senior", "start", {"helpers": 8}),
        ("senior", "helping", {"training": 6, "pay": 9000}),
        ("director", "", {"lines": load_lab("director").lines[:-1]}),
        ("director", "platform", {"now": 4}),
        ("executive", "today", {"cash": 3_100_000}),
        ("executive", "today", {"people": 72}),
        ("executive", "staffing", {"severance": 6}),
        ("executive", "", {"plans": load_lab("executive").plans[1:]}),
        ("principal", "figures", {"parcels_a_day": 500_000}),
        ("principal", "figures", {"split_right": 0.99}),
        ("principal", "", {"teams": load_lab("principal").teams[:-1]}),
    ],
)
def test_a_figure_that_is_changed_in_the_data_alone_is_found(
    id: str, part: str, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    text, lab = told(id), load_lab(id)
    changed = lab.model_copy(update={part: getattr(lab, part).model_copy(update=change)} if part else change)
    monkeypatch.setitem(globals(), "load_lab", lambda _: changed)
    try:
        left = unexpected(text, FIGURES[id]())
    except AssertionError:  # what follows from it doesn't come out any more
        return
    assert left
