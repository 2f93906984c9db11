"""The engine of a site: what it says only after a script kept it, and takes back where it couldn't be kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.journal import Journal, Rating, RatingState
from helpers.ladder import load_ladder
from helpers.paths import ladder_path
from helpers.site.desk import Desk

LADDER = load_ladder()
FIRST = LADDER.level("associate").responsibilities[0].id
OFTEN = {"kind": "rating", "state": "frequency", "frequency": 3}
THEIRS = b'{"v":99,"id":"from-a-later-version","subject":"mood:today","answer":{"kind":"mood"}}\n'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    theme = tmp_path / "theme.yaml"
    theme.write_text("{}")
    desk = Desk(ladder_path(), theme)
    desk.open("a-store")
    return desk


def said(desk: Desk, *, full: bool = False, **message: object) -> tuple[list[dict], bytes]:
    """All that a page hears, and all that was kept on the way."""
    desk.begin(json.dumps({"chapter": "01_associate_pm", "version": "", **message}))
    heard, kept = [], b""
    while step := desk.step():
        if lines := desk.unkept():
            if full:
                step = desk.refuse("No room.")
            else:
                kept += lines
                desk.done()
        heard.append(json.loads(step))
    return heard, kept


def rated(desk: Desk, *, full: bool = False) -> tuple[list[dict], bytes]:
    given = {"element": "rate-responsibilities", "seq": "1", "subject": f"statement:{FIRST}", "answer": OFTEN}
    return said(desk, full=full, type="answer", **given)


def test_what_is_kept_opens_as_a_journal_at_home(desk: Desk, tmp_path: Path) -> None:
    heard, kept = rated(desk)
    assert heard[0]["type"] == "saved"
    home = tmp_path / "journal.jsonl"
    home.write_bytes(kept)
    (event,) = Journal.open(home).events()
    assert event.answer == Rating(state=RatingState.FREQUENCY, frequency=3)
    assert event.subject == f"statement:{FIRST}"


def test_an_answer_that_could_not_be_kept_is_told_and_was_never_there(desk: Desk) -> None:
    heard, kept = rated(desk, full=True)
    assert (heard[0]["type"], heard[0]["seq"], kept) == ("failed", "1", b"")
    assert "No room." in heard[0]["message"]
    (form,) = (one for one in heard if one["type"] == "form" and one["element"] == "rate-responsibilities")
    assert f"statement:{FIRST}" not in {s for s, v in form["values"].items() if v.get("state") == "frequency"}
    assert rated(desk)[0][0]["type"] == "saved"


def test_lines_of_another_window_are_seen_and_an_erased_store_is_empty(desk: Desk, tmp_path: Path) -> None:
    _, kept = rated(desk)
    other = Desk(ladder_path(), tmp_path / "theme.yaml")
    other.open("a-store")
    other.take(kept)
    progress = [one["chapters"] for one in said(other, type="look")[0] if one["type"] == "progress"]
    assert progress[0]["01_associate_pm"][0] == 1
    other.open("another-store")
    progress = [one["chapters"] for one in said(other, type="look")[0] if one["type"] == "progress"]
    assert progress[0]["01_associate_pm"][0] == 0


def test_a_journal_is_taken_in_once_and_lines_of_a_later_version_to_the_byte(desk: Desk) -> None:
    _, kept = rated(desk)
    desk.open("a-new-store")
    told = json.loads(desk.bring(kept + THEIRS))
    assert (told["new"], [line for line, _ in told["set_aside"]]) == (1, [2])
    assert desk.unkept() == kept + THEIRS
    desk.done()
    assert json.loads(desk.bring(kept + THEIRS))["new"] == 0
    assert desk.unkept() == b""


def test_a_file_that_is_no_journal_is_refused_with_what_to_do(desk: Desk) -> None:
    told = json.loads(desk.bring(b"%PDF-1.7 my notes"))
    assert "not a journal" in told["trouble"]
    assert desk.unkept() == b""


def test_a_second_view_is_asked_for_by_a_link_to_the_site_s_own_page(desk: Desk) -> None:
    rated(desk)
    path = {"chapter": "08_your_path"}
    chosen = {"kind": "choice", "chosen": [FIRST]}
    given = {"element": "second-view-ask", "seq": "2", "subject": "draft:ask.statements", "answer": chosen}
    heard, _ = said(desk, type="answer", **path, **given)
    assert heard[0]["type"] == "saved"
    heard, kept = said(desk, type="act", **path, element="second-view", value="ask")
    assert b'"kind":"ask"' in kept
    (html,) = {reply["html"] for reply in heard if reply["type"] == "view" and reply["element"] == "second-view"}
    assert 'href="second-view.html#2~' in html
    assert "Make the file" not in html  # there is no key in a browser
