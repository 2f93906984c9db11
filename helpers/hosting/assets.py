"""The scripts and style sheets of the service."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from helpers.form import STATIC as FORM
from helpers.http import assets
from helpers.pages import STATIC as PAGES

FOLDERS = (FORM, PAGES, Path(__file__).with_name("static"))


async def asset(request: Request) -> Response:
    """A script or a style sheet, also while the database is away; nothing else is given out."""
    return assets.asset(request, FOLDERS, request.app.state.theme.accent)
