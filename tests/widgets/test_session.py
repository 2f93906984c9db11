"""A session saves answers and tells what follows them, whatever becomes of a picture."""

import logging

import pytest

from helpers.errors import JournalError, KitError
from helpers.journal import Choice, Journal, Words, often


def count(moment) -> str:
    return f"{len(moment.events)} answers"


def test_a_panel_follows_each_saved_answer(session):
    panel = session.follow(count)
    assert panel.html == "0 answers"
    session.record("statement:first.write", often(3))
    assert panel.html == "1 answers"


def test_a_moment_counts_what_another_notebook_saved(session):
    Journal.open(session.journal.path).record("statement:first.write", often(3), ladder=session.ladder)
    assert session.moment().state.rating("first.write") == often(3)


def test_answers_about_another_ladder_are_no_part_of_a_moment_but_the_profile_is(session, ladder):
    other = ladder.model_copy(update={"id": "other"})
    session.journal.record("statement:first.write", often(3), ladder=other)
    session.journal.record("profile:name", Words(text="Ada"), ladder=other)
    state = session.moment().state
    assert state.rating("first.write").frequency is None
    assert state.words("profile:name") == "Ada"


def test_a_panel_that_cant_be_drawn_says_so_and_leaves_the_answer_saved(session, caplog):
    """The words of an error may quote somebody, so they are neither shown nor logged."""

    def view(moment):
        if moment.events:
            raise RuntimeError(moment.state.words("prompt:first.prompt-why"))
        return ""

    broken, whole = session.follow(view), session.follow(count)
    with caplog.at_level(logging.DEBUG):
        session.record("prompt:first.prompt-why", Words(text="passed over in May"))
    assert "couldn’t be drawn" in broken.html
    assert whole.html == "1 answers"
    assert "passed over" not in broken.html + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_message_for_a_person_is_shown_as_it_stands(session):
    def view(moment):
        if moment.events:
            raise KitError("the <ladder> is gone", next_step="Put it back.")
        return ""

    panel = session.follow(view)
    session.record("choice:standing", Choice(chosen=("first",)))
    assert "the &lt;ladder&gt; is gone" in panel.html
    assert "Put it back." in panel.html


def test_a_view_that_fails_at_first_fails_the_cell(session):
    def view(moment):
        raise KitError("no such level")

    with pytest.raises(KitError):
        session.follow(view)


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
