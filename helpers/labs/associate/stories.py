"""What can be noticed in the words of a story: plain rules that a colleague could follow with a pencil.

They look at words and know nothing of meaning, so they notice and never grade: a story that gives them
nothing to say may still be the wrong story, and a good one may trip them. English words only.

The letters are those of INVEST (W. Wake, "INVEST in good stories, and SMART tasks", XP123, 2003):
independent, negotiable, valuable, estimable, small, testable. Who, what and why follow M. Cohn,
User Stories Applied (2004); given, when, then D. North, "Introducing BDD" (2006); what makes a slice
follows R. Lawrence, "Patterns for splitting user stories" (2009).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from helpers.labs import wording
from helpers.labs.associate.model import Card, Edge, MakeItBuildable

FIELD_READ, LIST_READ = 1000, 12_000
"""So many characters of a line, and of a list of lines, are read; nobody's story is longer."""

QUOTED = 90
"""A quotation is cut after so many characters."""

MANY_CRITERIA, LONG_CRITERION, LONG_WHAT = 8, 45, 35
"""From so many criteria on, and beyond so many words, a story may hold another one."""


class Letter(StrEnum):
    """A letter of INVEST."""

    INDEPENDENT = "Independent"
    NEGOTIABLE = "Negotiable"
    VALUABLE = "Valuable"
    ESTIMABLE = "Estimable"
    SMALL = "Small"
    TESTABLE = "Testable"


class Notice(NamedTuple):
    """One thing that was noticed: in the kit's words, with quotations of the person's, and the letter it is about.

    `there` says that it is something that is there, as opposed to something to look at again.
    """

    text: str
    quotes: tuple[str, ...] = ()
    letter: Letter | None = None
    there: bool = False


class Story(NamedTuple):
    """A story as somebody wrote it; a part that isn't there is ""."""

    who: str
    what: str
    why: str
    criteria: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join((self.who, self.what, self.why, *self.criteria))

    @property
    def empty(self) -> bool:
        """Whether nothing is written yet."""
        return not any((self.who, self.what, self.why, self.criteria))


class Reading(NamedTuple):
    """What was noticed in a story, part by part; the edges that are seen, each with its word, and the others."""

    structure: tuple[Notice, ...]
    testing: tuple[Notice, ...]
    size: tuple[Notice, ...]
    seen: tuple[tuple[Edge, str], ...]
    unseen: tuple[Edge, ...]


_WHOLE = re.compile(
    r"\bas (?:an? |the )?(.{1,300}?),? +i(?: want| need|(?:'|’)d like| would like)(?: to)? +(.+)", re.I | re.S
)
_SO_THAT = re.compile(r",?\s+so that\s+", re.I)
_BULLET = re.compile(r"^(?:[-*•–]+|\(?\d{1,2}[.)])\s*")
_STEP = re.compile(r"^(given|when|then|and|but)\b", re.I)


# ---------------------------------------------------------------------------------------
# Taking it apart.


def written(who: str, what: str, why: str, criteria: str) -> Story:
    """A story from its four fields. A whole sentence ("As a … I want … so that …") in one of them is taken apart.

    `who` wants `what`, and `why`; `criteria` are the scenarios, one a line. A field left empty stays "" in the
    story.
    """
    parts = [_line(who), _line(what), _line(why)]
    for index, text in enumerate(parts):
        if match := _WHOLE.search(text):
            goal, *reason = _SO_THAT.split(match[2], maxsplit=1)
            whole = [match[1], goal, reason[0] if reason else ""]
            parts = [
                piece or ("" if at == index else part)
                for at, (piece, part) in enumerate(zip(whole, parts, strict=True))
            ]
            break
    parts[2] = re.sub(r"^(?:so that|because|in order to)\s+", "", parts[2], flags=re.I)
    who, what, why = (part.strip(" ,;") for part in parts)
    return Story(who, what, why, scenarios(criteria))


