"""The site that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.built import build_once


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of the shipped ladder."""
    return build_once(tmp_path_factory)
