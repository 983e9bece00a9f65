"""Reasons that a job cannot resume."""

from __future__ import annotations

from .._errors import UsageError


class OptionsChanged(UsageError):
    """The folder contains tables of a job with other options."""


class InputsChanged(UsageError):
    """The folder contains tables of other inputs, or of inputs partitioned differently."""
