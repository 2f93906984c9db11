"""What a reader takes for one letter is never cut in two, by the tables of a library that knows every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from helpers.graphemes import beginning
from helpers.ladder.model import shortened

MIXED = (
    "aé e\u0301กำลังที่ก้าวนมस्तेक्षิक्ष्मि한글각가\u1100\u1161\u11a8🇩🇪🇫🇷👩\u200d👩\u200d👧👍🏽❤\ufe0f日本が\u304b\u3099தமிழ்עִבְעַرَبِ"
)


@given(st.lists(st.sampled_from([*MIXED, *iter_graphemes(MIXED)]), max_size=12).map("".join), st.integers(0, 30))
def test_a_text_is_cut_at_a_border_of_unicode(text, most):
    cut = beginning(text, most)
    assert text.startswith(cut)
    assert len(cut) <= most
    borders, at = {0}, 0
    for letter in iter_graphemes(text):
        borders.add(at := at + len(letter))
    first = next(iter_graphemes(text), "")
    assert len(cut) in borders or most < len(first)


@pytest.mark.parametrize(
    ("title", "most", "cut"),
    [
        ("กำลังที่ก้าวหน้าไปข้างหน้า", 8, "กำลัง…"),
        ("प्रबन्धकस्तेक्ष", 5, "प्रब…"),
        ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),
        ("Senior product manager", 17, "Senior product…"),
    ],
)
def test_a_title_is_shortened_between_letters(title, most, cut):
    assert shortened(title, most) == cut
