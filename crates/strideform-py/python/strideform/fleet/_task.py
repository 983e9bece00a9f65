"""The task of a worker: analyse a partition's inputs, write its files, return the number of rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import _native
from . import _done
from ._counts import Counts
from ._fetch import fetched
from ._item import Item, one_line
from ._need import need
from ._parts import Part
from ._places import Place, Storage
from ._tables import Failure, failed, failures, parquet


#: Seconds between tries to fetch an input (*chosen*: a store's hiccup).
WAITS = (0.5, 2.0)


@dataclass(frozen=True)
class Job:
    """Settings common to all partitions."""

    #: Where the tables are written.
    out: str
    #: Arguments of ``_native.Rows``.
    options: dict[str, Any]
    #: Options for fsspec.
    storage: dict[str, Any] | None
    #: Version of strideform that submitted the job.
    version: str = _native.__version__


def analyse_part(
    part: Part,
    job: Job,
    lost: Mapping[int, str] | None = None,
    begun: Callable[[int], None] = lambda at: None,
) -> Counts:
    """Analyses the inputs of a partition and writes its files; running it twice writes the same files.

    ``lost`` holds inputs that must not be touched, with the reason; ``begun`` is called before each of the others.
    """
    start = time.perf_counter()
    if job.version != _native.__version__:
        raise RuntimeError(f"this worker has strideform {_native.__version__}, the job was given by {job.version}")
    rows = _native.Rows(**job.options)
    bad: list[Failure] = []
    for at, item in enumerate(part.items):
        if lost and at in lost:
            bad.append(failed(item, lost[at]))
            continue
        begun(at)
        failure = analyse_one(rows, item, job.storage)
        if failure is not None:
            bad.append(failure)
    return _write(part, job, rows, bad, start)


def analyse_one(rows: Any, item: Item, storage: Storage | None) -> Failure | None:
    """One input; its rows go to ``rows``, or its failure is returned."""
    if item.hopeless is not None:
        return failed(item, item.hopeless)
    for wait in (*WAITS, None):
        try:
            with fetched(item, storage) as (what, called):
                failure = rows.add(item.name, what, item.literal, item.placement)
            break
        except FileNotFoundError:
            return failed(item, "there is no such file; check the path")
        except Exception as error:
            # Stores raise their own kinds of errors; none of them may affect more than this input.
            if not item.remote:
                raise
            if wait is None or isinstance(error, PermissionError):
                return failed(item, one_line(f"the file cannot be read ({error!r}); check that it can be opened"))
            time.sleep(wait)
    if failure is None:
        return None
    line, column, reason = failure
    for copy, url in called:
        reason = reason.replace(f"{copy}: ", "", 1) if url == item.name else reason.replace(copy, url)
        reason = reason.replace(copy, url)
    return (item.name, line, column, reason)


def _write(part: Part, job: Job, rows: Any, bad: list[Failure], start: float) -> Counts:
    pa = need("pyarrow")
    out = Place(job.out, job.storage)
    runs = pa.table(rows.runs())
    strides = 0
    digests: dict[str, str] = {}

    def write(table: Any, folder: str) -> None:
        content = parquet(table)
        digests[folder] = _done.digest(content)
        out.write(content, folder, part.file)

    _done.remove(out, part)
    if job.options["strides"]:
        table = pa.concat_tables([pa.table(batch) for batch in rows.strides()])
        strides = table.num_rows
        write(table, "strides")
    # Readers of a dataset accept a missing file as well as an empty one, and failures may disappear when files are fixed.
    if bad:
        write(failures(bad), "failures")
    else:
        out.remove("failures", part.file)
    write(runs, "runs")
    counts = Counts(runs.num_rows, len(bad), strides, round(time.perf_counter() - start, 3))
    # Last: if it is there, the partition is complete.
    _done.write(out, part, counts, digests)
    return counts
