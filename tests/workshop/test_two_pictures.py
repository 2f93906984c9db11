"""A team's second picture beside its first: nobody who has come or gone can be told from the difference."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cli.commands import app as cli
from helpers.errors import KitError, UsageError
from helpers.ladder import Ladder
from helpers.workshop.memory import Folder
from helpers.workshop.session import TeamSession
from helpers.workshop.share import make_share
from helpers.workshop.suppression import Contribution, Ledger, NotYet, SideBySide, open_ledger, reveal, side_by_side
from helpers.workshop.two_pictures import make_two_pictures
from tests.long import tries
from tests.read_aloud import faults
from tests.workshop.search import ANSWERS
from tests.workshop.team import events_of, put, share_of
from tests.workshop.test_team_report import read

DAY = date(2026, 11, 23)
STATEMENTS = ("first.write", "first.trust")
PEOPLE = range(9)


def session(least: int, *batches: dict[str, dict[str, str]]) -> Ledger:
    """A ledger whose pictures were taken after each of these groups of people had come, as far as they could be."""
    ledger, here = open_ledger(least), []
    for batch in batches:
        here += [Contribution(person=person, answers=answers) for person, answers in batch.items()]
        try:
            ledger = reveal(ledger, here, STATEMENTS)
        except NotYet:
            continue
    return ledger


def group(ids: str, answers: str) -> dict[str, dict[str, str]]:
    return {id: {"first.write": answer} for id, answer in zip(ids, answers, strict=True)}


def seen(first: Ledger, second: Ledger) -> SideBySide:
    return side_by_side(first, second, STATEMENTS)


@pytest.mark.parametrize(
    ("then", "now", "stands"),
    [
        (("abc", "012"), ("abc", "112"), True),
        (("abc", "012"), ("abcd", "0123"), False),  # one has come
        (("abcd", "0123"), ("abc", "012"), False),  # one has gone
        (("abcd", "0123"), ("abce", "0123"), False),  # one has gone, and another come
        (("abc", "012"), ("abcdef", "012340"), True),
        (("abcdef", "012340"), ("abc", "012"), True),
        (("abc", "012"), ("abcdef", "012444"), False),  # all who came said the same
        (("abc", "012"), ("abcdef", "012443"), False),  # and so all but one: that one knows the others
        (("abcde", "00022"), ("abcdefghijk", "00222222222"), False),  # whoever went to 2 covers all who came with it
        (("abcde", "00022"), ("abcdefghijk", "00222222224"), False),  # or all but one of them
        (("abc", "012"), ("defghi", "012012"), False),  # nobody is in both, or they have new journals
        (("abc", "012"), ("abx-", "0123"), False),
    ],
)
def test_a_line_stands_where_nobody_or_enough_people_have_come_or_gone(then, now, stands):
    found = seen(session(3, group(*then)), session(3, group(*now)))
    assert (list(found.pairs) == ["first.write"], found.left_out) == (stands, int(not stands))


def test_a_sheet_of_paper_and_the_larger_group_leave_a_line_out():
    first = session(3, group("abc", "012"))
    with_sheets = group("abc", "012") | {f"{'f' * 32}-00{number}": {"first.write": "1"} for number in range(3)}
    assert seen(first, session(3, with_sheets)).pairs == {}
    wider = seen(first, session(5, group("abcdefgh", "01230123")))
    assert (wider.pairs, wider.min_group) == ({}, 5)
    with pytest.raises(UsageError, match="once both sessions have one"):
        seen(first, open_ledger(3))


answer = st.sampled_from(ANSWERS)
said = st.fixed_dictionaries({}, optional=dict.fromkeys(STATEMENTS, answer))


@settings(max_examples=tries(300, 5000))
@given(st.data(), st.integers(3, 4))
def test_whoever_subtracts_one_picture_from_the_other_finds_nobody(data: st.DataObject, least: int):
    """The attackers take it that nobody changed their mind, and know who was in which picture: more than they are told.

    Some come in groups, some stay away, and some have a new journal the second time, which only they know.
    """
    first_answers = {person: data.draw(said) for person in PEOPLE}
    stays = data.draw(st.booleans())
    second_answers = first_answers if stays else {person: data.draw(said) for person in PEOPLE}
    renamed = data.draw(st.sets(st.sampled_from(PEOPLE), max_size=2))
    orders = [data.draw(st.permutations(PEOPLE))[: data.draw(st.integers(least, len(PEOPLE)))] for _ in range(2)]
    names = [
        {person: f"p{person}" for person in PEOPLE},
        {person: f"{'new' if person in renamed else 'p'}{person}" for person in PEOPLE},
    ]
    ledgers = []
    for order, name, answers in zip(orders, names, (first_answers, second_answers), strict=True):
        at = data.draw(st.integers(0, len(order)))
        batches = [{name[person]: answers[person] for person in some} for some in (order[:at], order[at:])]
        ledgers.append(session(least, *batches))
    if not all(ledger.latest for ledger in ledgers):
        return
    for id, pair in seen(*ledgers).pairs.items():
        who = []
        for ledger, name in zip(ledgers, names, strict=True):
            owner = {value: person for person, value in name.items()}
            who.append({owner[person] for person in ledger.included[id]})
        moved = who[0] ^ who[1]
        assert not moved or len(moved) >= least, f"{len(moved)} people can be told from the difference"
        assert min(pair.first.n, pair.second.n) >= least
        if stays and moved:
            given_ = Counter(first_answers[person][id] for person in moved)
            assert len(given_) > 1, "all who came or went are known to have said the same"
            assert sorted(given_.values())[:-1] != [1], "the one who said otherwise knows the others"


def test_the_page_shows_both_and_says_what_it_leaves_out(tmp_path: Path, ladder: Ladder, tiny_path: Path, capsys):
    names = ("zoraida", "quentin", "wilhelmina", "xaverine", "yannick")
    then, now = tmp_path / "then", tmp_path / "now"
    for number, name in enumerate(names):
        put(then, name, share_of(name, {"first.write": number, "first.trust": 1}, ladder=ladder))
        both = {"first.write": min(4, number + 1), "first.trust": 3} if number else {"first.write": 1}
        put(now, name, share_of(name, both, ladder=ladder))
    put(now, "ottoline", share_of("ottoline", {"first.trust": 2}, ladder=ladder))
    with pytest.raises(UsageError, match="once both sessions have one"):
        make_two_pictures(now, then, tmp_path, ladder_path=tiny_path, on=DAY)
    TeamSession.open(then, ladder).reveal()
    with pytest.raises(UsageError, match="one and the same"):
        make_two_pictures(then, then, tmp_path, ladder_path=tiny_path, on=DAY)
    arguments = ["team", str(now), "--beside", str(then), "-o", str(tmp_path), "--date", "2026-11-23"]
    cli([*arguments, "--ladder", str(tiny_path)], standalone_mode=False)
    assert "1 statement stands side by side; 1 left out" in capsys.readouterr().err
    pdf = tmp_path / "then-and-now-2026-11-23.pdf"
    text = read(pdf)
    for words in ("First picture 5 people", "Second picture 6 people", "Writing: first", "Writing: second"):
        assert words in text
    assert "Trust: first" not in text
    assert not any(name in text for name in (*names, "ottoline"))
    assert faults(pdf.read_bytes(), tmp_path) == []


def folders(tmp_path: Path, ladder: Ladder) -> tuple[Path, Path]:
    """Two folders of the same five people's files; the picture of the first, in three parts, was taken."""
    then, now = tmp_path / "then", tmp_path / "now"
    for number, name in enumerate(("zoraida", "quentin", "wilhelmina", "xaverine", "yannick")):
        for folder in (then, now):
            put(folder, name, share_of(name, {"first.write": number}, ladder=ladder))
    TeamSession.open(then, ladder, coarse=True).reveal()
    return then, now


