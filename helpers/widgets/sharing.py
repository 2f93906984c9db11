"""Handing answers to a workshop: tick what goes, see the very file, then write it."""

from __future__ import annotations

import logging
from base64 import b64encode
from pathlib import Path
from traceback import format_tb
from typing import NamedTuple

from helpers.errors import KitError
from helpers.insight.words import listed
from helpers.pages.page import page
from helpers.widgets.panel import Panel
from helpers.widgets.pdf import REPORTS
from helpers.widgets.session import Moment, Session
from helpers.workshop.share import Share, as_file, file_name, make_share, offers, write_share

log = logging.getLogger(__name__)

TICK, COMMIT, NO_PLAN, WRITE = "tick:", "commit:", "commit:none", "write"

_BROKEN = "Something in the kit itself went wrong, and no file was written. Your answers are safe in your journal."


class Written(NamedTuple):
    """A share file that was written, and what it holds."""

    path: Path
    share: Share


class Sharing:
    """What is ticked at the moment, as the panel shows it. Ticks are kept nowhere else: each time begins with none."""

    def __init__(self, session: Session, folder: Path = REPORTS) -> None:
        self._session = session
        self._folder = folder
        self._ticked: set[str] = set()
        self._written: Written | None = None
        self._trouble = ""

    def panel(self) -> Panel:
        """A panel that follows the answers and does what its controls say."""
        return self._session.follow(self.view, lambda panel, value: self.act(panel, value))

    def act(self, panel: Panel, value: str) -> None:
        """Tick or untick a text, choose a commitment, or write the file; anything else is nothing."""
        moment, self._trouble = self._session.moment(), ""
        on_offer = {offer.subject: offer.kind for offer in offers(moment.ladder, moment.state)}
        kind, _, subject = value.partition(":")
        if value == WRITE:
            self._write(moment)
        elif value.startswith(TICK) and on_offer.get(subject) in ("reflection", "evidence"):
            self._ticked ^= {subject}
        elif value == NO_PLAN or (f"{kind}:" == COMMIT and on_offer.get(subject) == "plan"):
            self._ticked = {each for each in self._ticked if not each.startswith("plan:")} | ({subject} - {"none"})
        panel.show(self.view(moment))

    def view(self, moment: Moment) -> str:
        """The form, and the exact text of the file as it is ticked now."""
        on_offer = offers(moment.ladder, moment.state)
        self._ticked &= {offer.subject for offer in on_offer}
        share, trouble = None, self._trouble
        try:
            share = make_share(moment.ladder, moment.events, self._ticked)
        except KitError as error:
            trouble = trouble or str(error)
        done = self._written if self._written and self._written.share == share else None
        levels = [
            level.short_title
            for level in moment.ladder.levels
            if share and any(statement.id in share.ratings for statement in level.statements)
        ]
        return page(
            "share",
            texts=[offer for offer in on_offer if offer.kind != "plan"],
            plans=[offer for offer in on_offer if offer.kind == "plan"],
            ticked=self._ticked,
            share=share,
            levels=listed(levels),
            content=as_file(share) if share else "",
            done=done,
            href=_href(share) if share and done else "",
            trouble=trouble,
            say=f"Written: {done.path.name}" if done else "",
        )

    def _write(self, moment: Moment) -> None:
        try:
            share = make_share(moment.ladder, moment.events, self._ticked)
            path = self._folder / file_name(share)
            write_share(path, share)
            self._written = Written(path, share)
        except KitError as error:
            self._trouble = str(error)
        except Exception as error:
            # Only where it happened: the message may quote what somebody wrote.
            log.error("no share file: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
            self._trouble = _BROKEN


def _href(share: Share) -> str:
    return "data:application/json;base64," + b64encode(as_file(share).encode()).decode("ascii")
