"""Every figure in the prose of the labs' notebooks stands here, once: what the data say is taken from them.

`FIGURES` has for each lab the words around the figures of its notebook (see `figures`), made from the lab's own file.
So a text or a file in which a number is changed has words that nobody expects; both are tried, number by number.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from helpers.cases import load_cases
from helpers.labs import load_lab
from helpers.labs.adjacent.model import AnotherChair
from helpers.labs.associate.model import MakeItBuildable
from helpers.labs.director.model import FundThePortfolio
from helpers.labs.director.simulation import BAND
from helpers.labs.executive.model import RunTheBusiness
from helpers.labs.executive.simulation import YEARS
from helpers.labs.mid.model import WhatFirst
from helpers.labs.mid.simulation import Method
from helpers.labs.model import Lab
from helpers.labs.principal.model import GoDeep
from helpers.labs.senior.model import QUARTERS, SeeTheSystem
from helpers.labs.senior.page import STRATEGY
from helpers.paths import ROOT
from tests.data.figures import N, each_changed, flat, unexpected

Words = tuple[str, ...]


def minutes(lab: Lab, six: str = "of which {cases} are for {n:w} short cases") -> Words:
    """How long a lab takes, and how many cases of how many ways on stand at its end."""
    cases = load_cases(lab.lab).cases
    (ways,) = {len(case.options) for case in cases}
    n, whole = N(len(cases)), N(lab.minutes.read + lab.minutes.do + (lab.minutes.cases or 0))
    return (
        f"about {whole} minutes",
        six.format(cases=lab.minutes.cases, n=n),
        f"## {n:w} {'short cases' if lab.lab in ('mid', 'senior', 'director') else 'situations'}",
        f"has {N(ways):w} answers"
        if lab.lab == "associate"
        else f"{N(ways):w} answers that a" * (lab.lab == "executive"),
        f"all {N(ways):w} can be defended" * (lab.lab in ("mid", "senior", "director")),
        f"{N(ways):w} things could be done and all {N(ways):w} could be" * (lab.lab == "principal"),
    )


def associate(lab: MakeItBuildable) -> Words:
    two = N(len(lab.worked))
    return (
        *minutes(lab),
        "lab 1:",
        f"ask {N(lab.may_ask):w} questions",
        f"## {N(lab.may_ask):w} questions",
        f"## {two:w} versions by others",
        f"what {two:w} people made",
        f"the first of the {two:w}, and",
        "in two sentences",
        "at eleven at night",
        "its three lines",
        "the third is where",
        "within two days",
        "that two people could read differently",
        f"with two pairs this takes {'fifty' if lab.facilitator.minutes == 50 else '?'} minutes",
    )


def mid(lab: WhatFirst) -> Words:
    nine, methods = N(len(lab.candidates)), N(len(Method))
    return (
        *minutes(lab),
        "lab 2:",
        f"the {nine:w} that you put in order",
        f"put {nine:w} problems in order",
        f"put the {nine:w} in order, by what you would say",
        f"let {methods:w} methods",
        f"what {methods:w} methods make",
        f"through {methods:w} ways of ranking",
        f"a quarter of {N(lab.weeks):w} weeks",
        f"through {'ten thousand' if lab.draws == 10_000 else '?'} times",
        "take five minutes",
        "watch the two pictures",
        "estimated twice as well",
        # a no from another company
        "two groups were sold",
        "it takes five weeks",
        "which 31 cinemas",
        "take four. until",
        "more than three times",
    )


def senior(lab: SeeTheSystem) -> Words:
    quarters, parts = N(QUARTERS), N(len(STRATEGY))
    assert f"for the next {quarters:w}" in flat([lab.company.text])
    return (
        *minutes(lab),
        "lab 3:",
        f"spend {quarters:w} quarters",
        f"works for all {quarters:w}",
        f"the same {quarters:w} quarters",
        f"strategy of {parts:w} short parts",
        f"a strategy in {parts:w} parts",
        f"a kernel of {parts:w} parts",
        "two things are worth finding",
        "there are two arrows with strokes",
        "where two of them cross",
        "has four minutes",
        "on half a page",
        # a strategy from another company, and half of one
        "vans leave full at six",
        "idle from seven",
        "second round at nine",
        "three districts that open at nine",
        "two thirds full",
        "half of a second one",
        "has 300 children",
        "two lanes",
    )


def director(lab: FundThePortfolio) -> Words:
    on_machines, freight, kept = N(2), N(5), N(3)
    return (
        *minutes(lab),
        "lab 4:",
        f"the {N(2):w} places that nobody asks for, the foundations and the repairs",
        "takes eight minutes",
        "two or three rounds",
        f"in {N(round(10 * (BAND[1] - BAND[0]))):w} years of ten",
        "there are two things to want",
        "worth half?",
        "in 1968",
        "between two people who have to agree",
        "two things that change together",
        "if two teams have to agree",
        # a defence from another company, and half of one
        "with 24 engineers",
        f"i keep {on_machines:w} people there",
        f"what the {on_machines:w} would bring",
        f"i expect, the {on_machines:w} move",
        "worth 300,000 a year",
        "all three harbours",
        "half of a second one",
        f"{freight:w} people on freight",
        f"i put {kept:w} there and {freight - kept:w} on paying",
        f"the only {freight - kept:w} who understand",
        f"when the {freight - kept:w} would move back",
    )


def executive(lab: RunTheBusiness) -> Words:
    shops, unknown, three = N(9), N(len(type(lab.unknowns).model_fields)), N(YEARS)
    assert f"the coming {three:w} years" in flat([lab.company.text])
    return (
        *minutes(lab),
        "lab 5:",
        "one of eight or nine",
        f"move {N(len(lab.levers)):w} levers",
        f"{unknown:w} numbers that nobody knows",
        f"drawn from ranges {'a thousand' if lab.draws == 1000 else '?'} times over",
        f"one way the {three:w} years could go",
        f"over one year and which over {three:w}",
        f"within {three:w} years",
        "when the two disagree",
        f"{three:w} figures would rebuild",
        f"all {three:w} this week",
        f"which of the {three:w} they trust",
        "the last hundred paid customers",
        f"{three:w} roles at the table: product, finance, sales",
        # a page from another company, and the beginning of one
        f"{shops:w} launderettes, on a third of a page",
        "lasts 14 to 22 months",
        f"in all {shops:w} shops",
        "for 60,000",
        "in the two shops that have it takings rose by seven per cent",
        "i expect four to nine",
        "the first four shops aren’t up by three per cent",
        "lasts 20 to 26 months",
        "its other three sentences",
    )


def principal(lab: GoDeep) -> Words:
    libraries = N(17)
    return (
        *minutes(lab, "and {cases} into {n:w} short cases"),
        "lab 6:",
        f"that {N(len(lab.teams)):w} teams will live with",
        "record of half a page",
        "half a page. imagine",
        "of which ten go into the record",
        f"none of the {N(len(lab.options)):w} is wrong",
        "(06_individual_contributor",
        "last six months",
        # a record from another organisation, and the beginning of one
        f"{'seventeen' if libraries == 17 else '?'} libraries",
        f"keep {'seventeen' if libraries == 17 else '?'} ways",
        "two saturdays",
        "the first three libraries need more than three days",
        "by 14 march",
        "by 1 march",
        "in two forms",
    )


def adjacent(lab: AnotherChair) -> Words:
    sort = N(2)
    return (
        "lab 7:",
        f"**about {lab.minutes.read + lab.minutes.do} minutes** for {sort:w} weeks; each further one takes about six",
        f"in it {'twice' if sort == 2 else '?'}",
        f"the {sort:w} sortings",
        "sort one, two or all of the weeks",
        "a line or two",
        "two tasks, sorted by somebody else",
        "four times",
        "half of a third",
        "(07_adjacent_roles",
    )


FIGURES: dict[str, Callable[[Any], Words]] = {
    each.__name__: each for each in (associate, mid, senior, director, executive, principal, adjacent)
}

SHORTER: dict[str, tuple[str, ...]] = {
    "associate": ("may_ask", "worked", "minutes", "facilitator"),
    "mid": ("candidates", "weeks", "draws", "minutes"),
    "senior": ("minutes",),
    "director": ("minutes",),
    "executive": ("levers", "draws", "minutes"),
    "principal": ("teams", "options", "minutes"),
    "adjacent": ("minutes",),
}
"""What of a file its notebook counts or names; each in turn becomes one less."""


def prose(lab: Lab) -> str:
    cells = json.loads((ROOT / f"notebooks/{lab.notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return flat("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def words_of(lab: Lab) -> Words:
    return tuple(each for each in FIGURES[lab.lab](lab) if each)


def fewer(value: Any) -> Any:
    """One less of whatever is counted, one minute less of what takes some."""
    if isinstance(value, int):
        return value - 1
    if isinstance(value, tuple):
        return value[1:]
    return value.model_copy(
        update={name: getattr(value, name) - 1 for name in ("do", "minutes") if hasattr(value, name)}
    )


@pytest.mark.parametrize("id", FIGURES)
def test_each_figure_in_a_lab_s_prose_is_what_its_file_says(id: str) -> None:
    lab = load_lab(id)
    assert unexpected(prose(lab), words_of(lab)) == []


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_that_is_changed_in_the_prose_is_found(id: str) -> None:
    lab = load_lab(id)
    for text, figure in each_changed(prose(lab)):
        assert unexpected(text, words_of(lab)), figure


@pytest.mark.parametrize("id", FIGURES)
def test_a_figure_that_is_changed_in_the_file_is_found(id: str) -> None:
    lab = load_lab(id)
    for name in SHORTER[id]:
        changed = lab.model_copy(update={name: fewer(getattr(lab, name))})
        assert unexpected(prose(lab), words_of(changed)), name
