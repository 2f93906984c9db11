"""`Shelf`: a place on the page whose widgets depend on something that can change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipywidgets import VBox, Widget  # type: ignore[import-untyped]

Make = Callable[[], Sequence[Widget]]


class Shelf(VBox):  # type: ignore[misc]
    """Shows the widgets that belong to a key, and makes them when the key becomes another one.

    While the key stays what it is nothing is touched, so that nobody loses the place
    where they are typing.
    """

    _key: object = None

    def show(self, key: object, make: Make) -> None:
        """Show what `make` gives for this key, unless that stands here already."""
        if self._key is None or self._key != (key,):
            self.children = tuple(make())
            self._key = (key,)
