"""Where the judgement cases happen, at what kind of company, and who is corrected in them: written down, and counted.

The text has to name what stands here, so a case that is moved or told of somebody else is counted anew.
"""

from __future__ import annotations

from helpers.cases import LABS as LABS_SHIPPED
from helpers.cases import load_cases
from helpers.labs import load_lab
from helpers.ladder import load_ladder

CASES = {case.id: case for level in load_ladder().levels for case in load_cases(level.id).cases}
TEXTS = {
    id: " ".join((case.title, case.situation, *(option.text for option in case.options))) for id, case in CASES.items()
}

PLACES = {
    "Africa": {
        "associate.case-late-bug": "Accra",
        "associate.case-vague-request": "Nairobi",
        "senior.case-protege": "Johannesburg",
        "executive.case-runway": "Cape Town",
        "principal.case-invited-late": "Cairo",
    },
    "Asia": {
        "associate.case-wide-job": "Osaka",
        "mid.case-six-interviews": "Jakarta",
        "director.case-star": "Ankara",
        "director.case-two-bets": "Singapore",
        "director.case-border": "Mumbai",
        "executive.case-two-directors": "Kuala Lumpur",
        "principal.case-wrong": "Seoul",
    },
    "North America": {
        "associate.case-design-gap": "American shopping apps",
        "associate.case-interview": "Guadalajara",
        "mid.case-friendly-neighbour": "American technology companies",
        "senior.case-plateau": "Toronto",
        "director.case-feedback": "Atlanta",
        "executive.case-founder": "Nashville",
        "principal.case-one-model": "American marketplace",
        "principal.case-credit": "Los Angeles",
    },
    "South America": {"mid.case-number-nobody-moved": "Bogotá", "senior.case-two-directors": "São Paulo"},
    "Australia": {"executive.case-sunset": "Melbourne"},
}
"""The other cases name no place."""

LABS = {
    "Europe": {"mid": "Britain and Ireland", "principal": "the Benelux", "executive": "Portugal, Spain and Ireland"},
    "North America": {"associate": "Québec", "senior": "the United States and Canada"},
    "South America": {"adjacent": "four Brazilian cities"},
    "Australia": {"director": "Australia and New Zealand"},
}
"""Where the labs happen: the law of the place carries some of them, so not every one could be moved."""

LARGEST = ("associate.case-design-gap", "mid.case-friendly-neighbour", "principal.case-one-model")
SMALL = {"associate.case-wide-job": "Fourteen people", "executive.case-founder": "90 people"}

LEARNING = {
    "senior.case-plateau": "models that choose",
    "senior.case-protege": "a model that learns",
    "director.case-feedback": "the model that sorts",
    "executive.case-ai-board": "A large model",
    "principal.case-one-model": "ranking model",
}

CORRECTED = {
    "he": {
        "associate.case-status": "Yusuf",
        "associate.case-interview": "Rodrigo",
        "mid.case-six-interviews": "Farhan",
        "senior.case-protege": "Thabo",
        "director.case-feedback": "Marcus",
        "executive.case-two-directors": "Mateus",
        "principal.case-one-model": "Darnell",
    },
    "she": {
        "associate.case-vague-request": "Wanjiru",
        "mid.case-friendly-neighbour": "Keisha",
        "senior.case-two-directors": "Beatriz",
        "executive.case-founder": "her ideas",
        "principal.case-invited-late": "Rania",
        "principal.case-credit": "Valerie",
    },
}
"""Whose guess, plan or promise a case puts in question, by gender."""


def told(counted: dict[str, str]) -> None:
    for id, word in counted.items():
        assert word in TEXTS[id], (id, word)


def test_the_cases_happen_on_all_continents_and_no_one_of_them_has_more_than_a_third() -> None:
    for where in PLACES.values():
        told(where)
        assert len(where) <= len(CASES) / 3
    assert sum(map(len, PLACES.values())) >= len(CASES) / 2


def test_about_half_of_the_labs_happen_outside_europe() -> None:
    found = {entry.lab: load_lab(entry.lab) for entry in LABS_SHIPPED}
    assert {lab for where in LABS.values() for lab in where} == set(found)
    for where in LABS.values():
        for id, place in where.items():
            assert place in " ".join(found[id].company.text.split()), id
    assert len(LABS["Europe"]) <= len(found) / 2


def test_companies_are_of_all_sizes_and_some_of_the_products_learn() -> None:
    assert set(LARGEST) <= set(PLACES["North America"])
    told(SMALL)
    told(LEARNING)
    assert len({id.split(".")[0] for id in LEARNING}) >= 4, "at four levels"


def test_men_are_corrected_about_as_often_as_women() -> None:
    for each in CORRECTED.values():
        told(each)
    he, she = (len(each) for each in CORRECTED.values())
    assert abs(he - she) <= 2
