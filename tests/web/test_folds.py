"""What a page shows closed at first, and what stands open."""

from helpers.chapters import Element, Prose
from helpers.web.folds import Fold, blocks


def test_what_is_folded_one_after_the_other_opens_with_one_press_that_names_its_headings():
    parts = [
        (Prose("lead", "# Title\n\nA lead."), True),
        (Prose("story", "## A story\n\nWords.\n\n### A part of it", fold=True), True),
        (Element("notes", heading="Good to know", fold=True), True),
        (Element("rate"), True),
        (Prose("rest", "## The rest", fold=True), True),
    ]
    assert list(blocks(parts)) == [
        (None, range(1)),
        (Fold("fold-story", ("A story", "Good to know")), range(1, 3)),
        (None, range(3, 4)),
        (Fold("fold-rest", ("The rest",)), range(4, 5)),
    ]


def test_a_fold_in_which_nothing_stands_is_none_and_what_is_empty_in_one_isnt_named():
    empty = Element("notes", heading="Good to know", fold=True)
    assert list(blocks([(empty, False)])) == [(None, range(1))]
    assert next(blocks([(empty, False), (Prose("story", "## A story", fold=True), True)]))[0].headings == ("A story",)
