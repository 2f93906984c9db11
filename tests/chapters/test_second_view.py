"""A second view in a chapter: asked for, opened, laid side by side, talked about, and quoted where both allow it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from helpers.charts import load_theme
from helpers.insight.second_views import allowed
from helpers.journal import Ask, Choice, Evidence, Rater, Rating, RatingState, Reply, Words, often
from helpers.ladder import load_ladder
from helpers.report import as_text, build_report
from helpers.review import invitations
from helpers.review.page import digest, page_of
from helpers.review.sealing import KeyFile
from helpers.web.page import chapter_page
from tests.reading import Reading
from tests.review.by_hand import NO_REPLIES, sealed
from tests.visitor import PATH, Visitor

LADDER = load_ladder()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
IDS = tuple(statement.id for statement in LADDER.level("mid").responsibilities[:4])
HOSTILE = "<script>alert(1)</script> & \u202e 1. often"


@pytest.fixture
def ada(tmp_path: Path) -> Visitor:
    """Somebody who has rated three statements, one of them with evidence."""
    somebody = Visitor(LADDER, tmp_path, NOON)
    somebody.says("profile:name", Words(text="Ada"))
    somebody.says("choice:standing", Choice(chosen=("mid",)))
    for id, frequency in zip(IDS, (3, 1, 4), strict=False):
        somebody.says(f"statement:{id}", often(frequency))
    somebody.says(f"evidence:{IDS[0]}", Evidence(text="The March call", supports=(IDS[0],)))
    return somebody


def asks(ada: Visitor, *ids: str, whom: str = "Mara", of: str = "manager") -> str:
    """Ask by the page; gives the message."""
    ada.chooses("second-view-ask", "draft:ask.statements", *ids)
    ada.chooses("second-view-ask", "draft:ask.of", of)
    ada.writes("second-view-ask", "draft:ask.whom", whom)
    ada.writes("second-view-ask", "draft:ask.word", f"Hello {HOSTILE}")
    return ada.presses("second-view", "ask")


def pastes(ada: Visitor, text: str) -> None:
    ada.writes("second-view-reply", "draft:reply", text)


def replies(ada: Visitor) -> list[Reply]:
    return [event.answer for event in ada.journal.events() if isinstance(event.answer, Reply)]


def reference(ada: Visitor) -> str:
    return [event.subject.id for event in ada.journal.events() if isinstance(event.answer, Ask)][-1]


def test_where_the_company_has_a_site_the_app_asks_with_a_link_and_else_says_what_it_needs(ada: Visitor):
    html = asks(ada, *IDS[:3])
    assert "A link leads to a page on a website of this kit" in html
    assert "second-view.html" not in html
    for typed in (
        "https://careers.example.org/pm/08_your_path.html?back#Your-report",
        "https://careers.example.org/pm",
    ):
        ada.writes("second-view-ask", "draft:ask.site", typed)
        address = Reading(ada.shows("second-view")).words
        assert f"https://careers.example.org/pm/second-view.html#2~{digest(LADDER)}~{reference(ada)}~" in address
    assert "~Ada" in Reading(ada.presses("second-view", "named")).words
    for wrong in ("javascript:alert(1)", HOSTILE):
        ada.writes("second-view-ask", "draft:ask.site", wrong)
        html = ada.shows("second-view")
        assert "is no address of a page" in html
        assert "<script>" not in html
        assert "javascript:alert(1)#" not in html


def test_asked_on_monday_answered_by_chat_and_talked_over(ada: Visitor):
    """The manager's view of statements by a message, and one page that both can talk over."""
    ada.chooses("second-view-ask", "draft:ask.statements", *IDS)
    assert f"statement:{IDS[3]}" in ada.asked("second-view-ask")  # what has no answer yet is answered first
    assert "haven’t answered" in ada.presses("second-view", "ask")
    ada.rates("second-view-ask", IDS[3], 2)
    html = asks(ada, *IDS)
    assert "Mara" in html
    message = html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert not any(word in message for word in ("The March call", "Ada", "<script>"))
    assert message.count("\n4. ") == 1
    assert "Thank you! Ada" in ada.presses("second-view", "named")
    assert ada.state.words("draft:ask.word") == ""

    ada.says(f"statement:{IDS[0]}", often(0))  # a later change of mind has no part in it
    whole = (
        f"Hi Ada,\n> I’d like to know\n1 often, the pricing call {HOSTILE}\n2. haven't seen it\n3 not often\n"
        f"4 - sometimes\nMore: say no earlier\nQuote: 1\n> [Second view {reference(ada)}]\nBest, Mara"
    )
    pastes(ada, whole)
    assert "What does this mean?" in ada.reads("second-view-read")
    html = ada.presses("second-view-read", "keep")
    assert "Line 3 still needs you" in html
    assert Reading(html).words.count("This line still needs you. What does this mean?") == 1, "told at the line too"
    assert replies(ada) == []
    pastes(ada, "1 often\n3 seldom or never")
    assert "still needs you" not in ada.reads("second-view-read"), "another text is another reply"
    ada.presses("second-view-read", "say 3 0")
    pastes(ada, whole)
    assert "What does this mean?" in ada.reads("second-view-read"), "what was said to one text isn’t said to another"
    ada.presses("second-view-read", "keep")
    assert "still needs you" not in ada.presses("second-view-read", "say 3 1")
    ada.presses("second-view-read", "keep")
    (reply,) = replies(ada)
    assert [(seen.statement, seen.often, seen.quotable) for seen in reply.seen] == [
        (IDS[0], 3, True),
        (IDS[1], None, False),
        (IDS[2], 1, False),
        (IDS[3], 2, False),
    ]
    assert "Is this what they say?" not in ada.reads("second-view-read")
    assert 'href="/09_both_views"' in ada.shows("second-view-read")
    assert ada.state.words("draft:reply") == ""
    assert [event.rater for event in ada.journal.events() if isinstance(event.answer, Reply)] == [Rater.MANAGER]

    ada.goes("09_both_views")
    html = ada.shows("second-view-talk")
    assert "<script>" not in html
    assert "almost always" not in Reading(html).words  # one's own answers are covered
    headings = [words for rank, words in Reading(html).headings if rank == 3]
    assert headings == [
        "Where you see much the same",
        "Where one of you hasn’t seen it, or can’t say",
        "Where you see it differently",
        "To do more of",
    ]
    key = next(v for _, n, v in Reading(html).attributes if n == "value" and v.endswith(f".{IDS[0]}"))
    assert "The March call" in ada.presses("second-view-talk", key)
    shown = Reading(ada.shows("second-view-talk")).words
    assert "often The March call" in shown  # of the day when it was asked, and of no other line
    assert "almost always" not in shown
    assert "The March call" not in ada.presses("second-view-talk", key)

    (subject,) = ada.asked("second-view-talk")
    ada.writes("second-view-talk", subject, "Ada names the price first in April.")
    id = subject.partition(":")[2]
    ada.presses("second-view-agreed", f"evidence {id} {IDS[1]}")
    assert ada.state.evidence_line(IDS[1]).text == "Ada names the price first in April."
    ada.presses("second-view-agreed", f"plan {id}")
    ada.sends("second-view-agreed", f"plan {id}")  # a second press makes no second plan
    assert [item.aim for _, item in ada.state.plan()] == ["Ada names the price first in April."]


