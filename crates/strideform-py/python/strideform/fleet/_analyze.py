"""``strideform.fleet.analyze``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from . import _manifest
from ._inputs import Paths, inputs
from ._need import need
from ._options import prepared
from ._parts import Part, cut, sizes
from ._places import Place
from ._progress import Progress, Teller
from ._result import Result
from ._run import connected, run
from ._task import Counts, Job


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
    **options: Any,
) -> Result:
    """Analyse many recordings on a Dask cluster, into a partitioned Parquet dataset.

    Every input is a run of its own, by the rules of ``strideform batch``, and its rows are the same: folders are
    searched to the bottom for csv, tsv, txt, fit, tcx and gpx files (also .gz); a folder with a ``session.toml`` is one run.

    Parameters
    ----------
    paths : str, path or list of them
        Files, ``placement=FILE``, folders, session folders, patterns (``runs/**/*.csv``), fsspec URLs of all of these.
        What a list names and is not there costs one row of failures.
    out : str or path
        Folder or fsspec URL of the tables: ``runs/part-00000.parquet``…, ``failures/…``, with ``strides`` also
        ``strides/…``, and ``_manifest.json``.
    client : distributed.Client, optional
        The cluster; it is not closed. By default one process a core on this machine, one thread each. Its workers
        have to have this version of strideform and to see ``paths`` and ``out``.
    strides : bool
        Also write a row for every contact.
    storage_options : dict, optional
        For fsspec, of inputs and outputs alike.
    resume : bool
        Go on with what ``out`` holds: finished partitions are not done again, those with a file that changed are.
        False begins anew.
    partition_bytes, partition_files : int, optional
        Plain-text bytes and inputs of one task at most. By default what makes 64 tasks, but no more than 4 GiB and
        512 inputs.
    progress : callable, optional
        Called with a :class:`Progress` after every partition. The logger ``strideform.fleet`` tells the same at level
        INFO every 10 s.
    **options
        As of :func:`strideform.analyze`, for every input: ``placement``, ``rate_hz``, ``units``, ``columns``,
        ``skip_bad_rows``, ``outside_session``, ``mass_kg``, ``height_cm``, ``leg_length_cm``, ``speed_mps``, ``slope_percent``,
        ``surface``, ``methods``, ``faults``.

    Returns
    -------
    Result
        Counts, and the tables where they lie.

    Raises
    ------
    ImportError
        Without dask, distributed, fsspec or pyarrow: ``pip install "strideform[fleet]"``.
    OptionsChanged, InputsChanged
        Where ``out`` holds tables of another job.
    FileError
        Where nothing is found.
    """
    for name in ("dask", "distributed", "fsspec", "pyarrow"):
        need(name)
    start = time.perf_counter()
    place = Place(os.fspath(out), storage_options)
    storage = dict(storage_options) if storage_options else None
    job = Job(place.url, prepared(options, strides), storage)
    then = _manifest.read(place)
    if then is not None and resume:
        _manifest.check_options(then, job)
        # Whoever goes on means the same partitions.
        partition_bytes = partition_bytes or then["partition_bytes"]
        partition_files = partition_files or then["partition_files"]
    items = inputs(paths, storage_options, place)
    limits = sizes(items, partition_bytes, partition_files)
    parts = list(cut(items, *limits))
    before = _finished(then, parts, place, resume)
    _manifest.write(place, job, limits, parts)
    todo = [part for part in parts if part.number not in before]
    teller = Teller(len(todo), sum(len(part.items) for part in todo), progress)
    now: dict[int, Counts] = {}
    if todo:
        with connected(client) as cluster:
            now = run(todo, job, cluster, teller)
    counts = {**before, **now}
    for folder in ("runs", "failures", "strides"):
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


def _finished(
    then: dict[str, Any] | None, parts: list[Part], place: Place, resume: bool
) -> dict[int, Counts]:
    """The results of finished partitions; outdated ones are removed."""
    if then is None:
        return {}
    there = place.names("runs")
    if not resume:
        for folder in ("runs", "failures", "strides"):
            for name in place.names(folder):
                place.remove(folder, name)
        return {}
    for part in _manifest.stale(then, parts, place):
        if part.file in there:
            place.remove("runs", part.file)
            there.discard(part.file)
    finished = [part for part in parts if part.file in there]
    if then["counts"] is not None and len(finished) == len(parts):
        return {part.number: Counts(*then["counts"][part.number]) for part in finished}
    failed = place.names("failures")
    with ThreadPoolExecutor(32) as pool:
        counted = pool.map(lambda part: _counted(place, part, part.file in failed), finished)
        return {part.number: counts for part, counts in zip(finished, counted, strict=True)}


def _counted(place: Place, part: Part, failed: bool) -> Counts:
    """Rows of a partition's files."""
    rows = [_rows(place, "runs", part.file), _rows(place, "failures", part.file) if failed else 0]
    return Counts(rows[0], rows[1], _rows(place, "strides", part.file), 0.0)


def _rows(place: Place, folder: str, name: str) -> int:
    try:
        with place.fs.open(place.path(folder, name), "rb") as file:
            return int(need("pyarrow.parquet").read_metadata(file).num_rows)
    except FileNotFoundError:
        return 0
