from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a journal will be; neither it nor its folder is there yet."""
    return tmp_path / "journals" / "mine.jsonl"
