"""The lab of the associate: a vague request, what lies behind it, and a small sprint to fit the work into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from helpers.cases.lint import Check
from helpers.documents import Document, Fault, nearest
from helpers.frozen import Frozen
from helpers.labs.model import Lab
from helpers.ladder.model import Id, ShortText, Text

Points = Annotated[int, Field(ge=0, le=100)]


class Asked(Frozen):
    """The request as it came in, and who brought it."""

    who: ShortText
    role: ShortText
    words: Text


class Paper(Frozen):
    """Something that lies on the desk already: mails, numbers, a colleague's remark."""

    id: Id
    title: ShortText
    text: Text


class Question(Frozen):
    """A question that one could ask whoever brought the request, and what they would answer."""

    id: Id
    text: ShortText
    answer: Text


class Edge(Frozen):
    """A case at the edge that a story could name.

    `words` are what it is recognised by in somebody's story, upper or lower case; one that ends in "*" stands for all
    words that begin so. `asks` is the question that the edge puts.
    """

    id: Id
    title: ShortText
    asks: Text
    words: tuple[ShortText, ...] = Field(min_length=1)


class StoryText(Frozen):
    """A story as written: for whom, what, what for, and its acceptance criteria."""

    who: Text
    what: Text
    why: Text
    criteria: tuple[Text, ...] = Field(min_length=1)


class Worked(Frozen):
    """One good way to write and split it: why it is as it is, and what it gives up."""

    id: Id
    title: ShortText
    story: StoryText
    slices: tuple[Text, ...] = Field(min_length=2)
    because: Text
    gives_up: Text


class Card(Frozen):
    """A card on the board.

    `points` of the team's estimate, `needs` the cards that come before it, `goal` whether the sprint's goal
    needs it, `waits` what it waits for outside the team, if anything.
    """

    id: Id
    title: ShortText
    text: Text
    points: Points
    needs: tuple[Id, ...] = ()
    goal: bool = False
    waits: Text | None = None


class Sprint(Frozen):
    """A sprint has room for `capacity` points, and a goal."""

    capacity: Annotated[int, Field(ge=1, le=500)]
    goal: Text
    cards: tuple[Card, ...] = Field(min_length=3, max_length=20)


class MakeItBuildable(Lab):
    """Lab 1. Of the `questions` one may ask `may_ask`: there is never time for all."""

    checks: ClassVar[tuple[Check, ...]] = (lambda document: _impossible(document),)

    asked: Asked
    papers: tuple[Paper, ...] = Field(min_length=1)
    may_ask: Annotated[int, Field(ge=1)]
    questions: tuple[Question, ...] = Field(min_length=2, max_length=12)
    edges: tuple[Edge, ...] = Field(min_length=1, max_length=20)
    worked: tuple[Worked, ...] = Field(min_length=2, max_length=2)
    sprint: Sprint

    def card(self, id: str) -> Card | None:
        """The card with this id; None if there is none (any more)."""
        return next((card for card in self.sprint.cards if card.id == id), None)


LAB = MakeItBuildable


def _impossible(document: Document) -> Iterator[Fault]:
    """Cards that need what isn't there or each other, a sprint with no choice in it, more questions than there are."""
    data: Any = document.data
    if not isinstance(data, dict):
        return
    questions, may_ask = data.get("questions"), data.get("may_ask")
    if isinstance(questions, list) and isinstance(may_ask, int) and may_ask >= len(questions):
        what = f"{may_ask} may be asked, and there are {len(questions)} questions."
        yield document.fault(("may_ask",), what, "Leave something unasked.")
    for index, edge in enumerate(_dicts(data.get("edges"))):
        words: Any = edge.get("words")
        for at, word in enumerate(words if isinstance(words, list) else ()):
            if isinstance(word, str) and not word.strip("* "):
                what = "this would be seen in every story."
                yield document.fault(("edges", index, "words", at), what, "Write a word, or how one begins.")
    sprint: Any = data.get("sprint")
    if isinstance(sprint, dict):
        yield from _board_faults(document, sprint)


def _board_faults(document: Document, sprint: dict[str, Any]) -> Iterator[Fault]:
    cards = _dicts(sprint.get("cards"))
    points = [card.get("points") for card in cards]
    numbers = [value for value in points if isinstance(value, int)]
    capacity = sprint.get("capacity")
    if isinstance(capacity, int) and numbers and sum(numbers) <= capacity:
        what = f"all cards together are {sum(numbers)} points, and there is room for {capacity}."
        yield document.fault(("sprint", "capacity"), what, "Make the sprint smaller, so that there is a choice.")
    needs = {card["id"]: card.get("needs") for card in cards if isinstance(card.get("id"), str)}
    for index, card in enumerate(cards):
        named: Any = card.get("needs")
        for at, card_id in enumerate(named if isinstance(named, list) else ()):
            if isinstance(card_id, str) and card_id not in needs:
                what = f"there is no card '{card_id}'."
                yield document.fault(("sprint", "cards", index, "needs", at), what, nearest(card_id, list(needs)))
        if isinstance(card.get("id"), str) and _comes_back(card["id"], needs):
            what = f"the card '{card['id']}' needs itself in the end."
            yield document.fault(("sprint", "cards", index, "id"), what, "Break the circle.")


def _comes_back(start: str, needs: dict[str, Any]) -> bool:
    """Whether a card is among those that it needs, directly or not."""
    seen: set[str] = set()
    open_ = [start]
    while open_:
        named = needs.get(open_.pop())
        for card_id in named if isinstance(named, list) else ():
            if card_id == start:
                return True
            if isinstance(card_id, str) and card_id not in seen:
                seen.add(card_id)
                open_.append(card_id)
    return False


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []
