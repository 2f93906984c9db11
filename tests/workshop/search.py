"""A search for people whom a team's pictures give away: a room in which all is tried, and whoever could subtract.

`Room` does what people and their facilitator can do, over a real `TeamSession`, and keeps the true answers beside
it. After each picture the attackers try what they have: the counts that were shown, who was counted in which
picture (more than anybody is told), the sheets that one of them counted, and the answer that one of them gave.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import chain, combinations, product
from typing import Any, NamedTuple
from uuid import uuid4

from helpers.database import Given, Store, open_team, remove_uncounted
from helpers.database.team import DatabaseMemory
from helpers.errors import UsageError
from helpers.journal import Answer, Choice, Rating, RatingState, Words
from helpers.ladder import Ladder
from helpers.workshop import session as team_session
from helpers.workshop.code import as_code
from helpers.workshop.folder import Gathered, one_each
from helpers.workshop.hosted import LEFT_OUT, PICTURE, RELEASE, HostedPlan, asked_ladder, release_mark
from helpers.workshop.session import TeamSession
from helpers.workshop.share import Released, Share, SharedRating
from helpers.workshop.suppression import Category, Contribution, NotYet, Shown

ANSWERS: tuple[Category, ...] = ("0", "2", "4", "dont_know")
Group = Mapping[str, Category]
"""What each of some people answered."""


class Seen(NamedTuple):
    """A table of one statement: who is counted in it, and how many gave each answer."""

    people: frozenset[str]
    counts: Counter[Category]


def solved(tables: Iterable[Seen], known: Group) -> dict[str, Category]:
    """Every answer that follows for certain from tables that only grow, for somebody who knows some answers already.

    People who are in the same tables can change places without anybody noticing. So what can be told is how
    often each answer was given among them, and it is certain of one person only where that is one answer alone.
    """
    found: dict[str, Category] = {}
    people: frozenset[str] = frozenset()
    counts: Counter[Category] = Counter()
    for table in tables:
        assert people <= table.people, "an answer that was shown never leaves a table"
        unknown = table.people - people - known.keys()
        left = Counter(table.counts)
        left.subtract(counts)
        left.subtract(known[person] for person in (table.people - people) & known.keys())
        if len(given := [answer for answer, number in left.items() if number]) == 1:
            found |= dict.fromkeys(unknown, given[0])
        people, counts = table.people, table.counts
    return found


def enumerated(tables: Iterable[Seen], known: Group, answers: Iterable[Category]) -> dict[str, Category]:
    """The same by trying every way in which everybody could have answered: slow, and beyond doubt."""
    seen = list(tables)
    people = sorted(frozenset(chain.from_iterable(table.people for table in seen)))
    choices = [[known[person]] if person in known else list(answers) for person in people]
    worlds = [
        world
        for world in (dict(zip(people, each, strict=True)) for each in product(*choices))
        if all(Counter(world[person] for person in table.people) == +table.counts for table in seen)
    ]
    certain = [person for person in people if len({world[person] for world in worlds}) == 1]
    return {person: worlds[0][person] for person in certain if person not in known}


class Held:
    """What a session remembers, here in this process; `shares` is what lies in the folder.

    `older` are files of the same people that nobody took away when a newer one came.
    """

    where = "this process"
    leaves_out = False

    def __init__(self, shares: Mapping[str, Share] | None = None, data: bytes = b"") -> None:
        self.shares: dict[str, Share] = dict(shares or {})
        self.older: list[Share] = []
        self.data = data

    def gather(self, least: int | None = None) -> Gathered:
        return one_each([*(("older", share) for share in self.older), *self.shares.items()], least)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        yield

    def read(self) -> bytes:
        return self.data

    def write(self, data: bytes) -> None:
        self.data = data


class Room:
    """A workshop with people in it, and what could be found out about them."""

    def __init__(self, ladder: Ladder, least: int, *, coarse: bool = False) -> None:
        self.ladder, self.least = ladder, least
        self.statements = [statement.id for _, _, statement in ladder.walk()][:3]
        self.came = self.said = 0
        self.tables: dict[str, list[Seen]] = {id: [] for id in self.statements}
        self.answers: dict[str, dict[str, Category]] = {id: {} for id in self.statements}
        self.sources: dict[tuple[str, str], str] = {}
        """Who else knew somebody's answers when they came into a picture: the pile, or who received the codes."""
        self.aside: dict[str, list[Share]] = {}
        self.sent: set[str] = set()
        """The first digits of whoever sent a code, as its receiver knows them."""
        self.merged: list[tuple[str, str]] = []
        """Ids that turned out to be one person's, since that one put two journals together."""
        self.promised: dict[str, int] = {}
        """The smallest group that people were told of as they came."""
        self.owed: dict[tuple[str, str], int] = {}
        """The smallest group that whoever came into a picture was promised by then."""
        self.read: set[str] = set()
        """The texts that could be read on the board so far."""
        self.memory = self.place()
        self.restart()
        self.session.begin(least, coarse=coarse)

    def place(self) -> Any:
        """Where the session keeps what it remembers."""
        return Held()

    def people(self) -> list[str]:
        """Everybody who is there."""
        return sorted(self.memory.shares)

    # what people and their facilitator do

    def join(self, answers: Mapping[str, Category], *, promised: int | None = None) -> str:
        """Somebody shares what they answered, under the promise of a group if they were told one."""
        self.came += 1
        person = hashlib.md5(f"{self.came}".encode(), usedforsecurity=False).hexdigest()
        self.memory.shares[person] = Share(
            format=2,
            id=person,
            promised=promised,
            ladder=self.ladder.id,
            ladder_version=self.ladder.version,
            ratings=_ratings(answers),
        )
        self.promised[person] = self.session.min_group
        return person

    def change(
        self, person: str, answers: Mapping[str, Category], *, promised: int | None = None, keep: bool = False
    ) -> None:
        """Somebody answers otherwise than before, or takes answers back; the older file may stay where it is."""
        before = self.memory.shares[person]
        self.memory.older += [before] * keep
        self.memory.shares[person] = before.model_copy(update={"ratings": _ratings(answers), "promised": promised})

    def put_together(self, one: str, other: str, *, keep: bool = False) -> None:
        """Two files turn out to be one person's, who hands in a third one of both journals; it names both ids."""
        mine, theirs = self.memory.shares[one], self.memory.shares.pop(other)
        names = [{id for share in self._files(each) for id in share.ids} for each in (mine, theirs)]
        update = {
            "ratings": {**theirs.ratings, **mine.ratings},
            "also": tuple(dict.fromkeys((*mine.also, *theirs.ids))),
            "promised": max(mine.promised or 0, theirs.promised or 0) or None,
        }
        self.memory.older += [mine, theirs] * keep
        self.memory.shares[one] = mine.model_copy(update=update)
        self.merged += product(*names)
        if {id[:8] for id in names[0] | names[1]} & self.sent:
            self.sent |= {id[:8] for id in names[0] | names[1]}

    def send_again(self, person: str) -> None:
        """Somebody sends an older file of theirs once more, which is the latest then."""
        latest = self.memory.shares[person]
        theirs = [share for share in self._files(latest) if share is not latest]
        if theirs:
            self.memory.older.append(latest)
            self.memory.shares[person] = theirs[0]

    def set_group(self, least: int) -> None:
        """The facilitator opens the session with another minimum group; it may be refused.

        Whether it was lowered behind somebody shows in what they were promised as they came.
        """
        with contextlib.suppress(UsageError):
            self.session.begin(least)
        self.least = self.session.min_group

    def leave_out(self, person: str) -> None:
        """Somebody ticks that they want to be left out, which holds until they are in a picture."""
        files = self._files(self.memory.shares[person])
        if {id for share in files for id in share.ids}.isdisjoint(self.session._kept().ledger.joined):
            self.go(person)
            self.aside[person] = files

    def come_back(self, person: str) -> None:
        """Somebody takes the tick away again."""
        *older, latest = self.aside.pop(person)
        self.memory.older += older
        self.memory.shares[person] = latest

    def send_code(self, person: str) -> None:
        """Somebody who shared a file sends a code of it as well, if it says anything."""
        share = self.memory.shares[person]
        if set(self.statements) & share.ratings.keys():
            self.session.add_codes(as_code(share, self.ladder, self.statements))
            self.sent |= {id[:8] for id in share.ids}
            self.promised |= {f"code-{id[:8]}": self.session.min_group for id in share.ids}

    def code_alone(self, answers: Mapping[str, Category]) -> None:
        """Somebody who is elsewhere sends a code, and no file."""
        if answers:
            self.send_code(person := self.join(answers))
            del self.memory.shares[person]

    def release(self, person: str, texts: int) -> None:
        """Somebody lets the team read so many texts of theirs, and no others."""
        subject = f"prompt:{next(prompt.id for level in self.ladder.levels for prompt in level.prompts)}"
        self.said += 1
        words = [f"{person} {self.said} {n}" for n in range(texts)]
        released = tuple(Released(subject=subject, title="Why?", text=each) for each in words)
        self.memory.shares[person] = self.memory.shares[person].model_copy(update={"released": released})

    def erase(self, person: str) -> None:
        """Somebody erases all that they gave, which people may see: a text that vanishes with it could be by many.

        Everybody who would take a text along could have written it.

        Who came twice, and told later that they are one, is two here: so many people had seemed to be in the picture.
        """
        before = self.words()
        after = {each: self._without(each) for each in self.people()}
        seemed = {each: self._seemed(each) for each in self.people()}
        self.go(person)
        assert self.words() == after[person]
        for text in before - after[person]:
            could = sum(seemed[each] for each, looks in after.items() if looks[text] < before[text])
            assert could >= self.least, f"a text vanished that is by one of {could}"

    def go(self, person: str) -> None:
        """All that somebody gave is gone."""
        theirs = self._files(self.memory.shares.pop(person))
        self.memory.older = [share for share in self.memory.older if share not in theirs]

    def paper(self, sheets: int, counts: Mapping[str, Mapping[Category, int]]) -> None:
        """The facilitator, or somebody else, counts a pile of sheets."""
        self.session.add_paper(sheets, counts)
        pile = self.session._kept().paper[-1]
        self.promised |= {f"{pile.id}-{number:03}": self.session.min_group for number in range(sheets)}

    def restart(self) -> None:
        """The service, or the board's kernel, starts afresh."""
        self.session = TeamSession(self.memory, self.ladder, asked=self.statements)

    def reveal(self) -> None:
        """The facilitator takes a picture, and everybody who could subtract begins to."""
        before, devices = self.words(), self._joined()
        now = self._contributions()
        try:
            snapshot = self.session.reveal()
        except NotYet:
            return
        if self.words() - before:
            assert len(self._joined() - devices) >= self.least, "new words, and few who can have written them"
        self.read |= self.words().keys()
        ledger = self.session._kept().ledger
        for id, tables in self.tables.items():
            counted = ledger.included.get(id, ())
            before = tables[-1].people if tables else frozenset()
            twice = [pair for pair in self.merged if {*pair} <= {*counted} and not {*pair} <= before]
            assert not twice, "one person is counted under two ids"
            self.answers[id] |= {each: now[each].answers[id] for each in counted if each not in self.answers[id]}
            self.sources |= {(id, each): self._known_by(each) for each in counted if (id, each) not in self.sources}
            self.owed |= {(id, each): self._owed(each) for each in counted if (id, each) not in self.owed}
            table = snapshot.tables[id]
            if isinstance(table, Shown):
                tables.append(Seen(frozenset(counted), Counter(table.counts)))
                truth = Counter(self.answers[id][each] for each in counted)
                assert truth == tables[-1].counts, "an answer that was shown is frozen"
        self.attack()

    # what follows from it

    def attack(self) -> None:
        """Whoever could subtract, does; nobody may be found who wasn't told of it before the picture was shown."""
        snapshot = self.session.snapshot
        told = set(snapshot.aloud) if snapshot else set()
        for id, tables in self.tables.items():
            answers = self.answers[id]
            piles: dict[str, set[str]] = {}
            for person in answers:
                if source := self.sources[id, person]:
                    piles.setdefault(source, set()).add(person)
            for counted in _subsets(piles.values()):
                known = {person: answers[person] for person in counted}
                self._fewest(id, known)
                found = solved(tables, known)
                assert not found or id in told, f"{len(found)} people are given away to whoever counted {len(known)}"
                for insider in _one_of_each(tables, answers, known):
                    found = solved(tables, {**known, insider: answers[insider]})
                    assert not found or id in told, f"{len(found)} people are given away to one who took part"

    def words(self) -> Counter[str]:
        """The texts that can be read on the board."""
        return Counter(text for said in self.session.words() for text in said.texts)

    def only_known_words(self) -> None:
        """Between two pictures no text comes on the board that wasn’t there before: it would follow on somebody."""
        assert self.words().keys() <= self.read, "words came without a picture"

    def _fewest(self, statement: str, known: Collection[str]) -> None:
        before: frozenset[str] = frozenset()
        for table in self.tables[statement]:
            left = table.people - before - set(known)
            least = max((self.owed[statement, person] for person in left), default=0)
            assert not left or len(left) >= least, f"what is left after subtracting stands for {len(left)} people"
            before = table.people

    def _files(self, one: Share) -> list[Share]:
        """All files in the folder of whoever this one is of, it last."""
        names, found = {*one.ids}, []
        while more := [s for s in self.memory.older if s not in found and not names.isdisjoint(s.ids)]:
            found += more
            names |= {id for share in more for id in share.ids}
        return [*found, one]

    def _seemed(self, person: str) -> int:
        """As how many people somebody is in the pictures."""
        names = {id for share in self._files(self.memory.shares[person]) for id in share.ids}
        return len(names & self._joined()) or 1

    def _owed(self, name: str) -> int:
        """The smallest group that somebody, as a picture names them, was promised; asked of all their files."""
        told = self.promised.get(name, self.least)
        if name[:8] in self.sent or "-" in name:
            return told  # a code carries no promise, and neither does paper
        theirs = [self._files(share) for share in self.memory.shares.values()]
        of_files = [share.promised or 0 for files in theirs if any(name in s.ids for s in files) for share in files]
        return max(told, *of_files)

    def _without(self, person: str) -> Counter[str]:
        """The texts that could be read if somebody were gone."""
        shares = {share.id: share for share in self.memory.gather().shares if person not in share.ids}
        session = TeamSession(Held(shares, self.memory.read()), self.ladder, asked=self.statements)
        return Counter(text for said in session.words() for text in said.texts)

    def _known_by(self, person: str) -> str:
        """Who knows somebody's answers already; asked of what happened, and not of the session."""
        if person[:8] in self.sent or person.startswith("code-"):
            return "codes"
        return person.partition("-")[0] if "-" in person else ""

    def in_a_picture(self) -> list[str]:
        """Everybody who is there and in a picture."""
        return [person for person in self.people() if person in self._joined()]

    def _joined(self) -> set[str]:
        """Who is in a picture by a file, or by what they hold."""
        return {person for person in self.session._kept().ledger.joined if "-" not in person}

    def _contributions(self) -> dict[str, Contribution]:
        kept = self.session._kept()
        gathered = team_session._as_known(self.memory.gather(kept.ledger.min_group), kept)
        people = team_session._contributions(gathered, kept)
        assert len({one.person for one in people}) == len(people), "one person is in twice"
        return {one.person: one for one in self.session._as_counted(people, kept)}


