"""The course follows the ladder and the notebooks' metadata; no list of chapters stands anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from helpers.chapters import Chapter, Course, Teaches, ViewContext, course, parts
from helpers.chapters.cases import of_level
from helpers.chapters.elements import Element, Prose
from helpers.errors import UsageError
from helpers.ladder import load_ladder
from helpers.pages.render import render
from helpers.paths import LADDER_HOME, ROOT
from tests.chapters.contexts import LADDER, NOON, THEME, context
from tests.reading import Reading
from tests.strategies import ladders, make_ladder, make_level, told

SHIPPED = load_ladder()


def stems(found: Course) -> list[str]:
    return [chapter.stem for chapter in found.chapters]


def notebook(about: dict[str, object] | None, *cells: dict[str, object]) -> str:
    return json.dumps({"cells": cells, "metadata": {"kit": about} if about else {}, "nbformat": 4, "nbformat_minor": 5})


def code(id: str, source: str) -> dict[str, object]:
    return {"cell_type": "code", "id": id, "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def prose(id: str, text: str, **kit: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": id, "metadata": {"kit": kit} if kit else {}, "source": text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Notebooks of one's own, as few as there can be."""
    (tmp_path / "begin.ipynb").write_text(notebook({"teaches": "start"}))
    (tmp_path / "any.ipynb").write_text(notebook({"teaches": "level"}, code("rate", "kit.rate()")))
    (tmp_path / "beside.ipynb").write_text(notebook({"teaches": "roles"}))
    (tmp_path / "end.ipynb").write_text(notebook({"teaches": "path"}))
    return tmp_path


# Which chapters there are


def test_the_shipped_ladder_has_every_shipped_chapter_and_lab():
    """A link that leads nowhere would be the first thing a reader meets."""
    found = course(SHIPPED)
    written = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    every = {each.stem for each in (*found.pages, *found.labs)}
    assert every == written - {"any_level", "any_roles"}
    assert [each.number for each in found.chapters] == list(range(9))
    assert found.problems == ()
    assert [lab.lab for each in found.chapters for lab in found.labs_of(each)] == [lab.lab for lab in found.labs]


def test_a_chapter_takes_longer_with_its_stories_than_without():
    assert all(0 < each.brief <= each.minutes for each in course(SHIPPED).chapters)


@settings(max_examples=30)
@given(ladders())
def test_any_ladder_has_a_chapter_for_each_of_its_levels_track_by_track(ladder):
    found = course(ladder)
    tracks = [track.id for track in ladder.tracks]
    taught = [ladder.level(each.level) for each in found.chapters if each.teaches is Teaches.LEVEL]
    assert sorted(level.id for level in taught) == sorted(level.id for level in ladder.levels)
    assert [tracks.index(level.track) for level in taught] == sorted(tracks.index(level.track) for level in taught)
    assert (found.first(Teaches.ROLES) is not None) == bool(ladder.roles)
    assert (found.chapters[0].teaches, found.chapters[-1].teaches) == (Teaches.START, Teaches.PATH)
    assert found.labs == (), "the shipped labs are about another ladder"
    assert len(set(stems(found))) == len(found.chapters)


def test_what_a_notebook_teaches_stands_in_its_metadata_alone(folder):
    own = {"teaches": "level", "level": "mid", "ladder": LADDER.id, "title": "The middle", "minutes": 9, "brief": 4}
    (folder / "whatever.ipynb").write_text(notebook(own))
    found = course(LADDER, folder).about("mid")
    assert found[:6] == ("whatever", "The middle", Teaches.LEVEL, 2, 9, 4)
    assert course(make_ladder([make_level("mid")]), folder).about("mid").stem == "mid", "it speaks of another ladder"


def test_a_notebook_in_the_folder_of_a_ladder_goes_before_the_shared_one(folder):
    (folder / LADDER.id).mkdir()
    (folder / LADDER.id / "begin.ipynb").write_text(notebook({"teaches": "start", "title": "Ours"}))
    assert course(LADDER, folder).chapters[0].title == "Ours"
    assert course(make_ladder([make_level("mid")]), folder).chapters[0].title == "begin"


def test_an_installed_kit_finds_the_notebooks_that_are_ones_own(tmp_path, monkeypatch):
    monkeypatch.setenv(LADDER_HOME, str(tmp_path))
    own = tmp_path / "notebooks" / LADDER.id
    own.mkdir(parents=True)
    (own / "ours.ipynb").write_text(notebook({"teaches": "level", "level": "mid", "title": "Ours"}))
    assert course(LADDER).about("mid").title == "Ours"


