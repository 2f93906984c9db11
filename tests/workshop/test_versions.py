"""A team whose members answered several versions of a ladder: nothing is summed that means two things."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from helpers.charts import Theme
from helpers.errors import UsageError
from helpers.journal import often
from helpers.web.board import BoardEngine
from helpers.workshop.folder import read_shares
from helpers.workshop.session import TeamSession
from helpers.workshop.share import as_file, read_share
from helpers.workshop.suppression import Hidden, NoData, Shown
from helpers.workshop.versions import carried, versions_told
from tests.revised import TINY, revised, second
from tests.workshop.team import put, share_of

NEW = second(
    {
        "first.write": {"id": "first.notes", "was": ("first.write",)},
        "first.trust": {"since": "2"},
        "first.listen": {"id": "first.hear", "was": ("first.listen", "lead.coach")},
    },
    gone=("lead.coach",),
)
ALL = {"first.write": 3, "first.trust": 2, "first.listen": 4, "lead.coach": 4, "deep.solve": 1}


def team(folder: Path, old: int, new: int) -> Path:
    """So many people who answered the first version, and so many who answered the second."""
    for number in range(old):
        put(folder, f"old{number}", share_of(f"Old {number}", ALL, ladder=TINY))
    for number in range(new):
        answers = {"first.notes": 1, "first.trust": 1, "first.hear": 1}
        put(folder, f"new{number}", share_of(f"New {number}", answers, ladder=NEW))
    return folder


def test_ratings_are_carried_to_the_statements_of_today_as_far_as_they_mean_the_same():
    share = carried(share_of("Ana", ALL, ladder=TINY), NEW)
    assert {id: rating.rating for id, rating in share.ratings.items()} == {
        "first.notes": often(3),
        "first.hear": often(4),
        "deep.solve": often(1),
    }
    differs = carried(share_of("Bo", ALL | {"lead.coach": 1}, ladder=TINY), NEW)
    assert "first.hear" not in differs.ratings


def test_the_board_says_how_many_answered_which_version_and_names_what_it_leaves_out(tmp_path):
    session = TeamSession.open(team(tmp_path, 3, 9), NEW, min_group=5)
    (told,) = session.lobby().versions
    assert told == (
        "3 of 12 answered version 1. Their answers are carried over, but for what this version has no more, and for "
        "what means something else now: “Trust”."
    )
    board = BoardEngine(session, Theme(), files=True)
    assert told in html.unescape(re.sub("<[^>]+>", "", board.page()))
    tables = session.reveal().tables
    assert isinstance(tables["first.notes"], Shown)
    assert tables["first.notes"].counts == {"1": 9, "3": 3}
    assert tables["first.trust"].counts == {"1": 9}
    assert isinstance(tables["deep.solve"], Hidden)
    assert isinstance(tables["lead.grow"], NoData)


def test_what_is_left_out_follows_from_the_ladder_and_not_from_what_anybody_answered():
    few = [share_of("Ana", {"deep.solve": 1}, ladder=TINY)]
    many = [share_of("Ana", ALL, ladder=TINY)]
    assert versions_told(few, NEW) == versions_told(many, NEW)


def test_a_picture_that_was_shown_is_not_gone_on_with_under_another_version(tmp_path):
    """Its tables hold answers to the old meanings, and would go on growing with answers to the new ones."""
    session = TeamSession.open(team(tmp_path, 5, 0), TINY, min_group=5)
    TeamSession.open(tmp_path, NEW)
    session.reveal()
    with pytest.raises(UsageError, match="about version 1 of the ladder, and the one in use is version 2"):
        TeamSession.open(tmp_path, NEW)
    assert TeamSession.open(tmp_path, TINY).snapshot is not None


def test_a_version_that_the_ladder_does_not_list_is_told_and_so_is_another_ladder(tmp_path):
    put(tmp_path, "ana", share_of("Ana", ALL, ladder=revised(TINY, version="0")))
    put(tmp_path, "bo", share_of("Bo", ALL, ladder=revised(TINY, id="elsewhere")))
    reasons = {aside.name: aside.reason for aside in read_shares(tmp_path, NEW).aside}
    assert "it answers version 0 of the ladder, which this one doesn't list" in reasons["ana.json"]
    assert "it is about the ladder “elsewhere”, and this workshop's is “tiny”" in reasons["bo.json"]


def test_two_files_of_one_version_with_other_words_are_told(tmp_path):
    share = share_of("Ana", ALL, ladder=TINY)
    assert share.digest == TINY.digest
    assert read_share(as_file(share).encode()) == share
    other = second({"first.write": {"text": "write nothing down"}}, version="1", versions=())
    (told,) = versions_told([share], other)
    assert told.startswith("1 of 1 answered version 1 in a file with other words")
    assert versions_told([share], TINY) == ()
