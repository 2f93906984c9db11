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


def test_every_figure_in_the_texts_follows_from_those_beside_them():
    """Whoever multiplies parcels, shares and prices must come to what the case says."""
    lab = check_lab(FILE)
    basis = lab.figures
    every_day = basis.parcels_a_day * basis.wrong_share * basis.wrong_costs
    weeks = (basis.february - basis.october).days // 7
    company, told = lab.company.text, {option.id: option.closes for option in lab.options}
    assert f"€{every_day / 1000:.0f},000 on each of the six" in company
    assert (basis.delivery_days_a_week, basis.wrong_by_line) == (6, 0.25), "six delivery days, a quarter of it"
    assert f"{basis.parcels_a_day:,} parcels a day" in company
    assert f"{100 * basis.wrong_share:.1f} per cent" in company
    assert f"€{basis.wrong_costs:.2f} each" in company
    assert weeks == 19
    assert "Nineteen more weeks" in told["february"]
    assert basis.october < basis.peak < basis.february
    assert f"about €{basis.price_of_waiting / 1e6:.1f} million" in told["february"]
    assert (basis.october - basis.begin).days // 7 == 14
    assert "fourteen weeks" in told["switch-october"]
    assert f"{1000 * basis.split_right:.0f} of 1,000" in told["translate-only"]
    assert f"{basis.wrong_splits(basis.split_right):,.0f} wrong splits a day" in told["translate-only"]
    assert f"{basis.wrong_doors:,.0f} wrong doors a day" in told["translate-only"]
    assert basis.wrong_splits(basis.split_right) < basis.wrong_doors, "else nobody could defend the option"
    split = next(unknown for unknown in lab.unknowns if unknown.id == "split")
    assert f"check {basis.checked:,}" in split.find_out
    assert f"{basis.wrong_splits(basis.split_good_enough):.0f} a day" in split.changes
    enough, found = (basis.checked * (1 - right) for right in (basis.split_good_enough, basis.split_right))
    assert (round(enough), round(found)) == (3, 15)
    assert "three against fifteen" in split.changes
    sorting = next(part for part in lab.parts if part.id == "sorting")
    assert f"€{basis.machine / 1e6:.1f} million" in sorting.because
    assert f"€{basis.machine * basis.cancel_share:,.0f}" in sorting.because


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
