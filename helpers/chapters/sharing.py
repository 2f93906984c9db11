"""Handing answers to a workshop: tick what goes, see the very file, then write it.

What is ticked is kept nowhere but in the panel itself: each time begins with nothing ticked.
"""

from __future__ import annotations

import contextlib
from base64 import b64encode
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from helpers.chapters.context import ViewContext
from helpers.chapters.drawing import note
from helpers.chapters.elements import Become, Give, Keep, Result, Show, Stored
from helpers.errors import KitError, UsageError
from helpers.frozen import Frozen
from helpers.insight.words import listed
from helpers.journal import Subject
from helpers.ladder import Ladder
from helpers.pages.render import render
from helpers.workshop.agenda import load_workshop, shipped
from helpers.workshop.code import CODE_IS_READABLE, as_code, statements_of
from helpers.workshop.share import NothingToShare, Offer, Share, as_file, file_name, make_share, offers, remembered
from helpers.workshop.suppression import GroupSize
from helpers.workshop.team import coarse_words

TICK, COMMIT, NO_PLAN, WRITE, CODE = "tick:", "commit:", "commit:none", "write", "code"
PROMISE, NO_PROMISE, BARS = "promise:", "promise:none", "bars"
GROUPS = (3, 4, 5, 6, 8, 10, 12)
"""Minimum groups that people may have been told of; of others, the next smaller one is asked for."""

JSON = "application/json"

FOLLOWS = ("statement:", "evidence:", "prompt:", "plan:", "choice:standing")
"""What a share file is made from."""

_BROKEN = "Something in the kit itself went wrong, and no file was written. Your answers are safe in your journal."


class Own(Frozen):
    """What the panel knows of itself.

    That is the subjects that are ticked, the group that was promised and whether bars of three parts were, which file
    was written last, and where, and whether a code was asked for.
    """

    ticked: frozenset[str] = frozenset()
    promised: GroupSize | None = None
    coarse: bool = False
    written: str = ""
    place: str | None = None
    coded: bool = False


def view(context: ViewContext) -> str:
    """The form, and the exact text of the file as it is ticked now."""
    return _page(context, _own(context))


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Tick or untick a text, choose a commitment, say what was promised, or write the file; all else is nothing."""
    own = _own(context)
    on_offer = {offer.subject: offer.kind for offer in offers(context.ladder, context.state)}
    kind, _, subject = value.partition(":")
    if value == WRITE:
        yield from _writing(context, own)
    elif value == CODE and not (own.promised or own.coarse):
        if (mark := remembered(context.events)) is not None:
            yield Keep((mark,))
        yield _become(own, coded=True)
    elif value.startswith(TICK) and on_offer.get(subject) in ("reflection", "evidence"):
        yield _become(own, ticked=own.ticked ^ {subject})
    elif value == BARS:
        yield _become(own, coarse=not own.coarse)
    elif value == NO_PROMISE or value in {f"{PROMISE}{size}" for size in GROUPS}:
        yield _become(own, promised=None if value == NO_PROMISE else int(subject))
    elif value == NO_PLAN or (f"{kind}:" == COMMIT and on_offer.get(subject) == "plan"):
        others = {each for each in own.ticked if Subject(each).kind != "plan"}
        yield _become(own, ticked=frozenset(others | ({subject} - {"none"})))


def _become(own: Own, **changed: object) -> Become:
    return Become(own.model_copy(update=changed).model_dump_json())


def _writing(context: ViewContext, own: Own) -> Iterator[Result]:
    try:
        share = make_share(context.ladder, context.events, own.ticked, promised=own.promised, coarse=own.coarse)
        file = as_file(share).encode()
        name = file_name(share)
    except KitError as error:
        yield Show(_page(context, own, trouble=str(error)))
        return
    except Exception as error:
        note(error, "no share file")
        yield Show(_page(context, own, trouble=_BROKEN))
        return

    def then(stored: Stored) -> Show:
        if stored.trouble:
            return Show(_page(context, own, trouble=stored.trouble))
        now = own.model_copy(update={"written": _digest(share), "place": stored.place})
        return Show(_page(context, now), now.model_dump_json())

    if (mark := remembered(context.events)) is not None:
        yield Keep((mark,))
    yield Give(name, file, JSON, then)


def _page(context: ViewContext, own: Own, trouble: str = "") -> str:
    on_offer = offers(context.ladder, context.state)
    share = None
    try:
        share = make_share(context.ladder, context.events, own.ticked, promised=own.promised, coarse=own.coarse)
    except NothingToShare:
        pass  # an empty state, and no mistake of anybody's
    except KitError as error:
        trouble = trouble or str(error)
    levels = [
        level.short_title
        for level in context.ladder.levels
        if share and any(statement.id in share.ratings for statement in level.statements)
    ]
    done = _done(share, own)
    return render(
        "share",
        texts=_some(on_offer, plans=False),
        plans=_some(on_offer, plans=True),
        ticked=own.ticked,
        groups=GROUPS,
        promised=own.promised,
        coarse=own.coarse,
        bars="; ".join(coarse_words(context.ladder)),
        share=share,
        levels=listed(levels),
        content=as_file(share) if share else "",
        # a code holds no promise, so whoever was given one hands in the file
        codes=_codes(context.ladder, share),
        coded=own.coded,
        readable=CODE_IS_READABLE,
        done=done,
        past=bool(share and own.written) and not done,
        trouble=trouble,
    )


def _codes(ladder: Ladder, share: Share | None) -> list[tuple[str, str, int, int]]:
    """A code for each list of statements that workshops ask: for which ones, the code, and its ratings of all."""
    codes: dict[tuple[str, ...], tuple[str, str, int, int]] = {}
    for workshop in map(load_workshop, shipped()) if share else ():
        with contextlib.suppress(UsageError):  # it names none of this ladder's, or none of them is rated
            asked = statements_of(workshop, ladder)
            rated = sum(statement_id in share.ratings for statement_id in asked) if share else 0
            titles = [codes[asked][0]] if asked in codes else []
            title = listed([*titles, f"“{workshop.title}”"])
            codes[asked] = (title, as_code(share, ladder, asked) if share else "", rated, len(asked))
    return list(codes.values())


def _done(share: Share | None, own: Own) -> dict[str, Any] | None:
    """What to say of the file that was written last; None if what is ticked now would be another one."""
    if share is None or own.written != _digest(share):
        return None
    href = f"data:{JSON};base64," + b64encode(as_file(share).encode()).decode("ascii")
    return {"name": file_name(share), "place": own.place, "href": href}


def _some(on_offer: tuple[Offer, ...], *, plans: bool) -> list[Offer]:
    return [offer for offer in on_offer if (offer.kind == "plan") == plans]


def _digest(share: Share) -> str:
    return blake2b(as_file(share).encode(), digest_size=12).hexdigest()


def _own(context: ViewContext) -> Own:
    """What the panel knows of itself, as far as it is true: what isn't on offer can't be ticked."""
    own = context.knows(Own)
    subjects = {offer.subject for offer in offers(context.ladder, context.state)}
    return own.model_copy(update={"ticked": own.ticked & subjects})
