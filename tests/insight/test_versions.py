"""What became of earlier answers is told in plain words, and nobody is said to have done what the ladder did."""

import pytest

from helpers.chapters.views.earlier import Old
from helpers.errors import OtherLadder
from helpers.insight import changes_since
from helpers.insight.versions import (
    SHIPPED,
    about_the_kits_own,
    check_ladder_of,
    old_answer,
    old_words,
    open_again,
    other_ladder,
    rests_on,
    then_and_now,
)
from helpers.journal import UNANSWERED, Choice, Words, fold, often
from helpers.ladder import load_ladder
from helpers.pages.render import render
from helpers.paths import ROOT
from tests.revised import START, TINY, give, revised, second

RATED = "statement:first.write"
CHANGED = second({"first.write": {"since": "2", "text": "write what others need"}})
TOGETHER = second({"first.write": {"id": "first.notes", "was": ("first.write", "first.trust")}}, gone=("first.trust",))


def test_an_old_answer_is_told_with_its_words_version_day_and_what_became_of_it():
    state = fold([give(TINY, RATED, often(3))], ladder=CHANGED)
    (fate,) = state.asked_again(RATED)
    assert old_words(fate) == "write things down"
    assert old_answer(fate, CHANGED) == "“often”"
    assert then_and_now(fate) == "Version 1, 2 March 2026: this means something else now, so it is open again."


def test_an_old_place_is_told_by_its_title_of_then():
    """A level that was divided is asked about again beside what somebody had said, whatever its id is called."""
    level = TINY.levels[0]
    halves = [level.model_copy(update={"id": f"{level.id}-{n}", "was": (level.id,)}) for n in "ab"]
    rest = [
        each.model_copy(update={"follows": tuple(f"{one}-b" if one == level.id else one for one in each.follows)})
        for each in TINY.levels[1:]
    ]
    divided = second(levels=(*halves, *rest))
    (fate,) = fold([give(TINY, "choice:standing", Choice(chosen=(level.id,)))], ladder=divided).asked_again(
        "choice:standing"
    )
    assert old_answer(fate, divided) == f"“{level.title}”"
    shown = render("earlier", old=[Old("Where do you work today?", "", old_answer(fate, divided), "", "Since then.")])
    assert "?</b>." not in shown
    assert f"You answered “{level.title}”." in shown


def test_words_of_another_scale_are_not_put_into_anybodys_mouth():
    """Where the steps mean something else now, a step of then is told as a number."""
    other = second(scale=TINY.scale.model_copy(update={"since": "2"}))
    (fate,) = fold([give(TINY, RATED, often(3))], ladder=other).asked_again(RATED)
    assert old_answer(fate, other) == "3 on a scale from 0 to 4"


def test_what_a_state_rests_on_is_told_once_a_version_other_than_the_ladders_own_is_in_it():
    renamed = second({"first.write": {"id": "first.notes", "was": ("first.write",)}})
    given = [give(TINY, RATED, often(3)), give(TINY, "statement:lead.grow", often(1))]
    assert rests_on(fold(given, ladder=TINY), TINY) == ""
    mixed = fold([*given, give(renamed, "statement:deep.solve", often(2), 1)], ladder=renamed)
    assert rests_on(mixed, renamed).startswith(
        "It rests on 2 answers given to version 1 and 1 answer given to version 2."
    )
    assert open_again(mixed) == ""


def test_what_was_not_carried_over_is_counted_by_what_it_needs():
    ladder = second({"first.write": {"since": "2"}}, gone=("first.trust",))
    given = [give(TINY, RATED, often(3)), give(TINY, "statement:first.trust", often(1))]
    assert open_again(fold(given, ladder=ladder)).startswith(
        "Since the ladder changed, 1 earlier answer is open again and 1 answer is to something that the ladder asks "
        "no longer."
    )


def test_what_the_ladder_opened_again_nobody_took_back():
    """Answers to two statements that became one, given on two visits, differ: it is open again."""
    given = [give(TINY, RATED, often(3)), give(TINY, "statement:first.trust", often(1), 30)]
    (change,) = changes_since(TOGETHER, given, START).ratings
    assert change.reopened
    assert change.text == "“Writing”: “often” then, open again now."
    taken_back = [
        give(TOGETHER, "statement:first.notes", often(3)),
        give(TOGETHER, "statement:first.notes", UNANSWERED, 30),
    ]
    (change,) = changes_since(TOGETHER, taken_back, START).ratings
    assert not change.reopened
    assert change.text.endswith("taken back since.")


def test_answers_about_another_ladder_say_which_one_they_need():
    other = revised(TINY, id="elsewhere", version="7")
    given = [give(other, RATED, often(3)), give(other, "profile:name", Words(text="Ada"))]
    assert other_ladder(given, TINY) == (
        "these answers are about the ladder “elsewhere” (version 7), and the one in use is “tiny”"
    )
    with pytest.raises(OtherLadder, match="--ladder FILE"):
        check_ladder_of(given, TINY)
    assert other_ladder([], TINY) == ""
    assert other_ladder([given[1]], TINY) == ""
    assert other_ladder([*given, give(TINY, RATED, often(1))], TINY) == ""


def test_answers_about_the_kit_s_own_ladder_need_no_file_named():
    shipped = load_ladder(ROOT / "data/ladders/product-management.yaml")
    assert shipped.id == SHIPPED
    given = [give(shipped, "profile:name", Words(text="Ada")), give(shipped, "statement:mid.roadmap", often(3))]
    with pytest.raises(OtherLadder, match="kit's own: leave out --ladder"):
        check_ladder_of(iter(given), TINY)
    notice = {"problems": (), "left_out": (), "other_ladder": other_ladder(given, TINY)}
    assert "without <code>--ladder</code>" in render("notices", **notice, kits_own=about_the_kits_own(given))
    given.append(give(revised(TINY, id="elsewhere"), RATED, often(3)))
    assert "<code>--ladder FILE</code>" in render("notices", **notice, kits_own=about_the_kits_own(given))
