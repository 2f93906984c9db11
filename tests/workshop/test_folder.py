"""Whatever lies in the folder, the good files count once each, and the rest is told with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers.errors import UsageError
from helpers.journal.lines import encode
from helpers.ladder import Ladder
from helpers.workshop.folder import (
    BARS_PROMISED,
    REPLACED,
    SAME_AGAIN,
    SUBFOLDER,
    in_words,
    left_out,
    read_shares,
)
from helpers.workshop.share import as_file, make_share
from tests.workshop.team import events_of, put, share_of


@pytest.fixture
def folder(tmp_path: Path, ladder: Ladder) -> Path:
    """Two people's files, and nothing else."""
    folder = tmp_path / "team"
    put(folder, "ana", share_of("Ana", {"first.write": 1}, ladder=ladder))
    put(folder, "bo", share_of("Bo", {"first.write": 2}, ladder=ladder))
    return folder


def reasons(folder: Path, ladder: Ladder) -> dict[str, str]:
    return {aside.name: aside.reason for aside in read_shares(folder, ladder).aside}


def test_each_persons_share_is_read_in_an_order_that_says_nothing(folder: Path, ladder: Ladder):
    shares = read_shares(folder, ladder).shares
    assert [share.id for share in shares] == sorted(share.id for share in shares)
    assert len(shares) == 2


def test_of_two_files_of_one_journal_the_later_counts_whatever_they_are_called(folder: Path, ladder: Ladder):
    newer = put(folder, "aaa", share_of("Ana", {"first.write": 4}, ladder=ladder))
    os.utime(folder / "ana.json", (1_000, 1_000))
    os.utime(newer, (2_000, 2_000))
    found = read_shares(folder, ladder)
    assert {share.ratings["first.write"].frequency for share in found.shares} == {2, 4}
    assert found.aside == (("ana.json", REPLACED),)
    os.utime(folder / "ana.json", (3_000, 3_000))
    assert {share.ratings["first.write"].frequency for share in read_shares(folder, ladder).shares} == {1, 2}


@pytest.mark.parametrize("promise_is", ["older", "newer"])
def test_a_promise_of_coarse_bars_in_any_file_of_somebody_holds_and_their_file_is_named(
    folder: Path, ladder: Ladder, promise_is: str
):
    promised = make_share(ladder, events_of("Ana", {"first.write": 4}, ladder=ladder), coarse=True)
    other = put(folder, "aaa", promised)
    os.utime(folder / "ana.json", (2_000, 2_000))
    os.utime(other, (1_000 if promise_is == "older" else 3_000,) * 2)
    assert [share.coarse for share in read_shares(folder, ladder).shares].count(True) == 1
    latest = "ana.json" if promise_is == "older" else "aaa.json"
    people, aside = left_out(folder, ladder, fine=True)
    assert people == 1
    assert (latest, BARS_PROMISED) in aside


@pytest.mark.parametrize(
    "name", ["ana (1).json", "ana.sync-conflict-20261123-101500-ABC.json", "ana (conflicted copy).json"]
)
def test_a_copy_that_a_synchronising_program_made_counts_once(folder: Path, ladder: Ladder, name: str):
    (folder / name).write_bytes((folder / "ana.json").read_bytes())
    found = read_shares(folder, ladder)
    assert len(found.shares) == 2
    assert [aside.reason for aside in found.aside] == [SAME_AGAIN]


def test_a_journal_put_there_by_mistake_is_not_opened(folder: Path, ladder: Ladder):
    lines = b"".join(map(encode, events_of("Cid", {"first.write": 4}, ladder=ladder)))
    (folder / "cid.jsonl").write_bytes(lines)
    (folder / "cid.txt").write_bytes(lines)
    found = reasons(folder, ladder)
    assert all("it is a journal" in found[name] for name in ("cid.jsonl", "cid.txt"))
    if os.geteuid():
        (folder / "cid.jsonl").chmod(0)  # not even the right to read it is needed
        assert "it is a journal" in reasons(folder, ladder)["cid.jsonl"]


def test_everything_else_is_told_and_spoils_nothing(folder: Path, ladder: Ladder):
    (folder / "empty.json").touch()
    (folder / "half.json").write_text('{"kind": "sha')
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "dan.json.crdownload").write_text("{}")
    (folder / "inside").mkdir()
    put(folder / "inside", "eve", share_of("Eve", {"first.write": 3}, ladder=ladder))
    foreign = share_of("Fay", {"first.write": 3}, ladder=ladder.model_copy(update={"id": "another"}))
    put(folder, "fay", foreign)
    gone = share_of("Gil", {"first.write": 3}, ladder=ladder).model_dump()
    gone["ratings"] = {"first.no-longer": {"state": "frequency", "frequency": 3}}
    put(folder, "gil", type(foreign).model_validate(gone))
    (folder / "lost.json").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.json")
    (folder / "circle.json").symlink_to(folder / "circle.json")
    with (folder / "huge.json").open("wb") as file:
        file.truncate(10**11)
    (folder / "deep.json").write_text("[" * 1_000_000)
    (folder / "digits.json").write_text('{"kind": "share", "format": ' + "9" * 5000 + "}")
    (folder / os.fsdecode(b"zo\xeb.json")).write_text("{")
    for ours in (".DS_Store", ".session.json.lock", "session.json", "~$ana.json"):
        (folder / ours).write_text("{")
    found = read_shares(folder, ladder)
    assert len(found.shares) == 2
    told = {aside.name: aside.reason for aside in found.aside}
    expected = {
        "empty.json": "it is empty",
        "half.json": "not JSON",
        "photo.jpg": "not JSON",
        "dan.json.crdownload": "on its way",
        "inside": SUBFOLDER,
        "fay.json": "it is about the ladder “another”",
        "gil.json": "this version of the ladder",
        "lost.json": "can't be read",
        "pipe.json": "no ordinary file",
        "circle.json": "too many levels of symbolic links",
        "huge.json": "far larger than any share file",
        "deep.json": "not JSON",
        "digits.json": "not JSON",
        os.fsdecode(b"zo\xeb.json"): "not JSON",
    }
    assert told.keys() == expected.keys()
    for name, reason in expected.items():
        assert reason in told[name]


def test_an_answer_to_a_statement_that_is_gone_is_left_out_and_the_rest_counts(folder: Path, ladder: Ladder):
    data = as_file(share_of("Ana", {"first.write": 1}, ladder=ladder))
    (folder / "ana.json").write_text(
        data.replace('"first.write"', '"first.gone": {"state": "dont_know", "frequency": null}, "first.write"')
    )
    shares = read_shares(folder, ladder).shares
    assert sorted(map(list, (share.ratings for share in shares))) == [["first.write"], ["first.write"]]


def test_what_may_stand_on_a_page_counts_reasons_and_names_nobody(folder: Path, ladder: Ladder):
    for name in ("hana.json", "ivo.json"):
        (folder / name).touch()
    found = read_shares(folder, ladder)
    assert found.reasons == (("it is empty; it may not have arrived in full yet", 2),)
    assert in_words(found.reasons) == ("2 files or folders: it is empty; it may not have arrived in full yet.",)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path, ladder: Ladder):
    with pytest.raises(UsageError, match="can't be read: No such file"):
        read_shares(tmp_path / "none", ladder)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="can't be read: Not a directory"):
        read_shares(tmp_path / "file", ladder)
