"""A session hands out head counts and snapshots, remembers both, and forgets nothing that it promised."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.errors import KitError, UsageError
from helpers.journal import Answer, Evidence, PlanItem, Words
from helpers.ladder import Ladder, load_ladder
from helpers.workshop.folder import BARS_PROMISED, Gathered, left_out
from helpers.workshop.memory import FILE, Folder
from helpers.workshop.session import FORMAT, Lobby, TeamSession, _contributions, shown_from
from helpers.workshop.share import as_file, make_share, write_share
from helpers.workshop.suppression import Hidden, NoData, NotYet, Shown
from tests.widgets.conftest import TINY
from tests.workshop.team import events_of, put, share_of

ASKED = "prompt:first.prompt-why"


def join(folder: Path, name: str, ladder: Ladder, frequency: int = 3, said: str = "") -> None:
    more = {ASKED: Words(text=said)} if said else {}
    release = (ASKED,) if said else ()
    put(folder, name, share_of(name, {"first.write": frequency}, ladder=ladder, more=more, release=release))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that nobody has put anything into yet."""
    folder = tmp_path / "team"
    folder.mkdir()
    return folder


def test_before_anybody_is_in_there_is_a_lobby_and_no_picture(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder)
    assert session.lobby() == Lobby(0, 0, 5, 5, ())
    assert session.snapshot is None
    assert session.words() == ()
    with pytest.raises(NotYet):
        session.reveal()
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_a_picture_is_kept_and_comes_back_with_the_session(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for number, name in enumerate(("ana", "bo", "cid")):
        join(folder, name, ladder, number)
    assert session.lobby() == Lobby(3, 3, 0, 3, ())
    shown = session.reveal()
    assert shown.tables["first.write"] == Shown(counts={"0": 1, "1": 1, "2": 1}, unanimous=False)
    assert isinstance(shown.tables["first.trust"], NoData)
    assert TeamSession.open(folder, ladder).snapshot == shown
    assert session.lobby() == Lobby(3, 0, 3, 3, ())
    with pytest.raises(NotYet):
        session.reveal()
    (folder / "ana.json").unlink()
    assert session.snapshot == shown, "what was shown is frozen, though somebody left"
    assert session.lobby().people == 3


def test_the_minimum_is_set_at_opening_and_holds_once_a_file_is_in(folder: Path, ladder: Ladder):
    TeamSession.open(folder, ladder, min_group=7)
    assert TeamSession.open(folder, ladder).min_group == 7
    assert TeamSession.open(folder, ladder, min_group=4).min_group == 4
    join(folder, "ana", ladder)
    with pytest.raises(UsageError, match="minimum group of 4 is fixed"):
        TeamSession.open(folder, ladder, min_group=3)
    assert TeamSession.open(folder, ladder).min_group == 4


def test_the_session_file_of_a_newer_kit_is_told_by_its_number_and_left_alone(folder: Path, ladder: Ladder):
    TeamSession.open(folder, ladder)
    newer = (folder / FILE).read_text().replace(f'"format":{FORMAT}', f'"format":{FORMAT + 1},"more":{{}}')
    (folder / FILE).write_text(newer)
    session = TeamSession(Folder(folder, ladder), ladder)
    acts: list[Callable[[], object]] = [
        session.begin,
        lambda: session.begin(7, coarse=True),
        session.lobby,
        session.reveal,
        session.words,
        session.words_went,
        lambda: session.snapshot,
        lambda: session.add_paper(5, {"first.write": {"2": 5}}),
    ]
    for act in acts:
        with pytest.raises(UsageError, match="a newer version of the kit wrote the session's file"):
            act()
        assert (folder / FILE).read_text() == newer


def test_a_share_file_of_a_newer_kit_is_told_kept_to_the_byte_and_stops_nobody(folder: Path, ladder: Ladder):
    """A field or an answer that this version doesn't know is never dropped, nor half of such a file counted."""
    for name in ("ana", "bo", "cy"):
        join(folder, name, ladder)
    one = json.loads(as_file(share_of("dee", {"first.write": 3}, ladder=ladder)))
    one |= {"format": 99, "mood": "calm"}
    one["ratings"]["first.trust"] = {"state": "in_a_dream", "depth": 7}
    newer = json.dumps(one, indent=3).encode() + b"\n\n"
    path = folder / "dee.json"
    path.write_bytes(newer)
    session = TeamSession.open(folder, ladder, min_group=3)
    session.reveal()
    assert session.lobby().people == 3
    assert session.lobby().reasons == (("a newer version of the kit made it; this one is too old to read it", 1),)
    with pytest.raises(UsageError, match="it is no share file"):
        write_share(path, share_of("dee", {"first.write": 2}, ladder=ladder))
    assert path.read_bytes() == newer


def promised(folder: Path, name: str, ladder: Ladder, group: int | None) -> None:
    put(folder, name, make_share(ladder, events_of(name, {"first.write": 3}, ladder=ladder), promised=group))


def test_a_folder_is_opened_with_no_smaller_group_than_anybody_in_it_was_promised(folder: Path, ladder: Ladder):
    """The first answer fixes it, not the first opening: a session that is deleted and begun anew changes nothing."""
    promised(folder, "ana", ladder, 8)
    promised(folder, "bo", ladder, None)
    for _ in range(2):
        with pytest.raises(UsageError, match="promised counts of at least 8 people, so 3 can't be the minimum"):
            TeamSession.open(folder, ladder, min_group=3)
        assert not (folder / FILE).exists()
    assert TeamSession.open(folder, ladder).min_group == 8
    (folder / FILE).unlink()
    assert TeamSession.open(folder, ladder, min_group=9).min_group == 9


def test_a_promise_of_coarse_bars_is_kept_by_whoever_opens_the_folder(folder: Path, ladder: Ladder):
    """Opened after the first such file, bars are coarse; opened before, the file is left out until they are."""
    for name in ("ana", "bo", "cleo"):
        promised(folder, name, ladder, None)
    fine = TeamSession.open(folder, ladder, min_group=3)
    mine = make_share(ladder, events_of("dana", {"first.write": 3}, ladder=ladder), coarse=True)
    put(folder, "dana", mine)
    lobby = fine.lobby()
    assert (lobby.people, lobby.coarse) == (3, False)
    assert lobby.reasons == ((BARS_PROMISED, 1),)
    assert dict(TeamSession.open(folder, ladder).lobby().reasons) == {BARS_PROMISED: 1}, (
        "an open session stays as it is"
    )
    with pytest.raises(UsageError, match="promised bars of three parts"):
        TeamSession.open(folder, ladder, coarse=False)
    coarse = TeamSession.open(folder, ladder, coarse=True)
    assert (coarse.lobby().people, coarse.lobby().coarse, coarse.lobby().reasons) == (4, True, ())
    (folder / FILE).unlink()
    assert TeamSession.open(folder, ladder, min_group=3).lobby().coarse, "the first opening follows the promise"


@pytest.mark.parametrize("promise", [{"coarse": True}, {"promised": 6}, {"coarse": True, "promised": 6}])
def test_a_promise_that_comes_after_a_picture_takes_no_words_away_and_adds_nothing(
    folder: Path, ladder: Ladder, promise: dict[str, Any]
):
    """The words of the whole group went, as if its owner had erased themselves."""
    bread: dict[str, Answer] = {ASKED: Words(text="Bread")}
    for name in ("ana", "bo", "cleo"):
        put(folder, name, share_of(name, {"first.write": 3}, ladder=ladder, more=bread, release=(ASKED,)))
    session = TeamSession.open(folder, ladder, min_group=3)
    session.reveal()
    newer = events_of("ana", {"first.write": 1, "first.trust": 1}, ladder=ladder, more=bread)
    put(folder, "ana", make_share(ladder, newer, (ASKED,), **promise))
    assert [one.texts for one in session.words()] == [("Bread",) * 3]
    assert not session.words_went()
    lobby = session.lobby()
    assert (lobby.people, lobby.waiting, len(lobby.reasons)) == (3, 0, 1)
    assert "nothing new in this file counts" in lobby.reasons[0][0], "bars can't be changed any more"
    newer = events_of("ana", {"first.write": 1}, ladder=ladder, more={ASKED: Words(text="Cake")})
    put(folder, "ana", make_share(ladder, newer, (ASKED,), **promise))
    for name in ("dan", "eve", "flo"):
        put(folder, name, share_of(name, {"first.write": 3, "first.trust": 1}, ladder=ladder))
    tables = session.reveal().tables
    assert [tables[id].n for id in ("first.write", "first.trust")] == [6, 3]
    assert [one.texts for one in session.words()] == [("Bread",) * 2], "new words are under the promise too"


def test_both_promises_of_a_file_that_is_left_out_are_told(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    both = make_share(ladder, events_of("dana", {"first.write": 3}, ladder=ladder), promised=6, coarse=True)
    put(folder, "dana", both)
    ((reason, _),) = session.lobby().reasons
    assert "at least 6 people in bars of three parts, and 3 are enough here" in reason
    assert "--min-group 6 --coarse" in reason


def test_whoever_was_promised_more_than_a_session_keeps_is_left_out_of_it_with_the_reason(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for name in ("ana", "bo", "cid"):
        promised(folder, name, ladder, 3)
    promised(folder, "dan", ladder, 6)
    assert session.lobby().people == 3
    assert "promised counts of at least 6 people, and 3 are enough here" in session.lobby().reasons[0][0]
    assert [aside.name for aside in left_out(folder, ladder, shown_from(folder, ladder)[0])[1]] == ["dan.json"]
    assert TeamSession.open(folder, ladder, min_group=6).lobby().people == 4, (
        "before the first picture it can be raised"
    )
    with pytest.raises(UsageError, match="can't be the minimum"):
        TeamSession.open(folder, ladder, min_group=3)


@pytest.mark.parametrize("groups", [(None, 6), (6, None), (6, 3)])
def test_a_promise_holds_for_all_files_of_whoever_it_was_made_to(
    folder: Path, ladder: Ladder, groups: tuple[int | None, int | None]
):
    """Found by the search: the file with the promise was left out, and an older one of the same person counted."""
    TeamSession.open(folder, ladder, min_group=3)
    for name in ("ana", "bo", "cy"):
        promised(folder, name, ladder, None)
    for minute, group in enumerate(groups):
        events = events_of("dan", {"first.write": 3 + minute}, ladder=ladder)
        path = put(folder, f"dan {minute}", make_share(ladder, events, promised=group))
        os.utime(path, (minute * 60, minute * 60))
    session = TeamSession.open(folder, ladder)
    assert session.reveal().tables["first.write"].n == 3
    assert session.lobby().people == 3
    assert any("promised counts of at least 6 people" in reason for reason, _ in session.lobby().reasons)


def test_a_picture_counts_nobody_who_was_promised_more(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for name in ("ana", "bo", "cid"):
        promised(folder, name, ladder, None)
    promised(folder, "dan", ladder, 4)
    assert session.reveal().tables["first.write"].n == 3


def test_a_folder_or_a_session_file_that_cannot_be_used_is_said_so_and_left_alone(tmp_path, folder, ladder: Ladder):
    with pytest.raises(UsageError, match="folder can't be read"):
        TeamSession.open(tmp_path / "none", ladder)
    assert not (tmp_path / "none").exists()
    (folder / FILE).write_text('{"kind": "session", "ledger"')
    with pytest.raises(UsageError, match="session's file can't be read"):
        TeamSession.open(folder, ladder)
    assert (folder / FILE).read_text() == '{"kind": "session", "ledger"'
    (folder / FILE).unlink()
    TeamSession.open(folder, ladder)
    with pytest.raises(UsageError, match="about the ladder 'tiny'"):
        TeamSession.open(folder, ladder.model_copy(update={"id": "another"}))


def test_two_boards_on_one_folder_take_one_picture_between_them(folder: Path, ladder: Ladder):
    TeamSession.open(folder, ladder, min_group=3)
    for name in ("ana", "bo", "cid"):
        join(folder, name, ladder)
    sessions = [TeamSession.open(folder, ladder) for _ in range(6)]

    def press(session: TeamSession) -> int:
        try:
            return session.reveal().number
        except NotYet:
            return 0

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(press, sessions)) == [0, 0, 0, 0, 0, 1]


# ---- words -------------------------------------------------------------------------------


def test_released_words_come_with_a_picture_in_the_order_of_the_alphabet(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for name, said in (("ana", "zeal"), ("bo", "bread"), ("cid", "")):
        join(folder, name, ladder, said=said)
    assert session.words() == ()
    session.reveal()
    assert session.words() == (("reflection", "Why do you do this?", ("bread", "zeal")),)
    join(folder, "dan", ladder, said="late")
    assert session.words()[0].texts == ("bread", "zeal"), "it would be known whose it is"
    join(folder, "bo", ladder, said="bread, and more")
    assert session.words()[0].texts == ("zeal",), "what was taken back is gone, what is new waits"


def test_who_erases_themselves_takes_the_words_of_their_group_along(folder: Path, ladder: Ladder):
    """Else the text that vanishes would be known to be theirs; people may see who erases, but not what each wrote."""
    session = TeamSession.open(folder, ladder, min_group=3)
    said = dict(zip(("ana", "bo", "cid", "dan", "eve", "fay"), "abcdef", strict=True))
    for name, text in said.items():
        join(folder, name, ladder, said=text)
    session.reveal()
    assert session.words()[0].texts == tuple("abcdef")
    assert not session.words_went()
    (folder / "dan.json").unlink()
    left = session.words()[0].texts
    assert len(left) == 3
    assert "d" not in left
    assert session.words_went()
    others = [name for name, text in said.items() if name != "dan" and text not in left]
    for name in others:
        (folder / f"{name}.json").unlink()
        assert session.words()[0].texts == left, "all that could go for them is gone already"


def test_evidence_and_commitments_stand_under_what_they_belong_to(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    more = {
        "evidence:first.write": Evidence(text="the June notes", supports=("first.write",)),
        "plan:1": PlanItem(when="it rains", then="read"),
    }
    for name in ("ana", "bo", "cid"):
        share = share_of(name, {"first.write": 1}, ladder=ladder, more=more, release=("evidence:first.write", "plan:1"))
        put(folder, name, share)
    session.reveal()
    assert [(said.kind, said.title) for said in session.words()] == [
        ("evidence", "Writing"),
        ("commitment", "What people will do next"),
    ]


# ---- paper -------------------------------------------------------------------------------


def test_a_pile_of_paper_is_shown_but_nobody_beside_it_whom_its_counter_could_subtract(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    session.add_paper(4, {"first.write": {"3": 2, "dont_know": 2}, "first.trust": {"1": 2}})
    join(folder, "ana", ladder, 0, said="only ana can have written this")
    assert (session.lobby().people, session.lobby().missing) == (5, 0)
    shown = session.reveal()
    assert shown.people == 4
    assert shown.tables["first.write"] == Shown(counts={"3": 2, "dont_know": 2}, unanimous=False)
    assert isinstance(shown.tables["first.trust"], Hidden)
    assert session.words() == ()
    assert "Ana" not in (folder / FILE).read_text()
    assert session.lobby()[:3] == (5, 1, 2)
    for name in ("bo", "cid"):
        join(folder, name, ladder, 4)
    later = session.reveal()
    assert later.people == 7
    assert later.tables["first.write"].counts == {"0": 1, "3": 2, "4": 2, "dont_know": 2}


def test_two_piles_make_no_batch_together(folder: Path, ladder: Ladder):
    """Whoever counted one of them could subtract it from the other."""
    session = TeamSession.open(folder, ladder, min_group=3)
    session.add_paper(3, {"first.write": {"3": 2}, "first.trust": {"1": 3}})
    session.add_paper(3, {"first.write": {"0": 1}, "first.trust": {"2": 3}})
    tables = session.reveal().tables
    assert isinstance(tables["first.write"], Hidden)
    assert tables["first.trust"].counts == {"1": 3, "2": 3}


def test_a_pile_that_is_handed_in_twice_counts_once(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for _ in range(2):
        session.add_paper(3, {"first.write": {"3": 3}}, id="a" * 32)
    assert session.lobby().people == 3
    for sheets, frequency in ((4, "3"), (3, "2")):  # what isn't counted is told
        with pytest.raises(UsageError, match="with other numbers"):
            session.add_paper(sheets, {"first.write": {frequency: 3}}, id="a" * 32)
    session.add_paper(3, {"first.write": {"3": 3}}, id="b" * 32)
    assert session.lobby().people == 6


def test_a_second_press_finds_the_picture_that_the_first_one_took(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for number, name in enumerate(("ana", "bo", "cid")):
        join(folder, name, ladder, number)
    first = session.reveal(after=0)
    assert TeamSession.open(folder, ladder).reveal(after=0) == first
    for number, name in enumerate(("dan", "eve", "fay")):
        join(folder, name, ladder, number)
    assert session.reveal(after=0) == first, "it hasn't seen that one yet"
    assert session.reveal(after=1).number == 2


@pytest.mark.parametrize(
    ("sheets", "counts", "why"),
    [
        (2, {"first.write": {"3": 2}}, "2 sheets are too few"),
        (501, {"first.write": {"3": 2}}, "can’t be how many sheets there are\nWrite a whole number, from 3 to 500"),
        (-1, {"first.write": {"3": 2}}, "can’t be how many sheets there are"),
        (3, {"first.write": {"3": 4}}, "4 answers were counted on 3 sheets"),
        (3, {"first.write": {"3": -1}}, "this can’t be how many gave an answer"),
        (3, {"first.write": {"3": 10**30}}, "this can’t be how many gave an answer"),
        (3, {"first.write": {"7": 1}}, "no answer '7'"),
        (3, {"nothing": {"3": 1}}, "no statement 'nothing'"),
        (3, {"first.write": {}}, "nothing was counted"),
    ],
)
def test_counts_that_do_not_fit_are_refused_and_change_nothing(folder, ladder: Ladder, sheets, counts, why):
    session = TeamSession.open(folder, ladder, min_group=3)
    before = (folder / FILE).read_bytes()
    with pytest.raises(KitError, match=why):
        session.add_paper(sheets, counts)
    assert (folder / FILE).read_bytes() == before


STATEMENTS = [statement.id for _, _, statement in load_ladder(TINY).walk()]
tallies = st.dictionaries(
    st.sampled_from(STATEMENTS),
    st.dictionaries(st.sampled_from(("0", "2", "4", "not_applicable")), st.integers(0, 3), min_size=1),
    min_size=1,
)


@settings(max_examples=30)
@given(tallies, st.integers(12, 20))
def test_a_tally_taken_apart_into_sheets_adds_up_to_the_tally(tmp_path_factory, tally, sheets):
    folder = tmp_path_factory.mktemp("team")
    session = TeamSession.open(folder, load_ladder(TINY), min_group=3)
    assume(any(sum(counts.values()) for counts in tally.values()))
    session.add_paper(sheets, tally)
    people = _contributions(Gathered((), ()), session._kept())
    assert len({person.person for person in people}) == sheets
    for id, counts in tally.items():
        answers = [person.answers[id] for person in people if id in person.answers]
        assert {c: answers.count(c) for c in set(answers)} == {c: n for c, n in counts.items() if n}


def test_nothing_of_a_person_is_in_the_session_file_but_an_id_and_digests(folder: Path, ladder: Ladder):
    session = TeamSession.open(folder, ladder, min_group=3)
    for name in ("ana", "bo", "cid"):
        join(folder, name, ladder, said=f"secret of {name}")
    session.reveal()
    held = (folder / FILE).read_text()
    assert not any(word in held for word in ("ana", "bo.json", "secret"))
    assert json.loads(held)["ledger"]["snapshots"][0]["tables"]["first.write"]["counts"] == {"3": 3}
    assert repr(session) == "<TeamSession>"
