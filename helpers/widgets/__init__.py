"""The notebooks' widgets: `open_kit` gives a `Kit`, whose methods the cells call."""

from helpers.widgets.kit import Kit, open_kit

__all__ = ["Kit", "open_kit"]
