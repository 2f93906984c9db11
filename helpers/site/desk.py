"""The engine in a reader's browser: `helpers.web.engine` over lines that a script keeps.

A browser keeps things only by asking and waiting, and an engine doesn't wait. So the script hands in the lines
that are kept, asks for one step of an answer after the other, and keeps what a step wants kept before it passes on
what the step says. Where it can't be kept, `refuse` takes it back.

    take(lines) ▶ begin(message) ▶ step() … each: keep `unkept`, then `done` or `refuse` ▶ tell the page

Cryptography is the browser's own too (see `helpers.site.key`): after the last step the script sees to what is `wanted`,
and says once more what `granted` gives.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.chapters import Chapter, Element, Give, Kept, Stored, Where
from helpers.charts import load_theme
from helpers.clock import today, utc_now
from helpers.errors import JournalUnreadable, KitError
from helpers.form import fault
from helpers.journal import Answer, Event, Rater
from helpers.journal.lines import EMPTY, Contents, scan, write
from helpers.journal.merge import missing
from helpers.journal.recording import events_of
from helpers.ladder import Ladder, load_ladder
from helpers.review.page import SITE_PAGE
from helpers.site.key import BrowserKey
from helpers.web import protocol
from helpers.web.engine import Engine
from helpers.web.protocol import EngineReply

if TYPE_CHECKING:
    from helpers.site.board import Board

PLACE = "the storage of this browser"
"""Where answers are, as a page says it."""

BOARDS = Path("/board")
"""Where the files of a workshop's board are, in the memory of a worker."""


class Lines:
    """A `Keeping` over the lines of a journal: those that are kept, and those that are still to be."""

    def __init__(self, ladder: Ladder, token: str, key: BrowserKey | None = None, pages: str = "") -> None:
        self._ladder = ladder
        self._token = token
        self._key = key
        self._pages = pages
        self._kept = EMPTY
        self._now = EMPTY
        self.unkept = b""

    def holds(self, key: BrowserKey) -> None:
        """From now on there is a key to encrypted second views."""
        self._key = key

    def take(self, data: bytes) -> None:
        """Lines that are kept, and come after those that were taken before. Raises `JournalUnreadable`."""
        self._kept = self._now = scan(data, self._kept)

    def add(self, contents: Contents) -> None:
        """Lines to be kept."""
        data = write(contents)
        self.unkept += data
        self._now = scan(data, self._now)

    def done(self) -> None:
        """All is kept."""
        self._kept, self.unkept = self._now, b""

    def refuse(self) -> None:
        """What was to be kept couldn't be: it was never there."""
        self._now, self.unkept = self._kept, b""

    def version(self) -> str:
        """How many lines there are."""
        return f"{self._token}-{self._now.size:x}"

    def events(self) -> tuple[Event, ...]:
        """Every answer, in the order of time."""
        return self._now.events

    def contents(self) -> Contents:
        """All lines, whether this version can read them or not."""
        return self._now.contents

    def kept(self) -> Kept:
        """This browser, and what can't be read in it."""
        return Kept(
            PLACE,
            problems=self._now.problems,
            key=self._key,
            answers_at=SITE_PAGE,
            where=Where.BROWSER,
            pages=self._pages,
        )

    def record(self, subject: str, answer: Answer, rater: Rater = Rater.SELF) -> Event:
        """An answer that is still to be kept; what is said of it goes to the page after that.

        `subject` is "kind:id", and `rater` says whose view it is.
        """
        return self._add([(subject, answer, rater)])[0]

    def keep(self, given: Sequence[tuple[str, Answer, Rater]], act: str) -> None:
        """Answers that are still to be kept, in one go; `act` is the number of the press that gives them."""
        self._add(given, act)

    def _add(self, given: Sequence[tuple[str, Answer, Rater]], act: str = "") -> tuple[Event, ...]:
        events = events_of(given, self._ladder, utc_now().astimezone(UTC), self._now.events, act)
        self.add(Contents(events))
        return events

    def bring(self, contents: Contents) -> int:
        """What of another journal is new, still to be kept; how many answers that are."""
        new = missing(self._now.contents, contents)
        self.add(new)
        return len(new.events)

    def store(self, file: Give) -> Stored:
        """A file for its owner to save: a page can put it nowhere by itself."""
        return Stored(f"data:{file.media_type};base64," + b64encode(file.data).decode("ascii"))

    def token(self) -> str:
        """The one store that a page of this site knows: what was drawn before anybody came is of the same."""
        return "here"


