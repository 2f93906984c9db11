"""The engine of a site: what it says only after a script kept it, and takes back where it couldn't be kept."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec

from helpers.journal import Journal, Rating, RatingState
from helpers.ladder import load_ladder
from helpers.paths import ladder_path
from helpers.review.sealing import BEGIN, END, KeyFile
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
    assert "Make the file" in html


def test_a_file_waits_for_its_key_and_an_encrypted_reply_until_the_browser_has_opened_it(
    desk: Desk, tmp_path: Path
) -> None:
    """The browser's cryptography takes its time, and an engine doesn't wait: both are said once more."""
    rated(desk)
    path = {"chapter": "08_your_path"}
    given = {"element": "second-view-ask", "seq": "2", "subject": "draft:ask.statements"}
    said(desk, type="answer", **path, **given, answer={"kind": "choice", "chosen": [FIRST]})
    _, kept = said(desk, type="act", **path, element="second-view", value="ask")
    reference = json.loads(kept.splitlines()[0])["subject"].removeprefix("ask:")
    make = {"type": "act", "element": "second-view", "value": f"file {reference}", "act": "a1"}

    heard, _ = said(desk, **path, **make)
    assert "being made" in view(heard, "second-view")
    assert json.loads(desk.wanted()) == {"want": "key"}
    desk.keys("[]")  # it couldn't be kept
    again = json.loads(desk.granted())
    assert again["value"] == make["value"]
    heard, _ = said(desk, **again)
    assert "couldn’t make a key" in view(heard, "second-view")
    assert desk.wanted() == ""

    key = KeyFile(tmp_path / "key.pem")
    said(desk, **path, **make | {"act": "a2"})
    desk.keys(json.dumps([b64encode(key.create().data).decode()]))
    heard, _ = said(desk, **json.loads(desk.granted()))
    file = b64decode(re.search('href="data:text/html;base64,([^"]+)"', view(heard, "second-view"))[1]).decode()
    page = json.loads(re.search('id="asked">(.*?)</script>', file)[1])
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64decode(page["key"]))
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    plain = json.dumps({"by": "Mara", "more": "", "seen": [{"n": 1, "often": 1, "example": "The call"}]}).encode()
    box = suite.encrypt(plain, point, page["info"].encode())
    head = [f"Format: {page['format']}", f"To: {reference}", f"Key: {page['fingerprint']}", f"Words: {page['words']}"]
    sealed = "\n".join([BEGIN, *head, "", b64encode(box).decode(), END])
    reply = {"type": "answer", "element": "second-view-reply", "seq": "3", "subject": "draft:reply"}
    heard, _ = said(desk, **path, **reply, answer={"kind": "words", "text": sealed})
    assert "being opened" in view(heard, "second-view-read")
    assert b64decode(json.loads(desk.wanted())["box"]) == box
    heard, kept = said(desk, **json.loads(desk.granted(b64encode(plain).decode())))
    assert kept == b""
    assert "The call" in view(heard, "second-view-read")
    assert desk.wanted() == ""

    altered = sealed.replace(b64encode(box).decode(), b64encode(box[:-1] + b"x").decode())
    said(desk, **path, **reply, answer={"kind": "words", "text": altered})
    heard, _ = said(desk, **json.loads(desk.granted()))
    assert "was altered on its way" in view(heard, "second-view-read")
    said(desk, **path, **reply, answer={"kind": "words", "text": sealed})
    _, kept = said(desk, type="act", **path, element="second-view-read", value="keep")
    assert b'"kind":"reply"' in kept

    said(desk, **path, **reply, answer={"kind": "words", "text": sealed})
    desk.keys("[]")
    heard, _ = said(desk, type="look", **path)
    told = view(heard, "second-view-read")
    assert "isn’t in this browser" in told
    assert 'data-yours="bring-key"' in told
    desk.open("this window's own", alone=True)
    rated(desk)
    said(desk, type="answer", **path, **given, answer={"kind": "choice", "chosen": [FIRST]})
    heard, _ = said(desk, type="act", **path, element="second-view", value="ask")
    assert "Make the file" not in view(heard, "second-view")
    assert "its key would end with it" in view(heard, "second-view")
    desk.keys(json.dumps([b64encode(key.create().data).decode()]))  # it came along from the browser
    said(desk, **path, **reply, answer={"kind": "words", "text": sealed})
    heard, _ = said(desk, type="look", **path)
    assert "Save my key" in view(heard, "second-view")


def test_a_calendar_made_on_a_site_leads_to_the_page_there(desk: Desk) -> None:
    desk.open("a-store", pages="https://example.org/kit/")
    path = {"chapter": "08_your_path"}
    plan = {"kind": "plan", "when": "they ask", "then": "I ask", "by": "2199-11-01", "follow_up": "2199-12-01"}
    said(desk, **path, type="answer", element="plan", seq="1", subject="plan:1", answer=plan)
    heard, _ = said(desk, **path, type="act", element="plan-calendar", value="make")
    (data,) = re.findall(r"data:text/calendar;base64,([^\"]+)", view(heard, "plan-calendar"))
    text = b64decode(data).replace(b"\r\n ", b"").decode()
    assert text.count("URL:https://example.org/kit/08_your_path.html") == 2
    assert "start.py" not in text


def view(heard: list[dict], element: str) -> str:
    """All the HTML that a page heard of an element, in a row."""
    return "\n".join(one["html"] for one in heard if one["type"] == "view" and one["element"] == element)
