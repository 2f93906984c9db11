"""A second view by a message: asked, answered by hand, opened line by line, shown with own answers covered."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.errors import ReplyRefused, UnknownId, UsageError
from helpers.journal import Ask, Choice, Journal, PlanItem, Rating, RatingState, Reply, Seen, often
from helpers.journal.lines import encode
from helpers.ladder import load_ladder
from helpers.pages.render import TEMPLATES
from helpers.review import Invitation, ways
from helpers.review.sealing import KeyFile
from tests.review.by_hand import NO_REPLIES
from tests.review.test_sealing import sealed
from tests.widgets.conftest import TINY
from tests.workshop.team import events_of

LADDER = load_ladder(TINY)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.jsonl"
    rated = {"first.write": 4, "first.trust": 0, "first.listen": 1}
    path.write_bytes(b"".join(map(encode, events_of("Ana", rated, ladder=LADDER))))
    return path


def run(journal: Path, command: str, *arguments: object, answer: str = ""):
    options = ["--ladder", str(TINY), "--journal", str(journal)]
    return CliRunner().invoke(app, [command, *options, *map(str, arguments)], input=answer)


def asked(journal: Path, *ids: str) -> str:
    done = run(journal, "ask", *ids, "--whom", "Mara")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_second_view_from_the_question_to_the_talk(journal: Path, tmp_path: Path):
    message = asked(journal, "first.write", "first.trust", "first.listen")
    assert "Mara" not in message
    assert "Ana" not in message
    reference = re.search(r"\[Second view (\w+)\]", message)
    Journal.open(journal).record("statement:first.write", often(0), ladder=LADDER)  # a change of mind
    mail = "".join(f"> {line}\n" for line in message.splitlines())
    reply = tmp_path / "reply.txt"
    reply.write_text(f"2 often, the \x1b[31mMarch call\n3 not often\n1 sometimes\nMore: speak up\nQuote: 2\n\n{mail}")
    #               1 yes, 2 yes, 3 put in: seldom; then uncover none, the second one, none
    done = run(journal, "open", reply, answer="y\ny\ny\n1\nn\nn\ny\n")
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.output
    kept = [event for event in Journal.open(journal).events() if isinstance(event.answer, Reply)]
    assert [event.rater for event in kept] == ["manager"]
    answer = kept[0].answer
    assert isinstance(answer, Reply)
    assert answer.more == "speak up"
    assert answer.seen == (
        Seen(statement="first.write", often=2),
        Seen(statement="first.trust", often=3, example="the \x1b[31mMarch call", quotable=True),
        Seen(statement="first.listen", often=1, example="not often"),
    )
    assert reference is not None
    again = run(journal, "open", reply)
    assert isinstance(again.exception, ReplyRefused)

    covered = run(journal, "agenda").stdout
    assert "You said: covered" in covered
    assert "You said: almost always" not in covered
    out = tmp_path / "agenda.txt"
    one = run(journal, "agenda", "--uncover", "1").stdout
    assert one.count("You said: covered") == covered.count("You said: covered") - 1, "one at a time"
    assert "1. write things down\n    They saw: sometimes\n    You said: almost always" in one, "of then, not of now"
    for wrong in ("0", "4", "first.write", ""):
        assert isinstance(run(journal, "agenda", "--uncover", wrong).exception, UsageError)
    assert run(journal, "agenda", "--uncover", "all", "-o", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "covered, until" not in out.read_text()

    assert "Words for the talk" in done.output
    assert 'agreed "what you will try"' in done.output
    before = journal.read_bytes()
    assert isinstance(run(journal, "agreed").exception, UsageError), "nothing is agreed yet"
    assert isinstance(run(journal, "agreed", "Name it", "--evidence", "first.nothing").exception, UnknownId)
    assert journal.read_bytes() == before
    first = run(journal, "agreed", "Name the \x1b[31mprice first", "--evidence", "first.trust")
    assert first.exit_code == 0, first.output
    assert "It stands as evidence beside" in first.output
    for _ in range(2):  # said twice, it is one plan
        assert run(journal, "agreed", "--plan").exit_code == 0
    state = Journal.open(journal).state(LADDER)
    assert [item.aim for _, item in state.plan()] == ["Name the \x1b[31mprice first"]
    assert state.evidence_line("first.trust").text.endswith("Name the \x1b[31mprice first")
    shown = run(journal, "agenda").stdout
    assert "What you two agreed" in shown
    assert "\x1b" not in shown
    for number in (2, 3):
        Journal.open(journal).record(f"plan:{number}", PlanItem(aim=f"the {number}"), ladder=LADDER)
    before = journal.read_bytes()
    assert isinstance(run(journal, "agreed", "One more", "--plan").exception, UsageError), "three are enough"
    assert journal.read_bytes() == before
    assert run(journal, "agreed", "One more").exit_code == 0, "a later word takes the place of the earlier one"
    assert "One more" in run(journal, "agenda").stdout


def test_an_answer_of_ones_own_that_is_missing_is_asked_for_first(journal: Path):
    done = run(journal, "ask", "lead.coach", answer="9\n3\n")
    assert done.exit_code == 0, done.output
    events = Journal.open(journal).events()
    assert events[-2].answer == often(3)
    last = events[-1].answer
    assert isinstance(last, Ask)
    assert last.frozen == (("lead.coach", events[-2].id),)


def test_an_own_answer_may_be_that_there_was_no_occasion(journal: Path):
    for typed, state in ((5, RatingState.NO_OPPORTUNITY), (6, RatingState.NOT_APPLICABLE), (7, RatingState.DONT_KNOW)):
        one = journal.with_name(f"{state}.jsonl")
        one.write_bytes(journal.read_bytes())
        done = run(one, "ask", "lead.coach", answer=f"8\n{typed}\n")
        assert done.exit_code == 0, done.output
        assert Journal.open(one).events()[-2].answer == Rating(state=state)


def test_no_invitation_goes_out_where_the_proposal_is_declined(journal: Path):
    before = journal.read_bytes()
    done = run(journal, "ask", answer="n\n")
    assert "first.write: write things down" in done.output
    assert done.exit_code == 1
    assert journal.read_bytes() == before


def test_a_reply_is_pasted_where_no_file_is_named(journal: Path):
    asked(journal, "first.write")
    done = run(journal, "open", answer="1 haven't seen\n.\ny\nn\n")
    assert done.exit_code == 0, done.output
    assert "They saw: haven’t seen it" in done.output


def test_an_agenda_shows_one_view_unless_its_owner_wants_all(journal: Path, tmp_path: Path):
    """A manager who looks at the same screen sees nobody else's view: it is the newest, or that of the page."""
    reply = tmp_path / "reply.txt"
    for who in ("Mara", "Tom"):
        reference = re.search(r"\[Second view \w+\]", asked(journal, "first.write"))
        assert reference
        reply.write_text(f"1 often, seen by {who}\nMy name: {who}\n{reference[0]}")
        assert run(journal, "open", reply, answer="y\nn\n").exit_code == 0

    def shown(*options: str) -> list[str]:
        done = run(journal, "agenda", *options)
        assert ("--all every one" in done.output) is (options == ()), done.output
        return re.findall(r"seen by (\w+)", done.stdout)

    assert shown() == ["Tom"]
    assert shown("--all") == ["Tom", "Mara"]
    first = next(e.subject for e in Journal.open(journal).events() if isinstance(e.answer, Reply))
    Journal.open(journal).record("draft:talk", Choice(chosen=(first.id,)), ladder=LADDER)
    assert shown() == ["Mara"]


