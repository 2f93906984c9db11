"""Whatever a ladder has, or hasn't, its chapters, report, handouts and slides are drawn from what is there."""

from datetime import date
from pathlib import Path

import pytest

from helpers.chapters import Element, Kept, ViewContext, course, parts
from helpers.charts import Theme
from helpers.form import RatingField
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


LADDERS = {"bare": BARE, "large": large()}


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
    assert tight(BARE.statement("one.ask").text) in text
    assert "What you are asked to do" not in text
    for name in ("taster-30", "ninety-minutes", "half-day"):
        for slide in projected(load_workshop(name), BARE, theme):
            assert slide.layout == "title" or slide.lead or slide.points or slide.entries or slide.picture
