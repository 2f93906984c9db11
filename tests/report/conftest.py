from pathlib import Path

import pytest

from helpers.charts import Theme
from helpers.ladder import load_ladder

TINY = Path(__file__).parents[1] / "fixtures/ladders/tiny.yaml"


@pytest.fixture(scope="session")
def tiny():
    """A whole ladder, as small as it can be."""
    return load_ladder(TINY)


@pytest.fixture(scope="session")
def shipped():
    """The kit's own ladder."""
    return load_ladder()


@pytest.fixture(scope="session")
def theme():
    return Theme()