class HostedRoom(Room):
    """The same in a hosted session: people answer on their phones, and some devices only try it out."""

    def __init__(self, store: Store, plan: HostedPlan) -> None:
        self.store, self.plan = store, plan
        self.opened = store.open_session(plan, timedelta(days=7)).id
        self.here: dict[str, dict[str, Category]] = {}
        self.tried: set[str] = set()
        super().__init__(asked_ladder(plan), plan.min_group)

    def place(self) -> Any:
        return DatabaseMemory(self.store, self.opened)

    def restart(self) -> None:
        self.store = Store(self.store.engine, clock=self.store.now)
        self.memory = self.place()
        self.session = open_team(self.store, self.opened)

    def people(self) -> list[str]:
        # As they came: their ids are drawn, and what is tried again must find the same people in the same places.
        return [person for person in self.here if person not in self.aside]

    def join(self, answers: Mapping[str, Category], *, promised: int | None = None) -> str:
        person = self.store.join(self.opened).participant
        self.promised[person] = self.plan.min_group
        self.here[person] = {}
        self.change(person, answers)
        return person

    def change(
        self, person: str, answers: Mapping[str, Category], *, promised: int | None = None, keep: bool = False
    ) -> None:
        taken_back = {id: Rating(state=RatingState.UNANSWERED) for id in self.here[person]}
        self.here[person] = dict(answers)
        self._say(person, {f"statement:{id}": given for id, given in {**taken_back, **_given(answers)}.items()})

    def put_together(self, one: str, other: str, *, keep: bool = False) -> None:
        """Phones have no journals of their own."""

    def send_again(self, person: str) -> None:
        """Phones send no files."""

    def set_group(self, least: int) -> None:
        """It stands in the plan, and so in what people are promised."""

    def send_code(self, person: str) -> None:
        """Codes are for those who are in no session."""

    def code_alone(self, answers: Mapping[str, Category]) -> None:
        self.send_code("")

    def try_out(self, answers: Mapping[str, Category]) -> None:
        """The facilitator tries it with a phone, and so knows what that one answers."""
        person = self.store.join(self.opened, trial=True).participant
        self._say(person, {f"statement:{id}": given for id, given in _given(answers).items()})
        self.tried.add(person)

    def take_out(self) -> None:
        """The facilitator takes out everybody who is in no picture yet."""
        before, shown = self.words(), self.session.snapshot
        remove_uncounted(self.store, self.opened)
        joined = self._joined()
        self.here = {person: given for person, given in self.here.items() if person in joined}
        self.aside = {person: share for person, share in self.aside.items() if person in joined}
        assert (self.words(), self.session.snapshot) == (before, shown)

    def leave_out(self, person: str) -> None:
        self._say(person, {PICTURE: Choice(chosen=(LEFT_OUT,))})
        if person not in self._joined():
            self.aside[person] = []

    def come_back(self, person: str) -> None:
        self._say(person, {PICTURE: Choice(chosen=())})
        del self.aside[person]

    def release(self, person: str, texts: int) -> None:
        prompts = [f"prompt:{id}" for id in self.plan.prompts[:texts]]
        self.said += 1
        said = {subject: f"{person} {self.said} {subject}" for subject in prompts}
        self._say(person, {subject: Words(text=text) for subject, text in said.items()})
        marks = tuple(release_mark(subject, text) for subject, text in said.items())
        self._say(person, {RELEASE: Choice(chosen=marks)})

    def go(self, person: str) -> None:
        self.store.leave(person)
        del self.here[person]

    def reveal(self) -> None:
        super().reveal()
        assert not self.tried & self._joined(), "who only tries it out is counted nowhere"

    def _seemed(self, person: str) -> int:
        return 1

    def _owed(self, name: str) -> int:
        return self.promised.get(name, self.least)

    def _say(self, person: str, answers: Mapping[str, Answer]) -> None:
        given = [Given(id=uuid4().hex, subject=s, answer=a, age_ms=0) for s, a in answers.items()]
        self.store.append(person, "d" * 32, given)


def _given(answers: Mapping[str, Category]) -> dict[str, Rating]:
    return {id: rating.rating for id, rating in _ratings(answers).items()}


def _ratings(answers: Mapping[str, Category]) -> dict[str, SharedRating]:
    return {
        id: SharedRating(state=RatingState.FREQUENCY, frequency=int(given))
        if given.isdecimal()
        else SharedRating(state=RatingState(given))
        for id, given in answers.items()
    }


def _subsets(piles: Iterable[set[str]]) -> Iterator[set[str]]:
    """Everything that one person, or several who talk, could have counted."""
    all_of_them = list(piles)[:4]
    for number in range(len(all_of_them) + 1):
        for some in combinations(all_of_them, number):
            yield set().union(*some)


def _one_of_each(tables: Iterable[Seen], answers: Group, known: Collection[str]) -> Iterator[str]:
    """Of everybody who came into a table together and answered the same, one: the others learn what they learn."""
    before: frozenset[str] = frozenset()
    for table in tables:
        yield from {answers[person]: person for person in table.people - before - set(known)}.values()
        before = table.people
