"""Where cases, labs and stories happen, at what kind of company, who is right in them and who is corrected: counted.

The text has to name what stands here, so a case that is moved or told of somebody else is counted anew.
"""

from __future__ import annotations

import json
from itertools import chain

from helpers.cases import LABS as LABS_SHIPPED
from helpers.cases import load_cases
from helpers.labs import load_lab
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.data.figures import strings

CASES = {case.id: case for level in load_ladder().levels for case in load_cases(level.id).cases}
TEXTS = {
    id: " ".join((case.title, case.situation, *(option.text for option in case.options))) for id, case in CASES.items()
}
LABS_FOUND = {entry.lab: load_lab(entry.lab) for entry in LABS_SHIPPED}
TEXTS |= {
    f"lab {id}": " ".join(" ".join(strings(lab.model_dump(mode="json"))).split()) for id, lab in LABS_FOUND.items()
}
TEXTS |= {
    path.stem: " ".join(
        "".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["source"]
    )
    for path in (ROOT / "notebooks").glob("0*.ipynb")
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
    "Africa": {"associate": "the Western and the Eastern Cape"},
    "Asia": {"mid": "Singapore and Malaysia"},
    "Europe": {"principal": "the Benelux", "executive": "Portugal, Spain and Ireland"},
    "North America": {"senior": "the United States and Canada"},
    "South America": {"adjacent": "four Brazilian cities"},
    "Australia": {"director": "Australia and New Zealand"},
}
"""Where the labs happen: the law of the place carries some of them, so not every one could be moved."""

STORIES = {
    "Africa": [("04_group_pm_director", "Nairobi")],
    "Asia": [("07_adjacent_roles", "Bengaluru"), ("07_adjacent_roles", "Seoul")],
    "Europe": [
        ("02_mid_level_pm", "Leeds"),
        ("03_senior_pm", "Porto"),
        ("05_vp_cpo", "Lyon"),
        ("07_adjacent_roles", "Manchester"),
    ],
    "North America": [("07_adjacent_roles", "Akron, Ohio")],
    "South America": [("07_adjacent_roles", "Lima")],
    "Australia": [("06_individual_contributor", "Wellington")],
}
"""Where the chapters' stories happen, Australia with Oceania; the first names no place."""

TELLS = {
    "he": [
        ("02_mid_level_pm", "Temitope Bakare"),
        ("03_senior_pm", "Mateus Oliveira"),
        ("07_adjacent_roles", "Nikhil Rao"),
        ("07_adjacent_roles", "Babajide Adeyemi"),
        ("07_adjacent_roles", "Darius Whitfield"),
    ],
    "she": [
        ("01_associate_pm", "Ikram Haddad"),
        ("04_group_pm_director", "Wanjiru Kamau"),
        ("05_vp_cpo", "Ruth Abergel"),
        ("06_individual_contributor", "Aroha Ngata"),
        ("07_adjacent_roles", "Esther Quispe"),
        ("07_adjacent_roles", "Hye-jin Kwon"),
    ],
}
"""Of whom the chapters' stories are."""

SPEAKS = {
    "he": [
        ("lab associate", "Sipho Dlamini"),
        ("lab associate", "Joost, engineer"),
        ("lab mid", "Kevin Teo"),
        ("lab mid", "Marcus Lim"),
        ("lab mid", "Suresh Nair"),
        ("lab mid", "Tomás Rivera"),
        ("lab executive", "Anselm Okafor"),
        ("lab executive", "Rui Sarmento"),
        ("lab principal", "Hamza"),
        ("lab principal", "Youssef"),
        ("lab principal", "Benoît"),
        ("lab adjacent", "Tiago Nakamura"),
        ("lab adjacent", "Joaquim Teles"),
    ],
    "she": [
        ("lab associate", "Naomi, reservations"),
        ("lab mid", "Priyanka Rao"),
        ("lab mid", "Siti Rahmah"),
        ("lab mid", "Nadia Ismail"),
        ("lab mid", "Aisyah Yusof"),
        ("lab mid", "Grace Wong"),
        ("lab executive", "Beatriz Quintela"),
        ("lab executive", "Sanna Vehviläinen"),
        ("lab principal", "Noor"),
        ("lab principal", "Wietske"),
        ("lab adjacent", "Luciana Prado"),
        ("lab adjacent", "Dandara Lopes"),
        ("lab adjacent", "Iracema Duarte"),
    ],
}
"""Who asks for something, questions or lends a week in the labs."""

