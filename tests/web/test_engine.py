"""What a page hears for what it says: pure Python over whatever keeps the answers."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.chapters import Give, Kept, Stored, asking
from helpers.charts import load_theme
from helpers.errors import JournalNotSaved
from helpers.journal import Answer, Ask, Choice, Event, Journal, Rater, Rating, RatingState, Words
from helpers.journal.recording import events_of
from helpers.ladder import load_ladder
from helpers.web.engine import Engine
from helpers.web.keeping import JournalKeeping
from tests.patience import PATIENCE

LADDER = load_ladder()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEVEL_1 = "01_associate_pm"
FIRST = LADDER.level("associate").responsibilities[0].id
OFTEN = {"kind": "rating", "state": "frequency", "frequency": 3}


class Memory:
    """Keeps answers in a list. `full` stands for a disk with no room left."""

    def __init__(self) -> None:
        self.said: list[Event] = []
        self.files: list[Give] = []
        self.full = False

    def version(self) -> str:
        return f"v{len(self.said)}"

    def events(self) -> tuple[Event, ...]:
        return tuple(self.said)

    def kept(self) -> Kept:
        return Kept("/home/ada/journal.jsonl")

    def record(self, subject: str, answer: Answer, rater: Rater = Rater.SELF) -> Event:
        if self.full:
            raise JournalNotSaved("The disk is full", next_step="Make room, then try again.")
        at = NOON + timedelta(seconds=len(self.said))
        event = Event(
            at=at, rater=rater, subject=subject, answer=answer, ladder=LADDER.id, ladder_version=LADDER.version
        )
        self.said.append(event)
        return event

    def keep(self, given: Sequence[tuple[str, Answer, Rater]], act: str) -> None:
        if self.full:
            raise JournalNotSaved("The disk is full", next_step="Make room, then try again.")
        at = NOON + timedelta(seconds=len(self.said))
        self.said += events_of(given, LADDER, at, self.said, act)

    def store(self, file: Give) -> Stored:
        self.files.append(file)
        return Stored("data:,", "/home/ada/reports/" + file.name)

    def token(self) -> str:
        return "a-token"


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def engine(memory: Memory) -> Engine:
    return engine_over(memory)


def engine_over(memory: Memory) -> Engine:
    return Engine(LADDER, memory, theme=load_theme(), link=lambda chapter: f"/{chapter.stem}", now=lambda: NOON)


def say(engine: Engine, type: str, *, chapter: str = LEVEL_1, version: str = "", **more: object) -> list[dict]:
    return list(engine.handle({"type": type, "chapter": chapter, "version": version, **more}))


def answered(engine: Engine, *, version: str = "v0", answer: object = OFTEN, **more: object) -> list[dict]:
    asked = {"element": "rate-responsibilities", "seq": "1", "subject": f"statement:{FIRST}", "answer": answer}
    return say(engine, "answer", version=version, **{**asked, **more})


def kinds(replies: list[dict]) -> list[str]:
    return [reply["type"] for reply in replies]


def test_an_answer_is_told_saved_first_and_then_what_follows_it(engine: Engine, memory: Memory):
    say(engine, "look")
    replies = answered(engine)
    assert replies[0] == {"type": "saved", "seq": "1", "subject": f"statement:{FIRST}", "at": NOON.isoformat()}
    assert replies[-1] == {"type": "version", "version": "v1", "given": 1}
    assert {reply["element"] for reply in replies if reply["type"] == "view"} >= {"insight"}
    assert next(reply for reply in replies if reply["type"] == "progress")["chapters"][LEVEL_1][0] == 1
    assert len(memory.said) == 1


def test_a_page_that_has_seen_all_hears_no_more_than_that(engine: Engine):
    assert say(engine, "look", version="v0") == [{"type": "version", "version": "v0"}]


def test_a_lab_tells_how_much_of_it_is_answered_once_somebody_looks(engine: Engine, memory: Memory):
    """Counting opens the lab, which no answer waits for; a page that shows no number yet asks for it."""
    memory.record("lab:mid.kept", Words(text="Guess first."))
    memory.record("lab:senior.kept", Words(text=""))
    (around,) = [reply for reply in answered(engine, version="v2") if reply["type"] == "progress"]
    assert around["begun"] == ["02_lab_what_first"]
    assert "02_lab_what_first" not in around["chapters"]
    (around,) = [reply for reply in say(engine, "look", version="v3", around=True) if reply["type"] == "progress"]
    assert around["begun"] == []
    done, total = around["chapters"]["02_lab_what_first"]
    assert (done, total > 8) == (1, True)
    memory.record("lab:mid.kept", Words(text=""))
    (around,) = [reply for reply in say(engine, "look", version="v3") if reply["type"] == "progress"]
    assert around["chapters"]["02_lab_what_first"] == (0, total)


def test_every_other_page_is_told_what_one_page_or_anybody_else_wrote(engine: Engine, memory: Memory):
    say(engine, "look")
    memory.record(f"statement:{FIRST}", Rating(state=RatingState.FREQUENCY, frequency=3))
    replies = say(engine, "look", version="v0")
    forms = [reply for reply in replies if reply["type"] == "form"]
    assert [reply["element"] for reply in forms] == ["rate-responsibilities"], "no form but the one that asks it"
    assert forms[0]["values"][f"statement:{FIRST}"] == OFTEN


def test_a_page_from_before_a_restart_is_told_everything(memory: Memory):
    memory.record("profile:name", Words(text="Ada"))
    everything = say(engine_over(memory), "look", version="v0")
    assert kinds(everything).count("form") > 3
    assert everything == say(engine_over(memory), "look")


def test_the_same_answer_twice_is_kept_once(engine: Engine, memory: Memory):
    assert kinds(answered(engine))[0] == kinds(answered(engine))[0] == "saved"
    assert len(memory.said) == 1


def test_a_full_disk_is_told_and_nothing_is_kept(engine: Engine, memory: Memory):
    memory.full = True
    reply = answered(engine)[0]
    assert (reply["type"], reply["seq"]) == ("failed", "1")
    assert "Make room" in reply["message"]
    memory.full = False
    assert answered(engine)[0]["type"] == "saved"


@pytest.mark.parametrize(
    "more",
    [
        {"element": "nothing"},
        {"subject": "statement:of.somebody"},
        {"answer": {"kind": "words", "text": "no rating"}},
        {"answer": 3},
        {"answer": None},
    ],
)
def test_what_does_not_belong_in_the_form_is_refused_under_its_number(engine: Engine, memory: Memory, more):
    reply = answered(engine, **more)[0]
    assert (reply["type"], reply["seq"]) == ("failed", "1")
    assert memory.said == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda it: st.lists(it) | st.dictionaries(st.text(), it)
)


@given(JSON)
def test_no_message_is_a_fault(message: object):
    """Whatever comes, the page is told something that its reader can read."""
    (reply,) = engine_over(Memory()).handle(message)
    assert reply["type"] == "lost"
    assert reply["message"]


def test_a_chapter_that_there_is_not_is_told(engine: Engine):
    assert kinds(say(engine, "look", chapter="99_nowhere")) == ["lost"]


def test_an_act_tells_its_progress_before_its_end(engine: Engine, memory: Memory):
    """The report: first that it is being made, then the page, and seconds later the PDF and where it can be had."""
    act = {"type": "act", "chapter": "08_your_path", "element": "report", "value": "", "version": "v0"}
    coming = engine.handle(act)
    assert "Making your PDF" in next(coming)["html"]
    assert memory.files == []
    done = list(coming)
    assert [file.data[:4] for file in memory.files] == [b"<!DO", b"%PDF"]
    assert "Download" in done[0]["html"]
    assert done[-1] == {"type": "version", "version": "v0", "given": 0}


def test_a_press_that_comes_twice_makes_one_thing(engine: Engine, memory: Memory):
    """Somebody pressed twice, or the reply got lost: the second finds what the first one made."""
    ask = {"type": "act", "chapter": "08_your_path", "element": "second-view", "value": asking.MAKE}
    chosen = Choice(chosen=(FIRST,))
    for press in ("one", "one", "two"):
        memory.record(asking.STATEMENTS, chosen)
        memory.record(asking.OF, Choice(chosen=("manager",)))
        memory.record(f"statement:{FIRST}", Rating(state=RatingState.FREQUENCY, frequency=1))
        replies = list(engine.handle({**ask, "act": press}))
        assert replies[-1]["type"] == "version"
    assert sum(isinstance(event.answer, Ask) for event in memory.said) == 2


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from helpers.charts import load_theme
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.web.engine import Engine
    from helpers.web.keeping import JournalKeeping

    class Killed(JournalKeeping):
        def keep(self, given, act):
            super().keep(given, act)
            os.kill(os.getpid(), signal.SIGKILL)

    path, ladder = Path(sys.argv[1]), load_ladder()
    keeping = Killed(Journal.open(path), ladder, path.parent)
    engine = Engine(ladder, keeping, theme=load_theme(), link=lambda chapter: chapter.stem)
    list(engine.handle({message}))
"""


