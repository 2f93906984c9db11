"""Everything that can go wrong through no fault of the kit, as one hierarchy.

    KitError                    a person's mistake, or the machine's: shown as a clean message
    ├── DocumentError           a YAML file (ladder, workshop, theme, lab) that can't be read or used
    ├── JournalError            a journal that can't be read or written
    │   ├── JournalUnreadable   not a journal, a directory, no permission
    │   └── JournalNotSaved     the answer did not reach the disk; nothing changed
    ├── OtherLadder             answers are about another ladder than the one in use
    ├── UnknownId               an id that the ladder doesn't have
    ├── ReportError             a report that couldn't be made
    │   └── NoTypesetter        what sets PDFs isn't in this process; another one may have it
    ├── ReplyRefused            a second view that can't be opened, and why; nothing changed
    ├── StoreError              the database of hosted sessions can't be reached, read or written; nothing changed
    │   └── StoreTooNew         migrated by a newer version of the kit
    ├── SessionError            something that a hosted session doesn't allow
    │   ├── SessionGone         no such session or participant, or erased
    │   ├── SessionClosed       nobody can join any more
    │   ├── SessionFull         as many have joined as the facilitator allowed
    │   └── TooMuch             more answers than a person gives
    └── UsageError              a command or a setting that makes no sense

Anything else that is raised is a fault of the kit and keeps its traceback.
"""

from __future__ import annotations

__all__ = [
    "DocumentError",
    "JournalError",
    "JournalNotSaved",
    "JournalUnreadable",
    "KitError",
    "NoTypesetter",
    "OtherLadder",
    "ReplyRefused",
    "ReportError",
    "SessionClosed",
    "SessionError",
    "SessionFull",
    "SessionGone",
    "StoreError",
    "StoreTooNew",
    "TooMuch",
    "UnknownId",
    "UsageError",
]


class KitError(Exception):
    """A message for a person: what is wrong, where, and what to do next.

    `str(error)` is the whole message. IPython shows it as it stands, without a
    traceback, because of `_render_traceback_`.
    """

    def __init__(self, what: str, *, where: str | None = None, next_step: str | None = None) -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        lines = [f"{where}: {what}" if where else what]
        if next_step:
            lines.append(next_step)
        super().__init__("\n".join(lines))

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class DocumentError(KitError):
    """A YAML file (ladder, workshop, theme, lab) that can't be read or doesn't hold together."""


class JournalError(KitError):
    """A journal that can't be read or written."""


class JournalUnreadable(JournalError):
    """The path is no journal that this person may read."""


class JournalNotSaved(JournalError):
    """The answer did not reach the disk; the file is as it was before."""


class OtherLadder(KitError):
    """All answers are about another ladder than the one in use, so there is nothing to show of them under it."""


class UnknownId(KitError):
    """An id of a level, statement, role or prompt that the ladder doesn't have."""


class ReportError(KitError):
    """A report that couldn't be made."""


class NoTypesetter(ReportError):
    """What sets PDFs isn't in this process; another one may have it."""


class ReplyRefused(KitError):
    """A reply is for another invitation, or was opened already, or says nothing; nothing was kept of it."""


class StoreError(KitError):
    """The database of hosted sessions can't be reached, read or written; nothing changed.

    The same call may be made again once the trouble is over. If a connection broke in the very
    moment in which it was confirming a change, the change may have been made, whole.
    """


class StoreTooNew(StoreError):
    """A newer version of the kit migrated this database; nothing was touched."""


class SessionError(KitError):
    """Something that a hosted session doesn't allow; nothing changed."""


class SessionGone(SessionError):
    """There is no such session or participant, or it was erased."""


class SessionClosed(SessionError):
    """The session was closed: nobody can join any more."""


class SessionFull(SessionError):
    """As many people have joined as the facilitator allowed."""


class TooMuch(SessionError):
    """More answers, or longer ones, than a person gives in a workshop; none of these was stored."""


class UsageError(KitError):
    """A command or a setting that makes no sense."""
