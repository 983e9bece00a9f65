"""``strideform.fleet.analyze``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from .._errors import FileError
from . import _done, _manifest
from ._inputs import Paths, inputs
from ._need import need
from ._options import prepared
from ._parts import Part, cut, sizes
from ._places import Place
from ._progress import Progress, Teller
from ._result import Result
from ._run import connected, run
from ._counts import Counts
from ._task import Job


#: Everything that a job writes beside its manifest.
FOLDERS = (_done.FOLDER, "runs", "failures", "strides")


def analyze(
    paths: Paths,
    out: str | os.PathLike[str],
    client: Any | None = None,
    *,
    strides: bool = False,
    storage_options: Mapping[str, Any] | None = None,
    resume: bool = True,
    partition_bytes: int | None = None,
    partition_files: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    worker_timeout: float | None = 120.0,
    **options: Any,
) -> Result:
    """Analyse many recordings on a Dask cluster, into a partitioned Parquet dataset.

    Every input is a run of its own, by the rules of ``strideform batch``, and its rows are the same: folders are
    searched to the bottom for csv, tsv, txt, fit, tcx, gpx, parquet, feather and arrow files (text also
    as .gz); a folder with a ``session.toml`` is one run.

    Parameters
    ----------
    paths : str, path or list of them
        Files, ``placement=FILE``, folders, session folders, patterns (``runs/**/*.csv``), fsspec URLs of all of these.
        An entry of a list that does not exist becomes a row of failures.
    out : str or path
        Folder or fsspec URL of the tables: ``runs/part-00000.parquet``…, ``failures/…``, with ``strides`` also
        ``strides/…``, and ``_manifest.json``.
    client : distributed.Client, optional
        The cluster; it is not closed. By default one process per core on this machine, with one thread each. Its workers
        must have this version of strideform and access to ``paths`` and ``out``.
    strides : bool
        Also write a row for every contact.
    storage_options : dict, optional
        For fsspec, for both inputs and outputs.
    resume : bool
        Go on with what ``out`` holds: finished partitions are not done again, but those with a file that changed are, and
        those whose tables are damaged.
        False begins anew.
    partition_bytes, partition_files : int, optional
        Maximum bytes of plain text and maximum number of inputs per task. The default gives 64 tasks, within limits of
        4 GiB and 512 inputs.
    progress : callable, optional
        Called with a :class:`Progress` after every partition. The logger ``strideform.fleet`` reports the same at level
        INFO every 10 s.
    worker_timeout : float, optional
        Seconds to wait while the cluster has no worker at all; ``None`` waits for ever, as in the queue of a batch
        system.
    **options
        Options of :func:`strideform.analyze`, for every input: ``placement``, ``rate_hz``, ``units``, ``columns``,
        ``skip_bad_rows``, ``outside_session``, ``mass_kg``, ``height_cm``, ``leg_length_cm``, ``speed_mps``, ``slope_percent``,
        ``surface``, ``methods``, ``faults``.

    Returns
    -------
    Result
        Counts, and the location of the tables.

    Raises
    ------
    ImportError
        Without dask, distributed, fsspec or pyarrow: ``pip install "strideform[fleet]"``.
    OptionsChanged, InputsChanged
        If ``out`` holds tables of another job.
    FileError
        Where nothing is found, or the manifest is damaged.
    NoWorkers
        Where the cluster has no worker for ``worker_timeout``.
    """
    for name in ("dask", "distributed", "fsspec", "pyarrow"):
        need(name)
    start = time.perf_counter()
    place = Place(os.fspath(out), storage_options)
    storage = dict(storage_options) if storage_options else None
    job = Job(place.url, prepared(options, strides), storage)
    then = _before(place, resume)
    if then is not None:
        _manifest.check_options(then, job)
        # A resumed job must use the same partitions.
        partition_bytes = partition_bytes or then["partition_bytes"]
        partition_files = partition_files or then["partition_files"]
    items = inputs(paths, storage_options, place)
    limits = sizes(items, partition_bytes, partition_files)
    parts = list(cut(items, *limits))
    if not resume:
        _clear(place)
    before = {} if then is None else _finished(then, parts, place)
    _manifest.write(place, job, limits, parts)
    todo = [part for part in parts if part.number not in before]
    teller = Teller(len(todo), sum(len(part.items) for part in todo), progress)
    now: dict[int, Counts] = {}
    if todo:
        with connected(client) as cluster:
            now = run(todo, job, cluster, teller, timeout=worker_timeout)
    counts = {**before, **now}
    for folder in FOLDERS:
        place.tidy(folder)
    _manifest.write(place, job, limits, parts, counts)
    return Result(
        out=place.url,
        inputs=len(items),
        run_count=sum(c.runs for c in counts.values()),
        failure_count=sum(c.failures for c in counts.values()),
        stride_count=sum(c.strides for c in counts.values()),
        partitions=len(parts),
        partitions_before=len(before),
        seconds=time.perf_counter() - start,
        worker_seconds=sum(c.seconds for c in now.values()),
        _place=place,
        _files=tuple(part.file for part in parts),
        _has_strides=strides,
    )


def _before(place: Place, resume: bool) -> dict[str, Any] | None:
    """The manifest to go on from; ``None`` where the job begins anew."""
    try:
        then = _manifest.read(place)
    except FileError:
        if resume:
            raise
        return None
    return then if resume else None


def _clear(place: Place) -> None:
    """Removes the tables of an earlier job, what says that they are finished first."""
    for folder in FOLDERS:
        for name in place.names(folder):
            place.remove(folder, name)


def _finished(then: dict[str, Any], parts: list[Part], place: Place) -> dict[int, Counts]:
    """The results of finished partitions; what is outdated or damaged is done again."""
    for part in _manifest.stale(then, parts, place):
        _done.remove(place, part)
        place.remove("runs", part.file)
    return _done.finished(place, parts)