def test_a_kit_that_is_killed_between_keeping_and_answering_finds_what_the_press_made(tmp_path: Path):
    """The page hears nothing, and asks the next one again: it has the number of the press, and what came of it."""
    path = tmp_path / "journal.jsonl"
    Journal.open(path).record("draft:note", Words(text="Ines asked for the numbers."), ladder=LADDER)
    press = {"type": "act", "chapter": LEVEL_1, "element": "notes-2", "value": "keep", "version": "", "act": "a1" * 16}
    script = textwrap.dedent(KILLED).replace("{message}", repr(press))
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=PATIENCE, check=False)
    assert done.returncode == -signal.SIGKILL
    once = path.read_bytes()
    engine = engine_over(JournalKeeping(Journal.open(path), LADDER, tmp_path))
    replies = list(engine.handle(press))
    assert path.read_bytes() == once
    assert [event.answer.text for event in Journal.open(path).events() if event.subject.kind == "note"] == [
        "Ines asked for the numbers."
    ]
    assert not any("There is nothing in the box yet" in reply.get("html", "") for reply in replies)
    assert kinds(replies)[-1] == "version"
    another = "".join(reply.get("html", "") for reply in engine.handle({**press, "act": "b2" * 16}))
    assert "There is nothing in the box yet" in another, "another press is another one"


