"""What keeps a job from going on."""

from __future__ import annotations

from .._errors import UsageError


class OptionsChanged(UsageError):
    """The folder holds tables of a job with other options."""


class InputsChanged(UsageError):
    """The folder holds tables of other inputs, or of inputs cut otherwise."""
