"""What one person hands to a workshop: one small file that holds what they ticked, and nothing else.

By default it holds their ratings alone. A reflection, a line of evidence or one plan goes
along only if it was named one by one. There is no name in it, no time, and no order in
which anything was answered: keys are sorted, and the id is drawn from a random number.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, StringConstraints, ValidationError, model_validator

from helpers.errors import KitError, UsageError
from helpers.files import reason
from helpers.frozen import Frozen
from helpers.insight.versions import check_ladder_of
from helpers.insight.words import if_then
from helpers.journal import Choice, Event, PlanItem, Rating, RatingState, State, Subject, disk, fold
from helpers.journal.events import FreeText, since
from helpers.journal.state import by_time
from helpers.ladder import Ladder
from helpers.workshop.suppression import GroupSize, open_ledger

FORMAT: Final = 4
"""The newest that this version reads: its shares say what their owner was told about bars."""

_WORDS_ARE_TOLD: Final = 3
"""The earliest that this version writes, where nothing needs a later one: which words were answered is said."""

SHARED: Final = Subject.choice("shared")
"""The subject under which a journal remembers what its share files are named after, so that it stays the same."""

LARGEST = 4_000_000
"""Bytes. Every reflection of the ladder at the greatest length takes less."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=80)]
ShareId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Releasable = Annotated[str, StringConstraints(pattern=r"^(prompt|evidence):[a-z0-9]+(?:[-.][a-z0-9]+)*$")]

# What a terminal would act on, or what turns the direction of text round. In JSON an escape is the same character.
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class NotAShare(KitError):
    """A file that can't be taken for a share file, with the reason in words."""


class SharedRating(Frozen):
    """An answer to one statement, as in a journal: a frequency 0–4, or an answer kept apart from it."""

    state: RatingState
    frequency: Annotated[int, Field(ge=0, le=4)] | None = None

    @model_validator(mode="after")
    def _is_an_answer(self) -> SharedRating:
        if self.state is RatingState.UNANSWERED:
            raise ValueError("a statement without an answer isn't in a share file")
        _ = self.rating
        return self

    @property
    def rating(self) -> Rating:
        """The same answer in the words of the journal."""
        return Rating(state=self.state, frequency=self.frequency)


class Released(Frozen):
    """A text that its author released for the team; `title` is what it answers or backs."""

    subject: Releasable
    title: FreeText
    text: FreeText


class Share(Frozen):
    """What a share file holds.

    `id` is the same for every share file of one journal and says nothing about its owner. `also` are the
    others that it went by, where journals that were both shared have been put together since: whoever shares
    one of these ids is the same person. `promised` is the smallest group in whose counts their answers may be
    shown, where they were told one (None: they weren't), and `coarse` says that they were promised bars of three
    parts. `digest` tells the words that were answered apart from
    others of the same version ("" in earlier formats).
    A statement that isn't in `ratings` was not answered. `commitment` is None unless a
    plan was released.
    """

    format: Literal[1, 2, 3, 4] = 1
    kind: Literal["share"] = "share"
    id: ShareId
    also: tuple[ShareId, ...] = since(2, ())
    promised: GroupSize | None = since(2, None)
    coarse: bool = since(4, False)
    ladder: Slug
    ladder_version: Annotated[str, StringConstraints(max_length=80)]
    digest: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16})?$")] = since(3, "")
    ratings: Mapping[Slug, SharedRating] = {}
    released: tuple[Released, ...] = ()
    commitment: FreeText | None = None

    @model_validator(mode="after")
    def _file_has_its_format(self) -> Share:
        if (self.also or self.promised) and self.format < 2:
            raise ValueError("more than one id, or a promise, is said in format 2")
        if self.digest and self.format < 3:
            raise ValueError("a digest of the ladder is said in format 3")
        if self.coarse and self.format < 4:
            raise ValueError("a promise about bars is said in format 4")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """All that this person goes by, the usual one first."""
        return (self.id, *self.also)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.ratings or self.released or self.commitment)

    def __repr__(self) -> str:
        return f"<Share of {len(self.ratings)} answers>"  # a log is no place for anybody's words


