"""From files to a report, as the notebook's cells do it."""

from datetime import date

import pytest

from helpers.clock import today
from helpers.errors import KitError, UsageError
from helpers.journal import Problem
from helpers.report.personal import NOTICES, as_day, left_out, personal_report
from tests.report.conftest import TINY
from tests.report.people import keep, text_of, whole_story


@pytest.mark.parametrize("given", [None, ""])
def test_no_day_is_today(given):
    before = today()
    assert before <= as_day(given) <= today()


def test_a_day_is_read_as_it_is_written():
    assert as_day("2026-11-23") == as_day(date(2026, 11, 23)) == date(2026, 11, 23)


@pytest.mark.parametrize("given", ["23.11.2026", "2026-13-01", "soon"])
def test_what_is_no_day_is_said_with_how_to_write_one(given):
    with pytest.raises(UsageError, match="2026-11-23"):
        as_day(given)


def test_lines_that_could_not_be_read_are_said_by_their_number():
    assert left_out(()) == ()
    assert left_out((Problem(3, "torn"),)) == ("1 line of the journal could not be read and stands aside (3).",)
    many = left_out(tuple(Problem(line, "torn") for line in range(1, 12)))
    assert many == ("11 lines of the journal could not be read and stand aside (1, 2, 3, 4, 5, 6, 7, 8 and more).",)


def test_a_saved_report_is_the_pdf_with_its_notices(tiny, tmp_path):
    path = tmp_path / "mine.jsonl"
    keep(path, whole_story(tiny, "icon \ue000"))
    with path.open("ab") as file:
        file.write(b'{"v":1,"torn\n')
    made = personal_report(path, ladder=TINY, on="2026-11-23")
    saved = made.save(tmp_path / "mine.pdf")
    raw = text_of(saved.path.read_bytes())
    assert "could not be read and stands aside" in raw
    assert "U+E000" in raw
    assert saved._repr_mimebundle_()[NOTICES] == list(saved.notices)
    assert "U+E000" in saved.notices[0]


def test_no_path_saves_nothing(tmp_path):
    assert personal_report(tmp_path / "none.jsonl", ladder=TINY, on="2026-11-23").save("") is None


def test_an_empty_journal_makes_a_report_on_nobody_yet(tmp_path):
    (tmp_path / "empty.jsonl").touch()
    made = personal_report(tmp_path / "empty.jsonl", ladder=TINY, on="2026-11-23")
    saved = made.save(tmp_path / "empty.pdf")
    assert "No statement has an answer yet" in text_of(saved.path.read_bytes())


def test_a_file_that_can_not_be_used_is_a_message(tmp_path):
    with pytest.raises(KitError):
        personal_report(tmp_path, ladder=TINY)
    with pytest.raises(KitError):
        personal_report(tmp_path / "none.jsonl", ladder=tmp_path / "none.yaml")
