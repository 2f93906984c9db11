"""The team's side of a hosted session: the rules of reveal and suppression hold through the database."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from helpers.database import Store, open_engine, open_feedback, open_team
from helpers.database.team import UNREAD
from helpers.errors import SessionGone, StoreError
from helpers.journal import UNANSWERED, Choice, PlanItem, Words, often
from helpers.workshop.hosted import RELEASE, release_mark
from helpers.workshop.session import Kept, Lobby
from helpers.workshop.share import Share
from helpers.workshop.suppression import Hidden, NotYet, Shown
from tests.database.conftest import PHONE, PLAN, PROMPT, STATEMENTS, WEEK, given
from tests.database.test_faults import hasten
from tests.database.test_store import at_once

DATABASE = Path(__file__).parents[2] / "helpers/database"
FIRST, SECOND = PLAN.statements[:2]


def rate(store, session, frequency, *, statements=STATEMENTS, more=()):
    """Somebody who joins and rates; their id."""
    person = store.join(session).participant
    say(store, person, *((subject, often(frequency)) for subject in statements), *more)
    return person


def say(store, person, *answers):
    store.append(person, PHONE, [given(subject, answer) for subject, answer in answers])


def released(*pairs):
    return RELEASE, Choice(chosen=tuple(release_mark(*pair) for pair in pairs))


@pytest.fixture
def team(store, session):
    return open_team(store, session)


def test_it_begins_with_the_group_that_people_were_promised(store):
    session = store.open_session(PLAN.model_copy(update={"min_group": 7}), WEEK).id
    assert open_team(store, session).min_group == 7
    assert open_team(store, session).lobby() == Lobby(0, 0, 7, 7, (), told=False)


def answers_in(store):
    with store.engine.connect() as connection:
        return {row.id: row.answer for row in connection.execute(text("SELECT id, answer FROM events"))}


def test_an_answer_that_this_version_does_not_know_stays_to_the_byte_and_stops_nobody(store, session, team):
    """Another version of the kit wrote it, or another program: that person waits, and all the others go on."""
    people = [rate(store, session, 3) for _ in range(6)]
    newer = '{"kind":"dream", "depth": 7,  "words":"caf\\u00e9"}'
    first = store.events(people[0])[0].id
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE events SET answer = :a WHERE id = :i"), {"a": newer, "i": first})
    before = answers_in(store)
    assert (team.lobby().people, team.lobby().reasons) == (5, ((UNREAD, 1),))
    assert team.lobby() == team.lobby(), "said again, though it isn't read again"
    assert team.reveal().tables[FIRST] == Shown(counts={"3": 5}, unanimous=True)
    with pytest.raises(StoreError, match="an answer in the database can't be read"):
        store.events(people[0])
    store.leave(people[1])  # somebody erases what is theirs, and somebody goes on
    say(store, people[2], (PROMPT, Words(text="Mine")))
    say(store, people[0], (PROMPT, Words(text="And mine")))
    after = answers_in(store)
    assert after[first] == newer
    assert all(after[id] == before[id] for id in after.keys() & before.keys())
    assert open_feedback(store, session).lobby().people == 0


def test_joining_is_no_answer(store, session, team):
    for _ in range(6):
        store.join(session)
    assert team.lobby().people == 0
    assert store.session(session).people == 6


def test_too_few_are_not_shown(store, session, team):
    for _ in range(4):
        rate(store, session, 2)
    with pytest.raises(NotYet):
        team.reveal()
    assert team.snapshot is None
    assert team.lobby().missing == 1


def test_a_reveal_is_kept_also_for_another_process(url, store, session, team):
    for frequency in (0, 1, 2, 3, 4):
        rate(store, session, frequency)
    shown = team.reveal()
    assert shown.tables[FIRST] == Shown(counts={str(n): 1 for n in range(5)}, unanimous=False)
    elsewhere = open_engine(url)
    assert open_team(Store(elsewhere), session).snapshot == shown
    elsewhere.dispose()


def test_late_answers_wait_for_a_group_of_their_own(store, session, team):
    for _ in range(5):
        rate(store, session, 2)
    shown = team.reveal()
    for _ in range(4):
        rate(store, session, 4)
    with pytest.raises(NotYet):
        team.reveal()
    assert team.snapshot == shown
    assert team.lobby() == Lobby(9, 4, 1, 5, ())
    rate(store, session, 4)
    assert team.reveal().tables[FIRST].counts == {"2": 5, "4": 5}


def test_an_answer_that_is_changed_or_taken_back_changes_nothing_that_was_shown(store, session, team):
    people = [rate(store, session, 2) for _ in range(5)]
    team.reveal()
    say(store, people[0], (STATEMENTS[0], often(4)))
    say(store, people[1], (STATEMENTS[0], UNANSWERED))
    for _ in range(5):
        rate(store, session, 3)
    assert team.reveal().tables[FIRST].counts == {"2": 5, "3": 5}


def test_what_was_shown_stays_when_somebody_leaves(store, session, team):
    people = [rate(store, session, 2) for _ in range(5)]
    shown = team.reveal()
    store.leave(people[0])
    assert team.snapshot == shown
    assert team.lobby().people == 5, "who was counted stays counted"
    for _ in range(4):
        rate(store, session, 3)
    with pytest.raises(NotYet):
        team.reveal()  # or the difference would be traced to four
    rate(store, session, 3)
    assert team.reveal().tables[FIRST].counts == {"2": 5, "3": 5}


def test_whoever_leaves_before_the_reveal_is_not_in_it(store, session, team):
    people = [rate(store, session, 2) for _ in range(6)]
    store.leave(people[0])
    assert team.reveal().people == 5


def test_a_statement_that_few_answered_is_hidden(store, session, team):
    for _ in range(3):
        rate(store, session, 2)
    for _ in range(3):
        rate(store, session, 2, statements=STATEMENTS[1:])
    tables = team.reveal().tables
    assert tables[FIRST] == Hidden()
    assert tables[SECOND].n == 6


def test_only_the_very_text_that_was_released_is_seen_and_only_with_a_snapshot(store, session, team):
    mine = (PROMPT, Words(text="Ask first."))
    author = rate(store, session, 2, more=[mine, released((PROMPT, "Ask first."))])
    rate(store, session, 2, more=[(PROMPT, Words(text="Not for the team."))])
    for _ in range(3):
        rate(store, session, 2)
    assert team.words() == ()
    team.reveal()
    assert [said.texts for said in team.words()] == [("Ask first.",)]
    say(store, author, (PROMPT, Words(text="Ask first, and Bob is wrong.")))
    assert team.words() == (), "another text, which nobody released"
    say(store, author, mine)
    assert [said.texts for said in team.words()] == [("Ask first.",)]
    say(store, author, (RELEASE, Choice(chosen=())))
    assert team.words() == ()


def test_erasing_oneself_points_at_no_text_of_several_that_were_released(store, session, team):
    """Who erases may be seen; which words were theirs mustn't be: the words of a whole group go at once."""
    said = {}
    for number in range(11):
        text = f"Text {number}."
        more = [(PROMPT, Words(text=text)), released((PROMPT, text))] if number < 9 else []
        said[rate(store, session, number % 5, more=more)] = text if more else ""
    team.reveal()
    assert {*team.words()[0].texts} == {text for text in said.values() if text}
    for person in [next(person for person, text in said.items() if text), *said]:
        before = {text for one in team.words() for text in one.texts}
        store.leave(person)
        gone = before - {text for one in team.words() for text in one.texts}
        assert said[person] not in before - gone, "their own are gone"
        group = {each for each, text in said.items() if text in gone}
        if gone:
            # With whom words went is told by no word that is left, and the group holds five people at the least.
            assert len(group) + sum(not text for text in said.values()) >= PLAN.min_group
            silent = {text for one in team.words() for text in one.texts}
            for other in group:
                store.leave(other)
                assert {text for one in team.words() for text in one.texts} == silent, "all that could go is gone"


