"""A share file holds what its owner ticked and nothing else, and they see it before it is written."""

from __future__ import annotations

import json
import stat
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import UsageError
from helpers.journal import Choice, Event, Evidence, PlanItem, Rater, Subject, Words, fold, often
from helpers.journal.lines import encode
from helpers.ladder import Ladder, load_ladder
from helpers.workshop.share import (
    FORMAT,
    NotAShare,
    Share,
    as_file,
    make_share,
    offers,
    read_share,
    write_share,
)
from tests.hostile import HOSTILE
from tests.widgets.conftest import TINY
from tests.workshop.team import APART, START, events_of, share_of

TINY_LADDER = load_ladder(TINY)
MARK = "kéy"
"""Starts every secret below, and occurs nowhere else in a share file."""

STATEMENTS = [statement.id for _, _, statement in TINY_LADDER.walk()]
PROMPTS = [prompt.id for level in TINY_LADDER.levels for prompt in level.prompts]


def plan(text: str) -> PlanItem:
    return PlanItem(when=text, then=text, first_step=text, shows=text, by=date(2026, 12, 1))


# ---- nothing that wasn't ticked ----------------------------------------------------------

secret_texts = st.integers(0, 10**9).map(lambda number: f"{MARK}{number:010}")


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    """A journal in which every text is another secret, in every place that takes text."""
    texts = iter(draw(st.lists(secret_texts, min_size=20, max_size=20, unique=True)))
    more = {f"prompt:{id}": Words(text=next(texts)) for id in draw(st.sets(st.sampled_from(PROMPTS)))}
    more |= {
        f"evidence:{id}": Evidence(text=next(texts), supports=(id,))
        for id in draw(st.sets(st.sampled_from(STATEMENTS)))
    }
    more |= {f"plan:{number}": plan(next(texts)) for number in range(draw(st.integers(0, 3)))}
    more |= {"profile:role": Words(text=next(texts)), "choice:standing": Choice(chosen=("first",))}
    ratings = draw(st.dictionaries(st.sampled_from(STATEMENTS), st.integers(0, 4), min_size=1))
    return events_of(next(texts), ratings, ladder=TINY_LADDER, more=more)


@given(journals(), st.data())
def test_every_text_in_the_file_was_ticked_and_every_ticked_text_is_in_it(journal, data):
    on_offer = offers(TINY_LADDER, fold(journal))
    ticked = data.draw(st.sets(st.sampled_from([o.subject for o in on_offer]))) if on_offer else set()
    plans = sorted(subject for subject in ticked if subject.startswith("plan:"))
    ticked -= set(plans[1:])
    written = as_file(make_share(TINY_LADDER, journal, ticked))
    for offer in on_offer:
        assert (json.dumps(offer.text, ensure_ascii=False)[1:-1] in written) == (offer.subject in ticked)
    found = {event.answer.text for event in journal if event.subject.startswith("profile:")}
    assert not any(text in written for text in found)
    if not ticked:
        assert MARK not in written
    assert "2026-" not in written
    assert not any(event.id in written for event in journal)


@given(journals(), st.randoms())
def test_the_order_of_answers_shows_in_nothing(journal, random):
    ids = [event.id for event in journal]
    first, *rest = journal
    random.shuffle(rest)
    moved = [first, *(e.model_copy(update={"at": t.at}) for e, t in zip(rest, journal[1:], strict=True))]
    assert sorted(ids) == sorted(event.id for event in moved)
    assert as_file(make_share(TINY_LADDER, moved)) == as_file(make_share(TINY_LADDER, journal))


@given(journals())
def test_what_is_written_is_read_back_as_it_was(journal):
    share = make_share(
        TINY_LADDER, journal, [o.subject for o in offers(TINY_LADDER, fold(journal)) if o.kind != "plan"]
    )
    assert read_share(as_file(share).encode()) == share


# ---- the rules, one by one ---------------------------------------------------------------


