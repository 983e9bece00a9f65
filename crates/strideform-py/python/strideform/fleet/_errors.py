"""Reasons that a job cannot begin or go on."""

from __future__ import annotations

from .._errors import StrideformError, UsageError


class OptionsChanged(UsageError):
    """The folder contains tables of a job with other options."""


class NoWorkers(StrideformError, TimeoutError):
    """The cluster has had no worker for too long."""

    kind = "io"


class InputsChanged(UsageError):
    """The folder contains tables of other inputs, or of inputs partitioned differently."""
