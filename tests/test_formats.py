"""What earlier versions of the kit wrote opens for good, and means what it meant.

The files in `tests/fixtures/formats` were made by the versions that their README names. A test here
that fails means that somebody's own file would no longer open: mend the code, never the file.
"""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from helpers.calendar_file import calendar_file
from helpers.chapters.plan_calendar import entries
from helpers.database import Given, Store, open_engine, open_feedback, open_team
from helpers.database.migrate import MIGRATIONS, newest
from helpers.errors import SessionClosed, UsageError
from helpers.insight.look_back import history
from helpers.insight.notes import notes
from helpers.journal import (
    Choice,
    Event,
    Evidence,
    Figures,
    Journal,
    PlanItem,
    Rater,
    Rating,
    RatingState,
    Seen,
    Words,
    fold,
    often,
)
from helpers.journal.lines import encode
from helpers.ladder import Ladder, load_ladder
from helpers.review import agenda_of, invitations
from helpers.workshop.code import known_lists, read_code
from helpers.workshop.feedback import feedback_lines
from helpers.workshop.hosted import HostedPlan
from helpers.workshop.memory import FILE
from helpers.workshop.session import TeamSession
from helpers.workshop.share import Share, make_share, read_share
from helpers.workshop.slips import feedback_shown
from helpers.workshop.suppression import CATEGORIES, Hidden, NoData, NotYet, Shown

FORMATS = Path(__file__).parent / "fixtures/formats"
HOSTED = "98cf311096f44400a75c8a41a204867f"
CODE, KEY = "A2PXDZF5", "Yg3dCBKdhnE8pCc6WyP8dQ"
PERSON, TOKEN = "cee56d09ad5544abb08e43d280f01517", "WXtwVI1i17_K6AF94B7fCQ"
WRITTEN = "The minutes of March,\nread by nine people."


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    return load_ladder(FORMATS / "ladder-1.yaml")


def test_a_ladder_of_format_1_has_all_that_stands_in_it(ladder: Ladder) -> None:
    assert (ladder.id, ladder.version, ladder.language) == ("lasting", "1", "en")
    assert [level.id for level in ladder.levels] == ["first", "lead", "deep"]
    assert [s.id for _, _, s in ladder.walk()][:4] == ["first.write", "first.trust", "first.listen", "lead.coach"]
    assert ladder.expected(ladder.statement("first.write")) == 2
    first, lead = ladder.levels[:2]
    assert (first.number, first.other_titles, lead.follows) == (1, ("Junior", "Trainee"), ("first",))
    assert first.prompts[0].hint == "Think of last Monday."
    assert [note.kind for note in lead.notes] == ["aim", "not_expected", "context", "suits", "cost", "entry"]
    (shop,) = ladder.roles
    assert shop.costs is not None
    assert shop.costs.text == "Weekends."
    assert [ladder.principles[0].id, ladder.notes[0].id, ladder.prompts[0].id] == [
        "path.kind",
        "path.pace",
        "path.success",
    ]


