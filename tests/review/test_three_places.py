"""In the app, on a site and on the command line alike, own answers are those of the moment of asking."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.insight.words import frequency_label
from helpers.journal import Evidence, Journal, often
from helpers.ladder import load_ladder
from helpers.paths import ladder_path
from helpers.review import invitations
from helpers.site.desk import Desk
from tests.long import tries
from tests.reading import Reading
from tests.visitor import PATH, Visitor

LADDER = load_ladder()
LEVEL, TALK, RATING = "02_mid_level_pm", "09_both_views", "rate-responsibilities"
IDS = tuple(statement.id for statement in LADDER.level("mid").responsibilities[:3])
LABELS = [frequency_label(LADDER.scale, step) for step in range(5)]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

Own = dict[str, tuple[str, set[str]]]
"""Of each statement what its owner had said, in words, and their evidence for it."""


class Place(Protocol):
    """Where somebody keeps a journal and asks for second views."""

    def rates(self, id: str, frequency: int) -> None: ...
    def writes_evidence(self, id: str, text: str) -> None: ...
    def asks(self, ids: Sequence[str]) -> str: ...
    def opens(self, reference: str, reply: str) -> None: ...
    def own(self, reference: str, reply: str) -> Own: ...


class InTheApp(Visitor):
    """By the pages of the app."""

    def __init__(self, folder: Path) -> None:
        super().__init__(LADDER, folder, NOON, LEVEL)

    def rates(self, id: str, frequency: int) -> None:  # type: ignore[override]
        self.goes(LEVEL)
        super().rates(RATING, id, frequency)

    def writes_evidence(self, id: str, text: str) -> None:
        self.goes(LEVEL)
        self.answers(RATING, f"evidence:{id}", Evidence(text=text, supports=(id,)))

    def events(self) -> Any:
        return self.engine.moment(self.engine.course.chapter(PATH))[1].events

    def asks(self, ids: Sequence[str]) -> str:  # type: ignore[override]
        self.now += timedelta(minutes=1)
        self.goes(PATH)
        self.chooses("second-view-ask", "draft:ask.statements", *ids)
        self.chooses("second-view-ask", "draft:ask.of", "peer")
        self.presses("second-view", "ask")
        return invitations(self.events())[-1].reference

    def opens(self, reference: str, reply: str) -> None:
        self.now += timedelta(minutes=1)
        self.goes(PATH)
        self.writes("second-view-reply", "draft:reply", f"1 often, {reply}\n[Second view {reference}]")
        self.presses("second-view-read", "keep")

    def own(self, reference: str, reply: str) -> Own:
        self.goes(PATH)
        for value in re.findall(r'value="(talk \w+)"', self.shows("second-view-read")):
            self.goes(TALK)
            if reply in self.reads("second-view-talk"):
                break
            self.goes(PATH)
            self.sends("second-view-read", value)
        self.goes(TALK)
        assert reply in self.reads("second-view-talk")
        assert not re.search(r"E\d", self.reads("second-view-talk")), "all of it is covered at first"
        for value in re.findall(r'value="(show [^"]+)"', self.shows("second-view-talk")):
            self.presses("second-view-talk", value)
        rows = Reading(self.shows("second-view-talk")).words
        return told(rows, "I said")


class OnASite(InTheApp):
    """By the same pages in a browser: each step is kept before the page hears of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "theme.yaml").write_text("{}")
        self.desk = Desk(ladder_path(), folder / "theme.yaml")
        self.desk.open("a-store")
        self.engine = self.desk._engine
        self.engine._now = lambda: self.now
        self.goes(LEVEL)

    def _tell(self, **message: Any) -> list[dict[str, Any]]:
        said = {"chapter": self.chapter, "version": self.version, "owns": dict(self.owns), **message}
        self.desk.begin(json.dumps(said))
        replies = []
        while step := self.desk.step():
            self.desk.done()
            replies.append(json.loads(step))
        self.version = next((reply["version"] for reply in replies if reply["type"] == "version"), self.version)
        return replies


