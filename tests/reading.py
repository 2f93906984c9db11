"""Reads a panel's HTML the way a browser would, for tests to ask about."""

from __future__ import annotations

from html.parser import HTMLParser

EMPTY = {"img", "input", "source", "br"}
ALLOWED = {
    *("a", "article", "b", "blockquote", "button", "code", "dd", "details", "div", "dl", "dt", "fieldset", "figure"),
    *("form", "h1", "h2", "h3", "h4", "h5", "img", "input", "label", "legend", "li", "nav", "ol", "p", "picture"),
    *("pre", "progress", "section", "source", "span", "style", "summary", "textarea", "ul"),
    *("svg", "foreignobject"),  # where the levels are on the map, to press; pictures themselves come as <img>
}
"""What the kit's templates are written in. Anything else got in from outside."""


class Reading(HTMLParser):
    """`text`, `headings` (rank, words), `links`, `pictures` (alt texts) and `attributes` of a piece of HTML.

    Fails on a tag that a template wouldn't write, one that is never closed, or a handler in an attribute.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.headings: list[tuple[int, str]] = []
        self.links: dict[str, str] = {}
        self.pictures: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._open: list[tuple[str, int]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, f"<{tag}> is nothing that the kit writes"
        for name, value in attrs:
            assert not name.startswith("on"), f"a handler on <{tag}>"
            self.attributes.append((tag, name, value or ""))
        if tag == "img":
            self.pictures.append(dict(attrs)["alt"] or "")
        if tag == "a":
            self.links[dict(attrs)["href"] or ""] = ""
        if tag not in EMPTY:
            self._open.append((tag, len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        opened, start = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        words = " ".join(self.text[start:].split())
        if tag in ("h1", "h2", "h3", "h4", "h5"):
            self.headings.append((int(tag[1]), words))
        if tag == "a":
            self.links[next(reversed(self.links))] = words
        if tag not in ("b", "span", "code", "a"):
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1][0] != "style":
            self.text += data

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def words(self) -> str:
        """The text with every run of white space as one space."""
        return " ".join(self.text.split())
