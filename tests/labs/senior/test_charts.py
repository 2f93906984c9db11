"""The pictures of the system lab: nothing on top of anything, nothing over the edge, and all of it told in words."""

from __future__ import annotations

import pytest

from helpers.charts import Picture, load_theme
from helpers.labs import load_lab
from helpers.labs.senior.charts import limits_chart, members_chart, plans_chart, system_chart
from helpers.labs.senior.model import Action
from helpers.labs.senior.simulation import one_thing, play
from tests.charts.drawn import boxes, clashes, outside

LAB = load_lab("senior")
THEME = load_theme()
IDLE, HELP, ADVERTS = play(LAB, ()), play(LAB, one_thing(LAB, Action.HELP)), play(LAB, one_thing(LAB, Action.ADVERTS))
NAMES = ["system", "members", "again", "limits", "plans"]


def pictures(width: float) -> dict[str, Picture]:
    return {
        "system": system_chart(LAB, THEME, width=width),
        "members": members_chart(HELP, IDLE, THEME, title="Members", guess=150_000, width=width),
        "again": members_chart(ADVERTS, IDLE, THEME, title="Members", again=HELP, width=width),
        "limits": limits_chart(LAB, HELP.course, THEME, title="Lost a week", width=width),
        "plans": plans_chart([("Mine", HELP), ("Nothing", IDLE)], THEME, strong=("Mine",), title="End", width=width),
    }


@pytest.mark.parametrize("width", [350, 680])
@pytest.mark.parametrize("name", NAMES)
def test_words_stand_inside_the_picture_and_never_on_one_another(name, width):
    picture = pictures(width)[name]
    assert picture.width == width
    assert outside(boxes(picture), picture) == []
    assert clashes(boxes(picture)) == []


def test_everything_that_is_drawn_is_told():
    told = {name: picture.alt for name, picture in pictures(680).items()}
    for stock in ("260,000", "38,000", "22,000", "2,400", "9 helpers"):
        assert stock in told["system"]
    assert "Predicted: 150,000." in told["members"]
    assert f"with nothing spent {IDLE.end:,.0f}" in told["members"]
    assert f"The first plan ended at {ADVERTS.end:,.0f}." in told["again"]
    for brake in LAB.limits:
        assert f"{brake.title}: " in told["limits"]
    assert f"Nothing: {IDLE.end:,.0f}" in told["plans"]
