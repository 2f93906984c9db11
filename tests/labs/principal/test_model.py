"""The lab of the individual contributor: every option can be defended, and a file's faults are told."""

from __future__ import annotations

import pytest

from helpers.charts import load_theme
from helpers.labs import check_lab
from helpers.labs.principal.charts import stances_chart
from helpers.labs.principal.model import Stance, Undo
from helpers.ladder import load_ladder
from helpers.paths import ROOT
from tests.labs.faulty import changed, faults_of

FILE = ROOT / "data/labs/principal.yaml"


def test_no_option_pleases_everybody_for_free_and_none_is_beyond_defence():
    lab = check_lab(FILE, load_ladder())
    for option in lab.options:
        assert any(team.stance[option.id] is not Stance.RESISTS for team in lab.teams)
        assert option.gets
        assert option.closes
    assert {part.undo for part in lab.parts} == set(Undo)


def test_the_picture_tells_every_stance_in_words_and_marks_the_choice():
    lab = check_lab(FILE)
    for width in (680, 350):
        picture = stances_chart(lab, load_theme(), chosen="february", width=width)
        assert "Switch in February, test from September (your choice)." in picture.alt
        assert all(team.title in picture.svg and team.title in picture.alt for team in lab.teams)
        assert picture.width == width


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("parts: [format, translate, promise]", "parts: [format, translat]", "Did you mean 'translate'?"),
        (
            "stance: {switch-october: wants, side-by-side: resists,",
            "stance: {switch-october: wants,",
            "the team has no stance to 'side-by-side'. Write wants",
        ),
        (
            "stance: {switch-october: resists,",
            "stance: {switch-october: resists, later: wants,",
            "there is no option 'later'",
        ),
        ("undo: never", "undo: maybe", "'undo' is 'maybe'. It can be 'easy', 'hard' or 'never'"),
        ("need: tell", "need: hug", "'need' is 'hug'"),
    ],
)
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(tmp_path, old, new, says):
    assert says in faults_of(changed(FILE, old, new, tmp_path), load_ladder())