def values(ada: Visitor, element: str) -> list[str]:
    """What the controls of an element send."""
    return [value for _, name, value in Reading(ada.shows(element)).attributes if name == "value" and value]


def test_the_page_for_the_talk_shows_one_reply_and_of_ones_own_answers_those_that_are_uncovered(ada: Visitor):
    """A peer’s view is no concern of a manager at the same screen, nor is anything else that was answered."""
    ada.says("prompt:path.next", Words(text="I may leave"))
    ada.says(f"statement:{IDS[3]}", Rating(state=RatingState.NO_OPPORTUNITY))
    ada.goes("09_both_views")
    assert "No second view has been opened yet" in ada.reads("second-view-talk")
    ada.goes(PATH)
    asks(ada, *IDS)
    mine = ada.presses("second-view", f"own {reference(ada)}")
    assert "no opportunity so far" in mine
    assert "The March call" in mine
    assert "The March call" not in ada.presses("second-view", f"own {reference(ada)}")
    pastes(ada, "1 often, by Mara\n2 often\n3 haven't seen it\n4 seldom")
    ada.presses("second-view-read", "keep")
    ada.now += timedelta(minutes=1)
    asks(ada, IDS[0], whom="Ines", of="peer")
    pastes(ada, f"1 seldom, by Ines\n[Second view {reference(ada)}]")
    ada.presses("second-view-read", "keep")

    def page() -> str:
        here = ada.engine.course.talk
        assert here
        return chapter_page(ada.engine, here, back=True)

    assert "by Ines" in page()
    assert not any(words in page() for words in ("by Mara", "Mara", "The March call", "I may leave", "of 28", "2 of"))
    (earlier,) = [value for value in values(ada, "second-view-read") if value.startswith("talk ")]
    ada.presses("second-view-read", earlier)
    assert "by Mara" in page()
    assert "by Ines" not in page()
    ada.goes("09_both_views")
    words = ada.reads("second-view-talk")
    order = [words.index(word) for word in ("much the same", "by Mara", "hasn’t seen it", "Where could it be seen?")]
    assert order == sorted(order)
    assert words.index("What did you see?") < words.index("Where you see it differently")  # hers: no opportunity
    own = next(value for value in values(ada, "second-view-talk") if value.endswith(IDS[3]))
    assert "no opportunity so far" in ada.presses("second-view-talk", own)
    ada.goes("09_both_views")
    assert "no opportunity so far" not in ada.reads("second-view-talk"), "a page that is opened again is covered again"


