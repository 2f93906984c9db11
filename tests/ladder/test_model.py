"""A ladder is frozen, finds its parts by id, and says which ids there are when one is wrong."""

import os
from pathlib import Path

import pydantic
import pytest

from helpers.errors import DocumentError, UnknownId
from helpers.ladder import NO_COMPETENCY, Section, load_ladder
from helpers.ladder.model import Competency

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"


def test_a_ladder_cannot_be_changed():
    ladder = load_ladder(TINY)
    with pytest.raises(pydantic.ValidationError):
        ladder.title = "Mine"


def test_parts_are_found_by_id_and_an_unknown_id_names_the_known_ones():
    ladder = load_ladder(TINY)
    assert ladder.level_of("lead.coach").id == "lead"
    assert ladder.section_of("first.listen") is Section.SKILLS
    assert ladder.prompt("shop.prompt-when").text == "When would you open?"
    assert ladder.has_statement("first.write")
    assert not ladder.has_statement("lead.change-others"), "what changes at a level is read, not rated"
    with pytest.raises(UnknownId, match=r"no level 'top'\nIt has: first, lead, deep"):
        ladder.level("top")


def test_the_scale_gives_the_expectation_unless_a_statement_has_its_own():
    ladder = load_ladder(TINY)
    assert ladder.expected(ladder.statement("first.write")) == 3
    assert ladder.expected(ladder.statement("first.listen")) == 2


def test_the_expectations_are_those_of_the_source_that_the_scale_names_or_the_ladders_own():
    shipped, tiny = load_ladder(), load_ladder(TINY)
    assert shipped.scale.origin == "kit"
    assert shipped.expecter == "The workshop kit"
    assert tiny.scale.origin is None
    assert tiny.expecter == tiny.title


def test_the_environment_picks_another_ladder(monkeypatch):
    monkeypatch.setenv("LADDER_FILE", str(TINY))
    assert load_ladder().id == "tiny"


def test_a_changed_file_is_read_again(tmp_path):
    path = tmp_path / "ladder.yaml"
    text = TINY.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    before = load_ladder(path)
    assert load_ladder(path) is before
    path.write_text(text.replace("title: A tiny ladder", "title: Another"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert load_ladder(path).title == "Another"


def test_a_missing_file_is_a_clean_message(tmp_path):
    with pytest.raises(DocumentError, match="there is no such file"):
        load_ladder(tmp_path / "gone.yaml")


def test_a_copy_of_a_ladder_finds_what_it_holds_itself():
    """It once kept the index of the ladder that it was copied from."""
    before = load_ladder()
    first = before.levels[0]
    assert before.statement(first.statements[0].id)
    after = before.model_copy(update={"levels": before.levels[1:]})
    assert not after.has_statement(first.statements[0].id)
    with pytest.raises(UnknownId):
        after.level(first.id)
    assert before.level(first.id) == first


def test_statements_by_competency_are_all_there_once_and_those_of_none_come_last():
    """The order is the ladder's, whatever the order of the statements; a competency without any isn't there."""
    ladder = load_ladder()
    statements = [statement for _, _, statement in ladder.walk()]
    plain = [statement.model_copy(update={"competency": None}) for statement in statements[:2]]
    families = ladder.by_competency([*plain, *reversed(statements[2:])])
    order = [competency.id for competency in ladder.competencies]
    named = [family.id for family, _ in families]
    assert named == [*(each for each in order if each in {one.competency for one in statements[2:]}), NO_COMPETENCY.id]
    assert sorted(one.id for _, of in families for one in of) == sorted(one.id for one in statements)
    assert all((one.competency or NO_COMPETENCY.id) == family.id for family, of in families for one in of)
    assert families[-1][1] == tuple(plain)


def test_a_competency_called_as_that_of_none_was_is_listed_once_and_apart_from_it():
    """“no-competency” was taken for that of statements which name none, where a ladder has one called so."""
    ladder = load_ladder()
    own = ladder.competencies[0].model_copy(update={"id": "no-competency"})
    ladder = ladder.model_copy(update={"competencies": (own, *ladder.competencies)})
    one, other, *_ = (statement for _, _, statement in ladder.walk())
    one, other = (
        each.model_copy(update={"competency": competency})
        for each, competency in ((one, "no-competency"), (other, None))
    )
    assert ladder.by_competency([one, other]) == ((own, (one,)), (NO_COMPETENCY, (other,)))
    with pytest.raises(pydantic.ValidationError):
        Competency(id=NO_COMPETENCY.id, title="No ladder can have this")
