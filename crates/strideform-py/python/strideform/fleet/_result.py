"""The result of a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .._errors import FileError
from ._item import one_line
from ._need import need
from ._places import Place
from ._tables import failures


@contextmanager
def named(path: str) -> Iterator[None]:
    """Errors of Arrow with the name of the object that they are about."""
    try:
        yield
    except (need("pyarrow").ArrowException, FileNotFoundError) as error:
        raise FileError(
            f"the table is damaged or missing ({one_line(str(error))})",
            file=path,
            remedy="give the same job again: what is damaged is done again",
        ) from error


@dataclass(frozen=True)
class Result:
    """A finished job: counts, and where its tables are."""

    #: Folder or URL of the tables.
    out: str
    #: Recordings and sessions.
    inputs: int
    #: Rows of the table of runs: inputs that could be read, also those without running (status 4).
    run_count: int
    #: Inputs that could not be used.
    failure_count: int
    #: Rows of the table of strides; 0 if it was not requested.
    stride_count: int
    #: Number of tasks that the inputs were divided into, and how many had been finished before.
    partitions: int
    partitions_before: int
    #: Wall-clock seconds.
    seconds: float
    #: Seconds of work by the workers on the partitions analysed in this call.
    worker_seconds: float
    _place: Place = field(repr=False, compare=False)
    _files: tuple[str, ...] = field(repr=False, compare=False)
    _has_strides: bool = field(repr=False, compare=False)

    def runs(self) -> Any:
        """The table of runs, one row per input, as a :class:`pyarrow.dataset.Dataset` in the order of inputs."""
        return self._dataset("runs")

    def strides(self) -> Any:
        """The table of strides, one row per contact, as a :class:`pyarrow.dataset.Dataset`.

        Raises
        ------
        ValueError
            If the job was run without ``strides=True``.
        """
        if not self._has_strides:
            raise ValueError("this job wrote no strides; give strides=True")
        return self._dataset("strides")

    @property
    def failures(self) -> Any:
        """Inputs that could not be used: ``input``, ``line``, ``column``, ``reason``, as a :class:`pyarrow.Table`."""
        pa, pq = need("pyarrow"), need("pyarrow.parquet")
        tables = [failures([])]
        there = self._place.names("failures")
        for name in self._files:
            if name in there:
                content = self._place.read("failures", name)
                if content is not None:
                    path = self._place.path("failures", name)
                    with named(path):
                        tables.append(pq.read_table(pa.BufferReader(content)))
        return pa.concat_tables(tables).combine_chunks()

    def _dataset(self, table: str) -> Any:
        paths = [self._place.path(table, name) for name in self._files]
        # The first file tells the columns.
        with named(paths[0] if paths else self._place.path(table)):
            return need("pyarrow.dataset").dataset(paths, filesystem=self._place.fs, format="parquet")
