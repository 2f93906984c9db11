"""Lab 7 on the page: one or two weeks to sort, then what the sorting says beside the ladder's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from helpers.errors import UnknownId
from helpers.form import Form, GridField, Option
from helpers.insight import item_views
from helpers.labs.adjacent.model import AnotherChair, Task, Week
from helpers.labs.adjacent.sorting import Energy, Skill, Sorted, sort_week
from helpers.labs.context import LabContext
from helpers.labs.page import LabPage, Lead, lab_renderer
from helpers.ladder import Ladder, Role

render = lab_renderer(__file__)

ENERGY = (
    Option(id=Energy.GIVES, title="gives energy"),
    Option(id=Energy.NEUTRAL, title="neither"),
    Option(id=Energy.TAKES, title="takes energy"),
)
SKILL = (
    Option(id=Skill.CAN, title="could do tomorrow"),
    Option(id=Skill.PARTLY, title="with help"),
    Option(id=Skill.LEARN, title="would have to learn"),
)


class Said(NamedTuple):
    """What one sorted week says: the week, its family in the ladder (None if it has none), and what carries over."""

    sorted: Sorted
    role: Role | None
    carries: tuple[str, ...]


def week_form(role_id: str) -> Callable[[AnotherChair], Form]:
    """The form that sorts one family's week, by energy and by skill."""

    def form(lab: AnotherChair) -> Form:
        week = _week(lab, role_id)
        items = tuple(Option(id=task.id, title=task.title, detail=task.text) for task in week.tasks)
        return week.person, (
            GridField(
                subject=lab.subject(f"{role_id}.energy"),
                label="What would each task do to you?",
                hint="Think of a day on which you did something like it.",
                items=items,
                scale=ENERGY,
            ),
            GridField(
                subject=lab.subject(f"{role_id}.skill"),
                label="And how far could you do it today?",
                items=tuple(option.model_copy(update={"detail": None}) for option in items),
                scale=SKILL,
            ),
        )

    return form


def week_view(role_id: str) -> Callable[[LabContext[AnotherChair]], str]:
    """What the sorting of one family's week says."""

    def view(here: LabContext[AnotherChair]) -> str:
        said = _said(here, role_id)
        return render("week", person=_week(here.lab, role_id).person, said=said, Energy=Energy, Skill=Skill)

    return view


def side_by_side(here: LabContext[AnotherChair]) -> str:
    """All weeks that somebody has begun to sort, in the order of the file: counts, and no ranking."""
    begun = [said for week in here.lab.families if (said := _said(here, week.role)).sorted.placed]
    return render("weeks", weeks=begun, Energy=Energy, Skill=Skill)


def _week(lab: AnotherChair, role_id: str) -> Week:
    week = lab.week(role_id)
    if week is None:
        raise UnknownId(f"this lab has no week for {role_id!r}", next_step="Add one to its file, under 'families'.")
    return week


def _said(here: LabContext[AnotherChair], role_id: str) -> Said:
    week = _week(here.lab, role_id)
    sorting = sort_week(week, here.grid(f"{role_id}.energy"), here.grid(f"{role_id}.skill"))
    role = next((role for role in here.ladder.roles if role.id == role_id), None)
    return Said(sorting, role, _carried(here, sorting.tasks(Energy.GIVES, Energy.NEUTRAL)))


def _carried(here: LabContext[AnotherChair], tasks: tuple[Task, ...]) -> tuple[str, ...]:
    """The titles of the ladder's statements behind these tasks that were answered at or above the expectation."""
    shown = dict.fromkeys(
        statement_id for task in tasks for statement_id in task.shows if here.ladder.has_statement(statement_id)
    )
    return tuple(view.statement.title for view in item_views(here.ladder, here.state, shown) if view.shown)


def starter(here: LabContext[AnotherChair]) -> str:
    """Words to begin with when keeping what the sorting told."""
    gives = [
        task.title
        for week in here.lab.families
        for task in _said(here, week.role).sorted.tasks(Energy.GIVES, skill=Skill.CAN)
    ]
    return f"I could do this tomorrow and would enjoy it: {'; '.join(gives[:3])}." if gives else ""


def leads(lab: AnotherChair, ladder: Ladder) -> dict[str, Lead]:
    """What stands above each week."""
    named = {role.id: role.title for role in ladder.roles}
    return {week.role: Lead(week.title or named.get(week.role, week.person), week.note or "") for week in lab.families}


PAGE = LabPage[AnotherChair](
    forms={},
    views={"weeks": side_by_side},
    forms_of=lambda lab: {week.role: week_form(week.role) for week in lab.families},
    views_of=lambda lab: {week.role: week_view(week.role) for week in lab.families},
    leads_of=leads,
    starter=starter,
    reads=("statement:", "evidence:"),
)
