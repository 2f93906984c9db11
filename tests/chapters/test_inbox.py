"""At the end of every chapter: a box for what happened, and the notes that back nothing yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from helpers.chapters import Become, Give, Keep, Stored, ViewContext, course, parts, period
from helpers.chapters.inbox import (
    CHOOSE,
    EACH,
    FIND,
    KEEP,
    LEVEL,
    LOOSE,
    MOST_SHOWN,
    TIE,
    TIED,
    TURN,
    UNTIE,
    act,
    questions,
    view,
)
from helpers.chapters.recalling import beside
from helpers.form import rating_fields
from helpers.insight import day_in_words
from helpers.insight.notes import notes
from helpers.journal import Choice, Event, Evidence, Subject, Words
from helpers.ladder import load_ladder
from tests.chapters.contexts import LADDER, NOON, context
from tests.reading import Reading
from tests.strategies import event

NOTE = event(LADDER, "note:1", Words(text="<b>mid.s0</b> was done on Monday, Ines saw it"))


def draft(text: str):
    return event(LADDER, "draft:note", Words(text=text))


def test_every_page_has_the_box():
    found = course(LADDER)
    for here in (*found.chapters, found.short):
        assert {"note", "notes"} <= {part.id for part in parts(found, here)}, here.stem


def test_a_lab_has_it_too_and_says_that_what_was_done_there_is_practice():
    found = course(load_ladder())
    assert found.labs
    for here in found.labs:
        assert [part.id for part in parts(found, here)][-4:] == ["note", "notes", "notes-period", "onward"], here.stem
    now = context()
    in_a_lab = replace(now, here=found.labs[0])
    (asked,) = questions(in_a_lab).fields
    assert "practice" in asked.hint
    assert "practice" not in questions(now).fields[0].hint
    assert asked.subject == questions(now).fields[0].subject, "a half sentence is there again in a lab"


def test_what_was_noted_of_a_statement_stands_beside_it_wherever_it_is_asked():
    """With the answers, and never with the questions: those are kept in a notebook's file."""
    statement = next(statement for _, _, statement in LADDER.walk())
    note = event(LADDER, "note:1", NOTE.answer, at=NOON)
    now = context(note, event(LADDER, Subject.backs(note.subject), Choice(chosen=(statement.id,)), at=NOON))
    fields = rating_fields([statement for _, _, statement in LADDER.walk()])
    (told,) = beside(fields, now).values()
    assert told == {
        "period": "six months",
        "moments": [{"day": day_in_words(NOON), "text": NOTE.answer.text, "at": ""}],
    }
    assert beside((), now) == {}
    assert NOTE.answer.text not in str([field.model_dump() for field in fields])


def test_a_half_sentence_is_a_draft_until_its_owner_presses():
    """Found by a reload: what the closing page saved had become a note."""
    now = context(NOTE, draft("Ines asked for the"))
    assert [field.subject for field in questions(now).fields] == ["draft:note"]
    assert "Ines asked" not in Reading(view(now)).words
    kept, after = act(now, KEEP)
    assert kept == Keep((("note:2", Words(text="Ines asked for the")), ("draft:note", Words(text=""))))
    assert isinstance(after, Become)
    told = view(context(NOTE).within(after.own))
    assert 'data-say="The note is kept."' in told, "for whoever listens"
    assert "The note is kept." in Reading(told).words, "for whoever looks"
    (told,) = act(context(draft("  \n")), KEEP)
    assert "nothing in the box" in told.html


def test_a_pasted_list_becomes_a_note_for_each_entry_or_one_if_its_owner_wants_that():
    now = context(NOTE, draft("2025\n- 3 March: the call\n  Ines was there\n- 2026-04-01 said no\n"))
    assert "Keep 3 notes, one for each entry" in Reading(view(now)).words
    kept, after = act(now, EACH)
    assert 'data-say="3 notes are kept."' in view(now.within(after.own))
    assert [(subject, answer.text) for subject, answer in kept.answers] == [
        ("note:2", "2025"),
        ("note:3", "3 March: the call\n  Ines was there"),
        ("note:4", "2026-04-01 said no"),
        ("draft:note", ""),
    ]
    whole, _ = act(now, KEEP)
    assert len(whole.answers) == 2


