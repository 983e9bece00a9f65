"""Runs partitions on the workers of a Dask cluster."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any

from ._alone import analyse_part_alone, reason
from ._need import need
from ._parts import Part
from ._progress import Teller
from ._workers import TICK, Workers
from ._counts import Counts
from ._task import Job, analyse_part

log = logging.getLogger("strideform.fleet")

#: Minimum number of tasks submitted at a time, so that the engine need not hold millions of inputs in memory (*chosen*:
#: the engine accepts thousands per second).
WINDOW = 2000
#: Number of retries of a task that raised an error, e.g. when a disk or store fails temporarily (*chosen*).
RETRIES = 2


@contextmanager
def connected(client: Any | None) -> Iterator[Any]:
    """The client given, or a local one: one process per core with one thread each."""
    distributed = need("distributed")
    if client is not None:
        yield client
        return
    with (
        distributed.LocalCluster(
            n_workers=os.cpu_count() or 1, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        distributed.Client(cluster) as own,
    ):
        yield own


def run(
    parts: list[Part], job: Job, client: Any, teller: Teller, task: Any = None, timeout: float | None = None
) -> dict[int, Counts]:
    """Runs every partition and returns its result.

    A partition whose workers died is done again by Dask; one that keeps killing them, by a process of its own.
    ``task`` stands in for the analysis in studies of scale; ``timeout`` is how long the cluster may have no worker.

    Raises
    ------
    Exception
        What a task raised in spite of retries, or :class:`NoWorkers`; what is finished stays finished.
    """
    counts: dict[int, Counts] = {}
    workers = Workers(client, timeout)
    killers = _all(parts, task or _usual, job, workers, teller, counts)
    if killers:
        log.warning("%d partitions killed their workers; each is done again in a process of its own", len(killers))
        killers = _all(killers, _alone, job, workers, teller, counts)
    if killers:
        _all(killers, _given_up, job, workers, teller, counts)
    return counts


def _usual(part: Part, job: Job) -> Counts:
    return analyse_part(part, job)


def _alone(part: Part, job: Job) -> Counts:
    worker = need("distributed").get_worker()
    memory = getattr(getattr(worker, "memory_manager", None), "memory_limit", None)
    return analyse_part_alone(part, job, int(memory) if memory else None)


def _given_up(part: Part, job: Job) -> Counts:
    # The worker died even with a separate process; there is no way to tell which input is the cause.
    return analyse_part(part, job, {at: reason("with all its partition") for at in range(len(part.items))})


def _all(
    parts: list[Part], task: Any, job: Job, workers: Workers, teller: Teller, counts: dict[int, Counts]
) -> list[Part]:
    """Runs a task on every partition; returns those that killed their workers."""
    client = workers.client
    distributed = need("distributed")
    waiting = iter(parts)
    names = f"strideform-{task.__name__.strip('_')}-{os.urandom(4).hex()}"
    running: dict[str, Part] = {}
    killers: list[Part] = []
    done = distributed.as_completed()

    def submit(most: int) -> None:
        chunk = {f"{names}-{part.number}": part for part in islice(waiting, most)}
        if chunk:
            running.update(chunk)
            given = client.map(task, list(chunk.values()), job=job, key=list(chunk), retries=RETRIES, pure=False)
            done.update(given)

    submit(max(WINDOW, 4 * sum((client.nthreads() or {}).values())))
    try:
        while done.count():
            # Without waiting: what waits in the engine waits for ever where no worker is left.
            batch = done.next_batch(block=False)
            if not batch:
                workers.check()
                time.sleep(TICK)
                continue
            for future, answer in zip(batch, _answers(workers, batch), strict=True):
                part = running.pop(future.key)
                if answer is None:
                    killers.append(part)
                else:
                    counts[part.number] = answer
                    teller.done(len(part.items), answer.failures)
            submit(len(batch))
    except BaseException:
        # Nobody waits any more; what is finished stays finished.
        _cancel(client, list(done.futures))
        raise
    return sorted(killers, key=lambda part: part.number)


def _cancel(client: Any, futures: list[Any]) -> None:
    """Takes back tasks, as far as the cluster still answers."""
    try:
        client.cancel(futures)
    except Exception:
        log.warning("the cluster does not answer; its tasks could not be taken back")


def _answers(workers: Workers, futures: list[Any]) -> list[Counts | None]:
    """The results of tasks; ``None`` for those that killed their workers."""
    killed = need("distributed").KilledWorker

    def one(future: Any) -> Counts | None:
        try:
            answer: Counts = future.result()
        except killed:
            return None
        return answer

    try:
        # Gathered together, because a request for each would cost more than the task. A finished one may still fail here: its
        # answer may have gone with its worker, and it is done again.
        return list(workers.wait_for(lambda: workers.client.gather(futures)))
    except killed:
        return [workers.wait_for(partial(one, future)) for future in futures]
