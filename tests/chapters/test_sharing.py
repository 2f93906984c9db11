"""In the last chapter nothing is ticked at first, what is seen is what is written, and one plan at most goes along."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from helpers.chapters import Become, Give, Show, Stored, ViewContext
from helpers.chapters.elements import Keep
from helpers.chapters.sharing import act, view
from helpers.journal import Event, PlanItem, Words, often
from helpers.ladder import load_ladder
from helpers.workshop.agenda import load_workshop
from helpers.workshop.code import statements_of
from helpers.workshop.share import Share, read_share
from tests.chapters.contexts import LADDER, context
from tests.hostile import HOSTILE
from tests.reading import Reading
from tests.strategies import START, event, rate

ASKED = "prompt:mid.prompt-why"


def said(text: str = "because") -> tuple[Event, ...]:
    return (
        rate(LADDER, "mid.s0", 3),
        event(LADDER, ASKED, Words(text=text)),
        event(LADDER, "plan:1", PlanItem(when="it rains", then="read")),
        event(LADDER, "plan:2", PlanItem(when="it snows", then="write")),
    )


class Panel:
    """The panel as an adapter holds it: what it shows, what it knows of itself, and the files that were kept."""

    def __init__(self, now: ViewContext, trouble: str = "") -> None:
        self.now = now
        self.own = ""
        self.files: dict[str, bytes] = {}
        self.kept: list[Event] = []
        self.trouble = trouble
        self.html = view(now)

    def act(self, value: str) -> None:
        for result in act(self.now.within(self.own), value):
            match result:
                case Become(own):
                    self.own, self.html = own, view(self.now.within(own))
                case Show():
                    self.place(result)
                case Keep(answers):
                    self.kept += [event(LADDER, subject, answer) for subject, answer in answers]
                case Give(name, data):
                    self.files |= {} if self.trouble else {name: data}
                    self.place(result.then(Stored("data:x", f"/out/{name}", self.trouble)))

    def place(self, shown: Show) -> None:
        self.own = self.own if shown.own is None else shown.own
        self.html = shown.html

    def follow(self, now: ViewContext) -> None:
        self.now, self.html = now, view(now.within(self.own))

    @property
    def written(self) -> Share:
        return read_share(list(self.files.values())[-1])

    @property
    def previewed(self) -> str:
        return html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", self.html, re.DOTALL)[1])


def test_before_anything_is_answered_there_is_nothing_to_share():
    panel = Panel(context())
    assert "Once you have rated a statement" in panel.html
    assert "kp-notice" not in panel.html, "a fresh journal is no mistake"
    panel.act("write")
    assert not panel.files
    panel.follow(context(*said()))
    assert "1 rating goes along (Mid-level PM)" in panel.html, "it follows the answers"


def test_by_default_the_ratings_go_alone_and_the_file_is_the_one_that_was_seen():
    panel = Panel(context(*said()))
    seen = panel.previewed
    assert "because" not in seen
    panel.act("write")
    assert next(iter(panel.files.values())).decode() == seen
    assert "Download share-" in panel.html
    assert "/out/share-" in Reading(panel.html).words


def test_the_journal_remembers_what_the_file_is_named_after_and_once_is_enough():
    """So that the next file names the same person, whatever is forgotten meanwhile."""
    answers = said()
    panel = Panel(context(*answers))
    panel.act("write")
    (mark,) = panel.kept
    first = panel.written
    earlier = rate(LADDER, "mid.s1", 2, at=START - timedelta(days=9))
    panel.follow(context(*answers[1:], earlier, mark))
    panel.act("write")
    assert panel.kept == [mark]
    assert panel.written.ids == first.ids


def test_texts_go_along_one_by_one_and_can_be_taken_back():
    panel = Panel(context(*said()))
    for value in (f"tick:{ASKED}", "commit:plan:1", "commit:plan:2", "write"):
        panel.act(value)
    assert [item.text for item in panel.written.released] == ["because"]
    assert panel.written.commitment == "When it snows, I will write"
    panel.act(f"tick:{ASKED}")
    panel.act("commit:none")
    assert "Download" not in panel.html, "the file that lies there holds something else"
    panel.act("write")
    assert (panel.written.released, panel.written.commitment) == ((), None)


def test_the_link_stays_while_the_file_would_be_the_same_and_goes_when_it_would_not():
    answers = said()
    panel = Panel(context(*answers))
    panel.act("write")
    answers += tuple(panel.kept)
    panel.follow(context(*answers, event(LADDER, "prompt:senior.prompt-why", Words(text="More."))))
    assert "Download share-" in panel.html
    panel.follow(context(*answers, rate(LADDER, "mid.s1", 1)))
    assert "Download" not in panel.html
    assert "What goes along has changed since you wrote your file" in panel.html


@pytest.mark.parametrize(
    "value", ["tick:profile:name", "tick:plan:1", "commit:prompt:mid.prompt-why", "x", "tick:", ""]
)
def test_what_is_not_on_offer_cannot_be_ticked(value: str):
    panel = Panel(context(*said(), event(LADDER, "profile:name", Words(text="Ana"))))
    before = panel.html
    panel.act(value)
    assert panel.html == before


@pytest.mark.parametrize("own", ["{", '{"ticked": ["profile:name"]}', '{"ticked": 3}', "[]", '{"else": 1}'])
def test_what_a_page_says_of_the_panel_is_never_trusted(own: str):
    now = context(*said(), event(LADDER, "profile:name", Words(text="Ana")))
    assert view(now.within(own)) == view(now)


def test_a_text_that_is_withdrawn_is_no_longer_ticked():
    panel = Panel(context(*said()))
    panel.act(f"tick:{ASKED}")
    panel.follow(context(*said(""), rate(LADDER, "mid.s1", 1)))
    panel.act("write")
    assert panel.written.released == ()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_is_shown_as_text(text: str):
    panel = Panel(context(*said(text)))
    panel.act(f"tick:{ASKED}")
    assert panel.html.count("<script") == 0
    assert panel.html.count("<img") == 0
    assert read_share(panel.previewed.encode()).released[0].text == text


def test_where_the_file_cannot_be_kept_that_is_said_and_nothing_is_called_written():
    panel = Panel(context(*said()), trouble="this file can't be written")
    panel.act("write")
    assert "be written" in Reading(panel.html).words
    assert "Download" not in panel.html


def test_the_group_that_somebody_was_told_of_goes_along():
    panel = Panel(context(*said()))
    panel.act("promise:8")
    assert "at least 8" in panel.html
    panel.act("write")
    assert panel.written.promised == 8
    for value in ("promise:7", "promise:2", "promise:x", "promise:"):
        panel.act(value)
        assert "at least 8 people" in panel.html
    panel.act("promise:none")
    panel.act("write")
    assert panel.written.promised is None


def test_while_a_promise_is_chosen_there_is_no_code_since_it_would_lose_the_promise():
    ladder = load_ladder()
    coded = statements_of(load_workshop("ninety-minutes"), ladder)
    panel = Panel(context(*(event(ladder, f"statement:{id}", often(3)) for id in coded), ladder=ladder))
    assert "Show my code" in panel.html
    panel.act("promise:8")
    assert "Show my code" not in panel.html
    assert "shown among at least 8 people" in Reading(panel.html).words
    panel.act("code")
    panel.act("promise:none")
    assert 'class="kp-code"' not in panel.html, "it wasn't on offer when it was asked for"
    panel.act("code")
    assert 'class="kp-code"' in panel.html
    panel.act("promise:8")
    assert 'class="kp-code"' not in panel.html
