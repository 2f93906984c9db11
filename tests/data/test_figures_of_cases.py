"""Every figure of every case stands here, once: what is told is a name, and what follows from it is a sum.

`FIGURES` has for each case the words around its figures. A figure that is told several times, or from which another one
follows, is a number with a name, so a text in which only one of them is changed has words that nobody expects. What is
told once is written out. A figure of a case that is in none of its words is a failure too.
"""

# ruff: noqa: B008  (a default is how a figure gets its name here, and a number never changes)
from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from helpers.cases import load_cases
from helpers.cases.model import Case
from helpers.ladder import load_ladder

CASES = {case.id: case for level in load_ladder().levels for case in load_cases(level.id).cases}

SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SMALL += ["thirteen", "fourteen"]
LARGE = {20: "twenty", 30: "thirty", 40: "forty", 60: "sixty"}
PART = {2: "half", 3: "third", 4: "quarter", 5: "fifth"}
MORE = "fifteen sixteen seventeen eighteen nineteen fifty seventy eighty ninety hundred thousand million dozen twice"
FIGURE = re.compile(
    r"\d[\d,.:]*\d|\d|\b(?:" + "|".join([*SMALL[2:], *LARGE.values(), *MORE.split(), "half", "third", "fifth"]) + r")\b"
)


