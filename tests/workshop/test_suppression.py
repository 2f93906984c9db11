"""A facilitator who compares everything that is ever shown never learns one person's answer.

What unanimity tells can't be closed, and is named. Everything else is tried here by an
adversary who takes every pair of pictures apart, whoever joins, changes or leaves, and when.
"""

from collections import Counter
from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import UsageError
from helpers.journal import UNANSWERED, Rating, RatingState, often
from helpers.workshop.suppression import (
    CATEGORIES,
    Contribution,
    Hidden,
    Ledger,
    NoData,
    NotYet,
    Shown,
    category,
    missing,
    open_ledger,
    reveal,
    set_min_group,
    waiting,
)
from tests.long import tries

STATEMENTS = ("a", "b", "c")


def people(answers: dict[str, str], statement: str = "a") -> list[Contribution]:
    return [Contribution(person=name, answers={statement: given}) for name, given in answers.items()]


# ---- an adversary ----------------------------------------------------------------------

answer_sets = st.dictionaries(st.sampled_from(STATEMENTS), st.sampled_from(("0", "2", "4", "dont_know")))
rooms = st.dictionaries(st.integers(0, 25).map(lambda number: f"p{number}"), answer_sets, max_size=26)
histories = st.lists(rooms, min_size=1, max_size=5)
"""Who is in the room, and what they have shared, at each moment when a picture is asked for."""

History = list[dict[str, dict[str, str]]]


def shown_over_time(history: History, k: int) -> list[Ledger]:
    """The ledger after each moment at which a picture was asked for; refused pictures change nothing."""
    ledger, ledgers = open_ledger(k), []
    for room in history:
        contributions = [Contribution(person=person, answers=given) for person, given in room.items()]
        with suppress(NotYet):
            ledger = reveal(ledger, contributions, STATEMENTS)
        ledgers.append(ledger)
    return ledgers


@settings(max_examples=tries(150, 1500))
@given(histories, st.integers(3, 6))
def test_no_two_pictures_differ_by_fewer_people_than_the_minimum(history, k):
    ledgers = [ledger for ledger in shown_over_time(history, k) if ledger.snapshots]
    for one, other in combinations(ledgers, 2):
        assert abs(one.latest.people - other.latest.people) not in range(1, k)
        for statement in STATEMENTS:
            first, second = one.latest.tables[statement], other.latest.tables[statement]
            had = set(one.included.get(statement, ()))
            has = set(other.included.get(statement, ()))
            assert had <= has, "nobody's answer leaves a table again"
            assert len(has - had) not in range(1, k)
            if isinstance(first, Shown):
                assert isinstance(second, Shown)
                difference = Counter(second.counts)
                difference.subtract(first.counts)
                assert all(count >= 0 for count in difference.values()), "an answer that was shown never changes"
                assert sum(difference.values()) == len(has - had)


@settings(max_examples=tries(150, 1500))
@given(histories, st.integers(3, 6), st.data())
def test_a_persons_answer_could_have_been_another_and_every_picture_would_be_the_same(history, k, data):
    """Swap two people's answers to a statement where they entered its table together: nothing shown changes.

    So nothing shown, nor anything worked out from it, can tell which of the two gave which.
    Only where their whole batch agrees is there nobody to swap with, and then it is named.
    """
    ledgers = shown_over_time(history, k)
    last = ledgers[-1]
    if not last.snapshots:
        return
    statement = data.draw(st.sampled_from(STATEMENTS))
    batches = _batches(ledgers, statement)
    if not batches:
        return
    moment, batch = data.draw(st.sampled_from(batches))
    target = data.draw(st.sampled_from(sorted(batch)))
    answers = {person: history[moment][person][statement] for person in batch}
    others = [person for person in sorted(batch) if answers[person] != answers[target]]
    if not others:
        assert last.latest.tables[statement].unanimous
        assert statement in last.latest.aloud
        return
    other = data.draw(st.sampled_from(others))
    swapped = [_swap(room, statement, target, other, answers) for room in history]
    assert [ledger.snapshots for ledger in shown_over_time(swapped, k)] == [ledger.snapshots for ledger in ledgers]


def _batches(ledgers: list[Ledger], statement: str) -> list[tuple[int, set[str]]]:
    found, before = [], set()
    for moment, ledger in enumerate(ledgers):
        now = set(ledger.included.get(statement, ()))
        if now - before:
            found.append((moment, now - before))
        before = now
    return found


