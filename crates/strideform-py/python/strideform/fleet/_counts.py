"""The result of a partition, as its task returns it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """The result of a partition."""

    runs: int
    failures: int
    strides: int
    #: Seconds that it took on its worker.
    seconds: float
