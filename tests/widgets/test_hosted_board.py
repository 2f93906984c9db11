"""The board notebook over a hosted session: the same rules as over a folder, and no way round them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers.database import Given, Opened, Store, open_engine
from helpers.errors import StoreError, UnknownId, UsageError
from helpers.journal import Choice, Words, often
from helpers.pages.board import TABS
from helpers.widgets.board import Board, Tally, open_board
from helpers.workshop.hosted import RELEASE, release_mark
from tests.hosting.server import LADDER, PLAN, STATEMENTS, database

PROMPT = f"prompt:{PLAN.prompts[0]}"


class Room(NamedTuple):
    """A session in a database, without a service."""

    store: Store
    opened: Opened

    def join(self, *frequencies: int, said: str = "", released: bool = False) -> str:
        """One more person, who rates the first statements so; gives their id."""
        person = self.store.join(self.opened.id).participant
        given = {f"statement:{id}": often(number) for id, number in zip(STATEMENTS, frequencies, strict=False)}
        if said:
            given[PROMPT] = Words(text=said)
        if released:
            given[RELEASE] = Choice(chosen=(release_mark(PROMPT, said),))
        events = [Given(id=uuid.uuid4().hex, subject=subject, answer=answer) for subject, answer in given.items()]
        self.store.append(person, "d" * 32, events)
        return person


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A session with nobody in it, which the environment names."""
    store = Store(open_engine(database(tmp_path)))
    opened = store.open_session(PLAN, timedelta(days=1))
    monkeypatch.setenv("LADDER_SESSION", opened.id)
    monkeypatch.setenv("LADDER_DB", database(tmp_path))
    monkeypatch.delenv("LADDER_TEAM", raising=False)
    return Room(store, opened)


def page(board: Board) -> str:
    board.refresh()
    return board._board.html


def test_the_environment_names_a_session_by_its_id_or_its_code(room: Room, monkeypatch):
    room.join(1)
    assert f"{PLAN.min_group - 1} more people have to answer" in page(open_board())
    code = room.opened.code
    for named in (code, f"{code[:4]} {code[4:]}".lower(), f" {room.opened.id} "):
        monkeypatch.setenv("LADDER_SESSION", named)
        assert f"{PLAN.min_group - 1} more people have to answer" in page(open_board())


def test_a_folder_that_is_named_goes_before_the_environment(room: Room, tmp_path):
    room.join(1)
    (tmp_path / "gathered").mkdir()
    assert '<p class="kb-count">0</p>' in page(open_board(tmp_path / "gathered"))


def test_what_cannot_be_opened_is_told_and_makes_nothing(room: Room, tmp_path, monkeypatch):
    monkeypatch.setenv("LADDER_SESSION", "ABCDEFGH")
    with pytest.raises(UnknownId, match="no such session"):
        open_board()
    monkeypatch.setenv("LADDER_DB", f"sqlite:///{tmp_path}/none.sqlite")
    with pytest.raises(StoreError, match="no such database"):
        open_board()
    assert not (tmp_path / "none.sqlite").exists()
    monkeypatch.setenv("LADDER_DB", "")
    with pytest.raises(UsageError, match="no address of a database"):
        open_board()


def test_the_board_follows_the_session_and_shows_frozen_pictures(room: Room):
    board = open_board()
    people = [room.join(0, 1), room.join(1, 2)]
    assert "1 more person has to answer" in page(board)
    people.append(room.join(4, 3))
    assert "<figure" not in page(board)
    board.act("reveal")
    assert "<figure" in page(board)
    board.act("level:mid:responsibilities")
    before = page(board)
    assert "3 answers" in before
    room.join(2, 2)
    room.store.leave(people[0])
    assert page(board) == before
    board.act("lobby")
    assert "1 person isn’t in it yet" in page(board)
    board.act("reveal")
    assert "2 more people have to answer before a new picture" in page(board)


def test_what_all_agree_on_is_said_aloud_first(room: Room):
    for number in range(3):
        room.join(4, number)
    board = open_board()
    board.act("reveal")
    assert "Say this first, aloud" in page(board)
    board.act("agenda")
    assert "<figure" not in page(board)
    board.act("said")
    assert "<figure" in page(board)


def test_no_page_holds_an_id_or_a_word_that_was_not_released(room: Room):
    people = [room.join(number, said=f"PRIVATE {number}", released=number == 2) for number in range(3)]
    board = open_board()
    pages = [page(board)]
    board.act("reveal")
    for value, _ in TABS:
        board.act(value)
        pages.append(page(board))
    for html in pages:
        assert not [secret for secret in (*people, "PRIVATE 0", "PRIVATE 1", room.opened.key) if secret in html]
    assert "PRIVATE 2" in pages[-1]


def test_paper_is_counted_into_the_session_for_what_it_asks(room: Room):
    board = open_board()
    tally, sent = Tally(board._session, board.refresh), []
    tally.send = sent.append
    tally.hear({"type": "hello"})
    asked = [statement["id"] for level in sent[0]["levels"] for statement in level["statements"]]
    assert tuple(asked) == PLAN.statements
    assert sent[0]["least"] == PLAN.min_group
    tally.hear({"type": "count", "id": "a" * 32, "sheets": 4, "counts": {STATEMENTS[0]: {"3": 2, "1": 2}}})
    assert sent[1]["done"], sent[1]
    room.join(0)
    assert "Enough people have answered." in page(board)
    assert "Enough people have answered." in page(open_board()), "and another board of the session knows it too"
    board.act("reveal")
    board.act("level:mid:responsibilities")
    title = LADDER.statement(STATEMENTS[0]).title
    assert f"{title}, 4 answers" in page(board), "the one on a phone waits, whom whoever counted could subtract"
    other = next(s.id for _, _, s in LADDER.walk() if s.id not in PLAN.statements)
    tally.hear({"type": "count", "id": "b" * 32, "sheets": 4, "counts": {other: {"3": 4}}})
    assert not sent[-1]["done"]


def test_there_are_no_files_to_leave_out(room: Room, monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.widgets.board._display", shown.append)
    board = open_board()
    board.left_out()
    assert shown == []
    assert board._aside.html == ""


def test_the_smallest_group_that_people_were_promised_stays(room: Room):
    for number in range(3):
        room.join(number)
    open_board(min_group=4)  # nothing was shown yet, and more than was promised is no harm
    with pytest.raises(UsageError, match="minimum group of 4 is fixed"):
        open_board(min_group=3)


def test_a_session_that_is_erased_meanwhile_is_said_so(room: Room):
    board = open_board()
    assert "kp-notice" not in page(board)
    room.store.erase(room.opened.id)
    assert "kp-notice" in page(board)
    assert "no longer here" in page(board)