def test_a_journal_of_format_1_says_what_it_said(ladder: Ladder) -> None:
    journal = Journal.open(FORMATS / "journal-1.jsonl")
    events = journal.events()
    assert len(events) == 30
    assert journal.problems() == ()
    assert events[0].at == datetime(2026, 3, 2, 9, 31, 0, 1, tzinfo=UTC)
    state = journal.state(ladder)
    assert state.words("profile:name") == 'Zoë "Z" Ng\u2028👩🏽\u200d🚀'
    assert state.words("prompt:first.prompt-why") == "Because <b>it</b> helps."
    assert state.rating("first.write") == often(4)
    assert state.rating("first.trust").state is RatingState.NO_OPPORTUNITY
    assert state.rating("first.listen").state is RatingState.NOT_APPLICABLE
    assert state.rating("lead.coach").state is RatingState.DONT_KNOW
    assert state.rating("lead.grow").state is RatingState.UNANSWERED
    assert state.evidence() == (Evidence(text=WRITTEN, supports=("first.write", "first.trust")),)
    assert [state.chosen(name) for name in ("standing", "curious", "compare", "destination", "focus")] == [
        ("first",),
        ("lead", "shop"),
        ("level:lead", "role:shop"),
        ("level:lead",),
        ("lead.coach", "first.listen"),
    ]
    assert dict(state.plan()) == {
        "plan:1": PlanItem(
            focus="lead.coach",
            aim="Coach",
            when="Monday comes",
            then="ask Ines how it goes",
            first_step="Write to Ines",
            by=date(2026, 4, 1),
            shows="She asks me",
            follow_up=date(2026, 5, 1),
        ),
        "plan:10": PlanItem(aim="Something of my own"),
    }
    assert state.picked("lab:mid.ranking") == ("b", "a")
    assert dict(state.figures("lab:executive.levers")) == {"churn": 0.03, "price": 12.5}
    assert state.words("lab:first.kept") == "Guess first."
    assert state.picked("case:mid.two-customers") == ("wait",)
    assert [state.rating("first.write", rater).frequency for rater in (Rater.MANAGER, Rater.PEER)] == [2, 3]
    assert [state.rating("first.trust", rater).frequency for rater in (Rater.REPORT, Rater.OTHER)] == [3, 1]
    assert {type(event.answer) for event in events} == {Rating, Evidence, Words, Choice, Figures, PlanItem}


def test_a_line_of_format_1_is_written_as_it_was() -> None:
    """Another version on somebody's other computer must go on reading what this one writes."""
    for line in (FORMATS / "journal-1.jsonl").read_bytes().splitlines(keepends=True):
        assert encode(Event.model_validate_json(line)) == line


def test_a_share_of_format_1_holds_what_was_ticked_and_is_the_same_persons(ladder: Ladder) -> None:
    share = read_share((FORMATS / "share-1.json").read_bytes())
    assert {id: given.rating for id, given in share.ratings.items()} == {
        "first.write": often(4),
        "first.trust": Rating(state=RatingState.NO_OPPORTUNITY),
        "first.listen": Rating(state=RatingState.NOT_APPLICABLE),
        "lead.coach": Rating(state=RatingState.DONT_KNOW),
    }
    assert [(text.subject, text.text) for text in share.released] == [
        ("evidence:first.write", WRITTEN),
        ("prompt:first.prompt-why", "Because <b>it</b> helps."),
    ]
    assert share.commitment == "When Monday comes, I will ask Ines how it goes"
    again = make_share(ladder, Journal.open(FORMATS / "journal-1.jsonl").events())
    assert one_person(share, again)


def one_person(one: Share, other: Share) -> bool:
    return not set(one.ids).isdisjoint(other.ids)


def test_a_share_of_format_2_names_all_that_its_owner_went_by() -> None:
    share = read_share((FORMATS / "share-2.json").read_bytes())
    assert share.ids == ("71b3f6010fc81a4fadffb0c62709ef16", "0123456789abcdef0123456789abcdef")
    assert one_person(share, read_share((FORMATS / "share-1.json").read_bytes()))


def test_a_share_of_format_3_says_which_words_were_answered() -> None:
    share = read_share((FORMATS / "share-3.json").read_bytes())
    assert (share.ladder_version, share.digest, share.promised) == ("3", "b981b478f5aa396e", 4)
    assert share.digest == load_ladder(FORMATS / "ladder-2.yaml").digest


def test_a_share_of_format_4_says_what_its_owner_was_told_about_bars() -> None:
    share = read_share((FORMATS / "share-4.json").read_bytes())
    assert (share.promised, share.coarse) == (4, True)
    assert not any(read_share((FORMATS / f"share-{number}.json").read_bytes()).coarse for number in (1, 2, 3))


def test_a_team_session_of_format_3_goes_on_under_its_own_version_alone(ladder: Ladder, tmp_path: Path) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    shutil.copy(FORMATS / "session-3.json", folder / FILE)
    assert TeamSession.open(folder, ladder).snapshot is not None
    with pytest.raises(UsageError, match="about version 1 of the ladder"):
        TeamSession.open(folder, load_ladder(FORMATS / "ladder-2.yaml"))


