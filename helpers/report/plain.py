"""A report as plain text, to be pasted into whatever document a conversation is kept in."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.report.glyphs import with_line_ends
from helpers.report.model import Block, Entries, Entry, Fact, Facts, Figure, Lines, Points, Prose, Report, Table


def as_text(report: Report) -> str:
    """All that a report says in words, a picture by what stands for it; one blank line between paragraphs.

    Lists have hyphens and numbers, which most documents turn into lists as they are pasted.
    """
    head = [report.heading, *filter(None, (report.subtitle,)), report.kicker]
    parts = ["\n".join(head)]
    for section in report.sections:
        parts.append(section.title.upper())
        for block in section.blocks:
            parts += filter(None, _block(block))
    return with_line_ends("\n\n".join(parts)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Prose(text=text):
            yield text
        case Facts(facts=facts):
            yield "\n".join(map(_fact, facts))
        case Figure():
            yield f"{block.caption}\n{block.alt}".strip()
        case Table(title=title, head=head, rows=rows):
            yield title
            yield "\n".join("\t".join(row) for row in (head, *rows))
        case Entries(title=title, entries=entries):
            yield title
            yield from map(_entry, entries)
        case Points(title=title, intro=intro, points=points):
            yield title
            yield intro
            marks = [f"{number}." if block.numbered else "-" for number in range(1, len(points) + 1)]
            yield "\n".join(f"{mark} {point}" for mark, point in zip(marks, points, strict=True))
        case Lines(title=title):
            yield f"{title}:"


def _entry(entry: Entry) -> str:
    note = f" ({entry.note.replace(chr(10), ', ')})" if entry.note else ""
    lines = [f"- {entry.title}{note}", entry.text, *entry.quotes, *map(_fact, entry.facts)]
    return "\n  ".join(line.replace("\n", "\n  ") for line in lines if line)


def _fact(fact: Fact) -> str:
    return f"{fact.label}: {fact.text}"
