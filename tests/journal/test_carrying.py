"""Through every version of a ladder no answer is lost, and none changes its meaning silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.journal import UNANSWERED, Choice, Event, Evidence, PlanItem, Rating, State, Words, fold, often
from helpers.journal.events import says_something
from helpers.journal.recording import answered
from helpers.ladder import Ladder
from helpers.ladder.lineage import How
from tests.revised import START, TINY, give, revised


def ladder_of(*statements: dict[str, Any], versions: tuple[str, ...] = ("1",), **more: object) -> Ladder:
    """The tiny ladder with these statements at its first level: each has at least an id."""
    first = TINY.levels[0]
    model = first.signs[0]
    made = tuple(
        model.model_copy(update={"title": f"The title of {each['id']}", "text": f"do {each['id']}"} | each)
        for each in statements
    )
    level = first.model_copy(update={"signs": made, "responsibilities": (), "skills": ()})
    update = {"versions": versions, "version": versions[-1], "levels": (level, *TINY.levels[1:])} | more
    return revised(TINY, **update)


A, B, X = {"id": "a"}, {"id": "b"}, {"id": "x"}
ONE = ladder_of(A, B, X)


def two(*statements: dict[str, Any], **more: object) -> Ladder:
    return ladder_of(*statements, versions=("1", "2"), **more)


def hows(state: State) -> list[How]:
    return [fate.how for fate in state.fates]


def test_an_answer_is_read_under_the_new_id_with_all_that_it_said():
    event = give(ONE, "statement:a", often(3))
    state = fold([event], ladder=two({"id": "a2", "was": ("a",)}))
    assert state.rating("a2") == often(3)
    (fate,) = state.fates
    assert (fate.how, fate.now, fate.event) == (How.RENAMED, ("statement:a2",), event)
    assert state.event("statement:a2").ladder_version == "1"


@pytest.mark.parametrize(("other", "stands"), [(3, often(3)), (2, UNANSWERED)])
def test_what_was_put_together_stands_where_the_answers_agree_and_is_asked_afresh_where_they_differ(other, stands):
    given = [give(ONE, "statement:a", often(3)), give(ONE, "statement:b", often(other), 1)]
    state = fold(given, ladder=two({"id": "c", "was": ("a", "b")}))
    assert state.rating("c") == stands
    again = state.asked_again("statement:c")
    assert [fate.event.answer for fate in again] == ([] if stands == often(3) else [often(3), often(2)])


def test_an_answer_to_what_was_put_together_settles_it_in_later_versions_too():
    """It says in whose place it was given; the old answers neither come back nor differ again."""
    second = two({"id": "c", "was": ("a", "b")})
    given = [
        give(ONE, "statement:a", often(3)),
        give(ONE, "statement:b", often(2), 1),
        give(second, "statement:c", often(1), 2),
    ]
    third = ladder_of({"id": "d", "was": ("c", "a", "b")}, versions=("1", "2", "3"))
    for ladder, id in ((second, "c"), (third, "d")):
        state = fold(given, ladder=ladder)
        assert state.rating(id) == often(1)
        assert state.left == ()
    taken_back = [*given, give(second, "statement:c", UNANSWERED, 3)]
    assert fold(taken_back, ladder=third).rating("d") == UNANSWERED
    assert fold(taken_back, ladder=third).left == ()


@pytest.mark.parametrize(
    ("ladder", "how", "again"),
    [
        (two({"id": "x", "since": "2"}), How.CHANGED, ["statement:x"]),
        (two(X, scale=TINY.scale.model_copy(update={"since": "2"})), How.CHANGED, ["statement:x"]),
        (two({"id": "y", "was": ("x",)}, {"id": "z", "was": ("x",)}), How.SPLIT, ["statement:y", "statement:z"]),
        (ladder_of(X, versions=("2",)), How.UNLISTED, ["statement:x"]),
        (two(A), How.GONE, []),
    ],
)
def test_what_means_something_else_is_asked_afresh_with_the_old_answer_and_its_words_in_view(ladder, how, again):
    event = give(ONE, "statement:x", often(4))
    state = fold([event], ladder=ladder)
    assert [state.rating(s.id) for _, _, s in ladder.walk()] == [UNANSWERED] * sum(1 for _ in ladder.walk())
    (fate,) = state.left
    assert (fate.how, list(fate.now), fate.event) == (how, again, event)
    assert fate.event.asked == (("x", "do x"),)
    for subject in again:
        assert state.asked_again(subject) == (fate,)
        after = fold([event, give(ladder, subject, often(1), 1)], ladder=ladder)
        assert after.asked_again(subject) == ()


def test_a_later_version_than_the_ladders_own_is_one_that_it_does_not_know():
    event = give(two(X), "statement:x", often(4))
    assert fold([event], ladder=ONE).rating("x") == UNANSWERED
    assert hows(fold([event], ladder=ONE)) == [How.UNLISTED]


def test_a_scale_that_changed_asks_no_words_afresh():
    scale = TINY.scale.model_copy(update={"since": "2"})
    line = give(ONE, "evidence:x", Evidence(text="Seen in March.", supports=("x",)))
    state = fold([line], ladder=two(X, scale=scale))
    assert state.evidence_line("x").text == "Seen in March."


def test_evidence_goes_with_its_statements_and_lines_that_come_together_stand_one_below_the_other():
    given = [
        give(ONE, "evidence:a", Evidence(text="The March note.", supports=("a", "x"))),
        give(ONE, "evidence:b", Evidence(text="The June note.", supports=("b",)), 1),
    ]
    second = two({"id": "c", "was": ("a", "b")}, {"id": "x", "since": "2"})
    state = fold(given, ladder=second)
    assert state.evidence_line("c") == Evidence(text="The March note.\n\nThe June note.", supports=("c",))
    rewritten = give(second, "evidence:c", Evidence(text="", supports=("c",)), 2)
    assert fold([*given, rewritten], ladder=second).evidence() == ()


def test_evidence_that_still_supports_another_statement_stays_when_its_own_is_gone():
    line = give(ONE, "evidence:a", Evidence(text="The March note.", supports=("a", "b")))
    state = fold([line], ladder=two({"id": "b2", "was": ("b",)}))
    assert state.evidence() == (Evidence(text="The March note.", supports=("b2",)),)
    assert [fate.lost for fate in state.fates] == [("a",)]


def test_words_on_a_prompt_are_carried_or_stand_with_the_question_that_they_answered():
    (prompt,) = TINY.levels[0].prompts
    level = TINY.levels[0].model_copy(
        update={"prompts": (prompt.model_copy(update={"id": "first.why", "was": (prompt.id,)}),)}
    )
    renamed = revised(TINY, versions=("1", "2"), version="2", levels=(level,))
    event = give(TINY, f"prompt:{prompt.id}", Words(text="Because."))
    assert fold([event], ladder=renamed).words("prompt:first.why") == "Because."
    none = revised(renamed, levels=(level.model_copy(update={"prompts": ()}),))
    (fate,) = fold([event], ladder=none).left
    assert (fate.how, fate.event.asked) == (How.GONE, ((prompt.id, prompt.text),))


def test_choices_and_plans_follow_levels_roles_and_statements_to_their_new_ids():
    first, *others = TINY.levels
    signs = two({"id": "a2", "was": ("a",)}).levels[0].signs
    start = first.model_copy(update={"id": "start", "was": ("first",), "signs": signs})
    store = TINY.roles[0].model_copy(update={"id": "store", "was": ("shop",)})
    second = revised(TINY, versions=("1", "2"), version="2", levels=(start, others[0]), roles=(store,))
    given = [
        give(ONE, "choice:standing", Choice(chosen=("first",))),
        give(ONE, "choice:destination", Choice(chosen=("role:shop",)), 1),
        give(ONE, "choice:compare", Choice(chosen=("level:first", "level:deep")), 2),
        give(ONE, "choice:focus", Choice(chosen=("b", "a")), 3),
        give(ONE, "plan:1", PlanItem(focus="a", when="it rains"), 4),
        give(ONE, "plan:2", PlanItem(focus="b", when="it snows"), 5),
        give(ONE, "choice:shared", Choice(chosen=("0" * 32,)), 6),
    ]
    state = fold(given, ladder=second)
    assert state.chosen("standing") == ("start",)
    assert state.chosen("destination") == ("role:store",)
    assert state.chosen("compare") == ("level:start",)
    assert state.chosen("focus") == ("a2",)
    assert [plan for _, plan in state.plan()] == [
        PlanItem(focus="a2", when="it rains"),
        PlanItem(focus=None, aim="The title of b", when="it snows"),
    ]
    assert state.chosen("shared") == ("0" * 32,)
    assert {fate.event.subject: fate.lost for fate in state.fates if fate.lost} == {
        "choice:compare": ("level:deep",),
        "choice:focus": ("b",),
        "plan:2": ("b",),
    }


# Any history of a ladder


@dataclass
class History:
    """A ladder and its people through the years, as a careful author keeps it; `true` says what is true of it.

    `live` are, for each statement of today, the answers that mean the same today, by their event.
    """

    statements: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: list[str] = field(default_factory=lambda: ["1"])
    live: dict[str, list[Event]] = field(default_factory=dict)
    given: list[Event] = field(default_factory=list)
    changed: bool = False
    made: int = 0

    def ladder(self) -> Ladder:
        return ladder_of(*self.statements.values(), versions=tuple(self.versions))

    def fresh(self, *was: str, **more: object) -> str:
        self.made += 1
        id = f"s{self.made}"
        old = dict.fromkeys(each for one in was for each in (one, *self.statements[one].get("was", ())))
        self.statements[id] = {"id": id, "was": tuple(old)} | more
        return id

    def answer(self, id: str, often_: int) -> None:
        event = answered(f"statement:{id}", often(often_), self.ladder(), START + timedelta(minutes=len(self.given)))
        self.given.append(event)
        self.live[id] = [event]

    def next_year(self, change: Callable[[], None]) -> None:
        heirs = self._heirs()
        self.versions.append(str(len(self.versions) + 1))
        change()
        # Of two parts one is left: what was said of the whole isn't said of it.
        parts = {old for old, count in heirs.items() if count > 1 and self._heirs().get(old) == 1}
        for each in self.statements.values():
            each["was"] = tuple(old for old in each.get("was", ()) if old not in parts)

    def _heirs(self) -> dict[str, int]:
        named = [old for each in self.statements.values() for old in each.get("was", ())]
        return {old: named.count(old) for old in named}

    def rename(self, a: str, _: str) -> None:
        new = self.fresh(a, **self._since(a))
        self.live[new] = self.live.pop(a)
        del self.statements[a]

    def merge(self, a: str, b: str) -> None:
        if a == b:
            return
        new = self.fresh(a, b, **self._since(a, b))
        self.live[new] = self.live.pop(a) + self.live.pop(b)
        del self.statements[a], self.statements[b]

    def split(self, a: str, _: str) -> None:
        for new in (self.fresh(a, **self._since(a)), self.fresh(a, **self._since(a))):
            self.live[new] = []
        del self.live[a], self.statements[a]

    def remove(self, a: str, _: str) -> None:
        if len(self.statements) > 1:
            del self.statements[a], self.live[a]

    def reword(self, a: str, _: str) -> None:
        self.statements[a] = self.statements[a] | {"since": self.versions[-1], "text": f"do {a} otherwise"}
        self.live[a] = []
        self.changed = True

    def add(self, _: str, __: str) -> None:
        self.live[self.fresh()] = []

    def _since(self, *ids: str) -> dict[str, object]:
        found = [since for id in ids if (since := self.statements[id].get("since"))]
        return {"since": max(found, key=int)} if found else {}


CHANGES = ("rename", "merge", "split", "remove", "reword", "add")
YEARS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=4),
        st.sampled_from(CHANGES),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=7,
)


def lived(years: list[Any]) -> History:
    history = History()
    for _ in range(3):
        history.live[history.fresh()] = []
    for answers, change, one, other in years:
        for which, value in answers:
            history.answer(list(history.statements)[which % len(history.statements)], value)
        ids = list(history.statements)
        apply = getattr(history, change)
        a, b = ids[one % len(ids)], ids[other % len(ids)]
        history.next_year(lambda apply=apply, a=a, b=b: apply(a, b))
    return history


@settings(max_examples=60, deadline=None)
@given(YEARS)
@example([([(0, 0)], "split", 0, 0), ([], "rename", 0, 0), ([(0, 0)], "rename", 0, 0), ([], "merge", 0, 3)])
def test_no_history_of_a_ladder_loses_an_answer_or_changes_what_one_means(years):
    """An answer stands only where it means what it meant; every other that nobody replaced is in view."""
    history = lived(years)
    ladder = history.ladder()
    state = fold(history.given, ladder=ladder)
    for id in history.statements:
        true = {event.answer for event in history.live[id]}
        stands = state.rating(id)
        if stands != UNANSWERED:
            assert true == {stands}
        elif len(true) == 1:
            # Put together with something that changed: asked afresh rather than guessed at, and in view.
            assert history.changed
            assert {fate.event.id for fate in state.asked_again(f"statement:{id}")} >= {
                event.id for event in history.live[id]
            }
    told = {fate.event.id for fate in state.fates}
    for event in _never_replaced(history.given):
        assert event.id in told
        assert event.asked
    assert fold(reversed(history.given), ladder=ladder) == state


def _never_replaced(given: list[Event]) -> list[Event]:
    """The answers after which nobody was asked again about any of it."""
    return [
        event
        for number, event in enumerate(given)
        if says_something(event.answer)
        and not any(event.subject == later.subject or event.subject.id in later.was for later in given[number + 1 :])
    ]


def test_the_histories_hold_what_they_are_to_try():
    """Of a hundred, many carry an answer over and many ask one afresh: the rule above isn't empty."""
    import random

    dice = random.Random(5)
    carried = afresh = 0
    for _ in range(100):
        years = [
            (
                [(dice.randrange(9), dice.randrange(3)) for _ in range(3)],
                dice.choice(CHANGES),
                dice.randrange(9),
                dice.randrange(9),
            )
            for _ in range(4)
        ]
        history = lived(years)
        found = hows(fold(history.given, ladder=history.ladder()))
        carried += How.RENAMED in found
        afresh += bool({How.SPLIT, How.CHANGED, How.DIFFERS} & set(found))
    assert carried > 15
    assert afresh > 15


def test_a_rating_by_somebody_else_is_carried_apart():
    event = give(ONE, "statement:a", Rating(state="dont_know")).model_copy(update={"rater": "manager"})
    state = fold([event], ladder=two({"id": "a2", "was": ("a",)}))
    assert state.rating("a2") == UNANSWERED
    assert state.rating("a2", rater=event.rater) == event.answer
