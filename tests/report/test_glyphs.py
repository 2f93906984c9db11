"""Characters that can't be shown: what is found in Typst's words, what stands in, what is said."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.report import glyphs

DIAGNOSTIC = """\
warning: unknown font family: something
error: PDF/A-2a, PDF/UA-1 error: the text `"你"` could not be displayed with font `"Source Sans Pro"`
  = hint: try using a different font
error: PDF/A-2a, PDF/UA-1 error: the text `"\\u{7}"` could not be displayed with font `"Source Sans Pro"`
error: PDF/A-2a, PDF/UA-1 error: the text `"\\""` could not be displayed with font `"Source Sans Pro"`
error: PDF/A-2a, PDF/UA-1 error: the text contains the disallowed codepoint `"\\u{feff}"`
error: PDF/A-2a error: the PDF contains the codepoint `"\\u{e000}"`
error: file not found (searched at "x")
"""


def test_every_character_that_typst_names_is_found_and_nothing_else():
    assert glyphs.refused(DIAGNOSTIC) == set('你\x07"\ufeff\ue000')


def test_another_error_names_no_character():
    assert glyphs.refused("error: PDF/UA-1 error: skipped from heading level 1 to 3") == frozenset()


def test_what_no_font_could_show_comes_out_as_its_code_point():
    assert [glyphs.stand_in(char) for char in "\x07\ue000\ufeff\uffff\u0378"] == [
        "[U+0007]",
        "[U+E000]",
        "[U+FEFF]",
        "[U+FFFF]",
        "[U+0378]",
    ]


def test_what_another_font_could_show_comes_out_as_a_box():
    assert [glyphs.stand_in(char) for char in "你ก🎉\u0e31"] == ["□"] * 4


def test_only_the_named_characters_are_replaced_wherever_a_string_stands():
    data = {"a": ["x你", {"b": "你"}], "n": 1, "none": None}
    assert glyphs.replaced(data, frozenset("你")) == {"a": ["x□", {"b": "□"}], "n": 1, "none": None}


def test_a_notice_names_the_script_the_code_points_and_the_font():
    (notice,) = glyphs.notices(frozenset("你好。"))
    assert "Chinese, Japanese or Korean (U+3002, U+4F60, U+597D)" in notice
    assert "Noto Sans CJK" in notice


def test_a_notice_counts_what_it_does_not_name():
    (notice,) = glyphs.notices(frozenset(map(chr, range(0x4E00, 0x4E00 + 20))))
    assert "U+4E07 and 12 more" in notice


def test_one_notice_a_script_in_an_order_that_never_changes():
    chars = frozenset("กขআ🎉\x07\ue000")
    assert [notice.partition(": ")[2][:9] for notice in glyphs.notices(chars)] == [
        "Bengali (",
        "Thai (U+0",
        "emoji and",
        "U+0007, U",
    ]


def test_nothing_replaced_needs_no_notice():
    assert glyphs.notices(frozenset()) == ()


def test_every_kind_of_line_end_is_a_newline():
    assert glyphs.with_line_ends("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h\n") == "a\nb\nc\nd\ne\nf\ng\nh\n"


@given(st.characters())
def test_a_stand_in_can_always_be_shown_and_is_never_the_character(char):
    if not glyphs.is_plain(char) and char not in "\t□":
        assert glyphs.stand_in(char) != char
        assert all(glyphs.is_plain(c) or c == "□" for c in glyphs.stand_in(char))


@given(st.characters())
def test_a_plain_character_is_never_unprintable(char):
    assert not (glyphs.is_plain(char) and glyphs.is_unprintable(char))
