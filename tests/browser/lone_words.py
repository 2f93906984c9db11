"""Texts that leave a short word alone on their last line, which `text-wrap-style` is there to keep them from."""

from __future__ import annotations

from playwright.sync_api import Page

LONGEST = 5
"""How many characters such a word has at the most: a longer one is a line that can be borne."""

FIND = """([texts, longest]) => {
  const isPlain = (each) => each.childNodes.length === 1 && each.firstChild.nodeType === Node.TEXT_NODE;
  const tops = (each, from) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    range.setStart(each.firstChild, from);
    return new Set([...range.getClientRects()].map((at) => Math.round(at.top)));
  };
  return [...document.querySelectorAll(texts)].filter(isPlain).filter((each) => {
    const words = each.textContent.trimEnd(), last = words.lastIndexOf(' ') + 1;
    if (last < 2 || words.length - last > longest) return false;
    return tops(each, 0).size > 1 && tops(each, words.lastIndexOf(' ', last - 2) + 1).size > tops(each, last).size;
  }).map((each) => each.textContent);
}"""


def lone_words(page: Page, texts: str) -> list[str]:
    """The words of each text, by a selector, whose last line is one short word; what isn't in view has no lines."""
    found: list[str] = page.evaluate(FIND, [texts, LONGEST])
    return found
