"""YAML files that people write: read with positions, checked as models, faults told all at once."""

from helpers.documents.once import read_once
from helpers.documents.shape import read_model
from helpers.documents.source import (
    Document,
    Fault,
    FileFaults,
    KeyPath,
    Mark,
    events,
    nearest,
    parse_document,
    read_as,
    read_document,
    walk,
)

__all__ = [
    "Document",
    "Fault",
    "FileFaults",
    "KeyPath",
    "Mark",
    "events",
    "nearest",
    "parse_document",
    "read_as",
    "read_document",
    "read_model",
    "read_once",
    "walk",
]
