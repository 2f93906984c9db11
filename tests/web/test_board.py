"""The board as a page: head counts until somebody presses a button, and where a page has turned to travels with it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from helpers.charts import load_theme
from helpers.ladder import load_ladder
from helpers.pages import tally
from helpers.pages.screen import Screen
from helpers.site.board import Board
from helpers.web.board import BoardEngine
from helpers.workshop.feedback import questions
from helpers.workshop.session import Lobby, TeamSession
from helpers.workshop.suppression import CATEGORIES
from tests.web.test_engine import JSON
from tests.workshop.team import put, share_of

LADDER = load_ladder()
FIRST = LADDER.levels[0].statements[0].id
PILE = {"type": "count", "id": "0" * 32, "sheets": 3, "counts": {FIRST: {CATEGORIES[3]: 2, CATEGORIES[1]: 1}}}


@pytest.fixture
def board(tmp_path) -> BoardEngine:
    session = TeamSession.open(tmp_path, LADDER, min_group=3)
    for number, name in enumerate(("zoraida", "quentin", "wilhelmina")):
        put(tmp_path, name, share_of(name, {FIRST: number}, ladder=LADDER))
    (tmp_path / "gwendolen.json").write_text("{")
    return BoardEngine(session, load_theme(), files=True)


def told(board: BoardEngine, message: dict) -> dict[str, dict]:
    """What comes, by the element that it is about, or by its kind."""
    kinds = ("own", "version")
    return {
        reply["type"] if reply["type"] in kinds else reply.get("element", ""): reply for reply in board.handle(message)
    }


def test_the_page_holds_head_counts_and_no_name_and_no_picture(board: BoardEngine):
    html = board.page()
    assert '<p class="kb-count">3</p>' in html
    assert "<figure" not in html
    assert not re.search("zoraida|gwendolen", html)


def test_what_the_facilitator_alone_needs_is_on_no_projected_page(board: BoardEngine):
    projected, notes = board.page(), board.notes()
    for mine in ("Codes and paper", "it is not JSON", "What you can promise"):
        assert mine in notes
        assert mine not in projected
    assert "kb-count" not in notes
    assert not re.search("zoraida|gwendolen|Run All Cells|What stands above", notes)


def test_where_a_page_has_turned_to_is_kept_nowhere_else(board: BoardEngine):
    """Two projectors on one board, and a board that was started again."""
    (reveal,) = re.findall(r'value="(reveal[^"]*)"', board.page())
    shown = told(board, {"type": "act", "element": "board", "value": reveal, "owns": {}})
    own = shown["own"]["own"]
    assert "<figure" in shown["board"]["html"] or "aloud" in own
    again = told(board, {"type": "look", "version": "", "owns": {"board": own}})
    assert again["board"]["html"] == shown["board"]["html"]
    assert "<figure" not in told(board, {"type": "look", "version": "", "owns": {}})["board"]["html"]


def test_who_has_seen_all_hears_no_more_and_a_new_file_is_news(board: BoardEngine, tmp_path):
    version = told(board, {"type": "look", "version": "", "owns": {}})["version"]["version"]
    look = {"type": "look", "version": version, "owns": {}}
    assert list(board.handle(look)) == [{"type": "version", "version": version}]
    put(tmp_path, "xaverine", share_of("xaverine", {FIRST: 3}, ladder=LADDER))
    assert '<p class="kb-count">4</p>' in told(board, look)["board"]["html"]


def test_what_a_press_was_told_stands_until_the_next_press(board: BoardEngine, tmp_path):
    """Looks come every two seconds, and people go on joining meanwhile."""
    (tmp_path / "zoraida.json").unlink()  # two are left, of whom no picture may be taken
    said = told(board, {"type": "act", "element": "board", "value": "reveal:0", "owns": {}})
    notice = re.search('<div class="kp-notice"[\\s\\S]*?</div>', said["board"]["html"])
    assert notice
    owns = {"board": said["own"]["own"]}
    put(tmp_path, "xaverine", share_of("xaverine", {FIRST: 3}, ladder=LADDER))
    for version in ("", said["version"]["version"]):
        assert notice[0] in told(board, {"type": "look", "version": version, "owns": owns})["board"]["html"]
    again = told(board, {"type": "act", "element": "board", "value": "lobby", "owns": owns})
    assert "kp-notice" not in again["board"]["html"]
    assert "\n" not in again["own"]["own"]


@pytest.mark.parametrize("message", [None, {"type": "look", "version": "", "owns": {}}])
def test_a_file_that_comes_while_the_board_is_drawn_is_seen_at_the_next_look(board, tmp_path, monkeypatch, message):
    """What a page is told to be at is what it was shown, not what came since."""

    def arriving(screen: Screen, draw=Screen.html) -> str:
        drawn = draw(screen)
        put(tmp_path, "xaverine", share_of("xaverine", {FIRST: 1}, ladder=LADDER))
        return drawn

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Screen, "html", arriving)
        if message is None:
            html = board.page()
            version = json.loads(re.search(r"\{[^<]*\"version\"[^<]*\}", html)[0])["version"]
        else:
            reply = told(board, message)
            html, version = reply["board"]["html"], reply["version"]["version"]
    assert '<p class="kb-count">3</p>' in html
    after = told(board, {"type": "look", "version": version, "owns": {}})
    assert '<p class="kb-count">4</p>' in after["board"]["html"]


def test_a_pile_of_paper_is_counted_once_and_the_board_follows(board: BoardEngine):
    say = {"type": "tally", "element": "paper", "owns": {}}
    form = told(board, {**say, "message": {"type": "hello"}})["paper"]["message"]
    assert form["least"] == 3
    for _ in range(2):
        replies = told(board, {**say, "message": PILE})
        assert replies["paper"]["message"] == {"type": "said", "done": True, "text": "3 sheets counted in."}
        assert '<p class="kb-count">6</p>' in replies["board"]["html"]
    few = told(board, {**say, "message": {**PILE, "id": "1" * 32, "sheets": 2}})
    assert few["paper"]["message"]["done"] is False


@given(JSON)
def test_no_message_is_a_fault(message):
    board = BoardEngine(SESSION, load_theme(), files=False)
    for sent in (message, {"type": "act", "value": message, "owns": message}, {"type": "tally", "message": message}):
        assert all(json.dumps(reply) for reply in board.handle(sent))


class Nobody:
    """A session into which nobody has come."""

    ladder = LADDER
    min_group = 5
    snapshot = None

    def lobby(self):
        return Lobby(0, 0, 5, 5, ())


SESSION = Nobody()


def test_slips_about_the_workshop_are_counted_beside_the_files_and_shown_to_the_facilitator(
    board: BoardEngine, tmp_path
):
    """By file or on paper: the three questions that phones ask, on slips, by the same group as the picture."""
    useful, honest = (question.id for _, _, question in questions().walk())
    pile = {"type": "count", "about": "slips", "id": "0" * 32, "sheets": 4, "counts": {useful: {"4": 3, "1": 1}}}

    def hand_in(**changed: object) -> dict[str, object]:
        return told(board, {"type": "tally", "element": "paper", "message": {**pile, **changed}})["paper"]["message"]

    asked = told(board, {"type": "tally", "element": "paper", "message": {"type": "hello"}})["paper"]["message"]
    assert [answer["label"] for answer in asked["slips"]["answers"]][::4] == ["not at all", "fully"]
    assert [row["id"] for row in asked["slips"]["levels"][0]["statements"]] == [useful, honest]
    assert not (tmp_path / "feedback.json").exists(), "asking begins nothing"
    assert "2 slips are too few" in str(hand_in(sheets=2)["text"]), "a pile is a whole group"
    for number in (-1, 10**30):
        assert "how many slips there are" in str(hand_in(sheets=number)["text"])
    assert hand_in(counts={FIRST: {"4": 3}})["done"] is False, "and about nothing else"
    for _ in range(2):  # a second press is the same pile
        said = hand_in()
        assert said["done"] is True
        assert "4 slips counted in. Was it worth your time? fully 3, a little 1. Could you" in str(said["text"])
        assert "Could you answer honestly? Too few answered this." in str(said["text"])
    assert "fully 5, a little 2" in str(hand_in(id="1" * 32, sheets=3, counts={useful: {"4": 2, "1": 1}})["text"])
    assert '<p class="kb-count">3</p>' in board.page(), "slips are no answers to the statements"
    assert "feedback" not in board.notes(), "and no file that can’t be used"


def test_a_site_counts_no_slips_and_reads_no_question_about_the_workshop(tmp_path, monkeypatch):
    """They aren't among what a site brings: asked for, they would leave its board without any form."""

    def absent() -> None:
        raise AssertionError("read")

    monkeypatch.setattr(tally, "questions", absent)
    here = Board(LADDER, load_theme(), tmp_path / "files")
    here.again([])
    heard = list(here.handle({"type": "tally", "message": {"type": "hello"}, "owns": {}}))
    (form,) = [reply["message"] for reply in heard if reply["type"] == "tally"]
    assert "slips" not in form
    assert len(form["answers"]) == len(CATEGORIES)
