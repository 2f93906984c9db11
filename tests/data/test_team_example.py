"""The invented team of twelve has a disagreement worth talking about, and its files are what its journals say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.insight import chosen_destination, standing_of
from helpers.journal import Journal, fold
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from helpers.workshop import team
from helpers.workshop.folder import SUBFOLDER, read_shares
from helpers.workshop.session import TeamSession
from helpers.workshop.share import make_share
from helpers.workshop.suppression import Hidden, NoData, Shown

FOLDER = ROOT / "data/examples/team"
LADDER = load_ladder(ROOT / "data/ladders/product-management.yaml")
JOURNALS = {path.stem: Journal.open(path) for path in sorted((FOLDER / "journals").glob("*.jsonl"))}


@pytest.fixture
def session(tmp_path: Path) -> TeamSession:
    """A session on a copy of the folder, without what somebody who rehearsed on it has shown there."""
    return TeamSession.open(
        shutil.copytree(FOLDER, tmp_path / "team", ignore=shutil.ignore_patterns("*session.json*")), LADDER
    )


def test_twelve_people_s_files_can_be_read_and_name_nobody():
    found = read_shares(FOLDER, LADDER)
    assert len(found.shares) == len(JOURNALS) == 12
    assert found.reasons == ((SUBFOLDER, 1),), "the journals lie beside the files for the personal PDFs"
    names = {fold(journal.events()).words("profile:name").split()[0] for journal in JOURNALS.values()}
    files = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")]
    assert not [name for name in names if any(name in held for held in files)]


def test_each_file_is_what_its_journal_would_share_today():
    """With the very texts that its owner released, and no others."""
    shares = {share.id: share for share in read_shares(FOLDER, LADDER).shares}
    for name, journal in JOURNALS.items():
        assert journal.problems() == ()
        bare = make_share(LADDER, journal.events())
        shared = shares.pop(bare.id)
        release = [item.subject for item in shared.released] + (["plan:1"] if shared.commitment else [])
        assert make_share(LADDER, journal.events(), release) == shared, name
    assert shares == {}


def test_everybody_has_what_a_personal_report_shows():
    for journal in JOURNALS.values():
        state = journal.state(LADDER)
        assert standing_of(LADDER, state)
        assert chosen_destination(LADDER, state)
        assert len(state.evidence()) >= 2
        assert len(state.plan()) == 1
        assert all(LADDER.has_statement(id) for id in state.chosen("focus"))


def test_there_is_something_to_talk_about_something_strong_and_something_hidden(session: TeamSession):
    snapshot = session.reveal()
    topics = team.agenda(LADDER, snapshot)
    assert topics[0].statement.id == "mid.metrics"
    assert all(topic.spread > 0.49 for topic in topics)
    assert len(team.together(LADDER, snapshot)) >= 4
    kinds = {type(table) for table in snapshot.tables.values()}
    assert kinds == {Shown, Hidden, NoData}
    assert {said.kind for said in session.words()} == {"reflection", "evidence", "commitment"}
    assert max(len(said.texts) for said in session.words() if said.kind == "reflection") >= 2
