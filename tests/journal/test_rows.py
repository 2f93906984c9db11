"""A table has one row an event, says which answers stand, and a missing answer is never a zero."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings

from helpers.journal import (
    Choice,
    Contents,
    Event,
    Evidence,
    Figures,
    Journal,
    PlanItem,
    Rating,
    RatingState,
    Words,
    fold,
    often,
    union,
)
from helpers.journal.frame import journal_frame
from helpers.journal.rows import COLUMNS, as_csv, as_json, rows
from tests.journal.strategies import LADDER, START, journals


def said(subject: str, answer: object, minute: int = 0) -> Event:
    return Event.model_validate(
        {
            "at": START + timedelta(minutes=minute),
            "subject": subject,
            "answer": answer,
            "ladder": LADDER.id,
            "ladder_version": LADDER.version,
        }
    )


EVENTS = (
    said("statement:mid.roadmap", often(0)),
    said("statement:mid.roadmap", often(4), 1),
    said("statement:mid.metrics", Rating(state=RatingState.DONT_KNOW), 2),
    said("evidence:mid.roadmap", Evidence(text="Ran it", supports=("mid.roadmap", "mid.metrics")), 3),
    said("choice:destination", Choice(chosen=("level:senior",)), 4),
    said("plan:1", PlanItem(focus="mid.metrics", aim="See", by=date(2026, 12, 1)), 5),
    said("lab:mid.levers", Figures(values={"price": 12.5, "churn": -0.1}), 6),
)


@given(journals)
def test_every_event_is_one_row_in_the_order_of_time(events: list[Event]) -> None:
    events = list(union(events))
    table = rows(reversed(events))
    assert [row["id"] for row in table] == [event.id for event in events]
    assert all(tuple(row) == COLUMNS for row in table)
    assert sum(row["current"] is True for row in table) == len(fold(events).current)


def test_cells_are_the_parts_of_the_answer() -> None:
    first, second, unknown, evidence, choice, plan, lab = rows(EVENTS)
    assert (first["frequency"], first["current"]) == (0, False)
    assert (second["kind"], second["about"], second["frequency"], second["current"]) == (
        "statement",
        "mid.roadmap",
        4,
        True,
    )
    assert (unknown["state"], unknown["frequency"]) == ("dont_know", None)
    assert (evidence["text"], evidence["ids"]) == ("Ran it", "mid.roadmap mid.metrics")
    assert choice["ids"] == "level:senior"
    assert (plan["ids"], plan["aim"], plan["by"], plan["follow_up"]) == ("mid.metrics", "See", date(2026, 12, 1), None)
    assert (lab["kind"], lab["about"], lab["figures"]) == ("lab", "mid.levers", "churn=-0.1 price=12.5")


@given(journals)
@settings(max_examples=40)
def test_the_frame_has_the_same_types_whatever_is_in_it(events: list[Event]) -> None:
    frame = journal_frame(events)
    assert tuple(frame.columns) == COLUMNS
    assert frame.dtypes.to_dict() == journal_frame(EVENTS).dtypes.to_dict()
    assert str(frame["at"].dt.tz) == "UTC"


def test_missing_frequencies_stay_out_of_a_count() -> None:
    frame = journal_frame(EVENTS)
    current = frame[(frame["kind"] == "statement") & frame["current"]]
    assert current["frequency"].count() == 1
    assert current["frequency"].sum() == 4
    assert frame.loc[frame["kind"] == "plan", "by"].tolist() == [pd.Timestamp("2026-12-01")]


def test_a_journal_gives_its_frame(path) -> None:
    journal = Journal.open(path)
    assert journal.frame().empty
    journal.add(Contents(tuple(EVENTS)))
    pd.testing.assert_frame_equal(journal.frame(), journal_frame(EVENTS))


@given(journals)
def test_json_is_exact(events: list[Event]) -> None:
    read = [Event.model_validate(item) for item in json.loads(as_json(Contents(tuple(events))))]
    assert sorted(read, key=Event.model_dump_json) == sorted(events, key=Event.model_dump_json)


@given(journals)
def test_csv_has_a_row_for_each_event_whatever_was_written(events: list[Event]) -> None:
    read = list(csv.DictReader(io.StringIO(as_csv(events), newline="")))
    assert [row["id"] for row in read] == [row["id"] for row in rows(events)]
    assert all(None not in row for row in read)


def test_a_carriage_return_ends_no_row_of_the_csv() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([said("profile:name", Words(text="A\rda"))]), newline=""))
    assert row["text"] == "A\rda"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r\n=1"])
def test_no_text_is_a_formula(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([said("profile:name", Words(text=text))]), newline=""))
    assert row["text"] == f"'{text}"
