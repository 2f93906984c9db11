"""Whatever a ladder has, or hasn't, its chapters, report, handouts and slides are drawn from what is there."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from helpers.chapters import Element, Kept, ViewContext, course, parts
from helpers.chapters.views.level import summary
from helpers.charts import Theme
from helpers.form import RatingField, rating_fields
from helpers.insight import Why, gap, strengths, suggest_focus
from helpers.journal import fold
from helpers.ladder import Ladder, Level, Section, Statement, load_ladder
from helpers.report import build_report, typeset
from helpers.workshop.agenda import load_workshop
from helpers.workshop.handouts import all_handouts
from helpers.workshop.slides import projected
from tests.report.people import text_of
from tests.strategies import SCALE, START, choose, rate
from tests.workshop.printed import pages_of, tight

DAY = date(2026, 11, 23)
BARE = load_ladder(Path(__file__).parent / "fixtures/ladders/bare.yaml")
RICH = load_ladder(Path(__file__).parent / "fixtures/ladders/rich.yaml")
JAPANESE = "毎週利用者の声を聞き次に作るものを決める前にその内容をチーム全員に伝えて議論を促し結論を記録に残す"


def large() -> Ladder:
    """Ten levels and 845 statements, 345 of them in one level; long titles, no roles, no prompts, Japanese."""
    sizes = [345, *[55] * 8, 60]
    levels = []
    for at, size in enumerate(sizes):
        statements = [
            Statement(id=f"l{at}.s{n}", text=f"{JAPANESE}{n} " * (9 if n % 50 == 7 else 1)) for n in range(size)
        ]
        title = f"{at} Vice president of research, product and programme operations"
        follows = (f"l{at - 1}",) if at else ()
        levels.append(Level(id=f"l{at}", title=title, number=f"IC{at}", follows=follows, statements=statements))
    return Ladder(format=2, id="large", version="1", title="Large", language="ja", scale=SCALE, levels=tuple(levels))


LADDERS = {"bare": BARE, "rich": RICH, "large": large()}


@pytest.fixture(params=LADDERS)
def ladder(request) -> Ladder:
    return LADDERS[request.param]


def answered(ladder: Ladder):
    first, last = ladder.levels[0], ladder.levels[-1]
    yield choose(ladder, "standing", first.id)
    yield choose(ladder, "destination", f"level:{last.id}")
    for at, statement in enumerate((*first.statements[:3], *last.statements[:2])):
        yield rate(ladder, statement.id, at % 4, at=START)


def test_a_statement_needs_an_id_and_a_text_alone():
    one, japanese = BARE.statement("one.ask"), BARE.statement("one.write")
    assert one.title == "Ask the people who use the thing before writing…"
    assert len(japanese.title) == 48
    assert japanese.text.startswith(japanese.title[:-1])
    assert (one.meaning, one.competency, one.origin) == (None, None, None)
    assert BARE.level("one").short_title == "Product manager who has…"
    assert BARE.section_of("one.ask") is Section.PLAIN
    assert BARE.level("two").statements == (*BARE.level("two").skills, *BARE.level("two").plain)


def test_a_level_without_statements_is_refused():
    with pytest.raises(ValueError, match="at least one statement"):
        Level(id="a", title="A")


def test_every_chapter_is_drawn_and_asks_each_statement_once(ladder):
    """In a chapter nothing stands for what the ladder hasn't: no heading without questions, no “None”."""
    found = course(ladder)
    asked = []
    for here in found.chapters:
        now = ViewContext.of(found, here, tuple(answered(ladder)), theme=Theme(), now=START, kept=Kept("here"))
        for part in parts(found, here):
            if isinstance(part, Element):
                assert "None" not in (part.shows(now) or "")
                form = part.asks(now)
                if form and here.level:
                    asked += [each.statement_id for each in form.takes if isinstance(each, RatingField)]
    assert sorted(asked) == sorted(statement.id for _, _, statement in ladder.walk())


def test_the_report_is_made(ladder):
    report = build_report(ladder, answered(ladder), on=DAY, theme=Theme(), name="Kim")
    text = text_of(typeset(report, Theme()).data)
    assert "None" not in text
    assert ladder.levels[0].short_title[:12] in text


