"""Waiting for workers, but not for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from ._errors import NoWorkers

#: Seconds between two looks at the cluster (*chosen*).
EVERY = 2.0
#: Seconds between two looks at what is finished (*chosen*: short against a task).
TICK = 0.02

T = TypeVar("T")


class Workers:
    """The workers of a cluster; ``timeout`` is how many seconds there may be none, ``None`` for ever."""

    def __init__(self, client: Any, timeout: float | None) -> None:
        self.client, self.timeout = client, timeout
        self.seen = self.looked = time.monotonic()

    def check(self) -> None:
        """Looks at the cluster from time to time.

        Raises
        ------
        NoWorkers
            Where there has been none for too long.
        """
        now = time.monotonic()
        if self.timeout is None or now - self.looked < min(EVERY, self.timeout / 4):
            return
        if self._any():
            self.seen = time.monotonic()
        self.looked = time.monotonic()
        if self.looked - self.seen > self.timeout:
            raise NoWorkers(
                f"the cluster has had no worker for {self.timeout:.0f} s",
                remedy="start workers and give the same job again: finished partitions are kept; worker_timeout sets how "
                "long to wait for one",
            )

    def _any(self) -> bool:
        try:
            return bool(self.client.nthreads())
        except Exception:
            # A scheduler that does not answer has no workers.
            return False

    def wait_for(self, ask: Callable[[], T]) -> T:
        """The answer to a question to the cluster, which waits for workers without a limit of its own."""
        answer: list[T] = []
        refusal: list[BaseException] = []

        def work() -> None:
            try:
                answer.append(ask())
            except BaseException as error:
                refusal.append(error)

        # Where nobody answers it ends with this process.
        thread = threading.Thread(target=work, name="strideform-fleet", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(EVERY)
            if thread.is_alive():
                self.check()
        if refusal:
            raise refusal[0]
        return answer[0]
