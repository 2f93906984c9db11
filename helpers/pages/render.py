"""Templates to HTML. Everything that goes in is escaped unless the kit itself made it as markup."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.charts import Picture
from helpers.insight import answer_label, day_in_words, frequency_label, state_label
from helpers.insight.words import count_of, if_then, listed
from helpers.paths import typed

TEMPLATES = Path(__file__).with_name("templates")


@cache
def _templates(*folders: Path) -> Environment:
    templates = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,  # of every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "answer_label": answer_label,
        "count_of": count_of,
        "frequency_label": frequency_label,
        "if_then": if_then,
        "listed": listed,
        "state_label": state_label,
        "typed": typed,
    }
    templates.filters |= {
        "day_in_words": day_in_words,
        "paragraphs": paragraphs,
        "quoted": "“{}”".format,
        "ended": ended,
    }
    return templates


class Renderer(Protocol):
    """Makes HTML from templates."""

    def __call__(self, template: str, **values: object) -> str:
        """The HTML of a template, by its name; every value in it is escaped."""


def renderer_of(*folders: Path) -> Renderer:
    """Pages from templates in these folders, the first that has one first, and from the kit's own after them."""

    def render(template: str, **values: object) -> str:
        return _templates(*folders, TEMPLATES).get_template(f"{template}.html.j2").render(values)

    return render


render = renderer_of()
"""The HTML of one of the kit's own templates; every value in it is escaped."""


def paragraphs(text: str) -> Markup:
    """Text as HTML paragraphs, one for each part between blank lines."""
    return Markup("").join(Markup("<p>{}</p>").format(part.strip()) for part in re.split(r"\n\s*\n", text.strip()))


def ended(text: str) -> str:
    """A sentence with something at its end: a full stop, unless it has an end already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…", "。")) else f"{text}."


def figure(wide: Picture, narrow: Picture, *, kind: str = "kp-picture") -> Markup:
    """A picture with its alt text: `wide` on a page, `narrow` on a phone; `kind` is the figure's class.

    It is shown as an image, so that nothing inside an SVG can run or meet the page's own ids.
    """
    return Markup(
        '<figure class="{kind}"><picture><source media="(max-width: 520px)" srcset="{narrow}">'
        '<img src="{wide}" alt="{alt}" width="{width:.0f}" height="{height:.0f}"></picture></figure>'
    ).format(kind=kind, narrow=narrow.source, wide=wide.source, alt=wide.alt, width=wide.width, height=wide.height)


def picture_of(picture: Picture, kind: str) -> Markup:
    """A picture at whatever width there is, with its alt text; `kind` is the figure's class."""
    return Markup('<figure class="{kind}"><img src="{source}" alt="{alt}"></figure>').format(
        kind=kind, source=picture.source, alt=picture.alt
    )
