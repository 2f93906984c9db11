"""A team session: what people shared, and the memory of what was shown of it.

    shares, paper tallies ──▶ contributions ── suppression.reveal ──▶ Snapshot, kept in the memory

This module and `suppression` are the only ones that see contributions. The memory (see
`helpers.workshop.memory`) holds the minimum group, the tables that were shown, and who was
counted in them; it is as private as the shares it lies beside.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, NonNegativeInt, ValidationError

from helpers.errors import UnknownId, UsageError
from helpers.frozen import Frozen
from helpers.insight.coverage import OFTEN
from helpers.insight.words import count_of
from helpers.journal import Subject
from helpers.ladder import Ladder
from helpers.workshop import suppression
from helpers.workshop.code import ShareCode, known_lists, read_code, read_codes
from helpers.workshop.folder import BARS_PROMISED, Aside, Gathered
from helpers.workshop.memory import Folder, Memory
from helpers.workshop.share import Share
from helpers.workshop.suppression import (
    CATEGORIES,
    DEFAULT_GROUP,
    Category,
    Contribution,
    Ledger,
    SideBySide,
    Snapshot,
)
from helpers.workshop.versions import versions_told

FORMAT: Final = 5
"""Format 2 names the groups of `Kept` and who is apart in a table; of format 1 both are made up for. Format 3 names the
version of the ladder that the tables are about, format 4 holds the codes that were pasted in, format 5 says whether
bars are coarse."""

CODES: Final = "codes"
"""The source of whoever sent a code: who received them knows their answers, so they make batches of their own."""

CODE_COUNTS = (
    "a code of the same person was pasted in; the code counts, and of the file nothing but what a picture held before"
)
"""Why a file is left out."""

MOST_SHEETS = 500
MOST_CODES = 500

Counts = Mapping[str, Mapping[Category, NonNegativeInt]]
"""By statement id: how many gave each answer."""


class Paper(Frozen):
    """What was counted from a pile of paper sheets: so many sheets, and the answers by statement. No names."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    sheets: Annotated[int, Field(ge=suppression.LEAST_GROUP, le=MOST_SHEETS)]
    counts: Counts


class Kept(Frozen):
    """What `session.json` holds.

    `words` are digests of the texts that the team has been shown. `groups` are the people who came into a
    picture together, by their ids, in groups of at least the minimum: the words of a group go together.
    `version` is the version of the ladder in which the tables, piles and codes are counted ("": nobody noted it).
    """

    format: Literal[1, 2, 3, 4, 5] = FORMAT
    kind: Literal["session"] = "session"
    ladder: str
    version: str = ""
    ledger: Ledger
    paper: tuple[Paper, ...] = ()
    codes: tuple[ShareCode, ...] = ()
    words: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()


class Lobby(NamedTuple):
    """Who is in, as far as a room may know: head counts, and no answer.

    `waiting` are in no picture yet; so many are `missing`, at the least, for the next one.
    `reasons` are those for which files were left out, with how many files each; `versions` tell of people who
    answered another version of the ladder. `coarse` says that bars are. Of the people so many are in by codes that
    were pasted, and so many of those codes have to come at the least before a picture takes in the ones that wait;
    so many are in by `sheets` of paper. `told` says whether a room may be told how many `people` there are: where they
    ask by a tick to be left out it may not before the first picture, or whoever watches the number sees who ticks.
    """

    people: int
    waiting: int
    missing: int
    min_group: int
    reasons: tuple[tuple[str, int], ...]
    versions: tuple[str, ...] = ()
    coarse: bool = False
    codes: int = 0
    codes_missing: int = 0
    sheets: int = 0
    told: bool = True

    @property
    def waiting_codes(self) -> int:
        """How many codes wait, since they are too few yet for a picture."""
        return self.min_group - self.codes_missing if self.codes_missing else 0

    @property
    def waiting_others(self) -> int:
        """How many people are in no picture yet, besides those whose codes wait: these wait for more codes."""
        return self.waiting - self.waiting_codes

    @property
    def codes_wait(self) -> str:
        """For how many more the codes wait, as a sentence; "" where none does."""
        if not self.waiting_codes:
            return ""
        wait = count_of(self.waiting_codes, "code waits", "codes wait")
        return f"{wait} for {self.codes_missing} more: codes are shown by themselves, from {self.min_group} on."


