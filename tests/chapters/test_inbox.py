"""At the end of every chapter: a box for what happened, and the notes that back nothing yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from helpers.chapters import Become, Give, Keep, Stored, ViewContext, course, parts, period
from helpers.chapters.inbox import EACH, KEEP, TIE, act, questions, view
from helpers.chapters.recalling import beside
from helpers.form import rating_fields
from helpers.insight import day_in_words
from helpers.journal import Choice, Evidence, Subject, Words
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
    (kept,) = act(now, KEEP)
    assert kept == Keep((("note:2", Words(text="Ines asked for the")), ("draft:note", Words(text=""))))
    (told,) = act(context(draft("  \n")), KEEP)
    assert "nothing in the box" in told.html


def test_a_pasted_list_becomes_a_note_for_each_entry_or_one_if_its_owner_wants_that():
    now = context(NOTE, draft("2025\n- 3 March: the call\n  Ines was there\n- 2026-04-01 said no\n"))
    assert "Keep 3 notes, one for each entry" in Reading(view(now)).words
    (kept,) = act(now, EACH)
    assert [(subject, answer.text) for subject, answer in kept.answers] == [
        ("note:2", "2025"),
        ("note:3", "3 March: the call\n  Ines was there"),
        ("note:4", "2026-04-01 said no"),
        ("draft:note", ""),
    ]
    (whole,) = act(now, KEEP)
    assert len(whole.answers) == 2


def test_one_press_makes_a_note_the_evidence_of_a_statement():
    now = context(NOTE)
    words = Reading(view(now)).words
    assert "<b>mid.s0</b> was done on Monday" in words
    (kept,) = act(now, f"{TIE}note:1 mid.s0")
    assert isinstance(kept, Keep)
    (subject, answer), tied = kept.answers
    assert (subject, answer) == ("evidence:mid.s0", Evidence(text=NOTE.answer.text, supports=("mid.s0",)))
    assert tied == ("note:1.backs", Choice(chosen=("mid.s0",)))
    after = context(NOTE, event(LADDER, subject, answer), event(LADDER, tied[0], tied[1]))
    assert "back nothing yet" not in view(after)
    assert after.state.evidence_line("mid.s0").text == NOTE.answer.text


def test_a_note_that_backs_a_statement_can_back_another_by_one_more_press_on_that_day():
    ladder = load_ladder()
    note = event(ladder, "note:1", Words(text="Refused a request for the roadmap, and told the customer why"))
    (first, *others) = offers(view(context(note, ladder=ladder)))
    tied = event(ladder, "note:1.backs", Choice(chosen=(first,)))
    now = replace(context(note, tied, ladder=ladder), now=tied.at)
    shown = view(now)
    assert f"Beside: {ladder.statement(first).title}" in Reading(shown).words
    assert offers(shown) == others
    (kept,) = act(now, f"{TIE}note:1 {others[0]}")
    assert dict(kept.answers)["note:1.backs"] == Choice(chosen=(first, others[0]))
    later = replace(now, now=tied.at + timedelta(days=2))
    assert offers(view(later)) == [], "what backs something is done with"


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
