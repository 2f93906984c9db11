"""The shipped examples: what a newcomer sees first, so all of it must be there and fit to be printed."""

import io

import pytest
from pypdf import PdfReader

from helpers.charts import load_theme
from helpers.journal import Journal
from helpers.paths import ROOT
from helpers.report import build_report, typeset
from tests.hostile import visible
from tests.report.people import DAY, text_of

EXAMPLES = sorted((ROOT / "data/examples").glob("*.jsonl"))


def test_there_are_at_least_four():
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_report_of_four_to_six_pages_and_one_of_tables_with_every_word_of_theirs(shipped, path):
    journal = Journal.open(path)
    state = journal.state(shipped)
    report = build_report(shipped, journal.events(), on=DAY, theme=load_theme())
    made = typeset(report, load_theme())
    assert made.notices == ()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages]
    assert 4 <= len(pages) - 1 <= 6
    assert [number for number, text in enumerate(pages) if "The pictures as tables" in text] == [len(pages) - 1]
    got = visible(text_of(made.data, report.footer))
    own = [line.text for line in state.evidence()]
    own += [state.words(subject) for _, subject in state.current if subject.startswith(("prompt:", "profile:"))]
    own += [text for _, item in state.plan() for text in (item.when, item.then, item.first_step, item.shows, item.aim)]
    assert len(own) > 10
    assert [words for words in own if visible(words) not in got] == []
    assert {section.id for section in report.sections} >= {
        "strengths",
        "changes",
        "levels",
        "gap",
        "focus",
        "reflections",
    }