def test_each_way_says_who_could_read_it_in_the_words_of_the_page(journal: Path, tmp_path: Path):
    told = {
        (): ways.MESSAGE,
        ("--paper", tmp_path / "view.pdf"): ways.PAPER,
        ("--link", "https://x.org/v.html"): ways.LINK,
        ("--file", tmp_path / "view.html"): ways.FILE,
    }
    html = (TEMPLATES / "second_view_ask.html.j2").read_text(encoding="utf-8")
    for (way, words), name in zip(told.items(), ("MESSAGE", "PAPER", "LINK", "FILE"), strict=True):
        assert words in run(journal, "ask", "first.write", *way).output
        assert f"{{{{ ways.{name} }}}}" in html


def test_what_cannot_be_opened_says_why_and_keeps_nothing(journal: Path, tmp_path: Path):
    reply = tmp_path / "reply.txt"
    reply.write_text("1 often")
    assert isinstance(run(journal, "open", reply).exception, UsageError)
    asked(journal, "first.write")
    before = journal.read_bytes()
    assert isinstance(run(journal, "open", tmp_path / "none.txt").exception, ReplyRefused)
    assert isinstance(run(journal, "open", tmp_path).exception, ReplyRefused)
    assert isinstance(run(journal, "open", reply, "--ask", "ffffffff").exception, ReplyRefused)
    for name, text in NO_REPLIES.items():
        (tmp_path / "no.txt").write_text(text)
        assert isinstance(run(journal, "open", tmp_path / "no.txt").exception, ReplyRefused), name
    assert isinstance(run(journal, "open", reply, answer="n\nn\n").exception, ReplyRefused)
    assert isinstance(run(journal, "agenda").exception, UsageError)
    assert journal.read_bytes() == before


