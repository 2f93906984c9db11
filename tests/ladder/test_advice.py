"""Warnings: a kind each, with how many and three of them, and none about what a ladder does well."""

from __future__ import annotations

import pytest

from helpers.ladder import Competency, Ladder, Level, Statement, load_ladder
from helpers.ladder.advice import MOST_AT_A_LEVEL, advise
from helpers.paths import ROOT
from tests.strategies import SCALE


def ladder(*texts: str, language: str = "en", question: str = SCALE.question, **more: object) -> Ladder:
    statements = [Statement(id=f"a.s{at}", text=text) for at, text in enumerate(texts)]
    scale = SCALE.model_copy(update={"question": question})
    levels = (Level(id="a", title="A", statements=statements),)
    return Ladder(format=3, id="l", version="1", title="L", language=language, scale=scale, levels=levels, **more)


def kinds(found: Ladder) -> dict[str, int]:
    return {advice.what.split(" “")[0]: len(advice.about) for advice in advise(found)}


def test_the_shipped_ladder_has_no_warning():
    assert advise(load_ladder(ROOT / "data/ladders/product-management.yaml")) == ()


@pytest.mark.parametrize(
    "text",
    [
        *("Writes stories that fit a week", "Deep understanding of the market", "the roadmap is theirs"),
        *("leading a team", "write it down.", "Regularly asks for help", "Ability to listen"),
    ],
)
def test_a_text_that_completes_no_question_is_told_and_asked_otherwise_it_is_not(text):
    assert "Statements that can't complete" in kinds(ladder(text))
    assert kinds(ladder(text, question="How often was this true of your work?")) == {}
    state = ladder(text).levels[0].statements[0].model_copy(update={"state": True})
    level = Level(id="a", title="A", statements=[state])
    assert kinds(ladder(text).model_copy(update={"levels": (level,)})) == {}


def test_statements_in_the_third_person_are_told_with_both_ways_out_and_either_ends_the_warning():
    """Reworded, or with a question that needs no rewording: then it is asked as one reads it."""
    (warning,) = advise(ladder("Writes stories that fit a week", "Asks for help early"))
    assert len(warning.about) == 2
    assert "(“write …”, not “writes …”)" in warning.do
    question = "How often was this true of your work in the last six months?"
    assert f"let the scale's question be “{question}”" in warning.do
    assert advise(ladder("write stories that fit a week", "ask for help early")) == ()
    kept = ladder("Writes stories that fit a week", question=question)
    assert advise(kept) == ()
    assert kept.scale.asked(kept.levels[0].statements[0]) == f"{question} Writes stories that fit a week"


@pytest.mark.parametrize("text", ["focus on one thing", "bring it up", "Discuss plans", "supply figures", "address it"])
def test_an_act_is_told_by_no_letter_that_it_ends_on(text):
    assert kinds(ladder(text)) == {}


def test_words_of_another_language_are_told_nothing_of():
    assert kinds(ladder("alles sagen", "das Protokoll schreiben", language="de")) == {}


@pytest.mark.parametrize(
    "text", ["write it. Send it", "write it; send it", "書く。送る。x", "write and/or send it", "w " * 41]
)
def test_several_acts_in_one_are_told(text):
    assert "Several acts in one statement" in kinds(ladder(text, question="How often?"))


@pytest.mark.parametrize(
    "text",
    ["keep errors below 0.5 %", "release version 2.0", "liefere ein Feature, z. B. den Warenkorb", "use Node.js"],
)
def test_a_full_stop_that_ends_no_sentence_is_no_second_act(text):
    assert "Several acts in one statement" not in kinds(ladder(text, question="How often?"))


def test_a_second_act_after_a_comma_is_told_and_what_goes_on_with_the_same_act_is_not():
    several = ladder(
        "ask users questions of your own, and send your team a summary",
        "agree what you may decide alone, and then decide it alone",
        "tell people what is decided, and when they will know",
        "bring figures, examples, and words of users",
        "write down who decides, and the reason",
        "name the reason and the evidence",
    )
    assert kinds(several)["Several acts in one statement"] == 2
    assert kinds(ladder("schreibe auf, and sende", language="de")) == {}


def test_an_abbreviation_is_no_second_sentence():
    assert kinds(ladder("use figures, e.g. of sales", "name what is left, i.e. risks")) == {}