def scenarios(text: str) -> tuple[str, ...]:
    """Criteria, one a line; lines of given, when, then that follow one another are one criterion."""
    criteria: list[list[str]] = []
    running = False  # whether the criterion above may go on
    for line in _lines(text):
        step = match[1].casefold() if (match := _STEP.match(line)) else ""
        above = " ".join(criteria[-1]).casefold() if criteria and running else ""
        goes_on = bool(above) and (
            step in ("then", "and", "but") or (step == "when" and not re.search(r"\b(?:when|then)\b", above))
        )
        if goes_on:
            criteria[-1].append(line)
        elif line:
            criteria.append([line])
        running = bool(line) and (bool(step) or goes_on)
    return tuple(" ".join(lines) for lines in criteria if any(lines))


def slices(text: str) -> tuple[str, ...]:
    """The parts that a story was split into, one a line."""
    return tuple(line for line in _lines(text) if line)


def _lines(text: str) -> list[str]:
    return [_BULLET.sub("", " ".join(line.split())) for line in text[:LIST_READ].splitlines()]


def _line(text: str) -> str:
    return " ".join(text[:FIELD_READ].split())


# ---------------------------------------------------------------------------------------
# Reading it.


def read(story: Story, lab: MakeItBuildable) -> Reading:
    """What the rules notice in a story for this lab's request."""
    seen = [(edge, word) for edge in lab.edges if (word := named(edge, story.text))]
    there = {edge.id for edge, _ in seen}
    return Reading(
        structure=tuple(_structure(story, lab)),
        testing=tuple(_testing(story.what, story.criteria)),
        size=tuple(_size(story)),
        seen=tuple(seen),
        unseen=tuple(edge for edge in lab.edges if edge.id not in there),
    )


def named(edge: Edge, text: str) -> str:
    """The first words of a text that an edge is recognised by, as they are written; "" if there are none."""
    match = _trigger(edge.words).search(text)
    return match[0] if match else ""


def _trigger(words: Sequence[str]) -> re.Pattern[str]:
    listed = []
    for word in words:
        stem = re.escape(word.removesuffix("*")).replace("'", "['’]")
        start = "" if word.startswith("n't") else r"(?<!\w)"
        listed.append(start + stem + (r"\w*" if word.endswith("*") else r"(?!\w)"))
    return re.compile("|".join(listed), re.IGNORECASE)


def _structure(story: Story, lab: MakeItBuildable) -> list[Notice]:
    notices: list[Notice] = []
    asker = {lab.asked.who.casefold(), lab.asked.who.split()[0].casefold(), lab.asked.role.casefold()}
    if not story.who:
        notices.append(Notice("We don’t see yet who it is for.", letter=Letter.VALUABLE))
    elif story.who.casefold().rstrip(".") in asker:
        notices.append(Notice("This is who asked for it. Who would use it?", (_cut(story.who),), Letter.VALUABLE))
    elif wording.ANYBODY.fullmatch(story.who):
        notices.append(Notice("This could be anybody. Which of them, and when?", (_cut(story.who),), Letter.VALUABLE))
    else:
        notices.append(Notice("It says who it is for:", (_cut(story.who),), Letter.VALUABLE, there=True))
    if not story.what:
        notices.append(Notice("We don’t see yet what they would do.", letter=Letter.ESTIMABLE))
    elif how := wording.HOW.findall(story.what):
        text = "This already says how it is built. The team may know another way."
        notices.append(Notice(text, _distinct(how), Letter.NEGOTIABLE))
    else:
        notices.append(Notice("It says what they would do:", (_cut(story.what),), Letter.NEGOTIABLE, there=True))
    if not story.why:
        notices.append(
            Notice("We don’t see yet what it is for: what is different for them then?", letter=Letter.VALUABLE)
        )
    elif _repeats(story.why, story.what):
        text = "What it is for uses nearly the same words as what they do. What comes after that?"
        notices.append(Notice(text, (_cut(story.why),), Letter.VALUABLE))
    elif ours := wording.OURS.findall(story.why):
        text = "This sounds like our reason. What would be theirs?"
        notices.append(Notice(text, _distinct(ours), Letter.VALUABLE))
    else:
        notices.append(Notice("It says what for:", (_cut(story.why),), Letter.VALUABLE, there=True))
    if first := wording.LEANS.search(story.text):
        notices.append(Notice("It leans on something else. Can it stand alone?", (_cut(first[0]),), Letter.INDEPENDENT))
    return notices