def test_a_plan_may_be_said_to_the_team(store, session, team):
    plan = PlanItem(when="it is Monday", then="I ask Ann")
    text = "When it is Monday, I ask Ann"
    for _ in range(5):
        rate(store, session, 2, more=[("plan:1", plan), released(("plan:1", text))])
    team.reveal()
    assert [said.texts for said in team.words()] == [(text,) * 5]


def test_shares_come_in_an_order_that_tells_nothing_and_without_what_was_not_released(store, session, team):
    for number in range(8):
        rate(store, session, number % 5, more=[(PROMPT, Words(text="Not for the team."))])
    gathered = team.memory.gather()
    assert [share.id for share in gathered.shares] == sorted(share.id for share in gathered.shares)
    assert all(isinstance(share, Share) and not share.released for share in gathered.shares)
    assert gathered.aside == ()


def test_other_sessions_stay_out(store, session, team):
    other = store.open_session(PLAN, WEEK).id
    for _ in range(5):
        rate(store, other, 2)
    assert team.lobby().people == 0


def test_two_facilitators_who_reveal_at_once_get_one_picture_after_the_other(url, store, session):
    for _ in range(5):
        rate(store, session, 2)
    elsewhere = open_engine(url)
    teams = [open_team(Store(elsewhere) if number % 2 else store, session) for number in range(6)]
    came = at_once(6, lambda number: teams[number].reveal())
    elsewhere.dispose()
    assert sum(isinstance(one, NotYet) for one in came) == 5, came
    kept = Kept.model_validate_json(teams[0].memory.read())
    assert len(kept.ledger.snapshots) == 1


