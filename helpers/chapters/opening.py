"""Opening a reply in a chapter: it is pasted, each line is confirmed, and then it is kept.

Nothing is guessed: a line that could mean two things waits until its reader says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from helpers.chapters import talking
from helpers.chapters.context import ViewContext, Where
from helpers.chapters.elements import Asked, Become, Keep, Result, Show
from helpers.errors import KitError, ReplyRefused
from helpers.form import TextField
from helpers.frozen import Frozen
from helpers.insight import day_in_words, frequency_label
from helpers.insight.words import listed
from helpers.journal import Choice, Seen, Subject, Words
from helpers.pages.render import render
from helpers.review import NOT_SEEN, Invitation, Read, Said, invitations, read, reply_to
from helpers.review.opening import already_opened, text_of_file
from helpers.review.reading import named_in
from helpers.review.sealing import is_sealed, reference_of, unsealed

PASTED = Subject.draft("reply")
FOLLOWS = (PASTED, "ask:", "reply:", talking.CHOSEN)
KEEP, SAY, PLACE, WHICH, TALK, FILE = "keep", "say ", "place ", "which ", "talk ", "file "
UNSEEN, NONE = "unseen", "none"


class Own(Frozen):
    """What the panel knows of itself: what its reader said to the pasted text `of` which this is (its digest).

    `which` invitation is answered, what is `said` to a statement (its number to a frequency's value, `UNSEEN` or
    `NONE`), and where a line that names no statement was `placed` (its place among those to the statement's number).
    `tried`: they pressed to keep it while some lines still needed them.
    """

    of: str = ""
    tried: bool = False
    which: str = ""
    said: Mapping[str, str] = {}
    placed: Mapping[str, str] = {}


class Row(NamedTuple):
    """One statement and what came back to it: `value` is what it is taken for, "" where that can't be told yet."""

    number: int
    text: str
    value: str
    example: str
    quotable: bool
    doubt: bool


class Opening(NamedTuple):
    """A reply as it is read at this moment, for one invitation."""

    invitation: Invitation
    got: Read
    rows: tuple[Row, ...]
    loose: tuple[tuple[str, Said], ...]


def questions(context: ViewContext) -> Asked:
    """The box for the reply; no question while nobody was asked."""
    field = TextField(
        subject=PASTED,
        label="Paste what they wrote",
        hint="The whole message does no harm, quoted lines and greetings included; an encrypted reply goes here too. "
        "Nothing is kept as their view before you have confirmed it.",
        rows=5,
    )
    return Asked("What came back", (field,) if _found(context) else (), (field,))


def view(context: ViewContext) -> str:
    """What was pasted, line by line, to be confirmed; then each reply that was opened, with the way to its talk."""
    return _page(context)


def act(context: ViewContext, value: str) -> Iterator[Result]:
    """Take a file's reply; say which invitation, what a line means or where it belongs; keep the reply, or put one on
    the page for a talk."""
    own = _own(context)
    kind, _, rest = value.partition(" ")
    number, _, what = rest.partition(" ")
    if value == KEEP:
        yield from _keeping(context)
    elif value.startswith(FILE) and _found(context):
        yield from _from_file(context, value.removeprefix(FILE))
    elif f"{kind} " == TALK:
        yield from talking.choose(context, rest)
    elif f"{kind} " == WHICH:
        yield Become(Own(of=own.of, which=rest).model_dump_json())
    elif f"{kind} " in (SAY, PLACE) and number.isdigit() and len(what) < 10:
        key = "said" if f"{kind} " == SAY else "placed"
        changed = {**getattr(own, key), number: what}
        yield Become(own.model_copy(update={key: changed}).model_dump_json())


def _keeping(context: ViewContext) -> Iterator[Result]:
    now = _opening(context)
    if not isinstance(now, Opening):
        return
    if any(not row.value for row in now.rows) or now.loose:
        yield Become(_own(context).model_copy(update={"tried": True}).model_dump_json())
        return
    confirmed = {
        row.number: Seen(
            statement=now.invitation.questions[row.number - 1][0],
            often=None if row.value == UNSEEN else int(row.value),
            example=row.example,
            quotable=row.quotable,
        )
        for row in now.rows
        if row.value != NONE
    }
    if not confirmed:
        yield Show(_page(context, trouble="Every line is left out, so there is nothing to keep."))
        return
    subject, reply = reply_to(now.invitation, now.got, confirmed)
    done = ((PASTED, Words(text="")), (talking.CHOSEN, Choice(chosen=(subject.id,))))
    yield Keep(((subject, reply),), now.invitation.ask.of, besides=done)
    yield Become("")


def _from_file(context: ViewContext, text: str) -> Iterator[Result]:
    """Put what a file says into the box, as if it had been pasted; say what it is where it is no reply."""
    try:
        words = text_of_file(text)
    except KitError as error:
        yield Show(_page(context, refused=f"{error.what[:1].upper()}{error.what[1:]}.\n{error.next_step or ''}"))
        return
    yield Keep(((PASTED, Words(text=words)),))
    yield Become("")


def _page(context: ViewContext, *, trouble: str = "", refused: str = "") -> str:
    file = render("second_view_file", take=FILE, trouble=refused) if _found(context) else ""
    return file + _confirming(context, trouble) + talking.opened(context)


def _confirming(context: ViewContext, trouble: str) -> str:
    now = _opening(context)
    if now is None:
        return ""
    if not isinstance(now, Opening):
        has_key = context.kept.where is Where.BROWSER and context.kept.key and is_sealed(context.state.words(PASTED))
        return render(
            "second_view_open",
            told=now,
            choose=_choices(context),
            trouble=trouble,
            opening=None,
            bring_key=has_key,
            asked=False,
        )
    asked = _wanting(now) if _own(context).tried else ""
    scale = context.ladder.scale
    steps = [(str(step.value), step.label) for step in sorted(scale.frequencies, key=lambda step: step.value)]
    return render(
        "second_view_open",
        told="",
        choose=(),
        trouble=trouble or asked,
        opening=now,
        asked=bool(asked),
        steps=[*steps, (UNSEEN, NOT_SEEN), (NONE, "leave this line out")],
        words={str(step): frequency_label(scale, step) for step in range(5)} | {UNSEEN: NOT_SEEN},
        none=NONE,
    )


def _wanting(now: Opening) -> str:
    """Which lines still need their reader, and for what; "" for none."""
    numbers = [str(row.number) for row in now.rows if not row.value]
    named = f"Line {numbers[0]} still needs" if len(numbers) == 1 else f"Lines {listed(numbers)} still need"
    wanting = [f"{named} you: say what is meant, or leave it out."] if numbers else []
    if now.loose:
        wanting.append("Say which statement each line without a number is about, or “none”.")
    return "\n".join(wanting)


def _opening(context: ViewContext) -> Opening | str | None:
    """What was pasted, as it is read now; a sentence where it can't be, None where there is nothing."""
    text, waiting, own = context.state.words(PASTED), _found(context), _own(context)
    if not text.strip() or not waiting:
        return None
    named = reference_of(text) or named_in(text)
    reference = named or own.which or (waiting[0].reference if len(waiting) == 1 else "")
    invitation = next((invitation for invitation in waiting if invitation.reference == reference), None)
    if invitation is None:
        if named:
            return f"This reply is to the invitation {named}, which isn’t in this journal. Nothing was kept."
        return "This reply doesn’t say which invitation it is to, and you have asked more than once. Which one is it?"
    try:
        got = _read(context, text, invitation)
    except KitError as error:
        return f"{error.what[:1].upper()}{error.what[1:]}. {error.next_step or ''}".strip()
    if not got.lines:
        return (
            "No line of this says how often. It may be cut short. A line reads like: 1 often, the pricing call in March"
        )
    opened = already_opened(invitation, got, context.events)
    if opened is not None:
        return (
            f"This very reply was opened already, on {day_in_words(opened.at.astimezone())}. It stands below. You can "
            "empty the box."
        )
    loose = {str(at): line.said for at, line in enumerate(got.lines) if line.number is None}
    placed = {at: own.placed[at] for at in loose if at in own.placed}
    rows = tuple(
        _row(number, words, got, own, [loose[at] for at, to in placed.items() if to == str(number)])
        for number, (_, words) in enumerate(invitation.questions, 1)
    )
    return Opening(invitation, got, rows, tuple((at, said) for at, said in loose.items() if at not in placed))


def _read(context: ViewContext, text: str, invitation: Invitation) -> Read:
    if not is_sealed(text):
        return read(text, [words for _, words in invitation.questions], context.ladder.scale)
    if context.kept.key is None:
        raise ReplyRefused(
            "this reply is encrypted, and this browser has no key to it",
            next_step="Open it with the kit on the computer from which you asked.",
        )
    return unsealed(text, invitation, context.kept.key, context.ladder.scale)


def _row(number: int, text: str, got: Read, own: Own, placed: list[Said]) -> Row:
    answers = [*([said] if (said := got.about(number)) else []), *placed]
    meant = {answer.often for answer in answers}
    clear = len(meant) == 1 and all(answer.clear for answer in answers)
    value = own.said.get(str(number), "")
    if value not in {*map(str, range(5)), UNSEEN, NONE}:
        value = NONE if not answers else (_value(answers[0].often) if clear else "")
    example = "\n".join(answer.example for answer in answers if answer.example)
    return Row(number, text, value, example, number in got.quotable, bool(answers) and not clear)


def _value(often: int | None) -> str:
    return UNSEEN if often is None else str(often)


def _own(context: ViewContext) -> Own:
    """What its reader said to the very text that stands in the box; nothing of what they said to another."""
    of = blake2b(context.state.words(PASTED).encode("utf-8", "replace"), digest_size=8).hexdigest()
    own = context.knows(Own)
    return own if own.of == of else Own(of=of)


def _choices(context: ViewContext) -> tuple[tuple[str, str], ...]:
    waiting = _found(context)
    text = context.state.words(PASTED)
    if named_in(text) or reference_of(text) or len(waiting) < 2 or _own(context).which:
        return ()
    return tuple(
        (
            invitation.reference,
            f"{invitation.to}, asked on {day_in_words(invitation.event.at.astimezone())} "
            f"(second view {invitation.reference})",
        )
        for invitation in waiting
    )


def _found(context: ViewContext) -> tuple[Invitation, ...]:
    return tuple(
        invitation for invitation in invitations(context.events) if invitation.event.ladder == context.ladder.id
    )