def test_one_press_makes_a_note_the_evidence_of_a_statement():
    now = context(NOTE)
    words = Reading(view(now)).words
    assert "<b>mid.s0</b> was done on Monday" in words
    kept, _ = act(now, f"{TIE}note:1 mid.s0")
    assert isinstance(kept, Keep)
    (subject, answer), tied = kept.answers
    assert (subject, answer) == ("evidence:mid.s0", Evidence(text=NOTE.answer.text, supports=("mid.s0",)))
    assert tied == ("note:1.backs", Choice(chosen=("mid.s0",)))
    after = context(NOTE, event(LADDER, subject, answer), event(LADDER, tied[0], tied[1]))
    assert "back nothing yet" not in view(after)
    assert after.state.evidence_line("mid.s0").text == NOTE.answer.text


def after(now: ViewContext, value: str, *, days: int = 0) -> ViewContext:
    """How things stand after a press, so many days later."""
    events, own = [*now.events], now.own
    for result in act(now, value):
        if isinstance(result, Keep):
            events += [event(now.ladder, subject, answer, at=now.now) for subject, answer in result.answers]
        elif isinstance(result, Become):
            own = result.own
    there = context(*events, ladder=now.ladder).within(own)
    return replace(there, now=now.now + timedelta(days=days, minutes=1))  # a journal gives no two one moment


def test_a_note_backs_any_statement_of_the_ladder_on_whatever_day_and_is_taken_away_again():
    """Those that are proposed by one press; every other one by its level, or by words of it."""
    ladder = load_ladder()
    text = "Refused a request for the roadmap, and told the customer why"
    now = context(event(ladder, "note:1", Words(text=text), at=NOON), ladder=ladder)
    first, *others = offers(view(now))
    now = after(now, f"{TIE}note:1 {first}", days=200)
    assert f"Beside {ladder.statement(first).title}" in Reading(view(now)).words
    assert f"stands beside “{ladder.statement(first).title}”" in view(now)
    assert offers(view(now)) == others
    now = after(now, f"{CHOOSE}note:1")
    seen: list[str] = []
    for level in ladder.levels:
        there = after(now, f"{LEVEL}{level.id}")
        seen += [id for id in offers(view(there)) if id not in others and ladder.level_of(id).id == level.id]
    far = ladder.levels[-1].responsibilities[-1]
    assert {*seen, *others, first} == {one.id for _, _, one in ladder.walk()}
    now = after(now, f"{FIND}{far.title[:-2].upper()}")
    assert far.id in offers(view(now))
    assert 'data-say="1 statement found."' in view(now)
    assert "has all of these words" in view(after(now, f"{FIND}zzz {far.title}"))
    now = after(now, f"{TIE}note:1 {far.id}", days=200)
    assert now.state.evidence_line(far.id).text == text
    assert [note.backs for note in notes(now.state)] == [(first, far.id)]
    now = after(now, f"{UNTIE}note:1 {first}")
    assert now.state.evidence_line(first).text == ""
    assert f"taken away from “{ladder.statement(first).title}”" in view(now)
    assert [note.backs for note in notes(now.state)] == [(far.id,)]
    now = after(now, f"{UNTIE}note:1 {far.id}")
    assert "Notes that back nothing yet" in view(now)
    assert far.id not in now.state.picked("note:1.backs")


def test_taking_a_note_away_leaves_what_its_owner_wrote_there_themselves():
    note, same = NOTE, event(LADDER, "note:2", NOTE.answer)

    def left(evidence: str, *more: Event) -> str:
        line = event(LADDER, "evidence:mid.s0", Evidence(text=evidence, supports=("mid.s0", "mid.s1")))
        backs = event(LADDER, "note:1.backs", Choice(chosen=("mid.s0",)))
        now = after(context(note, line, backs, *more), f"{UNTIE}note:1 mid.s0")
        assert now.state.evidence_line("mid.s0").supports == ("mid.s0", "mid.s1")
        assert now.state.picked("note:1.backs") == ()
        return now.state.evidence_line("mid.s0").text

    text = NOTE.answer.text
    assert left(f"Before.\n\n{text}\n\nAfter.") == "Before.\n\nAfter."
    assert left(f"{text}\n\nAfter.") == "After."
    assert left(f"Before.\n\n{text}") == "Before."
    assert left(f"Before.\n\n{text} And Tom.") == f"Before.\n\n{text} And Tom.", "changed there, it is theirs"
    assert left(text, same, event(LADDER, "note:2.backs", Choice(chosen=("mid.s0",)))) == text, "another one backs it"