def kept(folder: Path) -> bytes:
    path = folder / "session.json"
    return path.read_bytes() if path.exists() else b""


def test_nothing_is_revealed_or_settled_where_the_two_are_refused(tmp_path: Path, ladder: Ladder, tiny_path: Path):
    """A picture can't be taken back, so one of the other kind would bar the comparison for good."""
    then, now = folders(tmp_path, ladder)
    fine = tmp_path / "fine"
    for number, name in enumerate(("zoraida", "quentin", "wilhelmina", "xaverine", "yannick")):
        put(fine, name, share_of(name, {"first.write": number}, ladder=ladder))
    logo, theme = tmp_path / "logo.png", tmp_path / "theme.yaml"
    logo.write_bytes(b"no picture")
    theme.write_text("logo: logo.png\n", encoding="utf-8")
    for folder, earlier, more in (
        (now, then, {}),  # its bars would be fine
        (fine, now, {}),  # the earlier has no picture
        (fine, fine, {"coarse": True}),  # one and the same
        (now, then, {"coarse": True, "theme_path": theme}),
    ):
        before = (kept(folder), kept(earlier))
        with pytest.raises(KitError):
            make_two_pictures(folder, earlier, tmp_path, ladder_path=tiny_path, on=DAY, **more)  # type: ignore[arg-type]
        assert (kept(folder), kept(earlier)) == before
    TeamSession.open(fine, ladder).reveal()
    before = kept(now)
    with pytest.raises(UsageError, match="bars of three parts"):
        make_two_pictures(now, fine, tmp_path, ladder_path=tiny_path, on=DAY, coarse=True)
    assert kept(now) == before
    events = events_of("ottoline", {"first.write": 3}, ladder=ladder)
    put(now, "ottoline", make_share(ladder, events, coarse=True))
    with pytest.raises(UsageError, match="bars of three parts"):
        make_two_pictures(now, fine, tmp_path, ladder_path=tiny_path, on=DAY)
    assert kept(now) == before, "opened now, its bars would be coarse, as somebody was promised"
    TeamSession(Folder(now, ladder), ladder).check_beside(TeamSession.open(then, ladder))


def test_bars_of_three_parts_stand_beside_bars_of_three_parts(tmp_path: Path, ladder: Ladder, tiny_path: Path, capsys):
    then, now = folders(tmp_path, ladder)
    arguments = ["team", str(now), "--beside", str(then), "--coarse", "-o", str(tmp_path), "--date", "2026-11-23"]
    cli([*arguments, "--ladder", str(tiny_path)], standalone_mode=False)
    assert "1 statement stands side by side; 0 left out" in capsys.readouterr().err
    snapshot = TeamSession.open(now, ladder).snapshot
    assert snapshot
    assert snapshot.coarse
    cli([*arguments[:4], *arguments[5:], "--ladder", str(tiny_path)], standalone_mode=False)
    assert "1 statement stands side by side" in capsys.readouterr().err, "its bars are known by now"
