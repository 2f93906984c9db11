"""A session saves answers and tells what follows them, whatever becomes of a picture."""

import asyncio
import logging

import pytest

from helpers.errors import JournalError
from helpers.journal import Choice, Journal, Words, often
from tests.patience import PATIENCE


def test_a_context_counts_what_another_notebook_saved(session):
    Journal.open(session.journal.path).record("statement:first.write", often(3), ladder=session.ladder)
    assert session.context().state.rating("first.write") == often(3)


def test_answers_about_another_ladder_are_no_part_of_a_context_but_the_profile_is(session, ladder):
    other = ladder.model_copy(update={"id": "other"})
    session.journal.record("statement:first.write", often(3), ladder=other)
    session.journal.record("profile:name", Words(text="Ada"), ladder=other)
    state = session.context().state
    assert state.rating("first.write").frequency is None
    assert state.words("profile:name") == "Ada"


def test_nobody_is_told_of_an_answer_that_was_not_saved(session):
    heard = []
    session.listen(lambda now, subjects: heard.append(subjects))
    session.journal.path.mkdir()
    with pytest.raises(JournalError):
        session.record("statement:first.write", often(3))
    assert heard == []


def test_an_answer_stays_saved_when_a_listener_fails(session, caplog):
    """A form that is made anew may fail as well as a picture may; the person must not be told "not saved"."""

    def fail(moment, subjects):
        raise RuntimeError(moment.state.words("prompt:first.prompt-why"))

    session.listen(fail)
    with caplog.at_level(logging.DEBUG):
        event = session.record("prompt:first.prompt-why", Words(text="passed over in May"))
    assert session.journal.events() == (event,)
    assert "RuntimeError" in caplog.text
    assert "passed over" not in caplog.text


def test_a_listener_is_told_what_changed_in_other_windows_too(session):
    heard = []
    session.listen(lambda now, subjects: heard.append(subjects))
    Journal.open(session.journal.path).record("choice:standing", Choice(chosen=("first",)), ladder=session.ladder)
    session.record("statement:first.write", often(3))
    assert heard == [{"choice:standing", "statement:first.write"}]


def test_what_another_window_writes_is_told_by_itself(session, monkeypatch):
    """Two windows of one chapter show each other's answers, with nobody running a cell again."""
    monkeypatch.setattr("helpers.widgets.context.EVERY", 0.01)
    heard = []

    async def open_notebook() -> None:
        told = asyncio.Event()
        session.listen(lambda now, subjects: (heard.append((subjects, now.state.rating("first.write"))), told.set()))
        session.follow()
        Journal.open(session.journal.path).record("statement:first.write", often(3), ladder=session.ladder)
        await asyncio.wait_for(told.wait(), PATIENCE)

    asyncio.run(open_notebook())
    assert heard == [({"statement:first.write"}, often(3))]


def test_a_journal_that_nobody_wrote_into_is_not_read_again(session, monkeypatch):
    heard = []
    session.listen(lambda now, subjects: heard.append(subjects))
    session.record("statement:first.write", often(3))
    monkeypatch.setattr(session, "context", lambda: pytest.fail("nothing is new"))
    session.look()
    assert heard == [{"statement:first.write"}]


def test_where_nothing_runs_between_cells_nothing_follows(session):
    """As in a script, or where papermill fills in a report."""
    session.follow()
