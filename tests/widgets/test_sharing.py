"""In the last chapter nothing is ticked at first, what is seen is what is written, and one plan at most goes along."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from helpers.journal import PlanItem, Words, often
from helpers.widgets.panel import Panel
from helpers.widgets.session import Session
from helpers.widgets.sharing import Sharing
from helpers.workshop.share import Share, as_file, read_share
from tests.hostile import HOSTILE

ASKED = "prompt:first.prompt-why"


@pytest.fixture
def sharing(session: Session, tmp_path: Path) -> Sharing:
    return Sharing(session, tmp_path / "out")


def answer(session: Session, said: str = "because") -> None:
    session.record("statement:first.write", often(3))
    session.record(ASKED, Words(text=said))
    session.record("plan:1", PlanItem(when="it rains", then="read"))
    session.record("plan:2", PlanItem(when="it snows", then="write"))


def previewed(panel: Panel) -> str:
    return html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", panel.html, re.DOTALL)[1])


def written(tmp_path: Path) -> Share:
    (file,) = (tmp_path / "out").iterdir()
    return read_share(file.read_bytes())


def test_before_anything_is_answered_there_is_nothing_to_share(sharing: Sharing, session: Session, tmp_path: Path):
    panel = sharing.panel()
    assert "nothing to share yet" in panel.html
    sharing.act(panel, "write")
    assert not (tmp_path / "out").exists()
    answer(session)
    assert "1 rating goes along (First)" in panel.html, "it follows the answers"


def test_by_default_the_ratings_go_alone_and_the_file_is_the_one_that_was_seen(sharing, session, tmp_path):
    answer(session)
    panel = sharing.panel()
    seen = previewed(panel)
    assert "because" not in seen
    sharing.act(panel, "write")
    assert as_file(written(tmp_path)) == seen
    assert "Download share-" in panel.html
    assert "First" in panel.html


def test_texts_go_along_one_by_one_and_can_be_taken_back(sharing, session, tmp_path):
    answer(session)
    panel = sharing.panel()
    sharing.act(panel, f"tick:{ASKED}")
    sharing.act(panel, "commit:plan:1")
    sharing.act(panel, "commit:plan:2")
    sharing.act(panel, "write")
    share = written(tmp_path)
    assert [item.text for item in share.released] == ["because"]
    assert share.commitment == "When it snows, I will write"
    sharing.act(panel, f"tick:{ASKED}")
    sharing.act(panel, "commit:none")
    assert "Download" not in panel.html, "the file that lies there holds something else"
    sharing.act(panel, "write")
    assert (written(tmp_path).released, written(tmp_path).commitment) == ((), None)


@pytest.mark.parametrize(
    "value", ["tick:profile:name", "tick:plan:1", "commit:prompt:first.prompt-why", "x", "tick:", ""]
)
def test_what_is_not_on_offer_cannot_be_ticked(sharing: Sharing, session: Session, value: str):
    answer(session)
    session.record("profile:name", Words(text="Ana"))
    panel = sharing.panel()
    before = panel.html
    sharing.act(panel, value)
    assert panel.html == before


def test_a_text_that_is_withdrawn_is_no_longer_ticked(sharing: Sharing, session: Session, tmp_path: Path):
    answer(session)
    panel = sharing.panel()
    sharing.act(panel, f"tick:{ASKED}")
    session.record(ASKED, Words(text=""))
    sharing.act(panel, "write")
    assert written(tmp_path).released == ()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_is_shown_as_text(sharing: Sharing, session: Session, text: str):
    answer(session, text)
    panel = sharing.panel()
    sharing.act(panel, f"tick:{ASKED}")
    assert panel.html.count("<script") == 0
    assert panel.html.count("<img") == 0
    assert read_share(previewed(panel).encode()).released[0].text == text


def test_a_folder_that_cannot_be_written_to_is_said_so(session: Session, tmp_path: Path):
    answer(session)
    (tmp_path / "out").touch()
    sharing = Sharing(session, tmp_path / "out")
    panel = sharing.panel()
    sharing.act(panel, "write")
    assert "could not be written" in panel.html