def test_what_a_press_makes_is_there_whole_or_not_at_all(engine: Engine, memory: Memory):
    memory.record("draft:note", Words(text="Ines asked for the numbers."))
    memory.full = True
    press = {"chapter": LEVEL_1, "element": "notes-2", "value": "keep"}
    assert "The disk is full" in "".join(reply.get("html", "") for reply in say(engine, "act", act="one", **press))
    memory.full = False
    say(engine, "act", act="two", **press)
    assert [event.subject for event in memory.said] == ["draft:note", "note:1", "draft:note"]


def test_what_an_element_knows_of_itself_travels_with_each_message(engine: Engine):
    role = LADDER.roles[1]
    replies = say(engine, "act", chapter="07_adjacent_roles", element="explore-roles", value=role.id)
    assert replies[0] == {"type": "own", "element": "explore-roles", "own": role.id}
    assert role.title in replies[1]["html"]
    again = say(engine, "look", chapter="07_adjacent_roles", owns={"explore-roles": role.id})
    (view,) = [each for each in again if each["type"] == "view" and each["element"] == "explore-roles"]
    assert view["html"] == replies[1]["html"]


def test_a_fault_of_the_kit_shows_a_sentence_and_loses_nothing(engine: Engine, memory: Memory, monkeypatch):
    monkeypatch.setattr("helpers.web.engine.current_values", lambda *_: 1 / 0)
    assert answered(engine)[0]["type"] == "saved"
    monkeypatch.setattr(memory, "record", lambda *_: 1 / 0)
    reply = answered(engine, answer={**OFTEN, "frequency": 1})[0]
    assert (reply["type"], reply["seq"]) == ("failed", "1")
    assert "Something in the kit itself went wrong" in reply["message"]


def test_nothing_is_written_over_that_the_page_has_not_seen(engine: Engine, memory: Memory):
    seldom = {**OFTEN, "frequency": 1}
    memory.record(f"statement:{FIRST}", Rating(state=RatingState.FREQUENCY, frequency=1))
    reply = answered(engine, base=[{"kind": "rating", "state": "unanswered", "frequency": None}])[0]
    assert reply == {"type": "stands", "seq": "1", "subject": f"statement:{FIRST}", "answer": seldom}
    assert len(memory.said) == 1
    assert answered(engine, base=[seldom])[0]["type"] == "saved"
    assert answered(engine, answer=seldom)[0]["type"] == "saved", "who says nothing of what they knew is believed"
