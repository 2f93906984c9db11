"""Opening a reply: for which invitation it is, and as which event it is kept. What can't be opened says why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from helpers.errors import ReplyRefused, UsageError
from helpers.insight.words import day_in_words
from helpers.journal import Event, Reply, Seen, Subject
from helpers.paths import typed
from helpers.review.asking import Invitation
from helpers.review.message import MARK
from helpers.review.reading import Read

MOST_CHARACTERS: Final = 200_000
"""Of a file with a reply, thirty times the longest that the kit's page makes."""


def text_of_file(text: str) -> str:
    """What a file says that was chosen as a reply. Raises `ReplyRefused`, with what it is, for one that is none.

    `text` is what a browser or the disk made of it; "" stands for a file that can't be read or is far too large too.
    """
    start = text.lstrip("\ufeff \r\n\t")[:200].lower()
    if not start or len(text) > MOST_CHARACTERS:
        raise ReplyRefused("this file is empty, can’t be read or is far too large to be a reply", next_step=_CHOOSE)
    if "\0" in text or 20 * text.count("\ufffd") > len(text) or start.startswith(("%pdf", "pk\x03\x04", "{\\rtf")):
        raise ReplyRefused("this file isn’t plain text", next_step=f"{_CHOOSE} Or open it and paste what it says.")
    if start.startswith(("<!doctype", "<html")):
        raise ReplyRefused(
            "this is a page and no reply: it may be the very one that you sent",
            next_step="Whoever gets it opens it, answers, and sends back the .txt file that it makes. Choose that one.",
        )
    if "PRIVATE KEY" in text:
        raise ReplyRefused("this is a key, which opens replies, and no reply", next_step=_CHOOSE)
    if start.startswith("{"):
        raise ReplyRefused("this is a file of answers or of settings, and no reply", next_step=_CHOOSE)
    return text


_CHOOSE = "Choose the .txt file that they sent, such as second-view-1a2b3c4d.txt."


def invitation_named(reference: str, found: Sequence[Invitation]) -> Invitation:
    """The invitation that a reply names, or that its owner named; with "" the only one there is.

    Raises `UsageError` where none was ever made or more than one could be meant, and `ReplyRefused` for a name that
    isn't among them.
    """
    if not found:
        raise UsageError("you haven’t asked anybody yet", next_step=f"`{typed('ask')}` asks for a second view.")
    if not reference and len(found) > 1:
        raise UsageError(
            "this reply doesn’t name its invitation, and you have asked more than once",
            next_step="Say with --ask which one it is:\n"
            + "\n".join(f"  --ask {_in_words(invitation)}" for invitation in found),
        )
    named = [invitation for invitation in found if not reference or invitation.reference == reference]
    if not named:
        raise ReplyRefused(
            f"this is for the invitation {reference}, which isn’t in this journal",
            next_step="Your invitations are:\n" + "\n".join(f"  {_in_words(invitation)}" for invitation in found),
        )
    return named[0]


def reply_id(invitation: Invitation, read: Read) -> str:
    """The id that the same reply to the same invitation always has, so that it is opened once."""
    lines = sorted((line.number or 0, str(line.said.often), line.said.example) for line in read.lines)
    whole = json.dumps([invitation.event.id, lines, read.more, read.by, sorted(read.quotable)])
    return hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def check(invitation: Invitation, read: Read, events: Iterable[Event]) -> None:
    """Raise `ReplyRefused` if a reply is another invitation's, says nothing, or was opened already.

    `read` is the reply as it was understood, and `events` is the journal, in which it is looked for.
    """
    if read.reference and read.reference != invitation.reference:
        raise ReplyRefused(
            f"this reply is to the invitation {read.reference}, not to {_in_words(invitation)}",
            next_step=f"Leave --ask out, or name the one that stands behind “{MARK}” in the reply.",
        )
    if not read.lines:
        raise ReplyRefused(
            "no line of this says how often",
            next_step="It may be cut short. A line reads like: 1 often, the pricing call in March",
        )
    opened = already_opened(invitation, read, events)
    if opened is not None:
        raise ReplyRefused(
            f"this very reply was opened already, on {day_in_words(opened.at.astimezone())}",
            next_step=f"`{typed('agenda')}` shows it again.",
        )


def already_opened(invitation: Invitation, read: Read, events: Iterable[Event]) -> Event | None:
    """The event as which this very reply was kept, None if it wasn't.

    `read` is the reply as it was understood, to this `invitation`; `events` is the journal.
    """
    subject = Subject.reply(reply_id(invitation, read))
    return next((event for event in events if event.subject == subject), None)


def reply_to(invitation: Invitation, read: Read, confirmed: Mapping[int, Seen]) -> tuple[Subject, Reply]:
    """The subject and the answer as which a reply is kept.

    `confirmed` says by number, counted from 1, what stands for each statement; one that is absent wasn't answered.
    `read` is the reply as it was understood, to this `invitation`.
    """
    seen = tuple(confirmed[number] for number in sorted(confirmed))
    return (
        Subject.reply(reply_id(invitation, read)),
        Reply(to=invitation.event.id, by=read.by, seen=seen, more=read.more),
    )


def _in_words(invitation: Invitation) -> str:
    return f"{invitation.reference} ({invitation.to}, {day_in_words(invitation.event.at.astimezone())})"
