"""Own answers are those of the moment of asking, whatever is answered, merged or opened in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import ReplyRefused, UnknownId, UsageError
from helpers.insight import day_in_words
from helpers.journal import Event, Evidence, Rater, Rating, RatingState, Reply, Seen, fold, often, union
from helpers.journal.recording import answered
from helpers.ladder import load_ladder
from helpers.review import Invitation, Where, agenda_of, as_text, ask, invitations, message, proposed, read, reply_to
from helpers.review.opening import check, invitation_named
from helpers.review.sealing import KeyFile, unsealed
from tests.review.by_hand import SCALE, sealed
from tests.widgets.conftest import TINY

LADDER = load_ladder(TINY)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = KeyFile(Path(__file__).parents[1] / "fixtures/formats/second-view-1.pem")
IDS = ("first.write", "first.trust", "first.listen")
TEXTS = ["write things down", "get asked again", "hear someone out"]


class Person:
    """Somebody's events, each a minute after the one before it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._minutes = count()

    def says(self, subject: str, answer: object, rater: Rater = Rater.SELF) -> Event:
        at = START + timedelta(minutes=next(self._minutes))
        event = answered(subject, answer, LADDER, at, rater)  # type: ignore[arg-type]
        self.events.append(event)
        return event

    def rates(self, id: str, frequency: int) -> Event:
        return self.says(f"statement:{id}", often(frequency))

    def asks(self, *ids: str) -> Invitation:
        asked = ask(LADDER, fold(self.events, ladder=LADDER), ids, of=Rater.MANAGER)
        return Invitation(self.says(f"ask:{len(self.events):08x}", asked), asked)

    def opens(self, invitation: Invitation, *seen: Seen) -> Event:
        number = len(self.events)
        return self.says(f"reply:{number:032x}", Reply(to=invitation.event.id, seen=seen), Rater.MANAGER)


def person(**rated: int) -> Person:
    somebody = Person()
    for id in IDS:
        somebody.rates(id, rated.get(id.partition(".")[2], 2))
    return somebody


steps = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.sampled_from(IDS), st.integers(0, 4)),
        st.tuples(st.just("write"), st.sampled_from(IDS), st.text(max_size=5)),
        st.tuples(st.just("ask"), st.lists(st.sampled_from(IDS), min_size=1, unique=True), st.none()),
        st.tuples(st.just("open"), st.integers(0, 9), st.integers(0, 4)),
        st.tuples(st.just("encrypt"), st.integers(0, 9), st.integers(0, 4)),
        st.tuples(st.just("merge"), st.sampled_from(IDS), st.integers(0, 4)),
    ),
    max_size=14,
)


@given(steps)
def test_no_order_of_asking_answering_and_opening_makes_a_later_answer_stand_as_the_earlier_one(steps: list) -> None:
    """What an agenda shows as one's own is what stood when one asked: kept here as a plain copy of that moment.

    Encrypted replies are written on the way and opened last, whatever was changed and asked since: each for its own
    invitation alone, and once.
    """
    me = person()
    letters: list[tuple[int, str]] = []
    then: list[tuple[Invitation, dict[str, tuple[Rating, set[str]]]]] = []
    opened: list[tuple[int, Event]] = []
    for what, which, more in steps:
        match what:
            case "rate":
                me.rates(which, more)
            case "write":
                me.says(f"evidence:{which}", Evidence(text=more, supports=(which,)))
            case "ask":
                now = fold(me.events, ladder=LADDER)
                own = {
                    id: (
                        now.rating(id),
                        {" ".join(line.text.split()) for line in now.evidence() if id in line.supports},
                    )
                    for id in which
                }
                then.append((me.asks(*which), own))
            case "open" if then:
                chosen = which % len(then)
                invitation = then[chosen][0]
                opened.append((chosen, me.opens(invitation, Seen(statement=invitation.ask.statements[0], often=more))))
            case "encrypt" if then:
                chosen = which % len(then)
                said = {"seen": [{"n": 1, "often": more, "example": f"{len(letters)}"}]}
                letters.append((chosen, sealed(then[chosen][0], KEY, said)))
            case "merge":  # another computer's journal, in which this was answered before everything else
                early = answered(f"statement:{which}", often(more), LADDER, START - timedelta(days=1))
                me.events = list(union(me.events, [early]))
    for chosen, letter in letters:
        for number, (invitation, _) in enumerate(then):
            if number != chosen:
                with pytest.raises(ReplyRefused):
                    unsealed(letter.replace(then[chosen][0].reference, invitation.reference), invitation, KEY, SCALE)
        invitation = then[chosen][0]
        got = unsealed(letter, invitation, KEY, SCALE)
        check(invitation, got, me.events)
        ((number, line),) = ((one.number or 0, one.said) for one in got.lines)
        seen = Seen(statement=invitation.ask.statements[number - 1], often=line.often, example=line.example)
        opened.append((chosen, me.says(*reply_to(invitation, got, {number: seen}), Rater.MANAGER)))
        with pytest.raises(ReplyRefused, match="opened already"):
            check(invitation, unsealed(letter, invitation, KEY, SCALE), me.events)
    for chosen, event in opened:
        invitation, own = then[chosen]
        items = agenda_of(invitation, event, me.events).items
        assert {item.statement: (item.own, set(item.evidence)) for item in items} == own


