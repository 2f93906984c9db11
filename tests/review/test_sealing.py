"""An encrypted reply opens for its own invitation, with its own key, whole and unaltered; else it says why not."""

from __future__ import annotations

import re
import stat
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import ReplyRefused, UsageError
from helpers.journal import Ask, Journal, Rater, Seen
from helpers.journal.recording import answered
from helpers.ladder import load_ladder
from helpers.review import Invitation, Line, Said, invitations, message, read, reply_to
from helpers.review.opening import check
from helpers.review.page import answer_file, answer_page, digest, link
from helpers.review.sealing import END, KeyFile, reference_of, unsealed, words_of
from tests.review.by_hand import sealed
from tests.widgets.conftest import TINY

FORMATS = Path(__file__).parents[1] / "fixtures/formats"
LADDER = load_ladder(TINY)
IDS = ("first.write", "first.trust")


def invitation(reference: str = "1f3c09ab", word: str = "") -> Invitation:
    asked = Ask(of=Rater.MANAGER, statements=IDS, word=word)
    event = answered(f"ask:{reference}", asked, LADDER, datetime(2026, 3, 2, tzinfo=UTC), Rater.SELF)
    return Invitation(event.model_copy(update={"id": f"{reference:0>32}"}), asked)


SAID = {"by": "Mara", "more": "", "seen": [{"n": 2, "often": None, "example": "", "quotable": False}]}


@pytest.fixture
def key(tmp_path: Path) -> KeyFile:
    return KeyFile.beside(tmp_path / "me.jsonl")


def test_the_reply_of_format_1_opens_for_good():
    (one,) = invitations(Journal.open(FORMATS / "journal-5.jsonl").events())
    text = (FORMATS / "second-view-1.txt").read_text()
    key, scale = KeyFile(FORMATS / "second-view-1.pem"), LADDER.scale  # of any ladder: format 1 is tied to none
    got = unsealed(text, one, key, scale)
    assert got.lines == (Line(1, Said(1, "One\nnote")), Line(2, Said(None, "")))
    assert (got.by, got.more, got.quotable) == ("Zoë", "Say no <b>earlier</b>", frozenset({1}))
    forwarded = "Here it is:\n\n" + "".join(f"> {line}\r\n" for line in text.splitlines()) + "\nBest, Zoë"
    assert unsealed(forwarded, one, key, scale) == got
    assert reference_of(forwarded) == reference_of(text) == one.reference


def test_the_reply_of_format_2_opens_for_good_and_by_the_words_that_it_was_given_to_alone():
    (one,) = invitations(Journal.open(FORMATS / "journal-5.jsonl").events())
    text, key = (FORMATS / "second-view-2.txt").read_text(), KeyFile(FORMATS / "second-view-1.pem")
    scale = load_ladder(FORMATS / "ladder-4.yaml").scale
    assert unsealed(text, one, key, scale).lines == (Line(1, Said(1, "One\nnote")), Line(2, Said(None, "")))
    never, *others = scale.frequencies
    for changed in (
        {"question": "How well do you …"},
        {"frequencies": (never.model_copy(update={"label": "seldom"}), *others)},
    ):
        other = scale.model_copy(update=changed)
        with pytest.raises(ReplyRefused, match="other words than your ladder has now"):
            unsealed(text, one, key, other)
        with pytest.raises(ReplyRefused, match="altered"):
            unsealed(re.sub("Words:.*", f"Words: {words_of(one, other)[:16]}", text), one, key, other)


def test_a_link_of_either_format_goes_on_meaning_what_it_meant():
    ladder = load_ladder(FORMATS / "ladder-2.yaml")
    (one,) = invitations(Journal.open(FORMATS / "journal-5.jsonl").events())
    assert link(one, ladder, "https://x.org/v.html", name="Zoë B") == (
        f"https://x.org/v.html#2~{digest(ladder)}~1f3c09ab~0.1~Zo%C3%AB%20B"
    )
    assert (digest(ladder, 1), digest(ladder)) == DIGESTS
    assert f'"ladder":{{"1":"{DIGESTS[0]}","2":"{DIGESTS[1]}"}}'.encode() in answer_page(ladder)


DIGESTS = ("8dd96918", "aa912ae7")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_the_key_is_its_owner_s_alone_and_is_made_once(key: KeyFile):
    public = key.create()
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert key.create() == public
    assert key.path.name == "me.second-view-key.pem"


def test_windows_that_ask_at_once_get_one_key(tmp_path: Path):
    path, windows = tmp_path / "made" / "me.jsonl", 6
    together = threading.Barrier(windows)

    def ask(_: int) -> str:
        mine = KeyFile.beside(path)
        together.wait()
        return mine.create().fingerprint

    with ThreadPoolExecutor(windows) as pool:
        made = list(pool.map(ask, range(windows)))
    assert set(made) == {KeyFile.beside(path).create().fingerprint}


@settings(max_examples=30)
@given(st.text(max_size=40), st.integers(0, 4), st.booleans())
def test_what_its_author_wrote_comes_out_as_it_went_in(text: str, often: int, quotable: bool):
    key = KeyFile(FORMATS / "second-view-1.pem")
    seen = {"n": 1, "often": often, "example": text, "quotable": quotable}
    got = unsealed(
        sealed(invitation(), key, {"by": text, "more": text, "seen": [seen]}), invitation(), key, LADDER.scale
    )
    written = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert (got.by, got.more, got.lines) == (written, written, (Line(1, Said(often, written)),))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text[: len(text) // 2], "cut short"),
        (lambda text: text.replace(END, ""), "cut short"),
        (
            lambda text: re.sub(r"(?m)^([A-Za-z0-9+/]{9})(.)", lambda m: m[1] + ("A" if m[2] != "A" else "B"), text),
            "altered",
        ),
        (lambda text: text.replace("=", "").replace("\n\n", "\n\n*"), "altered"),
        (lambda text: text.replace("Format: 2", "Format: 3"), "of format 3"),
        (lambda text: text.replace("Format: 2", "Format: 1"), "altered"),
        (lambda text: text.replace("1f3c09ab", "00000000"), "to the invitation 00000000"),
        (lambda text: re.sub("Key: .{4}", "Key: 0000", text), "another key"),
    ],
)
def test_what_is_cut_altered_or_for_another_is_refused_by_name(key: KeyFile, change, told: str):
    text = sealed(invitation(), key, SAID)
    assert unsealed(text, invitation(), key, LADDER.scale).lines == (Line(2, Said(None, "")),)
    with pytest.raises(ReplyRefused, match=told):
        unsealed(change(text), invitation(), key, LADDER.scale)


def test_a_reply_to_one_invitation_never_opens_as_one_to_another(key: KeyFile):
    """Even under a forged head: what it is encrypted for is tied to the invitation and the words of its questions."""
    other = invitation("0000aaaa")
    with pytest.raises(ReplyRefused, match="altered"):
        unsealed(sealed(other, key, SAID).replace("0000aaaa", "1f3c09ab"), invitation(), key, LADDER.scale)


def test_without_the_key_and_with_a_broken_one_it_is_told_plainly(key: KeyFile, tmp_path: Path):
    text = sealed(invitation(), key, SAID)
    other = KeyFile(tmp_path / "other.pem")
    with pytest.raises(ReplyRefused, match="isn’t there, and without it nobody can open it"):
        unsealed(text, invitation(), other, LADDER.scale)
    other.create()
    with pytest.raises(ReplyRefused, match="another key"):
        unsealed(text, invitation(), other, LADDER.scale)
    other.path.write_text("not a key")
    with pytest.raises(UsageError, match="no key that can be read"):
        unsealed(text, invitation(), other, LADDER.scale)


