"""What a facilitator does: lead the blocks, see how far people are, reveal, and end the session."""

from __future__ import annotations

from starlette.routing import Route


def routes() -> list[Route]:
    """Everything that a facilitator's browser asks for."""
    return []
