"""Somebody at a page of the app, without a browser: real messages to a real engine over a real journal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from helpers.charts import load_theme
from helpers.journal import Answer, Journal, State
from helpers.ladder import Ladder
from helpers.web.app import address
from helpers.web.engine import Engine
from helpers.web.keeping import JournalKeeping
from tests.reading import Reading

PATH = "08_your_path"


class Visitor:
    """One window on one chapter; `now` is the time, which a test may move on."""

    def __init__(self, ladder: Ladder, folder: Path, now: datetime, chapter: str = PATH) -> None:
        self.now = now
        self.ladder = ladder
        self.journal = Journal.open(folder / "journal.jsonl", clock=lambda: self.now)
        self.files = folder / "files"
        keeping = JournalKeeping(self.journal, ladder, self.files)
        self.engine = Engine(ladder, keeping, theme=load_theme(), link=address, now=lambda: self.now)
        self.chapter = chapter
        self.owns: dict[str, str] = {}
        self.version = self.engine.moment(self.engine.course.chapter(chapter))[0]

    def goes(self, chapter: str) -> None:
        """Open another chapter in this window: what elements knew of themselves is gone."""
        self.chapter = chapter
        self.owns = {}
        self.version = self.engine.moment(self.engine.course.chapter(chapter))[0]

    @property
    def state(self) -> State:
        return self.journal.state(self.ladder)

    def says(self, subject: str, answer: Answer) -> None:
        """Answer something elsewhere in the kit."""
        self.journal.record(subject, answer, ladder=self.ladder)

    def shows(self, element: str) -> str:
        """The HTML that stands in an element now."""
        here = self.engine.course.chapter(self.chapter)
        found = next(part for part in self.engine.parts(here) if part.id == element)
        return found.shows(self.engine.moment(here)[1].within(self.owns.get(element, "")))  # type: ignore[union-attr]

    def reads(self, element: str) -> str:
        """The words of an element, as a browser would have them."""
        return Reading(self.shows(element)).words

    def asked(self, element: str) -> tuple[str, ...]:
        """The subjects that an element asks for now."""
        here = self.engine.course.chapter(self.chapter)
        found = next(part for part in self.engine.parts(here) if part.id == element)
        fields = found.asks(self.engine.moment(here)[1]).fields  # type: ignore[union-attr]
        return tuple(subject for field in fields for subject in field.subjects)

    def answers(self, element: str, subject: str, answer: Answer) -> None:
        self._answers(element, subject, answer.model_dump(mode="json"))

    def writes(self, element: str, subject: str, text: str) -> None:
        self._answers(element, subject, {"kind": "words", "text": text})

    def chooses(self, element: str, subject: str, *chosen: str) -> None:
        self._answers(element, subject, {"kind": "choice", "chosen": list(chosen)})

    def rates(self, element: str, statement: str, frequency: int) -> None:
        self._answers(
            element, f"statement:{statement}", {"kind": "rating", "state": "frequency", "frequency": frequency}
        )

    def presses(self, element: str, value: str) -> str:
        """Use a control that stands there, and give the last HTML that the page heard for the element."""
        controls = [given for _, name, given in Reading(self.shows(element)).attributes if name == "value"]
        assert value in controls, f"there is no {value!r} to press: {controls}"
        return self.sends(element, value)

    def sends(self, element: str, value: str) -> str:
        """Send a control's value, whether it stands there or not."""
        views = [""]
        for reply in self._tell(type="act", element=element, value=value):
            if reply["type"] == "own":
                self.owns[reply["element"]] = reply["own"]
            if reply["type"] == "view" and reply["element"] == element:
                views.append(reply["html"])
        return views[-1]

    def _answers(self, element: str, subject: str, answer: dict[str, Any]) -> None:
        (reply, *_) = self._tell(type="answer", element=element, seq=1, subject=subject, answer=answer)
        assert reply["type"] == "saved", reply

    def _tell(self, **message: Any) -> list[dict[str, Any]]:
        said = {"chapter": self.chapter, "version": self.version, "owns": dict(self.owns), **message}
        replies = list(self.engine.handle(said))
        self.version = next((reply["version"] for reply in replies if reply["type"] == "version"), self.version)
        assert not [reply for reply in replies if reply["type"] == "lost"], replies
        return replies