RIGHT = {
    "he": [
        ("lab associate", "Joost, engineer"),  # the number isn't one in a field
        ("lab principal", "Youssef"),  # a wrong split is worse than none
        ("associate.case-status", "Yusuf"),  # the board isn't green
        ("02_mid_level_pm", "Temitope"),
        ("03_senior_pm", "Mateus"),
        ("05_vp_cpo", "Anselm"),  # the partners had been forgotten
    ],
    "she": [
        ("lab associate", "Naomi, reservations"),  # what she minds is finding out on Saturday
        ("lab principal", "Noor"),  # she alone knows what the eleven have built
        ("associate.case-design-gap", "Hana"),  # a third of all cases are part refunds
        ("principal.case-wrong", "Ji-woo"),  # each tariff takes twice as long
        ("01_associate_pm", "Ikram"),
        ("04_group_pm_director", "Wanjiru"),
        ("06_individual_contributor", "Aroha"),
    ],
}
"""Who turns out to be right, or knows what others don't, where somebody else's view is in question."""

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
        "lab associate": "Sipho Dlamini",  # “basically a bigger number in the field”
    },
    "she": {
        "associate.case-vague-request": "Wanjiru",
        "mid.case-friendly-neighbour": "Keisha",
        "senior.case-two-directors": "Beatriz",
        "executive.case-founder": "her ideas",
        "principal.case-invited-late": "Rania",
        "principal.case-credit": "Valerie",
        "02_mid_level_pm": "Fiona",
        "05_vp_cpo": "Ruth",
    },
}
"""Whose guess, plan or promise a case, a lab or a story puts in question, by gender."""


def told(counted: dict[str, str] | list[tuple[str, str]]) -> None:
    for id, word in counted.items() if isinstance(counted, dict) else counted:
        assert word in TEXTS[id], (id, word)


def test_the_cases_happen_on_all_continents_and_no_one_of_them_has_more_than_a_third() -> None:
    for where in PLACES.values():
        told(where)
        assert len(where) <= len(CASES) / 3
    assert sum(map(len, PLACES.values())) >= len(CASES) / 2


def test_about_half_of_the_labs_happen_outside_europe() -> None:
    assert {lab for where in LABS.values() for lab in where} == set(LABS_FOUND)
    for where in LABS.values():
        for id, place in where.items():
            assert place in " ".join(LABS_FOUND[id].company.text.split()), id
    assert all(len(where) <= len(LABS_FOUND) / 3 for where in LABS.values())
    assert set(LABS) == set(PLACES) | {"Europe"}, "on every continent that the cases know"


def test_the_chapters_stories_are_of_women_and_men_on_all_continents() -> None:
    for where in STORIES.values():
        told(where)
    places = list(chain.from_iterable(STORIES.values()))
    assert max(map(len, STORIES.values())) <= len(places) / 2
    assert set(STORIES) == set(LABS)
    alike(TELLS)


def test_women_and_men_speak_in_the_labs_and_are_right_about_as_often() -> None:
    alike(SPEAKS)
    leads = [(f"lab {id}", person) for id, person in speakers()]
    assert {(lab, person) for each in SPEAKS.values() for lab, person in each} == set(leads), "nobody is forgotten"
    alike(RIGHT)


def speakers() -> list[tuple[str, str]]:
    """Everybody who has a name and a word in a lab, as (lab, how SPEAKS names them)."""
    found = {id: lab.model_dump(mode="json") for id, lab in LABS_FOUND.items()}
    papers = {each["id"]: each["title"] for each in found["associate"]["papers"]}
    board = [found["executive"]["board"]["who"], *(each["who"] for each in found["executive"]["board"]["challenges"])]
    named = {
        "associate": [
            found["associate"]["asked"]["who"],
            ", ".join(papers["engineer"].split(", ")[:2]),
            ", ".join(papers["call"].removeprefix("From a call with ").split(", ")[:2]),
        ],
        "mid": [each["asker"]["name"] for each in found["mid"]["candidates"]],
        "executive": [who.split(",")[0] for who in board],
        "principal": [each["lead"] for each in found["principal"]["teams"]],
        "adjacent": [each["person"].split(",")[0] for each in found["adjacent"]["families"]],
    }
    return [(lab, who) for lab, people in named.items() for who in people]


def test_companies_are_of_all_sizes_and_some_of_the_products_learn() -> None:
    assert set(LARGEST) <= set(PLACES["North America"])
    told(SMALL)
    told(LEARNING)
    assert len({id.split(".")[0] for id in LEARNING}) >= 4, "at four levels"


def test_men_are_corrected_about_as_often_as_women() -> None:
    alike(CORRECTED)


def alike(counted: dict[str, dict[str, str]] | dict[str, list[tuple[str, str]]]) -> None:
    """Each of these is told of, and there are about as many women as men."""
    for each in counted.values():
        told(each)
    he, she = (len(each) for each in counted.values())
    assert abs(he - she) <= 2
