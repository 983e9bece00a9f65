"""The progress of a job."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger("strideform.fleet")

#: Seconds between lines of the log (*chosen*).
EVERY = 10.0


@dataclass(frozen=True)
class Progress:
    """The progress of a job."""

    partitions: int
    partitions_done: int
    inputs: int
    inputs_done: int
    failures: int
    #: Inputs per second since the start.
    rate: float
    #: Remaining seconds at this rate.
    remaining_s: float


class Teller:
    """Reports to the log at intervals, and to a callback after every partition."""

    def __init__(self, partitions: int, inputs: int, callback: Callable[[Progress], None] | None) -> None:
        self.partitions, self.inputs, self.callback = partitions, inputs, callback
        self.parts_done = self.inputs_done = self.failures = 0
        self.start = time.monotonic()
        self.reported = self.start

    def done(self, inputs: int, failures: int) -> None:
        """A partition is finished."""
        self.parts_done += 1
        self.inputs_done += inputs
        self.failures += failures
        now = time.monotonic()
        state = self.state(now)
        if self.callback is not None:
            self.callback(state)
        if now - self.reported >= EVERY or self.parts_done == self.partitions:
            self.reported = now
            log.info(
                "%d of %d inputs, %d failures, %.1f per second, %.0f s left",
                state.inputs_done, state.inputs, state.failures, state.rate, state.remaining_s,
            )  # fmt: skip

    def state(self, now: float) -> Progress:
        """The state at a given time."""
        rate = self.inputs_done / max(now - self.start, 1e-9)
        remaining = (self.inputs - self.inputs_done) / rate if rate > 0 else float("inf")
        return Progress(
            self.partitions, self.parts_done, self.inputs, self.inputs_done, self.failures, rate, remaining
        )
