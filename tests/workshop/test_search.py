"""Whatever people and their facilitator do, and in whatever order: no picture gives one person's answer away."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from helpers.ladder import load_ladder
from helpers.workshop.suppression import CATEGORIES
from tests.long import tries
from tests.widgets.conftest import TINY
from tests.workshop.search import ANSWERS, Room, Seen, enumerated, solved

LADDER = load_ladder(TINY)
STATEMENTS = [statement.id for _, _, statement in LADDER.walk()][:3]
SEQUENCES, STEPS = tries(40, 2000), tries(20, 40)

answers = st.dictionaries(st.sampled_from(STATEMENTS), st.sampled_from(ANSWERS))
alike = st.sampled_from(ANSWERS).map(lambda answer: dict.fromkeys(STATEMENTS, answer))


class Workshop(RuleBasedStateMachine):
    """A room and its facilitator; whoever could subtract looks on (see `tests.workshop.search`)."""

    @initialize(least=st.integers(3, 5))
    def begin(self, least):
        self.room = Room(LADDER, least)

    @rule(who=st.lists(answers | alike, min_size=1, max_size=6))
    def people_join(self, who):
        for each in who:
            self.room.join(each)

    @precondition(lambda self: self.room.memory.shares)
    @rule(data=st.data(), answers=answers)
    def somebody_changes_their_mind(self, data, answers):
        self.room.change(self._somebody(data), answers)

    @precondition(lambda self: self.room.memory.shares)
    @rule(data=st.data(), texts=st.integers(0, 2))
    def somebody_releases_words(self, data, texts):
        self.room.release(self._somebody(data), texts)

    @precondition(lambda self: self.room.memory.shares)
    @rule(data=st.data())
    def somebody_erases_themselves(self, data):
        self.room.erase(self._somebody(data))

    @rule(who=st.lists(answers | alike, min_size=1, max_size=4))
    def people_elsewhere_send_codes(self, who):
        for each in who:
            self.room.code_alone(each)

    @precondition(lambda self: self.room.memory.shares)
    @rule(data=st.data())
    def somebody_sends_a_code_beside_their_file(self, data):
        self.room.send_code(self._somebody(data))

    @precondition(lambda self: self.room.memory.shares)
    @rule(data=st.data())
    def somebody_wants_to_be_left_out(self, data):
        self.room.leave_out(self._somebody(data))

    @precondition(lambda self: self.room.aside)
    @rule(data=st.data())
    def somebody_left_out_comes_back(self, data):
        self.room.come_back(data.draw(st.sampled_from(sorted(self.room.aside))))

    @rule(data=st.data(), more=st.integers(0, 3))
    def a_pile_of_paper_is_counted(self, data, more):
        sheets = self.room.least + more
        counts = {}
        for id in STATEMENTS:
            given = data.draw(st.lists(st.sampled_from(ANSWERS), max_size=sheets))
            counts[id] = dict(Counter(given))
        if any(counts.values()):
            self.room.paper(sheets, counts)

    @rule()
    def a_picture_is_taken(self):
        self.room.reveal()

    @rule()
    def the_kit_starts_again(self):
        self.room.restart()

    def _somebody(self, data):
        return data.draw(st.sampled_from(sorted(self.room.memory.shares)))


def test_the_search_finds_nobody():
    run_state_machine_as_test(Workshop, settings=settings(max_examples=SEQUENCES, stateful_step_count=STEPS))


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