class Offer(NamedTuple):
    """A text that may be released: its subject, what kind of thing it is, what it answers, and the text."""

    subject: str
    kind: Literal["reflection", "evidence", "plan"]
    title: str
    text: str


def offers(ladder: Ladder, state: State) -> tuple[Offer, ...]:
    """Everything that somebody may add to their ratings, one by one: reflections, evidence, then plans."""
    return tuple(_offers(ladder, state))


def make_share(
    ladder: Ladder,
    events: Iterable[Event],
    release: Collection[str] = (),
    *,
    promised: int | None = None,
    coarse: bool = False,
) -> Share:
    """The share of a journal's answers about a ladder: all ratings, and the texts named in `release`.

    `release` holds subjects ("prompt:mid.prompt-no", "evidence:mid.roadmap", "plan:1");
    one plan at most becomes the commitment. `promised` is the smallest group that its owner was told of (None:
    none), below which no session will show it; `coarse` says that they were promised bars of three parts, and no
    session with finer ones will show it either. Ratings by others than oneself never go along.
    Raises `UsageError` for a subject that there is nothing to release of, for two plans,
    for a promised group below three, and where there is nothing to share at all; `OtherLadder` where all answers
    are about another ladder. `events` is the journal, all of it.
    """
    known = tuple(events)
    check_ladder_of(known, ladder)
    if promised is not None:
        open_ledger(promised)
    state = fold(known, ladder=ladder)
    on_offer = {offer.subject: offer for offer in offers(ladder, state)} if release else {}
    if unknown := sorted(set(release) - on_offer.keys()):
        raise UsageError(
            f"there is nothing to release under {', '.join(unknown)}",
            next_step=f"There is: {', '.join(on_offer) or 'nothing yet but ratings'}.",
        )
    chosen = [offer for subject, offer in on_offer.items() if subject in release]
    plans = [offer for offer in chosen if offer.kind == "plan"]
    if len(plans) > 1:
        raise UsageError("one commitment is enough", next_step="Release one plan, the one you would say aloud.")
    texts = (offer for offer in chosen if offer.kind != "plan")
    share_id, *also = (_id(anchor, ladder) for anchor in _anchors(known) or ("",))
    share = Share(
        format=FORMAT if coarse else _WORDS_ARE_TOLD,
        id=share_id,
        also=tuple(also),
        promised=promised,
        coarse=coarse,
        ladder=ladder.id,
        ladder_version=ladder.version,
        digest=ladder.digest,
        ratings={
            statement_id: SharedRating(state=r.state, frequency=r.frequency)
            for statement_id, r in sorted(_ratings(ladder, state))
        },
        released=tuple(
            Released(subject=offer.subject, title=offer.title, text=offer.text)
            for offer in sorted(texts, key=lambda offer: offer.subject)
        ),
        commitment=plans[0].text if plans else None,
    )
    if share.is_empty:
        raise NothingToShare(
            "there is nothing to share yet", next_step="Rate some statements first, in a level's chapter."
        )
    return share


class NothingToShare(UsageError):
    """No statement is rated yet, and nothing else is released."""


def as_file(share: Share) -> str:
    """The text of a share file, exactly as it is written: JSON that can be read, keys sorted."""
    data = share.model_dump(mode="json")
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def file_name(share: Share) -> str:
    """A name for a share file that names nobody, and tells nothing of the id: some of that stands in codes."""
    digest = hashlib.sha256(f"file name\0{share.id}".encode()).hexdigest()
    return f"share-{digest[:8]}.json"


def read_share(data: bytes) -> Share:
    """The share that a file's bytes hold. Raises `NotAShare` with a reason that quotes nothing of them."""
    if not data.strip():
        raise NotAShare("it is empty; it may not have arrived in full yet")
    if len(data) > LARGEST:
        raise NotAShare(TOO_LARGE)
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        first, _, _ = data.partition(b"\n")
        raise NotAShare(JOURNAL if _is_event(first) else "it is not JSON; it may not have arrived in full") from None
    match content:
        case {"kind": "share", "format": int(version)} if version > FORMAT:
            raise NotAShare("a newer version of the kit made it; this one is too old to read it")
        case {"kind": "share"}:
            pass
        case {"v": int(), "subject": str()}:
            raise NotAShare(JOURNAL)
        case _:
            raise NotAShare("it is JSON, but no share file")
    try:
        share = Share.model_validate_json(data, strict=True)
    except ValidationError as error:
        places = sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]} & Share.model_fields.keys())
        where = f" ({', '.join(places)})" if places else ""
        raise NotAShare(f"something in it is not as the kit writes it{where}; it may have been edited") from None
    if share.is_empty:
        raise NotAShare("it holds no answers")
    return share


