"""What a facilitator says of a ladder is true of the ladder in use."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from helpers.charts import Theme
from helpers.ladder import Ladder, Level, Statement, Track, load_ladder
from helpers.workshop.agenda import load_workshop, shipped
from helpers.workshop.deck import open_deck
from helpers.workshop.handouts import all_handouts, file_names
from helpers.workshop.hosted import plan_session
from helpers.workshop.ladder_facts import for_ladder, words
from helpers.workshop.run_sheet import run_sheet
from tests.strategies import SCALE
from tests.workshop.printed import strings

FIXTURES = Path(__file__).parents[1] / "fixtures/ladders"


def ladder(*levels: tuple[str, tuple[str, ...], str | None]) -> Ladder:
    tracks = dict.fromkeys(track for _, _, track in levels if track)
    made = [
        Level(id=id, title=id.upper(), follows=after, track=track, statements=[Statement(id=f"{id}.x", text="x")])
        for id, after, track in levels
    ]
    return Ladder(
        format=1,
        id="l",
        version="1",
        title="L",
        language="en",
        scale=SCALE,
        tracks=tuple(Track(id=track, title=track.title()) for track in tracks),
        levels=tuple(made),
    )


def test_the_shipped_ladder_forks_after_senior_and_has_doors_beside_it():
    told = words(load_ladder(), "half-day")
    assert told["{road}"].startswith("This ladder has six levels. ")
    assert "Look where it divides: after Senior" in told["{road}"]
    assert told["{fork}"].endswith("neither side is above the other.")
    assert told["{doors}"]


@pytest.mark.parametrize(
    ("levels", "road", "fork"),
    [
        ((("a", (), None),), "This ladder has one level: A.", ""),
        ((("a", (), None), ("b", ("a",), None)), "This ladder has two levels: A and B.", ""),
        (
            (("a", (), "x"), ("b", (), "y")),
            "This ladder has two levels: A and B. They run side by side, as X and Y, and none is above another.",
            "Say that no track is above another.",
        ),
        (
            (("a", (), None), *((id, ("a",), None) for id in "bcd")),
            "This ladder has four levels: A, B, C and D. Look where it divides: after A, roads lead on to B, C and D. "
            "They reach equally far.",
            "Stop at the fork after A and say that no side is above the other.",
        ),
    ],
)
def test_how_many_levels_there_are_and_where_they_divide_follows_from_the_ladder(levels, road, fork):
    told = words(ladder(*levels), "half-day")
    assert (told["{road}"], told["{fork}"], told["{doors}"]) == (road, fork, "")
    assert ("forks" in told["{map}"]) is ("divides" in road)
    assert ("apart" in told["{map}"]) is (len(levels) > 1 and "divides" not in road), "one level is apart from none"


@pytest.mark.parametrize("workshop", sorted(shipped()))
def test_no_sheet_deck_or_session_says_a_name_in_place_of_what_it_stands_for(workshop):
    for path in (None, FIXTURES / "nine-levels.yaml", FIXTURES / "one-level.yaml"):
        about = load_ladder(path)
        plan = for_ladder(load_workshop(workshop), about)
        sheet = run_sheet(plan, time(9, 30), 12)
        deck = open_deck(workshop, ladder=path)
        said = [*strings(sheet.model_dump(mode="json")), *strings(deck.workshop.model_dump(mode="json"))]
        if any(block.asks for block in plan.blocks):
            hosted = plan_session(plan, about)
            said += strings([step.model_dump(mode="json") for step in hosted.course])
            said += hosted.promises
            phones = [line for step in hosted.course for line in step.do if line.startswith(("“Open: ", "“Begin: "))]
            assert [line for part in sheet.parts for line in part.do if line in phones] == phones
            assert [line for block in deck.workshop.blocks for line in map(str, block.do) if line in phones] == phones
            assert not hosted.prompts or "to write about" in str(phones)
        assert not [text for text in said if "{" in text]
        told = any("{road}" in map(str, block.say) for block in load_workshop(workshop).blocks)
        assert any(words(about, workshop)["{road}"] in text for text in said) is told


def test_a_set_of_cards_is_printed_for_the_workshop_that_has_it():
    """Whichever it was, the half-day's were named."""
    for workshop in shipped():
        assert f"handouts --workshop {workshop}, with --level" in words(load_ladder(), workshop)["{cards}"]
    assert "handouts --workshop FILE, with --level" in words(load_ladder(), "our-own")["{cards}"]


def test_a_ladder_of_one_level_has_no_cards_to_sort_anywhere():
    """The half-day told people to sort “two levels and one shuffled set” where there was one."""
    about, whole = load_ladder(FIXTURES / "one-level.yaml"), load_workshop("half-day")
    planned = whole.minutes
    plan = for_ladder(whole, about)
    assert plan.minutes == planned - next(block.minutes for block in whole.blocks if block.id == "cards")
    deck = open_deck("half-day", ladder=FIXTURES / "one-level.yaml")
    hosted = plan_session(plan, about)
    said = [*strings(run_sheet(plan, time(9, 30), 12).model_dump(mode="json")["parts"])]
    said += strings(deck.workshop.model_dump(mode="json")["blocks"])
    said += strings([step.model_dump(mode="json") for step in hosted.course])
    assert not [text for text in said if "shuffled set" in text or "set of cards" in text]
    assert not [line for line in plan.preparation if "cards" in str(line).replace("playing card", "")]
    made = all_handouts(about, Theme(), on=date(2026, 11, 23))
    assert "cards.pdf" not in made
    assert set(dict(map(reversed, file_names(about)))) == set(made)
    two = for_ladder(whole, load_ladder())
    assert any("Print one set of cards" in str(line) for line in two.preparation)
    assert any(block.id == "cards" for block in two.blocks)
