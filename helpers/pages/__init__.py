"""HTML that the kit itself makes, for notebooks and the hosted service alike: templates, styles, the board's pages."""

from pathlib import Path

STATIC = Path(__file__).with_name("static")
"""Where the styles are."""
