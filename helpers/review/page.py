"""The page on which somebody answers a second view: one HTML file that asks nobody for anything.

It is the file of one invitation, whose reply comes back encrypted; or a page of a site, whose links carry an
invitation in their fragment and whose reply comes back as lines. Neither holds an answer of its owner's.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.errors import UsageError
from helpers.ladder import Ladder
from helpers.review.agenda import NOT_SEEN
from helpers.review.asking import Invitation, hint, scale_words
from helpers.review.sealing import FORMAT as SEALED
from helpers.review.sealing import PublicKey, info_of, words_of

_FOLDER = Path(__file__).with_name("answer")

HPKE: Final = _FOLDER / "hpke.js"
"""The module that encrypts in the page, and decrypts on a site."""

FORMAT: Final = 2
"""Of a link: the newest that this version writes and reads. 1 named the statements alone, not the scale's words."""

SITE_PAGE: Final = "second-view.html"
"""What the page is called on a site."""


def answer_file(invitation: Invitation, ladder: Ladder, key: PublicKey, *, name: str = "") -> bytes:
    """The page of one invitation, as a file to hand on; the reply that it gives is encrypted to `key`.

    `name` is who asks; "" names nobody. The `ladder` gives the scale, and what stands as a hint beside a statement.
    """
    return _page(
        ladder,
        reference=invitation.reference,
        statements=[_one_line(text) for _, text in invitation.questions],
        hints=[hint(ladder, statement_id) for statement_id, _ in invitation.questions],
        name=_one_line(name),
        word=invitation.ask.word.strip(),
        info=info_of(invitation, ladder.scale),
        words=words_of(invitation, ladder.scale)[:16],
        format=SEALED,
        key=base64.b64encode(key.data).decode("ascii"),
        fingerprint=key.fingerprint,
    )


def answer_page(ladder: Ladder) -> bytes:
    """The page for a site: it holds the statements of the ladder, and a link says which of them are asked."""
    every = [statement for _, _, statement in ladder.walk()]
    return _page(
        ladder,
        ladder={format: digest(ladder, format) for format in range(1, FORMAT + 1)},
        all=[_one_line(statement.text) for statement in every],
        allHints=[hint(ladder, statement.id) for statement in every],
    )


def link(invitation: Invitation, ladder: Ladder, address: str, *, name: str = "") -> str:
    """A link to the page of a site (its `address`), with an invitation in its fragment: "#2~digest~reference~places".

    `name` is as in `answer_file`. A fragment reaches no server by itself; who checks links in mails may see it.
    Raises `UsageError` for an address of something else, and what `fragment` raises. The `ladder` has to be the one
    that the site was made of.
    """
    check_address(address)
    return f"{address}#{fragment(invitation, ladder, name=name)}"


def page_of(address: str) -> str:
    """The address of the page for a second view on the site that an address is of: any of its pages, or its folder.

    Raises what `check_address` raises.
    """
    bare = address.strip().partition("#")[0].partition("?")[0]
    check_address(bare)
    scheme, _, rest = bare.partition("://")
    folder, _, last = rest.rpartition("/")
    inside = folder if folder and last.endswith(".html") else rest.rstrip("/")
    return f"{scheme}://{inside}/{SITE_PAGE}"


def check_address(address: str) -> None:
    """Nothing, where a link may lead to `address`. Raises `UsageError` for what is no address of a page."""
    if not address.lower().startswith(("https://", "http://")) or "#" in address:
        raise UsageError(
            f"{address!r} is no address of a page", next_step=f"It reads like: https://example.org/{SITE_PAGE}"
        )


def fragment(invitation: Invitation, ladder: Ladder, *, name: str = "") -> str:
    """What stands behind # in a link: "2~digest~reference~places". Raises `UsageError` for words that have changed.

    Each statement of the `invitation` stands in it as its place in the `ladder`. `name` is who asks; "" names nobody.
    """
    places = {statement.id: number for number, (_, _, statement) in enumerate(ladder.walk())}
    changed = [
        statement_id
        for statement_id, text in invitation.questions
        if statement_id not in places or _one_line(ladder.statement(statement_id).text) != _one_line(text)
    ]
    if changed:
        raise UsageError(
            f"the ladder’s words have changed since you asked ({changed[0]})", next_step="Use the message or the file."
        )
    chosen = ".".join(_short(places[statement_id]) for statement_id, _ in invitation.questions)
    parts = [str(FORMAT), digest(ladder), invitation.reference, chosen]
    return "~".join([*parts, *([quote(_one_line(name), safe="")] if name.strip() else [])])


def digest(ladder: Ladder, format: int = FORMAT) -> str:
    """Eight digits that stand for the statements of a ladder, in their order and words, and those of its scale.

    A link of `format` 1 has them of the statements alone.
    """
    words: list[Any] = [[statement.id, _one_line(statement.text)] for _, _, statement in ladder.walk()]
    if format > 1:
        words.append(scale_words(ladder.scale))
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:8]


def _page(about: Ladder, /, **asked: Any) -> bytes:
    script = Markup(_script())  # noqa: S704 - the kit's own
    steps = [step.label for step in sorted(about.scale.frequencies, key=lambda step: step.value)]
    asked = {"steps": steps, "unseen": NOT_SEEN, **asked}
    data = json.dumps(
        {**asked, **about.spoken.named([*steps, *map(asked.get, ("statements", "all", "hints", "allHints"))])},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    html: str = _template().render(
        question=about.scale.question.strip(),
        asked=Markup(data),  # noqa: S704 - JSON in which no tag can begin
        script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
    )
    return about.spoken.in_html(html).encode("utf-8", "replace")


@cache
def _script() -> str:
    """Both modules as one: a page from a disk can fetch none."""
    answer = (_FOLDER / "answer.js").read_text(encoding="utf-8")
    return f"{HPKE.read_text(encoding='utf-8')}\n{answer.replace(_IMPORT, '')}"


_IMPORT: Final = f'import {{ bytes, seal }} from "./{HPKE.name}";\n'


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("answer.html")


def _short(number: int) -> str:
    """A number in the digits that JavaScript's `parseInt(…, 36)` reads."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_short(number // 36) if number >= 36 else "") + digits[number % 36]


def _one_line(text: str) -> str:
    return " ".join(text.split())