def test_every_note_can_be_reached_however_many_there_are():
    many = [event(LADDER, f"note:{nth}", Words(text=f"moment {nth:02}"), at=NOON) for nth in range(1, 26)]
    tied = [event(LADDER, f"note:{nth}.backs", Choice(chosen=("mid.s0",)), at=NOON) for nth in range(1, 26)]
    for events, part in ((many, LOOSE), (many + tied, TIED)):
        now, seen = context(*events), []
        for nth in range(3):
            now = after(now, f"{TURN}{part} {nth}")
            seen.append(set(re.findall(r"moment \d\d", Reading(view(now)).words)))
        assert [len(each) for each in seen] == [MOST_SHOWN, MOST_SHOWN, 5]
        assert len(set.union(*seen)) == 25
        assert "21 to 25 of 25" in Reading(view(now)).words
        assert f"{TURN}{part} 1" in view(now)
        assert "21 to 25 of 25" in Reading(view(after(now, f"{TURN}{part} 99999"))).words, "there is no page behind it"


def offers(html: str) -> list[str]:
    """The statements beside which the first note can be put by a press."""
    return re.findall(rf'value="{TIE}note:1 ([^"]+)"', html)


def test_the_notes_of_a_period_are_shown_to_copy_and_given_as_a_file():
    """Since a month, by competency, as text or Markdown; nothing is shown before it is asked for, and nothing added."""
    early = event(LADDER, "note:2", Words(text="3 March 2026: the pricing call"))
    dated = event(LADDER, "note:1", Words(text="11 May 2026: <b>mid.s0</b> was done"))
    now = context(early, dated)
    assert "pricing call" not in period.view(now)
    assert list(period.act(now, period.TAKE)) == []
    assert re.findall('value="since ([^"]+)"', period.view(now)) == ["2026-05", "2026-03", "all"]

    def after(now: ViewContext, value: str) -> ViewContext:
        (became,) = period.act(now, value)
        assert isinstance(became, Become)
        return now.within(became.own)

    since_may = after(now, "since 2026-05")
    assert "11 May 2026: <b>mid.s0</b> was done" in Reading(period.view(since_may)).words
    assert "pricing call" not in period.view(since_may)
    every = after(after(since_may, "as markdown"), "since all")
    assert "pricing call" in period.view(every)
    (given,) = period.act(every, period.TAKE)
    assert isinstance(given, Give)
    assert given.data.decode().endswith(r"\<b\>mid.s0\</b\> was done" + "\n")
    assert "my-notes.md" in given.then(Stored("data:,", "/x")).html
    assert period.view(context()) == ""
    for wrong in ("since 2026-04", "since", "as pdf", "take it"):
        assert list(period.act(now, wrong)) == []
    assert "pricing call" not in period.view(now.within('{"since": "2026-05", "kind": "x"}'))
    gone = now.within('{"since": "2026-04", "kind": "text"}')  # the month's last note was moved, or emptied, since
    assert "pricing call" not in period.view(gone)
    assert list(period.act(gone, period.TAKE)) == []


def test_what_the_page_sends_is_never_trusted():
    now = context(NOTE)
    for value in ("", TIE, f"{TIE}note:1", f"{TIE}note:9 mid.s0", f"{TIE}note:1 nothing", "note:1 mid.s0"):
        assert list(act(now, value)) == []
    for value in (f"{UNTIE}note:1 mid.s0", f"{CHOOSE}note:9", f"{LEVEL}x", f"{TURN}x 1", f"{TURN}{LOOSE} -1", TURN):
        assert list(act(now, value)) == []
    for own in ('{"loose": -7}', '{"tied": 1e99}', '{"about": "note:9"}', '{"put": "<b>"}', '{"level": "x"}', "x"):
        assert "Keep this note" in view(now.within(own))
    assert "<b>" not in view(after(now.within('{"about": "note:1"}'), f'{FIND}"><b>x</b>'))
