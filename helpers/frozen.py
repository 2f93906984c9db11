"""The base of every model in the kit: immutable, strict about unknown keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable model that refuses keys it doesn't know.

    Unknown keys are refused because a misspelt key in a ladder or a journal would
    otherwise be dropped in silence, and with it what somebody meant to say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with the fields in `update` changed, unchecked; `deep` copies what the fields hold too.

        What the model worked out of its fields and remembers (an index by id) is worked out anew.
        """
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied
