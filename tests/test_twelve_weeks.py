"""Twelve weeks of one person with the kit: a plan, moments in passing, a second view, looking back, and the report.

Every answer goes the way that a page sends it; the clock is moved on by hand.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream

from helpers.chapters.cases import of_level
from helpers.chapters.plan_calendar import NAME
from helpers.charts import load_theme
from helpers.insight.look_back import LookBack, Next, history
from helpers.insight.notes import notes
from helpers.journal import Choice, PlanItem, Reply, often
from helpers.ladder import load_ladder
from helpers.report import as_text, build_report
from tests.visitor import PATH, Visitor

LADDER = load_ladder()
MONDAY = datetime(2026, 11, 23, 9).astimezone()
FOCUS = LADDER.statement("mid.discovery")
SECOND = LADDER.statement("mid.roadmap")


def test_twelve_weeks(tmp_path: Path):
    me = Visitor(LADDER, tmp_path, MONDAY)
    me.says("choice:standing", Choice(chosen=("mid",)))
    me.says(f"statement:{FOCUS.id}", often(1))
    me.says(f"statement:{SECOND.id}", often(3))
    me.says("choice:focus", Choice(chosen=(FOCUS.id,)))

    # Monday: a plan with three dates, and a calendar file of them
    plan = PlanItem(
        focus=FOCUS.id,
        when="a request comes in",
        then="ask what it replaces",
        obstacle="I like being asked",
        follow_up=date(2026, 12, 7),
        look_again=(date(2027, 1, 4), date(2027, 2, 15)),
    )
    me.answers("plan", "plan:1", plan)
    assert me.reads("look-back") == me.reads("fresh-case") == ""
    me.presses("plan-calendar", "make")
    calendar = IcsCalendarStream.calendar_from_ics((me.files / NAME).read_text(encoding="utf-8"))
    assert [event.dtstart for event in calendar.events] == [plan.follow_up, *plan.look_again]
    assert not any("ask what it replaces" in event.summary for event in calendar.events)

    # the same week: three moments in passing, one of them pasted with another
    me.now += timedelta(days=2)
    me.writes("note", "draft:note", "Said no to a request for the roadmap, Ines saw it")
    me.presses("notes", "keep")
    me.writes("note", "draft:note", "- 24 November: asked what it replaces\n- 25 November: forgot to ask")
    me.presses("notes", "each")
    assert [note.day for note in reversed(notes(me.state))] == [
        date(2026, 11, 25),
        date(2026, 11, 24),
        date(2026, 11, 25),
    ]
    (first, *_) = [note for note in notes(me.state) if "Ines" in note.text]
    me.sends("notes", f"tie {first.subject} {FOCUS.id}")
    assert me.state.evidence_line(FOCUS.id).text.startswith("Said no")

    # and the manager's view, by a message
    me.chooses("second-view-ask", "draft:ask.statements", FOCUS.id, SECOND.id)
    html = me.presses("second-view", "ask")
    mark = re.search(r"\[Second view \w+\]", html)
    assert mark
    me.now += timedelta(days=1)
    me.says(f"statement:{FOCUS.id}", often(4))  # how one sees it now has no part in what was frozen
    me.writes("second-view-reply", "draft:reply", f"1 sometimes, the call\n2 haven't seen it\nquote 1\n{mark[0]}")
    me.presses("second-view-read", "keep")
    assert "Open the page for your talk" in me.reads("second-view-read")
    me.goes("09_both_views")
    (reply,) = [event for event in me.journal.events() if isinstance(event.answer, Reply)]
    assert "almost always" not in me.presses("second-view-talk", f"show {reply.subject.id}.{FOCUS.id}")
    assert "seldom" in me.reads("second-view-talk")
    me.goes(PATH)

    # two weeks: it opens with the plan, which is changed
    me.now = MONDAY + timedelta(weeks=2)
    assert "When a request comes in, I will ask what it replaces." in me.reads("look-back")
    look = "lookback:1.2026-12-07"
    me.chooses("look-back", f"{look}.occasion", "once-or-twice")
    me.chooses("look-back", f"{look}.done", "sometimes")
    me.writes("look-back", f"{look}.stuck", "It was the boss who asked.")
    me.chooses("look-back", f"{look}.next", "smaller")
    me.answers("plan", "plan:1", plan.model_copy(update={"then": "write down the question"}))
    assert me.reads("fresh-case") == ""

    # three weeks: one case that wasn't seen, and what it calls to mind
    me.now = MONDAY + timedelta(weeks=3, hours=1)
    course = me.engine.course
    suiting = {case.id for case in of_level(course, "mid") if any(FOCUS.id in option.shows for option in case.options)}
    (subject,) = me.asked("fresh-case")
    assert subject.removeprefix("case:") in suiting
    assert me.asked("fresh-case-after") == ()
    case = next(case for case in of_level(course, "mid") if case.subject == subject)
    me.chooses("fresh-case", subject, case.options[0].id)
    assert case.options[0].costs in me.reads("fresh-case-after")
    assert me.asked("fresh-case") == (subject,)  # the one that was chosen in stays, and no other comes
    (memory,) = me.asked("fresh-case-after")
    me.writes("fresh-case-after", memory, "The pricing call, in December.")
    assert "The pricing call, in December." in [note.text for note in notes(me.state)]
    assert me.state.evidence_line(SECOND.id).text == ""  # practice is no evidence, nor does anything tie itself

    # six weeks: the day passes unnoticed. Twelve weeks: the last date, and the plan is done with.
    me.now = MONDAY + timedelta(weeks=12)
    assert "write down the question" in me.reads("look-back")
    me.chooses("look-back", "lookback:1.2027-02-15.next", "done")
    assert [told.next for told in history(me.state, "plan:1")] == [Next.SMALLER, Next.DONE]
    assert isinstance(history(me.state, "plan:1")[0], LookBack)

    # the report: nothing of others and no history unless it is ticked, and never where it stuck
    def report() -> str:
        on = me.now.date() + timedelta(days=1)
        return as_text(build_report(LADDER, me.journal.events(), on=on, theme=load_theme()))

    plain = report()
    assert not any(words in plain for words in ("the call", "came once or twice", "the boss who asked"))
    me.presses("report-contents", f"quote {reply.subject.id}.{FOCUS.id}")
    me.presses("report-contents", "went plan:1")
    ticked = report()
    assert "7 December 2026: the occasion came once or twice, done sometimes." in ticked
    assert all(words in ticked for words in ("the call", "I like being asked", "4 January 2027 and 15 February 2027"))
    assert "the boss who asked" not in ticked
    me.presses("report-contents", "went plan:1")
    assert "came once or twice" not in report()