def test_a_code_of_22_letters_is_read_and_a_team_session_of_format_4_keeps_the_codes_that_it_held(
    tmp_path: Path,
) -> None:
    ladder = load_ladder(FORMATS / "ladder-3.yaml")
    asked = tuple(statement.id for _, _, statement in ladder.walk())
    text = (FORMATS / "share-code-1.txt").read_text()
    assert (len(asked), len(text.replace(" ", "").strip())) == (16, 22)
    code = read_code(text, ladder, known_lists(ladder, asked))
    assert code.id == "01234567"
    given = [code.answers.get(id) for id in asked]
    assert given[:4] == ["0", "1", "2", None]
    assert given[4:] == [*CATEGORIES[4:], *CATEGORIES]
    folder = tmp_path / "team"
    folder.mkdir()
    shutil.copy(FORMATS / "session-4.json", folder / FILE)
    session = TeamSession.open(folder, ladder, asked=asked)
    lobby = session.lobby()
    assert (lobby.people, lobby.waiting, lobby.missing, lobby.min_group) == (4, 1, 2, 3)
    snapshot = session.snapshot
    assert snapshot is not None
    assert snapshot.tables["first.write"] == Shown(counts={"0": 1, "1": 1, "2": 1}, unanimous=False)
    assert isinstance(snapshot.tables["first.listen"], Hidden)
    session.add_codes(text)
    assert session.lobby() == lobby, "it is the same person's"


