"""Before people's answers meet a new version, its author sees what it does to them and what it forgets to say."""

import pytest

from helpers.errors import UsageError
from helpers.ladder.against import Change, against
from tests.revised import TINY, revised, second


def changes(new, old=TINY, kind="statement"):
    (found,) = (each for each in against(old, new).kinds if each.name == kind)
    return {(row.old or row.now[0]).id: row.change for row in found.rows}


def warnings(new, old=TINY):
    return "\n".join(map(str, against(old, new).warnings))


def test_the_same_ladder_again_keeps_everything_and_warns_of_nothing():
    assert set(changes(second()).values()) == {Change.KEPT}
    assert warnings(second()) == ""


def test_each_statement_is_told_by_what_becomes_of_its_answers():
    new = second(
        {
            "first.write": {"text": "write things down at once"},
            "first.trust": {"id": "first.again", "was": ("first.trust",)},
            "first.listen": {"since": "2", "text": "hear everybody out"},
            "lead.grow": {"id": "lead.new", "text": "say what nobody else dares to say aloud"},
        },
        gone=("lead.coach",),
    )
    found = changes(new)
    assert {id: change for id, change in found.items() if change is not Change.KEPT} == {
        "first.write": Change.REWORDED,
        "first.trust": Change.CARRIED,
        "first.listen": Change.AFRESH,
        "lead.coach": Change.GONE,
        "lead.grow": Change.GONE,
        "lead.new": Change.NEW,
    }
    assert len(found) == 10


def test_levels_roles_and_prompts_are_told_too():
    first, *others = TINY.levels
    new = second(levels=(first.model_copy(update={"id": "start", "was": ("first",)}), *others), roles=())
    assert changes(new, kind="level")["first"] is Change.CARRIED
    assert changes(new, kind="role") == {"shop": Change.GONE}
    assert set(changes(new, kind="prompt").values()) == {Change.KEPT, Change.GONE}


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (second({"first.write": {"text": "run every meeting of the year"}}), "the words changed a lot"),
        (second({"first.write": {"id": "first.wrote"}}), "write 'was: [first.write]'"),
        (second(version="1", versions=(), gone=("lead.coach",)), "Both files say version 1"),
        (second(versions=("2",)), "Version 1 isn't listed under 'versions'"),
    ],
)
def test_what_the_author_may_have_forgotten_is_a_warning(new, says):
    assert says in warnings(new)


def test_what_an_earlier_version_said_must_go_on_being_said():
    """Its `since`, its `was`, and that something was split up: without them older answers would count again or go."""
    old = second({"first.write": {"since": "2", "was": ("first.note",)}})
    third = revised(TINY, version="3", versions=("1", "2", "3"))
    assert "Write 'since: \"2\"' again." in warnings(third, old)
    assert "the old file says it was first.note" in warnings(third, old)
    parts = second({"first.write": {"was": ("whole",)}, "first.trust": {"was": ("whole",)}})
    left = revised(
        second({"first.write": {"was": ("whole",)}}, gone=("first.trust",)), version="3", versions=("1", "2", "3")
    )
    assert "whole was split up, and this alone still names it" in warnings(left, parts)


def test_two_ladders_are_not_versions_of_one():
    with pytest.raises(UsageError, match="two ladders"):
        against(TINY, revised(TINY, id="other"))