class OnTheCommandLine:
    """By `ladder ask`, `ladder open` and `ladder agenda`, over a journal that other windows write into."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.jsonl"
        self.reply = folder / "reply.txt"

    def run(self, *arguments: str, typed: str = "") -> str:
        done = CliRunner().invoke(app, [*arguments, "--journal", str(self.path)], input=typed)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.stdout

    def rates(self, id: str, frequency: int) -> None:
        Journal.open(self.path).record(f"statement:{id}", often(frequency), ladder=LADDER)

    def writes_evidence(self, id: str, text: str) -> None:
        Journal.open(self.path).record(f"evidence:{id}", Evidence(text=text, supports=(id,)), ladder=LADDER)

    def asks(self, ids: Sequence[str]) -> str:
        self.run("ask", *ids, "--of", "peer")
        return invitations(Journal.open(self.path).events())[-1].reference

    def opens(self, reference: str, reply: str) -> None:
        self.reply.write_text(f"1 often, {reply}\n[Second view {reference}]")
        self.run("open", str(self.reply), typed="y\n" + "n\n" * 6)

    def own(self, reference: str, reply: str) -> Own:
        covered = self.run("agenda", "--ask", reference)
        assert not re.search(r"E\d", covered), "all of it is covered at first"
        (shown,) = [
            each
            for each in self.run("agenda", "--ask", reference, "--all", "--uncover", "all").split("A second view, from")
            if reply in each
        ]
        return told(" ".join(shown.split()), "You said:")


def told(words: str, said: str) -> Own:
    """What a page or a text tells of one's own answers; each statement stands once, and what was said after it."""
    places = {words.find(" ".join(LADDER.statement(id).text.split())): id for id in IDS}
    found: Own = {}
    ends = [at for at in sorted(places) if at >= 0]
    for at, end in zip(ends, [*ends[1:], len(words)], strict=True):
        own = words[at:end].partition(said)[2]
        label = next(label for label in sorted(LABELS, key=len, reverse=True) if own.strip().startswith(label))
        found[places[at]] = (label, set(re.findall(r"E\d+", own)))
    return found


steps = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.sampled_from(IDS), st.integers(0, 4)),
        st.tuples(st.just("evidence"), st.sampled_from(IDS), st.none()),
        st.tuples(st.just("ask"), st.lists(st.sampled_from(IDS), min_size=1, unique=True), st.none()),
        st.tuples(st.just("open"), st.integers(0, 3), st.none()),
    ),
    min_size=3,
    max_size=10,
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.parametrize("kind", [InTheApp, OnASite, OnTheCommandLine])
@settings(max_examples=tries(4, 80), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(steps=steps)
def test_no_order_lets_a_later_change_of_mind_stand_as_made_before(kind: type[Any], steps: list, folder: Path) -> None:
    """Rating anew, more evidence, further invitations and replies: whatever comes after asking has no part in it."""
    with TemporaryDirectory(dir=folder) as own:
        place: Place = kind(Path(own))
        now: Own = {}
        for id in IDS:
            place.rates(id, 2)
            now[id] = (LABELS[2], set())
        asked: list[tuple[str, Own]] = []
        opened: list[tuple[int, str]] = []
        for number, (what, which, more) in enumerate([*steps, ("ask", [IDS[0]], None), ("open", 0, None)]):
            match what:
                case "rate":
                    place.rates(which, more)
                    now[which] = (LABELS[more], now[which][1])
                case "evidence":
                    place.writes_evidence(which, f"E{number}")
                    now[which] = (now[which][0], {f"E{number}"})
                case "ask":
                    asked.append((place.asks(which), {id: now[id] for id in which}))
                case "open" if asked:
                    at = which % len(asked)
                    place.opens(asked[at][0], f"reply-{number}-")
                    opened.append((at, f"reply-{number}-"))
        for id in IDS:  # a change of mind after everything
            place.rates(id, 4)
            place.writes_evidence(id, "E99")
        for at, reply in opened:
            reference, then = asked[at]
            assert place.own(reference, reply) == then