def _testing(what: str, criteria: Sequence[str]) -> list[Notice]:
    if not criteria:
        text = "There are no criteria yet. How would you show on Friday that it is done?"
        return [Notice(text, letter=Letter.TESTABLE)]
    notices: list[Notice] = []
    total = len(criteria)
    seen = [line for line in criteria if wording.SEEN.search(line) or wording.NUMBER.search(line)]
    if seen:
        notices.append(
            Notice(f"{_of(len(seen), total)} what one would see or count.", letter=Letter.TESTABLE, there=True)
        )
    stepped = sum(_steps(line) for line in criteria)
    if stepped:
        text = f"{_of(stepped, total)} what happens and what comes of it (given, when, then)."
        notices.append(Notice(text, letter=Letter.TESTABLE, there=True))
    unseen = [line for line in criteria if line not in seen]
    if unseen:
        text = "We find no word for what one would see here. How would somebody check it?"
        notices.append(Notice(text, _quoted(unseen), Letter.TESTABLE))
    vague: list[str] = []
    for line in (what, *criteria):
        vague += wording.VAGUE.findall(line)
        if not wording.NUMBER.search(line):
            vague += wording.MEASURABLE.findall(line)
    if vague:
        text = "Two people could disagree about " + ("this word:" if len(_distinct(vague)) == 1 else "these words:")
        notices.append(Notice(text, _distinct(vague), Letter.TESTABLE))
    if not any(wording.OTHERWISE.search(line) for line in criteria):
        text = "All of it tells what happens when things go well. What if they don’t?"
        notices.append(Notice(text, letter=Letter.TESTABLE))
    return notices


def _size(story: Story) -> list[Notice]:
    notices: list[Notice] = []
    joined = wording.JOINED.findall(story.what)
    if len(joined) >= 2:
        text = f"What they would do is joined {len(joined)} times by “and” or “or”. It may be more than one story."
        notices.append(Notice(text, (_cut(story.what),), Letter.SMALL))
    elif len(story.what.split()) > LONG_WHAT:
        text = f"What they would do takes {len(story.what.split())} words. It may be more than one story."
        notices.append(Notice(text, (_cut(story.what),), Letter.SMALL))
    total = len(story.criteria)
    if total >= MANY_CRITERIA:
        text = f"There are {total} criteria. Which of them could wait for a second story?"
        notices.append(Notice(text, letter=Letter.SMALL))
    elif 0 < total < 3:
        count = "There is one criterion" if total == 1 else "There are two criteria"
        notices.append(Notice(f"{count}. Would a developer know where it ends?", letter=Letter.ESTIMABLE))
    elif total:
        notices.append(Notice(f"There are {total} criteria.", letter=Letter.SMALL, there=True))
    long = [line for line in story.criteria if len(line.split()) > LONG_CRITERION or _joins(line) >= 3]
    if long:
        notices.append(Notice("This checks several things at once:", _quoted(long), Letter.SMALL))
    return notices


def read_slices(parts: Sequence[str]) -> tuple[Notice, ...]:
    """What the rules notice in how a story was split."""
    if not parts:
        return ()
    if len(parts) == 1:
        return (Notice("One line isn’t split yet. What is the first thing that would help somebody?", _quoted(parts)),)
    notices = [Notice(f"{len(parts)} slices. The first to go out:", _quoted(parts[:1]), there=True)]
    layers = [part for part in parts if wording.LAYER.search(part)]
    if layers:
        words = _distinct([word for part in layers for word in wording.LAYER.findall(part)])
        text = "This reads like a layer or a step of the work. Who would be better off with it alone?"
        notices.append(Notice(text, words, Letter.VALUABLE))
    if _joins(parts[0]) >= 2:
        notices.append(
            Notice("The first slice holds several things. Could one of them go out before?", (), Letter.SMALL)
        )
    vague = _distinct([word for part in parts for word in wording.VAGUE.findall(part)])
    if vague:
        notices.append(Notice("When would this be finished?", vague, Letter.ESTIMABLE))
    leaning = [part for part in parts if wording.LEANS.search(part)]
    if leaning:
        notices.append(Notice("This leans on another part:", _quoted(leaning), Letter.INDEPENDENT))
    return tuple(notices)


