"""The browser that the tests drive: a Chromium or Chrome that is installed already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = (
    "chromium-headless-shell",  # the same engine without windows: each page that a test opens costs a fifth
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "{ProgramFiles}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP room.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
"""How a browser starts that asks for nothing of its own, and reaches nothing but this machine.

By `room.test`, too: a name that isn't this machine's own to a browser, as the laptop's isn't to phones in the room.
"""

HOW_TO_GET_ONE = """No Chromium or Chrome was found, and the tests need one to open the notebooks in.
  Debian           sudo apt install chromium-headless-shell   (or chromium, which takes longer)
  Ubuntu           sudo apt install chromium-browser
  macOS            brew install --cask chromium
  Windows          winget install Google.Chrome
Or name one: CHROMIUM=/path/to/chrome python3 start.py test"""


def find_chromium() -> str | None:
    """The path of an installed Chromium: `$CHROMIUM`, else one on PATH, else one in its usual place."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in NAMES)
    in_place = (place.format_map(_Environment()) for place in PLACES)
    return next((path for path in (*on_path, *in_place) if path and Path(path).is_file()), None)


class _Environment(dict[str, str]):
    """Environment variables by name; one that isn't set leads to a path that doesn't exist."""

    def __missing__(self, name: str) -> str:
        return os.environ.get(name, f"/no-{name}")
