"""The rules that read a story: they notice words, quote them as written, and stay silent on what they can't see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs import load_lab
from helpers.labs.associate.model import MakeItBuildable
from helpers.labs.associate.stories import (
    MANY_CRITERIA,
    QUOTED,
    Letter,
    Notice,
    Reading,
    Story,
    named,
    plan,
    read,
    read_slices,
    scenarios,
    slices,
    written,
)
from tests.hostile import HOSTILE

LAB = load_lab("associate")
assert isinstance(LAB, MakeItBuildable)


def reading(who: str = "", what: str = "", why: str = "", criteria: str = "") -> Reading:
    return read(written(who, what, why, criteria), LAB)


def told(notices: tuple[Notice, ...], *, there: bool | None = None) -> str:
    """What is told, one notice a line, with its quotations."""
    chosen = [notice for notice in notices if there is None or notice.there is there]
    return "\n".join(" ".join((notice.text, *notice.quotes)) for notice in chosen)


# Taking a story apart


@pytest.mark.parametrize(
    "field",
    [
        "As a guest with a large party I want to ask for a table so that nobody has to ring",
        "as a guest with a large party, I want to ask for a table, so that nobody has to ring",
        "As a guest with a large party, I'd like to ask for a table so that nobody has to ring",
        "As the guest with a large party I need to ask for a table so that nobody has to ring",
        "As a guest with a large party\nI want to ask for a table\nso that nobody has to ring",
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_a_whole_sentence_in_one_field_is_taken_apart(field: str, place: int) -> None:
    fields = ["", "", ""]
    fields[place] = field
    story = written(*fields, criteria="")
    assert story[:3] == ("guest with a large party", "ask for a table", "nobody has to ring")


def test_a_sentence_without_a_reason_leaves_the_reason_that_stands_in_its_own_field() -> None:
    story = written("", "As a guest I want to ask for a table", "so that nobody rings", "")
    assert story[:3] == ("guest", "ask for a table", "nobody rings")


def test_what_stands_in_its_own_fields_stays_there() -> None:
    assert written(" a guest ", "ask  for a\ntable", "because nobody rings", "")[:3] == (
        "a guest",
        "ask for a table",
        "nobody rings",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("\n \n", ()),
        ("one\ntwo", ("one", "two")),
        ("- one\n* two\n• three\n1. four\n2) five\n(3) six", ("one", "two", "three", "four", "five", "six")),
        ("Given a\nWhen b\nThen c\nAnd d", ("Given a When b Then c And d",)),
        ("Given a\nWhen b\nThen c\n\nGiven d\nWhen e\nThen f", ("Given a When b Then c", "Given d When e Then f")),
        ("Given a\nWhen b\nThen c\nGiven d\nThen f", ("Given a When b Then c", "Given d Then f")),
        ("When a, then b\nWhen c, then d", ("When a, then b", "When c, then d")),
        ("It shows a list\nAnd a number", ("It shows a list", "And a number")),
        ("9 people can come", ("9 people can come",)),
    ],
)
def test_criteria_are_one_a_line_or_a_scenario(text: str, expected: tuple[str, ...]) -> None:
    assert scenarios(text) == expected


# Who, what, what for


def test_an_empty_story_is_empty_and_each_part_is_asked_for() -> None:
    story = written("", " \n", "", "")
    assert story.empty
    found = read(story, LAB)
    assert told(found.structure).count("We don’t see yet") == 3
    assert "no criteria yet" in told(found.testing)
    assert found.size == ()
    assert found.unseen == LAB.edges


@pytest.mark.parametrize(
    "who", ["user", "a user", "The users", "customers", "everybody", "our customers.", "end-user", "admin"]
)
def test_a_person_who_could_be_anybody_is_asked_about(who: str) -> None:
    assert "could be anybody" in told(reading(who=who).structure)


@pytest.mark.parametrize("who", [LAB.asked.who, LAB.asked.role, LAB.asked.who.split()[0].lower()])
def test_whoever_asked_is_not_who_would_use_it(who: str) -> None:
    assert "who asked for it" in told(reading(who=who).structure)


@pytest.mark.parametrize(
    "who", ["a user with a screen reader", "guest who brings 12", "customer service on Saturday", "eine Köchin"]
)
def test_a_person_with_a_face_is_noticed_as_there(who: str) -> None:
    assert f"It says who it is for: {who}" in told(reading(who=who).structure, there=True)


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("a button for groups", "button"),
        ("see a Dashboard", "Dashboard"),
        ("call the API", "API"),
        ("pop-up asks me", "pop-up"),
    ],
)
def test_how_it_is_built_is_told_from_what_one_does(what: str, word: str) -> None:
    (notice,) = [n for n in reading(what=what).structure if n.letter is Letter.NEGOTIABLE]
    assert notice.quotes == (word,)


def test_words_within_other_words_are_left_alone() -> None:
    assert "how it is built" not in told(reading(what="go capitalise on the apiary's buttonhole").structure)


@pytest.mark.parametrize(
    ("what", "why", "repeats"),
    [
        ("book a table for a group", "I can book a table for my group", True),
        ("book groups", "a group is booked", False),
        ("book a table for a group", "nobody has to ring during service", False),
        ("see the list", "I see the lists", True),
    ],
)
def test_a_reason_that_repeats_the_wish_is_noticed(what: str, why: str, repeats: bool) -> None:
    assert ("nearly the same words" in told(reading(what=what, why=why).structure)) is repeats


@pytest.mark.parametrize("why", ["Merrow renews", "the competitor has it", "we promised it", "revenue goes up"])
def test_our_own_reason_is_told_from_theirs(why: str) -> None:
    assert "our reason" in told(reading(why=why).structure)


@pytest.mark.parametrize(
    "what", ["book, which depends on the new plan", "book, blocked by payments", "book once the list is built"]
)
def test_leaning_on_something_else_is_noticed(what: str) -> None:
    assert any(n.letter is Letter.INDEPENDENT for n in reading(what=what).structure)


# Could it be checked?


@pytest.mark.parametrize(
    ("criterion", "word"),
    [
        ("It is easy", "easy"),
        ("It works properly", "properly"),
        ("It shows name, date etc.", "etc."),
        ("It is user-friendly", "user-friendly"),
        ("It reacts FAST", "FAST"),
        ("It shows several times", "several"),
        ("It tells the guest if needed", "if needed"),
        ("No issues are seen", "No issues"),
    ],
)
def test_words_that_two_people_could_disagree_about_are_quoted_as_written(criterion: str, word: str) -> None:
    (notice,) = [n for n in reading(criteria=criterion).testing if "disagree" in n.text]
    assert notice.quotes == (word,)


@pytest.mark.parametrize(
    "criterion",
    [
        "The answer comes within 2 seconds, so it is fast",
        "It shows several times, at most 3",
        "The list is short: ten lines",
        "Breakfast is shown",
    ],
)
def test_a_number_beside_a_word_of_size_settles_it(criterion: str) -> None:
    assert "disagree" not in told(reading(criteria=criterion).testing)


def test_a_vague_wish_is_noticed_once_there_are_criteria() -> None:
    assert "easily" in told(reading(what="book easily", criteria="It says so").testing)


@pytest.mark.parametrize("criterion", ["Flexibility", "The architecture is in place", "Groups"])
def test_a_criterion_that_names_nothing_to_see_is_quoted(criterion: str) -> None:
    assert f"How would somebody check it? {criterion}" in told(reading(criteria=criterion).testing)


@pytest.mark.parametrize(
    "criterion",
    ["The guest sees a message", "9 people fit", "An e-mail is sent", "The guest can't book", "The form is empty"],
)
def test_a_criterion_that_names_something_to_see_is_counted(criterion: str) -> None:
    assert "The criterion says what one would see or count." in told(reading(criteria=criterion).testing, there=True)


def test_given_when_then_is_noticed_and_never_required() -> None:
    both = "When it is full, the form says so\nThe list shows 3 times"
    assert "1 of the 2 criteria says what happens" in told(reading(criteria=both).testing, there=True)
    assert "given" not in told(reading(criteria="The list shows 3 times").testing)


@pytest.mark.parametrize(
    ("criterion", "asked"),
    [
        ("The guest gets an e-mail", True),
        ("If it fails, the guest gets an e-mail", False),
        ("The guest can't book twice", False),
        ("For 17 or more it shows a number", False),
    ],
)
def test_what_happens_when_things_go_wrong_is_asked_for(criterion: str, asked: bool) -> None:
    assert ("when things go well" in told(reading(criteria=criterion).testing)) is asked


# Size


@pytest.mark.parametrize(
    ("what", "joined"),
    [
        ("book and pay and cancel", True),
        ("book or change or cancel", True),
        ("book and pay", False),
        ("understand the brand", False),
    ],
)
def test_a_wish_joined_from_several_is_noticed(what: str, joined: bool) -> None:
    assert ("more than one story" in told(reading(what=what).size)) is joined


@pytest.mark.parametrize(
    ("count", "says"), [(1, "one criterion"), (2, "two criteria"), (3, "There are 3"), (MANY_CRITERIA, "could wait")]
)
def test_few_and_many_criteria_are_noticed(count: int, says: str) -> None:
    assert says in told(reading(criteria="\n".join(f"It shows line {n}" for n in range(count))).size)


def test_a_criterion_that_checks_several_things_is_quoted() -> None:
    assert "several things at once" in told(reading(criteria="It shows a and b and c and d\nx\ny").size)


# Edges


def test_each_edge_is_recognised_by_each_of_its_words_and_by_no_part_of_another() -> None:
    for edge in LAB.edges:
        for word in edge.words:
            text = f"Somehow {word.replace('n' + chr(39) + 't', 'isn' + chr(39) + 't').replace('*', 'ing')} here"
            assert named(edge, text), (edge.id, word)
            assert named(edge, text.upper()), (edge.id, word)
    changes, limit = (next(edge for edge in LAB.edges if edge.id == id) for id in ("changes", "limit"))
    assert named(changes, "The exchange rate") == ""
    assert named(limit, "A climax") == ""


def test_an_edge_is_quoted_as_it_was_written() -> None:
    found = reading(criteria="If a guest Cancelled, the table is free")
    assert [(edge.id, word) for edge, word in found.seen] == [("cancelled", "Cancelled")]
    assert "cancelled" not in {edge.id for edge in found.unseen}


def test_an_apostrophe_may_be_curly() -> None:
    silence = next(edge for edge in LAB.edges if edge.id == "silence")
    assert named(silence, "the restaurant doesn’t answer")
    assert named(silence, "the restaurant doesn't answer")


# Whole stories


@pytest.mark.parametrize("version", LAB.worked, ids=lambda version: version.id)
def test_the_worked_versions_give_the_rules_nothing_to_ask_but_edges(version) -> None:  # type: ignore[no-untyped-def]
    story = version.story
    found = reading(story.who, story.what, story.why, "\n".join(story.criteria))
    asked = [notice for part in (found.structure, found.testing, found.size) for notice in part if not notice.there]
    assert asked == []
    assert len(found.seen) > len(found.unseen)
    assert all(notice.there for notice in read_slices(version.slices))


def test_the_request_itself_gives_them_a_lot() -> None:
    found = reading(LAB.asked.role, LAB.asked.words, "they renew", "It is easy")
    asked = [notice for part in (found.structure, found.testing, found.size) for notice in part if not notice.there]
    assert len(asked) >= 5
    assert len(found.unseen) >= 4


# Slices


def test_slices_are_lines() -> None:
    assert slices("1. one\n\n- two") == ("one", "two")
    assert read_slices(()) == ()


def test_one_line_is_not_split() -> None:
    assert "isn’t split yet" in told(read_slices(("Everything",)))


@pytest.mark.parametrize("line", ["Database schema", "Back-end", "The API", "UI design", "Tests", "Refactor the plan"])
def test_a_layer_is_told_from_a_slice(line: str) -> None:
    assert "layer or a step" in told(read_slices((line, "A guest can ask for a table")))


def test_slices_that_help_somebody_are_left_in_peace() -> None:
    assert told(read_slices(("A guest can ask", "The restaurant sees it in the list")), there=False) == ""


# Anything that people write


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(reading(text, text, text, text), Reading)
    read_slices(slices(text))


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.text(max_size=600))
def test_quotations_stand_in_what_was_written_and_are_short(who: str, what: str, why: str, criteria: str) -> None:
    story = written(who, what, why, criteria)
    assert isinstance(story, Story)
    found = read(story, LAB)
    flat = " ".join(story.text.split())
    for notice in (*found.structure, *found.testing, *found.size):
        for quote in notice.quotes:
            assert len(quote) <= QUOTED
            assert quote.removesuffix("…").rstrip() in flat
    assert {edge.id for edge, _ in found.seen} | {edge.id for edge in found.unseen} == {edge.id for edge in LAB.edges}


def test_nothing_grades() -> None:
    for text in (
        told(r.structure + r.testing + r.size).casefold() for r in (reading(), reading("user", "x", "y", "easy"))
    ):
        assert not any(word in text for word in ("score", "good", "bad", "grade", "%", "points"))


# The board


def test_cards_go_in_from_the_top_until_one_does_not_fit() -> None:
    order = [card.id for card in LAB.sprint.cards]
    board = plan(LAB, order)
    points = [item.card.points for item in board.cards]
    assert [item.end for item in board.cards] == [sum(points[: n + 1]) for n in range(len(points))]
    fits = [item.fits for item in board.cards]
    assert fits == sorted(fits, reverse=True)
    assert board.used + board.left == LAB.sprint.capacity


def test_the_goal_can_be_reached() -> None:
    goal = [card.id for card in LAB.sprint.cards if card.goal]
    order = sorted(goal, key=lambda id: ["wording", "trial", "form", "inbox", "mails"].index(id))
    board = plan(LAB, order)
    assert board.reached
    assert board.early == ()
    assert board.late == ()


def test_a_card_before_the_one_that_it_needs_is_named() -> None:
    pairs = [(card.id, needed.id) for card, needed in plan(LAB, ["mails", "inbox", "form"]).early]
    assert ("mails", "inbox") in pairs
    assert ("inbox", "form") in pairs


def test_what_waits_for_others_is_late_after_the_third_place() -> None:
    assert [card.id for card in plan(LAB, ["form", "inbox", "mails", "trial"]).late] == ["trial"]
    assert plan(LAB, ["trial", "form", "inbox"]).late == ()


@given(st.lists(st.sampled_from([*(card.id for card in LAB.sprint.cards), "gone"])))
def test_every_card_stands_on_the_board_once_whatever_the_order(order: list[str]) -> None:
    board = plan(LAB, order)
    assert sorted(item.card.id for item in board.cards) == sorted(card.id for card in LAB.sprint.cards)
    assert board.used == sum(item.card.points for item in board.cards if item.fits) <= LAB.sprint.capacity
    outside = {item.card.id for item in board.cards if not item.fits}
    assert {card.id for card in board.could} <= outside
    assert all(card.points <= board.left for card in board.could)
    assert {card.id for card in board.missed} == {card.id for card in LAB.sprint.cards if card.goal} & outside
