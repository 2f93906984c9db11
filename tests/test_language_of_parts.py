"""What the ladder says is tagged with its language, what the kit says with the kit's: on pages and on paper."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from html.parser import HTMLParser
from types import SimpleNamespace

import pymupdf
import pytest

from helpers.chapters import course
from helpers.charts import Theme
from helpers.form import rating_fields
from helpers.form.fields import form_spec
from helpers.ladder.spoken import Spoken
from helpers.report import build_report, typeset
from helpers.report.page import as_page
from helpers.review.page import answer_page
from helpers.site import facilitating
from helpers.site.build import facilitating_page
from helpers.web.engine import Engine
from helpers.web.page import chapter_page
from helpers.widgets.pilot import Pilot
from helpers.workshop.agenda import load_workshop
from helpers.workshop.deck import Deck
from helpers.workshop.export import deck_pdf
from helpers.workshop.handouts import all_handouts
from helpers.workshop.hosted import plan_session
from helpers.workshop.ladder_facts import for_ladder
from helpers.workshop.pilot import tried
from helpers.workshop.run_sheet import print_run_sheet, run_sheet
from helpers.workshop.suppression import Pair, Shown, SideBySide, Snapshot
from helpers.workshop.two_pictures import build_two_pictures
from tests.hosting.server import STATEMENTS, WORKSHOP, database, served
from tests.other_languages import WAYS, in_language
from tests.report.people import SECOND_VISIT, whole_story
from tests.web.test_engine import Memory
from tests.workshop.printed import languages_of

DAY = date(2026, 11, 23)
THEME = Theme()
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style", "textarea"}


class Heard(HTMLParser):
    """Every text of a page with the language that it is in."""

    def __init__(self, page: str, language: str = "") -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", language)]
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            self.open.append((tag, dict(attrs).get("lang", self.open[-1][1])))

    def handle_endtag(self, tag):
        while self.open[-1][0] != tag:
            self.open.pop()
        self.open.pop()

    def handle_data(self, data):
        if data.strip() and self.open[-1][0] not in SILENT:
            self.texts.append((self.open[-1][1], " ".join(data.split())))


def mistaken(texts, language: str) -> list[tuple[str, str]]:
    """Texts of the ladder that don't say its language, and others that do."""
    _, ladders, other = WAYS[language]
    return [
        (lang, text)
        for lang, text in texts
        if (lang != language and ladders.search(text)) or (lang == language and other.search(text))
    ]


def lines_seen(data: bytes) -> Iterator[str]:
    """The lines of a PDF, each as it stands there from the left."""
    with pymupdf.open(stream=data) as file:
        for page in file:
            rows = defaultdict(list)
            for block in page.get_text("rawdict")["blocks"]:
                for char in (c for line in block["lines"] for span in line["spans"] for c in span["chars"]):
                    if unicodedata.category(char["c"]) != "Cf":
                        rows[round(char["origin"][1])].append((char["origin"][0], char["c"]))
            yield from ("".join(char for _, char in sorted(row)) for row in rows.values())


@pytest.fixture(scope="module", params=WAYS)
def ladder(request):
    return in_language(request.param)


def test_every_chapter_tells_the_ladders_words_from_the_kits(ladder):
    memory = Memory()
    memory.said = list(whole_story(ladder))
    engine = Engine(ladder, memory, theme=THEME, link=lambda chapter: f"/{chapter.stem}", now=lambda: SECOND_VISIT)
    found, heard = course(ladder), 0
    for here in (*found.chapters, *found.labs):
        texts = Heard(chapter_page(engine, here)).texts
        assert not mistaken(texts, ladder.language), here.stem
        heard += sum(lang == ladder.language for lang, _ in texts)
        for reply in engine.handle({"type": "look", "chapter": here.stem, "version": "", "owns": {}}):
            assert not mistaken(Heard(reply.get("html", ""), "en").texts, ladder.language), here.stem
    assert heard > 1000