@given(steps)
def test_a_second_view_never_becomes_a_rating(steps: list) -> None:
    me = person(write=1)
    invitation = me.asks(*IDS)
    before = dict(fold(me.events).current)
    me.opens(invitation, *(Seen(statement=id, often=4) for id in IDS))
    after = fold(me.events)
    assert {key: event for key, event in after.current.items() if key[1].kind != "reply"} == before
    assert after.rating("first.write", Rater.MANAGER).state is RatingState.UNANSWERED


def test_what_both_see_comes_first_then_what_one_has_not_seen_then_the_widest_apart() -> None:
    me = Person()
    own = {"first.write": 4, "first.trust": 0, "first.listen": 1, "lead.coach": 2}
    for id, frequency in own.items():
        me.rates(id, frequency)
    invitation = me.asks(*reversed(own))
    seen = {"first.write": 3, "first.trust": 3, "first.listen": 2, "lead.coach": None}
    event = me.opens(invitation, *(Seen(statement=id, often=said) for id, said in seen.items()))
    items = agenda_of(invitation, event, me.events).items
    assert [(item.statement, item.where) for item in items] == [
        ("first.write", Where.AGREE),
        ("lead.coach", Where.UNSEEN),
        ("first.trust", Where.APART),
        ("first.listen", Where.APART),
    ]


def test_own_answers_are_covered_until_each_is_shown() -> None:
    me = person(write=4, trust=0)
    me.says("evidence:first.write", Evidence(text="The minutes", supports=("first.write",)))
    invitation = me.asks("first.write", "first.trust")
    event = me.opens(invitation, Seen(statement="first.write", often=1, example="One note"))
    both = agenda_of(invitation, event, me.events)
    late = invitation.event.model_copy(update={"at": START.replace(hour=23, minute=45)})
    covered = as_text(both._replace(invitation=invitation._replace(event=late)), LADDER)
    assert f"Asked on {day_in_words(late.at.astimezone())}\n" in covered, "the day where its owner was"
    assert "almost always" not in covered
    assert "The minutes" not in covered
    assert "seldom, One note" in covered
    assert "What did you see?" in covered
    assert "no answer" in covered
    shown = as_text(both, LADDER, shown={"first.write"})
    assert "almost always; The minutes" in shown
    assert "not yet" not in shown, "the other one stays covered"


def test_two_replies_stay_apart() -> None:
    me = person(write=4)
    invitation = me.asks("first.write")
    one = me.opens(invitation, Seen(statement="first.write", often=0))
    two = me.opens(invitation, Seen(statement="first.write", often=4))
    found = [agenda_of(invitation, event, me.events).items[0].seen for event in (one, two)]
    assert [seen.often for seen in found if seen] == [0, 4]


