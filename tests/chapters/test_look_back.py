"""A plan that its owner meant to look back at opens the last chapter, and asks four things."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from helpers.chapters import Element, Kept, ViewContext, course, parts
from helpers.form import Accepted, PlanField, decide
from helpers.journal import Event, Journal, PlanItem, Subject
from tests.chapters.contexts import LADDER, NOON, THEME, context
from tests.reading import Reading
from tests.strategies import event

COURSE = course(LADDER)
START, PATH = 0, len(COURSE.chapters) - 1


def element(here: int, id: str) -> Element:
    return next(part for part in parts(COURSE, COURSE.chapters[here]) if part.id == id)


class Person:
    """Somebody with a journal and a page, whose days pass."""

    def __init__(self, path) -> None:
        self.now = NOON
        self.journal = Journal.open(path, clock=lambda: self.now)

    def at(self, here: int = PATH) -> ViewContext:
        kept = Kept(str(self.journal.path))
        return ViewContext.of(
            COURSE, COURSE.chapters[here], self.journal.events(), theme=THEME, now=self.now, kept=kept
        )

    def answer(self, id: str, subject: str, given: dict[str, object]) -> None:
        now = self.at()
        asked = element(PATH, id).asks(now)
        message = {"type": "answer", "seq": 1, "subject": subject, "answer": given}
        decided = decide(message, fields=asked.fields, takes=asked.takes, state=lambda: now.state)
        assert isinstance(decided, Accepted), decided
        self.journal.record(decided.subject, decided.answer, ladder=LADDER)

    def chooses(self, part: str, *chosen: str) -> None:
        (subject,) = [f.subject for f in self.asked() if f.subject.endswith(part)]
        self.answer("look-back", subject, {"kind": "choice", "chosen": list(chosen)})

    def asked(self, here: int = PATH):
        return element(here, "look-back").asks(self.at(here)).fields

    def reads(self, id: str, here: int = PATH) -> str:
        return Reading(element(here, id).shows(self.at(here))).words


@pytest.fixture
def person(tmp_path) -> Person:
    return Person(tmp_path / "journal.jsonl")


def test_twelve_weeks_with_a_plan(person: Person):
    """Planned on a Monday, changed after two weeks, doubted after six, done with after twelve."""
    (field,) = element(PATH, "plan").asks(person.at()).fields
    assert isinstance(field, PlanField)
    two, six, twelve = field.propose
    assert [(day - NOON.date()).days for day in field.propose] == [14, 42, 84]
    plan: dict[str, object] = {
        **PlanItem(when="a request comes", then="ask why", obstacle="I like being asked").model_dump(mode="json"),
        "follow_up": two.isoformat(),
        "look_again": [six.isoformat(), twelve.isoformat()],
    }
    person.answer("plan", "plan:1", plan)
    assert "What may get in my way: I like being asked." in person.reads("plan-aloud")
    assert person.asked() == ()
    assert person.reads("look-back") == person.reads("welcome-back", START) == ""

    person.now += timedelta(weeks=2)
    assert "When a request comes, I will ask why." in person.reads("look-back")
    assert "I like being asked" in person.reads("look-back")
    assert len(person.asked()) == 4
    told = person.reads("welcome-back", START)
    assert "A plan is due" in told
    assert "request" not in told  # people share their screens
    assert person.reads("look-back-outcome") == ""
    person.chooses("occasion", "once-or-twice")
    person.chooses("done", "sometimes")
    person.chooses("next", "smaller")
    assert "less than two minutes" in person.reads("look-back-outcome")
    assert person.reads("welcome-back", START) == "", "what was settled a moment ago is due no more"
    person.answer("plan", "plan:1", {**plan, "then": "write down the reason"})

    person.now += timedelta(weeks=1)
    assert person.asked() == ()
    assert "7 December 2026: the occasion came once or twice, done sometimes." in person.reads("plan-history")

    person.now += timedelta(weeks=3)
    assert "write down the reason" in person.reads("look-back")
    person.chooses("occasion", "not-yet")
    doubt = person.reads("look-back-outcome")
    assert "Is it the right one?" in doubt
    assert "hasn’t come for six weeks" not in doubt  # it came once or twice by the first date
    person.chooses("next", "keep")
    assert "You look back again on 15 February 2027." in person.reads("look-back-outcome")

    person.now += timedelta(weeks=6)
    person.chooses("occasion", "more")
    person.chooses("done", "each-time")
    person.chooses("next", "done")
    settled = Subject.look_back("plan:1", twelve, "next")
    assert element(PATH, "plan").form_changes({settled}), "what is done leaves the form while the page stays open"
    person.now += timedelta(days=1)
    assert person.asked() == ()
    assert person.reads("plan-aloud") == ""
    assert [f.subject for f in element(PATH, "plan").asks(person.at()).fields] == ["plan:2"]
    history = person.reads("plan-history")
    assert [day in history for day in ("7 December 2026", "4 January 2027", "15 February 2027")] == [True] * 3
    words = " ".join(person.reads(id) for id in ("plan-history", "look-back"))
    assert not any(word in words.lower() for word in ("streak", "score", "failed", "%"))


def test_a_page_drawn_before_the_date_was_moved_still_gives_its_answers(person: Person):
    first = NOON.date()
    person.journal.record("plan:1", PlanItem(when="a", then="b", follow_up=first), ladder=LADDER)
    subject = Subject.look_back("plan:1", first, "stuck")
    person.journal.record("plan:1", PlanItem(when="a", then="b", follow_up=first + timedelta(days=9)), ladder=LADDER)
    assert person.asked() == ()
    person.answer("look-back", subject, {"kind": "words", "text": "I was away."})
    assert person.at().state.words(subject) == "I was away."


def test_three_plans_that_are_due_are_asked_about_each_on_its_own():
    def due_now(number: int) -> Event:
        item = PlanItem(aim=f"aim {number}", when="a", then="b", follow_up=date(2026, 11, 20))
        return event(LADDER, f"plan:{number}", item, at=datetime(2026, 11, 2, 9).astimezone())

    now = context(*map(due_now, (1, 2, 3)), here=PATH)
    shown = [element(PATH, id).shows(now) for id in ("look-back", "look-back-2", "look-back-3")]
    assert [f"aim {number}" in html for number, html in enumerate(shown, 1)] == [True] * 3
    subjects = [
        f.subject for id in ("look-back", "look-back-2", "look-back-3") for f in element(PATH, id).asks(now).fields
    ]
    assert len(subjects) == len(set(subjects)) == 12


def test_what_somebody_wrote_never_becomes_markup():
    item = PlanItem(aim="<b>x</b>", when="<i>", then="<u>", obstacle="<script>", follow_up=date(2026, 11, 20))
    now = context(event(LADDER, "plan:1", item), here=PATH)
    html = element(PATH, "look-back").shows(now)
    assert not any(tag in html for tag in ("<b>x", "<i>", "<u>", "<script>"))