def test_while_one_reveals_nobody_else_changes_what_was_shown(url, store, session, team):
    for _ in range(5):
        rate(store, session, 2)
    elsewhere = open_engine(url)
    hasten(elsewhere)
    other = open_team(Store(elsewhere), session)
    with team.memory.locked():
        for call in (other.reveal, lambda: other.add_paper(5, {FIRST: {"1": 5}})):
            with pytest.raises(StoreError, match="busy"):
                call()
        assert other.snapshot is None, "looking is always possible"
    assert other.reveal().number == 1
    elsewhere.dispose()


def test_a_reveal_that_fails_half_way_leaves_what_was_shown(store, session, team, monkeypatch):
    for _ in range(5):
        rate(store, session, 2)
    before = team.memory.read()
    write = team.memory.write

    def fail(data):
        write(data)
        raise ZeroDivisionError

    monkeypatch.setattr(team.memory, "write", fail)
    with pytest.raises(ZeroDivisionError):
        team.reveal()
    monkeypatch.undo()
    assert team.memory.read() == before
    assert team.reveal().number == 1


def test_answers_that_arrive_during_a_reveal_are_kept(store, session, team):
    """On SQLite they wait a moment; neither is lost."""
    for _ in range(5):
        rate(store, session, 2)
    people = [store.join(session).participant for _ in range(6)]

    def one(number):
        return team.reveal() if number == 0 else say(store, people[number - 1], (STATEMENTS[0], often(1)))

    at_once(7, one)
    assert team.snapshot.number == 1
    assert [len(store.events(person)) for person in people] == [1] * 6


def test_paper_is_counted_in(store, session, team):
    for _ in range(2):
        rate(store, session, 2)
    team.add_paper(5, {FIRST: {"1": 5}})
    shown = team.reveal()
    assert (shown.people, shown.tables[FIRST].counts) == (5, {"1": 5}), "whoever counted could subtract it"
    for _ in range(3):
        rate(store, session, 2)
    assert team.reveal().tables[FIRST].counts == {"1": 5, "2": 5}


def test_what_is_remembered_names_nobody_and_holds_no_text(store, session, team):
    for _ in range(5):
        rate(store, session, 2, more=[(PROMPT, Words(text="Ask first.")), released((PROMPT, "Ask first."))])
    team.reveal()
    assert "Ask first" not in json.dumps(json.loads(team.memory.read()))


def test_only_those_who_answered_since_are_read_again(store, session, team):
    from sqlalchemy import event

    people = [rate(store, session, 2) for _ in range(6)]
    team.lobby()
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *a: asked.append(a))
    team.lobby()
    assert not [statement for _, _, statement, *_ in asked if "answer" in statement]
    say(store, people[0], (STATEMENTS[0], often(4)))
    asked.clear()
    before = {share.id: share for share in team.memory.gather().shares}
    read = [str(parameters) for _, _, statement, parameters, *_ in asked if "events.answer" in statement]
    assert len(read) == 1
    assert people[0] in read[0]
    assert people[1] not in read[0]
    assert before[people[0]].ratings[FIRST].frequency == 4


def test_nothing_of_a_session_stays_at_hand_when_it_was_erased_here_or_elsewhere(url, store, clock):
    ids = [store.open_session(PLAN, WEEK).id for _ in range(3)]
    for id in ids:
        rate(store, id, 2)
        open_team(store, id).lobby()
    assert set(store.shares) == set(ids)
    store.erase(ids[0])
    assert set(store.shares) == set(ids[1:])
    other = Store(open_engine(url), clock)
    other.erase(ids[1])
    other.engine.dispose()
    store.erase_due()
    assert set(store.shares) == {ids[2]}
    clock.go_on(days=8)
    store.erase_due()
    assert store.shares == {}


def test_a_session_that_was_erased_is_gone_for_the_team_too(store, session, team):
    store.plan(session)
    store.erase(session)
    for call in (team.lobby, team.reveal, lambda: team.snapshot, lambda: open_team(store, session)):
        with pytest.raises(SessionGone):
            call()


def test_nobody_but_the_team_reads_the_answers_of_many():
    """The column is named in these modules alone; of these the store reads one person's rows at a time."""
    named = {path.name for path in DATABASE.glob("*.py") if "events.c.answer" in path.read_text(encoding="utf-8")}
    assert named == {"store.py", "team.py"}
    source = (DATABASE / "store.py").read_text(encoding="utf-8")
    readers = {
        node.targets[0].id: ast.get_source_segment(source, node)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and "events.c.answer" in ast.get_source_segment(source, node)
    }
    assert readers.keys() == {"_MINE", "_THERE"}
    assert sum(reader.count("events.c.answer") for reader in readers.values()) == source.count("events.c.answer")
    assert "_e.answer" not in source, "it is named in full, so that this finds it"
    whose = re.compile(r'(_e\.participant|_p\.id) == bindparam\("person"\)')
    assert all(whose.search(reader) for reader in readers.values())