def _swap(room: dict[str, dict[str, str]], statement: str, one: str, other: str, answers: dict[str, str]):
    """The same room, had the two answered each other's way from the start."""
    exchanged = {one: answers[other], other: answers[one]}
    return {
        person: {**given, statement: exchanged[person]} if person in exchanged and statement in given else given
        for person, given in room.items()
    }


@given(rooms, st.integers(3, 6), st.randoms())
def test_the_order_in_which_people_come_shows_in_nothing(room, k, random):
    shuffled = list(room)
    random.shuffle(shuffled)
    one = shown_over_time([room], k)
    other = shown_over_time([{person: room[person] for person in shuffled}], k)
    assert one[-1].model_dump_json() == other[-1].model_dump_json()


# ---- the rules, one by one -------------------------------------------------------------


def test_below_the_minimum_nothing_is_shown_and_it_says_how_many_are_missing():
    with pytest.raises(NotYet, match="2 more people have to answer before a picture can be shown") as caught:
        reveal(open_ledger(5), people({"p": "1", "q": "2", "r": "3"}), ["a"])
    assert caught.value.missing == 2


def test_hidden_and_no_data_are_told_apart():
    room = [Contribution(person=f"p{i}", answers={"a": "1"} if i < 2 else {}) for i in range(5)]
    tables = reveal(open_ledger(5), room, ["a", "b"]).latest.tables
    assert tables == {"a": Hidden(), "b": NoData()}


def test_a_few_late_answers_to_a_statement_wait_even_when_enough_people_came():
    first = people({f"p{i}": "1" for i in range(4)} | {"p4": "3"})
    ledger = reveal(open_ledger(5), first, ["a"])
    late = [*first, *(Contribution(person=f"q{i}", answers={"a": "4"} if i == 0 else {}) for i in range(5))]
    ledger = reveal(ledger, late, ["a"])
    assert ledger.latest.people == 10
    assert ledger.latest.tables["a"].counts == {"1": 4, "3": 1}, "q0 alone would be read off the difference"
    more = [*late[:-4], *(Contribution(person=f"r{i}", answers={"a": "0"}) for i in range(5))]
    ledger = reveal(ledger, more, ["a"])
    assert ledger.latest.tables["a"].counts == {"0": 5, "1": 4, "3": 1, "4": 1}


def test_an_answer_that_was_shown_is_frozen_though_its_giver_changes_it_or_goes():
    ledger = reveal(open_ledger(3), people({"p": "1", "q": "2", "r": "3"}), ["a"])
    changed = people({"p": "4", "s": "0", "t": "0", "u": "1"})  # p changed, q and r withdrew
    ledger = reveal(ledger, changed, ["a"])
    assert ledger.latest.tables["a"].counts == {"0": 2, "1": 2, "2": 1, "3": 1}


def test_a_waiting_answer_may_still_change_because_nobody_has_seen_it():
    room = [*people({"p": "1", "q": "2", "r": "3"}), Contribution(person="s", answers={"b": "0"})]
    ledger = reveal(open_ledger(3), room, ["a", "b"])
    assert isinstance(ledger.latest.tables["b"], Hidden)
    second = [Contribution(person=name, answers={"b": "4" if name == "s" else "1"}) for name in ("s", "t", "u", "v")]
    ledger = reveal(ledger, second, ["a", "b"])
    assert ledger.latest.tables["b"].counts == {"1": 3, "4": 1}


def test_a_batch_of_one_mind_is_named_even_inside_a_divided_table():
    ledger = reveal(open_ledger(3), people({"p": "1", "q": "2", "r": "3"}), ["a"])
    assert ledger.latest.aloud == ()
    ledger = reveal(ledger, people({"s": "4", "t": "4", "u": "4"}), ["a"])
    assert ledger.latest.aloud == ("a",)


@pytest.mark.parametrize(
    ("answers", "aloud"),
    [("122", True), ("1222", True), ("1122", False), ("2222", True), ("1223", False)],
)
def test_one_apart_from_all_others_is_named_since_that_one_knows_what_they_said(answers, aloud):
    room = people({f"p{n}": answer for n, answer in enumerate(answers)})
    assert reveal(open_ledger(3), room, ["a"]).latest.aloud == (("a",) if aloud else ())


