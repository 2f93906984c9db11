"""What is done in a lab changes nothing that is said about the person's ratings."""

from __future__ import annotations

from datetime import date, timedelta

from helpers.charts import load_theme
from helpers.insight import changes_since, coverage, suggest_focus
from helpers.journal import Choice, Figures, Words, fold
from helpers.report import build_report
from tests.strategies import START, choose, event, rate, shipped_shape


def test_a_report_a_change_and_an_insight_are_the_same_with_a_lab_in_the_journal() -> None:
    ladder = shipped_shape()
    said = (
        choose(ladder, "standing", "mid"),
        choose(ladder, "destination", "level:senior"),
        rate(ladder, "mid.s0", 2),
        rate(ladder, "mid.s0", 3, at=START + timedelta(days=60)),
    )
    at = START + timedelta(days=60)
    played = (
        event(ladder, "lab:mid.ranking", Choice(chosen=("a", "b")), at=at),
        event(ladder, "lab:mid.levers", Figures(values={"width": 2}), at=at),
        event(ladder, "lab:mid.no", Words(text="Not this quarter, Ada."), at=at),
        event(ladder, "case:mid.two-asks", Choice(chosen=("ask",)), at=at),
    )
    without, with_labs = fold(said, ladder=ladder), fold(said + played, ladder=ladder)
    assert coverage(ladder, with_labs, "mid") == coverage(ladder, without, "mid")
    assert suggest_focus(ladder, with_labs, "level:senior") == suggest_focus(ladder, without, "level:senior")
    since = START + timedelta(days=30)
    assert changes_since(ladder, said + played, since) == changes_since(ladder, said, since)
    on, theme = date(2026, 9, 1), load_theme()
    assert build_report(ladder, said + played, on=on, theme=theme) == build_report(ladder, said, on=on, theme=theme)