def _steps(criterion: str) -> bool:
    words = criterion.casefold()
    return bool(re.search(r"\b(?:when|if|given)\b.*(?:\bthen\b|,)", words))


def _joins(text: str) -> int:
    return len(re.findall(r"(?<!\w)(?:and|as well as|plus|&)(?!\w)", re.sub(r"(?i)\band (?=then\b)", "", text), re.I))


def _repeats(why: str, what: str) -> bool:
    """Whether most of the words that matter in `why` stand in `what` already."""
    mine, other = _matter(why), _matter(what)
    return bool(mine) and len(mine & other) / len(mine) >= 0.6


def _matter(text: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in wording.LITTLE}


def _of(count: int, total: int) -> str:
    if total == 1:
        return "The criterion says"
    return f"{'All' if count == total else count} of the {total} criteria {'says' if count == 1 else 'say'}"


def _distinct(words: Sequence[str], most: int = 5) -> tuple[str, ...]:
    """Each word once, as it was first written."""
    return tuple({word.casefold(): word for word in reversed(words)}.values())[::-1][:most]


def _quoted(lines: Sequence[str], most: int = 3) -> tuple[str, ...]:
    return tuple(_cut(line) for line in lines[:most])


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1].rstrip()}…"


# ---------------------------------------------------------------------------------------
# The board.


class Planned(NamedTuple):
    """A card in its place: `end` is the points of it and all before, `fits` whether it is in the sprint."""

    card: Card
    end: int
    fits: bool


class Board(NamedTuple):
    """An order and what it comes to.

    Cards go in from the top until one doesn't fit; whatever is below it stays out. `early` are (card, card it needs
    that comes later), `missed` goal cards that stay out, `late` cards that wait for others and aren't among the first
    three, `could` cards below the line that would still fit into `left` points.
    """

    cards: tuple[Planned, ...]
    used: int
    left: int
    early: tuple[tuple[Card, Card], ...]
    missed: tuple[Card, ...]
    late: tuple[Card, ...]
    could: tuple[Card, ...]

    @property
    def reached(self) -> bool:
        """Whether all cards that the goal needs are in."""
        return not self.missed


SOON = 3
"""What waits for others should be among so many first cards."""


def plan(lab: MakeItBuildable, order: Sequence[str]) -> Board:
    """The sprint that an order of card ids gives; unknown ids are passed over, cards left out come last."""
    known = [card for card_id in dict.fromkeys(order) if (card := lab.card(card_id))]
    cards = known + [card for card in lab.sprint.cards if card not in known]
    placed: list[Planned] = []
    total, used, open_ = 0, 0, True
    for card in cards:
        total += card.points
        open_ = open_ and total <= lab.sprint.capacity
        used = total if open_ else used
        placed.append(Planned(card, total, open_))
    left = lab.sprint.capacity - used
    place = {card.id: number for number, card in enumerate(cards)}
    inside = [item.card for item in placed if item.fits]
    ready: set[str] = set()  # of those inside, the ones whose needs are inside too, all the way down
    for _ in inside:
        ready |= {card.id for card in inside if ready.issuperset(card.needs)}
    return Board(
        cards=tuple(placed),
        used=used,
        left=left,
        early=tuple(
            (card, needed)
            for card in cards
            for card_id in card.needs
            if (needed := lab.card(card_id)) and place[card_id] > place[card.id]
        ),
        missed=tuple(card for card in cards if card.goal and card not in inside),
        late=tuple(card for card in inside if card.waits and place[card.id] >= SOON),
        could=tuple(
            item.card
            for item in placed
            if not item.fits and item.card.points <= left and ready.issuperset(item.card.needs)
        ),
    )