def test_a_team_session_of_format_5_keeps_its_coarse_bars(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    shutil.copy(FORMATS / "session-5.json", folder / FILE)
    session = TeamSession.open(folder, load_ladder(FORMATS / "ladder-3.yaml"))
    assert session.lobby().coarse
    snapshot = session.snapshot
    assert snapshot is not None
    assert snapshot.coarse
    assert snapshot.tables["first.write"] == Shown(
        counts={"less": 1, "as_expected": 2, "otherwise": 1}, unanimous=False
    )


def test_a_team_session_of_format_1_shows_what_it_showed_and_counts_nobody_again(
    ladder: Ladder, tmp_path: Path
) -> None:
    folder = tmp_path / "team"
    shutil.copytree(FORMATS / "team-1", folder)
    shutil.copy(FORMATS / "session-1.json", folder / FILE)
    session = TeamSession.open(folder, ladder)
    lobby = session.lobby()
    assert (lobby.people, lobby.waiting, lobby.missing, lobby.min_group, lobby.reasons) == (7, 1, 2, 3, ())
    snapshot = session.snapshot
    assert snapshot is not None
    assert (snapshot.number, snapshot.people) == (2, 6)
    assert snapshot.tables["first.write"] == Shown(counts={"0": 1, "4": 2}, unanimous=False)
    assert snapshot.tables["first.trust"] == Shown(counts={"2": 2, "4": 3, "no_opportunity": 1}, unanimous=True)
    assert isinstance(snapshot.tables["lead.coach"], Hidden)
    assert isinstance(snapshot.tables["deep.teach"], NoData)
    assert ["Bread."] in [list(said.texts) for said in session.words()]


def test_a_team_session_of_format_2_keeps_its_groups_and_names_who_is_apart(ladder: Ladder, tmp_path: Path) -> None:
    folder = tmp_path / "team"
    shutil.copytree(FORMATS / "team-1", folder)
    shutil.copy(FORMATS / "session-2.json", folder / FILE)
    session = TeamSession.open(folder, ladder)
    snapshot = session.snapshot
    assert snapshot is not None
    assert (snapshot.number, snapshot.people) == (1, 7)
    assert snapshot.tables["first.write"] == Shown(counts={"0": 2, "2": 1, "4": 4}, unanimous=False, all_but_one=True)
    assert "first.write" in snapshot.aloud
    assert len(session.words()) == 4
    (folder / "a.json").unlink()
    assert session.words() == (), "they were in one group"


def test_a_hosted_database_of_version_0001_opens_with_its_plan_people_and_picture(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    shutil.copy(FORMATS / "sessions-0001.db", path)
    engine = open_engine(f"sqlite:///{path}")
    try:
        holds_what_it_held(Store(engine, clock=lambda: datetime(2026, 3, 3, tzinfo=UTC)))
    finally:
        engine.dispose()


def holds_what_it_held(store: Store) -> None:
    assert store.by_code(CODE) == store.by_key(KEY) == HOSTED
    info = store.session(HOSTED)
    assert (info.workshop, info.people) == ("ninety-minutes", 6)
    assert info.closed_at == datetime(2026, 3, 2, 12, 11, tzinfo=UTC)
    plan: HostedPlan = store.plan(HOSTED)
    assert plan.statements == ("first.write", "first.trust", "lead.coach")
    assert plan.prompts == ("first.prompt-why",)
    assert (plan.min_group, plan.most_people) == (5, 40)
    assert plan.ladder == load_ladder(FORMATS / "ladder-1.yaml")
    assert [(block.id, block.open) for block in store.blocks(HOSTED)] == [
        ("rate", True),
        ("pairs", False),
        ("plan", False),
    ]
    person = store.by_token(TOKEN)
    assert person is not None
    assert (person.id, person.session) == (PERSON, HOSTED)
    events = store.events(PERSON)
    assert [event.subject for event in events] == [
        "statement:first.write",
        "statement:first.write",
        "statement:first.trust",
        "prompt:first.prompt-why",
        "plan:1",
        "choice:release",
    ]
    assert events[3].answer == Words(text="Ünïcode 0\x00")
    assert events[4].answer == PlanItem(focus="first.write", when="it rains", then="write", by=date(2026, 4, 1))
    team = open_team(store, HOSTED)
    snapshot = team.snapshot
    assert snapshot is not None
    assert snapshot.tables["first.write"] == Shown(counts={"0": 2, "1": 1, "2": 1, "3": 1, "4": 1}, unanimous=False)
    assert [said.texts for said in team.words()] == [("Ünïcode 0\x00",)]
    assert team.lobby().people == 6


@pytest.mark.parametrize("version", ["0002", "0003", "0005", "0006", "0007", "0008", "0009"])
def test_a_hosted_database_of_each_version_since_opens_and_goes_on(version: str, tmp_path: Path) -> None:
    """Each was made by the kit of that version: five people in a picture, a sixth who isn't, a device that tries it."""
    path = tmp_path / "sessions.db"
    shutil.copy(FORMATS / f"sessions-{version}.db", path)
    assert _number(path) == version
    engine = open_engine(f"sqlite:///{path}")
    try:
        assert _number(path) == newest()
        holds_what_it_held_since(version, Store(engine, clock=lambda: datetime(2026, 3, 2, 12, 21, tzinfo=UTC)))
    finally:
        engine.dispose()


def test_a_step_that_changes_no_table_of_its_own_is_gone_through_as_well(tmp_path: Path) -> None:
    """No kit had 0004 for its newest: it came together with 0005."""
    path = tmp_path / "sessions.db"
    shutil.copy(FORMATS / "sessions-0003.db", path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE kit_version SET version_num = '0004'")
    connection.close()
    engine = open_engine(f"sqlite:///{path}")
    try:
        holds_what_it_held_since("0003", Store(engine, clock=lambda: datetime(2026, 3, 2, 12, 21, tzinfo=UTC)))
    finally:
        engine.dispose()


def test_there_is_a_database_of_every_version_that_a_kit_ever_had() -> None:
    """Who adds a step puts a database of the new version beside these."""
    there = {path.stem.removeprefix("sessions-") for path in FORMATS.glob("sessions-*.db")}
    steps = {path.stem[1:5] for path in (MIGRATIONS / "versions").glob("v*.py")}
    assert there == steps - {"0004"}


def _number(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        found: str = connection.execute("SELECT version_num FROM kit_version").fetchone()[0]
    finally:
        connection.close()
    return found


def holds_what_it_held_since(version: str, store: Store) -> None:
    session = store.by_key(f"key-of-{version}-kkkkkkkkkk")
    assert session is not None
    assert store.by_code(f"ABCDZZZ{version[-1]}") == session
    info = store.session(session)
    assert (info.people, info.trying, info.closed_at) == (
        6 + (version >= "0007"),
        1,
        datetime(2026, 3, 2, 12, 20, tzinfo=UTC),
    )
    assert info.most_people == (None if version == "0002" else 55)
    assert (info.took, info.reported_at) == (
        (1, datetime(2026, 3, 2, 12, 11, tzinfo=UTC)) if version >= "0006" else (0, None)
    )
    began = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    course = ("rate", datetime(2026, 3, 2, 12, 6, tzinfo=UTC), began) if version >= "0005" else (None, None, None)
    ran = frozenset({"welcome", "rate"}) if version >= "0009" else None
    assert tuple(store.course(session)) == (*course, ran)
    if version == "0008":  # of a course that began before, nobody knows what ran
        store.begin(session, "pairs")
        assert store.course(session).ran is None
    plan = store.plan(session)
    assert plan.ladder == load_ladder(FORMATS / f"ladder-{4 if version >= '0006' else 1}.yaml")
    assert (plan.statements, plan.min_group) == (("first.write", "first.trust"), 5)
    # Whoever joined by an act is found again by it, and nobody new can come in.
    people = [store.join(session, act=f"{version}{number:028x}") for number in range(6)]
    with pytest.raises(SessionClosed):
        store.join(session, act=f"{version}{7:028x}")
    if version >= "0007":
        late = store.by_token(store.join(session, act=f"{version}{50:028x}").token)
        assert late is not None
        assert late.missed == {"rate"}
        assert [block.late for block in store.blocks(session) if block.id == "rate"] == [True]
    assert store.by_token(store.join(session, act=f"{version}{99:028x}").token).trial  # type: ignore[union-attr]
    answers = {str(event.subject): event.answer for event in store.events(people[0].participant)}
    assert answers["statement:first.write"] == often(0)
    assert answers["statement:first.trust"] == (often(4, occasions=1) if version >= "0006" else often(2))
    assert answers["prompt:first.prompt-why"] == Words(text="Ünïcode 0\x00")
    assert answers["plan:1"] == PlanItem(focus="first.write", when="it rains", then="write", by=date(2026, 4, 1))
    team = open_team(store, session)
    before = team.snapshot
    assert before is not None
    assert before.tables["first.write"] == Shown(counts={"0": 1, "1": 1, "2": 1, "3": 1, "4": 1}, unanimous=False)
    assert [said.texts for said in team.words()] == [("Ünïcode 0\x00",)]
    if version >= "0008":
        shown = feedback_shown(open_feedback(store, session))
        assert shown is not None
        assert feedback_lines(shown.snapshot)[0][1] == "fully 1, mostly 1, partly 1, a little 1, not at all 1"
    # What a phone still holds is taken, and nobody who is in the picture is counted again.
    late = [Given(id="e" * 32, subject="statement:first.write", answer=often(2), age_ms=0)]
    assert store.append(people[5].participant, "d" * 32, late).kept == {"e" * 32}
    assert team.lobby().people == (5 if version >= "0006" else 6), "one of them wants to be left out"
    with pytest.raises(NotYet):
        team.reveal()
    assert team.snapshot == before


def test_a_ladder_of_format_2_tells_what_became_of_its_ids() -> None:
    ladder = load_ladder(FORMATS / "ladder-2.yaml")
    assert (ladder.version, ladder.versions, ladder.scale.since) == ("3", ("1", "2", "3"), "2")
    assert ladder.statement("first.write").was == ("first.note", "first.draft")
    assert ladder.statement("first.trust").since == "3"
    assert (ladder.prompt("first.prompt-why").was, ladder.prompt("first.prompt-why").since) == (
        ("first.prompt-what-for",),
        "2",
    )
    assert (ladder.level("lead").was, ladder.role("shop").was) == (("manager",), ("bakery",))


def test_a_journal_of_format_2_says_the_words_that_were_answered() -> None:
    journal = Journal.open(FORMATS / "journal-2.jsonl")
    assert journal.problems() == ()
    events = {str(event.subject): event for event in journal.events()}
    assert len(events) == 8
    assert events["statement:first.write"].asked == (("first.write", "write things down"),)
    assert events["statement:first.write"].was == ("first.note", "first.draft")
    assert events["choice:destination"].asked == (("level:lead", "Lead"),)
    assert events["profile:name"].v == 1
    state = journal.state(load_ladder(FORMATS / "ladder-2.yaml"))
    assert state.rating("first.write") == often(3)
    assert state.plan()[0][1].focus == "first.trust"


def test_a_journal_of_format_3_says_what_may_get_in_the_way_and_what_came_of_the_plan() -> None:
    journal = Journal.open(FORMATS / "journal-3.jsonl")
    assert journal.problems() == ()
    assert [event.v for event in journal.events()] == [1, 3, 3, 3, 3, 3]
    state = journal.state()
    ((plan, item),) = state.plan()
    assert item.obstacle == "Fiona is away."
    assert item.look_backs == (date(2026, 11, 16), date(2026, 12, 14), date(2027, 1, 25))
    first, second = history(state, plan)
    assert (first.occasion, first.done, first.stuck, first.next) == (
        "once-or-twice",
        "sometimes",
        "I was in a hurry.",
        None,
    )
    assert (second.day, second.occasion, second.next) == (date(2026, 12, 14), None, "keep")


def test_the_days_of_a_plan_stand_in_calendars_under_the_names_that_they_had() -> None:
    """Under another name a calendar program would show the same day twice, for everybody who took such a file."""

    def named(journal: str, noon: datetime) -> list[str]:
        events = Journal.open(FORMATS / journal).events()
        lines = calendar_file(entries(fold(events), events, now=noon), now=noon).decode().split("\r\n")
        return [line for line in lines if line.startswith(("UID", "SEQUENCE", "DTSTART"))]

    assert named("journal-1.jsonl", datetime(2026, 3, 10, 12, tzinfo=UTC)) == [
        "DTSTART;VALUE=DATE:20260401",
        "UID:00000000000000000000000000000013-first-step@career-ladder-kit",
        "SEQUENCE:195307200",
        "DTSTART;VALUE=DATE:20260501",
        "UID:00000000000000000000000000000013-look-back-1@career-ladder-kit",
        "SEQUENCE:195307200",
    ]
    assert named("journal-3.jsonl", datetime(2026, 11, 10, 12, tzinfo=UTC)) == [
        "DTSTART;VALUE=DATE:20261116",
        "UID:00000000000000000000000000000002-look-back-1@career-ladder-kit",
        "SEQUENCE:216475200",
        "DTSTART;VALUE=DATE:20261214",
        "UID:00000000000000000000000000000002-look-back-2@career-ladder-kit",
        "SEQUENCE:216475200",
        "DTSTART;VALUE=DATE:20270125",
        "UID:00000000000000000000000000000002-look-back-3@career-ladder-kit",
        "SEQUENCE:216475200",
    ]


def test_a_journal_of_format_4_has_its_notes() -> None:
    journal = Journal.open(FORMATS / "journal-4.jsonl")
    assert journal.problems() == ()
    loose, tied = notes(journal.state())
    assert (loose.subject, loose.text, loose.backs) == ("note:5f2c", "Ines asked twice.", ())
    assert (tied.subject, tied.text, tied.backs) == ("note:1", "The call of March.", ("first.write",))


def test_a_ladder_of_format_3_says_what_ladders_of_companies_say() -> None:
    ladder = load_ladder(FORMATS / "ladder-3.yaml")
    trust = ladder.statement("first.trust")
    assert (trust.state, trust.mandatory, trust.examples) == (True, True, ("A second order, unasked.",))
    assert [(link.title, link.address) for link in trust.links] == [("On trust", "https://example.org/trust")]
    assert ladder.scale.state_question == "How often was this true of your work in the last six months?"
    assert [step.title for step in ladder.competencies[0].steps] == ["1 Learning", "2 Working"]
    assert ladder.levels[0].number == "IC1"
    assert ladder.expected(ladder.statement("first.write")) is None


def test_answers_to_an_earlier_ladder_of_format_1_are_read_by_format_2_as_it_says() -> None:
    """The scale of the second version means something else, so ratings are asked afresh; words are carried."""
    state = Journal.open(FORMATS / "journal-1.jsonl").state(load_ladder(FORMATS / "ladder-2.yaml"))
    assert state.rating("first.write").state is RatingState.UNANSWERED
    assert [fate.event.answer for fate in state.asked_again("statement:first.write")] == [often(4)]
    assert state.words("profile:name").startswith("Zoë")


def test_a_journal_of_format_5_shows_a_second_view_beside_the_answers_of_when_it_was_asked() -> None:
    journal = Journal.open(FORMATS / "journal-5.jsonl")
    assert journal.problems() == ()
    events = journal.events()
    assert [event.v for event in events] == [2, 2, 2, 5, 2, 5]
    (invitation,) = invitations(events)
    assert (invitation.reference, invitation.to) == ("1f3c09ab", "Zoë")
    assert invitation.questions == (("first.write", "write things down"), ("first.trust", "get asked again"))
    items = agenda_of(invitation, events[-1], events).items
    assert [(item.statement, item.own, item.evidence) for item in items] == [
        ("first.trust", Rating(state=RatingState.DONT_KNOW), ()),
        ("first.write", often(3), ("The minutes of May.",)),
    ]
    assert [item.seen for item in items] == [
        Seen(statement="first.trust", often=None),
        Seen(statement="first.write", often=1, example="One\nnote", quotable=True),
    ]
    for line in (FORMATS / "journal-5.jsonl").read_bytes().splitlines(keepends=True):
        assert encode(Event.model_validate_json(line)) == line


def test_a_ladder_of_format_4_and_a_journal_of_format_6_say_how_many_rare_occasions_there_were() -> None:
    ladder = load_ladder(FORMATS / "ladder-4.yaml")
    rare = ladder.scale.rare_of(ladder.statement("first.trust"))
    assert rare is not None
    assert (rare.period, rare.no_opportunity.meaning) == ("in the last 18 months", "Not once in 18 months.")
    assert ladder.scale.question_of(ladder.statement("first.trust")).startswith("In the last 18 months, when")
    assert ladder.scale.question_of(ladder.statement("first.write")) == "In the last six months, how often did you …"
    journal = Journal.open(FORMATS / "journal-6.jsonl")
    assert journal.problems() == ()
    events = journal.events()
    assert [event.v for event in events] == [6, 6, 6, 2, 2], "a line that says no number stays as it was"
    assert [event.answer for event in events] == [
        often(4, occasions=1),
        often(1, occasions=3),
        often(2, occasions=4),
        often(3),
        often(0),
    ]
    for line in (FORMATS / "journal-6.jsonl").read_bytes().splitlines(keepends=True):
        assert encode(Event.model_validate_json(line)) == line


def test_a_journal_of_format_7_keeps_drafts_apart_from_notes_and_what_two_people_agreed() -> None:
    journal = Journal.open(FORMATS / "journal-7.jsonl")
    assert journal.problems() == ()
    assert [event.v for event in journal.events()] == [2, 7, 7, 5, 5, 7]
    state = journal.state(load_ladder(FORMATS / "ladder-2.yaml"))
    assert notes(state) == ()
    assert state.words("draft:note") == "Ines asked <b>for"
    assert state.picked("draft:ask.statements") == ("first.write",)
    assert state.words("agreed:0123456789abcdef0123456789abcdef") == "Write it\nthe same day."
    (invitation,) = invitations(journal.events())
    assert agenda_of(invitation, journal.events()[4], journal.events()).author == "a peer"
    for line in (FORMATS / "journal-7.jsonl").read_bytes().splitlines(keepends=True):
        assert encode(Event.model_validate_json(line)) == line


def test_a_journal_of_format_8_tells_which_texts_were_taken_from_a_lab() -> None:
    journal = Journal.open(FORMATS / "journal-8.jsonl")
    assert journal.problems() == ()
    assert [event.v for event in journal.events()] == [1, 8, 8, 8, 2], "one's own work is said as before"
    state = journal.state(load_ladder(FORMATS / "ladder-2.yaml"))
    assert state.evidence_line("first.write") == Evidence(
        text="Mine.\n\nI put first what <b>waiting</b> makes dearer.", supports=("first.write",), labs=("mid",)
    )
    assert state.labs("prompt:first.prompt-why") == ("mid", "associate")
    assert state.evidence_line("first.listen").labs == ()
    for line in (FORMATS / "journal-8.jsonl").read_bytes().splitlines(keepends=True):
        assert encode(Event.model_validate_json(line)) == line
