"""Whatever people and their facilitator do, and in whatever order: no picture gives one person's answer away."""

from __future__ import annotations

import inspect
from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from helpers.database import Store, open_engine
from helpers.database.store import MOST_TRIALS
from helpers.ladder import load_ladder
from helpers.workshop import folder, session, suppression
from helpers.workshop.agenda import load_workshop
from helpers.workshop.hosted import MOST_PEOPLE, plan_session
from helpers.workshop.suppression import CATEGORIES
from tests.long import tries
from tests.widgets.conftest import TINY
from tests.workshop import search
from tests.workshop.search import ANSWERS, HostedRoom, Room, Seen, enumerated, solved

LADDER = load_ladder(TINY)
STATEMENTS = [statement.id for _, _, statement in LADDER.walk()][:3]
SEQUENCES, STEPS = tries(40, 2000), tries(20, 40)
HOSTED_SEQUENCES = tries(4, 400)
SHIPPED = load_workshop("ninety-minutes")
WORKSHOP = SHIPPED.model_copy(update={"group": SHIPPED.group.model_copy(update={"shown_from": 3})})

answers = st.dictionaries(st.sampled_from(STATEMENTS), st.sampled_from(ANSWERS))
promises = st.sampled_from([None, None, None, 4, 6])
alike = st.sampled_from(ANSWERS).map(lambda answer: dict.fromkeys(STATEMENTS, answer))

of_one_mind = st.tuples(alike, st.integers(3, 6), answers).map(lambda drawn: [*[drawn[0]] * drawn[1], drawn[2]])
several = st.lists(answers | alike, min_size=1, max_size=6) | of_one_mind


class Workshop(RuleBasedStateMachine):
    """A room and its facilitator; whoever could subtract looks on (see `tests.workshop.search`)."""

    @initialize(least=st.integers(3, 5), coarse=st.booleans())
    def begin(self, least, coarse):
        self.room = Room(LADDER, least, coarse=coarse)

    @rule(who=several, promised=promises, texts=st.integers(0, 1))
    def people_join(self, who, promised, texts):
        for each in who:
            person = self.room.join(each, promised=promised)
            if texts:
                self.room.release(person, texts)

    @precondition(lambda self: len(self.room.people()) > 1)
    @rule(data=st.data(), keep=st.booleans(), shown=st.booleans())
    def somebody_puts_two_journals_together(self, data, keep, shown):
        people = self.room.in_a_picture() if shown else []
        one, other, *_ = data.draw(st.permutations(people if len(people) > 1 else self.room.people()))
        self.room.put_together(one, other, keep=keep)

    @precondition(lambda self: self.room.people())
    @rule(data=st.data())
    def somebody_sends_an_older_file_again(self, data):
        self.room.send_again(self._somebody(data))

    @rule(least=st.integers(3, 6))
    def the_facilitator_sets_another_group(self, least):
        self.room.set_group(least)

    @precondition(lambda self: self.room.people())
    @rule(data=st.data(), answers=answers, promised=promises, keep=st.booleans())
    def somebody_changes_their_mind(self, data, answers, promised, keep):
        self.room.change(self._somebody(data), answers, promised=promised, keep=keep)

    @precondition(lambda self: self.room.people())
    @rule(data=st.data(), texts=st.integers(0, 2))
    def somebody_releases_words(self, data, texts):
        self.room.release(self._somebody(data), texts)

    @precondition(lambda self: self.room.people())
    @rule(data=st.data())
    def somebody_erases_themselves(self, data):
        self.room.erase(self._somebody(data))

    @rule(who=st.lists(answers | alike, min_size=1, max_size=4))
    def people_elsewhere_send_codes(self, who):
        for each in who:
            self.room.code_alone(each)

    @precondition(lambda self: self.room.people())
    @rule(data=st.data())
    def somebody_sends_a_code_beside_their_file(self, data):
        self.room.send_code(self._somebody(data))

    @precondition(lambda self: self.room.people())
    @rule(data=st.data())
    def somebody_wants_to_be_left_out(self, data):
        self.room.leave_out(self._somebody(data))

    @precondition(lambda self: self.room.aside)
    @rule(data=st.data())
    def somebody_left_out_comes_back(self, data):
        self.room.come_back(data.draw(st.sampled_from(list(self.room.aside))))

    @rule(data=st.data(), more=st.integers(0, 3))
    def a_pile_of_paper_is_counted(self, data, more):
        sheets = self.room.session.min_group + more
        counts = {}
        for id in STATEMENTS:
            given = data.draw(st.lists(st.sampled_from(ANSWERS), max_size=sheets))
            counts[id] = dict(Counter(given))
        if any(counts.values()):
            self.room.paper(sheets, counts)

    @rule(who=several, texts=st.integers(0, 1))
    def a_picture_is_taken_once_more_have_come(self, who, texts):
        self.people_join(who=who, promised=None, texts=texts)
        self.room.reveal()

    @rule()
    def a_picture_is_taken(self):
        self.room.reveal()

    @rule()
    def the_kit_starts_again(self):
        self.room.restart()

    @invariant()
    def no_words_come_between_two_pictures(self):
        if hasattr(self, "room"):
            self.room.only_known_words()

    def _somebody(self, data):
        return data.draw(st.sampled_from(self.room.people()))