def test_paper_tells_them_apart_by_its_tags(ladder):
    level = ladder.levels[1]
    workshop = for_ladder(load_workshop("half-day"), ladder)
    deck = Deck(workshop, ladder, THEME, opening="", notebook=None)
    report = build_report(ladder, whole_story(ladder), on=DAY, theme=THEME)
    made = {name: pdf.data for name, pdf in all_handouts(ladder, THEME, on=DAY, levels=[level.id]).items()}
    made["report"] = typeset(report, THEME).data
    made["slides"] = deck_pdf(deck, on=DAY).data
    made["run sheet"] = print_run_sheet(run_sheet(workshop, time(9), 12), THEME, on=DAY, spoken=ladder.spoken).data
    for name, data in made.items():
        texts = languages_of(data)
        assert not mistaken(texts, ladder.language), name
        assert "en" in {language for language, _ in texts}
        if name in (f"worksheet-{level.id}.pdf", "cards.pdf", "report", "slides"):
            assert sum(language == ladder.language for language, _ in texts) > 50, name
    for page in (as_page(report, THEME), *(deck.slide(slide.id).html for slide in deck.slides)):
        assert not mistaken(Heard(page, "en").texts, ladder.language)


def test_a_sentence_that_begins_with_a_title_from_the_right_runs_as_the_kits_language_does():
    """What is all the ladder's, or somebody's own, runs as its own script does."""
    ladder = in_language("he")
    title = ladder.level("mid").short_title
    report = build_report(ladder, whole_story(ladder, words="שלום 3"), on=DAY, theme=THEME)
    seen = [*lines_seen(typeset(report, THEME).data)]
    assert f"{title[::-1]} is described by 19 statements, of which you rated 12. There is no total." in seen
    assert any(re.match("•[א-ת ]+: 1 statement shown", line) for line in seen)
    assert "3 םולש" in seen
    page = as_page(report, THEME)
    assert f'<span dir="auto"><span><span lang="he" dir="auto">{title}</span> is described by' in page
    assert '<span dir="auto">שלום 3</span>' in page


def test_a_site_tells_them_apart_where_it_lists_what_is_printed(ladder, monkeypatch):
    # Decks and handouts are looked at above.
    monkeypatch.setattr(facilitating, "shipped", lambda: {"taster-30": None})
    monkeypatch.setattr(facilitating, "deck_pdf", lambda *_, **__: SimpleNamespace(data=b""))
    monkeypatch.setattr(facilitating, "all_handouts", lambda *_, **__: {})
    made = facilitating.material(ladder, THEME, (None, None), lambda _: None)
    assert not mistaken(languages_of(made.files["facilitating/run-sheet-taster-30.pdf"]), ladder.language)
    texts = Heard(facilitating_page(made, ladder, "")).texts
    assert not mistaken(texts, ladder.language)
    assert sum(lang == ladder.language for lang, _ in texts) > len(ladder.levels)


@pytest.mark.parametrize("language", [*WAYS, "he"])
def test_a_hosted_session_tells_them_apart_on_phones_and_where_it_is_led(language: str, tmp_path):
    """A phone without JavaScript gets its page whole; with it, the form is told which words are the ladder's."""
    ladder = in_language(language)
    plan = plan_session(WORKSHOP, ladder, statements=STATEMENTS)
    with served(database(tmp_path), plan=plan) as service, service.leading() as lead:
        led = lead.get("/f").text  # with the statements to choose from, as long as nobody has joined
        service.open_all()
        with service.joined() as phone:
            state, plain = phone.get("/w/state").json(), phone.get("/w").text
            parts = lead.get("/f/state").json()["parts"]
    told = json.dumps(state, ensure_ascii=False)
    assert f'"language": "{language}"' in told
    assert ladder.statement(STATEMENTS[0]).text in told
    assert all(Heard(page).texts[0][0] == "en" for page in (plain, led)), "the kit speaks English, and says so"
    for name, page in {"plain": plain, "led": led, **parts}.items():
        texts = Heard(page, "en").texts
        ours = [text for lang, text in texts if lang == language]
        assert len(ours) > 30 or name not in ("plain", "led")
        if language in WAYS:
            assert not mistaken(texts, language), name
        else:
            assert not [text for lang, text in texts if re.search("[א-ת]", text) and lang != "he"], name
            assert not [text for text in ours if re.search("[A-Za-z]{3}", text)], name
    if language == "he":  # what runs from the right runs by itself, and the kit's words around it stay where they are
        assert all('<span lang="he" dir="auto">' in page for page in (plain, led))


