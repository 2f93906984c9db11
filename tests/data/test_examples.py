"""The invented people's journals are whole, and have something to show for every part of the kit."""

from datetime import timedelta

import pytest

from helpers.insight import changes_since, chosen_destination, coverage, earlier_visit, gap, standing_of, strengths
from helpers.journal import Journal, Rater, RatingState
from helpers.ladder import load_ladder
from helpers.paths import ROOT

LADDER = load_ladder(ROOT / "data/ladders/product-management.yaml")
PEOPLE = {
    "amara": ("associate", "level:mid"),
    "tomasz": ("mid", "level:senior"),
    "linh": ("senior", "level:principal"),
    "yusuf": ("director", "role:founder"),
    "catarina": ("senior", "level:director"),
}
JOURNALS = {path.stem: Journal.open(path) for path in sorted((ROOT / "data/examples").glob("*.jsonl"))}
STATES = {name: journal.state(LADDER) for name, journal in JOURNALS.items()}

everybody = pytest.mark.parametrize("name", PEOPLE)


def known(subject: str) -> bool:
    """Whether the ladder (or every journal) has what a subject is about."""
    kind, _, id = subject.partition(":")
    if kind in ("statement", "evidence"):
        return LADDER.has_statement(id)
    if kind == "prompt":
        return bool(LADDER.prompt(id))  # raises UnknownId
    return (kind, id) in {
        *(("profile", field) for field in ("name", "role")),
        *(("choice", what) for what in ("standing", "curious", "compare", "destination", "focus")),
        *(("plan", str(n)) for n in (1, 2, 3)),
    }


def test_the_five_people_are_there():
    """Each stands for a situation that no other shows."""
    assert set(JOURNALS) == set(PEOPLE)


@everybody
def test_every_line_is_read_and_is_about_something_the_ladder_has(name):
    """A journal with a line set aside, or with an answer to nothing, would make its reader doubt the rest."""
    journal = JOURNALS[name]
    assert journal.problems() == ()
    assert len(journal.events()) == len(journal.path.read_bytes().splitlines())
    for event in journal.events():
        assert (event.ladder, event.ladder_version, event.rater) == (LADDER.id, LADDER.version, Rater.SELF)
        assert known(event.subject), event.subject


def test_no_two_answers_share_an_id():
    """Journals are put together by id."""
    ids = [event.id for journal in JOURNALS.values() for event in journal.events()]
    assert len(ids) == len(set(ids))


@everybody
def test_evidence_supports_the_statement_it_is_written_at_and_others_of_the_ladder(name):
    """Evidence that pointed to a statement which isn't there would count nowhere."""
    for event in JOURNALS[name].events():
        if event.subject.startswith("evidence:"):
            assert event.answer.supports[0] == event.subject.removeprefix("evidence:")
            assert all(map(LADDER.has_statement, event.answer.supports))


@everybody
def test_each_came_twice_with_months_in_between(name):
    """Two visits at least thirty days apart, with ratings that went up and others that went down."""
    events = JOURNALS[name].events()
    since = earlier_visit(events)
    assert since is not None
    assert min(event.at for event in events if event.at > since) - since >= timedelta(days=30)

    changes = changes_since(LADDER, events, since)
    steps = [
        change.after.frequency - change.before.frequency
        for change in changes.ratings
        if change.after.frequency is not None and change.before.frequency is not None
    ]
    assert max(steps) > 0 > min(steps)
    assert changes.newly_rated
    assert changes.evidence
    assert changes.reflections


@everybody
def test_each_says_who_they_are_and_where_they_head(name):
    """Name, role, standing, what they are curious about and compare, and a destination of the ladder's."""
    state = STATES[name]
    assert len(state.words("profile:name").split()) >= 2
    assert state.words("profile:role")
    assert (standing_of(LADDER, state), state.chosen("destination")) == (PEOPLE[name][0], (PEOPLE[name][1],))
    assert chosen_destination(LADDER, state) is not None
    assert state.chosen("curious")
    assert PEOPLE[name][1] in state.chosen("compare")


@everybody
def test_each_focus_is_something_the_destination_asks_for_and_they_do_less_often(name):
    """Up to three, and each of them has room to grow towards the destination that they chose."""
    found = gap(LADDER, STATES[name], PEOPLE[name][1])
    focus = STATES[name].chosen("focus")
    assert 1 <= len(focus) <= 3
    assert set(focus) <= {item.statement.id for item in found.to_grow}


@everybody
def test_each_plan_is_whole(name):
    """If, then, a dated first step, what will show it, a later day to look back; about a focus or one's own aim."""
    state = STATES[name]
    plans = [item for _, item in state.plan()]
    assert 2 <= len(plans) <= 3
    assert plans[0].focus in state.chosen("focus")
    last = JOURNALS[name].events()[-1].at.date()
    for item in plans:
        assert item.focus is None or item.focus in state.chosen("focus")
        assert all((item.aim, item.when, item.then, item.first_step, item.shows))
        assert item.by is not None
        assert item.follow_up is not None
        assert last < item.by < item.follow_up


@everybody
def test_every_view_has_something_to_show(name):
    """Own level rated nearly whole; strengths with evidence and without; room to grow; something that carries over."""
    state = STATES[name]
    own = coverage(LADDER, state, PEOPLE[name][0])
    assert own.rated >= own.total - 2
    shown = strengths(LADDER, state)
    assert {strength.supported for strength in shown} == {True, False}
    found = gap(LADDER, state, PEOPLE[name][1])
    assert found.to_grow
    assert found.met
    assert found.transfers
    assert bool(found.learn) == PEOPLE[name][1].startswith("role:")


def test_every_kind_of_answer_is_given_by_somebody():
    """An answer that nobody gave is one whose look nobody has seen."""
    given = {
        event.answer.state
        for journal in JOURNALS.values()
        for event in journal.events()
        if event.answer.kind == "rating"
    }
    assert given == set(RatingState)


def test_each_frequency_is_given_by_somebody():
    """All of 0 to 4, for the same reason."""
    given = {state.rating(statement.id).frequency for state in STATES.values() for _, _, statement in LADDER.walk()}
    assert given >= {0, 1, 2, 3, 4}


def test_somebody_claims_much_with_little_evidence_and_somebody_shows_most_of_it():
    """The difference between claimed and supported has to be seen at both ends."""
    tomasz = coverage(LADDER, STATES["tomasz"], "mid")
    linh = coverage(LADDER, STATES["linh"], "principal")
    assert len(STATES["tomasz"].evidence()) == 2
    assert tomasz.claimed_only > 3 * tomasz.supported
    assert linh.supported > 3 * linh.claimed_only


def test_one_line_of_evidence_supports_several_statements():
    """It does so in every journal, since that is how evidence is in life."""
    for state in STATES.values():
        assert max(len(line.supports) for line in state.evidence()) > 1