class Pasted(NamedTuple):
    """How many people the codes are of that somebody pasted: `new` ones, and those who were in by a code before."""

    new: int
    again: int

    @property
    def in_words(self) -> str:
        """What became of the codes, for whoever pasted them."""
        new = f"{count_of(self.new, 'code is', 'codes are')} counted in."
        known = {
            0: "",
            1: "1 code is of somebody who was in already, and counts once.",
        }.get(self.again, f"{self.again} codes are of people who were in already, and count once.")
        return " ".join(filter(None, [new if self.new else "", known]))


class Said(NamedTuple):
    """What the team released in answer to one question, in the order of the alphabet."""

    kind: Literal["reflection", "evidence", "commitment"]
    title: str
    texts: tuple[str, ...]


class TeamSession:
    """One workshop's answers. What it hands out is a head count, or has been through `suppression`."""

    def __init__(
        self, memory: Memory, ladder: Ladder, *, asked: Sequence[str] = (), coded: Ladder | None = None
    ) -> None:
        """A session over what its `memory` holds, about this ladder.

        `asked` are the statements that its own workshop asks, in that one's order: codes may be about them, beside
        the lists of the kit's workshops. `coded` is the ladder that codes are made with, where `ladder` is only what
        is asked of it (None: the same); of a code, what isn't asked is left out.
        """
        self.memory = memory
        self.ladder = ladder
        self.asked = tuple(asked)
        self.coded = coded or ladder

    @classmethod
    def open(
        cls,
        folder: Path | str,
        ladder: Ladder,
        *,
        min_group: int | None = None,
        coarse: bool | None = None,
        asked: Sequence[str] = (),
    ) -> TeamSession:
        """The session of a folder of share files, begun if there is none yet.

        `min_group` and `coarse` are as in `begin`, and `asked` are the statements of a workshop of one's own, in
        its order. `ladder` is the one that the shares are read by.
        """
        session = cls(Folder(folder, ladder), ladder, asked=asked)
        session.begin(min_group, coarse=coarse)
        return session

    def begin(self, min_group: int | None = None, *, coarse: bool | None = None) -> None:
        """See that the session has a memory.

        `min_group` is the smallest number of people whose answers are ever shown together
        (None: what was set before, else five, or what somebody in it was promised). The first answer fixes it:
        it is never smaller than any share was promised, and once an answer is in it isn't lowered. `coarse` gives
        bars three parts instead of eight (None: what was set before, else eight, or three where somebody in it was
        promised that); once an answer is in they become no finer. Raises `UsageError` for a place, a number or bars
        that can't be used.
        """
        shares = self.memory.gather().shares
        promised = max((share.promised or 0 for share in shares), default=0)
        if min_group is not None and suppression.LEAST_GROUP <= min_group < promised:
            raise UsageError(
                f"somebody here was promised counts of at least {promised} people, so {min_group} can't be the minimum",
                where=self.memory.where,
                next_step=f"Open it with {promised} or more.",
            )
        three_parts = any(share.coarse for share in shares)
        if three_parts and coarse is False:
            raise UsageError(
                "somebody here was promised bars of three parts, so they can't be finer",
                where=self.memory.where,
                next_step="Open it with coarse bars.",
            )
        with self.memory.locked():
            before = self._read()
            first = min_group or max(DEFAULT_GROUP, promised)
            ledger = suppression.open_ledger(first, coarse=three_parts)
            kept = before or Kept(ladder=self.ladder.id, ledger=ledger)
            answers_in = bool(shares or kept.paper or kept.codes)
            ledger = kept.ledger
            if min_group is not None:
                ledger = suppression.set_min_group(ledger, min_group, answers_in=answers_in)
            if coarse is not None and (before or coarse):
                ledger = suppression.set_coarse(ledger, coarse, answers_in=before is not None and answers_in)
            if ledger != kept.ledger:
                kept = kept.model_copy(update={"ledger": ledger})
            if kept != before:
                self._write(kept)

    def __repr__(self) -> str:
        return "<TeamSession>"  # the path of a folder may hold somebody's name

    @property
    def min_group(self) -> int:
        """The smallest number of people whose answers are shown together."""
        return self._kept().ledger.min_group

    @property
    def snapshot(self) -> Snapshot | None:
        """The last picture that was taken; None before the first."""
        return self._kept().ledger.latest

    def versions(self) -> tuple[str, ...]:
        """How many of those in the last picture answered another version of the ladder, as `versions_told` says it."""
        kept = self._kept()
        gathered, joined = _as_known(self.memory.gather(kept.ledger.min_group), kept), set(kept.ledger.joined)
        return versions_told((share for share in gathered.shares if not joined.isdisjoint(share.ids)), self.ladder)

    def lobby(self) -> Lobby:
        """Who is in now. Raises `UsageError` if they can't be read."""
        kept = self._kept()
        gathered = _as_known(self.memory.gather(kept.ledger.min_group), kept)
        people = self._as_asked(_contributions(gathered, kept))
        coded = sum(bool(_sent(share, kept)) for share in gathered.shares)
        other_names = {name for share in _known(gathered, kept) for name in _names(share, kept)} - {
            contribution.person for contribution in people
        }
        return Lobby(
            people=len(({contribution.person for contribution in people} | set(kept.ledger.joined)) - other_names),
            waiting=suppression.waiting(kept.ledger, people),
            missing=suppression.missing(kept.ledger, people),
            min_group=kept.ledger.min_group,
            reasons=gathered.reasons + (((CODE_COUNTS, coded),) if coded else ()),
            versions=versions_told(gathered.shares, self.ladder),
            coarse=kept.ledger.coarse,
            codes=sum(contribution.source == CODES for contribution in people),
            codes_missing=suppression.missing_of(kept.ledger, people, CODES) if kept.codes else 0,
            sheets=sum(pile.sheets for pile in kept.paper),
            told=kept.ledger.latest is not None or not self.memory.leaves_out,
        )

    def reveal(self, after: int | None = None) -> Snapshot:
        """Take a picture of what may be seen, and keep it.

        `after` is the number of the last picture that whoever presses has seen (0: none yet). If there is a newer
        one, that is given and none taken: a second press finds what the first one made. None asks for a picture
        whatever there is. Raises `suppression.NotYet` if too few people have joined since the last; that one
        then stays.
        """
        with self.memory.locked():
            kept = self._kept()
            latest = kept.ledger.latest
            if after is not None and latest and latest.number > after:
                return latest
            # of who is there now: somebody may have been taken out a moment ago
            gathered = _as_known(self.memory.gather(kept.ledger.min_group), kept)
            statements = [statement.id for _, _, statement in self.ladder.walk()]
            people = self._as_counted(self._as_asked(_contributions(gathered, kept)), kept)
            ledger = suppression.reveal(kept.ledger, people, statements)
            update: dict[str, object] = {"ledger": ledger, "version": self.ladder.version}
            # Of whoever sent a code somebody can tell which file is theirs: no words of it are shown.
            unknown = {contribution.person for contribution in people if not contribution.source}
            if came := unknown & set(ledger.joined) - set(kept.ledger.joined):
                # Nor any of a group that isn't whole: they would come on the board the moment it is whole again.
                released = _released(gathered, unknown & set(ledger.joined) - _broken(kept, gathered))
                words = {_digest(share.id, subject, text) for share, subject, _, text in released}
                update["words"] = tuple(sorted(words.union(kept.words)))
                update["groups"] = (*kept.groups, *_groups(came, kept.ledger.min_group))
            self._write(kept.model_copy(update=update))
        return ledger.snapshots[-1]

    def check_beside(self, earlier: TeamSession, *, coarse: bool | None = None) -> None:
        """See that this session's next picture can stand beside the last of an earlier one, before it is taken.

        `coarse` says which bars it is about to be opened with (None: those that it has). It needn't be begun: then
        None means fine ones, or coarse where somebody in it was promised those. Raises `UsageError` for one and the
        same session, for bars that differ, and where the earlier has no picture.
        """
        if earlier.memory.where == self.memory.where:
            raise UsageError(
                "this is one and the same session", where=self.memory.where, next_step="Name the folder of the earlier."
            )
        before, now = earlier._read(), self._read()
        if before is None or before.ledger.latest is None:
            raise suppression.no_picture_beside()
        if coarse is None:
            coarse = now.ledger.coarse if now else any(share.coarse for share in self.memory.gather().shares)
        if before.ledger.coarse != coarse:
            raise UsageError(
                "one of the pictures has bars of three parts and the other of every answer",
                where=self.memory.where,
                next_step="Only pictures with the same bars can be laid side by side.",
            )

    def beside(self, earlier: TeamSession) -> SideBySide:
        """The last picture of an earlier session and this one's, as far as both may be seen side by side.

        Raises `UsageError` as `check_beside`, and where this one has no picture.
        """
        self.check_beside(earlier)
        before, now = earlier._kept().ledger, self._kept().ledger
        # an earlier version of the kit counted rare occasions as less: such a table and one of today can't be compared
        otherwise = self.ladder.rare & (suppression.counts_less(before) ^ suppression.counts_less(now))
        statements = [statement.id for _, _, statement in self.ladder.walk() if statement.id not in otherwise]
        return suppression.side_by_side(before, now, statements)

    def words(self) -> tuple[Said, ...]:
        """The texts that people released, under what each answers; nothing tells whose they are.

        They come with a snapshot that takes in new people, so that no new text follows on the arrival of one.
        A text that its author has taken back is gone at once, and nobody sees who did that. But people may
        see who erases themselves: then the words of everybody in that person's group go (see `Kept`),
        whether or not the person had written any.
        """
        kept = self._kept()
        gathered = _as_known(self.memory.gather(kept.ledger.min_group), kept)
        shown, gone = set(kept.words), _broken(kept, gathered)
        by_subject: dict[str, tuple[str, list[str]]] = {}
        for share, subject, title, text in _released(gathered, set(kept.ledger.joined) - gone):
            if not shown.isdisjoint(_digest(share_id, subject, text) for share_id in share.ids):
                by_subject.setdefault(subject, (self._title(subject) or title, []))[1].append(text)
        order = {subject: place for place, subject in enumerate(self._subjects())}
        subjects = sorted(by_subject, key=lambda subject: (order.get(subject, len(order)), subject))
        return tuple(
            Said(_KINDS[Subject(subject).kind], by_subject[subject][0], tuple(sorted(by_subject[subject][1])))
            for subject in subjects
        )

    def words_went(self) -> bool:
        """Whether words that were shown may be gone since somebody erased themselves."""
        kept = self._kept()
        return bool(kept.words and _broken(kept, self.memory.gather()))

    def add_paper(
        self, sheets: int, counts: Mapping[str, Mapping[str, int]], *, id: str = "", called: str = "sheet"
    ) -> None:
        """Count in a pile of paper sheets.

        `sheets` is how many there are, `counts` how many gave each answer, by statement, and `id` 32 hex digits
        that were drawn where they are entered ("": none): a pile with an id that is there already is the same
        one, and counts once. Sheets come in piles of at least the minimum group, so that no single one can be
        told from what is added. `called` is the word for one of them. Raises `UsageError` if the counts don't fit
        together, and where the pile with that id has others.
        """
        if not 0 <= sheets <= MOST_SHEETS:
            raise UsageError(
                f"this can’t be how many {called}s there are",
                next_step=f"Write a whole number, from {self.min_group} to {MOST_SHEETS}.",
            )
        if sheets < self.min_group:
            raise UsageError(
                f"{count_of(sheets, f'{called} is', f'{called}s are')} too few to be counted in",
                next_step=f"Wait until there are at least {self.min_group}, and enter them together.",
            )
        checked = self._checked(sheets, counts, called)
        paper = Paper(id=id or uuid.uuid4().hex, sheets=sheets, counts=checked)
        with self.memory.locked():
            kept = self._kept()
            there = next((pile for pile in kept.paper if pile.id == paper.id), None)
            if there and there != paper:  # somebody who heard nothing of it has changed a number since
                raise UsageError(
                    "this pile was handed in before with other numbers, and those are counted in",
                    next_step="If it is another pile, load the page again and enter it there.",
                )
            if there is None:
                update = {"paper": (*kept.paper, paper), "version": self.ladder.version}
                self._write(kept.model_copy(update=update))

    def add_codes(self, text: str) -> Pasted:
        """Count in the codes that somebody pasted, one on each line; how many people they are of.

        A code of somebody whose code is there already takes its place until it is in a picture, and counts once.
        If one of them can't be read, none is taken: `UsageError` says which.
        """
        pasted = read_codes(text)
        if not pasted:
            raise UsageError("nothing was pasted", next_step="Paste the codes, one on each line.")
        if len(pasted) > MOST_CODES:
            raise UsageError(f"{len(pasted)} codes are more than a workshop has", next_step="Paste fewer at once.")
        known = known_lists(self.coded, self.asked)
        new_codes: dict[str, ShareCode] = {}
        for number, line in enumerate(pasted, start=1):
            try:
                code = read_code(line, self.coded, known)
                self._check_asked(code)
            except UsageError as error:
                where = f"code {number} of {len(pasted)}" if len(pasted) > 1 else None
                raise UsageError(error.what, where=where, next_step=error.next_step) from None
            new_codes[code.id] = code
        with self.memory.locked():
            kept = self._kept()
            before = {code.id: code for code in kept.codes}
            codes = before | new_codes
            if len(codes) > MOST_CODES:
                raise UsageError("there are more codes here than a workshop has", next_step="Begin another session.")
            update = {"codes": tuple(codes[code_id] for code_id in sorted(codes)), "version": self.ladder.version}
            self._write(kept.model_copy(update=update))
        again = len(before.keys() & new_codes.keys())
        return Pasted(len(new_codes) - again, again)

    def _check_asked(self, code: ShareCode) -> None:
        """Raises `UsageError` where a code answers nothing that this session asks."""
        if not any(map(self.ladder.has_statement, code.answers)):
            raise UsageError(
                "this code holds no answer to a statement that is asked here",
                next_step="Whoever sent it can still join, by the link.",
            )

    def _as_asked(self, people: list[Contribution]) -> list[Contribution]:
        """What people gave to what is asked now: that may change until somebody joins, after codes and paper came.

        Whoever answered nothing of it isn't among them.
        """
        asked = {statement.id for _, _, statement in self.ladder.walk()}
        cut = [
            {statement_id: given for statement_id, given in contribution.answers.items() if statement_id in asked}
            for contribution in people
        ]
        return [
            contribution.model_copy(update={"answers": left})
            for contribution, left in zip(people, cut, strict=True)
            if left or not contribution.answers
        ]

    def _as_counted(self, people: list[Contribution], kept: Kept) -> list[Contribution]:
        """What people gave, as the session's tables count it; where a ladder expects nothing, “often” is the line.

        A table goes on as it was begun: where an earlier version of the kit counted rare occasions as less, so does
        the next batch.
        """
        if not kept.ledger.coarse:
            return people
        expected = {
            statement.id: OFTEN if (named := self.ladder.expected(statement)) is None else named
            for _, _, statement in self.ladder.walk()
        }
        rare = self.ladder.rare - suppression.counts_less(kept.ledger)
        return [suppression.coarsened(contribution, expected, rare) for contribution in people]

    def _checked(self, sheets: int, counts: Mapping[str, Mapping[str, int]], called: str) -> Counts:
        checked: dict[str, dict[Category, int]] = {}
        for statement_id, answers in counts.items():
            title = self.ladder.statement(statement_id).title
            if unknown := answers.keys() - set(CATEGORIES):
                raise UnknownId(f"there is no answer {', '.join(sorted(unknown))!r}")
            if any(not 0 <= number <= MOST_SHEETS for number in answers.values()):
                next_step = f"Write a whole number for each answer, from 0 to {sheets}."
                raise UsageError("this can’t be how many gave an answer", where=title, next_step=next_step)
            if (total := sum(answers.values())) > sheets:
                raise UsageError(f"{count_of(total, 'answer')} were counted on {sheets} {called}s", where=title)
            if total:
                checked[statement_id] = {
                    category: answers[category] for category in CATEGORIES if answers.get(category)
                }
        if not checked:
            raise UsageError("nothing was counted", next_step="Enter how many gave each answer.")
        return checked

    def _subjects(self) -> Iterator[str]:
        """Everything that words may be released on, in the ladder's order."""
        yield from (Subject.prompt(prompt.id) for _, prompt in self.ladder.walk_prompts())
        yield from (Subject.evidence(statement.id) for _, _, statement in self.ladder.walk())

    def _title(self, subject: str) -> str | None:
        about = Subject(subject)
        try:
            return (
                self.ladder.prompt(about.id).text if about.kind == "prompt" else self.ladder.statement(about.id).title
            )
        except UnknownId:
            return None

    def _kept(self) -> Kept:
        kept = self._read()
        if kept is None:
            raise UsageError(
                "what was shown so far is gone", where=self.memory.where, next_step="Open the board again."
            )
        return kept

    def _read(self) -> Kept | None:
        try:
            data = self.memory.read()
            kept = Kept.model_validate_json(data) if data else None
        except (OSError, ValidationError) as error:
            newer = isinstance(error, ValidationError) and _format(data) > FORMAT
            raise UsageError(
                "a newer version of the kit wrote the session's file" if newer else "the session's file can't be read",
                where=self.memory.where,
                next_step="Update the kit; nothing was changed."
                if newer
                else "It remembers what was shown already. Bring back a good copy; or, for a new session, begin "
                "with an empty folder.",
            ) from error
        if kept is not None and kept.ladder != self.ladder.id:
            raise UsageError(
                f"this session is about the ladder {kept.ladder!r}",
                where=self.memory.where,
                next_step="Choose that ladder, or another folder.",
            )
        if kept is not None and kept.version not in ("", self.ladder.version):
            # A table that goes on growing must not hold answers to two meanings.
            raise UsageError(
                f"what was shown and counted here is about version {kept.version} of the ladder, and the one in use is "
                f"version {self.ladder.version}",
                where=self.memory.where,
                next_step="Open it with that version, or begin anew: put the share files into another folder.",
            )
        return kept

    def _write(self, kept: Kept) -> None:
        self.memory.write(kept.model_copy(update={"format": FORMAT}).model_dump_json().encode())


