"""What holds for every picture: its words can be read, on screen and in a PDF, in the kit's own typeface."""

from __future__ import annotations

import io
from pathlib import Path

import font_source_sans_pro
import pikepdf
import pypdf
import pytest
import typst

from helpers.charts import Picture, Theme, coverage_chart, gap_chart, ladder_map
from helpers.charts.map import _CONTOURS
from helpers.charts.svg import Canvas
from helpers.charts.theme import READABLE, contrast
from helpers.insight import coverage, gap
from helpers.journal.events import Rating, RatingState
from helpers.journal.state import fold
from helpers.ladder import load_ladder
from tests.charts.drawn import faults, texts
from tests.strategies import evidence, rate

LIGHT = Theme()
DARK = Theme(background="#12181a", ink="#eef2f2", muted="#aab5b8", accent="#63d0b8")
NAMES = ("map", "gap", "role", "coverage")
FONTS = Path(font_source_sans_pro.__file__).parent / "files"

PAGE = """
#set document(title: "A picture")
#set page(width: 720pt, height: auto, margin: 10pt)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.alt)
"""


def pictures(theme: Theme, width: float = 680) -> dict[str, Picture]:
    """One of each, on the shipped ladder, with every kind of answer in it."""
    ladder = load_ladder()
    answers = [*(Rating(state=s) for s in RatingState if s is not RatingState.FREQUENCY), 0, 3, 4]
    walked = [statement.id for _, _, statement in ladder.walk()]
    events = [rate(ladder, id, answers[i % len(answers)]) for i, id in enumerate(walked)]
    events += [evidence(ladder, id) for id in walked[::3]]
    state = fold(events)
    found = {level.id: coverage(ladder, state, level.id) for level in ladder.levels}
    return {
        "map": ladder_map(ladder, theme, here="senior", destination="role:founder", rated=found, width=width),
        "gap": gap_chart(gap(ladder, state, "level:senior"), ladder, theme, width=width),
        "role": gap_chart(gap(ladder, state, "role:founder"), ladder, theme, width=width),
        "coverage": coverage_chart(list(found.values()), theme, width=width),
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_every_word_can_be_read_on_the_ground_it_stands_on(theme: Theme, name: str) -> None:
    """Words stand on the background or on the land; those of a mark stand on the accent."""
    grounds = (
        [theme.background, *(theme.tint(depth) for _, depth in _CONTOURS)] if name == "map" else [theme.background]
    )
    for element in texts(pictures(theme)[name]):
        colour = element.get("fill", "")
        under = [theme.accent] if colour == theme.background else grounds
        assert min(contrast(colour, ground) for ground in under) >= READABLE, element.text


@pytest.mark.parametrize("name", NAMES)
def test_in_a_pdf_the_words_are_text_in_the_kit_s_typeface_and_the_alt_text_is_a_tag(tmp_path: Path, name: str) -> None:
    picture = pictures(LIGHT)[name]
    page = tmp_path / "page.typ"
    page.write_text(PAGE, encoding="utf-8")
    data = typst.compile(
        str(page),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"svg": picture.svg, "alt": picture.alt},
        pdf_standards=["ua-1"],
    )
    assert isinstance(data, bytes)
    read = "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())
    for element in texts(picture):
        assert "".join((element.text or "").split()) in read
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {
            str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
        alts = {str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item}
    assert names
    assert all("SourceSansPro" in name for name in names)
    assert picture.alt in alts


@pytest.mark.parametrize("width", [350, 600, 680])
def test_no_word_is_cut_hidden_struck_through_or_too_small(width: float) -> None:
    """Measured by the typeface itself, so it needs no browser; `tests/labs/test_pages.py` asks it of the labs."""
    found = {name: faults(picture) for name, picture in pictures(LIGHT, width=width).items()}
    assert found == {name: [] for name in NAMES}


def test_what_makes_words_hard_to_read_is_found() -> None:
    canvas = Canvas(LIGHT, 100)
    canvas.text((20, 20), "below", size=12)
    canvas.text((25, 22), "above", size=12)
    canvas.text((80, 40), "over the edge", size=12)
    canvas.text((5, 60), "tiny", size=9)
    canvas.path("M0 70C30 70 30 90 60 90", LIGHT.ink)
    canvas.text((20, 85), "struck", size=12)
    canvas.rect((0, 92), (60, 18), LIGHT.background)
    canvas.text((5, 105), "on a ground", size=12)
    assert faults(canvas.finish(120, "Faults.")) == [
        "cut off: over the edge",
        "on one another: below / above",
        "struck through: struck",
        "too small: tiny",
    ]


def test_letters_stand_where_they_were_measured_and_not_on_whole_pixels() -> None:
    """A browser that rounds each letter to a pixel draws words that run into one another."""
    assert 'text-rendering="geometricPrecision"' in pictures(LIGHT)["map"].svg


def test_the_same_answers_give_the_same_picture() -> None:
    assert pictures(LIGHT) == pictures(LIGHT)


def test_a_phone_s_pictures_are_as_wide_as_asked_for() -> None:
    assert {picture.width for picture in pictures(LIGHT, width=350).values()} == {350}