def test_two_pictures_and_a_pilot_tell_them_apart(ladder):
    ids = [statement.id for _, _, statement in ladder.walk()][:3]
    table = Shown(counts={"0": 4, "4": 4}, unanimous=True)
    both = SideBySide(min_group=3, people=(8, 8), pairs={id: Pair(first=table, second=table) for id in ids}, left_out=1)
    report = build_two_pictures(ladder, both, on=DAY, theme=THEME)
    assert report.language == "en"
    texts = languages_of(typeset(report, THEME).data)
    assert not mistaken(texts, ladder.language)
    assert "en" in {language for language, _ in texts}
    trial = Pilot(ladder, tried(ladder, Snapshot(number=1, people=8, tables=dict.fromkeys(ids, table)), {}), people=8)
    for shown in (trial.answers(), trial.spread(), trial.reword()):
        texts = Heard(str(shown), "en").texts
        assert not mistaken(texts, ladder.language)
        assert sum(lang == ladder.language for lang, _ in texts) >= len(ids)


def test_the_page_of_a_second_view_and_a_form_name_the_ladders_words(ladder):
    page = answer_page(ladder).decode()
    assert not mistaken(Heard(page).texts, ladder.language)
    spec = form_spec(
        rating_fields(ladder.levels[0].statements),
        scale=ladder.scale,
        words={},
        title="Signs",
        token="",
        spoken=ladder.spoken,
    )
    said = spec["said"]
    assert said["language"] == ladder.language
    assert {ladder.levels[0].statements[0].text, ladder.scale.frequencies[0].label} <= set(said["texts"])
    assert "Signs" not in said["texts"]
    assert f'"said":{{"language":"{ladder.language}"' in page


def test_what_is_a_word_of_the_ladder_and_what_only_looks_like_it():
    said = Spoken("de", ["Leitung", "Fragt nach. Hört zu.", "Team"])
    assert said.in_html("<p>Leitung</p><p>… fragt nach?</p>") == (
        '<p lang="de">Leitung</p><p><span>… <span lang="de">fragt nach</span>?</span></p>'
    )
    for same in (
        "<p>Leitungen</p>",
        '<script>if (a < b) "Leitung"</script>',
        "<textarea>Leitung</textarea>",
        "<option>Team and others</option>",
        '<p title="Leitung">&lt;b&gt;</p>',
    ):
        assert said.in_html(same) == same
    assert said.in_html("<b>Leitung &amp; Rat &lt;x&gt;</b>") == (
        '<b><span><span lang="de">Leitung</span> &amp; Rat &lt;x&gt;</span></b>'
    )
    assert said.in_html('<button aria-label="Take back: Team">Team</button>') == (
        '<button aria-label="Take back: Team"><span lang="de">Team</span></button>'
    )
    hebrew = Spoken("he", ["מנהל מוצר", "צוות"])
    assert hebrew.in_html('<p dir="auto">מנהל מוצר: 3 of 5</p>') == (
        '<p dir="auto"><span><span lang="he" dir="auto">מנהל מוצר</span>: 3 of 5</span></p>'
    )
    assert hebrew.in_html("<p>מנהל מוצר, צוות?</p>") == (
        '<p><span dir="auto"><span lang="he">מנהל מוצר</span>, <span lang="he">צוות</span>?</span></p>'
    )
    assert said.marked({"kind": "team", "text": "Team:\nLeitung"}) == {
        "kind": "team",
        "text": "\ue000Team\ue001:\n\ue000Leitung\ue001",
    }


def test_a_scale_that_is_still_the_kits_own_is_english(tmp_path):
    from helpers.importing import as_ladder, read_tables, understand
    from helpers.ladder import check_ladder

    (table := tmp_path / "stufen.csv").write_text("Level,Statement\nLeitung,Hört dem Team zu\n", encoding="utf-8")
    (out := tmp_path / "stufen.yaml").write_text(
        as_ladder(understand(read_tables(table), {}), id="stufen", title="Stufen", language="de", answers={}).text,
        encoding="utf-8",
    )
    ladder = check_ladder(out)
    assert {"Hört dem Team zu", "Leitung", "Stufen"} <= ladder.spoken.texts
    assert ladder.scale.question not in ladder.spoken.texts
    assert not {step.label for step in ladder.scale.frequencies} & ladder.spoken.texts