UNFIT = ("", "[1]", "{}", '{"cells": 3, "metadata": {}}', *(notebook({"teaches": it}) for it in ("cooking", "lab")))


@pytest.mark.parametrize("text", UNFIT)
def test_a_notebook_that_cant_be_used_is_told_and_stops_no_other(folder, text):
    (folder / "broken.ipynb").write_text(text)
    found = course(LADDER, folder)
    assert len(found.chapters) == len(LADDER.levels) + 3
    (problem,) = found.problems
    assert "broken.ipynb" in problem


def test_a_notebook_without_the_kits_metadata_is_somebodys_own_business(folder):
    (folder / "notes.ipynb").write_text(notebook(None, prose("a", "My notes")))
    assert course(LADDER, folder).problems == ()


def test_a_course_that_cant_begin_is_told(tmp_path):
    with pytest.raises(UsageError, match="start"):
        course(LADDER, tmp_path)


def test_an_unknown_chapter_is_refused_with_the_ones_there_are():
    with pytest.raises(UsageError, match="02_mid_level_pm"):
        course(SHIPPED).chapter("02_mid")


def test_the_notebook_for_any_level_stands_for_one_that_has_no_other():
    assert course(load_ladder(ROOT / "tests/fixtures/ladders/tiny.yaml")).chapter("any_level").level == "first"
    assert course(SHIPPED).chapter("any_level").level == "associate"


def test_neighbours_are_missing_at_either_end_only():
    found = course(SHIPPED)
    assert found.neighbours(found.chapters[0]) == (None, found.chapters[1])
    assert found.neighbours(found.chapters[4]) == (found.chapters[3], found.chapters[5])
    assert found.neighbours(found.chapters[-1]) == (found.chapters[-2], None)
    lab = found.chapter("02_lab_what_first")
    assert found.neighbours(lab) == (found.about("mid"), found.about("senior"))


# What a chapter holds


def ids(found: Course, here: Chapter) -> list[str]:
    return [part.id for part in parts(found, here)]


def one(folder: Path, *cells: dict[str, object]) -> list[Prose | Element]:
    """What the cells of a chapter about the level "mid" are read as."""
    own = {"teaches": "level", "level": "mid", "ladder": LADDER.id}
    (folder / "mid.ipynb").write_text(notebook(own, *cells))
    found = course(LADDER, folder)
    return list(parts(found, found.about("mid")))


def test_nothing_in_a_notebook_is_run_and_what_isnt_a_call_says_so(folder, tmp_path):
    trap = f"open({str(tmp_path / 'run')!r}, 'w')"
    odd = [trap, "1 + 1", "%time kit.rate()", "kit.rate(section)", "kit.rate(); kit.insight()", "kit._add('x')"]
    odd += ["kit.nothing()", "kit.rate(1, 2, 3)", "kit.rate(**{})", "x = kit.rate()", f"kit.rate({trap})", "kit.a.b()"]
    found = one(folder, *(code(f"c{n}", source) for n, source in enumerate(odd)))
    assert [part.id for part in found] == [f"cell-c{n}" for n in range(len(odd))]
    for part in found:
        assert "code of its own" in Reading(part.shows(context())).words
    assert not (tmp_path / "run").exists()


def test_a_call_that_the_kit_refuses_is_told_in_its_place(folder):
    (part,) = one(folder, code("c", 'kit.rate("cooking")'))
    assert "no section to rate" in Reading(part.shows(context())).words


def test_the_opening_cell_shows_nothing_and_prose_is_left_out_where_it_has_no_place(folder):
    found = one(
        folder,
        code("open", 'from helpers.widgets import open_kit\nkit = open_kit("mid")'),
        prose("a", "For any"),
        prose("b", "For another", ladder="other"),
        prose("c", "For a notebook", where="jupyterlab"),
        prose("d", "For this", ladder=LADDER.id),
        code("e", ""),
    )
    assert [(part.id, part.text) for part in found] == [("text-a", "For any"), ("text-d", "For this")]


