"""What a picture in a report shows can be listened to: in a sentence, and where that is too little in a table."""

from __future__ import annotations

import pytest

from helpers.charts import Picture, Theme
from helpers.insight import answer_label, frequency_label, gap
from helpers.journal.state import fold
from helpers.ladder import Ladder
from helpers.report import build_report
from helpers.report.model import Figure, Report, Table
from helpers.report.pictures import LONG, figure
from tests.report.people import DAY, whole_story


@pytest.fixture(scope="module")
def report(shipped: Ladder) -> Report:
    return build_report(shipped, whole_story(shipped), on=DAY, theme=Theme())


def figures(report: Report) -> dict[str, Figure]:
    found = [(section.id, block) for section in report.sections for block in section.blocks]
    return {id: block for id, block in found if isinstance(block, Figure)}


def tables(report: Report) -> dict[str, Table]:
    last = report.sections[-1]
    assert last.id == "tables"
    return {block.title: block for block in last.blocks if isinstance(block, Table)}


def test_what_is_read_out_in_place_of_a_picture_is_short(report: Report) -> None:
    told = figures(report)
    assert set(told) == {"where", "levels", "gap"}
    for block in told.values():
        assert len(block.picture.alt) > LONG
        assert 0 < len(block.alt) <= LONG


def test_the_gap_s_table_has_every_statement_with_its_answer(report: Report, shipped: Ladder) -> None:
    found = gap(shipped, fold(whole_story(shipped)), "level:mid")
    table = tables(report)["From here to Mid-level product manager"]
    assert table.head == ("Statement", "Your answer", "Expected", "Evidence")
    assert table.rows == tuple(
        (
            item.statement.title,
            answer_label(shipped.scale, item.rating),
            frequency_label(shipped.scale, item.expected),
            "yes" if item.supported else "no",
        )
        for item in found.items
    )
    assert {row[3] for row in table.rows} == {"yes", "no"}


def test_the_map_s_table_names_every_place_and_where_somebody_stands_and_heads(report: Report, shipped: Ladder) -> None:
    rows = {row[0]: row[1:] for row in tables(report)["Where you are"].rows}
    assert list(rows) == [*(level.title for level in shipped.levels), *(role.title for role in shipped.roles)]
    assert rows[shipped.level("associate").title] == (
        "Shared trunk",
        f"8 of {len(shipped.level('associate').statements)}",
        "You are here",
    )
    assert rows[shipped.level("mid").title][2] == "Your destination"
    assert [row for row in rows.values() if row[2] == "–"] == [row for row in rows.values() if "You" not in row[2]]


def test_the_squares_of_the_levels_have_their_counts_in_the_table_below(report: Report) -> None:
    (section,) = (section for section in report.sections if section.id == "levels")
    kinds = [block.kind for block in section.blocks]
    assert kinds.index("table") == kinds.index("figure") + 1
    assert figures(report)["levels"].table is None


def test_a_short_alternative_text_stands_for_itself() -> None:
    drawn = Picture("<svg/>", "Two dots.", 10, 10)
    assert figure(drawn, "Dots.", Table(head=("a",), rows=())) == Figure(picture=drawn)


def test_without_a_long_picture_there_is_no_section_of_tables(tiny: Ladder) -> None:
    made = build_report(tiny, [], on=DAY, theme=Theme())
    assert [block.alt for block in figures(made).values() if len(block.alt) > LONG] == []
    assert ("tables" in {section.id for section in made.sections}) == any(it.table for it in figures(made).values())
