"""Answers as a table for a terminal, with the ladder's words in place of its ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from helpers.cli.terminal import printable
from helpers.errors import UnknownId
from helpers.insight.versions import BECAME, old_answer, old_words
from helpers.journal import (
    Answer,
    Ask,
    Choice,
    Event,
    Evidence,
    Figures,
    Rater,
    Rating,
    RatingState,
    Reply,
    Seen,
    Subject,
    Words,
    fold,
    often,
)
from helpers.journal.carrying import Fate
from helpers.journal.state import by_time
from helpers.ladder import Ladder
from helpers.ladder.lineage import CARRIED
from helpers.ladder.place_id import PlaceId
from helpers.report.phrases import sentence

_NAMES = {
    Subject.profile("name"): "Name",
    Subject.profile("role"): "Role",
    "choice:standing": "Where you stand",
    "choice:curious": "Curious about",
    "choice:compare": "Compared",
    "choice:destination": "Destination",
    "choice:focus": "Focus",
    "choice:plan-history": "Plans whose history is in the report",
    "choice:quoted": "Of second views, in the report",
    "choice:shared": "What share files are named after",
}
NOTHING: Mapping[str, str] = MappingProxyType({})


def answer_table(events: Sequence[Event], ladder: Ladder | None, *, history: bool = False) -> Table:
    """The answers that stand among these `events`, in the ladder's order; with `history` every one, in order of time.

    With None for a ladder, ids stand where titles would. Times are local.
    """
    table = Table(box=SIMPLE_HEAD, show_lines=False, expand=False)
    others = any(event.rater is not Rater.SELF for event in events)
    for heading in ("When", *(["Who"] if others else []), "What", "Answer"):
        table.add_column(heading, no_wrap=heading in ("When", "Who"), overflow="fold")
    chosen = sorted(events, key=by_time) if history else _in_reading_order(events, ladder)
    for event in chosen:
        when = event.at.astimezone().strftime("%Y-%m-%d %H:%M")
        cells = [when, *([event.rater.value] if others else []), _what(event.subject, ladder)]
        table.add_row(*(Text(printable(cell)) for cell in (*cells, _said(event.answer, ladder))))
    return table


def fate_table(fates: Iterable[Fate], ladder: Ladder) -> Table:
    """Answers that an earlier version of a ladder was given, and what became of each: its words then, the answer,
    what it is now. Times are local.
    """
    table = Table(box=SIMPLE_HEAD, show_lines=False, expand=False)
    for heading in ("When", "Version", "What was asked", "Answer", "What became of it"):
        table.add_column(heading, no_wrap=heading == "When", overflow="fold")
    for fate in fates:
        event = fate.event
        when = event.at.astimezone().strftime("%Y-%m-%d")
        about = old_words(fate) or _what(event.subject, ladder)
        rated = old_answer(fate, ladder) if isinstance(event.answer, Rating) else ""
        said = rated or _said(event.answer, ladder, dict(event.asked))
        cells = (when, event.ladder_version, about, said, _became(fate, ladder))
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _became(fate: Fate, ladder: Ladder) -> str:
    words = BECAME[fate.how]
    now = [_what(subject, ladder) for subject in fate.now if subject != fate.event.subject]
    lost = [dict(fate.event.asked).get(statement_id, statement_id) for statement_id in fate.lost]
    clauses = [f"{words}: {'; '.join(now)}" if now else words]
    clauses += [f"without {', '.join(lost)}"] * bool(lost and fate.how in CARRIED)
    return " ".join(map(sentence, clauses))


def _in_reading_order(events: Iterable[Event], ladder: Ladder | None) -> list[Event]:
    place: dict[str, int] = {}
    if ladder:
        read = [statement.id for _, _, statement in ladder.walk()]
        read += [prompt.id for _, prompt in ladder.walk_prompts()]
        place = {statement_id: number for number, statement_id in enumerate(read)}

    def key(event: Event) -> tuple[Any, ...]:
        subject = event.subject
        # Evidence follows the statement at which it was written.
        beside = Subject.statement(subject.id) if subject.kind == "evidence" else subject
        group, parts, _ = beside.place
        return (group, place.get(subject.id, len(place)), parts, subject.place, event.rater.value)

    return sorted(fold(events).current.values(), key=key)


def _what(subject: Subject, ladder: Ladder | None) -> str:
    kind, about = subject.kind, subject.id
    if subject in _NAMES:
        return _NAMES[subject]
    if kind == "plan":
        return f"Plan {about}"
    if kind == "note":
        return f"Note {about}"
    if kind == "lookback":
        return f"Looking back at plan {about}"
    if kind in ("lab", "case"):
        return f"{kind.capitalize()} {about}"
    if kind in ("ask", "reply"):
        return "A second view, asked for" if kind == "ask" else "A second view, opened"
    if kind == "agreed":
        return "What came of a second view"
    if kind == "draft":
        return "Still being written"
    if ladder is None:
        return subject
    try:
        if kind == "prompt":
            return ladder.prompt(about).text
        title = f"{ladder.level_of(about).short_title}: {ladder.statement(about).title}"
        return f"{title} (evidence)" if kind == "evidence" else title
    except UnknownId:  # said about another ladder, or an earlier version of this one
        return subject


def _said(answer: Answer, ladder: Ladder | None, asked: Mapping[str, str] = NOTHING) -> str:
    match answer:
        case Rating():
            return _rated(answer, ladder)
        case Evidence(text=text) | Words(text=text):
            return text if text.strip() else "(taken back)"
        case Choice(chosen=chosen):
            return ", ".join(asked.get(chosen_id) or _named(chosen_id, ladder) for chosen_id in chosen) or "(none)"
        case Figures(values=values):
            return ", ".join(f"{name} {value:g}" for name, value in values.items()) or "(taken back)"
        case Ask(of=of, whom=whom, word=word, statements=statements):
            named = ", ".join(_named(statement_id, ladder) for statement_id in statements)
            return "\n".join(text for text in (f"{whom or 'somebody'} ({of})", named, word) if text)
        case Reply(by=by, seen=seen, more=more):
            return "\n".join(text for text in (by, *(_saw(sighting, ladder) for sighting in seen), more) if text)
    parts = [
        ("", "dropped" if answer.dropped else None),
        ("Focus: ", answer.focus and (asked.get(answer.focus) or _named(answer.focus, ladder))),
        ("Aim: ", answer.aim),
        ("When: ", answer.when),
        ("Then: ", answer.then),
        ("First step: ", answer.first_step),
        ("By: ", answer.by),
        ("Shows: ", answer.shows),
        ("In the way: ", answer.obstacle),
        ("Look back: ", ", ".join(map(str, answer.look_backs))),
    ]
    return "\n".join(f"{label}{part}" for label, part in parts if part) or "(empty)"


def _saw(sighting: Seen, ladder: Ladder | None) -> str:
    rated = "hasn’t seen it" if sighting.often is None else _rated(often(sighting.often), ladder)
    return f"{_named(sighting.statement, ladder)}: {rated}" + (f", {sighting.example}" if sighting.example else "")


def _rated(rating: Rating, ladder: Ladder | None) -> str:
    if rating.frequency is not None:
        label = ladder.scale.frequencies[rating.frequency].label if ladder else "frequency"
        return f"{label} ({rating.frequency} of 4)"
    if rating.state is RatingState.UNANSWERED:
        return "(taken back)"
    if ladder is None:
        return rating.state.value.replace("_", " ")
    labels = {
        RatingState.NO_OPPORTUNITY: ladder.scale.no_opportunity,
        RatingState.NOT_APPLICABLE: ladder.scale.not_applicable,
        RatingState.DONT_KNOW: ladder.scale.dont_know,
    }
    return labels[rating.state].label


def _named(id: str, ladder: Ladder | None) -> str:
    """The title of a level, a role, a statement, or a destination ("level:senior"); the id if there is none."""
    if ladder is None:
        return id
    titles = {statement.id: statement.title for _, _, statement in ladder.walk()}
    for of_kind, places in ((PlaceId.role, ladder.roles), (PlaceId.level, ladder.levels)):
        titles |= {name: place.title for place in places for name in (place.id, of_kind(place.id))}
    return titles.get(id, id)
