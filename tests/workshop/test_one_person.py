"""One person is one share, whatever they forget, put together or send again."""

from __future__ import annotations

import itertools
import os
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.journal import Journal, Words, often
from helpers.ladder import Ladder, load_ladder
from helpers.workshop.folder import REPLACED, read_shares
from helpers.workshop.session import TeamSession
from helpers.workshop.share import NotAShare, Share, as_file, make_share, read_share
from helpers.workshop.suppression import NotYet, Shown
from tests.widgets.conftest import TINY
from tests.workshop.team import START, put, share_of

LADDER = load_ladder(TINY)


def ladder_command(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def journal(path: Path, *statements: str, day: int = 0, frequency: int = 3) -> Path:
    """A journal in which these statements are rated, beginning on a day."""
    for minute, statement in enumerate(statements):
        at = START + timedelta(days=day, minutes=minute)
        Journal.open(path).record(f"statement:{statement}", often(frequency), ladder=LADDER, at=at)
    return path


def shared(path: Path, out: Path) -> Share:
    ladder_command("share", path, "--ladder", TINY, "-o", out, "--yes")
    return read_share(out.read_bytes())


def test_forgetting_the_earliest_answer_makes_nobody_else(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write", "first.trust")
    before = shared(mine, tmp_path / "one.json")
    ladder_command("journal", "forget", "statement:first.write", "--journal", mine, "--yes")
    after = shared(mine, tmp_path / "two.json")
    assert after.ids == before.ids
    assert set(after.ratings) == {"first.trust"}


def test_forgetting_everything_leaves_no_words_and_makes_nobody_else(tmp_path: Path) -> None:
    """Whoever wipes all and answers anew would be a second person to a team that has counted them already."""
    mine = journal(tmp_path / "mine.jsonl", "first.write", "first.trust")
    Journal.open(mine).record("prompt:first.prompt-why", Words(text="Nobody's business."), ladder=LADDER, at=START)
    with mine.open("ab") as more:
        more.write(b'{"v": 99, "subject": "poem:1", "answer": "Nobody\'s business."}\n{"torn\n')
    before = shared(mine, tmp_path / "one.json")
    said = ladder_command("journal", "forget", "--all", "--journal", mine, "--yes")
    assert "choice:shared" in said
    assert "count you as two people" in said
    assert b"business" not in mine.read_bytes()
    assert b"statement" not in mine.read_bytes()
    assert [str(event.subject) for event in Journal.open(mine).events()] == ["choice:shared"]
    assert "nothing left to forget" in ladder_command("journal", "forget", "--all", "--journal", mine, "--yes")
    journal(mine, "first.trust", day=9, frequency=1)
    again = shared(mine, tmp_path / "two.json")
    assert again.ids == before.ids
    folder = put(tmp_path / "team", "before", before).parent
    put(folder, "again", again)
    assert TeamSession.open(folder, LADDER).lobby().people == 1


def test_what_stays_goes_too_when_its_owner_says_so(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write")
    before = shared(mine, tmp_path / "one.json")
    ladder_command("journal", "forget", "--all", "--journal", mine, "--yes")
    said = ladder_command("journal", "forget", "choice:shared", "--journal", mine, "--yes")
    assert "counts as another person's" in said
    assert mine.read_bytes() == b""
    journal(mine, "first.write", day=1)
    assert set(shared(mine, tmp_path / "two.json").ids).isdisjoint(before.ids)


def test_an_older_journal_put_in_makes_nobody_else(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write", day=3)
    before = shared(mine, tmp_path / "one.json")
    older = journal(tmp_path / "older.jsonl", "first.trust")
    for out in (mine, tmp_path / "both.jsonl"):
        ladder_command("journal", "merge", mine, older, "-o", out)
        assert shared(out, tmp_path / "two.json").ids == before.ids


def test_an_answer_of_a_clock_that_was_set_back_makes_nobody_else(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write", day=3)
    before = shared(mine, tmp_path / "one.json")
    journal(mine, "first.trust", day=-4000)
    assert shared(mine, tmp_path / "two.json").ids == before.ids


def test_of_two_journals_that_were_both_shared_the_share_names_both(tmp_path: Path) -> None:
    mine, other = journal(tmp_path / "a.jsonl", "first.write"), journal(tmp_path / "b.jsonl", "first.trust", day=1)
    ids = {*shared(mine, tmp_path / "a.json").ids, *shared(other, tmp_path / "b.json").ids}
    ladder_command("journal", "merge", mine, other, "-o", tmp_path / "both.jsonl")
    both = shared(tmp_path / "both.jsonl", tmp_path / "both.json")
    assert set(both.ids) == ids
    assert len(both.ids) == 2
    assert shared(tmp_path / "both.jsonl", tmp_path / "again.json") == both


def test_sharing_again_adds_nothing_to_the_journal(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write")
    shared(mine, tmp_path / "one.json")
    before = mine.read_bytes()
    shared(mine, tmp_path / "two.json")
    assert mine.read_bytes() == before


def test_what_a_newer_kit_wrote_stays_in_the_journal_to_the_byte_and_is_in_no_share(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write", "first.trust")
    other = journal(tmp_path / "other.jsonl", "first.trust", day=1)
    newer = [b'{"v":99,"subject":"poem:1" , "answer":{"rhyme":"caf\xc3\xa9"}}', b'{"v": 98, "subject": "dream:2"}']
    for path, line in zip((mine, other), newer, strict=True):
        path.write_bytes(line + b"\n" + path.read_bytes())
    ladder_command("journal", "merge", mine, other, "-o", tmp_path / "both.jsonl")
    for path, lines in ((mine, newer[:1]), (tmp_path / "both.jsonl", newer)):
        file = tmp_path / "share.json"
        shared(path, file)
        ladder_command("journal", "forget", "statement:first.write", "--journal", path, "--yes")
        shared(path, file)
        kept = path.read_bytes().split(b"\n")
        assert [kept.count(line) for line in lines] == [1] * len(lines)
        assert b"rhyme" not in file.read_bytes()


def test_a_journal_that_was_never_shared_remembers_nothing_of_it(tmp_path: Path) -> None:
    mine = journal(tmp_path / "mine.jsonl", "first.write")
    before = mine.read_bytes()
    make_share(LADDER, Journal.open(mine).events())
    assert mine.read_bytes() == before


def test_several_ids_are_said_in_no_format_that_knows_but_one() -> None:
    share = share_of("ana", {"first.write": 3}, ladder=LADDER).model_copy(update={"format": 1, "digest": ""})
    assert "also" not in as_file(share)
    two = share.model_copy(update={"also": ("a" * 32,)})
    with pytest.raises(NotAShare, match="as the kit writes it"):
        read_share(as_file(two).encode())
    assert read_share(as_file(two.model_copy(update={"format": 2})).encode()).ids == (share.id, "a" * 32)


# Whoever reads shares


def known_as(share: Share, *others: Share) -> Share:
    return share.model_copy(update={"also": tuple(other.id for other in others)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "team"


def send(folder: Path, name: str, share: Share, minute: int) -> None:
    path = put(folder, name, share)
    os.utime(path, (minute * 60, minute * 60))


@pytest.mark.parametrize("order", list(itertools.permutations(("a", "b", "both"))))
def test_a_folder_counts_overlapping_ids_as_one_person_whichever_came_last(folder: Path, order: tuple[str]) -> None:
    a, b = (share_of(name, {"first.write": 2}, ladder=LADDER) for name in ("a", "b"))
    files = {"a": a, "b": b, "both": known_as(share_of("a", {"first.write": 4}, ladder=LADDER), b)}
    for minute, name in enumerate(order):
        send(folder, name, files[name], minute)
    found = read_shares(folder, LADDER)
    (one,) = found.shares
    assert one.ratings == files[order[-1]].ratings
    assert set(one.ids) == {a.id, b.id}
    assert [aside.reason for aside in found.aside] == [REPLACED, REPLACED]


def people(ladder: Ladder, *names: str) -> dict[str, Share]:
    more = {"prompt:first.prompt-why": Words(text="Bread")}
    release = tuple(more)
    return {n: share_of(n, {"first.write": 2}, ladder=ladder, more=more, release=release) for n in names}


def test_whoever_was_shown_under_one_id_does_not_come_in_again_under_another(folder: Path) -> None:
    session_people = people(LADDER, "a", "b", "c")
    for name, share in session_people.items():
        send(folder, name, share, 1)
    session = TeamSession.open(folder, LADDER, min_group=3)
    session.reveal()
    new = people(LADDER, "d", "e")
    for name, share in new.items():
        send(folder, name, share, 2)
    # A second journal of the first person, put together with their first: another id stands in front.
    second = share_of("second", {"first.write": 4, "first.trust": 1}, ladder=LADDER)
    send(folder, "second", known_as(second, session_people["a"]), 3)
    lobby = session.lobby()
    assert (lobby.people, lobby.waiting) == (5, 2)
    with pytest.raises(NotYet):
        session.reveal()
    send(folder, "f", share_of("f", {"first.write": 1}, ladder=LADDER), 4)
    table = session.reveal().tables["first.write"]
    assert isinstance(table, Shown)
    assert table.n == 6, "six people, seven files"


def test_two_journals_that_were_both_shown_stay_in_once_each_and_nothing_is_counted_again(folder: Path) -> None:
    shares = people(LADDER, "a", "c", "d") | {"b": share_of("b", {"first.trust": 1}, ladder=LADDER)}
    shares |= {name: share_of(name, {"first.trust": 2}, ladder=LADDER) for name in ("e", "f")}
    for name, share in shares.items():
        send(folder, name, share, 1)
    session = TeamSession.open(folder, LADDER, min_group=3)
    session.reveal()
    send(folder, "both", known_as(share_of("a", {"first.write": 3, "first.trust": 3}, ladder=LADDER), shares["b"]), 2)
    for name in ("g", "h", "i"):
        send(folder, name, share_of(name, {"first.write": 1, "first.trust": 1}, ladder=LADDER), 3)
    tables = session.reveal().tables
    assert [tables[id].n for id in ("first.write", "first.trust")] == [6, 6]
    assert session.lobby().people == 8, "nine ids, eight people"


def test_words_of_a_group_that_is_not_whole_wait_for_a_picture_after_it_is(folder: Path) -> None:
    """Found by the search: they came without a picture, on the arrival of somebody who had been away."""
    for name, share in people(LADDER, "a", "b", "c").items():
        send(folder, name, share, 1)
    session = TeamSession.open(folder, LADDER, min_group=3)
    session.reveal()
    away = (folder / "a.json").read_bytes()
    (folder / "a.json").unlink()
    more = {"prompt:first.prompt-why": Words(text="Butter")}
    send(folder, "b", share_of("b", {"first.write": 2}, ladder=LADDER, more=more, release=tuple(more)), 2)
    for name, share in people(LADDER, "d", "e", "f").items():
        send(folder, name, share, 3)
    session.reveal()
    assert [said.texts for said in session.words()] == [("Bread",) * 3], "of d, e and f"
    (folder / "a.json").write_bytes(away)
    assert [said.texts for said in session.words()] == [("Bread",) * 5], "of all but b"
    for name, share in people(LADDER, "g", "h", "i").items():
        send(folder, name, share, 4)
    session.reveal()
    assert [said.texts for said in session.words()] == [("Bread",) * 8 + ("Butter",)]


def test_words_that_were_shown_stay_when_their_owners_journals_are_put_together(folder: Path) -> None:
    shares = people(LADDER, "a", "b", "c")
    for name, share in shares.items():
        send(folder, name, share, 1)
    session = TeamSession.open(folder, LADDER, min_group=3)
    session.reveal()
    assert [said.texts for said in session.words()] == [("Bread",) * 3]
    second = people(LADDER, "second")["second"]
    send(folder, "a", known_as(second, shares["a"]), 2)
    assert [said.texts for said in session.words()] == [("Bread",) * 3]
    assert not session.words_went()