class Desk:
    """What the script of a worker calls. Everything that it is given and gives is text or bytes."""

    def __init__(self, ladder: Path, theme: Path) -> None:
        self._ladder = load_ladder(ladder)
        self._theme = load_theme(theme)
        self._lines = Lines(self._ladder, "")
        self._engine = self._over(self._lines)
        self._replies: Iterator[EngineReply] = iter(())
        self._message: dict[str, Any] = {}
        self._owns: dict[str, str] = {}
        self._key = BrowserKey()

    def open(self, token: str, *, alone: bool = False, pages: str = "") -> None:
        """Begin with no line of the store that this stands for; `alone`: it ends with its window.

        Then no key is made, which would end with it; one that came along from the browser still opens replies.
        `pages` is the address of the folder in which the site's pages are. `token` begins the name of each state of the
        store, so that a page tells one beginning from another.
        """
        self._key = BrowserKey()
        self._lines = Lines(self._ladder, token, None if alone else self._key, pages)
        self._engine = self._over(self._lines)

    def look_around(self) -> None:
        """Draw every page and use each of its controls once, with nothing answered, and keep nothing of it.

        Whatever that needs has then been read and is at hand.
        """
        for here in self._engine.course.pages:
            about = {"chapter": here.stem, "version": ""}
            acts = [part.id for part in self._engine.parts(here) if isinstance(part, Element) and part.act]
            said = [{"type": "look", **about}, *({"type": "act", "element": act, "value": "", **about} for act in acts)]
            for message in said:
                for _ in self._engine.handle(message):
                    pass
        self.open("")

    def keys(self, points: str) -> None:
        """The public parts of the keys that are kept, as a JSON list of base64; the first is the one to make files."""
        known = [b64decode(point) for point in json.loads(points)]
        self._key.known(known)
        if known:
            self._lines.holds(self._key)

    def wanted(self) -> str:
        """What the browser's own cryptography should do now, as JSON; "" for nothing. `granted` comes after it."""
        wanted = self._key.wanted()
        return json.dumps(wanted) if wanted else ""

    def granted(self, plain: str = "") -> str:
        """It is done; of a message that was to be opened, what it says, as base64 ("": it doesn't open).

        Gives what to `begin` once more, so that the page shows what came of it.
        """
        if self._key.done(b64decode(plain) if plain else None):
            return json.dumps({**self._message, "act": ""})  # with its number it would be taken for a second press
        look = {"type": "look", "chapter": self._message.get("chapter", ""), "version": "", "owns": self._owns}
        return json.dumps(look)

    def take(self, data: bytes) -> None:
        """Lines that are kept, and come after those that were taken before."""
        self._lines.take(bytes(data))

    def begin(self, message: str) -> None:
        """What a page says."""
        self._message = json.loads(message)
        self._owns = dict(self._message.get("owns", {}))
        is_board = self._message.get("chapter") == "board"
        self._replies = (self._board if is_board else self._engine).handle(self._message)

    def step(self) -> str:
        """The next thing that it hears; "" at the end. `unkept` is to be kept before it does."""
        reply = next(self._replies, None)
        if reply and reply["type"] == "own":
            self._owns[reply["element"]] = reply["own"]
        return "" if reply is None else json.dumps(reply, ensure_ascii=False)

    def unkept(self) -> bytes:
        """The lines that the last step wants kept."""
        return self._lines.unkept

    def done(self) -> None:
        """They are kept."""
        self._lines.done()

    def refuse(self, why: str) -> str:
        """They couldn't be kept, for a reason that the person is told; what the page hears in place of the reply."""
        self._lines.refuse()
        message = f"{why}\nNothing that was saved before is lost. Make room, or export your answers to a file."
        if self._message.get("type") == "answer":
            return json.dumps(fault(self._message, message), ensure_ascii=False)
        return json.dumps(protocol.lost(message), ensure_ascii=False)

    def bring(self, data: bytes) -> str:
        """Make what is new in a journal's file `unkept`; JSON that says what became of it.

        `new` is how many answers, `set_aside` the lines that this version can't read and keeps as they are, each
        with its number and why; `trouble` says why nothing was taken.
        """
        try:
            snapshot = scan(bytes(data), where="this file")
        except JournalUnreadable as error:
            return json.dumps({"trouble": str(error)}, ensure_ascii=False)
        new = missing(self._lines.contents(), snapshot.contents)
        self._lines.add(new)
        return json.dumps({"new": len(new.events), "set_aside": [list(problem) for problem in snapshot.problems]})

    # The workshop board: what its page does besides saying something.

    def board_again(self, files: list[tuple[str, bytes, int]]) -> None:
        """The files of the board as they are kept: its own are what these are."""
        self._board.again([(name, bytes(data), int(at)) for name, data, at in files])

    def board_changed(self) -> list[tuple[str, bytes, int]]:
        """Files of the board that are to be kept before its page hears anything."""
        return self._board.changed()

    def board_hand_in(self, name: str, data: bytes, at: int) -> None:
        """A share file that was dropped on the board: its `name`, its `data`, and `at` what millisecond."""
        self._board.hand_in(name, bytes(data), int(at))

    def board_begin(self, least: int, coarse: bool) -> str:
        """Set the smallest group and the bars; what is wrong with them, "" for nothing."""
        return self._board.begin(least, coarse=coarse)

    def board_standing(self) -> str:
        """What holds for the whole session now, as JSON: {least, coarse}, or {trouble}."""
        try:
            least, coarse = self._board.standing()
        except KitError as error:
            return json.dumps({"trouble": str(error)}, ensure_ascii=False)
        return json.dumps({"least": least, "coarse": coarse})

    def board_file(self, what: str) -> str:
        """The team "report" (HTML), or the "session" for a folder on a computer, as JSON: {text} or {trouble}."""
        try:
            text = self._board.report(today()) if what == "report" else self._board.session().decode()
        except KitError as error:
            return json.dumps({"trouble": error.what}, ensure_ascii=False)
        return json.dumps({"text": text}, ensure_ascii=False)

    @cached_property
    def _board(self) -> Board:
        from helpers.site.board import Board  # for whoever leads: nobody else waits for it

        return Board(self._ladder, self._theme, BOARDS)

    def _over(self, lines: Lines) -> Engine:
        return Engine(self._ladder, lines, theme=self._theme, link=address)


def address(chapter: Chapter) -> str:
    """Where a chapter is among the pages of a site, from any of them."""
    return "index.html" if chapter.number == 0 else f"{chapter.stem}.html"
