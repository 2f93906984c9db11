"""The shipped ladder says all that it should, in the form in which everything that reads it expects it."""

import re
from collections import Counter

import pytest

from helpers.ladder import load_ladder
from helpers.paths import ROOT

LADDER = load_ladder(ROOT / "data/ladders/product-management.yaml")
STATEMENTS = tuple(statement for _, _, statement in LADDER.walk())


def by_id(item):
    return item.id


@pytest.mark.parametrize(
    ("level", "changes", "responsibilities", "signs", "skills"),
    [
        ("associate", 0, 6, 3, 4),
        ("mid", 5, 8, 6, 5),
        ("senior", 5, 8, 6, 6),
        ("director", 5, 8, 6, 5),
        ("executive", 6, 8, 6, 5),
        ("principal", 5, 7, 5, 5),
    ],
)
def test_each_level_holds_every_point_of_its_sections(level, changes, responsibilities, signs, skills):
    """Each thing the article lists is one entry. It lists no skills for principals: those five are the kit's own."""
    found = LADDER.level(level)
    assert (len(found.changes), len(found.responsibilities), len(found.signs), len(found.skills)) == (
        changes,
        responsibilities,
        signs,
        skills,
    )


def test_the_six_levels_stand_where_the_roads_fork():
    """Five steps in a row up to the top, and the individual contributor's level beside the fourth."""
    assert [(level.id, level.number, level.track, level.follows) for level in LADDER.levels] == [
        ("associate", 1, "core", ()),
        ("mid", 2, "core", ("associate",)),
        ("senior", 3, "core", ("mid",)),
        ("director", 4, "management", ("senior",)),
        ("executive", 5, "management", ("director",)),
        ("principal", None, "individual-contributor", ("senior",)),
    ]


def test_what_seldom_comes_up_is_asked_by_its_occasions_and_no_word_of_the_scale_is_a_count():
    """A director who redrew the one boundary that called for it did so almost always."""
    rare = Counter(level.id for level, _, statement in LADDER.walk() if LADDER.scale.rare_of(statement))
    assert rare["director"] >= 8
    assert rare["executive"] >= 10
    assert not any(re.search(r"once or twice|times", step.meaning) for step in LADDER.scale.frequencies)


def test_every_level_asks_about_the_customers_trade_and_market():
    """What the article lacks and published frameworks have; the kit says that it is its own."""
    asked = {level.id: statement for level, _, statement in LADDER.walk() if statement.competency == "market"}
    assert list(asked) == [level.id for level in LADDER.levels]
    assert {statement.origin for statement in asked.values()} == {"kit"}


def test_five_neighbouring_roles_and_four_closing_principles():
    """The article names five families of roles and closes with four sentences."""
    assert [role.id for role in LADDER.roles] == [
        "operations",
        "partnerships",
        "founder",
        "marketing-strategy",
        "innovation",
    ]
    assert len(LADDER.principles) == 4


@pytest.mark.parametrize("statement", STATEMENTS, ids=by_id)
def test_a_statement_completes_the_question(statement):
    """It goes on from "In the last six months, how often did you …": lower case, and the asker ends the sentence."""
    assert statement.text[0].islower()
    assert statement.text[-1].isalnum()


def test_a_statement_is_short_enough_to_be_read_once():
    """It follows a question of ten words or more, and is heard as one sentence with it."""
    assert [statement.id for statement in STATEMENTS if len(statement.text.split()) > 20] == []


@pytest.mark.parametrize("statement", STATEMENTS, ids=by_id)
def test_a_statement_says_what_it_looks_like_at_work(statement):
    """`meaning` stands beside the question, so it has to say more than the question does."""
    assert statement.meaning
    assert len(statement.meaning) > len(statement.text)


@pytest.mark.parametrize("statement", STATEMENTS, ids=by_id)
def test_a_title_fits_beside_a_chart(statement):
    """A gap chart gives a title one line of 40 characters."""
    assert 0 < len(statement.title) <= 40


def test_no_two_statements_share_a_title_within_a_level():
    """A report names statements by title and level, so the pair has to tell them apart."""
    counted = Counter((level.id, statement.title) for level, _, statement in LADDER.walk())
    assert [pair for pair, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("competency", LADDER.competencies, ids=by_id)
def test_a_competency_runs_across_levels(competency):
    """What carries over to a destination is found by competency: one on two levels would seldom connect anything."""
    levels = {level.id for level, _, statement in LADDER.walk() if statement.competency == competency.id}
    assert len(levels) >= 3


@pytest.mark.parametrize("role", LADDER.roles, ids=by_id)
def test_a_role_draws_from_at_least_three_levels(role):
    """Somebody at any level should find something of theirs in every neighbouring role."""
    assert len({LADDER.level_of(draw.statement).id for draw in role.draws_on}) >= 3
    assert len(role.learn) == 3


@pytest.mark.parametrize("level", LADDER.levels, ids=by_id)
def test_a_level_asks_four_questions_and_offers_a_practice_for_every_skill(level):
    """A chapter has room for four prompts; a skill with no way to practise it is only a demand."""
    assert len(level.prompts) == 4
    assert all(skill.practice for skill in level.skills)


@pytest.mark.parametrize(
    ("what", "items", "article", "kit"),
    [
        ("changes", [change for level in LADDER.levels for change in level.changes], 26, 0),
        ("statements", STATEMENTS, 96, 11),
        ("notes beside the ladder", LADDER.notes, 8, 1),
        ("principles", LADDER.principles, 4, 0),
        ("competencies", LADDER.competencies, 0, 10),
        ("other titles of roles, what they draw on and what is to be learnt", LADDER.roles, 0, 5),
        (
            "summaries of roles, and whom they suit",
            [each for r in LADDER.roles for each in (r.summary, r.suits)],
            10,
            0,
        ),
        ("practices", [skill.practice for level in LADDER.levels for skill in level.skills], 0, 30),
        ("prompts", [prompt for level in LADDER.levels for prompt in level.prompts], 0, 24),
    ],
)
def test_what_is_the_article_s_and_what_is_the_kit_s(what, items, article, kit):
    """Each entry names its source, and nothing of the kit's own is passed off as the article's."""
    assert Counter(item.origin for item in items) == Counter(article=article, kit=kit), what
