"""Who only tries a session out is counted nowhere; and everybody can be taken out before the first picture."""

from __future__ import annotations

import pytest

from helpers.database import Store, open_engine, open_feedback, open_team, remove_uncounted
from helpers.errors import SessionClosed, SessionFull
from helpers.journal import Choice, Words, often
from helpers.workshop.hosted import LEFT_OUT, PICTURE, RELEASE, release_mark
from helpers.workshop.suppression import NotYet
from tests.database.conftest import PHONE, PLAN, PROMPT, STATEMENTS, WEEK, given, small
from tests.database.test_store import at_once
from tests.database.test_team import rate

FIRST = PLAN.statements[0]


def try_out(store: Store, session: str) -> str:
    """Somebody who tries everything that there is to answer; their id."""
    person = store.join(session, trial=True).participant
    text = "Only a test."
    words = [given(PROMPT, Words(text=text)), given(RELEASE, Choice(chosen=(release_mark(PROMPT, text),)))]
    store.append(person, PHONE, [*(given(subject, often(4)) for subject in STATEMENTS), *words])
    return person


def test_who_tries_it_out_is_in_no_count_and_in_no_picture(store: Store, session: str):
    for _ in range(4):
        try_out(store, session)
    info, team = store.session(session), open_team(store, session)
    assert (info.people, info.trying) == (0, 4)
    assert store.progress(session).joined == 0
    assert not any(any(reached) for reached in store.progress(session).answers.values())
    assert team.lobby()[:2] == (0, 0)
    for frequency in (0, 1, 2, 3, 4):
        rate(store, session, frequency)
    shown = team.reveal()
    assert shown.people == 5
    assert shown.tables[FIRST].n == 5, "four tests and one real person would give that one away"
    assert team.words() == ()


def test_who_tries_it_out_keeps_their_answers_and_takes_no_place(store: Store):
    session = store.open_session(small(1), WEEK).id
    trial = try_out(store, session)
    assert len(store.events(trial)) == len(STATEMENTS) + 2
    joined = store.join(session)
    assert store.by_token(joined.token).trial is False
    with pytest.raises(SessionFull, match="1 people"):
        store.join(session)


def test_only_so_many_devices_try_it_out_at_a_time(store: Store, session: str):
    for _ in range(20):
        store.join(session, trial=True)
    with pytest.raises(SessionFull, match="20 devices try this session out already"):
        store.join(session, trial=True)


def test_everybody_can_be_taken_out_before_the_first_picture_but_not_one_alone(store: Store, session: str):
    trial = try_out(store, session)
    people = [rate(store, session, 2) for _ in range(3)]
    assert remove_uncounted(store, session) == 3
    assert store.session(session).people == 0
    assert [store.events(person) for person in people] == [()] * 3
    assert store.events(trial), "who tries it out is no join, and stays"
    for frequency in (0, 1, 2, 3, 4):
        rate(store, session, frequency)
    team = open_team(store, session)
    assert team.reveal().people == 5
    assert remove_uncounted(store, session) == 0
    assert store.session(session).people == 5


def test_after_a_picture_those_go_who_are_in_none_and_it_is_as_if_they_had_never_come(store: Store, session: str):
    counted = [rate(store, session, frequency) for frequency in (0, 1, 2, 3, 4)]
    team = open_team(store, session)
    shown = team.reveal()
    late = [rate(store, session, 4) for _ in range(2)]
    flood = [store.join(session).participant for _ in range(3)]
    assert team.lobby().waiting == 2
    assert remove_uncounted(store, session) == 5
    assert [store.events(person) for person in (*late, *flood)] == [()] * 5
    assert all(store.events(person) for person in counted)
    assert (team.lobby().people, team.lobby().waiting) == (5, 0)
    assert open_team(store, session).snapshot == shown
    for _ in range(4):
        rate(store, session, 1)
    with pytest.raises(NotYet, match="1 more person has"):
        team.reveal()
    rate(store, session, 1)
    assert dict(team.reveal().tables[FIRST].counts) == {"0": 1, "1": 6, "2": 1, "3": 1, "4": 1}


def test_who_is_in_no_picture_of_their_own_will_keeps_what_they_answered(store: Store, session: str):
    """Where all the others are in the picture, it would be they alone who go: that shows who they are."""
    for frequency in range(5):
        rate(store, session, frequency)
    alone = rate(store, session, 2, more=[(PICTURE, Choice(chosen=(LEFT_OUT,)))])
    assert open_team(store, session).reveal().people == 5
    late = rate(store, session, 4)
    assert remove_uncounted(store, session) == 1
    assert store.events(alone)
    assert not store.events(late)
    assert remove_uncounted(store, session) == 0


def test_who_was_shown_to_have_said_what_of_the_session_stays_and_counts_once(store: Store, session: str):
    """Before the team's picture as after it: come again under another id, the same five would be ten."""
    useful = "choice:feedback.useful"
    people = [rate(store, session, 2, more=[(useful, Choice(chosen=(f"f{step}",)))]) for step in range(5)]
    late = rate(store, session, 2)
    said = open_feedback(store, session)
    assert said.reveal().people == 5
    assert remove_uncounted(store, session) == 1
    assert not store.events(late)
    assert all(store.events(person) for person in people)
    assert open_team(store, session).reveal().people == 5
    more = [rate(store, session, 3, more=[(useful, Choice(chosen=("f4",)))]) for _ in range(5)]
    assert said.reveal().people == 10
    assert remove_uncounted(store, session) == 0, "they are in no picture of the team, and in one of what was said"
    assert all(store.events(person) for person in more)
    assert store.session(session).people == 10


def test_taking_out_and_revealing_at_once_end_in_one_of_the_two(store: Store, session: str):
    for frequency in (0, 1, 2, 3, 4):
        rate(store, session, frequency)

    def act(number: int) -> int:
        if number % 2:
            return remove_uncounted(store, session)
        try:
            return open_team(store, session).reveal(after=0).people
        except NotYet:
            return 0

    done = at_once(4, act)
    shown = open_team(store, session).snapshot
    assert 5 in done
    assert store.session(session).people == (0 if shown is None else 5)


# ---- two presses -------------------------------------------------------------------------


def test_a_second_press_finds_whom_the_first_one_let_in(url: str, store: Store, session: str):
    elsewhere = open_engine(url)
    stores = [store, Store(elsewhere)]
    joined = at_once(8, lambda number: stores[number % 2].join(session, act="a" * 32))
    elsewhere.dispose()
    assert len({(one.participant, one.token) for one in joined}) == 1
    assert store.session(session).people == 1
    assert store.by_token(joined[0].token).id == joined[0].participant


def test_a_press_of_its_own_or_in_another_session_lets_in_somebody_else(store: Store, session: str):
    other = store.open_session(PLAN, WEEK).id
    acts = [(session, "a" * 32), (session, "b" * 32), (other, "a" * 32), (session, ""), (session, "")]
    assert len({store.join(id, act=act).token for id, act in acts}) == len(acts)


def test_a_second_press_finds_the_first_one_though_the_room_is_full_or_closed_by_then(store: Store):
    session = store.open_session(small(5), WEEK).id
    first = store.join(session, act="a" * 32)
    for _ in range(4):
        store.join(session)
    assert store.join(session, act="a" * 32) == first
    store.close(session)
    assert store.join(session, act="a" * 32) == first
    with pytest.raises(SessionClosed):
        store.join(session, act="b" * 32)
