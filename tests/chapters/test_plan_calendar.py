"""The days of the plans as a calendar file: neutral unless wished otherwise, and each under one name for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from helpers.chapters import Become, Give, Kept, Stored, Where
from helpers.chapters.plan_calendar import MAKE, STARTS, WORDS, act, entries, view, way_of
from helpers.journal import Choice, Event, PlanItem, Subject
from tests.chapters.contexts import LADDER, NOON, context
from tests.reading import Reading
from tests.strategies import event

PLAN = PlanItem(
    when="a request comes",
    then="ask why",
    first_step="tell Fiona",
    by=date(2026, 11, 26),
    follow_up=date(2026, 12, 7),
    look_again=(date(2027, 1, 4),),
)


def planned(item: PlanItem = PLAN, days: int = 0, number: int = 1) -> Event:
    return event(LADDER, Subject.plan(number), item, at=NOON - timedelta(days=9 - days))


def found(*events: Event, words: bool = False):
    now = context(*events)
    return entries(now.state, now.events, now=now.now, words=words)


def test_titles_tell_nothing_of_the_plan_unless_its_owner_wants_that():
    assert [(entry.day, entry.title) for entry in found(planned())] == [
        (date(2026, 11, 26), "A first step"),
        (date(2026, 12, 7), "Ten minutes to look back"),
        (date(2027, 1, 4), "Ten minutes to look back"),
    ]
    assert "Fiona" not in "".join(entry.words for entry in found(planned()))
    titles = [entry.title for entry in found(planned(), words=True)]
    assert titles[0] == "A first step: tell Fiona"
    assert titles[1] == "Ten minutes to look back: When a request comes, I will ask why"


def test_every_entry_tells_the_way_back_that_there_is_where_the_plan_was_written():
    """A link on a site and in the app, the command too where one starts the pages, and on a hub its notebook."""
    here = context(planned())

    def ways(kept: Kept, link: str):
        there = replace(here, kept=kept, link=lambda _: link)
        return entries(there.state, there.events, now=there.now, way=way_of(there))

    site = Kept("here", where=Where.BROWSER, pages="https://example.org/kit/")
    for entry in ways(site, "08_your_path.html"):
        assert entry.url == "https://example.org/kit/08_your_path.html"
        assert entry.url in entry.words
        assert STARTS not in entry.words
    app = Kept("here", pages="http://127.0.0.1:8866")
    for entry in ways(app, "/08_your_path"):
        assert entry.url == "http://127.0.0.1:8866/08_your_path"
        assert STARTS in entry.words
        assert entry.url in entry.words
    for entry in ways(Kept("here"), "08_your_path.ipynb"):
        assert entry.url == ""
        assert STARTS in entry.words
    for entry in ways(Kept("there", where=Where.HUB), "08_your_path.ipynb"):
        assert "JupyterHub" in entry.words
        assert STARTS not in entry.words
    assert [entry.words.partition(".")[0] for entry in ways(site, "x.html")][:2] == [
        "Your plan and its first step stand in “Your path”",
        "“Your path” asks four short questions about your plan",
    ]


def test_a_date_that_was_moved_moves_in_the_calendar_and_one_that_was_dropped_goes():
    first = planned()
    moved = planned(PLAN.model_copy(update={"follow_up": date(2026, 12, 9), "look_again": ()}), days=1)
    before, after = found(first), found(first, moved)
    assert [entry.uid for entry in after] == [entry.uid for entry in before]
    assert [(entry.day, entry.cancelled) for entry in after] == [
        (date(2026, 11, 26), False),
        (date(2026, 12, 9), False),
        (date(2027, 1, 4), True),
    ]


def test_the_days_of_a_plan_that_is_set_aside_or_done_are_cancelled():
    done = event(LADDER, Subject.look_back("plan:1", date(2026, 11, 23), "next"), Choice(chosen=("done",)), at=NOON)
    gone = planned(PLAN.model_copy(update={"dropped": True}), days=1)
    for events in ((planned(), done), (planned(), gone)):
        assert [entry.cancelled for entry in found(*events)] == [True] * 3


def test_two_plans_and_two_people_never_share_a_name():
    mine, other = found(planned(), planned(number=2)), found(planned())
    names = [entry.uid for entry in (*mine, *other)]
    assert len(set(names)) == len(names)


def test_days_that_have_passed_stay_as_they_are():
    assert found(planned(PlanItem(when="a", then="b", by=date(2026, 11, 20), follow_up=date(2026, 11, 22)))) == ()


def test_without_a_day_to_come_nothing_stands_there():
    assert view(context()) == ""
    assert list(act(context(), MAKE)) == []


def test_where_no_day_is_left_the_file_takes_those_out_that_an_earlier_one_put_there():
    for last in (PLAN.model_copy(update={"dropped": True}), PlanItem(when="a", then="b")):
        now = context(planned(), planned(last, days=1))
        words = Reading(view(now)).words
        assert "None of your plans has a day ahead any more" in words
        assert "takes them out again" in words
        (given,) = act(now, MAKE)
        assert isinstance(given, Give)
        assert given.data.count(b"STATUS:CANCELLED") == 3
        assert "takes them out" in Reading(given.then(Stored("/x.ics")).html).words


def test_the_button_gives_the_file_and_the_tick_travels_with_the_page():
    now = context(planned())
    assert "3 days of your plans lie ahead" in Reading(view(now)).words
    (become,) = act(now, WORDS)
    assert become == Become(WORDS)
    (plain,) = act(now, MAKE)
    (worded,) = act(now.within(WORDS), MAKE)
    assert isinstance(plain, Give)
    assert isinstance(worded, Give)
    assert b"Fiona" not in plain.data
    assert b"Fiona" in worded.data
    html = plain.then(Stored("/files/my-plan.ics", "/home/ada/my-plan.ics")).html
    assert 'href="/files/my-plan.ics"' in html
    assert "No room" in plain.then(Stored("", trouble="No room.")).html
