"""An event is one answer, strict about its shape and generous about its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from pydantic import ValidationError

from helpers.journal import UNANSWERED, Choice, Event, Evidence, Figures, PlanItem, Rating, RatingState, Words, often
from helpers.journal.lines import encode, parse
from tests.journal.strategies import START, events, texts


def an_event(**changes: object) -> Event:
    fields = {
        "at": START,
        "subject": "statement:mid.roadmap",
        "answer": often(3),
        "ladder": "test-ladder",
        "ladder_version": "1.0",
    }
    return Event.model_validate(fields | changes)


@given(events())
def test_an_event_comes_back_from_its_line_as_it_was(event: Event) -> None:
    line = encode(event)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert parse(line, 1) == event


@given(texts)
def test_text_is_kept_to_the_character_but_for_lone_surrogates(text: str) -> None:
    """UTF-8 has no lone surrogates: they become U+FFFD, and a pair becomes the character it stands for."""
    kept = Words(text=text).text
    assert kept.encode("utf-8") == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        assert kept == text


@pytest.mark.parametrize("text", ["a\ud800b", "\udfff", "\udc00\ud800"])
def test_a_lone_surrogate_becomes_the_replacement_character(text: str) -> None:
    kept = Words(text=text).text
    assert "\ufffd" in kept
    assert kept.replace("\ufffd", "") == "".join(c for c in text if c.isascii())


def test_a_surrogate_pair_becomes_its_character() -> None:
    assert Words(text="\ud83d\ude00").text == "😀"


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("statement:mid.roadmap", Words(text="often")),
        ("evidence:mid.roadmap", often(3)),
        ("prompt:mid.prompt-no", Evidence(text="x", supports=())),
        ("plan:1", Words(text="x")),
        ("choice:destination", PlanItem()),
        ("prompt:mid.prompt-no", Figures(values={"reach": 1})),
        ("lab:mid.ranking", often(3)),
        ("case:mid.export", Words(text="x")),
    ],
)
def test_an_answer_fits_its_subject(subject: str, answer: object) -> None:
    with pytest.raises(ValidationError, match="takes a"):
        an_event(subject=subject, answer=answer)


@pytest.mark.parametrize(
    "subject", ["mid.roadmap", "opinion:mid.roadmap", "statement:", "statement:Mid", "statement:a b", "statement:a\n"]
)
def test_a_subject_is_a_kind_and_an_id(subject: str) -> None:
    with pytest.raises(ValidationError):
        an_event(subject=subject)


def test_only_a_frequency_has_a_number() -> None:
    """None of the other answers is a zero."""
    assert often(0).frequency == 0
    assert UNANSWERED.frequency is None
    with pytest.raises(ValidationError):
        Rating(state=RatingState.NO_OPPORTUNITY, frequency=0)
    with pytest.raises(ValidationError):
        Rating(state=RatingState.FREQUENCY)
    with pytest.raises(ValidationError):
        often(5)


def test_an_event_is_immutable_and_knows_no_other_keys() -> None:
    event = an_event()
    with pytest.raises(ValidationError):
        event.subject = "statement:mid.metrics"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        an_event(mood="good")


def test_time_is_kept_in_utc() -> None:
    there = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert an_event(at=there).at == there
    assert an_event(at=there).at.tzinfo == UTC
    with pytest.raises(ValidationError):
        an_event(at=datetime(2026, 3, 1))


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_that_no_calendar_can_move_is_refused_not_a_crash(at: str) -> None:
    with pytest.raises(ValidationError, match="that year"):
        an_event(at=at)


@pytest.mark.parametrize("answer", [Words(text="Because"), Choice(chosen=("b", "a")), Figures(values={"reach": 2})])
def test_a_part_of_a_lab_takes_words_an_order_or_figures(answer: object) -> None:
    assert an_event(subject="lab:mid.ranking", answer=answer).answer == answer


def test_figures_are_finite_numbers_that_nobody_can_change() -> None:
    figures = Figures(values={"reach": 2, "effort": 0.5})
    assert dict(figures.values) == {"reach": 2.0, "effort": 0.5}
    assert figures == Figures(values={"effort": 0.5, "reach": 2}), "the order of the names says nothing"
    assert hash(figures) == hash(Figures(values={"effort": 0.5, "reach": 2}))
    assert figures.model_dump_json() == Figures(values={"effort": 0.5, "reach": 2}).model_dump_json()
    with pytest.raises(TypeError):
        figures.values["reach"] = 3  # type: ignore[index]
    for wrong in (float("nan"), float("inf"), "many"):
        with pytest.raises(ValidationError):
            Figures(values={"reach": wrong})
    with pytest.raises(ValidationError):
        Figures(values={"Reach it": 1})


def test_no_figures_at_all_is_an_answer_that_resets() -> None:
    assert dict(Figures(values={}).values) == {}
