"""The base of every model in the kit: immutable, strict about unknown keys."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable model that refuses keys it doesn't know.

    Unknown keys are refused because a misspelt key in a ladder or a journal would
    otherwise be dropped in silence, and with it what somebody meant to say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
