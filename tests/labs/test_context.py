"""A lab's parts are read by name, and what nobody answered is empty."""

from __future__ import annotations

from helpers.form import Figure, FiguresField
from helpers.journal import Choice, Figures
from helpers.labs import check_lab
from tests.labs.conftest import LAB
from tests.labs.played import Played


def test_a_context_gives_the_parts_of_a_lab_by_name() -> None:
    played = Played()
    played.record("lab:mid.levers", Figures(values={"price": 3}))
    played.record("lab:mid.order", Choice(chosen=("b", "a")))
    played.record("lab:mid.energy", Choice(chosen=("call:gives", "mail:takes")))
    here = played.context(check_lab(LAB))
    assert dict(here.figures("levers")) == {"price": 3.0}
    figures = tuple(Figure(id=id, label=id, min=0, max=9, start=start) for id, start in (("price", 1), ("people", 2)))
    field = FiguresField(subject="lab:mid.levers", label="What if?", figures=figures)
    assert here.settings(field) == {"price": 3.0, "people": 2.0}, "one that nobody touched stands where it starts"
    assert here.picked("order") == ("b", "a")
    assert here.one("order") == "b"
    assert here.one("nothing") is None
    assert here.grid("energy") == {"call": "gives", "mail": "takes"}
    assert here.words("why") == ""
