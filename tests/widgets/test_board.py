"""The board shows head counts until somebody presses a button, then frozen pictures, and never a name."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from helpers.charts import load_theme
from helpers.errors import UsageError
from helpers.journal import Words
from helpers.ladder import Ladder
from helpers.pages.board import TABS
from helpers.widgets.board import Board, Tally, open_board
from helpers.workshop.session import TeamSession
from tests.hostile import HOSTILE
from tests.workshop.team import put, share_of

ASKED = "prompt:first.prompt-why"
PEOPLE = ("zoraida", "quentin", "wilhelmina", "xavier")


class Room:
    """A folder, the session on it, and the board, with everything that ever went to the page."""

    def __init__(self, folder: Path, ladder: Ladder) -> None:
        folder.mkdir()
        self.folder, self.ladder = folder, ladder
        self.session = TeamSession.open(folder, ladder, min_group=3)
        self.board = Board(self.session, load_theme())

    def join(self, *names: str, answers: dict[str, int] | None = None, said: str = "") -> None:
        more = {ASKED: Words(text=said)} if said else {}
        for number, name in enumerate(names):
            given = {"first.write": number % 3, **(answers or {})}
            release = (ASKED,) if said else ()
            put(self.folder, name, share_of(name, given, ladder=self.ladder, more=more, release=release))
        self.board.refresh()

    @property
    def page(self) -> str:
        return self.board._board.html

    @property
    def buttons(self) -> list[str]:
        return re.findall(r'<button[^>]* value="([^"]*)"', self.page)


@pytest.fixture
def room(tmp_path: Path, ladder: Ladder) -> Room:
    return Room(tmp_path / "team", ladder)


def test_the_lobby_follows_the_folder_and_holds_no_figure_but_head_counts(room: Room):
    assert '<p class="kb-count">0</p>' in room.page
    assert "Nobody can prove that another person stands behind each" in room.page
    room.join("zoraida", "quentin")
    assert '<p class="kb-count">2</p>' in room.page
    assert "1 more person has to answer" in room.page
    assert 'aria-disabled="true"' in room.page
    room.join("wilhelmina")
    assert 'aria-disabled="true"' not in room.page
    assert "<figure" not in room.page


@pytest.mark.parametrize("value", ["agenda", "words", "level:first:signs", "topic:first.write", "said", "show", "x"])
def test_no_message_gets_a_picture_before_the_reveal(room: Room, value: str):
    room.join(*PEOPLE)
    before = room.page
    room.board.act(value)
    assert room.page == before


def test_too_early_a_reveal_is_refused_in_words(room: Room):
    room.join("zoraida")
    room.board.act("reveal")
    assert "2 more people have to answer before a picture can be shown" in room.page
    assert "<figure" not in room.page


def test_after_the_reveal_every_tab_leads_to_its_page(room: Room):
    room.join(*PEOPLE, said="because")
    room.board.act("reveal")
    assert "To talk about" in room.page
    assert "Writing, 4 answers: 2 “not yet”, 1 “seldom” and 1 “sometimes”." in room.page
    for value, _ in TABS:
        room.board.act(value)
        assert f'value="{value}" data-key="{value}" data-act aria-current="true"' in room.page
        for button in room.buttons:
            room.board.act(button)
            assert "kp-notice" not in room.page or button == "reveal"
    room.board.act("topic:first.write")
    assert "how often did you write things down?" in room.page
    room.board.act("level:lead:signs")
    assert "Growth: no answers." in room.page


def test_every_picture_is_drawn_for_the_wall_and_for_a_phone(room: Room):
    room.join(*PEOPLE)
    room.board.act("reveal")
    room.board.act("families")
    pictures = [unquote(uri) for uri in re.findall(r'(?:srcset|src)="(data:[^"]+)"', room.page)]
    assert [width for svg in pictures for width in re.findall(r'viewBox="0 0 (\d+)', svg)] == ["350", "860"]


def test_what_a_whole_group_agrees_on_is_named_before_it_is_shown(room: Room):
    room.join(*PEOPLE, answers={"first.trust": 4})
    room.board.act("reveal")
    assert "Say this first, aloud" in room.page
    assert "Trust" in room.page
    assert "<figure" not in room.page
    assert "almost always" not in room.page
    room.board.act("agenda")
    assert "Say this first, aloud" in room.page, "it can't be skipped"
    room.board.act("said")
    assert "<figure" in room.page


def test_where_one_answered_otherwise_than_all_others_that_is_said_first(room: Room):
    """n - 1 against 1: the one apart will know what each of the others said."""
    room.join(*PEOPLE[:3], answers={"first.trust": 4})
    room.join(PEOPLE[3], answers={"first.trust": 1})
    room.board.act("reveal")
    assert "Say this first, aloud" in room.page
    assert "Trust" in room.page
    for value in ("agenda", "level:first:signs", "topic:first.trust"):
        room.board.act(value)
        assert "<figure" not in room.page, "it can't be skipped"
    room.board.act("said")
    assert "<figure" in room.page


def test_those_who_join_later_change_no_picture_until_they_are_enough(room: Room):
    room.join(*PEOPLE)
    room.board.act("reveal")
    room.board.act("level:first:responsibilities")
    before = room.page
    room.join("late")
    assert room.page == before
    room.board.act("lobby")
    assert "1 person isn’t in it yet" in room.page
    room.board.act("reveal")
    assert "2 more people have to answer before a new picture" in room.page


def test_a_board_that_is_opened_again_begins_in_the_lobby(room: Room):
    room.join(*PEOPLE)
    room.board.act("reveal")
    again = Board(room.session, load_theme())
    assert "<figure" not in again._board.html
    assert "The picture of 4 people is ready" in again._board.html
    again.act("show")
    assert "<figure" in again._board.html


def test_no_page_names_a_file_or_a_person_s_id(room: Room):
    room.join(*PEOPLE, said="because")
    (room.folder / "yolanda.json").touch()
    ids = [share.split('"id": "')[1][:32] for share in (path.read_text() for path in room.folder.glob("[qwxz]*.json"))]
    pages = [room.page, room.board._aside.html]
    room.board.act("reveal")
    for value, _ in TABS:
        room.board.act(value)
        pages += [room.page, room.board._aside.html]
    assert any("it is empty" in page for page in pages)
    for page in pages:
        assert not [name for name in (*PEOPLE, "yolanda", *ids, room.folder.name + "/") if name in page.lower()]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_released_words_come_out_as_words(room: Room, text: str):
    room.join(*PEOPLE, said=text)
    room.board.act("reveal")
    room.board.act("words")
    assert "<script>" not in room.page
    assert "<img src=x" not in room.page
    assert room.page.count("<blockquote") == 4


def test_a_folder_that_goes_away_is_said_so_and_may_come_back(room: Room):
    room.join("zoraida")
    moved = room.folder.rename(room.folder.with_name("moved"))
    room.board.refresh()
    assert "session" in room.page
    assert "kp-notice" in room.page
    moved.rename(room.folder)
    room.board.refresh()
    assert '<p class="kb-count">1</p>' in room.page


# ---- paper -------------------------------------------------------------------------------


def test_a_pile_of_paper_is_counted_in_and_the_board_knows_at_once(room: Room):
    tally, sent = Tally(room.session, room.board.refresh), []
    tally.send = sent.append
    tally.hear({"type": "hello"})
    assert [level["title"] for level in sent[0]["levels"]] == ["First", "Lead", "Deep"]
    assert sent[0]["least"] == 3
    tally.hear({"type": "count", "id": "a" * 32, "sheets": 4, "counts": {"first.write": {"3": 4}}})
    assert sent[1] == {"type": "said", "done": True, "text": "4 sheets counted in."}
    assert '<p class="kb-count">4</p>' in room.page
    tally.hear({"type": "count", "id": "b" * 32, "sheets": 2, "counts": {"first.write": {"3": 2}}})
    assert not sent[2]["done"]
    assert "2 sheets are too few" in sent[2]["text"]


@pytest.mark.parametrize(
    "message",
    [
        {"type": "count", "id": "c" * 32, "sheets": "4", "counts": {}},
        {"type": "count", "id": "d" * 32, "sheets": True, "counts": {}},
        {"type": "count", "id": "e" * 32, "sheets": 4, "counts": {"first.write": {"3": 1.5}}},
        {"type": "count", "id": "f" * 32, "sheets": 4, "counts": {"first.write": 3}},
        {"type": "count", "id": "0" * 32, "sheets": 4, "counts": {"<script>": {"3": 1}}},
        {"type": "count", "id": "1" * 32, "sheets": None, "counts": {}},
        {"type": "count", "id": "2" * 32, "sheets": 4, "counts": [1]},
        {"type": "other"},
        "nonsense",
    ],
)
def test_a_message_that_is_no_pile_counts_nothing(room: Room, message: object):
    tally, sent = Tally(room.session, room.board.refresh), []
    tally.send = sent.append
    tally.hear(message)
    assert all(not reply["done"] for reply in sent)
    assert room.session.lobby().people == 0


# ---- opening -----------------------------------------------------------------------------


def test_the_folder_is_the_one_named_or_that_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("LADDER_TEAM", str(tmp_path))
    open_board(min_group=7)
    assert (tmp_path / "session.json").exists()
    with pytest.raises(UsageError, match="folder can't be read"):
        open_board(tmp_path / "none")


def test_a_notebook_file_keeps_nothing_of_the_board(room: Room):
    assert repr(room.board) == "<Board>"
    assert repr(room.board._board) == "Run this cell again to see what stands here."
    assert "Run this cell again" in repr(Tally(room.session, room.board.refresh))
    assert "html" not in room.board._board.get_state()