def test_nothing_is_kept_where_a_statement_is_not_in_the_ladder(journal: Path):
    before = journal.read_bytes()
    assert isinstance(run(journal, "ask", "lead.coach", "lead.nothing", answer="3\n").exception, UnknownId)
    assert journal.read_bytes() == before


def test_a_way_that_is_refused_leaves_no_invitation(journal: Path, tmp_path: Path):
    before, out = journal.read_bytes(), tmp_path / "message.txt"
    key = journal.with_name("journal.second-view-key.pem")
    key.write_text("no key")
    for way in (
        ("--link", "javascript:alert(1)"),
        ("--file", tmp_path / "view.html"),
        ("--paper", tmp_path / "view.pdf", "-o", out),
    ):
        assert isinstance(run(journal, "ask", "lead.coach", *way, answer="3\n").exception, UsageError), way
    assert journal.read_bytes() == before
    assert not out.exists()
    assert run(journal, "ask", "first.write", "--link", "https://x.org/v.html", "-o", out).exit_code == 0
    assert out.read_text().startswith("https://x.org/v.html#")


def test_one_invitation_goes_every_way_and_an_encrypted_reply_comes_back(journal: Path, tmp_path: Path):
    asked(journal, "first.write", "first.trust")
    (event,) = [event for event in Journal.open(journal).events() if isinstance(event.answer, Ask)]
    reference = event.subject.id
    file, paper, page = tmp_path / "view.html", tmp_path / "view.pdf", tmp_path / "second-view.html"
    done = run(journal, "ask", "--ask", reference, "--file", file, "--paper", paper, "--link", "https://x.org/v.html")
    assert done.exit_code == 0, done.output
    key = journal.with_name("journal.second-view-key.pem")
    assert "Keep a copy" in done.output
    assert re.search(rf"https://x\.org/v\.html#2~\w{{8}}~{reference}~0\.1\n", done.output)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (key, file, paper)] == [0o600] * 3
    words = " ".join(PdfReader(paper).pages[0].extract_text().split())
    assert "“You” in these lines is" in words, "whoever answers would else take it for themselves"
    assert "none of it is quoted in a report unless you say so" in words
    assert words.count("write things down") == 2
    assert not any(text in words + file.read_text(encoding="utf-8") for text in ("Ana", "Mara"))
    assert run(journal, "ask", "--page", page).exit_code == 0
    assert b"hear someone out" in page.read_bytes()
    assert len([e for e in Journal.open(journal).events() if isinstance(e.answer, Ask)]) == 1

    invitation = Invitation(event, event.answer)
    reply = tmp_path / "reply.txt"
    said = {"by": "", "more": "", "seen": [{"n": 2, "often": 3, "example": "The call", "quotable": True}]}
    reply.write_text(sealed(invitation, KeyFile(key), said))
    done = run(journal, "open", reply, answer="n\ny\nn\nn\n")
    assert done.exit_code == 0, done.output
    (kept,) = [event.answer for event in Journal.open(journal).events() if isinstance(event.answer, Reply)]
    assert kept.seen == (Seen(statement="first.trust", often=3, example="The call", quotable=True),)
    assert isinstance(run(journal, "open", reply).exception, ReplyRefused)
    key.unlink()
    assert "isn’t there" in str(run(journal, "open", reply).exception)