class N(int):
    """A number that a text may write in digits (`{n}`, `{n:,}`) or in words (`{n:w}`)."""

    def __format__(self, how: str) -> str:
        return (SMALL[self] if self < len(SMALL) else LARGE[self]) if how == "w" else super().__format__(how)

    def __add__(self, other: int) -> N:
        return N(int(self) + other)

    def __sub__(self, other: int) -> N:
        return N(int(self) - other)

    def __floordiv__(self, other: int) -> N:
        assert self % other == 0
        return N(int(self) // other)

    def __mul__(self, other: int) -> N:
        return N(int(self) * other)


def near(said: int, worked_out: float) -> N:
    """A round figure, which has to be within a tenth of what is worked out."""
    assert abs(said - worked_out) <= abs(worked_out) / 10, (said, worked_out)
    return N(said)


def between(low: int, said: int, high: int) -> N:
    assert low < said < high
    return N(said)


Words = Callable[[], tuple[str, ...]]
FIGURES: dict[str, Words] = {
    "associate.case-late-bug": lambda week=N(40), train=N(6): (
        f"{week} people a week",
        f"about a {'dozen' if near(12, week * 2 / 7) == 12 else '?'} people",
        "16:10",
        f"until {train:w}",
        f"{train:w} o’clock",
        f"{near(2, 12 + train - 16 - 10 / 60):w} hours, and a chance",
        "two hours of somebody else’s friday",
        "ten minutes or half a day",
        "three lines",
    ),
    "associate.case-vague-request": lambda call=N(2), small=N(5), all_of=N(3): (
        f"{all_of:w} customers",
        f"at {call:w}",
        f"{call:w} o’clock",
        f"{between(small, 14, 99)} points free",
        f"{small:w} points",
        f"{small:w}-point",
        "at ten",
        "four questions",
    ),
    "associate.case-design-gap": lambda: (
        "team of nine",
        "a third of all cases",
        "a third of cases still",
        "third of all refunds",
        "half of it",
        "fifteen minutes",
        "three people decide",
        "a day or two",
    ),
    "associate.case-status": lambda: ("ten days", "asked for twice", "difficult ten minutes", "three weeks ago"),
    "associate.case-interview": lambda: ("ten minutes in", "twenty minutes are left", "two topics"),
    "associate.case-wide-job": lambda mails=N(31), idle=N(2), jobs=N(3): (
        f"{jobs:w} jobs",
        f"the {jobs:w} on one page",
        f"all {jobs:w}",
        f"{jobs:w} half-things",
        f"of the {jobs:w}",
        "fourteen people",
        f"{idle:w} engineers",
        f"{mails} open mails",
        f"the {mails} mails",
        f"{mails} people get",
        "half a day",
    ),
    "mid.case-number-nobody-moved": lambda was=N(41), hoped=N(46), weeks=N(5), parts=N(2): (
        "six weeks ago",
        f"{hoped} of 100 people",
        f"up from {was}",
        f"at {between(was, 42, hoped)}",
        f"{parts:w} further parts",
        f"the {parts:w} parts",
        f"{weeks:w} weeks",
        f"{weeks:w} more weeks",
        f"next week, and measure that one by itself. / a second reading soon, for a {PART[weeks]} of the effort",
        "half a plan",
        f"did {hoped} come",
        "three plans beside yours",
    ),
    "mid.case-export-by-friday": lambda share=N(9), others=N(140): (
        f"{share} per cent",
        f"{share:w} per cent",
        "two engineers",
        f"{others} smaller customers",
        f"the {others} the new date",
        f"{others} promises",
        "eight days",
    ),
    "mid.case-six-interviews": lambda people=N(6), tried=N(18): (
        f"{people:w} interviews",
        f"{people:w} people",
        f"{people - 1:w} say",
        f"the {people:w} were",
        f"{tried} in 100",
        f"other {100 - tried}",
        f"the {100 - tried}",
        "three weeks",
        "two kinds",
        "two more weeks",
    ),
    "mid.case-friendly-neighbour": lambda weeks=N(5): (
        f"in {weeks:w} weeks",
        "three time zones",
        f"four days of {weeks:w} weeks",
        "two days of your team",
    ),
    "mid.case-loved-feature": lambda few=N(40), every=N(6100), cost=N(3): (
        f"{few:w} people",
        f"{few:w} of {every:,} teachers",
        f"the {few:w}",
        f"{few:w} in person",
        f"those {few:w}",
        f"these {few:w}",
        f"all {few:w}",
        f"{every - few:,} others",
        f"next {near(6000, every - few):,} teachers",
        f"{cost:w} weeks",
        f"the {between(cost, 11, 99):w} that you have",
        "half of your customers",
        "six weeks before",
        "two days",
        f"five of the {few:w}",
        "half a year",
        "two calendars",
        "becoming three",
    ),
    "mid.case-wrong-about-dates": lambda departments=N(4), days=N(9), hired=N(2), first=N(3): (
        f"{departments:w} departments",
        f"all {departments:w} with",
        f"{departments:w} people who learn it",
        f"{days:w} days",
        f"{hired:w} people who start",
        f"{hired:w} contracts",
        f"{hired:w} new people",
        f"{first:w} days",
        f"{first:w} of the days",
        "two weeks",
        "two options",
    ),
    "senior.case-plateau": lambda squads=N(3), wins=N(11): (
        "nine million learners",
        "31 per cent",
        "seven months",
        f"{squads:w} squads",
        f"{wins:w} improvements, {between(0, 4, wins):w} of them",
        f"{wins:w} wins",
        "one to three per cent",
        "half-year",
        "in two weeks",
        f"a {PART[squads]} of the capacity for four weeks",
        "one squad and four weeks",
        "six months",
    ),
    "senior.case-two-directors": lambda: (
        "two directors",
        "2,100 shops",
        "two halves",
        "two wholes",
        "which of the two",
    ),
    "senior.case-protege": lambda: ("three weeks",),
    "senior.case-board-slide": lambda late=N(5), moved=N(62), left=N(14), sure=N(60): (
        "three lines",
        "4,000 business customers",
        f"{late:w} weeks late",
        f"late by {late:w} weeks",
        f"{moved} per cent have moved, with half the expected complaints",
        f"{moved} per cent migrated, complaints at half of forecast",
        f"{left} weeks",
        f"{sure:w} per cent",
        "380,000",
        "twenty minutes",
    ),
    "senior.case-unowned": lambda days=N(70), own=N(11), teams=N(3), cost=N(900_000): (
        f"{days} days",
        f"{own:w} days",
        f"{days - own} days remain",
        f"{teams:w} teams",
        f"{teams:w} has",
        f"{teams:w} systems",
        f"{teams:w} heads",
        f"{teams:w} colleagues",
        f"all {teams:w}",
        f"{teams - 1:w} teams that you don’t lead",
        f"{cost:,}",
        "ten real customers",
        "two weeks",
    ),
    "senior.case-fast-no": lambda gain=N(6), every=N(60): (
        "nine weeks",
        "four museums",
        f"up {gain:w} per cent",
        f"give up {gain:w} per cent",
        f"against {gain:w} per cent",
        "down eleven per cent",
        f"{every} museums",
        f"six more weeks in {between(4, 12, every):w} museums",
        "twenty families",
        "twenty stories",
    ),
    "director.case-star": lambda new=N(2): (
        "five product managers",
        "15 per cent",
        f"{new:w} of your pms are new, and a third is struggling",
        f"the {new:w} new pms",
        f"{new:w} newcomers",
        "40 per cent",
        "half a year",
        "two groups",
    ),
    "director.case-two-bets": lambda hands=N(4): (
        f"{hands:w} engineers",
        f"all {hands:w} to",
        f"all {hands:w} on",
        f"{hands // 2:w} to route planning and {hands // 2:w} to billing",
        f"{hands // 2:w} people are rarely a team",
        "six product lines",
        f"{between(8, 20, 99)} months",
        "eight months",
        "two engineers who know it",
        "two more people",
        "two problems",
        "two quarters",
    ),
    "director.case-standard": lambda failed=N(3), asked=N(8), coming=N(2000), weeks=N(5): (
        f"{failed:w} of {asked:w} people",
        f"{asked:w} of {asked:w} can finish",
        "over 70",
        f"about {coming:,} people",
        f"about {near(750, coming * failed / asked)} people",
        f"{weeks:w} weeks",
        "over half",
        "two weeks before launch",
    ),
    "director.case-feedback": lambda quarters=N(3), weeks=N(5): (
        f"{quarters:w} quarters",
        f"{weeks:w} weeks",
        "at focus” twice",
        "vague twice",
        "two dates and two examples",
        "two stand-ups",
        "eight weeks",
        "half the work",
    ),
    "director.case-border": lambda now=N(44), best=N(61), given=N(2): (
        "eleven million customers",
        "in six months",
        "next six months",
        "four changes took three meetings",
        f"{now} per cent; a competitor has {best}",
        f"{between(now, 55, best)} per cent",
        "every two weeks",
        f"{given:w} of your people",
        f"{given:w} people a manager",
        "between the two",
        "two areas",
    ),
    "director.case-hiring": lambda talked=N(9): (
        f"{talked:w} people for one post",
        f"interviewed {talked:w} people",
        "two candidates",
        "eight years",
        "for two years",
        "half a year",
        "four strong specialists",
        "three more months",
        "changes twice",
        "ten people",
        "five years",
    ),
    "executive.case-runway": lambda cash=N(14): (
        f"{cash:w} months of cash",
        f"cash for {cash} months",
        "140 people",
        "22 per cent",
        f"in {between(0, 9, cash):w} months",
        "20 people gone",
        "six paying pilots",
        "two quarters",
        "eight weeks",
        "three versions",
        "all three",
        "18 months",
        "six months ago",
    ),
    "executive.case-founder": lambda good=N(2), ideas=N(5), team=N(3): (
        f"{good:w} of her last {ideas:w}",
        f"{ideas - good:w} cost a team six weeks",
        f"the {ideas:w} ideas",
        f"{good:w} of {ideas:w} is a good rate",
        f"team of {team:w}",
        f"{team:w} of your best",
        "four months",
        "90 people",
        "within five days",
        "two of you",
    ),
    "executive.case-sunset": lambda old=N(900), share=N(9), people=N(31), new=N(2600), months=N(18), free=N(24): (
        f"{old} people",
        f"{old} customers",
        f"the {old}",
        f"a third to half of the {old}",
        f"{share // 3:w} to {(share - 1) // 2:w} and a half per cent",
        f"{share:w} per cent",
        f"{people} of your {between(people, 120, 999)} people",
        f"{people} people",
        f"{between(0, free, people)} people",
        f"{new:,} customers",
        f"{new:,} conclude",
        f"{months} months",
        "half a year",
        "two years",
        "eight people",
        "twenty people for nine months on the six things",
        "nine months of the new product’s roadmap",
    ),
    "executive.case-two-directors": lambda: (
        "in two years",
        "last two years",
        "two directors",
        "two countries",
        "18 million",
        "profitable half",
        "half of her area",
        "half a year",
    ),
    "executive.case-ai-board": lambda theirs=N(93), ours=N(98), courts=N(97): (
        "60 per cent",
        "three countries",
        "two board members",
        f"{theirs} per cent of the time, yours {ours}, and courts accept {between(theirs, courts, ours)}",
        f"{courts} per cent is the ground",
        f"{theirs} becomes {courts}",
        f"{theirs} per cent is enough",
        "by half",
        "three tests",
    ),
    "executive.case-breach": lambda families=N(340), days=N(6): (
        "21:40",
        f"{days:w} days",
        f"{families} families",
        f"the {families} first",
        "200 colleagues",
        "two hours",
    ),
    "principal.case-one-model": lambda teams=N(6), gain=N(4), weeks=N(3), stay=N(2): (
        f"or {teams:w}",
        "90 million shoppers",
        f"{teams:w} teams",
        f"{gain:w} of the {teams:w} areas",
        f"all {teams:w}",
        f"{teams:w} models",
        f"{gain:w} areas",
        f"other {teams - gain:w} alone",
        f"{teams - gain + 1:w} models instead of one",
        "1.5 per cent",
        f"in {weeks:w} weeks",
        f"spend {stay:w} weeks",
        f"{weeks - stay:w} week is left",
        "test of two weeks",
        "two pages",
        "two vice-presidents",
    ),
    "principal.case-invited-late": lambda price=N(240_000), months=N(3): (
        f"{price:,}",
        f"{months:w} months",
        "half a page",
    ),
    "principal.case-credit": lambda weeks=N(2): (
        "half-year",
        f"{weeks:w} weeks",
        "twice asked",
        "half a day",
    ),
    "principal.case-ambiguous-brief": lambda teams=N(4), talks=N(30): (
        "nine countries",
        "six weeks",
        "from 71 to 63",
        f"of the {teams:w}",
        f"{teams:w} teams",
        f"the {teams:w} causes",
        f"two of {teams:w}",
        f"{talks:w} people",
        f"{talks:w} voices",
        f"{teams * 3:w} people",
        "three weeks",
        "ten days",
    ),
    "principal.case-spread-thin": lambda asks=N(3), cost=N(9): (
        f"{asks:w} people want you",
        f"all {asks:w}",
        "two squads",
        f"{cost:w} million",
        "three weeks",
        "ten years",
        "three jobs",
        "two pages",
    ),
    "principal.case-wrong": lambda teams=N(7), before=N(5): (
        "two years ago",
        f"{teams:w} teams",
        f"all {teams:w}",
        f"that {teams:w}",
        f"{between(before, 11, 99):w} weeks in place of {before:w}",
        f"{before:w} weeks again",
    ),
}


def told(case: Case) -> str:
    options = (text for option in case.options for text in (option.text, option.gets, option.costs))
    return " / ".join(" ".join(text.split()) for text in (case.title, case.situation, *options, case.level_up)).lower()


def unexpected(text: str, words: tuple[str, ...]) -> list[str]:
    """Words that aren't in a text, and figures of a text that are in none of the words."""
    missing = [each for each in words if not re.search(rf"(?<!\w){re.escape(each)}", text)]
    rest = text
    for each in sorted(words, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "…", rest)
    return missing + [rest[max(0, found.start() - 20) : found.end() + 20] for found in FIGURE.finditer(rest)]


def test_no_case_is_forgotten() -> None:
    assert set(FIGURES) == set(CASES)


@pytest.mark.parametrize("id", FIGURES)
def test_each_figure_of_a_case_is_told_alike_and_follows_from_the_others(id: str) -> None:
    assert unexpected(told(CASES[id]), FIGURES[id]()) == []


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_that_is_changed_in_one_place_is_found(id: str) -> None:
    """Each figure in turn becomes another one; so the test above can fail for every single one of them."""
    text = told(CASES[id])
    for found in FIGURE.finditer(text):
        another = "17" if found[0] != "17" else "19"
        assert unexpected(text[: found.start()] + another + text[found.end() :], FIGURES[id]()), found
