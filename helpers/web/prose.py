"""The prose of a chapter: Markdown to HTML. What is HTML in it stays text, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

Link = Callable[[str], str | None]
"""The address of the chapter in a notebook, by the notebook's stem; None where there is no such chapter."""

_NOTEBOOK = re.compile(r"([^/#?]+)\.ipynb(#.*)?")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def prose(text: str, link: Link) -> Markup:
    """A Markdown cell as HTML: headings can be linked to, and links to notebooks lead to their pages."""
    tokens = _markdown().parse(text)
    for at, token in enumerate(tokens):
        if aligned := token.attrs.pop("style", None):  # a table's column, where the page's rules allow no style
            token.attrSet("class", f"kw-{str(aligned).partition(':')[2]}")
        if token.type == "heading_open":
            token.attrSet("id", anchor(_words(tokens[at + 1])))
        elif token.type in ("th_open", "th_close"):
            _name_or_space(tokens, at)
        elif token.children:
            _lead(token.children, link)
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S704 - escaped by the renderer


def anchor(heading: str) -> str:
    """What a heading is linked by, as JupyterLab has it: its words with hyphens between them."""
    return re.sub(r"\s", "-", heading.strip())


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))


def _name_or_space(tokens: Sequence[Token], at: int) -> None:
    """An empty cell in a table's head names nothing, and isn't called a heading."""
    words = tokens[at + 1] if tokens[at].type == "th_open" else tokens[at - 1]
    if not words.content.strip():
        tokens[at].tag = "td"
    elif tokens[at].type == "th_open":
        tokens[at].attrSet("scope", "col")


def _lead(children: Sequence[Token], link: Link) -> None:
    for token in children:
        href = str(token.attrGet("href") or "")
        if token.type == "link_open" and (match := _NOTEBOOK.fullmatch(unquote(href))):
            token.attrSet("href", (link(match[1]) or href) + (match[2] or ""))
