"""Lab 6 on the page: sort the parts, find who must agree, choose, and write the record."""

from __future__ import annotations

from helpers.form import Form, GridField, Option, TextField
from helpers.labs.asking import one_of
from helpers.labs.context import LabContext, drawn
from helpers.labs.page import LabPage, lab_renderer
from helpers.labs.principal.charts import stances_chart
from helpers.labs.principal.model import GoDeep, Need, Stance, Undo
from helpers.labs.principal.records import PARTS, read_record

render = lab_renderer(__file__)

UNDO = {Undo.EASY: "easy to undo", Undo.HARD: "hard to undo", Undo.NEVER: "can’t be undone"}
NEED = {Need.AGREE: "must agree", Need.ASK: "must be asked", Need.TELL: "must be told"}

_RECORD = {
    "context": ("What is the matter, and why now?", "Three sentences for somebody who joins next year."),
    "options": ("What were the options?", "Put the best case for the one that you didn’t take."),
    "decision": ("What is decided?", "One sentence that begins with a verb."),
    "consequences": (
        "What follows from it, good and bad?",
        "Who loses something, and what makes it bearable for them?",
    ),
    "reopen": ("What would reopen it?", "Something one can see: a number, a date, an event."),
    "next": ("Who does what by when?", "The first step of each team that must move."),
}


def parts(lab: GoDeep) -> Form:
    """How hard is each part of the decision to take back?"""
    return "The parts of the decision", (
        GridField(
            subject=lab.subject("parts"),
            label="How hard would each be to take back?",
            hint="Think of the week after, and of who else would have to move.",
            items=tuple(Option(id=part.id, title=part.text) for part in lab.parts),
            scale=tuple(Option(id=undo, title=words) for undo, words in UNDO.items()),
        ),
    )


def needs(lab: GoDeep) -> Form:
    """Who must agree, who must be asked, who must be told?"""
    return "Five teams", (
        GridField(
            subject=lab.subject("needs"),
            label="What does each team have to be given before anything is decided?",
            hint="Give a veto only where nothing can happen without them.",
            items=tuple(
                Option(id=team.id, title=f"{team.title} ({team.lead})", detail=team.wants) for team in lab.teams
            ),
            scale=tuple(Option(id=need, title=words) for need, words in NEED.items()),
        ),
    )


def choice(lab: GoDeep) -> Form:
    """Which option, and which unknown first?"""
    return "Your decision", (
        one_of(
            lab,
            "choice",
            "Which would you propose?",
            (Option(id=way.id, title=way.title, detail=way.text) for way in lab.options),
        ),
        one_of(
            lab,
            "unknown",
            "What would you find out first?",
            (Option(id=it.id, title=it.text, detail=it.find_out) for it in lab.unknowns),
            hint="Finding out costs time as well. Leave it open if none is worth it.",
        ),
    )


def record(lab: GoDeep) -> Form:
    """The decision record, part by part."""
    return "The decision record", tuple(
        TextField(subject=lab.subject(f"record.{part}"), label=label, hint=hint, rows=3)
        for part, (label, hint) in _RECORD.items()
    )


def doors(here: LabContext[GoDeep]) -> str:
    """The parts as somebody sorted them, beside how the case has them and why."""
    given = here.grid("parts")
    rows = [
        (part, UNDO[Undo(given[part.id])], UNDO[part.undo], given[part.id] == part.undo)
        for part in here.lab.parts
        if part.id in given
    ]
    return render("doors", rows=rows, total=len(here.lab.parts))


def agreement(here: LabContext[GoDeep]) -> str:
    """Who stands where, after somebody has said who must agree."""
    given = here.grid("needs")
    if not given:
        return render("agreement", rows=(), picture="")
    chosen = here.one("choice")
    picture = drawn(lambda width: stances_chart(here.lab, here.theme, chosen=chosen, width=width))
    rows = [
        (team, NEED[Need(given[team.id])], NEED[team.need], given[team.id] == team.need)
        for team in here.lab.teams
        if team.id in given
    ]
    return render("agreement", rows=rows, picture=picture)


def consequences(here: LabContext[GoDeep]) -> str:
    """What the chosen option gets and closes off, who has to be won, and what can still be taken back."""
    chosen = here.lab.option(here.one("choice"))
    if chosen is None:
        return render("consequences", chosen=None)
    unknown = next((it for it in here.lab.unknowns if it.id == here.one("unknown")), None)
    return render(
        "consequences",
        chosen=chosen,
        parts=[(part, UNDO[part.undo]) for part in here.lab.parts_of(chosen)],
        against=[team for team in here.lab.teams if team.stance[chosen.id] is Stance.RESISTS],
        unknown=unknown,
    )


def record_view(here: LabContext[GoDeep]) -> str:
    """The record as one page, and what was noticed in its words."""
    words = {part: here.words(f"record.{part}") for part in PARTS}
    reading = read_record(words, [(team.title, team.lead) for team in here.lab.teams])
    written = [(_RECORD[part][0], words[part]) for part in PARTS if words[part].strip()]
    missing = [_RECORD[part][0] for part in reading.missing]
    return render("record", told=written, reading=reading, missing=missing)


def starter(here: LabContext[GoDeep]) -> str:
    """Words to begin with when keeping what one did."""
    chosen = here.lab.option(here.one("choice"))
    return f"I worked through a decision across five teams and proposed: {chosen.title}." if chosen else ""


PAGE = LabPage[GoDeep](
    forms={"parts": parts, "needs": needs, "choice": choice, "record": record},
    views={
        "doors": doors,
        "agreement": agreement,
        "consequences": consequences,
        "record": record_view,
    },
    starter=starter,
)
