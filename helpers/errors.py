"""Everything that can go wrong through no fault of the kit, as one hierarchy.

    KitError                    a person's mistake, or the machine's: shown as a clean message
    ├── DocumentError           a YAML file (ladder, workshop, theme, lab) that can't be read or used
    ├── JournalError            a journal that can't be read or written
    │   ├── JournalUnreadable   not a journal, a directory, no permission
    │   ├── JournalTooNew       written by a newer version of the kit
    │   └── JournalNotSaved     the answer did not reach the disk; nothing changed
    ├── UnknownId               an id that the ladder doesn't have
    ├── ReportError             a report that couldn't be made
    └── UsageError              a command or a setting that makes no sense

Anything else that is raised is a fault of the kit and keeps its traceback.
"""

from __future__ import annotations

__all__ = [
    "DocumentError",
    "JournalError",
    "JournalNotSaved",
    "JournalTooNew",
    "JournalUnreadable",
    "KitError",
    "ReportError",
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


class JournalTooNew(JournalError):
    """A newer version of the kit wrote this journal; nothing was touched."""


class JournalNotSaved(JournalError):
    """The answer did not reach the disk; the file is as it was before."""


class UnknownId(KitError):
    """An id of a level, statement, role or prompt that the ladder doesn't have."""


class ReportError(KitError):
    """A report that couldn't be made."""


class UsageError(KitError):
    """A command or a setting that makes no sense."""
