"""The small ladder and the real journal that the notebooks' tests use, too."""

from tests.widgets.conftest import journal, ladder

__all__ = ["journal", "ladder"]
