"""A framework of each shape, in words of our own, goes all the way: import, lint, chapters, report, paper, a session.

The ways of reading each are in `tests/importing/test_import.py`.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from xlsxwriter import Workbook

from helpers.chapters import Element, Kept, ViewContext, course, parts
from helpers.charts import Theme
from helpers.form import RatingField
from helpers.importing import as_ladder, read_tables, understand
from helpers.ladder import Ladder, check_ladder
from helpers.ladder.advice import advise
from helpers.report import build_report, typeset
from helpers.web.board import BoardEngine
from helpers.workshop.agenda import load_workshop
from helpers.workshop.handouts import all_handouts
from helpers.workshop.hosted import HostedPlan, plan_session
from helpers.workshop.session import TeamSession
from helpers.workshop.slides import projected
from helpers.workshop.suppression import Shown
from helpers.workshop.team import together
from helpers.workshop.team_build import build_team_report
from tests.hosting.server import WORKSHOP, Served, database, served
from tests.hosting.test_facilitator import bars, leading, rating, send
from tests.importing.test_import import FRAMEWORKS, SHAPES
from tests.report.people import text_of
from tests.strategies import START, choose, rate
from tests.workshop.printed import pages_of, tight
from tests.workshop.team import put, share_of

DAY = date(2026, 11, 23)
THEME = Theme()


def merged(path) -> None:
    """Nine levels, each over two rows of one merged cell."""
    book = Workbook(path)
    sheet = book.add_worksheet("Levels")
    sheet.write_row(0, 0, ("Level", "Skill", "Statement"))
    for at in range(9):
        sheet.merge_range(1 + 2 * at, 0, 2 + 2 * at, 0, f"Grade {at + 1}")
        for row, skill in enumerate(("Listening", "Writing")):
            sheet.write_row(1 + 2 * at + row, 1, (skill, f"{skill} in a room of {2 + at * 10} people"))
    book.close()


def imported(name: str, answers: dict[str, str], folder) -> Ladder:
    path = FRAMEWORKS / name
    if name.endswith(".xlsx"):
        merged(path := folder / name)
    if name == "one.csv":
        (path := folder / name).write_text("Level,Statement\nMaker,Keeps the workbench clear\nMaker,Says what broke\n")
    found = understand(read_tables(path), answers)
    out = folder / "ours.yaml"
    out.write_text(as_ladder(found, id="ours", title="Ours", language="en", answers=answers).text, encoding="utf-8")
    return check_ladder(out)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running service, in which each shape opens a session of its own."""
    with served(database(tmp_path_factory.mktemp("service"))) as running:
        yield running


def hosted(service: Served, plan: HostedPlan) -> None:
    """Three people join by phone and answer what is asked; the picture that is revealed then shows all of it."""
    here = service._replace(session=service.store.open_session(plan, timedelta(days=1)))
    here.open_all()
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            person = stack.enter_context(here.joined())
            asked = person.get("/w/state").json()
            assert all(f'"statement:{id}"' in json.dumps(asked) for id in plan.statements)
            send(person, {f"statement:{id}": rating(3) for id in plan.statements})
        with leading(here) as lead:
            lead.press("reveal")
            shows_all(lead.press, plan)


def shows_all(press: Callable[[str], str], plan: HostedPlan) -> None:
    """What all said alike is told aloud first; then each statement has its bar."""
    press("said")
    shown = press("level")
    parts = dict.fromkeys(re.findall(r'value="(level:[^"]+)"', shown))
    told = bars(shown) + "".join(bars(press(part)) for part in parts)
    assert told.count("3 answers: 3 “") >= len(plan.statements)
    assert all(plan.ladder.statement(id).title in html.unescape(told) for id in plan.statements)


def pressed(board: BoardEngine) -> Callable[[str], str]:
    """What the board of a folder shows after a press, as its page remembers it."""
    owns: dict[str, str] = {}

    def press(value: str) -> str:
        told = list(board.handle({"type": "act", "element": "board", "value": value, "owns": owns}))
        owns["board"] = next(each["own"] for each in told if each["type"] == "own")
        return next(each["html"] for each in told if each.get("element") == "board" and "html" in each)

    return press


@pytest.mark.parametrize(
    ("name", "answers"), [*((name, answers) for name, answers, _, _ in SHAPES), ("merged.xlsx", {}), ("one.csv", {})]
)
def test_a_framework_goes_from_its_file_to_a_workshop(name, answers, service, tmp_path):
    ladder = imported(name, answers, tmp_path)
    assert advise(ladder) == ()
    statements = [statement for _, _, statement in ladder.walk()]
    first, last = ladder.levels[0], ladder.levels[-1]

    events = [choose(ladder, "standing", first.id), choose(ladder, "destination", f"level:{last.id}")]
    events += [rate(ladder, each.id, at % 5, at=START) for at, each in enumerate(statements[:6])]
    found, asked = course(ladder), []
    for here in found.chapters:
        now = ViewContext.of(found, here, tuple(events), theme=THEME, now=START, kept=Kept("here"))
        for part in (part for part in parts(found, here) if isinstance(part, Element)):
            assert "None" not in (part.shows(now) or "")
            form = part.asks(now)
            if form and here.level:
                asked += [each.statement_id for each in form.takes if isinstance(each, RatingField)]
    assert sorted(asked) == sorted(each.id for each in statements)

    report = tight(text_of(typeset(build_report(ladder, events, on=DAY, theme=THEME, name="Kim"), THEME).data))
    assert "expectsnoparticularfrequency" in report
    workshop = load_workshop("ninety-minutes")
    paper = all_handouts(ladder, THEME, on=DAY, workshop=workshop, levels=[first.id])
    if ladder.language == "en" and name != "japanese.csv":  # this machine may have no letters for others
        assert tight(first.statements[0].text) in "".join(pages_of(paper[f"worksheet-{first.id}.pdf"].data))
    for slide in projected(workshop, ladder, THEME):
        assert slide.layout == "title" or slide.lead or slide.points or slide.entries or slide.picture

    plan = plan_session(workshop, ladder)
    assert set(plan.statements) <= {each.id for each in statements}
    (tmp_path / "team").mkdir()
    session = TeamSession.open(tmp_path / "team", ladder, min_group=3)
    for person in ("ana", "bo", "cem"):
        put(tmp_path / "team", person, share_of(person, dict.fromkeys(plan.statements, 3), ladder=ladder))
    snapshot = session.reveal()
    assert all(isinstance(snapshot.tables[id], Shown) for id in plan.statements)
    assert {one.met for one in together(ladder, snapshot)} == {3}
    team = build_team_report(ladder, snapshot, (), on=DAY, theme=THEME, min_group=3)
    shown = {ladder.level_of(id).id for id in plan.statements}
    assert {f"level-{id}" for id in shown} <= {section.id for section in team.sections}
    press = pressed(BoardEngine(session, THEME, files=True))
    press("reveal:0")
    shows_all(press, plan)
    hosted(service, plan_session(WORKSHOP, ladder))
