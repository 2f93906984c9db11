"""Notes keep what happened until they back a statement; what is proposed shares words with them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from helpers.insight.notes import LIKELY, Note, Period, as_text, likely, notes, put_beside
from helpers.journal import Choice, Event, Evidence, Subject, Words, fold
from helpers.ladder import load_ladder
from tests.long import tries
from tests.strategies import START, event, evidence, told

LADDER = load_ladder()


def note(text: str, id: str = "1", minutes: int = 0) -> Event:
    return event(LADDER, Subject.note(id), Words(text=text), at=START + timedelta(minutes=minutes))


def test_notes_come_newest_first_and_one_that_was_emptied_is_none():
    state = fold([note("first"), note("second", "2", 1), note("x", "3", 2), note(" ", "3", 3)])
    assert [each.text for each in notes(state)] == ["second", "first"]


def test_what_is_likely_shares_rare_words_with_the_note():
    """Every statement of the shipped ladder is the first one proposed for its own words."""
    state = fold([])
    every = [statement for _, _, statement in LADDER.walk()]
    found = [bool(likely(LADDER, state, each.text)) and likely(LADDER, state, each.text)[0] == each for each in every]
    assert sum(found) >= 0.95 * len(every)


def test_a_note_without_a_word_in_common_gets_no_proposal():
    assert likely(LADDER, fold([]), "zzzz qqqq 42") == ()


def test_a_note_is_put_below_the_evidence_that_stands_and_only_once():
    statement = next(statement.id for _, _, statement in LADDER.walk())
    state = fold([note("The call."), evidence(LADDER, statement, "The minutes.")])
    (found,) = notes(state)
    (subject, made), (backs, chosen) = put_beside(state, found, statement)
    assert (subject, made.text, made.supports) == (f"evidence:{statement}", "The minutes.\n\nThe call.", (statement,))
    assert (backs, chosen) == ("note:1.backs", (statement,))
    again = fold([note("The call."), event(LADDER, subject, made), event(LADDER, backs, Choice(chosen=chosen))])
    (found,) = notes(again)
    assert found.backs == (statement,)
    (_, same), (_, chosen) = put_beside(again, found, statement)
    assert (same, chosen) == (made, (statement,))
    assert isinstance(same, Evidence)


LINES = ("- a", "+ a", "* a", "1. a", "20) a", "---", "===", "    code", "\tcode", "# loud", "> said", ":--", "``` a")
SIGNS = st.text(st.sampled_from("ab1 \n\t-+=:.)#>|~`*_[]()<&!\\\x00\x1b\r"), max_size=12)


@settings(max_examples=tries(60, 600))
@given(st.lists(st.sampled_from(LINES) | SIGNS, min_size=1, max_size=4).map("\n".join))
@example("\n".join(("Said", *LINES)))
@example("\n\n".join(("Said", *LINES)))
def test_markdown_of_notes_shows_every_line_as_it_stands_and_no_control_characters(text: str):
    found = [Note(Subject.note("1"), text.strip() or "x", START, ())]
    made = as_text([Period("", tuple(found))], markdown=True)
    plain = as_text([Period("", tuple(found))])
    assert not set("\x00\x1b\r") & set(made + plain)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(made)
    kinds = [each.type for each in tokens if each.type.endswith("_open")]
    assert kinds[:4] == ["heading_open", "bullet_list_open", "list_item_open", "paragraph_open"]
    assert set(kinds[4:]) <= {"paragraph_open"}
    pieces = [piece for each in tokens if each.type == "inline" for piece in each.children or ()]
    assert {piece.type for piece in pieces} <= {"text", "softbreak", "hardbreak"}
    shown = "".join(piece.content for piece in pieces)
    assert _letters(shown) == _letters(plain)


def _letters(text: str) -> str:
    return "".join(text.casefold().split()).replace("statementyet-", "statementyet")


@settings(max_examples=tries(30, 300))
@given(told(), st.text(max_size=80))
def test_any_words_on_any_ladder_get_at_most_three_proposals(drawn, text: str):
    ladder, events = drawn
    assert len(likely(ladder, fold(events), text)) <= LIKELY
