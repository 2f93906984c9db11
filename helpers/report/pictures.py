"""What stands for a picture where it can't be seen: a sentence in its place, and a table of the same at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.charts import Picture, gap_chart, ladder_map
from helpers.insight import Gap, ItemView, answer_label, frequency_label
from helpers.ladder.place_id import PlaceId
from helpers.report.context import PICTURE_WIDTH, Material
from helpers.report.model import Figure, Prose, Section, Table

LONG = 250
"""Characters of an alternative text that can be listened to in one go. What is longer is better off as a table."""

_NONE = "–"


def figure(picture: Picture, brief: str, table: Table | None, *, caption: str = "") -> Figure:
    """A picture in a report.

    Its own alternative text stands for it as long as that is short; otherwise `brief` does,
    a sentence or two, and `table` shows the same at the end of the report (None where the
    section has such a table already). `caption` stands below it ("": none does).
    """
    if len(picture.alt) <= LONG:
        return Figure(picture=picture, caption=caption)
    return Figure(picture=picture, caption=caption, brief=brief, table=table)


def with_tables(sections: Iterable[Section]) -> tuple[Section, ...]:
    """These sections, and where pictures of theirs need one, a last one that has what they show as tables."""
    given = tuple(sections)
    tables = [
        block.table.model_copy(update={"title": block.caption or section.title})
        for section in given
        for block in section.blocks
        if isinstance(block, Figure) and block.table
    ]
    if not tables:
        return given
    lead = Prose(
        tone="lead", text="The same as in the pictures, for whoever listens to this report or prefers figures."
    )
    return *given, Section(id="tables", title="The pictures as tables", blocks=(lead, *tables), own_page=True)


def map_figure(material: Material) -> Figure:
    """The map of the ladder, with where somebody stands, where they head and what they have rated."""
    here = material.standing.id if material.standing else None
    goal = material.destination.id if material.destination else None
    rated = {level.level_id: level for level in material.answered}
    picture = ladder_map(material.ladder, material.theme, here=here, destination=goal, rated=rated, width=PICTURE_WIDTH)
    brief = f"Map of the ladder “{material.ladder.title}”."
    if material.standing:
        brief += f" You are here: {material.standing.short_title}."
    if material.destination:
        brief += f" Your destination: {material.destination.short_title}."
    return figure(picture, f"{brief} A table at the end names every place on it.", _places(material, here, goal))


def gap_figure(material: Material, found: Gap) -> Figure:
    """From somebody's answers to what their destination asks for, statement by statement."""
    picture = gap_chart(found, material.ladder, material.theme, width=PICTURE_WIDTH)
    expects = found.expects
    beside = (
        f", {len(found.to_grow)} less often than expected. What is expected is a judgement of "
        f"“{material.ladder.expecter}”."
        if expects
        else ". The ladder expects no particular frequency, so there is no gap."
    )
    brief = (
        f"From your answers to what {found.destination.short_title} asks for: {found.rated_text}{beside} "
        "A table at the end has each statement."
    )
    rows = tuple(
        (
            item.statement.title,
            answer_label(found.scale, item.rating),
            *([_expected(found, item)] if expects else []),
            "yes" if item.supported else "no",
        )
        for item in found.items
    )
    head = ("Statement", "Your answer", *(["Expected"] if expects else []), "Evidence")
    return figure(picture, brief, Table(head=head, rows=rows))


def _expected(to_goal: Gap, item: ItemView) -> str:
    return _NONE if item.expected is None else frequency_label(to_goal.scale, item.expected)


def _places(material: Material, here: str | None, goal: str | None) -> Table:
    ladder, rated = material.ladder, {level.level_id: level for level in material.answered}
    rows: list[tuple[str, ...]] = []
    for level in ladder.levels:
        covered = rated.get(level.id)
        count = f"{covered.rated} of {covered.total}" if covered else _NONE
        marks = _marks(level.id == here, goal == PlaceId.level(level.id))
        track = ladder.track(level.track).title if level.track else _NONE
        rows.append((level.title, track, count, marks))
    rows += [
        (role.title, "Neighbouring role", _NONE, _marks(False, goal == PlaceId.role(role.id))) for role in ladder.roles
    ]
    return Table(head=("Place", "Track", "Rated", "On the map"), rows=tuple(rows))


def _marks(here: bool, goal: bool) -> str:
    marks: Sequence[str] = ["You are here"] * here + ["Your destination"] * goal
    return ", ".join(marks) or _NONE