def test_an_own_answer_that_was_forgotten_is_told_as_such() -> None:
    me = person()
    invitation = me.asks("first.write")
    event = me.opens(invitation, Seen(statement="first.write", often=0))
    left = [one for one in me.events if one.subject != "statement:first.write"]
    assert "no longer in your journal" in as_text(agenda_of(invitation, event, left), LADDER, shown={"first.write"})


def test_a_message_holds_no_answer_and_no_name_that_was_not_given() -> None:
    me = person(write=4)
    me.says("evidence:first.write", Evidence(text="SECRET", supports=("first.write",)))
    asked = ask(LADDER, fold(me.events), IDS, of=Rater.PEER, whom="MARA")
    event = me.says("ask:1f3c09ab", asked)
    text = message(Invitation(event, asked), LADDER)
    assert "SECRET" not in text
    assert "MARA" not in text
    assert event.id not in text
    assert [f"{number}. {words}" in text for number, words in enumerate(TEXTS, 1)] == [True] * 3
    assert "[Second view 1f3c09ab]" in text


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_message_sent_back_unanswered_says_nothing(wrapped: bool) -> None:
    """Nor does one that a mail program broke into short lines: its own examples are nobody's answer."""
    me = person()
    text = message(me.asks(*IDS), LADDER)
    for width in range(40, 100, 7) if wrapped else [10_000]:
        lines = (line[at : at + width] for line in text.splitlines() for at in range(0, len(line) or 1, width))
        got = read("\n".join(lines), TEXTS, LADDER.scale)
        assert not [line for line in got.lines if line.number and line.said.clear]
        assert got.quotable == frozenset()


def test_who_asks_has_answered_first() -> None:
    me = Person()
    me.rates("first.write", 2)
    with pytest.raises(UsageError, match="haven’t answered “Trust”"):
        me.asks("first.write", "first.trust")
    with pytest.raises(UsageError, match="1 to 8"):
        me.asks()
    with pytest.raises(UnknownId):
        me.asks("first.nothing")


def test_proposed_is_what_is_in_focus_then_what_was_said_without_evidence_then_what_cannot_be_told() -> None:
    me = Person()
    me.rates("first.write", 4)
    me.says("statement:first.trust", Rating(state=RatingState.DONT_KNOW))
    me.rates("first.listen", 0)
    assert proposed(LADDER, fold(me.events, ladder=LADDER)) == ("first.write", "first.trust")
    from helpers.journal import Choice

    me.says("choice:focus", Choice(chosen=("first.listen", "lead.coach")))
    assert proposed(LADDER, fold(me.events, ladder=LADDER)) == ("first.listen", "first.write", "first.trust")


def test_a_reply_is_refused_by_name(tmp_path: Path) -> None:
    me = person()
    one, two = me.asks("first.write"), me.asks("first.trust")
    found = invitations(me.events)
    assert found == (one, two)
    with pytest.raises(UsageError, match="more than once"):
        invitation_named("", found)
    with pytest.raises(ReplyRefused, match="invitation ffffffff, which isn’t"):
        invitation_named("ffffffff", found)
    assert invitation_named(two.reference, found) == two
    got = read(f"1 often [Second view {two.reference}]", TEXTS[1:2], LADDER.scale)
    got = got._replace(reference=two.reference)
    with pytest.raises(ReplyRefused, match=f"to the invitation {two.reference}, not to {one.reference}"):
        check(one, got, me.events)
    with pytest.raises(ReplyRefused, match="no line"):
        check(two, read("Hello", TEXTS[1:2], LADDER.scale), me.events)
    got = read("1 often, the call", TEXTS[1:2], LADDER.scale)
    check(two, got, me.events)
    subject, answer = reply_to(two, got, {1: Seen(statement="first.trust", often=3)})
    me.says(subject, answer, Rater.MANAGER)
    with pytest.raises(ReplyRefused, match=f"opened already, on {day_in_words(START.astimezone())}"):
        check(two, got, me.events)
    check(one, got, me.events)
