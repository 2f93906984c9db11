"""A level or a role by an id that says which of the two it is: "level:senior", "role:operations".

Choices of a destination hold these in journals, share files and databases. Nothing else cuts or builds them.
"""

from __future__ import annotations


class PlaceId(str):
    """The id of a level or a role, as a choice holds it. `PlaceId(text)` checks nothing, and may be a bare id."""

    @classmethod
    def level(cls, id: str) -> PlaceId:
        """A level by its id in the ladder."""
        return cls(f"level:{id}")

    @classmethod
    def role(cls, id: str) -> PlaceId:
        """A family of neighbouring roles by its id in the ladder."""
        return cls(f"role:{id}")

    @property
    def kind(self) -> str:
        """ "level" or "role"; "" where the id is a bare one, as that of the level where somebody stands."""
        return self.rpartition(":")[0]

    @property
    def bare(self) -> str:
        """The id in the ladder, without its kind."""
        return self.rpartition(":")[2]

    def renamed(self, bare: str) -> PlaceId:
        """The same kind of place with another id in the ladder; a bare id stays bare."""
        return PlaceId(f"{self.kind}:{bare}" if self.kind else bare)