def test_by_default_it_holds_the_ratings_alone(ladder: Ladder):
    more = {"prompt:first.prompt-why": Words(text="because"), "plan:1": plan("x")}
    share = share_of("Ana", {"first.write": 3, "first.trust": APART}, ladder=ladder, more=more)
    held = json.loads(as_file(share))
    assert held.pop("id") == share.id
    assert held == {
        "format": 3,
        "kind": "share",
        "ladder": "tiny",
        "ladder_version": "1",
        "digest": ladder.digest,
        "ratings": {
            "first.trust": {"state": "dont_know", "frequency": None},
            "first.write": {"state": "frequency", "frequency": 3},
        },
        "released": [],
        "commitment": None,
    }
    assert list(held["ratings"]) == sorted(held["ratings"])


def test_what_others_said_about_somebody_is_not_theirs_to_share(ladder: Ladder):
    mine = events_of("Ana", {"first.write": 1}, ladder=ladder)
    theirs = mine[-1].model_copy(
        update={"rater": Rater.MANAGER, "subject": Subject.statement("first.trust"), "answer": often(4), "id": "e" * 32}
    )
    assert set(make_share(ladder, [*mine, theirs]).ratings) == {"first.write"}


def test_a_text_that_was_taken_from_a_lab_says_so_to_the_room(ladder: Ladder):
    line = Evidence(text="I ranked by cost.", supports=("first.write",), labs=("mid",))
    more = {"evidence:first.write": line}
    share = share_of("Ana", {"first.write": 1}, ladder=ladder, more=more, release=("evidence:first.write",))
    (text,) = share.released
    assert text.title.endswith("(practised in a lab)")


def test_a_plan_becomes_the_commitment_without_its_dates(ladder: Ladder):
    more = {"plan:1": PlanItem(when="a request comes", then="ask why", by=date(2026, 12, 4))}
    share = share_of("Ana", {"first.write": 1}, ladder=ladder, more=more, release=("plan:1",))
    assert share.commitment == "When a request comes, I will ask why"
    assert "12-04" not in as_file(share)


def test_two_plans_are_too_many_to_promise(ladder: Ladder):
    journal = events_of("Ana", {"first.write": 1}, ladder=ladder, more={"plan:1": plan("x"), "plan:2": plan("y")})
    with pytest.raises(UsageError, match="one commitment is enough"):
        make_share(ladder, journal, ["plan:1", "plan:2"])


def test_the_id_stays_with_the_journal_whatever_is_answered_later(ladder: Ladder):
    journal = events_of("Ana", {"first.write": 1, "first.trust": 2}, ladder=ladder)
    assert make_share(ladder, journal[:2]).id == make_share(ladder, journal).id
    assert make_share(ladder, journal).id != share_of("Bo", {"first.write": 1}, ladder=ladder).id


@pytest.mark.parametrize("subject", ["prompt:first.prompt-why", "statement:first.write", "profile:name", "nonsense"])
def test_what_is_not_on_offer_cannot_be_released(ladder: Ladder, subject: str):
    with pytest.raises(UsageError, match="nothing to release"):
        share_of("Ana", {"first.write": 1}, ladder=ladder, release=(subject,))


def test_an_empty_journal_has_nothing_to_share(ladder: Ladder):
    with pytest.raises(UsageError, match="nothing to share yet"):
        make_share(ladder, [])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_survives_the_file_and_does_nothing_to_a_terminal(ladder: Ladder, text: str):
    more = {"prompt:first.prompt-why": Words(text=text)}
    share = share_of("Ana", {"first.write": 1}, ladder=ladder, more=more, release=("prompt:first.prompt-why",))
    written = as_file(share)
    assert read_share(written.encode()).released[0].text == text
    assert not set(written) & {"\x1b", "\x9b", "\u202e", "\u2028", "\x07"}


def test_it_is_written_for_its_owner_alone_and_only_over_another_share(tmp_path, ladder: Ladder):
    path = tmp_path / "share.json"
    first = share_of("Ana", {"first.write": 1}, ladder=ladder)
    write_share(path, first)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    second = share_of("Ana", {"first.write": 2}, ladder=ladder)
    write_share(path, second)
    assert read_share(path.read_bytes()) == second
    other = tmp_path / "diary.txt"
    other.write_text("dear diary")
    with pytest.raises(UsageError, match="no share file"):
        write_share(other, first)
    assert other.read_text() == "dear diary"
    write_share(other, first, force=True)
    with pytest.raises(UsageError, match="could not be written"):
        write_share(tmp_path, first, force=True)