def hosted(store: Store) -> type[Workshop]:
    """The same with phones; devices try it out, and those who are in no picture may be taken out."""

    class Hosted(Workshop):
        @initialize(least=st.integers(3, 5))
        def begin(self, least):
            plan = plan_session(
                WORKSHOP, LADDER, statements=STATEMENTS, min_group=least, most_people=MOST_PEOPLE
            )  # so that nobody stands before a full room, however long the sequence is
            self.room = HostedRoom(store, plan)

        @rule(answers=answers)
        def the_facilitator_tries_it_out(self, answers):
            if len(self.room.tried) < MOST_TRIALS:
                self.room.try_out(answers)

        @rule()
        def all_in_no_picture_are_taken_out(self):
            self.room.take_out()

    return Hosted


def test_two_codes_of_one_person_count_once_though_their_file_may_not_be_counted():
    """Found by the search: the file that names both ids was left out for its promise, and both codes counted."""
    room = Room(LADDER, 3)
    alike = dict.fromkeys(STATEMENTS, ANSWERS[0])
    one, other, third = room.join(alike), room.join({}), room.join({})
    room.reveal()
    room.send_code(one)
    room.change(third, alike, promised=6)
    room.send_code(third)
    room.put_together(one, other)
    room.put_together(one, third)
    for _ in range(3):
        room.code_alone(alike)
    room.reveal()
    assert room.session.lobby().people == 4


def test_the_search_finds_nobody():
    run_state_machine_as_test(Workshop, settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS))


def test_the_search_finds_nobody_in_a_hosted_session(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/sessions.db")
    try:
        run_state_machine_as_test(
            hosted(Store(engine)),
            settings=settings(max_examples=HOSTED_SEQUENCES, stateful_step_count=STEPS, deadline=None),
        )
    finally:
        engine.dispose()


BROKEN = {
    "a batch of fewer than the group": (suppression, "reveal", "if len(batch) >= ledger.min_group:", "if batch:"),
    "paper beside phones": (suppression, "reveal", "if one.source == source and", "if"),
    "an answer counted again": (suppression, "reveal", "in joined - counted", "in joined"),
    "codes beside phones": (session, "_of_code", "source=CODES", 'source=""'),
    "agreement is not told": (suppression, "_with_batch", "before.unanimous or len(batch) == 1", "False"),
    "one apart is not told": (suppression, "_one_apart", "len(numbers) == 2 and numbers[0] == 1", "False"),
    "one person under two ids": (folder, "one_each", "if not set(theirs.ids).isdisjoint(share.ids)", "if False"),
    "one who goes by another id now": (session, "_of_known", "if len(names) == 1:", "if True:"),
    "a promise ignored": (folder, "one_each", "(each[1].promised or 0) > least", "False"),
    "the words of one who erased themselves": (session, "_broken", "not here.issuperset(group)", "False"),
    "words at once": (session, "_digest", "\\0{text}", ""),
    "the group lowered": (suppression, "set_min_group", "if ledger.snapshots or (", "if False and ("),
}


@pytest.mark.parametrize("rule", [*BROKEN][: tries(0, len(BROKEN))])
def test_the_search_finds_somebody_once_a_rule_is_broken(rule, monkeypatch):
    """What finds nobody may also be blind: each rule that keeps people safe is taken away in turn (`--long` alone)."""
    module, name, kept, broken = BROKEN[rule]
    source = inspect.getsource(getattr(module, name))
    assert source.count(kept) == 1
    before = getattr(module, name)
    exec(compile(source.replace(kept, broken), f"<{rule}>", "exec"), module.__dict__)  # noqa: S102 - our own source
    changed = getattr(module, name)
    setattr(module, name, before)
    monkeypatch.setattr(module, name, changed)
    if (own := getattr(search, name, None)) is before:
        assert own
        monkeypatch.setattr(search, name, changed)
    found = settings(
        max_examples=500,
        stateful_step_count=25,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        deadline=None,
        database=None,
        print_blob=False,
    )
    with pytest.raises(BaseException) as told:  # noqa: PT011 - several at once come as a group
        run_state_machine_as_test(Workshop, settings=found)
    assert isinstance(told.value, AssertionError | ExceptionGroup), told.value


@settings(max_examples=60)
@given(st.data())
def test_the_solver_finds_whom_trying_every_answer_finds(data):
    """Held against every way in which six people could have answered, for tables that grow."""
    kinds = CATEGORIES[:3]
    truth = {f"p{n}": data.draw(st.sampled_from(kinds)) for n in range(data.draw(st.integers(2, 6)))}
    seen, tables = frozenset(), []
    for _ in range(data.draw(st.integers(1, 3))):
        seen |= data.draw(st.frozensets(st.sampled_from(sorted(truth))))
        tables.append(Seen(seen, Counter(truth[person] for person in seen)))
    known = {person: truth[person] for person in data.draw(st.sets(st.sampled_from(sorted(truth)), max_size=3))}
    known = {person: given for person, given in known.items() if person in seen}
    assert solved(tables, known) == enumerated(tables, known, kinds)