def test_ids_are_the_same_at_every_reading_and_none_is_there_twice(folder):
    found = course(SHIPPED)
    for here in found.chapters:
        assert ids(found, here) == ids(course(SHIPPED), here)
        assert len(set(ids(found, here))) == len(ids(found, here))
    assert [part.id for part in one(folder, code("a", "kit.insight()"), code("b", "kit.insight()"))] == [
        "insight",
        "insight-2",
    ]


def test_no_id_of_the_shipped_ladder_stands_in_a_cell():
    ladder = load_ladder()
    known = {each.id for each in (*ladder.levels, *ladder.roles, *(s for _, _, s in ladder.walk()))}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        if "_lab_" in path.name:
            continue
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                assert not [id for id in known if f'"{id}"' in "".join(cell["source"])], path.name


@settings(max_examples=15)
@given(told())
def test_every_chapter_of_any_ladder_shows_no_error_and_no_story_about_another(drawn):
    """And every form can be drawn, whatever was answered."""
    ladder, events = drawn
    found = course(ladder)
    assert found.short
    assert found.talk
    for here in found.pages:
        now = ViewContext.of(found, here, events, theme=THEME, now=NOON, kept=context().kept)
        for part in parts(found, here):
            if isinstance(part, Prose):
                assert "Samira" not in part.text
                continue
            html = part.shows(now)
            Reading(html)
            assert "kp-notice" not in html, (here.stem, part.id)
            part.asks(now)


def test_nothing_on_one_level_alone_speaks_of_roads_or_roles_that_are_not_there():
    ladder = make_ladder([make_level("only")])
    found = course(ladder)
    told = ""
    for here in found.pages:
        now = ViewContext.of(found, here, (), theme=THEME, now=NOON, kept=context().kept)
        for part in parts(found, here):
            if isinstance(part, Prose):
                told += part.text
                continue
            told += part.shows(now)
            told += " ".join(field.model_dump_json() for field in part.asks(now).fields)
    for words in ("beside the ladder", "two are better", "p to three:", "the next level", "roads would you like"):
        assert words not in told
    assert "Where do you work today?" in told


def test_a_long_level_is_asked_one_competency_at_a_time_and_takes_the_others_too():
    ladder = make_ladder([make_level("long", size=9)])
    found = course(ladder)
    now = ViewContext.of(found, found.about("long"), (), theme=THEME, now=NOON, kept=context().kept)
    (part,) = [part for part in parts(found, found.about("long")) if part.id == "rate"]
    first, second, third = (part.asks(now.within(own)) for own in ("", "delivery", "people"))
    shown = [field.statement_id for asked in (first, second, third) for field in asked.fields]
    assert sorted(shown) == sorted(statement.id for statement in ladder.levels[0].statements)
    assert {f.statement_id for f in second.takes} == set(shown)
    assert "0 of 9 answered" in Reading(part.shows(now)).words
    assert part.asks(now.within("no such thing")) == first
    assert [result.own for result in part.act(now, "people")] == ["people"]
    assert list(part.act(now, "<script>")) == []


def test_a_part_that_a_level_doesnt_have_has_no_heading_either():
    found = course(load_ladder(ROOT / "tests/fixtures/ladders/tiny.yaml"))
    now = ViewContext.of(found, found.about("first"), (), theme=THEME, now=NOON, kept=context().kept)
    shown = "".join(part.shows(now) for part in parts(found, found.about("first")) if isinstance(part, Element))
    headings = [words for _, words in Reading(shown).headings]
    assert headings[:3] == ["First", "What the work asks", "What others would notice"]
    assert headings[3:] == ["What you are growing", "A few lines for yourself"]


def test_left_out_says_so_in_words():
    assert "JupyterLab" in render("left_out")


def test_a_level_names_the_lab_and_the_cases_that_fit_it():
    """Where none does, a lab stands beside the level that it was written for."""
    about = load_ladder()
    levels = tuple(
        level.model_copy(update={"lab": "mid", "cases": "senior"} if level.id == "director" else {})
        for level in about.levels
    )
    named = course(about.model_copy(update={"levels": levels}))
    mid = next(lab for lab in named.labs if lab.lab == "mid")
    beside = named.beside(mid)
    assert beside
    assert beside.level == "director"
    assert [lab.lab for lab in named.labs_of(named.about("director"))] == ["mid"]
    assert "director" not in {lab.lab for lab in named.labs}
    assert {case.id.partition(".")[0] for case in of_level(named, "director")} == {"senior"}