def test_nothing_of_a_reply_enters_a_report_without_both_yeses(ada: Visitor):
    asks(ada, *IDS[:2], whom="Ines", of="peer")
    pastes(ada, "1 often, the <b>call</b>\n2 seldom, hush\nquote 1")
    ada.presses("second-view-read", "keep")

    def report() -> str:
        return as_text(build_report(LADDER, ada.journal.events(), on=date(2026, 11, 24), theme=load_theme()))

    assert not any(words in report() for words in ("<b>call</b>", "hush", "What others have seen".upper()))
    (line,) = allowed(ada.journal.events())
    html = ada.shows("report-contents")
    assert "hush" not in html
    assert "Nothing of the second view that you opened goes in yet" in html
    ada.sends("report-contents", f"quote {line.key.replace(IDS[0], IDS[1])}")  # what its author didn't allow
    assert "hush" not in report()
    ada.presses("report-contents", f"quote {line.key}")
    assert "goes in yet" not in ada.shows("report-contents")
    assert "<b>call</b>" in report()
    assert "a peer" in report()
    assert not any(words in report() for words in ("hush", "Ines"))  # the name was never given by her
    ada.presses("report-contents", f"quote {line.key}")
    assert "<b>call</b>" not in report()


def test_a_view_whose_author_allows_no_line_is_told_where_the_report_is_put_together(ada: Visitor):
    asks(ada, *IDS[:2], whom="Ines", of="peer")
    pastes(ada, "1 often\n2 seldom, hush")
    ada.presses("second-view-read", "keep")
    words = ada.reads("report-contents")
    assert "One second view was opened. Its author allows no line of it in a report" in words
    assert not any(word in words for word in ("hush", "Ines"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Thank you, I'll think about it", "No line of this says how often"),
        ("1 often\n[Second view 0123abcd]", "isn’t in this journal"),
    ],
)
def test_what_cannot_be_opened_says_why_and_keeps_nothing(ada: Visitor, text: str, told: str):
    asks(ada, *IDS[:2])
    pastes(ada, text)
    assert told in ada.reads("second-view-read")
    ada.sends("second-view-read", "keep")
    assert replies(ada) == []


def test_a_reply_that_came_as_a_file_opens_as_if_it_had_been_pasted(ada: Visitor):
    assert "as a file" not in ada.reads("second-view-read"), "nobody was asked yet"
    asks(ada, *IDS[:2])
    assert "Or their reply as a file" in ada.reads("second-view-read")
    pastes(ada, "1 seldom")
    ada.presses("second-view-read", "say 1 0")
    for name, text in NO_REPLIES.items():
        html = ada.sends("second-view-read", f"file {text}")
        assert "kp-notice" in html, name
        assert "<p>1 often" not in html
        assert ada.state.words("draft:reply") == "1 seldom", "what stood in the box stays"
    html = ada.sends("second-view-read", f"file \ufeff1 often, {HOSTILE}\r\n2 haven't seen it\r\n")
    assert "Is this what they say?" in html
    assert "<script>" not in html
    ada.presses("second-view-read", "keep")
    (reply,) = replies(ada)
    assert [(seen.statement, seen.often) for seen in reply.seen] == [(IDS[0], 3), (IDS[1], None)]


