"""Lab 1 on the page: a request, three questions, a story read for its words, its slices, and a small sprint."""

from __future__ import annotations

from helpers.form import ChoiceField, Form, Option, OrderField, TextField
from helpers.insight.words import count_of, listed
from helpers.labs.associate.model import Card, MakeItBuildable
from helpers.labs.associate.stories import Reading, Story, plan, read, read_slices, slices, written
from helpers.labs.context import LabContext
from helpers.labs.page import LabPage, lab_renderer

render = lab_renderer(__file__)

Here = LabContext[MakeItBuildable]


# ---------------------------------------------------------------------------------------
# What is asked.


def questions(lab: MakeItBuildable) -> Form:
    """Which of the questions one would ask; there is time for a few."""
    return "Your questions", (
        ChoiceField(
            subject=lab.subject("questions"),
            label=f"You have ten minutes with {lab.asked.who}. Which {lab.may_ask} do you ask?",
            options=tuple(Option(id=question.id, title=question.text) for question in lab.questions),
            max=lab.may_ask,
        ),
    )


def story(lab: MakeItBuildable) -> Form:
    """The story: for whom, what, what for, and its criteria."""
    return "Your story", (
        TextField(subject=lab.subject("who"), label="As a …", hint="Who is it, and in which moment?", single_line=True),
        TextField(
            subject=lab.subject("what"),
            label="I want to …",
            hint="What they would do, and not how it is built.",
            rows=2,
        ),
        TextField(subject=lab.subject("why"), label="so that …", hint="What is different for them then?", rows=2),
        TextField(
            subject=lab.subject("criteria"),
            label="It is done when …",
            hint="One criterion a line. “Given …, when …, then …” is welcome and not required.",
            rows=9,
        ),
    )


def splitting(lab: MakeItBuildable) -> Form:
    """The story in slices, the first one first."""
    return "Your slices", (
        TextField(
            subject=lab.subject("slices"),
            label="Your slices",
            hint="One a line. The first line goes out first.",
            rows=6,
        ),
    )


def board(lab: MakeItBuildable) -> Form:
    """The cards of the sprint, in order."""
    options = tuple(
        Option(id=card.id, title=f"{card.title} ({_points(card.points)})", detail=_detail(lab, card))
        for card in lab.sprint.cards
    )
    return "Your board", (
        OrderField(
            subject=lab.subject("board"),
            label="In which order does the team take them?",
            hint=f"There is room for {_points(lab.sprint.capacity)}. What doesn’t fit any more stays for later.",
            options=options,
        ),
    )


# ---------------------------------------------------------------------------------------
# What is shown.


def request(here: Here) -> str:
    """The request in its own words, and what lies on the desk."""
    return render("request", lab=here.lab)


def answers(here: Here) -> str:
    """The answers to the questions that were asked; those that weren't stay closed."""
    picked = here.picked("questions")
    asked = [question for question in here.lab.questions if question.id in picked]
    rest = [question for question in here.lab.questions if question not in asked]
    return render("answers", lab=here.lab, asked=asked, rest=rest)


def reading(here: Here) -> str:
    """What the rules notice in the story; empty before there is one."""
    mine = _story(here)
    noticed = None if mine.empty else read(mine, here.lab)
    return render("reading", lab=here.lab, story=mine, found=noticed, parts=_parts(noticed) if noticed else ())


def split(here: Here) -> str:
    """What the rules notice in the slices; empty before there are any."""
    return render("slices", found=read_slices(slices(here.words("slices"))))


def worked(here: Here) -> str:
    """Two worked versions side by side, once there is a story of one's own with criteria."""
    mine = _story(here)
    return render("worked", lab=here.lab, ready=bool(mine.criteria))


def sprint(here: Here) -> str:
    """What an order of the board comes to; empty before there is one."""
    order = here.picked("board")
    known = any(here.lab.card(card_id) for card_id in order)
    return render("sprint", lab=here.lab, found=plan(here.lab, order) if known else None)


def starter(here: Here) -> str:
    """What one could begin with when keeping something: what was noticed, in the kit's words."""
    mine = _story(here)
    if mine.empty:
        return "I took a vague request apart, and what I would ask first next time is …"
    criteria = count_of(len(mine.criteria), "criterion", "criteria")
    if unseen := read(mine, here.lab).unseen:
        return f"My story had {criteria} and left open what happens when {unseen[0].title}. Next time …"
    return f"My story had {criteria}. What I’d leave to a second story is …"


def _story(here: Here) -> Story:
    return written(*(here.words(part) for part in ("who", "what", "why", "criteria")))


def _parts(noticed: Reading) -> tuple[tuple[str, object], ...]:
    return (
        ("Who, what, what for", noticed.structure),
        ("Could it be checked?", noticed.testing),
        ("Size", noticed.size),
    )


def _detail(lab: MakeItBuildable, card: Card) -> str:
    """What a card is about, and what it needs or waits for: an order is no guessing game."""
    needed = [f"“{other.title}”" for card_id in card.needs if (other := lab.card(card_id))]
    detail = [card.text]
    if needed:
        detail.append(f"Needs {listed(needed)}.")
    if card.waits:
        detail.append(f"Waits for {card.waits}.")
    return " ".join(detail)


def _points(points: int) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


PAGE = LabPage[MakeItBuildable](
    forms={
        "questions": questions,
        "story": story,
        "slices": splitting,
        "board": board,
    },
    views={
        "request": request,
        "answers": answers,
        "reading": reading,
        "slices": split,
        "worked": worked,
        "sprint": sprint,
    },
    starter=starter,
)