# ---- files that are something else -------------------------------------------------------

GOOD = as_file(share_of("Ana", {"first.write": 1}, ladder=TINY_LADDER))


def edited(**changes: object) -> bytes:
    return json.dumps(json.loads(GOOD) | changes).encode()


NO_SHARES = {
    "empty": (b" \n", "empty"),
    "half": (GOOD[: len(GOOD) // 2].encode(), "not have arrived in full"),
    "journal": (b"".join(map(encode, events_of("Ana", {"first.write": 1}, ladder=TINY_LADDER))), "a journal"),
    "one-line-journal": (encode(events_of("Ana", {}, ladder=TINY_LADDER)[0]), "a journal"),
    "another-json": (b'{"kind": "session"}', "no share file"),
    "list": (b"[1, 2]", "no share file"),
    "binary": (b"%PDF-1.7\xff\xfe\x00", "not JSON"),
    "deep": (b"[" * 200_000, "not JSON"),
    "newer": (edited(format=FORMAT + 1), "too old"),
    "no-ratings": (edited(ratings={}), "holds no answers"),
    "unanswered": (edited(ratings={"a.b": {"state": "unanswered", "frequency": None}}), r"edited"),
    "string-for-a-number": (edited(ratings={"a.b": {"state": "frequency", "frequency": "3"}}), r"\(ratings\)"),
    "five": (edited(ratings={"a.b": {"state": "frequency", "frequency": 5}}), r"\(ratings\)"),
    "half-an-answer": (edited(ratings={"a.b": {"state": "frequency", "frequency": None}}), r"\(ratings\)"),
    "wild-key": (edited(ratings={"<script>": {"state": "dont_know", "frequency": None}}), r"\(ratings\)"),
    "a-name": (edited(name="Ana"), "not as the kit writes it"),
    "released-name": (edited(released=[{"subject": "profile:name", "title": "x", "text": "y"}]), r"\(released\)"),
    "huge": (b'{"kind": "share"}' + b" " * 4_000_000, "larger"),
}


@pytest.mark.parametrize(("data", "reason"), NO_SHARES.values(), ids=NO_SHARES)
def test_anything_else_is_refused_with_a_reason_that_quotes_nothing(data: bytes, reason: str):
    with pytest.raises(NotAShare, match=reason) as caught:
        read_share(data)
    assert "Ana" not in str(caught.value)
    assert "script" not in str(caught.value)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes):
    with pytest.raises(NotAShare):
        read_share(data)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_no_json_breaks_the_reader(data: object):
    for held in (data, {"kind": "share", "format": 1, "id": data}, {"kind": "share", "ratings": data}):
        with pytest.raises(NotAShare):
            read_share(json.dumps(held).encode())


def test_a_share_says_nothing_of_anybody_when_it_is_logged(ladder: Ladder):
    assert repr(share_of("Ana", {"first.write": 1}, ladder=ladder)) == "<Share of 1 answers>"
    assert START.year == 2026
    assert Share.model_fields.keys() == {
        "format", "kind", "id", "also", "promised", "coarse", "ladder", "ladder_version", "digest",
        "ratings", "released", "commitment",
    }  # fmt: skip


def test_a_promise_goes_along_and_is_said_in_no_format_that_knows_none(ladder: Ladder):
    events = events_of("Ana", {"first.write": 3}, ladder=ladder)
    share = make_share(ladder, events, promised=8)
    assert (share.format, share.promised) == (3, 8)
    assert read_share(as_file(share).encode()) == share
    before = make_share(ladder, events)
    assert before.promised is None
    assert "promised" not in as_file(before)
    coarse = make_share(ladder, events, coarse=True)
    assert (coarse.format, coarse.promised, coarse.coarse) == (FORMAT, None, True)
    assert read_share(as_file(coarse).encode()) == coarse
    assert "coarse" not in as_file(before)
    for told, earlier in ((share, 1), (coarse, 3)):
        forged = as_file(told).replace(f'"format": {told.format}', f'"format": {earlier}')
        with pytest.raises(NotAShare, match="not as the kit writes it"):
            read_share(forged.encode())
    with pytest.raises(UsageError, match="minimum group of 2 would give people away"):
        make_share(ladder, events, promised=2)