def test_handouts_and_slides_are_made():
    theme = Theme()
    made = all_handouts(BARE, theme, on=DAY)
    text = "".join(pages_of(made["worksheet-one.pdf"].data))
    assert text.count(tight(BARE.statement("one.ask").headline)) == 1
    assert "…" not in text.replace("didyou…", "")  # whole, and not its beginning as well
    assert "What you are asked to do" not in text
    for name in ("taster-30", "ninety-minutes", "half-day"):
        for slide in projected(load_workshop(name), BARE, theme):
            assert slide.layout == "title" or slide.lead or slide.points or slide.entries or slide.picture


# ---- what companies' ladders have beside statements -------------------------------------


def test_what_a_ladder_says_of_a_statement_and_a_level_stands_where_a_reader_looks_for_it():
    """On the page the question and the head of its chapter, on paper the worksheet, in the PDF the card."""
    field = next(each for each in rating_fields(RICH.level("senior").statements) if each.mandatory)
    assert (len(field.examples), field.links[0][1]) == (2, "https://example.org/reviews?a=1&b=2")
    chapter = next(each for each in course(RICH).chapters if each.level == "senior")
    head = summary(RICH, RICH.level("senior"), chapter)
    for words in (
        "Here it is called IC3",
        "Also called Engineer of note",
        "1 of them mandatory",
        "Works alone and asks",
    ):
        assert words in head
    sheet = tight("".join(pages_of(all_handouts(RICH, Theme(), on=DAY)["worksheet-senior.pdf"].data)))
    for words in (
        "Worksheet, IC3",
        "mandatory",
        "Step B",
        "Works alone and asks early",
        "Two comments on a change",
        "How often was this true of your work",
    ):
        assert tight(words) in sheet
    events = [choose(RICH, "focus", "senior.review"), choose(RICH, "standing", "senior")]
    report = text_of(typeset(build_report(RICH, events, on=DAY, theme=Theme()), Theme()).data)
    for words in (
        "Senior engineer, IC3",
        "Senior engineer is also called Engineer of note.",
        "mandatory",
        "Step B: Works alone and asks early",
        "Two comments",
        "The guide to reviews",
        "harder to observe",
    ):
        assert tight(words) in tight(report)


def test_a_state_is_asked_as_it_stands_and_an_act_completes_the_question():
    asked = {statement.id: RICH.scale.asked(statement) for _, _, statement in RICH.walk()}
    assert asked["senior.write"] == "In the last six months, how often did you write down why?"
    assert asked["senior.market"] == (
        "How often was this true of your work in the last six months? deep understanding of the market"
    )


def test_a_ladder_that_expects_nothing_shows_no_gap_and_its_focus_starts_from_the_answers():
    events = [choose(RICH, "standing", "senior"), choose(RICH, "destination", "level:senior")]
    for at, (id, frequency) in enumerate((("senior.review", 4), ("senior.market", 2), ("senior.write", 1))):
        events.append(rate(RICH, id, frequency, at=START + at * timedelta(minutes=1)))
    state = fold(events, ladder=RICH)
    found = gap(RICH, state, "level:senior")
    assert (found.expects, found.to_grow, found.met) == (False, (), ())
    assert [item.statement.id for item in found.open] == ["senior.write", "senior.market", "senior.review"]
    focus = suggest_focus(RICH, state, "level:senior")
    assert [(one.statement.id, one.why) for one in focus] == [
        ("senior.write", Why.SELDOM),
        ("senior.market", Why.SELDOM),
        ("senior.review", Why.EVIDENCE),
    ]
    assert [one.statement.id for one in strengths(RICH, state)] == ["senior.review"]
    report = text_of(typeset(build_report(RICH, events, on=DAY, theme=Theme()), Theme()).data)
    assert "less often than expected" not in report.lower()
    assert tight("where no frequency is expected") in tight(report)
    here = course(RICH).chapters
    for chapter in here:
        now = ViewContext.of(course(RICH), chapter, tuple(events), theme=Theme(), now=START, kept=Kept("here"))
        shown = "".join(part.shows(now) or "" for part in parts(course(RICH), chapter) if isinstance(part, Element))
        assert "than expected" not in shown
        assert 'small">expected:' not in shown
