"""A text of any length typesets in under a second of CPU; what that breaks or leaves out is told."""

import json
import subprocess
import sys

import pytest

from helpers.journal import Words
from helpers.report import build_report, typeset
from helpers.report.lengths import COARSE_STEP, LONGEST_TEXT, MOST_LINES, cut, lengths
from tests.report.people import DAY, Story, text_of, whole_story

LONGEST_ANSWER = 200_000
KINDS = {
    "words": "word ",
    "one-word": "x",
    "long-words": "a" * 239 + " ",
    "slashes": "a/",
    "lines": "a\n",
    "paragraphs": "a\n\n",
    "tabs": "a\t",
    "wide": "W",
    "chinese": "漢字",
    "arabic": "مرحبا",
    "arabic-lines": "مرحبا\n",
    "hebrew-words": "שלום ",
    "thai": "สวัสดี",
    "emoji": "👩‍👩‍👧‍👦",
    "combining": "e\u0301\u0308",
    "zero-width": "ab\u200b",
    "soft-hyphens": "ab\u00ad",
    "no-break-spaces": "word\u00a0",
    "overrides": "a\u202eb\u202c",
    "controls": "\x07",
}

MEASURE = """
import json, sys, time
from helpers.charts import load_theme
from helpers.journal import Event, Words
from helpers.ladder import load_ladder
from helpers.journal import Words
from helpers.report import build_report, typeset
from tests.report.people import DAY, SECOND_VISIT

ladder, theme, spent = load_ladder(), load_theme(), {}
texts = {"": "x"} | json.loads(sys.stdin.read())  # the first one reads the fonts
for name, text in texts.items():
    event = Event(at=SECOND_VISIT, subject=f"prompt:{ladder.levels[2].prompts[0].id}", answer=Words(text=text),
                  ladder=ladder.id, ladder_version=ladder.version)
    report = build_report(ladder, [event], on=DAY, theme=theme)
    since = time.process_time()
    typeset(report, theme)
    spent[name] = time.process_time() - since
print(json.dumps(spent))
"""


@pytest.fixture(scope="module")
def spent():
    """CPU seconds that each kind of text takes at its greatest length, in a process of its own."""
    texts = {name: (part * LONGEST_ANSWER)[:LONGEST_ANSWER] for name, part in KINDS.items()}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_less_than_a_second(spent, kind):
    assert spent[kind] < 1


def test_what_is_broken_or_left_out_is_told_on_the_page(tiny, theme):
    story = Story(tiny)
    story.say(f"prompt:{tiny.levels[0].prompts[0].id}", Words(text="x" * LONGEST_ANSWER))
    made = typeset(build_report(tiny, story.events, on=DAY, theme=theme), theme)
    broken, shorter = made.notices
    assert f"broken after every {COARSE_STEP}" in broken
    assert f"the first {LONGEST_TEXT:,} characters" in shorter
    read = " ".join(text_of(made.data).split())
    assert broken in read
    assert shorter in read
    assert "x …" in read


def test_words_of_an_ordinary_length_break_anywhere_and_nothing_is_told(tiny, theme):
    made = typeset(
        build_report(tiny, whole_story(tiny, "https://example.org/" + "a" * 150), on=DAY, theme=theme), theme
    )
    assert made.notices == ()


def test_a_long_word_goes_to_the_next_line_whole_where_a_line_has_room_for_it(tiny, theme):
    """It was broken wherever a line ended: “Entwicklungsab” and “teilungen”."""
    word = "Entwicklungsabteilungen"
    made = typeset(build_report(tiny, whole_story(tiny, f"{word} " * 40), on=DAY, theme=theme), theme)
    read = text_of(made.data)
    assert read.count(word) >= 40
    assert read.count(word) == "".join(read.split()).count(word)


@pytest.mark.parametrize("text", ["", "x" * LONGEST_TEXT, "a\n" * (MOST_LINES - 1), "word " * 6000])
def test_what_fits_stays_as_it_is(text):
    assert cut({"a": [text]}) == {"a": [text]}


def test_what_is_longer_is_cut_and_a_picture_is_not():
    picture = "<svg " + "x" * 100_000
    assert cut([picture, "y" * 100_000]) == [picture, "y" * LONGEST_TEXT + " …"]
    assert cut("a\n" * 5000) == ("a\n" * MOST_LINES).rstrip() + " …"
    assert lengths([picture]).notices == ()


def test_scripts_that_break_between_any_two_characters_need_no_places_to_break():
    assert lengths("漢字" * 5000).step == lengths("สวัสดี" * 5000).step == 1
    assert lengths("مرحبا" * 5000).step == COARSE_STEP