TOO_LARGE = "it is far larger than any share file"
JOURNAL = (
    "it is a journal, with everything its owner ever wrote; it was not read. Give it back, delete it here, "
    "and ask for a share file"
)


def write_share(path: Path, share: Share, *, force: bool = False) -> None:
    """Write a share file, for its owner alone (0600), whole or not at all.

    An older share file is replaced; any other file only with `force`. Raises `UsageError`. `path` is the file to
    write; its folder is made where there is none.
    """
    try:
        if path.exists() and not force:
            try:
                read_share(disk.read(path))
            except NotAShare:
                raise UsageError(
                    "there is such a file already, and it is no share file",
                    where=str(path),
                    next_step="Choose another name, or replace it with --force.",
                ) from None
        disk.replace(path, as_file(share).encode())
    except OSError as error:
        raise UsageError(
            f"the share file could not be written: {reason(error)}",
            where=str(path),
            next_step="Choose another place, one that you may write to.",
        ) from error


def _ratings(ladder: Ladder, state: State) -> Iterator[tuple[str, Rating]]:
    for _, _, statement in ladder.walk():
        rating = state.rating(statement.id)
        if rating.state is not RatingState.UNANSWERED:
            yield statement.id, rating


def _offers(ladder: Ladder, state: State) -> Iterator[Offer]:
    for _, prompt in ladder.walk_prompts():
        subject = Subject.prompt(prompt.id)
        if (text := state.words(subject)).strip():
            yield Offer(subject, "reflection", _marked(prompt.text, state.labs(subject)), text)
    for _, _, statement in ladder.walk():
        subject = Subject.evidence(statement.id)  # most statements have none, and there are hundreds
        if state.event(subject) and (line := state.evidence_line(statement.id)).text.strip():
            yield Offer(subject, "evidence", _marked(statement.title, line.labs), line.text)
    for subject, item in state.plan():
        if text := _commitment(item):
            known = item.focus is not None and ladder.has_statement(item.focus)
            yield Offer(subject, "plan", ladder.statement(item.focus).title if known and item.focus else "Plan", text)


def _marked(title: str, labs: tuple[str, ...]) -> str:
    """A title that says so where its text was taken from a lab, so that the room takes it for no evidence of work."""
    return f"{title} (practised in a lab)" if labs else title


def _commitment(item: PlanItem) -> str:
    """A plan as one sentence to say aloud; without its dates, and "" if it says nothing yet."""
    when, then = item.when.strip(), item.then.strip()
    if when and then:
        return if_then(when, then)
    return then or item.first_step.strip() or item.aim.strip()


def remembered(events: Iterable[Event]) -> tuple[Subject, Choice] | None:
    """What to record when a share is handed on, so that the next one names the same person whatever is forgotten
    or put together meanwhile; None if the journal has it, or has no answers.
    """
    known = tuple(events)
    if any(event.subject == SHARED for event in known) or not known:
        return None
    return SHARED, Choice(chosen=_anchors(known))


def _anchors(events: tuple[Event, ...]) -> tuple[str, ...]:
    """What the journal's shares are named after: what it remembers, or its first answer's id, which is random."""
    ordered = sorted(events, key=by_time)
    marks = [e.answer for e in ordered if e.subject == SHARED and isinstance(e.answer, Choice)]
    anchors = dict.fromkeys(anchor for mark in marks for anchor in mark.chosen)
    return tuple(anchors) or tuple(event.id for event in ordered if event.subject != SHARED)[:1]


def _id(anchor: str, ladder: Ladder) -> str:
    """The same for all shares of one journal; nobody can work back from it."""
    return hashlib.sha256(f"{anchor} {ladder.id}".encode()).hexdigest()[:32]


def _is_event(line: bytes) -> bool:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "subject" in content and "v" in content
