"""The fields of labs: numbers, an order, a small scale for several things. What they take, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.form import Figure, FiguresField, GridField, Option, OrderField, apply, form_spec
from helpers.journal import Choice, Figures, State, Words, fold

LEVERS = FiguresField(
    subject="lab:mid.levers",
    label="What if?",
    figures=(
        Figure(id="price", label="Price", unit="£ a month", min=0, max=100, step=0.5, start=12),
        Figure(id="people", label="People", min=-3, max=3, start=0),
    ),
    total=20,
)
ORDER = OrderField(
    subject="lab:mid.ranking", label="What first?", options=tuple(Option(id=i, title=i.upper()) for i in "abc"), cut=1
)
ENERGY = GridField(
    subject="lab:adjacent.energy",
    label="What gives you energy?",
    items=(Option(id="call", title="Call"), Option(id="mail", title="Mail")),
    scale=(Option(id="gives", title="gives"), Option(id="takes", title="takes")),
)
FIELDS = (LEVERS, ORDER, ENERGY)


def reply(subject: str, answer: object) -> dict[str, object]:
    kept: list[object] = []

    def keep(subject: str, answer: object) -> object:
        kept.append(answer)
        from tests.journal.test_state import said

        return said(subject, answer)

    message = {"type": "answer", "seq": 1, "subject": subject, "answer": answer}
    told = apply(message, fields=FIELDS, state=lambda: fold(()), on_answer=keep)  # type: ignore[arg-type]
    assert (told["type"] == "saved") == (len(kept) == 1)
    return told


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("lab:mid.levers", Figures(values={})),
        ("lab:mid.levers", Figures(values={"price": 0})),
        ("lab:mid.levers", Figures(values={"price": 100, "people": -3})),
        ("lab:mid.ranking", Choice(chosen=("c", "a", "b"))),
        ("lab:mid.ranking", Choice(chosen=())),
        ("lab:adjacent.energy", Choice(chosen=("mail:takes",))),
        ("lab:adjacent.energy", Choice(chosen=("call:gives", "mail:gives"))),
    ],
)
def test_an_answer_that_belongs_there_is_kept(subject: str, answer: object) -> None:
    assert reply(subject, answer.model_dump(mode="json"))["type"] == "saved"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("lab:mid.levers", {"kind": "figures", "values": {"price": 100.5}}),
        ("lab:mid.levers", {"kind": "figures", "values": {"luck": 1}}),
        ("lab:mid.levers", {"kind": "figures", "values": {"price": "12"}}),
        ("lab:mid.levers", {"kind": "figures", "values": {"price": True}}),
        ("lab:mid.levers", {"kind": "figures", "values": {"price": None}}),
        ("lab:mid.levers", {"kind": "words", "text": "12"}),
        ("lab:mid.ranking", {"kind": "choice", "chosen": ["a", "b"]}),
        ("lab:mid.ranking", {"kind": "choice", "chosen": ["a", "b", "b"]}),
        ("lab:mid.ranking", {"kind": "choice", "chosen": ["a", "b", "d"]}),
        ("lab:adjacent.energy", {"kind": "choice", "chosen": ["call:gives", "call:takes"]}),
        ("lab:adjacent.energy", {"kind": "choice", "chosen": ["call:maybe"]}),
        ("lab:adjacent.energy", {"kind": "choice", "chosen": ["nap:gives"]}),
    ],
)
def test_any_other_is_refused(subject: str, answer: object) -> None:
    assert reply(subject, answer)["type"] == "failed"


def test_a_number_that_is_none_is_refused() -> None:
    assert reply("lab:mid.levers", {"kind": "figures", "values": {"price": float("nan")}})["type"] == "failed"
    assert reply("lab:mid.levers", {"kind": "figures", "values": {"price": float("inf")}})["type"] == "failed"


@given(st.dictionaries(st.sampled_from(["price", "people", "luck"]), st.floats(-200, 200)))
def test_figures_are_taken_exactly_where_every_one_is_within_its_bounds(values: dict[str, float]) -> None:
    bounds = {"price": (0, 100), "people": (-3, 3)}
    fits = all(name in bounds and bounds[name][0] <= value <= bounds[name][1] for name, value in values.items())
    assert LEVERS.takes("lab:mid.levers", Figures(values=values), None) == fits


@given(st.lists(st.sampled_from("abcd"), max_size=5))
def test_an_order_is_taken_exactly_where_everything_stands_once_or_nothing_at_all(chosen: list[str]) -> None:
    fits = not chosen or sorted(chosen) == ["a", "b", "c"]
    assert ORDER.takes("lab:mid.ranking", Choice(chosen=tuple(chosen)), None) == fits


def test_nothing_said_is_no_number_and_no_order() -> None:
    assert LEVERS.blank("lab:mid.levers") == Figures(values={})
    assert ORDER.blank("lab:mid.ranking") == ENERGY.blank("lab:adjacent.energy") == Choice(chosen=())
    spec = form_spec(FIELDS, scale=None, words={}, title=None, token="")
    assert spec["fields"][0]["blank"] == {"lab:mid.levers": {"kind": "figures", "values": {}}}


def test_a_figure_starts_within_its_bounds() -> None:
    with pytest.raises(ValueError, match="between its least and its most"):
        Figure(id="price", label="Price", min=0, max=10, start=11)


def test_words_do_not_fit_where_a_number_is_asked() -> None:
    assert not LEVERS.takes("lab:mid.levers", Words(text="12"), None)
    assert isinstance(fold(()), State)