def test_six_hundred_of_a_kind_are_one_line_with_three_of_them():
    found = ladder(*(f"Writes {at}" for at in range(600)))
    (advice,) = [each for each in advise(found) if "complete" in each.what]
    assert len(advice.about) == 600
    assert str(advice).count("a.s") == 3
    assert "and 597 more" in str(advice)
    assert kinds(found)["Levels with more statements than a workshop can ask"] == 1
    assert len(found.levels[0].statements) > MOST_AT_A_LEVEL


def titled(*titles: str) -> Ladder:
    levels = [
        Level(id=f"l{number}", title=title, statements=[Statement(id=f"l{number}.x", text="write")])
        for number, title in enumerate(titles)
    ]
    return Ladder.model_validate({**ladder("x").model_dump(), "levels": levels})


def test_names_that_read_alike_are_told_and_long_ones_that_only_begin_alike_are_not():
    found = titled(
        "Vice president of research and development", "Vice president of research and design", "Vice president"
    )
    assert [level.short_title for level in found.levels] == ["Vice … development", "Vice … design", "Vice president"]
    assert advise(found) == ()
    assert Ladder.model_validate_json(found.model_dump_json()) == found
    (advice,) = advise(titled("Vice president of research and design", "Vice president of research and Design"))
    assert advice.about == ("l0 and l1",)
    apart = titled(
        "製品開発部門の責任者で市場全体の戦略と予算を持つ人", "製品開発部門の責任者で市場全体の戦略と人事を持つ人"
    )
    assert len({level.short_title for level in apart.levels}) == 2


def test_two_beginnings_with_the_same_ends_are_told_apart_by_both():
    found = titled(
        *(f"Senior {what} manager of {of}" for what in ("product", "programme") for of in ("growth", "risk"))
    )
    assert [level.short_title for level in found.levels] == [
        "product … growth", "product … risk", "programme … growth", "programme … risk",
    ]  # fmt: skip
    assert advise(found) == ()


@pytest.mark.parametrize(
    "titles",
    [
        (
            "Vice president of research",
            "Vice president of research and design",
            "Vice president of research and designs",
        ),
        ("İstanbul İzmir İl satış A birimi", "İstanbul İzmir İl satış B birimi"),
        tuple(
            f"Senior {what} of {of}" for what in ("product manager", "engineer and lead") for of in ("growth", "risk")
        ),
    ],
)
def test_a_ladder_calls_its_levels_the_same_however_often_it_is_read(titles: tuple[str, ...]):
    once = titled(*titles)
    assert Ladder.model_validate_json(once.model_dump_json()) == once


def test_a_letter_that_grows_when_it_is_made_small_hides_no_difference():
    apart = titled("İstanbul İzmir İl satış A birimi", "İstanbul İzmir İl satış B birimi")
    assert [level.short_title for level in apart.levels] == ["İstanbul … A birimi", "İstanbul … B birimi"]


def test_what_a_file_calls_its_levels_stays():
    levels = [level.model_copy(update={"short_title": "SPM … one"}) for level in titled("A" * 30, "A" * 31).levels]
    kept = Ladder.model_validate({**ladder("x").model_dump(), "levels": [level.model_dump() for level in levels]})
    assert [level.short_title for level in kept.levels] == ["SPM … one"] * 2


def test_what_nobody_has_is_no_gap_and_what_some_lack_is():
    competencies = (Competency(id="craft", title="Craft"), Competency(id="people", title="People"))
    found = ladder("write", "read", competencies=competencies)
    assert kinds(found) == {"Competencies that no statement names": 2}
    first, second = found.levels[0].statements
    level = Level(id="a", title="A", statements=[first.model_copy(update={"competency": "craft"}), second])
    assert kinds(found.model_copy(update={"levels": (level,)})) == {
        "Statements with no competency": 1,
        "Competencies that no statement names": 1,
    }


def test_a_title_is_missed_only_where_somebody_wrote_another():
    """A table has no titles: whoever imports one can't be asked to mend that for the long texts alone."""
    short, long = "write", "read what others wrote about it before a first meeting of all who work on it"
    assert kinds(ladder(short, long)) == {}
    first, second = ladder(short, long).levels[0].statements
    level = Level(id="a", title="A", statements=[first.model_copy(update={"title": "Writing"}), second])
    named = ladder(short, long).model_copy(update={"levels": (level,)})
    assert kinds(named) == {"Statements with a text of more than 48 characters and no title": 1}
