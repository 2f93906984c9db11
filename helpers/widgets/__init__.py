"""The notebooks' widgets: `open_kit` gives a `Kit`, whose methods the cells call."""

from helpers.chapters import Kit, LabKit
from helpers.widgets.kit import open_kit

__all__ = ["Kit", "LabKit", "open_kit"]