def shown_from(folder: Path | str, ladder: Ladder) -> tuple[int | None, bool]:
    """What the session in a `folder` of share files about a `ladder` shows: its minimum group, and whether fine bars.

    None and False if none was begun. Raises `UsageError`.
    """
    memory = Folder(folder, ladder)
    if not memory.begun:
        return None, False
    session = TeamSession(memory, ladder)
    return session.min_group, not session.lobby().coarse


def _format(data: bytes) -> int:
    """The number of a session file's format; 0 where it tells none."""
    try:
        number = json.loads(data)["format"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return 0
    return number if isinstance(number, int) else 0


_KINDS: Mapping[str, Literal["reflection", "evidence", "commitment"]] = {
    "prompt": "reflection",
    "evidence": "evidence",
    "commitment": "commitment",
}


def _contributions(gathered: Gathered, kept: Kept) -> list[Contribution]:
    """One entry a person, from files, codes and paper; the shares are those that `_as_known` gave.

    Of somebody who handed in a file and a code, the code counts and nothing of the file: whoever received the code
    knows what it says and could subtract it, and what only the file says would be left. So a code that somebody
    made up for another person leaves that one's file out, and shows nothing of it.
    """
    coded = {code.id: code for code in kept.codes}
    contributions = []
    for share in _known(gathered, kept):
        if sent := _sent(share, kept):
            names = _names(share, kept)
            contributions.append(_of_code(sent[0], _named(names, kept) or _name_of(sent[0].id), names, kept))
            for code in sent:
                coded.pop(code.id, None)
        else:
            contributions.append(_of_share(share, _person(share, kept)))
    contributions += [_of_code(code, _name_in(kept, code_id), (), kept) for code_id, code in sorted(coded.items())]
    return [*contributions, *(sheet for pile in kept.paper for sheet in _of_paper(pile))]


def _known(gathered: Gathered, kept: Kept) -> Iterator[Share]:
    """The shares that say who is one person: those that count, and of those that don't the ones with a code beside."""
    yield from gathered.shares
    yield from (share for share in gathered.held if _sent(share, kept))


_CODED = 8
"""Hex digits of somebody's id that stand in their code."""


def _name_of(code: str) -> str:
    """Under which name the owner of a code without a file is counted."""
    return f"code-{code}"


def _name_in(kept: Kept, code: str) -> str:
    """Under which name the owner of a code counts now that no file of theirs is here: one may have been."""
    return next((name for name in kept.ledger.joined if name[:_CODED] == code and "-" not in name), _name_of(code))


def _names(share: Share, kept: Kept) -> tuple[str, ...]:
    """All under which somebody may have been counted: their ids, and the names of their codes."""
    return (*share.ids, *(_name_of(code.id) for code in _sent(share, kept)))


def _sent(share: Share, kept: Kept) -> tuple[ShareCode, ...]:
    """The codes of whoever handed in a share; first the one of the id that they go by now."""
    codes = {code.id: code for code in kept.codes}
    code_ids = dict.fromkeys(share_id[:_CODED] for share_id in share.ids)
    return tuple(codes[code_id] for code_id in code_ids if code_id in codes)


def _named(names: Iterable[str], kept: Kept) -> str | None:
    """Which of somebody's names they are in the pictures by; None if they are in none."""
    return next((name for name in names if name in kept.ledger.joined), None)


def _person(share: Share, kept: Kept) -> str:
    """The name that somebody is in the pictures by, if they are in any; else their usual one."""
    return _named(_names(share, kept), kept) or share.id


def _as_known(gathered: Gathered, kept: Kept) -> Gathered:
    """The same shares, each under the id that its owner is in the pictures by, if they are in any.

    Where two journals that were both shown have been put together since, one person is in twice: an answer that
    is in a table under either id is in it for good, and is not counted again under the other. The same holds of a
    code that was shown before its owner's file came.

    Whoever was promised coarser bars than there are, or a larger group, is left out. If they are in a picture they
    stay as they were shown, and nothing new of theirs counts: to leave them out now would take the words of their
    whole group away, as if they had erased themselves.
    """
    finer = [share for share in gathered.shares if share.coarse and not kept.ledger.coarse]
    counted = [share for share in gathered.shares if share not in finer]
    held = [*gathered.held, *finer]
    stay = [share for share in held if _named(share.ids, kept)]
    return Gathered(
        shares=tuple(_of_known(share, kept) for share in (*counted, *(_as_shown(share, kept) for share in stay))),
        aside=(*gathered.aside, *(Aside("", BARS_PROMISED) for _ in finer)),
        held=tuple(share for share in held if share not in stay),
    )


def _as_shown(share: Share, kept: Kept) -> Share:
    """A share with nothing but the texts in it that were shown; the answers that were are in the tables anyway."""
    shown = set(kept.words)
    left = {
        (subject, text)
        for subject, _, text in _texts(share)
        if not shown.isdisjoint(_digest(share_id, subject, text) for share_id in share.ids)
    }
    update: dict[str, object] = {
        "ratings": {},
        "released": tuple(item for item in share.released if (item.subject, item.text) in left),
        "commitment": share.commitment if ("commitment", share.commitment) in left else None,
    }
    return share.model_copy(update=update)


def _of_known(share: Share, kept: Kept) -> Share:
    names = _names(share, kept)
    if len(names) == 1:
        return share
    person = _person(share, kept)
    others = set(names) - {person}
    ratings = {
        statement: rating
        for statement, rating in share.ratings.items()
        if others.isdisjoint(kept.ledger.included.get(statement, ()))
    }
    share_id = person if person in share.ids else share.id
    also = tuple(other for other in share.ids if other != share_id)
    return share.model_copy(update={"id": share_id, "also": also, "ratings": ratings})


def _of_share(share: Share, person: str) -> Contribution:
    answers = {statement_id: suppression.category(answer.rating) for statement_id, answer in share.ratings.items()}
    return Contribution(
        person=person, answers={statement_id: given for statement_id, given in answers.items() if given}
    )


def _of_code(code: ShareCode, person: str, names: Collection[str], kept: Kept) -> Contribution:
    """The answers of a code, without those that are in a table under another of the `names` of its owner."""
    others = set(names) - {person}
    included = kept.ledger.included
    answers = {
        statement_id: given
        for statement_id, given in code.answers.items()
        if others.isdisjoint(included.get(statement_id, ()))
    }
    return Contribution(person=person, answers=answers, source=CODES)


def _of_paper(pile: Paper) -> Iterator[Contribution]:
    """As many people as there were sheets. Which sheet holds which answer is lost, and nothing depends on it."""
    columns = {
        statement_id: [c for c in CATEGORIES for _ in range(counts.get(c, 0))]
        for statement_id, counts in pile.counts.items()
    }
    for number in range(pile.sheets):
        answers = {statement_id: column[number] for statement_id, column in columns.items() if number < len(column)}
        yield Contribution(person=f"{pile.id}-{number:03}", answers=answers, source=pile.id)


def _groups(people: Iterable[str], least: int) -> Iterator[tuple[str, ...]]:
    """These people in groups of at least so many. Their ids are random, so nobody can tell who is with whom."""
    left = sorted(people)
    while len(left) >= 2 * least:
        yield tuple(left[:least])
        left = left[least:]
    yield tuple(left)


def _broken(kept: Kept, gathered: Gathered) -> set[str]:
    """Everybody in whose group somebody is no longer there."""
    sheets = {sheet.person for pile in kept.paper for sheet in _of_paper(pile)}
    coded = {_name_of(code.id) for code in kept.codes}
    coded |= {person for person in kept.ledger.joined if person[:_CODED] in {code.id for code in kept.codes}}
    # earlier versions of the kit made no groups
    rest = set(kept.ledger.joined) - sheets.union(coded, *kept.groups)
    here = {share_id for share in gathered.shares for share_id in share.ids}
    return set().union(*(group for group in (*kept.groups, rest) if not here.issuperset(group)))


def _released(gathered: Gathered, people: Collection[str]) -> Iterator[tuple[Share, str, str, str]]:
    """The texts that these people released: whose, under which subject, what that is called, and the text."""
    for share in gathered.shares:
        if share.id in people:
            yield from ((share, *each) for each in _texts(share))


def _texts(share: Share) -> Iterator[tuple[str, str, str]]:
    yield from ((item.subject, item.title, item.text) for item in share.released)
    if share.commitment:
        yield "commitment", "What people will do next", share.commitment


def _digest(person: str, subject: str, text: str) -> str:
    return hashlib.sha256(f"{person}\0{subject}\0{text}".encode()).hexdigest()