@pytest.mark.parametrize(
    "said",
    [
        b"\xff",
        b"[]",
        {"seen": [{"n": 3, "often": 1}]},
        {"seen": [{"n": 1, "often": 5}]},
        {"seen": [{"n": 1, "often": True}]},
        {"seen": [{"n": 1, "often": 1}, {"n": 1, "often": 2}]},
        {"seen": [], "rater": "self"},
    ],
)
def test_what_the_page_would_never_make_is_refused_though_it_is_encrypted(key: KeyFile, said: object):
    with pytest.raises(ReplyRefused, match="isn’t one that the kit’s page makes"):
        unsealed(sealed(invitation(), key, said), invitation(), key, LADDER.scale)


def test_the_same_reply_is_opened_once(key: KeyFile):
    me, got = invitation(), unsealed(sealed(invitation(), key, SAID), invitation(), key, LADDER.scale)
    subject, reply = reply_to(me, got, {2: Seen(statement=IDS[1], often=None)})
    event = answered(subject, reply, LADDER, datetime(2026, 3, 3, tzinfo=UTC), Rater.MANAGER)
    with pytest.raises(ReplyRefused, match="opened already"):
        check(me, unsealed(sealed(me, key, SAID), me, key, LADDER.scale), [event])


def test_neither_page_holds_more_than_the_questions_and_both_are_small(key: KeyFile):
    word = "</script><script>alert(1)</script>\u2028"
    file = answer_file(invitation(word=word), LADDER, key.create())
    assert b"alert(1)</script>" not in file
    assert b"Ada" not in file
    for data in (file, answer_page(LADDER), answer_page(load_ladder())):
        assert len(data) < 150_000
        assert re.findall(rb"https?://", data) == []


def test_a_link_is_refused_for_what_is_no_page_and_for_words_that_have_changed():
    with pytest.raises(UsageError, match="no address of a page"):
        link(invitation(), LADDER, "javascript:alert(1)")
    with pytest.raises(UsageError, match="words have changed"):
        link(invitation(), load_ladder(), "https://x.org")


def test_the_lines_that_the_page_gives_are_read_as_they_were_meant():
    """What answer.js writes where it doesn't encrypt."""
    text = (
        "1 almost always, the call, not often enough\n2 haven’t seen it\nMore: 1 thing\nQuote: 1\nName: Mara\n"
        "[Second view 1f3c09ab]"
    )
    got = read(text, [words for _, words in invitation().questions], LADDER.scale)
    assert [(line.number, line.said.often, line.said.clear) for line in got.lines] == [(1, 4, True), (2, None, True)]
    assert (got.by, got.more, got.quotable, got.reference) == ("Mara", "1 thing", {1}, "1f3c09ab")


def test_what_seldom_comes_up_is_asked_about_further_back_every_way(key: KeyFile):
    ladder = load_ladder()
    rare = [s for _, _, s in ladder.walk() if ladder.scale.rare_of(s)][:2]
    usual = ladder.level("mid").responsibilities[0]
    asked = Ask(of=Rater.PEER, statements=tuple(s.id for s in (rare[0], usual, rare[1])))
    event = answered("ask:1f3c09ab", asked, ladder, datetime(2026, 3, 2, tzinfo=UTC), Rater.SELF)
    one = Invitation(event, asked)
    text = message(one, ladder)
    assert "Lines 1 and 3 are about what seldom comes up: think of the last 18 months there" in text
    assert read(text, [words for _, words in one.questions], ladder.scale).lines == ()  # left in place, it says nothing
    inline = text.replace("(18 months)", "(18 months) often, the merger", 1)
    (line,) = read(inline, [words for _, words in one.questions], ladder.scale).lines
    assert line == Line(1, Said(3, "the merger"))
    hint = b"It seldom comes up: think of the last 18 months, and say which occasion it was."
    assert answer_file(one, ladder, key.create()).count(hint) == 2
    assert hint in answer_page(ladder)
