"""What a file was made from: a page tells by it whether a file that a press brought still says how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from helpers.chapters.context import ViewContext
from helpers.chapters.elements import follows
from helpers.journal.subjects import KINDS

ANSWERS: Final = tuple(f"{kind}:" for kind in KINDS if kind != "draft")
"""What a report is made from; what somebody is still writing is no part of it."""

PAST: Final = (
    "Your answers have changed since this was made, and it shows them as they were. Make it again to have the newest."
)


def rests_on(context: ViewContext, followed: Sequence[str] = ANSWERS, *more: str) -> str:
    """A short text that is another one when any answer on what is `followed`, or any of the texts in `more`, is.

    `followed` names subjects as an element does. It says nothing of the answers themselves.
    """
    current = context.state.current.items()
    ids = sorted(f"{rater}{event.id}" for (rater, subject), event in current if follows(followed, subject))
    return blake2b("\n".join([*ids, *more]).encode("utf-8", "replace"), digest_size=8).hexdigest()
