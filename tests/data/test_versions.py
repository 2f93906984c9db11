"""The shipped ladder beside its own version 1.0, as `ladder lint --against` tells it: what becomes of every answer.

`tests/fixtures/ladders/product-management-1.0.yaml` is the ladder that the first journals were written to. It is never
changed.
"""

from __future__ import annotations

from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.ladder import load_ladder
from helpers.ladder.against import Change, against
from helpers.paths import ROOT

KEPT_COPY = ROOT / "tests/fixtures/ladders/product-management-1.0.yaml"
SHIPPED = ROOT / "data/ladders/product-management.yaml"
OLD, NEW = load_ladder(KEPT_COPY), load_ladder()
FOUND = against(OLD, NEW)
CHANGES = {
    kind.name: {(row.old or row.now[0]).id: row.change for row in kind.rows} for kind in FOUND.kinds
}  # fmt: skip

ANOTHER_ACT = {
    "associate.board",
    "associate.research",
    "director.culture",
    "director.hiring-careers",
    "director.known-for",
    "director.pms-grow",
    "director.portfolio-strategy",
    "director.portfolio-tradeoffs",
    "executive.autonomy",
    "executive.culture-shows",
    "executive.excellence",
    "executive.intertwined",
    "executive.org-grows",
    "executive.peer-trust",
    "executive.represent",
    "executive.scale-org",
    "executive.talent",
    "executive.vision",
    "mid.alignment",
    "mid.direction",
    "mid.influence",
    "mid.judgement",
    "mid.prioritisation",
    "mid.trusted-lead",
    "principal.beyond-shipping",
    "principal.go-to",
    "principal.improves",
    "principal.shapes-direction",
    "principal.skill-coalitions",
    "senior.cross-org-influence",
    "senior.delivery",
    "senior.others-grow",
    "senior.trust",
    "senior.visioning",
}
"""What somebody wrote as evidence for these in 1.0 was for another act, so it isn't carried over."""


def test_no_id_of_the_first_version_is_gone_or_has_another_name() -> None:
    old = {statement.id for _, _, statement in OLD.walk()}
    new = {statement.id for _, _, statement in NEW.walk()}
    assert old <= new
    assert new - old == {f"{level.id}.market" for level in NEW.levels}
    assert FOUND.warnings == ()


def test_ratings_are_asked_afresh_since_the_words_of_the_scale_mean_something_else() -> None:
    assert NEW.scale.since == "2.0"
    told = CHANGES["statement"]
    assert {told[statement.id] for _, _, statement in OLD.walk()} == {Change.AFRESH}
    assert {id for id, change in told.items() if change is Change.NEW} == {f"{level.id}.market" for level in NEW.levels}


def test_evidence_is_carried_except_where_the_act_is_another_one() -> None:
    assert {statement.id for _, _, statement in NEW.walk() if statement.since} == ANOTHER_ACT


def test_levels_roles_and_reflections_are_kept() -> None:
    for kind in ("prompt", "level", "role"):
        assert set(CHANGES[kind].values()) <= {Change.KEPT, Change.REWORDED}, kind


def test_the_command_tells_the_same() -> None:
    told = CliRunner().invoke(app, ["lint", str(SHIPPED), "--against", str(KEPT_COPY)])
    assert told.exit_code == 0
    assert told.stdout.count("asked afresh:") == len(list(OLD.walk()))
    assert told.stdout.count("new: ") == len(NEW.levels)
    assert "gone:" not in told.stdout