@pytest.mark.parametrize(("size", "named"), [(3, [1, 2]), (5, [1, 4])])
def test_of_three_any_two_kinds_of_answers_leave_one_apart_and_of_five_only_four_alike(size, named):
    """Why the guide has five: see FACILITATING.md."""
    rooms = {alike: people({f"p{n}": "12"[n < alike] for n in range(size)}) for alike in range(1, size)}
    assert [alike for alike, room in rooms.items() if reveal(open_ledger(size), room, ["a"]).latest.aloud] == named


def test_one_apart_stays_named_in_a_table_that_grows():
    ledger = reveal(open_ledger(3), people({"p": "1", "q": "2", "r": "2"}), ["a"])
    assert ledger.latest.tables["a"].all_but_one
    ledger = reveal(ledger, people({"s": "0", "t": "3", "u": "4"}), ["a"])
    assert ledger.latest.aloud == ("a",)


def test_a_table_of_an_earlier_version_that_noted_nobody_apart_is_named_all_the_same():
    table = Shown.model_validate({"state": "shown", "counts": {"1": 1, "4": 6}, "unanimous": False})
    assert table.aloud


def counted(pile: str, *answers: str) -> list[Contribution]:
    return [Contribution(person=f"{pile}-{n}", answers={"a": each}, source=pile) for n, each in enumerate(answers)]


def test_what_somebody_counted_makes_batches_of_its_own():
    pile, phone = counted("pile", "1", "2", "3"), people({"p": "4"})
    ledger = reveal(open_ledger(3), [*pile, *phone], ["a"])
    assert (ledger.latest.people, ledger.latest.tables["a"].counts) == (3, {"1": 1, "2": 1, "3": 1})
    assert waiting(ledger, [*pile, *phone]) == 1
    assert missing(ledger, [*pile, *phone]) == 2


def test_people_of_whom_too_few_are_new_tell_nothing_by_a_pile_that_is_shown():
    """Not even that the one person beside it answered something: "hidden" and "no data" are told apart."""
    phone = [Contribution(person="p", answers={"b": "4"})]
    ledger = reveal(open_ledger(3), [*counted("pile", "1", "2", "3"), *phone], ["a", "b"])
    assert ledger.latest.tables["b"] == NoData()


def test_who_erases_themselves_does_not_turn_hidden_into_no_data():
    room = [Contribution(person=f"p{i}", answers={"b": "1"} if i == 0 else {}) for i in range(3)]
    ledger = reveal(open_ledger(3), room, ["b"])
    later = [*room[1:], *(Contribution(person=f"q{i}", answers={}) for i in range(3))]
    assert reveal(ledger, later, ["b"]).latest.tables["b"] == Hidden()


@pytest.mark.parametrize("size", [-1, 0, 1, 2])
def test_a_minimum_below_three_is_refused(size):
    with pytest.raises(UsageError, match="would give people away"):
        open_ledger(size)


def test_the_minimum_is_fixed_once_an_answer_is_in():
    ledger = set_min_group(open_ledger(5), 7, answers_in=False)
    assert ledger.min_group == 7
    assert set_min_group(ledger, 7, answers_in=True) == ledger
    with pytest.raises(UsageError, match="minimum group of 7 is fixed"):
        set_min_group(ledger, 5, answers_in=True)
    assert set_min_group(ledger, 8, answers_in=True).min_group == 8, "more than was promised is no harm yet"
    shown = reveal(open_ledger(3), people({"p": "1", "q": "2", "r": "3"}), ["a"])
    with pytest.raises(UsageError, match="minimum group of 3 is fixed"):
        set_min_group(shown, 4, answers_in=True)


def test_every_answer_has_its_category_and_unanswered_has_none():
    assert [category(often(frequency)) for frequency in range(5)] == list(CATEGORIES[:5])
    apart = [RatingState.NO_OPPORTUNITY, RatingState.NOT_APPLICABLE, RatingState.DONT_KNOW]
    assert [category(Rating(state=state)) for state in apart] == list(CATEGORIES[5:])
    assert category(UNANSWERED) is None


def test_a_ledger_survives_its_file():
    ledger = reveal(open_ledger(3), people({"p": "1", "q": "dont_know", "r": "3"}), ["a", "b"])
    assert Ledger.model_validate_json(ledger.model_dump_json()) == ledger
    assert waiting(ledger, people({"p": "1", "z": "1"})) == 1