def test_of_two_invitations_the_reader_says_which_and_a_second_paste_is_refused(ada: Visitor):
    asks(ada, *IDS[:2])
    first = reference(ada)
    ada.now += timedelta(minutes=1)
    asks(ada, IDS[2], whom="Ines", of="peer")
    pastes(ada, "1 often\n2 seldom")
    assert "more than once" in ada.reads("second-view-read")
    assert f"(second view {first})" in ada.reads("second-view-read"), "what stands on the sheet and under the message"
    ada.presses("second-view-read", f"which {first}")
    ada.presses("second-view-read", "keep")
    assert len(replies(ada)) == 1
    pastes(ada, f"1 often\n2 seldom\n[Second view {first}]")
    assert "opened already" in ada.reads("second-view-read")
    ada.sends("second-view-read", "keep")
    assert len(replies(ada)) == 1


def test_lines_without_numbers_are_placed_by_their_reader(ada: Visitor):
    asks(ada, *IDS[:3])
    pastes(ada, "often, the call\nhaven't seen it")
    html = ada.presses("second-view-read", "keep")
    assert "which statement each line without a number is about" in html
    assert Reading(html).words.count("This line still needs you.") == 2
    html = ada.presses("second-view-read", "place 0 2")
    assert Reading(html).words.count("This line still needs you.") == 1, "until it is said where it belongs"
    ada.presses("second-view-read", "place 1 3")
    ada.presses("second-view-read", "keep")
    (reply,) = replies(ada)
    assert [(seen.statement, seen.often, seen.example) for seen in reply.seen] == [
        (IDS[1], 3, "the call"),
        (IDS[2], None, ""),
    ]


def test_what_the_page_sends_is_never_trusted(ada: Visitor):
    asks(ada, *IDS[:2])
    pastes(ada, "1 often")
    before = len(ada.journal.events())
    for element in ("second-view", "second-view-read", "second-view-talk", "second-view-agreed"):
        ada.goes("09_both_views" if element in ("second-view-talk", "second-view-agreed") else PATH)
        wrong = ["say 1 9", "say 99 1", "say x 1", "place 0 99", "show nothing", "plan nothing", "which ../"]
        for value in (*wrong, "talk x", "own x", ""):
            ada.sends(element, value)
        ada.owns[element] = '{"said": {"1": "99"}, "placed": 3}'
        ada.shows(element)
    assert len(ada.journal.events()) == before


def test_an_encrypted_reply_is_pasted_and_opens_with_the_key_beside_the_journal(ada: Visitor):
    asks(ada, *IDS[:2])
    html = ada.presses("second-view", f"file {reference(ada)}")
    assert f"second-view-{reference(ada)}.html" in html
    assert not any(name in html for name in ("<script>alert", "Traceback"))
    file = (ada.files / f"second-view-{reference(ada)}.html").read_text(encoding="utf-8")
    assert "The March call" not in file
    assert "Ada" not in file
    ada.presses("second-view", f"paper {reference(ada)}")
    assert (ada.files / f"second-view-{reference(ada)}.pdf").read_bytes().startswith(b"%PDF")
    (invitation,) = invitations(ada.journal.events())
    said = {"by": HOSTILE, "more": "", "seen": [{"n": 2, "often": 4, "example": "1 never", "quotable": False}]}
    key = KeyFile.beside(ada.journal.path)
    text = sealed(invitation, key, said, scale=LADDER.scale)
    pastes(ada, text[:-40])
    assert "cut short" in ada.reads("second-view-read")
    pastes(ada, f"Here you are!\n{text}\nBest")
    assert "1 never" in ada.reads("second-view-read")
    ada.presses("second-view-read", "keep")
    (reply,) = replies(ada)
    assert [(seen.statement, seen.often, seen.example) for seen in reply.seen] == [(IDS[1], 4, "1 never")]
    ada.goes("09_both_views")
    assert "<script>" not in ada.shows("second-view-talk")
    ada.goes(PATH)
    assert "opened already" in (pastes(ada, text), ada.reads("second-view-read"))[1]
    pastes(ada, text.replace("Format: 2", "Format: 9"))
    assert "format 9" in ada.reads("second-view-read")
    key.path.unlink()
    pastes(ada, text)
    assert "without it nobody can open it" in ada.reads("second-view-read")
    assert len(replies(ada)) == 1


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("https://a.org", "https://a.org/second-view.html"),
        (" https://a.org/ ", "https://a.org/second-view.html"),
        ("https://a.org/pm/index.html", "https://a.org/pm/second-view.html"),
        ("https://a.org/pm/second-view.html#2~x", "https://a.org/pm/second-view.html"),
        ("HTTP://intranet:8080/kit", "HTTP://intranet:8080/kit/second-view.html"),
    ],
)
def test_any_page_of_a_site_leads_to_its_page_for_a_second_view(typed: str, page: str):
    assert page_of(typed) == page
