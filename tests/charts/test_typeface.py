"""Pictures carry the letters that they are measured with, so they look the same on every machine."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser

from helpers.charts import Picture, Theme
from helpers.charts.lettering import text_width
from helpers.charts.svg import Canvas
from helpers.charts.typeface import BLOCKS, FACES, FAMILY, LETTERS, Part, block_of, with_letters
from tests.charts import cut_letters
from tests.charts.drawn import tree

SAMPLES = ["Operations and programme management", "almost always", "Group PM / Director", "12 of 18 rated", "MWMW"]
SAMPLES += ["To Ave. WAY “fjord”", "Überprüfung im Café", "Ścieżka życia", "Вёрстка", "Πορεία"]

EXTENT = """async (source) => {
  const image = new Image(); image.src = source; await image.decode()
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d')
  pen.drawImage(image, 0, 0)
  const {data, width} = pen.getImageData(0, 0, image.width, image.height)
  let right = 0
  for (let at = 0; at < data.length; at += 4) if (data[at] < 128) right = Math.max(right, at / 4 % width)
  return right
}"""
"""How far to the right an image has ink, in px."""


def line(words: str, size: float = 100, *, bold: bool = False, italic: bool = False) -> Picture:
    canvas = Canvas(Theme(ink="#000000"), 3000)
    canvas.text((0, size), words, size=size, bold=bold, italic=italic)
    return canvas.finish(size * 1.5, words)


def carried(svg: str) -> list[str]:
    return re.findall(r"font-weight:(\d+);font-style:(\w+);unicode-range:U\+(\w+)", with_letters(svg))


@pytest.mark.browser
@pytest.mark.parametrize(("bold", "italic"), [(False, False), (True, False), (False, True), (True, True)])
def test_an_image_draws_its_words_as_wide_as_they_were_measured(chromium: Browser, bold: bool, italic: bool) -> None:
    """Also on a page that lets nothing in but images, as the hosted service's do."""
    page = chromium.new_page()
    strict = {"Content-Security-Policy": "default-src 'none'; img-src 'self' data:"}
    page.route("**/*", lambda route: route.fulfill(headers=strict, content_type="text/html", body="<!doctype html>"))
    page.goto("http://localhost/")
    for words in SAMPLES[:-2] if italic else SAMPLES:
        right = page.evaluate(EXTENT, line(words, bold=bold, italic=italic).source)
        wide = text_width(words, 100, bold=bold)
        assert wide * (0.9 if italic else 0.965) <= right <= wide, words
    page.close()


def test_a_picture_carries_the_faces_and_blocks_of_its_words_and_no_others() -> None:
    assert carried(line("Plain words – “here”").svg) == [("400", "normal", "20")]
    assert carried(line("Ça", bold=True).svg) == [("600", "normal", "20"), ("600", "normal", "a1")]
    assert carried(line("").svg) == []
    assert carried(line("我").svg) == [], "a script that the typeface lacks comes from the machine"


def test_in_everyday_english_a_picture_grows_by_less_than_12_kb_a_face() -> None:
    drawn = line("The quick brown fox")
    assert len(drawn.source) - len(drawn.svg) < 12_000


def test_the_address_is_one_word_and_holds_the_whole_picture() -> None:
    """In `srcset` a space or a comma at the end would cut it."""
    source = line("Words & <signs>, 100 % “right” — für alle,").source
    assert not set(source) & set(' \n"<>#')
    assert not source.endswith(",")
    kind, _, svg = source.partition(",")
    assert kind == "data:image/svg+xml"
    found = tree(Picture(unquote(svg), "", 0, 0))
    assert [element.text for element in found if element.tag.endswith("text")] == [
        "Words & <signs>, 100 % “right” — für alle,"
    ]


def test_a_character_belongs_to_one_block_at_most() -> None:
    for code in range(0x2C00):
        among = [name for name, ranges in BLOCKS.items() if any(_within(code, each) for each in ranges.split(","))]
        assert len(among) <= 1, f"U+{code:04X}"
        assert block_of(chr(code)) == (among[0] if among else None)


def _within(code: int, written: str) -> bool:
    first, _, last = written.partition("-")
    return int(first, 16) <= code <= int(last or first, 16)


@pytest.mark.parametrize("face", FACES)
def test_the_letters_are_those_of_the_package_with_its_licence_and_without_its_name(face: str) -> None:
    """`python -m tests.charts.cut_letters` makes them anew."""
    whole = cut_letters.advances(cut_letters.source(face))
    kept: dict[str, int] = {}
    for block in BLOCKS:
        part = Part(face, block)
        if not part.file.is_file():
            assert cut_letters.cut(part) is None
            continue
        font = TTFont(BytesIO(part.file.read_bytes()))
        kept |= cut_letters.advances(font)
        names = {record.nameID: str(record) for record in font["name"].names}
        assert names[1] == FAMILY
        assert not any("source" in names[number].lower() for number in (1, 2, 4, 6))
        assert "Adobe" in names[0]
        assert "Open Font License" in names[13]
    assert kept == whole
    if face in cut_letters.MEASURED:
        for character, width in whole.items():
            assert text_width(character, 1000, bold=face == "semibold") == pytest.approx(width)


def test_the_licence_lies_beside_the_letters() -> None:
    assert "SIL OPEN FONT LICENSE" in (LETTERS / cut_letters.LICENCE).read_text(encoding="utf-8")


def test_what_is_carried_are_the_files_as_they_lie_there() -> None:
    data = re.search(r"base64,([^)]+)\)", with_letters(line("a").svg))
    assert data
    assert base64.b64decode(data[1]) == Part("regular", "everyday").file.read_bytes()
